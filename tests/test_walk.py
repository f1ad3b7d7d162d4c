"""Walking a folder: what is there, in order, once, and what cannot be read."""

import os
from pathlib import Path

import pytest

from cleaner.walk import RUN_FOLDER, walk


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("b.txt", "a/d.txt", "a/c/e.txt", "left/f.txt", f"x{RUN_FOLDER}/g.txt"):
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("It rained.\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path / "in"


def found(folder: str) -> list[tuple[str, str]]:
    return [
        (path.replace(os.sep, "/"), problem) for path, problem in walk(folder, lambda path, _: Path(path).name == "left")
    ]


def test_files_come_in_order_of_names(folder: Path) -> None:
    assert found("in") == [("in/a/c/e.txt", ""), ("in/a/d.txt", ""), ("in/b.txt", "")]


def test_of_the_working_folder_names_are_bare(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    assert found(".") == [("a/c/e.txt", ""), ("a/d.txt", ""), ("b.txt", "")]


def test_passed_over_is_asked_about_files_and_folders(folder: Path) -> None:
    asked: list[tuple[str, bool]] = []

    def passed_over(path: str, is_folder: bool) -> bool:
        asked.append((Path(path).name, is_folder))
        return path.endswith("c")

    assert [Path(path).name for path, _ in walk("in", passed_over)] == ["d.txt", "b.txt", "f.txt"]
    assert asked == [("a", True), ("c", True), ("d.txt", False), ("b.txt", False), ("left", True), ("f.txt", False)]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_what_cannot_be_read_is_named(folder: Path) -> None:
    (folder / "a" / "round").symlink_to(folder)
    (folder / "broken.txt").symlink_to("gone")
    (folder / "link.txt").symlink_to("b.txt")
    (folder / "other").symlink_to("a/c")
    os.mkfifo(folder / "pipe.txt")
    assert found("in")[2:] == [
        ("in/a/round", "a link that loops"),
        ("in/b.txt", ""),
        ("in/broken.txt", "a broken link"),
        ("in/link.txt", ""),
        ("in/other/e.txt", ""),
        ("in/pipe.txt", "neither a file nor a folder"),
    ]


def test_a_folder_that_is_gone_is_named(tmp_path: Path) -> None:
    gone = str(tmp_path / "gone")
    assert list(walk(gone, lambda *_: False)) == [(gone, "cannot be read: No such file or directory")]
