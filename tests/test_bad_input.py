"""What should not be there: one clear message each, the right status, the rest done and nothing lost."""

import os
from pathlib import Path

import pytest

from tests.commands import MORE, RULE, SENTENCE, Command, cleaner, packs, write

__all__ = ["cleaner", "packs"]  # fixtures

GERMAN = "Home\nDie Fähre fährt wieder, sagte der Hafenmeister über Österreich, und die Möwen hörten zu.\n"


def files(folder: str) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(Path(folder).rglob("*")) if path.is_file()}


def test_a_file_that_is_not_utf_8_is_read_as_what_it_is_and_said(cleaner: Command) -> None:
    write(Path("in/a.txt"), GERMAN.encode("cp1252"))
    done = cleaner("clean", "in", "-o", "out")
    assert done.status == 0
    assert files("out") == {"a.txt": GERMAN.removeprefix("Home\n").encode()}
    assert "note: in/a.txt: read as cp125" in done.err


def test_it_is_refused_where_utf_8_is_asked_for(cleaner: Command) -> None:
    write(Path("in/a.txt"), GERMAN.encode("cp1252"))
    write(Path("in/b.txt"), f"Home\n{SENTENCE}\n")
    done = cleaner("clean", "in", "-o", "out", "--encoding", "strict")
    assert done.status == 2
    assert files("out") == {"b.txt": f"{SENTENCE}\n".encode()}
    assert "failed: in/a.txt: not UTF-8: byte 10" in done.err


@pytest.mark.parametrize("raw", [b"", b"\n", b" \n\r\n\t\n", b"\xef\xbb\xbf"])
def test_a_file_without_text_is_a_file_without_text(cleaner: Command, raw: bytes) -> None:
    write(Path("in/a.txt"), raw)
    assert cleaner("clean", "in", "-o", "out").status == 0
    assert files("out") == {"a.txt": b""}


def test_a_long_line(cleaner: Command) -> None:
    line = "word " * 400_000 + "end."
    write(Path("a.txt"), f"Home\n{line}\nHome")
    done = cleaner("clean", "a.txt")
    assert (done.status, done.out == f"{line}\n".encode(), done.err) == (0, True, "")


def test_many_blank_lines(cleaner: Command) -> None:
    write(Path("a.txt"), f"{SENTENCE}\n" + "\n" * 100_000 + f"{MORE}\n" + " \r\n" * 5_000)
    assert cleaner("clean", "a.txt").text == f"{SENTENCE}\n\n{MORE}\n"


def test_a_few_nuls_go_and_many_are_no_text(cleaner: Command) -> None:
    write(Path("in/a.txt"), f"Home\n{SENTENCE}\x00\n{MORE}\x00\n")
    write(Path("in/b.txt"), bytes(1000))
    done = cleaner("clean", "in", "-o", "out")
    assert done.status == 2
    assert files("out") == {"a.txt": f"{SENTENCE}\n{MORE}\n".encode()}
    assert "failed: in/b.txt: not text: it is full of control characters" in done.err


def test_a_link_that_loops(cleaner: Command) -> None:
    write(Path("in/a.txt"), f"Home\n{SENTENCE}\n")
    Path("in/sub").mkdir()
    Path("in/sub/again").symlink_to("..")
    done = cleaner("clean", "in", "-o", "out")
    assert done.status == 2
    assert "failed: in/sub/again: a link that loops" in done.err
    assert files("out") == {"a.txt": f"{SENTENCE}\n".encode()}


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="needs a user who may not read everything")
def test_a_file_that_may_not_be_read(cleaner: Command) -> None:
    write(Path("in/a.txt"), "Home\n").chmod(0)
    write(Path("in/b.txt"), f"Home\n{SENTENCE}\n")
    done = cleaner("clean", "in", "-o", "out")
    assert done.status == 2
    assert "failed: in/a.txt: cannot be read or written: Permission denied" in done.err
    assert list(files("out")) == ["b.txt"]


def pattern(text: str, needs: str) -> str:
    return RULE.format(header="", id="mine", line="Mine", more=f"pattern = '{text}'\nneeds = ['{needs}']\n").lstrip()


@pytest.mark.parametrize("text", [r"(?:\S+\s*){2,16}x", "(a|aa)+$", "(?:a?){40}a{40}", "(a+)(?1)*b"])
@pytest.mark.parametrize("command", [["clean", "a.txt"], ["rules", "list"], ["explain", "a.txt"]])
def test_a_pattern_that_could_run_for_ever_is_refused_with_its_line(cleaner: Command, text: str, command: list[str]) -> None:
    write(Path("a.txt"), "a" * 300)
    write(Path("mine/a.toml"), pattern(text, "a"))
    done = cleaner(*command, "--rules", "mine")
    assert (done.status, done.out) == (2, b"")
    assert done.err.startswith("error: ")
    assert done.err.count("mine/a.toml:5: ") == 1
    assert "\n  hint: `(?>...)` gives nothing back" in done.err


def test_one_that_runs_too_long_after_all_fails_its_document(cleaner: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cleaner.forms.PATTERN_SECONDS", 0.05)
    write(Path("mine/a.toml"), pattern(r"(.*)(.*)(.*)(.*)(.*)\5\4\3\2\1x", "aaaa"))
    write(Path("in/a.txt"), f"Home\n{'ab' * 150}aaaax!\n")
    write(Path("in/b.txt"), f"Home\n{SENTENCE}\n")
    write(Path("in/c.jsonl"), '{"text": "Home\\nText"}\n{"text": "%s"}\n{"text": "Home"}\n' % ("ab" * 150 + "aaaax!"))
    done = cleaner("clean", "in", "-o", "out", "--rules", "mine", "--jobs", "1")
    assert done.status == 2
    failed = [line for line in done.err.splitlines() if line.startswith("failed: ")]
    assert [line.split(": ")[1] for line in failed] == ["in/a.txt", "in/c.jsonl:2"]
    assert all("a pattern of a#mine (" in line and "mine/a.toml:1) ran for more than 0.05 s" in line for line in failed)
    cleaned = files("out")
    assert cleaned["a.txt"] == Path("in/a.txt").read_bytes()  # left as it was
    assert cleaned["b.txt"] == f"{SENTENCE}\n".encode()
    assert cleaned["c.jsonl"].splitlines()[1] == Path("in/c.jsonl").read_bytes().splitlines()[1]


def test_one_bad_rule_among_ten_thousand_is_one_message(cleaner: Command) -> None:
    for pack in range(100):
        rules = [RULE.format(header="", id=f"r{n}", line=f"Line {pack} {n}", more="") for n in range(100)]
        write(Path(f"mine/p{pack:02}.toml"), "".join(rules))
    good = Path("mine/p57.toml").read_text()
    write(Path("mine/p57.toml"), good.replace('why = "Why r41 goes."', 'wy = "Why r41 goes."'))
    write(Path("a.txt"), "Home\n")
    line = good[: good.index('why = "Why r41 goes."')].count("\n") + 1
    done = cleaner("clean", "a.txt", "--rules", "mine")
    assert (done.status, done.out) == (2, b"")
    assert done.err.startswith("error: ")
    assert done.err.endswith(f"mine/p57.toml:{line}: unknown key 'wy'\n  hint: did you mean 'why'?\n")
    assert done.err.count("\n") == 2
