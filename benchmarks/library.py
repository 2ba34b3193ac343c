"""A synthetic library as its owners tell of it: frequencies as skewed as in real ones."""

import random
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from typing import Any
from uuid import UUID

from alice_contracts.assessment import Judgement, Measures, Reason, Verdict
from alice_contracts.envelope import Event, EventData
from alice_contracts.events.assets import AssetDiscovered, AssetProcessed, Location, Rendition
from alice_contracts.events.metadata import MetadataExtracted
from alice_contracts.events.quality import QualityAssessed
from alice_contracts.identity import asset_id
from alice_contracts.media import MediaKind
from alice_contracts.provenance import Generation, IsAi, Lora, Provenance, Tag, TagOrigin
from alice_contracts.services import ASSETS, METADATA, QUALITY, Service

BEGAN = datetime(2024, 1, 1, tzinfo=UTC)
MINUTES = 2 * 365 * 24 * 60
GENERATORS = ("comfyui", "a1111", "midjourney", "dalle", "flux", "novelai", "firefly", "unknown")
SYLLABLES = ("ka", "lo", "mi", "ru", "sen", "tor", "vel", "an", "dra", "eth", "il", "os")
TAG_KEYS = ("subject", "style", "mood", "colour", "tag")


class Skewed:
    """Draws the n-th of its values with a frequency of 1/n, after Zipf."""

    def __init__(self, values: Sequence[str]) -> None:
        self._values = values
        self._weights = list(accumulate(1 / n for n in range(1, len(values) + 1)))

    def draw(self, chance: random.Random, count: int) -> list[str]:
        return chance.choices(self._values, cum_weights=self._weights, k=count)


def vocabulary(size: int) -> list[str]:
    """So many words that nobody would find in a dictionary."""
    words = list(SYLLABLES)
    for word in words:
        if len(words) >= size:
            break
        words += [word + syllable for syllable in SYLLABLES]
    return words[:size]


WORDS = Skewed(vocabulary(20_000))
MODELS = Skewed([f"{word}_xl_v{n % 9}" for n, word in enumerate(vocabulary(400))])
MADE_BY = Skewed(GENERATORS)
TAGS = {key: Skewed([f"{key[0]}{word}" for word in vocabulary(500)]) for key in TAG_KEYS}


class Library:
    """Documents by number; the same number always tells the same."""

    def events(self, number: int) -> Iterator[Event[Any]]:
        chance = random.Random(number)
        subject = asset_id(chance.randbytes(32))
        told = (
            (ASSETS, 1, _discovered(chance, number)),
            (ASSETS, 2, _processed(chance, number)),
            (METADATA, 1, _extracted(chance)),
            (QUALITY, 1, _assessed(chance)),
        )
        for owner, revision, data in told:
            yield _event(owner, subject, revision, data)


def _event(owner: Service, subject: str, revision: int, data: EventData) -> Event[Any]:
    return Event[Any](
        source=owner.source, type=data.type, subject=subject, revision=revision, data=data
    )


def _discovered(chance: random.Random, number: int) -> AssetDiscovered:
    place = Location(
        id=UUID(int=number),
        library=chance.choice(["art", "film", "work"]),
        path=f"{BEGAN.year}/{WORDS.draw(chance, 1)[0]}/ComfyUI_{number:06}_.png",
        modified_at=BEGAN + timedelta(minutes=chance.randrange(MINUTES)),
    )
    return AssetDiscovered(
        mime=chance.choice(["image/png", "image/png", "image/jpeg", "image/webp"]),
        kind=MediaKind.IMAGE,
        size=chance.randrange(100_000, 4_000_000),
        discovered_at=BEGAN,
        locations=(place,),
    )


def _processed(chance: random.Random, number: int) -> AssetProcessed:
    renditions = [
        Rendition(edge=edge, mime="image/webp", width=edge, height=edge, size=edge * 40)
        for edge in (256, 1024)
    ]
    return AssetProcessed(
        mime="image/png",
        kind=MediaKind.IMAGE,
        width=chance.choice([512, 832, 1024, 1216]),
        height=chance.choice([512, 832, 1024, 1216]),
        duration=None,
        frames=1,
        pixel_hash=f"{number:064x}",
        perceptual_hash=f"{chance.getrandbits(64):016x}",
        renditions=tuple(renditions),
    )


def _extracted(chance: random.Random) -> MetadataExtracted:
    generation = Generation(
        prompt=", ".join(WORDS.draw(chance, 45)),
        negative_prompt=", ".join(WORDS.draw(chance, 15)),
        model=MODELS.draw(chance, 1)[0],
        seed=chance.getrandbits(64),
        steps=chance.choice([20, 28, 30]),
        sampler="dpmpp_2m",
        cfg_scale=7.0,
        loras=(Lora(name="add_detail", weight=0.6),),
    )
    provenance = Provenance(
        generator=MADE_BY.draw(chance, 1)[0],
        is_ai=IsAi.YES,
        confidence=0.95,
        generation=generation,
        tags=tuple(_tags(chance)),
    )
    return MetadataExtracted(extractor="1", provenance=provenance)


def _tags(chance: random.Random) -> Iterator[Tag]:
    for key, values in TAGS.items():
        for value in set(values.draw(chance, 3)):
            yield Tag(key=key, value=value, origin=TagOrigin.PROMPT, confidence=0.6)


def _assessed(chance: random.Random) -> QualityAssessed:
    score = chance.betavariate(4, 3) * 100
    reason = Reason(code="sharp", verdict=Verdict.GOOD, text="It is sharp where it matters.")
    judgement = Judgement(
        stars=1 + int(score // 20.1), score=score, measures=Measures(), reasons=(reason,)
    )
    return QualityAssessed(assessor="1", judgement=judgement)
