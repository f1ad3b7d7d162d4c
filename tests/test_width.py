"""How much a pattern can take at most: never less than it does take."""

import math

import pytest
import regex

from cleaner.width import longest


@pytest.mark.parametrize(
    ("pattern", "length"),
    [
        ("abc", 3),
        ("a{2,5}b?", 6),
        ("a{,3}b{2}", 5),
        ("a{2,5}+b?+", 6),
        ("a{}b", 4),  # no repeat
        ("(?:ab|cde){1,3}x", 10),
        (r"\p{Lu}{2,4}[abc]{3}", 7),
        ("[[:alpha:]--[aeiou]]{3}", 3),
        (r"\bfoo(?=bar)(?<!x)$", 3),
        ("(?P<drop>ab|c)?d", 3),
        ("a(?#some words)b", 2),
        ("(?i:ß)", 3),  # takes `ss`
        ("(?si)ß", 3),
        ("(?s)ab", 2),
        ("a*", math.inf),
        ("a{3,}", math.inf),
        ("(?:a+)?", math.inf),
        ("(?:foo){e<=2}", math.inf),
        (r"(a)\1", math.inf),
        (r"(a)(?+1)(b)", math.inf),
        (r"\X", math.inf),
    ],
)
def test_longest(pattern: str, length: float) -> None:
    regex.compile(pattern, regex.VERSION1)
    assert longest(pattern) == length
