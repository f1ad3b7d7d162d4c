"""A document while it is being cleaned: its lines as they stand now, and for each where it came from.

All places in cuts and edits are characters of the original, whatever was done to a line in between: a line that was
changed carries its pieces, and every further change is composed with them.
"""

from collections.abc import Iterable, Sequence
from itertools import accumulate, pairwise
from operator import add
from typing import NamedTuple

from cleaner.document import Cut, Edit, Spoke
from cleaner.fold import fold
from cleaner.normalize import Change, applied, is_plain, steps_of_line
from cleaner.patterns import lazy
from cleaner.shape import View, fold_line, place_of

NORMALIZE = "normalize/"
# A cut line with fewer spaces than this tells that its neighbours may be of a menu too; a cut sentence does not.
SHORT_CUT = 8
_LINE = lazy(r"([^\r\n]*+)(\r\n|\n|\r|\Z)")


class Piece(NamedTuple):
    """A changed stretch of one line: characters `start:stop` of the original line now read `new`, because of `by`."""

    start: int
    stop: int
    new: str
    by: str


def composed(pieces: list[Piece], change: Change, by: str) -> list[Piece]:
    """Return `pieces` (ordered, disjoint) with `change`, whose places are those of the line as `pieces` left it.

    A change that touches an earlier piece swallows it: one stretch of the original never has two reasons, the later
    one stands.
    """
    before: list[Piece] = []
    after: list[Piece] = []
    start, stop = change.start, change.stop  # become places of the original as the shift of each piece is taken off
    head = tail = ""
    shift = 0
    new_start: int | None = None
    new_stop: int | None = None
    for piece in pieces:
        now = piece.start + shift
        now_stop = now + len(piece.new)
        shift_after = shift + len(piece.new) - (piece.stop - piece.start)
        if now_stop <= start:
            before.append(piece)
        elif now >= stop:
            after.append(piece)
        else:
            if start >= now:
                new_start, head = piece.start, piece.new[: start - now]
            if stop <= now_stop:
                new_stop, tail = piece.stop, piece.new[stop - now :]
        if new_start is None and now > start:
            new_start = start - shift
        if new_stop is None and now >= stop:
            new_stop = stop - shift
        shift = shift_after
    merged = Piece(
        start - shift if new_start is None else new_start,
        stop - shift if new_stop is None else new_stop,
        head + change.new + tail,
        by,
    )
    return [*before, merged, *after]


class Draft:
    """The lines of one document, normalised at once, and what has been cut from them so far."""

    def __init__(self, original: str, off: frozenset[str] = frozenset()) -> None:
        """Split and normalise `original`; `off` names normalising steps that stay undone."""
        self.original = original
        self.off = off
        self.pieces: dict[int, list[Piece]] = {}
        self.cut_by: dict[int, str] = {}
        self.spoke: dict[int, Spoke] = {}
        self._ends: list[str] | None = None
        if "\r" in original:
            found = [(m[1], m[2]) for m in _LINE.finditer(original)]
            if len(found) > 1 and found[-1] == ("", "") and found[-2][1] == "":
                found.pop()  # the empty match behind a last line that has no line end
            self.raw = [text for text, _ in found]
            self._ends = [end for _, end in found]
        else:
            self.raw = original.split("\n")
        self.texts = self.raw
        text = "\n".join(self.raw) if self._ends else original
        folded = fold(text)
        self.folded = folded.split("\n")
        # A line that is not indented and without runs of spaces is folded as rules compare it.
        if self.folded != [line.strip() for line in self.folded] or not is_plain(text, folded):
            self.texts = self.raw.copy()
            for at, line in enumerate(self.raw):
                bare = line.lstrip(" ")  # indentation stays: half of the lines of pages, items of lists
                if line and not (bare and is_plain(bare)):
                    self._normalize(at)
            self.folded = [fold_line(line) for line in fold("\n".join(self.texts)).split("\n")]
        self._known: dict[str, bool] = {}  # which lines are prose, as far as anybody asked
        self._view: View | None = None
        self._gone: list[int] = []  # lines that were cut since the view was made
        self._altered: list[int] = []

    def _normalize(self, at: int) -> None:
        text = self.texts[at]
        for step, changes, after in steps_of_line(text, self.off):
            self._record(at, changes, NORMALIZE + step)
            text = after
        self.texts[at] = text

    def _record(self, at: int, changes: Iterable[Change], by: str) -> None:
        pieces = self.pieces.get(at, [])
        if not pieces:  # a line of a million exotic spaces would take hours below
            self.pieces[at] = [
                Piece(*change, by) for change in changes if self.raw[at][change.start : change.stop] != change.new
            ]
            return
        for change in reversed(list(changes)):  # last first: the places of the earlier ones stay true
            pieces = composed(pieces, change, by)
        raw = self.raw[at]
        self.pieces[at] = [p for p in pieces if raw[p.start : p.stop] != p.new]

    def view(self) -> View:
        """Return what is left: the non-blank lines that are not cut."""
        view = self._view or self._look()
        if self._gone or self._altered:
            view = self._less(view)
            self._gone, self._altered = [], []
        self._view = view
        return view

    def _look(self) -> View:
        """Return the view of a draft in which nothing was cut."""
        texts, folded = self.texts, self.folded
        numbers = [at for at, text in enumerate(texts) if (text and not text.isspace()) or at in self.cut_by]
        gaps = [below - above > 1 for above, below in pairwise(numbers)]
        gaps = [True, *gaps] if numbers else gaps
        cuts = [0] * (len(numbers) + 1)
        names: list[Sequence[str]] = [()] * (len(numbers) + 1)
        if len(numbers) < len(texts):
            texts, folded = [texts[at] for at in numbers], [folded[at] for at in numbers]
        return View(texts, folded, gaps, numbers, cuts, names, self._known)

    def _less(self, view: View) -> View:
        """Return `view` without the lines that are gone since it was made, and with the altered ones as they are now."""
        lines, folded, gaps = view.lines.copy(), view.folded.copy(), view.gaps.copy()
        numbers, cuts, names = view.numbers.copy(), view.cuts.copy(), list(view.cut_by)
        for number in sorted(self._gone, reverse=True):
            at = place_of(numbers, number)
            if at < 0:
                continue  # a blank line
            cuts[at + 1] += cuts[at] + (self.raw[number].count(" ") < SHORT_CUT)
            names[at + 1] = below = _to_add_to(names[at + 1])
            below += (self.cut_by[number], *names[at])
            if gaps[at] and at + 1 < len(gaps):
                gaps[at + 1] = True
            del lines[at], folded[at], gaps[at], numbers[at], cuts[at], names[at]
        for number in self._altered:
            if number not in self.cut_by:
                at = place_of(numbers, number)
                lines[at], folded[at] = self.texts[number], self.folded[number]
        return View(lines, folded, gaps, numbers, cuts, list(map(tuple, names)), self._known)

    def cut_line(self, at: int, by: str, spoke: Spoke = ()) -> None:
        """Cut line number `at` whole."""
        if at not in self.cut_by:
            self._gone.append(at)
        self.cut_by[at] = by
        if spoke:
            self.spoke[at] = spoke

    def cut_within(self, at: int, spans: list[tuple[int, int]], by: str) -> None:
        """Cut characters of line `at` as it stands now (`spans`: ordered, disjoint), with the spaces beside them.

        The line is normalised again, so that what is left reads as if it had always been so; a line of which nothing
        is left is cut whole.
        """
        if self.texts is self.raw or (self._view and self._view.lines is self.texts):
            self.texts, self.folded = self.texts.copy(), self.folded.copy()  # views keep what they saw
        text = self.texts[at]
        changes = [Change(*_with_spaces(text, start, stop), "") for start, stop in spans]
        self._record(at, changes, by)
        self.texts[at] = applied(text, changes)
        self._normalize(at)
        left = self.texts[at]
        self.folded[at] = fold_line(left)
        self._altered.append(at)
        if not left.strip():
            self.cut_line(at, by)

    def render(self, final_newline: bool) -> tuple[str, tuple[Cut, ...], tuple[Edit, ...]]:
        """Return the clean text, and every cut and edit as spans of the original, each in order.

        A text of which something is left ends in one line end if `final_newline`, else in none.
        """
        if not self.pieces and not self.cut_by and self._is_tidy(final_newline):
            return self.original, (), ()
        spans = self._spans(final_newline)
        parts: list[str] = []
        at = 0
        for span in spans:
            parts += (self.original[at : span.start], span.new)
            at = span.stop
        parts.append(self.original[at:])
        cuts = tuple(span for span in spans if isinstance(span, Cut))
        return "".join(parts), cuts, tuple(span for span in spans if isinstance(span, Edit))

    def _is_tidy(self, final_newline: bool) -> bool:
        text = self.original
        if self._ends is not None or "\n\n\n" in text or text[:1] == "\n" or text[-2:] == "\n\n" or text == "\n":
            return False
        return not text or (text[-1] == "\n") == final_newline

    def _spans(self, final_newline: bool) -> list[Cut | Edit]:
        """Return what happened to the lines, top to bottom; between two kept ones at most one blank one stays."""
        kept = self.view().numbers
        last = kept[-1] if kept else -1
        spans: list[Cut | Edit] = []
        raw, ends = self.raw, self._ends
        texts, pieces, cut_by, original = self.texts, self.pieces, self.cut_by, self.original
        tidy = "blank-lines" not in self.off
        # Without that step, whoever wants no final line end wants none of several: one a pass would end nowhere.
        strips = not tidy and not final_newline and "final-newline" not in self.off
        sizes = [len(line) + 1 for line in raw] if ends is None else list(map(len, map(add, raw, ends)))
        starts = list(accumulate(sizes, initial=0))
        blank_allowed = not tidy
        above = -1
        for at in self._touched(kept) if ends is None else range(len(raw)):
            start, stop = starts[at], starts[at] + len(raw[at])
            end = ends[at] if ends is not None else "\n" if at < len(raw) - 1 else ""
            after = stop + len(end)
            blank_allowed = blank_allowed or at - above > 1  # what was passed over stays, and is not blank
            above = at
            if at in cut_by:
                if after > start:
                    spans.append(Cut(start, after, cut_by[at], original[start:after], spoke=self.spoke.get(at, ())))
            elif (is_blank := not texts[at] or texts[at].isspace()) and tidy and not (blank_allowed and at < last):
                if after > start:
                    spans.append(Edit(start, after, NORMALIZE + "blank-lines", original[start:after], ""))
            elif is_blank and strips and at > last:
                if after > start:
                    spans.append(Edit(start, after, NORMALIZE + "final-newline", original[start:after], ""))
            else:
                blank_allowed = not is_blank or not tidy
                if at in pieces:
                    spans += self._line_spans(at, start)
                if end != "\n" or at == last:
                    spans += self._end_spans(stop, end, at == last, final_newline)
        return spans

    def _touched(self, kept: list[int]) -> list[int]:
        """Return the lines that are not among the `kept` ones, or were changed, and the last one that is kept."""
        return sorted({*set(range(len(self.raw))).difference(kept), *self.pieces, *kept[-1:]})

    def _line_spans(self, at: int, offset: int) -> list[Cut | Edit]:
        spans: list[Cut | Edit] = []
        for start, stop, new, by in self.pieces.get(at, ()):
            kind = Edit if by.startswith(NORMALIZE) else Cut
            spans.append(kind(offset + start, offset + stop, by, self.raw[at][start:stop], new))
        return spans

    def _end_spans(self, at: int, end: str, is_last: bool, final_newline: bool) -> list[Cut | Edit]:
        wanted, step = end, "line-ends"
        if end and "line-ends" not in self.off:
            wanted = "\n"
        if is_last and "final-newline" not in self.off:
            if final_newline and not end:
                wanted, step = "\n", "final-newline"
            elif not final_newline:
                wanted, step = "", "final-newline"
        return [] if wanted == end else [Edit(at, at + len(end), NORMALIZE + step, end, wanted)]


def _to_add_to(names: Sequence[str]) -> list[str]:
    """Return `names` as a list, which it is already while a run of lines goes one by one: no copy for each."""
    return names if isinstance(names, list) else list(names)


def _with_spaces(text: str, start: int, stop: int) -> tuple[int, int]:
    """Widen a span by the spaces that would otherwise stand at an edge or twice in a row."""
    if not text[stop:].strip():
        return len(text[:start].rstrip()), len(text)
    if not text[:start].strip() or text[start - 1 : start].isspace():
        while text[stop : stop + 1].isspace():
            stop += 1
    return start, stop
