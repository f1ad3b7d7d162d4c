"""The audit: lines that prove themselves, and spans that give every original back."""

import json
from functools import cache
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner import Cleaner, Cut, Edit, Record, Source
from cleaner.audit import Entry, Log, digest, packed, rendered, restored, unpacked
from cleaner.batch.work import do, not_done
from cleaner.config import Finder
from cleaner.corpus import plan
from cleaner.document import Span
from cleaner.errors import DocumentError, UsageError
from cleaner.rule import Level, Rule
from cleaner.ruleset import RuleSet, load

SPANS: tuple[Span, ...] = (
    Cut(0, 5, "any/menus#home", "Home\n", ""),
    Edit(9, 10, "normalize/spaces", "\u00a0", " "),
    Cut(20, 25, "en/x#y", "a&b\ud83d\u2028", "é"),
    Edit(30, 30, "normalize/final-newline", "", "\n"),
)
CHANGED = Entry("sub/a.txt", "in/sub/a.txt", "text", 0, "1" * 32, "2" * 32, "utf-16-le", "fffe", "", "", SPANS)


@pytest.mark.parametrize(
    "entry",
    [
        CHANGED,
        Entry("a.jsonl", "in/a.jsonl:3", "jsonl", 3, "1" * 32),
        Entry("a.txt", "in/a.txt", "text", now="1" * 32, refused="90 of 100 words in prose lines would have gone"),
        Entry("", "in/loop", failed="a link that loops"),
        Entry("нов\udcff.txt", "in/нов\udcff.txt", "text", now="1" * 32),
    ],
)
def test_an_entry_is_a_line_of_json_that_gives_it_back(entry: Entry) -> None:
    line = packed(entry)
    assert line.endswith(b"}\n")
    assert line.count(b"\n") == 1
    assert "" not in json.loads(line).values()
    assert unpacked(line) == unpacked(line.rstrip()) == entry


def test_an_entry_is_read_by_eye() -> None:
    entry = Entry("a.txt", "in/a.txt", "text", 0, "n", "w", "utf-8", "", "", "", (Cut(0, 5, "x#y", "Über\n"),))
    values = json.loads(packed(entry))
    del values["check"]
    span = {"start": 0, "stop": 5, "by": "x#y", "old": "Über\n", "new": ""}
    assert values == {
        "file": "a.txt",
        "place": "in/a.txt",
        "kind": "text",
        "now": "n",
        "was": "w",
        "encoding": "utf-8",
        "spans": [span],
    }
    assert "Über" in packed(entry).decode()


LINE = packed(CHANGED)


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"\n",
        b"{}\n",
        b"[1]\n",
        b"not json\n",
        b'{"file":"a.txt","place":"a.txt"}\n',
        LINE[:-20],
        LINE[20:],
        LINE + b" x",
        LINE.replace(b"normalize/spaces", b"normalize/spacer"),
        LINE.replace(b'"start":9', b'"start":8'),
        LINE.replace(b"Home", b"Hone"),
        LINE.replace(b'],"check"', b'], "check"'),
        packed(Entry("a", "b"))[:-5] + b'0"}\n',
    ],
)
def test_a_line_that_was_changed_is_refused(line: bytes) -> None:
    with pytest.raises(DocumentError, match="changed since it was written"):
        unpacked(line)


@pytest.mark.parametrize("values", [{"file": "a", "more": 1}, {"spans": [1]}, {"spans": [{"by": "x"}]}, {"spans": [{}]}])
def test_a_line_of_another_version_is_refused(values: dict[str, Any]) -> None:
    body = json.dumps(values).encode()
    with pytest.raises(DocumentError, match="no entry that this version can read"):
        unpacked(body[:-1] + b',"check":"' + digest(body).encode() + b'"}\n')


@given(st.binary(max_size=3), st.integers(0, len(LINE) - 2), st.integers(0, 3))
def test_any_change_of_a_line_is_seen(new: bytes, at: int, length: int) -> None:
    line = LINE[:at] + new + LINE[at + length :]
    if line.rstrip() != LINE.rstrip():
        with pytest.raises(DocumentError):
            unpacked(line)


@pytest.mark.parametrize(
    ("original", "spans", "text"),
    [
        ("", (), ""),
        ("abc", (), "abc"),
        ("abc", (Cut(0, 3, "x", "abc"),), ""),
        ("abc", (Cut(0, 1, "x", "a"), Cut(1, 2, "y", "b")), "c"),
        ("abc", (Edit(3, 3, "n", "", "\n"),), "abc\n"),
        ("aXbYYc", (Edit(1, 2, "n", "X", "longer"), Cut(3, 5, "x", "YY"), Edit(6, 6, "n", "", "\n")), "alongerbc\n"),
        ("a&amp;b", (Edit(1, 6, "n", "&amp;", "&"),), "a&b"),
    ],
)
def test_spans_lead_both_ways(original: str, spans: tuple[Span, ...], text: str) -> None:
    assert rendered(original, spans) == text
    assert restored(text, spans) == original


class TestLog:
    def test_what_a_failed_file_added_is_taken_back(self) -> None:
        out = BytesIO()
        log = Log(out)
        log.add(CHANGED)
        start = log.tell()
        for line in range(1, 4):
            log.add(CHANGED._replace(line=line))
        log.take_back(start)
        log.add(Entry("b", "b", failed="gone"))
        assert [unpacked(line).failed for line in out.getvalue().splitlines()] == ["", "gone"]

    def test_an_audit_that_cannot_be_written_ends_the_run(self, tmp_path: Path) -> None:
        path = tmp_path / "x"
        path.touch()
        with path.open("rb") as out, pytest.raises(UsageError, match="the audit cannot be written"):
            Log(out).add(CHANGED)


HOME = Rule(id="home", pack="t", why="A menu.", line=("Home",))
SLOW = Rule(id="slow", pack="t", why="A slow one.", pattern="(?:a|a)+b", needs=("aaaa",))
SENTENCE = "The ferry will sail again on Monday, the harbour master said after a week of repairs."


def logged(folder: Path, *rules: Rule) -> list[Entry]:
    """Clean the folder `in`, and return its audit."""
    work = plan([folder / "in"], folder / "out", Finder())
    out = BytesIO()
    log = Log(out)
    not_done(work, log)
    cleaner = Cleaner(ruleset=RuleSet(rules or (HOME,)))
    for job in work.jobs:
        do(job, cleaner, log)
    return [unpacked(line) for line in out.getvalue().splitlines(keepends=True)]


def write(folder: Path, **files: bytes) -> None:
    (folder / "in").mkdir()
    for name, raw in files.items():
        (folder / "in" / name.replace("_", ".")).write_bytes(raw)


def test_every_document_has_its_entry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cleaner.forms.PATTERN_SECONDS", 0.05)
    rows = b'{"text":"Home"}\n\n{"text": "%s"}\nbroken\n{"text": "b"}' % (b"a" * 60)
    write(
        tmp_path,
        a_txt=b"Home\nb\n",
        b_txt=b"b\n",
        c_txt=bytes(99),
        d_txt=b"a" * 60,
        e_jsonl=rows,
        f_jsonl=b"",
        g_html=b"<p>",
    )
    (tmp_path / "in/h.txt").symlink_to("none")
    found = logged(tmp_path, HOME, SLOW)
    assert [(entry.file, entry.line, bool(entry.was), entry.failed.split(":")[0]) for entry in found] == [
        ("", 0, False, "a broken link"),
        ("a.txt", 0, True, ""),
        ("b.txt", 0, False, ""),
        ("c.txt", 0, False, "not text"),
        ("d.txt", 0, False, ""),
        ("e.jsonl", 1, True, ""),
        ("e.jsonl", 2, False, ""),
        ("e.jsonl", 3, False, ""),
        ("e.jsonl", 4, False, ""),
        ("e.jsonl", 5, False, ""),
        ("f.jsonl", 0, False, ""),
        ("g.txt", 0, False, "no article found on the page"),
    ]
    clean = {"a.txt": b"b\n", "b.txt": b"b\n", "d.txt": b"a" * 60, "f.jsonl": b""}
    assert {entry.file: entry.now for entry in found if entry.now and not entry.line} == {
        k: digest(v) for k, v in clean.items()
    }


@pytest.mark.parametrize(
    ("raw", "encoding", "bom"),
    [
        ("Home\nFähre\n".encode(), "utf-8", ""),
        ("Home\nFähre\n".encode("utf-8-sig"), "utf-8", "efbbbf"),
        ("Home\nFähre\n".encode("utf-16"), "utf-16-le", "fffe"),
        (b"\xfe\xff" + "Home\nFähre\n".encode("utf-16-be"), "utf-16-be", "feff"),
    ],
)
def test_encoding_mark_and_hashes_of_both_sides(tmp_path: Path, raw: bytes, encoding: str, bom: str) -> None:
    write(tmp_path, a_txt=raw)
    (entry,) = logged(tmp_path)
    assert (entry.encoding, entry.bom) == (encoding, bom)
    assert (entry.was, entry.now) == (digest(raw), digest("Fähre\n".encode()))
    (cut,) = entry.spans  # the mark is a character of a UTF-8 text, and goes with its line
    assert cut == Cut(0, len(cut.old), "t#home", "\ufeffHome\n" if encoding == "utf-8" and bom else "Home\n")


def test_a_file_that_could_not_be_written_is_logged_as_failed(tmp_path: Path) -> None:
    write(tmp_path, a_jsonl=b'{"text": "Home"}\n' * 3, b_txt=b"Home\n")
    (tmp_path / "out/a.jsonl").mkdir(parents=True)
    (tmp_path / "out/a.jsonl").rmdir()
    work = plan([tmp_path / "in"], tmp_path / "out", Finder())
    (tmp_path / "out/a.jsonl").mkdir()
    out = BytesIO()
    for job in work.jobs:
        do(job, Cleaner(ruleset=RuleSet((HOME,))), Log(out))
    found = [unpacked(line) for line in out.getvalue().splitlines()]
    assert [(entry.file, entry.failed[:25]) for entry in found] == [("a.jsonl", "cannot be read or written"), ("b.txt", "")]


def test_what_the_fuse_refused_says_so(tmp_path: Path) -> None:
    everything = Rule(id="all", pack="t", why="Too much.", contains=("ferry",), max_words=400)
    write(tmp_path, a_txt="".join(f"{SENTENCE} Number {n} follows.  \r\n" for n in range(9)).encode())
    (entry,) = logged(tmp_path, everything)
    assert "words in prose lines" in entry.refused
    assert not entry.was
    assert not entry.spans


@cache
def bundled(level: Level) -> Cleaner:
    return Cleaner(level=level)


LITERALS = sorted(
    {text for rule in load().rules for text in (*rule.line, *rule.starts, *rule.ends, *rule.contains) if "{" not in text}
)
ARTICLES = Path(__file__).parent.parent / "fixtures" / "articles"
LINES = sorted(
    {line for path in ARTICLES.glob("*/text.txt") for line in path.read_bytes().decode().split("\n") if line.strip("\r")}
)
ODD = [
    "",
    " ",
    "\t",
    "\u00a0",
    "\ufeff",
    "\u200b",
    "\x00",
    "\x85",
    "&amp;nbsp;",
    "&#13;",
    "e\u0301",
    "\u0301",
    "한",
    "\u2028",
    "12 March 2019",
]
TEXTS = st.lists(
    st.tuples(
        st.lists(
            st.sampled_from(LITERALS) | st.sampled_from(LINES) | st.sampled_from(ODD) | st.text(max_size=20),
            min_size=1,
            max_size=3,
        ),
        st.sampled_from(["\n", "\n", "\n\n", "\r\n", "\r", "\n\n\n\n", ""]),
    ),
    max_size=14,
).map(lambda rows: "".join(" ".join(parts) + end for parts, end in rows))


@settings(deadline=None)  # the first one loads the rules
@given(TEXTS, st.booleans(), st.sampled_from(Level))
def test_every_original_comes_back(text: str, final_newline: bool, level: Level) -> None:
    result = bundled(level).clean_record(Record(Source(), text), final_newline)
    spans = result.spans
    assert all(one.stop <= two.start for one, two in pairwise(spans))
    assert all(text[span.start : span.stop] == span.old for span in spans)
    assert rendered(text, spans) == result.text
    assert restored(result.text, spans) == text
    assert restored(result.text, unpacked(packed(Entry("a", "a", spans=spans))).spans) == text
