"""What commands print."""

from alice_cli.output import printable


def test_control_characters_do_not_reach_the_terminal():
    assert printable("a\x1b[2Jb\n") == "a\\x1b[2Jb\\n"
    assert printable("größe 写真 🖼") == "größe 写真 🖼"
