"""What can go wrong with the files of a run: each is named, the rest is done, and the status says so."""

import gzip
import json
import os
import resource
from pathlib import Path

import pytest

from cleaner.batch import shards
from cleaner.batch.runs import clean
from tests.commands import SENTENCE, Command, cleaner, packs, write
from tests.test_runs import RULE, asking, files, planned

__all__ = ["cleaner", "packs"]  # fixtures

GOOD = f"{SENTENCE}\n"
ROW = json.dumps({"text": SENTENCE}).encode() + b"\n"


def corpus(folder: Path) -> None:
    """Make a folder with everything that fails between what does not."""
    for name in ("a.txt", "m.txt", "z.txt", "sub/x.txt"):
        write(folder / name, GOOD)
    write(folder / "M.TXT", GOOD)  # one file with m.txt on many disks; the one that comes first has the name
    (folder / "away.txt").symlink_to("none")
    (folder / "sub/up").symlink_to("..")
    os.mkfifo(folder / "pipe.txt")
    write(folder / "binary.txt", bytes(99))
    write(folder / "cut.jsonl.gz", gzip.compress(ROW * 1000)[:-20])
    write(folder / "lines.jsonl", ROW + b"broken\n" + b'{"text": 5}\n' + ROW)
    write(folder / "page.html", "<html></html>")
    write(folder / "good.jsonl.gz", gzip.compress(ROW))


FAILED = {
    "away.txt": "a broken link",
    "binary.txt": "not text: it is full of control characters",
    "cut.jsonl.gz": "gzip data that is cut off",
    "lines.jsonl:2": "not JSON",
    "lines.jsonl:3": "the field 'text' is no string but int",
    "m.txt": "its output would be that of in/M.TXT",
    "page.html": "no article found on the page",
    "pipe.txt": "neither a file nor a folder",
    "sub/up": "a link that loops",
}
DONE = {"M.TXT", "a.txt", "good.jsonl.gz", "lines.jsonl", "sub/x.txt", "z.txt"}


@pytest.mark.parametrize("options", [[], ["--timeout", "60", "-j", "2"]], ids=["here", "by workers"])
def test_what_fails_is_named_and_the_rest_is_done(cleaner: Command, options: list[str]) -> None:
    corpus(Path("in"))
    done = cleaner("clean", "in", "-o", "out", "--summary", "summary.json", *options)
    assert done.status == 2
    summary = json.loads(Path("summary.json").read_bytes())
    failed = {row["place"].removeprefix("in/"): row["reason"] for row in summary["failed"]}
    assert failed.keys() == FAILED.keys()
    assert [name for name in FAILED if not failed[name].startswith(FAILED[name])] == []
    assert files(Path("out")).keys() == DONE
    assert files(Path("out"))["lines.jsonl"] == Path("in/lines.jsonl").read_bytes()
    assert all(f"failed: in/{name}: " in done.err for name in FAILED)
    assert summary["documents"] == {"read": 16, "changed": 0, "unchanged": 7, "refused": 0, "failed": 9}


@pytest.fixture
def large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with a file in parts between small ones."""
    monkeypatch.setattr(shards, "BUNDLE_BYTES", 3000)
    monkeypatch.setattr(shards, "PART_BYTES", 2000)
    write(tmp_path / "rules/t.toml", RULE)
    write(tmp_path / "in/a.txt", GOOD)
    write(tmp_path / "in/large.jsonl", ROW * 80)
    write(tmp_path / "in/z.txt", GOOD)
    return tmp_path


def test_a_disk_that_is_full_leaves_no_part_of_a_joined_file(large: Path) -> None:
    work = planned(large, "out")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (6000, before[1]))
    try:
        tally = clean(work, asking(large, "out"))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert tally.failed == [(f"{large}/in/large.jsonl", "cannot be read or written: File too large")]
    assert {name for name in files(large / "out") if "cleaner-run" not in name} == {"a.txt", "z.txt"}
    done: list[int] = []
    work = planned(large, "out", resume=True)
    again = clean(work, asking(large, "out", resume=True), lambda now: done.append(now.resumed))
    assert again.failed == []
    assert files(large / "out") == files(large / "in")
    assert done[-1] == sum(len(raw) for raw in files(large / "in").values())


@pytest.mark.parametrize("name", ["a.txt", "large.jsonl"])
def test_an_input_that_vanishes_is_named(large: Path, name: str) -> None:
    work = planned(large, "out")
    (large / "in" / name).unlink()
    tally = clean(work, asking(large, "out", jobs=2))
    assert tally.failed == [(f"{large}/in/{name}", "cannot be read or written: No such file or directory")]
    assert {one for one in files(large / "out") if "cleaner-run" not in one} == files(large / "in").keys()


def test_an_output_that_cannot_be_written_is_named(large: Path) -> None:
    work = planned(large, "out")
    write(large / "out/large.jsonl/in the way", "")
    tally = clean(work, asking(large, "out", jobs=2))
    assert [place for place, _ in tally.failed] == [f"{large}/in/large.jsonl"]
    assert {one for one in files(large / "out") if "cleaner-run" not in one} == {"a.txt", "z.txt", "large.jsonl/in the way"}


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_an_input_that_may_not_be_read_is_named(large: Path) -> None:
    (large / "in/large.jsonl").chmod(0)
    tally = clean(planned(large, "out"), asking(large, "out"))
    assert tally.failed == [(f"{large}/in/large.jsonl", "cannot be read or written: Permission denied")]


class TestCommand:
    def test_an_audit_in_a_folder_leads_back(self, cleaner: Command) -> None:
        write(Path("in/sub/a.txt"), f"Home\n{GOOD}")
        write(Path("in/b.txt"), bytes(99))
        (Path("in/c.txt")).symlink_to("none")
        assert cleaner("clean", "in", "-o", "out", "--audit", "audits/").status == 2
        assert files(Path("audits")).keys() == {".audit.jsonl", "b.txt.audit.jsonl", "sub/a.txt.audit.jsonl"}
        done = cleaner("restore", "out", "--audit", "audits", "-o", "back")
        assert done.err.splitlines() == [
            "3 documents: 1 restored, 2 failed",
            "failed: in/c.txt: failed when it was cleaned: a broken link",
            "failed: in/b.txt: failed when it was cleaned: not text: it is full of control characters",
        ]
        assert files(Path("back")) == {"sub/a.txt": f"Home\n{GOOD}".encode()}

    @pytest.mark.parametrize(
        ("options", "problem"),
        [
            (["--audit", "out/audits/"], "out/audits: the audits would be among the outputs"),
            (["--audit", "full/"], "full: exists already"),
            (["--summary", "in/s.json"], "one inside the other"),
            (["--summary", "full/x"], "full/x: exists already"),
            (["--resume", "-j", "-1"], "is not in the range"),
            (["--timeout", "soon"], "is not a valid float"),
        ],
    )
    def test_what_makes_no_sense_is_said(self, cleaner: Command, options: list[str], problem: str) -> None:
        write(Path("in/a.txt"), GOOD)
        write(Path("full/x"), "")
        done = cleaner("clean", "in", "-o", "out", *options)
        assert done.status == 2
        assert problem in " ".join(done.err.split())
        assert not Path("out").exists()

    def test_a_run_that_was_ended_is_said_and_goes_on(self, cleaner: Command) -> None:
        write(Path("in/a.txt"), f"Home\n{GOOD}")
        write(Path("in/b.txt"), f"Home\n{GOOD}")
        Path("out/.cleaner-run").mkdir(parents=True)
        done = cleaner("clean", "in", "-o", "out")
        hint = "--resume goes on with it, --force begins anew"
        assert done == (2, b"", f"error: out/.cleaner-run: a run that did not end well was here\n  hint: {hint}\n")
        write(Path("out/a.txt"), GOOD)
        assert cleaner("clean", "in", "-o", "out", "--resume").status == 0
        assert files(Path("out")) == {"a.txt": GOOD.encode(), "b.txt": GOOD.encode()}
        assert "exists already" in cleaner("clean", "in", "-o", "out", "--resume").err

    def test_a_single_file_has_its_notes_beside_it(self, cleaner: Command) -> None:
        write(Path("a.txt"), f"Home\n{GOOD}")
        Path(".b.txt.cleaner-run").mkdir()
        assert "did not end well" in cleaner("clean", "a.txt", "-o", "b.txt").err
        assert cleaner("clean", "a.txt", "-o", "b.txt", "--force").status == 0
        assert sorted(path.name for path in Path().iterdir()) == ["a.txt", "b.txt"]
