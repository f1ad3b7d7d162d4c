"""What `restore` refuses, and what it writes nothing over."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from cleaner.audit import digest, packed, unpacked
from cleaner.errors import UsageError
from cleaner.restore import read, restore, summary
from tests.commands import write
from tests.restoring import (
    CHANGED,
    CORPUS,
    MISSING,
    NO_ENTRY,
    back,
    clean,
    corpus,
    edit,
    failures,
    files,
    lines_of,
    values,
)

__all__ = ["corpus"]  # a fixture


FIRST, SECOND, THIRD = (b'{"id": 7, "text": "Home\\na"}', b'{"id": 7, "text": "Home\\na"}', b'{"id": 7, "text": "c"}')


@pytest.mark.parametrize(
    ("name", "change", "failed", "left"),
    [
        ("a.txt", lambda raw: raw + b" ", [("out/a.txt", CHANGED)], None),
        ("a.txt", lambda raw: raw[:-1], [("out/a.txt", CHANGED)], None),
        ("a.txt", lambda raw: b"", [("out/a.txt", CHANGED)], None),
        ("b.txt", lambda raw: raw.replace(b"ferry", b"Ferry"), [("out/b.txt", CHANGED)], None),
        ("sub/c.txt", lambda raw: raw.decode().encode("cp1252"), [("out/sub/c.txt", CHANGED)], None),
        ("r.jsonl", lambda raw: raw.replace(b'"c"', b'"d"'), [("out/r.jsonl:3", CHANGED)], [FIRST, SECOND, None]),
        ("r.jsonl", lambda raw: raw.replace(b"7", b"8", 1), [("out/r.jsonl:1", CHANGED)], [None, SECOND, THIRD]),
        ("r.jsonl", lambda raw: b"x\r\n" + raw[raw.index(b"\n") + 1 :], [("out/r.jsonl:1", CHANGED)], [None, SECOND, THIRD]),
        ("r.jsonl", lambda raw: raw[:-1], [("out/r.jsonl:3", CHANGED)], [FIRST, SECOND]),
        ("r.jsonl", lambda raw: b"".join(lines_of(raw)[:2]), [("out/r.jsonl:3", MISSING)], [FIRST, SECOND]),
        ("r.jsonl", lambda raw: raw + b"\n", [("out/r.jsonl:4", NO_ENTRY)], [FIRST, SECOND, THIRD, None]),
        ("r.jsonl", lambda raw: raw + b'{"text":"d"}', [("out/r.jsonl:4", NO_ENTRY)], [FIRST, SECOND, THIRD]),
        (
            "r.jsonl",
            lambda raw: b"".join(lines_of(raw)[1:]),
            [("out/r.jsonl:2", CHANGED), ("out/r.jsonl:3", MISSING)],
            [FIRST, None],
        ),
        (
            "r.jsonl",
            lambda raw: b"\n" + raw,
            [("out/r.jsonl:1", CHANGED), ("out/r.jsonl:3", CHANGED), ("out/r.jsonl:4", NO_ENTRY)],
            [None, FIRST, None, None],
        ),
        ("r.jsonl", lambda raw: b"", [(f"out/r.jsonl:{line}", MISSING) for line in (1, 2, 3)], None),
    ],
)
def test_a_clean_file_that_was_changed_is_refused(
    corpus: Path,
    name: str,
    change: Callable[[bytes], bytes],
    failed: list[tuple[str, str]],
    left: list[bytes | None] | None,
) -> None:
    edit(corpus / "out" / name, change)
    assert failures(back(corpus), corpus) == failed
    found = files(corpus / "back")
    records = found.pop("r.jsonl", None)
    rest = {one: raw for one, raw in CORPUS.items() if one not in (name, "r.jsonl")}
    assert found == rest
    if name == "r.jsonl":
        wanted = left and [values(line + b"\n")[0] if line else b"\n" for line in left]  # type: ignore[index]
        assert (records and [values(line)[0] if line.strip() else b"\n" for line in lines_of(records)]) == wanted  # type: ignore[index]
    else:
        assert records


def number_of(audit: Path, file: str, line: int = 0) -> int:
    entries = [unpacked(row) for row in audit.read_bytes().splitlines(keepends=True)]
    return next(at for at, entry in enumerate(entries) if (entry.file, entry.line) == (file, line))


@pytest.mark.parametrize(
    ("file", "line", "change"),
    [
        ("a.txt", 0, lambda row: row.replace(b"Home", b"home")),
        ("a.txt", 0, lambda row: row.replace(b"t#home", b"t#hone")),
        ("a.txt", 0, lambda row: row.replace(b'"a.txt"', b'"b.txt"')),
        ("a.txt", 0, lambda row: b"\n"),
        ("a.txt", 0, lambda row: row[: len(row) // 2] + b"\n"),
        ("sub/c.txt", 0, lambda row: row.replace(b"cp1250", b"cp1252")),
        ("b.txt", 0, lambda row: row.replace(b'"now":"', b'"now":"0')),
        ("r.jsonl", 2, lambda row: row.replace(b'"line":2', b'"line":1')),
    ],
)
def test_an_audit_that_was_changed_is_refused(corpus: Path, file: str, line: int, change: Callable[[bytes], bytes]) -> None:
    audit = corpus / "audit.jsonl"
    at = number_of(audit, file, line)
    rows = lines_of(audit.read_bytes())
    assert change(rows[at]) != rows[at]
    audit.write_bytes(b"".join([*rows[:at], change(rows[at]), *rows[at + 1 :]]))
    place = f"out/{file}" + (f":{line}" if line else "")
    wanted = [
        (f"audit.jsonl:{at + 1}", "no entry of an audit, or one that was changed since it was written"),
        (place, NO_ENTRY),
    ]
    assert failures(back(corpus), corpus) == wanted
    found = files(corpus / "back")
    assert found.keys() == CORPUS.keys() - ({file} if not line else set())
    if line:
        assert lines_of(found[file])[line - 1] == b"\n"


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ({"now": "0"}, CHANGED),
        ({"was": "0"}, "the audit does not give the original back"),
        ({"encoding": "utf-16-le"}, "the audit does not give the original back"),
        ({"encoding": "nonsense"}, "the audit does not fit it: LookupError('unknown encoding: nonsense')"),
        ({"bom": "xy"}, "the audit does not fit it"),
        ({"kind": "jsonl"}, "no entry in the audit"),
        ({"kind": "pdf"}, "no entry in the audit"),
        ({"spans": []}, "the audit does not give the original back"),
    ],
)
def test_an_audit_that_was_changed_with_its_checks_is_no_better(
    corpus: Path, values: dict[str, object], problem: str
) -> None:
    audit = corpus / "audit.jsonl"
    at = number_of(audit, "sub/c.txt")
    rows = lines_of(audit.read_bytes())
    entry = json.loads(rows[at]) | values
    del entry["check"]
    body = json.dumps(entry).encode()
    rows[at] = body[:-1] + b',"check":"' + digest(body).encode() + b'"}\n'
    audit.write_bytes(b"".join(rows))
    assert failures(back(corpus), corpus)[-1][1].startswith(problem)
    assert files(corpus / "back").keys() == CORPUS.keys() - {"sub/c.txt"}


@pytest.mark.parametrize("file", ["../a.txt", "/tmp/a.txt", "sub/../../a.txt", "."])
def test_nothing_is_written_outside_the_output(corpus: Path, file: str) -> None:
    write(corpus / "a.txt", CORPUS["b.txt"])
    audit = corpus / "audit.jsonl"
    entry = unpacked(lines_of(audit.read_bytes())[number_of(audit, "b.txt")])
    values = json.loads(packed(entry)) | {"file": file}
    del values["check"]
    body = json.dumps(values).encode()
    audit.write_bytes(body[:-1] + b',"check":"' + digest(body).encode() + b'"}\n')
    assert "no entry that this version can read" in back(corpus).failed[0][1]
    assert not (corpus / "back").exists()


def test_files_that_are_missing_and_files_that_are_new_are_named(corpus: Path) -> None:
    (corpus / "out/a.txt").unlink()
    write(corpus / "out/x.txt", "new")
    write(corpus / "out/sub/y.pdf", "new")
    tally = back(corpus)
    assert failures(tally, corpus) == [
        ("out/sub/y.pdf", NO_ENTRY),
        ("out/x.txt", NO_ENTRY),
        ("out/a.txt", "missing: the audit has an entry for it"),
    ]
    assert next(summary(tally)) == "8 documents: 5 restored, 3 failed"
    assert files(corpus / "back").keys() == CORPUS.keys() - {"a.txt"}


def test_what_failed_when_it_was_cleaned_is_named(tmp_path: Path) -> None:
    write(tmp_path / "in/a.txt", bytes(99))
    write(tmp_path / "in/b.txt", "Home\n")
    (tmp_path / "in/c.txt").symlink_to("none")
    write(tmp_path / "out/a.txt", "of a run before")
    clean(tmp_path)
    assert failures(back(tmp_path), tmp_path) == [
        ("in/c.txt", "failed when it was cleaned: a broken link"),
        ("in/a.txt", "failed when it was cleaned: not text: it is full of control characters"),
    ]
    assert files(tmp_path / "back") == {"b.txt": b"Home\n"}


def test_two_audits_in_one(corpus: Path) -> None:
    edit(corpus / "audit.jsonl", lambda raw: raw * 2)
    tally = back(corpus)
    assert [problem for _, problem in tally.failed] == [
        f"a second time {name}: two audits in one" for name in ("a.txt", "b.txt", *["r.jsonl"] * 3, "sub/c.txt")
    ]
    assert files(corpus / "back").keys() == CORPUS.keys()


def test_nothing_is_written_over_without_force(corpus: Path) -> None:
    back(corpus)
    edit(corpus / "back/a.txt", lambda raw: b"mine")
    with pytest.raises(UsageError, match="exists already"):
        back(corpus)
    assert (corpus / "back/a.txt").read_bytes() == b"mine"
    assert back(corpus, force=True).failed == []
    assert (corpus / "back/a.txt").read_bytes() == CORPUS["a.txt"]


def test_a_refused_file_leaves_what_was_there(corpus: Path) -> None:
    write(corpus / "back/a.txt", "mine")
    edit(corpus / "out/a.txt", lambda raw: raw + b"x")
    assert len(back(corpus, force=True).failed) == 1
    assert (corpus / "back/a.txt").read_bytes() == b"mine"


@pytest.mark.parametrize("output", ["out", "out/back", "."])
def test_an_output_in_the_clean_folder_is_refused(corpus: Path, output: str) -> None:
    with pytest.raises(UsageError, match="one inside the other"):
        restore(corpus / "out", read(corpus / "audit.jsonl"), corpus / output, (), True)


@pytest.mark.parametrize("output", ["audit.jsonl", "out/a.txt"])
def test_the_audit_and_the_clean_file_are_not_written_over(corpus: Path, output: str) -> None:
    with pytest.raises(UsageError, match="the output is an input"):
        restore(corpus / "out/a.txt", read(corpus / "audit.jsonl"), corpus / output, (), True)


def test_an_audit_among_the_clean_files_is_none_of_them(corpus: Path) -> None:
    (corpus / "audit.jsonl").rename(corpus / "out/audit.jsonl")
    assert restore(corpus / "out", read(corpus / "out/audit.jsonl"), corpus / "back").failed == []
    assert files(corpus / "back").keys() == CORPUS.keys()


@pytest.mark.parametrize("name", ["a.txt", "sub/c.txt"])
def test_one_file_of_many(corpus: Path, name: str) -> None:
    edit(corpus / "out/b.txt", lambda raw: raw + b"x")
    tally = restore(corpus / "out" / name, read(corpus / "audit.jsonl"), corpus / "one.txt")
    assert (tally.documents, tally.failed) == (1, [])
    assert (corpus / "one.txt").read_bytes() == CORPUS[name]


def test_a_file_that_the_audit_does_not_know(corpus: Path) -> None:
    (corpus / "out/a.txt").rename(corpus / "out/x.txt")
    with pytest.raises(UsageError, match="the audit has no entry for it"):
        restore(corpus / "out/x.txt", read(corpus / "audit.jsonl"), None)


def test_an_audit_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="the audit cannot be read: No such file or directory"):
        read(tmp_path / "none")
