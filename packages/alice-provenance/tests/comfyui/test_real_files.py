"""Files as ComfyUI and its savers wrote them."""

import pytest

from alice_contracts.provenance import IsAi
from alice_provenance.blocks import Blocks
from alice_provenance.collecting import collect
from alice_provenance.generators.comfyui import read

pytestmark = pytest.mark.real_files

# The index has the positive prompt here as well; the graph links another encoder to slot 5 of
# the context (NEGATIVE).
OTHER_NEGATIVE = {
    "comfyui_rgthree_context.png": "render, illustration, painting, blurry, 3d, sweaty"
}


def findings(path):
    with path.open("rb") as file:
        return list(read(Blocks(collect(file, path.stat().st_size).blocks)))


def test_exactly_the_files_of_comfyui_are_claimed(real_files):
    claimed = {file.path.name for file in real_files if findings(file.path)}
    assert claimed == {
        file.path.name for file in real_files if file.expected["generator"] == "ComfyUI"
    }


def test_a_graph_says_what_was_asked_for(real_file):
    for finding in findings(real_file.path):
        expected = real_file.expected
        generation = finding.generation
        assert finding.problems == ()
        assert finding.generator == expected["generator"]
        assert (finding.is_ai is IsAi.YES) == (expected["is_ai"] == "yes")
        assert (generation.prompt or "") == expected["expected_prompt"]
        assert (generation.model or "") == expected["expected_model"]
        assert (generation.sampler or "") == expected["expected_sampler"]
        assert (generation.scheduler or "") == expected["expected_scheduler"]
        assert generation.seed == as_number(int, expected["expected_seed"])
        assert generation.steps == as_number(int, expected["expected_steps"])
        assert generation.cfg_scale == as_number(float, expected["expected_cfg"])


def test_a_graph_says_what_was_not_wanted(real_file):
    for finding in findings(real_file.path):
        expected = OTHER_NEGATIVE.get(real_file.path.name, real_file.expected["expected_negative"])
        negative = finding.generation.negative_prompt or ""
        assert negative[: len(expected)] == expected
        assert real_file.path.name in OTHER_NEGATIVE or negative == expected


def as_number(kind, text):
    return kind(text) if text else None
