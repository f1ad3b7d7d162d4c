"""Broken archives: what is broken costs itself, is named, and what follows is found again; nothing takes all memory."""

import gzip

import pytest

from cleaner.audit import digest
from cleaner.errors import DocumentError
from tests.test_compression import compressed
from tests.test_warc import BODY, answer, packings, record, texts, units, wet

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
    cut = wet("x" * (3 << 20))[: 2 << 20]  # more than is read of what is too large to be a page
    assert texts(wet("a") + cut)[1].endswith("bytes: it is cut off")
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


@pytest.mark.parametrize("raw", [b"hello\n", b"\x1f\x8b\x08\0\0", gzip.compress(b"hello", mtime=0), BODY, RECORDS[0][:60]])
def test_what_is_no_archive(raw: bytes) -> None:
    with pytest.raises(DocumentError, match="no WARC file"):
        units(raw)
