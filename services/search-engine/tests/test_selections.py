"""Pages and facets are what a plain look at every document finds."""

from collections import Counter
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from alice_contracts.events.assets import AssetDeleted, AssetRejected
from alice_contracts.http.search import Document, FacetName, Facets, Selection
from alice_contracts.media import RejectReason

REJECTED = AssetRejected(reason=RejectReason.CORRUPT, detail="no pixels", library=None, path="x")
NOON = "2026-11-01T12:00:00+00:00"

# Each with the words that are in it.
PROMPTS = {
    "a cat": ["a", "cat"],
    "Cat": ["cat"],
    "dog": ["dog"],
    "low-poly": ["low", "poly"],
    "poly": ["poly"],
    "1girl": ["1", "girl"],
    "雨の街": ["雨", "の", "街"],
    "の": ["の"],
    "<lora:cat:1>": ["lora", "cat", "1"],
    "!": [],
}
NAMES = {
    "Cat.png": ["cat", "png"],
    "dog_low-poly.PNG": ["dog", "low", "poly", "png"],
    "100%.jpg": ["100", "jpg"],
    "雨.webp": ["雨", "webp"],
    "a": ["a"],
}
MIMES = ["image/png", "image/jpeg", "image/heic", "image/heif", "video/mp4", "video/quicktime"]
GENERATORS = ["comfyui", "Flux", "unknown"]
MODELS = ["sdxl", "flux-1"]
TAGS = ["mood:dark", "mood:light", "style:anime", "style:photo", "tag:cat", "tag:a:b"]
LIBRARIES = ["art", "film"]
SEEDS = [0, 2**64 - 1]


@st.composite
def histories(draw: st.DrawFn, facts) -> list:
    """The facts of up to sixteen assets."""
    numbers = range(draw(st.sampled_from([1, 8, 16])))
    return [event for number in numbers for event in draw(_asset(facts, number))]


@st.composite
def _asset(draw: st.DrawFn, facts, number: int) -> list:
    told = [_discovered(draw, facts)]
    if draw(st.booleans()):
        size = draw(st.integers(1, 3)), draw(st.integers(1, 3))
        told.append(draw(st.sampled_from([facts.processed(*size, told[0].mime), REJECTED])))
    if draw(st.integers(0, 3)):
        told.append(_extracted(draw, facts))
    if draw(st.booleans()):
        stars = draw(st.none() | st.integers(1, 5))
        told.append(facts.assessed(stars, draw(st.sampled_from([None, 10.0, 55.5]))))
    if not draw(st.integers(0, 7)):
        told.append(AssetDeleted())
    return [facts.event(number, revision, data) for revision, data in enumerate(told)]


def _discovered(draw: st.DrawFn, facts) -> Any:
    library = st.sampled_from([*LIBRARIES, None])
    place = st.builds(facts.location, st.sampled_from([*NAMES]), library, st.integers(-3, 3))
    places = draw(st.lists(place, max_size=2))
    mime = draw(st.sampled_from(MIMES))
    return facts.discovered(*places, mime=mime, size=draw(st.integers(0, 3)))


def _extracted(draw: st.DrawFn, facts) -> Any:
    parts = draw(st.none() | st.lists(st.sampled_from([*PROMPTS]), max_size=4))
    return facts.extracted(
        None if parts is None else ", ".join(parts),
        generator=draw(st.sampled_from(GENERATORS)),
        is_ai=draw(st.sampled_from(["yes", "no", "unknown"])),
        tags=draw(st.lists(st.sampled_from(TAGS), max_size=4)),
        model=draw(st.sampled_from([None, *MODELS])),
        seed=draw(st.sampled_from([None, *SEEDS])),
    )


Terms = list[list[tuple[bool, str]]]
"""Alternatives of words that all occur, each with whether it is excluded."""

TERM = st.tuples(st.integers(0, 3).map(lambda n: not n), st.sampled_from([*PROMPTS]))
TEXTS = st.lists(st.lists(TERM, min_size=1, max_size=2), min_size=1, max_size=2)


def _few(*values: str) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(values), min_size=1, max_size=2)


FILTERS: dict[str, st.SearchStrategy[Any]] = {
    "generator": _few(*GENERATORS),
    "model": _few(*MODELS, "none such"),
    "tag": _few(*TAGS, "Mood: Dark", "none:such"),
    "is_ai": _few("yes", "unknown"),
    "stars": st.lists(st.integers(1, 5), min_size=1, max_size=3),
    "min_stars": st.integers(1, 5),
    "max_stars": st.integers(1, 5),
    "seed": st.sampled_from(SEEDS),
    "kind": _few("image", "video"),
    "format": _few("png", "jpg", "MOV", "heic", "tiff"),
    "state": _few("discovered", "processed", "rejected"),
    "library": _few(*LIBRARIES, "none such"),
    "filename": st.sampled_from(["cat", "%", "a", "zz"]),
    "min_size": st.integers(0, 3),
    "max_size": st.integers(0, 3),
    "min_width": st.integers(1, 3),
    "max_width": st.integers(1, 3),
    "min_height": st.integers(1, 3),
    "max_height": st.integers(1, 3),
    "since": st.just(NOON),
    "until": st.just(NOON),
}


@st.composite
def selections(draw: st.DrawFn, ids: list[str]) -> tuple[dict[str, Any], Terms | None]:
    """Every other asks for tags, and of what many filters let pass nothing is left to count."""
    names = draw(st.lists(st.sampled_from([*FILTERS]), max_size=2, unique=True))
    query = {name: draw(FILTERS[name]) for name in names}
    if draw(st.booleans()):
        query["tag"] = draw(FILTERS["tag"])
    if ids and not draw(st.integers(0, 4)):
        query["same_prompt_as"] = draw(st.sampled_from(ids))
    terms = draw(TEXTS) if not draw(st.integers(0, 2)) else None
    return query, terms


def _typed(terms: Terms) -> str:
    """As people type them: what falls into several words need not be quoted."""
    quoted = [[f'{"-" * out}"{part}"' for out, part in all_of] for all_of in terms]
    return " or ".join(" ".join(all_of) for all_of in quoted)


def passes(found: Document, query: Selection, terms: Terms | None, others: dict) -> bool:
    named = {f"{tag.key}:{tag.value}" for tag in found.tags}
    libraries = {location.library for location in found.locations}
    formats = {"jpg": "jpeg", "MOV": "mov"}
    same = others.get(query.same_prompt_as)
    return all(
        (
            not query.generator or found.generator in query.generator,
            not query.model or found.model in query.model,
            all(named & alternatives for alternatives in _by_key(query.tag).values()),
            not query.is_ai or found.is_ai in query.is_ai,
            not query.stars or found.stars in query.stars,
            _within(found.stars, query.min_stars, query.max_stars),
            query.seed is None or found.seed == query.seed,
            not query.kind or found.kind in query.kind,
            not query.format or found.format in [formats.get(f, f) for f in query.format],
            not query.state or found.state in query.state,
            not query.library or bool(libraries & set(query.library)),
            query.filename is None or query.filename in (found.filename or "").lower(),
            _within(found.size, query.min_size, query.max_size),
            _within(found.width, query.min_width, query.max_width),
            _within(found.height, query.min_height, query.max_height),
            query.since is None or found.created_at >= query.since,
            query.until is None or found.created_at < query.until,
            query.same_prompt_as is None or bool(same and _asked_for(found) == same),
            terms is None or _tells(found, terms),
        )
    )


def _by_key(names: list[str]) -> dict[str, set[str]]:
    keys: dict[str, set[str]] = {}
    for name in names:
        lower = name.lower().replace(" ", "")
        keys.setdefault(lower.split(":")[0], set()).add(lower)
    return keys


def _within(value, least, most) -> bool:
    if value is None:
        return least is None and most is None
    return (least is None or value >= least) and (most is None or value <= most)


def _parts(found: Document) -> list[str]:
    return found.prompt.split(", ") if found.prompt else []


def _asked_for(found: Document) -> list[str]:
    return [word for part in _parts(found) if part[0] != "<" for word in PROMPTS[part]]


def _tells(found: Document, terms: Terms) -> bool:
    """Alternatives without a single word say nothing."""
    prompt = [word for part in _parts(found) for word in PROMPTS[part]]
    texts = [prompt, NAMES.get(found.filename or "", [])]
    told = [[(out, PROMPTS[part]) for out, part in all_of if PROMPTS[part]] for all_of in terms]
    return any(
        all(any(_has(words, phrase) for words in texts) is not out for out, phrase in all_of)
        for all_of in told
        if all_of
    )


def _has(words: list[str], phrase: list[str]) -> bool:
    size = len(phrase)
    return any(words[at : at + size] == phrase for at in range(len(words) - size + 1))


VALUES = {
    FacetName.GENERATOR: lambda d: [d.generator],
    FacetName.MODEL: lambda d: [d.model],
    FacetName.TAG: lambda d: {f"{tag.key}:{tag.value}" for tag in d.tags},
    FacetName.IS_AI: lambda d: [d.is_ai],
    FacetName.STARS: lambda d: [d.stars],
    FacetName.KIND: lambda d: [d.kind],
    FacetName.FORMAT: lambda d: [d.format],
    FacetName.STATE: lambda d: [d.state],
    FacetName.LIBRARY: lambda d: {place.library for place in d.locations},
}


def counts(library: list[Document], query: Selection, *rest: Any) -> dict[FacetName, list]:
    """Of each value how many pass when it takes the place of the facet's own filter."""
    told = {}
    for facet, values in VALUES.items():
        counted = Counter[str]()
        for document in library:
            for value in set(values(document)) - {None}:
                chosen = query.model_copy(update={facet: _choosing(query, facet, value)})
                counted[str(value)] += passes(document, chosen, *rest)
        told[facet] = sorted(((-n, value) for value, n in counted.items() if n))
    return told


def _choosing(query: Selection, facet: FacetName, value: Any) -> list[Any]:
    if facet is not FacetName.TAG:
        return [value]
    key = value.split(":")[0]
    return [value, *(name for name in query.tag if name.lower().split(":")[0] != key)]


def _in_order(documents: list[Document], sort: str) -> list[str]:
    """By created_at descending unless they are the best."""
    best = sort == "best"

    def key(document: Document) -> tuple:
        score = -1 if document.score is None else document.score
        merit = (document.stars or 0, score) if best else ()
        return (*merit, document.created_at, document.asset_id)

    return [each.asset_id for each in sorted(documents, key=key, reverse=True)]


def _told(facets: Facets) -> dict[FacetName, list]:
    return {
        name: [(-each.count, each.value) for each in values]
        for name, values in facets.facets.items()
    }


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
async def test_pages_and_facets_agree_with_a_look_at_every_document(database, search, facts, data):
    async with database.transaction() as session:
        await session.execute(text("DELETE FROM live.documents"))
    await search.fold(*data.draw(st.permutations(data.draw(histories(facts)))))
    library = await search.documents()
    prompts = {each.asset_id: _asked_for(each) for each in library}
    for query, terms in data.draw(st.lists(selections([*prompts]), min_size=3, max_size=5)):
        if terms is not None:
            query["text"] = _typed(terms)
        rest = (terms, prompts)
        expected = [each for each in library if passes(each, Selection(**query), *rest)]
        for sort in ("newest", "best"):
            assert await search.ids(**query, sort=sort) == _in_order(expected, sort), query

        found = await search.facets(**query, top=200)
        assert found.total == len(expected), query
        told = {
            name: [(-v.count, v.value) for v in values] for name, values in found.facets.items()
        }
        assert told == counts(library, Selection(**query), *rest), query
