"""The comments detector: blocks of a name, a date and a few lines of text, in any language, below an article."""

import pytest

from cleaner import Cleaner
from cleaner.detect import comments
from cleaner.document import Source
from cleaner.draft import Draft
from cleaner.rule import Level
from cleaner.shape import View

ARTICLE = [
    "The ferry between Brakk and the island of Ulvo will sail through the winter again, the county said on Monday.",
    "The line had been closed from November to March for six years because the old ship could not stand the ice.",
    "A second ship, bought in the spring from a yard in the south, has a hull that was made for such waters.",
    "The mayor of Ulvo called the news the best that the island had heard since the school was opened again.",
    "He said that eleven families had left in the years in which nobody could come or go for weeks on end.",
    "The county pays for the new ship over twenty years, and the island gives the harbour and the pilots.",
]
SAID = [
    "I have waited for this for six years and so has everybody on our side of the island.",
    "Good news",
    "Who pays when the ice is too thick for the new ship as well?",
    "We left in the second winter and would not come back for a boat.",
    "My father sailed that line and he always said the harbour was the trouble, not the ice.",
    "At last!",
]
NAMES = ["Anna Berg", "seadog71", "Pilot", "E. Dahl", "mona", "Tor Vik"]
TRACE = ("en/comments#reply",)


def thread(head: str, count: int = 6) -> list[str]:
    """Return comments, each under `head` with its name and numbers filled in."""
    found: list[str] = []
    for at, (name, said) in enumerate(zip(NAMES, SAID, strict=True), 3):
        found += [*head.format(name=name, n=at).split("\n"), said]
    return found[: count * (1 + head.count("\n") + 1)]


def view(lines: list[str], trace: bool) -> View:
    found = Draft("\n".join(lines)).view()
    if trace:
        found.cut_by = [TRACE if at == len(ARTICLE) else names for at, names in enumerate(found.cut_by)]
    return found


def left(lines: list[str], trace: bool = False) -> list[str]:
    seen = view(lines, trace)
    gone = set(comments.find(seen, Source(), Level.STANDARD))
    return [line for at, line in enumerate(seen.lines) if at not in gone]


@pytest.mark.parametrize(
    "head",
    [
        "{name}, {n} May 2019, 10:4{n}",
        "{name}\n{n} May 2019 at 10:4{n} am",
        "{name} | 1{n}.05.2019 | 10:4{n} Uhr",
        "{name} - le {n} mai 2019 à 10h4{n}",
        "{name} 2019-05-0{n} 10:4{n}:00",
        "{name} · {n} hours ago",
        "{name} vor {n} Stunden",
        "{name}\nhace {n} días",
        "{name} {n} часа назад",
        "{name} {n}小时前",
    ],
)
def test_five_blocks_below_the_article_go(head: str) -> None:
    assert left([*ARTICLE, *thread(head)]) == ARTICLE


@pytest.mark.parametrize("head", ["{name} says", "{n}. {name} says:", "{name}\n{n} May 2019", "{name} sagt:"])
def test_weaker_heads_and_fewer_blocks_need_the_trace_of_a_rule(head: str) -> None:
    lines = [*ARTICLE, *thread(head, 4)]
    assert left(lines) == lines
    assert left(lines, trace=True) == ARTICLE


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param([ARTICLE[0], *thread("{name}, {n} May 2019, 10:4{n}")], id="a thread"),
        pytest.param([*ARTICLE, *thread("{name}, {n} May 2019, 10:4{n}", 2)], id="two blocks"),
        pytest.param([*ARTICLE, *[f"{n} May 2019, 10:4{n}" for n in range(3, 9)]], id="dates without text"),
        pytest.param([*ARTICLE, *[f"Ulvo, {n} May 2019" for n in range(3, 9) for _ in (0, 1)]], id="dates alone"),
        pytest.param([*ARTICLE, *thread("1{n}.05.2019 Lowmark")], id="a date is no time"),
        pytest.param([*ARTICLE, *thread("Date: {n} May 2019 10:4{n}:00")], id="letters"),
        pytest.param([*ARTICLE, *thread("SELECT '2019-05-0{n} 10:4{n}:00';")], id="code"),
        pytest.param([*ARTICLE, *thread("low\t0{n}.05.2019 - 1{n}.05.2019\t{n}0")], id="seasons and prices"),
        pytest.param(
            [*ARTICLE, *[line for at in range(3, 9) for line in (f"{at} May 2019, 10:4{at}", *ARTICLE, *ARTICLE)]], id="live"
        ),
    ],
)
def test_stays(lines: list[str]) -> None:
    assert left(lines) == lines


def test_what_stands_below_the_last_block_stays() -> None:
    below = ["The ferry line", "The county of Brakk has published the timetable of the winter line on its pages today."]
    kept = left([*ARTICLE, *thread("{name}, {n} May 2019, 10:4{n}"), *below])
    assert kept == [*ARTICLE, *below]


def test_cleaning_again_finds_nothing() -> None:
    one = Cleaner(select=["detect/comments", "en/comments"])
    once = one.clean("\n".join([*ARTICLE, "6 comments", "Leave a reply", *thread("{n}. {name} says", 4), "Reply"])).text
    assert not one.clean(once).cuts
