"""Libraries, rebuilding and the dead."""

import pytest

NOW = "2026-01-02T03:04:05Z"
LETTER = {
    "id": "17-0",
    "service": "search",
    "stream": "alice.assets",
    "type": "asset.processed",
    "subject": "sha256:ab",
    "error": "no fold",
    "deliveries": 5,
    "died_at": NOW,
    "event": "{}",
}
WORK = {
    "id": 7,
    "service": "assets",
    "queue": "decode",
    "key": "sha256:cd",
    "attempts": 5,
    "error": "no luck",
    "failed_at": NOW,
}


@pytest.fixture
def mourned(platform):
    platform.dead = {"search/17-0": LETTER}
    platform.failed = {"assets/decode/7": WORK}


class TestLibrary:
    def test_it_is_added_listed_and_removed(self, alice, platform, tmp_path):
        (tmp_path / "art").mkdir()
        added = alice("library", "add", tmp_path / "art", "--watch", "interval", "--json").json
        assert (added["name"], added["watch"], added["path"]) == (
            "art",
            "interval",
            str(tmp_path / "art"),
        )
        assert [item["name"] for item in alice("library", "list", "--json").json] == ["art"]
        assert "art" in alice("library", "list").out
        assert alice("library", "remove", "art").code == 0
        assert platform.libraries == {}

    def test_what_the_server_refuses_is_said(self, alice, tmp_path):
        ended = alice("library", "add", tmp_path / "gone")
        assert ended.code == 1
        assert "no folder that assets sees" in ended.err

    def test_a_name_that_cannot_be_is_a_usage_error(self, alice, tmp_path):
        ended = alice("library", "add", tmp_path, "--name", "../x")
        assert ended.code == 2
        assert "name" in ended.err

    def test_a_scan_is_waited_for_and_told(self, alice, platform):
        platform.outcomes = [{"path": "a.png", "outcome": "new"}]
        ended = alice("library", "scan", "art")
        assert "1 new" in ended.out

    def test_an_empty_list_says_how_to_go_on(self, alice):
        assert "alice library add" in alice("library", "list").out


class TestRebuild:
    def test_it_is_waited_for(self, alice):
        ended = alice("rebuild", "--json")
        assert ended.json["state"] == "completed"

    def test_it_need_not_be(self, alice, platform):
        assert alice("rebuild", "--no-wait", "--json").json["state"] == "requested"
        assert platform.asked["current_rebuild"] == 0


@pytest.mark.usefixtures("mourned")
class TestDead:
    def test_letters_and_work_are_one_list(self, alice):
        assert [item["ref"] for item in alice("dead", "list", "--json").json] == [
            "search/17-0",
            "assets/decode/7",
        ]
        assert "no luck" in alice("dead", "list").out

    def test_silent_services_are_named(self, alice, platform):
        platform.silent = ["search"]
        assert "search" in alice("dead", "list").err

    @pytest.mark.parametrize("verb", ["replay", "drop"])
    def test_one_is_settled(self, alice, platform, verb):
        assert alice("dead", verb, "assets/decode/7").code == 0
        assert (list(platform.dead), list(platform.failed)) == (["search/17-0"], [])

    @pytest.mark.parametrize("verb", ["replay", "drop"])
    def test_all_are_settled(self, alice, platform, verb):
        assert alice("dead", verb, "--all").code == 0
        assert (platform.dead, platform.failed) == ({}, {})

    def test_one_that_fails_does_not_stop_the_rest(self, alice, platform):
        ended = alice("dead", "drop", "search/0-0", "search/17-0")
        assert ended.code == 1
        assert "search/0-0" in ended.err
        assert platform.dead == {}

    @pytest.mark.parametrize("refs", [(), ("search/17-0", "--all"), ("nonsense",)])
    def test_what_cannot_be_meant_is_a_usage_error(self, alice, platform, refs):
        assert alice("dead", "drop", *refs).code == 2
        assert platform.dead


def test_nothing_dead(alice):
    assert "Nothing" in alice("dead", "list").out
