"""Killing what works, and telling whether all of it came through."""

import asyncio

import psutil
import psycopg
import pytest

from alice_cli.runtime.state import Condition
from alice_contracts.identity import asset_id_of
from alice_core.testing import eventually

GENERATOR = "unknown"
"""Who made the small files: their words name no tool."""

WITHIN = 100
"""A bound in seconds for coming to rest, far above what it takes."""


class Chaos:
    """A platform to be broken."""

    def __init__(self, platform) -> None:
        self.platform = platform

    def count(self, service: str, statement: str) -> int:
        """The one number of a query; an AssertionError while the database is away."""
        try:
            return self.platform.rows(service, statement)[0][0]
        except psycopg.OperationalError as error:
            raise AssertionError("the database is away") from error

    def processed(self) -> int:
        return self.count("search", "SELECT count(*) FROM live.documents WHERE state = 'processed'")

    async def until_processed(self, wanted: int) -> None:
        """Wait until so many documents are whole."""
        await eventually(lambda: self.processed() >= wanted, within=WITHIN)

    async def kill(self, part: str) -> None:
        """Crash one part, and wait until the supervisor has started it again."""
        killed = await eventually(lambda: self.platform.process(part))
        killed.kill()

        def is_back():
            status = self.platform.state().part(part)
            return status.condition is Condition.READY and status.process.pid != killed.pid

        await eventually(is_back, within=WITHIN)

    async def kill_decode_worker(self) -> None:
        """Crash one of the processes in which assets decodes."""
        worker = await eventually(self._decode_worker, within=WITHIN)
        worker.kill()

    async def kill_whole(self) -> None:
        """Crash the supervisor and wait until nothing is left."""
        self.platform.kill_whole()
        await eventually(lambda: not self.platform.alive(), within=WITHIN)

    def _decode_worker(self) -> psutil.Process | None:
        children = self.platform.process("assets").children()
        workers = [child for child in children if "spawn_main" in " ".join(child.cmdline())]
        return next(iter(workers), None)

    async def until_at_rest(self) -> None:
        await eventually(self.platform.is_at_rest, within=WITHIN, every=0.2)

    async def is_whole(self, paths) -> None:
        """All has come to rest: each file is one asset, one location and one told document."""
        await self.until_at_rest()
        contents = {asset_id_of(path.read_bytes()) for path in paths}
        documents = await asyncio.to_thread(self.platform.documents)
        assert set(documents) == contents
        assert {document["state"] for document in documents.values()} == {"processed"}
        assert {len(document["locations"]) for document in documents.values()} == {1}
        assert {document["generator"] for document in documents.values()} == {GENERATOR}
        assert all(document["reasons"] for document in documents.values())
        assert self.count("assets", "SELECT count(*) FROM assets") == len(contents)
        assert self.count("assets", "SELECT count(*) FROM locations") == len(contents)
        for owner, (owned, seen) in REVISIONS.items():
            assert self._revisions("search", seen) == self._revisions(owner, owned)
        assert self.platform.json("dead", "list") == []

    def _revisions(self, service: str, statement: str) -> dict[str, int]:
        return dict(self.platform.rows(service, statement))


REVISIONS = {
    "assets": (
        "SELECT asset_id, revision FROM assets",
        "SELECT asset_id, greatest(presence_revision, locations_revision, pixels_revision, "
        "life_revision) FROM live.documents",
    ),
    "metadata": (
        "SELECT asset_id, revision FROM extractions",
        "SELECT asset_id, provenance_revision FROM live.documents",
    ),
    "quality": (
        "SELECT asset_id, revision FROM assessments",
        "SELECT asset_id, quality_revision FROM live.documents",
    ),
}
"""What each owner knows of its assets, and what search has heard of it."""


@pytest.fixture
def chaos(own_platform):
    own_platform.up()
    return Chaos(own_platform)
