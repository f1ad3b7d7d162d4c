"""Which of a line's words the article's prose has too: lines of an article are about what it is about, chrome is not.

Only words of five letters and more, by their first six letters, so that endings and most marks do not matter; in scripts
without spaces pairs of characters.
"""

from collections.abc import Sequence

from cleaner.detect.lines import Line

OPENING = 3  # prose lines that say what an article is about
MOST = 60  # words of a line; more are as many

# How many words of a line count, how many twentieths of them, and one, stand in the prose, and how many in its opening.
Share = tuple[int, int, int]
NAMES = ("content", "shared", "opening")
# Whether a settled line is looked at hangs on cuts, which a text that is cleaned again does not have: all are the same.
_SETTLED: Share = (10, 11, 1)
_NOTHING: Share = (0, 0, 0)


def shares(lines: Sequence[Line], calm: Sequence[bool]) -> list[Share]:
    """Return for each line what it shares with the prose of the document, itself apart; settled lines have a fixed one."""
    proses = [*dict.fromkeys([line.about for line in lines if line.prose])]
    opening = frozenset().union(*proses[:OPENING])
    once: set[str] = set()
    twice: set[str] = set()
    for about in proses:
        twice |= once & about
        once |= about
    found: list[Share] = []
    for line, still in zip(lines, calm, strict=True):
        about = line.about
        size = len(about)
        if still:
            found.append(_SETTLED)
        elif not size:
            found.append(_NOTHING)
        else:
            both = len(about & (twice if line.prose else once))
            found.append((min(size, MOST), 20 * both // size + 1, 20 * len(about & opening) // size + 1))
    return found
