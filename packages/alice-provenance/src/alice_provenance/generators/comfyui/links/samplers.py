"""Which nodes sample and which save, told by the inputs they have."""

from alice_provenance.generators.comfyui.graph import Node
from alice_provenance.generators.comfyui.links.names import SETTINGS, Field


def is_sampler(node: Node) -> bool:
    """A seed and steps, or the parts that stand for them (`SamplerCustomAdvanced`).

    Savers and rgthree's contexts hold both as well, only to hand them on.
    """
    names = node.inputs.keys()
    if saves(node) or node.kind.startswith("Context"):
        return False
    seeded = not names.isdisjoint((*SETTINGS[Field.SEED], "noise"))
    return seeded and not names.isdisjoint((*SETTINGS[Field.STEPS], "sigmas"))


def saves(node: Node) -> bool:
    """Whether the node writes files."""
    kind = node.kind.lower()
    return "save" in kind or "videocombine" in kind or "filename_prefix" in node.inputs


def previews(node: Node) -> bool:
    return "preview" in node.kind.lower()


def is_prompted(node: Node) -> bool:
    """Whether the node makes pictures from a prompt by itself, as those of services do."""
    prompts = [node.inputs.get(name) for name in ("prompt", "positive_prompt", "prompt_text")]
    return any(prompts) and not saves(node)
