"""Who of the family wrote an infotext."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from alice_contracts.provenance import UNKNOWN
from alice_provenance.generators.a1111.civitai_resources import RESOURCES

NAMED, BY_HABIT, NOBODY = 0.95, 0.8, 0.0
"""Confidence in a writer who names himself, in one known by his habits, and in none."""

VERSIONS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"classic"), "Forge Classic"),
    (re.compile(r"neo"), "Forge Neo"),
    (re.compile(r"f\d+(\.\d+)*-v"), "EasyReforge"),
    (re.compile(r"f\d+(\.\d+)*v\d+-v"), "reForge"),
    (re.compile(r"f\d"), "Forge"),
    (re.compile(r"v?\d+\.\d"), "A1111"),
    (re.compile(r"ComfyUI"), "ComfyUI"),
    (re.compile(r"Fooocus"), "Fooocus"),
)
"""How `Version` begins. Reforges tell their own version and that of the WebUI below."""

A1111_ALWAYS = frozenset({"Steps", "Sampler", "CFG scale", "Seed", "Size"})
HASH = re.compile(r"[0-9a-f]{8,}")


@dataclass(frozen=True)
class Writer:
    """`said` is the setting that gives the writer away, empty where none does."""

    name: str
    confidence: float
    said: str = ""
    version: str | None = None


def writer_of(settings: Mapping[str, str]) -> Writer:
    """By what the writer says of himself, then by what only he writes, then by his habits."""
    version = settings.get("Version")
    if "App" in settings or "Operations" in settings:
        return _by_app(settings, version)
    if version:
        return _by_version(version)
    if RESOURCES in settings:
        said = f"{RESOURCES}: {settings[RESOURCES]}"
        return Writer("Civitai", NAMED, said)
    if settings.keys() >= A1111_ALWAYS and _has_a1111_spelling(settings):
        return Writer("A1111", BY_HABIT)
    return Writer(UNKNOWN, NOBODY)


def _by_app(settings: Mapping[str, str], version: str | None) -> Writer:
    """SD.Next names itself; before it did, it alone wrote `Operations`."""
    app = settings.get("App")
    if app is None:
        said = f"Operations: {settings['Operations']}"
        return Writer("SD.Next", BY_HABIT, said, version)
    if app == "SD.Next":
        return Writer(app, NAMED, f"App: {app}", version)
    return Writer(UNKNOWN, NOBODY)


def _by_version(version: str) -> Writer:
    for pattern, name in VERSIONS:
        if pattern.match(version):
            return Writer(name, NAMED, f"Version: {version}", version if version != name else None)
    return Writer(UNKNOWN, NOBODY)


def _has_a1111_spelling(settings: Mapping[str, str]) -> bool:
    """Samplers by their titles and hashes in digits, which imitators write otherwise."""
    sampler, model_hash = settings["Sampler"], settings.get("Model hash")
    return sampler != sampler.lower() and (model_hash is None or bool(HASH.match(model_hash)))
