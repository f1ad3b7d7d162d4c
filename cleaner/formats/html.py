"""HTML: the article's text through trafilatura, then cleaned like any other."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, BinaryIO

from cleaner.document import Record, Result, Source, site_of
from cleaner.errors import DocumentError
from cleaner.formats import Reading
from cleaner.formats.markup import Tree, lightened, parse
from cleaner.formats.metadata import about
from cleaner.formats.text import encode

SUFFIXES = (".html", ".htm", ".xhtml")
FINAL_NEWLINE = True
OUTPUT = "text"
EXTRA = ""
SEEKS = UNPACKS = False


@dataclass(frozen=True, slots=True)
class Page:
    """The article of a page, and what the page says of itself; an empty string where it says nothing.

    `date` is the day of publication as `YYYY-MM-DD`, `language` a code without its region, `site` a host name. `note`
    says what had to be done to read the page at all.
    """

    text: str
    title: str = ""
    author: str = ""
    date: str = ""
    language: str = ""
    site: str = ""
    url: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class PageUnit:
    """A page, and the text that was extracted from it."""

    place: str
    record: Record | None
    error: DocumentError | None
    encoding: str = "utf-8"  # of the text; whatever the page's was, no text gives it back
    bom: bytes = b""
    note: str = ""

    def rendered(self, result: Result | None) -> bytes:
        """Return the clean text; without a result the text as it was extracted, and nothing where there is none."""
        if result is None:
            return encode(self.record.text) if self.record else b""
        return encode(result.text)


def read(stream: BinaryIO, place: str, source: Source, reading: Reading) -> Iterator[PageUnit]:
    """Yield the one document of a page; one that holds no article is an error."""
    try:
        page = extract(stream.read(), source.url, strict=reading.strict)
    except DocumentError as error:
        error.place = place
        yield PageUnit(place, None, error)
        return
    yield PageUnit(place, Record(known(page, source), page.text), None, note=page.note)


def known(page: Page, source: Source) -> Source:
    """Return what is known of a page: what was said from outside, and for the rest what the page says."""
    url = source.url or page.url
    return Source(
        id=source.id,
        url=url,
        site=source.site or page.site or site_of(url),
        language=source.language or page.language,
        title=source.title or page.title,
    )


def output_name(name: str) -> str:
    """Return the name with `.txt` for its suffix."""
    return name.rpartition(".")[0] + ".txt"


def extract(raw: bytes, url: str = "", *, charset: str = "", strict: bool = False) -> Page:
    """Return the article of a page and what the page says of itself.

    `url` is its address and `charset` its encoding where these are known; with `strict`, what is not UTF-8 is an error.
    Raise DocumentError for a page that holds no article.
    """
    markup = parse(raw, charset, strict)
    said = about(markup.tree, url)
    text = _article(lightened(markup.tree), url or said.url)
    if not text:
        raise DocumentError("no article found on the page")
    return Page(text, said.title, said.author, said.date, said.language, site_of(said.url), said.url, markup.note)


@cache
def _trafilatura() -> Any:  # noqa: ANN401 - trafilatura has no types
    import trafilatura  # noqa: PLC0415 - half a second

    # It says on standard error what it makes of each page; who wants that gives the logger a handler.
    logging.getLogger("trafilatura").addHandler(logging.NullHandler())
    return trafilatura


def _article(tree: Tree, url: str) -> str:
    # Never `deduplicate=True`: the text of a page would depend on the pages before it. Never two threads: its caches are
    # the process's. Without its metadata, which takes as long again. Readers' comments are no part of the article.
    document = _trafilatura().bare_extraction(
        tree, url=url or None, include_comments=False, with_metadata=False, deduplicate=False
    )
    return getattr(document, "text", None) or ""
