"""Names that select: what each takes in, which of two holds, and layers over layers as ruff puts them."""

import pytest

from cleaner.errors import UsageError
from cleaner.selection import Choice, Selection, covers


@pytest.mark.parametrize(
    ("selector", "name"),
    [
        ("en", "en/comments#reply"),
        ("en/comments", "en/comments#reply"),
        ("en/comments#reply", "en/comments#reply"),
        ("detect", "detect/titles"),
        ("detect/titles", "detect/titles"),
        ("mine", "mine#reply"),
        ("ALL", "en/comments#reply"),
        ("ALL", "detect/titles"),
    ],
)
def test_covers(selector: str, name: str) -> None:
    assert covers(selector, name)


@pytest.mark.parametrize(
    ("selector", "name"),
    [
        ("en/comment", "en/comments#reply"),
        ("e", "en/comments#reply"),
        ("comments", "en/comments#reply"),
        ("reply", "en/comments#reply"),
        ("en/comments#rep", "en/comments#reply"),
        ("en/comments#reply", "en/comments"),
        ("", "en/comments"),
        ("all", "en/comments#reply"),
    ],
)
def test_covers_not(selector: str, name: str) -> None:
    assert not covers(selector, name)


@pytest.mark.parametrize(
    ("select", "ignore", "takes", "leaves"),
    [
        ("", "", "en/comments#reply detect/titles", ""),
        ("ALL", "", "en/comments#reply detect/titles", ""),
        ("en", "", "en/comments#reply", "de/ads#banner detect/titles"),
        ("", "en", "de/ads#banner detect/titles", "en/comments#reply"),
        ("en", "en/comments", "en/ads#banner", "en/comments#reply"),
        ("en/comments", "en", "en/comments#reply", "en/ads#banner de/ads#banner"),
        ("ALL en/comments", "en", "en/comments#reply de/ads#banner", "en/ads#banner"),
        ("en/comments en/comments#reply", "en/comments", "en/comments#reply", "en/comments#count"),
        ("en/comments#reply", "en/comments#reply", "", "en/comments#reply"),
        ("", "ALL", "", "en/comments#reply detect/titles"),
        ("detect", "ALL", "detect/titles", "en/comments#reply"),
    ],
)
def test_the_closer_name_holds(select: str, ignore: str, takes: str, leaves: str) -> None:
    selection = Selection(tuple(select.split()), tuple(ignore.split()))
    assert [selection.takes(name) for name in takes.split()] == [True] * len(takes.split())
    assert [selection.takes(name) for name in leaves.split()] == [False] * len(leaves.split())


@pytest.mark.parametrize(
    ("select", "ignore", "left_out"),
    [
        ("", "", False),
        ("en", "", False),  # what selects rules switches no step off
        ("", "normalize", True),
        ("", "normalize/nfc", True),
        ("", "ALL", True),
        ("normalize/nfc", "normalize", False),
        ("ALL normalize/nfc", "normalize", False),
    ],
)
def test_steps_are_left_out_only_expressly(select: str, ignore: str, left_out: bool) -> None:
    assert Selection(tuple(select.split()), tuple(ignore.split())).leaves_out("normalize/nfc") is left_out


# Each layer: select (None: not said), extend-select, ignore.
Layer = tuple[str | None, str, str]


@pytest.mark.parametrize(
    ("layers", "select", "ignore"),
    [
        ([], "", ""),
        ([("en", "", "")], "en", ""),
        ([("en", "", ""), (None, "", "")], "en", ""),
        ([("en", "", ""), ("de", "", "")], "de", ""),
        ([(None, "", "en/ads"), (None, "", "de")], "", "en/ads de"),
        ([("en", "", "en/ads"), ("en/comments", "", "")], "en/comments", ""),  # begins anew, as ruff's --select
        ([("en", "", "en/ads"), (None, "de", "")], "en de", "en/ads"),
        ([("en", "", "en/ads"), (None, "en/ads", "")], "en en/ads", ""),
        ([(None, "", "en"), (None, "en/ads", "")], "ALL en/ads", "en"),
        ([(None, "", "en/ads#banner"), (None, "en", "")], "", ""),
        ([(None, "en", "")], "", ""),  # everything acts already
        ([("en/ads", "", ""), (None, "", "en")], "en/ads", "en en/ads"),
        ([("en", "de", "en/ads")], "en de", "en/ads"),
        ([("en/ads", "", "en")], "en/ads", "en"),  # in one layer the closer name holds
    ],
)
def test_layers(layers: list[Layer], select: str, ignore: str) -> None:
    choice = Choice()
    for said, more, less in layers:
        choice = choice.under(None if said is None else tuple(said.split()), tuple(more.split()), tuple(less.split()))
    assert choice == Choice(tuple(select.split()), tuple(ignore.split()))


NAMES = ["en/comments#reply", "en/ads#banner", "de/werbung#anzeige", "detect/titles", "normalize/nfc"]


@pytest.mark.parametrize("selector", ["en", "en/ads", "en/ads#banner", "detect", "detect/titles", "normalize/nfc"])
def test_known_selectors(selector: str) -> None:
    Selection(select=(selector,)).check(NAMES)
    Selection(ignore=(selector,)).check(NAMES)


@pytest.mark.parametrize(
    ("selector", "hint"),
    [
        ("en/coments", "did you mean 'en/comments'?"),
        ("en/comments#replay", "did you mean 'en/comments#reply'?"),
        ("detect/title", "did you mean 'detect/titles'?"),
        ("ditect", "did you mean 'detect'?"),
        ("xyzzy", "`cleaner rules list` shows what there is"),
        ("", "`cleaner rules list` shows what there is"),
    ],
)
def test_unknown_selectors(selector: str, hint: str) -> None:
    for selection in (Selection(select=("en", selector)), Selection(ignore=(selector,))):
        with pytest.raises(UsageError, match=f"nothing is called '{selector}'") as raised:
            selection.check(NAMES)
        assert raised.value.hint == hint
