"""Graphs by Civitai's own generator: ComfyUI's, with marks of the site.

Format: Civitai writes the API form into UserComment, with `extra.airs` (the resources as URNs) and
`extraMetadata`, a JSON string of what the user had asked for; an upscale's graph samples nothing,
and only the latter tells how the picture was made.
"""

from collections.abc import Mapping

from alice_contracts.provenance import Generation
from alice_provenance.generators.comfyui import scalars
from alice_provenance.generators.comfyui.json_text import decode
from alice_provenance.json_text import JsonError


def is_civitai(prompt: Mapping[str, object]) -> bool:
    extra = prompt.get("extra")
    return "extraMetadata" in prompt or (isinstance(extra, dict) and "airs" in extra)


def asked_for(prompt: Mapping[str, object]) -> tuple[Generation, tuple[str, ...]]:
    """What `extraMetadata` says, and why it cannot be read."""
    told = prompt.get("extraMetadata")
    try:
        told = decode(told) if isinstance(told, str) else told
    except JsonError as error:
        return Generation(), (f"extraMetadata: {error}",)
    if not isinstance(told, dict):
        return Generation(), ()
    generation = Generation(
        prompt=scalars.text(told.get("prompt")),
        negative_prompt=scalars.text(told.get("negativePrompt")),
        seed=scalars.seed(told.get("seed")),
        steps=scalars.count(told.get("steps")),
        sampler=scalars.word(told.get("sampler")),
        scheduler=scalars.word(told.get("scheduler")),
        cfg_scale=scalars.number(told.get("cfgScale")),
    )
    return generation, ()
