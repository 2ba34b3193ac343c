"""Keyset pages: an opaque cursor that belongs to one query."""

import base64
import binascii
import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

import orjson

from alice_core.problems import Problem

DIGEST_BYTES = 8


def encode_cursor(query: Mapping[str, Any], keys: Sequence[Any]) -> str:
    """A cursor behind the row with these sort keys, good for this query only."""
    payload = orjson.dumps(list(keys))
    return base64.urlsafe_b64encode(_digest(query) + payload).rstrip(b"=").decode()


def decode_cursor(query: Mapping[str, Any], cursor: str) -> list[Any]:
    """The sort keys in a cursor; raises a 422 problem where it is damaged or another query's."""
    try:
        raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        keys = orjson.loads(raw[DIGEST_BYTES:])
    except (binascii.Error, ValueError) as error:
        raise bad_cursor("it is not a cursor") from error
    if raw[:DIGEST_BYTES] != _digest(query) or not isinstance(keys, list):
        raise bad_cursor("it belongs to another query")
    return keys


def _digest(query: Mapping[str, Any]) -> bytes:
    canonical = orjson.dumps(dict(query), option=orjson.OPT_SORT_KEYS, default=str)
    return hashlib.blake2b(canonical, digest_size=DIGEST_BYTES).digest()


def bad_cursor(why: str) -> Problem:
    return Problem(
        422,
        "bad-cursor",
        "The cursor cannot be used",
        f"cursor: {why}; repeat the query without it to begin at the first page.",
    )
