"""`alice search`: find assets."""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import Annotated

import typer

from alice_cli.commands.options import HomeOption
from alice_cli.door import Door
from alice_cli.output import JsonOption, show, stderr
from alice_cli.questions import question
from alice_cli.target import ServerOption, TokenOption, open_door
from alice_cli.views.documents import documents_table
from alice_contracts.http.assets import AssetState
from alice_contracts.http.search import Document, DocumentQuery, Sort
from alice_contracts.media import MediaKind

PAGE = 1000
TIME_FORMATS = ["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"]

Text = Annotated[
    str | None, typer.Argument(help="Part of the file's name, or a pattern with * and ?.")
]
Formats = Annotated[list[str] | None, typer.Option("--format", help="png, jpeg, webp, mp4, ...")]
Libraries = Annotated[list[str] | None, typer.Option("--library", metavar="NAME")]
Pixels = Annotated[int | None, typer.Option(metavar="PIXELS")]
Bytes = Annotated[int | None, typer.Option(metavar="BYTES")]
Since = Annotated[datetime | None, typer.Option(formats=TIME_FORMATS, help="Made then or later.")]
Until = Annotated[datetime | None, typer.Option(formats=TIME_FORMATS, help="Made before.")]
Limit = Annotated[int, typer.Option(min=1, help="How many at most.")]
Everything = Annotated[bool, typer.Option("--all", help="All that fit, whatever --limit says.")]


def search(
    text: Text = None,
    kind: list[MediaKind] | None = None,
    formats: Formats = None,
    state: list[AssetState] | None = None,
    libraries: Libraries = None,
    min_size: Bytes = None,
    max_size: Bytes = None,
    min_width: Pixels = None,
    max_width: Pixels = None,
    min_height: Pixels = None,
    max_height: Pixels = None,
    since: Since = None,
    until: Until = None,
    sort: Sort = Sort.NEWEST,
    limit: Limit = 50,
    everything: Everything = False,
    server: ServerOption = None,
    token: TokenOption = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Find pictures and videos; all filters hold at once, repeated ones as alternatives."""
    wanted = question(
        DocumentQuery,
        filename=text,
        kind=kind or [],
        format=formats or [],
        state=state or [],
        library=libraries or [],
        min_size=min_size,
        max_size=max_size,
        min_width=min_width,
        max_width=max_width,
        min_height=min_height,
        max_height=max_height,
        since=since and since.astimezone(),
        until=until and until.astimezone(),
        sort=sort,
        limit=PAGE if everything else min(limit, PAGE),
    )
    wanted_count = None if everything else limit
    with open_door(server, token, home) as door:
        documents = list(islice(_found(door, wanted), wanted_count))
    show(documents, documents_table(documents), as_json=as_json)
    if len(documents) == wanted_count:
        stderr.print(f"The first {limit:,}; --limit N or --all shows more.")


def _found(door: Door, wanted: DocumentQuery) -> Iterator[Document]:
    while True:
        page = door.documents(wanted)
        yield from page.items
        if page.next is None:
            return
        wanted = wanted.model_copy(update={"cursor": page.next})
