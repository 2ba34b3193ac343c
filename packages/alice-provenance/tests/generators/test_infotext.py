"""The A1111 family's text: prompts and settings as they occur, and texts of others."""

import pytest

from alice_contracts.provenance import Lora
from alice_provenance import limits
from alice_provenance.blocks import Block, Blocks
from alice_provenance.generators import a1111
from alice_provenance.generators.a1111.infotext import parse_infotext
from alice_provenance.generators.a1111.loras import loras_in
from alice_provenance.generators.a1111.settings import parse_settings

LINE = "Steps: 20, Sampler: Euler a, CFG scale: 7, Seed: 1, Size: 512x512, Model hash: 7460a6fa"


def prompts(text: str) -> tuple[str, str]:
    infotext = parse_infotext(text)
    assert infotext is not None
    return infotext.prompt, infotext.negative_prompt


def generation(text: str):
    (finding,) = a1111.read(Blocks([Block("PNG tEXt parameters", "parameters", b"", text)]))
    return finding.generation


class TestPrompts:
    @pytest.mark.parametrize(
        ("before", "prompt", "negative"),
        [
            ("a cat\nNegative prompt: dog\n", "a cat", "dog"),
            ("a cat\n", "a cat", ""),
            ("a cat\r\nNegative prompt: dog\r\n", "a cat", "dog"),
            ("a, \n  b\n\nNegative prompt: c, \nd\n\n", "a, \n  b", "c, \nd"),
            ("Negative prompt: dog\n", "", "dog"),
            ("a cat\nNegative prompt: \n", "a cat", ""),
            ("", "", ""),
            ("of Negative prompt: in words\n", "of Negative prompt: in words", ""),
            ("a\nNegative prompt: b\nNegative prompt: c\n", "a", "b\nNegative prompt: c"),
        ],
    )
    def test_what_stands_before_the_settings(self, before, prompt, negative):
        assert prompts(before + LINE) == (prompt, negative)

    def test_the_last_line_of_settings_counts(self):
        fake = "Steps: 9, Sampler: DDIM, Seed: 99"
        assert prompts(f"{fake}\na cat\nNegative prompt: {fake}\n{LINE}") == (
            f"{fake}\na cat",
            fake,
        )
        assert generation(f"{fake}\n{LINE}").seed == 1

    def test_steps_in_a_prompt_are_words(self):
        text = f"a staircase, Steps: many, Sampler: old vinyl, Mood: dark\n{LINE}"
        assert prompts(text)[0].startswith("a staircase, Steps: many")

    def test_what_extensions_add_behind_is_none_of_it(self):
        text = f"a cat\nNegative prompt: dog\n{LINE}\nTemplate: a {{cat|dog}}\nNegative Template: x"
        assert prompts(text) == ("a cat", "dog")

    def test_settings_in_another_order(self):
        assert prompts("a cat\nSize: 512x512, Seed: 3, Steps: 20, Model: x") == ("a cat", "")


class TestSettings:
    def test_quoted_values(self):
        line = r'A: "x, y: z", B: "say \"hi\"\nand \u00e9", C: "half\ud800", D: plain'
        assert parse_settings(line) == {
            "A": "x, y: z",
            "B": 'say "hi"\nand é',
            "C": "half\ufffd",
            "D": "plain",
        }

    def test_arrays_and_objects_of_civitai(self):
        line = 'Steps: 5, Civitai resources: [{"a":"b, c: d"},{}], Civitai metadata: {}, Seed: 2'
        assert parse_settings(line) == {
            "Steps": "5",
            "Civitai resources": '[{"a":"b, c: d"},{}]',
            "Civitai metadata": "{}",
            "Seed": "2",
        }

    @pytest.mark.parametrize("value", ['"open', "[1, 2", "{a: b}", '"a" b', "[" * 5000, "[x]"])
    def test_what_only_begins_as_json_is_a_plain_value(self, value):
        assert parse_settings(f"A: {value}")["A"] == value
        assert parse_settings(f"A: {value}, Seed: 4")["Seed"] == "4"

    def test_commas_in_plain_values_belong_to_them(self):
        assert parse_settings("Wildcard: a, b,, c, Seed: 4,") == {
            "Wildcard": "a, b, c",
            "Seed": "4",
        }

    def test_the_first_of_a_name_counts(self):
        settings = parse_settings("Version: v1.9, ADetailer Version: Neo, Version: x, y")
        assert settings == {"Version": "v1.9", "ADetailer Version": "Neo"}

    def test_names_of_extensions(self):
        line = 'ADetailer model 2nd: a.pt, ControlNet 0: "x: 1, y", Hires CFG Scale: 1, b_c-d/e: f'
        assert list(parse_settings(line)) == [
            *("ADetailer model 2nd", "ControlNet 0", "Hires CFG Scale", "b_c-d/e"),
        ]

    @pytest.mark.parametrize(
        "line", ["", "a cat, Seed: 4", '{"Steps": 20}', ": x", "a" * 90 + ": b"]
    )
    def test_a_line_that_begins_otherwise_has_none(self, line):
        assert parse_settings(line) == {}

    @pytest.mark.parametrize("piece", ["a,", "a: ", 'a: "', "a: [", "a" * 79 + " ", "\\", '"\\",'])
    def test_hostile_lines_take_time_as_their_length(self, piece):
        """What grows with the square would not end."""
        length = limits.INFOTEXT_CHARACTERS
        parse_settings("Steps: 20, " + piece * (length // len(piece)))
        parse_infotext(f"Steps:{piece}\n" * (length // (len(piece) + 7)))


class TestGeneration:
    def test_all_that_the_settings_name(self):
        text = (
            "a cat <lora:fur:0.8>\nNegative prompt: dog\nSteps: 25, Sampler: DPM++ 2M, "
            "Schedule type: Karras, CFG scale: 5.5, Seed: 9223372036854775807, Size: 64x64, "
            'Model hash: 45a21ea00a, Model: "a, model", Hires steps: 10, Hires upscaler: Latent, '
            'Lora hashes: "fur: 1234, paws: 5678", Version: v1.10.1'
        )
        assert generation(text).model_dump() == {
            "prompt": "a cat <lora:fur:0.8>",
            "negative_prompt": "dog",
            "model": "a, model",
            "model_hash": "45a21ea00a",
            "seed": 2**63 - 1,
            "steps": 25,
            "sampler": "DPM++ 2M",
            "scheduler": "Karras",
            "cfg_scale": 5.5,
            "loras": ({"name": "fur", "weight": 0.8}, {"name": "paws", "weight": None}),
        }

    def test_what_is_not_given_is_none(self):
        given = generation("Steps: 20, Sampler: Euler, Seed: -1")
        assert given.model_dump(exclude_defaults=True) == {
            "steps": 20,
            "sampler": "Euler",
            "seed": -1,
        }

    def test_numbers_that_are_none(self):
        given = generation("Steps: 20, Sampler: Euler, Seed: 1e9, CFG scale: inf, Size: 1x1")
        assert (given.seed, given.cfg_scale) == (None, None)

    @pytest.mark.parametrize(
        ("prompt", "loras"),
        [
            ("<lora:a:1>, <lora:b c:-0.5>", [("a", 1.0), ("b c", -0.5)]),
            ("<lora:a:0.5:0.7> <lyco:b:te=0.3:unet=1>", [("a", 0.5), ("b", 0.3)]),
            ("<lora:a> <lora:b:> <lora:c:x>", [("a", None), ("b", None), ("c", None)]),
            ("<lora:> <lora:a:1 <lora:b:2>", [("b", 2.0)]),
            ("no <loras:a:1>", []),
        ],
    )
    def test_loras_that_a_prompt_calls_for(self, prompt, loras):
        assert list(loras_in(prompt)) == [Lora(name=name, weight=weight) for name, weight in loras]

    def test_hostile_calls_take_time_as_their_length(self):
        assert list(loras_in("<lora:a" * 100_000 + ":1" * 100_000)) == []

    def test_resources_of_civitai(self):
        text = (
            'Steps: 5, Sampler: Euler a, Seed: 2, Civitai resources: [{"type":"checkpoint",'
            '"modelName":"WAI","modelVersionName":"v16"},{"type":"lora","weight":0.4,"modelName":'
            '"Fur"},{"type":"lora","weight":1,"modelVersionId":5},7]'
        )
        assert generation(text).loras == (Lora(name="Fur", weight=0.4),)


class TestTextsOfOthers:
    @pytest.mark.parametrize(
        "text",
        [
            "a photograph of a cat, 85mm",
            "Steps: first we mix, then we bake, Serves: 4, Time: 20 min",
            "Steps: many, Sampler: old vinyl, Seed: of doubt",
            "Steps: 20",
            "Seed: 5, Sampler: Euler, Size: 1x1",
            '{"prompt": "a cat", "steps": 20, "sampler": "Euler a", "seed": 1}',
            '["Steps: 20, Sampler: Euler a, Seed: 1"]',
            '{\n"Steps": 20,\n"Sampler": "Steps: 20, Sampler: Euler, Seed: 1"\n}',
            '{"parameters": "a cat\\nSteps: 20, Sampler: Euler a, CFG scale: 7, Seed: 1"}',
            "Signature: IoR6YcSlkWo/83blBnOA15zT7nnWuDE3tT3xAgkhEQ5l/y2IN",
            "",
        ],
    )
    def test_are_not_claimed(self, text):
        assert list(a1111.read(Blocks([Block("EXIF", "UserComment", b"", text)]))) == []

    def test_a_text_without_end_is_told_and_not_searched(self):
        text = "a cat, " * limits.INFOTEXT_CHARACTERS + "\n" + LINE
        (finding,) = a1111.read(Blocks([Block("EXIF", "UserComment", b"", text)]))
        assert (finding.generator, finding.is_ai, finding.evidence) == ("unknown", "unknown", ())
        assert finding.problems == (
            f"EXIF: it has {len(text):,} characters, too many to look for settings in",
        )

    def test_other_keys_are_not_read(self):
        blocks = Blocks([Block("EXIF IFD0.ImageDescription", "ImageDescription", b"", LINE)])
        assert list(a1111.read(blocks)) == []

    def test_the_same_text_in_two_places_is_one_finding(self):
        blocks = [Block(f"EXIF {place}", "UserComment", b"", LINE) for place in ("IFD0", "Exif")]
        (finding,) = a1111.read(Blocks(blocks))
        assert {evidence.place for evidence in finding.evidence} == {"EXIF IFD0"}
