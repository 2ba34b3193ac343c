"""Search among many documents: milliseconds a page and a count of facets, facts folded a second.

Starts a PostgreSQL of its own and folds a synthetic library into it. Pages are the newest 50 of
what passes; each measure is of many queries with values drawn as frequently as documents have
them. Prints a table, then JSON as the last line.
"""

import argparse
import asyncio
import json
import random
import statistics
import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from alice_contracts.envelope import Event
from alice_contracts.http.search import DocumentQuery, FacetQuery
from alice_core.database import Database
from alice_core.events.subscription import Delivery
from alice_core.migrations import migrate
from alice_core.testing import new_postgres
from alice_core.testing.databases import Databases
from alice_core.testing.servers import server_directory
from benchmarks.library import MADE_BY, MODELS, TAGS, WORDS, Library
from search_engine.consumers import fold
from search_engine.documents import repository as documents
from search_engine.facets import repository as facets

BATCH = 500
ROUNDS = 4
"""Facts come one after another: each document is folded as often as facts tell of it."""
TOLD_APART = 2_000
"""Documents that are folded fact by fact, to measure folding as it happens."""

Figures = dict[str, dict[str, float]]
Draw = Callable[[random.Random], Mapping[str, Any]]

PAGES: dict[str, Draw] = {
    "newest": lambda _: {},
    "best": lambda _: {"sort": "best"},
    "generator": lambda chance: {"generator": MADE_BY.draw(chance, 1)},
    "model": lambda chance: {"model": MODELS.draw(chance, 1)},
    "stars": lambda chance: {"stars": [chance.randint(1, 5)]},
    "one tag": lambda chance: {"tag": _tags(chance, 1)},
    "three tags": lambda chance: {"tag": _tags(chance, 3)},
    "one word": lambda chance: {"text": " ".join(WORDS.draw(chance, 1))},
    "two words": lambda chance: {"text": " ".join(WORDS.draw(chance, 2))},
    "a phrase": lambda chance: {"text": '"' + " ".join(WORDS.draw(chance, 2)) + '"'},
    "an excluded word": lambda chance: {"text": "-" + WORDS.draw(chance, 1)[0]},
    "two words, tag": lambda chance: {
        "text": " ".join(WORDS.draw(chance, 2)),
        "tag": _tags(chance, 1),
    },
    "model, stars, tag": lambda chance: {
        "model": MODELS.draw(chance, 1),
        "min_stars": 4,
        "tag": _tags(chance, 1),
    },
    "seed": lambda chance: {"seed": chance.getrandbits(64)},
}
FACETS: dict[str, Draw] = {
    "all": lambda _: {},
    "all but tags": lambda _: {"facet": ["generator", "model", "is_ai", "stars", "kind"]},
    "under a generator": lambda chance: {"generator": MADE_BY.draw(chance, 1)},
    "under a tag": lambda chance: {"tag": _tags(chance, 1)},
    "under two words": lambda chance: {"text": " ".join(WORDS.draw(chance, 2))},
}


def _tags(chance: random.Random, count: int) -> list[str]:
    keys = chance.sample(sorted(TAGS), count)
    return [f"{key}:{TAGS[key].draw(chance, 1)[0]}" for key in keys]


async def tell(database: Database, events: Iterable[Event[Any]]) -> None:
    deliveries = [Delivery("benchmark", f"{n}-0", event) for n, event in enumerate(events)]
    async with database.transaction() as session:
        await fold(session, deliveries)


async def load(database: Database, count: int) -> float:
    """Fold so many documents; events a second of those that are told fact by fact."""
    library = Library()
    apart = min(TOLD_APART, count)
    for start in range(apart, count, BATCH):
        numbers = range(start, min(start + BATCH, count))
        await tell(database, (event for n in numbers for event in library.events(n)))
    rounds = zip(*(library.events(number) for number in range(apart)), strict=True)
    begun = time.perf_counter()
    for facts in rounds:
        for start in range(0, apart, BATCH):
            await tell(database, facts[start : start + BATCH])
    rate = ROUNDS * apart / (time.perf_counter() - begun)
    async with database.direct() as connection:
        await connection.execute("VACUUM (ANALYZE) live.documents")
    return rate


async def ask(database: Database, draws: Mapping[str, Draw], number: int, facet: bool) -> Figures:
    """Milliseconds of each draw: the median and the 95th percentile."""
    figures = {}
    for name, draw in draws.items():
        chance = random.Random(name)
        taken = [await _one(database, draw(chance), facet) for _ in range(number + 1)][1:]
        figures[name] = {
            "p50": statistics.median(taken),
            "p95": statistics.quantiles(taken, n=20)[-1],
        }
    return figures


async def _one(database: Database, wanted: Mapping[str, Any], facet: bool) -> float:
    async with database.reader() as session:
        begun = time.perf_counter()
        if facet:
            await facets.count(session, FacetQuery.model_validate(wanted))
        else:
            await documents.page(session, DocumentQuery.model_validate(wanted))
        return 1000 * (time.perf_counter() - begun)


async def measure(count: int, queries: int) -> dict[str, Any]:
    with server_directory() as directory:
        postgres = new_postgres(directory)
        await postgres.start()
        try:
            databases = Databases(postgres.server)
            database = Database(databases.url(await databases.clone("search", prepare)))
            rate = await load(database, count)
            pages = await ask(database, PAGES, queries, facet=False)
            counts = await ask(database, FACETS, max(5, queries // 10), facet=True)
            await database.close()
        finally:
            postgres.kill()
    return {"folded_per_second": rate, "pages": pages, "facets": counts}


async def prepare(url: str) -> None:
    await asyncio.to_thread(migrate, "search_engine", url, extensions=("pg_trgm",))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--queries", type=int, default=100)
    options = parser.parse_args()
    figures = asyncio.run(measure(options.documents, options.queries))
    print(f"{'folded':<26}{figures['folded_per_second']:>10,.0f} events/s")
    for part in ("pages", "facets"):
        for name, taken in figures[part].items():
            print(f"{part + ': ' + name:<26}{taken['p50']:>10.1f} {taken['p95']:>8.1f} ms p50, p95")
    print(json.dumps({**vars(options), **figures}))


if __name__ == "__main__":
    main()
