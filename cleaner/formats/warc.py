"""WARC and WET: pages and texts of a web archive, written as JSON Lines with `id`, `url`, `date`, `title` and `text`.

A record that is broken costs itself: it fails, what follows is found again by the mark that every record begins with.
"""

import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import PurePath
from typing import BinaryIO, Literal, NamedTuple

import regex

from cleaner.audit import dumped
from cleaner.document import Record, Result, Source, site_of
from cleaner.errors import DocumentError
from cleaner.formats import SUFFIXES_OF, Reading
from cleaner.formats.compression import GZIP, ZSTD, found_in, named, unpacked
from cleaner.formats.iso639 import short

SUFFIXES = SUFFIXES_OF["warc"]
FINAL_NEWLINE = False
OUTPUT = "jsonl"
EXTRA = "warc"
SEEKS = True
UNPACKS = True  # record by record: in one stream a broken record would be the end of the file

_PAGES = frozenset({"text/html", "application/xhtml+xml"})
_Encoding = Literal["all", "transfer", "content", "none"]
_ENCODINGS: tuple[_Encoding, ...] = ("all", "transfer", "content", "none")
# The most bytes of a page, also unpacked, which a few KB can be made to be by the gigabyte. Larger records are films.
_MOST_BYTES = 64 << 20
_BLOCK = 1 << 20
_MARK = b"WARC/"
_MARKS = {
    "": regex.compile(rb"WARC/\d\.\d\r?\n(?=[A-Za-z-]+:)"),
    GZIP: regex.compile(rb"\x1f\x8b\x08"),
    ZSTD: regex.compile(rb"\x28\xb5\x2f\xfd"),
}


class ArchiveUnit(NamedTuple):
    """A page or text of an archive, and what is known of it besides its text."""

    place: str
    record: Record | None
    error: DocumentError | None
    known: tuple[tuple[str, str], ...] = ()
    note: str = ""
    remark: str = ""  # how the page was read, where that was not as usual
    pruned: tuple[tuple[str, int], ...] = ()
    encoding: str = "utf-8"
    bom: bytes = b""

    def rendered(self, result: Result | None) -> bytes | None:
        """Return a line of JSON with the clean text, or with the text as it was; nothing where there is no text."""
        if self.record is None:
            return None
        return dumped({**dict(self.known), "text": result.text if result else self.record.text}) + b"\n"


class Block(NamedTuple):
    """A record of the archive: its headers, and its content as it is in the file, of the largest only the beginning."""

    id: str
    kind: str
    url: str
    date: str
    type: str
    language: str
    content: bytes
    size: int


class Answer(NamedTuple):
    """What a server sent: its status, the type and charset that it names, and the body."""

    status: int
    type: str
    charset: str
    body: bytes


def read(stream: BinaryIO, place: str, source: Source, reading: Reading) -> Iterator[ArchiveUnit]:
    """Yield a unit for each page and text, and for each broken record; the last one says how much else there was.

    Raise DocumentError for what is no archive.
    """
    passed: Counter[str] = Counter()
    yielded = 0
    for number, block in enumerate(_blocks(stream), 1):
        here = f"{place}:{number}"
        skipped = yielded + 1 in reading.skip
        try:
            if isinstance(block, DocumentError):
                raise block
            unit = _unit(block, here, source, reading, skipped)
        except DocumentError as error:
            error.place = here
            unit = ArchiveUnit(here, None, error)
        if isinstance(unit, ArchiveUnit):
            yielded += 1
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


def _unit(block: Block, place: str, source: Source, reading: Reading, skipped: bool) -> ArchiveUnit | str:
    """Return the unit of a record, or what it is instead of a page; nothing where nobody would take it for one.

    One that is `skipped` is not looked into any further than to know that it is a page.
    """
    large = block.size > len(block.content)
    if block.kind == "conversion":
        if large:
            raise DocumentError(f"over {_MOST_BYTES >> 20} MB")
        return ArchiveUnit(place, None, None) if skipped else _text(block, place, source)
    if block.kind == "resource":
        answer = Answer(200, block.type or "resource", "", block.content)
    elif block.kind == "response":
        answer = _answer(block.content, ("none",) if skipped or large else _ENCODINGS)
    else:
        return block.kind if block.kind == "revisit" else ""
    if not 200 <= answer.status < 300:
        return f"HTTP {answer.status}"
    if answer.type not in _PAGES and (answer.type or not answer.body.lstrip().startswith(b"<")):
        return answer.type or "response without a type"
    if large:
        raise DocumentError(f"over {_MOST_BYTES >> 20} MB")
    return ArchiveUnit(place, None, None) if skipped else _page(block, answer, place, source, reading)


def _text(block: Block, place: str, source: Source) -> ArchiveUnit:
    try:
        text = block.content.decode()
    except UnicodeDecodeError as error:
        raise DocumentError(f"not UTF-8: byte {error.start}") from None
    language = short(block.language.partition(",")[0].strip())
    known = {"id": block.id, "url": block.url, "date": block.date, "title": "", "language": language}
    return _made(place, source, known, text)


def _page(block: Block, answer: Answer, place: str, source: Source, reading: Reading) -> ArchiveUnit:
    from cleaner.formats.html import extract  # noqa: PLC0415

    page = extract(answer.body, block.url, charset=answer.charset, source=source, reading=reading)
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
    return _made(place, source, known, page.text)._replace(remark=page.note, pruned=page.pruned)


def _made(place: str, source: Source, known: dict[str, str], text: str) -> ArchiveUnit:
    said = Source(
        id=known["id"],
        url=known["url"],
        site=source.site or known.get("site") or site_of(known["url"]),
        language=source.language or known["language"],
        title=known["title"],
    )
    always = ("id", "url", "date", "title")
    kept = tuple((name, value) for name, value in known.items() if value or name in always)
    return ArchiveUnit(place, Record(said, text), None, kept)


def _answer(content: bytes, encodings: Sequence[_Encoding]) -> Answer:
    """Return an HTTP response without the encodings that it has.

    Archives often name an encoding that was undone when the page was stored: what cannot be undone is taken as it is.
    Raise DocumentError for what is no HTTP response.
    """
    from fastwarc.warc import WarcRecord, WarcRecordType  # noqa: PLC0415

    for undone in encodings:
        record = WarcRecord()
        record.init_headers(WarcRecordType.response)
        record.set_bytes_content(content)
        record.is_http = True
        try:
            record.parse_http(auto_decode=undone)
            body = record.reader.read(_MOST_BYTES + 1)
        except OSError:
            continue
        headers = record.http_headers
        if headers is None or headers.status_code is None:
            break
        if len(body) > _MOST_BYTES:
            raise DocumentError(f"over {_MOST_BYTES >> 20} MB when unpacked")
        type_, charset = record.http_content_type or "", record.http_charset or ""
        return Answer(headers.status_code, type_.strip().lower(), charset.strip("\"' "), body)
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
        if not length.isdigit():
            raise DocumentError("it does not say its length")
        size = int(length)
        is_large = size > _MOST_BYTES
        content = record.reader.read(_BLOCK) if is_large else record.reader.read()
        if len(content) < size and not is_large:
            raise DocumentError(f"{len(content)} of {length} bytes: it is cut off")
        names = ("WARC-Type", "WARC-Record-ID", "WARC-Target-URI", "WARC-Date", "Content-Type")
        kind, id_, url, date, type_ = ((headers.get(name) or "").strip() for name in names)
        language = headers.get("WARC-Identified-Content-Language") or ""
        type_ = type_.partition(";")[0].strip().lower()
        yield record.stream_pos, Block(id_, kind.lower(), url.strip("<>"), date, type_, language, content, size)


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
