"""Seed, steps, CFG, sampler and scheduler, held by the sampler or by nodes that help it."""

import pytest


def settings(generation):
    return (
        generation.seed,
        generation.steps,
        generation.cfg_scale,
        generation.sampler,
        generation.scheduler,
    )


def test_a_sampler_says_them_itself(asked, prompt):
    assert settings(asked(prompt)) == (42, 20, 7.5, "euler", "karras")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (2**64 - 1, 2**64 - 1),
        (0, 0),
        (str(2**63), 2**63),
        (7.0, 7),
        (2**64, None),
        (-1, None),
        (True, None),
        (7.5, None),
        ("seven", None),
        (None, None),
        (10**4000, None),
    ],
)
def test_a_seed_has_64_bits_or_is_none(of_prompt, prompt, value, expected):
    prompt["sampler"]["inputs"]["seed"] = value
    assert of_prompt(prompt).generation.seed == expected


@pytest.mark.parametrize("value", [0, -3, 2**31, "many", True, [1, 2, 3]])
def test_steps_that_are_none_are_left_out(asked, prompt, value):
    prompt["sampler"]["inputs"]["steps"] = value
    assert asked(prompt).steps is None


def test_the_custom_sampler_is_given_them(asked, prompt, node):
    prompt |= {
        "noise": node("RandomNoise", noise_seed=7),
        "guider": node(
            "CFGGuider",
            cfg=3.5,
            model=["loader", 0],
            positive=["positive", 0],
            negative=["negative", 0],
        ),
        "select": node("KSamplerSelect", sampler_name="dpmpp_2m"),
        "schedule": node("BasicScheduler", scheduler="simple", steps=30, model=["loader", 0]),
        "split": node("SplitSigmas", sigmas=["schedule", 0], step=10),
        "sampler": node(
            "SamplerCustomAdvanced",
            noise=["noise", 0],
            guider=["guider", 0],
            sampler=["select", 0],
            sigmas=["split", 0],
            latent_image=["empty", 0],
        ),
    }
    generation = asked(prompt)
    assert settings(generation) == (7, 30, 3.5, "dpmpp_2m", "simple")
    assert (generation.prompt, generation.negative_prompt) == ("a lighthouse", "blurry")
    assert generation.model == "dream.safetensors"


def test_flux_has_guidance_and_neither_cfg_nor_a_negative_prompt(asked, prompt, node):
    prompt |= {
        "guided": node("FluxGuidance", guidance=3.5, conditioning=["positive", 0]),
        "guider": node("BasicGuider", model=["loader", 0], conditioning=["guided", 0]),
        "sampler": node(
            "SamplerCustomAdvanced",
            noise=["noise", 0],
            guider=["guider", 0],
            sampler=["euler", 0],
            sigmas=["karras", 0],
            latent_image=["empty", 0],
        ),
        "noise": node("DisableNoise"),
        "euler": node("SamplerEulerAncestral", eta=1.0, s_noise=1.0),
        "karras": node("KarrasScheduler", steps=12, rho=7.0),
    }
    generation = asked(prompt)
    assert settings(generation) == (None, 12, None, "euler_ancestral", "karras")
    assert (generation.prompt, generation.negative_prompt) == ("a lighthouse", None)


def test_sampler_custom_mixes_both(asked, prompt, node):
    prompt["sampler"] = node(
        "SamplerCustom",
        add_noise=True,
        noise_seed=5,
        cfg=2,
        model=["loader", 0],
        positive=["positive", 0],
        negative=["negative", 0],
        sampler=["lms", 0],
        sigmas=["turbo", 0],
        latent_image=["empty", 0],
    )
    prompt["lms"] = node("SamplerLMS", order=4)
    prompt["turbo"] = node("SDTurboScheduler", steps=1, denoise=1, model=["loader", 0])
    assert settings(asked(prompt)) == (5, 1, 2, "lms", None)


@pytest.mark.parametrize(
    "primitive",
    [
        {"value": 99},
        {"Value": 99},
        {"seed": 99},
        {"int": 99},
        {"number": 99, "other": 1},
        {"anything": 99},
    ],
)
def test_a_setting_may_come_from_a_node_that_holds_it(asked, prompt, node, primitive):
    prompt["primitive"] = node("SomethingThatHoldsIt", **primitive)
    prompt["sampler"]["inputs"]["seed"] = ["primitive", 0]
    assert asked(prompt).seed == 99


def test_what_a_node_computes_is_not_guessed(asked, prompt, node):
    prompt["sum"] = node("Math", a=["five", 0], b=2, operation="+")
    prompt["five"] = node("PrimitiveInt", value=5)
    prompt["sampler"]["inputs"]["steps"] = ["sum", 0]
    assert asked(prompt).steps is None


@pytest.mark.parametrize(
    ("kind", "inputs", "expected"),
    [
        # Wan, Hunyuan and CogVideo by Kijai: the scheduler names the sampler as well.
        ("WanVideoSampler", {"seed": 1, "steps": 6, "cfg": 5, "scheduler": "unipc"}, (1, 6, 5)),
        ("MochiSampler", {"seed": 1, "steps": 50, "cfg": 4.5}, (1, 50, 4.5)),
        ("HyVideoSampler", {"seed": 1, "steps": 30, "cfg": 6}, (1, 30, 6)),
        ("KSampler (Efficient)", {"seed": 1, "steps": 8, "cfg": 2}, (1, 8, 2)),
        (
            "NobodyHeardOfThis",
            {"noise_seed": 1, "num_inference_steps": 8, "cfg_scale": 2},
            (1, 8, 2),
        ),
    ],
)
def test_samplers_are_told_by_their_inputs(asked, prompt, node, kind, inputs, expected):
    prompt["sampler"] = node(kind, samples=["empty", 0], **inputs)
    generation = asked(prompt)
    assert (generation.seed, generation.steps, generation.cfg_scale) == expected
