"""Walking: every regular file once, no link followed, nothing opened."""

import os

from asset_processor.scanning.walk import walk


def test_files_are_met_once_with_their_folder(tmp_path):
    for path in ("a.png", "x/b.png", "x/y/c.png"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).touch()
    met = {entry.path for folder in walk(tmp_path) for entry in folder.files}
    assert met == {"a.png", "x/b.png", "x/y/c.png"}
    assert {entry.path for folder in walk(tmp_path, "x/y") for entry in folder.files} == {
        "x/y/c.png"
    }


def test_links_hidden_names_and_pipes_are_passed_over(tmp_path):
    (tmp_path / ".hidden").mkdir()
    (tmp_path / ".hidden" / "a.png").touch()
    (tmp_path / "loop").symlink_to(tmp_path, target_is_directory=True)
    os.mkfifo(tmp_path / "pipe.png")
    assert [entry for folder in walk(tmp_path) for entry in folder.files] == []


def test_a_name_that_is_not_utf8_is_told_apart(tmp_path):
    (tmp_path / os.fsdecode(b"bad\xff.png")).touch()
    (folder,) = walk(tmp_path)
    assert (folder.files, folder.unnameable) == ([], ["bad\\xff.png"])


def test_a_folder_that_is_gone_is_an_error_and_not_empty(tmp_path):
    (folder,) = walk(tmp_path, "nowhere")
    assert folder.error
