"""Documents and how to find them, as search answers them."""

from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import AwareDatetime, Field, StringConstraints

from alice_contracts.assessment import Reason, Stars
from alice_contracts.events.assets import Location, Rendition
from alice_contracts.http.assets import MAX_BATCH, AssetState, Rejection
from alice_contracts.http.base import Model, Request
from alice_contracts.identity import AssetId
from alice_contracts.media import MediaKind
from alice_contracts.provenance import IsAi, Lora, Seed, Tag

# What PostgreSQL can compare with: text without NUL, and integers that fit their column.
Words = Annotated[str, StringConstraints(min_length=1, max_length=255, pattern=r"^[^\x00]+$")]
Bytes = Annotated[int, Field(ge=0, lt=2**63, description="bytes")]
Pixels = Annotated[int, Field(ge=1, lt=2**31, description="pixels")]


TagName = Annotated[str, StringConstraints(pattern=r"^[^\x00:]{1,32}:[^\x00]{1,200}$")]


class Sort(StrEnum):
    """`best` goes by stars, then by score; what has none comes last."""

    NEWEST = "newest"
    OLDEST = "oldest"
    LARGEST = "largest"
    NAME = "name"
    BEST = "best"


class Selection(Request):
    """Filters that all hold at once; a list holds when one of its values does.

    Of tags (`key:value`) the values of one key are alternatives, and of each key one must hold.
    `text` is looked for in prompts and file names as web searches understand it: words that all
    occur, `"a phrase"`, `or`, `-without`. `filename` is part of a name, in any case, or a pattern
    with `*` and `?`. Dates compare with `created_at`, `since` inclusive and `until` exclusive.
    `same_prompt_as` are the assets that were made of the same prompt as this one.
    """

    text: Words | None = None
    generator: list[Words] = Field(default_factory=list)
    model: list[Words] = Field(default_factory=list)
    tag: list[TagName] = Field(default_factory=list)
    is_ai: list[IsAi] = Field(default_factory=list)
    stars: list[Stars] = Field(default_factory=list)
    min_stars: Stars | None = None
    max_stars: Stars | None = None
    seed: Seed | None = None
    same_prompt_as: AssetId | None = None

    kind: list[MediaKind] = Field(default_factory=list)
    format: list[Words] = Field(default_factory=list, description="png, jpeg, webp, mp4, ...")
    state: list[AssetState] = Field(default_factory=list)
    library: list[Words] = Field(default_factory=list)
    filename: Words | None = None
    min_size: Bytes | None = None
    max_size: Bytes | None = None
    min_width: Pixels | None = None
    max_width: Pixels | None = None
    min_height: Pixels | None = None
    max_height: Pixels | None = None
    since: AwareDatetime | None = None
    until: AwareDatetime | None = None


class DocumentQuery(Selection):
    """A selection, a page at a time."""

    sort: Sort = Sort.NEWEST
    limit: int = Field(default=50, ge=1, le=1000)
    cursor: str | None = None


class FacetName(StrEnum):
    GENERATOR = "generator"
    MODEL = "model"
    TAG = "tag"
    IS_AI = "is_ai"
    STARS = "stars"
    KIND = "kind"
    FORMAT = "format"
    STATE = "state"
    LIBRARY = "library"


class FacetQuery(Selection):
    """Which facets of a selection to count, all where none is named.

    `top` is how many values of each, and of tags how many of each key.
    """

    facet: list[FacetName] = Field(default_factory=list)
    top: int = Field(default=20, ge=1, le=200)


class FacetValue(Model):
    value: str
    count: int


class Facets(Model):
    """How many of the selection have each value, the most frequent first.

    A facet obeys every filter but its own: its counts are those that choosing another of its
    values would give. Of tags this holds for each key.
    """

    total: int
    facets: dict[FacetName, list[FacetValue]]


class Document(Model):
    """Search's view of one asset.

    `created_at` is the earliest time that a file with this content was last modified, or that of
    the discovery where no file has it now; `filename` is the name of its first location. What
    metadata and quality have not told yet is null; so is what the file does not give. Very long
    prompts are cut; metadata has them whole.
    """

    asset_id: str
    state: AssetState
    mime: str
    kind: MediaKind
    format: str
    size: int
    filename: str | None
    created_at: AwareDatetime
    discovered_at: AwareDatetime
    locations: list[Location]
    width: int | None
    height: int | None
    duration: float | None
    frames: int | None
    pixel_hash: str | None
    perceptual_hash: str | None
    renditions: list[Rendition]
    rejection: Rejection | None
    generator: str | None
    tool_version: str | None
    is_ai: IsAi | None
    confidence: float | None
    prompt: str | None
    negative_prompt: str | None
    model: str | None
    model_hash: str | None
    seed: int | None
    steps: int | None
    sampler: str | None
    scheduler: str | None
    cfg_scale: float | None
    loras: list[Lora]
    tags: list[Tag]
    stars: int | None
    score: float | None
    reasons: list[Reason]


class Lookup(Request):
    asset_ids: list[AssetId] = Field(min_length=1, max_length=MAX_BATCH)


class FoundDocument(Model):
    asset_id: str
    state: AssetState
    rejection: Rejection | None


class LookupAnswer(Model):
    """Those of the asked that can be found."""

    found: list[FoundDocument]


class RebuildState(StrEnum):
    REQUESTED = "requested"
    COMPLETED = "completed"


class Rebuild(Model):
    """`waiting_for` are the owners whose snapshot has not wholly arrived."""

    id: UUID
    state: RebuildState
    requested_at: AwareDatetime
    completed_at: AwareDatetime | None
    received: int
    waiting_for: list[str]
