"""Filters find what a plain look at every document finds."""

import random
import re
from datetime import timedelta

import pytest

from alice_contracts.http.search import DocumentQuery
from search_engine.documents.filters import like_pattern
from search_engine.documents.formats import format_of, mimes_of

MIMES = ["image/png", "image/jpeg", "image/heic", "image/heif", "video/mp4", "video/quicktime"]
NAMES = ["Cat.png", "cat_2.PNG", "100%.jpg", "dög.mov", r"back\slash", "a*b", "what?", "x"]
SAMPLES = {
    "kind": [["image"], ["video"], ["image", "video"]],
    "format": [["png"], ["jpg", "MOV"], ["heic"], ["tiff"]],
    "state": [["processed"], ["discovered", "processed"], ["rejected"]],
    "library": [["art"], ["film", "art"], ["none such"]],
    "filename": ["cat", "CAT*", "%", "_", "\\", "?", "*.p?g", "DÖG", "*", "a*b", "zzz"],
    "min_size": [0, 5],
    "max_size": [3, 9],
    "min_width": [1, 30],
    "max_width": [20],
    "min_height": [10],
    "max_height": [10, 25],
}


@pytest.fixture
async def corpus(search, facts):
    """Sixty random documents of every kind."""
    random.seed(20261101)
    for number in range(60):
        mime = random.choice(MIMES)
        places = [
            facts.location(f"d/{random.choice(NAMES)}", library, random.randint(-9, 9))
            for library in random.sample(["art", "film", None], random.randint(0, 2))
        ]
        discovered = facts.discovered(*places, mime=mime, size=random.randint(0, 10))
        await search.fold(facts.event(number, 1, discovered))
        if random.random() < 0.7:
            width, height = random.randint(1, 40), random.randint(1, 40)
            await search.fold(facts.event(number, 2, facts.processed(width, height, mime)))
    return await search.documents()


def _passes(document, query: DocumentQuery) -> bool:
    libraries = {location.library for location in document.locations}
    wanted = {"jpg": "jpeg", "MOV": "mov"}
    checks = [
        not query.kind or document.kind in query.kind,
        not query.format or document.format in [wanted.get(f, f) for f in query.format],
        not query.state or document.state in query.state,
        not query.library or bool(libraries & set(query.library)),
        query.filename is None or _named(document.filename, query.filename),
        _within(document.size, query.min_size, query.max_size),
        _within(document.width, query.min_width, query.max_width),
        _within(document.height, query.min_height, query.max_height),
        query.since is None or document.created_at >= query.since,
        query.until is None or document.created_at < query.until,
    ]
    return all(checks)


def _within(value, least, most) -> bool:
    if value is None:
        return least is None and most is None
    return (least is None or value >= least) and (most is None or value <= most)


def _named(filename: str | None, words: str) -> bool:
    if filename is None:
        return False
    if not re.search(r"[*?]", words):
        return words.lower() in filename.lower()
    pattern = re.escape(words).replace(r"\*", ".*").replace(r"\?", ".")
    return re.fullmatch(pattern, filename, re.IGNORECASE | re.DOTALL) is not None


@pytest.mark.parametrize("seed", range(4))
async def test_filters_agree_with_a_look_at_every_document(search, corpus, seed):
    chooser = random.Random(seed)
    met = 0
    for _ in range(60):
        names = chooser.sample(sorted(SAMPLES), chooser.randint(1, 3))
        query = {name: chooser.choice(SAMPLES[name]) for name in names}
        expected = [found for found in corpus if _passes(found, DocumentQuery(**query))]
        assert await search.documents(**query) == expected, query
        met += bool(expected)
    assert met > 10


@pytest.mark.parametrize("words", SAMPLES["filename"])
async def test_names_are_found_by_part_and_by_pattern(search, corpus, words):
    expected = [found for found in corpus if _named(found.filename, words)]
    assert await search.documents(filename=words) == expected


async def test_dates_include_since_and_exclude_until(search, corpus):
    times = sorted({document.created_at for document in corpus})
    since, until = times[1], times[-2]
    found = await search.documents(since=since, until=until)
    assert {document.created_at for document in found} == set(times[1:-2])
    assert await search.documents(since=times[-1] + timedelta(seconds=1)) == []


def test_characters_that_like_reads_are_escaped():
    assert like_pattern("100%_a\\") == r"%100\%\_a\\%"
    assert like_pattern("*.p?g") == "%.p_g"


@pytest.mark.parametrize("mime", MIMES)
def test_a_format_names_the_media_types_that_have_it(mime):
    assert mime in mimes_of(format_of(mime))
    assert mime in mimes_of(format_of(mime).upper())


def test_people_say_jpg_and_mov():
    assert "image/jpeg" in mimes_of("jpg")
    assert mimes_of("mov") == ["image/mov", "video/mov", "video/quicktime"]
