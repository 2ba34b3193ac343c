"""The event bus: Redis streams, one consumer group a service.

Commands: https://valkey.io/commands/#stream
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import ResponseError

from alice_contracts.services import Service
from alice_core.events.errors import BusUnavailableError, bus_errors

AOF_TIMEOUT = 5.0
"""Seconds that the server may take to bring a batch to its disk."""

CONSUMER_FORGOTTEN = 24 * 3600.0
"""Seconds; a consumer that lives asks every few seconds, so none is removed while it reads."""

_SOCKET_TIMEOUT = 15.0
_CONNECT_TIMEOUT = 5.0

Fields = Mapping[str, str | bytes]


@dataclass(frozen=True)
class Entry:
    """An entry as it came from a stream; it has no fields when it was trimmed meanwhile."""

    stream: str
    id: str
    fields: dict[str, bytes]


@dataclass(frozen=True)
class Pending:
    """An entry that a consumer was given and has not acknowledged."""

    id: str
    consumer: str
    deliveries: int


@dataclass(frozen=True)
class Group:
    """Where one service stands on a stream; `lag` is null where the server cannot tell."""

    name: str
    pending: int
    lag: int | None
    last_delivered: str


@dataclass(frozen=True)
class Published:
    """How a batch went: `sent` counts the leading messages that are on the server's disk."""

    sent: int
    lengths: dict[str, int]
    refusal: str | None


class Bus:
    """A service's access to the streams, in its own group.

    All methods raise `BusUnavailableError` when the bus is down or refuses; those that read
    raise `GroupLostError` when a stream or the group is gone. `round_trips` counts what was
    sent and waited for.
    """

    def __init__(self, url: str, service: Service) -> None:
        self.service = service
        self.group = service.short
        self.round_trips = 0
        # Its annotations allow for every protocol and both kinds of client at once.
        self.client: Any = Redis.from_url(
            url,
            protocol=3,
            legacy_responses=False,
            socket_timeout=_SOCKET_TIMEOUT,
            socket_connect_timeout=_CONNECT_TIMEOUT,
            # Once more at once, for a pooled connection that the server has closed meanwhile.
            retry=Retry(NoBackoff(), 1),
            client_name=service.namespace,
        )

    async def close(self) -> None:
        await self.client.aclose()

    async def ping(self) -> None:
        with bus_errors():
            await self.client.ping()

    async def publish(self, messages: Sequence[tuple[str, Fields]]) -> Published:
        """Add (stream, fields) in order, and wait until they are on the server's disk."""
        streams = sorted({stream for stream, _ in messages})
        self.round_trips += 1
        with bus_errors():
            async with self.client.pipeline(transaction=False) as pipeline:
                for stream, fields in messages:
                    pipeline.xadd(stream, dict(fields))
                for stream in streams:
                    pipeline.xlen(stream)
                pipeline.waitaof(1, 0, int(AOF_TIMEOUT * 1000))
                replies = await pipeline.execute(raise_on_error=False)
        added, lengths = replies[: len(messages)], replies[len(messages) : -1]
        await self._require_durable(replies[-1])
        return _published(added, dict(zip(streams, lengths, strict=True)))

    async def ensure_groups(self, streams: Iterable[str]) -> None:
        """Make this service's group at the beginning of each stream, where it is missing."""
        self.round_trips += 1
        with bus_errors():
            async with self.client.pipeline(transaction=False) as pipeline:
                for stream in streams:
                    pipeline.xgroup_create(stream, self.group, id="0", mkstream=True)
                replies = await pipeline.execute(raise_on_error=False)
            for reply in replies:
                if isinstance(reply, Exception) and not str(reply).startswith("BUSYGROUP"):
                    raise reply

    async def read(
        self, streams: Sequence[str], consumer: str, count: int, block: float
    ) -> list[Entry]:
        """Entries that no consumer of the group was given, `count` a stream at most.

        Waits up to `block` seconds for the first.
        """
        self.round_trips += 1
        with bus_errors():
            found = await self.client.xreadgroup(
                self.group,
                consumer,
                dict.fromkeys(streams, ">"),
                count=count,
                block=int(block * 1000),
            )
        return [
            entry
            for stream, entries in (found or {}).items()
            for entry in _entries(stream.decode(), entries)
        ]

    async def pending(
        self,
        stream: str,
        *,
        idle: float,
        consumer: str | None = None,
        after: str | None = None,
        count: int,
    ) -> list[Pending]:
        """The oldest entries that wait for acknowledgement since `idle` seconds at least."""
        self.round_trips += 1
        with bus_errors():
            found = await self.client.xpending_range(
                stream,
                self.group,
                f"({after}" if after else "-",
                "+",
                count,
                consumername=consumer,
                idle=int(idle * 1000),
            )
        return [
            Pending(row["message_id"].decode(), row["consumer"].decode(), row["times_delivered"])
            for row in found
        ]

    async def claim(
        self, stream: str, consumer: str, ids: Sequence[str], idle: float
    ) -> list[Entry]:
        """Take over entries that are still idle, which counts as one more delivery of each."""
        self.round_trips += 1
        with bus_errors():
            found = await self.client.xclaim(
                stream, self.group, consumer, int(idle * 1000), list(ids)
            )
        return _entries(stream, found)

    async def acknowledge(self, ids: Mapping[str, Sequence[str]]) -> None:
        """Acknowledge entries, given by stream."""
        if not ids:
            return
        self.round_trips += 1
        with bus_errors():
            async with self.client.pipeline(transaction=False) as pipeline:
                for stream, entries in ids.items():
                    pipeline.xack(stream, self.group, *entries)
                await pipeline.execute()

    async def bury(self, entry: Entry, dead: str, fields: Fields) -> None:
        """Move an entry to the stream `dead`: it is added there and acknowledged at once."""
        self.round_trips += 1
        with bus_errors():
            async with self.client.pipeline(transaction=True) as pipeline:
                pipeline.xadd(dead, dict(fields))
                pipeline.xack(entry.stream, self.group, entry.id)
                await pipeline.execute()

    async def groups(self, stream: str) -> list[Group]:
        """All groups of a stream; none when the stream does not exist."""
        self.round_trips += 1
        with bus_errors():
            try:
                found = await self.client.xinfo_groups(stream)
            except ResponseError as error:
                if "no such key" in str(error):
                    return []
                raise
        return [_group(row) for row in found]

    async def forget_idle_consumers(self, stream: str, idle: float = CONSUMER_FORGOTTEN) -> None:
        """Remove names under which nobody has asked for long and that hold nothing."""
        self.round_trips += 1
        with bus_errors():
            for row in await self.client.xinfo_consumers(stream, self.group):
                if row["pending"] == 0 and row["idle"] > idle * 1000:
                    await self.client.xgroup_delconsumer(stream, self.group, row["name"])

    async def _require_durable(self, reply: object) -> None:
        """Raises `BusUnavailableError` unless what was sent is on the server's disk."""
        if isinstance(reply, Exception) and str(reply).startswith("unknown command"):
            await self._require_fsync_always()
        elif isinstance(reply, Exception):
            raise BusUnavailableError(f"{reply}; the bus needs appendonly yes")
        elif not isinstance(reply, list) or reply[0] < 1:
            raise BusUnavailableError(f"nothing reached the server's disk within {AOF_TIMEOUT} s")

    async def _require_fsync_always(self) -> None:
        """Servers before 7.2 cannot be waited for, so they must sync before they answer."""
        self.round_trips += 1
        with bus_errors():
            found = await self.client.config_get("append*")
        settings = {_text(key): _text(value) for key, value in found.items()}
        if (settings.get("appendonly"), settings.get("appendfsync")) != ("yes", "always"):
            raise BusUnavailableError(
                "the bus has no WAITAOF; set appendonly yes and appendfsync always, or use "
                "Valkey or Redis 7.2 and newer"
            )


def _published(added: Sequence[object], lengths: dict[str, Any]) -> Published:
    refusal = next((reply for reply in added if isinstance(reply, Exception)), None)
    sent = added.index(refusal) if refusal else len(added)
    known = {stream: length for stream, length in lengths.items() if isinstance(length, int)}
    return Published(sent, known, str(refusal) if refusal else None)


def _entries(stream: str, found: Iterable[tuple[bytes, dict[bytes, bytes] | None]]) -> list[Entry]:
    return [
        Entry(stream, id_.decode(), {key.decode(): value for key, value in (fields or {}).items()})
        for id_, fields in found
    ]


def _group(row: Mapping[str, Any]) -> Group:
    return Group(
        _text(row["name"]), row["pending"], row.get("lag"), _text(row["last-delivered-id"])
    )


def _text(value: object) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)
