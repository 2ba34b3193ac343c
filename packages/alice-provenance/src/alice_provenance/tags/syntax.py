"""How prompts are written: into the items of a list or the clauses of prose, without the markup.

Sources: A1111's wiki on attention and prompt editing, NovelAI's and Midjourney's documentation,
sd-dynamic-prompts for wildcards and choices.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

MAX_CHARACTERS: Final = 20_000
"""Of a prompt that are looked at."""

_MIDJOURNEY: Final = "Midjourney"

_LORA = re.compile(r"<(?:lora|lyco):([^<>:]{1,200})[^<>]{0,100}>", re.IGNORECASE)
_MARKUP = re.compile(
    r"<[a-z]+:[^<>]{0,300}>"  # hypernetworks, segments, embeddings of some tools
    r"|\bembedding:\S+"
    r"|__[\w*/.-]{1,100}__"  # wildcards
    r"|https?://\S+",
    re.IGNORECASE,
)
_PARAMETERS = re.compile(r"(?<!\S)--[a-z]\w*.*", re.IGNORECASE | re.DOTALL)
_ESCAPED: Final = {"\\(": "\ue000", "\\)": "\ue001", "\\[": "\ue002", "\\]": "\ue003"}
_BARE: Final = {"\ue000": "(", "\ue001": ")", "\ue002": "[", "\ue003": "]"}
_NUMBER: Final = r"\d{0,3}(?:\.\d{0,6})?"
_UNWANTED = re.compile(rf"\([^()]*:\s?-{_NUMBER}\s?\)|-{_NUMBER}::[^:]*::")
_WEIGHT = re.compile(rf":\s?\+?{_NUMBER}\s?(?=[)\]}}])")
_EDITED = re.compile(r"\[([^\[\]]*)\]")
_GROUPS = re.compile(r"[)\]}]\s*[(\[{]")
_BRACKETS = re.compile(r"[()\[\]{}]")
_SEPARATOR = re.compile(
    r"[,;|\n，、；。]"
    r"|[.!?](?=\s|$)"
    r"|\bBREAK\b|\bAND\b"
    rf"|{_NUMBER}::{_NUMBER}"  # weights of Midjourney and NovelAI
)
_BLANKS = re.compile(r"[\s_]+")
_LETTER = re.compile(r"[^\W\d_]")
_TRIMMED: Final = " \"'`“”‘’#*~-–—:.!?/\\"


@dataclass(frozen=True)
class Prompt:
    """`clauses` are lower case; `loras` are the names in LoRA syntax, as written."""

    clauses: tuple[str, ...]
    loras: tuple[str, ...]

    @property
    def is_list(self) -> bool:
        """Whether it enumerates: two items or more, most of them of at most four words."""
        short = sum(word_count(clause) <= 4 for clause in self.clauses)
        return len(self.clauses) >= 2 and short >= 0.6 * len(self.clauses)


def parse_prompt(text: str, generator: str) -> Prompt:
    """Midjourney takes brackets for text; everybody else weighs with them.

    What has a negative weight is not wanted, and left out.
    """
    text = text[:MAX_CHARACTERS]
    loras = tuple(dict.fromkeys(name.strip() for name in _LORA.findall(text)))
    text = _PARAMETERS.sub("", _MARKUP.sub(",", _LORA.sub(",", text)))
    text = _UNWANTED.sub(",", text)
    if generator != _MIDJOURNEY:
        text = _without_weights(text)
    return Prompt(tuple(_clauses(text)), loras)


def word_count(clause: str) -> int:
    """Words; two characters count as one in scripts without blanks."""
    wide = sum(character >= "\u3000" for character in clause)
    return len(clause.split()) + wide // 2


def _without_weights(text: str) -> str:
    """`(a:1.2)`, `[b]`, `{c}` are a, b, c; `[a:b:0.5]` and `[a|b]` are both; `\\(` is text."""
    for escaped, placeholder in _ESCAPED.items():
        text = text.replace(escaped, placeholder)
    text = _WEIGHT.sub("", text)
    text = _EDITED.sub(lambda match: match[1].replace(":", ","), text)
    text = _BRACKETS.sub(" ", _GROUPS.sub(",", text))
    for placeholder, bare in _BARE.items():
        text = text.replace(placeholder, bare)
    return text


def _clauses(text: str) -> Iterator[str]:
    for part in _SEPARATOR.split(text):
        clause = _BLANKS.sub(" ", part).strip(_TRIMMED).lower()
        if _LETTER.search(clause):
            yield clause
