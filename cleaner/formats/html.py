"""HTML: the article's text through trafilatura, then cleaned like any other."""

import logging
from collections.abc import Iterator
from functools import cache
from typing import Any, BinaryIO, NamedTuple

from cleaner.document import Record, Result, Source, site_of
from cleaner.errors import DocumentError
from cleaner.formats import AS_USUAL, SUFFIXES_OF, Reading
from cleaner.formats.markup import NO_ARTICLE, Tree, is_furniture, lightened, parse
from cleaner.formats.metadata import About, about, in_script, is_dense
from cleaner.formats.text import encode

SUFFIXES = SUFFIXES_OF["html"]
FINAL_NEWLINE = True
UNKNOWN = Source()
# The methods that trafilatura compares its own with take two thirds of the time; 100,000 links take it a minute and more.
MANY_ELEMENTS = 50_000
# Where a page has no article trafilatura takes all of it, which is then the menu and the foot.
ONLY_FURNITURE = 1000
# A text of fewer than 250 letters is too short for trafilatura, which then takes the whole page. Chinese, Japanese and
# Korean need a third of the letters.
DENSITY = 3
OUTPUT = "text"
EXTRA = ""
SEEKS = UNPACKS = False


class Page(NamedTuple):
    """The article of a page, and what the page says of itself; an empty string where it says nothing.

    `date` is the day of publication as `YYYY-MM-DD`, `language` a code without its region, `site` a host name. `note`
    says what had to be done to read the page at all, `pruned` how many elements each page rule took from it.
    """

    text: str
    title: str = ""
    author: str = ""
    date: str = ""
    language: str = ""
    site: str = ""
    url: str = ""
    note: str = ""
    pruned: tuple[tuple[str, int], ...] = ()


class PageUnit(NamedTuple):
    """A page, and the text that was extracted from it."""

    place: str
    record: Record | None
    error: DocumentError | None
    encoding: str = "utf-8"  # of the text; whatever the page's was, no text gives it back
    bom: bytes = b""
    remark: str = ""  # how it was read, where that was not as usual
    pruned: tuple[tuple[str, int], ...] = ()

    def rendered(self, result: Result | None) -> bytes:
        """Return the clean text; without a result the text as it was extracted, and nothing where there is none."""
        if result is None:
            return encode(self.record.text) if self.record else b""
        return encode(result.text)


def read(stream: BinaryIO, place: str, source: Source, reading: Reading) -> Iterator[PageUnit]:
    """Yield the one document of a page; one that holds no article is an error."""
    try:
        page = extract(stream.read(), source.url, source=source, reading=reading)
    except DocumentError as error:
        error.place = place
        yield PageUnit(place, None, error)
        return
    yield PageUnit(place, Record(known(page, source), page.text), None, remark=page.note, pruned=page.pruned)


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


def extract(raw: bytes, url: str = "", *, charset: str = "", source: Source = UNKNOWN, reading: Reading = AS_USUAL) -> Page:
    """Return the article of a page and what the page says of itself.

    `url` is its address and `charset` its encoding where these are known, `source` what else is; of `reading`, `strict`
    and `pruner` count. Raise DocumentError for a page that holds no article, or that cannot be read.
    """
    try:
        return _extracted(raw, url, charset, source, reading)
    except (DocumentError, MemoryError):
        raise
    except Exception as error:  # what lxml and trafilatura stumble over is the fault of this page alone
        raise DocumentError(f"cannot be extracted: {type(error).__name__}: {error}") from error


def _extracted(raw: bytes, url: str, charset: str, source: Source, reading: Reading) -> Page:
    markup = parse(raw, charset, reading.strict)
    tree = markup.tree
    said = about(tree, url)
    page = Page("", said.title, said.author, said.date, said.language, site_of(said.url), said.url, markup.note)
    pruned = reading.pruner.prune(tree, known(page, source)) if reading.pruner else {}
    text, note = _article(lightened(tree), said)
    if not text or (len(text) < ONLY_FURNITURE and is_furniture(tree)):
        raise DocumentError(NO_ARTICLE)
    language = said.language if in_script(said.language, text) else ""
    notes = "; ".join(filter(None, (markup.note, note)))
    return page._replace(text=text, language=language, note=notes, pruned=tuple(sorted(pruned.items())))


@cache
def _trafilatura() -> Any:  # noqa: ANN401 - trafilatura has no types
    import trafilatura.settings  # noqa: PLC0415 - half a second

    # It says on standard error what it makes of each page; who wants that gives the logger a handler.
    logging.getLogger("trafilatura").addHandler(logging.NullHandler())
    return trafilatura


@cache
def _config(dense: bool) -> Any:  # noqa: ANN401
    config = _trafilatura().settings.use_config()
    if dense:
        config.set("DEFAULT", "MIN_EXTRACTED_SIZE", str(int(config["DEFAULT"]["MIN_EXTRACTED_SIZE"]) // DENSITY))
    return config


def _article(tree: Tree, said: About) -> tuple[str, str]:
    """Return the article's text, and what to say of how it was found."""
    size = int(tree.xpath("count(//*)"))
    # Never `deduplicate=True`: the text of a page would depend on the pages before it. Never two threads: its caches are
    # the process's. Without its metadata, which takes as long again. Readers' comments are no part of the article.
    document = _trafilatura().bare_extraction(
        tree,
        url=said.url or None,
        include_comments=False,
        deduplicate=False,
        fast=size > MANY_ELEMENTS,
        config=_config(is_dense(said.language, said.title)),
    )
    note = f"a page of {size} elements: read without the second opinions" if size > MANY_ELEMENTS else ""
    return getattr(document, "text", None) or "", note
