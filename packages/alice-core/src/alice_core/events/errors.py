"""What the bus may answer other than yes."""

from collections.abc import Iterator
from contextlib import contextmanager

from redis.exceptions import RedisError, ResponseError

_LOST = ("NOGROUP", "UNBLOCKED")


class BusUnavailableError(RedisError):
    """The bus is down or refuses: whoever asked waits and asks again."""


class GroupLostError(RedisError):
    """A stream or its group is gone, as after FLUSHALL; making the group anew mends it."""


@contextmanager
def bus_errors() -> Iterator[None]:
    """Tell a lost group from a bus that cannot do what it is asked.

    An answer that only a faulty command can cause is such a refusal too: a full disk (MISCONF),
    memory at its limit (OOM), a replica and a missing right all come as plain error replies.
    """
    try:
        yield
    except (BusUnavailableError, GroupLostError):
        raise
    except (RedisError, OSError) as error:
        if isinstance(error, ResponseError) and str(error).startswith(_LOST):
            raise GroupLostError(str(error)) from error
        raise BusUnavailableError(f"{type(error).__name__}: {error}") from error
