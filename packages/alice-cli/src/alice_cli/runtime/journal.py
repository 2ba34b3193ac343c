"""The platform's state as it changes: written to its file and shown to an observer."""

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from alice_cli.runtime.state import PartStatus, Phase, PlatformState, ProcessId

Observer = Callable[[PlatformState], None]


class Journal:
    """Holds the state of the running platform."""

    def __init__(self, path: Path, url: str, observe: Observer) -> None:
        self._path = path
        self._observe = observe
        self._state = PlatformState(
            phase=Phase.STARTING,
            supervisor=ProcessId.of(os.getpid()),
            url=url,
            started_at=datetime.now(UTC),
        )
        self._publish()

    def enter(self, phase: Phase) -> None:
        """Note the phase of the whole."""
        self._change(phase=phase)

    def expect(self, *parts: PartStatus) -> None:
        """Name parts before they are started."""
        self._change(parts=[*self._state.parts, *parts])

    def part(self, name: str) -> PartStatus:
        """What is known of a part."""
        return self._state.part(name)

    def note(self, name: str, **changes: Any) -> None:
        """Change what is known of one part."""
        parts = [
            part.model_copy(update=changes) if part.name == name else part
            for part in self._state.parts
        ]
        self._change(parts=parts)

    def _change(self, **changes: Any) -> None:
        self._state = self._state.model_copy(update=changes)
        self._publish()

    def _publish(self) -> None:
        self._state.write(self._path)
        self._observe(self._state)
