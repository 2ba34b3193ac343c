"""What ComfyUI's nodes and the well-known extensions call their inputs, by what they hold.

Nodes are told by the inputs they have, since anybody can write a class of nodes, while these
names follow ComfyUI's own (`nodes.py`, `comfy_extras/`). In each tuple the surest comes first.
"""

from enum import StrEnum


class Field(StrEnum):
    """What a walk is looking for; the value is the name that contexts and pipes give it."""

    MODEL = "model"
    POSITIVE = "positive"
    NEGATIVE = "negative"
    PICTURE = "latent"
    TEXT = "text"
    MODEL_NAME = "ckpt_name"
    WEIGHT = "weight"
    SEED = "seed"
    STEPS = "steps"
    CFG = "cfg"
    SAMPLER = "sampler"
    SCHEDULER = "scheduler"


SETTINGS: dict[Field, tuple[str, ...]] = {
    Field.SEED: ("seed", "noise_seed", "random_seed", "rand_seed"),
    Field.STEPS: ("steps", "steps_total", "num_inference_steps", "num_steps"),
    Field.CFG: ("cfg", "cfg_scale", "cfg_conds", "guidance_scale"),
    Field.SAMPLER: ("sampler_name", "sampler"),
    Field.SCHEDULER: ("scheduler", "scheduler_name"),
    Field.MODEL_NAME: ("ckpt_name", "unet_name", "model_name", "lora_name"),
    Field.WEIGHT: ("strength", "weight"),
}

HELPERS: dict[Field, tuple[str, ...]] = {
    Field.SEED: ("noise", "noise1"),
    Field.STEPS: ("sigmas", "sigmas_1", "scheduler"),
    Field.CFG: ("guider",),
    Field.SAMPLER: ("sampler",),
    Field.SCHEDULER: ("sigmas", "sigmas_1"),
}
"""Inputs through which a sampler is given a setting that it does not hold itself."""

BUNDLES = (
    "base_ctx",
    "context",
    "ctx",
    "basic_pipe",
    "base_basic_pipe",
    "detailer_pipe",
    "pipe",
    "sdxl_pipe",
    "sdxl_tuple",
    "pipeline",
)
"""Links that carry a model, conditioning, a picture and settings at once."""

MODELS = (
    "model",
    "model1",
    "model_1",
    "model_a",
    "base_model",
    "opt_model",
    "unet",
    "hi_model",
    "MODEL",
    "any_model",
)
MODEL_NAMES = (
    "ckpt_name",
    "base_ckpt_name",
    "unet_name",
    "diffusion_name",
    "diffusion_model",
    "model_name",
    "model_path",
    "model",
    "gguf_name",
    "checkpoint",
    "base_model",
)
"""Where loaders keep the name of the file that they load."""

CONDITIONING: dict[Field, tuple[str, ...]] = {
    Field.POSITIVE: (
        "positive",
        "positive_1",
        "positive_A",
        "positive_NEW",
        "positive_conditioning",
        "pos",
        "conditioning",
        "cond1",
        "cond",
    ),
    Field.NEGATIVE: (
        "negative",
        "negative_1",
        "negative_A",
        "negative_NEW",
        "negative_conditioning",
        "neg",
    ),
}
EMBEDDINGS = ("text_embeds", "hyvid_embeds", "prompt_embeds", "embeds")
"""Links that carry the positive and the negative prompt at once."""

VALUES = ("value", "Value", "number", "Number", "int", "float", "string", "text", "seed")
"""Where primitives and other nodes that only hold a value keep it."""

TEXTS = (
    "populated_text",
    "text",
    "prompt",
    "user_prompt",
    "string",
    "value",
    "Text",
    "caption",
    "multiline_text",
    "wildcard_text",
    "tags",
)
POLAR_TEXTS: dict[Field, tuple[str, ...]] = {
    Field.POSITIVE: ("positive_prompt", "positive", "text_positive", "prompt_positive", "pos"),
    Field.NEGATIVE: (
        "negative_prompt",
        "negative",
        "text_negative",
        "prompt_negative",
        "neg",
    ),
}
ENCODERS_OF_ONE_MODEL: tuple[tuple[str, ...], ...] = (
    ("text_g", "text_l"),
    ("t5xxl", "llama", "clip_g", "clip_l"),
    ("mt5xl", "bert"),
)
"""Models with several text encoders take a text for each, which mostly say the same."""

# Nodes that are one sampler or scheduler each (`comfy_extras/nodes_custom_sampler.py`).
NAMED_BY_KIND: dict[Field, dict[str, str]] = {
    Field.SCHEDULER: {
        "KarrasScheduler": "karras",
        "ExponentialScheduler": "exponential",
        "BetaSamplingScheduler": "beta",
    },
    Field.SAMPLER: {
        "SamplerDPMAdaptative": "dpm_adaptive",
        "SamplerDPMPP_2M_SDE": "dpmpp_2m_sde",
        "SamplerDPMPP_2S_Ancestral": "dpmpp_2s_ancestral",
        "SamplerDPMPP_3M_SDE": "dpmpp_3m_sde",
        "SamplerDPMPP_SDE": "dpmpp_sde",
        "SamplerER_SDE": "er_sde",
        "SamplerEulerAncestral": "euler_ancestral",
        "SamplerEulerAncestralCFGPP": "euler_ancestral_cfg_pp",
        "SamplerEulerCFGpp": "euler_cfg_pp",
        "SamplerLCMUpscale": "lcm",
        "SamplerLMS": "lms",
        "SamplerSASolver": "sa_solver",
        "SamplerSEEDS2": "seeds_2",
    },
}
