"""A path is let go once it has looked the same for long enough."""

from asset_processor.watching.quieting import Quieting

ONE, TWO = (1, 1, 1), (2, 2, 1)


def test_a_path_is_quiet_after_its_time():
    quieting = Quieting(2.0)
    assert not quieting.look("a", ONE, 0.0)
    assert not quieting.look("a", ONE, 1.9)
    assert quieting.look("a", ONE, 2.0)
    assert len(quieting) == 0


def test_a_change_begins_anew():
    quieting = Quieting(2.0)
    quieting.look("a", ONE, 0.0)
    assert not quieting.look("a", TWO, 1.9)
    assert not quieting.look("a", TWO, 3.0)
    assert quieting.look("a", TWO, 3.9)


def test_a_path_that_is_gone_becomes_quiet_too():
    quieting = Quieting(2.0)
    quieting.look("a", None, 0.0)
    assert quieting.look("a", None, 2.0)
