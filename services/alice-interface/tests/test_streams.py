"""Bytes pass the door as they come, in both directions."""

import asyncio
import threading

import pytest
from starlette.requests import ClientDisconnect
from starlette.responses import JSONResponse, Response, StreamingResponse

ASSET_ID = "sha256:" + "ab" * 32
CONTENT = f"/assets/{ASSET_ID}/content"
RENDITION = f"/assets/{ASSET_ID}/renditions/256"
BLOCK = f"/metadata/{ASSET_ID}/blocks/0"
DOWNLOAD = f"/assets/{ASSET_ID}/metadata/blocks/0"
WAIT = 10
KEPT = {
    "etag": '"ab"',
    "cache-control": "private, max-age=31536000, immutable",
    "accept-ranges": "bytes",
    "content-type": "image/png",
}


def answering(assets, path, status, body=b"", **headers):
    async def answer(_request):
        return Response(body, status, headers={**KEPT, **headers})

    assets.does("GET", path, answer)
    assets.does("HEAD", path, answer)


@pytest.mark.parametrize("path", [CONTENT, RENDITION])
def test_bytes_come_with_their_headers(door, assets, path):
    answering(assets, path, 200, b"pixels")
    answer = door.get(path)
    assert answer.content == b"pixels"
    assert {name: answer.headers[name] for name in KEPT} == KEPT
    assert answer.headers["content-length"] == "6"


@pytest.mark.parametrize("path", [CONTENT, RENDITION])
def test_head_tells_the_same_without_bytes(door, assets, path):
    answering(assets, path, 200, b"pixels")
    answer = door.head(path)
    assert answer.content == b""
    assert answer.headers["content-length"] == "6"
    assert answer.headers["etag"] == '"ab"'
    assert assets.asked[0].method == "HEAD"


def test_a_range_passes(door, assets):
    answering(assets, CONTENT, 206, b"xel", **{"content-range": "bytes 2-4/6"})
    answer = door.get(CONTENT, headers={"range": "bytes=2-4", "if-range": '"ab"'})
    assert (answer.status_code, answer.content) == (206, b"xel")
    assert answer.headers["content-range"] == "bytes 2-4/6"
    assert assets.asked[0].headers["range"] == "bytes=2-4"
    assert assets.asked[0].headers["if-range"] == '"ab"'
    assert assets.asked[0].headers["accept-encoding"] == "identity"


def test_what_the_client_holds_is_not_sent_again(door, assets):
    answering(assets, CONTENT, 304)
    answer = door.get(CONTENT, headers={"if-none-match": '"ab"'})
    assert (answer.status_code, answer.content) == (304, b"")
    assert answer.headers["etag"] == '"ab"'
    assert assets.asked[0].headers["if-none-match"] == '"ab"'


@pytest.mark.parametrize(
    ("said", "passed"),
    [
        ('inline; filename="x.html"', "attachment"),
        ("attachment; filename*=UTF-8''x.json", "attachment; filename*=UTF-8''x.json"),
    ],
)
def test_a_raw_block_is_a_download_that_no_browser_runs(door, metadata, said, passed):
    told = {"content-type": "text/html", "content-disposition": said}
    answering(metadata, BLOCK, 200, b"<script>", **told)
    answer = door.get(DOWNLOAD)
    assert answer.content == b"<script>"
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"] == passed
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["etag"] == KEPT["etag"]


def test_a_raw_block_that_is_held_is_not_sent_again(door, metadata):
    answering(metadata, BLOCK, 304)
    assert door.get(DOWNLOAD, headers={"if-none-match": '"ab"'}).status_code == 304
    assert metadata.asked[0].headers["if-none-match"] == '"ab"'


def test_a_raw_block_that_is_not_there_is_a_problem(door, metadata):
    problem = metadata.refuses("GET", BLOCK, 404)
    answer = door.get(DOWNLOAD)
    assert (answer.status_code, answer.json()["detail"]) == (404, problem["detail"])
    assert "content-disposition" not in answer.headers


def test_a_redirect_to_the_store_passes(door, assets):
    answering(assets, CONTENT, 307, location="https://store.example/ab?signed")
    assert door.get(CONTENT).headers["location"] == "https://store.example/ab?signed"


@pytest.mark.parametrize(("status", "kept"), [(409, None), (416, "bytes */6")])
def test_a_refusal_is_a_problem_and_no_content(door, assets, status, kept):
    async def refuse(_request):
        return JSONResponse(
            {"type": "urn:alice:problem:x", "title": "X", "status": status, "detail": "Mend x."},
            status,
            headers={"content-range": "bytes */6"} if kept else {},
            media_type="application/problem+json",
        )

    assets.does("GET", CONTENT, refuse)
    answer = door.get(CONTENT)
    assert answer.status_code == status
    assert answer.json()["detail"] == "Mend x."
    assert answer.headers.get("content-range") == kept


def test_the_first_bytes_arrive_before_the_last_are_read(door, assets):
    arrived = threading.Event()

    async def chunks():
        yield b"first"
        while not arrived.is_set():
            yield b"."

    async def answer(_request):
        return StreamingResponse(chunks())

    assets.does("GET", CONTENT, answer)
    with door.stream("GET", CONTENT) as response:
        received = response.iter_raw()
        assert next(received).startswith(b"first")
        arrived.set()
        assert b"".join(received).strip(b".") == b""


def test_a_client_that_leaves_lets_the_inside_go(door, assets):
    gone = threading.Event()

    async def chunks():
        try:
            while True:
                yield b"." * 65536
                await asyncio.sleep(0)
        finally:
            gone.set()

    async def answer(_request):
        return StreamingResponse(chunks())

    assets.does("GET", CONTENT, answer)
    with door.stream("GET", CONTENT) as response:
        next(response.iter_raw())
    assert gone.wait(WAIT)


class TestUpload:
    path = f"/uploads/{ASSET_ID}"
    params = {"path": "day 1/ä&b.png", "modified_at": "2026-01-02T03:04:05+01:00"}  # noqa: RUF012

    @pytest.mark.parametrize(("outcome", "status"), [("new", 201), ("known", 200)])
    def test_bytes_and_names_arrive(self, door, assets, outcome, status):
        async def take(request):
            assert await request.body() == b"pixels"
            return JSONResponse({"asset_id": ASSET_ID, "outcome": outcome}, status)

        assets.does("PUT", self.path, take)
        answer = door.put(self.path, params=self.params, content=b"pixels")
        assert answer.status_code == status
        assert answer.json() == {"asset_id": ASSET_ID, "outcome": outcome}
        (inner,) = assets.asked
        assert dict(inner.query_params) == self.params
        assert inner.headers["content-length"] == "6"

    def test_the_first_bytes_arrive_before_the_last_are_sent(self, door, assets):
        begun = threading.Event()

        async def take(request):
            async for _ in request.stream():
                begun.set()
            return JSONResponse({"asset_id": ASSET_ID, "outcome": "new"})

        def chunks():
            yield b"first"
            assert begun.wait(WAIT)
            yield b"last"

        assets.does("PUT", self.path, take)
        answer = door.put(self.path, params=self.params, content=chunks())
        assert answer.status_code == 201

    def test_a_refusal_before_the_end_arrives(self, door, assets):
        assets.refuses("PUT", self.path, 413)
        answer = door.put(self.path, params=self.params, content=b"." * 10_000_000)
        assert answer.status_code == 413

    def test_an_upload_that_breaks_off_breaks_off_inside(self, door, assets):
        begun, broken = threading.Event(), threading.Event()

        async def take(request):
            try:
                async for _ in request.stream():
                    begun.set()
            except ClientDisconnect:
                broken.set()
            return JSONResponse({})

        def chunks():
            yield b"first"
            assert begun.wait(WAIT)
            raise RuntimeError("the client dies")

        assets.does("PUT", self.path, take)
        with pytest.raises(RuntimeError, match="dies"):
            door.put(self.path, params=self.params, content=chunks())
        assert broken.wait(WAIT)

    @pytest.mark.parametrize(
        ("changed", "field"),
        [({"modified_at": "yesterday"}, "modified_at"), ({"path": ""}, "path")],
    )
    def test_what_is_wrong_is_named(self, door, changed, field):
        answer = door.put(self.path, params=self.params | changed, content=b"x")
        assert answer.status_code == 422
        assert [item["field"] for item in answer.json()["errors"]] == [field]
