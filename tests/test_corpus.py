"""Which files there are, where their output goes, and what is refused before anything is touched."""

import os
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from cleaner.config import Finder, flags
from cleaner.corpus import plan
from cleaner.document import Source
from cleaner.errors import UsageError
from cleaner.jobs import Plan


def make(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("text\n")


def planned(tmp_path: Path, force: bool = False) -> Plan:
    return plan([tmp_path / "in"], tmp_path / "out", Finder(), force)


def table(tmp_path: Path, found: Plan) -> list[tuple[str, str, str]]:
    return [
        (str(job.path.relative_to(tmp_path)), job.kind, str(job.output and job.output.relative_to(tmp_path)))
        for job in found.jobs
    ]


def names(rows: list[tuple[str, str]]) -> list[str]:
    return [Path(path).name for path, _ in rows]


def test_a_folder_is_mirrored(tmp_path: Path) -> None:
    make(tmp_path / "in", "b.txt", "a.txt", "sub/deep/c.md", "sub/r.jsonl", "page.html", "README", "sub/B.TXT")
    found = planned(tmp_path)
    assert table(tmp_path, found) == [
        ("in/README", "text", "out/README"),
        ("in/a.txt", "text", "out/a.txt"),
        ("in/b.txt", "text", "out/b.txt"),
        ("in/page.html", "html", "out/page.txt"),
        ("in/sub/B.TXT", "text", "out/sub/B.TXT"),
        ("in/sub/deep/c.md", "text", "out/sub/deep/c.md"),
        ("in/sub/r.jsonl", "jsonl", "out/sub/r.jsonl"),
    ]
    assert not found.failed
    assert not found.skipped
    assert not (tmp_path / "out").exists()  # planning writes nothing


def test_what_is_known_of_the_source_goes_with_every_job(tmp_path: Path) -> None:
    make(tmp_path / "in", "a.txt", "b.txt")
    source = Source(site="cnn.com", language="en")
    finder = Finder(flags({"site": "www.CNN.com", "language": "en"}))
    assert {job.source for job in plan([tmp_path / "in"], tmp_path / "out", finder).jobs} == {source}


def test_an_unknown_suffix_is_said(tmp_path: Path) -> None:
    make(tmp_path / "in", "a.pdf", "b.txt", "c.json", "d.tar.gz")
    found = planned(tmp_path)
    assert [job.path.name for job in found.jobs] == ["b.txt"]
    assert [(Path(path).name, reason) for path, reason in found.skipped] == [
        ("a.pdf", "no format for '.pdf'"),
        ("c.json", "no format for '.json'"),
        ("d.tar.gz", "no format for '.gz'"),
    ]


def test_a_file_given_by_name_is_read_whatever_its_suffix(tmp_path: Path) -> None:
    make(tmp_path, "a.log", "b.jsonl")
    assert [job.kind for job in plan([tmp_path / "a.log"], None, Finder()).jobs] == ["text"]
    found = plan([tmp_path / "a.log", tmp_path / "b.jsonl"], tmp_path / "out", Finder())
    assert table(tmp_path, found) == [("a.log", "text", "out/a.log"), ("b.jsonl", "jsonl", "out/b.jsonl")]


def test_one_file_goes_to_the_output_by_its_name_or_to_standard_output(tmp_path: Path) -> None:
    make(tmp_path, "a.html")
    assert [job.output for job in plan([tmp_path / "a.html"], None, Finder()).jobs] == [None]
    assert [job.output for job in plan([tmp_path / "a.html"], tmp_path / "b.x", Finder()).jobs] == [tmp_path / "b.x"]


def test_files_and_folders_together(tmp_path: Path) -> None:
    make(tmp_path, "in/a.txt", "more/b.txt", "c.txt")
    found = plan([tmp_path / "in", tmp_path / "c.txt", tmp_path / "more"], tmp_path / "out", Finder())
    assert [job.output and job.output.name for job in found.jobs] == ["a.txt", "c.txt", "b.txt"]


@pytest.mark.parametrize("inputs", [["in"], ["a.txt", "b.txt"], ["in", "a.txt"]])
def test_several_files_need_an_output(tmp_path: Path, inputs: list[str]) -> None:
    make(tmp_path, "in/a.txt", "a.txt", "b.txt")
    with pytest.raises(UsageError, match="--output FOLDER"):
        plan([tmp_path / name for name in inputs], None, Finder())


def test_an_input_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such file or folder") as raised:
        plan([tmp_path / "none"], tmp_path / "out", Finder())
    assert raised.value.place == str(tmp_path / "none")


@pytest.mark.parametrize("output", ["in", "in/sub", "in/sub/../new", "in/../in", ".", "link/new"])
def test_an_output_in_the_input_or_around_it_is_refused(tmp_path: Path, output: str) -> None:
    make(tmp_path / "in", "sub/a.txt")
    (tmp_path / "link").symlink_to(tmp_path / "in", target_is_directory=True)
    with pytest.raises(UsageError, match="one folder, or one inside the other") as raised:
        plan([tmp_path / "in"], tmp_path / output, Finder(), force=True)
    assert raised.value.hint == "choose a folder beside the input"


@pytest.mark.parametrize("output", ["a.txt", "sub/../a.txt", "link.txt"])
def test_an_output_that_is_an_input_is_refused_even_with_force(tmp_path: Path, output: str) -> None:
    make(tmp_path, "a.txt", "sub/x")
    (tmp_path / "link.txt").symlink_to(tmp_path / "a.txt")
    with pytest.raises(UsageError, match="the output is an input"):
        plan([tmp_path / "a.txt"], tmp_path / output, Finder(), force=True)


def test_an_existing_output_is_refused_unless_forced(tmp_path: Path) -> None:
    make(tmp_path, "in/a.txt", "in/b.txt", "out/b.txt")
    with pytest.raises(UsageError, match="exists already") as raised:
        planned(tmp_path)
    assert raised.value.place == str(tmp_path / "out/b.txt")
    assert "--force" in raised.value.hint
    assert len(planned(tmp_path, force=True).jobs) == 2


def test_an_output_folder_that_exists_is_no_reason(tmp_path: Path) -> None:
    make(tmp_path, "in/a.txt", "out/other.txt")
    assert len(planned(tmp_path).jobs) == 1


def test_names_that_differ_in_case_only_do_not_write_over_each_other(tmp_path: Path) -> None:
    make(tmp_path / "in", "A.txt", "a.txt", "straße.txt", "STRASSE.TXT", "Sub/x.txt", "sub/x.txt")
    found = planned(tmp_path)
    outputs = [str(job.output).casefold() for job in found.jobs]
    assert len(set(outputs)) == len(outputs) == 3
    assert names(found.failed) == ["a.txt", "straße.txt", "x.txt"]
    assert str(tmp_path / "in/A.txt") in found.failed[0][1]


def test_two_inputs_with_one_output_do_not_write_over_each_other(tmp_path: Path) -> None:
    make(tmp_path, "in/page.html", "in/page.txt", "x/a.txt", "y/a.txt")
    found = planned(tmp_path)
    assert [job.path.name for job in found.jobs] == ["page.html"]
    assert names(found.failed) == ["page.txt"]
    found = plan([tmp_path / "x", tmp_path / "y"], tmp_path / "out", Finder())
    assert [len(found.jobs), len(found.failed)] == [1, 1]


def test_links_are_followed_and_loops_are_named(tmp_path: Path) -> None:
    make(tmp_path, "in/sub/a.txt", "elsewhere/b.txt", "c.txt")
    (tmp_path / "in/loop").symlink_to(tmp_path / "in", target_is_directory=True)
    (tmp_path / "in/sub/up").symlink_to("..", target_is_directory=True)
    (tmp_path / "in/other").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    (tmp_path / "in/c.txt").symlink_to(tmp_path / "c.txt")
    (tmp_path / "in/broken.txt").symlink_to(tmp_path / "none.txt")
    (tmp_path / "in/self.txt").symlink_to("self.txt")
    found = planned(tmp_path)
    assert [job.path.relative_to(tmp_path / "in").as_posix() for job in found.jobs] == ["c.txt", "other/b.txt", "sub/a.txt"]
    reasons = {Path(path).relative_to(tmp_path / "in").as_posix(): reason for path, reason in found.failed}
    assert reasons["broken.txt"] == "a broken link"
    assert reasons["loop"] == reasons["sub/up"] == "a link that loops"
    assert set(reasons) == {"broken.txt", "loop", "sub/up", "self.txt"}


def test_a_link_that_leads_to_two_folders_in_turn_ends(tmp_path: Path) -> None:
    make(tmp_path, "in/a/x.txt", "in/b/y.txt")
    (tmp_path / "in/a/b").symlink_to(tmp_path / "in/b", target_is_directory=True)
    (tmp_path / "in/b/a").symlink_to(tmp_path / "in/a", target_is_directory=True)
    found = planned(tmp_path)
    assert len(found.jobs) == 4
    assert {reason for _, reason in found.failed} == {"a link that loops"}


def test_folders_of_tools_are_left_out(tmp_path: Path) -> None:
    make(tmp_path / "in", ".git/a.txt", "node_modules/a.txt", "a.txt", "sub/.venv/b.txt", ".hidden/c.txt")
    assert [job.path.name for job in planned(tmp_path).jobs] == ["c.txt", "a.txt"]


def test_what_is_neither_file_nor_folder_is_named_and_not_waited_for(tmp_path: Path) -> None:
    make(tmp_path / "in", "a.txt")
    os.mkfifo(tmp_path / "in/pipe.txt")
    found = planned(tmp_path)
    assert [job.path.name for job in found.jobs] == ["a.txt"]
    assert [(Path(path).name, reason) for path, reason in found.failed] == [("pipe.txt", "neither a file nor a folder")]


def test_an_empty_folder_is_no_work(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    found = planned(tmp_path)
    assert (list(found.jobs), found.failed, found.skipped) == ([], [], [])


def test_a_folder_that_cannot_be_read_is_named() -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        make(folder / "in", "a.txt", "closed/b.txt")
        (folder / "in/closed").chmod(0)
        root = os.geteuid() == 0
        plan([folder / "in/a.txt"], None, Finder())  # imports what is imported late: nobody may not read root's Python
        if root:
            os.seteuid(65534)
        try:
            found = planned(folder)
        finally:
            if root:
                os.seteuid(0)
            (folder / "in/closed").chmod(0o700)
        assert [job.path.name for job in found.jobs] == ["a.txt"]
        assert found.failed == [(str(folder / "in/closed"), "cannot be read: Permission denied")]


def test_relative_paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path, "in/sub/a.txt")
    monkeypatch.chdir(tmp_path / "in")
    found = plan([Path()], Path("../out"), Finder())
    assert [job.output for job in found.jobs] == [Path("../out/sub/a.txt")]
    with pytest.raises(UsageError, match="one folder"):
        plan([Path()], Path("out"), Finder())
