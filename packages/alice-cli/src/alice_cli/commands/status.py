"""`alice status`: how each part and each queue stands."""

from collections.abc import Iterator

import typer
from pydantic import BaseModel
from rich.console import Group, RenderableType
from rich.table import Table

from alice_cli.commands.options import HomeOption, local_home, require_running
from alice_cli.output import ExitCode, JsonOption, show
from alice_cli.runtime.display import parts_table
from alice_cli.runtime.home import Home
from alice_cli.runtime.state import Condition, PlatformState
from alice_contracts.http.operations import PlatformStatus, ServiceStatus

_TIMEOUT = 5


class Status(BaseModel):
    """The processes, and what the services say of their queues when the door answers."""

    platform: PlatformState
    services: PlatformStatus | None


def status(*, home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Show each part of the platform and its queues; exit code 1 when a part is down for good."""
    place = local_home(home)
    state = require_running(place)
    found = Status(platform=state, services=_ask_door(state.url, place))
    show(found, _render(found), as_json=as_json)
    if any(part.condition == Condition.FAILED for part in state.parts):
        raise typer.Exit(ExitCode.FAILED)


def _ask_door(url: str, home: Home) -> PlatformStatus | None:
    import httpx

    headers = {"Authorization": f"Bearer {home.token.read_text().strip()}"}
    try:
        response = httpx.get(f"{url}/api/v1/status", headers=headers, timeout=_TIMEOUT)
    except httpx.TransportError:
        return None
    return PlatformStatus.model_validate_json(response.content) if response.is_success else None


def _render(found: Status) -> RenderableType:
    heading = f"{found.platform.phase} at {found.platform.url}\n"
    if found.services is None:
        return Group(heading, parts_table(found.platform), "\nThe door does not answer.")
    return Group(heading, parts_table(found.platform), "", _queues_table(found.services))


def _queues_table(services: PlatformStatus) -> Table:
    table = Table(box=None, pad_edge=False)
    for heading in ("service", "queue", "waiting", "in work", "failed"):
        table.add_column(heading, justify="left" if heading in {"service", "queue"} else "right")
    for service in services.services:
        for row in _queues(service):
            table.add_row(service.service, *row)
    for name in services.unavailable:
        table.add_row(name, "does not answer")
    return table


def _queues(service: ServiceStatus) -> Iterator[tuple[str, str, str, str]]:
    if service.outbox:
        yield "outbox", str(service.outbox.waiting), "", ""
    for group in service.groups:
        lag = "?" if group.lag is None else str(group.lag)
        yield group.stream, lag, str(group.pending), ""
    for work in service.work:
        yield work.queue, str(work.waiting), str(work.leased), str(work.failed)
    if service.dead_letters is not None:
        yield "dead letters", "", "", str(service.dead_letters)
