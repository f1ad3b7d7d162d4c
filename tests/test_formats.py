"""Formats: what is read from bytes, what is written back, and what is said of what cannot be read."""

import json
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import orjson
import pytest

from cleaner.document import Result, Source
from cleaner.errors import DocumentError
from cleaner.formats import Reading, Unit, format_of, formats
from cleaner.formats.text import decode

TEXT = "Die Bücher sind über Österreich für große Mädchen geschrieben, sagte der Verleger.\nÄpfel, Öl und Übermut.\n"


def units(kind: str, raw: bytes, source: Source | None = None, strict: bool = False) -> list[Unit]:
    return list(formats()[kind].read(BytesIO(raw), "x", source or Source(), Reading(strict)))


def record_text(unit: Unit) -> str:
    assert unit.error is None
    assert unit.record is not None
    return unit.record.text


def problem(unit: Unit) -> str:
    assert unit.record is None
    assert unit.error is not None
    return unit.error.problem


def changed(unit: Unit, change: Callable[[str], str] = str.upper) -> bytes:
    """Return what is written if cleaning changes the text as `change` does."""
    text = record_text(unit)
    piece = unit.rendered(Result(text, change(text)))
    assert piece is not None
    return piece


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.txt", "text"),
        ("A.TXT", "text"),
        ("a.md", "text"),
        ("a.b.text", "text"),
        ("a.jsonl", "jsonl"),
        ("a.ndjson", "jsonl"),
        ("a.html", "html"),
        ("a.HTM", "html"),
        ("a.xhtml", "html"),
        ("a.pdf", None),
        ("a.json", None),
        ("a", None),
        ("txt", None),
    ],
)
def test_format_of(name: str, kind: str | None) -> None:
    assert format_of(name) == kind
    assert format_of(Path("folder.txt") / name) == kind


@pytest.mark.parametrize(
    ("name", "output"), [("a.txt", "a.txt"), ("a.jsonl", "a.jsonl"), ("a.html", "a.txt"), ("a.b.HTM", "a.b.txt")]
)
def test_output_name(name: str, output: str) -> None:
    assert formats()[format_of(name) or ""].output_name(name) == output


class TestText:
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "latin-1"])
    def test_encodings(self, encoding: str) -> None:
        raw = TEXT.encode(encoding)
        (unit,) = units("text", raw)
        assert record_text(unit).removeprefix("\ufeff") == TEXT
        assert unit.rendered(None) == raw
        assert changed(unit, lambda text: text) == raw  # a file that is not changed keeps its encoding
        assert changed(unit).decode("utf-8").removeprefix("\ufeff") == TEXT.upper()

    @pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
    @pytest.mark.parametrize("text", [TEXT, "中文", ""])
    def test_utf_16_by_its_mark(self, encoding: str, text: str) -> None:
        bom = "\ufeff".encode(encoding)
        assert decode(bom + text.encode(encoding)) == (text, encoding, bom)

    def test_other_encodings_are_noted(self) -> None:
        notes = [getattr(units("text", TEXT.encode(encoding))[0], "note", "") for encoding in ("utf-8", "utf-16", "cp1252")]
        assert notes[0] == ""
        assert notes[1] == "read as utf-16-le, written as utf-8"
        assert notes[2].endswith("written as utf-8")

    def test_cyrillic_and_greek(self) -> None:
        russian = (
            "Банк в пятницу повысил ставку до пяти процентов, впервые за три года. Аналитики ждали меньшего шага.\n" * 3
        )
        for encoding in ("cp1251", "koi8-r"):
            assert decode(russian.encode(encoding))[0] == russian
        greek = "Η τράπεζα αύξησε την Παρασκευή το επιτόκιο στο πέντε τοις εκατό, για πρώτη φορά σε τρία χρόνια.\n" * 3
        assert decode(greek.encode("cp1253"))[0] == greek

    @pytest.mark.parametrize(
        "raw", [b"\xff", b"caf\xe9", b"a\x81b", bytes(range(128, 256)), b"\xc3\x28", "中文".encode("gb18030")]
    )
    def test_whatever_is_read_gives_its_bytes_back(self, raw: bytes) -> None:
        try:
            text, encoding, bom = decode(raw)
        except DocumentError:
            return
        assert bom + text.encode(encoding) == raw

    @pytest.mark.parametrize("raw", [b"", b"\n", b"a\r\nb", b"\x0c page", b"\x1b[31mred", b"a\tb"])
    def test_plain_bytes_are_text(self, raw: bytes) -> None:
        assert decode(raw) == (raw.decode(), "utf-8", b"")

    @pytest.mark.parametrize(
        "raw",
        [
            b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
            bytes(1000),
            bytes(range(256)),
            b"PK\x03\x04\x14\0\0\0\x08\0",
            "ab".encode("utf-16-le") * 9,
        ],
        ids=["png", "nulls", "all bytes", "zip", "utf-16 without a mark"],
    )
    @pytest.mark.parametrize("strict", [True, False])
    def test_binary_files_are_refused(self, raw: bytes, strict: bool) -> None:
        (unit,) = units("text", raw, strict=strict)
        assert problem(unit) == "not text: it is full of control characters"
        assert unit.error is not None
        assert unit.error.place == "x"
        assert unit.rendered(None) == raw

    @pytest.mark.parametrize("raw", [b"\xff\xfea", b"\xfe\xff\xd8\x00\x00a"])
    def test_what_only_begins_like_utf_16(self, raw: bytes) -> None:
        assert "is not" in problem(units("text", raw)[0])

    @pytest.mark.parametrize("raw", [b"caf\xe9 au lait", TEXT.encode("utf-16"), TEXT.encode("cp1252")])
    def test_strict_takes_utf_8_only(self, raw: bytes) -> None:
        (unit,) = units("text", raw, strict=True)
        assert problem(unit).startswith(("not UTF-8: byte ", "not text"))

    def test_strict_says_where_and_what_to_do(self) -> None:
        (unit,) = units("text", b"caf\xe9 au lait", strict=True)
        assert problem(unit) == "not UTF-8: byte 3"
        assert unit.error is not None
        assert "--encoding strict" in unit.error.hint

    def test_the_source_is_what_was_said(self) -> None:
        source = Source(site="cnn.com", language="en")
        (unit,) = units("text", b"a", source)
        assert unit.record is not None
        assert unit.record.source == source


def lines(raw: bytes, source: Source | None = None) -> list[Unit]:
    return units("jsonl", raw, source)


class TestJsonLines:
    def test_every_line_is_a_unit_with_its_place(self) -> None:
        found = lines(b'{"text": "a"}\n\n{"text": "b"}')
        assert [unit.place for unit in found] == ["x:1", "x:2", "x:3"]
        assert [unit.record.text if unit.record else None for unit in found] == ["a", None, "b"]
        assert all(unit.error is None for unit in found)

    @pytest.mark.parametrize(
        "raw",
        [
            b'{"text": "a"}\n',
            b'{ "text" :"a" ,"b":1.0}\r\n',
            b'{"text":"\\u00e9 \\/ \xc3\xa9"}',
            b'{"b": 1e3, "text": "a", "b": 2}\n',
            b"\n",
            b"  \r\n",
            b'{"text": "a", "n": 123456789012345678901234567890}\n',
            b'{"text": "a", "n": NaN}\n',
            b'\xef\xbb\xbf{"text": "a"}\n',
        ],
    )
    def test_an_unchanged_line_is_byte_identical(self, raw: bytes) -> None:
        (unit,) = lines(raw)
        assert unit.rendered(None) == raw
        if unit.record is not None:
            assert changed(unit, lambda text: text) == raw

    @pytest.mark.parametrize(
        ("raw", "wanted"),
        [
            (b"not json\n", "not JSON"),
            (b'{"text": "a"\n', "not JSON"),
            (b'{"text": "a"} {"text": "b"}\n', "not JSON"),
            (b'{"text": "\xff"}\n', "not JSON"),
            (b"[" * 100_000 + b"\n", "not JSON"),
            (b'{"n": ' + b"1" * 5000 + b', "text": "a"}\n', "not JSON"),  # Python reads no longer integers
            (b'["text"]\n', "a record that is no object"),
            (b'"text"\n', "a record that is no object"),
            (b"null\n", "a record that is no object"),
            (b'{"txt": "a"}\n', "the field 'text' is missing"),
            (b"{}\n", "the field 'text' is missing"),
            (b'{"text": null}\n', "the field 'text' is no string but NoneType"),
            (b'{"text": 5}\n', "the field 'text' is no string but int"),
            (b'{"text": ["a"]}\n', "the field 'text' is no string but list"),
        ],
    )
    def test_a_broken_line_is_named_and_passed_on(self, raw: bytes, wanted: str) -> None:
        before, unit, after = lines(b'{"text": "a"}\n' + raw + b'{"text": "b"}\n')
        assert problem(unit).startswith(wanted)
        assert unit.error is not None
        assert unit.error.place == unit.place == "x:2"
        assert unit.rendered(None) == raw
        assert [record_text(before), record_text(after)] == ["a", "b"]

    @pytest.mark.parametrize(
        "fields",
        [
            {"n": 2**63 - 1, "m": -(2**63)},
            {"n": 2**64 - 1},
            {"n": 2**64, "m": -(2**63) - 1},
            {"n": 10**30},
            {"x": 0.1, "y": 1e300, "z": -0.0, "w": 5e-324},
            {"x": 1.7976931348623157e308, "deep": [{"a": [None, True, False, {}, []]}]},
            {"s": "é \u2028 \x00 \x7f 😀 </script>"},
            {"s": "\ud800", "t": "a\udfffb"},
            {"": 1, "a b": 2, "\ud800": 3},
            {"url": "https://cnn.com/a", "language": "en"},
        ],
    )
    @pytest.mark.parametrize("end", [b"\n", b"\r\n", b""])
    def test_other_fields_stay_value_for_value(self, fields: dict[str, Any], end: bytes) -> None:
        values = {"first": 1} | fields | {"text": "ab\nc", "last": [1.5]}
        raw = json.dumps(values).encode() + end
        (unit,) = lines(raw)
        written = changed(unit)
        assert written.endswith(end or b"}")
        assert written.count(b"\n") == end.count(b"\n")
        assert written.count(b"\r") == end.count(b"\r")
        again = json.loads(written)
        assert again == values | {"text": "AB\nC"}
        assert list(again) == list(values)
        assert [type(value) for value in again.values()] == [type(value) for value in values.values()]

    def test_not_a_number_stays_one(self) -> None:
        (unit,) = lines(b'{"text": "a", "n": NaN, "m": [Infinity, -Infinity]}\n')
        assert changed(unit) == b'{"text": "A", "n": NaN, "m": [Infinity, -Infinity]}\n'

    def test_lone_surrogates_in_the_text_stay(self) -> None:
        (unit,) = lines(b'{"text": "a\\ud83d b"}\n')
        assert record_text(unit) == "a\ud83d b"
        assert json.loads(changed(unit)) == {"text": "A\ud83d B"}
        assert json.loads(changed(unit, lambda text: text[1:])) == {"text": "\ud83d b"}

    def test_a_lone_surrogate_brought_by_the_cleaning_is_written(self) -> None:
        (unit,) = lines(b'{"text": "\\ud83d\\ude00 smile"}\n')  # a pair, which the parser joins
        assert record_text(unit) == "😀 smile"
        assert orjson.loads(changed(unit)) == {"text": "😀 SMILE"}

    @pytest.mark.parametrize(
        ("record", "known", "source"),
        [
            ({}, Source(), Source()),
            (
                {"id": "7", "url": "https://www.cnn.com/a", "language": "en", "title": "T"},
                Source(),
                Source(id="7", url="https://www.cnn.com/a", site="cnn.com", language="en", title="T"),
            ),
            (
                {"url": "https://cnn.com/a", "language": "en"},
                Source(site="bbc.co.uk", language="de"),  # what was said on the command line comes first
                Source(url="https://cnn.com/a", site="bbc.co.uk", language="de"),
            ),
            ({"id": 7, "url": None, "language": ["en"], "title": {}}, Source(), Source()),
        ],
    )
    def test_the_record_says_where_it_is_from(self, record: dict[str, Any], known: Source, source: Source) -> None:
        (unit,) = lines(json.dumps(record | {"text": "a"}).encode(), known)
        assert unit.record is not None
        assert unit.record.source == source

    def test_other_line_ends_do_not_end_a_record(self) -> None:
        found = lines('{"text": "a\u2028b\u0085c"}\n'.encode() + b'{"text": "d"}\r\n')
        assert [record_text(unit) for unit in found] == ["a\u2028b\u0085c", "d"]


PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Ferry to sail again on Monday</title>
<link rel="canonical" href="https://www.harbour.example/news/ferry"></head>
<body><nav><a href="/">Home</a> <a href="/news">News</a></nav>
<article><h1>Ferry to sail again on Monday</h1>
<p>The ferry between Brakk and the islands will sail again on Monday, the harbour master said after a week of repairs.</p>
<p>Divers had found a rope in the propeller, and it took four days before a new shaft came from the yard in Ulvo.</p>
<p>Passengers who hold a monthly ticket will get a quarter of its price back, and need not ask for it – “no forms”.</p>
</article><footer><p>Copyright</p></footer></body></html>
"""


@pytest.fixture(scope="module")
def unit() -> Unit:
    return units("html", PAGE.encode())[0]


class TestHtml:
    def test_the_article_is_extracted(self, unit: Unit) -> None:
        text = record_text(unit)
        assert "The ferry between Brakk and the islands will sail again on Monday" in text
        assert "“no forms”" in text
        assert "<p>" not in text

    def test_the_page_says_where_it_is_from(self, unit: Unit) -> None:
        assert unit.record is not None
        source = unit.record.source
        assert source.title == "Ferry to sail again on Monday"
        assert source.site == "harbour.example"
        assert source.url == "https://www.harbour.example/news/ferry"

    def test_text_is_written(self, unit: Unit) -> None:
        text = record_text(unit)
        assert unit.rendered(Result(text, text)) == text.encode()
        assert unit.rendered(Result(text, "“a”")) == "“a”".encode()
        assert unit.rendered(None) == text.encode()  # what was extracted, as it was

    @pytest.mark.parametrize("raw", [b"", b"<html></html>", b"<p>Hi</p>", b"\x89PNG\r\n\x1a\n"])
    def test_a_page_without_article_is_named(self, raw: bytes) -> None:
        (unit,) = units("html", raw)
        assert problem(unit) == "no article found on the page"
        assert unit.place == "x"
        assert unit.error is not None
        assert unit.error.place == "x"

    def test_what_was_said_comes_first(self) -> None:
        (unit,) = units("html", PAGE.encode(), Source(site="bbc.co.uk", language="de"))
        assert unit.record is not None
        assert (unit.record.source.site, unit.record.source.language) == ("bbc.co.uk", "de")

    def test_strict_takes_utf_8_only(self) -> None:
        assert "not UTF-8" in problem(units("html", PAGE.encode("cp1252"), strict=True)[0])
        assert "“no forms”" in record_text(units("html", PAGE.encode("utf-8"), strict=True)[0])
