"""What a tally counts: words in and out, of which those that are left are told by what was cut where that is possible."""

from functools import cache
from pathlib import Path

import pytest

from cleaner import Cleaner, Cut, Edit, Result
from cleaner.shape import count_words
from cleaner.tally import Tally

FIXTURES = Path(__file__).parent.parent / "fixtures"
LINES = "The tram runs again on Sunday, and the ferry to the island will sail in winter too.\n"


@cache
def cleaner() -> Cleaner:
    return Cleaner(level="thorough")


def words_out(result: Result) -> int:
    tally = Tally()
    tally.count("a.txt", result)
    return tally.words_out


@pytest.mark.parametrize("path", sorted(FIXTURES.rglob("*.txt")), ids=lambda path: "/".join(path.parts[-2:]))
def test_words_out_are_those_of_the_text(path: Path) -> None:
    text = path.read_bytes().decode("utf-8")
    for one in (text, text.replace(". ", ".\u00a0"), text + "\n\n\x07Share\n", f"{text}\n日本語の文章です。\n12 comments"):
        result = cleaner().clean(one)
        assert words_out(result) == count_words(result.text)


@pytest.mark.parametrize(
    ("original", "text", "cuts", "edits"),
    [
        (LINES + "Share\n" + LINES, LINES + LINES, [Cut(len(LINES), len(LINES) + 6, "x#y", "Share\n")], []),
        (LINES + "Share", LINES, [Cut(len(LINES), len(LINES) + 5, "x#y", "Share")], []),
        ("Share: the tram", "the tram", [Cut(0, 7, "x#y", "Share: ")], []),
        ("Share: the tram\n", "tram\n", [Cut(0, 11, "x#y", "Share: the ")], []),
        (LINES + "the tram-stop", LINES + "the tram", [Cut(len(LINES) + 8, len(LINES) + 13, "x#y", "-stop")], []),
        ("a \u00a0b", "a b", [], [Edit(1, 3, "normalize/spaces", " \u00a0", " ")]),
        ("a&nbsp;b", "a b", [], [Edit(1, 7, "normalize/entities", "&nbsp;", " ")]),
        ("日本語の文章\n共有\n", "日本語の文章\n", [Cut(7, 10, "x#y", "共有\n")], []),
        ("日\n本語\n", "日\n", [Cut(2, 5, "x#y", "本語\n")], []),
    ],
)
def test_words_out_of_parts_of_lines(original: str, text: str, cuts: list[Cut], edits: list[Edit]) -> None:
    assert words_out(Result(original, text, tuple(cuts), tuple(edits))) == count_words(text)
