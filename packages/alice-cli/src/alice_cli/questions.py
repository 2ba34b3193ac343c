"""Requests from what a person typed."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from alice_cli.output import CommandError, ExitCode

RequestT = TypeVar("RequestT", bound=BaseModel)

AS_IT_IS: Mapping[str, str] = MappingProxyType({})


def question(
    request: type[RequestT], spelled: Mapping[str, str] = AS_IT_IS, /, **values: Any
) -> RequestT:
    """The request, or a usage error that names each option and what is wrong with it.

    `spelled` are the options of those fields that have another name than theirs.
    """
    try:
        return request(**values)
    except ValidationError as error:
        named = "; ".join(
            f"{_option(item['loc'], spelled)}: {item['msg']}" for item in error.errors()
        )
        raise CommandError(named, ExitCode.USAGE) from error


def _option(location: tuple[int | str, ...], spelled: Mapping[str, str]) -> str:
    field = str(location[0])
    return spelled.get(field, field).replace("_", "-")
