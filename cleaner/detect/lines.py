"""What can be said of a line alone, which no cut elsewhere could change: its size, its shape, what it is about."""

from typing import NamedTuple

from cleaner.detect.traces import TOP
from cleaner.fold import NO_SPACE
from cleaner.patterns import lazy

LONG = 120  # characters in which a line shows that it is data
SAMPLE = 60  # characters in which a script without spaces shows
DENSE = 60  # characters up to which signs and figures are counted against letters
_NUMBERED = lazy(r"(?:[^\w\s(\"'«+]++\s*+)?[+(]?\d")  # at the beginning, also behind a bullet
_SIGNS = frozenset("@{}<>=\\[|;(#")  # one of which data has that _DATA finds
_DATA = lazy(
    r"(?:^|\s)\||[@{}<>=\\]|^\[|\);?$|;$|\w\(\)|\bdoi\b|\d{4};|#\d|\(\d{4}\)"
)  # tables, addresses, code, references
MANY = 200  # words of a line; more are as many
_SENTENCE = frozenset(".!。！।۔")
_QUESTION = frozenset("?？؟")
_CLOSERS = "\"'”’»)*_] "
_BULLETS = frozenset("-–—•*·‣▪►›»+>|")
_QUOTES = frozenset("\"'“‘«„「『(")
_MARKS = {"…": 2, ":": 3, "：": 3, ",": 4, ";": 4, "，": 4, "、": 4}
CROWDED = lazy(f"[{NO_SPACE}]")
READ = 300  # characters of a line that are read for what it is about
LEAST, STEM = 5, 6  # letters of a word that tells something, letters of it that are compared


class Line(NamedTuple):
    """What can be said of a line alone; nothing that a cut elsewhere could change. A glance gives no shape."""

    words: int
    prose: bool
    shape: tuple[int, ...]
    about: frozenset[str] = frozenset()
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
    if not folded.isascii() and CROWDED.search(folded, 0, SAMPLE):
        words += len(CROWDED.findall(folded)) // 2
    return words


def glance(folded: str, prose: bool) -> Line:
    """Describe a settled line, by its words only."""
    words = folded.count(" ") + 1 if folded.isascii() else count(folded)
    return Line(words, prose, (), content(folded) if prose else frozenset())


def look(line: str, folded: str, prose: bool) -> Line:
    """Describe one line."""
    words = count(folded)
    text = line.lstrip()
    data = is_data(folded if len(folded) <= LONG else folded[:LONG]) or "  " in text or "\t" in text
    size, final, first = min(words, MANY), final_class(folded), first_class(text[0])
    indent = min(len(line) - len(text), 12)
    firsts = [] if prose else [part[0] for part in text[:200].split()]
    capitals = 20 * sum(map(str.isupper, firsts)) // len(firsts) if firsts else 0
    return Line(words, prose, (size, final, first, capitals, indent, int(prose), data, *signs(line)), content(folded), data)


def signs(line: str) -> tuple[int, ...]:
    """Return characters, capitals and digits of a line in twentieths, and sentences that end within."""
    size, start = min(len(line), TOP), line[:LONG]
    return (
        size,
        20 * sum(map(str.isupper, start)) // len(start),
        20 * sum(map(str.isdigit, start)) // len(start),
        min(line.count(". ") + line.count("! ") + line.count("? "), 10),
    )


def content(folded: str) -> frozenset[str]:
    """Return what stands for the words of a folded line that tell what it is about."""
    folded = folded[:READ]
    if not folded.isascii() and CROWDED.search(folded, 0, SAMPLE):
        return frozenset([folded[at : at + 2] for at in range(len(folded) - 1) if not folded[at : at + 2].isascii()])
    return frozenset([word[:STEM] for word in folded.split() if len(word) >= LEAST])
