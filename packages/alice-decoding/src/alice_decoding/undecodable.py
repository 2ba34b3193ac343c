"""The verdict on a file that is refused."""

from typing_extensions import override

from alice_contracts.media import RejectReason


class Undecodable(Exception):  # noqa: N818 - a verdict on the file, not a failure of the service
    """A file was judged and refused; the detail says what is wrong and the mend."""

    def __init__(self, reason: RejectReason, detail: str) -> None:
        super().__init__(reason, detail)
        self.reason = reason
        self.detail = detail

    @override
    def __str__(self) -> str:
        return f"{self.reason}: {self.detail}"
