"""From a sampler's model link back to the loader, with the LoRAs on the way."""

import re
from collections.abc import Iterator, Mapping

from alice_contracts.provenance import Lora
from alice_provenance.generators.comfyui.graph import Link, Node
from alice_provenance.generators.comfyui.links.names import BUNDLES, MODEL_NAMES, MODELS, Field
from alice_provenance.generators.comfyui.links.resolving import scalar, source
from alice_provenance.generators.comfyui.links.walk import Walk
from alice_provenance.generators.comfyui.scalars import word
from alice_provenance.generators.comfyui.walks.loras import MAX_LORAS, loras_of, stacked

_FILE = re.compile(r".+\.(safetensors|sft|ckpt|pth?|bin|gguf|onnx|engine)", re.IGNORECASE)


def model_and_loras(walk: Walk, sampler: Node) -> tuple[str | None, tuple[Lora, ...]]:
    """The name of the model's file as it is written, and the LoRAs in the order of applying.

    Of merged models the first one counts.
    """
    chain = list(_chain(walk, sampler))
    model = next((name for node in reversed(chain) if (name := _file(walk, node))), None)
    loras: dict[Lora, None] = {}
    for node in reversed(chain):
        for stack in (*reversed(list(stacked(walk, node))), node):
            loras.update(dict.fromkeys(loras_of(walk, stack)))
    return model, tuple(loras)[:MAX_LORAS]


def _chain(walk: Walk, sampler: Node) -> Iterator[Node]:
    """The nodes that a model went through, from the sampler back to its loader."""
    seen: set[Link] = set()
    node: Node | None = sampler
    while node is not None:
        yield node
        link = source(walk, node.first_link((*MODELS, "guider", *BUNDLES)), Field.MODEL)
        if not isinstance(link, Link) or link in seen:
            return
        seen.add(link)
        node = walk.node(link)


def _file(walk: Walk, node: Node) -> str | None:
    for name in MODEL_NAMES:
        value = node.inputs.get(name)
        if isinstance(value, Mapping):
            # A chooser with previews keeps the picture beside the name.
            value = value.get("content")
        if isinstance(value, Link) and name not in MODELS:
            value = scalar(walk, value, Field.MODEL_NAME)
        if isinstance(value, str) and _names_model(name, value):
            return word(value)
    return None


def _names_model(name: str, value: str) -> bool:
    """Names of other things stand in `model` and `model_path` as well."""
    return value != "None" and (name.endswith("_name") or bool(_FILE.fullmatch(value)))
