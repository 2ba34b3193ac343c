"""The filters of a search, as every command that selects assets takes them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from datetime import datetime
from functools import partial, wraps
from inspect import Parameter, signature
from typing import Annotated, Any, TypeVar

import typer

from alice_cli.asset_ids import named_asset
from alice_cli.questions import question
from alice_contracts.http.assets import AssetState
from alice_contracts.http.search import Selection
from alice_contracts.media import MediaKind
from alice_contracts.provenance import IsAi

# Options are called what people say; where the contract says otherwise, its field stands here.
FIELDS = {"ai": "is_ai", "name": "filename", "same_prompt": "same_prompt_as"}
OPTIONS = {field: option for option, field in FIELDS.items()} | {"top": "limit"}
TIME_FORMATS = ["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"]

SelectionT = TypeVar("SelectionT", bound=Selection)

option = partial(typer.Option, rich_help_panel="Filters")


def _local(moment: datetime | None) -> datetime | None:
    return moment.astimezone() if moment else None


Words = Annotated[
    str | None,
    typer.Argument(
        metavar="TEXT", help='Words of the prompt or the file name; "a phrase", or, -without.'
    ),
]
Names = Annotated[list[str] | None, option(metavar="NAME")]
Stars = Annotated[int | None, option(metavar="1-5")]
Pixels = Annotated[int | None, option(metavar="PIXELS")]
Bytes = Annotated[int | None, option(metavar="BYTES")]


@dataclass(frozen=True)
class Filters:
    """What was given of them, one field an option."""

    text: Words = None
    generator: Annotated[
        list[str] | None,
        option(metavar="NAME", help="ComfyUI, A1111, ..., as --facets names them."),
    ] = None
    model: Names = None
    tag: Annotated[list[str] | None, option(metavar="KEY:VALUE")] = None
    ai: Annotated[list[IsAi] | None, option(help="Whether an AI made it, or changed it.")] = None
    stars: Annotated[list[int] | None, option(metavar="1-5")] = None
    min_stars: Stars = None
    max_stars: Stars = None
    seed: Annotated[int | None, option(metavar="NUMBER")] = None
    same_prompt: Annotated[
        str | None,
        option(metavar="ID|FILE", parser=named_asset, help="Made of the same prompt as this one."),
    ] = None
    name: Annotated[
        str | None,
        option(metavar="PATTERN", help="Part of the file's name, or a pattern with * and ?."),
    ] = None
    kind: Annotated[list[MediaKind] | None, option()] = None
    format: Annotated[
        list[str] | None, option(metavar="NAME", help="png, jpeg, webp, mp4, ...")
    ] = None
    state: Annotated[list[AssetState] | None, option()] = None
    library: Names = None
    min_size: Bytes = None
    max_size: Bytes = None
    min_width: Pixels = None
    max_width: Pixels = None
    min_height: Pixels = None
    max_height: Pixels = None
    since: Annotated[
        datetime | None,
        option(metavar="DATE", formats=TIME_FORMATS, callback=_local, help="Made then or later."),
    ] = None
    until: Annotated[
        datetime | None,
        option(metavar="DATE", formats=TIME_FORMATS, callback=_local, help="Made before."),
    ] = None

    def asking(self, request: type[SelectionT], **more: Any) -> SelectionT:
        """A request with these filters, or a usage error that names the option."""
        return question(request, OPTIONS, **dict(self._given()), **more)

    def _given(self) -> Iterator[tuple[str, Any]]:
        for field in fields(self):
            value = getattr(self, field.name)
            if value is not None:
                yield FIELDS.get(field.name, field.name), value


def with_filters(command: Callable[..., None]) -> Callable[..., None]:
    """Open a command's parameter `filters` into the options that it is made of."""

    @wraps(command)
    def run(**options: Any) -> None:
        given = {field.name: options.pop(field.name) for field in fields(Filters)}
        command(filters=Filters(**given), **options)

    opened = signature(command).replace(parameters=list(_opened(command)))
    run.__signature__ = opened  # type: ignore[attr-defined]  # PEP 362: what typer reads
    return run


def _opened(command: Callable[..., None]) -> Iterator[Parameter]:
    for parameter in signature(command).parameters.values():
        if parameter.name != "filters":
            yield parameter
            continue
        for field in fields(Filters):
            yield Parameter(
                field.name, parameter.kind, default=field.default, annotation=field.type
            )
