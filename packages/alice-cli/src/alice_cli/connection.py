"""The connection to the door: requests, typed answers and errors that say what to do."""

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Self, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError

from alice_contracts.http.problem import ProblemDetails

if TYPE_CHECKING:
    import httpx

TIMEOUT = 60.0
CONNECT_TIMEOUT = 5.0

AnswerT = TypeVar("AnswerT")

_adapter: Callable[[Any], TypeAdapter[Any]] = cache(TypeAdapter)


class DoorError(Exception):
    """The door did not do what was asked; the text is for people."""


class DoorUnreachableError(DoorError):
    """Nothing answers at the door's address, or the answer broke off."""


class DoorProblemError(DoorError):
    def __init__(self, problem: ProblemDetails) -> None:
        super().__init__(f"{problem.title}: {problem.detail}")
        self.problem = problem


class Connection:
    """Asks the door at `url`; every method raises a `DoorError` where it is not served."""

    def __init__(self, url: str, token: str) -> None:
        # Here, for httpx takes as long to load as all the rest of a command.
        import httpx

        self.url = url
        self._http = httpx.Client(
            base_url=url,
            headers={"authorization": f"Bearer {token}"},
            timeout=httpx.Timeout(TIMEOUT, connect=CONNECT_TIMEOUT),
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()

    def ask(
        self,
        answer: type[AnswerT],
        method: str,
        url: str,
        *,
        body: BaseModel | None = None,
        params: Mapping[str, Any] | None = None,
        content: Iterable[bytes] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> AnswerT:
        response = self._send(
            method,
            url,
            json=None if body is None else body.model_dump(mode="json"),
            params=None if params is None else {k: v for k, v in params.items() if v is not None},
            content=content,
            headers=headers,
        )
        try:
            parsed: AnswerT = _adapter(answer).validate_json(response.content)
        except ValidationError as error:
            raise DoorError(f"{self.url} answered as no door does; is it one? {error}") from error
        return parsed

    def tell(self, method: str, url: str) -> None:
        """A request whose answer carries nothing."""
        self._send(method, url)

    def _send(self, method: str, url: str, **arguments: Any) -> "httpx.Response":
        import httpx

        try:
            response = self._http.request(method, url, **arguments)
        except httpx.TransportError as error:
            raise DoorUnreachableError(f"nothing answers at {self.url} ({error})") from error
        except (httpx.InvalidURL, httpx.UnsupportedProtocol) as error:
            raise DoorError(f"{self.url} is no address of a door: {error}") from error
        if response.is_error:
            raise self._problem(response)
        return response

    def _problem(self, response: "httpx.Response") -> DoorError:
        try:
            return DoorProblemError(ProblemDetails.model_validate_json(response.content))
        except ValidationError:
            return DoorError(f"{self.url} answered {response.status_code} and not as a door does")
