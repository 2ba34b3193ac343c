"""A file behind another service, read by Range as it is asked for."""

import io
from typing import Self

import httpx
from typing_extensions import Buffer, override

FIRST_READ = 64 * 1024
LARGEST_READ = 4 * 1024 * 1024
BEYOND_THE_END = httpx.codes.REQUESTED_RANGE_NOT_SATISFIABLE


class RemoteFileError(OSError):
    """The service did not give the bytes; `status` is None where it did not answer."""

    def __init__(self, url: str, status: int | None, detail: str) -> None:
        super().__init__(f"{url}: {detail}")
        self._parts = (url, status, detail)
        self.status = status

    @override
    def __reduce__(self) -> tuple[type[Self], tuple[str, int | None, str]]:
        """An OSError is otherwise made anew from its message alone, as between processes."""
        return type(self), self._parts


class UnreachableError(RemoteFileError):
    """Nobody listens there: the service is down, which says nothing about the file."""


def service_outage(error: BaseException) -> bool:
    """Whether the same read may well succeed once the service is there again."""
    return isinstance(error, UnreachableError)


class RemoteFile(io.RawIOBase):
    """Reads blocks that double in size while they are asked for one behind the other.

    So a header costs one small request, and a whole file few; who wants all of it says so by
    a `first_read` of up to `LARGEST_READ` bytes, and has most files at once. `requests` counts
    them. Every read raises `RemoteFileError` where the bytes cannot be had.
    """

    def __init__(self, http: httpx.Client, url: str, first_read: int = FIRST_READ) -> None:
        super().__init__()
        self.requests = 0
        self._http = http
        self._url = url
        self._at = 0
        self._block = b""
        self._block_at = 0
        self._next_read = first_read
        self.size = self._open()

    @override
    def __enter__(self) -> Self:
        return self

    @override
    def readable(self) -> bool:
        return True

    @override
    def seekable(self) -> bool:
        return True

    @override
    def tell(self) -> int:
        return self._at

    @override
    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self.size}[whence]
        self._at = max(0, base + offset)
        return self._at

    @override
    def readinto(self, buffer: Buffer, /) -> int:
        view = memoryview(buffer).cast("B")
        if not len(view) or self._at >= self.size:
            return 0
        if not self._block_at <= self._at < self._block_at + len(self._block):
            self._fetch(len(view))
        begins = self._at - self._block_at
        chunk = memoryview(self._block)[begins : begins + len(view)]
        view[: len(chunk)] = chunk
        self._at += len(chunk)
        return len(chunk)

    @override
    def readall(self) -> bytes:
        return self.read(self.size - self._at) if self._at < self.size else b""

    @override
    def read(self, size: int = -1, /) -> bytes:
        """All that was asked for, as a file on disk gives it; less only at the end."""
        if size < 0:
            return self.readall()
        parts = []
        while size > 0 and (part := super().read(size)):
            parts.append(part)
            size -= len(part)
        return b"".join(parts)

    def _open(self) -> int:
        """Fetch the first block, whose answer tells the size."""
        response = self._request(0, self._next_read)
        if response.status_code == BEYOND_THE_END:
            return 0
        self._block = response.content
        if response.status_code != httpx.codes.PARTIAL_CONTENT:
            return len(self._block)
        return int(response.headers["content-range"].rpartition("/")[2])

    def _fetch(self, wanted: int) -> None:
        follows = self._at == self._block_at + len(self._block)
        self._next_read = min(self._next_read * 2, LARGEST_READ) if follows else FIRST_READ
        length = min(max(wanted, self._next_read), self.size - self._at)
        response = self._request(self._at, length)
        if response.status_code != httpx.codes.PARTIAL_CONTENT or len(response.content) != length:
            raise RemoteFileError(self._url, response.status_code, "the range was not given")
        self._block, self._block_at = response.content, self._at

    def _request(self, start: int, length: int) -> httpx.Response:
        self.requests += 1
        headers = {"range": f"bytes={start}-{start + length - 1}", "accept-encoding": "identity"}
        try:
            response = self._http.get(self._url, headers=headers)
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            raise UnreachableError(self._url, None, _reason(error)) from error
        except httpx.TransportError as error:
            raise RemoteFileError(self._url, None, _reason(error)) from error
        if response.is_error and response.status_code != BEYOND_THE_END:
            raise RemoteFileError(self._url, response.status_code, response.text)
        return response


def _reason(error: httpx.TransportError) -> str:
    return str(error) or type(error).__name__
