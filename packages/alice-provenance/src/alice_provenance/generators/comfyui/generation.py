"""From a graph to what was asked for."""

from dataclasses import dataclass

from alice_contracts.provenance import Generation
from alice_provenance.generators.comfyui import scalars
from alice_provenance.generators.comfyui.graph import MAX_NODES, Graph, Node
from alice_provenance.generators.comfyui.links.names import Field
from alice_provenance.generators.comfyui.links.resolving import setting
from alice_provenance.generators.comfyui.links.walk import Walk
from alice_provenance.generators.comfyui.walks.conditioning import prompt
from alice_provenance.generators.comfyui.walks.models import model_and_loras
from alice_provenance.generators.comfyui.walks.pictures import (
    base_sampler,
    guiding_sampler,
    prompted_maker,
    way,
)


@dataclass(frozen=True)
class Reading:
    """`made` is whether the graph makes its picture, and does not just load and change one."""

    generation: Generation
    made: bool
    problems: tuple[str, ...]


def read_graph(graph: Graph) -> Reading:
    walk = Walk(graph)
    if len(graph) == MAX_NODES:
        walk.note(f"only the first {MAX_NODES:,} nodes were read")
    maker = base_sampler(walk) or prompted_maker(walk)
    if maker is not None:
        return Reading(_generation(walk, maker), made=True, problems=walk.problems)
    loaded = any(node.kind.lower().startswith("load") for node in way(walk))
    return Reading(Generation(), made=not loaded, problems=walk.problems)


def _generation(walk: Walk, maker: Node) -> Generation:
    model, loras = model_and_loras(walk, maker)
    positive, negative = _prompts(walk, maker)
    return Generation(
        prompt=positive,
        negative_prompt=negative,
        model=model,
        seed=scalars.seed(setting(walk, maker, Field.SEED)),
        steps=scalars.count(setting(walk, maker, Field.STEPS)),
        sampler=scalars.word(setting(walk, maker, Field.SAMPLER)),
        scheduler=scalars.word(setting(walk, maker, Field.SCHEDULER)),
        cfg_scale=scalars.number(setting(walk, maker, Field.CFG)),
        loras=loras,
    )


def _prompts(walk: Walk, maker: Node) -> tuple[str | None, str | None]:
    """The maker's own; of a video model that takes no text, those of the picture it animates."""
    own = prompt(walk, maker, Field.POSITIVE), prompt(walk, maker, Field.NEGATIVE)
    if any(own) or (guide := guiding_sampler(walk, maker)) is None:
        return own
    return prompt(walk, guide, Field.POSITIVE), prompt(walk, guide, Field.NEGATIVE)
