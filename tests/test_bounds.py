"""The static look at patterns: what can run for ever is refused, what cannot is not."""

import pytest
import regex

from cleaner.bounds import unbounded


@pytest.mark.parametrize(
    "pattern",
    [
        r"(?:\S+\s*){2,16}",  # two seconds on 28 characters
        r"(a+)+",
        r"(a*)*b",
        r"(?:a+)*",
        r"(?:a+b?)+",
        r"(?P<drop>(?:\w+ ?)+)",
        r"((((a+))))*",
        r"(?:a{1,9}){3,}",
        r"(?:a{2,}){3}",
        r"(?:a+?)+",  # lazy gives back too
        r"(?i)(?:\p{L}+\s*)+$",
        r"x(?:[^()]+)*y",
        r"[(](?:a+)+",
        r"(?:a+|b)+",
        r"(?=(?:a+)+b)",
        r"(?>(?:a+)+b)",  # what gives nothing back may still take for ever
        r"(?:a|a)+b",
        r"(?:a|aa)+b",
        r"(?:a?b?)+c",
        r"(?i)(?:web|WEB|home)+x",
        r"(?:a?){40}a{40}",
        r"(?:\d{1,3},?)+",
        r"(?:(?:abonnement|abonnementen|en) *+){3,30}",  # a row of menu words, one made of two others
        r"(?:(?:\p{Han}网|本网)[ |]*+){3,40}",
        r"(?:[A-Z]\w+ ?){1,4}",
        r"((?:,? ?\w+){1,5})+",
        r"(?:(?:(?>ab))+)+",
        r"(?:(?>aa)|a)+b",
        r"(?x)(?: a+ )+ # spaces are none",
        r"(?:a[b--c]?|[ab])+x",
    ],
)
def test_catastrophic_patterns_are_refused(pattern: str) -> None:
    regex.compile(pattern, regex.VERSION1)  # so that it is the bound that is asked
    assert "can take one text in many ways" in unbounded(pattern)


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
        r"(?:(?:a+)b)+c",  # the b says where a round ends
        r"(?:a+b){2,5}+",
        r"(?:\(a+)+",
        r"(?:a++b+)+",
        r"(?:(?>a+)b+)*",
        r"(?:\S+\s*,)++x",  # a round that is through is not tried again
        r"(?:(?>abonnement|abonnementen|en) *+){3,30}",
        r"(?:web|WEB|home)+x",
        r"(?:foo|foobar)+",
        r"(?:a|ab)+",
        r"(?:\w+, )+\w+",
        r"(?:\w+ ){40}",
        r"(?:\d{4})+",
        r"(?:\p{Lu}\S*\s+){1,5}",
        r"(?:[A-Z]\w+(?: |$)){1,4}",  # behind the end nothing follows
        r"(?:[a&&b]|a)+x",
        r"(?:a(?# not (b+)b)+",
    ],
)
def test_harmless_patterns_are_accepted(pattern: str) -> None:
    regex.compile(pattern, regex.VERSION1)
    assert unbounded(pattern) == ""


def test_the_complaint_names_the_repeat() -> None:
    assert unbounded(r"(?:\S+\s*){2,16}") == "the repeat '{2,16}' can take one text in many ways, and run for ever"


@pytest.mark.parametrize(
    ("pattern", "named"),
    [(r"(a+)(?1)*b", "(?1)"), (r"(a(?R)?b)", "(?R)"), (r"(?P<x>a+)(?&x)", "(?&x)"), (r"(?:foo){e<=2}", "{e<=2}")],
)
def test_what_has_no_bound_at_all(pattern: str, named: str) -> None:
    assert unbounded(pattern) == f"{named!r}, which has no bound"


@pytest.mark.parametrize(
    ("pattern", "hostile"),
    [
        (r"(?:(?:abonnement|abonnementen|en) *+){3,30}", "abonnementen " * 29 + "x"),
        (r"(?:\S+\s*){2,16}x", "a" * 60 + "x!"),
        (r"(?:a|a)+b", "a" * 40 + "b!"),
    ],
)
def test_what_is_refused_does_run_for_ever(pattern: str, hostile: str) -> None:
    with pytest.raises(TimeoutError):
        regex.compile(pattern, regex.VERSION1).fullmatch(hostile, timeout=0.1)
