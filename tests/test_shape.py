"""The shapes of lines, in several scripts, and the head and the tail of a text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.draft import Draft
from cleaner.shape import (
    KINDS,
    View,
    count_words,
    ends_in_ellipsis,
    ends_sentence,
    fold_line,
    is_bulleted,
    is_headline,
    is_name,
    is_prose,
    is_short,
)

TWELVE = "one two three four five six seven eight nine ten eleven twelve"


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("   ", 0),
        ("word", 1),
        ("two  words\t", 2),
        ("state-of-the-art", 1),
        ("день добрый", 2),
        ("한국어 문장", 2),
        ("银行上调了利率", 1 + 3),  # seven characters: one run, and half of them
        ("银行 raised 利率", 3 + 2),
        ("ธนาคาร", 1 + 3),
    ],
)
def test_count_words(text: str, count: int) -> None:
    assert count_words(text) == count


@pytest.mark.parametrize(
    "text",
    [
        "and then...",
        "and then…",
        "and then [...]",
        "and then (…)",
        "“and then…”",
        "and then . . .",
        "and then… »",
        "然后……",
        "...",
        "…",
    ],
)
def test_ends_in_ellipsis(text: str) -> None:
    assert ends_in_ellipsis(text)


@pytest.mark.parametrize("text", ["and then.", "and then..", "... and then", "and… then", "", "wait...!", "a. b. c."])
def test_does_not_end_in_ellipsis(text: str) -> None:
    assert not ends_in_ellipsis(text)


@pytest.mark.parametrize(
    "text",
    [
        "It rained.",
        "Did it?",
        "It did!",
        "“It rained.”",
        "(It rained.)",
        "« Il a plu. »",
        "**It rained.**",
        "下雨了。",
        "下雨了！」",
        "下雨了？",
        "बारिश हुई।",
        "هل أمطرت؟",
        "بارش ہوئی۔",
        "Անձրևեց։",
        ".",
    ],
)
def test_ends_sentence(text: str) -> None:
    assert ends_sentence(text)


@pytest.mark.parametrize(
    "text",
    [
        "It rained",
        "It rained:",
        "It rained;",
        "It rained,",
        "It rained...",
        "It rained…",
        "It rained. . .",
        "下雨了",
        "",
        "”",
        "5%",
    ],
)
def test_does_not_end_sentence(text: str) -> None:
    assert not ends_sentence(text)


@pytest.mark.parametrize(
    "text",
    [
        f"{TWELVE}.",
        f"“{TWELVE}?”",
        "银行周五将基准利率上调至百分之五，为三年来首次。",
        "Банк в пятницу повысил ставку до пяти процентов, впервые за три года и шесть месяцев.",
        "बैंक ने शुक्रवार को तीन साल में पहली बार अपनी दर बढ़ाकर पाँच प्रतिशत कर दी।",
        "رفع البنك يوم الجمعة سعر الفائدة إلى خمسة في المئة للمرة الأولى منذ ثلاث سنوات؟",
        "ธนาคารปรับขึ้นอัตราดอกเบี้ยเป็นห้าเปอร์เซ็นต์ในวันศุกร์.",
        "a " * 30 + "!",
    ],
)
def test_prose(text: str) -> None:
    assert is_prose(text)


@pytest.mark.parametrize(
    "text",
    [
        TWELVE,  # no mark at the end
        "one two three four five six seven eight nine ten eleven.",  # eleven words
        f"{TWELVE}...",
        f"{TWELVE}…",
        f"{TWELVE}:",
        "银行上调利率。",
        "银行周五将基准利率上调至百分之五，为三年来首次",
        "a b c d e f g.",
        "." * 40,
        "",
    ],
)
def test_no_prose(text: str) -> None:
    assert not is_prose(text)


@pytest.mark.parametrize(
    "text",
    ["• one", "· one", "- one", "* one", "  ▪ one", "– one", "— one", "» one", "› one", "→ one", "a • b • c • d", "•"],
)
def test_bulleted(text: str) -> None:
    assert is_bulleted(text)


@pytest.mark.parametrize("text", ["one", "1. one", "a • b • c", "a•b•c•d", "a - b - c - d", "# one", "", "“one”"])
def test_not_bulleted(text: str) -> None:
    assert not is_bulleted(text)


@pytest.mark.parametrize("text", ["Home", "one two three four five six", "Follow us:", "More…", "分享到", "Read on..."])
def test_short(text: str) -> None:
    assert is_short(text)


@pytest.mark.parametrize(
    "text", ["one two three four five six seven", "It rained.", "Really?", "银行周五将基准利率上调至百分之五"]
)
def test_not_short(text: str) -> None:
    assert not is_short(text)


@pytest.mark.parametrize(
    "text",
    [
        "Rupee falls to a record low",
        "Why are onions dear again?",
        "Goal for the visitors!",
        "Minister says “no”",
        "What comes after the vote...",
        "卢比跌至历史最低点",
        "Рубль упал до минимума",
        "Πού πάμε τώρα;",  # the Greek question mark
        "w " * 20,
    ],
)
def test_headline(text: str) -> None:
    assert is_headline(text)


@pytest.mark.parametrize(
    "text",
    [
        "Two words",
        "Home",
        "The rupee fell to a record low.",
        "The rupee fell “again.”",
        "The following were named:",
        "The following were named;",
        "卢比跌至最低点了。",
        "w " * 21,
        "",
    ],
)
def test_no_headline(text: str) -> None:
    assert not is_headline(text)


@pytest.mark.parametrize(
    "text",
    ["Maria Lind", "Maria-Luise O’Neill", "Jan van Dijk", "J. R. Holm", "Ана Петрова", "Νίκος Παππάς", " Maria Lind "],
)
def test_name(text: str) -> None:
    assert is_name(text)


@pytest.mark.parametrize(
    "text",
    [
        "Maria",
        "maria lind",
        "Maria Lind said",
        "One Two Three Four Five",
        "Maria Lind, Oslo",
        "Maria  Lind",
        "Ludwig de la Cruz",
        "",
    ],
)
def test_no_name(text: str) -> None:
    assert not is_name(text)


def test_every_kind_has_its_word() -> None:
    assert set(KINDS) == {"headlines", "bullets", "truncated", "short", "names", "prose"}


@settings(max_examples=200, derandomize=True, deadline=None)
@given(st.text(st.sampled_from('ab .!?…:"”) 中。*_•\n\u0301\t')) | st.text())
def test_shapes_bear_any_text_and_agree(text: str) -> None:
    judged = {kind: judge(text) for kind, judge in KINDS.items()}
    assert not (judged["prose"] and judged["truncated"])
    assert not (judged["prose"] and judged["short"])
    assert not (ends_sentence(text) and ends_in_ellipsis(text))


P = "This is a line of prose number {} that has more than twelve words in it."


def view_of(shape: str) -> View:
    """`p` a line of prose, `.` a short line, a space a blank one."""
    lines = [P.format(at) if one == "p" else "" if one == " " else f"short {at}" for at, one in enumerate(shape)]
    return Draft("\n".join(lines)).view()


@pytest.mark.parametrize(
    ("shape", "head", "tail"),
    [
        ("", 0, 0),
        ("...", 0, 3),  # no prose: both are empty
        ("p", 1, 0),
        ("..p..", 3, 2),  # one prose line: down to it, and from it on
        (".p.p.", 4, 1),  # two: head and tail overlap
        (".p.p..p.p.", 4, 6),
        ("ppppp", 2, 3),
        ("..pp....", 4, 2),
        (" . p  . p . p ", 4, 3),  # blank lines are not counted
    ],
)
def test_head_and_tail(shape: str, head: int, tail: int) -> None:
    view = view_of(shape)
    assert (view.head(), view.tail()) == (head, tail)


def test_view_numbers_lines_as_the_document_does() -> None:
    view = view_of(" . p  .")
    assert view.numbers == [1, 3, 6]
    assert view.gaps == [True, True, True]
    assert view.prose == [False, True, False]


def test_gaps_do_not_tell_one_blank_line_from_many() -> None:
    assert view_of(".. p.   .p").gaps == view_of("   ..   p. .p  ").gaps == [True, False, True, False, True, False]


@pytest.mark.parametrize(
    ("line", "folded"),
    [("  Also   READ:\t", "also read:"), ("a\tb", "a b"), ("Don’t", "don't"), ("a\u00a0b", "a\u00a0b"), ("", "")],
)
def test_fold_line(line: str, folded: str) -> None:
    assert fold_line(line) == folded
