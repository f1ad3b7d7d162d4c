"""A corpus that is cleaned with its audit, and restored."""

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from cleaner import Cleaner
from cleaner.batch.work import do, logging, not_done
from cleaner.config import Finder
from cleaner.corpus import plan
from cleaner.restore import read, restore
from cleaner.rule import Rule
from cleaner.ruleset import RuleSet
from cleaner.tally import Tally
from tests.commands import write
from tests.test_audit import HOME, SENTENCE

MORE = Rule(id="more", pack="en/related", why="A list.", line=("Read more", "More"), language="en")
EVERYTHING = Rule(id="all", pack="t", why="Too much.", contains=("ferry",), max_words=400)
HARBOUR = "Die Fähre fährt am Montag wieder, sagte der Hafenmeister nach einer Woche, in der niemand übersetzen konnte."


@cache
def small() -> Cleaner:
    return Cleaner(ruleset=RuleSet((HOME, MORE)))


def clean(folder: Path, by: Cleaner | None = None, finder: Finder | None = None) -> Tally:
    """Clean the folder `in` to `out`, with the audit beside them."""
    work = plan([folder / "in"], folder / "out", finder or Finder(), force=True)
    with logging(folder / "audit.jsonl") as log:
        tally = not_done(work, log)
        for job in work.jobs:
            tally.add(do(job, by or small(), log))
    return tally


def back(folder: Path, *selectors: str, force: bool = False) -> Tally:
    return restore(folder / "out", read(folder / "audit.jsonl"), folder / "back", selectors, force)


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def failures(tally: Tally, folder: Path) -> list[tuple[str, str]]:
    return [(place.removeprefix(f"{folder}/"), problem) for place, problem in tally.failed]


def values(raw: bytes) -> object:
    """Return what stands in a line: its value, or the line where it has none."""
    try:
        return repr(json.loads(raw)), raw.endswith(b"\n"), raw.endswith(b"\r\n")  # NaN equals nothing, 1.0 equals 1
    except ValueError:
        return raw


CORPUS = {
    "a.txt": f"Home\n{SENTENCE}\n".encode(),
    "b.txt": f"{SENTENCE}\n".encode(),
    "sub/c.txt": f"{HARBOUR}\r\nMore".encode("cp1252"),
    "r.jsonl": b'{"id": 7, "text": "Home\\na"}\n{"id": 7, "text": "Home\\na"}\n{"id": 7, "text": "c"}\n',
}


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Return a folder with a corpus that was cleaned."""
    for name, raw in CORPUS.items():
        write(tmp_path / "in" / name, raw)
    assert clean(tmp_path).failed == []
    return tmp_path


def edit(path: Path, change: Callable[[bytes], bytes]) -> None:
    before = path.read_bytes()
    path.write_bytes(change(before))
    assert path.read_bytes() != before


def lines_of(raw: bytes) -> list[bytes]:
    return raw.splitlines(keepends=True)


NO_ENTRY, CHANGED, MISSING = "no entry in the audit", "changed since it was cleaned", "missing from the clean file"
