"""Trimming: a stream keeps what a group still needs, and everything of the last hour."""

from alice_contracts.streams import STREAMS
from alice_core.events.bus import Bus
from alice_core.events.errors import bus_errors

KEPT_SECONDS = 3600


async def trim(bus: Bus, stream: str, *, kept: float = KEPT_SECONDS) -> int:
    """Drop what all groups have acknowledged and is older than `kept` seconds.

    A stream whose hearers have no group yet is left alone. XTRIM drops whole blocks from the
    front, so that the server can go on telling each group's lag; deleting single entries would
    end that. Returns how many entries went.
    """
    needed = [
        await _oldest_needed(bus, stream, group.name, group.last_delivered)
        for group in await bus.groups(stream)
    ]
    if not needed and _is_heard(stream):
        return 0
    with bus_errors():
        seconds, _ = await bus.client.time()
        threshold = min((*needed, (int((seconds - kept) * 1000), 0)))
        dropped: int = await bus.client.xtrim(stream, minid=f"{threshold[0]}-{threshold[1]}")
    return dropped


async def unacknowledged(bus: Bus, stream: str) -> int:
    """How many entries the slowest group has not acknowledged.

    All of them, where there is no group yet or the server cannot tell a group's lag; none where
    nobody is to hear them.
    """
    groups = await bus.groups(stream)
    if not groups and not _is_heard(stream):
        return 0
    behind = [group.pending + group.lag for group in groups if group.lag is not None]
    if behind and len(behind) == len(groups):
        return max(behind)
    with bus_errors():
        length: int = await bus.client.xlen(stream)
    return length


def _is_heard(stream: str) -> bool:
    return stream not in STREAMS or bool(STREAMS[stream].hears)


async def _oldest_needed(bus: Bus, stream: str, group: str, last_delivered: str) -> tuple[int, int]:
    with bus_errors():
        summary = await bus.client.xpending(stream, group)
    oldest = summary["min"]
    return _parts(oldest.decode() if oldest else last_delivered)


def _parts(entry_id: str) -> tuple[int, int]:
    milliseconds, _, sequence = entry_id.partition("-")
    return int(milliseconds), int(sequence or 0)
