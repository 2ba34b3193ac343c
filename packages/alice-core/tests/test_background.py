"""Background work is seen when it ends, and ends when it is told to."""

import asyncio

import pytest

from alice_core.background import Background, Task


async def test_a_task_that_swallows_a_cancellation_is_stopped_all_the_same():
    began = asyncio.Event()
    swallowed = []

    async def stubborn() -> None:
        began.set()
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            swallowed.append(True)
        await asyncio.Event().wait()

    background = Background(pytest.fail)
    background.start(Task("stubborn", stubborn))
    await began.wait()
    await background.stop()
    assert swallowed == [True]


@pytest.mark.parametrize("error", [None, ValueError("broken")], ids=["returns", "raises"])
async def test_a_task_that_ends_by_itself_is_told(error):
    told = asyncio.Queue()

    async def short() -> None:
        if error:
            raise error

    background = Background(told.put_nowait)
    background.start(Task("short", short))
    assert await told.get() == "short"
    await background.stop()
