"""The draft: changes composed with earlier ones, cuts and edits as spans of the original, the view of what is left."""

from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cleaner.document import Cut, Edit
from cleaner.draft import NORMALIZE, Draft, Piece, composed
from cleaner.normalize import Change, applied

Changes = list[tuple[int, int, str]]


def rendered(raw: str, pieces: list[Piece]) -> str:
    return applied(raw, [Change(piece.start, piece.stop, piece.new) for piece in pieces])


@st.composite
def changed_lines(draw: st.DrawFn) -> tuple[str, Changes]:
    """Return a line, and changes one after the other, the places of each those of the line as it then stands."""
    raw = draw(st.text("abcdef", min_size=1, max_size=10))
    line, changes = raw, []
    for _ in range(draw(st.integers(0, 6))):
        if not line:
            break
        start = draw(st.integers(0, len(line) - 1))
        stop = draw(st.integers(start + 1, len(line)))
        new = draw(st.text("XYZ", max_size=3))
        changes.append((start, stop, new))
        line = applied(line, [Change(start, stop, new)])
    return raw, changes


def origins(raw: str, changes: Changes) -> list[int | None]:
    """Return, for each character of the changed line, its place in the original, None for what a change brought."""
    found: list[int | None] = list(range(len(raw)))
    for start, stop, new in changes:
        found[start:stop] = [None] * len(new)
    return found


@settings(max_examples=300, derandomize=True, deadline=None)
@given(changed_lines())
@example(("abc", [(0, 2, "X"), (0, 1, ""), (0, 1, "Y")]))
@example(("abcd", [(1, 2, ""), (2, 3, ""), (0, 2, "XYZ")]))
@example(("ab", [(0, 1, "XYZ"), (1, 2, ""), (0, 2, ""), (0, 1, "Z")]))
def test_composed_pieces_say_what_all_changes_together_did(case: tuple[str, Changes]) -> None:
    raw, changes = case
    pieces: list[Piece] = []
    line = raw
    for number, (start, stop, new) in enumerate(changes):
        pieces = composed(pieces, Change(start, stop, new), str(number))
        line = applied(line, [Change(start, stop, new)])
        assert rendered(raw, pieces) == line
        assert str(number) in {piece.by for piece in pieces}
    # Ordered, disjoint, inside the line.
    edges = [0, *(place for piece in pieces for place in (piece.start, piece.stop)), len(raw)]
    assert edges == sorted(edges)
    # No piece takes in a character that no change touched.
    kept = {place for place in origins(raw, changes) if place is not None}
    touched = {place for piece in pieces for place in range(piece.start, piece.stop)}
    assert kept.isdisjoint(touched)
    assert kept | touched == set(range(len(raw)))


@pytest.mark.parametrize(
    ("pieces", "change", "after"),
    [
        ([], Change(1, 2, "x"), [Piece(1, 2, "x", "new")]),
        ([Piece(0, 1, "", "old")], Change(0, 1, ""), [Piece(0, 1, "", "old"), Piece(1, 2, "", "new")]),
        ([Piece(2, 4, "x", "old")], Change(0, 2, ""), [Piece(0, 2, "", "new"), Piece(2, 4, "x", "old")]),
        ([Piece(2, 4, "x", "old")], Change(3, 4, ""), [Piece(2, 4, "x", "old"), Piece(4, 5, "", "new")]),
        ([Piece(2, 4, "x", "old")], Change(2, 3, ""), [Piece(2, 4, "", "new")]),
        ([Piece(2, 4, "xyz", "old")], Change(3, 4, ""), [Piece(2, 4, "xz", "new")]),
        ([Piece(2, 4, "xyz", "old")], Change(1, 3, "-"), [Piece(1, 4, "-yz", "new")]),
        ([Piece(2, 4, "xyz", "old")], Change(4, 6, "-"), [Piece(2, 5, "xy-", "new")]),
        ([Piece(1, 2, "", "a"), Piece(3, 4, "x", "b")], Change(0, 4, ""), [Piece(0, 5, "", "new")]),
    ],
)
def test_composed(pieces: list[Piece], change: Change, after: list[Piece]) -> None:
    assert composed(pieces, change, "new") == after


def replayed(original: str, spans: Sequence[Cut | Edit]) -> str:
    return applied(original, [Change(span.start, span.stop, span.new) for span in spans])


LINES = st.lists(
    st.sampled_from(
        [
            "",
            " ",
            "one",
            "two  words",
            "  three\u00a0",
            "cafe\u0301 &amp; bar",
            "x\u200by &nbsp;&nbsp; z",
            "\ufeff",
            "中文",
            "a\tb\tc",
        ]
    ),
    max_size=8,
)
ENDS = st.sampled_from(["\n", "\r\n", "\r"])


@settings(max_examples=200, derandomize=True, deadline=None)
@given(LINES, ENDS, st.booleans(), st.booleans(), st.data())
def test_cuts_and_edits_made_again_give_the_text(
    lines: list[str], end: str, final: bool, ends: bool, data: st.DataObject
) -> None:
    original = end.join(lines) + (end if ends else "")
    draft = Draft(original)
    for at in data.draw(st.lists(st.integers(0, len(draft.raw) - 1), max_size=3, unique=True)):
        text = draft.texts[at]
        if data.draw(st.booleans()) and text.strip():
            start = data.draw(st.integers(0, len(text) - 1))
            draft.cut_within(at, [(start, data.draw(st.integers(start + 1, len(text))))], "a#inline")
        else:
            draft.cut_line(at, "a#line")
    text, cuts, edits = draft.render(final)
    spans: list[Cut | Edit] = sorted((*cuts, *edits), key=lambda span: (span.start, span.stop))
    assert replayed(original, spans) == text
    assert all(original[span.start : span.stop] == span.old for span in spans)
    assert all(span.old != span.new for span in spans)
    assert all(left.stop <= right.start for left, right in pairwise(spans))
    assert list(cuts) == sorted(cuts, key=lambda span: span.start)
    assert list(edits) == sorted(edits, key=lambda span: span.start)
    assert {cut.by for cut in cuts} <= {"a#inline", "a#line"}
    assert all(edit.by.startswith(NORMALIZE) for edit in edits)
    # What is left is left: every kept line stands in the text, in order, and nothing else but blank lines.
    assert [line for line in text.split("\n") if line.strip()] == draft.view().lines


@pytest.mark.parametrize(
    ("original", "texts"),
    [
        ("", [""]),
        ("a", ["a"]),
        ("a\n", ["a", ""]),
        ("a\r\nb\rc\nd", ["a", "b", "c", "d"]),
        ("a\r\n", ["a", ""]),
        ("a\r", ["a", ""]),
        ("a\n\r\nb", ["a", "", "b"]),
        ("a\x0bb\x0cc\x1cd\u2028e\u2029f\x85g", ["a b c d e f g"]),  # nothing else ends a line
    ],
)
def test_lines_end_at_these_ends_only(original: str, texts: list[str]) -> None:
    assert Draft(original).texts == texts


@pytest.mark.parametrize("original", ["", "a", "a\nb", "a\n\nb", "  a\n\n  b", "a & b"])
def test_a_tidy_text_is_given_back_as_it_is(original: str) -> None:
    text, cuts, edits = Draft(original).render(final_newline=False)
    assert text is original
    assert (cuts, edits) == ((), ())


def test_what_is_left_of_a_cut_line_is_normalised_again() -> None:
    draft = Draft("one  [ad]  two")  # two runs: columns, which stay
    assert draft.texts == ["one  [ad]  two"]
    draft.cut_within(0, [(5, 9)], "a#x")
    text, cuts, edits = draft.render(final_newline=False)
    assert text == "one two"
    assert [(cut.old, cut.new) for cut in cuts] + [(edit.old, edit.new) for edit in edits] == [("[ad]  ", ""), ("  ", " ")]


@pytest.mark.parametrize(
    ("line", "start", "stop", "left"),
    [
        ("one two three", 4, 7, "one three"),
        ("one two three", 0, 3, "two three"),
        ("one two three", 8, 13, "one two"),
        ("  one two", 2, 5, "  two"),
        ("one, two", 3, 4, "one two"),
        ("onetwo", 0, 3, "two"),
        ("one ... two", 4, 7, "one two"),
        ("one", 0, 3, ""),
    ],
)
def test_spaces_beside_a_cut_go_with_it(line: str, start: int, stop: int, left: str) -> None:
    draft = Draft(line)
    draft.cut_within(0, [(start, stop)], "a#x")
    text, cuts, edits = draft.render(final_newline=False)
    assert text == left
    assert {cut.by for cut in cuts} == {"a#x"}
    assert not edits


def test_a_cut_inside_what_an_edit_made_says_what_stays() -> None:
    draft = Draft("R&amp;D news")
    draft.cut_within(0, [(0, 2)], "a#x")
    text, cuts, edits = draft.render(final_newline=False)
    assert text == "D news"
    assert [(cut.start, cut.stop, cut.old, cut.new) for cut in cuts] == [(0, 6, "R&amp;", "")]
    assert not edits
    draft = Draft("a&ngE;b")  # one entity for two characters
    assert draft.texts == ["a≧̸b"]
    draft.cut_within(0, [(0, 2)], "a#x")
    text, cuts, _ = draft.render(final_newline=False)
    assert [(cut.start, cut.stop, cut.old, cut.new) for cut in cuts] == [(0, 6, "a&ngE;", text[:-1])]


def test_the_view_follows_the_cuts() -> None:
    draft = Draft("Home\n\nA sentence of some twelve words that ends in a full stop, as here.\nShare\nMore")
    first = draft.view()
    assert (first.lines[0], first.numbers, first.prose) == ("Home", [0, 2, 3, 4], [False, True, False, False])
    draft.cut_line(0, "a#x")
    assert draft.view().numbers == [2, 3, 4]
    assert draft.view().gaps == [True, False, False]
    assert draft.view().cuts == [1, 0, 0, 0]  # how many short lines went above each line, and below the last
    draft.cut_within(2, [(0, draft.texts[2].index("as here"))], "a#x")
    assert draft.view().prose == [False, False, False]
    assert draft.view().folded == ["as here.", "share", "more"]
    draft.cut_within(3, [(0, 5)], "a#x")
    draft.cut_line(4, "a#x")
    assert draft.view().numbers == [2]
    assert draft.view().cuts == [1, 2]


def test_a_line_cut_to_nothing_leaves_no_blank_line() -> None:
    draft = Draft("One\nShare\nTwo")
    draft.cut_within(1, [(0, 5)], "a#x")
    assert draft.view().gaps == [True, False]
    assert draft.view().cuts == [0, 1, 0]
    assert draft.render(final_newline=False)[0] == "One\nTwo"


def test_cut_sentences_are_not_counted_among_the_short_lines() -> None:
    draft = Draft("one two three four five six seven eight nine\nLast")
    draft.cut_line(0, "a#x")
    assert draft.view().cuts == [0, 0]


def test_a_text_of_which_nothing_is_left_is_empty() -> None:
    draft = Draft("Home\n\nShare\n")
    draft.cut_line(0, "a#x")
    draft.cut_line(2, "a#y")
    text, cuts, edits = draft.render(final_newline=True)
    assert text == ""
    assert [(cut.old, cut.by) for cut in cuts] == [("Home\n", "a#x"), ("Share\n", "a#y")]
    assert [edit.old for edit in edits] == ["\n"]
