"""Bounded waiting."""

import pytest

from alice_core.testing import eventually


async def test_returns_the_first_true_value():
    values = iter([0, None, 3, 4])
    assert await eventually(lambda: next(values), every=0) == 3


async def test_awaits_and_retries_failed_asserts():
    calls = 0

    async def third_time() -> bool:
        nonlocal calls
        calls += 1
        assert calls == 3, f"call {calls}"
        return True

    assert await eventually(third_time, every=0)


async def test_says_what_it_waited_for_and_saw_last():
    with pytest.raises(AssertionError, match=r"lambda.*test_eventually.*0 s; last, it was 0"):
        await eventually(lambda: 0, within=0)


async def test_other_errors_are_not_swallowed():
    def broken() -> bool:
        raise KeyError("x")

    with pytest.raises(KeyError):
        await eventually(broken)
