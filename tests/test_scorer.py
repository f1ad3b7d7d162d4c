"""The line scorer: what it takes and leaves, what it says of a cut, and that a second cleaning finds nothing."""

import json
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner import Cleaner
from cleaner.detect import scorer
from cleaner.detect.features import GROUPS, NAMES, numbers, see, settled
from cleaner.detect.lines import is_data, look
from cleaner.detect.spared import likely_titles
from cleaner.document import Source
from cleaner.draft import Draft
from cleaner.errors import RuleError
from cleaner.explain import verdicts
from cleaner.rule import Level
from cleaner.ruleset import bundled_folder, packs
from cleaner.shape import View, fold_line, is_prose

LEVELS = [level.word for level in Level]

TITLE = "The ferry to Ulvo will sail in winter again"
ARTICLE = [
    "The ferry between Brakk and the island of Ulvo will sail through the winter again, the county said on Monday.",
    "The line had been closed from November to March for six years because the old ship could not stand the ice.",
    "A second ship, bought in the spring from a yard in the south, has a hull that was made for such waters.",
    "The mayor of Ulvo called the news the best that the island had heard since the school was opened again.",
    "He said that eleven families had left in the years in which nobody could come or go for weeks on end.",
    "The county pays for the new ship over twenty years, and the island gives the harbour and the pilots.",
    "Tickets will cost what they cost in summer, and pupils of the upper school will travel free of charge.",
    "The first crossing is planned for the second week of November, if the ice in the sound allows it at all.",
]
CHROME = [
    "Sign up for our newsletter and get the best stories in your inbox every morning",
    "Follow us on Facebook",
    "Contact us",
    "About us",
    "Privacy policy",
    "All rights reserved",
    "You must be logged in to post a comment",
    "Share this article",
]


@cache
def cleaner(level: str = "standard", *select: str) -> Cleaner:
    return Cleaner(level=level, select=select)


def alone(text: str, level: str = "thorough") -> str:
    return cleaner(level, "detect/scorer").clean(text).text


def view(lines: list[str]) -> View:
    return Draft("\n".join(lines)).view()


def page(above: list[str], below: list[str]) -> str:
    return "\n".join([*above, TITLE, *ARTICLE, *below])


MENU = [
    "Home",
    "Sign in",
    "Subscribe",
    "Brakk today",
    "Sund and the islands",
    "Arts",
    "Opinion",
    "Ferries",
    "Podcasts",
    "Search",
]
OTHERS = ["by Anna Berg", "Why the herring came back to Brakk", "by Tor Vik"]
FOOT = ["Share this article", "Leave a reply", *OTHERS, "Contact us", "Advertise with us", "Back to top", *CHROME]


# It has learned on what rules leave and leans on what they cut, so they act too.
@pytest.mark.parametrize("level", ["standard", "thorough"])
def test_what_rules_leave_below_the_article_goes(level: str) -> None:
    result = cleaner(level).clean(page(MENU, FOOT))
    assert result.text == page([], [])
    assert {cut.old.strip() for cut in result.cuts if cut.by == "detect/scorer"} == set(OTHERS)


def test_the_same_lines_stay_where_nothing_was_cut() -> None:
    assert alone(page([], OTHERS)) == page([], OTHERS)


def test_article_stays_whatever_stands_around_it() -> None:
    text = alone(page(CHROME[2:5], CHROME))
    assert all(line in text for line in (TITLE, *ARTICLE))


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param([TITLE, *ARTICLE], id="article"),
        pytest.param([TITLE, *ARTICLE[:4], "What the island says", *ARTICLE[4:]], id="heading"),
        pytest.param([*ARTICLE, "• 1. Berg A, Dahl E. Ice in narrow sounds. Ulvo, 1994."], id="reference"),
        pytest.param([*ARTICLE, "ship | year | length", "Ulvo | 1961 | 31"], id="table"),
        pytest.param([*ARTICLE, "for ship in ships:", "if (ship) { sail(); }"], id="code"),
        pytest.param([*ARTICLE, "+00 12 34 56 78"], id="number"),
        pytest.param(CHROME * 2, id="no prose"),
        pytest.param([ARTICLE[0], *CHROME[:5]], id="few lines"),
    ],
)
@pytest.mark.parametrize("level", LEVELS)
def test_stays(lines: list[str], level: str) -> None:
    text = "\n".join(lines)
    assert alone(text, level) == text


@pytest.mark.parametrize(
    ("above", "title", "kept"),
    [
        ([TITLE], "", {0}),
        (["Home", TITLE, "12 May"], "", {1}),
        (["The county decides", TITLE], "", {0, 1}),
        (["A bold plan for Ulvo", "Home", "Menu", TITLE], "", {0, 3}),
        (["Home", "Ferries", "Menu", "Login"], "Ferries", {1}),
        (["Home", "Menu"], "", set()),
    ],
)
def test_likely_titles(above: list[str], title: str, kept: set[int]) -> None:
    assert likely_titles(view([*above, *ARTICLE]), Source(title=title)) == kept


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("12. Berg, Anna 4.34 m", True),
        ("• 28.Berg A, Dahl E. Ice in sounds.", True),
        ("(055) 010-0199", True),
        ("name | year | length", True),
        ("anna.berg@example.org", True),
        ("} catch (e) {", True),
        ("sail();", True),
        ("Berg A et al. Ice in narrow sounds.", True),
        ("Sign up for our newsletter", False),
        ("• Contact us", False),
        ("Published in 1994 by the county", False),
        ("News/Sport/Weather", False),
    ],
)
def test_is_data(line: str, said: bool) -> None:
    assert is_data(fold_line(line)) is said


def test_settled_lines_stand_among_prose() -> None:
    prose = [True, True, True, False, True, True, True]
    assert settled(prose) == [False, True, True, True, True, True, False]
    assert settled([True, False, False, True, False, False] * 3)[9]
    assert not any(settled([True, False, True, False]))


def test_words_are_numbers_however_they_are_punctuated() -> None:
    assert numbers("comments") == numbers("comments:") == numbers("(comments)")
    assert numbers("12") == numbers("1,204") != numbers("comments")


def test_explanation_sums_up_to_the_score() -> None:
    seen = view([*CHROME[:3], TITLE, *ARTICLE, *CHROME])
    scores, _ = scorer.scorer().judge(seen, Level.STANDARD)
    for at, score in enumerate(scores):
        said = dict(scorer.spoke(seen, at))
        assert set(said) == {*GROUPS, "base"}
        assert sum(said.values()) == pytest.approx(score)


def test_explain_says_what_spoke() -> None:
    text = page(MENU, FOOT)
    one = Cleaner(level="thorough")
    assert not any(cut.spoke for cut in one.clean(text).cuts)
    one.explains = True
    rows = list(verdicts(one.clean(text), one.ruleset))
    cut = [row for row in rows if row.spoke]
    assert cut
    for row in cut:
        assert row.by == ("detect/scorer",)
        assert set(json.loads(json.dumps(row.as_dict()))["spoke"]) == {*GROUPS, "base"}
        strongest, weight = row.weighed().split(", ")[0].split(" ")
        assert strongest in GROUPS
        assert weight[0] in "+-"
    assert all("spoke" not in row.as_dict() for row in rows if row.verdict == "kept")


def test_weights_are_numbers_only() -> None:
    def check(value: object) -> None:
        if isinstance(value, list):
            for one in value:
                check(one)
        else:
            assert isinstance(value, int | float)

    package = json.loads((bundled_folder() / "scorer.json").read_text(encoding="utf-8"))
    assert set(package) == {"features", "kinds", "levels", "early", "trees", "grams", "weights"}
    for value in package.values():
        check(value)
    assert package["features"] == len(NAMES)
    for thresholds in zip(*package["levels"], strict=True):
        assert list(thresholds) == sorted(thresholds, reverse=True)


def test_weights_are_no_pack() -> None:
    assert all(path.suffix == ".toml" for path, _ in packs(bundled_folder()))


def test_weights_that_do_not_fit_are_an_error(tmp_path: Path) -> None:
    path = tmp_path / "scorer.json"
    path.write_text("{}", encoding="utf-8")
    with pytest.raises(RuleError):
        scorer.read(path)


def test_memory_changes_no_score(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = view([TITLE, *ARTICLE, *CHROME])
    before = scorer.scorer().judge(seen, Level.STANDARD)
    monkeypatch.setattr(scorer, "KEPT", 2)
    fresh = scorer.read(bundled_folder() / "scorer.json")
    assert fresh.judge(seen, Level.STANDARD) == fresh.judge(seen, Level.STANDARD) == before


LINES = st.sampled_from(
    [*ARTICLE, *CHROME, TITLE, "", "", "12 May", "Home", "Read more", "• Ferries", "Anna Berg", "1. Ulvo"]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(LINES, max_size=40), st.sampled_from(LEVELS), st.booleans())
def test_cleaning_twice_is_cleaning_once(lines: list[str], level: str, rules: bool) -> None:
    one = cleaner(level, *([] if rules else ["detect/scorer"]))
    once = one.clean("\n".join(lines)).text
    again = one.clean(once)
    assert again.text == once
    assert not again.cuts


@given(st.text(min_size=1).map(fold_line).filter(bool))
def test_any_line_can_be_looked_at(line: str) -> None:
    found = look(line, line, is_prose(line))
    assert found.words >= 1
    assert all(0 <= value <= 400 for value in found.shape)
    assert -80 <= scorer.scorer().word_score(line) <= 80


@given(st.lists(st.text(min_size=1).map(fold_line).filter(bool)))
def test_words_are_looked_up_alike_in_rows_and_in_dicts(lines: list[str]) -> None:
    known = scorer.scorer().word_score
    few, many = (scorer.WordScore(known._numbers, known._weights) for _ in range(2))
    many._build()
    lines = [*lines, *ARTICLE, *CHROME]
    assert [few(line) for line in lines] == [many(line) for line in lines] == [known(line) for line in lines]


def test_numbered_lines_are_looked_at_above_the_text_and_not_below() -> None:
    """Those above are a menu of diseases, those below the article's ranking of countries."""
    numbered = ["1. Allergy", "2. Asthma", "3. Autism"]
    above = see(Draft("\n".join([*numbered, *ARTICLE])).view())
    below = see(Draft("\n".join([*ARTICLE, *numbered])).view())
    assert [line.data for line in above.lines[:3]] == above.close[:3] == [True] * 3
    assert [line.data for line in below.lines[-3:]] == [True] * 3
    assert below.close[-3:] == [False] * 3
