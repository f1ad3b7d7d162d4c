"""Lines that the line scorer spares, whatever they score: the likely title, and one item alone of a list that stays."""

from cleaner.document import Source
from cleaner.fold import core, key
from cleaner.shape import View, count_words, is_bulleted, is_headline

# A headline of fewer words is rather a menu item than the title.
TITLE_WORDS = 3


def unspared(view: View, source: Source, found: set[int]) -> list[int]:
    """Return the positions in `found`, in order, of lines that are not spared."""
    titles = likely_titles(view, source)
    found = found - titles
    return [at for at in sorted(found) if not _is_lone_item(view, at, found)]


def likely_titles(view: View, source: Source) -> frozenset[int]:
    """Return the positions above the first prose line that may hold the title.

    They are lines that equal the source's title, the last headline and the one that stands directly above it, and the
    first line if it is a headline of three words or more.
    """
    head = range(view.first_prose)
    title = core(key(source.title)) if source.title else ""
    found = {at for at in head if title and core(view.folded[at]) == title}
    headlines = [at for at in head if _may_be_title(view.lines[at])]
    if headlines:
        found.add(headlines[-1])
        found.update(at for at in headlines[-2:-1] if at == headlines[-1] - 1)
        found.update(at for at in headlines[:1] if at == 0)
    return frozenset(found)


def _may_be_title(line: str) -> bool:
    return is_headline(line) and count_words(line) >= TITLE_WORDS


def _is_lone_item(view: View, at: int, found: set[int]) -> bool:
    """Return whether line `at` is an item of a list, beside items none of which is in `found`.

    Of three things that somebody listed, `• Zdrowie` is in every Polish menu too; menus go by more than one item.
    """
    if not is_bulleted(view.lines[at]):
        return False
    beside = [other for other in (at - 1, at + 1) if 0 <= other < len(view.lines) and not view.gaps[max(other, at)]]
    items = [other for other in beside if is_bulleted(view.lines[other])]
    return bool(items) and found.isdisjoint(items)
