"""Parquet: texts of rows are cleaned, and everything else of the table stays as it was."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from pyarrow import parquet as pq

from cleaner.batch.work import clean_stream
from cleaner.config import Finder, flags
from cleaner.document import Source
from cleaner.errors import DocumentError
from cleaner.formats import AS_USUAL, Fields, Part, Reading
from cleaner.formats.parquet import RowUnit, join, read, split
from cleaner.jobs import Job
from tests.test_audit import SENTENCE
from tests.test_cli import Command, cleaner, packs, write
from tests.test_restore import back, clean, failures, files, small

__all__ = ["cleaner", "packs"]  # fixtures

TEXTS = [f"Home\n{SENTENCE}", SENTENCE, None, "", "Home", f"Home\n{SENTENCE} № 2"]
CLEAN = [SENTENCE, SENTENCE, None, "", "", f"{SENTENCE} № 2"]


def table(texts: Sequence[str | None] = TEXTS, kind: pa.DataType | None = None) -> pa.Table:
    """Return a table of these texts among columns of other types."""
    count = len(texts)
    rows: dict[str, Any] = {
        "id": pa.array([f"<{at}>" for at in range(count)]),
        "text": pa.array(texts, pa.string()).cast(kind or pa.string()),
        "url": pa.array(["https://harbour.example/a"] * count, pa.string()),
        "score": pa.array([at / 3 for at in range(count)], pa.float32()),
        "at": pa.array([datetime(2024, 5, 1, tzinfo=UTC)] * count, pa.timestamp("us", "UTC")),
        "price": pa.array([Decimal("1.50"), None] * (count // 2) + [None] * (count % 2), pa.decimal128(9, 2)),
        "tags": pa.array([["a", None], []] * (count // 2) + [None] * (count % 2), pa.list_(pa.string())),
        "metadata": pa.array(
            [{"url": "x", "n": at} for at in range(count)], pa.struct([("url", pa.string()), ("n", pa.int8())])
        ),
        "kind": pa.array(["news"] * count).dictionary_encode(),
        "raw": pa.array([b"\xff\0"] * count, pa.binary()),
    }
    made = pa.table(rows)
    schema = made.schema.with_metadata({b"huggingface": b'{"info": 1}', b"mine": b"\xc3\xa9"})
    schema = schema.set(3, schema.field(3).with_metadata({b"unit": b"%"}))
    return made.cast(schema)


def packed(rows: pa.Table, **options: object) -> bytes:
    out = BytesIO()
    pq.write_table(rows, out, **options)
    return out.getvalue()


def unpacked(raw: bytes) -> pa.Table:
    return pq.read_table(BytesIO(raw))


def cleaned(raw: bytes, reading: Reading = AS_USUAL) -> bytes:
    out = BytesIO()
    tally = clean_stream(
        BytesIO(raw), out, Job(Path("-"), "-", "parquet", None, Source(language="en"), reading=reading), small()
    )
    assert [problem for _, problem in tally.failed if "null" not in problem] == []
    return out.getvalue()


def units(raw: bytes, fields: Fields = AS_USUAL.fields, part: Part | None = None) -> list[RowUnit]:
    return list(read(BytesIO(raw), "x", Source(), Reading(fields=fields, part=part)))


def columns(raw: bytes) -> list[dict[str, Any]]:
    """Return what a file says of how its columns are stored."""
    metadata = pq.ParquetFile(BytesIO(raw)).metadata
    said = []
    for group in range(metadata.num_row_groups):
        for at in range(metadata.num_columns):
            column = metadata.row_group(group).column(at)
            names = ("path_in_schema", "physical_type", "compression", "is_stats_set", "has_offset_index", "num_values")
            said.append({name: getattr(column, name) for name in names} | {"encodings": sorted(column.encodings)})
    return said


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"compression": "zstd"},
        {"compression": "none"},
        {"compression": {"text": "gzip", "id": "brotli", "tags.list.element": "lz4"}},
        {"row_group_size": 2},
        {"row_group_size": 1, "compression": "gzip"},
        {"use_dictionary": False},
        {"use_dictionary": ["url", "kind"], "write_statistics": ["id"]},
        {"version": "1.0", "data_page_size": 100},
        {"version": "2.4", "write_page_index": True},
        {"store_schema": False},
        {"use_deprecated_int96_timestamps": True},
        {"write_statistics": False},
    ],
    ids=str,
)
def test_everything_but_the_texts_stays(options: dict[str, Any]) -> None:
    raw = packed(table(), **options)
    found = cleaned(raw)
    before, after = pq.ParquetFile(BytesIO(raw)), pq.ParquetFile(BytesIO(found))
    assert after.read()["text"].to_pylist() == CLEAN
    assert after.read().drop_columns(["text"]).equals(before.read().drop_columns(["text"]), check_metadata=True)
    assert after.schema_arrow.equals(before.schema_arrow, check_metadata=True)
    assert after.schema.equals(before.schema)
    assert (after.metadata.metadata or {}).keys() == (before.metadata.metadata or {}).keys()
    assert after.metadata.format_version == before.metadata.format_version
    assert columns(found) == columns(raw)
    assert cleaned(raw) == found  # the same bytes each time
    assert cleaned(found) == found


@pytest.mark.parametrize(
    "kind", [pa.string(), pa.large_string(), pa.string_view(), pa.dictionary(pa.int32(), pa.string())], ids=str
)
def test_texts_of_every_type(kind: pa.DataType) -> None:
    found = unpacked(cleaned(packed(table(kind=kind))))
    assert found["text"].type == kind
    assert found["text"].to_pylist() == CLEAN


@pytest.mark.parametrize("count", [0, 1, 1023, 1024, 1025, 3000])
@pytest.mark.parametrize("group", [1000, 1024, 5000])
def test_rows_of_any_number(count: int, group: int) -> None:
    texts = [f"Home\n{SENTENCE} {at}" for at in range(count)]
    raw = packed(pa.table({"text": pa.array(texts, pa.string())}), row_group_size=group)
    assert [unit.place for unit in units(raw)] == [f"x:{number}" for number in range(1, count + 1)]
    found = cleaned(raw)
    assert unpacked(found)["text"].to_pylist() == [text.removeprefix("Home\n") for text in texts]
    assert pq.ParquetFile(BytesIO(found)).num_row_groups == pq.ParquetFile(BytesIO(raw)).num_row_groups


def test_a_row_says_where_it_is_from() -> None:
    (unit, *_) = units(packed(table()))
    assert unit.record is not None
    assert unit.record.source == Source("<0>", "https://harbour.example/a", "harbour.example")
    nested = pa.table({"text": ["a"], "metadata": [{"url": "https://cnn.com/b", "title": "T", "n": 1}], "id": [7]})
    (unit,) = units(packed(nested))
    assert unit.record is not None
    assert unit.record.source == Source("", "https://cnn.com/b", "cnn.com", title="T")
    (unit,) = units(packed(nested), Fields(url="metadata.title", title="metadata.n", id="metadata"))
    assert unit.record is not None
    assert unit.record.source == Source(url="T")


def test_what_a_worker_died_of_is_passed_over() -> None:
    raw = packed(table(), row_group_size=2)
    part = Part(1, 3, 2)
    found = list(read(BytesIO(raw), "x", Source(), Reading(part=part, skip=frozenset({2, 4}))))
    assert [(unit.place, unit.record is None, unit.error is None) for unit in found] == [
        ("x:3", True, False), ("x:4", True, True), ("x:5", False, True), ("x:6", True, True)
    ]  # fmt: skip
    assert [unit.rendered(None) for unit in found][1::2] == [b"", (TEXTS[5] or "").encode()]


def test_nulls_and_what_is_no_text_stay_and_are_named() -> None:
    values = pa.array([b"Home", None, b"caf\xe9", b""], pa.binary()).cast(pa.string(), safe=False)
    raw = packed(pa.table({"text": values}))
    problems = [unit.error.problem if unit.error else "" for unit in units(raw)]
    assert problems == ["", "the column 'text' is null", "the column 'text' is not UTF-8", ""]
    out = BytesIO()
    tally = clean_stream(BytesIO(raw), out, Job(Path("-"), "-", "parquet", None, Source()), small())
    assert [place for place, _ in tally.failed] == ["-:2", "-:3"]
    assert unpacked(out.getvalue())["text"].cast(pa.binary()).to_pylist() == [b"", None, b"caf\xe9", b""]


STRUCT = pa.array([{"body": "a"}], pa.struct([("body", pa.string())]))


@pytest.mark.parametrize(
    ("columns", "field", "problem", "hint"),
    [
        ({"content": ["a"], "n": [1], "url": ["b"]}, "text", "the column 'text' is missing",
         "--text-field says which column it is: 'content', 'url'"),
        ({"n": [1]}, "text", "the column 'text' is missing", ""),
        ({"text": [1]}, "text", "the column 'text' holds no text but int64", ""),
        ({"text": [b"a"]}, "text", "the column 'text' holds no text but binary", ""),
        ({"text": [["a"]]}, "text", "the column 'text' holds no text but list<element: string>", ""),
        ({"text": STRUCT, "a": ["b"]}, "text", "the column 'text' holds no text but struct<body: string>", ""),
        ({"doc": STRUCT, "a": ["b"]}, "doc.body",
         "the column 'doc.body' is nested: only a column of the table itself can be cleaned",
         "--text-field says which column it is: 'a'"),
    ],
)  # fmt: skip
def test_a_column_of_no_texts_is_an_error_with_a_hint(columns: dict[str, Any], field: str, problem: str, hint: str) -> None:
    with pytest.raises(DocumentError) as caught:
        units(packed(pa.table(columns)), Fields(text=field))
    assert (caught.value.problem, caught.value.hint) == (problem, hint)


def test_a_column_of_another_name() -> None:
    rows = pa.table({"text": TEXTS, "a.b": TEXTS})
    found = unpacked(cleaned(packed(rows), Reading(fields=Fields(text="a.b"))))
    assert (found["text"].to_pylist(), found["a.b"].to_pylist()) == (TEXTS, CLEAN)


@pytest.mark.parametrize(
    "broken",
    [
        b"",
        b"PAR1",
        b"PAR1" + b"\0" * 100 + b"PAR1",
        packed(table())[:-1],
        packed(table())[: len(packed(table())) // 2],
        b"id,text\n1,Home\n",
        packed(table())[:200] + b"\xff" * 50 + packed(table())[250:],
    ],
    ids=["empty", "mark", "zeros", "cut by one", "half", "csv", "a page"],
)
def test_of_a_broken_file_nothing_is_written(tmp_path: Path, broken: bytes) -> None:
    write(tmp_path / "in/a.parquet", broken)
    write(tmp_path / "in/b.parquet", packed(table()))
    tally = clean(tmp_path)
    assert list(files(tmp_path / "out")) == ["b.parquet"]
    assert [place for place, _ in failures(tally, tmp_path)] == ["in/a.parquet", "in/b.parquet:3"]
    assert "Parquet" in tally.failed[0][1]


@pytest.mark.parametrize("field", ["text", "content"])
def test_the_originals_come_back(tmp_path: Path, field: str) -> None:
    names = [field if name == "text" else name for name in table().column_names]
    for name, group in (("a", 100), ("b", 2)):
        write(tmp_path / f"in/{name}.parquet", packed(table().rename_columns(names), row_group_size=group))
    write(tmp_path / "in/none.parquet", packed(table([]).rename_columns(names)))
    clean(tmp_path, finder=Finder(flags({"text-field": field})))
    assert unpacked(files(tmp_path / "out")["a.parquet"])[field].to_pylist() == CLEAN
    tally = back(tmp_path)
    assert (tally.documents, tally.failed) == (13, [])
    for name, raw in files(tmp_path / "in").items():
        found = files(tmp_path / "back")[name]
        assert unpacked(found).equals(unpacked(raw), check_metadata=True)
        assert columns(found) == columns(raw) or name == "none.parquet"
    assert not back(tmp_path, "t#home", force=True).failed
    rows = unpacked(files(tmp_path / "out")["a.parquet"])
    other = rows.set_column(rows.column_names.index(field), field, pa.array([*CLEAN[:4], "x", None]))
    write(tmp_path / "out/a.parquet", packed(other))
    assert failures(back(tmp_path, force=True), tmp_path) == [
        ("out/a.parquet:5", "changed since it was cleaned"),
        ("out/a.parquet:6", "changed since it was cleaned"),
    ]
    assert unpacked(files(tmp_path / "back")["a.parquet"])[field].to_pylist() == [*TEXTS[:4], "", ""]


@pytest.mark.parametrize("size", [1, 300, 1 << 30])
@pytest.mark.parametrize("group", [1, 2, 4])
def test_parts_give_the_bytes_of_the_whole(tmp_path: Path, size: int, group: int) -> None:
    path = write(tmp_path / "a.parquet", packed(table(TEXTS * 2), row_group_size=group, compression="zstd"))
    raw = path.read_bytes()
    parts = split(path, size)
    assert [part.start for part in parts] == [0, *(part.stop for part in parts[:-1])]
    assert parts[-1].stop == pq.ParquetFile(path).num_row_groups
    assert (len(parts) > 1) == (size < 1 << 30)
    assert [unit.place for part in parts for unit in units(raw, part=part)] == [unit.place for unit in units(raw)]
    shards = [write(tmp_path / f"{at}", cleaned(raw, Reading(part=part))) for at, part in enumerate(parts)]
    out = BytesIO()
    join(shards, out)
    assert out.getvalue() == cleaned(raw)


def test_parts_of_a_file_without_rows(tmp_path: Path) -> None:
    path = write(tmp_path / "a.parquet", packed(table([])))
    (part,) = split(path, 1)
    shard = write(tmp_path / "0", cleaned(path.read_bytes(), Reading(part=part)))
    out = BytesIO()
    join([shard], out)
    assert unpacked(out.getvalue()).equals(unpacked(path.read_bytes()), check_metadata=True)


def test_the_command_line(cleaner: Command, tmp_path: Path) -> None:
    raw = packed(table(TEXTS[:2]))
    write(tmp_path / "a.parquet", raw)
    assert cleaner("clean", "a.parquet", "-o", "b.parquet").status == 0
    found = (tmp_path / "b.parquet").read_bytes()
    assert cleaner("clean", "-", "--stdin-format", "parquet", stdin=raw).out == found
    assert unpacked(found)["text"].to_pylist() == CLEAN[:2]
    (shown, _) = map(json.loads, cleaner("explain", "a.parquet", "--format", "json").text.splitlines())
    assert (shown["document"], shown["lines"][0]["verdict"]) == ("a.parquet:1", "cut")
    write(tmp_path / "c.data", raw)  # by its content
    assert cleaner("clean", "c.data", "-o", "d.data").status == 0
    assert (tmp_path / "d.data").read_bytes() == found
