"""One thing dies in the middle of an ingest, and the rest comes through."""

import json

import pytest

from alice_samples.sets import small

pytestmark = pytest.mark.chaos

FILES = 250
SOME = 40


async def test_the_whole_platform_dies_in_the_middle(chaos, folder):
    paths = small(folder, FILES)
    interrupted = chaos.platform.start("ingest", folder, "--json")
    await chaos.until_processed(SOME)
    await chaos.kill_whole()
    interrupted.communicate()
    assert interrupted.returncode != 0

    chaos.platform.up()
    report = chaos.platform.json("ingest", folder)
    assert (report["rejected"], report["waiting"]) == ([], 0)
    assert report["known"] >= SOME
    assert report["new"] + report["known"] == FILES
    await chaos.is_whole(paths)


@pytest.mark.parametrize("part", ["postgres", "valkey"])
async def test_a_server_dies_in_the_middle(chaos, folder, part):
    paths = small(folder, FILES)
    ingest = chaos.platform.start("ingest", folder, "--json")
    await chaos.until_processed(SOME)
    await chaos.kill(part)
    out, err = ingest.communicate()
    if ingest.returncode:
        # An upload that was under way may be told of the outage: the same command goes on.
        assert "Traceback" not in err
        report = chaos.platform.json("ingest", folder)
    else:
        report = json.loads(out)
    assert (report["rejected"], report["waiting"]) == ([], 0)
    assert report["new"] + report["known"] == FILES
    await chaos.is_whole(paths)


async def test_search_dies_during_a_rebuild(chaos, folder):
    paths = small(folder, FILES)
    chaos.platform.json("ingest", folder)
    await chaos.until_at_rest()
    before = chaos.platform.documents()
    asked = chaos.platform.json("rebuild", "--no-wait")
    await chaos.kill("search")
    rebuilt = chaos.platform.json("rebuild")
    assert rebuilt["state"] == "completed"
    assert rebuilt["requested_at"] >= asked["requested_at"]
    assert chaos.platform.documents() == before
    await chaos.is_whole(paths)
