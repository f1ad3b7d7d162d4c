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

from cleaner.detect.lines import CROWDED, MANY, SAMPLE, Line, glance, look
from cleaner.detect.traces import TOP, Traces, is_near, traces
from cleaner.detect.vocabulary import NAMES as VOCABULARY
from cleaner.detect.vocabulary import Share, shares
from cleaner.detect.windows import NAMES as WINDOWS
from cleaner.detect.windows import ROOT, TEXT, windows
from cleaner.fold import NO_SPACE
from cleaner.patterns import lazy
from cleaner.shape import View

OPEN, CLOSE = "\x02", "\x03"  # the ends of a line are words too
HEAD_CHARS, TAIL_CHARS = 60, 40  # what the word score reads of a long line
PAIRS = 1 << 32  # numbers from here on are pairs of words, below are words alone
NEAR = 4  # between prose lines no farther apart, what is not prose is of the article too: a heading, a quote, a caption
SETTLED_TEXT = -6  # the word score of a line that nobody looks at, in tenths
SCRIPT_CHARS = 60  # by so many of its first characters a line is in Latin letters or in others
LAST_LATIN = "\u036f"  # the last of the letters and marks before Greek; quotes and dashes behind it are few in a line
CHROME_TEXT = 15  # the word score, in tenths, from which on words alone are those of chrome
_HOLD = 15  # how strongly a prose line of neutral words holds the body together
_FAR, _NEAR = 0.1, 0.4  # how fast the running means forget
_SEED = 0x9E3779B1
_COMMON = ".,:;!?\"'()[]«»…"  # what stands around words most, taken off without a pattern
_PIECES = lazy(f"[{NO_SPACE}]|[^\\s{NO_SPACE}]+")
_DIGITS = lazy(r"\d+(?:[.,:]\d+)*+")
_OUTER = lazy(r"^[^\w@#$€£%]++|[^\w%]++$")
_BULLET = lazy(r"^[^\w\s\"'«(@#$€£\[]++\s")

GROUPS: dict[str, tuple[str, ...]] = {
    "words": ("text",),
    "shape": (
        *("size", "final", "first", "capitals", "indent", "prose", "data"),
        *("chars", "upper", "digits", "sentences"),
    ),
    "place": (
        *("before", "after", "above", "below", "part_before", "part_after", "body", "gap"),
        *("line", "part", "weight", "part_weight", "block"),
    ),
    "neighbours": (
        *("near_above", "near_below", "far_above", "far_below", "last_size", "next_size"),
        *("final_above", "final_below", *WINDOWS),
    ),
    "vocabulary": (*VOCABULARY, "shared_last"),
    "cuts": (
        *("cut_near_above", "cut_near_below", "cut_far_above", "cut_far_below"),
        *("cut_above", "cut_below", "comments_above", "comments_below", "cut_between"),
    ),
    "document": (
        *("copies", "share", "calm", "proses", "lines", "weights"),
        *("mean", "high", "related", "ascii", "latin", "tables"),
    ),
}
NAMES: tuple[str, ...] = tuple(name for names in GROUPS.values() for name in names)
# A text that is cleaned again has no cuts, so more of them must never speak against a cut: trees only rise with these.
RISING = GROUPS["cuts"]


def around(lines: Sequence[Line], calm: Sequence[bool], texts: Sequence[int]) -> list[int]:
    """Return the word scores by which the neighbours of each line judge it; settled lines and data have a fixed one.

    Whether such a line is looked at closer hangs on cuts, which a text that is cleaned again does not have.
    """
    return [
        SETTLED_TEXT if still else 0 if line.data else text for line, still, text in zip(lines, calm, texts, strict=True)
    ]


def tokens(folded: str) -> list[str]:
    """Return the words that the word score reads: all of a line without its bullet, or both ends of a long one."""
    if len(folded) > HEAD_CHARS + TAIL_CHARS:
        head, tail = folded[:HEAD_CHARS], folded[-TAIL_CHARS:]
        folded = f"{head.rpartition(' ')[0] or head} {tail.partition(' ')[2]}"
    if not folded[0].isalnum():
        folded = _BULLET.sub("", folded)
    if not folded.isascii() and CROWDED.search(folded, 0, SAMPLE):
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
    """Return which lines are looked at closely: of settled ones and data from the first prose line on those near a cut.

    Settled lines hold half of the chrome that rules leave in extracted text, and next to none that can be told otherwise.
    Above the first prose line data are menus (`1. Allergy`, 93 words of 100), amid the prose the article's tables, and below
    it rankings as often (`16. Estonia`).
    """
    first = next((i for i, line in enumerate(lines) if line.prose), 0)
    return [
        not (still or (line.data and i >= first)) or is_near(cuts)
        for i, (line, still, cuts) in enumerate(zip(lines, calm, beside, strict=True))
    ]


def body(lines: Sequence[Line], texts: Sequence[int], calm: float) -> tuple[int, int]:
    """Return the first and last line of the stretch that holds the most prose with the fewest words of chrome."""
    best = total = 0.0
    start, span = 0, (0, -1)
    hold = calm / 2
    for i, (line, text) in enumerate(zip(lines, texts, strict=True)):
        if total <= 0:
            total, start = 0.0, i
        total += ROOT[min(line[0], 60)] * (_HOLD - text) if line[1] else ROOT[min(line[0], 40)] * (hold - text)
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


Describe = Callable[[str, str, bool], Line]


def see(view: View, describe: Describe = look, settle: Callable[[str, bool], Line] = glance) -> Seen:
    """Describe the lines of a document; `describe` and `settle` are `look` and `glance`, or memories of them."""
    calm, beside = settled(view.prose), traces(view)
    lines = [
        settle(folded, prose) if still and not is_near(cuts) else describe(line, folded, prose)
        for line, folded, prose, still, cuts in zip(view.lines, view.folded, view.prose, calm, beside, strict=True)
    ]
    return Seen(lines, calm, beside, chosen(lines, calm, beside))


def share_of_prose(lines: Sequence[Line]) -> int:
    """Return how many twentieths of all words stand in prose lines: few in the text of a page, most in extracted text."""
    prose = sum(line.words for line in lines if line.prose)
    return 20 * prose // max(1, sum(line.words for line in lines))


def share_of_ascii(lines: Sequence[Line], view: View) -> int:
    """Return how many twentieths of the prose lines are plain ASCII: most of English ones, few of other languages."""
    plain = [folded.isascii() for folded, line in zip(view.folded, lines, strict=True) if line.prose]
    return 20 * sum(plain) // (len(plain) or 1)


def share_of_latin(lines: Sequence[Line], view: View) -> int:
    """Return how many twentieths of the prose lines begin in Latin letters, whatever else is in the text."""
    starts = [folded[:SCRIPT_CHARS] for folded, line in zip(view.folded, lines, strict=True) if line.prose]
    latin = [start.isascii() or 2 * sum(map(LAST_LATIN.__lt__, start)) < len(start) for start in starts]
    return 20 * sum(latin) // (len(latin) or 1)


def share_of_data(seen: Seen) -> int:
    """Return how many twentieths of the lines are data or code: many in manuals and references."""
    return 20 * sum(line.data and not calm for line, calm in zip(seen.lines, seen.calm, strict=True)) // len(seen.lines)


def rows(seen: Seen, texts: Sequence[int], view: View) -> list[tuple[int, ...]]:
    """Return small whole numbers (0 to TOP), in the order of NAMES, for each line of `view` that is looked at closely.

    `texts` are word scores in tenths; those of other lines do not matter.
    """
    lines, still, beside, close = seen
    own, texts = texts, around(lines, still, texts)
    shared = shares(lines, still)
    at = [i for i, here in enumerate(close) if here]
    places = places_of(lines, texts, view.gaps)
    beside_it = windows(lines, texts, at)
    # Whether or not somebody looks at a settled line, it ends in a full stop.
    ends = [7, *(1 if calm else line.shape[1] for line, calm in zip(lines, still, strict=True)), 7]
    copies = Counter(view.folded)
    document = document_of(seen, texts, shared, view)
    found: list[tuple[int, ...]] = []
    for i, window in zip(at, beside_it, strict=True):
        sides = (*places[i], ends[i], ends[i + 2], *window)
        last, same = shared[i - 1][1] if i else 0, min(copies[view.folded[i]], 5)
        found.append((own[i] + TEXT, *lines[i].shape, *sides, *shared[i], last, *beside[i], same, *document))
    return found


def places_of(lines: Sequence[Line], texts: Sequence[int], gaps: Sequence[bool]) -> list[tuple[int, ...]]:
    """Return for each line where it stands, and the running means of what stands around it."""
    ahead = above(lines, texts)
    behind = above(lines[::-1], texts[::-1])[::-1]
    proses = [(line[0], text) for line, text in zip(lines, texts, strict=True) if line[1]]
    prose = sum(words for words, _ in proses) or 1
    start, stop = body(lines, texts, sum(words * text for words, text in proses) / prose)
    count, total = len(lines), sum(line[0] for line in lines) or 1
    weight = block = 0
    found: list[tuple[int, ...]] = []
    for i, (line, up, down, gap) in enumerate(zip(lines, ahead, behind, gaps, strict=True)):
        beyond = 60 if start <= i <= stop else max(i - start + 60, 0) if i < start else min(i - stop + 60, 120)
        block = 0 if gap else min(block + 1, 50)
        place = (up[0], down[0], up[1], down[1], 20 * up[2] // prose, 20 * down[2] // prose, beyond, 1 if gap else 0)
        more = (min(i, TOP), 100 * i // count, min(weight // 10, TOP), 100 * weight // total, block)
        found.append((*place, *more, int(up[3]), int(down[3]), int(up[4]), int(down[4]), up[5], down[5]))
        weight += line[0]
    return found


def document_of(seen: Seen, texts: Sequence[int], shared: Sequence[Share], view: View) -> tuple[int, ...]:
    """Return what is the same for all lines of a document."""
    lines = seen.lines
    proses = [(line.words, text) for line, text in zip(lines, texts, strict=True) if line.prose]
    prose = sum(words for words, _ in proses) or 1
    words = sum(share[0] for share in shared) or 1
    return (
        share_of_prose(lines),
        int(sum(words * text for words, text in proses) / prose) + TEXT,
        min(len(proses), 40),
        min(len(lines), TOP),
        min(sum(line.words for line in lines) // 25, TOP),
        sum(texts) // len(texts) + TEXT,
        40 * sum(text > CHROME_TEXT for text in texts) // len(texts),
        sum(share[0] * share[1] for share in shared) // words,
        share_of_ascii(lines, view),
        share_of_latin(lines, view),
        share_of_data(seen),
    )
