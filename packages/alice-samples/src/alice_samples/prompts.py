"""Credible prompts and settings, and the text that AUTOMATIC1111 and ComfyUI write of them."""

import json
import random
from collections.abc import Mapping
from dataclasses import dataclass

STYLES = (
    "oil painting",
    "35mm film photograph",
    "watercolour sketch",
    "studio photograph, softbox",
    "concept art, matte painting",
    "ukiyo-e woodblock print",
    "isometric 3d render",
    "charcoal drawing",
)
SUBJECTS = (
    "a lighthouse on a basalt cliff",
    "an astronaut tending a greenhouse",
    "a fox asleep in autumn leaves",
    "a night market in the rain",
    "mountain ridges at dawn",
    "two planets over a nebula",
    "a dahlia in full bloom, from above",
    "a city skyline at midnight",
    "an old clockmaker at his bench",
    "a paper boat in a flooded street",
)
MOODS = ("golden hour", "volumetric light", "muted palette", "high contrast", "mist", "neon glow")
NEGATIVES = (
    "blurry, lowres, watermark",
    "deformed hands, extra fingers, jpeg artifacts",
    "oversaturated, text, signature",
)
SAMPLERS = (
    ("Euler a", "euler_ancestral"),
    ("DPM++ 2M", "dpmpp_2m"),
    ("UniPC", "uni_pc"),
)
MODELS = (
    ("sd_xl_base_1.0", "31e35c80fc"),
    ("dreamshaper_8", "879db523c3"),
    ("juggernautXL_v9", "c9e3e68f89"),
    ("flux1-dev-fp8", "8e91b68084"),
)


@dataclass(frozen=True, kw_only=True)
class Prompt:
    """What a person asked a generator for."""

    positive: str
    negative: str
    seed: int
    steps: int
    cfg: float
    sampler: str
    comfyui_sampler: str
    model: str
    model_hash: str


def make_prompt(seed: int) -> Prompt:
    """The prompt of a seed: style, subject, mood, model and settings."""
    rng = random.Random(seed)  # noqa: S311 - samples, not secrets
    sampler, comfyui_sampler = rng.choice(SAMPLERS)
    model, model_hash = rng.choice(MODELS)
    return Prompt(
        positive=f"{rng.choice(SUBJECTS)}, {rng.choice(STYLES)}, {rng.choice(MOODS)}",
        negative=rng.choice(NEGATIVES),
        seed=rng.randrange(2**32),
        steps=rng.randrange(18, 40),
        cfg=rng.choice((3.5, 5.0, 6.5, 7.0)),
        sampler=sampler,
        comfyui_sampler=comfyui_sampler,
        model=model,
        model_hash=model_hash,
    )


def a1111_parameters(prompt: Prompt, size: tuple[int, int]) -> str:
    """The `parameters` text of AUTOMATIC1111's web UI."""
    return (
        f"{prompt.positive}\nNegative prompt: {prompt.negative}\n"
        f"Steps: {prompt.steps}, Sampler: {prompt.sampler}, CFG scale: {prompt.cfg:g}, "
        f"Seed: {prompt.seed}, Size: {size[0]}x{size[1]}, Model hash: {prompt.model_hash}, "
        f"Model: {prompt.model}, Version: v1.10.1"
    )


def a1111_text(prompt: Prompt, size: tuple[int, int]) -> Mapping[str, str]:
    """The PNG text chunks of AUTOMATIC1111's web UI."""
    return {"parameters": a1111_parameters(prompt, size)}


def comfyui_text(prompt: Prompt, size: tuple[int, int]) -> Mapping[str, str]:
    """The PNG text chunks of ComfyUI's SaveImage: the executed graph and the editor's."""
    graph = _comfyui_graph(prompt, size)
    return {"prompt": json.dumps(graph), "workflow": json.dumps(_comfyui_workflow(graph))}


def _comfyui_graph(prompt: Prompt, size: tuple[int, int]) -> dict[str, dict[str, object]]:
    def node(kind: str, **inputs: object) -> dict[str, object]:
        return {"class_type": kind, "inputs": inputs, "_meta": {"title": kind}}

    return {
        "3": node(
            "KSampler",
            seed=prompt.seed,
            steps=prompt.steps,
            cfg=prompt.cfg,
            sampler_name=prompt.comfyui_sampler,
            scheduler="karras",
            denoise=1.0,
            model=["4", 0],
            positive=["6", 0],
            negative=["7", 0],
            latent_image=["5", 0],
        ),
        "4": node("CheckpointLoaderSimple", ckpt_name=f"{prompt.model}.safetensors"),
        "5": node("EmptyLatentImage", width=size[0], height=size[1], batch_size=1),
        "6": node("CLIPTextEncode", text=prompt.positive, clip=["4", 1]),
        "7": node("CLIPTextEncode", text=prompt.negative, clip=["4", 1]),
        "8": node("VAEDecode", samples=["3", 0], vae=["4", 2]),
        "9": node("SaveImage", filename_prefix="ComfyUI", images=["8", 0]),
    }


def _comfyui_workflow(graph: Mapping[str, Mapping[str, object]]) -> dict[str, object]:
    """The editor's view of a graph: nodes with their place and widgets, links as rows."""
    nodes: list[dict[str, object]] = []
    links: list[list[object]] = []
    for node_id, node in graph.items():
        inputs = node["inputs"]
        assert isinstance(inputs, dict)
        widgets = [value for value in inputs.values() if not isinstance(value, list)]
        place = {"pos": [320 * len(nodes), 180], "order": len(nodes), "mode": 0}
        nodes.append(
            {"id": int(node_id), "type": node["class_type"], "widgets_values": widgets, **place}
        )
        for name, source in inputs.items():
            if isinstance(source, list):
                origin, slot = source
                links.append([len(links) + 1, int(origin), slot, int(node_id), 0, name.upper()])
    editor = {"groups": [], "config": {}, "extra": {}, "version": 0.4}
    ends = {"last_node_id": max(map(int, graph)), "last_link_id": len(links)}
    return {**ends, "nodes": nodes, "links": links, **editor}
