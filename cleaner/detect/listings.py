"""Listings: breadcrumbs, menus in one line, bullet tickers, and runs of headlines at the edge of the text."""

from collections.abc import Iterable
from functools import lru_cache

from cleaner.document import Source
from cleaner.fold import MEMORY, REMEMBERED, core
from cleaner.patterns import IGNORECASE, lazy
from cleaner.rule import Level
from cleaner.shape import View, count_words, ends_sentence, fold_line, is_bulleted, is_headline

WHY = "A list of links at the edge of the text: breadcrumbs, a menu, a ticker."

_HOME = "home|homepage|start|startseite|accueil|inicio|início|página inicial|home page|strona główna|главная|αρχική|首页|首頁|portada|news|you are here|you are here: home|you are here: blog|sie sind hier|sie sind hier: startseite"
_HOMES = tuple(_HOME.split("|"))
_CRUMB = lazy(r" (?:>|»|›|→|>>|::|/|\\) ")
_FROM_HOME = lazy(rf"\W*+(?:{_HOME})\W*+", IGNORECASE)
_JOINTS = (" > ", " » ", " › ", " → ", " >> ", " :: ", " / ", " \\ ", " | ", " · ", " • ", " ‧ ", " ∙ ", " ■ ")
# One of these is in every joint.
_MARKS = tuple(sorted({joint.strip()[0] for joint in _JOINTS}))
_MENU = lazy(r" (?:\||·|•|‧|∙|■|/) ")


# A run of short lines among which this many were cut already is a menu: 98% chrome on labelled pages wherever it stands.
CUT_IN_RUN = 3
# Between prose lines one cut line vouches for so many others at most.
MIDDLE_SHARE = 3
# What also stands among the short lines of a buyer's guide (a name, `Best Value`, `Buy now`) tells of no menu, and what was
# weighed tells no more than it weighed.
SILENT = ("/ads#", "#shop-links", "#loading", "#also-read-link-anywhere", "detect/scorer")
# So many short lines in a row above the first prose line are one without that: 99.9% chrome on whole pages.
LONG_RUN = 16
ITEM_WORDS = 5
# Nothing but headlines below the last prose line: 97% chrome in extracted text from four on with six words each. Bulleted
# ones are article half of the time, and shorter ones may be verse.
HEADLINES = 4
HEADLINE_WORDS = 6
# The last step of a path is a title from so many words on; a copy of it may lack its end.
TITLE_WORDS = 4
TITLE_START = 40


def find(view: View, source: Source, level: Level) -> Iterable[int]:
    """Return the positions of breadcrumbs above the first prose line, of menus in one line, and of runs of menu items."""
    first, last = view.first_prose, view.last_prose
    if first < 0:
        return ()
    found: set[int] = set()
    text = view.text
    if any(mark in text for mark in _MARKS):
        found.update(at for at in range(len(view.lines)) if _leads_here(view, at, first))
        found.update(at for at in (*range(first), *range(last + 1, len(view.lines))) if _is_menu(view.lines[at]))
    found.update(_headlines(view, last + 1))
    if first > LONG_RUN or sum(view.cuts) >= CUT_IN_RUN:
        found.update(_runs(view, first))
    return found


def _headlines(view: View, start: int) -> range:
    """Return the lines from `start` to the end if all of them are headlines, too long on average to be verse."""
    stop = len(view.lines)
    if stop - start < HEADLINES or not all(_is_other_headline(line) for line in view.lines[start:]):
        return range(0)
    # Rows of a table that lost its columns hold figures; few headlines do.
    if sum(any(map(str.isdigit, line)) for line in view.lines[start:]) * 2 > stop - start:
        return range(0)
    words = sum(map(count_words, view.lines[start:]))
    return range(start, stop) if words >= HEADLINE_WORDS * (stop - start) else range(0)


def _is_other_headline(line: str) -> bool:
    """Return whether `line` is a headline, and neither a bullet, nor numbered, nor a row of a table."""
    bare = line.strip()
    if is_bulleted(bare) or bare[0].isdigit() or bare[0].islower() or "  " in bare or "\t" in bare or " | " in bare:
        return False
    return is_headline(bare)


def _runs(view: View, first: int) -> Iterable[int]:
    """Yield the positions of short lines in runs that are menus, a title at the end of the head apart."""
    start = 0
    for stop in range(len(view.lines) + 1):
        if stop < len(view.lines) and _is_item(view.lines[stop]):
            continue
        edge = stop <= first or start > view.last_prose
        cut = sum(view.cuts[start : stop + 1])
        if cut >= CUT_IN_RUN and not edge:
            cut -= _silent(view, start, stop)
        is_menu = cut >= CUT_IN_RUN and (edge or (cut * MIDDLE_SHARE >= stop - start and not _goes_on(view, start, stop)))
        if is_menu or (stop <= first and stop - start >= LONG_RUN):
            # The last line above the text may be its title, if it is more than a word or two; the first one below text may
            # sign it: `XX, Die Redaktion`, `Love and light,`.
            title = stop <= first and start < stop and count_words(view.lines[stop - 1]) >= 3
            signs = 0 < start < stop and view.prose[start - 1] and not view.cuts[start] and "," in view.lines[start]
            yield from range(_behind_list(view, start, stop) + signs, stop - title)
        start = stop + 1


def _goes_on(view: View, start: int, stop: int) -> bool:
    """Return whether lines `start:stop` are the last items of a list that begins above them, in longer ones."""
    if start in (0, stop) or view.cuts[start]:
        return False
    return is_bulleted(view.lines[start - 1]) and is_bulleted(view.lines[start])


def _behind_list(view: View, start: int, stop: int) -> int:
    """Return where lines `start:stop` no longer go on with a list that begins above them: what a credit takes, say.

    A footer that stands directly below such a list makes one run of both.
    """
    at = start
    if _goes_on(view, start, stop):
        while at < stop and not view.cuts[at] and is_bulleted(view.lines[at]):
            at += 1
    return at


def _silent(view: View, start: int, stop: int) -> int:
    """Return how many lines from `start` to `stop` were cut by what tells nothing of the lines beside them."""
    return sum(any(mark in name for mark in SILENT) for names in view.cut_by[start : stop + 1] for name in names)


def _is_item(line: str) -> bool:
    return len(line) <= REMEMBERED and _may_be_item(line)


@lru_cache(MEMORY)
def _may_be_item(line: str) -> bool:
    """Return whether `line` may be an item of a menu: at most five words, no sentence, an upper-case letter first.

    Numbered lines are rankings and steps, figures begin ingredients and results, a small letter goes on with a
    sentence (`for 12 people`), a colon at the end opens a list of the article's, and a menu hides its addresses: `Source:
    https://example.org/a` signs an article.
    """
    if line.count(" ") >= 2 * ITEM_WORDS or "://" in line:
        return False
    bare = core(line)
    if bare[:1].isdigit() or bare[:1].islower() or not bare[:1].isalnum() or line[-1] == ":":
        return False
    return count_words(line) <= ITEM_WORDS and not ends_sentence(line)


def _leads_here(view: View, at: int, first: int) -> bool:
    """Return whether a line is a breadcrumb, above the first prose line, or anywhere if it leads from home.

    `Home » Lifestyle » Olive, canola oil can prevent chronic diseases` is all that some pages keep of their title: a path
    that ends in a title is chrome only if that stands elsewhere too.
    """
    if at >= first and not view.folded[at].startswith(_HOMES):
        return False
    parts = _breadcrumb(view.lines[at])
    if not parts or (at >= first and not _FROM_HOME.fullmatch(parts[0])):
        return False
    title = fold_line(parts[-1]).rstrip(" .…")
    if count_words(title) < TITLE_WORDS:
        return True
    return any(title[:TITLE_START] in line for other, line in enumerate(view.folded) if other != at)


def _breadcrumb(line: str) -> list[str]:
    """Return the steps if `line` is a path of short names; one step is enough where it leads from home."""
    if len(line) > 200 or not any(joint in line for joint in _JOINTS):
        return []
    parts = _CRUMB.split(line.strip())
    if len(parts) < 2:
        return []
    if _FROM_HOME.fullmatch(parts[0]):
        return parts if all(count_words(part) <= 20 for part in parts) else []
    slashes = " / " in line
    is_path = len(parts) >= (4 if slashes else 3) and all(count_words(part) <= 5 for part in parts[:-1])
    return parts if is_path else []


def _is_menu(line: str) -> bool:
    """Return whether `line` is four or more short items with a bar or a dot between them."""
    if not any(joint in line for joint in _JOINTS):
        return False
    bare = line.strip()
    parts = _MENU.split(bare)
    if len(parts) < 4 or bare[0] == "|" or ends_sentence(line) or not all(0 < count_words(part) <= 5 for part in parts):
        return False
    if "[" in bare or "<" in bare:
        return False  # a command's synopsis: `git tag [-a | -s | -u <key-id>] [-f]`
    # Rows of tables hold figures, and trafilatura writes their bars at the edges too.
    return sum(any(map(str.isdigit, part)) for part in parts) * 4 <= len(parts)
