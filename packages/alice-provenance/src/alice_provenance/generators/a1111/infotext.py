"""The infotext: prompt, negative prompt and one line of settings.

As `create_infotext` of AUTOMATIC1111's stable-diffusion-webui writes it (modules/processing.py)
and its `parse_generation_parameters` reads it (modules/infotext_utils.py).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from alice_provenance.generators.a1111.settings import parse_settings

NEGATIVE = "Negative prompt:"
SETTINGS_AT_LEAST = 3


@dataclass(frozen=True)
class Infotext:
    """`settings` by their names as written; `settings_line` holds them all."""

    prompt: str
    negative_prompt: str
    settings: Mapping[str, str]
    settings_line: str


def parse_infotext(text: str) -> Infotext | None:
    """The parts of an infotext; None for any other text.

    The last line that is one of settings counts, because a prompt may look like one. What
    follows it was added by extensions. No line of JSON is one, for none begins with a name.
    """
    lines = text.replace("\r\n", "\n").split("\n")
    for index in range(len(lines) - 1, -1, -1):
        settings = _settings(lines[index])
        if settings:
            prompt, negative_prompt = _prompts(lines[:index])
            return Infotext(prompt, negative_prompt, settings, lines[index].strip())
    return None


def _settings(line: str) -> Mapping[str, str]:
    """Of a line that tells steps and what was done in them; nothing of any other."""
    if "Steps:" not in line:
        return {}
    settings = parse_settings(line)
    tells = settings.get("Steps", "").isdecimal() and ("Seed" in settings or "Sampler" in settings)
    return settings if tells and len(settings) >= SETTINGS_AT_LEAST else {}


def _prompts(lines: list[str]) -> tuple[str, str]:
    for index, line in enumerate(lines):
        if line.lstrip().startswith(NEGATIVE):
            negative = [line.lstrip().removeprefix(NEGATIVE), *lines[index + 1 :]]
            return "\n".join(lines[:index]).strip(), "\n".join(negative).strip()
    return "\n".join(lines).strip(), ""
