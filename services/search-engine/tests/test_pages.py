"""Keyset pages: complete, without repetition, one statement each."""

import pytest
from sqlalchemy import text
from sqlalchemy.dialects import postgresql

from alice_contracts.http.search import DocumentQuery, Sort
from alice_core.database import QueryCounter
from alice_core.pages import encode_cursor
from alice_core.problems import Problem
from search_engine.documents import repository
from search_engine.documents.pages import ORDERS, begin, cursor_behind
from search_engine.documents.words import vector

KEYS = {
    Sort.NEWEST: (lambda d: (d.created_at, d.asset_id), True),
    Sort.OLDEST: (lambda d: (d.created_at, d.asset_id), False),
    Sort.LARGEST: (lambda d: (d.size, d.asset_id), True),
    Sort.NAME: (lambda d: ((d.filename or "").lower(), d.asset_id), False),
    Sort.BEST: (
        lambda d: (d.stars or 0, -1 if d.score is None else d.score, d.created_at, d.asset_id),
        True,
    ),
}


async def walk(database, between=None, **query) -> list[list[str]]:
    """The ids on each page; `between` is awaited behind every page."""
    pages, cursor = [], None
    while True:
        asked = DocumentQuery(**query, cursor=cursor)
        async with database.reader() as session:
            rows, more = await repository.page(session, asked)
        pages.append([row["asset_id"] for row in rows])
        if not more:
            return pages
        cursor = cursor_behind(asked, rows[-1])
        if between:
            await between()


JUDGED = [(5, 91.5), (3, 50.0), (3, 100 / 3), (1, None), (None, None)]


async def _fill(search, facts, numbers) -> None:
    """Of every sixth document quality has not told yet."""
    numbers = list(numbers)
    found = (facts.discovered(facts.location(f"{'Aäb'[n % 3]}.png"), size=n % 2) for n in numbers)
    judged = [(n, facts.assessed(*JUDGED[n % 5])) for n in numbers if n % 6]
    await search.fold(
        *(facts.event(n, 1, data) for n, data in zip(numbers, found, strict=True)),
        *(facts.event(n, 1, data) for n, data in judged),
    )


@pytest.mark.parametrize("sort", list(Sort))
async def test_pages_are_in_order_and_complete(search, facts, database, sort):
    await _fill(search, facts, range(50))
    key, backwards = KEYS[sort]
    expected = [d.asset_id for d in sorted(await search.documents(), key=key, reverse=backwards)]

    pages = await walk(database, sort=sort, limit=7)

    assert [asset_id for page in pages for asset_id in page] == expected
    assert [len(page) for page in pages] == [7] * 7 + [1]


@pytest.mark.parametrize("sort", list(Sort))
async def test_insertions_between_pages_repeat_and_lose_nothing(search, facts, database, sort):
    """Every document has the same timestamp, so the id alone keeps the place."""
    await _fill(search, facts, range(0, 80, 2))
    new = iter(range(1, 80, 2))

    async def insert() -> None:
        await _fill(search, facts, [next(new), next(new)])

    seen = [i for page in await walk(database, insert, sort=sort, limit=5) for i in page]

    assert len(seen) == len(set(seen))
    assert {facts.id(n) for n in range(0, 80, 2)} <= set(seen)


async def test_a_page_is_one_statement(search, facts, database):
    await _fill(search, facts, range(20))
    counter = QueryCounter(database)
    pages = await walk(database, limit=5, kind=["image"], filename="png", library=["art"])
    assert len(counter.statements) == len(pages) == 4


MANY = """
INSERT INTO live.documents (
    asset_id, presence_revision, presence_mime, presence_kind, size, discovered_at,
    locations_revision, filename, libraries, locations, pixels_revision, state, renditions,
    life_revision, alive, generator, prompt_words)
SELECT 'sha256:' || encode(sha256(n::text::bytea), 'hex'), 1, 'image/png', 'image', 5,
    '2026-11-01 12:00:00+00', 1, 'a.png', '{}', '[]', -1, 'discovered', '[]', -1, true, 'flux',
    CAST(:words AS tsvector)
FROM generate_series(1, 20000) AS n
"""


@pytest.mark.parametrize("sort", list(Sort))
async def test_a_page_among_equal_keys_is_read_from_its_index(database, sort):
    """Documents of one timestamp, size, name and merit: nothing is sorted or read in vain."""
    noon = "2026-11-01T12:00:00+00:00"
    keys = {Sort.LARGEST: [5], Sort.NAME: ["a.png"], Sort.BEST: [0, -1.0, noon]}
    asked = DocumentQuery(sort=sort, limit=50)
    bound = asked.model_dump(mode="json", exclude={"cursor", "limit"})
    deep = asked.model_copy(
        update={"cursor": encode_cursor(bound, [*keys.get(sort, [noon]), "sha256:8"])}
    )
    async with database.transaction() as session:
        await session.execute(text(MANY), {"words": vector("big red cat")})
        await session.execute(text("ANALYZE live.documents"))
        plan = await _explain(session, deep)
    assert "Index Only Scan" in plan
    assert "Sort Key" not in plan
    assert "Removed" not in plan


async def test_a_phrase_is_looked_up_and_words_are_met_on_the_way(database):
    """PostgreSQL believes a phrase to be as frequent as its words, which are in every document."""
    async with database.transaction() as session:
        await session.execute(text(MANY), {"words": vector("big red cat")})
        await session.execute(text("ANALYZE live.documents"))
        words = await _explain(session, DocumentQuery(text="big cat"))
        phrase = await _explain(session, DocumentQuery(text='"big cat"'))
    assert "Scan Backward using documents_created_at" in words
    assert "Scan Backward using documents_created_at" not in phrase


async def test_every_query_is_planned_for_its_own_values(database):
    async with database.reader() as session:
        assert await session.scalar(text("SHOW plan_cache_mode")) == "force_custom_plan"


async def _explain(session, query: DocumentQuery) -> str:
    compiled = repository.select_page(query).compile(
        dialect=postgresql.psycopg.dialect(), compile_kwargs={"literal_binds": True}
    )
    return "\n".join(await session.scalars(text(f"EXPLAIN (ANALYZE) {compiled}")))


def _query(sort: Sort) -> DocumentQuery:
    return DocumentQuery(sort=sort, limit=2)


async def test_a_cursor_serves_its_own_query_only(search, facts, database):
    await _fill(search, facts, range(5))
    asked = _query(Sort.NEWEST)
    async with database.reader() as session:
        rows, _ = await repository.page(session, asked)
        cursor = cursor_behind(asked, rows[-1])
        other = DocumentQuery(sort=Sort.OLDEST, cursor=cursor)
        with pytest.raises(Problem, match="another query"):
            await repository.page(session, other)
        wider = DocumentQuery(sort=Sort.NEWEST, limit=50, cursor=cursor)
        assert len((await repository.page(session, wider))[0]) == 3


@pytest.mark.parametrize(
    ("sort", "keys"),
    [
        (Sort.NEWEST, ["yesterday", "x"]),
        (Sort.NEWEST, [5, "x"]),
        (Sort.LARGEST, ["5", "x"]),
        (Sort.LARGEST, [2**63, "x"]),
        (Sort.NAME, [None, "x"]),
        (Sort.NAME, ["a", "\0"]),
        (Sort.NAME, ["a"]),
        (Sort.BEST, [6, 1.0, "2026-11-01T12:00:00+00:00", "x"]),
        (Sort.BEST, [5, "1", "2026-11-01T12:00:00+00:00", "x"]),
        (Sort.BEST, [5, 1.0, "x"]),
    ],
)
def test_a_forged_cursor_is_refused(sort, keys):
    asked = _query(sort)
    bound = asked.model_dump(mode="json", exclude={"cursor", "limit"})
    forged = asked.model_copy(update={"cursor": encode_cursor(bound, keys)})
    with pytest.raises(Problem, match="sort keys"):
        begin(forged)


def test_every_sort_has_an_order():
    assert set(ORDERS) == set(Sort)
