"""How often a part may crash."""

from alice_cli.runtime.restarts import LIMIT, WINDOW_SECONDS, RestartBudget


def test_five_in_a_minute_and_not_six():
    budget = RestartBudget(clock=lambda: 0.0)
    assert [budget.take() for _ in range(LIMIT + 1)] == [True] * LIMIT + [False]


def test_a_restart_counts_for_a_minute():
    now = 0.0
    budget = RestartBudget(clock=lambda: now)
    for second in range(LIMIT):
        now = float(second)
        assert budget.take()
    now = WINDOW_SECONDS - 1
    assert not budget.take()
    now = WINDOW_SECONDS
    assert budget.take()
    assert not budget.take()
