"""The UI form: widgets in their order, links, bypassed nodes, subgraphs."""

import copy
import json

import pytest

from alice_contracts.provenance import Generation, Lora

SETTINGS = (42, "randomize", 20, 7.5, "euler", "karras", 1.0)


def default(workflow, model=None, **extra):
    """ComfyUI's default graph; the model may come through something else."""
    loader = workflow.add(
        "CheckpointLoaderSimple", "dream.safetensors", outputs=("MODEL", "CLIP", "VAE")
    )
    through = model(workflow, loader) if model else loader
    positive = workflow.add("CLIPTextEncode", "a lighthouse", outputs=("CONDITIONING",), **extra)
    negative = workflow.add("CLIPTextEncode", "blurry", outputs=("CONDITIONING",))
    empty = workflow.add("EmptyLatentImage", 512, 512, 1, outputs=("LATENT",))
    sampler = workflow.add(
        "KSampler",
        *SETTINGS,
        links=(
            ("model", "MODEL", through, 0),
            ("positive", "CONDITIONING", positive, 0),
            ("negative", "CONDITIONING", negative, 0),
            ("latent_image", "LATENT", empty, 0),
        ),
        outputs=("LATENT",),
    )
    decode = workflow.add(
        "VAEDecode", links=(("samples", "LATENT", sampler, 0),), outputs=("IMAGE",)
    )
    workflow.add("SaveImage", "ComfyUI", links=(("images", "IMAGE", decode, 0),))
    return workflow


ASKED = Generation(
    prompt="a lighthouse",
    negative_prompt="blurry",
    model="dream.safetensors",
    seed=42,
    steps=20,
    sampler="euler",
    scheduler="karras",
    cfg_scale=7.5,
)


def test_the_default_graph_says_all(of_workflow, new_workflow):
    finding = of_workflow(default(new_workflow()).json())
    assert (finding.generation, finding.problems) == (ASKED, ())


def test_without_the_list_of_links_it_says_the_same(of_workflow, new_workflow):
    workflow = default(new_workflow()).json()
    del workflow["links"]
    assert of_workflow(workflow).generation == ASKED


def test_without_the_links_at_the_outputs_it_says_the_same(of_workflow, new_workflow):
    workflow = default(new_workflow()).json()
    for node in workflow["nodes"]:
        for output in node["outputs"]:
            output["links"] = None
    assert of_workflow(workflow).generation == ASKED


@pytest.mark.parametrize("beside", [{}, {"workflow": None}, {"links": None}])
def test_beside_the_api_form_it_changes_nothing(find, block, prompt, new_workflow, beside):
    workflow = default(new_workflow()).json() | beside
    blocks = [block("prompt", json.dumps(prompt)), block("workflow", json.dumps(workflow))]
    assert find(*blocks).generation == find(blocks[0]).generation == ASKED


class TestWidgets:
    @pytest.fixture
    def sampler(self, of_workflow, new_workflow):
        """What a sampler with these widgets says."""

        def sampler(kind, *values, **how):
            workflow = new_workflow()
            workflow.add(kind, *values, **how)
            return of_workflow(workflow.json()).generation

        return sampler

    @pytest.mark.parametrize("control", ["fixed", "increment", "decrement", True, False])
    def test_what_stands_behind_a_seed_is_no_setting(self, sampler, control):
        generation = sampler("KSampler", 7, control, 20, 8, "euler", "normal", 1)
        assert (generation.seed, generation.steps, generation.cfg_scale) == (7, 20, 8)

    def test_the_order_may_be_known(self, sampler):
        generation = sampler(
            "KSamplerAdvanced", "enable", 7, "fixed", 20, 8, "euler", "normal", 0, 1000, "disable"
        )
        assert (generation.seed, generation.scheduler) == (7, "normal")

    def test_the_inputs_may_name_them(self, sampler):
        generation = sampler("Unheard", 9, 7, "fixed", widgets=("steps", "seed"))
        assert (generation.seed, generation.steps) == (7, 9)

    def test_inputs_that_name_only_some_are_no_order(self, sampler):
        generation = sampler("KSampler", 7, "fixed", 20, 8, "euler", "normal", 1, widgets=("cfg",))
        assert (generation.seed, generation.cfg_scale) == (7, 8)

    def test_a_name_each_needs_no_order(self, of_workflow, new_workflow):
        workflow = new_workflow()
        workflow.add("Unheard", outputs=("LATENT",))
        workflow.nodes[0]["widgets_values"] = {"seed": 7, "steps": 9}
        assert of_workflow(workflow.json()).generation == Generation(seed=7, steps=9)

    def test_too_few_values_leave_the_rest_unsaid(self, sampler):
        assert sampler("KSampler", 7, "fixed", 20) == Generation(seed=7, steps=20)


def test_a_linked_widget_gets_its_value_by_the_link(of_workflow, new_workflow):
    workflow = new_workflow()
    seed = workflow.add("PrimitiveNode", 99, "fixed", outputs=("INT",))
    workflow.add("KSampler", *SETTINGS, links=(("seed", "INT", seed, 0),))
    generation = of_workflow(workflow.json()).generation
    assert (generation.seed, generation.steps) == (99, 20)


def lora(mode):
    def through(workflow, loader):
        links = (("model", "MODEL", loader, 0), ("clip", "CLIP", loader, 1))
        made = workflow.add(
            "LoraLoader", "a.safetensors", 0.5, 1, links=links, outputs=("MODEL", "CLIP"), mode=mode
        )
        return workflow.add("Reroute", links=(("", "*", made, 0),), outputs=("*",))

    return through


def test_a_lora_counts_unless_it_is_bypassed(of_workflow, new_workflow):
    active = of_workflow(default(new_workflow(), lora(mode=0)).json()).generation
    assert active.loras == (Lora(name="a.safetensors", weight=0.5),)
    assert of_workflow(default(new_workflow(), lora(mode=4)).json()).generation == ASKED


def test_a_muted_node_hands_nothing_on(of_workflow, new_workflow):
    generation = of_workflow(default(new_workflow(), lora(mode=2)).json()).generation
    assert (generation.loras, generation.model, generation.seed) == ((), None, 42)


def test_power_lora_keeps_its_entries_among_the_widgets(of_workflow, new_workflow):
    def power(workflow, loader):
        entry = {"on": True, "lora": "a.safetensors", "strength": 0.5, "strengthTwo": None}
        return workflow.add(
            "Power Lora Loader (rgthree)",
            *({}, {"type": "PowerLoraLoaderHeaderWidget"}, entry, {}, ""),
            links=(("model", "MODEL", loader, 0),),
            outputs=("MODEL",),
        )

    generation = of_workflow(default(new_workflow(), power).json()).generation
    assert generation == ASKED.model_copy(
        update={"loras": (Lora(name="a.safetensors", weight=0.5),)}
    )


def test_get_nodes_are_joined_with_their_set_nodes(of_workflow, new_workflow):
    def named(workflow, loader):
        get = workflow.add("GetNode", "the model", outputs=("MODEL",))
        workflow.add("SetNode", "another", links=(("CLIP", "CLIP", loader, 1),))
        workflow.add("SetNode", "the model", links=(("MODEL", "MODEL", loader, 0),))
        return get

    assert of_workflow(default(new_workflow(), named).json()).generation == ASKED


class TestSubgraphs:
    @pytest.fixture
    def inner(self, new_workflow):
        """Text and seed come from outside, the picture goes there."""
        inner = default(new_workflow(first_id=10))
        text, sampler, decode = (
            next(node for node in inner.nodes if node["type"] == kind)
            for kind in ("CLIPTextEncode", "KSampler", "VAEDecode")
        )
        text["inputs"] = [
            {"name": "text", "type": "STRING", "widget": {"name": "text"}, "link": 91}
        ]
        sampler["inputs"].append(
            {"name": "seed", "type": "INT", "widget": {"name": "seed"}, "link": 92}
        )
        inner.nodes = [node for node in inner.nodes if node["type"] != "SaveImage"]
        decode["outputs"][0]["links"] = [93]
        links = [
            {"id": link, "origin_id": origin, "origin_slot": slot, "target_id": 0, "target_slot": 0}
            for link, origin, slot, *_ in inner.links
        ]
        return inner.json() | {
            "id": "aaaa",
            "links": links,
            "inputNode": {"id": -10},
            "outputNode": {"id": -20},
            "inputs": [
                {"name": "prompt", "type": "STRING", "linkIds": [91]},
                {"name": "seed_1", "type": "INT", "linkIds": [92]},
            ],
            "outputs": [{"name": "IMAGE", "type": "IMAGE", "linkIds": [93]}],
        }

    @pytest.fixture
    def outer(self, new_workflow, inner):
        workflow = new_workflow()
        used = workflow.add(
            "aaaa", "from outside", 77, widgets=("prompt", "seed_1"), outputs=("IMAGE",)
        )
        workflow.add("SaveImage", "ComfyUI", links=(("images", "IMAGE", used, 0),))
        return workflow.json() | {"definitions": {"subgraphs": [inner]}}

    def test_get_their_values_from_where_they_are_used(self, of_workflow, outer):
        generation = of_workflow(outer).generation
        assert generation == ASKED.model_copy(update={"prompt": "from outside", "seed": 77})

    def test_keep_their_own_where_nothing_is_given(self, of_workflow, outer):
        outer["nodes"][0] |= {"inputs": [], "widgets_values": []}
        assert of_workflow(outer).generation == ASKED

    def test_get_what_is_linked_to_them(self, of_workflow, outer):
        outer["nodes"].append(
            {"id": 9, "type": "PrimitiveNode", "outputs": [], "widgets_values": [5]}
        )
        outer["nodes"][0]["inputs"][1]["link"] = 55
        outer["links"].append([55, 9, 0, 1, 1, "INT"])
        generation = of_workflow(outer).generation
        assert (generation.seed, generation.prompt) == (5, "from outside")

    def test_lie_in_one_another(self, of_workflow, outer, inner):
        middle = {
            "id": "bbbb",
            "nodes": [dict(outer["nodes"][0], inputs=[], id=3)],
            "links": [],
            "inputs": [],
            "outputs": [{"name": "IMAGE", "type": "IMAGE", "linkIds": [70]}],
        }
        middle["nodes"][0]["outputs"] = [{"name": "IMAGE", "type": "IMAGE", "links": [70]}]
        middle["nodes"][0]["widgets_values"] = []
        outer["nodes"][0] |= {"type": "bbbb", "inputs": [], "widgets_values": []}
        outer["definitions"]["subgraphs"] = [inner, middle]
        assert of_workflow(outer).generation == ASKED

    def test_that_contain_themselves_end(self, of_workflow, outer, inner):
        endless = copy.deepcopy(outer["nodes"][0])
        inner["nodes"] += [endless | {"id": number} for number in range(100, 110)]
        finding = of_workflow(outer)
        assert (finding.generation.seed, finding.problems) == (77, ())

    def test_bypassed_or_muted_make_nothing(self, of_workflow, outer):
        for mode in (2, 4):
            outer["nodes"][0]["mode"] = mode
            assert of_workflow(outer).generation == Generation()
