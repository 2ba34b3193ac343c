"""Small graphs in both forms, and reading them as a file would hold them."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from alice_contracts.provenance import Generation
from alice_provenance.blocks import Block, Blocks
from alice_provenance.finding import Finding
from alice_provenance.generators.comfyui import read

JsonObject = dict[str, Any]


def text_block(key: str, text: str, place: str = "PNG tEXt") -> Block:
    return Block(f"{place} {key}", key, text.encode("utf-8", "surrogatepass"), text)


@pytest.fixture(scope="session")
def block() -> Callable[..., Block]:
    return text_block


@pytest.fixture(scope="session")
def find() -> Callable[..., Finding | None]:
    """The finding in blocks, None where there is none; there is never more than one."""

    def find(*blocks: Block) -> Finding | None:
        found = list(read(Blocks(blocks)))
        assert len(found) <= 1
        return found[0] if found else None

    return find


@pytest.fixture(scope="session")
def of_prompt(find) -> Callable[[JsonObject], Finding]:
    return lambda prompt: find(text_block("prompt", json.dumps(prompt)))


@pytest.fixture(scope="session")
def asked(of_prompt) -> Callable[[JsonObject], Generation]:
    """What a graph in the API form asks for; it is wholly read."""

    def asked(prompt: JsonObject) -> Generation:
        finding = of_prompt(prompt)
        assert finding.problems == ()
        return finding.generation

    return asked


@pytest.fixture(scope="session")
def of_workflow(find) -> Callable[[JsonObject], Finding]:
    """As an animation holds it, so that the picture was made by it."""
    return lambda workflow: find(text_block("workflow", json.dumps(workflow), "PNG comf"))


def node(kind: str, **inputs: object) -> JsonObject:
    return {"class_type": kind, "inputs": inputs}


@pytest.fixture(scope="session", name="node")
def node_fixture() -> Callable[..., JsonObject]:
    return node


@pytest.fixture
def prompt() -> JsonObject:
    """ComfyUI's default graph, with names for ids."""
    return {
        "loader": node("CheckpointLoaderSimple", ckpt_name="dream.safetensors"),
        "positive": node("CLIPTextEncode", text="a lighthouse", clip=["loader", 1]),
        "negative": node("CLIPTextEncode", text="blurry", clip=["loader", 1]),
        "empty": node("EmptyLatentImage", width=512, height=512, batch_size=1),
        "sampler": node(
            "KSampler",
            seed=42,
            steps=20,
            cfg=7.5,
            sampler_name="euler",
            scheduler="karras",
            denoise=1.0,
            model=["loader", 0],
            positive=["positive", 0],
            negative=["negative", 0],
            latent_image=["empty", 0],
        ),
        "decode": node("VAEDecode", samples=["sampler", 0], vae=["loader", 2]),
        "save": node("SaveImage", filename_prefix="ComfyUI", images=["decode", 0]),
    }


class Workflow:
    """Builds the UI form node by node; inputs are given as (name, type, origin, slot)."""

    def __init__(self, first_id: int = 1) -> None:
        self._next = first_id
        self.nodes: list[JsonObject] = []
        self.links: list[list[object]] = []

    def add(
        self,
        kind: str,
        *values: object,
        links: tuple[tuple[str, str, int, int], ...] = (),
        outputs: tuple[str, ...] = (),
        widgets: tuple[str, ...] = (),
        mode: int = 0,
    ) -> int:
        number, self._next = self._next, self._next + 1
        inputs = [self._linked(number, slot, *link) for slot, link in enumerate(links)]
        inputs += [{"name": name, "widget": {"name": name}, "link": None} for name in widgets]
        self.nodes.append(
            {
                "id": number,
                "type": kind,
                "mode": mode,
                "inputs": inputs,
                "outputs": [{"name": name, "type": name, "links": []} for name in outputs],
                "widgets_values": list(values),
            }
        )
        return number

    def _linked(self, target: int, slot: int, name: str, kind: str, origin: int, out: int) -> Any:
        link = len(self.links) + 1
        self.links.append([link, origin, out, target, slot, kind])
        for made in self.nodes:
            if made["id"] == origin:
                made["outputs"][out]["links"].append(link)
        entry = {"name": name, "type": kind, "link": link}
        return entry | ({"widget": {"name": name}} if kind in {"STRING", "INT"} else {})

    def json(self) -> JsonObject:
        return {"last_node_id": self._next - 1, "nodes": self.nodes, "links": self.links}


@pytest.fixture(scope="session")
def new_workflow() -> type[Workflow]:
    return Workflow
