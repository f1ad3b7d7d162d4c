"""What README.md shows is what happens: its commands are run, its Python is executed, its tables are complete.

After a change of rules or messages, `python -m tests.test_readme` writes the output of the commands anew; read the diff.
"""

import doctest
import re
import shlex
import sys
from contextlib import chdir, redirect_stderr, redirect_stdout
from io import BytesIO, TextIOWrapper
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

import pytest
import typer

from cleaner.cli import clean, config, explain, main  # noqa: F401 - they add their commands to the application
from cleaner.cli import rules as _rules  # noqa: F401
from cleaner.cli.app import app
from cleaner.formats import formats
from cleaner.fuse import FUSE
from cleaner.rule import Level

README = Path(__file__).parent.parent / "README.md"
TEXT = README.read_text(encoding="utf-8")

BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", re.MULTILINE)


def blocks(kind: str) -> list[str]:
    return [found[2] for found in BLOCK.finditer(TEXT) if found[1] == kind]


def output(line: str) -> str:
    """Run `line`, which must succeed, in the current folder; return what it prints, without spaces at line ends."""
    words = shlex.split(line)
    assert words[0] == "cleaner", line
    out = TextIOWrapper(BytesIO(), encoding="utf-8", write_through=True)
    with redirect_stdout(out), redirect_stderr(out), patch.object(sys, "argv", words), pytest.raises(SystemExit) as left:
        main()
    out.seek(0)
    printed = re.sub(r" +$", "", out.read(), flags=re.MULTILINE)
    assert not left.value.code, printed
    return printed


def renewed() -> str:
    """Return the text of README.md with the output of its commands as it is now. The first `cat` of a file makes it."""

    def command(found: re.Match[str]) -> str:
        line, shown = found.groups()
        if not line.startswith("cat "):
            return f"$ {line}\n{output(line)}"
        path = Path(line.removeprefix("cat "))
        if not path.exists():
            path.write_text(shown, encoding="utf-8")
        return f"$ {line}\n{path.read_text(encoding='utf-8')}"

    def block(found: re.Match[str]) -> str:
        return f"```console\n{COMMAND.sub(command, found[2])}```" if found[1] == "console" else found[0]

    with TemporaryDirectory() as folder, chdir(folder):
        return BLOCK.sub(block, TEXT)


def test_commands_print_what_is_shown() -> None:
    assert renewed() == TEXT


def test_python_does_what_is_shown() -> None:
    names: dict[str, Any] = {}
    complaints: list[str] = []
    for block in blocks("pycon"):
        test = doctest.DocTestParser().get_doctest(block, names, "README.md", str(README), 0)
        doctest.DocTestRunner().run(test, out=complaints.append, clear_globs=False)
        names = test.globs
    assert not complaints, "".join(complaints)
    for block in blocks("python"):
        exec(compile(block, str(README), "exec"), names)


def test_every_block_is_of_a_kind_that_is_run() -> None:
    assert {found[1] for found in BLOCK.finditer(TEXT)} == {"console", "pycon", "python", "sh"}
    assert blocks("sh") == ["pip install .\n"]


def test_every_command_and_option_is_there_and_no_other() -> None:
    group: Any = typer.main.get_command(app)
    rules = group.commands["rules"].commands
    known = {name for name in group.commands if name != "rules"} | {f"rules {name}" for name in rules}
    assert set(re.findall(r"^\| `cleaner (rules \w+|\w+)", TEXT, re.MULTILINE)) == known
    ours = [group.commands[name] for name in ("clean", "restore", "explain")]
    options = {option for one in ours for param in one.params for option in param.opts if option.startswith("-")}
    assert set(re.findall(r"(?<=`)--?[a-z-]+", TEXT)) == options


def test_every_kind_of_file_is_there() -> None:
    assert [suffix for one in formats().values() for suffix in one.SUFFIXES if f"`{suffix}`" not in TEXT] == []


def test_the_fuse_is_as_described() -> None:
    assert FUSE[Level.STANDARD] == 0.5
    assert f"{FUSE[Level.CAREFUL]:.0%} at `careful`, {FUSE[Level.THOROUGH]:.0%} at `thorough`" in TEXT


if __name__ == "__main__":
    README.write_text(renewed(), encoding="utf-8")
