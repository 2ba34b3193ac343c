"""The metadata stands where real generators write it."""

import io
import json

from PIL import ExifTags, Image

from alice_samples import stills, videos
from alice_samples.exif import user_comment_exif
from alice_samples.prompts import a1111_parameters, a1111_text, comfyui_text, make_prompt

PROMPT = make_prompt(8)
UNDEFINED = b"\x00\x07"


def test_a1111_parameters_are_a_png_text_chunk():
    content = stills.png(1, (64, 64), a1111_text(PROMPT, (64, 64)))
    assert b"tEXtparameters\0" + PROMPT.positive.encode() in content


def test_comfyui_chunks_hold_the_graph_and_the_workflow():
    with Image.open(io.BytesIO(stills.png(1, (64, 64), comfyui_text(PROMPT, (64, 64))))) as image:
        graph, workflow = json.loads(image.text["prompt"]), json.loads(image.text["workflow"])
    sampler = next(node for node in graph.values() if node["class_type"] == "KSampler")
    assert graph[sampler["inputs"]["positive"][0]]["inputs"]["text"] == PROMPT.positive
    assert {node["id"] for node in workflow["nodes"]} == {int(node) for node in graph}
    assert workflow["last_link_id"] == len(workflow["links"]) == 9


def test_a_user_comment_is_undefined_and_read_back_whole():
    text = a1111_parameters(PROMPT, (64, 64)) + " – ünïcode"
    assert b"\x92\x86" + UNDEFINED in user_comment_exif(text)
    for content in (stills.jpeg(1, (64, 64), text), stills.webp(1, (64, 64), text)):
        with Image.open(io.BytesIO(content)) as image:
            comment = image.getexif().get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.UserComment]
        assert comment.removeprefix(b"UNICODE\0").decode("utf-16-be") == text


def test_a_video_carries_its_comment():
    assert b"a comment" in videos.mp4(1, (64, 64), frames=1, comment="a comment")


def test_prompts_differ_by_seed():
    assert len({make_prompt(seed).positive for seed in range(40)}) > 30
