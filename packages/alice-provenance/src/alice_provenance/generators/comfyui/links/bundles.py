"""Contexts and pipes: links that carry many things at once, put in and taken out by name."""

from typing import Final

from alice_provenance.generators.comfyui.graph import Node
from alice_provenance.generators.comfyui.links.names import (
    BUNDLES,
    CONDITIONING,
    MODELS,
    SETTINGS,
    Field,
)

# The outputs of rgthree-comfy's contexts, in order (`py/context_utils.py` there).
_CONTEXT_OUTPUTS: Final = (
    "base_ctx",
    "model",
    "clip",
    "vae",
    "positive",
    "negative",
    "latent",
    "images",
    "seed",
    "steps",
    "step_refiner",
    "cfg",
    "ckpt_name",
    "sampler",
    "scheduler",
    "clip_width",
    "clip_height",
    "text_pos_g",
    "text_pos_l",
    "text_neg_g",
    "text_neg_l",
    "mask",
    "control_net",
)
_PICTURES: Final = ("latent", "images", "image", "samples", "pixels")
_NAMES: Final[dict[str, tuple[str, ...]]] = {
    Field.MODEL: MODELS,
    Field.POSITIVE: CONDITIONING[Field.POSITIVE],
    Field.NEGATIVE: CONDITIONING[Field.NEGATIVE],
    Field.PICTURE: _PICTURES,
    **{str(field): names for field, names in SETTINGS.items()},
}


def field_of_slot(node: Node, slot: int) -> str | None:
    """What a context's output carries; None for the context itself and for other nodes."""
    if not node.kind.startswith("Context") or not 0 < slot < len(_CONTEXT_OUTPUTS):
        return None
    return _CONTEXT_OUTPUTS[slot]


def only_hands_on(node: Node) -> bool:
    """Whether a node just takes things out of a bundle, such as `FromBasicPipe`."""
    return bool(node.inputs) and all(name in BUNDLES for name in node.inputs)


def names_of(field: str) -> tuple[str, ...]:
    """The inputs that put a field into a bundle."""
    return _NAMES.get(field, (field,))


def is_of_picture(field: str) -> bool:
    return field in _PICTURES
