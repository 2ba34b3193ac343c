"""Names of tags, `key:value`, as documents hold them and queries ask for them."""

from collections.abc import Iterable

from pydantic import TypeAdapter, ValidationError

from alice_contracts.http.search import TagName
from alice_contracts.provenance import Tag

_NAME: TypeAdapter[str] = TypeAdapter(TagName)


def tag_names(tags: Iterable[Tag]) -> list[str]:
    """Those that a query can name, each once; an index cannot hold names of any length."""
    return sorted({tag.name for tag in tags if _can_be_asked_for(tag.name)})


def normal(name: str) -> str:
    """Tags are lower case and trimmed, so a query in any case can only mean them."""
    key, _, value = name.partition(":")
    return f"{key.strip().lower()}:{value.strip().lower()}"


def key_of(name: str) -> str:
    return name.partition(":")[0]


def _can_be_asked_for(name: str) -> bool:
    try:
        _NAME.validate_python(name)
    except ValidationError:
        return False
    return True
