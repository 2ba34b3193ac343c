"""The UI form's `widgets_values`: values in the order in which a node shows its widgets.

Newer files list a widget among the inputs for each value; older ones only those that were turned
into inputs, so that the order must be known (ComfyUI `nodes.py` and `comfy_extras/`).
"""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

_SEEDS: Final = ("seed", "noise_seed")
_AFTER_GENERATE: Final = ("fixed", "randomize", "increment", "decrement", True, False)
"""Behind each seed stands what to do with it next, a flag in the oldest files; it is no input."""

_ORDERS: Final[dict[str, tuple[str, ...]]] = {
    "BasicScheduler": ("scheduler", "steps", "denoise"),
    "CFGGuider": ("cfg",),
    "CLIPTextEncode": ("text",),
    "CLIPTextEncodeFlux": ("clip_l", "t5xxl", "guidance"),
    "CLIPTextEncodeHunyuanDiT": ("bert", "mt5xl"),
    "CLIPTextEncodeLumina2": ("system_prompt", "user_prompt"),
    "CLIPTextEncodeSD3": ("clip_l", "clip_g", "t5xxl", "empty_padding"),
    "CLIPTextEncodeSDXL": (
        "width",
        "height",
        "crop_w",
        "crop_h",
        "target_width",
        "target_height",
        "text_g",
        "text_l",
    ),
    "CLIPTextEncodeSDXLRefiner": ("ascore", "width", "height", "text"),
    "CheckpointLoader": ("config_name", "ckpt_name"),
    "CheckpointLoaderSimple": ("ckpt_name",),
    "DualCFGGuider": ("cfg_conds", "cfg_cond2_negative"),
    "Flux2Scheduler": ("steps", "width", "height"),
    "FluxGuidance": ("guidance",),
    "ImageOnlyCheckpointLoader": ("ckpt_name",),
    "ImpactWildcardProcessor": ("wildcard_text", "populated_text", "mode", "seed"),
    "KSampler": ("seed", "steps", "cfg", "sampler_name", "scheduler", "denoise"),
    "KSampler (Efficient)": (
        "seed",
        "steps",
        "cfg",
        "sampler_name",
        "scheduler",
        "denoise",
        "preview_method",
        "vae_decode",
    ),
    "KSamplerAdvanced": (
        "add_noise",
        "noise_seed",
        "steps",
        "cfg",
        "sampler_name",
        "scheduler",
        "start_at_step",
        "end_at_step",
        "return_with_leftover_noise",
    ),
    "KSamplerSelect": ("sampler_name",),
    "KarrasScheduler": ("steps", "sigma_max", "sigma_min", "rho"),
    "LTXVScheduler": ("steps", "max_shift", "base_shift", "stretch", "terminal"),
    "LoadImage": ("image", "upload"),
    "LoraLoader": ("lora_name", "strength_model", "strength_clip"),
    "LoraLoaderModelOnly": ("lora_name", "strength_model"),
    "PrimitiveNode": ("value", "control_after_generate"),
    "PrimitiveStringMultiline": ("value",),
    "RandomNoise": ("noise_seed",),
    "SamplerCustom": ("add_noise", "noise_seed", "cfg"),
    "SaveImage": ("filename_prefix",),
    "SDTurboScheduler": ("steps", "denoise"),
    "Seed (rgthree)": ("seed",),
    "SplitSigmas": ("step",),
    "StringConcatenate": ("string_a", "string_b", "delimiter"),
    "TextEncodeHunyuanVideo_ImageToVideo": ("prompt", "image_interleave"),
    "TextEncodeQwenImageEdit": ("prompt",),
    "TextEncodeQwenImageEditPlus": ("prompt",),
    "UNETLoader": ("unet_name", "weight_dtype"),
    "UnetLoaderGGUF": ("unet_name",),
    "WanVideoModelLoader": ("model", "base_precision", "quantization", "load_device"),
    "WanVideoSampler": ("steps", "cfg", "shift", "seed", "force_offload", "scheduler"),
    "WanVideoTextEncode": ("positive_prompt", "negative_prompt"),
    "unCLIPCheckpointLoader": ("ckpt_name",),
}


def widget_inputs(kind: str, values: object, shown: Sequence[str]) -> dict[str, object]:
    """The values by the names of their inputs; `shown` are the widgets among the inputs."""
    if isinstance(values, Mapping):
        return dict(values)
    if not isinstance(values, list):
        return {}
    if kind == "Power Lora Loader (rgthree)":
        entries = [value for value in values if isinstance(value, Mapping) and "lora" in value]
        return {f"lora_{number}": entry for number, entry in enumerate(entries, 1)}
    listed = _named(shown, values)
    # A list of inputs that does not use up the values names only some of the widgets.
    if shown and len(listed.rest) == 0:
        return listed.inputs
    if kind in _ORDERS:
        return _named(_ORDERS[kind], values).inputs
    return {"value": values[0]} if len(values) == 1 else {}


class _Named(NamedTuple):
    inputs: dict[str, object]
    rest: Sequence[object]


def _named(names: Sequence[str], values: list[object]) -> _Named:
    inputs: dict[str, object] = {}
    position = 0
    for name in names:
        if position == len(values):
            break
        inputs[name] = values[position]
        position += 1
        if name in _SEEDS and position < len(values) and _is_control(values[position]):
            position += 1
    return _Named(inputs, values[position:])


def _is_control(value: object) -> bool:
    return isinstance(value, (str, bool)) and value in _AFTER_GENERATE
