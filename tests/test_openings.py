"""What lines begin with that a pattern takes: nothing that one takes may be left out."""

import hypothesis.strategies as st
import pytest
import regex
from hypothesis import given

from cleaner.forms import bound_of
from cleaner.openings import openings
from cleaner.shape import fold_line


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("Foto: .+", ("foto",)),
        ("(?i)Photo(?:graph)? by .+", ("photo by", "photogra")),  # cut to eight characters
        ("(?:read|see) (?:also|more): .+", ("read als", "read mor", "see also", "see more")),
        (r"[^\w(]{0,3}(?:now )?book a call", ("book a c", "now book")),
        (r"[\W_]*(?:[>»] ?)?share", ("share",)),
        ("[Ff]oto|[Bb]eeld", ("beeld", "foto")),
        ("(?=.{4,99}$)(?!x)back", ("back",)),
        (r"\bmenu\b.*", ("menu",)),
        ("(?i)home(?: >| /).*", ("home",)),
        ("tags?:.*", ("tag",)),
        ("foto", ("foto",)),
        ("(?:ab){2,3}c", ("ab",)),  # what comes behind the first round may be a second one
        ("ab{0,2}c", ("ab", "ac")),
        ("ab{0}c", ("ac",)),
        ("ab{}c", ("ab{}c",)),  # no repeat
        ("(?:a|ab)bc", ("abbc", "abc")),
        (r"\$5 off", ("5 off",)),
        (r"\(c\) .*", ("c",)),
        (r"\x41bc", ("abc",)),
        ("«[’']twas", ("twas",)),
        ("don[’']t", ("don't",)),
        ("two  spaces", ("two",)),  # a line is compared with one
        ("(?i)schließen", ("schlie",)),  # takes `SCHLIESSEN`
        ("(?i)strasse", ("stra",)),  # takes `Straße`
        ("(?i)ılık", ()),
        ("下一[页頁]", ("下一頁", "下一页")),
        (r"\d+ comments", ()),
        (".*read more", ()),
        (r"\p{Lu}\w+ says", ()),
        ("[a-z]+ says", ()),
        (r"[\w ]+ says", ()),
        ("[^.]{3}", ()),
        (r"(?:a|\d)b", ()),
        ("(?:ab)?", ()),
        ("(?x)a b", ()),
        (r"(a)?(?(1)b|c)d", ()),
        ("(?:foo){e<=2}", ()),
        ("", ()),
    ],
)
def test_openings(pattern: str, found: tuple[str, ...]) -> None:
    regex.compile(pattern, regex.VERSION1)
    assert openings(pattern) == found


@pytest.mark.parametrize(
    ("pattern", "line"),
    [
        (r"[^\w(]{0,3}(?:now )?book a call", "» Now book a call"),
        ("(?:a|ab)(?:b{1,3})c", "abbbbc"),
        ("(?:very )*good", "very very good"),
        ("schließen", "SCHLIESSEN"),
        ("strasse", "STRAẞE"),
        ("don['’]t", "Don’t"),
        ("ς", "Σ"),
        ("istanbul", "İstanbul"),
        ("£5|£6", "£6"),
    ],
)
def test_a_line_begins_in_an_opening_of_what_takes_it(pattern: str, line: str) -> None:
    assert regex.fullmatch(f"(?i){pattern}", line, regex.VERSION1)
    assert bound_of(f"(?i){pattern}").admits(fold_line(line))


# A pattern and a text that it takes.
Taken = tuple[str, str]


@st.composite
def repeated(draw: st.DrawFn, inside: st.SearchStrategy[Taken]) -> Taken:
    pattern, text = draw(inside)
    low, more = draw(st.integers(0, 2)), draw(st.integers(0, 2))
    return f"(?:{pattern}){{{low},{low + more}}}", text * draw(st.integers(low, low + more))


@st.composite
def either(draw: st.DrawFn, inside: st.SearchStrategy[Taken]) -> Taken:
    several = draw(st.lists(inside, min_size=2, max_size=4))
    return f"(?:{'|'.join(pattern for pattern, _ in several)})", draw(st.sampled_from(several))[1]


def row(inside: st.SearchStrategy[Taken]) -> st.SearchStrategy[Taken]:
    return st.lists(inside, min_size=2, max_size=4).map(lambda several: (*map("".join, zip(*several, strict=True)),))  # type: ignore[arg-type, return-value]


CHARACTERS = st.sampled_from("abss\"'’ß> (ä").map(lambda char: (regex.escape(char), char))
SETS = st.sampled_from(
    [("[ab]", "b"), (r"[^\w]", "»"), (r"[\W_]", "_"), (r"\s", " "), (r"\w", "x"), (".", "."), ("(?=.)", "")]
)
PATTERNS = st.recursive(CHARACTERS | SETS, lambda inside: row(inside) | either(inside) | repeated(inside), max_leaves=12)


@given(PATTERNS)
def test_whatever_a_pattern_takes_is_within_its_bound(taken: Taken) -> None:
    pattern, text = taken
    folded = fold_line(text)
    if folded and text == text.strip() and "  " not in text and regex.fullmatch(pattern, text, regex.VERSION1):
        assert bound_of(pattern).admits(folded)


@pytest.mark.parametrize(
    ("line", "asked"),
    [("Fotos: A. Bell", True), ("© Fotos: A. Bell", True), ("Von Fotos", False), ("Fotos: " + "x" * 20, False)],
)
def test_a_pattern_is_asked_about_lines_within_its_bound(line: str, asked: bool) -> None:
    assert bound_of("[©(]? ?Fotos?: .{1,12}").admits(fold_line(line)) is asked
