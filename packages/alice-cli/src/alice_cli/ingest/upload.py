"""Hash, ask once a batch which contents are missing, and send only those."""

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from itertools import islice

from alice_cli.connection import DoorProblemError
from alice_cli.door import Door
from alice_cli.ingest.files import LocalFile, Refusal, refusal
from alice_cli.ingest.hashing import FileChangedError, checked_chunks, hash_file
from alice_cli.ingest.patience import persistently
from alice_cli.ingest.progress import Progress
from alice_cli.ingest.report import Report
from alice_contracts.http.assets import OfferedFile, Outcome
from alice_contracts.media import RejectReason

BATCH = 200  # small enough that the first pictures are found while the last are hashed
ATTEMPTS = 3
ABOUT_THE_FILE = frozenset({409, 413, 415, 422})


@dataclass(frozen=True)
class Hashed:
    file: LocalFile
    asset_id: str

    @property
    def offered(self) -> OfferedFile:
        return OfferedFile(
            asset_id=self.asset_id, path=self.file.name, modified_at=self.file.modified_at
        )


class Uploader:
    """Takes files in, batch by batch; repeating it goes on where it was interrupted."""

    def __init__(self, door: Door, report: Report, progress: Progress, pool: Executor) -> None:
        self._door = door
        self._report = report
        self._progress = progress
        self._pool = pool

    def take(self, files: Iterable[LocalFile]) -> None:
        for batch in _batches(files):
            self._take_batch(batch)

    def _take_batch(self, files: Sequence[LocalFile]) -> None:
        for _ in range(ATTEMPTS):
            hashed, written = self._hash(files)
            changed = [*written, *self._offer(hashed)]
            if not changed:
                return
            files = list(self._look_again(changed))
        for file in files:
            detail = "it is still being written; ingest it again when that is done"
            self._report.refuse(Refusal(str(file.path), RejectReason.CHANGING, detail))

    def _hash(self, files: Sequence[LocalFile]) -> tuple[list[Hashed], list[LocalFile]]:
        """The files with their ids, and those that were written to meanwhile."""
        hashed, written = [], []
        for file, result in zip(files, self._pool.map(self._hash_one, files), strict=True):
            match result:
                case str():
                    hashed.append(Hashed(file, result))
                case Refusal():
                    self._report.refuse(result)
                case _:
                    written.append(file)
        return hashed, written

    def _hash_one(self, file: LocalFile) -> str | Refusal | FileChangedError:
        try:
            return hash_file(file, self._progress.hashed)
        except FileChangedError as error:
            return error
        except OSError as error:
            return refusal(file.path, error)

    def _offer(self, items: Sequence[Hashed]) -> list[LocalFile]:
        """Returns the files that changed since they were hashed.

        Of files with one missing content the first is sent; then the others are known.
        """
        if not items:
            return []
        answer = persistently(self._door.offer, [item.offered for item in items])
        known = set(answer.known)
        firsts: dict[str, Hashed] = {}
        twins: list[Hashed] = []
        for item in items:
            if item.asset_id in known:
                self._take_in(item, Outcome.KNOWN)
            elif firsts.setdefault(item.asset_id, item) is not item:
                twins.append(item)
        return [*self._send(list(firsts.values())), *self._offer(twins)]

    def _send(self, items: Sequence[Hashed]) -> list[LocalFile]:
        self._progress.missing(sum(item.file.size for item in items))
        changed = []
        for item, result in zip(items, self._pool.map(self._send_one, items), strict=True):
            match result:
                case Outcome():
                    self._take_in(item, result)
                case Refusal():
                    self._report.refuse(result)
                case _:
                    changed.append(item.file)
        return changed

    def _send_one(self, item: Hashed) -> Outcome | Refusal | FileChangedError:
        file = item.file
        try:
            return persistently(
                lambda: self._door.upload(
                    item.offered,
                    file.size,
                    checked_chunks(file, item.asset_id, self._progress.sent),
                )
            ).outcome
        except FileChangedError as error:
            return error
        except OSError as error:
            return refusal(file.path, error)
        except DoorProblemError as error:
            if error.problem.status not in ABOUT_THE_FILE:
                raise
            # Problems are named with dashes; their words are those of RejectReason.
            reason = error.problem.type.rpartition(":")[2].replace("-", "_")
            return Refusal(str(file.path), reason, error.problem.detail)

    def _take_in(self, item: Hashed, outcome: Outcome) -> None:
        self._report.count(outcome)
        self._report.expect(item.asset_id, str(item.file.path), outcome)

    def _look_again(self, files: Iterable[LocalFile]) -> Iterator[LocalFile]:
        for file in files:
            try:
                yield LocalFile.look(file.path, file.name)
            except OSError as error:
                self._report.refuse(refusal(file.path, error))


def _batches(files: Iterable[LocalFile]) -> Iterator[list[LocalFile]]:
    remaining = iter(files)
    while batch := list(islice(remaining, BATCH)):
        yield batch
