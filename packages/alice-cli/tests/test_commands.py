"""Finding, showing, libraries, rebuilding and the dead."""

import pytest

from alice_contracts.identity import asset_id_of

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
def three(platform):
    for number in range(3):
        content = f"picture {number}".encode()
        platform.contents[asset_id_of(content)] = content
        platform.names[asset_id_of(content)] = [f"art/picture {number}.png"]
    return sorted(platform.contents)


@pytest.fixture
def mourned(platform):
    platform.dead = {"search/17-0": LETTER}
    platform.failed = {"assets/decode/7": WORK}


class TestSearch:
    def test_json_is_one_array_of_documents(self, alice, three):
        ended = alice("search", "--json")
        assert [document["asset_id"] for document in ended.json] == three
        assert ended.json[0]["mime"] == "image/png"
        assert (ended.code, ended.err) == (0, "")

    def test_for_people_it_is_a_table(self, alice, three):
        ended = alice("search")
        assert "picture 1.png" in ended.out
        assert "640×480" in ended.out
        assert three[0].removeprefix("sha256:")[:12] in ended.out

    @pytest.mark.usefixtures("three")
    def test_a_name_cannot_steer_the_terminal(self, alice, platform):
        for names in platform.names.values():
            names[0] = "[red]\x1b[2Jevil.png"
        out = alice("search").out
        assert "\x1b" not in out
        assert "[red]" in out

    def test_filters_are_passed_on(self, alice, platform):
        alice(
            *("search", "cat*", "--kind", "image", "--kind", "video", "--format", "png"),
            *("--library", "art", "--min-width", "100", "--max-size", "5", "--sort", "largest"),
            *("--since", "2026-01-01", "--limit", "7"),
        )
        ((*_, since), *rest) = sorted(platform.queries[0], key=lambda item: item[0] != "since")
        assert since.startswith(("2026-01-01T", "2025-12-31T"))
        assert rest == [
            ("kind", "image"),
            ("kind", "video"),
            ("format", "png"),
            ("library", "art"),
            ("filename", "cat*"),
            ("max_size", "5"),
            ("min_width", "100"),
            ("sort", "largest"),
            ("limit", "7"),
        ]

    @pytest.mark.usefixtures("three")
    def test_the_limit_is_said_when_it_cuts(self, alice):
        ended = alice("search", "--limit", 2, "--json")
        assert len(ended.json) == 2
        assert "--all" in ended.err

    def test_all_goes_through_every_page(self, alice, three, monkeypatch):
        monkeypatch.setattr("alice_cli.commands.search.PAGE", 2)
        assert [item["asset_id"] for item in alice("search", "--all", "--json").json] == three

    @pytest.mark.parametrize("wrong", [("--min-width", "0"), ("--kind", "sound"), ("",)])
    def test_wrong_filters_are_usage_errors(self, alice, platform, wrong):
        assert alice("search", *wrong).code == 2
        assert not platform.queries


class TestShow:
    def test_an_id_with_and_without_its_prefix(self, alice, three):
        for text in (three[0], three[0].removeprefix("sha256:")):
            assert alice("show", text, "--json").json["asset_id"] == three[0]

    def test_a_file_stands_for_its_content(self, alice, three, tmp_path):
        (tmp_path / "copy.png").write_bytes(b"picture 1")
        shown = alice("show", tmp_path / "copy.png", "--json").json
        assert shown["asset_id"] == asset_id_of(b"picture 1")

    def test_for_people_it_names_what_is_missing(self, alice, three):
        out = alice("show", three[0]).out
        assert three[0].removeprefix("sha256:") in out
        assert "no answer from assets" in out

    def test_what_is_not_here_is_a_failure(self, alice):
        ended = alice("show", "0" * 64, "--json")
        assert (ended.code, ended.out) == (1, "")
        assert "not here" in ended.err

    def test_what_is_no_id_is_a_usage_error(self, alice):
        assert alice("show", "cat").code == 2


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
