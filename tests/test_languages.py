"""The rules of one language leave texts in another one alone: what languages share is a rule of `any`."""

import tomllib
from functools import cache
from pathlib import Path

import pytest

from cleaner import Cleaner, Record, Source
from cleaner.ruleset import bundled_folder

FIXTURES = Path(__file__).parent.parent / "fixtures"
LANGUAGES = sorted(path.name for path in bundled_folder().iterdir() if path.is_dir() and path.name not in ("any", "site"))
OPENING = "The old bridge at Ulvo will open again in the spring, the county said on Monday after a winter of repairs."


@cache
def cleaner(*packs: str) -> Cleaner:
    return Cleaner(select=("any", *packs), level="thorough")


@cache
def texts() -> tuple[tuple[str, str, str], ...]:
    """Return (language, name, text) of every article that has one, and of the negatives of each pack."""
    found = []
    for about in sorted(FIXTURES.glob("articles/*/source.toml")):
        language = tomllib.loads(about.read_text(encoding="utf-8")).get("language", "")
        text = about.parent / "text.txt"
        if text.exists() and language:
            found.append((language, about.parent.name, text.read_bytes().decode()))
    for path in sorted(FIXTURES.glob("negatives/*/*.txt")):
        found.append((path.parent.name, path.name, f"{OPENING}\n\n{path.read_text(encoding='utf-8')}\n{OPENING}\n"))
    return tuple(found)


@cache
def by_shared_rules(text: str) -> tuple[str, ...]:
    return tuple(cut.by for cut in cleaner().clean_record(Record(Source(), text), True).cuts)


@pytest.mark.parametrize("language", LANGUAGES)
def test_rules_leave_other_languages_alone(language: str) -> None:
    touched = []
    for other, name, text in texts():
        if other != language:
            result = cleaner(language).clean_record(Record(Source(), text), True)
            assert not result.refused
            theirs = [cut for cut in result.cuts if cut.by.startswith(f"{language}/")]
            if len(result.cuts) > len(by_shared_rules(text)):
                touched += [(other, name, cut.by, cut.old) for cut in theirs]
    assert touched == []


def test_there_are_texts_of_every_language_that_has_many_packs() -> None:
    many = {language for language in LANGUAGES if len(list((bundled_folder() / language).iterdir())) >= 10}
    assert many
    assert {language for language, _, _ in texts()} >= many
