"""Diffs: what `patch` makes of them is what a fix would make."""

import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.check.diff import unified
from tests.check.conftest import MORE, SENTENCE, Check, write

DIFFS = [
    ([(b"a\n", b"a\n")], b""),
    ([(b"a\nb\n", b"a\n")], b"--- x\n+++ x\n@@ -1,2 +1 @@\n a\n-b\n"),
    ([(b"a", b"a\n")], b"--- x\n+++ x\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a\n"),
    ([(b"a\n", b"")], b"--- x\n+++ x\n@@ -1 +0,0 @@\n-a\n"),
    ([(b"", b"a\n")], b"--- x\n+++ x\n@@ -0,0 +1 @@\n+a\n"),
    ([(b"a\n", b"a\n"), (b"b\n", b"c\n")], b"--- x\n+++ x\n@@ -1,2 +1,2 @@\n a\n-b\n+c\n"),
]


@pytest.mark.parametrize(("pieces", "diff"), DIFFS)
def test_unified(pieces: list[tuple[bytes, bytes]], diff: bytes) -> None:
    assert b"".join(unified("x", pieces)) == diff


Rows = list[tuple[list[bytes], list[bytes], bool]]
LINES = st.lists(st.sampled_from([b"a\n", b"b\n", b"c\r\n", b"\n", b"\xff\r\n"]), max_size=30)


@pytest.mark.skipif(not shutil.which("git"), reason="needs git")
@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(LINES, LINES, st.booleans()), max_size=6), st.booleans())
def test_git_applies_them(tmp_path_factory: pytest.TempPathFactory, rows: Rows, end: bool) -> None:
    pieces = [(b"".join(old), b"".join(old if same else new)) for old, new, same in rows]
    if not end:
        pieces.append((b"last", b"last"))
    folder = tmp_path_factory.mktemp("diff")
    path = folder / "a.txt"
    before, after = b"".join(old for old, _ in pieces), b"".join(new for _, new in pieces)
    path.write_bytes(before)
    diff = b"".join(unified("a.txt", pieces))
    assert bool(diff) == (before != after)
    if diff and after and before:  # git takes one that is empty on a side for a file that comes or goes
        subprocess.run(["git", "apply", "-p0", "--unidiff-zero", "-"], input=diff, cwd=folder, check=True)
        assert path.read_bytes() == after


def test_of_a_run(check: Check) -> None:
    write("a.txt", f"Home\n{SENTENCE}\n")
    write("b.txt", f"{SENTENCE}\n")
    write("c.jsonl", '{"text": "It rained."}\n{"text": "Home\\nIt rained."}\n')
    write("d.txt", f"Home\n{MORE} Caf\u00e9 \u00e4hnlich \u00fcber Stra\u00dfe.\n".encode("cp1252"))
    done = check(".", "--diff")
    assert done.out == (
        f"--- a.txt\n+++ a.txt\n@@ -1,2 +1 @@\n-Home\n {SENTENCE}\n"
        '--- c.jsonl\n+++ c.jsonl\n@@ -1,2 +1,2 @@\n {"text": "It rained."}\n'
        '-{"text": "Home\\nIt rained."}\n+{"text":"It rained."}\n'
        f"--- d.txt\n+++ d.txt\n@@ -1,2 +1 @@\n-Home\n {MORE} Caf\udce9 \udce4hnlich \udcfcber Stra\udcdfe.\n"
    )
    assert done.status == 1
    assert Path("a.txt").read_text() == f"Home\n{SENTENCE}\n"
    assert check(".", "--diff").out == done.out  # from the cache too
