"""Every process is killed in turn while a library is taken in."""

import pytest

from alice_samples.sets import small

pytestmark = [pytest.mark.chaos, pytest.mark.timeout(420)]

FILES = 2_000
VICTIMS = ("assets", "metadata", "quality", "search", "interface", "postgres", "valkey")


async def test_nothing_is_lost_and_nothing_comes_twice(chaos, folder):
    paths = small(folder, FILES)
    chaos.platform.json("library", "add", folder, "--name", folder.name)
    step = FILES // (len(VICTIMS) + 2)
    await chaos.until_processed(step)
    await chaos.kill_decode_worker()
    for number, part in enumerate(VICTIMS, start=2):
        await chaos.until_processed(number * step)
        await chaos.kill(part)
    await chaos.until_processed(FILES)
    await chaos.is_whole(paths)
    restarts = {part.name: part.restarts for part in chaos.platform.state().parts}
    assert restarts == dict.fromkeys(VICTIMS, 1) | {"workflow": 0}
