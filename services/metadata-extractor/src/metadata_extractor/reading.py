"""Reading the headers of originals, which lie with assets."""

from typing import BinaryIO, cast

import httpx
from anyio import to_thread

from alice_contracts.clients.routes import route
from alice_core.events.outages import Backoff, through_outages
from alice_core.http.remote_file import RemoteFile, RemoteFileError, service_outage
from alice_core.work.worker import Permanent
from alice_provenance.collecting import Contents, collect


class Originals:
    """Originals by their id, each read in a thread; `http` leads to assets."""

    def __init__(self, http: httpx.Client) -> None:
        self._http = http
        self._pause = Backoff("reading originals")

    async def contents(self, asset_id: str) -> Contents:
        """What the headers hold; waits for assets where it is down.

        Raises `Permanent` where assets knows no such asset, and `RemoteFileError` where it does
        not give the bytes.
        """

        async def attempt() -> Contents:
            return await to_thread.run_sync(self._collect, asset_id, abandon_on_cancel=True)

        return await through_outages(self._pause, attempt, service_outage)

    def _collect(self, asset_id: str) -> Contents:
        try:
            with RemoteFile(self._http, route("assets", asset_id, "content")) as file:
                return collect(cast("BinaryIO", file), file.size)
        except RemoteFileError as error:
            if error.status == httpx.codes.NOT_FOUND:
                raise Permanent(f"assets knows no {asset_id}") from error
            raise
