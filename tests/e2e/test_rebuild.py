"""A rebuild leaves what was there, and takes in what comes while it runs."""

from alice_core.testing import eventually
from alice_samples.sets import small

OLD, NEW = 150, 100


async def test_the_documents_after_a_rebuild_are_those_before(platform, folder):
    platform.json("ingest", *[path.parent for path in small(folder, OLD)[:1]])
    await eventually(platform.is_at_rest, within=100, every=0.2)
    before = platform.documents()
    assert len(before) >= OLD
    rebuilt = platform.json("rebuild")
    assert (rebuilt["state"], rebuilt["waiting_for"]) == ("completed", [])
    assert rebuilt["received"] >= OLD
    assert platform.documents() == before


def test_what_comes_while_it_runs_is_found_after_it(platform, folder):
    paths = small(folder, OLD + NEW)
    for path in paths[OLD:]:
        path.rename(folder / path.name)
    platform.json("ingest", paths[0].parent)
    before = platform.documents()
    rebuild = platform.start("rebuild", "--json")
    report = platform.json("ingest", folder)
    _, err = rebuild.communicate()
    assert rebuild.returncode == 0, err
    assert (report["rejected"], report["waiting"]) == ([], 0)
    after = platform.documents()
    assert set(after) >= set(before)
    places = {place["path"].rpartition("/")[2] for d in after.values() for place in d["locations"]}
    assert {path.name for path in paths} <= places
