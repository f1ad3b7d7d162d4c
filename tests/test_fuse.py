"""The fuse: how much may go, by whose hand, and what must be left."""

import pytest

from cleaner.draft import Draft
from cleaner.fuse import refusal
from cleaner.rule import Level
from cleaner.shape import count_words
from tests.prose import TEXT

RULE, DETECTOR, REPEATS = "en/x#y", "detect/comments", "detect/repeats"
WORDS = 20


def line(number: int) -> str:
    return f"Ferry number {number} left the old quay of Lowmark at dawn with {number} goats, two priests and sacks of post."


def refused(kept_and_cut: str, by: str, level: Level = Level.STANDARD, copies: bool = False) -> str:
    """Cut the lines that `kept_and_cut` marks with `x`; those marked with `o` stay."""
    draft = Draft("\n".join(line(0 if copies and mark == "x" else number) for number, mark in enumerate(kept_and_cut)))
    before = draft.view()
    for number, mark in zip(before.numbers, kept_and_cut, strict=True):
        if mark == "x":
            draft.cut_line(number, by)
    return refusal(before, draft, level)


def test_the_lines_of_these_tests_are_sentences() -> None:
    assert count_words(line(1)) == count_words(line(99)) == WORDS
    assert Draft(line(1)).view().is_prose(0)


@pytest.mark.parametrize(
    ("lines", "by", "level", "stays_as_it_was"),
    [
        ("oooooooooo", RULE, Level.STANDARD, False),
        ("ooooooxxxx", RULE, Level.STANDARD, False),
        ("oooooxxxxx", RULE, Level.STANDARD, False),
        ("ooooxxxxxx", RULE, Level.STANDARD, True),
        ("ooooxxxxxx", RULE, Level.THOROUGH, False),
        ("oooxxxxxxx", RULE, Level.THOROUGH, True),
        ("ooooooxxxx", RULE, Level.CAREFUL, True),
        ("xxx", RULE, Level.STANDARD, True),  # 60 words, and no prose line is left
        ("xxxo", RULE, Level.STANDARD, False),  # 60 words
        ("xxxxo", RULE, Level.STANDARD, True),
        # What detectors take from around a body of 100 words: comments below, teasers above.
        ("oooooxxxxxx", DETECTOR, Level.STANDARD, False),
        ("xxxxxxooooo", DETECTOR, Level.STANDARD, False),
        ("ooooo" + 45 * "x", DETECTOR, Level.STANDARD, False),
        ("oooooxxxxxx", DETECTOR, Level.CAREFUL, True),
        ("ooooo" + 46 * "x", DETECTOR, Level.STANDARD, True),  # less than a tenth of all
        ("ooooxxxxxx", DETECTOR, Level.STANDARD, True),  # 80 words
        # From within: what is left is no body.
        (20 * "oxx", DETECTOR, Level.STANDARD, True),
        (5 * "ooxxx", DETECTOR, Level.THOROUGH, False),  # 60% as ever
        (5 * "ooxxxx", DETECTOR, Level.THOROUGH, True),
        (12 * "o" + "x" + 12 * "o" + 30 * "x", DETECTOR, Level.STANDARD, False),  # a line of a body of 24
        ("oooo" + "xx" + "oooo" + 20 * "x", DETECTOR, Level.STANDARD, True),
        ("xxxxxxxx", DETECTOR, Level.STANDARD, True),
    ],
)
def test_how_much_may_go(lines: str, by: str, level: Level, stays_as_it_was: bool) -> None:
    assert bool(refused(lines, by, level)) == stays_as_it_was


def test_it_says_how_much() -> None:
    assert refused("ooooxxxxxx", RULE) == "120 of 200 words in prose lines would have gone"


@pytest.mark.parametrize("by", [RULE, DETECTOR])
def test_a_line_that_stands_there_often_counts_once(by: str) -> None:
    assert not refused("oooooxxxxxxxxxxxxxxxx", by, copies=True)


def test_copies_do_not_count() -> None:
    assert not refused("ooxxxxxxxx", REPEATS)


def test_what_rules_took_is_not_excused_by_what_detectors_left() -> None:
    draft = Draft("\n".join(map(line, range(40))))
    before = draft.view()
    for number in before.numbers[8:18]:
        draft.cut_line(number, DETECTOR)
    for number in before.numbers[18:]:
        draft.cut_line(number, RULE)
    assert refusal(before, draft, Level.STANDARD)


@pytest.mark.parametrize(
    ("lines", "stays_as_it_was"),
    [
        ("ooooo" + "aaabbb", False),  # no rule takes more than half by itself
        ("ooooo" + "aaaaaaab", True),
        ("ooooo" + "aaabbbxxxxxx", False),  # and a detector
        ("oooo" + "aaabbb", True),  # no body of 100 words
        (10 * "oab", True),  # from within
        ("aaaabbbb", True),
    ],
)
def test_several_rules_may_take_more_than_one(lines: str, stays_as_it_was: bool) -> None:
    draft = Draft("\n".join(map(line, range(len(lines)))))
    before = draft.view()
    for number, mark in enumerate(lines):
        if mark != "o":
            draft.cut_line(number, DETECTOR if mark == "x" else f"en/{mark}#one")
    assert bool(refusal(before, draft, Level.STANDARD)) == stays_as_it_was


def test_other_lines_do_not_count() -> None:
    draft = Draft("\n".join([*TEXT, *("Share this", "Comments", "Read more") * 30]))
    before = draft.view()
    for number in before.numbers[len(TEXT) :]:
        draft.cut_line(number, RULE)
    assert not refusal(before, draft, Level.CAREFUL)
