"""`cleaner check` in a folder of its own, under packs of two lines."""

import sys
from collections.abc import Callable
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import NamedTuple

import pytest

from cleaner import cli

SENTENCE = "The ferry will sail again on Monday, the harbour master said after a week of repairs."
MORE = "Divers had found a rope in the propeller, and it took four days before a new shaft came from Ulvo."
RULE = """{header}

[[rule]]
id = "{id}"
why = "Why {id} goes."
line = ["{line}"]
examples = ['''
 It rained.
-{line}
''', '''
 It is not {line} that goes.
''']
"""


class Done(NamedTuple):
    """What a command did."""

    status: int
    out: str
    err: str


Check = Callable[..., Done]


def write(path: str, text: str | bytes) -> Path:
    found = Path(path)
    found.parent.mkdir(parents=True, exist_ok=True)
    found.write_bytes(text if isinstance(text, bytes) else text.encode())
    return found


@pytest.fixture(scope="session")
def packs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("packs")
    for name, header, one, line in (
        ("any/menus", "", "home-link", "Home"),
        ("de/comments", 'language = "de"', "k", "Antworten"),
    ):
        path = folder / f"{name}.toml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(RULE.format(header=header, id=one, line=line), encoding="utf-8")
    return folder


@pytest.fixture
def check(packs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]) -> Check:
    """Return the command as a function."""
    monkeypatch.setattr("cleaner.ruleset.bundled_folder", lambda: packs)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home"))
    (tmp_path / "corpus").mkdir()
    monkeypatch.chdir(tmp_path / "corpus")

    def run(*arguments: str, stdin: bytes = b"") -> Done:
        monkeypatch.setattr(sys, "argv", ["cleaner", "check", *arguments])
        monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(stdin)))
        with pytest.raises(SystemExit) as left:
            cli.main()
        out, err = capsysbinary.readouterr()
        return Done(int(str(left.value.code or 0)), out.decode("utf-8", "surrogateescape"), err.decode())

    return run
