"""Running the command line in this process, in a folder of its own, under small packs: the bundled load in a second."""

import sys
from collections.abc import Callable
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import NamedTuple

import pytest

from cleaner import cli

SENTENCE = "The ferry will sail again on Monday, the harbour master said after a week of repairs."
MORE = "Divers had found a rope in the propeller, and it took four days before a new shaft came from Ulvo."

PACKS = {
    "any/menus": ("", "home-link", "Home"),
    "en/comments": ('language = "en"', "post-a-comment", "Post a comment"),
    "de/comments": ('language = "de"', "kommentieren", "Kommentieren"),
    "site/cnn.com": ('site = "cnn.com"', "cnn-line", "From CNN"),
}
RULE = """{header}

[[rule]]
id = "{id}"
why = "Why {id} goes."
line = ["{line}"]
{more}examples = ['''
 It rained.
-{line}
''', '''
 It is not {line} that goes.
''']
"""


class Done(NamedTuple):
    """What a command did."""

    status: int
    out: bytes
    err: str

    @property
    def text(self) -> str:
        return self.out.decode()


Command = Callable[..., Done]


def write(path: Path, text: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


@pytest.fixture(scope="module")
def packs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("packs")
    for name, (header, one, line) in PACKS.items():
        write(folder / f"{name}.toml", RULE.format(header=header, id=one, line=line, more=""))
    levels = [
        RULE.format(header="", id=f"at-{level}", line=f"At {level}", more=f'level = "{level}"\n')
        for level in ("careful", "thorough")
    ]
    write(folder / "any/levels.toml", "".join(levels))
    return folder


@pytest.fixture
def cleaner(
    packs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> Command:
    """Return the command as a function, run in a folder of its own under the small packs: the bundled load in a second."""
    monkeypatch.setattr("cleaner.ruleset.bundled_folder", lambda: packs)
    monkeypatch.setattr("cleaner.proof.bundled_folder", lambda: packs)
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str, stdin: bytes = b"") -> Done:
        monkeypatch.setattr(sys, "argv", ["cleaner", *arguments])
        monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(stdin)))
        status: object = 0
        try:
            cli.main()
        except SystemExit as left:
            status = left.code
        out, err = capsysbinary.readouterr()
        return Done(int(str(status or 0)), out, err.decode())

    return run
