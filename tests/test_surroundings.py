"""What the line scorer sees around a line: windows above and below it, and the words that it shares with the prose."""

import pytest

from cleaner.detect.features import share_of_latin
from cleaner.detect.lines import Line, content, look
from cleaner.detect.scorer import kind_of
from cleaner.detect.vocabulary import shares
from cleaner.detect.windows import NAMES, WIDE, windows
from cleaner.draft import Draft
from cleaner.shape import fold_line, is_prose

FERRY = "The ferry between the harbour of Brakk and the island of Ulvo will sail through the winter again."
SHIP = "A second ship, bought in the spring from a yard in the south, will bring pupils to the harbour."


def seen(*texts: str) -> list[Line]:
    return [look(text, fold_line(text), is_prose(text)) for text in texts]


def test_words_are_compared_by_their_beginnings() -> None:
    assert content("the harbours, harboured") == {"harbou"}
    assert content("天气预报") == {"天气", "气预", "预报"}


def test_a_line_of_the_article_shares_its_words_with_the_prose() -> None:
    lines = seen(FERRY, SHIP, "Winter in the harbour", "Privacy policy")
    found = shares(lines, [False] * len(lines))
    assert found[2] == (2, 21, 21)
    assert found[3] == (2, 1, 1)


def test_prose_shares_with_other_prose_only() -> None:
    lines = seen(FERRY, SHIP)
    size, both, _ = shares(lines, [False, False])[0]
    assert both == 20 // size + 1  # the harbour alone


def test_what_a_settled_line_shares_hangs_on_nothing() -> None:
    lines = seen(FERRY, SHIP, "Privacy policy")
    assert len(set(shares(lines, [True] * 3))) == 1


def test_windows_end() -> None:
    lines = seen(FERRY, *["Privacy policy"] * WIDE, "Contact")
    near, far = (dict(zip(NAMES, row, strict=True)) for row in windows(lines, [0] * len(lines), [WIDE, WIDE + 1]))
    assert near["wide_prose_above"] > 0
    assert far["wide_prose_above"] == 0
    assert (near["sizes_above"], near["sizes_below"], far["sizes_below"]) == (2, 1, 0)


GREEK = "Το πλοίο από το λιμάνι του Μπρακ για το νησί Ούλβο θα ταξιδεύει και αυτόν τον χειμώνα, είπε ο λιμενάρχης."
CHINESE = "从布拉克港到乌尔沃岛的渡轮今年冬天将继续航行，港务局长说，第二艘船将送学生们过来。"


@pytest.mark.parametrize(
    ("texts", "twentieths"),
    [((FERRY,), 20), ((FERRY.replace("ferry", "Fähre"),), 20), ((GREEK,), 0), ((CHINESE,), 0), ((FERRY, GREEK), 10)],
)
def test_share_of_latin(texts: tuple[str, ...], twentieths: int) -> None:
    found = Draft("\n".join(texts)).view()
    assert found.prose == [True] * len(texts)
    assert share_of_latin(seen(*texts), found) == twentieths


def test_kinds_part_by_prose_language_and_data() -> None:
    classes = ((0, 0, 0), (0, 20, 0), (20, 20, 9), (20, 20, 0))  # Greek, German, a manual, English
    kinds = [kind_of(share, *one, [12, 17]) for one in classes for share in (0, 12, 20)]
    assert kinds == [*range(12)]
