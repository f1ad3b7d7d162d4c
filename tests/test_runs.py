"""Runs: the same bytes for any number of workers, workers that die, a time limit, resumption, joined files and audits."""

import json
import os
import signal
from collections.abc import Callable
from multiprocessing import active_children
from pathlib import Path

import pytest

from cleaner.audit import NO_AUDIT, AuditPlace
from cleaner.batch import shards
from cleaner.batch.runs import Asked, Progress, clean
from cleaner.config import Finder, flags
from cleaner.corpus import plan
from cleaner.errors import UsageError
from cleaner.jobs import Plan
from cleaner.outputs import run_folder
from cleaner.report import values
from cleaner.restore import read, restore
from cleaner.tally import Tally
from tests.commands import SENTENCE, write

RULE = """
[[rule]]
id = "home"
why = "A menu."
line = ["Home"]
examples = ['''
 It rained.
-Home
''', '''
 It is not Home that goes.
''']
"""
Watcher = Callable[[Progress], None]
Value = int | float | bool | None


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have shards of a few documents, so that a small corpus has many."""
    monkeypatch.setattr(shards, "BUNDLE_FILES", 4)
    monkeypatch.setattr(shards, "BUNDLE_BYTES", 4000)
    monkeypatch.setattr(shards, "PART_BYTES", 2000)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Return a folder with a corpus: small files, and one in parts."""
    for number in range(11):
        write(tmp_path / f"in/{number % 3}/{number}.txt", f"Home\n{SENTENCE}\n" * (number + 1))
    rows = [
        {"id": number, "url": f"https://{number % 3}.example.org/", "text": f"Home\n{SENTENCE} {number}"}
        for number in range(60)
    ]
    write(tmp_path / "in/rows.jsonl", "".join(json.dumps(row) + "\n" for row in rows) + "\nbroken\n")
    write(tmp_path / "rules/t.toml", RULE)
    return tmp_path


def run(
    folder: Path, name: str, watcher: Watcher | None = None, audits: bool = False, **asked: int | float | bool | None
) -> Tally:
    """Clean the folder `in` to the folder `name`, with the audit beside it: a file, or a folder."""
    work = planned(folder, name, bool(asked.get("resume")))
    audit = AuditPlace(folder / f"{name}.audit", audits)
    return clean(work, asking(folder, name, audit, **asked), watcher)


def planned(folder: Path, name: str, resume: bool = False) -> Plan:
    finder = Finder(flags({"rules": [str(folder / "rules")], "select": ["t"]}), None, True)
    return plan([folder / "in"], folder / name, finder, force=resume)


def asking(folder: Path, name: str, audit: AuditPlace = NO_AUDIT, **asked: Value) -> Asked:
    return Asked(run_folder(folder / name, [folder / "in"]), audit, **{"timeout": 60.0} | asked)  # type: ignore[arg-type]


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def whole(folder: Path, name: str) -> tuple[dict[str, bytes], bytes]:
    return files(folder / name), (folder / f"{name}.audit").read_bytes()


def test_any_number_of_workers_gives_the_same_bytes(corpus: Path) -> None:
    one, two = run(corpus, "one", jobs=1), run(corpus, "two", jobs=2)
    here = run(corpus, "here", timeout=None)
    assert whole(corpus, "one") == whole(corpus, "two") == whole(corpus, "here")
    assert json.dumps(values(one)) == json.dumps(values(two)) == json.dumps(values(here))
    assert (one.documents, one.changed, one.words["t#home"]) == (72, 71, 60 + sum(range(12)))
    assert one.failed == [(f"{corpus}/in/rows.jsonl:62", one.failed[0][1])]
    assert set(one.sites) == {"", "0.example.org", "1.example.org", "2.example.org"}
    assert files(corpus / "one")["rows.jsonl"].count(b"\n") == 62
    assert b"Home" not in files(corpus / "one")["0/9.txt"]


def test_audits_in_a_folder_are_one_a_file(corpus: Path) -> None:
    run(corpus, "one", timeout=None, audits=True)
    run(corpus, "two", jobs=2, audits=True)
    run(corpus, "file", timeout=None)
    assert files(corpus / "one.audit") == files(corpus / "two.audit")
    assert {name.removesuffix(".audit.jsonl") for name in files(corpus / "one.audit")} == set(files(corpus / "one"))
    assert b"".join(files(corpus / "one.audit").values()) == (corpus / "file.audit").read_bytes()


def killing(count: int, wait_for: int = 0) -> Watcher:
    """Return a watcher that kills a worker `count` times, from `wait_for` documents on."""
    left = [count]

    def kill(now: Progress) -> None:
        children = [child for child in active_children() if child.pid]
        if left[0] and children and now.documents >= wait_for:
            left[0] -= 1
            os.kill(children[0].pid or 0, signal.SIGKILL)

    return kill


def blocked(corpus: Path, name: str) -> Path:
    """Put a pipe in the place of a file, which whoever opens it waits for."""
    path = corpus / "in" / name
    path.unlink()
    os.mkfifo(path)
    return path


def test_a_file_that_takes_too_long_is_given_up(corpus: Path) -> None:
    run(corpus, "well", timeout=None)
    work = planned(corpus, "out")
    blocked(corpus, "1/4.txt")
    tally = clean(work, asking(corpus, "out", AuditPlace(corpus / "out.audit"), jobs=2, timeout=0.7))
    assert tally.failed[0] == (f"{corpus}/in/1/4.txt", "took longer than 0.7 seconds")
    assert tally.documents == 72
    wanted = files(corpus / "well")
    del wanted["1/4.txt"]
    found = {name: raw for name, raw in files(corpus / "out").items() if not name.startswith(".")}
    assert found == wanted
    assert b'"failed":"took longer than 0.7 seconds"' in (corpus / "out.audit").read_bytes()


def test_a_record_at_which_the_worker_dies_is_passed_on(corpus: Path) -> None:
    """A pattern cannot hang, so a text must: millions of edits take longer than two seconds."""
    rows = (corpus / "in/rows.jsonl").read_bytes().splitlines(keepends=True)
    long = json.dumps({"text": "word\u00a0\u00a0" * 1_500_000}).encode() + b"\n"
    write(corpus / "in/rows.jsonl", b"".join([*rows[:30], long, *rows[30:]]))
    tally = run(corpus, "out", jobs=1, timeout=2.0)
    assert tally.failed[0] == (f"{corpus}/in/rows.jsonl:31", "took longer than 2 seconds")
    assert len(tally.failed) == 2
    found = (corpus / "out/rows.jsonl").read_bytes().splitlines(keepends=True)
    assert found[30] == long
    assert (len(found), tally.documents) == (63, 73)


def test_workers_that_are_killed_cost_their_documents(corpus: Path) -> None:
    run(corpus, "well", timeout=None)
    tally = run(corpus, "out", killing(3, 10), jobs=2)
    lost = [place.removeprefix(f"{corpus}/in/") for place, problem in tally.failed if "SIGKILL" in problem]
    assert len(lost) <= 3
    assert len(tally.failed) == len(lost) + 1
    assert tally.documents == 72
    wanted, found = files(corpus / "well"), files(corpus / "out")
    if lost:
        assert run_folder(corpus / "out", [corpus / "in"]).exists()
    again = run(corpus, "out", jobs=2, resume=True)
    assert len(again.failed) == 1
    assert files(corpus / "out") == wanted
    assert found.keys() | set(lost) >= wanted.keys()
    assert (corpus / "out.audit").read_bytes() == (corpus / "well.audit").read_bytes()


class StoppedError(Exception):
    """What a run is stopped with."""


def stopping(after: int) -> Watcher:
    def stop(now: Progress) -> None:
        if now.documents >= after:
            raise StoppedError

    return stop


@pytest.mark.parametrize("audits", [False, True])
def test_a_run_goes_on_where_it_was_ended(corpus: Path, audits: bool) -> None:
    wanted = run(corpus, "well", timeout=None, audits=audits)
    for after in (5, 40):
        with pytest.raises(StoppedError):
            run(corpus, "out", stopping(after), jobs=1, audits=audits, resume=True)
    assert not (corpus / "out/rows.jsonl").exists()
    done: list[Progress] = []
    tally = run(corpus, "out", done.append, jobs=1, audits=audits, resume=True)
    assert done[-1].resumed > 2000
    assert files(corpus / "out") == files(corpus / "well")
    audit, other = corpus / "out.audit", corpus / "well.audit"
    assert files(audit) == files(other) if audits else audit.read_bytes() == other.read_bytes()
    assert json.dumps(values(tally)) == json.dumps(values(wanted))


def test_what_changed_since_is_done_again(corpus: Path) -> None:
    with pytest.raises(StoppedError):
        run(corpus, "out", stopping(40), jobs=1)
    write(corpus / "in/0/0.txt", "Home\nOther\n")
    write(corpus / "in/rows.jsonl", '{"text": "Home\\nOther"}\n' * 200)
    (corpus / "in/1/1.txt").unlink()
    (corpus / "out/0/3.txt").unlink(missing_ok=True)
    tally = run(corpus, "out", jobs=1, resume=True)
    found = files(corpus / "out")
    run(corpus, "new", timeout=None)
    del found["1/1.txt"]  # as it was
    assert found == files(corpus / "new")
    assert tally.documents == 210


def test_other_rules_do_all_again(corpus: Path) -> None:
    with pytest.raises(StoppedError):
        run(corpus, "out", stopping(40), jobs=1)
    write(corpus / "rules/t.toml", RULE.replace("Home", "Menu"))
    tally = run(corpus, "out", jobs=1, resume=True)
    assert tally.changed == 0
    assert files(corpus / "out")["0/0.txt"] == f"Home\n{SENTENCE}\n".encode()


def test_a_run_that_was_ended_is_in_the_way_of_another(corpus: Path) -> None:
    with pytest.raises(StoppedError):
        run(corpus, "out", stopping(5), jobs=1)
    for path in (corpus / "out").rglob("*.txt"):
        path.unlink()
    with pytest.raises(UsageError, match="did not end well") as raised:
        run(corpus, "out", jobs=1)
    assert raised.value.hint == "--resume goes on with it, --force begins anew"
    run(corpus, "out", jobs=1, force=True)
    assert not run_folder(corpus / "out", [corpus / "in"]).exists()


def test_a_large_file_that_changes_meanwhile_fails(corpus: Path) -> None:
    path = corpus / "in/rows.jsonl"

    def change(now: Progress) -> None:
        if path.stat().st_size < 9000:
            write(path, path.read_bytes() * 2)

    tally = run(corpus, "out", change, jobs=1)
    assert (str(path), "changed while it was being read") in tally.failed
    assert tally.documents == 12
    assert not (corpus / "out/rows.jsonl").exists()
    assert (corpus / "out.audit").read_bytes().count(b"rows.jsonl") == 2  # its name, its place
    assert len(run(corpus, "out", jobs=2, resume=True).failed) == 2
    assert not run_folder(corpus / "out", [corpus / "in"]).exists()


@pytest.mark.parametrize("audits", [False, True])
def test_a_run_by_workers_comes_back(corpus: Path, audits: bool) -> None:
    run(corpus, "out", jobs=2, audits=audits)
    tally = restore(corpus / "out", read(corpus / "out.audit"), corpus / "back")
    assert tally.failed == []
    found, wanted = files(corpus / "back"), files(corpus / "in")
    lines, originals = found.pop("rows.jsonl").splitlines(), wanted.pop("rows.jsonl").splitlines()
    assert found == wanted
    assert [json.loads(line) for line in lines[:60]] == [json.loads(line) for line in originals[:60]]
    assert lines[60:] == originals[60:]


def test_the_audit_of_another_file_is_refused(corpus: Path) -> None:
    run(corpus, "out", jobs=1, audits=True)
    audits = corpus / "out.audit"
    (audits / "0/0.txt.audit.jsonl").replace(audits / "0/x.txt.audit.jsonl")
    tally = restore(corpus / "out", read(audits), corpus / "back")
    problems = [problem for _, problem in tally.failed]
    assert problems[0] == "the audit of another file: 0/0.txt"
    assert len(files(corpus / "back")) == 11
