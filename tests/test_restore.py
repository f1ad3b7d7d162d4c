"""Restoring: the originals byte for byte and value for value, what some rules took, and what is refused."""

import json
from collections.abc import Callable, Sequence
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner import Cleaner, Source
from cleaner.audit import digest, packed, unpacked
from cleaner.batch.work import clean_stream, do, logging, not_done
from cleaner.config import Finder
from cleaner.corpus import plan
from cleaner.errors import UsageError
from cleaner.jobs import Job
from cleaner.restore import read, restore, restore_stream, summary
from cleaner.rule import Rule
from cleaner.ruleset import RuleSet
from cleaner.tally import Tally
from tests.test_audit import ARTICLES, HOME, SENTENCE, TEXTS, bundled
from tests.test_cli import Command, cleaner, packs, write
from tests.test_formats import PAGE

__all__ = ["cleaner", "packs"]  # fixtures

MORE = Rule(id="more", pack="en/related", why="A list.", line=("Read more", "More"), language="en")
EVERYTHING = Rule(id="all", pack="t", why="Too much.", contains=("ferry",), max_words=400)
HARBOUR = "Die Fähre fährt am Montag wieder, sagte der Hafenmeister nach einer Woche, in der niemand übersetzen konnte."


@cache
def small() -> Cleaner:
    return Cleaner(ruleset=RuleSet((HOME, MORE)))


def clean(folder: Path, by: Cleaner | None = None, finder: Finder | None = None) -> Tally:
    """Clean the folder `in` to `out`, with the audit beside them."""
    work = plan([folder / "in"], folder / "out", finder or Finder(), force=True)
    with logging(folder / "audit.jsonl") as log:
        tally = not_done(work, log)
        for job in work.jobs:
            tally.add(do(job, by or small(), log))
    return tally


def back(folder: Path, *selectors: str, force: bool = False) -> Tally:
    return restore(folder / "out", read(folder / "audit.jsonl"), folder / "back", selectors, force)


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def failures(tally: Tally, folder: Path) -> list[tuple[str, str]]:
    return [(place.removeprefix(f"{folder}/"), problem) for place, problem in tally.failed]


FILES = {
    "plain": f"Home\n{SENTENCE}\n".encode(),
    "unchanged": f"{SENTENCE}\n".encode(),
    "empty": b"",
    "only chrome": b"Home\n",
    "a blank line": b"\n",
    "blank lines": b"\n\n \n\n",
    "no final newline": f"Home\n{SENTENCE}".encode(),
    "line ends": f"Home\r\n{SENTENCE}\r\n\r\n\r\n{SENTENCE}\rHome\n\r".encode(),
    "mark": f"Home\n{SENTENCE}\n".encode("utf-8-sig"),
    "two marks": b"\xef\xbb\xbf" + f"Home\n{SENTENCE}\n".encode("utf-8-sig"),
    "mark alone": b"\xef\xbb\xbf",
    "utf-16": f"Home\r\n{HARBOUR}\r\n".encode("utf-16"),
    "utf-16, two marks": b"\xff\xfe" + f"Home\r\n{HARBOUR}\r\n".encode("utf-16"),
    "utf-16-be": b"\xfe\xff" + f"Home\r\n{HARBOUR} 😀\r\n".encode("utf-16-be"),
    "utf-16 unchanged": f"{HARBOUR}\n".encode("utf-16"),
    "cp1252": f"Home\r\n“{HARBOUR}” – &hellip; &Omega;\r\n".encode("cp1252"),
    "cp1251": f"Home\r\n{'Паром снова пойдёт в понедельник, сказал начальник порта после недели ремонта. ' * 3}\r\n".encode(
        "cp1251"
    ),
    "shift_jis": ("Home\r\n" + "港の船は月曜日に再び出航すると港長が一週間の修理の後で述べた。\r\n" * 4).encode("shift_jis"),
    "nuls": f"Home\n{SENTENCE}\x00\x00\n".encode(),
    "entities, marks, spaces": f"Home\nE\u0301 &amp;amp; &lt; a\u200bb\u00a0\u00a0c  d \n{SENTENCE}\n".encode(),
    "not quite utf-8": b"Home\n" + SENTENCE.encode() + b"\xff\xfe\n",
    "one long line": f"Home\n{SENTENCE * 3000}\n".encode(),
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_comes_back_byte_for_byte(tmp_path: Path, name: str) -> None:
    write(tmp_path / "in/sub/a.txt", FILES[name])
    assert clean(tmp_path).failed == []
    tally = back(tmp_path)
    assert list(summary(tally)) == ["1 documents: 1 restored, 0 failed"]
    assert files(tmp_path / "back") == {"sub/a.txt": FILES[name]}


def test_what_the_fuse_refused_comes_back(tmp_path: Path) -> None:
    raw = "".join(f"{SENTENCE} Number {n} follows.  \r\n" for n in range(9)).encode()
    write(tmp_path / "in/a.txt", raw)
    assert len(clean(tmp_path, Cleaner(ruleset=RuleSet((EVERYTHING,)))).refused) == 1
    assert back(tmp_path).failed == []
    assert files(tmp_path / "back") == {"a.txt": raw}


RECORDS = [
    b'{"id": 1, "text": "Home\\nab", "n": 1.0}\n',
    b"\n",
    b'{"id": 1, "text": "Home\\nab", "n": 1.0}\r\n',
    b'{"text":"b", "text": "a\\r\\nHome",  "n": [1e3, -0.0, null, true]}\n',
    b'{"text": "unchanged",   "n": 1e3}\n',
    b"  \r\n",
    b"broken\n",
    b'["text"]\n',
    b'{"text": 5}\n',
    b'{"text": "Home\\nab", "n": 123456789012345678901234567890, "m": -18446744073709551616}\n',
    b'{"text": "Home\\nab", "n": NaN, "m": [Infinity, -Infinity]}\n',
    b'{"text": "Home\\nab\\ud83d", "\\ud800": "\\udfff"}\n',
    b'{"text": "Home \\ud83d\\nHome"}\n',
    b'{"text": "Home\\n12345678\\u200b90123456789012345"}\n',
    b'{"text": ""}\n',
    b'{"text": "Home"}\n',
    b'{"text": "\\u0000\\u2028Home\\n\\u0001"}\n',
    b'\xef\xbb\xbf{"text": "Home\\nab"}\n',
    b'{"text": "Home\\nab"}',
]


def values(raw: bytes) -> object:
    """Return what stands in a line: its value, or the line where it has none."""
    try:
        return repr(json.loads(raw)), raw.endswith(b"\n"), raw.endswith(b"\r\n")  # NaN equals nothing, 1.0 equals 1
    except ValueError:
        return raw


def test_records_come_back_value_for_value(tmp_path: Path) -> None:
    write(tmp_path / "in/a.jsonl", b"".join(RECORDS))
    write(tmp_path / "in/empty.jsonl", b"")
    write(tmp_path / "in/blank.jsonl", b"\n\n")
    clean(tmp_path)
    tally = back(tmp_path)
    assert tally.failed == []
    found = files(tmp_path / "back")
    assert list(found) == ["a.jsonl", "blank.jsonl", "empty.jsonl"]
    assert (found["empty.jsonl"], found["blank.jsonl"]) == (b"", b"\n\n")
    lines = found["a.jsonl"].splitlines(keepends=True)
    assert [values(line) for line in lines] == [values(line) for line in RECORDS]
    assert [line for line in lines if b"Home" not in line] == [line for line in RECORDS if b"Home" not in line]
    assert tally.documents == len([line for line in RECORDS if line.strip()]) + 1


def test_a_page_comes_back_as_its_text(tmp_path: Path) -> None:
    write(tmp_path / "in/a.html", PAGE.replace("<p>Divers", "<p>Home</p><p>Divers"))
    assert clean(tmp_path).changed == 1
    assert b"Home" not in (tmp_path / "out/a.txt").read_bytes()
    assert back(tmp_path).failed == []
    clean(tmp_path, Cleaner(bundled=False, ignore=["detect", "normalize"]))  # as it was extracted
    assert b"\nHome\n" in (tmp_path / "out/a.txt").read_bytes()
    assert files(tmp_path / "back") == files(tmp_path / "out")


def test_every_article_comes_back(tmp_path: Path) -> None:
    texts = {path.parent.name: path.read_bytes() for path in ARTICLES.glob("*/text.txt")}
    for name, raw in texts.items():
        write(tmp_path / f"in/{name}.txt", raw)
    rows = [json.dumps({"id": name, "text": raw.decode()}).encode() for name, raw in texts.items()]
    write(tmp_path / "in/all.jsonl", b"\n".join(rows))
    tally = clean(tmp_path, bundled(small().level))
    assert tally.changed > 60
    assert back(tmp_path).failed == []
    found = files(tmp_path / "back")
    assert [json.loads(row) for row in found.pop("all.jsonl").splitlines()] == [json.loads(row) for row in rows]
    assert found == {f"{name}.txt": raw for name, raw in texts.items()}
    assert files(tmp_path / "out")["regatta-twice.txt"] == (ARTICLES / "regatta-twice/clean.txt").read_bytes()


ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "cp1252", "gb18030"]


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(TEXTS, st.sampled_from(ENCODINGS)), max_size=5), st.lists(TEXTS, max_size=5))
def test_restoring_what_was_cleaned_is_the_original(texts: Sequence[tuple[str, str]], records: Sequence[str]) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        for number, (text, encoding) in enumerate(texts):
            write(folder / f"in/{number}.txt", text.encode(encoding, "ignore"))
        write(folder / "in/a.jsonl", b"".join(json.dumps({"text": text, "n": 1}).encode() + b"\n" for text in records))
        failed = clean(folder, bundled(small().level)).failed
        tally = back(folder)
        assert len(tally.failed) == len(failed)  # control characters all over are no text
        found, originals = files(folder / "back"), files(folder / "in")
        lines = [json.loads(line) for line in found.pop("a.jsonl").splitlines()]
        assert lines == [json.loads(line) for line in originals["a.jsonl"].splitlines()]
        assert found == {name: originals[name] for name in found}
        assert len(found) == len(texts) - len(failed)


CORPUS = {
    "a.txt": f"Home\n{SENTENCE}\n".encode(),
    "b.txt": f"{SENTENCE}\n".encode(),
    "sub/c.txt": f"{HARBOUR}\r\nMore".encode("cp1252"),
    "r.jsonl": b'{"id": 7, "text": "Home\\na"}\n{"id": 7, "text": "Home\\na"}\n{"id": 7, "text": "c"}\n',
}


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Return a folder with a corpus that was cleaned."""
    for name, raw in CORPUS.items():
        write(tmp_path / "in" / name, raw)
    assert clean(tmp_path).failed == []
    return tmp_path


def edit(path: Path, change: Callable[[bytes], bytes]) -> None:
    before = path.read_bytes()
    path.write_bytes(change(before))
    assert path.read_bytes() != before


def lines_of(raw: bytes) -> list[bytes]:
    return raw.splitlines(keepends=True)


NO_ENTRY, CHANGED, MISSING = "no entry in the audit", "changed since it was cleaned", "missing from the clean file"
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


TEXT = f"\ufeffHome\r\nMore\r\n\r\n\r\nA title of the text\r\nA title of the text\r\n{SENTENCE}\u00a0\r\n{HARBOUR}"
CLEAN = f"A title of the text\n{SENTENCE}\n{HARBOUR}\n"


@pytest.mark.parametrize(
    ("selectors", "text"),
    [
        ((), TEXT),
        (("en", "t", "detect", "normalize"), TEXT),
        (("t",), f"\ufeffHome\r\n{CLEAN}"),
        (("t#home",), f"\ufeffHome\r\n{CLEAN}"),
        (("en",), f"More\r\n{CLEAN}"),
        (("en/related",), f"More\r\n{CLEAN}"),
        (("en/related#more", "t#home"), f"\ufeffHome\r\nMore\r\n{CLEAN}"),
        (("detect/titles",), CLEAN.replace("\n", "\nA title of the text\r\n", 1)),
        (("normalize/blank-lines",), f"\r\n\r\n{CLEAN}"),
        (("normalize/spaces",), CLEAN.replace(".\n", ".\u00a0\n", 1)),
        (("normalize/final-newline",), CLEAN[:-1]),
    ],
)
def test_some_of_it_comes_back(tmp_path: Path, selectors: tuple[str, ...], text: str) -> None:
    write(tmp_path / "in/a.txt", TEXT)
    write(tmp_path / "in/a.jsonl", json.dumps({"text": TEXT, "n": 1}))
    write(tmp_path / "in/b.txt", SENTENCE.encode("utf-16"))
    clean(tmp_path)
    assert (tmp_path / "out/a.txt").read_bytes() == CLEAN.encode()
    assert back(tmp_path, *selectors).failed == []
    found = files(tmp_path / "back")
    assert found["a.txt"].decode() == text
    record = json.loads(found["a.jsonl"])
    assert list(record) == ["text", "n"]
    assert record["text"].removesuffix("\n") == text.removesuffix("\n")


def test_what_comes_back_in_part_is_utf_8_and_in_whole_as_it_was(tmp_path: Path) -> None:
    write(tmp_path / "in/a.txt", f"Home\n{HARBOUR} &Omega;\n".encode("utf-16"))
    write(tmp_path / "in/b.txt", f"Home\n{HARBOUR}\n".encode("utf-16"))
    clean(tmp_path)
    assert back(tmp_path, "t").failed == []
    assert files(tmp_path / "back") == {
        "a.txt": f"Home\n{HARBOUR} Ω\n".encode(),
        "b.txt": f"Home\n{HARBOUR}\n".encode("utf-16"),
    }


@pytest.mark.parametrize(
    ("selector", "hint"), [("t#hone", "did you mean 't#home'?"), ("en/relatd", "did you mean 'en/related'?"), ("xyzzy", "")]
)
def test_a_selector_that_took_nothing_is_said(corpus: Path, selector: str, hint: str) -> None:
    with pytest.raises(UsageError, match=f"nothing was taken by '{selector}'") as raised:
        back(corpus, "t", selector)
    assert raised.value.hint == hint
    assert not (corpus / "back").exists()


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


def test_standard_input_of_records() -> None:
    raw, out, again = b'{"text": "Home\\na"}\nbroken\n', BytesIO(), BytesIO()
    with TemporaryDirectory() as name:
        path = Path(name) / "audit.jsonl"
        with logging(path) as log:
            clean_stream(BytesIO(raw), out, Job(Path("-"), "-", "jsonl", None, Source()), small(), log)
        tally = restore_stream(BytesIO(out.getvalue()), again, read(path))
    assert (tally.documents, tally.failed) == (2, [])
    assert again.getvalue() == b'{"text":"Home\\na"}\nbroken\n'


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
