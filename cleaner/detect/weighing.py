"""The line scorer as a detector: asked where there is enough to weigh, and imported only then, which takes 10 ms."""

from collections.abc import Iterable

from cleaner.document import Source, Spoke
from cleaner.rule import Level
from cleaner.shape import View

WHY = "Words, shape and place of the line together are those of chrome."

# Fewer lines say too little of a document to judge one of them.
LEAST_LINES = 8


def find(view: View, source: Source, level: Level) -> Iterable[int]:
    """Return the positions of lines whose score reaches the threshold, the likely title apart."""
    if view.first_prose < 0 or len(view.lines) < LEAST_LINES:
        return ()
    from cleaner.detect import scorer  # noqa: PLC0415

    return scorer.find(view, source, level)


def spoke(view: View, at: int) -> Spoke:
    """Return what each group of features adds to the score of line `at`, the strongest first; with `base` it is the sum."""
    from cleaner.detect import scorer  # noqa: PLC0415

    return scorer.spoke(view, at)
