"""Logs stay small."""

from alice_cli.runtime.rotation import rotate


def test_a_long_log_is_set_aside_while_its_writer_goes_on(tmp_path):
    log = tmp_path / "part.log"
    with log.open("ab", buffering=0) as writer:
        writer.write(b"old\n" * 10)
        rotate([log], limit=10)
        writer.write(b"new\n")
    assert log.read_bytes() == b"new\n"
    assert (tmp_path / "part.log.1").read_bytes() == b"old\n" * 10


def test_a_short_log_stays(tmp_path):
    log = tmp_path / "part.log"
    log.write_bytes(b"line\n")
    rotate([log, tmp_path / "not-yet.log"], limit=10)
    assert log.read_bytes() == b"line\n"
    assert [path.name for path in tmp_path.iterdir()] == ["part.log"]
