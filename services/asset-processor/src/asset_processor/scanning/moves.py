"""A file that only moved is recognised by inode, size and time, and is not opened again."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from asset_processor.scanning.compare import FreshFile, KnownFile
from asset_processor.scanning.walk import FileEntry

Move = tuple[KnownFile, FileEntry]


def find_moves(
    root: Path, fresh: Sequence[FreshFile], candidates: Iterable[KnownFile]
) -> tuple[list[Move], list[FreshFile]]:
    """Fresh files that are known ones under a new path, and the fresh files that remain.

    A hard link has two paths at once, so a move is one only if the old path is gone.
    """
    by_inode = {known.entry.inode: known for known in candidates if known.asset_id}
    moves: list[Move] = []
    rest: list[FreshFile] = []
    for file in fresh:
        known = by_inode.get(file.entry.inode)
        if known and file.known is None and _moved(root, known, file.entry):
            moves.append((known, file.entry))
            del by_inode[file.entry.inode]
        else:
            rest.append(file)
    return moves, rest


def _moved(root: Path, known: KnownFile, entry: FileEntry) -> bool:
    return known.entry.same_content_as(entry) and not (root / known.entry.path).exists()
