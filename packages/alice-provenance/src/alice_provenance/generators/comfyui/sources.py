"""Where in a file's blocks ComfyUI and its savers leave graphs, and what form each has.

Told by content and not by key alone: Easy Diffusion writes prose into `prompt`, save-image-extended
graphs into `Make`, SaveImagePlus and Civitai into `UserComment`, video savers into `comment`.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, auto

from alice_provenance.blocks import Block, Blocks
from alice_provenance.generators.comfyui.forms.api import is_api_form
from alice_provenance.generators.comfyui.forms.ui import is_ui_form
from alice_provenance.generators.comfyui.json_text import begins_json, decode
from alice_provenance.json_text import JsonError

# ComfyUI's EXIF values (`comfy_api/latest/_ui.py`) and save-image-extended's begin with a key.
_LABEL = re.compile(r"\s*(?:prompt|workflow)\s*:\s*(?=[{\[\"])", re.IGNORECASE)
# Words that stand in every graph, also in one that is encoded twice.
_WORDS = re.compile(r"class_type|widgets_values|last_node_id|\\?\"nodes\\?\"")
_COMFYUI_ONLY = re.compile(r"class_type|widgets_values|last_node_id")
_MAX_WRAPPERS = 4


class Form(Enum):
    API = auto()
    UI = auto()
    BROKEN = auto()


@dataclass(frozen=True)
class Source:
    """A graph and the block where it lies; `problem` says why a broken one cannot be read."""

    block: Block
    form: Form
    content: Mapping[str, object]
    problem: str | None = None


def sources(blocks: Blocks) -> Iterator[Source]:
    for block in blocks:
        if block.text is None or not _WORDS.search(block.text):
            continue
        text = _LABEL.sub("", block.text, count=1)
        if not begins_json(text):
            continue
        try:
            yield from _graphs(block, decode(text))
        except JsonError as error:
            if _COMFYUI_ONLY.search(text):
                yield Source(block, Form.BROKEN, {}, f"the graph cannot be read: {error}")


def _graphs(block: Block, value: object) -> Iterator[Source]:
    """The graphs of a value, also inside wrappers (`{"prompt": ..., "workflow": ...}`)."""
    pending = [(value, 0)]
    while pending:
        found, depth = pending.pop()
        found = decode(found) if isinstance(found, str) else found
        if not isinstance(found, dict):
            continue
        if is_api_form(found):
            yield Source(block, Form.API, found)
        elif is_ui_form(found):
            yield Source(block, Form.UI, found)
        elif depth < _MAX_WRAPPERS:
            inner = (
                found.get(key) for key in ("workflow", "extra_pnginfo", "extra_data", "prompt")
            )
            pending += [(item, depth + 1) for item in inner if isinstance(item, (str, dict))]
