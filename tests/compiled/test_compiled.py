"""The compiled modules cut what the sources cut. `make test-compiled` builds and runs them, `make test` does not."""

import json
import os
import subprocess
import sys
import tomllib
from functools import cache
from pathlib import Path

import pytest

from cleaner.rule import Level

ROOT = Path(__file__).parent.parent.parent
INSTALLED = ROOT / "build" / "compiled"
HOOK = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]["build"]["targets"]["wheel"]["hooks"]
MODULES = [name.removesuffix(".py").replace("/", ".") for name in HOOK["custom"]["modules"]]

pytestmark = pytest.mark.compiled


@cache
def said(first: Path) -> list[str]:
    """Return what the cleaner in the folder `first` says: a line with the files of its modules, then a line a text."""
    path = os.pathsep.join((str(first), str(ROOT)))
    command = [sys.executable, "-m", "tests.compiled.cuts", *MODULES]
    # The folder of the project is passed on, but not looked into first, as `-m` would have it.
    environment = {**os.environ, "PYTHONPATH": f"{path}{os.pathsep}{ROOT / 'bench'}", "PYTHONSAFEPATH": "1"}
    done = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    return done.stdout.splitlines()


def test_modules_are_compiled() -> None:
    files = json.loads(said(INSTALLED)[0])
    assert files.keys() == set(MODULES)
    assert {name for name, file in files.items() if Path(file).suffix not in (".so", ".pyd")} == set()
    assert all(Path(file).is_relative_to(INSTALLED) for file in files.values())


def test_sources_are_not() -> None:
    assert {Path(file).suffix for file in json.loads(said(ROOT)[0]).values()} == {".py"}


def test_cuts_edits_and_texts_are_the_same() -> None:
    pure, compiled = said(ROOT)[1:], said(INSTALLED)[1:]
    assert len(pure) == len(compiled) > 1000 * len(Level)
    assert [(one, other) for one, other in zip(pure, compiled, strict=True) if one != other] == []
    assert sum(json.loads(line)[2] != [] for line in pure) > 400
    assert sum(json.loads(line)[3] != [] for line in pure) > 400
