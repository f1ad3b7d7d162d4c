"""Unified diffs of what a fix would do, in the file's own bytes, so that `patch` and `git apply` take them."""

from collections import deque
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from io import BytesIO
from typing import NamedTuple

from cleaner.check.rewrite import Piece

AROUND = 3
_NO_NEWLINE = b"\n\\ No newline at end of file\n"


class _Row(NamedTuple):
    """A line of a diff: ` ` stays, `-` goes, `+` comes."""

    sign: bytes
    line: bytes


def unified(name: str, pieces: Iterable[Piece]) -> Iterator[bytes]:
    """Yield the lines of the diff of a file called `name`; none where no piece changes."""
    head = False
    for old_start, new_start, rows in _hunks(_rows(pieces)):
        if not head:
            yield from (f"{sign} {name}\n".encode("utf-8", "surrogateescape") for sign in ("---", "+++"))
            head = True
        old, new = (sum(row.sign != other for row in rows) for other in (b"+", b"-"))
        yield f"@@ -{_range(old_start, old)} +{_range(new_start, new)} @@\n".encode()
        for sign, line in rows:
            yield sign + (line if line.endswith(b"\n") else line + _NO_NEWLINE)


def _range(start: int, length: int) -> str:
    return str(start) if length == 1 else f"{start if length else start - 1},{length}"


def _rows(pieces: Iterable[Piece]) -> Iterator[_Row]:
    for before, after in pieces:
        old, new = BytesIO(before).readlines(), BytesIO(after).readlines()  # \n alone ends a line here, as in git
        if old == new:
            yield from (_Row(b" ", line) for line in old)
            continue
        for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=len(old) > 1000).get_opcodes():
            if tag == "equal":
                yield from (_Row(b" ", line) for line in old[i:j])
            else:
                yield from (_Row(b"-", line) for line in old[i:j])
                yield from (_Row(b"+", line) for line in new[k:m])


def _hunks(rows: Iterable[_Row]) -> Iterator[tuple[int, int, list[_Row]]]:
    """Yield (first old line, first new line, rows) of each run of changes with the lines around it."""
    old = new = 1  # numbers of the next lines
    above: deque[_Row] = deque(maxlen=AROUND)
    hunk: list[_Row] = []
    start = old, new
    still = 0  # unchanged rows at the end of the hunk
    for row in rows:
        if row.sign != b" ":
            if not hunk:
                start = old - len(above), new - len(above)
                hunk.extend(above)
            hunk.append(row)
            still = 0
        elif hunk:
            hunk.append(row)
            still += 1
            if still > 2 * AROUND:
                yield *start, hunk[: AROUND - still]
                above.extend(hunk[-AROUND:])
                hunk = []
        else:
            above.append(row)
        old += row.sign != b"+"
        new += row.sign != b"-"
    if hunk:
        yield *start, hunk[: len(hunk) - max(0, still - AROUND)]
