"""Which folder may become the root of a library."""

from collections.abc import Iterable
from pathlib import Path

from alice_core.problems import Problem


def resolve_root(path: str, others: Iterable[tuple[str, Path]], own: Path | None) -> Path:
    """The real folder behind `path`; raises a 422 or 409 problem where it cannot be a root.

    Roots do not overlap, so a file has one location; `own` is where the platform keeps its
    blobs, which are nobody's library.
    """
    given = Path(path)
    if not given.is_absolute():
        raise _refused(f"{path!r} is relative; give the whole path as the server sees it.")
    if not given.is_dir():
        raise _refused(f"{path!r} is no folder that the server can see; mind its mounts and name.")
    root = given.resolve()
    if own and _overlap(root, own):
        raise _refused(f"{path!r} overlaps the platform's own data; choose another folder.")
    for name, other in others:
        if root == other:
            raise _taken(f"{path!r} is the library {name!r} already; scan that one.")
        if _overlap(root, other):
            raise _taken(f"{path!r} overlaps the library {name!r} at {other}; remove that first.")
    return root


def _overlap(one: Path, other: Path) -> bool:
    return one.is_relative_to(other) or other.is_relative_to(one)


def _refused(detail: str) -> Problem:
    return Problem(422, "bad-root", "The folder cannot be a library", f"path: {detail}")


def _taken(detail: str) -> Problem:
    return Problem(409, "library-exists", "The folder is in a library already", f"path: {detail}")
