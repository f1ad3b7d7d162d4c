"""Listings: breadcrumbs, menus in one line, bullet tickers, and runs of headlines at the edge of the text."""

from collections.abc import Iterable

import regex

from cleaner.document import Source
from cleaner.rule import Level
from cleaner.shape import View, count_words, ends_sentence

WHY = "A list of links at the edge of the text: breadcrumbs, a menu, a ticker."

_HOME = (
    "home|homepage|start|startseite|accueil|inicio|início|página inicial|home page|strona główna|главная|αρχική|首页|首頁|portada|news|you are here"
)
_CRUMB = regex.compile(r" (?:>|»|›|→|>>|::|/|\\) ")
_FROM_HOME = regex.compile(rf"\W*+(?:{_HOME})\W*+", regex.IGNORECASE)
_MENU = regex.compile(r" (?:\||·|•|‧|∙|■|/) ")


def find(view: View, source: Source, level: Level) -> Iterable[int]:
    """Return the positions of breadcrumbs above the first prose line and of menus above it and below the last one."""
    if True not in view.prose:
        return ()
    first = view.prose.index(True)
    last = len(view.prose) - 1 - view.prose[::-1].index(True)
    found = {at for at in range(first) if _is_breadcrumb(view.lines[at]) or _is_menu(view.lines[at])}
    found.update(at for at in range(last + 1, len(view.lines)) if _is_menu(view.lines[at]))
    return found


def _is_breadcrumb(line: str) -> bool:
    """Return whether `line` is a path of short names; one step is enough where it leads from home."""
    if len(line) > 200:
        return False
    parts = _CRUMB.split(line.strip())
    if len(parts) < 2:
        return False
    if _FROM_HOME.fullmatch(parts[0]):
        return all(count_words(part) <= 20 for part in parts)
    slashes = " / " in line
    return len(parts) >= (4 if slashes else 3) and all(count_words(part) <= 5 for part in parts[:-1])


def _is_menu(line: str) -> bool:
    """Return whether `line` is four or more short items with a bar or a dot between them."""
    parts = _MENU.split(line.strip())
    return len(parts) >= 4 and not ends_sentence(line) and all(count_words(part) <= 5 for part in parts)
