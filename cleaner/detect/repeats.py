"""Repeats: the same long paragraph again, the whole article again, and truncated copies of a paragraph.

An exact repeat of 8 or more words is article in 0.2% of cases on labelled pages, but those are refrains, list items and
quotes: so a copy needs 20 words by itself, or a second prose line that is copied with it in the same order. Short
passages that an article says twice are its own, or as good as.
"""

from collections.abc import Iterable
from functools import partial
from itertools import accumulate
from typing import NamedTuple

from cleaner.document import Source
from cleaner.rule import Level
from cleaner.shape import View, count_words, ends_in_ellipsis, is_bulleted

WHY = "The same paragraph stands above: a copy of the article, or of part of it."

COPY_WORDS = 20
TRUNCATED_WORDS = 8
# A passage of so few lines and so many words, both times amid prose of its own, is the article's own more often than not
# (63% of the words on labelled pages): a refrain, the terms of a plan, what a calendar says of each event.
PASSAGE_LINES, PASSAGE_WORDS = 4, 40
PROSE_ABOVE, PROSE_BETWEEN, PROSE_BELOW = 4, 3, 5
# The same of a long lead that is said again after a paragraph or two, with the article going on below (61% of the words).
LEAD_BETWEEN, LEAD_BELOW = (1, 2), 3


def find(view: View, source: Source, level: Level) -> Iterable[int]:
    """Return the positions of lines that are copies of earlier ones, and of truncated copies of any other."""
    found = _truncated(view)
    folded = view.folded
    if len(set(folded)) == len(folded):
        return found
    first: dict[str, int] = {}
    copy_of = [first.setdefault(line, at) for at, line in enumerate(folded)]
    recurs = partial(_recurs, view, copy_of, _Prose.of(view, copy_of))
    for at, origin in enumerate(copy_of):
        if origin < at and at not in found and _is_anchor(view, copy_of, at):
            run = _run(view, copy_of, at)
            if level == Level.THOROUGH or not recurs(run):
                found.update(run)
    return found


class _Prose(NamedTuple):
    """How many prose lines stand above each line, and at the end; and how many of them are no copies."""

    above: list[int]
    fresh: list[int]

    @classmethod
    def of(cls, view: View, copy_of: list[int]) -> "_Prose":
        fresh = (prose and copy_of[at] == at for at, prose in enumerate(view.prose))
        return cls([0, *accumulate(view.prose)], [0, *accumulate(fresh)])


def _recurs(view: View, copy_of: list[int], prose: _Prose, run: set[int]) -> bool:
    """Return whether the copies in `run` are a passage that the article says again: its lead, or amid other prose."""
    if len(run) > PASSAGE_LINES or sum(count_words(view.folded[at]) for at in run) < PASSAGE_WORDS:
        return False
    start, stop = min(run), max(run) + 1
    origin, end = copy_of[start], copy_of[stop - 1] + 1
    above, between = prose.above[origin], max(0, prose.above[start] - prose.above[end])
    below = prose.fresh[-1] - prose.fresh[stop]
    if above == 0 and between in LEAD_BETWEEN and below >= LEAD_BELOW:
        return True
    return above >= PROSE_ABOVE and between >= PROSE_BETWEEN and below >= PROSE_BELOW


def _is_anchor(view: View, copy_of: list[int], at: int) -> bool:
    """Return whether line `at`, a copy, is long enough to be one by itself or together with a neighbour.

    An item of a list needs a neighbour too: a training plan says `Warm up, 10 to 20 minutes of ...` on every day.
    """
    if count_words(view.folded[at]) >= COPY_WORDS and not is_bulleted(view.lines[at]):
        return True
    if not view.prose[at]:
        return False
    return any(
        0 <= other < len(copy_of) and view.prose[other] and copy_of[other] == copy_of[at] + step
        for step, other in ((1, at + 1), (-1, at - 1))
    )


def _run(view: View, copy_of: list[int], at: int) -> set[int]:
    """Return the run of lines around `at` that copy the lines around its origin, short ones included."""
    origin = copy_of[at]
    found = {at}
    for step in (1, -1):
        here, there = at + step, origin + step
        while there >= 0 and there < at and 0 <= here < len(copy_of) and copy_of[here] == copy_of[there] < here:
            if step == -1 and here <= origin:
                break
            found.add(here)
            here, there = here + step, there + step
        if step == 1 and here < len(copy_of) and there < at and _breaks_off(view.folded[here], view.folded[there]):
            found.add(here)
    return found


def _breaks_off(copy: str, whole: str) -> bool:
    bare = copy.rstrip(".… ")
    return len(bare) < len(whole) and whole.startswith(bare) and count_words(bare) >= TRUNCATED_WORDS


def _truncated(view: View) -> set[int]:
    """Return lines that end in an ellipsis and are the beginning of another, longer line."""
    found: set[int] = set()
    for at, line in enumerate(view.folded):
        last = line[-1]
        if last.isalnum() or (last == "." and line[-2:] not in ("..", " .")):
            continue
        if ends_in_ellipsis(line):
            bare = line.rstrip(".…)][( ")
            if count_words(bare) >= TRUNCATED_WORDS and any(
                len(other) > len(line) and other.startswith(bare) for other in view.folded
            ):
                found.add(at)
    return found
