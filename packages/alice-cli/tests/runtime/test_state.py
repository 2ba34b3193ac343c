"""The platform's state file."""

import os
from datetime import UTC, datetime

from alice_cli.runtime.state import (
    Condition,
    PartStatus,
    Phase,
    PlatformState,
    ProcessId,
    last_state,
    running_state,
)
from alice_core.testing import python_process


def a_state(supervisor: ProcessId) -> PlatformState:
    return PlatformState(
        phase=Phase.READY,
        supervisor=supervisor,
        url="http://127.0.0.1:8000",
        started_at=datetime.now(UTC),
        parts=[PartStatus(name="assets", condition=Condition.READY, port=8001)],
    )


def test_it_is_read_as_written(tmp_path):
    state = a_state(ProcessId.of(os.getpid()))
    state.write(tmp_path / "state.json")
    assert running_state(tmp_path / "state.json") == state


async def test_a_dead_supervisor_runs_nothing(tmp_path):
    path = tmp_path / "state.json"
    async with python_process("-c", "input()") as supervisor:
        a_state(ProcessId.of(supervisor.pid)).write(path)
    assert running_state(path) is None
    assert last_state(path) is not None


def test_a_recycled_pid_is_another_process():
    recycled = ProcessId(pid=os.getpid(), created=1.0)
    assert recycled.process() is None


def test_no_file_is_no_platform(tmp_path):
    assert running_state(tmp_path / "state.json") is None
