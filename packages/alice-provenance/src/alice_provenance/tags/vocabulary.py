"""The vocabulary: which words of a prompt become tags of which key."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

KEYS: Final = (
    "style",
    "mood",
    "subject",
    "lighting",
    "color",
    "camera",
    "environment",
    "time_of_day",
    "technique",
    "quality",
)
Words = tuple[str, ...]


@dataclass(frozen=True)
class Term:
    key: str
    value: str


class Vocabulary:
    """Terms by the words of their names and aliases; the longest match wins.

    Names in `alone` count only as a whole item.

    Raises:
        ValueError: a key is none of KEYS, a name is not normalised, two terms share one, or none
            has one that is to count alone.
    """

    def __init__(
        self, tables: Mapping[str, Mapping[str, Sequence[str]]], alone: Sequence[str] = ()
    ) -> None:
        self._terms: dict[Words, Term] = {}
        for key, terms in tables.items():
            for value, aliases in terms.items():
                for name in (value, *aliases):
                    self._add(Term(key, value), name)
        self._alone = {tuple(name.split()) for name in alone}
        if unknown := self._alone - self._terms.keys():
            raise ValueError(f"{sorted(unknown)} are to count alone and are no names of any term.")
        self._longest = max((len(words) for words in self._terms), default=0)

    def __iter__(self) -> Iterator[tuple[Words, Term]]:
        return iter(self._terms.items())

    def whole(self, words: Sequence[str]) -> Term | None:
        """The term that is exactly this."""
        return self._terms.get(tuple(words))

    def within(self, words: Sequence[str]) -> Iterator[tuple[Term, int]]:
        """The terms in a phrase from left to right with their length in words, none overlapping."""
        at = 0
        while at < len(words):
            term, length = self._at(words, at)
            if term is not None:
                yield term, length
            at += length

    def _at(self, words: Sequence[str], at: int) -> tuple[Term | None, int]:
        for length in range(min(self._longest, len(words) - at), 0, -1):
            name = tuple(words[at : at + length])
            if name in self._terms and name not in self._alone:
                return self._terms[name], length
        return None, 1

    def _add(self, term: Term, name: str) -> None:
        if term.key not in KEYS:
            raise ValueError(f"{term.key!r} is no key; there are {', '.join(KEYS)}.")
        words = tuple(name.split())
        if name != name.lower() or " ".join(words) != name or not words or "-" in name:
            raise ValueError(f"The name {name!r} of {term.key}:{term.value} is not normalised.")
        other = self._terms.setdefault(words, term)
        if other != term:
            raise ValueError(
                f"{name!r} means {other.key}:{other.value} and {term.key}:{term.value}; "
                "a name has one meaning."
            )


@cache
def vocabulary() -> Vocabulary:
    """That of the package's `vocabulary.toml`."""
    tables = tomllib.loads(files(__package__).joinpath("vocabulary.toml").read_text("utf-8"))
    return Vocabulary(alone=tables.pop("alone"), tables=tables)
