"""Traces: what was cut around a line speaks for cutting it, and only ever for it."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.detect import scorer
from cleaner.detect.listings import SILENT
from cleaner.detect.traces import TOP, UNTOLD, traces
from cleaner.document import Source
from cleaner.draft import Draft
from cleaner.pipeline import NAMES as DETECTORS_AND_STEPS
from cleaner.rule import Level
from cleaner.ruleset import load
from cleaner.shape import View

PROSE = "The ferry between Brakk and the island of Ulvo will sail through the winter again, the county said."
NEAR_ABOVE, NEAR_BELOW, ABOVE, BELOW, COMMENTS_ABOVE, COMMENTS_BELOW, BETWEEN = 0, 1, 4, 5, 6, 7, 8


def view(lines: list[str], cut_by: Sequence[Sequence[str]]) -> View:
    found = Draft("\n".join(lines)).view()
    found.cut_by = cut_by
    return found


def test_draft_names_what_cut_lines_above_a_line_and_at_the_end() -> None:
    draft = Draft("Home\n\nMenu\nUlvo\nReply\nShare")
    draft.view()
    for line, name in ((0, "en/menus/a"), (2, "en/menus/b"), (4, "en/comments/c"), (5, "en/share/d")):
        draft.cut_line(line, name)
    seen = draft.view()
    assert seen.lines == ["Ulvo"]
    assert [sorted(names) for names in seen.cut_by] == [["en/menus/a", "en/menus/b"], ["en/comments/c", "en/share/d"]]


def test_nothing_was_cut() -> None:
    assert traces(view(["Ulvo", PROSE], [(), (), ()])) == [(0,) * 9] * 2


@pytest.mark.parametrize("name", ["detect/repeats", "detect/titles", "detect/scorer"])
def test_copies_and_the_scorer_leave_no_trace(name: str) -> None:
    assert traces(view(["Ulvo", "Brakk"], [(name,), (), (name, name)])) == [(0,) * 9] * 2


def test_cuts_are_told_by_side_and_distance() -> None:
    one, two, three = traces(view(["Ulvo", "Brakk", "Sund"], [("en/share/a",), (), (), ("en/menus/b", "en/menus/c")]))
    assert [line[ABOVE] for line in (one, two, three)] == [1, 1, 1]
    assert [line[BELOW] for line in (one, two, three)] == [2, 2, 2]
    assert one[NEAR_ABOVE] > two[NEAR_ABOVE] > three[NEAR_ABOVE] > 0
    assert three[NEAR_BELOW] > two[NEAR_BELOW] > one[NEAR_BELOW] > 0


def test_comments_count_apart() -> None:
    seen = traces(view(["Anna Berg", "Ulvo"], [("en/comments/reply",), ("en/share/a",), ()]))
    assert [line[COMMENTS_ABOVE] > 0 for line in seen] == [True, True]
    assert [line[COMMENTS_BELOW] for line in seen] == [0, 0]


def test_cuts_between_prose_lines_belong_to_what_stands_there() -> None:
    cut_by = [(), ("en/menus/a",), ("en/menus/b",), (), ("en/menus/c",), ()]
    seen = traces(view([PROSE, "Ulvo", "Brakk", PROSE, "Sund"], cut_by))
    assert [line[BETWEEN] for line in seen] == [0, 2, 2, 0, 1]


def test_many_cuts_stay_small_numbers() -> None:
    seen = traces(view(["Ulvo"] * 60, [("en/comments/a",) * 900] * 61))
    assert all(0 <= number <= TOP for line in seen for number in line)


LINES = [
    PROSE,
    PROSE.replace("Ulvo", "Sund"),
    "Anna Berg",
    "Share this",
    "12 May",
    "Home",
    "1. Ulvo",
    "Read more",
    "Contact us",
]
NAMES = st.lists(st.sampled_from(["en/comments/a", "en/share/b", "detect/listings"]), max_size=4).map(tuple)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(LINES), min_size=8, max_size=30), st.data())
def test_more_cuts_never_speak_against_a_cut(lines: list[str], data: st.DataObject) -> None:
    few = data.draw(st.lists(NAMES, min_size=len(lines) + 1, max_size=len(lines) + 1))
    more = [(*names, *data.draw(NAMES)) for names in few]
    for less, greater in zip(traces(view(lines, few)), traces(view(lines, more)), strict=True):
        assert all(a <= b for a, b in zip(less, greater, strict=True))
    for level in Level:
        found = [set(scorer.find(view(lines, names), Source(), level)) for names in ([()] * len(few), few, more)]
        assert found[0] <= found[1] <= found[2]


@pytest.mark.parametrize("mark", sorted({*UNTOLD, *SILENT}))
def test_what_tells_nothing_of_the_lines_beside_it_is_still_called_so(mark: str) -> None:
    assert any(mark in name for name in (*DETECTORS_AND_STEPS, *(rule.name for rule in load(examples=False).rules)))
