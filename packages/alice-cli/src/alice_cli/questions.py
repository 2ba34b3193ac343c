"""Requests from what a person typed."""

from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from alice_cli.output import CommandError, ExitCode

RequestT = TypeVar("RequestT", bound=BaseModel)


def question(request: type[RequestT], **values: Any) -> RequestT:
    """The request, or a usage error that names each field and what is wrong with it."""
    try:
        return request(**values)
    except ValidationError as error:
        named = "; ".join(f"{_option(item['loc'])}: {item['msg']}" for item in error.errors())
        raise CommandError(named, ExitCode.USAGE) from error


def _option(location: tuple[int | str, ...]) -> str:
    return str(location[0]).replace("_", "-")
