"""Names, dates and formats, as people give them."""

import random
import re
from datetime import timedelta

import pytest

from search_engine.documents.filters import like_pattern
from search_engine.documents.formats import format_of, mimes_of

MIMES = ["image/png", "image/jpeg", "image/heic", "image/heif", "video/mp4", "video/quicktime"]
NAMES = ["Cat.png", "cat_2.PNG", "100%.jpg", "dög.mov", r"back\slash", "a*b", "what?", "x"]
PATTERNS = ["cat", "CAT*", "%", "_", "\\", "?", "*.p?g", "DÖG", "*", "a*b", "zzz"]


@pytest.fixture
async def corpus(search, facts):
    """Sixty random documents."""
    random.seed(20261101)
    for number in range(60):
        mime = random.choice(MIMES)
        places = [
            facts.location(f"d/{random.choice(NAMES)}", library, random.randint(-9, 9))
            for library in random.sample(["art", "film", None], random.randint(0, 2))
        ]
        discovered = facts.discovered(*places, mime=mime, size=random.randint(0, 10))
        await search.fold(facts.event(number, 1, discovered))
    return await search.documents()


def _named(filename: str | None, words: str) -> bool:
    if filename is None:
        return False
    if not re.search(r"[*?]", words):
        return words.lower() in filename.lower()
    pattern = re.escape(words).replace(r"\*", ".*").replace(r"\?", ".")
    return re.fullmatch(pattern, filename, re.IGNORECASE | re.DOTALL) is not None


@pytest.mark.parametrize("words", PATTERNS)
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
