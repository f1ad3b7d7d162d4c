"""Hard negatives: passages that look like chrome and are article stay, wherever in an article they stand."""

from functools import cache
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet

from cleaner import Cleaner
from cleaner.fold import key
from cleaner.matching import anchors

FOLDER = Path(__file__).parent.parent / "fixtures" / "negatives"
FILES = sorted(FOLDER.glob("*/*.txt"))

HEAD = "The bridge at Ulvo will open again"
OPENING = "The old bridge at Ulvo will open again in the spring, the county said on Monday after a winter of repairs."
MIDDLE = "Divers had found in October that two of the five piers stood on sand and no longer on the rock below it."
LAST = "The first to cross will be the pupils of the village school, who collected money for the new railing."


def passages(path: Path) -> list[str]:
    return [text.strip("\n") for text in path.read_text(encoding="utf-8").split("\n\n") if text.strip()]


ALL = [(path, number) for path in FILES for number in range(len(passages(path)))]


# Passages that nobody knows how to keep without losing what a rule takes rightly, by file and number, with the reason.
KNOWN_FAILURES = {
    ("ru/related", 4): "at thorough, a lone 'Главное:' below the text is taken for the heading of a box",
}


@cache
def cleaner(level: str = "standard") -> Cleaner:
    return Cleaner(level=level)


def marked(path: Path, number: int) -> ParameterSet | tuple[Path, int]:
    reason = KNOWN_FAILURES.get((f"{path.parent.name}/{path.stem}", number))
    return pytest.param(path, number, marks=pytest.mark.xfail(reason=reason, strict=True)) if reason else (path, number)


def arranged(passage: str) -> list[str]:
    return [
        "\n\n".join((HEAD, OPENING, passage, MIDDLE, LAST)),
        "\n\n".join((HEAD, OPENING, MIDDLE, passage, LAST)),
        "\n\n".join((HEAD, OPENING, MIDDLE, MIDDLE.replace("October", "March"), passage, LAST)),
    ]


def named(value: object) -> str:
    return f"{value.parent.name}-{value.stem}" if isinstance(value, Path) else str(value)


@pytest.mark.parametrize(("path", "number"), ALL, ids=named)
def test_passage_stays(path: Path, number: int) -> None:
    check_that_it_stays(passages(path)[number], "standard")


@pytest.mark.parametrize(("path", "number"), [marked(*one) for one in ALL], ids=named)
def test_passage_stays_at_thorough(path: Path, number: int) -> None:
    check_that_it_stays(passages(path)[number], "thorough")


def check_that_it_stays(passage: str, level: str) -> None:
    for text in arranged(passage):
        result = cleaner(level).clean(text)
        assert result.text == text, [(cut.by, cut.old) for cut in result.cuts] or result.refused or result.edits


@cache
def literals() -> frozenset[str]:
    rules = cleaner().ruleset.rules
    texts = {text.strip() for rule in rules for text in (*(anchor.text for anchor in anchors(rule)), *map(key, rule.needs))}
    return frozenset(text for text in texts if len(text) > 1)


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_passages_are_near(path: Path) -> None:
    far = [passage for passage in passages(path) if not any(literal in key(passage) for literal in literals())]
    assert not far


def test_there_are_enough_in_every_language() -> None:
    languages = {path.parent.name for path in FILES}
    assert languages >= {"en", "de", "fr", "es", "pt", "it", "nl", "pl", "ru", "el", "zh"}
    assert len(ALL) >= 300
