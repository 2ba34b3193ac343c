"""From what was saved back to the sampler that began it."""

import re
from collections import deque
from typing import Final

from alice_provenance.generators.comfyui.graph import Graph, Link, Node
from alice_provenance.generators.comfyui.links.names import BUNDLES, Field
from alice_provenance.generators.comfyui.links.resolving import source
from alice_provenance.generators.comfyui.links.samplers import (
    is_prompted,
    is_sampler,
    previews,
    saves,
)
from alice_provenance.generators.comfyui.links.walk import Walk

_PICTURE = re.compile(r"latent|sample|image|pixel|frame|video|destination", re.IGNORECASE)
# What carries no picture, or one that only guides (a reference, the first frame of a video).
_GUIDE = re.compile(
    r"model|clip|vae|positive|negative|cond|control|mask|style|upscale_model|sigmas|guider|noise"
    r"|sampler|text|prompt|width|height|batch_size|start_|end_|ref|init_image|image_embeds",
    re.IGNORECASE,
)
# Nodes that make frames: a picture among their inputs is a guide as well.
_LENGTHS: Final = frozenset(("length", "num_frames", "video_frames", "frame_count"))


def base_sampler(walk: Walk) -> Node | None:
    """The sampler whose latent all later passes (hires, refiner, detailer) went on with.

    Nodes that save are asked first, then other ends of the graph, then previews.
    """
    for ends in _ends(walk.graph):
        seen: set[str] = set()
        found = None
        nodes = ends
        while (sampler := _first_sampler(walk, nodes, seen)) is not None:
            found = sampler
            nodes = _begun_from(walk, sampler)
        if found is not None:
            return found
    return None


def guiding_sampler(walk: Walk, sampler: Node) -> Node | None:
    """The nearest sampler whose picture guides another one, as the first frame of a video does."""
    pending = deque([sampler])
    seen = {sampler.id}
    while pending:
        links = [link for _, link in pending.popleft().links()]
        for node in _nodes(walk, [link for link in links if link.node not in seen]):
            if is_sampler(node) and node is not sampler:
                return node
            if node.id not in seen:
                seen.add(node.id)
                pending.append(node)
    return None


def prompted_maker(walk: Walk) -> Node | None:
    """Where nothing samples: the first node on the way that takes a prompt, as services do."""
    return next((node for node in way(walk) if is_prompted(node)), None)


def way(walk: Walk) -> list[Node]:
    """All nodes that what was saved came through, the last one first."""
    stack = _ends(walk.graph)[0]
    seen: dict[str, Node] = {}
    while stack:
        node = stack.pop()
        if node.id not in seen:
            seen[node.id] = node
            stack.extend(reversed(_upstream(walk, node)))
    return list(seen.values())


def _ends(graph: Graph) -> tuple[list[Node], ...]:
    used = {link.node for node in graph.values() for _, link in node.links()}
    savers = [node for node in graph.values() if saves(node)]
    unused = [node for node in graph.values() if node.id not in used and not saves(node)]
    shown = [node for node in unused if previews(node)]
    others = [node for node in unused if not previews(node)]
    return savers, others, shown, list(graph.values())


def _first_sampler(walk: Walk, nodes: list[Node], seen: set[str]) -> Node | None:
    """Depth first, in the order of the inputs."""
    stack = nodes[::-1]
    while stack:
        node = stack.pop()
        if node.id in seen:
            continue
        seen.add(node.id)
        if is_sampler(node):
            return node
        stack.extend(reversed(_upstream(walk, node)))
    return None


def _upstream(walk: Walk, node: Node) -> list[Node]:
    links = [(name, link) for name, link in node.links() if not _GUIDE.match(name)]
    if not _LENGTHS.isdisjoint(node.inputs):
        links = [(name, link) for name, link in links if "latent" in name or "samples" in name]
    links.sort(key=lambda named: not _PICTURE.search(named[0]))
    return _nodes(walk, [link for _, link in links])


def _begun_from(walk: Walk, sampler: Node) -> list[Node]:
    """Where a sampler's latent comes from.

    Stable Cascade's second stage gets the picture of the first with its conditioning.
    """
    links = [
        link
        for name, link in sampler.links()
        if name in BUNDLES or (_PICTURE.search(name) and not _GUIDE.match(name))
    ]
    conditioned = _nodes(walk, [link for name, link in sampler.links() if name == "positive"])
    links += [link for node in conditioned for name, link in node.links() if name == "stage_c"]
    return _nodes(walk, links)


def _nodes(walk: Walk, links: list[Link]) -> list[Node]:
    made_by = [source(walk, link, Field.PICTURE) for link in links]
    nodes = [walk.node(link) for link in made_by if isinstance(link, Link)]
    return [node for node in nodes if node is not None]
