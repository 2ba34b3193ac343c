"""The services that are installed, found by the entry-point group `alice.services`."""

from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points
from typing import TYPE_CHECKING

from alice_contracts.services import SERVICES, Service

if TYPE_CHECKING:
    from alice_core.service import ServiceDefinition

GROUP = "alice.services"


@dataclass(frozen=True)
class InstalledService:
    """A service whose code is not imported yet; the entry point has its short name."""

    service: Service
    entry_point: EntryPoint

    def load(self) -> "ServiceDefinition":
        """Import the code."""
        from alice_core.service import ServiceDefinition

        definition = self.entry_point.load()
        if not isinstance(definition, ServiceDefinition):
            raise TypeError(f"{self.entry_point.value} is no ServiceDefinition")
        return definition


def installed_services() -> list[InstalledService]:
    """Find the services, ordered by port."""
    found = [InstalledService(SERVICES[e.name], e) for e in entry_points(group=GROUP)]
    return sorted(found, key=lambda installed: installed.service.port)
