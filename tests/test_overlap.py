"""What a rule says that is said elsewhere: texts that another form takes already, and rules that are nearly one."""

from typing import Any

import pytest

from cleaner.overlap import ROUGHLY, SAMPLES, overlaps
from cleaner.rule import Drop, Level, Rule, Zone
from cleaner.slots import SLOTS


def rule(name: str = "en/menus#home", **more: Any) -> Rule:  # noqa: ANN401 - keys of a rule
    pack, _, id_ = name.partition("#")
    return Rule(id=id_, pack=pack, **{"why": f"The {id_} of {pack}.", "language": pack.partition("/")[0], **more})


def said(*rules: Rule, kind: str = "double") -> list[tuple[str, str]]:
    return [(found.rule.name, found.problem) for found in overlaps(rules, rules) if found.kind == kind]


COVERED = [
    # the same text, compared folded
    ({"line": ("Home",)}, {"line": ("HOME",)}),
    ({"line": ("Don\u2019t miss",)}, {"line": ("Don't miss",)}),
    ({"line": ("Home",)}, {"line": ("Home:",)}),  # outer punctuation is passed over where the literal has none
    # a template takes the line whole
    ({"line": ("{n} comments",)}, {"line": ("12 comments",)}),
    ({"line": ("{words} comments",)}, {"line": ("{n} comments",)}),
    ({"line": ("Follow us on {words}",)}, {"line": ("Follow us on our pages",)}),
    ({"line": ("By {name}",)}, {"line": ("By {name}",)}),
    # a shorter text takes the longer one
    ({"starts": ("Read more",)}, {"starts": ("Read more about",)}),
    ({"contains": ("our newsletter",)}, {"contains": ("to our newsletter",)}),
    ({"contains": ("our newsletter",)}, {"ends": ("our newsletter now",)}),
    ({"starts": ("Read more",)}, {"starts": ("Read more {words}",)}),
    ({"starts": ("Read",), "max_words": 20}, {"starts": ("Read more",)}),
    ({"pattern": "(?i)[^a-z]*next page.*", "needs": ("next page",)}, {"line": ("Next page",)}),
    # a wider scope, zone, level, or no condition
    ({"line": ("Home",), "language": ""}, {"line": ("Home",)}),
    ({"line": ("Home",)}, {"line": ("Home",), "site": "example.org"}),
    ({"line": ("Home",)}, {"line": ("Home",), "zone": Zone.TAIL}),
    ({"line": ("Home",), "zone": Zone.HEAD}, {"line": ("Home",), "zone": Zone.TOP}),
    ({"line": ("Home",), "zone": Zone.TAIL}, {"line": ("Home",), "zone": Zone.BOTTOM}),
    ({"line": ("Home",), "level": Level.CAREFUL}, {"line": ("Home",)}),
    ({"line": ("Home",)}, {"line": ("Home",), "after": "prose"}),
    ({"contains": ("[ad]",), "drop": Drop.MATCH}, {"contains": ("[AD]",), "drop": Drop.MATCH}),
]


@pytest.mark.parametrize(("wide", "narrow"), COVERED)
def test_a_covered_text_is_found_in_either_order(wide: dict[str, Any], narrow: dict[str, Any]) -> None:
    one, two = rule("en/a#wide", **wide), rule("en/b#narrow", **narrow)
    assert [name for name, _ in said(one, two)] == ["en/b#narrow"]
    assert len(said(two, one)) == 1  # of two that cover each other the first stays


NOT_COVERED = [
    ({"line": ("Home",)}, {"line": ("Homes",)}),
    ({"line": ("Home:",)}, {"line": ("Home",)}),
    ({"line": ("12 comments",)}, {"line": ("{n} comments",)}),
    ({"line": ("By {name}",)}, {"line": ("By Ada",)}),  # a literal is compared folded, a name is not
    ({"line": ("{n} comments",)}, {"line": ("{words} comments",)}),
    ({"starts": ("Home",)}, {"line": ("Home",)}),  # `\u00bb Home` is taken by the line alone
    ({"line": ("Home",)}, {"starts": ("Home",)}),
    ({"starts": ("Read more about",)}, {"starts": ("Read more",)}),
    ({"starts": ("Read",)}, {"starts": ("Read more",), "max_words": 20}),
    ({"contains": ("[ad]",), "drop": Drop.MATCH}, {"contains": ("[ad] now",), "drop": Drop.MATCH}),  # takes less of the line
    ({"line": ("Home",), "language": "de"}, {"line": ("Home",)}),
    ({"line": ("Home",), "site": "example.org"}, {"line": ("Home",)}),
    ({"line": ("Home",), "zone": Zone.TAIL}, {"line": ("Home",)}),
    ({"line": ("Home",), "zone": Zone.TOP}, {"line": ("Home",), "zone": Zone.HEAD}),
    ({"line": ("Home",), "level": Level.THOROUGH}, {"line": ("Home",)}),
    ({"line": ("Home",), "after": "prose"}, {"line": ("Home",)}),
    ({"line": ("Home",), "drop": Drop.SECTION, "follow": "short"}, {"line": ("Home",)}),
    ({"line": ("Home",)}, {"line": ("Home",), "drop": Drop.BLOCK}),
]


@pytest.mark.parametrize(("wide", "narrow"), NOT_COVERED)
def test_a_text_that_is_not_covered(wide: dict[str, Any], narrow: dict[str, Any]) -> None:
    one, two = rule("en/a#wide", **wide), rule("en/b#narrow", **narrow)
    assert "en/b#narrow" not in [name for name, _ in said(one, two)]


def test_a_text_covered_within_its_own_rule() -> None:
    one = rule(contains=("our newsletter", "to our newsletter"), line=("{n} views", "7 views"))
    assert said(one) == [
        ("en/menus#home", "line '7 views' is already taken by line '{n} views' of this rule"),
        ("en/menus#home", "contains 'to our newsletter' is already taken by contains 'our newsletter' of this rule"),
    ]


def test_only_the_rules_asked_for_are_told_of() -> None:
    one, two = rule("en/a#one", line=("Home",)), rule("en/b#two", line=("Home",))
    assert [found.kind for found in overlaps([one], [one, two])] == ["near-double"]  # of which it is a part
    assert [found.kind for found in overlaps([two], [one, two])] == ["double", "near-double"]


NEAR = [
    ({"line": ("a b", "c d", "e f")}, {"line": ("a b", "c d", "g h"), "max_words": 3}, "most of its texts are those of"),
    ({"line": ("a b",), "why": "The row of links."}, {"line": ("c d",), "why": "The ROW of links."}, "its why is nearly"),
]


@pytest.mark.parametrize(("one", "other", "problem"), NEAR)
def test_rules_that_are_nearly_one(one: dict[str, Any], other: dict[str, Any], problem: str) -> None:
    found = [text for _, text in said(rule("en/a#one", **one), rule("en/b#two", **other), kind="near-double")]
    assert any(problem in text and text.endswith("en/a#one") for text in found)


@pytest.mark.parametrize("more", [{"zone": Zone.TAIL}, {"after": "short"}, {"language": "de"}, {"level": Level.THOROUGH}])
def test_rules_that_act_otherwise_are_two(more: dict[str, Any]) -> None:
    one, two = rule("en/a#one", line=("a",), why="A row."), rule("en/b#two", line=("b",), why="A row.", **more)
    assert said(one, two, kind="near-double") == []


def test_every_slot_has_samples() -> None:
    assert SAMPLES.keys() == SLOTS.keys() == ROUGHLY.keys()
