"""`cleaner check --fix`: files are rewritten whole, in place, as they were but for what goes."""

import json
import os
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import pytest

from cleaner.check import files
from cleaner.check.rewrite import Piece, rewrite
from cleaner.errors import DocumentError
from tests.check.conftest import MORE, SENTENCE, Check, write

CLEAN = f"{SENTENCE}\n"
DIRTY = f"Home\n{SENTENCE}\n"
FIXTURES = Path(__file__).parent.parent.parent / "fixtures" / "articles"


def changed(stream: BinaryIO) -> Iterator[Piece]:
    for line in stream:
        yield line, line.replace(b"Home\n", b"")


class TestFix:
    def test_rewrites_only_what_changes(self, check: Check) -> None:
        dirty, clean = write("a.txt", DIRTY), write("b.txt", CLEAN)
        os.utime(clean, ns=(1, 1))
        was = clean.stat()
        assert check(".", "--fix") == (0, "", "1 finding fixed in 1 file, 0 left\n")
        assert dirty.read_text() == CLEAN
        assert (clean.stat().st_ino, clean.stat().st_mtime_ns) == (was.st_ino, was.st_mtime_ns)
        assert sorted(os.listdir()) == [".cleaner_cache", "a.txt", "b.txt"]

    @pytest.mark.parametrize("mode", [0o644, 0o600, 0o755, 0o664])
    def test_keeps_the_mode(self, check: Check, mode: int) -> None:
        path = write("a.txt", DIRTY)
        path.chmod(mode)
        assert check(".", "--fix").status == 0
        assert stat.S_IMODE(path.stat().st_mode) == mode

    @pytest.mark.parametrize(
        ("was", "becomes"),
        [
            (
                "Home\nDas Caf\u00e9 ist zu, sagte der Wirt, und auch die B\u00e4ckerei \u00fcber der Stra\u00dfe.\n".encode(
                    "cp1252"
                ),
                "cp1252",
            ),
            (b"\xff\xfe" + f"Home\n{SENTENCE} \u00e9\n".encode("utf-16-le"), "utf-16-le"),
            (b"\xfe\xff" + f"Home\n{SENTENCE} \u00e9\n".encode("utf-16-be"), "utf-16-be"),
        ],
    )
    def test_keeps_the_encoding(self, check: Check, was: bytes, becomes: str) -> None:
        path = write("a.txt", was)
        assert check(".", "--fix").status == 0
        assert path.read_bytes() == was.replace("Home\n".encode(becomes), b"", 1)
        assert check(".").status == 0

    def test_says_what_the_encoding_lacks(self, check: Check) -> None:
        was = (
            "Home\nDas Caf\u00e9 ist zu, sagte der Wirt &#8212; die B\u00e4ckerei \u00fcber der Stra\u00dfe auch.\n".encode(
                "latin-1"
            )
        )
        path = write("a.txt", was.replace(b"&#8212;", b"&#20013;"))
        done = check(".", "--fix")
        assert done.status == 2
        assert len(done.out.splitlines()) == 2
        assert "failed: a.txt: not fixed: " in done.err
        assert "has no '\u4e2d' (convert the file to UTF-8 first)" in done.err
        assert path.read_bytes() == was.replace(b"&#8212;", b"&#20013;")

    def test_of_bom_and_line_ends_is_the_normalisers(self, check: Check) -> None:
        path = write("a.txt", f"\ufeff{SENTENCE}\r\n{MORE}".encode())
        assert check(".", "--fix").status == 0
        assert path.read_bytes() == f"{SENTENCE}\n{MORE}\n".encode()

    def test_records_are_fixed_where_they_stand(self, check: Check) -> None:
        same = '{ "id" : 1.0, "text": "The ferry sails."}\n'
        dirty = json.dumps({"id": 2, "text": f"Home\n{SENTENCE}"}) + "\n"
        path = write("a.jsonl", same + "\n" + dirty + "broken\n" + same.rstrip("\n"))
        done = check(".", "--fix")
        assert done.status == 2  # for the broken line
        clean = json.dumps({"id": 2, "text": SENTENCE}, separators=(",", ":")) + "\n"
        assert path.read_text() == same + "\n" + clean + "broken\n" + same.rstrip("\n")

    def test_is_what_clean_makes_and_twice_changes_nothing(self, tmp_path: Path) -> None:
        """On every fixture, under the bundled rules, as installed."""
        texts = sorted(FIXTURES.glob("*/text.txt"))
        assert len(texts) > 30
        for path in texts:
            write(str(tmp_path / "corpus" / f"{path.parent.name}.txt"), path.read_bytes())
        command = [str(Path(sys.executable).with_name("cleaner"))]
        subprocess.run(
            [*command, "clean", "corpus", "-o", "clean", "--quiet"], cwd=tmp_path, check=True, capture_output=True
        )
        first = subprocess.run(
            [*command, "check", "corpus", "--fix", "--quiet"], cwd=tmp_path, check=True, capture_output=True
        )
        assert first.stdout == b""
        states = {path.name: path.stat().st_mtime_ns for path in (tmp_path / "corpus").iterdir()}
        for path in (tmp_path / "clean").iterdir():
            assert path.read_bytes() == (tmp_path / "corpus" / path.name).read_bytes(), path.name
        again = ["check", "corpus", "--fix", "--exit-non-zero-on-fix", "--no-cache", "--quiet"]
        subprocess.run([*command, *again], cwd=tmp_path, check=True, capture_output=True)
        assert {path.name: path.stat().st_mtime_ns for path in (tmp_path / "corpus").iterdir()} == states


class TestNotFixed:
    def test_read_only(self, check: Check) -> None:
        path = write("a.txt", DIRTY)
        path.chmod(0o444)
        done = check(".", "--fix")
        assert done.status == 2
        assert done.out == "a.txt:1:1 any/menus#home-link Why home-link goes.\n"
        assert "failed: a.txt: not fixed: the file is read-only (make it writable, or exclude it)\n" in done.err
        assert path.read_text() == DIRTY

    def test_a_link(self, check: Check, tmp_path: Path) -> None:
        target = write(str(tmp_path / "elsewhere.txt"), DIRTY)
        Path("a.txt").symlink_to(target)
        done = check(".", "--fix")
        assert done.status == 2
        assert f"failed: a.txt: not fixed: a link to {target} (fix that file)\n" in done.err
        assert (target.read_text(), Path("a.txt").is_symlink()) == (DIRTY, True)

    def test_changed_meanwhile(self, tmp_path: Path) -> None:
        path = write(str(tmp_path / "a.txt"), DIRTY)

        def slow(stream: BinaryIO) -> Iterator[Piece]:
            yield from changed(stream)
            path.write_text("Home\nAnother hand wrote this.\n")

        with pytest.raises(DocumentError, match="changed meanwhile"):
            rewrite(path, slow)
        assert path.read_text() == "Home\nAnother hand wrote this.\n"
        assert os.listdir(tmp_path) == ["a.txt"]

    def test_vanished_meanwhile(self, tmp_path: Path) -> None:
        path = write(str(tmp_path / "a.txt"), DIRTY)

        def slow(stream: BinaryIO) -> Iterator[Piece]:
            yield from changed(stream)
            path.unlink()

        with pytest.raises(FileNotFoundError):
            rewrite(path, slow)
        assert os.listdir(tmp_path) == []

    def test_vanished_before_it_was_read(self, check: Check, monkeypatch: pytest.MonkeyPatch) -> None:
        write("a.txt", DIRTY)
        write("b.txt", DIRTY)

        def then_gone(*arguments: object) -> object:
            found = files.listing(*arguments)  # type: ignore[arg-type]
            Path("a.txt").unlink()
            return found

        monkeypatch.setattr("cleaner.cli.check.listing", then_gone)
        done = check(".", "--fix")
        assert done.status == 2
        assert done.err.startswith("failed: a.txt: cannot be read or written: No such file or directory\n")
        assert Path("b.txt").read_text() == CLEAN

    @pytest.mark.skipif(os.name == "nt", reason="no SIGKILL")
    def test_killed_in_the_middle(self, tmp_path: Path) -> None:
        """Killed when half of the new file is written: the old one stands there whole."""
        lines = DIRTY * 1000
        path = write(str(tmp_path / "a.txt"), lines)
        code = (
            "import os, signal, sys; from pathlib import Path; from cleaner.check.rewrite import rewrite\n"
            "def pieces(stream):\n"
            "    for number, line in enumerate(stream):\n"
            "        if number == 1000: os.kill(os.getpid(), signal.SIGKILL)\n"
            "        yield line, line.replace(b'Home\\n', b'')\n"
            "rewrite(Path(sys.argv[1]), pieces)\n"
        )
        done = subprocess.run([sys.executable, "-c", code, str(path)], check=False)
        assert done.returncode == -signal.SIGKILL
        assert path.read_text() == lines
        assert rewrite(path, changed)
        assert path.read_text() == CLEAN * 1000

    def test_two_runs_at_once(self, tmp_path: Path) -> None:
        for number in range(20):
            write(str(tmp_path / f"{number}.txt"), f"Share this:\n{SENTENCE}\n{MORE}\n")
        command = [str(Path(sys.executable).with_name("cleaner")), "check", "--fix", "."]
        runs = [subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE) for _ in range(2)]
        said = [run.communicate()[1].decode() for run in runs]
        for one, run in zip(said, runs, strict=True):  # whoever comes second says so of a file, or finds it clean
            failed = [line for line in one.splitlines() if line.startswith("failed")]
            assert all("changed meanwhile" in line or "No such file" in line for line in failed), one
            assert run.returncode == (2 if failed else 0)
        texts = {path.read_text() for path in tmp_path.glob("*.txt")}
        assert texts == {f"{SENTENCE}\n{MORE}\n"}
        assert [path.name for path in tmp_path.iterdir() if path.suffix == ".part"] == []
