"""What extraction counts."""

from prometheus_client import Counter

from alice_contracts.events.metadata import MetadataExtracted

EXTRACTIONS = Counter(
    "metadata_extractions_total",
    "Files read, by their generator and whether all of them could be understood",
    ["generator", "outcome"],
)


def count(fact: MetadataExtracted) -> None:
    outcome = "problems" if fact.problems else "understood"
    EXTRACTIONS.labels(fact.provenance.generator, outcome).inc()
