"""Compression: read by what the data is, written by what the name says, broken data named and nothing written of it."""

import gzip
import json
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.errors import DocumentError
from cleaner.formats.compression import GZIP, ZSTD, found_in, named, packed, unpacked
from cleaner.tally import Tally
from tests.test_audit import SENTENCE
from tests.test_cli import Command, cleaner, packs, write
from tests.test_formats import PAGE
from tests.test_restore import back, clean, failures, files

__all__ = ["cleaner", "packs"]  # fixtures

TEXT = f"Home\n{SENTENCE}\n".encode()
CLEAN = f"{SENTENCE}\n".encode()
SUFFIX = {GZIP: ".gz", ZSTD: ".zst"}


def compressed(content: bytes, compression: str) -> bytes:
    out = BytesIO()
    with packed(out, compression) as stream:
        stream.write(content)
    return out.getvalue()


def content(raw: bytes) -> bytes:
    return unpacked(BytesIO(raw)).read()


@pytest.mark.parametrize(
    ("name", "inner", "compression"),
    [
        ("a.txt", "a.txt", ""),
        ("a.txt.gz", "a.txt", GZIP),
        ("A.TXT.GZ", "A.TXT", GZIP),
        ("a.jsonl.zst", "a.jsonl", ZSTD),
        ("a.gz", "a", GZIP),
        ("gz", "gz", ""),
        (".gz", ".gz", ""),
        ("a.gz.txt", "a.gz.txt", ""),
        ("a.gz.gz", "a.gz", GZIP),
    ],
)
def test_the_name_says_what_is_written(name: str, inner: str, compression: str) -> None:
    assert named(name) == (inner, compression)


@pytest.mark.parametrize("compression", [GZIP, ZSTD])
@given(pieces=st.lists(st.binary(max_size=300)))
@settings(max_examples=30)
def test_what_is_written_is_read_again(compression: str, pieces: list[bytes]) -> None:
    out = BytesIO()
    with packed(out, compression) as stream:
        for piece in pieces:
            stream.write(piece)
    raw = out.getvalue()
    assert found_in(raw[:4]) == compression
    assert raw == compressed(b"".join(pieces), compression)  # the same bytes whenever and however it is written
    assert content(raw) == b"".join(pieces)
    assert content(raw + raw) == b"".join(pieces) * 2  # several members, frames: one content


def test_gzip_has_neither_time_nor_name() -> None:
    assert compressed(TEXT, GZIP)[3:8] == bytes(5)


@pytest.mark.parametrize("compression", [GZIP, ZSTD])
@pytest.mark.parametrize(
    ("broken", "problem"),
    [
        (lambda raw: raw[:-3], "that is cut off"),
        (lambda raw: raw[: len(raw) // 2], "that is cut off"),
        (lambda raw: raw[:5], "that is cut off"),
        (lambda raw: raw[:20] + b"\xff\xff\xff\xff" + raw[24:], "corrupt"),
        (lambda raw: raw + b"more", "corrupt"),
    ],
    ids=["end", "half", "head", "bytes", "more"],
)
def test_broken_data_is_said_to_be_so(compression: str, broken: Callable[[bytes], bytes], problem: str) -> None:
    raw = compressed(b"".join(b"%d: the ferry\n" % number for number in range(5000)), compression)
    with pytest.raises(DocumentError, match=problem) as caught:
        content(broken(raw))
    assert compression in caught.value.problem


def in_folder(folder: Path) -> dict[str, bytes]:
    """Write one file of each name and content, and return what must come of them, unpacked."""
    record = {"id": "1", "text": f"Home\n{SENTENCE}", "n": 1.0}
    for compression, suffix in SUFFIX.items():
        write(folder / f"a.txt{suffix}", compressed(TEXT, compression))
        write(folder / f"b.jsonl{suffix}", compressed(json.dumps(record).encode() + b"\n", compression))
        write(folder / f"c.html{suffix}", compressed(PAGE.encode(), compression))
        write(folder / f"d{suffix}", compressed(TEXT, compression))
        write(folder / f"e.md{suffix}", compressed(b"", compression))
    write(folder / "f.txt", compressed(TEXT, GZIP))  # names that lie
    write(folder / "g.txt.gz", TEXT)
    cleaned = json.dumps(record | {"text": SENTENCE}, separators=(",", ":")).encode() + b"\n"
    wanted = {"a.txt": CLEAN, "b.jsonl": cleaned, "d": CLEAN, "e.md": b""}
    found = {name + suffix: text for name, text in wanted.items() for suffix in SUFFIX.values()}
    return found | {"f.txt": CLEAN, "g.txt.gz": CLEAN}


def test_every_format_is_read_and_written_compressed(tmp_path: Path) -> None:
    wanted = in_folder(tmp_path / "in")
    tally = clean(tmp_path)
    assert not tally.failed
    found = files(tmp_path / "out")
    pages = [found.pop(f"c.txt{suffix}") for suffix in SUFFIX.values()]
    assert {name: content(raw) for name, raw in found.items()} == wanted
    assert content(pages[0]) == content(pages[1])
    assert b"The ferry between Brakk and the islands" in content(pages[0])
    assert {name: found_in(raw[:4]) for name, raw in found.items()} == {name: named(name)[1] for name in found}


def test_the_originals_come_back(tmp_path: Path) -> None:
    in_folder(tmp_path / "in")
    clean(tmp_path)
    assert not back(tmp_path).failed
    found = {name: content(raw) for name, raw in files(tmp_path / "back").items() if not name.startswith("c.")}
    wanted = {name: content(raw) for name, raw in files(tmp_path / "in").items() if not name.startswith("c.")}
    rows = [
        json.loads(found.pop(f"b.jsonl{suffix}")) == json.loads(wanted.pop(f"b.jsonl{suffix}")) for suffix in (".gz", ".zst")
    ]
    assert all(rows)
    assert found == wanted
    tampered = tmp_path / "out/a.txt.gz"
    tampered.write_bytes(tampered.read_bytes()[:-4])
    assert failures(back(tmp_path, force=True), tmp_path) == [("out/a.txt.gz", "gzip data that is cut off")]


def test_of_broken_data_nothing_is_written(tmp_path: Path) -> None:
    rows = b"".join(b'{"text": "Home\\n%d the ferry"}\n' % number for number in range(2000))
    for compression, suffix in SUFFIX.items():
        raw = compressed(rows, compression)
        write(tmp_path / f"in/cut.jsonl{suffix}", raw[:-9])
        write(tmp_path / f"in/bad.jsonl{suffix}", raw[: len(raw) // 2] + b"\0\0\0\0" + raw[len(raw) // 2 + 4 :])
    write(tmp_path / "in/good.jsonl.gz", compressed(rows, GZIP))
    tally: Tally = clean(tmp_path)
    assert list(files(tmp_path / "out")) == ["good.jsonl.gz"]
    assert [(place, problem.partition(":")[0]) for place, problem in failures(tally, tmp_path)] == [
        ("in/bad.jsonl.gz", "corrupt gzip data"),
        ("in/bad.jsonl.zst", "corrupt zstd data"),
        ("in/cut.jsonl.gz", "gzip data that is cut off"),
        ("in/cut.jsonl.zst", "zstd data that is cut off"),
    ]
    assert tally.documents == 2004
    assert [place for place, _ in failures(back(tmp_path), tmp_path)] == [place for place, _ in failures(tally, tmp_path)]


def test_the_command_line(cleaner: Command, tmp_path: Path) -> None:
    write(tmp_path / "a.txt.gz", compressed(TEXT, GZIP))
    assert cleaner("clean", "a.txt.gz").text == CLEAN.decode()  # what is printed is plain
    assert cleaner("clean", "-", stdin=gzip.compress(TEXT)).text == CLEAN.decode()
    for name in ("b.txt", "b.txt.zst"):
        assert cleaner("clean", "a.txt.gz", "-o", name).status == 0
        assert content((tmp_path / name).read_bytes()) == CLEAN
    assert "Home" in cleaner("explain", "a.txt.gz").text
    write(tmp_path / "a.txt.gz", compressed(TEXT, GZIP)[:-5])
    for command in ("clean", "explain"):
        done = cleaner(command, "a.txt.gz")
        assert (done.status, done.err) == (2, "failed: a.txt.gz: gzip data that is cut off\n")
