"""From conditioning to encoders, and through text nodes to what they were given."""

import pytest


def test_the_default_graph_has_both(asked, prompt):
    generation = asked(prompt)
    assert (generation.prompt, generation.negative_prompt) == ("a lighthouse", "blurry")


def test_texts_are_left_as_they_are_written(asked, prompt):
    prompt["positive"]["inputs"]["text"] = "\n (a:1.2),\tb \n"
    prompt["negative"]["inputs"]["text"] = " \n"
    generation = asked(prompt)
    assert (generation.prompt, generation.negative_prompt) == ("\n (a:1.2),\tb \n", None)


def test_what_no_database_can_hold_is_taken_out(asked, prompt):
    prompt["positive"]["inputs"]["text"] = "a\x00b\ud800c"
    assert asked(prompt).prompt == "ab\ufffdc"


@pytest.mark.parametrize(
    ("kind", "inputs", "expected"),
    [
        ("CLIPTextEncodeSDXL", {"text_g": "wide", "text_l": "wide", "width": 1024}, "wide"),
        ("CLIPTextEncodeSDXL", {"text_g": "wide", "text_l": "near"}, "wide\nnear"),
        ("CLIPTextEncodeFlux", {"clip_l": "words", "t5xxl": "a sentence"}, "a sentence\nwords"),
        ("CLIPTextEncodeSD3", {"clip_l": "", "clip_g": "", "t5xxl": "a text"}, "a text"),
        ("CLIPTextEncodeHiDream", {"clip_l": "a", "llama": "b"}, "b\na"),
        ("CLIPTextEncodeHunyuanDiT", {"bert": "a", "mt5xl": "a"}, "a"),
        ("TextEncodeQwenImageEdit", {"prompt": "make it snow", "image": ["x", 0]}, "make it snow"),
        ("CLIPTextEncodeLumina2", {"system_prompt": "superior", "user_prompt": "a"}, "a"),
        ("ImpactWildcardEncode", {"wildcard_text": "__a__", "populated_text": "a cat"}, "a cat"),
        ("smZ CLIPTextEncode", {"text": "a", "text_g": "", "text_l": "", "parser": "A1111"}, "a"),
        ("AnyonesEncoder", {"value": "a", "clip": ["loader", 1]}, "a"),
    ],
)
def test_encoders_are_told_by_their_texts(asked, prompt, node, kind, inputs, expected):
    prompt["positive"] = node(kind, **inputs)
    assert asked(prompt).prompt == expected


@pytest.mark.parametrize(
    ("kind", "inputs", "expected"),
    [
        ("ConditioningSetArea", {"conditioning": ["positive", 0], "x": 1}, "a lighthouse"),
        ("ControlNetApply", {"conditioning": ["positive", 0], "image": ["y", 0]}, "a lighthouse"),
        ("unCLIPConditioning", {"conditioning": ["positive", 0]}, "a lighthouse"),
        (
            "ConditioningCombine",
            {"conditioning_1": ["positive", 0], "conditioning_2": ["other", 0]},
            "a lighthouse",
        ),
        (
            "ConditioningConcat",
            {"conditioning_to": ["positive", 0], "conditioning_from": ["other", 0]},
            "a lighthouse\nat night",
        ),
        (
            "GLIGENTextBoxApply",
            {"conditioning_to": ["positive", 0], "text": "a box", "clip": ["loader", 1]},
            "a lighthouse",
        ),
        ("ConditioningZeroOut", {"conditioning": ["positive", 0]}, None),
    ],
)
def test_conditioning_hands_its_texts_on(asked, prompt, node, kind, inputs, expected):
    prompt["other"] = node("CLIPTextEncode", text="at night", clip=["loader", 1])
    prompt["between"] = node(kind, **inputs)
    prompt["sampler"]["inputs"]["positive"] = ["between", 0]
    assert asked(prompt).prompt == expected


def test_the_first_text_of_combined_ones_counts_even_behind_an_empty_one(asked, prompt, node):
    def combined(first, second):
        return node("ConditioningCombine", conditioning_1=[first, 0], conditioning_2=[second, 0])

    prompt |= {"outer": combined("inner", "b"), "inner": combined("empty_text", "a")}
    prompt |= {name: node("CLIPTextEncode", text=name) for name in ("a", "b")}
    prompt["empty_text"] = node("CLIPTextEncode", text="")
    prompt["sampler"]["inputs"]["positive"] = ["outer", 0]
    assert asked(prompt).prompt == "a"


@pytest.mark.parametrize(("slot", "expected"), [(0, "a lighthouse"), (1, "blurry")])
def test_of_two_conditionings_the_slot_tells_which(asked, prompt, node, slot, expected):
    prompt["control"] = node(
        "ControlNetApplyAdvanced", positive=["positive", 0], negative=["negative", 0], strength=1
    )
    prompt["sampler"]["inputs"] |= {"positive": ["control", slot], "negative": ["control", 1]}
    generation = asked(prompt)
    assert (generation.prompt, generation.negative_prompt) == (expected, "blurry")


def test_a_loader_with_both_prompts_gives_each(asked, prompt, node):
    prompt["loader"] = node(
        "Efficient Loader", ckpt_name="dream.safetensors", positive="a cat", negative=["words", 0]
    )
    prompt["words"] = node("PrimitiveString", value="no dog")
    prompt["cat"] = node("PrimitiveString", value="a cat")
    prompt["sampler"]["inputs"] |= {"positive": ["loader", 1], "negative": ["loader", 2]}
    for positive in ("a cat", ["cat", 0]):
        prompt["loader"]["inputs"]["positive"] = positive
        generation = asked(prompt)
        assert (generation.prompt, generation.negative_prompt) == ("a cat", "no dog")


def test_embeddings_hold_both_prompts_at_once(asked, prompt, node):
    prompt["sampler"] = node(
        "WanVideoSampler", seed=1, steps=6, text_embeds=["text", 0], model=["loader", 0]
    )
    prompt["text"] = node("WanVideoTextEncode", positive_prompt="a fox", negative_prompt="still")
    generation = asked(prompt)
    assert (generation.prompt, generation.negative_prompt) == ("a fox", "still")
    prompt["text"] = node("HyVideoTextEncode", prompt="a fox", text_encoders=["loader", 1])
    generation = asked(prompt)
    assert (generation.prompt, generation.negative_prompt) == ("a fox", None)


class TestTextNodes:
    @pytest.fixture
    def text_of(self, asked, prompt):
        """What the positive prompt is when it is linked to the node `text` of these."""

        def text_of(**nodes):
            prompt["positive"]["inputs"]["text"] = ["text", 0]
            return asked(prompt | nodes).prompt

        return text_of

    @pytest.mark.parametrize(
        "inputs",
        [{"value": "a cat"}, {"string": "a cat"}, {"Text": "a cat"}, {"what": "a cat", "n": 1}],
    )
    def test_hold_it(self, text_of, node, inputs):
        assert text_of(text=node("AnyTextNode", **inputs)) == "a cat"

    @pytest.mark.parametrize(
        ("kind", "inputs"),
        [
            ("Reroute", {"": ["end", 0]}),
            ("ShowText|pysssss", {"text": ["end", 0], "text_0": "an older text"}),
            ("PreviewAny", {"source": ["end", 0]}),
            ("TrimText", {"mode": "both", "words": ["end", 0]}),
        ],
    )
    def test_hand_it_on(self, text_of, node, kind, inputs):
        end = node("PrimitiveString", value="a cat")
        assert text_of(text=node(kind, **inputs), end=end) == "a cat"

    @pytest.mark.parametrize(
        ("inputs", "expected"),
        [
            ({"string_a": "a", "string_b": "b", "delimiter": ", "}, "a, b"),
            ({"string_a": ["end", 0], "string_b": "", "delimiter": "-"}, "end-"),
            ({"text1": "a", "text2": ["end", 0], "text3": "c", "separator": "\\n"}, "a\nend\nc"),
            ({"text_a": "a", "text_b": "b", "delimiter": ["end", 0]}, "aendb"),
            ({"text_a": "a", "text_b": "b", "action": "append", "tidy_tags": "yes"}, "a, b"),
            ({"prompt_1": ["end", 0], "prompt_2": ["end", 0]}, "endend"),
        ],
    )
    def test_put_it_together(self, text_of, node, inputs, expected):
        end = node("PrimitiveString", value="end")
        assert text_of(text=node("StringConcatenate", **inputs), end=end) == expected

    def test_that_a_model_writes_give_way_to_what_it_was_given(self, text_of, node):
        writer = node("TextGenerate", prompt="a cat", max_length=512, clip=["loader", 1])
        assert text_of(text=writer) == "a cat"

    def test_behind_a_switch_give_way_to_what_the_switch_did_not_take(self, text_of, node):
        text = text_of(
            text=node("ComfySwitchNode", switch=True, on_false=["own", 0], on_true=["shown", 0]),
            shown=node("PreviewAny", source=["writer", 0]),
            writer=node("TextGenerate", prompt=["told", 0], max_length=512),
            told=node("StringConcatenate", string_a="You are an artist.", string_b=["own", 0]),
            own=node("PrimitiveStringMultiline", value="a cat"),
        )
        assert text == "a cat"

    def test_with_nothing_in_the_graph_say_nothing(self, text_of, node):
        assert text_of(text=node("WD14Tagger", image=["decode", 0], threshold=0.3)) is None


class TestSwitches:
    @pytest.fixture
    def taken(self, asked, prompt, node):
        """The positive prompt behind a switch between the texts "one" and "two"."""

        def taken(kind, **inputs):
            prompt["one"] = node("PrimitiveString", value="one")
            prompt["two"] = node("PrimitiveString", value="two")
            prompt["yes"] = node("PrimitiveBoolean", value=True)
            prompt["switch"] = node(kind, **inputs)
            prompt["positive"]["inputs"]["text"] = ["switch", 0]
            return asked(prompt).prompt

        return taken

    @pytest.mark.parametrize(
        ("inputs", "expected"),
        [
            ({"switch": True, "on_false": ["one", 0], "on_true": ["two", 0]}, "two"),
            ({"switch": False, "on_false": ["one", 0], "on_true": ["two", 0]}, "one"),
            ({"switch": ["yes", 0], "on_false": ["one", 0], "on_true": ["two", 0]}, "two"),
            ({"cond": True, "tt_value": ["one", 0], "ff_value": ["two", 0]}, "one"),
            ({"select": 2, "input1": ["one", 0], "input2": ["two", 0]}, "two"),
            ({"index": 1, "value0": ["one", 0], "value1": ["two", 0]}, "two"),
            ({"Input": 1, "text1": "one", "text2": "two"}, "one"),
            ({"boolean": True, "text_a": ["one", 0], "text_b": ["two", 0]}, "one"),
            ({"boolean": False, "text_a": ["one", 0], "text_b": ["two", 0]}, "two"),
        ],
    )
    def test_take_what_they_are_told(self, taken, inputs, expected):
        assert taken("AnyonesChooser", **inputs) == expected

    def test_without_a_selector_take_the_first_that_is_linked(self, taken):
        assert taken("Any Switch (rgthree)", any_02=["two", 0], any_03=["one", 0]) == "two"
