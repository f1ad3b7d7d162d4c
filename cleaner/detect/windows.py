"""What stands in the lines around a line: how long they are, how much of it is prose, and how their words score.

Running means (features.above) forget evenly; a window ends. In the text of news pages, where one site's teasers stand as
prose between articles, windows and shared words (vocabulary) find a tenth more of the chrome that rules leave.
"""

from collections.abc import Iterable, Sequence
from itertools import accumulate

from cleaner.detect.lines import Line
from cleaner.detect.vocabulary import Share

NEAR, WIDE, SHARED = 5, 20, 10  # lines on one side, for sizes, for prose and words, for shared words
MOST = 100  # words of a line; one long line is not a whole window
TEXT = 80  # word scores lie between -80 and 80 tenths; here 0 to 160
Rows = list[tuple[int, ...]]
_ROOT = [n**0.5 for n in range(61)]

NAMES: tuple[str, ...] = tuple(
    f"{name}_{side}" for side in ("above", "below") for name in ("sizes", "wide_sizes", "wide_prose", "wide_words", "shares")
)


def windows(
    lines: Sequence[Line], texts: Sequence[int], shares: Sequence[Share], at: Iterable[int]
) -> list[tuple[int, ...]]:
    """Return for the lines `at` what stands in the windows above and below them, in the order of NAMES."""
    sizes = [line.words if line.words < MOST else MOST for line in lines]
    roots = [_ROOT[size if size < 60 else 60] for size in sizes]
    size = [0, *accumulate(sizes)]
    prose = [0, *accumulate([size * line.prose for size, line in zip(sizes, lines, strict=True)])]
    root = [0.0, *accumulate(roots)]
    text = [0.0, *accumulate([one * root for one, root in zip(texts, roots, strict=True)])]
    words = [0, *accumulate([share[0] for share in shares])]
    known = [0, *accumulate([share[0] * share[1] for share in shares])]

    def window(start: int, stop: int, near: tuple[int, int], shared: tuple[int, int]) -> tuple[int, ...]:
        (first, last), (top, end) = near, shared
        all_words = size[stop] - size[start]
        return (
            (size[last] - size[first]) // (last - first) if last > first else 0,
            all_words // (stop - start) if stop > start else 0,
            20 * (prose[stop] - prose[start]) // all_words if all_words else 0,
            int((text[stop] - text[start]) / (root[stop] - root[start])) + TEXT if stop > start else TEXT,
            (known[end] - known[top]) // (words[end] - words[top]) if words[end] > words[top] else 0,
        )

    found: Rows = []
    count = len(lines)
    for i in at:
        wide, near, shared = max(i - WIDE, 0), max(i - NEAR, 0), max(i - SHARED, 0)
        below, after = i + 1, count
        found.append(
            window(wide, i, (near, i), (shared, i))
            + window(below, min(i + WIDE + 1, after), (below, min(i + NEAR + 1, after)), (below, min(i + SHARED + 1, after)))
        )
    return found
