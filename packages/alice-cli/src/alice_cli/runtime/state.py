"""What the platform says of itself in `run/state.json`."""

from enum import StrEnum
from pathlib import Path

import psutil
from pydantic import AwareDatetime, BaseModel


class Condition(StrEnum):
    """How a part stands; `failed` means that it crashed too often and stays down."""

    WAITING = "waiting"
    STARTING = "starting"
    READY = "ready"
    FAILED = "failed"
    STOPPED = "stopped"
    EXTERNAL = "external"


class Phase(StrEnum):
    """How the whole stands."""

    STARTING = "starting"
    READY = "ready"
    STOPPING = "stopping"


class ProcessId(BaseModel):
    """A process beyond doubt: pids are used again, creation times with them are not."""

    pid: int
    created: float

    @classmethod
    def of(cls, pid: int) -> "ProcessId":
        """Identify a running process."""
        return cls(pid=pid, created=psutil.Process(pid).create_time())

    def process(self) -> psutil.Process | None:
        """The process while it runs."""
        try:
            process = psutil.Process(self.pid)
            alive = process.create_time() == self.created
            return process if alive and process.status() != psutil.STATUS_ZOMBIE else None
        except psutil.NoSuchProcess:
            return None


class PartStatus(BaseModel):
    """One part; `last_exit` tells how it ended last."""

    name: str
    condition: Condition = Condition.WAITING
    port: int | None = None
    process: ProcessId | None = None
    restarts: int = 0
    last_exit: str | None = None


class PlatformState(BaseModel):
    """The whole platform."""

    phase: Phase
    supervisor: ProcessId
    url: str
    started_at: AwareDatetime
    parts: list[PartStatus] = []

    def part(self, name: str) -> PartStatus:
        """The part of this name."""
        return next(part for part in self.parts if part.name == name)

    def write(self, path: Path) -> None:
        """Replace the file at once, so that readers see all or nothing of it."""
        unfinished = path.with_name(f".{path.name}.unfinished")
        unfinished.write_text(self.model_dump_json(indent=2))
        unfinished.replace(path)


def last_state(path: Path) -> PlatformState | None:
    """What was written last, whether or not its platform still runs."""
    if not path.exists():
        return None
    return PlatformState.model_validate_json(path.read_text())


def running_state(path: Path) -> PlatformState | None:
    """The state of the platform that runs, or None."""
    state = last_state(path)
    return state if state and state.supervisor.process() else None
