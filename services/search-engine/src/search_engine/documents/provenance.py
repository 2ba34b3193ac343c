"""What metadata tells of an asset's origin, as columns."""

from alice_contracts.provenance import Provenance
from search_engine.documents.bounds import indexable, integer
from search_engine.documents.prompts import prompt_key
from search_engine.documents.tags import tag_names
from search_engine.documents.words import vector

AFTER_A_GAP = 2
"""Prompts follow file names: a phrase does not begin in the one and end in the other."""


def provenance_columns(told: Provenance) -> dict[str, object]:
    shown = told.model_dump(mode="json", exclude={"evidence", "generation"})
    generation = told.generation.model_dump(mode="json")
    prompt = told.generation.prompt
    return {
        **shown,
        **generation,
        "generator": indexable(told.generator),
        "model": indexable(told.generation.model),
        "steps": integer(told.generation.steps),
        "tag_names": tag_names(told.tags),
        "prompt_words": vector(prompt or "", AFTER_A_GAP),
        "prompt_key": prompt_key(prompt),
    }
