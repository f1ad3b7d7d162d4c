"""Comments: blocks of a name, a date and time (or `2 hours ago`, `Anna says`) and a few lines of text, again and again.

On labelled pages five such blocks below the article are 99.8% chrome wherever they stand, and three are where a rule of
comments cut something above them. Dates without a time head events and releases as often, so they need such a trace too.
Threads are articles: there is little prose above their first post.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise

from cleaner.document import Source
from cleaner.fold import MEMORY, may_hold_figures
from cleaner.patterns import IGNORECASE, lazy
from cleaner.rule import Level
from cleaner.shape import View, count_words, ends_sentence, is_prose
from cleaner.slots import SLOTS, compiled

WHY = "Comments: block after block of a name, a date and a few lines of text."

HEADS, TRACED_HEADS = 5, 3  # so many blocks are comments; so many where a rule cut some of their furniture
HEAD_CHARS, HEAD_WORDS = 110, 14
BLOCK_LINES, BLOCK_WORDS = 14, 400
TEXT_WORDS = 6  # a block has a line of so many words at least; half of all blocks must
MEAN_WORDS = 150  # entries of a live blog are longer than comments
ARTICLE_WORDS = 100  # words of prose above the first block
NAME_WORDS = 5

_TRACE = "comment"  # in the names of rules of comments
_CLOCK = lazy(r"\d(?: ?[:.h] ?[0-5]\d| ?[ap]\.? ?m| ?uhr| ?h\b)")  # what every time has, found fast
_DIGIT = lazy(r"\d")
_DATE = lazy(rf"(?<!\w)(?:{SLOTS['date'][0]})", IGNORECASE, compiled)
_TIME = lazy(rf"(?<![\w:.])(?:{SLOTS['time'][0]})(?!\w)", IGNORECASE, compiled)
_AGO = lazy(
    r"\b\d{1,2}\+? ?\p{L}{1,8}\.? ago\b|\b(?:vor|hace|il y a|há|fa) (?:\d{1,2}|eine[mr]|una?|une|uma?) \p{L}{2,12}"
    r"|\b\d{1,2} \p{L}{2,12} (?:fa|geleden|temu|назад|atrás)\b"
    r"|\d ?(?:秒|分钟|小时|天|周|个月|年)前|πριν (?:από )?\d{1,2} \p{L}"
)
_AGO_WORDS = (" ago", "vor ", "hace ", "il y a ", "há ", " fa", " geleden", " temu", " назад", " atrás", "前", "πριν ")
_AGO_WITHOUT_FIGURE = ("vor ", "hace ", "il y a ", "há ", "fa un", "fa um", "fa ein")  # `vor einer Stunde`
_VERBS = (
    "says|said|wrote|writes|sagt|schrieb|dit|a écrit|dice|dijo|escribió|disse|escreveu|scrive|schreef|zegt|pisze"
    "|пишет|γράφει"
)
_VERB = lazy(rf" (?:{_VERBS})\b")
_SAYS = lazy(rf"(?:(?:\d{{1,4}}[.)]|[•*-]) )?(?:by )?\S.{{1,40}}? (?:{_VERBS})(?:,? [^.]{{0,40}})? ?:?")
_LABEL = lazy(r"\p{L}{2,12}: ")  # `Date: 6 Feb 2002 22:33:19` heads a letter
_NOT_HEADS = frozenset("{}=→'\"<>_;[]\t")  # `SELECT '1999-01-08 04:05:06'`, rows of tables


def find(view: View, source: Source, level: Level) -> Iterable[int]:
    """Return the positions of all lines of comment sections."""
    if view.first_prose < 0 or len(view.lines) < 2 * TRACED_HEADS:
        return ()
    traces = [at for at, names in enumerate(view.cut_by[:-1]) if names and any(_TRACE in name for name in names)]
    trace = traces[0] if traces else -1
    found: set[int] = set()
    times = _timed(view)
    for run in _runs(view, times):
        if len(run) >= HEADS and _are_named(view, run):
            found.update(_section(view, run))
    if trace >= 0:
        dates = [at for at in range(trace, len(view.lines)) if _is_dated(view.lines[at], view.folded[at])]
        says = [at for at in range(trace, len(view.lines)) if _is_said(view.folded[at])]
        for heads in ([at for at in times if at >= trace], dates, says):
            for run in _runs(view, heads):
                found.update(_section(view, run))
    return found


def _timed(view: View) -> list[int]:
    """Return the positions of the short lines that have a date and a time, or say how long ago."""
    folded = view.folded
    short = [at for at, line in enumerate(view.lines) if len(line) <= HEAD_CHARS]
    text = "\n".join([folded[at] for at in short])
    words = [word for word in _AGO_WITHOUT_FIGURE if word in text]
    may_be = {short[at] for at in may_hold_figures(text) if _DIGIT.search(folded[short[at]])}
    if words:
        may_be.update([at for at in short if any(word in folded[at] for word in words)])
    return [at for at in sorted(may_be) if _is_timed(view.lines[at], folded[at])]


@lru_cache(MEMORY)
def _is_timed(line: str, folded: str) -> bool:
    if any(word in folded for word in _AGO_WORDS) and _AGO.search(folded):
        return _may_head(line)
    if _CLOCK.search(folded) is None or not _may_head(line):
        return False
    rest, dates = _DATE.subn(" ", line)  # the date first: `15.09.2021` is no quarter past nine
    return dates > 0 and _TIME.search(rest) is not None


def _is_dated(line: str, folded: str) -> bool:
    """Return whether `line` is short and has one date, which makes it no row of a table of seasons and prices."""
    return len(line) <= HEAD_CHARS and _DIGIT.search(line) is not None and _has_one_date(line, folded)


@lru_cache(MEMORY)
def _has_one_date(line: str, folded: str) -> bool:
    return not _CLOCK.search(folded) and _may_head(line) and len(_DATE.findall(line)) == 1


def _is_said(folded: str) -> bool:
    if len(folded) > HEAD_CHARS or not _VERB.search(folded) or ends_sentence(folded):
        return False
    return count_words(folded) <= HEAD_WORDS // 2 and _SAYS.fullmatch(folded) is not None


def _may_head(line: str) -> bool:
    text = line.strip()
    return _NOT_HEADS.isdisjoint(text) and count_words(text) <= HEAD_WORDS and not _LABEL.match(text) and not is_prose(line)


def _runs(view: View, heads: Sequence[int]) -> Iterable[list[int]]:
    """Yield runs of heads with a block of text below each, the article above the first."""
    if len(heads) < TRACED_HEADS:
        return
    words = [count_words(line) for line in view.lines]
    run = [heads[0]]
    for above, below in [*pairwise(heads), (heads[-1], len(view.lines) * 2)]:
        if 2 <= below - above <= BLOCK_LINES and sum(words[above + 1 : below]) <= BLOCK_WORDS:
            run.append(below)
            continue
        if _are_comments(view, run, words):
            yield run
        run = [below]


def _are_comments(view: View, run: list[int], words: list[int]) -> bool:
    if len(run) < TRACED_HEADS:
        return False
    article = sum(size for size, prose in zip(words[: run[0]], view.prose, strict=False) if prose)
    blocks = [words[above + 1 : below] for above, below in pairwise(run)]
    return (
        article >= ARTICLE_WORDS
        and sum(max(block) >= TEXT_WORDS for block in blocks) * 2 >= len(blocks)
        and sum(map(sum, blocks)) <= MEAN_WORDS * len(blocks)
    )


def _are_named(view: View, run: list[int]) -> bool:
    """Return whether most heads hold a name beside their date, or have a line above them that may be one."""
    return sum(_holds_more(view.lines[at]) or _may_be_name(view, at - 1) for at in run) * 2 > len(run)


def _holds_more(line: str) -> bool:
    rest = _TIME.sub(" ", _DATE.sub(" ", _AGO.sub(" ", line)))
    return any(map(str.isalpha, rest))


def _may_be_name(view: View, at: int) -> bool:
    return at >= 0 and count_words(view.lines[at]) <= NAME_WORDS and not ends_sentence(view.lines[at])


def _section(view: View, run: list[int]) -> range:
    """Return the lines from the first head, or the name above it, to the end of the last block."""
    named = sum(_may_be_name(view, at - 1) for at in run) == len(run)
    usual = sorted(below - above for above, below in pairwise(run))[len(run) // 2 - 1]
    return range(run[0] - named, min(run[-1] + usual - named, len(view.lines)))
