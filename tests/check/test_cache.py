"""The cache of the check: it saves work, and nothing else."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from cleaner.check import cache
from cleaner.check.file import Checker
from tests.check.conftest import MORE, SENTENCE, Check, write

DIRTY = f"Home\n{SENTENCE}\n"
FOLDER = ".cleaner_cache"


@pytest.fixture
def looked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the names of the files that are looked at, not known."""
    names: list[str] = []
    check = Checker.check

    def noted(self: Checker, stream: object, target: object) -> object:
        names.append(target.path)  # type: ignore[attr-defined]
        return check(self, stream, target)  # type: ignore[arg-type]

    monkeypatch.setattr(Checker, "check", noted)
    return names


def again(check: Check, looked: list[str], *options: str) -> list[str]:
    """Run once more; return what was looked at, after making sure that the same is found as without the cache."""
    looked.clear()
    done = check(".", *options)
    seen = looked.copy()
    plain = check(".", "--no-cache", *options)
    assert (done.status, done.out) == (plain.status, plain.out)
    return seen


def corpus() -> None:
    write("a.txt", DIRTY)
    write("b.txt", f"{SENTENCE}\n")
    write("c/d.jsonl", '{"text": "Home\\nThe ferry."}\n')


def test_what_did_not_change_is_not_looked_at(check: Check, looked: list[str]) -> None:
    corpus()
    assert again(check, looked) == ["a.txt", "b.txt", "c/d.jsonl"]
    assert again(check, looked) == []
    write("b.txt", f"{MORE}\n")
    assert again(check, looked) == ["b.txt"]
    assert again(check, looked) == []


def test_a_touched_file_is_compared(check: Check, looked: list[str]) -> None:
    corpus()
    again(check, looked)
    for name in ("a.txt", "b.txt"):
        os.utime(name, ns=(1, 1))
    assert again(check, looked) == []
    assert again(check, looked) == []


def test_a_change_that_keeps_size_and_time_is_seen_where_it_may_be_one(check: Check, looked: list[str]) -> None:
    """As git has it: what changed just now may change again within the clock's grain."""
    path = write("a.txt", "It rained.\n")
    again(check, looked)
    was = path.stat()
    path.write_text("Home\nHome.\n", encoding="utf-8")
    os.utime(path, ns=(was.st_atime_ns, was.st_mtime_ns))
    assert again(check, looked) == ["a.txt"]


@pytest.mark.parametrize(
    "options",
    [["--ignore", "any"], ["--select", "any"], ["--level", "careful"], ["--encoding", "strict"]],
)
def test_options_have_entries_of_their_own(check: Check, looked: list[str], options: list[str]) -> None:
    corpus()
    again(check, looked)
    assert len(again(check, looked, *options)) == 3
    assert again(check, looked, *options) == []
    assert again(check, looked) == []


def test_what_is_known_of_a_file_decides_too(check: Check, looked: list[str]) -> None:
    corpus()
    again(check, looked)
    for options in (["--language", "de"], ["--site", "example.org"]):
        assert len(again(check, looked, *options)) == 3
        assert again(check, looked, *options) == []


def test_rules_have_entries_of_their_own(check: Check, looked: list[str], packs: Path) -> None:
    corpus()
    shutil.copy(packs / "any" / "menus.toml", "own.toml")
    text = Path("own.toml").read_text()
    Path("own.toml").write_text(text.replace("home-link", "x").replace('"Home"', '"Imprint"').replace("Home", "Imprint"))
    again(check, looked, "--rules", "own.toml")
    assert again(check, looked, "--rules", "own.toml") == []
    Path("own.toml").write_text(Path("own.toml").read_text().replace("Imprint", "Imprints"))
    assert len(again(check, looked, "--rules", "own.toml")) == 3


@pytest.mark.parametrize("how", ["deleted", "empty", "cut", "changed", "a folder", "no JSON"])
def test_is_harmless_when_broken(check: Check, looked: list[str], how: str) -> None:
    corpus()
    again(check, looked)
    if how == "deleted":
        shutil.rmtree(FOLDER)
    for path in sorted(Path(FOLDER).glob("*/*")):
        data = path.read_bytes()
        path.unlink()
        match how:
            case "cut":
                path.write_bytes(data[:-1])
            case "changed":
                path.write_bytes(data.replace(b"home-link", b"home-lint"))
            case "a folder":
                path.mkdir()
            case "no JSON":
                path.write_bytes(cache.digest(b"{").encode() + b"{")
            case _:
                path.write_bytes(b"")
    assert len(again(check, looked)) == 3
    assert Path(FOLDER).is_dir()


@pytest.mark.parametrize("entry", ["[]", "null", "[1]", '["x", 1, 2, "y"]', '["S", 8, -1, "D", 3]'])
def test_entries_that_are_none_are_passed_over(check: Check, entry: str) -> None:
    """Whole by its checksum, and yet not of this form."""
    write("a.txt", DIRTY)
    check(".")
    for path in Path(FOLDER).glob("*/*"):
        data = f'{{"a.txt": {entry}}}'.encode()
        path.write_bytes(cache.digest(data).encode() + data)
    assert check(".").status == 1


def test_a_folder_that_cannot_be_written_is_no_error(check: Check) -> None:
    write("a.txt", f"{SENTENCE}\n")
    write(FOLDER, "no folder")
    assert check(".").status == 0
    assert Path(FOLDER).read_text() == "no folder"


def test_is_left_out_of_git_and_of_backups(check: Check) -> None:
    corpus()
    check(".")
    assert Path(FOLDER, ".gitignore").read_text().endswith("\n*\n")
    assert Path(FOLDER, "CACHEDIR.TAG").read_text().startswith("Signature: 8a477f597d28d172789f06886806bc55\n")


def test_is_few_files_and_old_prints_go(check: Check) -> None:
    for number in range(100):
        write(f"in/{number}.txt", f"{SENTENCE}\n")
    for number in range(12):
        check("in", "--ignore", ",".join(["any"] * (number + 1)), "--site", f"{number}.example.org")
        check("in", "--text-field", f"text{number}")
    prints = [path for path in Path(FOLDER).iterdir() if path.is_dir()]
    assert len(prints) == 8
    assert {len(list(path.iterdir())) for path in prints} == {1}


def test_files_that_are_gone_go(check: Check) -> None:
    corpus()
    check(".")
    Path("a.txt").unlink()
    write("new.txt", f"{SENTENCE}\n")
    check(".")
    assert not any(b'"a.txt"' in path.read_bytes() for path in Path(FOLDER).glob("*/*"))


def test_goes_where_it_is_told_or_nowhere(check: Check) -> None:
    corpus()
    check(".", "--no-cache")
    assert not Path(FOLDER).exists()
    check(".", "--cache-dir", "elsewhere")
    assert not Path(FOLDER).exists()
    assert Path("elsewhere", "CACHEDIR.TAG").exists()
    write("cleaner.toml", "cache-dir = 'third'\n")
    check("c")
    assert Path("third").is_dir()


def test_what_fails_is_looked_at_again(check: Check, looked: list[str]) -> None:
    write("a.jsonl", "broken\n")
    assert again(check, looked) == ["a.jsonl"]
    assert again(check, looked) == ["a.jsonl"]


def test_many_findings_are_not_kept(check: Check, looked: list[str]) -> None:
    write("a.txt", f"{SENTENCE}\n" + "Home\n" * 501)
    assert again(check, looked) == ["a.txt"]
    assert again(check, looked) == ["a.txt"]


def test_runs_at_once_leave_whole_files(tmp_path: Path) -> None:
    for number in range(30):
        write(str(tmp_path / f"{number}.txt"), f"Share this:\n{SENTENCE}\n")
    command = [str(Path(sys.executable).with_name("cleaner")), "check"]
    runs = [
        subprocess.Popen([*command, *(f"{n}.txt" for n in range(start, start + 15))], cwd=tmp_path, stdout=-1, stderr=-1)
        for start in (0, 15)
    ]
    assert [len(run.communicate()[0].splitlines()) for run in runs] == [15, 15]
    for path in (tmp_path / FOLDER).glob("*/*"):
        data = path.read_bytes()
        assert cache.digest(data[32:]).encode() == data[:32]
    done = subprocess.run([*command, "."], cwd=tmp_path, capture_output=True, check=False)
    assert (done.returncode, len(done.stdout.splitlines())) == (1, 30)


def test_what_is_known_takes_no_rules(tmp_path: Path) -> None:
    """A hook runs on every commit: from the cache it starts without typer, rules, patterns and formats."""
    write(str(tmp_path / "a.txt"), f"Share this:\n{SENTENCE}\n")
    code = (
        "import sys; from cleaner.cli.check import main; main(['a.txt', '--quiet'])\n"
        "heavy = ('typer', 'regex', 'orjson', 'trafilatura', 'tomllib', 'cleaner.ruleset', 'cleaner.formats')\n"
        "print(*(name for name in heavy if name in sys.modules))"
    )
    said = [
        subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, check=True)
        .stdout.decode()
        .splitlines()
        for _ in range(2)
    ]
    assert (
        said[0][:1]
        == said[1][:1]
        == ["a.txt:1:1 en/share#share-label The label or a button of the share bar of an article."]
    )
    assert "cleaner.ruleset" in said[0][1]
    assert said[1][1] == ""


def test_a_run_that_is_broken_off_keeps_what_it_has(
    check: Check, looked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus()
    seen = Checker.check

    def stopped(self: Checker, stream: object, target: object) -> object:
        if target.path == "b.txt":  # type: ignore[attr-defined]
            raise KeyboardInterrupt
        return seen(self, stream, target)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(Checker, "check", stopped)
        assert check(".").status == 130
    assert again(check, looked) == ["b.txt", "c/d.jsonl"]
