"""Words of prompts and file names, made alike for documents and for what is looked for in them.

PostgreSQL's own parser takes `cat/dog` for a path, `<lora:cat:1>` for markup and a sentence in
Chinese for one word, and follows the locale of its database. So it is given words that are made
here: runs of letters or of digits, folded by NFKC and case. Each character of a script that sets
no spaces between words is a word of its own, and so is each symbol: a part of a sentence is then
found as the phrase that it is.
"""

import re
import unicodedata
from collections.abc import Iterator

MAX_WORD = 255
"""Characters; the text of a query has no more, and PostgreSQL takes words of up to 2046 bytes."""

_UNSPACED = (
    ("\u0e00", "\u0eff"),  # Thai, Lao
    ("\u1000", "\u109f"),  # Myanmar
    ("\u1780", "\u17ff"),  # Khmer
    ("\u3005", "\u3007"),  # marks that repeat or stand for an ideograph
    ("\u3041", "\u312f"),  # Hiragana, Katakana, Bopomofo
    ("\u31f0", "\u31ff"),
    ("\u3400", "\u9fff"),  # CJK ideographs
    ("\uac00", "\ud7a3"),  # Hangul: its particles adhere to the words
    ("\uf900", "\ufaff"),
    ("\U00020000", "\U0003ffff"),
)
_RUN = re.compile(r"\d+|[^\d\s]+")
_TERM = re.compile(r'-?"[^"]*"?|[^\s"]+')


class _Spelling(dict[int, str]):
    """What becomes of each character, found out once; a table for `str.translate`."""

    def __missing__(self, code: int) -> str:
        self[code] = spelled = _spelled(chr(code))
        return spelled


def _spelled(char: str) -> str:
    category = unicodedata.category(char)
    if category == "Cf" or unicodedata.name(char, "").startswith("VARIATION SELECTOR"):
        return ""
    if category == "So" or any(first <= char <= last for first, last in _UNSPACED):
        return f" {char} "
    return char if category[0] in "LMN" else " "


_SPELLING = _Spelling()


def words(text: str) -> list[str]:
    """The words of a text in their order; hostile text has fewer and never an error."""
    folded = unicodedata.normalize("NFKC", text).casefold().translate(_SPELLING)
    return [run[:MAX_WORD] for run in _RUN.findall(folded)]


def vector(text: str, first: int = 1) -> str:
    """The words with their positions, counted from `first`, as a `tsvector` is written."""
    return " ".join(f"'{word}':{place}" for place, word in enumerate(words(text), first))


def tsquery(text: str) -> str:
    """What people write into a search box, as a `tsquery` is written; empty where no word is in it.

    Words all occur, `"a phrase"` in its order, `or` gives alternatives and `-` excludes. A word
    that falls into several, such as `low-poly` or one in Japanese, is a phrase.
    """
    alternatives = (" & ".join(terms) for terms in _alternatives(text) if terms)
    return " | ".join(alternatives)


def _alternatives(text: str) -> Iterator[list[str]]:
    terms: list[str] = []
    for term in _TERM.findall(text):
        if term.lower() == "or":
            yield terms
            terms = []
        elif phrase := " <-> ".join(f"'{word}'" for word in words(term)):
            terms.append(f"!({phrase})" if term.startswith("-") else f"({phrase})")
    yield terms
