"""What one reader of one generator's metadata found in a file."""

from dataclasses import dataclass, field

from alice_contracts.provenance import Evidence, Generation, IsAi


@dataclass(frozen=True, kw_only=True)
class Finding:
    """A generator that claims a file, with its evidence; the strongest finding names it.

    `problems` are blocks that belong to the generator and could not be read, with the reason.
    """

    generator: str
    evidence: tuple[Evidence, ...]
    tool_version: str | None = None
    is_ai: IsAi = IsAi.YES
    generation: Generation = field(default_factory=Generation)
    problems: tuple[str, ...] = ()
