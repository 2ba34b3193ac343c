"""`alice search`: filters, documents and facets."""

import pytest

from alice_contracts.identity import asset_id_of

FACETS = {
    "total": 1234,
    "facets": {
        "generator": [{"value": "ComfyUI", "count": 1000}, {"value": "\x1b[2Jevil", "count": 234}],
        "stars": [{"value": "4", "count": 7}],
        "is_ai": [{"value": "yes", "count": 1200}],
        "library": [],
    },
}


class TestDocuments:
    def test_json_is_one_array_of_documents(self, alice, three, told):
        ended = alice("search", "--json")
        assert [document["asset_id"] for document in ended.json] == three
        assert (ended.json[0]["generator"], ended.json[0]["seed"]) == ("ComfyUI", 2**64 - 1)
        assert (ended.code, ended.err) == (0, "")

    def test_nothing_found_says_how_to_go_on(self, alice):
        assert "alice search --facets" in alice("search", "castle").out
        assert alice("search", "castle", "--json").json == []

    def test_for_people_it_is_a_table(self, alice, told):
        out = alice("search").out
        assert "picture 1.png" in out
        assert "640×480" in out
        (line,) = [line for line in out.splitlines() if told.removeprefix("sha256:")[:12] in line]
        assert "★★★★☆" in line
        assert "ComfyUI" in line
        assert "a red castle on a" in line

    @pytest.mark.usefixtures("told")
    @pytest.mark.parametrize(
        ("columns", "shown"),
        [
            (60, ["ID", "Stars", "Generator", "Name"]),
            (80, ["Pixels"]),
            (100, ["Made"]),
            (120, ["Made", "Prompt"]),
            (150, ["Size", "Prompt"]),
        ],
    )
    def test_a_terminal_gets_what_it_has_room_for(self, alice, monkeypatch, columns, shown):
        monkeypatch.setattr("alice_cli.output.stdout.width", columns)
        heading, *lines = alice("search").out.splitlines()
        assert [name for name in shown if name not in heading] == []
        assert ("Prompt" in heading) == (columns >= 120)
        assert {len(line) for line in lines} == {columns}

    @pytest.mark.usefixtures("three")
    def test_hostile_text_cannot_steer_the_terminal(self, alice, platform, three):
        platform.told[three[0]] = {"prompt": "[red]\x1b[2J castle", "generator": "\x1b]0;"}
        for names in platform.names.values():
            names[0] = "[red]\x1b[2Jevil.png"
        out = alice("search").out
        assert "\x1b" not in out
        assert out.count("[red]") == 4

    @pytest.mark.usefixtures("three")
    def test_the_limit_is_said_when_it_cuts(self, alice):
        ended = alice("search", "--limit", 2, "--json")
        assert len(ended.json) == 2
        assert "--all" in ended.err

    def test_all_goes_through_every_page(self, alice, three, monkeypatch):
        monkeypatch.setattr("alice_cli.commands.search.PAGE", 2)
        assert [item["asset_id"] for item in alice("search", "--all", "--json").json] == three


class TestFilters:
    def test_they_are_passed_on(self, alice, platform):
        alice(
            *("search", '"red castle" -night', "--name", "cat*", "--kind", "image"),
            *("--kind", "video", "--format", "png", "--library", "art", "--min-width", "100"),
            *("--max-size", "5", "--sort", "best", "--limit", "7", "--generator", "ComfyUI"),
            *("--model", "sdxl", "--tag", "style:oil", "--tag", "style:ink", "--ai", "yes"),
            *("--ai", "edit", "--stars", "5", "--min-stars", "2", "--max-stars", "4"),
            *("--seed", str(2**64 - 1), "--state", "processed"),
        )
        assert platform.queries[0] == [
            ("text", '"red castle" -night'),
            ("generator", "ComfyUI"),
            ("model", "sdxl"),
            ("tag", "style:oil"),
            ("tag", "style:ink"),
            ("is_ai", "yes"),
            ("is_ai", "edit"),
            ("stars", "5"),
            ("min_stars", "2"),
            ("max_stars", "4"),
            ("seed", str(2**64 - 1)),
            ("kind", "image"),
            ("kind", "video"),
            ("format", "png"),
            ("state", "processed"),
            ("library", "art"),
            ("filename", "cat*"),
            ("max_size", "5"),
            ("min_width", "100"),
            ("sort", "best"),
            ("limit", "7"),
        ]

    def test_dates_are_those_of_the_person_who_asks(self, alice, platform):
        alice("search", "--since", "2026-01-01", "--until", "2026-02-01T12:00:00")
        asked = dict(platform.queries[0])
        assert asked["since"].startswith(("2026-01-01T", "2025-12-31T"))
        assert asked["until"].startswith("2026-02-0")

    def test_the_same_prompt_is_that_of_an_id_or_a_file(self, alice, platform, tmp_path):
        (tmp_path / "a.png").write_bytes(b"picture 1")
        for named in (tmp_path / "a.png", asset_id_of(b"picture 1").removeprefix("sha256:")):
            alice("search", "--same-prompt", named)
        assert [dict(asked)["same_prompt_as"] for asked in platform.queries] == (
            [asset_id_of(b"picture 1")] * 2
        )

    @pytest.mark.parametrize(
        ("wrong", "named"),
        [
            (("--min-width", "0"), "min-width"),
            (("--kind", "sound"), "--kind"),
            (("",), "text"),
            (("--name", ""), "name"),
            (("--ai", "perhaps"), "--ai"),
            (("--stars", "6"), "stars"),
            (("--tag", "oil"), "tag"),
            (("--seed", 2**64), "seed"),
            (("--same-prompt", "castle"), "castle"),
            (("--facets", "--limit", "201"), "limit"),
        ],
    )
    def test_wrong_ones_are_usage_errors(self, alice, platform, wrong, named):
        ended = alice("search", *wrong)
        assert ended.code == 2
        assert named in ended.err
        assert not platform.queries


class TestFacets:
    @pytest.fixture(autouse=True)
    def _counted(self, platform):
        platform.facets = FACETS

    def test_json_is_one_object(self, alice, platform):
        ended = alice("search", "castle", "--min-stars", "4", "--facets", "--json")
        assert ended.json == FACETS
        assert platform.queries == [[("text", "castle"), ("min_stars", "4"), ("top", "10")]]

    def test_for_people_they_are_bars(self, alice):
        lines = [line.split() for line in alice("search", "--facets").out.splitlines()]
        assert ["1,234", "assets"] in lines
        assert ["ComfyUI", "1,000", "█" * 24] in lines
        assert ["★★★★☆", "7", "█" * 24] in lines
        assert ["AI"] in lines
        assert ["Library"] not in lines

    def test_a_value_cannot_steer_the_terminal(self, alice):
        out = alice("search", "--facets").out
        assert "\x1b" not in out
        assert "evil" in out

    def test_the_limit_is_that_of_each_facet(self, alice, platform):
        alice("search", "--facets", "--limit", "3")
        assert platform.queries == [[("top", "3")]]
