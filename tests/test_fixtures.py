"""Every article of fixtures/articles comes out as its clean.txt, byte for byte; each twin needs the rules it names."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from _pytest.mark import ParameterSet

from cleaner import Cleaner, Record, Source
from cleaner.formats import Reading, formats

ARTICLES = Path(__file__).parent.parent / "fixtures" / "articles"
NAMES = sorted(path.parent.name for path in ARTICLES.glob("*/source.toml"))


def about(name: str) -> dict[str, Any]:
    return tomllib.loads((ARTICLES / name / "source.toml").read_text(encoding="utf-8"))


@cache
def cleaner(*ignore: str) -> Cleaner:
    return Cleaner(ignore=ignore)


def cleaned(name: str, *ignore: str) -> bytes:
    folder, said = ARTICLES / name, about(name)
    source = Source(url=said.get("url", ""), language=said.get("language", ""))
    page = folder / "page.html"
    path = page if page.exists() else folder / "text.txt"
    kind = formats()["html" if page.exists() else "text"]
    with path.open("rb") as stream:
        unit = next(iter(kind.read(stream, name, source, Reading(pruner=cleaner(*ignore).pruner))))
    assert unit.record is not None, unit.error
    piece = unit.rendered(cleaner(*ignore).clean_record(unit.record, kind.FINAL_NEWLINE))
    assert piece is not None
    return piece


def known(name: str) -> ParameterSet | str:
    """Mark a fixture whose chrome nobody knows how to remove without risk, as its source.toml says."""
    reason = about(name).get("known_failure")
    return pytest.param(name, marks=pytest.mark.xfail(reason=reason, strict=True)) if reason else name


@pytest.mark.parametrize("name", list(map(known, NAMES)))
def test_article_comes_out_clean(name: str) -> None:
    assert cleaned(name).decode() == (ARTICLES / name / "clean.txt").read_bytes().decode()


@pytest.mark.parametrize("name", list(map(known, NAMES)))
def test_article_of_unknown_language_comes_out_the_same(name: str) -> None:
    if (ARTICLES / name / "page.html").exists():
        return
    text = (ARTICLES / name / "text.txt").read_bytes().decode("utf-8")
    assert cleaner().clean_record(Record(Source(), text), True).text == (ARTICLES / name / "clean.txt").read_bytes().decode()


@pytest.mark.parametrize("name", [name for name in NAMES if about(name).get("unchanged")])
def test_what_looks_like_chrome_is_left_alone(name: str) -> None:
    assert cleaned(name) == (ARTICLES / name / "text.txt").read_bytes()


TWINS = [(name, by) for name in NAMES for by in about(name).get("needs", ())]


@pytest.mark.parametrize(("name", "by"), TWINS)
def test_twin_fails_without_what_it_names(name: str, by: str) -> None:
    # Names with a comma between take the same line one after the other: only without all of them it stays.
    assert cleaned(name, *by.split(",")) != (ARTICLES / name / "clean.txt").read_bytes()


def test_there_is_enough_to_prove_something() -> None:
    unchanged = [name for name in NAMES if about(name).get("unchanged")]
    assert len(NAMES) >= 30
    assert len(unchanged) >= 10
    assert {about(name)["twin_of"] for name in NAMES if "twin_of" in about(name)} == {"000", "001", "002", "003", "004"}
    assert {name for name, _ in TWINS} == {name for name in NAMES if "twin_of" in about(name)}
