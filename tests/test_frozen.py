"""What a few texts are cleaned with, the index and rules as they lie in the cache, gives what all is built for."""

from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

import pytest

from cleaner import Cleaner, Result, frozen, index
from cleaner.draft import Draft
from cleaner.entries import Entries, Store, called, heads, only
from cleaner.frozen import Frozen
from cleaner.index import Index, built, thawed
from cleaner.matching import Matcher, Tables, tables_of
from cleaner.rule import Level, Rule
from cleaner.ruleset import RuleSet

FIXTURES = Path(__file__).parent.parent / "fixtures"
TEXTS = [path.read_text(encoding="utf-8") for path in sorted(FIXTURES.rglob("text.txt"))]
assert TEXTS


@cache
def everything() -> Cleaner:
    return Cleaner(level=Level.THOROUGH)


@cache
def tables() -> Tables:
    return tables_of(everything().ruleset.rules)


@cache
def whole() -> Index:
    return Index(everything().ruleset.rules, built(tables()))


def kept() -> Frozen:
    return frozen.frozen(tables())


def cleaned(make: Callable[[Sequence[Rule]], Matcher]) -> list[Result]:
    one = Cleaner(ruleset=everything().ruleset, matcher=make)
    return [one.clean(text) for text in TEXTS]


def test_the_same_lines_are_asked_about() -> None:
    few = Index(everything().ruleset.rules, thawed(kept()))
    for text in TEXTS:
        folded = Draft(text).view().folded
        assert set(few.candidates(folded)) == set(whole().candidates(folded))
        assert set(few.edge_candidates(folded)) == set(whole().edge_candidates(folded))


def test_what_is_built_later_takes_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index, "FEW", sum(map(len, TEXTS)) // 2)
    made: list[int] = []

    def later() -> index.Lookups:
        made.append(1)
        return built(tables(), fast=False)

    assert cleaned(lambda rules: Index(rules, thawed(kept()), later)) == cleaned(lambda rules: whole())
    assert made == [1]


def test_texts_that_share_a_number_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    number = frozen._number
    monkeypatch.setattr(frozen, "_number", lambda text, kind: number(text, kind) & 0x3FFF)
    assert cleaned(lambda rules: Index(rules, thawed(kept()))) == cleaned(lambda rules: whole())


def test_few_and_many_are_cleaned_alike() -> None:
    few, many = Cleaner(fast=False), Cleaner()
    assert [few.clean(text) for text in TEXTS] == [many.clean(text) for text in TEXTS]


RULES = [
    Rule(id=name, pack=pack, why=f"Why {name}.", language=language, level=level)
    for name, pack, language, level in (
        ("one", "any/a", "", Level.STANDARD),
        ("two", "en/a", "en", Level.CAREFUL),
        ("three", "de/a", "de", Level.THOROUGH),
    )
]


def test_entries_are_the_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    entries: Entries[Rule] = Entries(Store.of(RULES))
    assert [*entries] == RULES
    assert entries[1:] == RULES[1:]
    assert entries[-1] is entries[2]
    assert [head.name for head in heads(entries)] == [head.name for head in heads(RULES)]
    some = only(entries, lambda head: head.language != "en")
    assert [*some] == [*only(RULES, lambda head: head.language != "en")] == [RULES[0], RULES[2]]
    assert [*only(some, lambda head: head.level <= Level.STANDARD)] == RULES[:1]
    assert called(entries, "en/a#two") == called(RULES, "en/a#two") == RULES[1]
    assert called(some, "en/a#two") is called(RULES, "none") is None
    assert RuleSet(entries).why("de/a#three") == "Why three."


def test_what_nobody_asks_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store.of(RULES)
    store.data[0] = store.data[2] = b"broken"
    ruleset = RuleSet(Entries(store))
    assert [head.name for head in heads(ruleset.chosen)] == ["any/a#one", "en/a#two"]
    assert ruleset.why("en/a#two") == "Why two."
