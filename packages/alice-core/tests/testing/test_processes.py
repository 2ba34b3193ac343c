"""Python processes that are killed on purpose."""

import signal

import psutil
import pytest

from alice_core.testing import python_process

HANGING = "import threading; print('marker', flush=True); threading.Event().wait()"


async def test_killed_at_its_marker():
    async with python_process("-c", HANGING) as process:
        await process.wait_for("marker")
        await process.kill()
        assert await process.wait() == -signal.SIGKILL


async def test_killed_on_leaving():
    async with python_process("-c", HANGING) as process:
        await process.wait_for("marker")
    assert not psutil.pid_exists(process.pid)


async def test_an_early_end_shows_the_output():
    async with python_process("-c", "raise SystemExit('no luck')") as process:
        with pytest.raises(AssertionError, match="no luck"):
            await process.wait_for("marker")


async def test_the_environment_is_added():
    code = "import os; print(os.environ['ALICE_TEST'], 'PATH' in os.environ)"
    async with python_process("-c", code, environ={"ALICE_TEST": "given"}) as process:
        await process.wait_for("given True")
