"""A file behind another service reads like one on disk, in few requests."""

import io
import pickle
from collections.abc import Iterator

import httpx
import pytest

from alice_core.http.remote_file import (
    FIRST_READ,
    LARGEST_READ,
    RemoteFile,
    RemoteFileError,
    service_outage,
)

CONTENT = bytes(index * 31 % 251 for index in range(3_000_000))


def serve(content: bytes):
    def answer(request: httpx.Request) -> httpx.Response:
        first, _, last = request.headers["range"].removeprefix("bytes=").partition("-")
        start, end = int(first), min(int(last) + 1, len(content))
        if start >= len(content):
            return httpx.Response(416)
        headers = {"content-range": f"bytes {start}-{end - 1}/{len(content)}"}
        return httpx.Response(206, headers=headers, content=content[start:end])

    return httpx.Client(transport=httpx.MockTransport(answer), base_url="http://assets")


@pytest.fixture
def file() -> Iterator[RemoteFile]:
    with serve(CONTENT) as http, RemoteFile(http, "/content") as opened:
        yield opened


def test_it_reads_what_a_file_on_disk_gives(file):
    disk = io.BytesIO(CONTENT)
    for position, length in [(0, 10), (70_000, 5), (2_999_990, 50), (5, 200_000), (4_000_000, 9)]:
        assert file.seek(position) == disk.seek(position)
        assert file.read(length) == disk.read(length)
    assert file.seek(-10, io.SEEK_END) == disk.seek(-10, io.SEEK_END)
    assert file.read() == disk.read()


def test_a_header_costs_one_request(file):
    assert (file.read(FIRST_READ), file.size) == (CONTENT[:FIRST_READ], len(CONTENT))
    assert file.requests == 1


def test_a_whole_file_costs_few(file):
    with io.BufferedReader(file, 1000) as reader:
        assert b"".join(iter(lambda: reader.read(1000), b"")) == CONTENT
    assert file.requests <= 7


@pytest.mark.parametrize(("parts", "requests"), [(1, 1), (2, 2)])
def test_who_wants_all_has_most_files_at_once(parts: int, requests: int):
    content = CONTENT * parts
    with serve(content) as http, RemoteFile(http, "/content", LARGEST_READ) as file:
        with io.BufferedReader(file) as reader:
            reader.read(64)
            reader.seek(0)
            assert reader.read(file.size) == content
        assert file.requests == requests


def test_a_jump_reads_little_again(file):
    file.read(1_000_000)
    before = file.requests
    file.seek(2_500_000)
    file.read(10)
    assert file.requests == before + 1


def test_an_empty_file():
    with serve(b"") as http, RemoteFile(http, "/content") as file:
        assert (file.size, file.read()) == (0, b"")


@pytest.mark.parametrize("status", [404, 409, 503])
def test_a_refusal_is_told(status):
    assert_refused(lambda _: httpx.Response(status, text="gone"), "gone", status)


@pytest.mark.parametrize(
    ("silence", "is_outage"),
    [
        (httpx.ConnectError("refused"), True),
        (httpx.ConnectTimeout("refused"), True),
        (httpx.ReadTimeout("refused"), False),
        (httpx.RemoteProtocolError("refused"), False),
    ],
    ids=lambda value: type(value).__name__,
)
def test_silence_is_told(silence, is_outage):
    def fall_silent(_request):
        raise silence

    assert service_outage(assert_refused(fall_silent, "refused", None)) == is_outage


def assert_refused(answer, match: str, status: int | None) -> RemoteFileError:
    http = httpx.Client(transport=httpx.MockTransport(answer), base_url="http://assets")
    with http, pytest.raises(RemoteFileError, match=match) as error:
        RemoteFile(http, "/content")
    assert error.value.status == status
    between_processes = pickle.loads(pickle.dumps(error.value))
    assert (str(between_processes), between_processes.status) == (str(error.value), status)
    return error.value
