"""What the line scorer sees of a document: the words of a line, its shape, and where it stands among prose lines.

Learning (bench/learn_scorer.py) and scoring share these definitions. Nothing here holds a word of any page: words are
numbers. Everything but a line's own words and shape is told by prose lines and running means, so that a cut beside a line
moves its score little.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import NamedTuple
from zlib import crc32

import regex

from cleaner.detect.traces import TOP, Traces, is_near, traces
from cleaner.fold import NO_SPACE
from cleaner.shape import View

OPEN, CLOSE = "\x02", "\x03"  # the ends of a line are words too
LONG = 120  # characters in which a line shows that it is data
HEAD_CHARS, TAIL_CHARS = 60, 40  # what the word score reads of a long line
SAMPLE = 60  # characters in which a script without spaces shows
TEXT = 80  # word scores, in tenths, lie between -80 and 80; rows hold 0 to 160
PAIRS = 1 << 32  # numbers from here on are pairs of words, below are words alone
DENSE = 60  # characters up to which signs and figures are counted against letters
_NUMBERED = regex.compile(r"(?:[^\w\s(\"'«+]++\s*+)?[+(]?\d")  # at the beginning, also behind a bullet
_SIGNS = frozenset("@{}<>=\\[|;(#")  # one of which data has that _DATA finds
_DATA = regex.compile(
    r"(?:^|\s)\||[@{}<>=\\]|^\[|\);?$|;$|\w\(\)|\bdoi\b|\d{4};|#\d|\(\d{4}\)"
)  # tables, addresses, code, references
NEAR = 4  # between prose lines no farther apart, what is not prose is of the article too: a heading, a quote, a caption
SETTLED_TEXT = -6  # the word score of a line that nobody looks at, in tenths
MANY = 200  # words of a line; more are as many
_HOLD = 15  # how strongly a prose line of neutral words holds the body together
_FAR, _NEAR = 0.1, 0.4  # how fast the running means forget
_SEED = 0x9E3779B1
_SENTENCE = frozenset(".!。！।۔")
_QUESTION = frozenset("?？؟")
_CLOSERS = "\"'”’»)*_] "
_BULLETS = frozenset("-–—•*·‣▪►›»+>|")
_QUOTES = frozenset("\"'“‘«„「『(")
_MARKS = {"…": 2, ":": 3, "：": 3, ",": 4, ";": 4, "，": 4, "、": 4}
_COMMON = ".,:;!?\"'()[]«»…"  # what stands around words most, taken off without a pattern
_CROWDED = regex.compile(f"[{NO_SPACE}]")
_PIECES = regex.compile(f"[{NO_SPACE}]|[^\\s{NO_SPACE}]+")
_DIGITS = regex.compile(r"\d+(?:[.,:]\d+)*+")
_OUTER = regex.compile(r"^[^\w@#$€£%]++|[^\w%]++$")
_BULLET = regex.compile(r"^[^\w\s\"'«(@#$€£\[]++\s")
_ROOT = [n**0.5 for n in range(61)]

GROUPS: dict[str, tuple[str, ...]] = {
    "words": ("text",),
    "shape": ("size", "final", "first", "capitals", "indent", "prose", "data"),
    "place": ("before", "after", "above", "below", "part_before", "part_after", "body", "gap"),
    "neighbours": ("near_above", "near_below", "far_above", "far_below", "last_size", "next_size"),
    "cuts": (
        *("cut_near_above", "cut_near_below", "cut_far_above", "cut_far_below"),
        *("cut_above", "cut_below", "comments_above", "comments_below", "cut_between"),
    ),
    "document": ("copies", "share", "calm", "proses", "lines"),
}
NAMES: tuple[str, ...] = tuple(name for names in GROUPS.values() for name in names)
# A text that is cleaned again has no cuts, so more of them must never speak against a cut: trees only rise with these.
RISING = GROUPS["cuts"]


class Line(NamedTuple):
    """What can be said of a line alone; nothing that a cut elsewhere could change. A glance gives no shape."""

    words: int
    prose: bool
    shape: tuple[int, ...]
    data: bool = False


def final_class(folded: str) -> int:
    """Return 0 for no mark at the end, 1 sentence, 2 ellipsis, 3 colon, 4 comma, 5 another mark, 6 question."""
    end = folded[-1]
    if end.isalnum():
        return 0
    if end in _CLOSERS:
        folded = folded.rstrip(_CLOSERS)
        end = folded[-1:]
    if end in _SENTENCE:
        return 2 if folded[-2:] == ".." else 1
    if end in _QUESTION:
        return 6
    return _MARKS.get(end, 0 if end.isalnum() else 5)


def is_data(folded: str) -> bool:
    """Return whether a line is data or code, which look like chrome and are the article's own where there is prose.

    A third of the article that a scorer without this would take, and a tenth of the chrome: numbered references, results,
    telephone numbers, rows of tables, addresses, code.
    """
    if not folded[0].isalpha() and _NUMBERED.match(folded):
        return True
    if (not _SIGNS.isdisjoint(folded) and _DATA.search(folded)) or " et al" in folded:
        return True
    return len(folded) < DENSE and 2 * sum(map(str.isalpha, folded)) < len(folded) - folded.count(" ")


def first_class(first: str) -> int:
    """Return 0 for a capital, 1 small letter, 2 digit, 3 bullet, 4 quote, 5 letter without case, 6 anything else."""
    if first.isalpha():
        return 0 if first.isupper() else 1 if first.islower() else 5
    if first.isdigit():
        return 2
    return 3 if first in _BULLETS else 4 if first in _QUOTES else 6


def count(folded: str) -> int:
    """Return how many words a folded line has; in scripts without spaces two characters are a word."""
    words = folded.count(" ") + 1
    if not folded.isascii() and _CROWDED.search(folded, 0, SAMPLE):
        words += len(_CROWDED.findall(folded)) // 2
    return words


def glance(folded: str, prose: bool) -> Line:
    """Describe a settled line, by its words only."""
    return Line(folded.count(" ") + 1 if folded.isascii() else count(folded), prose, ())


def look(line: str, folded: str, prose: bool) -> Line:
    """Describe one line."""
    words = count(folded)
    text = line.lstrip()
    data = is_data(folded if len(folded) <= LONG else folded[:LONG]) or "  " in text or "\t" in text
    size, final, first = min(words, MANY), final_class(folded), first_class(text[0])
    indent = min(len(line) - len(text), 12)
    if prose:
        return Line(words, True, (size, final, first, 0, indent, 1, data), data)
    firsts = [part[0] for part in text[:200].split()]
    capitals = 20 * sum(map(str.isupper, firsts)) // len(firsts)
    return Line(words, False, (size, final, first, capitals, indent, 0, data), data)


def around(lines: Sequence[Line], calm: Sequence[bool], texts: Sequence[int]) -> list[int]:
    """Return the word scores by which the neighbours of each line judge it; settled lines and data have a fixed one.

    Whether such a line is looked at closer hangs on cuts, which a text that is cleaned again does not have.
    """
    return [SETTLED_TEXT if still else 0 if line[3] else text for line, still, text in zip(lines, calm, texts, strict=True)]


def tokens(folded: str) -> list[str]:
    """Return the words that the word score reads: all of a line without its bullet, or both ends of a long one."""
    if len(folded) > HEAD_CHARS + TAIL_CHARS:
        head, tail = folded[:HEAD_CHARS], folded[-TAIL_CHARS:]
        folded = f"{head.rpartition(' ')[0] or head} {tail.partition(' ')[2]}"
    if not folded[0].isalnum():
        folded = _BULLET.sub("", folded)
    if not folded.isascii() and _CROWDED.search(folded, 0, SAMPLE):
        return [OPEN, *_PIECES.findall(folded), CLOSE]
    return [OPEN, *folded.split(), CLOSE]


def numbers(token: str) -> tuple[int, int]:
    """Return what stands for a word as the first of a pair, and as the second.

    A pair is the sum, a word alone its first less PAIRS. However a word is punctuated it is one, and so is every number.
    """
    word = token.strip(_COMMON)
    if not word.isalpha():
        bare = _OUTER.sub("", word)
        word = _DIGITS.sub("0", bare) if bare else token[:3]
    number = crc32(word.encode("utf-8", "replace"))
    return number + PAIRS, number * _SEED & (PAIRS - 1)


def settled(prose: Sequence[bool]) -> list[bool]:
    """Return which lines are plainly article, given which are prose. Only cuts near them have one look closer.

    They are prose beside prose with a prose line above and below, prose with two above and two below, or stand between two
    such lines at most three lines apart. On labelled texts next to nothing that the scorer could cut stands there, and half
    of all other words of extracted text.
    """
    found = [False] * len(prose)
    at = [i for i, is_prose in enumerate(prose) if is_prose]
    for before, here, after in zip(at, at[1:], at[2:], strict=False):
        if here - before == 1 or after - here == 1:
            found[here] = True
    for here in at[2:-2]:
        found[here] = True
    for before, after in pairwise(at[1:-1]):
        if after - before <= NEAR:
            found[before + 1 : after] = [True] * (after - before - 1)
    return found


def chosen(lines: Sequence[Line], calm: Sequence[bool], beside: Sequence[Traces]) -> list[bool]:
    """Return which lines are looked at closely: of settled ones and data those near which something was cut.

    Settled lines hold half of the chrome that rules leave in extracted text, and next to none that can be told otherwise.
    """
    return [not (still or line[3]) or is_near(cuts) for line, still, cuts in zip(lines, calm, beside, strict=True)]


def body(lines: Sequence[Line], texts: Sequence[int], calm: float) -> tuple[int, int]:
    """Return the first and last line of the stretch that holds the most prose with the fewest words of chrome."""
    best = total = 0.0
    start, span = 0, (0, -1)
    hold = calm / 2
    for i, (line, text) in enumerate(zip(lines, texts, strict=True)):
        if total <= 0:
            total, start = 0.0, i
        total += _ROOT[min(line[0], 60)] * (_HOLD - text) if line[1] else _ROOT[min(line[0], 40)] * (hold - text)
        if total > best:
            best, span = total, (start, i)
    return span


# For a line what stands above it (below it, if the lines were turned): prose lines, lines since the last of them, their
# words, means of word scores, the size of the next line.
Above = tuple[int, int, int, float, float, int]


def above(lines: Sequence[Line], texts: Sequence[int]) -> list[Above]:
    """Return for each line what stands above it."""
    near = far = float(TEXT)
    since, proses, weight, size = 99, 0, 0, 0
    found: list[Above] = []
    add = found.append
    for (words, prose, *_), text in zip(lines, texts, strict=True):
        add((proses, since, weight, near, far, size))
        near += _NEAR * (text + TEXT - near)
        far += _FAR * (text + TEXT - far)
        size = words if words < MANY else MANY
        if prose:
            since = 1
            proses += proses < 30
            weight += words
        elif since < 99:
            since += 1
    return found


class Seen(NamedTuple):
    """What is seen of a document before any word is weighed: its lines, which are settled, cuts, which are looked at."""

    lines: list[Line]
    calm: list[bool]
    beside: list[Traces]
    close: list[bool]


def see(view: View, describe: Callable[[str, str, bool], Line] = look) -> Seen:
    """Describe the lines of a document; `describe` is `look`, or a memory of it."""
    calm, beside = settled(view.prose), traces(view)
    lines = [
        glance(folded, prose) if still and not is_near(cuts) else describe(line, folded, prose)
        for line, folded, prose, still, cuts in zip(view.lines, view.folded, view.prose, calm, beside, strict=True)
    ]
    return Seen(lines, calm, beside, chosen(lines, calm, beside))


def share_of_prose(lines: Sequence[Line]) -> int:
    """Return how many twentieths of all words stand in prose lines: few in the text of a page, most in extracted text."""
    prose = sum(line.words for line in lines if line.prose)
    return 20 * prose // max(1, sum(line.words for line in lines))


def rows(seen: Seen, texts: Sequence[int], view: View) -> list[tuple[int, ...]]:
    """Return small whole numbers (0 to TOP), in the order of NAMES, for each line of `view` that is looked at closely.

    `texts` are word scores in tenths; those of other lines do not matter.
    """
    lines, still, beside, close = seen
    own, texts = texts, around(lines, still, texts)
    ahead = above(lines, texts)
    behind = above(lines[::-1], texts[::-1])[::-1]
    proses = [(line[0], text) for line, text in zip(lines, texts, strict=True) if line[1]]
    prose = sum(words for words, _ in proses) or 1
    calm = sum(words * text for words, text in proses) / prose
    start, stop = body(lines, texts, calm)
    folded, gaps = view.folded, view.gaps
    copies = Counter(folded)
    document = (share_of_prose(lines), int(calm) + TEXT, min(len(proses), 40), min(len(lines), TOP))
    found: list[tuple[int, ...]] = []
    for i, (line, up, down) in enumerate(zip(lines, ahead, behind, strict=True)):
        if not close[i]:
            continue
        beyond = 60 if start <= i <= stop else max(i - start + 60, 0) if i < start else min(i - stop + 60, 120)
        place = (up[0], down[0], up[1], down[1], 20 * up[2] // prose, 20 * down[2] // prose, beyond, 1 if gaps[i] else 0)
        means = (int(up[3]), int(down[3]), int(up[4]), int(down[4]), up[5], down[5])
        found.append((own[i] + TEXT, *line[2], *place, *means, *beside[i], min(copies[folded[i]], 5), *document))
    return found
