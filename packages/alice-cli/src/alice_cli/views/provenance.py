"""What files say of their origin: one in full, several as a table."""

from collections.abc import Iterable, Iterator

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from alice_cli.inspection import Inspection
from alice_cli.output import printable
from alice_cli.views.text import dimensions, percent, printable_lines, size
from alice_contracts.identity import hex_digest
from alice_contracts.provenance import UNKNOWN, Evidence, Generation, Lora

LONGEST_LINE = 1000
"""Of a prompt, more than any terminal shows."""

Lines = Iterator[tuple[str, str]]


def inspection_view(inspection: Inspection) -> RenderableType:
    """What it is, who made it, what was asked for, and the evidence."""
    parts: list[RenderableType] = [_grid(_facts(inspection))]
    if inspection.provenance.evidence:
        parts.append(Padding(_evidence_table(inspection.provenance.evidence), (1, 0, 0, 0)))
    return Group(*parts)


def inspections_table(inspections: Iterable[Inspection]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold", expand=True)
    table.add_column("File", overflow="fold", ratio=1)
    table.add_column("Pixels", no_wrap=True, justify="right")
    table.add_column("Generator", no_wrap=True)
    table.add_column("AI", no_wrap=True)
    table.add_column("Sure", no_wrap=True, justify="right")
    table.add_column("Prompt or problem", overflow="fold", ratio=1)
    for inspection in inspections:
        provenance, contents = inspection.provenance, inspection.contents
        table.add_row(
            printable(str(inspection.path)),
            dimensions(contents.width, contents.height),
            printable(provenance.generator) if inspection.readable else "",
            provenance.is_ai.value if inspection.readable else "",
            percent(provenance.confidence) if provenance.evidence else "",
            _error_or_prompt(inspection),
        )
    return table


def _error_or_prompt(inspection: Inspection) -> Text:
    """An error in full, of a prompt as much as fits in the line."""
    if inspection.error:
        return Text(printable(inspection.error))
    prompt = inspection.provenance.generation.prompt or ""
    line = " ".join(prompt[:LONGEST_LINE].split())
    return Text(printable(line), no_wrap=True, overflow="ellipsis")


def _grid(lines: Lines) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(style="bold", no_wrap=True)
    table.add_column(overflow="fold")
    for name, value in lines:
        if value:
            table.add_row(name, printable_lines(value))
    return table


def _facts(inspection: Inspection) -> Lines:
    contents, provenance = inspection.contents, inspection.provenance
    yield "File", str(inspection.path)
    yield "ID", hex_digest(inspection.content or "")
    if contents.media_type:
        yield "Type", contents.media_type.mime
        yield "Size", size(inspection.size)
        yield "Pixels", dimensions(contents.width, contents.height)
        yield "Duration", f"{contents.duration:.1f} s" if contents.duration else ""
        yield "Generator", _generator(inspection)
        yield "Made by AI", provenance.is_ai.value
        yield from _parameters(provenance.generation)
        yield "Metadata", ", ".join(inspection.raw_keys)
    yield "Problems", inspection.error or ""


def _generator(inspection: Inspection) -> str:
    provenance = inspection.provenance
    if provenance.generator == UNKNOWN:
        return UNKNOWN
    named = " ".join(filter(None, (provenance.generator, provenance.tool_version)))
    return f"{named} ({percent(provenance.confidence)} sure)"


def _parameters(generation: Generation) -> Lines:
    yield "Prompt", generation.prompt or ""
    yield "Negative", generation.negative_prompt or ""
    yield "Model", " ".join(filter(None, (generation.model, _hash(generation.model_hash))))
    yield "LoRAs", ", ".join(map(_lora, generation.loras))
    yield "Seed", _number(generation.seed)
    yield "Steps", _number(generation.steps)
    yield "Sampler", generation.sampler or ""
    yield "Scheduler", generation.scheduler or ""
    yield "CFG scale", _number(generation.cfg_scale)


def _hash(model_hash: str | None) -> str:
    return f"[{model_hash}]" if model_hash else ""


def _lora(lora: Lora) -> str:
    return lora.name if lora.weight is None else f"{lora.name} × {lora.weight:g}"


def _number(number: float | None) -> str:
    """Whole numbers in full, for a seed has up to 19 digits."""
    if number is None:
        return ""
    return str(number) if isinstance(number, int) else f"{number:g}"


def _evidence_table(evidence: Iterable[Evidence]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold", expand=True)
    table.add_column("Evidence", overflow="fold", ratio=2)
    table.add_column("Sure", no_wrap=True, justify="right")
    table.add_column("Where, and what it says there", overflow="fold", ratio=5)
    for each in evidence:
        about, kind = (value.replace("_", " ") for value in (each.about, each.kind))
        table.add_row(
            f"{about}: {printable(each.claim)}",
            percent(each.confidence),
            f"{printable(each.place)}, {kind}\n{printable(each.excerpt)}",
        )
    return table
