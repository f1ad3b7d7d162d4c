"""Phrases that keep their lines: never cut by any rule or detector, and every promise holds with them."""

from collections import Counter
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner import Cleaner, Record, Source
from cleaner.draft import Draft
from cleaner.rule import Level
from cleaner.shape import fold_line
from tests.test_promises import FEW, cleaner, documents, literal_lines, rebuilt

SENTENCE = "The ferry will sail again on Monday, the harbour master said after a week of repairs to its old shaft."


@cache
def keeping(level: Level, *phrases: str) -> Cleaner:
    """Return a cleaner that shares its index with the others: to make one takes a second."""
    base = cleaner(level)
    return Cleaner(ruleset=base.ruleset, keep=phrases, matcher=lambda _: base.matcher(Source()))


@pytest.mark.parametrize(
    ("keep", "text", "left"),
    [
        (["Post a comment"], f"{SENTENCE}\nPost a Comment\n12 comments", f"{SENTENCE}\nPost a Comment"),
        (["a  COMMENT"], f"{SENTENCE}\nPost a Comment\n12 comments", f"{SENTENCE}\nPost a Comment"),
        (["“comments”"], f'{SENTENCE}\n12 comments\n"comments"', f'{SENTENCE}\n"comments"'),
        (["rare gulls"], f"{SENTENCE}\n\nAlso Read:\nOn rare gulls\nThe harbour in 1911", f"{SENTENCE}\n\nOn rare gulls"),
        (["also read"], f"{SENTENCE}\n\nAlso Read:\nOn rare gulls\nThe harbour in 1911", f"{SENTENCE}\n\nAlso Read:"),
        (["ferry will"], f"{SENTENCE}\n{SENTENCE}", f"{SENTENCE}\n{SENTENCE}"),
        (["by ines"], f"By Ines Vardal | 12 March 2019 | 3 min read\n{SENTENCE}", None),
    ],
)
def test_lines_that_stay(keep: list[str], text: str, left: str | None) -> None:
    result = keeping(Level.STANDARD, *keep).clean(text)
    assert result.text == (left or text)
    assert result.kept == tuple(keep)


@pytest.mark.parametrize("keep", [[], ["Post a poem"], [" "], ["comment: "]])
def test_lines_that_go(keep: list[str]) -> None:
    result = keeping(Level.STANDARD, *keep).clean(f"{SENTENCE}\nPost a Comment")
    assert (result.text, result.kept) == (SENTENCE, ())


def test_a_phrase_that_nothing_would_have_cut_was_not_needed() -> None:
    assert keeping(Level.STANDARD, "the ferry will sail").clean(SENTENCE).kept == ()


def test_characters_are_normalised_in_lines_that_stay() -> None:
    assert keeping(Level.STANDARD, "cafe\u0301 news").clean("Cafe\u0301  news &amp; ads").text == "Café news & ads"


def phrases() -> st.SearchStrategy[str]:
    words = st.sampled_from(["a", "share", "read", "the", "1", "•", "12 comments", "&", "桥"])
    return st.one_of(words, st.sampled_from(literal_lines()[::25]))


def holding(phrase: str, text: str) -> Counter[str]:
    """Return the lines of `text`, normalised and folded, that hold `phrase`."""
    return Counter(line for line in Draft(text).folded if fold_line(phrase) in line)


@FEW
@given(text=documents(), phrase=phrases(), level=st.sampled_from(list(Level)), final_newline=st.booleans())
def test_every_line_with_the_phrase_is_in_the_output_and_twice_is_once(
    text: str, phrase: str, level: Level, final_newline: bool
) -> None:
    keeper = keeping(level, phrase)
    result = keeper.clean_record(Record(Source(), text), final_newline)
    assert rebuilt(result) == (result.text, text)
    assert holding(phrase, text) <= holding(phrase, result.text)
    assert keeper.clean_record(Record(Source(), result.text), final_newline).text == result.text
