"""Waiting for a condition with a bound."""

import asyncio
import inspect
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar, cast

T = TypeVar("T")


async def eventually(
    condition: Callable[[], T | Awaitable[T]], within: float = 10, every: float = 0.02
) -> T:
    """Return the condition's first true value.

    An AssertionError of the condition counts as "not yet", so that it may hold asserts.

    Raises:
        AssertionError: with the last value or failed assert when `within` seconds are over.
    """
    deadline = time.monotonic() + within
    while True:
        failure: AssertionError | None = None
        value: T | None = None
        try:
            result = condition()
            value = cast("T", await result if inspect.isawaitable(result) else result)
        except AssertionError as error:
            failure = error
        if value:
            return value
        if time.monotonic() > deadline:
            seen = f"it raised {failure!r}" if failure else f"it was {value!r}"
            raise AssertionError(f"{_place(condition)} within {within:g} s; last, {seen}")
        await asyncio.sleep(every)


def _place(condition: Callable[[], object]) -> str:
    code = getattr(condition, "__code__", None)
    name = getattr(condition, "__qualname__", repr(condition))
    where = f" ({code.co_filename}:{code.co_firstlineno})" if code else ""
    return f"{name}{where} did not hold"
