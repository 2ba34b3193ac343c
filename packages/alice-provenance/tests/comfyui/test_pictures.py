"""Which sampler began the picture, and whether there is one at all."""

import pytest

from alice_contracts.provenance import Generation, IsAi


def second_pass(prompt, node, latent):
    """A second sampler between the first and the saved picture."""
    prompt["positive2"] = node("CLIPTextEncode", text="more detail")
    prompt["second"] = node(
        "KSampler",
        seed=2,
        steps=5,
        cfg=1,
        model=["loader", 0],
        positive=["positive2", 0],
        negative=["negative", 0],
        latent_image=latent,
    )
    prompt["decode"]["inputs"]["samples"] = ["second", 0]
    return prompt


def test_a_hires_pass_in_latent_space_comes_second(asked, prompt, node):
    prompt["larger"] = node("LatentUpscale", samples=["sampler", 0], width=1024)
    generation = asked(second_pass(prompt, node, ["larger", 0]))
    assert (generation.seed, generation.prompt) == (42, "a lighthouse")


def test_a_hires_pass_through_pixels_comes_second(asked, prompt, node):
    prompt |= {
        "seen": node("VAEDecode", samples=["sampler", 0], vae=["loader", 2]),
        "scaled": node("ImageUpscaleWithModel", upscale_model=["up", 0], image=["seen", 0]),
        "up": node("UpscaleModelLoader", model_name="4x.pth"),
        "again": node("VAEEncode", pixels=["scaled", 0], vae=["loader", 2]),
    }
    generation = asked(second_pass(prompt, node, ["again", 0]))
    assert (generation.seed, generation.model) == (42, "dream.safetensors")


def test_a_detailer_comes_second(asked, prompt, node):
    prompt["detailer"] = node(
        "FaceDetailer", image=["decode", 0], model=["loader", 0], seed=9, steps=3, cfg=1
    )
    prompt["save"]["inputs"]["images"] = ["detailer", 0]
    assert asked(prompt).seed == 42


def test_two_saved_pictures_have_the_same_beginning(asked, prompt, node):
    prompt = second_pass(prompt, node, ["sampler", 0])
    prompt["decode1"] = node("VAEDecode", samples=["sampler", 0], vae=["loader", 2])
    prompt["save1"] = node("SaveImage", filename_prefix="first", images=["decode1", 0])
    assert asked(prompt).seed == 42


def test_a_sampler_that_does_not_reach_what_is_saved_does_not_count(asked, prompt, node):
    aside = node("KSampler", **prompt["sampler"]["inputs"] | {"seed": 1})
    prompt = {"aside": aside} | prompt
    prompt["aside_decode"] = node("VAEDecode", samples=["aside", 0], vae=["loader", 2])
    prompt["aside_shown"] = node("PreviewImage", images=["aside_decode", 0])
    assert asked(prompt).seed == 42


@pytest.mark.parametrize("name", ["start_image", "image"])
def test_what_guides_a_sampler_does_not_begin_its_picture(asked, prompt, node, name):
    first = prompt["sampler"]["inputs"] | {"seed": 1}
    prompt["guide"] = node("KSampler", **first)
    prompt["seen"] = node("VAEDecode", samples=["guide", 0], vae=["loader", 2])
    prompt["film"] = node(
        "WanImageToVideo",
        positive=["positive", 0],
        negative=["negative", 0],
        length=81,
        **{name: ["seen", 0]},
    )
    control = {"positive": ["film", 0], "negative": ["film", 1], "latent_image": ["film", 2]}
    prompt["sampler"]["inputs"] |= control
    generation = asked(prompt)
    assert (generation.seed, generation.negative_prompt) == (42, "blurry")


def test_a_video_model_without_text_takes_the_prompt_of_its_first_frame(asked, prompt, node):
    prompt |= {
        "film": node("SVD_img2vid_Conditioning", init_image=["decode", 0], video_frames=25),
        "svd": node("ImageOnlyCheckpointLoader", ckpt_name="svd.safetensors"),
        "moved": node(
            "KSampler",
            seed=7,
            steps=10,
            model=["svd", 0],
            positive=["film", 0],
            negative=["film", 1],
            latent_image=["film", 2],
        ),
        "seen": node("VAEDecode", samples=["moved", 0], vae=["svd", 2]),
        "save": node("SaveAnimatedWEBP", images=["seen", 0]),
    }
    generation = asked(prompt)
    assert (generation.seed, generation.model) == (7, "svd.safetensors")
    assert (generation.prompt, generation.negative_prompt) == ("a lighthouse", "blurry")


def test_stable_cascade_begins_in_its_first_stage(asked, prompt, node):
    prompt["stage_b"] = node(
        "StableCascade_StageB_Conditioning", conditioning=["positive", 0], stage_c=["sampler", 0]
    )
    prompt = second_pass(prompt, node, ["empty", 1])
    prompt["second"]["inputs"]["positive"] = ["stage_b", 0]
    generation = asked(prompt)
    assert (generation.seed, generation.prompt) == (42, "a lighthouse")


def test_a_savers_own_settings_do_not_make_it_a_sampler(asked, prompt, node):
    prompt["save"] = node(
        "Image Saver",
        images=["decode", 0],
        seed=0,
        steps=1,
        cfg=1.0,
        modelname="unknown",
        positive="unknown",
    )
    generation = asked(prompt)
    assert (generation.seed, generation.steps, generation.prompt) == (42, 20, "a lighthouse")


def test_without_a_saver_the_end_of_the_graph_counts(asked, prompt, node):
    prompt["save"] = node("SendToSomewhere", images=["decode", 0])
    assert asked(prompt).seed == 42


def test_a_service_that_takes_a_prompt_makes_the_picture(of_prompt, node):
    finding = of_prompt(
        {
            "flux": node("FluxProUltraImageNode", prompt="a cat", seed=3, aspect_ratio="1:1"),
            "save": node("SaveImage", filename_prefix="x", images=["flux", 0]),
        }
    )
    assert finding.is_ai is IsAi.YES
    assert finding.generation == Generation(prompt="a cat", seed=3)


@pytest.mark.parametrize("kind", ["ImageScale", "ImageUpscaleWithModel"])
@pytest.mark.parametrize("told", [{}, {"seed": 0, "steps": 20, "prompt": "unknown"}])
def test_a_picture_that_was_only_loaded_and_scaled_may_be_anybodys(of_prompt, node, kind, told):
    finding = of_prompt(
        {
            "load": node("LoadImage", image="holiday.jpg"),
            "scale": node(kind, image=["load", 0]),
            "save": node("SaveImage", filename_prefix="x", images=["scale", 0], **told),
        }
    )
    assert (finding.generator, finding.is_ai) == ("ComfyUI", IsAi.UNKNOWN)
    assert finding.generation == Generation()


class TestContextsAndPipes:
    def test_rgthrees_context_hands_on_by_slot(self, asked, prompt, node):
        prompt |= {
            "seed": node("Seed (rgthree)", seed=77),
            "first": node(
                "Context (rgthree)", model=["loader", 0], seed=["seed", 0], latent=["empty", 0]
            ),
            "second": node(
                "Context (rgthree)",
                base_ctx=["first", 0],
                positive=["positive", 0],
                negative=["negative", 0],
            ),
            "switch": node("Context Switch (rgthree)", ctx_02=["second", 0]),
            "third": node("Context (rgthree)", base_ctx=["switch", 0]),
            "last": node("Context (rgthree)", base_ctx=["third", 0], images=["decode", 0]),
        }
        prompt["sampler"]["inputs"] |= {
            "model": ["third", 1],
            "positive": ["third", 4],
            "negative": ["third", 5],
            "latent_image": ["third", 6],
            "seed": ["third", 8],
        }
        prompt["save"]["inputs"]["images"] = ["last", 7]
        generation = asked(prompt)
        assert (generation.seed, generation.model) == (77, "dream.safetensors")
        assert (generation.prompt, generation.negative_prompt) == ("a lighthouse", "blurry")

    def test_a_pipe_is_unpacked_by_name(self, asked, prompt, node):
        prompt |= {
            "to": node(
                "ToBasicPipe",
                model=["loader", 0],
                positive=["positive", 0],
                negative=["negative", 0],
            ),
            "from": node("FromBasicPipe", basic_pipe=["to", 0]),
        }
        prompt["sampler"]["inputs"] |= {
            "model": ["from", 0],
            "positive": ["from", 3],
            "negative": ["from", 4],
        }
        generation = asked(prompt)
        assert (generation.model, generation.prompt) == ("dream.safetensors", "a lighthouse")
        assert generation.negative_prompt == "blurry"

    def test_a_pipe_leads_from_a_loader_past_the_settings_to_the_sampler(self, asked, node):
        graph = {
            "load": node("easy fullLoader", ckpt_name="x.ckpt", positive="a cat", negative="a dog"),
            "set": node(
                "easy preSampling", pipe=["load", 0], seed=4, steps=9, cfg=2, sampler_name="euler"
            ),
            "out": node("easy pipeOut", pipe=["set", 0]),
            "run": node("easy kSampler", pipe=["out", 0], image_output="Save"),
            "save": node("SaveImage", filename_prefix="x", images=["run", 1]),
        }
        generation = asked(graph)
        assert (generation.seed, generation.sampler, generation.model) == (4, "euler", "x.ckpt")
        assert (generation.prompt, generation.negative_prompt) == ("a cat", "a dog")
