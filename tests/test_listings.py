"""Which short lines are a menu; and whom a short line above the text names."""

import pytest

from tests.prose import TEXT, TITLE, cut

ITEMS = ["- A passport or another paper with a picture, for the clerk", "- Proof of income", "- Two old keys"]


@pytest.mark.parametrize(
    ("head", "gone"),
    [
        (["Mara Linde", "3 March 2019"], ["Mara Linde", "3 March 2019"]),
        (["Mara Linde", "5 min read"], ["Mara Linde"]),
        (["5 min read", "Key Points"], []),
        (["Share this:", "Wheel And River"], []),
    ],
)
def test_names_above_the_text(head: list[str], gone: list[str]) -> None:
    assert cut([TITLE, *head, *TEXT], "detect/bylines") == gone


def test_names_in_a_guide_are_no_menu() -> None:
    guide = [line for name in ("Brakk Two", "Tolm Hammer", "Ulvo Classic", "Ox Five") for line in (name, "Buy now")]
    assert cut([TITLE, *TEXT[:2], "\n".join(guide), *TEXT[2:]], "detect/listings") == []


def test_the_last_items_of_a_list_are_no_menu() -> None:
    lines = [TITLE, *TEXT[:2], "\n".join([*ITEMS, "Share this", "Subscribe", "Follow us"]), *TEXT[2:]]
    assert cut(lines, "detect/listings") == []


def test_who_signs_a_text_is_no_menu() -> None:
    menu = ["Related posts", "Share this", "Subscribe", "Follow us", "Imprint"]
    assert "Mara, Editors" not in cut([TITLE, *TEXT, "Mara, Editors", *menu], "detect/listings")


def test_a_list_above_the_footer_is_not_of_it() -> None:
    """`Old Harbour` goes, as three lines of its run went by rules; the items above are of the article."""
    footer = ["Share this:", "Read more", "Print this page", "Old Harbour"]
    gone = cut([TITLE, *TEXT, "\n".join([*ITEMS, *footer])], "detect/listings")
    assert gone == ["Old Harbour"]


def test_addresses_at_the_foot_are_no_menu() -> None:
    sources = ["Mill Society http://mill.example.org/", "Minutes: https://council.example.org/minutes", "Old Harbour"]
    footer = ["Share this:", "Read more", "Print this page"]
    gone = cut([TITLE, *TEXT, "\n".join([*sources, *footer])], "detect/listings")
    assert gone == ["Old Harbour"]
