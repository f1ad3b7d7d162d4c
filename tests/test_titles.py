"""Which echoes of a title go, and what looks like one."""

import pytest

from cleaner import Cleaner
from tests.prose import TEXT, TITLE, cut

ROW = f"| Summary: {TEXT[0]} | |"
NEWS = "Ferry to stop for the winter\n{}\nChoir looks for a bass singer\nMarket moves to the quay"


@pytest.mark.parametrize(
    ("lines", "gone"),
    [
        ([TITLE, TITLE, *TEXT], [TITLE]),
        ([TITLE, f"{TITLE} | Lowmark Weekly", *TEXT], [f"{TITLE} | Lowmark Weekly"]),
        ([TITLE, *TEXT, TITLE], [TITLE]),
        ([TITLE, *TEXT, f"{TITLE}."], []),
        ([ROW, *TEXT[1:]], []),
        ([TITLE, ROW, *TEXT[1:]], []),
        ([NEWS.format(TITLE), "LOWMARK", TITLE, *TEXT], [TITLE]),
    ],
    ids=["twice", "with the site", "at the end", "a last sentence", "a row of a table", "a row below the title", "listed"],
)
def test_echoes_of_the_title(lines: list[str], gone: list[str]) -> None:
    assert cut(lines, "detect/titles") == gone


@pytest.mark.parametrize("news", [NEWS, "Read today...\n{}\nChoir looks for a bass singer\nMarket moves to the quay"])
def test_the_title_above_its_text_stays_and_not_the_one_in_a_list(news: str) -> None:
    """Only the list went later, as a menu, and the title with it."""
    text = "\n".join([news.format(TITLE), "", "LOWMARK", TITLE, "", *TEXT])
    result = Cleaner(ignore=["detect/scorer"]).clean(text)
    assert [text[: cut.start].count("\n") for cut in result.cuts] == [1]
