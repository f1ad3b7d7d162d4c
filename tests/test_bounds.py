"""The static look at patterns: what can run for ever is refused, what cannot is not."""

import math

import pytest
import regex

from cleaner.bounds import longest, unbounded


@pytest.mark.parametrize(
    "pattern",
    [
        r"(?:\S+\s*){2,16}",  # two seconds on 28 characters
        r"(a+)+",
        r"(a*)*b",
        r"(?:a+)*",
        r"(?:a+b?)+",
        r"(?P<drop>(?:\w+ ?)+)",
        r"(?:(?:a+)b)+c",  # a group in a group
        r"((((a+))))*",
        r"(?:a{1,9}){3,}",
        r"(?:a{2,}){3}",
        r"(?:a+?)+",  # lazy gives back too
        r"(?:a+b){2,5}+",  # possessive, but with a minimum it tries again
        r"(?i)(?:\p{L}+\s*)+$",
        r"x(?:[^()]+)*y",
        r"(?:\(a+)+",  # the first bracket is only a character
        r"[(](?:a+)+",
        r"(?:a+|b)+",
        r"(?=(?:a+)+b)",
        r"(?:a++b+)+",
        r"(?:(?>a+)b+)*",
    ],
)
def test_catastrophic_patterns_are_refused(pattern: str) -> None:
    regex.compile(pattern, regex.VERSION1)  # so that it is the bound that is asked
    assert "repeat inside the repeat" in unbounded(pattern)


@pytest.mark.parametrize(
    "pattern",
    [
        "",
        "abc",
        r"a+b+c+",
        r"(?:\S++\s*+){2,16}",  # possessive gives nothing back
        r"(?>a+)*",
        r"(?>\S+ ?)+",
        r"(?:[A-Z][a-z]+ ){1,2}",  # twice is not for ever
        r"(?:a+)?",
        r"(?:a+b)++",
        r"(?:a+b)*+",
        r"(?:a|b)+",
        r"(?:abc){1,9}",
        r"(?:a{3} )+",
        r"(?:a? )+",
        r"(?P<drop>\(AFP\)) .{0,200}",
        r"\(a+\)+",  # escaped brackets are no group
        r"[(a+)]+",  # nor are those in a set
        r"[^]a+)]+",
        r"[\])a+]+",
        r"(?:[+*]){3,}",
        r"(?:\p{Lu}\x41\u00e9){2,}",
        r"(?<=a)b+(?!c)",
        r"(?i)a+",
        r"(?:\d{1,2}[.:]){2}",
        r"\\(a+)",
    ],
)
def test_harmless_patterns_are_accepted(pattern: str) -> None:
    regex.compile(pattern, regex.VERSION1)
    assert unbounded(pattern) == ""


def test_the_complaint_names_the_repeat() -> None:
    assert unbounded(r"(?:\S+\s*){2,16}") == "a repeat inside the repeat '{2,16}' that can run for ever"


@pytest.mark.parametrize(
    "pattern",
    [
        pytest.param(r"(?:a|a)+b", id="equal alternatives"),
        pytest.param(r"(?:a|aa)+b", id="alternatives that overlap"),
        pytest.param(r"(?:a?){40}a{40}", id="optional forty times"),
        pytest.param(r"(a+)(?1)*b", id="recursion"),
    ],
)
@pytest.mark.xfail(
    reason="a static look at repeats sees no ambiguity; `rules check` times these, and a run has its time limit"
)
def test_other_ways_to_run_for_ever(pattern: str) -> None:
    assert unbounded(pattern)


@pytest.mark.parametrize(
    ("pattern", "length"),
    [
        ("abc", 3),
        ("a{2,5}b?", 6),
        ("(?:ab|cde){1,3}x", 10),
        (r"\p{Lu}{2,4}[abc]{3}", 7),
        (r"\bfoo(?=bar)(?<!x)$", 3),
        ("(?P<drop>ab|c)?d", 3),
        ("(?i:ß)", 3),  # takes `ss`
        ("a*", math.inf),
        ("(?:a+)?", math.inf),
        (r"(a)\1", math.inf),
        (r"\X", math.inf),
    ],
)
def test_longest(pattern: str, length: float) -> None:
    assert longest(pattern) == length
