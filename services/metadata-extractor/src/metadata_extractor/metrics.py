"""What extraction counts."""

from prometheus_client import Counter

from alice_contracts.events.metadata import MetadataExtracted
from alice_contracts.provenance import UNKNOWN

# A manifest may name any tool, and each label costs memory for as long as the service runs.
MAX_GENERATORS = 200
OTHER = "other"

EXTRACTIONS = Counter(
    "metadata_extractions_total",
    "Files read, by their generator and whether all of them could be understood",
    ["generator", "outcome"],
)

_generators = {UNKNOWN}


def count(fact: MetadataExtracted) -> None:
    outcome = "problems" if fact.problems else "understood"
    EXTRACTIONS.labels(_label(fact.provenance.generator), outcome).inc()


def _label(generator: str) -> str:
    if len(_generators) < MAX_GENERATORS:
        _generators.add(generator)
    return generator if generator in _generators else OTHER
