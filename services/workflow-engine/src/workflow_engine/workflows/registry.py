"""The workflows there are."""

from collections.abc import Iterator

from alice_contracts.clients.quality import QualityClient
from alice_contracts.http.workflow import Workflow as About
from alice_core.database import Database
from workflow_engine.patience import Patience
from workflow_engine.runs.journal import Journal
from workflow_engine.selecting import Selecting
from workflow_engine.workflows.reassess import Reassess
from workflow_engine.workflows.workflow import Workflow


class Workflows:
    """Found by name, listed in the order in which they are given."""

    def __init__(self, *known: Workflow) -> None:
        self._known = {workflow.about.name: workflow for workflow in known}

    def __iter__(self) -> Iterator[About]:
        return (workflow.about for workflow in self._known.values())

    def find(self, name: str) -> Workflow | None:
        return self._known.get(name)


def known_workflows(
    database: Database,
    journal: Journal,
    patience: Patience,
    selecting: Selecting,
    quality: QualityClient,
) -> Workflows:
    return Workflows(
        Reassess(database, journal, patience, selecting, quality),
    )
