"""A query's filters as SQL conditions, all of which must hold."""

import re
from collections.abc import Iterator

from sqlalchemy import ColumnElement, true

from alice_contracts.http.search import DocumentQuery
from search_engine.documents.formats import mimes_of
from search_engine.documents.models import documents

_ESCAPE = str.maketrans({"\\": r"\\", "%": r"\%", "_": r"\_"})
_WILDCARDS = str.maketrans({"*": "%", "?": "_"})
_TRIGRAM = re.compile(r"[^\W_]{3}")

column = documents.c


def conditions(query: DocumentQuery) -> list[ColumnElement[bool]]:
    return [column.listed == true(), *_choices(query), *_bounds(query)]


def like_pattern(words: str) -> str:
    """Part of a name, or with `*` and `?` a pattern for the whole of it, as LIKE reads it."""
    pattern = words.translate(_ESCAPE).translate(_WILDCARDS)
    return pattern if re.search(r"[*?]", words) else f"%{pattern}%"


def _choices(query: DocumentQuery) -> Iterator[ColumnElement[bool]]:
    if query.kind:
        yield column.kind.in_(query.kind)
    if query.format:
        yield column.mime.in_([mime for name in query.format for mime in mimes_of(name)])
    if query.state:
        yield column.state.in_(query.state)
    if query.library:
        yield column.libraries.overlap(query.library)
    if query.filename is not None:
        yield _named(query.filename)


def _named(words: str) -> ColumnElement[bool]:
    """Without three characters in a row to look up, PostgreSQL would read all of the trigram
    index for nothing; an expression keeps it from that.
    """
    name = column.filename if _TRIGRAM.search(words) else column.filename.concat("")
    return name.ilike(like_pattern(words), escape="\\")


def _bounds(query: DocumentQuery) -> Iterator[ColumnElement[bool]]:
    measures = (
        (column.size, query.min_size, query.max_size),
        (column.width, query.min_width, query.max_width),
        (column.height, query.min_height, query.max_height),
    )
    for measure, least, most in measures:
        if least is not None:
            yield measure >= least
        if most is not None:
            yield measure <= most
    if query.since is not None:
        yield column.created_at >= query.since
    if query.until is not None:
        yield column.created_at < query.until
