"""The digest of an extraction tells whether anything is new."""

from dataclasses import replace

import pytest

from alice_contracts.events.metadata import MetadataExtracted
from alice_contracts.provenance import Generation, Provenance
from alice_provenance.blocks import Block
from metadata_extractor.cleaning import clean_model
from metadata_extractor.extraction import extraction

BLOCK = Block(place="PNG tEXt parameters", key="parameters", data=b"a fox")
WHOLE = MetadataExtracted(
    extractor="reader/1", provenance=Provenance(generation=Generation(prompt="a fox"))
)


def digest(whole=WHOLE, blocks=(BLOCK,)) -> bytes:
    return extraction(whole, blocks).digest


def test_another_reader_that_says_the_same_says_nothing_new():
    assert digest(WHOLE.model_copy(update={"extractor": "reader/2"})) == digest()


@pytest.mark.parametrize(
    "blocks",
    [
        (),
        (BLOCK, BLOCK),
        (replace(BLOCK, data=b"a fix"),),
        (replace(BLOCK, key="parameter"),),
        (replace(BLOCK, problem="broken"),),
    ],
)
def test_other_blocks_are_news(blocks):
    assert digest(blocks=blocks) != digest()


def test_other_words_are_news():
    assert digest(WHOLE.model_copy(update={"problems": ("broken",)})) != digest()


def test_nul_is_taken_out_of_every_text():
    dirty = Provenance(generator="a\0", generation=Generation(prompt="\0b\\u0000", loras=[]))
    clean = clean_model(dirty)
    assert (clean.generator, clean.generation.prompt) == ("a", "b\\u0000")
