"""What can go wrong when one service asks another."""

from collections.abc import Mapping

from alice_contracts.http.problem import ProblemDetails
from alice_contracts.services import Service


class ServiceError(Exception):
    """A service was asked and did not answer as promised."""

    def __init__(self, service: Service, message: str) -> None:
        super().__init__(f"{service.short}: {message}")
        self.service = service


class ServiceUnavailableError(ServiceError):
    """Nothing answered in time: the service is stopped, starting or overloaded."""


class UnexpectedAnswerError(ServiceError):
    """The answer is none that the contract knows."""


class ServiceProblemError(ServiceError):
    """The service refused and said why; `headers` are those of its answer."""

    def __init__(
        self, service: Service, problem: ProblemDetails, headers: Mapping[str, str]
    ) -> None:
        super().__init__(service, problem.detail)
        self.problem = problem
        self.headers = headers
