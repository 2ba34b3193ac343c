"""`alice search`: find assets, or count them by what they have in common."""

from collections.abc import Iterator
from itertools import islice
from typing import Annotated

import typer

from alice_cli.commands.options import HomeOption
from alice_cli.door import Door
from alice_cli.filters import Filters, with_filters
from alice_cli.output import JsonOption, show, stderr
from alice_cli.target import ServerOption, TokenOption, open_door
from alice_cli.views.documents import documents_table
from alice_cli.views.facets import facets_view
from alice_contracts.http.search import Document, DocumentQuery, FacetQuery, Sort

PAGE = 1000
DOCUMENTS = 50
VALUES = 10
NOTHING = "Nothing fits; `alice search --facets` shows what there is."

Limit = Annotated[
    int | None,
    typer.Option(
        min=1, help=f"How many at most: {DOCUMENTS} assets, or {VALUES} values of each facet."
    ),
]
Everything = Annotated[bool, typer.Option("--all", help="All that fit, whatever --limit says.")]
CountFacets = Annotated[
    bool, typer.Option("--facets", help="Count generators, models, tags, stars, ... instead.")
]


@with_filters
def search(
    filters: Filters,
    facets: CountFacets = False,
    sort: Sort = Sort.NEWEST,
    limit: Limit = None,
    everything: Everything = False,
    server: ServerOption = None,
    token: TokenOption = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Find pictures and videos; all filters hold at once, repeated ones as alternatives."""
    if facets:
        counted = filters.asking(FacetQuery, top=limit or VALUES)
        with open_door(server, token, home) as door:
            found = door.facets(counted)
        show(found, facets_view(found), as_json=as_json)
        return
    wanted_count = None if everything else limit or DOCUMENTS
    wanted = filters.asking(DocumentQuery, sort=sort, limit=min(wanted_count or PAGE, PAGE))
    with open_door(server, token, home) as door:
        documents = list(islice(_found(door, wanted), wanted_count))
    human = documents_table(documents) if documents else NOTHING
    show(documents, human, as_json=as_json)
    if len(documents) == wanted_count:
        stderr.print(f"The first {wanted_count:,}; --limit N or --all shows more.")


def _found(door: Door, wanted: DocumentQuery) -> Iterator[Document]:
    while True:
        page = door.documents(wanted)
        yield from page.items
        if page.next is None:
            return
        wanted = wanted.model_copy(update={"cursor": page.next})
