"""Found assets as a table."""

from collections.abc import Iterable

from alice_cli.views.columns import Column, FittingTable
from alice_cli.views.text import day, dimensions, short_id, size, star_signs
from alice_contracts.http.assets import AssetState
from alice_contracts.http.search import Document

ROOMY = 100
WIDE = 120
VERY_WIDE = 150
BEGINNING = 200  # characters of a prompt, more than a table has room for


def _pixels(document: Document) -> str:
    if document.rejection:
        return document.rejection.reason.value
    if document.state is AssetState.DISCOVERED:
        return "waiting"
    return dimensions(document.width, document.height)


def _prompt(document: Document) -> str:
    return " ".join((document.prompt or "")[:BEGINNING].split())


ID = Column[Document]("ID", lambda document: short_id(document.asset_id))
FORMAT = Column[Document]("Format", lambda document: document.format)
PIXELS = Column[Document]("Pixels", _pixels, max_width=11, justify="right")
STARS = Column[Document]("Stars", lambda document: star_signs(document.stars))
GENERATOR = Column[Document]("Generator", lambda document: document.generator or "", max_width=16)
MODEL = Column[Document]("Model", lambda document: document.model or "", ratio=2)
NAME = Column[Document]("Name", lambda document: document.filename or "", ratio=2)
PROMPT = Column[Document]("Prompt", _prompt, from_width=WIDE, ratio=3)
MADE = Column[Document]("Made", lambda document: day(document.created_at), from_width=ROOMY)
SIZE = Column[Document](
    "Size", lambda document: size(document.size), from_width=VERY_WIDE, justify="right"
)


def documents_table(documents: Iterable[Document]) -> FittingTable[Document]:
    columns = (ID, FORMAT, PIXELS, SIZE, MADE, STARS, GENERATOR, NAME, PROMPT)
    return FittingTable(documents, columns)


def samples_table(documents: Iterable[Document]) -> FittingTable[Document]:
    """What is known of them, before where they lie."""
    return FittingTable(documents, (NAME, FORMAT, PIXELS, STARS, GENERATOR, MODEL, PROMPT))
