"""Errors: a place, a problem, a cure; and the guess at what was meant."""

import pytest

from cleaner.errors import CleanerError, DocumentError, RuleError, UsageError, suggestion


@pytest.mark.parametrize(
    ("error", "printed"),
    [
        (CleanerError("it broke"), "it broke"),
        (CleanerError("it broke", place="a.txt"), "a.txt: it broke"),
        (CleanerError("it broke", hint="mend it"), "it broke\n  hint: mend it"),
        (RuleError("no why", place="en/ads.toml:12", hint="add one"), "en/ads.toml:12: no why\n  hint: add one"),
    ],
)
def test_what_is_printed(error: CleanerError, printed: str) -> None:
    assert str(error) == printed


def test_parts_stay_apart() -> None:
    error = DocumentError("ran too long", place="x.jsonl:7", hint="--ignore en/ads")
    assert (error.place, error.problem, error.hint) == ("x.jsonl:7", "ran too long", "--ignore en/ads")
    assert error.args == ("ran too long",)


@pytest.mark.parametrize("kind", [RuleError, UsageError, DocumentError])
def test_every_error_is_one_of_the_cleaners(kind: type[CleanerError]) -> None:
    with pytest.raises(CleanerError, match="oh"):
        raise kind("oh")


@pytest.mark.parametrize(
    ("word", "known", "said"),
    [
        ("exampels", ["examples", "example", "level"], "did you mean 'examples'?"),
        ("en/coments", ["en/comments", "de/comments"], "did you mean 'en/comments'?"),
        ("Line", ["line", "level"], "did you mean 'line'?"),
        ("zzz", ["line", "level"], ""),
        ("", ["line"], ""),
        ("line", [], ""),
    ],
)
def test_suggestion(word: str, known: list[str], said: str) -> None:
    assert suggestion(word, known) == said


def test_suggestion_does_not_hang_on_the_order_of_what_is_known() -> None:
    assert suggestion("heat", {"head", "heal"}) == suggestion("heat", ["heal", "head"])
