"""Graphs that nobody drew: whatever they hold, reading ends and raises nothing."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alice_provenance.blocks import Block, Blocks
from alice_provenance.generators.comfyui import read
from alice_provenance.generators.comfyui.forms.api import api_graph
from alice_provenance.generators.comfyui.generation import read_graph
from alice_provenance.generators.comfyui.graph import Link
from alice_provenance.generators.comfyui.links.walk import MAX_VISITS, Walk

IDS = st.sampled_from(["1", "2", "3", "4", "5", "none"])
NAMES = st.sampled_from(
    [
        *("model", "model1", "positive", "negative", "conditioning", "conditioning_1", "text"),
        *("latent_image", "samples", "images", "seed", "steps", "sigmas", "guider", "noise"),
        *("text_a", "text_b", "delimiter", "switch", "on_true", "on_false", "select", "input1"),
        *("base_ctx", "pipe", "ckpt_name", "lora_name", "lora_1", "lora_stack", "value", "", "any"),
    ]
)
KINDS = st.sampled_from(
    [
        *("KSampler", "SaveImage", "Reroute", "Any Switch", "Context (rgthree)", "LoraLoader"),
        *("ConditioningConcat", "SetNode", "GetNode", "sub", "Power Lora Loader (rgthree)"),
    ]
)
PLAIN = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5)
JSON = st.recursive(
    PLAIN,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(NAMES | st.text(), inner, max_size=3)
    ),
    max_leaves=8,
)
LINKS = st.tuples(IDS, st.integers(-1, 9)).map(list)
PROMPTS = st.dictionaries(
    IDS,
    st.fixed_dictionaries(
        {"class_type": KINDS, "inputs": st.dictionaries(NAMES, LINKS | JSON, max_size=8)}
    )
    | JSON,
)
SLOTS = st.lists(
    st.fixed_dictionaries(
        {"name": NAMES, "link": st.integers(0, 9) | JSON, "type": st.sampled_from("AB")},
        optional={"links": st.lists(st.integers(0, 9)) | JSON, "widget": JSON},
    )
    | JSON,
    max_size=4,
)
NODES = st.lists(
    st.fixed_dictionaries(
        {"id": st.integers(0, 5) | JSON, "type": KINDS},
        optional={
            "inputs": SLOTS | JSON,
            "outputs": SLOTS | JSON,
            "mode": st.sampled_from([0, 2, 4]) | JSON,
            "widgets_values": JSON,
        },
    )
    | JSON,
    max_size=6,
)
LEVELS = {
    "nodes": NODES,
    "links": st.lists(st.lists(st.integers(-20, 9), max_size=6) | JSON, max_size=6) | JSON,
}
SUBGRAPHS = st.fixed_dictionaries(
    {"id": st.just("sub"), **LEVELS}, optional={"inputs": SLOTS | JSON, "outputs": SLOTS | JSON}
)
WORKFLOWS = st.fixed_dictionaries(
    LEVELS,
    optional={"definitions": st.fixed_dictionaries({"subgraphs": st.lists(SUBGRAPHS)}) | JSON},
)


def findings(key, text):
    return list(read(Blocks([Block(f"PNG comf {key}", key, b"", text)])))


@settings(max_examples=100, deadline=None)
@given(PROMPTS)
def test_any_api_form_is_read(prompt):
    for finding in findings("prompt", json.dumps(prompt)):
        assert finding.generator in {"ComfyUI", "Civitai"}


@settings(max_examples=100, deadline=None)
@given(WORKFLOWS)
def test_any_ui_form_is_read(workflow):
    findings("workflow", json.dumps(workflow))


@settings(max_examples=80, deadline=None)
@given(st.text() | PROMPTS.map(json.dumps), st.integers(0, 60))
def test_any_cut_text_is_read(text, end):
    findings("prompt", f'{text[:-end]} "class_type"')


@settings(max_examples=80, deadline=None)
@given(PROMPTS, WORKFLOWS)
def test_the_editors_graph_changes_nothing_beside_the_executed_one(prompt, workflow):
    prompt["1"] = {"class_type": "KSampler", "inputs": {"seed": 1, "steps": 2}}
    alone = Block("PNG tEXt prompt", "prompt", b"", json.dumps(prompt))
    beside = Block("PNG tEXt workflow", "workflow", b"", json.dumps(workflow))
    (without,), (with_it,) = read(Blocks([alone])), read(Blocks([beside, alone]))
    assert (with_it.generation, with_it.is_ai) == (without.generation, without.is_ai)


def sampler(node, **inputs):
    return node("KSampler", **{"seed": 1, "steps": 2} | inputs)


class TestCircles:
    @pytest.mark.parametrize(
        "name", ["positive", "negative", "model", "latent_image", "seed", "sampler_name"]
    )
    def test_end_at_the_node_itself(self, of_prompt, node, name):
        finding = of_prompt({"1": sampler(node, **{name: ["1", 0]}), "2": node("SaveImage")})
        assert finding.generation.steps == 2

    @pytest.mark.parametrize(
        ("kind", "name"),
        [
            ("Reroute", ""),
            ("ConditioningCombine", "conditioning_1"),
            ("LoraLoader", "model"),
            ("Context (rgthree)", "base_ctx"),
            ("Any Switch", "any_01"),
            ("Text", "text"),
            ("SplitSigmas", "sigmas"),
            ("Stack", "lora_stack"),
        ],
    )
    def test_end_among_nodes_that_hand_on(self, of_prompt, node, kind, name):
        names = ("positive", "model", "latent_image", "cfg", "sigmas", "scheduler", "lora_stack")
        graph = {
            "1": sampler(node, **{each: ["2", 0] for each in names}),
            "2": node(kind, **{name: ["3", 0]}),
            "3": node(kind, **{name: ["2", 0]}),
        }
        assert of_prompt(graph).generation.seed == 1

    def test_end_in_texts_and_leave_the_rest(self, asked, prompt, node):
        prompt["positive"]["inputs"]["text"] = ["a", 0]
        prompt["a"] = node("Concat", text_a="x", text_b=["a", 0], text_c="y")
        assert asked(prompt).prompt == "xy"

    def test_of_switches_that_choose_for_one_another_end(self, asked, prompt, node):
        prompt["positive"]["inputs"]["text"] = ["s", 0]
        prompt["s"] = node("Switch", switch=["s", 0], on_true="yes", on_false="no")
        assert asked(prompt).prompt == "no"


def test_a_missing_node_is_a_problem_and_the_rest_is_read(of_prompt, prompt):
    prompt["sampler"]["inputs"]["positive"] = ["nowhere", 0]
    finding = of_prompt(prompt)
    assert (finding.generation.prompt, finding.generation.negative_prompt) == (None, "blurry")
    assert finding.problems == (
        "PNG tEXt prompt: node 'nowhere' is linked to, but not in the graph",
    )


def test_texts_that_double_with_every_node_are_cut(of_prompt, prompt, node):
    prompt["positive"]["inputs"]["text"] = ["60", 0]
    prompt["0"] = node("Text", value="ha" * 50)
    for number in range(60):
        prompt[str(number + 1)] = node("Concat", text_a=[str(number), 0], text_b=[str(number), 0])
    finding = of_prompt(prompt)
    assert len(finding.generation.prompt) == 100_000
    assert "was cut" in finding.problems[0]


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("Reroute", ""),
        ("ConditioningSetArea", "conditioning"),
        ("LoraLoader", "model"),
        ("LatentUpscale", "samples"),
        ("Text", "text"),
        ("Lora Stacker", "lora_stack"),
    ],
)
def test_a_chain_of_ten_thousand_nodes_is_walked(asked, node, kind, name):
    graph = {str(i): node(kind, **{name: [str(i + 1), 0]}) for i in range(2, 10_000)}
    names = ("positive", "model", "latent_image", "lora_stack")
    graph["1"] = sampler(node, **{each: ["2", 0] for each in names})
    graph["10000"] = node("End", text="deep", model="end.ckpt", samples=0)
    generation = asked(graph)
    assert generation.seed == 1
    if kind in {"ConditioningSetArea", "Text", "Reroute"}:
        assert generation.prompt == "deep"
    if kind in {"LoraLoader", "Reroute"}:
        assert generation.model == "end.ckpt"


def test_no_more_nodes_are_visited_than_the_budget_allows(of_prompt, node):
    graph = {str(i): node("Text", text=[str(i + 1), 0]) for i in range(2, 9_000)}
    for number in range(50):
        graph[f"c{number}"] = node("Concat", text_a=["2", 0], text_b=[f"c{number + 1}", 0])
    graph["9000"] = node("Text", text="far")
    graph["encoder"] = node("CLIPTextEncode", text=["c0", 0])
    graph["1"] = sampler(node, positive=["encoder", 0])
    finding = of_prompt(graph)
    assert any(f"more than {MAX_VISITS:,} visits" in problem for problem in finding.problems)


def test_nodes_behind_the_hundred_thousandth_are_left_out(node):
    graph = api_graph(dict.fromkeys(map(str, range(100_010)), node("Nothing")))
    assert len(graph) == 100_000
    assert "only the first 100,000 nodes were read" in read_graph(graph).problems


def test_wide_nodes_cost_more_of_the_budget(node):
    graph = api_graph({"wide": node("Wide", **{f"input{i}": i for i in range(8_000)})})
    walk = Walk(graph)
    visits = 0
    while not walk.problems:
        walk.node(Link("wide", 0))
        visits += 1
    assert visits < MAX_VISITS / 900


def test_a_subgraph_used_a_thousand_times_stays_within_the_limits(find, block):
    slots = [{"name": f"s{i}", "linkIds": [i]} for i in range(2_000)]
    inner = {"id": "sub", "nodes": [], "inputs": slots, "outputs": slots}
    uses = [{"id": i, "type": "sub", "inputs": [], "outputs": []} for i in range(5_000)]
    uses.append({"id": "k", "type": "KSampler", "inputs": [], "widgets_values": [1, "fixed", 2]})
    workflow = {"nodes": uses, "definitions": {"subgraphs": [inner]}}
    finding = find(block("workflow", json.dumps(workflow), "PNG comf"))
    assert finding.generation.steps == 2
