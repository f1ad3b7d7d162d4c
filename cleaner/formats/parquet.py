"""Parquet: a record a row; the column of its text is cleaned, all else stays: other columns, schema, row groups, codecs.

A row group is read, cleaned and written at a time, so memory is bounded by the largest one.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, BinaryIO, NamedTuple

from cleaner.document import Record, Result, Source
from cleaner.errors import DocumentError
from cleaner.formats import SUFFIXES_OF, Fields, Part, Reading, fields

if TYPE_CHECKING:
    import pyarrow as pa
    from pyarrow import parquet as pq

SUFFIXES = SUFFIXES_OF["parquet"]
FINAL_NEWLINE = False
OUTPUT = "parquet"
EXTRA = "parquet"
SEEKS = True
UNPACKS = False

_ROWS = 1024  # that are Python objects at a time

# What a piece begins with that stands for a value as it is in the table: null, or bytes that are no text. No UTF-8 has it.
_KEPT = b"\xff"


class RowUnit(NamedTuple):
    """One row of a table. Its piece is its text as UTF-8."""

    place: str
    record: Record | None
    error: DocumentError | None
    raw: bytes
    encoding: str = "utf-8"
    bom: bytes = b""

    def rendered(self, result: Result | None) -> bytes:
        """Return the cleaned text, or the text as it was."""
        return self.raw if result is None or not result.changed else result.text.encode()


def read(stream: BinaryIO, place: str, source: Source, reading: Reading) -> Iterator[RowUnit]:
    """Yield a unit for each row; a row whose text is null is passed on with its error.

    Raise DocumentError for what is no Parquet file, or has no column of texts of the name that is asked for.
    """
    with _broken():
        file = _opened(stream)
        column = _text_column(file.schema_arrow, reading.fields.text)
        columns = [column, *_known_columns(file.schema_arrow, reading.fields)]
        before = reading.part.before if reading.part else 0
        number = 0
        for group in _groups(file, reading.part):
            for batch in file.iter_batches(_ROWS, row_groups=[group], columns=columns, use_threads=False):
                raws = _raws(batch.column(column))
                rows = batch.drop_columns([column]).to_pylist() if len(columns) > 1 else [{}] * len(raws)
                for raw, row in zip(raws, rows, strict=True):
                    number += 1
                    here = f"{place}:{before + number}"
                    if number in reading.skip:
                        yield RowUnit(here, None, None, raw)
                    else:
                        yield _unit(raw, row, here, source, reading.fields)


def output_name(name: str) -> str:
    """Return `name`: Parquet stays Parquet."""
    return name


@contextmanager
def writing(stream: BinaryIO, out: IO[bytes], reading: Reading) -> Iterator["RowWriter"]:
    """Write the table of `stream` with other texts to `out`, in the same row groups."""
    with _broken():
        file = _opened(stream)
        column = _text_column(file.schema_arrow, reading.fields.text)
        with _table_writer(file, out) as tables:
            yield RowWriter(file, column, tables, _groups(file, reading.part))


class RowWriter:
    """Puts texts into the rows of a table, one after the other, and writes a row group when it has all of its own."""

    def __init__(self, file: "pq.ParquetFile", column: str, tables: "pq.ParquetWriter", groups: Sequence[int]) -> None:
        """Take the file, the name of its text column, the writer of its copy, and the row groups to be written."""
        self._file = file
        self._column = column
        self._tables = tables
        self._groups = iter(groups)
        self._pieces: list[bytes] = []
        self._next()

    def write(self, piece: bytes) -> None:
        """Take the text of the next row. What comes after the last row is nothing: the piece of a table without rows."""
        self._pieces.append(piece)
        if len(self._pieces) == self._rows:
            self._flush()
            self._next()

    def _next(self) -> None:
        """Go to the next row group that has rows; those without any are written on the way."""
        self._pieces.clear()
        self._rows = -1
        for group in self._groups:
            self._group = group
            self._rows = self._file.metadata.row_group(group).num_rows
            if self._rows:
                return
            self._flush()

    def _flush(self) -> None:
        table = self._file.read_row_group(self._group, use_threads=False)
        at = table.schema.get_field_index(self._column)
        texts = _texts(table.column(at), self._pieces)
        _write_group(self._tables, table.set_column(at, table.schema.field(at), texts))


def pieces(stream: BinaryIO, field: str) -> Iterator[tuple[int, bytes]]:
    """Yield the text of each row with its number; a table without rows is one piece."""
    number = 0
    for unit in read(stream, "", Source(), Reading(fields=Fields(field, "", "", "", ""))):
        number += 1
        yield number, unit.raw
    if not number:
        yield 0, b""


def text_of(piece: bytes, field: str) -> str:
    """Return the text of a row."""
    return piece.decode()


def with_text(piece: bytes, field: str, text: str) -> bytes:
    """Return the piece for `text`."""
    return text.encode()


def gap(piece: bytes) -> bytes:
    """Return an empty text."""
    return b""


def is_document(piece: bytes) -> bool:
    """Return True: a row counts whatever its text."""
    return True


def split(path: Path, size: int) -> list[Part]:
    """Return parts of the file of whole row groups, each of at least `size` bytes of data, but for the last."""
    with open(path, "rb") as stream, _broken():
        metadata = _opened(stream).metadata
    parts = []
    start = rows = before = bytes_ = 0
    for group in range(metadata.num_row_groups):
        about = metadata.row_group(group)
        rows += about.num_rows
        bytes_ += about.total_byte_size
        if bytes_ >= size or group == metadata.num_row_groups - 1:
            parts.append(Part(start, group + 1, before))
            start, before, bytes_ = group + 1, rows, 0
    return parts or [Part(0, 0, 0)]


def join(parts: Sequence[Path], out: IO[bytes]) -> None:
    """Write the outputs of all parts of a file, in order, as one: the bytes that it would have been without parts."""
    with _broken(), open(parts[0], "rb") as first, _table_writer(_opened(first), out) as tables:
        for part in parts:
            with open(part, "rb") as stream:
                file = _opened(stream)
                for group in range(file.num_row_groups):
                    _write_group(tables, file.read_row_group(group, use_threads=False))


def _unit(raw: bytes, row: dict[str, Any], place: str, source: Source, names: Fields) -> RowUnit:
    if raw.startswith(_KEPT):
        problem = "not UTF-8" if raw != _KEPT else "null"
        return RowUnit(place, None, DocumentError(f"the column {names.text!r} is {problem}", place=place), raw)
    return RowUnit(place, Record(fields.source_in(row, source, names), raw.decode()), None, raw)


def _opened(stream: BinaryIO) -> "pq.ParquetFile":
    from pyarrow import parquet as pq  # noqa: PLC0415 - a fifth of a second

    stream.seek(0)
    return pq.ParquetFile(stream)


@contextmanager
def _broken() -> Iterator[None]:
    """Raise DocumentError for what Arrow says of broken files; an error of the disk passes."""
    import pyarrow as pa  # noqa: PLC0415

    try:
        yield
    except (pa.ArrowException, OSError) as error:
        if isinstance(error, OSError) and error.errno:
            raise
        problem = str(error).partition("\n")[0].rstrip(".")
        raise DocumentError(f"cannot be read as Parquet: {problem}") from error


def _groups(file: "pq.ParquetFile", part: Part | None) -> Sequence[int]:
    return range(part.start, part.stop) if part else range(file.num_row_groups)


def _text_column(schema: "pa.Schema", name: str) -> str:
    if name in schema.names:
        if not _is_text(schema.field(name).type):
            raise DocumentError(f"the column {name!r} holds no text but {schema.field(name).type}")
        return name
    columns = [repr(field.name) for field in schema if _is_text(field.type)]
    hint = f"--text-field says which column it is: {', '.join(columns[:8])}" if columns else ""
    if name.partition(".")[0] in schema.names:
        raise DocumentError(f"the column {name!r} is nested: only a column of the table itself can be cleaned", hint=hint)
    raise DocumentError(f"the column {name!r} is missing", hint=hint)


def _known_columns(schema: "pa.Schema", names: Fields) -> list[str]:
    """Return the columns of texts, also nested ones, in which the source of a row could be."""
    return [path for path in dict.fromkeys(fields.places(names)) if path != names.text and _is_text_at(schema, path)]


def _is_text_at(schema: "pa.Schema", path: str) -> bool:
    from pyarrow import types  # noqa: PLC0415

    if path in schema.names:
        return _is_text(schema.field(path).type)
    name, *rest = path.split(".")
    kind = schema.field(name).type if name in schema.names else None
    for step in rest:
        if kind is None or not types.is_struct(kind) or kind.get_field_index(step) < 0:
            return False
        kind = kind.field(step).type
    return kind is not None and _is_text(kind)


def _is_text(kind: "pa.DataType") -> bool:
    from pyarrow import types  # noqa: PLC0415

    if types.is_dictionary(kind):
        return _is_text(kind.value_type)
    return bool(types.is_string(kind) or types.is_large_string(kind) or types.is_string_view(kind))


def _raws(column: "pa.Array") -> list[bytes]:
    """Return the piece of each row of a column as it is."""
    import pyarrow as pa  # noqa: PLC0415

    texts = column.dictionary_decode() if pa.types.is_dictionary(column.type) else column
    values = texts.cast(pa.large_binary()).to_pylist()
    return [_KEPT if value is None else value if _is_utf8(value) else _KEPT + value for value in values]


def _is_utf8(value: bytes) -> bool:
    try:
        value.decode()
    except UnicodeDecodeError:
        return False
    return True


def _texts(column: "pa.ChunkedArray", texts: Sequence[bytes]) -> "pa.Array | pa.ChunkedArray":
    """Return `texts` as a column of the same type."""
    import pyarrow as pa  # noqa: PLC0415

    values = [(text[1:] or None) if text.startswith(_KEPT) else text for text in texts]
    array = pa.array(values, pa.large_binary()).cast(pa.large_string(), safe=False)  # bytes that are no text stay
    if pa.types.is_dictionary(column.type):
        return array.cast(column.type.value_type, safe=False).dictionary_encode().cast(column.type)
    return array.cast(column.type, safe=False)


@contextmanager
def _table_writer(file: "pq.ParquetFile", out: IO[bytes]) -> Iterator["pq.ParquetWriter"]:
    """Open a writer of tables like that of `file`."""
    from pyarrow import parquet as pq  # noqa: PLC0415

    tables = pq.ParquetWriter(out, file.schema_arrow, **_options(file.metadata))
    try:
        yield tables
    except BaseException:
        with suppress(Exception):  # the output is thrown away, and may be why it came to this
            tables.close()
        raise
    tables.close()


def _options(metadata: "pq.FileMetaData") -> dict[str, Any]:
    """Return the options by which a file of this metadata is written: codecs, dictionaries, statistics, version."""
    columns = [
        metadata.row_group(group).column(at)
        for group in range(metadata.num_row_groups)
        for at in range(metadata.num_columns)
        if metadata.row_group(group).num_rows
    ]
    found: dict[str, Any] = {
        "version": metadata.format_version if metadata.format_version in ("1.0", "2.4", "2.6") else "2.6",
        "store_schema": b"ARROW:schema" in (metadata.metadata or {}),
        "use_deprecated_int96_timestamps": any(column.physical_type == "INT96" for column in columns),
    }
    if columns:
        codecs = {column.path_in_schema: column.compression for column in reversed(columns)}
        found["compression"] = {path: "NONE" if codec == "UNCOMPRESSED" else codec for path, codec in codecs.items()}
        found["use_dictionary"] = sorted({one.path_in_schema for one in columns if _has_dictionary(one)}) or False
        found["write_statistics"] = sorted({one.path_in_schema for one in columns if one.is_stats_set}) or False
        found["write_page_index"] = any(column.has_offset_index for column in columns)
    return found


def _has_dictionary(column: "pq.ColumnChunkMetaData") -> bool:
    return any("DICTIONARY" in encoding for encoding in column.encodings)


def _write_group(tables: "pq.ParquetWriter", table: "pa.Table") -> None:
    """Write `table` as one row group. In one chunk, since the pages of a column end where its chunks do."""
    tables.write_table(table.combine_chunks(), row_group_size=max(table.num_rows, 1))
