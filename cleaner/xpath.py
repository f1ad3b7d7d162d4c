"""CSS and XPath expressions: to one compiled expression that names elements of a page."""

from collections.abc import Callable, Sequence
from functools import cache
from time import process_time
from typing import Any

from cleaner.patterns import lazy

# Gives the elements of a page, which is an element of lxml.
Finder = Callable[[Any], list[Any]]

# An id or a class by itself, as most are, from its attribute: 5 to 12 times as fast as what cssselect makes.
_ONE_NAME = lazy(r"([#.])([A-Za-z_][\w-]*+)")
_BY_ID = "//@id[. = '{0}']/.."
_BY_CLASS = "//@class[contains(., '{0}')][contains(concat(' ', normalize-space(.), ' '), ' {0} ')]/.."
# The attributes in which pages name their parts.
NAMING = ("id", "class", "role")
# An expression that needs longer than this for a page of 6,000 elements is refused; the bundled ones need 3 ms.
PAGE_SECONDS = 0.03
# Elements of the pages on which an expression is tried, small ones first: `//*[count(//*[count(//*) > 1]) > 1]` would
# take hours on the last. The first few are tried whenever an expression is read.
SIZES = (10, 30, 100, 300, 1000, 2000, 6000)
TRIED_AT_ONCE = 3


class ExpressionError(ValueError):
    """An expression that names no elements of a page; `hint` is the cure, where one is known."""

    def __init__(self, problem: str, hint: str = "") -> None:
        """Take the problem and the cure."""
        super().__init__(problem)
        self.hint = hint


def of_css(css: str) -> str:
    """Return the XPath of a CSS expression. Raise ExpressionError for one that is none, or that no tree can answer."""
    from cssselect import HTMLTranslator, SelectorError  # noqa: PLC0415 - most packs have no page rules

    found = _ONE_NAME.fullmatch(css)
    if found:
        return (_BY_ID if found[1] == "#" else _BY_CLASS).format(found[2])
    try:
        return str(HTMLTranslator().css_to_xpath(css))
    except SelectorError as error:
        hint = "ids are #name, classes .name, attributes [name='value']"
        raise ExpressionError(f"no CSS expression: {error}", hint) from error


def names_of(css: str) -> frozenset[str]:
    """Return texts one of which is in the `names_on` every page where `css` finds something; none if unknown.

    To look for them first saves nine tenths of the work: few pages have any one widget.
    """
    from cssselect import parse  # noqa: PLC0415

    names = [_name_of(alternative.parsed_tree) for alternative in parse(css)]
    return frozenset(names) if all(names) else frozenset()


def _name_of(part: Any) -> str:  # noqa: ANN401 - cssselect's parsed expressions have no common type
    """Return a name that `part` asks for, or nothing; what stands in `:not()` is not asked for."""
    from cssselect.parser import Attrib, Class, CombinedSelector, Hash  # noqa: PLC0415

    if isinstance(part, Hash | Class):
        return f"\n{part.id if isinstance(part, Hash) else part.class_name}\n"
    if isinstance(part, Attrib) and part.attrib in NAMING and part.value:
        return str(part.value.value) if part.operator in ("=", "^=", "~=", "*=", "$=", "|=") else ""
    parts = [part.subselector] if isinstance(part, CombinedSelector) else []
    parts += [part.selector] if hasattr(part, "selector") else []
    return next(filter(None, map(_name_of, parts)), "")


def names_on(tree: Any) -> str:  # noqa: ANN401 - an element of lxml
    """Return the ids, classes and roles of a page, each in a line."""
    values = "\n".join(dict.fromkeys(_naming()(tree)))
    return "\n".join(("", *dict.fromkeys(values.split()), *dict.fromkeys(values.splitlines()), ""))


@cache
def _naming() -> Finder:
    return compiled(" | ".join(f"//@{name}" for name in NAMING))


def compiled(xpath: str) -> Finder:
    """Return what finds the elements that `xpath`, which was checked, names."""
    from lxml.etree import XPath  # noqa: PLC0415

    return XPath(xpath, smart_strings=False)  # type: ignore[no-any-return]


def check(xpath: str) -> None:
    """Raise ExpressionError for an XPath that is none, names something else than elements, or would run for ever."""
    from lxml.etree import XPathError  # noqa: PLC0415

    try:
        find = compiled(xpath)
        found = find(_trial(SIZES[0]))
    except XPathError as error:
        raise ExpressionError(f"no XPath expression: {error}", "in '…' write \"…\" around values") from error
    if not isinstance(found, list) or not all(hasattr(one, "tag") for one in found):
        raise ExpressionError("names no elements", 'end in an element: //div[@id="…"]')
    everything = [one.tag for one in found if one.tag in ("html", "body", "p")]
    if everything:
        raise ExpressionError(f"names <{everything[0]}> on any page", "add an id, a class or an attribute")
    slow = slow_at(find, SIZES[:TRIED_AT_ONCE])
    if slow:
        raise ExpressionError(f"needs {PAGE_SECONDS} s for a page of {slow} elements", "no // within [ ]")


def slow_at(find: Finder, sizes: Sequence[int] = SIZES) -> int:
    """Return the first of `sizes`, in elements of a page, at which `find` is too slow; 0 where it is not."""
    return next((size for size in sizes if _is_slow(find, size)), 0)


def _is_slow(find: Finder, size: int) -> bool:
    return all(_seconds(find, size) > PAGE_SECONDS for _ in range(2))  # the first time may be another's fault


def _seconds(find: Finder, size: int) -> float:
    tree = _trial(size)
    start = process_time()
    find(tree)
    return process_time() - start


@cache
def _trial(size: int) -> Any:  # noqa: ANN401 - an element of lxml
    """Return a page of some `size` elements, with what every page has."""
    from lxml.html import document_fromstring  # noqa: PLC0415

    items = "<li class='a'><a href='/b' id='c'>d</a> <span title='e'>f</span>" * (size // 3)
    return document_fromstring(f"<html lang='en'><title>t</title><body class='a'><div id='b'><p>c</p><ul>{items}</ul>")
