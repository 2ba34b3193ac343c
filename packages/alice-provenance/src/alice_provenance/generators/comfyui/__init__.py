"""ComfyUI: the graph that a picture was made by, in the API form or the UI form."""

import re
from collections.abc import Iterator

from alice_contracts.provenance import Evidence, EvidenceKind, Generation, IsAi, Subject
from alice_provenance.blocks import Blocks
from alice_provenance.evidence import evidence
from alice_provenance.finding import Finding
from alice_provenance.generators.comfyui.civitai import asked_for, is_civitai
from alice_provenance.generators.comfyui.forms.api import api_graph
from alice_provenance.generators.comfyui.forms.ui import ui_graph
from alice_provenance.generators.comfyui.generation import Reading, read_graph
from alice_provenance.generators.comfyui.sources import Form, Source, sources

COMFYUI = "ComfyUI"
CIVITAI = "Civitai"

_STILL_PNG = re.compile(r"PNG (?:tEXt|iTXt|zTXt) ")
_CONFIDENCE = {Form.API: 0.95, Form.UI: 0.9, Form.BROKEN: 0.6}


def read(blocks: Blocks) -> Iterator[Finding]:
    """At most one finding: what the first graph of the surest form says.

    The API form is what was executed. The UI form is read only where it is missing, and counts as
    the picture's own only where something shows that a picture was made: a still PNG with nothing
    but a workflow may as well be a picture of the editor.
    """
    found = list(sources(blocks))
    by_form = {source.form: source for source in reversed(found)}
    if (api := by_form.get(Form.API)) is not None:
        yield _of_prompt(api, found)
    elif (ui := by_form.get(Form.UI)) is not None:
        yield _of_workflow(ui, found, blocks)
    elif found:
        yield _finding(COMFYUI, found[0], Reading(Generation(), made=True, problems=()), found)


def _of_prompt(api: Source, found: list[Source]) -> Finding:
    reading = read_graph(api_graph(api.content))
    if not is_civitai(api.content):
        return _finding(COMFYUI, api, reading, found)
    asked, problems = asked_for(api.content)
    told = {name: value for name, value in asked if value not in (None, ())}
    generation = reading.generation.model_copy(update=told)
    made = reading.made or generation.prompt is not None
    reading = Reading(generation, made=made, problems=(*reading.problems, *problems))
    return _finding(CIVITAI, api, reading, found)


def _of_workflow(ui: Source, found: list[Source], blocks: Blocks) -> Finding:
    if _is_picture_of_editor(ui, found, blocks):
        return _finding(COMFYUI, ui, Reading(Generation(), made=False, problems=()), found)
    return _finding(COMFYUI, ui, read_graph(ui_graph(ui.content)), found)


def _is_picture_of_editor(ui: Source, found: list[Source], blocks: Blocks) -> bool:
    """Whether nothing shows more: no broken prompt, no saver's parameters, no frames, no EXIF."""
    if any(source.form is Form.BROKEN for source in found) or any(blocks.texts("parameters")):
        return False
    return _STILL_PNG.match(ui.block.place) is not None


def _finding(generator: str, read_from: Source, reading: Reading, found: list[Source]) -> Finding:
    is_ai = IsAi.YES if reading.made else IsAi.UNKNOWN
    claims = [_evidence(Subject.GENERATOR, generator, source) for source in found]
    if reading.made:
        claims.append(_evidence(Subject.IS_AI, is_ai, read_from))
    if (model := reading.generation.model) is not None:
        claims.append(_evidence(Subject.MODEL, model, read_from))
    place = read_from.block.place
    return Finding(
        generator=generator,
        evidence=tuple(claims),
        is_ai=is_ai,
        generation=reading.generation,
        problems=(*_broken(found), *(f"{place}: {problem}" for problem in reading.problems)),
    )


def _evidence(about: Subject, claim: str, source: Source) -> Evidence:
    return evidence(
        about,
        claim,
        EvidenceKind.GENERATION_METADATA,
        source.block,
        _CONFIDENCE[source.form],
        source.block.text or "",
    )


def _broken(found: list[Source]) -> tuple[str, ...]:
    return tuple(f"{source.block.place}: {source.problem}" for source in found if source.problem)
