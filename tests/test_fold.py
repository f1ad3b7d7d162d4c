"""Folding: one character in, one out; what is equal when folded, and what is not."""

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.fold import NO_SPACE, core, fold, joined, key, outer, squeeze, without_spaces

EVERY = "".join(map(chr, range(0x110000)))
# Characters on which folding has tripped before, and some that surround them.
TRICKY = st.text(st.sampled_from("aZİIıſßẞΣςσΟКK’‘“”„′″«»…–.,() \t\n\u00a0é\u0301çА中ไक्ी❤\ufe0f\u200d😀")) | st.text()


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Post a COMMENT", "post a comment"),
        ("Don’t", "don't"),
        ("‘Read’ ‛this′", "'read' 'this'"),
        ("“Read” „this‟ 5″", '"read" "this" 5"'),
        ("ÉCOUTEZ", "écoutez"),
        ("ПОДЕЛИТЬСЯ", "поделиться"),
        ("ΔΙΑΒΆΣΤΕ ΕΠΊΣΗΣ", "διαβάστε επίσησ"),
        ("επίσης", "επίσησ"),
        ("ΟΔΟΣ ΟΔΟΣ", "οδοσ οδοσ"),
        ("Σ", "σ"),
        ("İSTANBUL", "istanbul"),
        ("STRAẞE", "straße"),
        ("K", "k"),  # the Kelvin sign
    ],
)
def test_fold_changes(text: str, folded: str) -> None:
    assert fold(text) == folded
    assert len(text) == len(folded)


@pytest.mark.parametrize(
    "text",
    ["read more »", "« lire", "straße", "ıſ", "ﬁnal", "一二三", "مرحبا", "हिन्दी", "a\u00a0b", "a\r\nb\tc  d", "—–…", ""],
)
def test_fold_leaves(text: str) -> None:
    assert fold(text) == text


def test_fold_keeps_length_and_line_ends_for_every_character() -> None:
    folded = fold(EVERY)
    assert len(folded) == len(EVERY)
    assert all(folded[at] == EVERY[at] for at in map(ord, "\n\r\t \x85\u2028\u2029"))


@settings(max_examples=200, derandomize=True, deadline=None)
@given(TRICKY, TRICKY)
def test_fold_looks_at_each_character_alone(left: str, right: str) -> None:
    # So a place in the folded line is that place in the line, and a literal folds the same wherever it stands.
    assert fold(left + right) == fold(left) + fold(right)
    assert fold(fold(left)) == fold(left)
    assert fold(left.replace("s", "S")) == fold(left)


@pytest.mark.parametrize(
    ("text", "squeezed"), [("  a \t b\n", "a b"), ("a\u00a0\u3000b", "a b"), ("a b", "a b"), (" \t ", ""), ("", "")]
)
def test_squeeze(text: str, squeezed: str) -> None:
    assert squeeze(text) == squeezed


def test_key_is_folded_and_squeezed() -> None:
    assert key("  Don’t   MISS\tthis ") == "don't miss this"


@pytest.mark.parametrize(
    ("folded", "inside"),
    [
        ("also read", "also read"),
        ("also read:", "also read"),
        ("» also read «", "also read"),
        ("*** also-read ***", "also-read"),
        ("(12)", "12"),
        ("- a -", "a"),
        ("don't!", "don't"),
        ("…और पढ़ें…", "और पढ़ें"),  # the last character is a vowel sign: part of the word
        ("❤️ share ❤️", "share"),  # U+FE0F is a mark, but not of a word
        ("分享到：", "分享到"),
        ("5 %", "5"),
    ],
)
def test_core_takes_the_punctuation_off(folded: str, inside: str) -> None:
    assert core(folded) == inside
    start, stop = outer(folded)
    assert folded[start:stop] == inside


@pytest.mark.parametrize("folded", ["...", "***", "* * *", "❤️", "»", "—"])
def test_core_of_nothing_but_punctuation_is_all_of_it(folded: str) -> None:
    assert core(folded) == folded
    assert outer(folded) == (0, 0)


def test_nothing_has_nothing_inside() -> None:
    assert core("") == ""
    assert outer("") == (0, 0)


@settings(max_examples=200, derandomize=True, deadline=None)
@given(TRICKY)
def test_core_is_the_slice_of_outer_and_has_no_core_of_its_own(text: str) -> None:
    start, stop = outer(text)
    assert core(text) == (text[start:stop] if stop else text)
    assert core(core(text)) == core(text)
    if stop:
        assert not any(char.isalnum() for char in text[:start] + text[stop:])
        assert core(f"«{text}!»") == core(text)


@pytest.mark.parametrize("char", "一二あアㄅไກကខ　、。豈ｱ𠀀")
def test_scripts_without_spaces(char: str) -> None:
    assert without_spaces(char)


@pytest.mark.parametrize("char", "aZ9éПλא한हعｚ😀 .«»—")
def test_scripts_with_spaces(char: str) -> None:
    assert not without_spaces(char)


def test_the_expression_and_the_function_mean_the_same_scripts() -> None:
    found = set(regex.findall(f"[{NO_SPACE}]", EVERY))
    planes = [*range(0x3000), *range(0x3000, 0x11000, 3), 0x1FFFF, 0x20000, 0x2A6DF, 0x3FFFF, 0x40000, 0x10FFFF]
    ends = [0x3130, 0x31A0, 0x9FFF, 0xA000, 0xF900, 0xFAFF, 0xFB00, 0xFF65, 0xFF66, 0xFF9F, 0xFFA0, 0x312F, 0x319F]
    wrong = [hex(one) for one in (*planes, *ends) if (chr(one) in found) != without_spaces(chr(one))]
    assert wrong == []


@pytest.mark.parametrize(("left", "right"), [("a", "b"), ("a", "1"), ("é", "ß"), ("λ", "σ"), ("П", "р"), ("한", "국")])
def test_joined(left: str, right: str) -> None:
    assert joined(left, right)


@pytest.mark.parametrize(
    ("left", "right"), [("a", " "), (".", "b"), ("a", ":"), ("分", "享"), ("a", "分"), ("分", "a"), ("ไ", "ท"), ("’", "s")]
)
def test_not_joined(left: str, right: str) -> None:
    assert not joined(left, right)
