"""`cleaner restore`: there and back on the command line."""

import json
from pathlib import Path

import pytest

from cleaner.tally import Tally
from tests.commands import Command, cleaner, packs, write
from tests.restoring import (
    CHANGED,
    HARBOUR,
    files,
)
from tests.test_audit import SENTENCE

__all__ = ["cleaner", "packs"]  # fixtures


class TestCommand:
    def test_a_corpus_there_and_back(self, cleaner: Command) -> None:
        write(Path("in/a.txt"), f"Home\r\n{SENTENCE}")
        write(Path("in/b.jsonl"), '{"text": "Home"}\n')
        done = cleaner("clean", "in", "--output", "out", "--audit", "audit.jsonl")
        assert done.status == 0
        done = cleaner("restore", "out", "--audit", "audit.jsonl", "--output", "back")
        assert (done.status, done.out, done.err) == (0, b"", "2 documents: 2 restored, 0 failed\n")
        assert Path("back/a.txt").read_bytes() == Path("in/a.txt").read_bytes()
        assert json.loads(Path("back/b.jsonl").read_bytes()) == {"text": "Home"}
        assert sorted(path.name for path in Path().iterdir()) == ["audit.jsonl", "back", "in", "out"]

    def test_into_a_folder_that_is_there(self, cleaner: Command) -> None:
        write(Path("a.txt"), f"Home\n{SENTENCE}\n")
        Path("back").mkdir()
        cleaner("clean", "a.txt", "-o", "b.txt", "--audit", "audit.jsonl")
        assert cleaner("restore", "b.txt", "--audit", "audit.jsonl", "-o", "back").status == 0
        assert Path("back/b.txt").read_bytes() == Path("a.txt").read_bytes()
        assert cleaner("restore", "b.txt", "--audit", "audit.jsonl", "-o", "-").out == Path("a.txt").read_bytes()

    def test_some_rules(self, cleaner: Command) -> None:
        write(Path("a.txt"), f"Home\nPost a comment\nKommentieren\n{SENTENCE}\n")
        cleaner("clean", "a.txt", "-o", "b.txt", "--audit", "audit.jsonl")
        assert (
            cleaner("restore", "b.txt", "--audit", "audit.jsonl", "--rule", "en/comments").text
            == f"Post a comment\n{SENTENCE}\n"
        )
        done = cleaner("restore", "b.txt", "--audit", "audit.jsonl", "--rule", "en,de", "--rule", "any/menus#home-link")
        assert done.out == Path("a.txt").read_bytes()
        done = cleaner("restore", "b.txt", "--audit", "audit.jsonl", "--rule", "en/coments", "-o", "c.txt")
        assert done == (
            2,
            b"",
            "error: audit.jsonl: nothing was taken by 'en/coments'\n  hint: did you mean 'en/comments'?\n",
        )

    def test_standard_input(self, cleaner: Command) -> None:
        raw = f"Home\r\n{HARBOUR}".encode("utf-16")
        clean = cleaner("clean", "-", "--audit", "audit.jsonl", stdin=raw)
        assert clean == (0, f"{HARBOUR}\n".encode(), "")
        assert cleaner("restore", "-", "--audit", "audit.jsonl", stdin=clean.out) == (0, raw, "")
        assert cleaner("restore", "-", "--audit", "audit.jsonl", stdin=clean.out + b"x") == (
            2,
            b"",
            f"failed: -: {CHANGED}\n",
        )

    def test_a_failure_is_named_and_counted(self, cleaner: Command) -> None:
        write(Path("in/a.txt"), "Home\n")
        write(Path("in/b.txt"), bytes(99))
        assert cleaner("clean", "in", "-o", "out", "--audit", "audit.jsonl").status == 2
        done = cleaner("restore", "out", "--audit", "audit.jsonl", "-o", "back")
        problem = "failed: in/b.txt: failed when it was cleaned: not text: it is full of control characters\n"
        assert done == (2, b"", f"2 documents: 1 restored, 1 failed\n{problem}")
        assert cleaner("restore", "out", "--audit", "audit.jsonl", "-o", "back", "--force", "--quiet") == (2, b"", problem)

    @pytest.mark.parametrize(
        ("arguments", "problem"),
        [
            (["clean", "in", "-o", "new", "--audit", "old.jsonl"], "old.jsonl: exists already"),
            (["clean", "-", "--audit", "old.jsonl"], "old.jsonl: exists already"),
            (["clean", "in", "-o", "new", "--audit", "in/audit.jsonl", "--force"], "one inside the other"),
            (["clean", "a.txt", "--audit", "a.txt", "--force"], "the output is an input"),
            (["clean", "a.txt", "-o", "b.txt", "--audit", "b.txt"], "the audit is an output"),
            (["clean", "in", "-o", "new", "--audit", "new/a.txt"], "the audit is an output"),
            (["restore", "in", "--audit", "none", "-o", "new"], "none: the audit cannot be read: No such file"),
            (["restore", "in", "--audit", "in", "-o", "new"], "in: no audit is in it: nothing ends in .audit.jsonl"),
            (["restore", "in", "--audit", "old.jsonl"], "a folder needs --output FOLDER"),
            (["restore", "none", "--audit", "old.jsonl"], "none: no such file or folder"),
            (["restore", "a.txt", "--audit", "old.jsonl"], "a.txt: the audit has no entry for it"),
            (["restore", "-", "--audit", "old.jsonl"], "-: the audit has no entry for it"),
            (["restore", "-", "--audit", "old.jsonl", "-o", "x"], "standard input goes to standard output"),
            (["restore", "in"], "Missing option '--audit'"),
        ],
    )
    def test_what_makes_no_sense_is_said(self, cleaner: Command, arguments: list[str], problem: str) -> None:
        write(Path("a.txt"), "Home\n")
        write(Path("in/a.txt"), "Home\n")
        write(Path("old.jsonl"), "")
        before = files(Path())
        done = cleaner(*arguments)
        assert (done.status, done.out) == (2, b"")
        assert problem in done.err
        assert files(Path()) == before

    def test_an_audit_is_whole_or_not_at_all(self, cleaner: Command, monkeypatch: pytest.MonkeyPatch) -> None:
        write(Path("in/a.txt"), "Home\n")
        write(Path("in/b.txt"), "Home\n")
        write(Path("audit.jsonl"), "old")
        calls = []

        def stopped(*arguments: object, by: Path) -> Tally:
            calls.append(by)
            if len(calls) == 2:
                raise KeyboardInterrupt
            return Tally()

        monkeypatch.setattr("cleaner.batch.runs.tried", stopped)
        assert cleaner("clean", "in", "-o", "out", "--audit", "audit.jsonl", "--force").status == 130
        assert Path("audit.jsonl").read_text() == "old"
        assert sorted(files(Path())) == ["audit.jsonl", "in/a.txt", "in/b.txt"]
