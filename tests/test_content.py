"""What a file is: by its name, and by its content where the name says nothing or something else."""

import json
import os
from io import BytesIO
from pathlib import Path
from re import findall

import pytest

from cleaner.config import Finder
from cleaner.corpus import plan
from cleaner.document import Source
from cleaner.errors import UsageError
from cleaner.formats import AS_USUAL, Fields, extras, format_of, formats, output_name
from cleaner.formats.content import is_compressed, kind_of, opened
from tests.restoring import clean, files
from tests.test_audit import SENTENCE
from tests.test_compression import compressed
from tests.test_parquet import packed, table
from tests.test_warc import page as page_record
from tests.test_warc import wet

TEXT = f"{SENTENCE}\n".encode()
WARC = wet(SENTENCE)
ABOUT_WARC = b"WARC/1.0\r\nis the first line of each record, and more follow.\r\n"
CONTENTS = {
    "text": TEXT,
    "gzip": compressed(TEXT, "gzip"),
    "zstd": compressed(TEXT, "zstd"),
    "parquet": packed(table()),
    "warc": WARC,
    "warc.gz": compressed(WARC, "gzip"),
    "warc.zst": compressed(WARC, "zstd"),
    "jsonl": b'{"text": "a"}\n',
    "about warc": ABOUT_WARC,
    "par": b"PAR1 is the first of four.\n",
    "empty": b"",
    "cut": b"\x1f\x8b\x08",
}


@pytest.mark.parametrize(
    ("name", "content", "by_folder", "by_name"),
    [
        ("a.txt", "text", "text", "text"),
        ("a.md", "text", "text", "text"),
        ("a.html", "text", "html", "html"),
        ("a.htm", "text", "html", "html"),
        ("a.xhtml", "text", "html", "html"),
        ("a.jsonl", "jsonl", "jsonl", "jsonl"),
        ("a.ndjson", "jsonl", "jsonl", "jsonl"),
        ("a.parquet", "parquet", "parquet", "parquet"),
        ("a.warc", "warc", "warc", "warc"),
        ("a.wet", "warc", "warc", "warc"),
        ("a.warc.wet.gz", "warc.gz", "warc", "warc"),
        ("a.jsonl.gz", "gzip", "jsonl", "jsonl"),
        ("a.html.zst", "zstd", "html", "html"),
        ("a.md.GZ", "gzip", "text", "text"),
        # A name that says nothing.
        ("a", "text", "text", "text"),
        ("a", "parquet", "parquet", "parquet"),
        ("a", "warc", "warc", "warc"),
        ("a", "gzip", "text", "text"),
        ("a.gz", "gzip", "text", "text"),
        ("a.gz", "warc.gz", "warc", "warc"),
        ("a.zst", "warc.zst", "warc", "warc"),
        ("a.dat", "parquet", "parquet", "parquet"),
        ("a.dat", "warc.gz", "warc", "warc"),
        ("a.dat", "text", None, "text"),
        ("a.dat.gz", "gzip", None, "text"),
        ("a", "jsonl", "text", "text"),
        ("a.json", "jsonl", None, "text"),  # JSON is not JSON Lines
        ("a.txt", "jsonl", "text", "text"),
        # A name that says something else.
        ("a.txt", "parquet", "parquet", "parquet"),
        ("a.jsonl", "parquet", "parquet", "parquet"),
        ("a.jsonl", "warc", "warc", "warc"),
        ("a.txt", "gzip", "text", "text"),
        ("a.txt.gz", "text", "text", "text"),
        # What only looks like something else.
        ("a.txt", "about warc", "text", "text"),
        ("a.txt", "par", "text", "text"),
        ("a", "cut", "text", "text"),
        ("a", "empty", "text", "text"),
        ("a.parquet", "empty", "parquet", "parquet"),
    ],
)
def test_kind_of(tmp_path: Path, name: str, content: str, by_folder: str | None, by_name: str) -> None:
    path = tmp_path / name
    path.write_bytes(CONTENTS[content])
    assert kind_of(path) == by_folder
    assert kind_of(path, by_name=True) == by_name
    assert is_compressed(path) == (content in ("gzip", "zstd", "warc.gz", "warc.zst", "cut"))


@pytest.mark.parametrize(
    ("kind", "name", "output"),
    [
        ("text", "a.txt.gz", "a.txt.gz"),
        ("jsonl", "a.jsonl.zst", "a.jsonl.zst"),
        ("parquet", "a.parquet", "a.parquet"),
        ("html", "a.b.html.gz", "a.b.txt.gz"),
        ("html", "A.HTML.GZ", "A.txt.GZ"),
        ("warc", "a.warc.gz", "a.jsonl"),
        ("warc", "a", "a.jsonl"),
    ],
)
def test_output_name(kind: str, name: str, output: str) -> None:
    assert output_name(kind, name) == output


def test_the_order_of_formats_decides_nothing() -> None:
    suffixes = [suffix for one in formats().values() for suffix in one.SUFFIXES]
    assert not [(a, b) for a in suffixes for b in suffixes if a != b and a.endswith(b)]
    assert all(format_of(f"a{suffix}.gz") == kind for kind, one in formats().items() for suffix in one.SUFFIXES)


def test_a_pipe_is_not_opened_to_look(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a")
    assert kind_of(tmp_path / "a") == "text"
    assert not is_compressed(tmp_path / "a")
    assert not is_compressed(tmp_path / "none")


def test_what_seeks_gets_a_file(tmp_path: Path) -> None:
    reader, writer = os.pipe()
    os.write(writer, compressed(CONTENTS["parquet"], "gzip"))
    os.close(writer)
    with open(reader, "rb") as pipe, opened(pipe, "parquet") as stream:
        assert stream.seekable()
        assert stream.read() == CONTENTS["parquet"]


@pytest.mark.parametrize(
    ("name", "content", "extra"),
    [
        ("a.parquet", "parquet", "parquet"),
        ("a.data", "parquet", "parquet"),
        ("a.warc.gz", "warc.gz", "warc"),
        ("a.wet", "warc", "warc"),
        ("a.txt.zst", "zstd", "zst"),
        ("a.data", "zstd", "zst"),
    ],
)
def test_a_missing_extra_is_said_before_anything_is_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, content: str, extra: str
) -> None:
    monkeypatch.setitem(extras.MODULES, extra, "no.such.module")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / name).write_bytes(CONTENTS[content])
    (tmp_path / "in/a.txt").write_bytes(TEXT)
    with pytest.raises(UsageError) as caught:
        plan([tmp_path / "in"], tmp_path / "out", Finder())
    assert caught.value.place == str(tmp_path / "in" / name)
    assert caught.value.problem == "no.such.module is needed to read and write it"
    assert caught.value.hint == f"pip install 'article-text-cleaner[{extra}]'"


def test_a_mixed_folder(tmp_path: Path) -> None:
    names = {
        "a.txt": "text", "b.txt.gz": "gzip", "c.jsonl": "jsonl", "d.parquet": "parquet", "e.warc.gz": "warc.gz",
        "f": "warc", "g.txt": "zstd", "sub/h.json": "jsonl", "sub/i.dat": "parquet",
    }  # fmt: skip
    for name, content in names.items():
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(CONTENTS[content])
    tally = clean(tmp_path)
    assert sorted(files(tmp_path / "out")) == [
        "a.txt", "b.txt.gz", "c.jsonl", "d.parquet", "e.jsonl", "f.jsonl", "g.txt", "sub/i.dat"
    ]  # fmt: skip
    assert [(Path(place).name, reason) for place, reason in tally.skipped] == [("h.json", "no format for '.json'")]
    assert files(tmp_path / "out")["g.txt"] == TEXT
    assert BytesIO(files(tmp_path / "out")["sub/i.dat"]).read(4) == b"PAR1"
    assert [problem for _, problem in tally.failed] == ["the column 'text' is null"] * 2


def test_the_page_about_formats_is_that_of_the_code() -> None:
    page = (Path(__file__).parent.parent / "docs/formats.md").read_text(encoding="utf-8")
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in page.splitlines() if line.startswith("| ")]
    said = {row[0]: (tuple(findall(r"`(\.\w+)`", row[1])), row[-1].strip("`")) for row in rows if row[0] in formats()}
    assert said == {kind: (one.SUFFIXES, one.EXTRA) for kind, one in formats().items()}
    options = {row[0].strip("`-").partition("-")[0]: row[1].strip("`") for row in rows if row[0].startswith("`--")}
    assert options == Fields()._asdict()
    assert f"article-text-cleaner[{','.join(extras.MODULES)}]" in page
    assert all(f"`{name}`" in page for name in json.loads(wet_line()))


def wet_line() -> bytes:
    (unit,) = formats()["warc"].read(BytesIO(page_record()), "x", Source(), AS_USUAL)
    return unit.rendered(None) or b""
