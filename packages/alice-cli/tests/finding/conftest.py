"""Assets to be found, and what metadata and quality say of them."""

import pytest

from alice_contracts.identity import asset_id_of


@pytest.fixture
def three(platform):
    for number in range(3):
        content = f"picture {number}".encode()
        platform.contents[asset_id_of(content)] = content
        platform.names[asset_id_of(content)] = [f"art/picture {number}.png"]
    return sorted(platform.contents)


@pytest.fixture
def told(platform, three):
    """The first of three, of which metadata and quality have told."""
    platform.told[three[0]] = {
        "generator": "ComfyUI",
        "tool_version": "0.3.1",
        "is_ai": "yes",
        "confidence": 0.95,
        "prompt": "a red castle\non a hill",
        "negative_prompt": "blurry",
        "model": "sd_xl_base_1.0",
        "model_hash": "31e35c80fc",
        "seed": 2**64 - 1,
        "steps": 30,
        "sampler": "euler",
        "scheduler": "karras",
        "cfg_scale": 7.0,
        "loras": [{"name": "mist", "weight": 0.5}, {"name": "oil", "weight": None}],
        "tags": [{"key": "style", "value": "oil", "origin": "prompt", "confidence": 0.8}],
        "stars": 4,
        "score": 71.6,
        "reasons": [
            {"code": "sharp", "verdict": "good", "text": "It is sharp."},
            {"code": "dark", "verdict": "bad", "text": "It is rather dark."},
        ],
    }
    return three[0]
