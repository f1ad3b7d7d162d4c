"""A finding: one cut or edit that `clean` would make, at its place in the file."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from cleaner.check.position import Lines, json_escaped
from cleaner.document import Result, Span

# Lines shown around a finding, and how much of each: findings are kept in the cache, and a line may have 50 MB.
AROUND = 2
WIDEST = 160


class Excerpt(NamedTuple):
    """The lines around a finding: `number` is that of the first one, `marked` the one of them that is meant.

    Characters `start:stop` of the marked line are the finding's. Long lines are shortened. Numbers are those of the
    document's own lines: of a record its text's, not the file's.
    """

    number: int
    lines: tuple[str, ...]
    marked: int
    start: int
    stop: int


class Finding(NamedTuple):
    """What would go or change: `by` names the rule, detector or step, `why` is its reason, a sentence.

    `line`, `column`, `end_line` and `end_column` say where in the file, from 1, in Unicode code points, the end behind
    the last character. `old` would become `new`; `written` is `new` as this place of the file writes it, escaped in a
    JSON string (None: the place is known to the line only).
    """

    path: str
    line: int
    column: int
    end_line: int
    end_column: int
    by: str
    why: str
    old: str
    new: str
    written: str | None
    excerpt: Excerpt

    @property
    def place(self) -> str:
        """`path:line:column`."""
        return f"{self.path}:{self.line}:{self.column}"

    @property
    def last(self) -> tuple[int, int]:
        """End line and end column without the line end that goes too, for those who mark characters."""
        if self.end_line == self.line:
            return self.end_line, self.end_column
        return self.line, self.column + len(self.old.rstrip("\r\n"))


class Checked(NamedTuple):
    """What was found in a file. `refused` and `failed` are documents, each with the reason.

    `kept` are the phrases of the allow-list that kept a line.
    """

    findings: tuple[Finding, ...] = ()
    refused: tuple[tuple[str, str], ...] = ()
    failed: tuple[tuple[str, str], ...] = ()
    kept: tuple[str, ...] = ()


def of_text(path: str, result: Result, why: Callable[[str], str]) -> Iterator[Finding]:
    """Yield the findings of a document that is the file."""
    lines = Lines(result.original) if result.changed else None
    for span in result.spans if lines else ():
        assert lines is not None
        start, stop = lines.place(span.start), lines.place(span.stop)
        yield Finding(path, *start, *stop, span.by, why(span.by), span.old, span.new, span.new, _excerpt(lines, span))


def of_record(
    path: str, line: int, columns: list[int] | None, result: Result, why: Callable[[str], str]
) -> Iterator[Finding]:
    """Yield the findings of a record, which is line `line` of its file, with its text's characters at `columns` of it."""
    lines = Lines(result.original)
    for span in result.spans:
        start, stop = (columns[span.start], columns[span.stop]) if columns else (1, 1)
        written = json_escaped(span.new) if columns else None
        excerpt = _excerpt(lines, span)
        yield Finding(path, line, start, line, stop, span.by, why(span.by), span.old, span.new, written, excerpt)


def _excerpt(lines: Lines, span: Span) -> Excerpt:
    number, column = lines.place(span.start)
    text = lines.line(number) or ""
    start = column - 1
    stop = max(start, min(start + len(span.old.rstrip("\r\n")), len(text)))
    text, start, stop = _shortened(text, start, stop)
    before = [lines.line(one) for one in range(number - AROUND, number)]
    after = [lines.line(one) for one in range(number + 1, number + 1 + AROUND)]
    above = [line[:WIDEST] for line in before if line is not None]
    below = [line[:WIDEST] for line in after if line is not None]
    return Excerpt(number - len(above), (*above, text, *below), len(above), start, stop)


def _shortened(text: str, start: int, stop: int) -> tuple[str, int, int]:
    """Return the part of a long line around `start:stop`, and where these are in it."""
    if len(text) <= WIDEST:
        return text, start, stop
    first = max(0, min(start - WIDEST // 4, len(text) - WIDEST))
    return text[first : first + WIDEST], start - first, min(stop - first, WIDEST)
