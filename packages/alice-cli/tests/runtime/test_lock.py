"""One platform a home."""

import os
import signal

import pytest

from alice_cli.runtime.lock import AlreadyRunningError, platform_lock
from alice_core.testing import python_process

HOLD = """
import os, pathlib, signal, sys
from alice_cli.runtime.lock import platform_lock
with platform_lock(pathlib.Path(sys.argv[1])):
    child = os.fork()
    if child:
        print("holds with child", child, "", flush=True)
    os.closerange(0, 3)
    signal.pause()
"""


async def test_a_second_process_is_refused_until_the_first_is_gone(tmp_path):
    path = tmp_path / "lock"
    async with python_process("-c", HOLD, str(path)) as holder:
        await holder.wait_for("holds")
        child = int(holder.output.split()[3])
        try:
            with pytest.raises(AlreadyRunningError), platform_lock(path):
                pass
            await holder.kill()
            with platform_lock(path):
                os.kill(child, 0)
        finally:
            os.kill(child, signal.SIGKILL)
