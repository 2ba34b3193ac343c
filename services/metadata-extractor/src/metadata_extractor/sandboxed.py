"""What runs inside a process; light to import, because the parent imports it too."""

from collections.abc import Sequence

from alice_contracts.events.metadata import MetadataExtracted
from alice_provenance import EXTRACTOR
from alice_provenance.blocks import Block
from metadata_extractor.cleaning import clean_model, clean_text


def interpret_blocks(blocks: Sequence[Block]) -> MetadataExtracted:
    """What the blocks say; the readers are loaded for the first of them."""
    from alice_provenance.interpreting import interpret

    found = interpret(blocks)
    problems = tuple(clean_text(problem) for problem in found.problems)
    return clean_model(
        MetadataExtracted(extractor=EXTRACTOR, provenance=found.provenance, problems=problems)
    )
