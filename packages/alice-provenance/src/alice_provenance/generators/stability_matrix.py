"""Stability Matrix: an infotext beside its own project (`smproj`), made by a graph.

Both the graph and the infotext name others; the project alone tells who arranged them.
"""

from collections.abc import Iterator

from alice_provenance.blocks import Blocks
from alice_provenance.finding import Finding
from alice_provenance.generators.a1111.infotext import parse_infotext
from alice_provenance.generators.a1111.reading import infotext_finding
from alice_provenance.generators.a1111.writers import NAMED, Writer

PROJECT = "smproj"
INFOTEXT = "parameters"


def read(blocks: Blocks) -> Iterator[Finding]:
    """A finding, where there are both."""
    project = next(iter(blocks.texts(PROJECT)), None)
    if project is None:
        return
    for block, text in blocks.texts(INFOTEXT):
        if infotext := parse_infotext(text):
            writer = Writer("Stability Matrix", NAMED, f"{PROJECT}: {project[1]}")
            yield infotext_finding(block, infotext, writer)
