"""A selection's filters as SQL conditions, all of which must hold."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import ColumnElement, Text, cast, false, literal, true
from sqlalchemy.dialects.postgresql import TSQUERY

from alice_contracts.http.search import FacetName, Selection
from search_engine.documents.formats import mimes_of
from search_engine.documents.models import documents, prompt_key_of
from search_engine.documents.tags import key_of, normal
from search_engine.documents.words import tsquery

_ESCAPE = str.maketrans({"\\": r"\\", "%": r"\%", "_": r"\_"})
_WILDCARDS = str.maketrans({"*": "%", "?": "_"})
_TRIGRAM = re.compile(r"[^\W_]{3}")

column = documents.c


@dataclass(frozen=True)
class Filter:
    """A condition; `facet` is the one among whose values it chooses, `key` that of its tags.

    One that is `rarer` passes fewer documents than PostgreSQL believes.
    """

    condition: ColumnElement[bool]
    facet: FacetName | None = None
    key: str | None = None
    rarer: bool = False


def filters(selection: Selection) -> list[Filter]:
    return [
        *_choices(selection),
        *_tags(selection.tag),
        *_told(selection.text),
        *map(Filter, _texts(selection)),
        *map(Filter, _bounds(selection)),
    ]


def conditions(given: Sequence[Filter], but: Filter | None = None) -> list[ColumnElement[bool]]:
    """Those of listed documents that pass all filters, or all `but` one."""
    kept = [each.condition for each in given if each is not but]
    return [column.listed == true(), *kept]


def like_pattern(words: str) -> str:
    """Part of a name, or with `*` and `?` a pattern for the whole of it, as LIKE reads it."""
    pattern = words.translate(_ESCAPE).translate(_WILDCARDS)
    return pattern if re.search(r"[*?]", words) else f"%{pattern}%"


def _choices(selection: Selection) -> Iterator[Filter]:
    mimes = [mime for name in selection.format for mime in mimes_of(name)]
    choices = (
        (FacetName.GENERATOR, selection.generator, column.generator.in_),
        (FacetName.MODEL, selection.model, column.model.in_),
        (FacetName.IS_AI, selection.is_ai, column.is_ai.in_),
        (FacetName.STARS, selection.stars, column.stars.in_),
        (FacetName.KIND, selection.kind, column.kind.in_),
        (FacetName.STATE, selection.state, column.state.in_),
        (FacetName.LIBRARY, selection.library, column.libraries.overlap),
    )
    for facet, values, among in choices:
        if values:
            yield Filter(among(values), facet)
    if selection.format:
        yield Filter(column.mime.in_(mimes), FacetName.FORMAT)


def _tags(names: Sequence[str]) -> Iterator[Filter]:
    """One filter a key: its values are alternatives."""
    by_key: dict[str, list[str]] = defaultdict(list)
    for name in map(normal, names):
        by_key[key_of(name)].append(name)
    for key, alternatives in by_key.items():
        yield Filter(column.tag_names.overlap(alternatives), FacetName.TAG, key)


def _texts(selection: Selection) -> Iterator[ColumnElement[bool]]:
    if selection.filename is not None:
        yield _named(selection.filename)
    if selection.seed is not None:
        yield column.seed == Decimal(selection.seed)
    if selection.same_prompt_as is not None:
        yield column.prompt_key == prompt_key_of(selection.same_prompt_as)


def _told(text: str | None) -> Iterator[Filter]:
    """The concatenation is what the index holds; a text without a word finds nothing.

    PostgreSQL takes a phrase to be as frequent as documents that have all its words.
    """
    if text is None:
        return
    query = tsquery(text)
    told = column.filename_words.concat(column.prompt_words)
    matches = told.bool_op("@@")(cast(literal(query, Text()), TSQUERY))
    yield Filter(matches if query else false(), rarer="<->" in query)


def _named(words: str) -> ColumnElement[bool]:
    """Without three characters in a row to look up, PostgreSQL would read all of the trigram
    index for nothing; an expression keeps it from that.
    """
    name = column.filename if _TRIGRAM.search(words) else column.filename.concat("")
    return name.ilike(like_pattern(words), escape="\\")


def _bounds(selection: Selection) -> Iterator[ColumnElement[bool]]:
    measures = (
        (column.stars, selection.min_stars, selection.max_stars),
        (column.size, selection.min_size, selection.max_size),
        (column.width, selection.min_width, selection.max_width),
        (column.height, selection.min_height, selection.max_height),
    )
    for measure, least, most in measures:
        if least is not None:
            yield measure >= least
        if most is not None:
            yield measure <= most
    if selection.since is not None:
        yield column.created_at >= selection.since
    if selection.until is not None:
        yield column.created_at < selection.until
