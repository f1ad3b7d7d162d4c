"""WARC and WET: every page of an archive, whatever its record is wrapped in, and what is broken costs itself only."""

import gzip
import json
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from cleaner.document import Source
from cleaner.formats import AS_USUAL, Reading, warc
from cleaner.formats.iso639 import short
from cleaner.formats.warc import ArchiveUnit, output_name, read
from tests.commands import Command, cleaner, packs, write
from tests.restoring import back, clean, failures, files
from tests.test_audit import SENTENCE
from tests.test_compression import compressed
from tests.test_formats import PAGE

__all__ = ["cleaner", "packs"]  # fixtures

URL = "https://www.harbour.example/news/ferry"
HTML = "Content-Type: text/html; charset=utf-8\r\n"
INFO = "application/warc-fields"


def record(
    kind: str, content: bytes, number: int = 1, more: str = "", type_: str = "application/http; msgtype=response"
) -> bytes:
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{number:08}>\r\nWARC-Date: 2024-05-01T12:00:00Z\r\n"
        f"WARC-Target-URI: {URL}\r\nContent-Type: {type_}\r\n{more}Content-Length: {len(content)}\r\n\r\n"
    )
    return head.encode() + content + b"\r\n\r\n"


def answer(body: bytes, headers: str = HTML, status: str = "200 OK") -> bytes:
    return f"HTTP/1.1 {status}\r\n{headers}\r\n".encode() + body


def page(number: int = 1, word: str = "Monday") -> bytes:
    return record("response", answer(PAGE.replace("Monday", word).encode()), number)


def wet(text: str, number: int = 1, more: str = "") -> bytes:
    return record("conversion", text.encode(), number, more, "text/plain")


def units(raw: bytes, source: Source | None = None, reading: Reading = AS_USUAL) -> list[ArchiveUnit]:
    return list(read(BytesIO(raw), "x", source or Source(), reading))


def texts(raw: bytes) -> list[str]:
    """Return of each unit the last word of its first line, or its problem, or its note."""
    found = []
    for unit in units(raw):
        if unit.record:
            found.append(unit.record.text.split(" ")[-1])
        else:
            found.append(unit.error.problem if unit.error else unit.note)
    return found


def test_a_page_and_what_is_known_of_it() -> None:
    (unit,) = units(
        record("warcinfo", b"software: x\r\n", type_=INFO) + record("request", b"GET / HTTP/1.1\r\n\r\n") + page()
    )
    assert unit.place == "x:3"
    assert unit.record is not None
    assert unit.record.source == Source("<urn:uuid:00000001>", URL, "harbour.example", "en", "Ferry to sail again on Monday")
    assert unit.record.text.count("\n") >= 2
    assert json.loads(unit.rendered(None) or b"") == {
        "id": "<urn:uuid:00000001>",
        "url": URL,
        "date": "2024-05-01T12:00:00Z",
        "title": "Ferry to sail again on Monday",
        "site": "harbour.example",
        "language": "en",
        "text": unit.record.text,
    }


def test_a_text_and_what_is_known_of_it() -> None:
    (unit,) = units(wet(f"Ferry\n{SENTENCE}", more="WARC-Identified-Content-Language: deu,eng\r\n"))
    assert unit.record is not None
    assert unit.record.source == Source("<urn:uuid:00000001>", URL, "harbour.example", "de")
    assert json.loads(unit.rendered(None) or b"") == {
        "id": "<urn:uuid:00000001>",
        "url": URL,
        "date": "2024-05-01T12:00:00Z",
        "title": "",
        "language": "de",
        "text": f"Ferry\n{SENTENCE}",
    }


def test_what_was_said_comes_first() -> None:
    known = Source(site="cnn.com", language="de")
    assert [
        (unit.record.source.site, unit.record.source.language) for unit in units(page() + wet("a"), known) if unit.record
    ] == [("cnn.com", "de")] * 2


BODY = PAGE.encode()
ZIPPED = gzip.compress(BODY, mtime=0)
CYRILLIC = PAGE.replace("The ferry between Brakk", "Паром между Браккой").encode("cp1251")


def chunked(body: bytes, size: int = 700) -> bytes:
    chunks = [body[at : at + size] for at in range(0, len(body), size)]
    return b"".join(b"%x\r\n%b\r\n" % (len(chunk), chunk) for chunk in [*chunks, b""])


@pytest.mark.parametrize(
    ("headers", "body", "wanted"),
    [
        (HTML, BODY, "The ferry between Brakk"),
        ("", BODY, "The ferry between Brakk"),
        ("Content-Type: application/xhtml+xml\r\n", BODY, "The ferry between Brakk"),
        ("content-type: TEXT/HTML\r\n", BODY, "The ferry between Brakk"),
        (HTML + "Content-Encoding: gzip\r\n", ZIPPED, "The ferry between Brakk"),
        (HTML + "Content-Encoding: deflate\r\n", zlib.compress(BODY), "The ferry between Brakk"),
        (HTML + "Transfer-Encoding: chunked\r\n", chunked(BODY), "The ferry between Brakk"),
        (HTML + "Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n", chunked(ZIPPED, 99), "The ferry"),
        (HTML + "Content-Encoding: gzip\r\n", BODY, "The ferry between Brakk"),  # it was undone, and is still named
        (HTML + "Transfer-Encoding: chunked\r\n", BODY, "The ferry between Brakk"),
        (HTML + "Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n", chunked(BODY), "The ferry between Brakk"),
        (HTML + "Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n", ZIPPED, "The ferry between Brakk"),
        ('Content-Type: text/html; charset="windows-1251"\r\n', CYRILLIC, "Паром между Браккой"),
    ],
)  # fmt: skip
def test_the_encodings_of_a_response_are_undone(headers: str, body: bytes, wanted: str) -> None:
    (unit,) = units(record("response", answer(body, headers)))
    assert unit.error is None
    assert unit.record is not None
    assert wanted in unit.record.text


@pytest.mark.parametrize(
    ("raw", "note"),
    [
        (record("response", answer(b"\x89PNG", "Content-Type: image/png\r\n")), "1 image/png"),
        (record("response", answer(b"", "")), "1 response without a type"),
        (record("response", answer(BODY, status="404 Not Found")), "1 HTTP 404"),
        (record("revisit", answer(b"")), "1 revisit"),
        (record("resource", b"{}", type_="application/json"), "1 application/json"),
        (record("response", answer(b"", status="301 Moved")) * 2 + record("revisit", b""), "2 HTTP 301, 1 revisit"),
    ],
)
def test_what_is_no_page_is_counted(raw: bytes, note: str) -> None:
    assert texts(raw + page()) == ["forms”.", f"records that are no pages: {note}"]


def test_pages_stored_as_resources() -> None:
    assert texts(record("resource", BODY, type_="text/html; charset=utf-8")) == ["forms”."]


@pytest.mark.parametrize("raw", [b"", record("warcinfo", b"", type_=INFO)], ids=["empty", "warcinfo"])
def test_an_archive_without_pages(raw: bytes) -> None:
    assert units(raw) == []


def packings(records: list[bytes]) -> dict[str, bytes]:
    return {
        "plain": b"".join(records),
        "gzip": b"".join(compressed(one, "gzip") for one in records),
        "gzip in one": compressed(b"".join(records), "gzip"),
        "zstd": b"".join(compressed(one, "zstd") for one in records),
    }


@pytest.mark.parametrize("packing", ["plain", "gzip", "gzip in one", "zstd"])
def test_every_packing(packing: str) -> None:
    records = [wet(f"a {number}", number) for number in range(300)]
    assert texts(packings(records)[packing]) == [str(number) for number in range(300)]


@pytest.mark.parametrize(
    ("name", "output"),
    [
        ("a.warc", "a.jsonl"),
        ("a.warc.gz", "a.jsonl"),
        ("a.wet", "a.jsonl"),
        ("a.wet.gz", "a.jsonl"),
        ("a.warc.wet.gz", "a.jsonl"),
        ("CC-1.2.WARC.zst", "CC-1.2.jsonl"),
        ("a", "a.jsonl"),
        ("a.gz", "a.jsonl"),
        ("a.b", "a.b.jsonl"),
    ],
)
def test_output_name(name: str, output: str) -> None:
    assert output_name(name) == output


@pytest.mark.parametrize(
    ("code", "wanted"), [("eng", "en"), ("zho", "zh"), ("ell", "el"), ("ceb", "ceb"), ("", ""), ("en", "en")]
)
def test_codes_of_languages(code: str, wanted: str) -> None:
    assert short(code) == wanted


def test_a_page_that_unpacks_to_more_than_any_page_has(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warc, "_MOST_BYTES", 1 << 20)
    headers = HTML + "Content-Encoding: gzip\r\n"
    bomb = record("response", answer(gzip.compress(b"<p>" + bytes(2 << 20)), headers))
    assert texts(wet("a") + bomb + wet("b")) == ["a", "over 1 MB when unpacked", "b"]


def test_a_record_larger_than_any_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warc, "_MOST_BYTES", 2 << 20)
    film = record("response", answer(bytes(3 << 20), "Content-Type: video/mp4\r\n"))
    page_ = record("response", answer(BODY + bytes(3 << 20)))
    found = texts(film + wet("a") + page_ + wet("x" * (3 << 20)) + wet("b"))
    assert found == ["a", "over 2 MB", "over 2 MB", "b", "records that are no pages: 1 video/mp4"]


@pytest.mark.parametrize("skip", [{1}, {2}, {3}, {1, 3}, {4}])
def test_what_a_worker_died_of_is_passed_over(skip: set[int]) -> None:
    image = record("response", answer(b"\x89PNG", "Content-Type: image/png\r\n"))
    raw = wet("a") + image + page() + image + wet("b")
    found = units(raw, reading=Reading(skip=frozenset(skip)))
    assert [unit.place for unit in found] == ["x:1", "x:3", "x:5", "x"]
    assert [number for number, unit in enumerate(found, 1) if not unit.record] == sorted(skip | {4})
    assert all(unit.rendered(None) is None and unit.error is None for unit in found if not unit.record)


def folder(path: Path) -> None:
    chrome = wet(f"Home\n{SENTENCE}", 2)
    write(path / "in/a.warc.gz", packings([page(), record("revisit", b""), chrome])["gzip"])
    write(path / "in/b.warc.wet.gz", packings([wet("Home\nfirst", 3), record("conversion", b"\xff", 4), chrome])["gzip"])
    write(path / "in/c.wet", b"")


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_bytes().splitlines()]


def test_archives_become_json_lines(tmp_path: Path) -> None:
    folder(tmp_path)
    write(tmp_path / "in/d.wet.gz", b"\x1f\x8b\x08\0")
    tally = clean(tmp_path)
    assert list(files(tmp_path / "out")) == ["a.jsonl", "b.jsonl", "c.jsonl"]
    assert [row["text"].split("\n")[0] for row in rows(tmp_path / "out/a.jsonl")][1:] == [SENTENCE]
    assert [row["id"] for row in rows(tmp_path / "out/b.jsonl")] == ["<urn:uuid:00000003>", "<urn:uuid:00000002>"]
    assert [row["text"] for row in rows(tmp_path / "out/b.jsonl")] == ["first", SENTENCE]
    assert [place for place, _ in failures(tally, tmp_path)] == ["in/b.warc.wet.gz:2", "in/d.wet.gz"]
    assert [note for _, note in tally.notes] == ["records that are no pages: 1 revisit"]
    assert tally.documents == 6


def test_the_extracted_texts_come_back(tmp_path: Path) -> None:
    folder(tmp_path)
    clean(tmp_path)
    tally = back(tmp_path)
    assert failures(tally, tmp_path) == [("in/b.warc.wet.gz:2", "failed when it was cleaned: not UTF-8: byte 0")]
    assert tally.documents == 6
    found = rows(tmp_path / "back/a.jsonl")
    extracted = units(page())[0].record
    assert extracted is not None
    assert [row["text"] for row in found] == [extracted.text, f"Home\n{SENTENCE}"]
    assert [row["text"] for row in rows(tmp_path / "back/b.jsonl")] == ["Home\nfirst", f"Home\n{SENTENCE}"]
    assert (tmp_path / "back/c.jsonl").read_bytes() == b""


@pytest.mark.parametrize("name", ["a.warc", "a", "a.gz", "a.data"])
@pytest.mark.parametrize("packing", ["plain", "gzip"])
def test_the_command_line(cleaner: Command, tmp_path: Path, name: str, packing: str) -> None:
    raw = packings([wet(f"Home\n{SENTENCE}"), wet("Home\nb", 2)])[packing]
    write(tmp_path / name, raw)
    done: Callable[[bytes], list[str]] = lambda out: [json.loads(line)["text"] for line in out.splitlines()]  # noqa: E731
    assert done(cleaner("clean", name).out) == [SENTENCE, "b"]
    assert done(cleaner("clean", "-", "--stdin-format", "warc", stdin=raw).out) == [SENTENCE, "b"]
    assert f"{name}:2\n    1  cut      Home" in cleaner("explain", name).text
