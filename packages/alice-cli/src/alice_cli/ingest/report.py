"""What became of the files of one ingest."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from alice_cli.ingest.files import Refusal
from alice_contracts.http.assets import Outcome, Rejection

COUNTED = (
    Outcome.NEW,
    Outcome.KNOWN,
    Outcome.UNCHANGED,
    Outcome.MOVED,
    Outcome.CHANGED,
    Outcome.LOST,
    Outcome.IGNORED,
)


@dataclass(frozen=True)
class Taken:
    path: str
    outcome: Outcome


@dataclass
class Report:
    """Every file is counted once: what is rejected after all is new no longer.

    `taken` maps each content that shall be found to the files that hold it.
    """

    counts: Counter[Outcome] = field(default_factory=Counter)
    refusals: list[Refusal] = field(default_factory=list)
    taken: dict[str, list[Taken]] = field(default_factory=dict)
    settled: int = 0

    @property
    def waiting(self) -> int:
        """How many contents are not known to be found yet."""
        return len(self.taken) - self.settled

    def count(self, outcome: Outcome, files: int = 1) -> None:
        self.counts[outcome] += files

    def expect(self, asset_id: str, path: str, outcome: Outcome) -> None:
        """A counted file whose content shall be found."""
        self.taken.setdefault(asset_id, []).append(Taken(path, outcome))

    def refuse(self, refusal: Refusal) -> None:
        self.refusals.append(refusal)

    def reject(self, asset_id: str, rejection: Rejection) -> None:
        """A content was taken and could not be decoded."""
        for file in self.taken[asset_id]:
            self.counts[file.outcome] -= 1
            self.refuse(Refusal(file.path, rejection.reason.value, rejection.detail))

    def as_json(self) -> dict[str, Any]:
        return {
            **{outcome.value: self.counts[outcome] for outcome in COUNTED},
            "rejected": [vars(refusal) for refusal in self.refusals],
            "waiting": self.waiting,
        }
