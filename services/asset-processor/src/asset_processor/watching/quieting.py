"""Waits until changed paths have been quiet: a copy under way is not a picture yet."""

from collections.abc import Iterator
from dataclasses import dataclass
from time import monotonic

Signature = tuple[int, int, int] | None


@dataclass
class Seen:
    signature: Signature
    since: float


class Quieting:
    """Paths with the time since when they look as they look; times are monotonic seconds."""

    def __init__(self, quiet: float) -> None:
        self._quiet = quiet
        self._paths: dict[str, Seen] = {}

    def __len__(self) -> int:
        return len(self._paths)

    def __iter__(self) -> Iterator[str]:
        return iter(list(self._paths))

    def look(self, path: str, signature: Signature, now: float | None = None) -> bool:
        """Note how a path looks now; true, and the path is let go, once it has been quiet."""
        moment = monotonic() if now is None else now
        seen = self._paths.get(path)
        if seen is None or seen.signature != signature:
            self._paths[path] = Seen(signature, moment)
            return False
        if moment - seen.since < self._quiet:
            return False
        del self._paths[path]
        return True
