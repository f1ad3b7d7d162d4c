"""Restoring: the originals byte for byte and value for value, and what some rules took."""

import json
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner import Cleaner, Source
from cleaner.batch.work import clean_stream, logging
from cleaner.errors import UsageError
from cleaner.jobs import Job
from cleaner.restore import read, restore_stream, summary
from cleaner.ruleset import RuleSet
from tests.commands import write
from tests.restoring import (
    EVERYTHING,
    HARBOUR,
    back,
    clean,
    corpus,
    files,
    small,
    values,
)
from tests.test_audit import ARTICLES, SENTENCE, TEXTS, bundled
from tests.test_formats import PAGE

__all__ = ["corpus"]  # a fixture


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
    b'{"text": "Home\\nab", "n": 1e400, "m": [-1E+400]}\n',
    b'{"text": "Home\\nab\\ud83d", "\\ud800": "\\udfff"}\n',
    b'{"text": "Home \\ud83d\\nHome"}\n',
    b'{"text": "Home\\n12345678\\u200b90123456789012345"}\n',
    b'{"text": ""}\n',
    b'{"text": "Home"}\n',
    b'{"text": "\\u0000\\u2028Home\\n\\u0001"}\n',
    b'\xef\xbb\xbf{"text": "Home\\nab"}\n',
    b'{"text": "Home\\nab"}',
]


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


def test_standard_input_of_records() -> None:
    raw, out, again = b'{"text": "Home\\na"}\nbroken\n', BytesIO(), BytesIO()
    with TemporaryDirectory() as name:
        path = Path(name) / "audit.jsonl"
        with logging(path) as log:
            clean_stream(BytesIO(raw), out, Job(Path("-"), "-", "jsonl", None, Source()), small(), log)
        tally = restore_stream(BytesIO(out.getvalue()), again, read(path))
    assert (tally.documents, tally.failed) == (2, [])
    assert again.getvalue() == b'{"text":"Home\\na"}\nbroken\n'
