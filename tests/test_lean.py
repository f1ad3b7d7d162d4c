"""The options of `clean` that are read without typer: as typer has them, or left to it."""

from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from cleaner.cli import clean, lean  # noqa: F401 - `clean` adds itself to the application
from cleaner.cli.app import app

COMMAND: Any = get_command(app).commands["clean"]  # type: ignore[attr-defined]
PARAMS = {param.name: param for param in COMMAND.params if param.name != "help"}


def as_typer(words: list[str]) -> dict[str, Any]:
    return dict(COMMAND.make_context("clean", [*words]).params)


def test_tables_are_the_applications() -> None:
    tables = (lean.FLAGS, lean.TEXTS, lean.PATHS, lean.LISTS, lean.CHOICES, lean.NUMBERS)
    assert {"paths", *(name for table in tables for name in table)} == set(PARAMS)
    written = {name: {word for word, mine in lean._NAMES.items() if mine == name} for name in PARAMS}
    assert all(written[name] == set(param.opts) for name, param in PARAMS.items() if name != "paths")
    assert all(PARAMS[name].is_flag for name in lean.FLAGS)
    assert all(PARAMS[name].multiple for name in lean.LISTS)
    assert all([*PARAMS[name].type.choices] == [*words[1:]] for name, words in lean.CHOICES.items())


VALUES = {
    **{name: (words[0],) for name, words in lean.FLAGS.items()},
    **{name: (words[0], "said") for table in (lean.TEXTS, lean.PATHS) for name, words in table.items()},
    **{name: (words[0], "one,two", words[0], "three") for name, words in lean.LISTS.items()},
    **{name: (words[0], words[-1]) for name, words in lean.CHOICES.items()},
    "jobs": ("-j", "3"),
    "timeout": ("--timeout", "2.5"),
    "nothing": (),
    "quiet": ("-q",),
    "stdout": ("-o", "-"),
}


@pytest.mark.parametrize("name", VALUES)
def test_values_are_those_of_typer(name: str) -> None:
    words = ["a.txt", *VALUES[name], "b"]
    found = lean.given(words)
    assert found is not None
    typer = as_typer(words)
    assert found.keys() == typer.keys()
    for key, value in typer.items():
        plain = [*map(str, value)] if isinstance(value, list | tuple) else value
        mine = found[key]
        if key == "output" and mine == "-":  # which the work makes None of, as typer's callback does
            assert plain is None
        else:
            assert mine == (str(plain) if isinstance(plain, Path) else plain), key
    assert name not in typer or name == "nothing" or found[name] != lean.given(["a.txt"])[name]  # type: ignore[index]


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["--help"],
        ["a", "--help"],
        ["a", "--unknown"],
        ["a", "--output"],
        ["a", "--output=b"],
        ["a", "-qo", "b"],
        ["a", "--level", "bold"],
        ["a", "--jobs", "many"],
        ["a", "--jobs", "-1"],
        ["a", "--timeout", "nan"],
        ["a", "--no-force-exclude"],
        ["a", "--", "-b"],
        ["a", "--site", "--language"],
        ["--quiet"],
    ],
)
def test_the_rest_is_left_to_typer(words: list[str]) -> None:
    assert lean.given(words) is None


def test_what_may_not_be_read_is_left_to_typer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    path.write_text("a")
    assert lean.given([str(path)]) is not None
    monkeypatch.setattr("os.access", lambda path, mode: False)
    assert lean.given([str(path)]) is None
    assert lean.given([str(tmp_path / "none")]) is not None
