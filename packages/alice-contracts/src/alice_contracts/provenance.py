"""Where a file comes from: generator, parameters, and the evidence for each claim."""

from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

UNKNOWN = "unknown"
"""The generator of a file that tells of none."""

Confidence = Annotated[float, Field(ge=0, le=1)]
Seed = Annotated[int, Field(ge=-(2**63), lt=2**64, description="64 bits, exact")]


class IsAi(StrEnum):
    """`edit` is a picture of another origin that an AI changed."""

    YES = "yes"
    NO = "no"
    EDIT = "edit"
    UNKNOWN = "unknown"


class EvidenceKind(StrEnum):
    """What a claim rests on, the strongest first."""

    SIGNED_MANIFEST = "signed_manifest"
    MANIFEST = "manifest"
    GENERATION_METADATA = "generation_metadata"
    LABEL = "label"
    STEALTH_PIXELS = "stealth_pixels"
    FILE_NAME = "file_name"


class Subject(StrEnum):
    """What a claim is about."""

    GENERATOR = "generator"
    TOOL_VERSION = "tool_version"
    MODEL = "model"
    IS_AI = "is_ai"


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Evidence(_Value):
    """One reason to believe one claim.

    `place` says where in the file it lies (`PNG tEXt parameters`, `EXIF Exif.UserComment`),
    `excerpt` shows the bytes that it rests on, cut short.
    """

    about: Subject
    claim: str
    kind: EvidenceKind
    place: str
    confidence: Confidence
    excerpt: str = ""


class Lora(_Value):
    name: str
    weight: float | None = None


class Generation(_Value):
    """What a generator was asked for; null is what the file does not give."""

    prompt: str | None = None
    negative_prompt: str | None = None
    model: str | None = None
    model_hash: str | None = None
    seed: Seed | None = None
    steps: int | None = None
    sampler: str | None = None
    scheduler: str | None = None
    cfg_scale: float | None = None
    loras: tuple[Lora, ...] = ()


class TagOrigin(StrEnum):
    """Who said it; a person outranks every machine."""

    PROMPT = "prompt"
    METADATA = "metadata"
    PERSON = "person"


class Tag(_Value):
    """A `key:value`; free ones have the key `tag`. Both are lower case and trimmed."""

    key: str
    value: str
    origin: TagOrigin
    confidence: Confidence

    @property
    def name(self) -> str:
        return f"{self.key}:{self.value}"


class Provenance(_Value):
    """What a file says of its origin, each claim with its evidence.

    `confidence` is that of the generator, or of `is_ai` where no generator is known.
    """

    generator: str = UNKNOWN
    tool_version: str | None = None
    is_ai: IsAi = IsAi.UNKNOWN
    confidence: Confidence = 0.0
    evidence: tuple[Evidence, ...] = ()
    generation: Generation = Generation()
    tags: tuple[Tag, ...] = ()
