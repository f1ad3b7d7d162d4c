"""The fuse: whether so much of a document would go that it is left alone. Every rule and every detector is wrong somewhere.

It counts words of prose lines only: a fuse on all words would refuse most whole pages. Copies and echoed titles do not
count, and a line that stands there twenty times counts once. No rule may take more than the share of the level by itself.
Detectors, and several rules that each say the same of other lines, may take more than that from around an article: on
4,700 labelled pages and extracts some forty had more chrome in sentences than article (comments of a blog, teasers of a
front page), and what was left of them was the article, but for one list of dated teasers, mistaken for comments with a
paragraph above; and five short paragraphs may stand above as many sentences on cookies, newsletters and rights. So a
document that stands up to each rule is cleaned where one body of prose, hardly touched within, is left.
"""

from collections import Counter
from collections.abc import Container

from cleaner.draft import Draft
from cleaner.rule import Level
from cleaner.ruleset import DETECT
from cleaner.shape import View, count_words

# The share of the words in prose lines that may go.
FUSE = {Level.CAREFUL: 0.3, Level.STANDARD: 0.5, Level.THOROUGH: 0.6}
# Below this many words in prose lines a share says little: one notice may be half of a short text.
FUSE_WORDS = 60
# A body has so many words, and so large a share of all, and for each word within it that goes so many that stay.
BODY_WORDS = 100
BODY_SHARE = 0.1
BODY_WHOLE = 10
_COPIES = (DETECT + "repeats", DETECT + "titles")


def refusal(before: View, draft: Draft, level: Level) -> str:
    """Return why too much prose went between `before` and the cuts of `draft`, or an empty string."""
    gone = _gone(before, draft)
    if not gone:
        return ""
    lost = sum(map(count_words, gone))
    if lost <= FUSE_WORDS and draft.view().first_prose >= 0:
        return ""
    sizes = {line: count_words(line) for at, line in enumerate(before.folded) if before.is_prose(at)}
    total = sum(sizes.values())
    most = FUSE[level] * total
    if lost <= most or (level is not Level.CAREFUL and _stands(sizes, gone, most)):
        return ""
    return f"{lost} of {total} words in prose lines would have gone"


def _gone(before: View, draft: Draft) -> dict[str, str]:
    """Return the prose lines that went, folded, each with the name of what took it; none of which a copy stays."""
    cut_by, folded = draft.cut_by, draft.folded
    if not cut_by:
        return {}
    cut = [at for at, number in enumerate(before.numbers) if number in cut_by and cut_by[number] not in _COPIES]
    gone = {before.folded[at]: cut_by[before.numbers[at]] for at in cut if before.is_prose(at)}
    if not gone:
        return {}
    view = draft.view()
    stays = {line for at, line in enumerate(view.folded) if view.is_prose(at)}
    stays.update([folded[at] for at, name in cut_by.items() if name in _COPIES])
    return {line: name for line, name in gone.items() if line not in stays}


def _stands(sizes: dict[str, int], gone: dict[str, str], most: float) -> bool:
    """Return whether no rule took more than `most` words by itself, and what is left has a body."""
    by_rule: Counter[str] = Counter()
    for line, name in gone.items():
        if not name.startswith(DETECT):
            by_rule[name] += sizes[line]
    if max(by_rule.values(), default=0) > most:
        return False
    return _body(sizes, gone) >= max(BODY_WORDS, BODY_SHARE * sum(sizes.values()))


def _body(sizes: dict[str, int], gone: Container[str]) -> int:
    """Return the words of the longest run of prose lines that stays all but whole; `sizes` are in the order of the text."""
    best = kept = balance = 0
    for line, size in sizes.items():
        if line in gone:
            balance -= BODY_WHOLE * size
        else:
            balance += size
            kept += size
        if balance <= 0:
            kept = balance = 0
        best = max(best, kept)
    return best
