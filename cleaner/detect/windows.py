"""What stands in the lines around a line: how long they are, how much of it is prose, and how their words score.

Running means (features.above) forget evenly; a window ends. Windows and shared words (vocabulary) find a tenth more of the
chrome that rules leave in texts of hosts unseen, most where teasers stand as prose between articles.
"""

from collections.abc import Iterable, Sequence
from itertools import accumulate

from cleaner.detect.lines import Line

NEAR, WIDE = 5, 20  # lines on one side: for sizes, and for the rest
MOST = 100  # words of a line; one long line is not a whole window
TEXT = 80  # word scores, in tenths, lie between -80 and 80; rows hold 0 to 160
ROOT = [n**0.5 for n in range(61)]

NAMES: tuple[str, ...] = tuple(
    f"{name}_{side}" for side in ("above", "below") for name in ("sizes", "wide_sizes", "wide_prose", "wide_words")
)


def windows(lines: Sequence[Line], texts: Sequence[int], at: Iterable[int]) -> list[tuple[int, ...]]:
    """Return for the lines `at` what stands in the windows above and below them, in the order of NAMES."""
    sizes = [line.words if line.words < MOST else MOST for line in lines]
    roots = [ROOT[size if size < 60 else 60] for size in sizes]
    size = [0, *accumulate(sizes)]
    prose = [0, *accumulate([size if line.prose else 0 for size, line in zip(sizes, lines, strict=True)])]
    root = [0.0, *accumulate(roots)]
    text = [0.0, *accumulate([one * root for one, root in zip(texts, roots, strict=True)])]

    def window(start: int, stop: int, first: int, last: int) -> tuple[int, ...]:
        if start == stop:
            return (0, 0, 0, TEXT)
        words = size[stop] - size[start]
        return (
            (size[last] - size[first]) // (last - first),
            words // (stop - start),
            20 * (prose[stop] - prose[start]) // words,
            int((text[stop] - text[start]) / (root[stop] - root[start])) + TEXT,
        )

    count = len(lines)
    return [
        window(max(i - WIDE, 0), i, max(i - NEAR, 0), i)
        + window(i + 1, min(i + 1 + WIDE, count), i + 1, min(i + 1 + NEAR, count))
        for i in at
    ]
