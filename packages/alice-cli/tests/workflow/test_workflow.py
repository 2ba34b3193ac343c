"""`alice workflow`: what can be done, and runs of it."""

import signal
import sys
from pathlib import Path

import pytest

from alice_core.testing import eventually
from alice_core.testing.processes import python_process

NOW = "2026-01-02T03:04:05Z"
RUN_ID = "01a20a0c-0650-7179-9aff-0b8f76f0782c"
OTHER_ID = "01a20a0c-0650-7179-9aff-0b8f76f0782d"
WAITING = {"state": "waiting"}
RUNNING = {"state": "running", "started_at": NOW, "done": 7}
COMPLETED = RUNNING | {"state": "completed", "total": 1234, "done": 1000, "failed": 3}
FAILED = RUNNING | {"state": "failed", "error": "search \x1b[2Jdoes not answer"}
CANCELLED = RUNNING | {"state": "cancelled", "total": 10}


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    monkeypatch.setattr("alice_cli.runs.POLL", 0.0)


class TestRun:
    def test_it_is_waited_for(self, alice, platform, runs):
        runs(WAITING, RUNNING, RUNNING | {"total": 1234}, COMPLETED)
        ended = alice("workflow", "run", "reassess")
        assert ended.code == 0
        assert f"Run {RUN_ID} of reassess: completed, 1,000 of 1,234 done, 3 failed." in ended.out
        assert platform.asked["get_run"] == 3

    def test_it_takes_the_filters_of_a_search(self, alice, platform, runs):
        runs(COMPLETED)
        alice(
            "workflow",
            "run",
            "reassess",
            "castle",
            "--min-stars",
            4,
            "--ai",
            "edit",
            "--name",
            "c*",
        )
        (started,) = platform.started
        assert started["workflow"] == "reassess"
        given = {name: value for name, value in started["selection"].items() if value}
        assert given == {"text": "castle", "min_stars": 4, "is_ai": ["edit"], "filename": "c*"}

    def test_json_is_the_run_and_nothing_else(self, alice, runs):
        runs(WAITING, COMPLETED)
        ended = alice("workflow", "run", "reassess", "--json")
        assert ended.json["done"] == 1000

    def test_one_that_fails_says_why(self, alice, runs):
        runs(WAITING, FAILED)
        ended = alice("workflow", "run", "reassess")
        assert ended.code == 1
        assert "error: search \\x1b[2Jdoes not answer" in ended.err

    def test_one_that_is_cancelled_meanwhile_is_not_done(self, alice, runs):
        runs(WAITING, CANCELLED)
        ended = alice("workflow", "run", "reassess")
        assert (ended.code, "cancelled, 7 of 10 done" in ended.out) == (1, True)

    def test_it_need_not_be_waited_for(self, alice, platform, runs):
        runs(WAITING, COMPLETED)
        ended = alice("workflow", "run", "reassess", "--no-wait")
        assert (ended.code, platform.asked["get_run"]) == (0, 0)
        assert f"alice workflow show {RUN_ID}" in ended.err

    @pytest.mark.usefixtures("alice")
    async def test_ctrl_c_leaves_it_going_and_says_how_to_come_back(self, platform, runs):
        runs(RUNNING)
        command = Path(sys.executable).with_name("alice")
        async with python_process(str(command), "workflow", "run", "reassess") as process:
            await eventually(lambda: platform.asked["get_run"] > 1, within=60)
            process.send_signal(signal.SIGINT)
            assert await process.wait() == 130, process.output
        assert "the run goes on" in process.output
        assert f"alice workflow show {RUN_ID}" in process.output
        assert platform.asked["cancel_run"] == 0

    def test_a_short_silence_of_the_door_is_bridged(self, alice, platform, runs):
        runs(WAITING, COMPLETED)
        platform.interruptions = {"get_run": 1}
        assert alice("workflow", "run", "reassess").code == 0

    def test_one_that_stands_still_is_left_with_a_word(self, alice, runs, monkeypatch):
        monkeypatch.setattr("alice_cli.runs.STANDSTILL", -1.0)
        runs(RUNNING)
        ended = alice("workflow", "run", "reassess")
        assert ended.code == 1
        assert "stands still" in ended.err
        assert f"alice workflow show {RUN_ID}" in ended.err

    @pytest.mark.parametrize("wrong", [("",), ("reassess", "--stars", "0"), ()])
    def test_what_cannot_be_meant_is_a_usage_error(self, alice, platform, wrong):
        assert alice("workflow", "run", *wrong).code == 2
        assert platform.started == []


class TestRuns:
    def test_what_can_be_done_is_listed(self, alice):
        assert [item["name"] for item in alice("workflow", "list", "--json").json] == ["reassess"]
        shown = alice("workflow", "list").out.split()
        assert " ".join(shown) == "reassess Assess again. Judges anew."

    def test_runs_are_listed_over_all_pages(self, alice, platform, runs):
        runs(RUNNING, COMPLETED | {"id": OTHER_ID})
        listed = alice("workflow", "runs", "--state", "completed", "--json").json
        assert [item["id"] for item in listed] == [RUN_ID, OTHER_ID]
        assert platform.queries[0] == [("state", "completed")]
        assert [item["id"] for item in alice("workflow", "runs", "--limit", 1, "--json").json] == [
            RUN_ID
        ]

    def test_for_people_it_is_a_table(self, alice, runs, monkeypatch):
        monkeypatch.setattr("alice_cli.output.stdout.width", 80)
        runs(RUNNING, COMPLETED | {"id": OTHER_ID})
        _, first, second = alice("workflow", "runs").out.splitlines()
        assert first.split() == [RUN_ID, "reassess", "running", "7"]
        assert second.split() == [OTHER_ID, "reassess", "completed", "1,000", "of", "1,234"]

    def test_no_run_says_how_to_go_on(self, alice, runs):
        runs()
        assert "alice workflow list" in alice("workflow", "runs").out

    def test_one_is_shown_in_full(self, alice, runs):
        runs(FAILED | {"selection": {"text": "castle", "is_ai": ["yes", "edit"], "min_stars": 4}})
        lines = [
            " ".join(line.split()) for line in alice("workflow", "show", RUN_ID).out.splitlines()
        ]
        for line in ("Of text: castle", "ai: yes, edit", "min-stars: 4", "State failed", "Done 7"):
            assert line in lines
        assert "Error search \\x1b[2Jdoes not answer" in lines

    def test_one_is_cancelled(self, alice, platform, runs):
        runs(RUNNING)
        ended = alice("workflow", "cancel", RUN_ID)
        assert (ended.code, platform.asked["cancel_run"]) == (0, 1)
        assert "asked to end" in ended.err

    @pytest.mark.parametrize("verb", ["show", "cancel"])
    def test_what_is_no_run_is_a_usage_error(self, alice, verb):
        assert alice("workflow", verb, "castle").code == 2
