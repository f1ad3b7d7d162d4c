"""JSON Lines: a record a line; the field of its text is cleaned, every other one stays value for value."""

import json
from collections.abc import Iterator
from functools import partial
from math import isinf
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

import orjson
import regex

from cleaner.audit import digest, dumped
from cleaner.document import Record, Result, Source
from cleaner.errors import DocumentError
from cleaner.formats import SUFFIXES_OF, Fields, Part, Reading, fields
from cleaner.formats.text import writing

__all__ = [
    "EXTRA",
    "FINAL_NEWLINE",
    "OUTPUT",
    "SEEKS",
    "SUFFIXES",
    "UNPACKS",
    "LineUnit",
    "gap",
    "is_document",
    "output_name",
    "pieces",
    "read",
    "split",
    "text_of",
    "with_text",
    "writing",
]

SUFFIXES = SUFFIXES_OF["jsonl"]
FINAL_NEWLINE = False
OUTPUT = "jsonl"
EXTRA = ""
SEEKS = UNPACKS = False

# orjson reads a longer integer as a float, which would change its value. Noughts for all figures show one in a quarter
# of the time that an expression takes.
_NOUGHTS = bytes.maketrans(b"123456789", b"000000000")
_LONG_NUMBER = b"0" * 19


class LineUnit(NamedTuple):
    """One line of a JSON Lines file. `exact` says that only the standard library keeps its values."""

    place: str
    record: Record | None
    error: DocumentError | None
    raw: bytes
    values: dict[str, Any]
    field: str = ""
    exact: bool = False
    encoding: str = "utf-8"
    bom: bytes = b""

    def rendered(self, result: Result | None) -> bytes:
        """Return the line with the cleaned text, or the line itself where the text is the same."""
        if result is None or not result.changed:
            return self.raw
        values = fields.with_text(self.values, self.field, result.text)
        return _dumped(values, self.exact, self.raw) + line_end(self.raw)


def read(stream: BinaryIO, place: str, source: Source, reading: Reading) -> Iterator[LineUnit]:
    """Yield a unit for each line; a blank line is passed on, a broken one is passed on with its error."""
    before = reading.part.before if reading.part else 0
    for number, raw in enumerate(_lines(stream, reading.part), 1):
        name = f"{place}:{before + number}"
        if reading.skip and number in reading.skip:
            yield LineUnit(name, None, None, raw, {})
        else:
            yield _unit(raw, name, source, reading.fields)


def split(path: Path, size: int) -> Iterator[Part]:
    """Yield parts of about `size` bytes, from line start to line start."""
    with open(path, "rb") as stream:
        start = before = 0
        while data := stream.read(size):
            rest = stream.readline()
            stop = start + len(data) + len(rest)
            yield Part(start, stop, before, stop - start)
            start, before = stop, before + data.count(b"\n") + rest.count(b"\n")


def _lines(stream: BinaryIO, part: Part | None) -> Iterator[bytes]:
    if part is None:
        yield from stream
        return
    stream.seek(part.start)
    left = part.stop - part.start
    while left > 0 and (line := stream.readline()):
        yield line
        left -= len(line)


def output_name(name: str) -> str:
    """Return `name`: JSON Lines stay JSON Lines."""
    return name


def pieces(stream: BinaryIO, field: str) -> Iterator[tuple[int, bytes]]:
    """Yield the lines of an output with their numbers; a file without a line is one piece."""
    number = 0
    for number, raw in enumerate(stream, 1):
        yield number, raw
    if not number:
        yield 0, b""


def text_of(piece: bytes, field: str) -> str:
    """Return the text of a record."""
    return fields.text_in(_parsed(piece)[0], Fields(text=field))


def with_text(piece: bytes, field: str, text: str) -> bytes:
    """Return the record with `text` in the place of its own, every other field value for value."""
    values, exact = _parsed(piece)
    return _dumped(fields.with_text(values, field, text), exact, piece) + line_end(piece)


def gap(piece: bytes) -> bytes:
    """Return an empty line, so that the lines below keep their numbers."""
    return line_end(piece)


def is_document(piece: bytes) -> bool:
    """Return whether the line is more than blank; a file without a line is one document."""
    return not piece or bool(piece.strip())


def line_end(raw: bytes) -> bytes:
    """Return the line end of `raw`, which is empty in a last line without one."""
    return b"\r\n" if raw.endswith(b"\r\n") else b"\n" if raw.endswith(b"\n") else b""


def _dumped(values: dict[str, Any], exact: bool, raw: bytes) -> bytes:
    if not exact:
        return dumped(values)
    mark = _mark(raw).encode()
    written: bytes = regex.sub(rb'"%s([^"]++)"' % mark, rb"\1", json.dumps(values).encode())
    return written


def _unit(raw: bytes, place: str, source: Source, names: Fields) -> LineUnit:
    if not raw.strip():
        return LineUnit(place, None, None, raw, {})
    try:
        values, exact = _parsed(raw)
    except (ValueError, RecursionError) as error:
        problem = DocumentError(f"not JSON: {error}", place=place)
        return LineUnit(place, None, problem, raw, {})
    if not isinstance(values, dict):
        return LineUnit(place, None, DocumentError("a record that is no object", place=place), raw, {})
    try:
        record = Record(fields.source_in(values, source, names), fields.text_in(values, names))
    except DocumentError as problem:
        problem.place = place
        return LineUnit(place, None, problem, raw, values)
    return LineUnit(place, record, None, raw, values, names.text, exact)


def _parsed(raw: bytes) -> tuple[Any, bool]:
    if _LONG_NUMBER not in raw.translate(_NOUGHTS):
        try:
            return orjson.loads(raw), False
        except orjson.JSONDecodeError:
            pass  # lone surrogates, NaN and 1e400, which the standard library takes
    return json.loads(raw, parse_float=partial(_number, _mark(raw))), True


def _number(mark: str, written: str) -> float | str:
    """Return the number, or one too large for a float as it is written, with a mark that `_dumped` knows."""
    number = float(written)
    return mark + written if isinf(number) else number


def _mark(raw: bytes) -> str:
    """Return what no string in `raw` can hold, for it is made of all of it."""
    return f"number {digest(raw)} "
