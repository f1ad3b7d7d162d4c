"""What each slot of a template takes and what it leaves, dates and times apart (test_slots_dates.py)."""

from time import process_time

import pytest

from cleaner.slots import LENGTHS, SLOTS
from tests.slots import slot, takes


@pytest.mark.parametrize("name", SLOTS)
def test_sample_is_taken_and_fits(name: str) -> None:
    sample = SLOTS[name][1]
    assert takes(name, sample)
    assert len(sample) <= LENGTHS[name]


def test_every_slot_has_a_length() -> None:
    assert set(LENGTHS) == set(SLOTS)


@pytest.mark.parametrize(
    "text",
    [
        "0",
        "7",
        "12",
        "1204",
        "1,204",
        "1.204",
        "1 204",
        "1\u202f204",
        "12,345,678",
        "3.4K",
        "3.4 k",
        "2M",
        "15+",
        "1.5",
        "1,5 Tsd.",
        "3 тыс.",
        "2万",
        "2萬",
        "3 mil",
        "３",
    ],
)
def test_n(text: str) -> None:
    assert takes("n", text)


@pytest.mark.parametrize(
    "text", ["", "k", "one", "-1", "1,2,3", "1 2", "12 kg", "3Km", "1.2.3", "5%", "1234567890", "12 mile", "1. "]
)
def test_not_n(text: str) -> None:
    assert not takes("n", text)


@pytest.mark.parametrize(
    "text",
    [
        "Maria",
        "Maria Lind",
        "MARIA LIND",
        "Jean-Luc O’Neill",
        "Jan van der Berg",
        "Ana de la Cruz",
        "J. R. R. Holm",
        "Иван Петров",
        "Νίκος Παππάς",
        "Ángel Ñíguez",
        "Łucja Żak",
        "王小明",
        "史蒂夫·约翰",
    ],
)
def test_name(text: str) -> None:
    assert takes("name", text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "maria lind",
        "Maria lind",
        "maria Lind",
        "One Two Three Four Five",
        "Maria Lind,",
        "M4ria",
        "12",
        "王",
        "иван Петров",
        "Maria  Lind",
    ],
)
def test_not_name(text: str) -> None:
    assert not takes("name", text)


@pytest.mark.parametrize("text", ["one", "one two", "one two three four", "5 %", "«один» два", "分享"])
def test_words(text: str) -> None:
    assert takes("words", text)


@pytest.mark.parametrize("text", ["", " ", "one two three four five", "one  two", "one ", " one"])
def test_not_words(text: str) -> None:
    assert not takes("words", text)


@pytest.mark.parametrize(
    "text",
    [
        "https://example.org/a?b=c",
        "http://example.org",
        "HTTPS://EXAMPLE.ORG",
        "www.example.org",
        "example.org",
        "www.example",
        "news.example.co.uk/a/b",
        "bücher.de",
        "пример.рф",
    ],
)
def test_url(text: str) -> None:
    assert takes("url", text)


@pytest.mark.parametrize("text", ["", "example", "https://", "a b.org", "example.org and", ".org", "ftp://x"])
def test_not_url(text: str) -> None:
    assert not takes("url", text)


@pytest.mark.parametrize("text", ["desk@example.org", "a.b+c@news.example.co.uk", "A_B@EXAMPLE.ORG", "post@bücher.de"])
def test_email(text: str) -> None:
    assert takes("email", text)


@pytest.mark.parametrize(
    "text", ["", "desk@", "@example.org", "desk@example", "desk at example.org", "a b@example.org", "desk@example.org."]
)
def test_not_email(text: str) -> None:
    assert not takes("email", text)


@pytest.mark.parametrize("text", ["@example", "@a", "@under_score1", "@пример"])
def test_handle(text: str) -> None:
    assert takes("handle", text)


@pytest.mark.parametrize("text", ["", "@", "example", "@two words", "@ex-ample", "@" + "a" * 31])
def test_not_handle(text: str) -> None:
    assert not takes("handle", text)


HOSTILE = [
    piece * (400 // len(piece))
    for piece in ("1", "1,", "a", "A. ", "Aa ", "a.", "@", "a@", "1:", "1.1", "中", "de ", "2019-", "/", " ")
]


@pytest.mark.parametrize("name", SLOTS)
def test_slots_are_done_soon_on_hostile_lines(name: str) -> None:
    # "No slot tries more than a few hundred steps": all 15 lines searched from every place.
    best = 9.0
    for _ in range(3):
        start = process_time()
        for line in HOSTILE:
            slot(name).search(f"{line}!")
            slot(name).fullmatch(f"{line}\0")
        best = min(best, process_time() - start)
    assert best < 0.3
