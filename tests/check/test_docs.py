"""docs/hook.md is what happens: its commands are run, its hook is installed, its CI steps are taken.

After a change of rules or messages, `python -m tests.check.test_docs` writes the output of the commands anew.
"""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from cleaner.cli.check_options import parser
from tests.check.conftest import SENTENCE, write

PAGE = Path(__file__).parent.parent.parent / "docs" / "hook.md"
TEXT = PAGE.read_text(encoding="utf-8")
BIN = Path(sys.executable).parent
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", re.MULTILINE)
DIRTY = f"{SENTENCE}\n\nShare this:\n"


def blocks(kind: str) -> list[str]:
    return [found[2] for found in BLOCK.finditer(TEXT) if found[1] == kind]


def output(folder: str, line: str) -> str:
    done = subprocess.run(
        [BIN / "cleaner", *shlex.split(line)[1:]], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )
    return done.stdout.decode()


def renewed() -> str:
    """Return the page with the output of its commands as it is now. The first `cat` of a file makes it."""

    def command(found: re.Match[str]) -> str:
        line, shown = found.groups()
        if not line.startswith("cat "):
            return f"$ {line}\n{output(folder, line)}"
        path = Path(folder, line.removeprefix("cat "))
        if not path.exists():
            write(str(path), shown)
        return f"$ {line}\n{path.read_text(encoding='utf-8')}"

    def block(found: re.Match[str]) -> str:
        return f"```console\n{COMMAND.sub(command, found[2])}```" if found[1] == "console" else found[0]

    with TemporaryDirectory() as folder:
        return BLOCK.sub(block, TEXT)


def test_commands_print_what_is_shown() -> None:
    assert renewed() == TEXT


def test_every_option_is_named() -> None:
    options = {name for action in parser()._actions for name in action.option_strings if name.startswith("--")}
    assert [name for name in sorted(options) if f"`{name}" not in TEXT] == ["--extend-ignore", "--extend-select", "--help"]


@pytest.mark.skipif(not shutil.which("git") or os.name == "nt", reason="needs git and a shell")
def test_the_plain_hook(tmp_path: Path) -> None:
    surroundings = os.environ | {"PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"}

    def git(*arguments: str) -> tuple[int, str]:
        command = ["git", "-c", "user.name=Ines Vik", "-c", "user.email=ines@example.org", *arguments]
        done = subprocess.run(command, cwd=tmp_path, env=surroundings, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + done.stderr

    assert git("init", "--quiet")[0] == 0
    (script,) = (block for block in blocks("sh") if block.startswith("#!"))
    write(str(tmp_path / ".git/hooks/pre-commit"), script).chmod(0o755)
    path = write(str(tmp_path / "corpus/a.txt"), DIRTY)
    assert git("add", "--all")[0] == 0
    status, said = git("commit", "-m", "An article")
    assert status != 0
    assert "corpus/a.txt:3:1 en/share#share-label" in said
    path.write_text(f"{SENTENCE}\n", encoding="utf-8")
    assert git("add", "--all")[0] == 0
    assert git("commit", "-m", "An article")[0] == 0
    assert git("commit", "--allow-empty", "-m", "Nothing")[0] == 0


def test_steps_of_ci(tmp_path: Path) -> None:
    write(str(tmp_path / "corpus/a.txt"), DIRTY)
    steps = [line for block in blocks("yaml") for line in re.findall(r"run: (cleaner .*)", block)]
    said = [output(str(tmp_path), line) for line in steps]
    assert "::error title=cleaner (en/share#share-label),file=corpus/a.txt,line=3,col=1," in said[0]
    log = json.loads((tmp_path / "cleaner.sarif").read_text(encoding="utf-8"))
    assert {one["ruleId"] for one in log["runs"][0]["results"]} == {"en/share#share-label", "normalize/blank-lines"}


if __name__ == "__main__":
    PAGE.write_text(renewed(), encoding="utf-8")
