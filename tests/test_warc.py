"""WARC and WET: every page of an archive, whatever its record is wrapped in, and what is broken costs itself only."""

import gzip
import json
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from cleaner.audit import digest
from cleaner.document import Source
from cleaner.errors import DocumentError
from cleaner.formats import AS_USUAL, Reading
from cleaner.formats.iso639 import short
from cleaner.formats.warc import ArchiveUnit, output_name, read
from tests.test_audit import SENTENCE
from tests.test_cli import Command, cleaner, packs, write
from tests.test_compression import compressed
from tests.test_formats import PAGE
from tests.test_restore import back, clean, failures, files

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
        (HTML + "Content-Encoding: gzip\r\n", gzip.compress(BODY), "The ferry between Brakk"),
        (HTML + "Content-Encoding: deflate\r\n", zlib.compress(BODY), "The ferry between Brakk"),
        (HTML + "Transfer-Encoding: chunked\r\n", chunked(BODY), "The ferry between Brakk"),
        (HTML + "Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n", chunked(gzip.compress(BODY), 99), "The ferry"),
        (HTML + "Content-Encoding: gzip\r\n", BODY, "The ferry between Brakk"),  # it was undone, and is still named
        (HTML + "Transfer-Encoding: chunked\r\n", BODY, "The ferry between Brakk"),
        (HTML + "Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n", chunked(BODY), "The ferry between Brakk"),
        (HTML + "Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n", gzip.compress(BODY), "The ferry between Brakk"),
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


RECORDS = [wet(f"the ferry sails again, {number}", number) for number in range(6)]


@pytest.mark.parametrize("packing", ["plain", "gzip", "zstd"])
@pytest.mark.parametrize(
    ("broken", "problem"),
    [
        (RECORDS[2].replace(b"Content-Length", b"Content-Width"), "it does not say its length"),
        (RECORDS[2].replace(b"Content-Length: 2", b"Content-Length: 2x"), "it does not say its length"),
        (b"nothing of the kind\r\n\r\n", "Invalid WARC header"),
        (b"\0" * 100, "Invalid WARC header"),
    ],
    ids=["no length", "no number", "text", "zeros"],
)
def test_a_broken_record_costs_itself(packing: str, broken: bytes, problem: str) -> None:
    found = texts(packings([*RECORDS[:2], broken, *RECORDS[3:]])[packing])
    assert found == ["0", "1", f"a broken record: {problem}", "3", "4", "5"]


@pytest.mark.parametrize("packing", ["gzip", "zstd"])
@pytest.mark.parametrize("at", [0.1, 0.5, 0.9])
def test_a_broken_member_costs_itself(packing: str, at: float) -> None:
    members = [compressed(one, packing) for one in RECORDS]
    place = int(len(members[2]) * at) + 4
    members[2] = members[2][:place] + bytes(byte ^ 255 for byte in members[2][place : place + 4]) + members[2][place + 4 :]
    found = texts(b"".join(members))
    assert [one for one in found if len(one) == 1] == ["0", "1", "3", "4", "5"]
    assert [one[:15] for one in found if len(one) > 1] == ["a broken record"]


@pytest.mark.parametrize("packing", ["plain", "gzip", "zstd"])
@pytest.mark.parametrize("cut", [1, 20, 60, 100])
def test_an_archive_that_is_cut_off(packing: str, cut: int) -> None:
    found = texts(packings(RECORDS)[packing][:-cut])
    whole, (problem,) = found[:-1], found[-1:]
    assert whole == ["0", "1", "2", "3", "4", "5"][: len(whole)]
    assert problem.startswith("a broken record: ") or (cut <= 20 and found == ["0", "1", "2", "3", "4", "5"])


def test_an_archive_in_one_piece_that_is_cut_off() -> None:
    words = [digest(b"%d" % number) for number in range(2000)]
    raw = compressed(b"".join(map(wet, words)), "gzip")
    *whole, problem = texts(raw[: len(raw) // 2])
    assert whole == words[: len(whole)]
    assert 500 < len(whole) < 1500
    assert problem.startswith("a broken record: ")


def test_a_length_that_swallows_other_records() -> None:
    wrong = RECORDS[2].replace(b"Content-Length: 24", b"Content-Length: 99999")
    assert wrong != RECORDS[2]
    found = texts(b"".join([*RECORDS[:2], wrong, *RECORDS[3:]]))
    assert [one for one in found if len(one) == 1] == ["0", "1", "3", "4", "5"]
    assert "99999 bytes: it is cut off" in found[2]


@pytest.mark.parametrize(
    ("content", "kind", "problem"),
    [
        (b"garbage", "response", "no HTTP response"),
        (b"", "response", "no HTTP response"),
        (answer(b"<p>Hi</p>"), "response", "no article found on the page"),
        (b"caf\xe9", "conversion", "not UTF-8: byte 3"),
    ],
)
def test_a_record_without_an_article(content: bytes, kind: str, problem: str) -> None:
    assert texts(wet("a") + record(kind, content) + wet("b")) == ["a", problem, "b"]


@pytest.mark.parametrize("raw", [b"hello\n", b"\x1f\x8b\x08\0\0", gzip.compress(b"hello"), BODY, RECORDS[0][:60]])
def test_what_is_no_archive(raw: bytes) -> None:
    with pytest.raises(DocumentError, match="no WARC file"):
        units(raw)


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
