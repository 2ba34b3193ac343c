"""Killing what works, and telling whether all of it came through."""

import asyncio

import psutil
import psycopg
import pytest

from alice_cli.runtime.state import Condition
from alice_contracts.identity import asset_id_of
from alice_core.testing import eventually

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

    async def is_whole(self, paths) -> None:
        """Everything has come to rest: each file is one asset, one location and one document."""
        await eventually(self.is_at_rest, within=WITHIN, every=0.2)
        contents = {asset_id_of(path.read_bytes()) for path in paths}
        documents = await asyncio.to_thread(self.platform.documents)
        assert set(documents) == contents
        assert {document["state"] for document in documents.values()} == {"processed"}
        assert {len(document["locations"]) for document in documents.values()} == {1}
        assert self.count("assets", "SELECT count(*) FROM assets") == len(contents)
        assert self.count("assets", "SELECT count(*) FROM locations") == len(contents)
        assert self._revisions("search", SEEN) == self._revisions("assets", OWNED)
        assert self.platform.json("dead", "list") == []

    def is_at_rest(self) -> bool:
        """Nothing waits, is under way or has failed anywhere; False while parts are away."""
        answer = self.platform.request("GET", "/api/v1/status")
        if answer.is_error:
            return False
        status = answer.json()
        return not status["unavailable"] and all(map(_rests, status["services"]))

    def _revisions(self, service: str, statement: str) -> dict[str, int]:
        return dict(self.platform.rows(service, statement))


OWNED = "SELECT asset_id, revision FROM assets"
SEEN = """
    SELECT asset_id, greatest(
        presence_revision, locations_revision, pixels_revision, life_revision
    ) FROM live.documents
"""


def _rests(service) -> bool:
    """Nothing waits, nothing is under way, and nothing failed."""
    return (
        service["outbox"]["waiting"] == 0
        and all(group["lag"] == group["pending"] == 0 for group in service["groups"])
        and all(
            (queue["waiting"], queue["leased"], queue["failed"]) == (0, 0, 0)
            for queue in service["work"]
        )
        and not service["dead_letters"]
    )


@pytest.fixture
def chaos(own_platform):
    own_platform.up()
    return Chaos(own_platform)
