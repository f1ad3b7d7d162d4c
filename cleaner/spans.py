"""How far a hit reaches: the line, its block, its section, the rest; and what must stand above it."""

from collections.abc import Callable
from functools import cache

from cleaner.forms import PATTERN_SECONDS, ran_too_long
from cleaner.patterns import VERSION1, compiled
from cleaner.rule import Drop, Rule, Zone
from cleaner.shape import KINDS, View, ends_in_ellipsis, is_bulleted, is_headline

_LINE, _ANY = Drop.LINE, Zone.ANY
# A section or a block takes at most this many lines; a rest is not bounded, but every line of it must look right.
MAX_LINES = 15


@cache
def looks(kind: str) -> Callable[[str], bool]:
    """Return the test for `kind`: a word of shape.KINDS, or a pattern that describes one whole line."""
    if kind in KINDS:
        return KINDS[kind]
    pattern = compiled(kind, VERSION1)
    return lambda text: pattern.fullmatch(text.strip(), timeout=PATTERN_SECONDS) is not None


def in_zone(rule: Rule, view: View, at: int) -> bool:
    """Return whether line `at` lies in the rule's zone."""
    if rule.zone is _ANY:
        return True
    match rule.zone:
        case Zone.HEAD:
            return at < view.head()
        case Zone.TAIL:
            return at >= view.tail()
        case Zone.TOP:
            return at < view.first_prose
        case Zone.BOTTOM:
            return at > view.last_prose >= 0
    return False


def reach(rule: Rule, view: View, at: int) -> range:
    """Return the positions of the lines that go because `rule` matched line `at`; empty where it does not act.

    Raise DocumentError where a pattern of the rule runs out of time.
    """
    try:
        return _reach(rule, view, at)
    except TimeoutError as error:
        raise ran_too_long(rule) from error


def _reach(rule: Rule, view: View, at: int) -> range:
    if rule.drop is _LINE and not rule.after:
        return range(at, at + 1)
    if rule.after and not (at > 0 and looks(rule.after)(view.lines[at - 1])):
        return range(0)
    if rule.drop is Drop.BLOCK:
        return _block(view, at)
    if rule.drop is Drop.SECTION:
        stop = at + 1
        follows = looks(rule.follow)
        while stop < len(view.lines) and stop - at <= MAX_LINES and follows(view.lines[stop]):
            stop += 1
            if stop - at > 2 and stop < len(view.lines) and view.gaps[stop] and not any(view.gaps[at + 2 : stop]):
                break  # the items stand in one block, so what is apart from it is another matter: a heading, a title
        if at + 1 < stop <= view.first_prose and _may_be_title(view.lines[stop - 1]):
            stop -= 1  # a list above the text ends where the title begins, which looks like one more of them
        return range(at, stop) if stop > at + 1 else range(0)
    if rule.drop is Drop.REST:
        follows = looks(rule.follow)
        return range(at, len(view.lines)) if all(follows(line) for line in view.lines[at + 1 :]) else range(0)
    return range(at, at + 1)


def _may_be_title(line: str) -> bool:
    bare = line.lstrip()
    return is_headline(bare) and not (is_bulleted(bare) or ends_in_ellipsis(bare) or bare[0].isdigit())


def _block(view: View, at: int) -> range:
    """Return the lines between the blank ones around `at`; only `at` where the block is longer than a block is.

    Texts without blank lines are one block from title to end: 004 of the first documents this was tried on.
    """
    start, stop = at, at + 1
    while not view.gaps[start]:
        start -= 1
    while stop < len(view.lines) and not view.gaps[stop]:
        stop += 1
    return range(start, stop) if stop - start <= MAX_LINES else range(at, at + 1)
