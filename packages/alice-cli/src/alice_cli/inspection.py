"""What one file on this machine says of itself, without the platform."""

import hashlib
import os
import stat
from dataclasses import dataclass, field
from pathlib import Path

from alice_contracts.identity import asset_id
from alice_contracts.media import MediaKind
from alice_contracts.provenance import Evidence, IsAi, Lora, Provenance
from alice_provenance.collecting import Contents, collect
from alice_provenance.interpreting import interpret

TYPES = "PNG, JPEG, WebP, GIF, AVIF, HEIC, MP4, MOV and WebM"


class UninspectableError(Exception):
    """There is nothing to inspect; the message says why and what helps."""


@dataclass(frozen=True)
class Inspection:
    """A file as `alice inspect --json` tells of it; null is what the file does not give.

    `size` is bytes and `duration` seconds. `error` is why the file could not be read, or what
    of it; `readable` tells which.
    """

    path: Path
    readable: bool
    error: str | None = None
    content: str | None = None
    size: int = 0
    contents: Contents = field(default_factory=Contents)
    provenance: Provenance = field(default_factory=Provenance)

    @property
    def raw_keys(self) -> list[str]:
        return list(dict.fromkeys(block.key for block in self.contents.blocks if block.data))


@dataclass(frozen=True)
class InspectionLine:
    """The line of JSON about one file; its keys are an interface."""

    file: str
    asset_id: str | None
    media_type: MediaKind | None
    mime: str | None
    width: int | None
    height: int | None
    duration: float | None
    generator: str
    is_ai: IsAi
    confidence: float
    evidence: tuple[Evidence, ...]
    prompt: str | None
    negative_prompt: str | None
    model: str | None
    model_hash: str | None
    seed: int | None
    steps: int | None
    sampler: str | None
    scheduler: str | None
    cfg_scale: float | None
    loras: tuple[Lora, ...]
    raw_keys: list[str]
    error: str | None


def inspect_file(path: Path) -> Inspection:
    """Hash a file and read its provenance; whatever is wrong with it stands in `error`."""
    try:
        return _inspect(path)
    except UninspectableError as error:
        return Inspection(path, readable=False, error=str(error))
    except FileNotFoundError:
        return Inspection(path, readable=False, error="there is no such file; check the name")
    except OSError as error:
        why = f"{error.strerror or error}; let the user who inspects read it"
        return Inspection(path, readable=False, error=why)


def _inspect(path: Path) -> Inspection:
    _require_file(path)
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        content = asset_id(hashlib.file_digest(file, "sha256").digest())
        contents = collect(file, size)
    interpretation = interpret(contents.blocks)
    return Inspection(
        path=path,
        readable=contents.media_type is not None,
        error=_problem(size, contents, interpretation.problems),
        content=content,
        size=size,
        contents=contents,
        provenance=interpretation.provenance,
    )


def _require_file(path: Path) -> None:
    mode = path.stat().st_mode
    if stat.S_ISDIR(mode):
        raise UninspectableError("it is a folder; name the files in it")
    if not stat.S_ISREG(mode):
        raise UninspectableError("it is no regular file; save what it gives to one")


def _problem(size: int, contents: Contents, problems: tuple[str, ...]) -> str | None:
    if not size:
        return "the file holds nothing; make it anew"
    if contents.media_type is None:
        return f"it is none of the types that can be read: {TYPES}"
    return "; ".join(problems) or None


def json_line(inspection: Inspection) -> InspectionLine:
    contents, provenance = inspection.contents, inspection.provenance
    media_type, generation = contents.media_type, provenance.generation
    return InspectionLine(
        file=os.fsencode(inspection.path).decode("utf-8", "replace"),
        asset_id=inspection.content,
        media_type=media_type.kind if media_type else None,
        mime=media_type.mime if media_type else None,
        width=contents.width,
        height=contents.height,
        duration=contents.duration,
        generator=provenance.generator,
        is_ai=provenance.is_ai,
        confidence=provenance.confidence,
        evidence=provenance.evidence,
        prompt=generation.prompt,
        negative_prompt=generation.negative_prompt,
        model=generation.model,
        model_hash=generation.model_hash,
        seed=generation.seed,
        steps=generation.steps,
        sampler=generation.sampler,
        scheduler=generation.scheduler,
        cfg_scale=generation.cfg_scale,
        loras=generation.loras,
        raw_keys=inspection.raw_keys,
        error=inspection.error,
    )
