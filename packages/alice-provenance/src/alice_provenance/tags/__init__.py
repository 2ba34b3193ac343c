"""From prompts to tags: `key:value`, each with its origin and how sure it is."""

import re
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from typing import Final, NamedTuple

from alice_contracts.provenance import Generation, Tag, TagOrigin
from alice_provenance.tags.syntax import Prompt, parse_prompt, word_count
from alice_provenance.tags.vocabulary import vocabulary

MAX_TAGS: Final = 100
MAX_LORAS: Final = 30
"""Of the tags; a long prompt leaves them their place."""
MAX_VALUE: Final = 60
"""Characters of a value; a longer one is a sentence or somebody's mistake."""

FREE: Final = "tag"
LORA: Final = "lora"

ITEM, WITHIN = 0.9, 0.7


class _Free(NamedTuple):
    """Up to how many words a phrase is a tag of its own, and how surely."""

    words: int
    confidence: float


_OF_LIST, _OF_PROSE = _Free(4, 0.6), _Free(3, 0.4)

_LEAD = re.compile(r"^(?:an?|the|(?:art )?by) ")
_NEGATIONS: Final = frozenset(("no", "not", "without"))
_MODEL_FILE = re.compile(r"\.(safetensors|ckpt|pt|bin)$")


def tags_of(generation: Generation, generator: str) -> tuple[Tag, ...]:
    """The tags of the positive prompt and the LoRAs, without repeats, at most MAX_TAGS.

    In the order of the prompt, then LoRAs. Confidence says how sure it is that a person would
    give this tag:

    - 1.0 a LoRA that was applied, by the metadata; 0.9 one that the prompt calls;
    - 0.9 a term of the vocabulary that is an item of a list: it was meant as a tag;
    - 0.7 a term inside of a longer phrase: it may belong to something else there;
    - 0.6 another short item of a list: a tag, but nobody knows of what kind;
    - 0.4 a short clause of prose.

    Negative prompts give none, nor do the model and a tool's parameters (`--ar 3:2`).
    """
    prompt = parse_prompt(generation.prompt or "", generator)
    loras = _unique(_of_loras(generation, prompt))[:MAX_LORAS]
    return _unique(_of_prompt(prompt))[: MAX_TAGS - len(loras)] + loras


def _unique(tags: Iterable[Tag]) -> tuple[Tag, ...]:
    """Each once, at its first place, with the highest confidence."""
    found: dict[str, Tag] = {}
    for tag in tags:
        if 0 < len(tag.value) <= MAX_VALUE:
            known = found.setdefault(tag.name, tag)
            if known.confidence < tag.confidence:
                found[tag.name] = tag
    return tuple(found.values())


def _of_prompt(prompt: Prompt) -> Iterator[Tag]:
    free = _OF_LIST if prompt.is_list else _OF_PROSE
    for clause in prompt.clauses:
        phrase = _LEAD.sub("", clause, count=1)
        term = vocabulary().whole(_words(phrase)) if prompt.is_list else None
        if term is not None:
            yield _tag(term.key, term.value, ITEM)
        else:
            yield from _of_phrase(phrase, free)


def _of_phrase(phrase: str, free: _Free) -> Iterator[Tag]:
    """The terms in a phrase, and the phrase itself if it is short and says more than they do."""
    words = _words(phrase)
    covered = 0
    for term, length in vocabulary().within(_affirmed(words)):
        covered += length
        yield _tag(term.key, term.value, WITHIN)
    if covered < len(words) and word_count(phrase) <= free.words:
        yield _tag(FREE, phrase, free.confidence)


def _of_loras(generation: Generation, prompt: Prompt) -> Iterator[Tag]:
    for lora in generation.loras:
        yield _tag(LORA, _lora_name(lora.name), 1.0, TagOrigin.METADATA)
    for name in prompt.loras:
        yield _tag(LORA, _lora_name(name), 0.9)


def _lora_name(name: str) -> str:
    """Without folders and the file's ending, which differ from one machine to the next."""
    return _MODEL_FILE.sub("", PurePosixPath(name.replace("\\", "/").lower().strip()).name)


def _words(phrase: str) -> list[str]:
    """As the vocabulary writes them."""
    return phrase.replace("-", " ").split()


def _affirmed(words: list[str]) -> list[str]:
    """Up to a negation: what follows is not in the picture."""
    end = next((at for at, word in enumerate(words) if word in _NEGATIONS), len(words))
    return words[:end]


def _tag(key: str, value: str, confidence: float, origin: TagOrigin = TagOrigin.PROMPT) -> Tag:
    return Tag(key=key, value=value, origin=origin, confidence=confidence)
