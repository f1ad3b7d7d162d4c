"""Hard negatives: passages that look like chrome and are article stay, wherever in an article they stand."""

from functools import cache
from pathlib import Path

import pytest

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


@cache
def cleaner() -> Cleaner:
    return Cleaner()


def arranged(passage: str) -> list[str]:
    return [
        "\n\n".join((HEAD, OPENING, passage, MIDDLE, LAST)),
        "\n\n".join((HEAD, OPENING, MIDDLE, passage, LAST)),
        "\n\n".join((HEAD, OPENING, MIDDLE, MIDDLE.replace("October", "March"), passage, LAST)),
    ]


@pytest.mark.parametrize(
    ("path", "number"), ALL, ids=lambda value: f"{value.parent.name}-{value.stem}" if isinstance(value, Path) else str(value)
)
def test_passage_stays(path: Path, number: int) -> None:
    for text in arranged(passages(path)[number]):
        result = cleaner().clean(text)
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
