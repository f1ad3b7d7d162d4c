"""From the bytes of a page to its tree: what libxml2 stumbles over, and nesting beyond what it takes."""

import re
from functools import cache
from typing import Any, NamedTuple

from cleaner.errors import DocumentError
from cleaner.formats.charset import decoded
from cleaner.formats.text import decode

NO_ARTICLE = "no article found on the page"

# An element of lxml, which has no types.
Tree = Any

# More of ld+json than this is not the article's data; 10 MB of it took trafilatura 1.4 GB.
MOST_JSON = 200_000

# What no XML tree may hold: libxml2 ends a text at a NUL.
_INVALID = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
# `<html ... />` closes what was just opened, and a doctype that ends in `/>` swallows what follows it.
_DOCTYPE = re.compile(r"< ?! ?doctype[^>]*/[^<>]*>", re.IGNORECASE)
_CLOSED_HTML = re.compile(r"(<html\b[^<>]{0,2000}?)\s*/>", re.IGNORECASE)
_PROLOGUE = 4096

# Tags that only wrap. A page nested deeper than 2,048 elements, where libxml2 stops, is read without them.
_BLOCKS = re.compile(
    r"<(/?)(?:div|section|article|main|center|table|tbody|tr|td|blockquote|ul|ol|dl)\b[^<>]*>", re.IGNORECASE
)
_INLINE = re.compile(r"</?(?:span|font|b|i|u|em|strong|big|small|a|sup|sub|ins|del)\b[^<>]*>", re.IGNORECASE)


# A table of which a cell holds a title, or several paragraphs: it lays out the page, as pages before 2005 do. trafilatura
# would make one row of data of the article.
_LAYOUT = "//table[./tr/td[{0}] or ./tbody/tr/td[{0}]]".format("h1 or count(p[string-length(.) > 80]) > 1")


_OWN_TEXT = (
    "boolean(//text()[normalize-space() and not(ancestor::head or ancestor::nav or ancestor::footer or ancestor::aside"
    " or ancestor::form or ancestor::button or ancestor::noscript)])"
)


class Markup(NamedTuple):
    """A page as a tree; `note` says what had to be done to get it."""

    tree: Tree
    note: str = ""


def parse(raw: bytes, charset: str = "", strict: bool = False) -> Markup:
    """Return the tree of a page.

    `charset` is what the server said. With `strict`, what is not UTF-8 is an error. Raise DocumentError for what is no
    page.
    """
    text = _repaired(decode(raw, strict)[0] if strict else decoded(raw, charset))
    tree, whole = _tree(text)
    note = ""
    if not whole:
        tree, whole = _tree(_flattened(text))
        note = "nested too deep: read without the elements that only wrap" + ("" if whole else ", and not to its end")
    if tree is None or ("<html" not in text[:2000].lower() and len(tree) < 2):
        raise DocumentError(NO_ARTICLE)
    return Markup(tree, note)


def _repaired(text: str) -> str:
    """Return `text` without what libxml2 stumbles over: control characters, an odd doctype, a closed `<html/>`."""
    text = _INVALID.sub("", text)
    head = text[:_PROLOGUE]
    if "/>" in head:
        text = _CLOSED_HTML.sub(r"\1>", _DOCTYPE.sub("", head, count=1), count=1) + text[_PROLOGUE:]
    return text


def _flattened(text: str) -> str:
    """Return `text` with paragraphs, which do not nest, for the elements that only wrap others."""
    return _INLINE.sub("", _BLOCKS.sub(r"<\1p>", text))


@cache
def _parser() -> Any:  # noqa: ANN401 - lxml has no types
    from lxml.html import HTMLParser  # noqa: PLC0415 - only pages need it

    # As trafilatura's own, but for `huge_tree`: else libxml2 stops at 256 nested elements, and at a text of 10 MB.
    return HTMLParser(
        collect_ids=False, default_doctype=False, encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True
    )


def _tree(text: str) -> tuple[Tree, bool]:
    """Return the tree, None where there is none, and whether the page was read to its end."""
    from lxml.etree import LxmlError  # noqa: PLC0415
    from lxml.html import fromstring  # noqa: PLC0415

    parser = _parser()
    try:
        tree = fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (LxmlError, ValueError):
        return None, True
    return tree, not any(error.type_name == "ERR_RESOURCE_LIMIT" for error in parser.error_log)


def lightened(tree: Tree) -> Tree:
    """Return `tree` without scripts and styles, of which no text comes, so that nothing copies them again and again.

    Linked data stays, in which an article may stand, but not megabytes of it. Tables that only lay out the page become
    plain containers.
    """
    for element in list(tree.iter("script", "style")):
        if element.get("type") != "application/ld+json" or len(element.text or "") > MOST_JSON:
            element.drop_tree()
    for table in tree.xpath(_LAYOUT):
        for around in [table, *table.iterancestors("table")]:
            for element in around.xpath(". | ./tr | ./tbody/tr | ./tr/td | ./tbody/tr/td"):
                element.tag = "div"
    return tree


def is_furniture(tree: Tree) -> bool:
    """Return whether all text of the page stands in what HTML calls navigation, foot, aside, form or button."""
    return not tree.xpath(_OWN_TEXT)
