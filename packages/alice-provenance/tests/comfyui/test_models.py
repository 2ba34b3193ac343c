"""The model's file and the LoRAs with their weights."""

import pytest

from alice_contracts.provenance import Lora


@pytest.mark.parametrize(
    ("kind", "inputs", "expected"),
    [
        ("CheckpointLoaderSimple", {"ckpt_name": "sub\\x.ckpt"}, "sub\\x.ckpt"),
        ("CheckpointLoader", {"config_name": "v1.yaml", "ckpt_name": "x.ckpt"}, "x.ckpt"),
        ("UNETLoader", {"unet_name": "x.safetensors", "weight_dtype": "default"}, "x.safetensors"),
        ("UnetLoaderGGUF", {"unet_name": "x.gguf"}, "x.gguf"),
        (
            "WanVideoModelLoader",
            {"model": "x.safetensors", "base_precision": "bf16"},
            "x.safetensors",
        ),
        ("CheckpointLoader|pysssss", {"ckpt_name": {"content": "x.ckpt", "image": None}}, "x.ckpt"),
        ("CheckpointLoaderSimple", {"ckpt_name": ["name", 0]}, "linked.ckpt"),
        ("SomeLoader", {"model": "fast mode"}, None),
        ("CheckpointLoaderSimple", {"ckpt_name": "None"}, None),
    ],
)
def test_a_loader_names_its_file(asked, prompt, node, kind, inputs, expected):
    prompt["loader"] = node(kind, **inputs)
    prompt["name"] = node("PrimitiveString", value="linked.ckpt")
    assert asked(prompt).model == expected


@pytest.mark.parametrize(
    "between",
    [
        {"shift": 8.0},
        {"model_name": "mm_sd_v15.ckpt"},
        {"hypernetwork_name": "x.pt", "strength": 1},
        {"model2": ["other", 0], "ratio": 0.5},
    ],
)
def test_what_changes_a_model_is_not_the_model(asked, prompt, node, between):
    name = "model1" if "model2" in between else "model"
    prompt["between"] = node("Between", **{name: ["loader", 0]}, **between)
    prompt["sampler"]["inputs"]["model"] = ["between", 0]
    assert asked(prompt).model == "dream.safetensors"


class TestLoras:
    @pytest.fixture
    def loras_of(self, asked, prompt):
        """Those of a chain of nodes that ends at `last`."""

        def loras_of(**nodes):
            prompt["sampler"]["inputs"]["model"] = ["last", 0]
            generation = asked(prompt | nodes)
            assert generation.model == "dream.safetensors"
            return [(lora.name, lora.weight) for lora in generation.loras]

        return loras_of

    def test_come_in_the_order_of_applying(self, loras_of, node):
        loras = loras_of(
            first=node(
                "LoraLoader",
                lora_name="a.safetensors",
                strength_model=0.5,
                strength_clip=1,
                model=["loader", 0],
            ),
            last=node(
                "LoraLoaderModelOnly",
                lora_name="b.safetensors",
                strength_model=-1,
                model=["first", 0],
            ),
        )
        assert loras == [("a.safetensors", 0.5), ("b.safetensors", -1)]

    @pytest.mark.parametrize(
        ("inputs", "expected"),
        [
            ({"lora_name": "a", "strength_model": 0.0}, []),
            ({"lora_name": "None", "strength_model": 1.0}, []),
            ({"lora_name": ["name", 0], "strength_model": ["weight", 0]}, [("linked", 0.25)]),
            (
                {
                    "lora_1": {"on": True, "lora": "a", "strength": 0.8},
                    "lora_2": {"on": False, "lora": "b", "strength": 1},
                    "➕ Add Lora": "",
                },
                [("a", 0.8)],
            ),
            (
                {"lora_01": "a", "strength_01": 0.5, "lora_02": "None", "strength_02": 1},
                [("a", 0.5)],
            ),
            (
                {
                    "switch_1": "On",
                    "lora_name_1": "a",
                    "model_weight_1": 0.3,
                    "switch_2": "Off",
                    "lora_name_2": "b",
                    "model_weight_2": 1,
                },
                [("a", 0.3)],
            ),
            (
                {
                    "input_mode": "simple",
                    "lora_count": 1,
                    "lora_name_1": "a",
                    "lora_wt_1": 0.3,
                    "model_str_1": 1,
                    "lora_name_2": "b",
                },
                [("a", 0.3)],
            ),
            (
                {"input_mode": "advanced", "lora_name_1": "a", "lora_wt_1": 0.3, "model_str_1": 1},
                [("a", 1)],
            ),
            ({"lora_1_name": "a", "lora_1_strength": 0.3, "toggle": True}, [("a", 0.3)]),
            ({"lora_1_name": "a", "lora_1_strength": 0.3, "toggle": False}, []),
            ({"loras": [{"name": "a", "strength": "0.7", "active": True}]}, [("a", 0.7)]),
            ({"loras": {"__value__": [{"name": "a", "strength": 1, "active": False}]}}, []),
            ({"text": "x <lora:a:0.5> <lora:b>"}, [("a", 0.5), ("b", None)]),
        ],
    )
    def test_are_read_in_every_form(self, loras_of, node, inputs, expected):
        last = node("Any Lora Node", model=["loader", 0], **inputs)
        held = {"name": node("Text", value="linked"), "weight": node("Float", value=0.25)}
        assert loras_of(last=last, **held) == expected

    def test_in_a_stack_are_applied_together(self, loras_of, node):
        loras = loras_of(
            last=node("Apply LoRA Stack", model=["loader", 0], lora_stack=["second", 0]),
            second=node("LoRA Stacker", lora_name_1="b", model_weight_1=1, lora_stack=["first", 0]),
            first=node("LoRA Stacker", lora_name_1="a", model_weight_1=1),
        )
        assert loras == [("a", 1), ("b", 1)]

    def test_beside_a_loader_belong_to_its_model(self, asked, prompt, node):
        prompt["loader"] = node("WanVideoModelLoader", model="x.safetensors", lora=["second", 0])
        prompt["second"] = node(
            "WanVideoLoraSelect", lora="b", strength=0.5, prev_lora=["first", 0]
        )
        prompt["first"] = node("WanVideoLoraSelect", lora="a", strength=1.0)
        assert asked(prompt).loras == (Lora(name="a", weight=1), Lora(name="b", weight=0.5))

    def test_are_at_most_two_hundred(self, loras_of, node):
        entries = {
            f"lora_{number}": {"on": True, "lora": f"l{number}", "strength": 1}
            for number in range(1, 300)
        }
        assert len(loras_of(last=node("Power Lora", model=["loader", 0], **entries))) == 200
