"""What a page says of itself: title, author, date, language, address. Read from its tree, without a search of the text.

trafilatura's own search halves its rate; what it finds beyond this are dates and names in the running text.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple
from urllib.parse import urljoin

from cleaner.formats.markup import MOST_JSON, Tree

_LONGEST = 500  # characters of a title or a name

_TITLES = (
    *("og:title", "citation_title", "dc.title", "dcterms.title", "headline", "parsely-title", "sailthru.title"),
    "twitter:title",
)
_AUTHORS = (
    *("author", "article:author", "dc.creator", "dcterms.creator", "citation_author", "parsely-author"),
    *("sailthru.author", "byl"),
)
_DATES = (
    *("article:published_time", "og:published_time", "datepublished", "citation_publication_date", "dc.date.issued"),
    *("dcterms.created", "dc.date", "parsely-pub-date", "sailthru.date", "pubdate", "publishdate"),
    *("publication_date", "date"),
)
_LANGUAGES = ("content-language", "og:locale", "dc.language", "language")

_DAY = re.compile(r"((?:19|20)\d\d)[-/.]?(0[1-9]|1[0-2])[-/.]?(0[1-9]|[12]\d|3[01])(?!\d)")
_LANGUAGE = re.compile(r"\s*([a-z]{2,3})(?:[-_].*)?\s*", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://[^\s/]+\S*", re.IGNORECASE)
# Between a title and the site's name in the page's <title>.
_JOINTS = (" | ", " - ", " – ", " — ", " :: ", " » ", " « ", " · ", " • ")


# The letters that a text in a language is written in; other languages may be written in any.
_LETTERS = {
    **dict.fromkeys(("en", "de", "fr", "es", "pt", "it", "nl", "pl"), re.compile("[A-Za-zÀ-ɏ]")),
    "ru": re.compile("[Ѐ-ӿ]"),
    "el": re.compile("[Ͱ-Ͽἀ-῿]"),
    "zh": re.compile("[一-鿿]"),
}
_LOOKED_AT = 2000
_DENSE_LANGUAGES = frozenset({"zh", "ja", "ko"})
_DENSE = re.compile("[一-鿿぀-ヿ가-힯]")


class About(NamedTuple):
    """What a page says of itself; an empty string means that it says nothing.

    `date` is the day of publication as `YYYY-MM-DD`, `language` a code without its region, `url` an absolute address.
    """

    title: str = ""
    author: str = ""
    date: str = ""
    language: str = ""
    url: str = ""


def about(tree: Tree, url: str = "") -> About:
    """Return what the page `tree` says of itself; `url` is its address where that is known."""
    metas = _metas(tree)
    title, author, date = _first(metas, _TITLES), _author(_first(metas, _AUTHORS)), _day(_first(metas, _DATES))
    if not (title and author and date):
        data = _linked_data(tree)
        title, author, date = title or data["title"], author or _author(data["author"]), date or _day(data["date"])
    return About(_title(tree, title), author, date or _day_in_body(tree), _language(tree, metas), _url(tree, metas, url))


def _metas(tree: Tree) -> dict[str, str]:
    """Return the first content of each <meta>, by its name in lower case."""
    found: dict[str, str] = {}
    for meta in tree.iter("meta"):
        content = (meta.get("content") or "").strip()
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or meta.get("http-equiv") or ""
        if content and name:
            found.setdefault(name.strip().lower(), content)
    return found


def _first(metas: Mapping[str, str], names: tuple[str, ...]) -> str:
    return next((_plain(metas[name]) for name in names if name in metas), "")


def _plain(text: str) -> str:
    return " ".join(text.split())[:_LONGEST]


def _title(tree: Tree, told: str) -> str:
    """Return what the page tells as title, else its <title>; its only headline if that is the same without the site."""
    headlines = [_plain(h1.text_content()) for h1 in tree.iter("h1")]
    headline = headlines[0] if len(headlines) == 1 else ""
    if not told:
        element = next(tree.iter("title"), None)
        told = _plain(element.text_content()) if element is not None else ""
    if headline and (not told or any(told.startswith(headline + joint) for joint in _JOINTS)):
        return headline
    return told


def _author(text: str) -> str:
    return "" if _ADDRESS.match(text) else text.removeprefix("By ").removeprefix("by ")


def _day(text: str) -> str:
    found = _DAY.match(text)
    return "-".join(found.groups()) if found else ""


def _day_in_body(tree: Tree) -> str:
    """Return the day of the first <time> that is marked as the publication's, or that stands alone on the page."""
    times = [time for time in tree.iter("time") if time.get("datetime")]
    marked = [time for time in times if time.get("pubdate") is not None or "datePublished" in (time.get("itemprop") or "")]
    found = marked[:1] or (times if len(times) == 1 else [])
    return _day(found[0].get("datetime").strip()) if found else ""


def _language(tree: Tree, metas: Mapping[str, str]) -> str:
    root = tree.getroottree().getroot()
    told = root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or root.get("xml:lang")
    for text in (told, *(metas.get(name) for name in _LANGUAGES)):
        found = _LANGUAGE.fullmatch(text or "")
        if found:
            return found[1].lower()
    return ""


def in_script(language: str, text: str) -> bool:
    """Return whether most letters of `text` are those of `language`; templates say `lang="en"` over any text."""
    letters = _LETTERS.get(language)
    head = text[:_LOOKED_AT]
    return letters is None or 2 * len(letters.findall(head)) >= sum(map(str.isalpha, head))


def is_dense(language: str, title: str) -> bool:
    """Return whether a page is in a script that needs few letters for a sentence, as far as language and title tell."""
    return language in _DENSE_LANGUAGES or 2 * len(_DENSE.findall(title)) > len(title)


def _url(tree: Tree, metas: Mapping[str, str], known: str) -> str:
    links = (link.get("href") for link in tree.iter("link") if (link.get("rel") or "").lower() == "canonical")
    for told in (next(links, None), metas.get("og:url"), metas.get("twitter:url")):
        try:
            url = urljoin(known, (told or "").strip())
        except ValueError:  # `https://[`
            continue
        if _ADDRESS.fullmatch(url):
            return str(url)
    return known


def _linked_data(tree: Tree) -> dict[str, str]:
    """Return title, author and date of the first article in the page's ld+json."""
    found = {"title": "", "author": "", "date": ""}
    left = MOST_JSON
    for script in tree.iter("script"):
        text = script.text or ""
        if script.get("type") != "application/ld+json" or len(text) > left:
            continue
        left -= len(text)
        try:
            things = list(_things(json.loads(text, strict=False)))
        except (ValueError, RecursionError):
            continue
        for thing in things:
            for key, name in (("title", "headline"), ("author", "author"), ("date", "datePublished")):
                found[key] = found[key] or _name(thing.get(name))
    return found


def _things(data: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - JSON
    """Yield the things of ld+json: one, a list of them, or a graph."""
    for thing in data if isinstance(data, list) else [data]:
        if isinstance(thing, dict):
            yield thing
            graph = thing.get("@graph")
            yield from (one for one in (graph if isinstance(graph, list) else ()) if isinstance(one, dict))


def _name(value: Any) -> str:  # noqa: ANN401 - JSON
    """Return a text of ld+json, or the names of the person or persons that it is."""
    if isinstance(value, list):
        return ", ".join(filter(None, map(_name, value)))
    if isinstance(value, dict):
        value = value.get("name")
    return _plain(str(value)) if isinstance(value, str) else ""
