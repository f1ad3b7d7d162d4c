"""Titles: the title echoed at the head, before or after a caption, and again at the tail; the first one stays.

Of one in a list of headlines and one that is not the second stays: it stands above its text, and the list is a menu.
"""

from collections.abc import Iterable

from cleaner.document import Source
from cleaner.fold import core, key
from cleaner.rule import Level
from cleaner.shape import View, count_words, ends_sentence, is_bulleted, is_headline

WHY = "The title again: it stands elsewhere already."

# Between a title and the site's name, of at most so many words, in the page's <title>.
_JOINTS = (" | ", " - ", " – ", " — ", " :: ", " » ", " « ", " · ", " • ")
_SITE_WORDS = 5


def find(view: View, source: Source, level: Level) -> Iterable[int]:
    """Return the positions of echoes: above the first prose line, and below the last one."""
    if view.first_prose <= 0:
        return ()
    head, last = range(view.first_prose), view.last_prose
    title = core(key(source.title)) if source.title else ""
    seen: dict[str, int] = {}
    found: set[int] = set()
    for at in head:
        text = core(view.folded[at])
        if text in seen and _is_listed(view, seen[text]) and not _is_listed(view, at):
            found.add(seen[text])
            seen[text] = at
        elif text in seen:
            found.add(at)
        elif text == title or _could_be_title(text):
            seen[text] = at
    for at in head:  # `Title | Site` beside `Title`: the plain one stays
        if at not in found and _is_with_site_name(view.folded[at], seen):
            found.add(at)
    for at in range(last + 1, len(view.lines)):
        text = core(view.folded[at])
        # A story may end in its title, as a sentence: `The door was open all along.`
        if (text in seen and not ends_sentence(view.lines[at])) or _is_with_site_name(view.folded[at], seen):
            found.add(at)
    return found


def _is_listed(view: View, at: int) -> bool:
    """Return whether a line is an item, or stands in one block with a headline on both sides, or with two below it.

    `Read today...` above the first of a list is too short for a headline.
    """
    if is_bulleted(view.lines[at]):
        return True
    above = at > 0 and not view.gaps[at] and is_headline(view.lines[at - 1])
    return _is_next_headline(view, at + 1) and (above or _is_next_headline(view, at + 2))


def _is_next_headline(view: View, at: int) -> bool:
    return at < len(view.lines) and not view.gaps[at] and is_headline(view.lines[at])


def _could_be_title(text: str) -> bool:
    """Return whether a line may be a title: three words or more, or two long ones; menus have shorter lines."""
    words = count_words(text)
    return words >= 3 or (words == 2 and len(text) >= 12)


def _is_with_site_name(folded: str, titles: dict[str, int]) -> bool:
    for joint in _JOINTS:
        if joint in folded:
            title, _, site = folded.rpartition(joint)
            # A row of a table ends in a joint and nothing: `| Summary: the rates of all states | |` is no echo of itself.
            if any(map(str.isalnum, site)) and len(site.split()) <= _SITE_WORDS and core(title) in titles:
                return True
    return False
