"""Reading logs as they grow."""

from alice_cli.commands.logs import LogTail


def test_the_last_lines_then_only_news(tmp_path):
    log = tmp_path / "part.log"
    log.write_text("one\ntwo\nthree\n")
    tail = LogTail(log)
    assert list(tail.last(2)) == ["two\n", "three\n"]
    assert list(tail.news()) == []
    with log.open("a") as writer:
        writer.write("four\nfi")
    assert list(tail.news()) == ["four\n"]
    with log.open("a") as writer:
        writer.write("ve\n")
    assert list(tail.news()) == ["five\n"]


def test_a_rotated_log_begins_anew(tmp_path):
    log = tmp_path / "part.log"
    log.write_text("a long old line\n")
    tail = LogTail(log)
    list(tail.news())
    log.write_text("new\n")
    assert list(tail.news()) == ["new\n"]
