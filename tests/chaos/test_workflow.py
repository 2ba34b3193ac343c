"""A run over five hundred assets, with everything killed in the middle, assesses each once more."""

import pytest

from alice_core.testing import eventually
from alice_samples.sets import small

pytestmark = [pytest.mark.chaos, pytest.mark.timeout(420)]

FILES = 500
SOME = 50
ASSESSED = "SELECT coalesce(sum(revision), 0) FROM assessments"


async def test_a_killed_run_assesses_each_asset_once_more(chaos, folder):
    platform = chaos.platform
    small(folder, FILES)
    platform.json("ingest", folder)
    await until_assessed(chaos, FILES)

    run = platform.json("workflow", "run", "reassess", "--no-wait")
    for place, part in enumerate(("workflow", "quality", "workflow"), start=1):
        await until_assessed(chaos, FILES + place * SOME)
        await chaos.kill(part)
    ended = await eventually(lambda: ended_run(platform, run["id"]), within=120, every=0.2)

    assert (ended["state"], ended["total"], ended["done"], ended["failed"]) == (
        "completed",
        FILES,
        FILES,
        0,
    )
    await chaos.until_at_rest()
    assert chaos.count("quality", ASSESSED) == 2 * FILES
    assert chaos.count("quality", "SELECT max(revision) FROM assessments") == 2


async def until_assessed(chaos, wanted: int) -> None:
    await eventually(lambda: chaos.count("quality", ASSESSED) >= wanted, within=120, every=0.1)


def ended_run(platform, run_id):
    run = platform.json("workflow", "show", run_id)
    return run if run["finished_at"] else None
