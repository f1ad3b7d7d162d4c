"""The normaliser: each step has a table of changes and one of no-changes, can be switched off, and reaches a fixpoint."""

from unicodedata import is_normalized, normalize

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner import Cleaner
from cleaner.draft import NORMALIZE, Draft
from cleaner.normalize import DOCUMENT_STEPS, LINE_STEPS, STEPS, Change, applied, is_plain, steps_of_line
from cleaner.ruleset import RuleSet
from cleaner.selection import Selection

NONE: frozenset[str] = frozenset()


def normalized(text: str, off: frozenset[str] = NONE, final_newline: bool = False) -> str:
    return Draft(text, off).render(final_newline)[0]


CHANGES = {
    "nfc": [
        ("e\u0301tude", "étude"),
        ("A\u030angstro\u0308m", "Ångström"),
        ("\u212b", "Å"),  # the Ångström sign
        ("\u1112\u1161\u11ab\u1100\u1173\u11af", "한글"),  # Hangul jamo
        ("\u0958", "\u0915\u093c"),  # NFC takes this one apart
        ("q\u0307\u0323", "q\u0323\u0307"),  # only the order of the marks
        ("\u2126", "Ω"),
    ],
    "bom": [("\ufeffText", "Text"), ("Te\ufeff\ufeffxt", "Text")],
    "controls": [
        ("a\x00b", "ab"),
        ("a\x07\x08b", "ab"),
        ("a\x7fb", "ab"),
        ("a\x92b", "ab"),
        ("a\ufffeb", "ab"),
        ("a\ufff9b", "ab"),
    ],
    "zero-width": [
        ("a\u200bb", "ab"),
        ("a\u2060b", "ab"),
        ("a\u2063b", "ab"),
        ("a\u034fb", "ab"),
        ("a\u200db", "ab"),  # a joiner between ASCII joins nothing
        ("\u200ctext\u200d", "text"),
        ("a\u200b\u200db", "ab"),
    ],
    "entities": [
        ("R&amp;D", "R&D"),
        ("a&nbsp;b", "a b"),
        ("a&#160;b", "a b"),
        ("It&#8217;s", "It’s"),
        ("It&#x2019;s", "It’s"),
        ("&quot;yes&quot;", '"yes"'),
        ("caf&eacute;", "café"),
        ("&hellip;", "…"),
        ("R&amp;amp;D", "R&D"),  # escaped twice
        ("a&#10;b", "a b"),  # an entity makes no line
        ("a&NewLine;b", "a b"),
        ("&copy; 2019", "© 2019"),
    ],
    "spaces": [
        ("a\u00a0b", "a b"),
        ("a\u202fb", "a b"),
        ("a\u2009b", "a b"),
        ("a \u00a0 b", "a b"),
        ("\u00a0a\u2003", "a"),
        ("a\x0bb", "a b"),
        ("a\u2028b", "a b"),
        ("a\x85b", "a b"),
        ("a\u1680b", "a b"),
    ],
    "repeated-spaces": [
        ("One.  Two", "One. Two"),
        ("a  b", "a b"),
        ("a\tb", "a b"),
        ("a \t b", "a b"),
        ("One.  Two.  Three  four", "One. Two. Three four"),
    ],
    "trailing-spaces": [("a ", "a"), ("a \t ", "a"), ("    code  ", "    code")],
    "line-ends": [("a\r\nb", "a\nb"), ("a\rb", "a\nb"), ("a\r\n\r\nb", "a\n\nb"), ("a\n\rb", "a\n\nb")],
    "blank-lines": [("a\n\n\nb", "a\n\nb"), ("\n\na", "a"), ("a\n\n\n\n\nb\n\n\nc", "a\n\nb\n\nc"), ("\n", "")],
    "final-newline": [("a\n", "a"), ("a\nb\n", "a\nb")],
}

STAYS = {
    "nfc": ["étude", "한글", "q\u0323\u0307", "ﬁnal ½ ² ™", "\u0915\u093c", "नि\u0930", "Ａ", "ｱ", "Å"],
    "bom": ["Text"],
    "controls": ["a�b", "é", "\ue000"],
    "zero-width": [
        "👩\u200d🚀",  # astronaut
        "👨\u200d👩\u200d👧\u200d👦",
        "🏳️\u200d🌈",
        "❤️",
        "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",  # Scotland, in tags
        "می\u200cخواهم",  # Persian
        "کتاب\u200cها را می\u200cخوانم",
        "കണ്\u200d പോയി",  # Malayalam, a chillu in the old way, and a space behind it
        "അവന്\u200d",
        "क्\u200dष",  # Hindi half forms
        "क्\u200cष",
        "শ্\u200dয",
        "ශ්\u200dරී ලංකා",
        "a\u200eb\u200f",  # directions are of the text
        "in\u00advisible",  # a soft hyphen is typography
    ],
    "entities": [
        "&lt;b&gt;",
        "&amp;lt;b&amp;gt;",  # or the next pass would make mark-up
        "&#60;b&#62;",
        "&#x3c;",
        "AT&T",
        "Q&A;",
        "&nosuchthing;",
        "&copyright;",
        "& amp;",
        "&amp",
        "a & b; c",
        "?a=1&copy=2",
        "&LT;",
        "&amp;#60;",
    ],
    "spaces": ["a b", "「一」\u3000二", "\u3000\u3000这是一段"],
    "repeated-spaces": [
        "name    age    town",  # columns
        "1  2  3",
        "a\tb\tc",
        "    if x:  return",
        "\tif x:  return",
        "  indented",
        "a b",
    ],
    "trailing-spaces": ["  a", "a"],
    "line-ends": ["a\nb", "a\n\nb"],
    "blank-lines": ["a\n\nb", "a\nb", "a"],
    "final-newline": ["a", "a\nb", ""],
}

ALL_CHANGES = [(step, *case) for step, cases in CHANGES.items() for case in cases]


def test_every_step_has_its_tables() -> None:
    assert set(CHANGES) == set(STAYS) == set(STEPS)
    assert (*LINE_STEPS, *DOCUMENT_STEPS) == STEPS


@pytest.mark.parametrize(("step", "text", "wanted"), ALL_CHANGES)
def test_changes(step: str, text: str, wanted: str) -> None:
    draft = Draft(text)
    after, cuts, edits = draft.render(final_newline=False)
    assert after == wanted
    assert not cuts
    assert NORMALIZE + step in {edit.by for edit in edits}


@pytest.mark.parametrize(("step", "text"), [(step, text) for step, texts in STAYS.items() for text in texts])
def test_no_changes(step: str, text: str) -> None:
    assert Draft(text).render(final_newline=False) == (text, (), ())


@pytest.mark.parametrize(("step", "text", "wanted"), ALL_CHANGES)
def test_a_step_that_is_switched_off_does_nothing(step: str, text: str, wanted: str) -> None:
    _, _, edits = Draft(text, frozenset({step})).render(final_newline=False)
    assert NORMALIZE + step not in {edit.by for edit in edits}
    assert normalized(text, frozenset(STEPS)) == text


@pytest.mark.parametrize(("step", "text", "wanted"), ALL_CHANGES)
def test_a_step_may_act_alone(step: str, text: str, wanted: str) -> None:
    _, _, edits = Draft(text, frozenset(STEPS) - {step}).render(final_newline=False)
    assert {edit.by for edit in edits} == {NORMALIZE + step}


@pytest.mark.parametrize(("step", "text", "wanted"), [case for case in ALL_CHANGES if case[0] != "final-newline"])
def test_steps_are_switched_off_by_their_names(step: str, text: str, wanted: str) -> None:
    ruleset = RuleSet((), Selection(ignore=tuple(NORMALIZE + one for one in STEPS)))
    assert Cleaner(ruleset=ruleset).clean(text).text == text
    assert Cleaner(ruleset=RuleSet((), Selection(ignore=("normalize",)))).clean(text).text == text
    assert Cleaner(ruleset=RuleSet(())).clean(text).text == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("a", "a\n"), ("a\n", "a\n"), ("a\n\n", "a\n"), ("a\nb", "a\nb\n"), ("a\r\nb\r\n", "a\nb\n"), ("", ""), (" \n", "")],
)
def test_a_file_ends_in_one_line_end(text: str, wanted: str) -> None:
    assert normalized(text, final_newline=True) == wanted


TYPOGRAPHY = "“Curly” ‘quotes’ „low“ «guillemets» – en — em … ‐ hyphen ′ ″ ﬁ ﬂ ½ ™ ® © ª º ¡¿ № § † ‡ • · 5 °C"


@pytest.mark.parametrize(
    "text",
    [
        TYPOGRAPHY,
        "مرحبا بالعالم، كيف حالك؟",
        "العَرَبِيَّة",
        "עִבְרִית",
        "यह हिन्दी में एक वाक्य है।",
        "বাংলা ভাষা",
        "தமிழ் மொழி",
        "ภาษาไทยเป็นภาษาที่ไม่มีช่องว่าง",
        "这是一个句子，没有空格。",
        "これは文です。カタカナ、ひらがな。",
        "한국어 문장입니다.",
        "Tiếng Việt có dấu.",
        "ᄒᆞᆫ글",  # old Hangul: jamo that no syllable stands for
        "z̧̃ x̂",  # marks that compose with nothing
        "𝒳 𠀀 😀 🇫🇷 👍🏽",
        "\u2067right to left\u2069",
    ],
)
def test_text_in_any_script_survives(text: str) -> None:
    text = normalize("NFC", text)
    assert normalized(text) == text
    assert normalized(f"{text}\u00a0") == text


def test_every_step_says_its_edits_as_spans_of_the_original() -> None:
    text = "\ufeffe\u0301tude &amp; more\u00a0 \r\n\r\n\r\nEnd\u200b"
    after, _, edits = Draft(text).render(final_newline=True)
    assert after == "étude & more\n\nEnd\n"
    assert [(edit.by.removeprefix(NORMALIZE), edit.old, edit.new) for edit in edits] == [
        ("bom", "\ufeff", ""),
        ("nfc", "e\u0301", "é"),
        ("entities", "&amp;", "&"),
        ("spaces", "\u00a0 ", ""),
        ("line-ends", "\r\n", "\n"),
        ("line-ends", "\r\n", "\n"),
        ("blank-lines", "\r\n", ""),
        ("zero-width", "\u200b", ""),
        ("final-newline", "", "\n"),
    ]
    assert all(text[edit.start : edit.stop] == edit.old for edit in edits)


def test_one_stretch_has_one_reason_the_later_one() -> None:
    after, _, edits = Draft("caf e&#769;").render(final_newline=False)
    assert after == "caf é"
    assert [(edit.by, edit.old, edit.new) for edit in edits] == [("normalize/nfc", "e&#769;", "é")]


@pytest.mark.parametrize("text", ["a\n\n\n", "\n\na\n \n", "\n\n", "a\r\n\r\n", "a\n\n\nb"])
@pytest.mark.parametrize("final_newline", [True, False])
@pytest.mark.parametrize(
    "off", [frozenset({"blank-lines"}), frozenset({"blank-lines", "final-newline"}), frozenset({"final-newline"})]
)
def test_blank_lines_at_the_end_go_at_once_or_never(text: str, final_newline: bool, off: frozenset[str]) -> None:
    once = normalized(text, off, final_newline)
    assert normalized(once, off, final_newline) == once
    if "final-newline" not in off and not final_newline:
        assert not once.endswith("\n")


def test_steps_of_line_tells_each_step_in_turn() -> None:
    assert list(steps_of_line("a&nbsp;&amp;amp; ")) == [
        ("entities", [Change(1, 7, " "), Change(7, 12, "&")], "a &amp; "),
        ("trailing-spaces", [Change(7, 8, "")], "a &amp;"),
        ("entities", [Change(2, 7, "&")], "a &"),
    ]


ENTITIES = "& amp; &amp; &lt; lt; &#60; &#769; &nbsp; &#8203; &#x200d; &zwj; &#38; #38; &ngE; &#0; &#1;"
CHARACTERS = "a . \t \n \r \u0301 \u0323 \u1112 \u1161 \u11ab \u0958 \u093c \ufeff \x00 \x1c \x85 \u200b \u200c \u200d"
MORE = " \u034f\u00ad\u2060\u00a0\u3000\u2028\u180eकമ്中한ﬁſİ"
PARTS = st.sampled_from(
    [*ENTITIES.split(" "), *CHARACTERS.split(" "), *MORE, "  ", "\r\n", "b.", "e\u0301", "می", "👩", "❤️"]
)
TEXTS = st.lists(PARTS, max_size=14).map("".join) | st.text(max_size=30)


@settings(max_examples=200, derandomize=True, deadline=None)
@given(TEXTS, st.booleans())
def test_normalising_again_changes_nothing(text: str, final_newline: bool) -> None:
    once = normalized(text, final_newline=final_newline)
    assert normalized(once, final_newline=final_newline) == once
    assert is_normalized("NFC", once)
    assert "\r" not in once
    assert "\n\n\n" not in once
    assert not any(char in once for char in "\ufeff\x00\x1c\u200b\u00a0")
    assert once[:1] != "\n"
    assert once.endswith("\n") is (final_newline and bool(once))
    assert not once.endswith("\n\n")


@settings(max_examples=200, derandomize=True, deadline=None)
@given(TEXTS, st.booleans(), st.frozensets(st.sampled_from(STEPS)))
def test_normalising_again_changes_nothing_whatever_is_switched_off(
    text: str, final_newline: bool, off: frozenset[str]
) -> None:
    once = normalized(text, off, final_newline)
    assert normalized(once, off, final_newline) == once


@settings(max_examples=200, derandomize=True, deadline=None)
@given(TEXTS)
def test_what_is_plain_no_step_would_change(text: str) -> None:
    for part in (text, text.replace("\u00a0", "x"), text[:3]):
        if is_plain(part):
            assert [list(steps_of_line(line)) for line in part.split("\n")] == [[]] * len(part.split("\n"))


@pytest.mark.parametrize("line", ["    x  y", "  • item", "   ", "  a\u00a0b", "  x  y", " \u0301x", "\tx", "  &amp; x "])
def test_an_indented_line_is_normalised_as_any(line: str) -> None:
    steps = list(steps_of_line(line))
    assert Draft(line).texts == [steps[-1][2] if steps else line]


@pytest.mark.parametrize("text", ["", "a b", "a\nb", "étude", "中文", "&", "a & b", "R&D;x", " a"])
def test_plain(text: str) -> None:
    assert is_plain(text)


@pytest.mark.parametrize(
    "text", ["a  b", "a ", "a \nb", "a&amp;b", "a\tb", "a\u00a0b", "e\u0301", "\ufeffa", "a\u034fb", "a\rb"]
)
def test_not_plain(text: str) -> None:
    assert not is_plain(text)


@pytest.mark.parametrize(
    ("changes", "after"),
    [
        ([], "abcd"),
        ([Change(0, 1, "X")], "Xbcd"),
        ([Change(0, 1, ""), Change(3, 4, "YZ")], "bcYZ"),
        ([Change(0, 4, "")], ""),
    ],
)
def test_applied(changes: list[Change], after: str) -> None:
    assert applied("abcd", changes) == after
