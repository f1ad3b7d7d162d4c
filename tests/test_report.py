"""The report: a tally as lines and as values, and as plain values that give it back."""

import json

import pytest

from cleaner.document import Cut, Result
from cleaner.report import family_of, lines, values
from cleaner.tally import Tally


def tally() -> Tally:
    made = Tally()
    made.count("a:1", Result("Home now\nText", "Text", (Cut(0, 9, "en/menus#home", "Home now\n"),)), "example.org")
    made.count("a:2", Result("Zuhause\nText", "Text", (Cut(0, 8, "de/menus#home", "Zuhause\n"),)))
    made.count("a:3", Result("By line\nText", "Text", (Cut(0, 8, "detect/bylines", "By line\n"),)), "example.org")
    made.count("a:4", Result("Text", "Text"))
    made.count("a:5", Result("Text", "Text", refused="too much"))
    made.fail("a:6", "not JSON")
    made.notes.append(("a:1", "read as cp1252"))
    made.skipped.append(("b.pdf", "no format"))
    return made


def test_values() -> None:
    assert values(tally()) == {
        "documents": {"read": 6, "changed": 3, "unchanged": 1, "refused": 1, "failed": 1},
        "words": {"in": 10, "out": 5, "removed": 5},
        "removed": {
            "rules": {"en/menus#home": 2, "de/menus#home": 1},
            "families": {"menus": 3},
            "detectors": {"detect/bylines": 2},
            "sites": {"example.org": 4, "unknown": 1},
        },
        "pruned": {},
        "refused": [{"place": "a:5", "reason": "too much"}],
        "failed": [{"place": "a:6", "reason": "not JSON"}],
        "skipped": [{"place": "b.pdf", "reason": "no format"}],
        "notes": [{"place": "a:1", "reason": "read as cp1252"}],
    }


def test_lines() -> None:
    assert list(lines(tally(), most=2)) == [
        "6 documents: 3 changed, 1 unchanged, 1 refused by the fuse, 1 failed",
        "10 words in, 5 out (50.0% removed)",
        "        2 detect/bylines",
        "        2 en/menus#home",
        "        5 in all, by 3 rules and detectors",
        "refused: a:5: too much",
        "failed: a:6: not JSON",
        "skipped: b.pdf: no format",
        "note: a:1: read as cp1252",
    ]


def test_many_names_are_counted() -> None:
    made = Tally()
    for number in range(5):
        made.fail(f"a:{number}", "broken")
    assert list(lines(made, most=2))[1:] == ["failed: a:0: broken", "failed: a:1: broken", "failed: and 3 more"]


@pytest.mark.parametrize(
    ("rule", "family"),
    [
        ("en/comments#reply", "comments"),
        ("de/comments#reply", "comments"),
        ("any/social#x", "social"),
        ("site/example.org#x", "site"),
        ("mine#x", "mine"),
    ],
)
def test_families(rule: str, family: str) -> None:
    assert family_of(rule) == family


def test_a_tally_comes_back_from_json() -> None:
    made = tally()
    made.uses["cleaner.toml:3"] += 1
    assert Tally.unpacked(json.loads(json.dumps(made.packed()))) == made


def test_order_does_not_matter_to_the_counts() -> None:
    one, two, both, other = tally(), tally(), Tally(), Tally()
    two.count("b", Result("Home\nText", "Text", (Cut(0, 5, "any/menus#a", "Home\n"),)), "example.net")
    for made, first, second in ((both, one, two), (other, two, one)):
        made.add(first)
        made.add(second)
    assert json.dumps(values(both)["removed"]) == json.dumps(values(other)["removed"])
