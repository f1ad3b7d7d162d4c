"""HTML: the article's text through trafilatura, then cleaned like any other."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from cleaner.document import Record, Result, Source, site_of
from cleaner.errors import DocumentError
from cleaner.formats import Reading
from cleaner.formats.text import decode, encode

SUFFIXES = (".html", ".htm", ".xhtml")
FINAL_NEWLINE = True
OUTPUT = "text"
EXTRA = ""
SEEKS = UNPACKS = False


@dataclass(frozen=True, slots=True)
class PageUnit:
    """A page, and the text that was extracted from it."""

    place: str
    record: Record | None
    error: DocumentError | None
    encoding: str = "utf-8"  # of the text; whatever the page's was, no text gives it back
    bom: bytes = b""

    def rendered(self, result: Result | None) -> bytes:
        """Return the clean text; without a result the text as it was extracted, and nothing where there is none."""
        if result is None:
            return encode(self.record.text) if self.record else b""
        return encode(result.text)


def read(stream: BinaryIO, place: str, source: Source, reading: Reading) -> Iterator[PageUnit]:
    """Yield the one document of a page; one that holds no article is an error."""
    raw = stream.read()
    try:
        record = _extracted(raw, source, reading.strict)
    except DocumentError as error:
        error.place = place
        yield PageUnit(place, None, error)
        return
    yield PageUnit(place, record, None)


def output_name(name: str) -> str:
    """Return the name with `.txt` for its suffix."""
    return name.rpartition(".")[0] + ".txt"


def _extracted(raw: bytes, source: Source, strict: bool) -> Record:
    from trafilatura import bare_extraction  # noqa: PLC0415 - half a second
    from trafilatura.settings import use_config  # noqa: PLC0415

    page = decode(raw, strict)[0] if strict else raw
    config = use_config()
    config.set("DEFAULT", "EXTRACTION_TIMEOUT", "0")  # its alarm signal works in the main thread only
    document = bare_extraction(page, url=source.url or None, with_metadata=True, deduplicate=False, config=config)
    text = getattr(document, "text", None)
    if not text:
        raise DocumentError("no article found on the page")
    url = source.url or getattr(document, "url", None) or ""
    return Record(
        Source(
            id=source.id,
            url=url,
            site=source.site or site_of(url),
            language=source.language or getattr(document, "language", None) or "",
            title=source.title or getattr(document, "title", None) or "",
        ),
        text,
    )
