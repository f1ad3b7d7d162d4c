"""Hostile lines: texts made to keep a pattern busy, and how long it takes on them."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from time import process_time

from cleaner.patterns import lazy

# A pattern that needs longer than this on a hostile line is refused.
SECONDS = 0.01
# A little under 400, the longest line that patterns are asked about.
_LENGTH = 390

# What patterns repeat: letters of both cases, digits, spaces, marks, and what lists, names, dates and addresses are made of.
PIECES = (
    *("a", "A", "1", " ", "a ", "A. ", "A.", "1 ", "-", ", ", "• ", "ab1, ", "Aa Bb ", "1,1", "中", "é", "\t", ":", "/"),
    "a.a@",
)
# The words of a pattern, and what it cannot match without: `regex` gives up at once on a line that lacks that.
_WORDS = lazy(r"(?<![\\<?\p{L}])\p{L}++(?![>\p{L}])[ ,:.]?(?![?*+{])")


def lines(needs: Iterable[str], pattern: str = "") -> list[str]:
    """Return lines made to keep `pattern` busy: long runs of what it may repeat, with the end spoilt.

    `needs` are folded texts one of which must be in a line for the pattern to be asked; the first three are tried. The
    words of the pattern are repeated as well, and stand before and behind the runs.
    """
    words = list(dict.fromkeys(_WORDS.findall(pattern)))
    first, last = "".join(words[:1]), "".join(words[-1:])
    runs = [piece * (_LENGTH // len(piece)) for piece in (*PIECES, *words[:6])]
    found = []
    for need in list(needs)[:3] or [""]:
        room = _LENGTH - len(need) - len(first) - len(last)
        for run in runs:
            found += [f"{need} {run}"[:400], f"{run[:room]}{need}!", f"{need}{run[:room]}\0"]
            if words:
                found += [f"{first}{run[:room]}{need}{last}!", f"{need}{run[:room]}{last}!"]
    return found


def slowest(test: Callable[[str], object], among: Iterable[str], enough: float = SECONDS) -> tuple[float, str]:
    """Return the seconds (of processor time, best of three) that `test` needs on the worst of the lines, and that line.

    The first that takes longer than `enough` is taken for the worst: to try the others too could take minutes.
    """
    worst, of = 0.0, ""
    for line in among:
        took = _seconds(test, line)
        for _ in range(2):
            if took > worst:  # the first time may compile something, or be disturbed
                took = min(took, _seconds(test, line))
        if took > worst:
            worst, of = took, line
        if took > enough:
            break
    return worst, of


def _seconds(test: Callable[[str], object], line: str) -> float:
    start = process_time()
    with suppress(TimeoutError):
        test(line)
    return process_time() - start
