"""WARC and WET: pages and texts of a web archive, written as JSON Lines with `id`, `url`, `date`, `title` and `text`.

A record that is broken costs itself: it fails, what follows is found again by the mark that every record begins with.
"""

import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath
from typing import BinaryIO

import regex

from cleaner.audit import dumped
from cleaner.document import Record, Result, Source, site_of
from cleaner.errors import DocumentError
from cleaner.formats import Reading
from cleaner.formats.compression import GZIP, ZSTD, found_in, named, unpacked
from cleaner.formats.iso639 import short

SUFFIXES = (".warc", ".wet")
FINAL_NEWLINE = False
OUTPUT = "jsonl"
EXTRA = "warc"
SEEKS = True
UNPACKS = True  # record by record: in one stream a broken record would be the end of the file

_PAGES = frozenset({"text/html", "application/xhtml+xml"})
_BLOCK = 1 << 20
_MARK = b"WARC/"
_MARKS = {
    "": regex.compile(rb"WARC/\d\.\d\r?\n(?=[A-Za-z-]+:)"),
    GZIP: regex.compile(rb"\x1f\x8b\x08"),
    ZSTD: regex.compile(rb"\x28\xb5\x2f\xfd"),
}


@dataclass(frozen=True, slots=True)
class ArchiveUnit:
    """A page or text of an archive, and what is known of it besides its text."""

    place: str
    record: Record | None
    error: DocumentError | None
    known: tuple[tuple[str, str], ...] = ()
    note: str = ""
    encoding: str = "utf-8"
    bom: bytes = b""

    def rendered(self, result: Result | None) -> bytes | None:
        """Return a line of JSON with the clean text, or with the text as it was; nothing where there is no text."""
        if self.record is None:
            return None
        return dumped({**dict(self.known), "text": result.text if result else self.record.text}) + b"\n"


@dataclass(frozen=True, slots=True)
class Block:
    """A record of the archive: its headers, and its content as it is in the file."""

    id: str
    kind: str
    url: str
    date: str
    type: str
    language: str
    content: bytes


def read(stream: BinaryIO, place: str, source: Source, reading: Reading) -> Iterator[ArchiveUnit]:
    """Yield a unit for each page and text, and for each broken record; the last one says how much else there was.

    Raise DocumentError for what is no archive.
    """
    passed: Counter[str] = Counter()
    for number, block in enumerate(_blocks(stream), 1):
        here = f"{place}:{number}"
        try:
            if isinstance(block, DocumentError):
                raise block
            unit = _unit(block, here, source, reading)
        except DocumentError as error:
            error.place = here
            yield ArchiveUnit(here, None, error)
            continue
        if isinstance(unit, ArchiveUnit):
            yield unit
        elif unit:
            passed[unit] += 1
    if passed:
        kinds = ", ".join(f"{count} {kind}" for kind, count in sorted(passed.items()))
        yield ArchiveUnit(place, None, None, note=f"records that are no pages: {kinds}")


def output_name(name: str) -> str:
    """Return the name with `.jsonl` for its suffixes: `a.warc.gz`, `a.wet` and `a.warc.wet.gz` become `a.jsonl`."""
    inner = named(name)[0]
    while PurePath(inner).suffix.lower() in SUFFIXES:
        inner = inner[: -len(PurePath(inner).suffix)]
    return f"{inner}.jsonl"


def _unit(block: Block, place: str, source: Source, reading: Reading) -> ArchiveUnit | str:
    """Return the unit of a record, or what it is instead of a page; nothing where nobody would take it for one."""
    if block.kind == "conversion":
        return _text(block, place, source)
    if block.kind == "resource":
        return _page(block, place, source, reading, block.content) if block.type in _PAGES else block.type or "resource"
    if block.kind == "response":
        status, kind, charset, body = _answer(block.content)
        if 200 <= status < 300 and (kind in _PAGES or (not kind and body.lstrip().startswith(b"<"))):
            return _page(block, place, source, reading, body, charset)
        return (kind or "response without a type") if 200 <= status < 300 else f"HTTP {status}"
    return block.kind if block.kind == "revisit" else ""


def _text(block: Block, place: str, source: Source) -> ArchiveUnit:
    try:
        text = block.content.decode()
    except UnicodeDecodeError as error:
        raise DocumentError(f"not UTF-8: byte {error.start}") from None
    language = short(block.language.partition(",")[0].strip())
    known = {"id": block.id, "url": block.url, "date": block.date, "title": "", "language": language}
    return _made(place, source, known, text)


def _page(  # noqa: PLR0913, PLR0917 - a record, where it is, and what is known of it
    block: Block, place: str, source: Source, reading: Reading, body: bytes, charset: str = ""
) -> ArchiveUnit:
    from cleaner.formats.html import extract  # noqa: PLC0415

    page = extract(body, block.url, charset=charset, strict=reading.strict)
    known = {
        "id": block.id,
        "url": block.url or page.url,
        "date": block.date,
        "title": page.title,
        "site": page.site,
        "language": page.language,
        "author": page.author,
        "published": page.date,
    }
    return _made(place, source, known, page.text, page.note)


def _made(place: str, source: Source, known: dict[str, str], text: str, note: str = "") -> ArchiveUnit:
    said = Source(
        id=known["id"],
        url=known["url"],
        site=source.site or known.get("site") or site_of(known["url"]),
        language=source.language or known["language"],
        title=known["title"],
    )
    always = ("id", "url", "date", "title")
    kept = tuple((name, value) for name, value in known.items() if value or name in always)
    return ArchiveUnit(place, Record(said, text), None, kept, note)


def _answer(content: bytes) -> tuple[int, str, str, bytes]:
    """Return the status of an HTTP response, its type, its charset, and its body without the encodings that it has.

    Archives often name an encoding that was undone when the page was stored: what cannot be undone is taken as it is.
    Raise DocumentError for what is no HTTP response.
    """
    from fastwarc.warc import WarcRecord, WarcRecordType  # noqa: PLC0415

    for encodings in ("all", "transfer", "content", "none"):
        record = WarcRecord()
        record.init_headers(WarcRecordType.response)
        record.set_bytes_content(content)
        record.is_http = True
        try:
            record.parse_http(auto_decode=encodings)
            headers = record.http_headers
            if headers is None or headers.status_code is None:
                break
            charset = (record.http_charset or "").strip("\"' ")
            return headers.status_code, (record.http_content_type or "").strip().lower(), charset, record.reader.read()
        except OSError:
            continue
    raise DocumentError("no HTTP response")


def _blocks(stream: BinaryIO) -> Iterator[Block | DocumentError]:
    """Yield the records of an archive, and for each stretch in which there is none, what is wrong.

    Raise DocumentError where there is no record at all.
    """
    compression = found_in(stream.read(4))
    start: int | None = 0
    found = failed = False
    while start is not None:
        after = start + 1
        try:
            for place, block in _whole_blocks(stream, start):
                found, failed = True, False
                after = place + (1 if compression else len(block.content))
                yield block
            if not found and compression:
                stream.seek(0)
                unpacked(stream).read(1)  # raises what fastwarc does not: there is nothing because it is cut off
            return
        except (OSError, DocumentError) as error:
            if isinstance(error, OSError) and error.errno:
                raise
            problem = str(error).partition("\n")[0]
            start = _next(stream, after, compression)
            if start is None and not found:
                raise DocumentError(f"no WARC file: {problem}") from error
            if not failed:
                yield DocumentError(f"a broken record: {problem}")
            failed = True


def _whole_blocks(stream: BinaryIO, start: int) -> Iterator[tuple[int, Block]]:
    """Yield each record from `start` on with its place. Raise OSError or DocumentError for one that is broken."""
    from fastwarc.warc import ArchiveIterator  # noqa: PLC0415

    stream.seek(start)
    for record in ArchiveIterator(stream, parse_http=False):
        headers = record.headers
        length = headers.get("Content-Length") or ""
        content = record.reader.read()
        if not length.isdigit():
            raise DocumentError("it does not say its length")
        if len(content) < int(length):
            raise DocumentError(f"{len(content)} of {length} bytes: it is cut off")
        names = ("WARC-Type", "WARC-Record-ID", "WARC-Target-URI", "WARC-Date", "Content-Type")
        kind, id_, url, date, type_ = ((headers.get(name) or "").strip() for name in names)
        language = headers.get("WARC-Identified-Content-Language") or ""
        type_ = type_.partition(";")[0].strip().lower()
        yield record.stream_pos, Block(id_, kind.lower(), url.strip("<>"), date, type_, language, content)


def _next(stream: BinaryIO, start: int, compression: str) -> int | None:
    """Return the next place from `start` on at which a record may begin, or None."""
    mark = _MARKS[compression]
    stream.seek(start)
    window, at = b"", start
    while block := stream.read(_BLOCK):
        window += block
        for match in mark.finditer(window):
            if compression != GZIP or _is_record(window[match.start() : match.start() + 1024]):
                return at + int(match.start())
        kept = len(window) - 64  # a mark may lie across two blocks
        window, at = window[kept:], at + kept
    return None


def _is_record(data: bytes) -> bool:
    """Return whether a member of gzip begins as a record does; three bytes come by chance, too."""
    try:
        return zlib.decompressobj(31).decompress(data, len(_MARK)) == _MARK
    except zlib.error:
        return False
