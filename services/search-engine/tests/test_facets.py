"""Facets: one statement, few values, and the rest of the contract by example."""

import pytest

from alice_contracts.http.search import FacetName, FacetQuery
from alice_core.database import QueryCounter


@pytest.fixture
async def library(search, facts):
    """Four documents, the last of which nobody has told anything of."""
    await search.fold(
        *(facts.event(n, 1, facts.discovered(facts.location())) for n in range(4)),
        facts.event(0, 1, facts.extracted("a cat", tags=["mood:dark", "style:anime"])),
        facts.event(1, 1, facts.extracted("a dog", tags=["mood:light", "style:anime"])),
        facts.event(2, 1, facts.extracted("a cat", generator="flux", tags=["mood:dark"])),
        *(facts.event(n, 1, facts.assessed(n + 3)) for n in range(3)),
    )


def _pairs(facets, name: str) -> list[tuple[str, int]]:
    return [(each.value, each.count) for each in facets.facets[FacetName(name)]]


async def test_values_are_counted_the_most_frequent_first(search, library):
    found = await search.facets()
    assert found.total == 4
    assert _pairs(found, "generator") == [("comfyui", 2), ("flux", 1)]
    assert _pairs(found, "stars") == [("3", 1), ("4", 1), ("5", 1)]
    assert _pairs(found, "format") == [("png", 4)]
    assert _pairs(found, "library") == [("art", 4)]
    assert _pairs(found, "tag") == [("mood:dark", 2), ("style:anime", 2), ("mood:light", 1)]


async def test_a_facet_does_not_obey_its_own_filter(search, library):
    found = await search.facets(generator=["flux"])
    assert found.total == 1
    assert _pairs(found, "generator") == [("comfyui", 2), ("flux", 1)]
    assert _pairs(found, "stars") == [("5", 1)]


async def test_of_tags_each_key_does_not_obey_its_own_filter(search, library):
    found = await search.facets(tag=["mood:dark"])
    assert found.total == 2
    assert _pairs(found, "tag") == [("mood:dark", 2), ("mood:light", 1), ("style:anime", 1)]


async def test_only_the_facets_that_are_asked_for(search, library):
    found = await search.facets(facet=["stars", "model"], text="dog")
    assert list(found.facets) == ["stars", "model"]
    assert (_pairs(found, "stars"), _pairs(found, "model")) == ([("4", 1)], [])


async def test_top_values_of_each_facet_and_each_key_of_tags(search, library):
    found = await search.facets(top=1)
    assert _pairs(found, "stars") == [("3", 1)]
    assert _pairs(found, "tag") == [("mood:dark", 2), ("style:anime", 2)]


async def test_facets_of_nothing(search):
    found = await search.facets(text="cat")
    assert (found.total, set(found.facets)) == (0, set(FacetName))
    assert not any(found.facets.values())


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"generator": ["flux"], "stars": [5], "library": ["art"], "format": ["png"]},
        {"tag": ["mood:dark", "style:anime", "tag:cat"], "text": "cat"},
    ],
    ids=["unfiltered", "several", "tags"],
)
async def test_facets_are_one_statement(search, library, database, query):
    counter = QueryCounter(database)
    await search.facets(**query)
    assert len(counter.statements) == 1


async def test_the_route(client, search, facts, library):
    answer = await client.get("/facets", params={"tag": "mood:dark", "facet": ["tag", "kind"]})
    assert answer.json() == {
        "total": 2,
        "facets": {
            "tag": [
                {"value": "mood:dark", "count": 2},
                {"value": "mood:light", "count": 1},
                {"value": "style:anime", "count": 1},
            ],
            "kind": [{"value": "image", "count": 2}],
        },
    }


def test_every_filter_is_a_query_parameter(app):
    parameters = app.openapi()["paths"]["/api/v1/facets"]["get"]["parameters"]
    assert {parameter["name"] for parameter in parameters} == set(FacetQuery.model_fields)


@pytest.mark.parametrize("route", ["documents", "facets"])
async def test_the_prompt_of_an_unknown_asset_is_a_404_that_names_it(client, facts, library, route):
    answer = await client.get(f"/{route}", params={"same_prompt_as": facts.id(9)})
    assert answer.status_code == 404
    assert facts.id(9) in answer.text


async def test_assets_of_the_same_prompt(client, facts, library):
    async def same(number: int) -> set[str]:
        query = {"same_prompt_as": facts.id(number)}
        found = (await client.get("/documents", params=query)).json()["items"]
        return {each["asset_id"] for each in found}

    assert await same(0) == {facts.id(0), facts.id(2)}
    assert await same(1) == {facts.id(1)}
    assert await same(3) == set()
