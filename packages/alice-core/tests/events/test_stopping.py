"""A part that is cancelled ends, whatever it is doing."""

import asyncio

import pytest

from alice_core.events.cancellation import honour_cancellation


async def wait_and_swallow(waited: asyncio.Future) -> None:
    await asyncio.wait_for(waited, 1000)
    honour_cancellation()
    raise AssertionError("went on although it was cancelled")


async def test_a_swallowed_cancellation_is_honoured():
    waited = asyncio.get_running_loop().create_future()
    task = asyncio.create_task(wait_and_swallow(waited))
    await asyncio.sleep(0)
    waited.set_result(None)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_without_a_cancellation_nothing_happens():
    honour_cancellation()
