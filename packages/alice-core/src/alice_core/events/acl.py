"""What a service's user may do on the bus.

Rules and selectors: https://valkey.io/topics/acl/
"""

from alice_contracts.services import Service
from alice_contracts.streams import dead_stream, heard_by, published_by

_CONNECTION = "+ping +hello +auth +select +client|setname +client|setinfo +client|id"
_ANYWHERE = "+multi +exec +discard +time +waitaof"
_OWN = "+xadd +xtrim +xlen +xpending +xinfo|groups +xinfo|stream"
_HEARD = (
    "+xreadgroup +xack +xclaim +xautoclaim +xpending +xlen +xinfo|groups +xinfo|consumers "
    "+xinfo|stream +xgroup|create +xgroup|createconsumer +xgroup|delconsumer"
)
_DEAD = "+xadd +xrange +xdel +xlen"


def acl_rules(service: Service) -> str:
    """The rules of a user that may add to the service's own streams and read what it hears.

    They say nothing of name, state and password. Commands that are tied to keys stand in
    selectors, each with its streams, so that no right on one stream reaches another. Rules
    cannot tell apart the groups of one stream: whoever may read a stream may acknowledge in
    the name of another reader.
    """
    own = _selector(_OWN, [stream.name for stream in published_by(service)])
    heard = _selector(_HEARD, [stream.name for stream in heard_by(service)])
    dead = _selector(_DEAD, [dead_stream(service)])
    return " ".join(rule for rule in (_CONNECTION, _ANYWHERE, own, heard, dead) if rule)


def _selector(commands: str, streams: list[str]) -> str:
    if not streams:
        return ""
    return f"({commands} {' '.join(f'~{stream}' for stream in streams)})"
