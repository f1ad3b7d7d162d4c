"""Which echoes of a title go, and what looks like one; and whom a short line above the text names."""

import pytest

from cleaner import Cleaner

TITLE = "Council buys the old mill"
TEXT = [
    "The council of Lowmark voted on Monday to buy the old mill from its last owner, who had kept it for forty years.",
    "The building has stood empty for nine years, and its roof fell in two winters ago, when the snow lay until April.",
    "The clerk said that the wheel would turn again in spring, if the river has as much water as it had this autumn.",
    "The price was not named, but the owner was seen to smile in the yard of the town hall for the first time in years.",
]
ROW = f"| Summary: {TEXT[0]} | |"


def cut(lines: list[str], by: str) -> list[str]:
    """Return what `by` cuts."""
    return [one.old.strip() for one in Cleaner().clean("\n\n".join(lines) + "\n").cuts if one.by == by]


@pytest.mark.parametrize(
    ("lines", "gone"),
    [
        ([TITLE, TITLE, *TEXT], [TITLE]),
        ([TITLE, f"{TITLE} | Lowmark Weekly", *TEXT], [f"{TITLE} | Lowmark Weekly"]),
        ([TITLE, *TEXT, TITLE], [TITLE]),
        ([TITLE, *TEXT, f"{TITLE}."], []),
        ([ROW, *TEXT[1:]], []),
        ([TITLE, ROW, *TEXT[1:]], []),
    ],
    ids=["twice", "with the site", "at the end", "a last sentence", "a row of a table", "a row below the title"],
)
def test_echoes_of_the_title(lines: list[str], gone: list[str]) -> None:
    assert cut(lines, "detect/titles") == gone


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
    items = ["- A passport or another paper with a picture, for the clerk", "- Proof of income", "- Two old keys"]
    lines = [TITLE, *TEXT[:2], "\n".join([*items, "Share this", "Subscribe", "Follow us"]), *TEXT[2:]]
    assert cut(lines, "detect/listings") == []


def test_who_signs_a_text_is_no_menu() -> None:
    menu = ["Related posts", "Share this", "Subscribe", "Follow us", "Imprint"]
    assert "Mara, Editors" not in cut([TITLE, *TEXT, "Mara, Editors", *menu], "detect/listings")
