"""Every format through the whole chain, from a person's folder to bytes that come back."""

import hashlib

import pytest

from alice_contracts.identity import asset_id_of
from alice_samples import stills, videos

MIMES = {
    "png": "image/png",
    "jpeg": "image/jpeg",
    "webp": "image/webp",
    "bmff:isom": "video/mp4",
}
MADE = {
    "telephone.heic": ("image/heic", stills.heic(101), stills.DEFAULT_SIZE),
    "export.avif": ("image/avif", stills.avif(102), stills.DEFAULT_SIZE),
    "animation.webp": ("image/webp", stills.animated_webp(103), stills.DEFAULT_SIZE),
    "render.webm": ("video/webm", videos.webm(104), videos.DEFAULT_SIZE),
    "telephone.mov": ("video/quicktime", videos.mov(105), videos.DEFAULT_SIZE),
}


@pytest.mark.real_files
def test_real_files_go_in_under_their_type_and_size_and_come_back(platform, real_files):
    before = {file.path: digest(file.path) for file in real_files}
    report = platform.json("ingest", real_files[0].path.parent)
    assert report["rejected"] == []
    assert (report["new"] + report["known"], report["waiting"]) == (len(before), 0)

    documents = platform.documents()
    for file in real_files:
        document = documents[f"sha256:{before[file.path]}"]
        assert document["state"] == "processed"
        assert document["mime"] == MIMES[file.container]
        assert file.size in {None, (document["width"], document["height"])}
        assert_bytes_come_back(platform, file.path.read_bytes())
    assert {file.path: digest(file.path) for file in real_files} == before


@pytest.mark.parametrize("name", MADE)
def test_a_made_file_goes_through_the_whole_chain(platform, folder, name):
    mime, content, (width, height) = MADE[name]
    (folder / name).write_bytes(content)
    report = platform.json("ingest", folder)
    assert (report["new"], report["rejected"], report["waiting"]) == (1, [], 0)

    document = platform.documents()[asset_id_of(content)]
    assert (document["mime"], document["filename"]) == (mime, name)
    assert (document["width"], document["height"]) == (width, height)
    assert {rendition["edge"] for rendition in document["renditions"]} == {256, 1024}
    for rendition in document["renditions"]:
        assert_rendition_is_as_told(platform, document, rendition)
    assert_bytes_come_back(platform, content)


def assert_rendition_is_as_told(platform, document, rendition) -> None:
    answer = platform.request(
        "GET", f"/api/v1/assets/{document['asset_id']}/renditions/{rendition['edge']}"
    )
    assert answer.status_code == 200
    assert answer.headers["content-type"] == rendition["mime"]
    assert len(answer.content) == rendition["size"]
    longer = min(rendition["edge"], max(document["width"], document["height"]))
    assert max(rendition["width"], rendition["height"]) == longer


def assert_bytes_come_back(platform, content: bytes) -> None:
    """Whole, and put together from ranges."""
    url = f"/api/v1/assets/{asset_id_of(content)}/content"
    whole = platform.request("GET", url)
    assert whole.content == content
    assert "immutable" in whole.headers["cache-control"]
    half = len(content) // 2
    ranges = (f"bytes=0-{half - 1}", f"bytes={half}-")
    parts = [platform.request("GET", url, headers={"range": wanted}) for wanted in ranges]
    assert [part.status_code for part in parts] == [206, 206]
    assert parts[0].content + parts[1].content == content
    held = platform.request("GET", url, headers={"if-none-match": whole.headers["etag"]})
    assert held.status_code == 304


def digest(path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
