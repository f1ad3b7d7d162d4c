"""Which copies go: of the whole article, of a paragraph, truncated; and which passages an article may say twice."""

import pytest

from cleaner import Cleaner
from cleaner.rule import Level

WHO = [
    "ferryman",
    "baker",
    "bell founder",
    "beekeeper",
    "surveyor",
    "teacher",
    "miller",
    "postman",
    "organist",
    "cooper",
    "printer",
]
PARTS = [
    f"The {who} of Lowmark came to the hall on the evening of the vote and told the council what the river had taken from "
    f"the {who}'s house in the last flood, and nobody in the room had anything to say to it."
    for who in WHO
]
LONG = (
    "When the water rose, the people of the lower town carried what they could to the chapel on the hill, first the beds, "
    "then the clocks, then the hens, and they sat there for three nights with the doors open and listened to the mill wheel "
    "turning without a miller."
)
SHORT = "The water came up to the third step of the chapel on the night of the flood, and it went no higher than that."
CUT = f"{LONG[:150]} ..."


def repeats(paragraphs: list[str], level: str = "standard") -> list[str]:
    """Return what is cut as a repeat."""
    result = Cleaner(level=level).clean("\n\n".join(["The night of the flood", *paragraphs]) + "\n")
    assert not result.refused
    return [cut.old.strip() for cut in result.cuts if cut.by == "detect/repeats"]


@pytest.mark.parametrize(
    ("paragraphs", "gone"),
    [
        ([LONG, *PARTS[:3], LONG], [LONG]),
        ([PARTS[0], LONG, LONG, *PARTS[1:4]], [LONG]),
        ([LONG, LONG, *PARTS[:6]], [LONG]),
        ([*PARTS[:3], LONG, *PARTS[3:9], LONG, PARTS[9]], [LONG]),
        ([*PARTS[:5], SHORT, *PARTS[5:8], SHORT, *PARTS[8:]], [SHORT]),
        ([*PARTS[:4], *PARTS[:4]], PARTS[:4]),
        ([*PARTS, *PARTS], PARTS),
        ([CUT, LONG, *PARTS[:4]], [CUT]),
    ],
    ids=["at the end", "twice in a row", "a lead twice", "late", "short", "article", "long article", "truncated"],
)
def test_copies_that_go(paragraphs: list[str], gone: list[str]) -> None:
    assert repeats(paragraphs) == gone


@pytest.mark.parametrize(
    "paragraphs",
    [
        [
            *PARTS[:5],
            LONG,
            *PARTS[5:8],
            LONG,
            *PARTS[8:],
            SHORT,
            "The council will vote again in May, said the clerk, and it will be the last vote.",
        ],
        [LONG, PARTS[0], LONG, *PARTS[1:6]],
    ],
    ids=["amid prose both times", "a lead again"],
)
def test_passages_an_article_may_say_twice(paragraphs: list[str]) -> None:
    assert repeats(paragraphs) == []
    assert repeats(paragraphs, level=Level.THOROUGH.word) == [LONG]


def test_refrains_and_items_stay() -> None:
    refrain = "And the river went by, and the river went by."
    assert repeats([PARTS[0], refrain, PARTS[1], refrain, PARTS[2], refrain]) == []
    item = (
        "- Warm up for ten to twenty minutes at an easy pace, then walk for as long again, and drink before you are thirsty."
    )
    assert repeats([PARTS[0], item, PARTS[1], item, PARTS[2], item, PARTS[3]]) == []
