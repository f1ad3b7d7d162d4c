"""Many documents: whole outputs or none, failures named and counted, the others done."""

import json
import os
import resource
import stat
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from cleaner import Cleaner
from cleaner.batch.work import run
from cleaner.config import Finder
from cleaner.corpus import plan
from cleaner.formats import Reading
from cleaner.jobs import Job
from cleaner.report import lines
from cleaner.rule import Drop, Rule
from cleaner.ruleset import RuleSet
from cleaner.selection import Selection
from cleaner.tally import Tally

HOME = Rule(id="home", pack="t", why="A menu.", line=("Home",))
SLOW = Rule(id="slow", pack="t", why="A slow one.", pattern="(?:a|a)+b", needs=("aaaa",))
SENTENCE = "The ferry will sail again on Monday, the harbour master said after a week of repairs."


@pytest.fixture
def cleaner(monkeypatch: pytest.MonkeyPatch) -> Cleaner:
    monkeypatch.setattr("cleaner.forms.PATTERN_SECONDS", 0.05)
    return Cleaner(ruleset=RuleSet((HOME, SLOW), Selection(ignore=("detect",))))


def write(path: Path, text: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def tallied(jobs: Iterable[Job], cleaner: Cleaner) -> Tally:
    total = Tally()
    for tally in run(jobs, cleaner):
        total.add(tally)
    return total


def cleaned(inputs: Sequence[Path], output: Path, cleaner: Cleaner, force: bool = False) -> Tally:
    return tallied(plan(inputs, output, Finder(), force).jobs, cleaner)


def files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir())


def failures(tally: Tally) -> list[tuple[str, str]]:
    return [(Path(place).name, reason) for place, reason in tally.failed]


def test_a_folder_is_cleaned(tmp_path: Path, cleaner: Cleaner) -> None:
    write(tmp_path / "in/a.txt", f"Home\n{SENTENCE}\n")
    write(tmp_path / "in/sub/b.txt", f"{SENTENCE}\n")
    write(tmp_path / "in/c.jsonl", json.dumps({"text": f"{SENTENCE}\nHome", "id": 1}) + "\n\n")
    tally = cleaned([tmp_path / "in"], tmp_path / "out", cleaner)
    assert files(tmp_path / "out") == ["a.txt", "c.jsonl", "sub/b.txt"]
    assert (tmp_path / "out/a.txt").read_text() == f"{SENTENCE}\n"
    assert (tmp_path / "out/sub/b.txt").read_text() == f"{SENTENCE}\n"
    assert (tmp_path / "out/c.jsonl").read_text() == '{"text":"' + SENTENCE + '","id":1}\n\n'
    assert (tally.documents, tally.changed, tally.failed, dict(tally.words)) == (3, 2, [], {"t#home": 2})


def test_the_input_is_not_touched(tmp_path: Path, cleaner: Cleaner) -> None:
    path = write(tmp_path / "in/a.txt", "Home\nText\n")
    before = path.stat()
    cleaned([tmp_path / "in"], tmp_path / "out", cleaner)
    assert path.read_text() == "Home\nText\n"
    assert path.stat().st_mtime_ns == before.st_mtime_ns
    assert files(tmp_path / "in") == ["a.txt"]


def test_one_that_fails_does_not_stop_the_others(tmp_path: Path, cleaner: Cleaner) -> None:
    write(tmp_path / "in/a.txt", bytes(100))
    write(tmp_path / "in/b.txt", "a" * 60)
    write(tmp_path / "in/c.html", "<html></html>")
    write(tmp_path / "in/d.txt", "Home\nText\n")
    tally = cleaned([tmp_path / "in"], tmp_path / "out", cleaner)
    assert [name for name, _ in failures(tally)] == ["a.txt", "b.txt", "c.html"]
    assert [reason.split(" of ")[0] for _, reason in failures(tally)] == [
        "not text: it is full",
        "a pattern",
        "no article found on the page",
    ]
    assert (tally.documents, tally.changed) == (4, 1)
    # What failed before there was a text has no output; what could not be cleaned stays as it was.
    assert files(tmp_path / "out") == ["b.txt", "d.txt"]
    assert (tmp_path / "out/b.txt").read_text() == "a" * 60


def test_one_record_that_fails_stays_as_it_was(tmp_path: Path, cleaner: Cleaner) -> None:
    rows = [b'{"text": "Home\\nText"}', b'{"text": "%s"}' % (b"a" * 60), b"broken", b'{"n": 1}', b'{"text": "Text\\nHome"}']
    write(tmp_path / "a.jsonl", b"\n".join(rows))
    tally = cleaned([tmp_path / "a.jsonl"], tmp_path / "b.jsonl", cleaner)
    assert (tmp_path / "b.jsonl").read_bytes() == b"\n".join([b'{"text":"Text"}', *rows[1:4], b'{"text":"Text"}'])
    assert [name for name, _ in failures(tally)] == ["a.jsonl:2", "a.jsonl:3", "a.jsonl:4"]
    assert (tally.documents, tally.changed) == (5, 2)


def test_a_fault_of_the_cleaner_fails_one_document(tmp_path: Path) -> None:
    # Nothing of the pattern is named `drop`, which no rule file would get past the reader.
    faulty = Rule(id="f", pack="t", why="A fault.", pattern="boom", needs=("boom",), drop=Drop.MATCH)
    write(tmp_path / "in/a.txt", "boom\n")
    write(tmp_path / "in/b.txt", "Home\nText\n")
    tally = cleaned([tmp_path / "in"], tmp_path / "out", Cleaner(ruleset=RuleSet((HOME, faulty))))
    assert [name for name, _ in failures(tally)] == ["a.txt"]
    assert "a fault of the cleaner, please report it: IndexError:" in failures(tally)[0][1]
    assert (tmp_path / "out/b.txt").read_text() == "Text\n"
    assert (tmp_path / "out/a.txt").read_text() == "boom\n"


def test_a_file_that_vanished_is_named(tmp_path: Path, cleaner: Cleaner) -> None:
    for name in "abc":
        write(tmp_path / f"in/{name}.txt", "Home\nText\n")
    jobs = plan([tmp_path / "in"], tmp_path / "out", Finder()).jobs
    (tmp_path / "in/b.txt").unlink()
    tally = tallied(jobs, cleaner)
    assert failures(tally) == [("b.txt", "cannot be read or written: No such file or directory")]
    assert files(tmp_path / "out") == ["a.txt", "c.txt"]


def test_a_file_that_became_a_folder_is_named(tmp_path: Path, cleaner: Cleaner) -> None:
    path = write(tmp_path / "in/a.txt", "Home\n")
    jobs = plan([tmp_path / "in"], tmp_path / "out", Finder()).jobs
    path.unlink()
    path.mkdir()
    assert failures(tallied(jobs, cleaner)) == [("a.txt", "cannot be read or written: Is a directory")]


def test_an_output_that_cannot_be_written_is_named_and_leaves_nothing(tmp_path: Path, cleaner: Cleaner) -> None:
    write(tmp_path / "in/a/x.txt", "Home\nText\n")
    write(tmp_path / "in/b/y.txt", "Home\nText\n")
    write(tmp_path / "out/a", "a file where a folder must be")
    tally = cleaned([tmp_path / "in"], tmp_path / "out", cleaner)
    assert [name for name, _ in failures(tally)] == ["x.txt"]
    assert failures(tally)[0][1].startswith("cannot be read or written: ")
    assert files(tmp_path / "out") == ["a", "b/y.txt"]


def test_a_folder_in_the_place_of_the_output_leaves_no_part(tmp_path: Path, cleaner: Cleaner) -> None:
    write(tmp_path / "in/a.txt", "Home\nText\n")
    write(tmp_path / "out/a.txt/inside", "kept")
    tally = cleaned([tmp_path / "in"], tmp_path / "out", cleaner, force=True)
    assert [name for name, _ in failures(tally)] == ["a.txt"]
    assert files(tmp_path / "out") == ["a.txt/inside"]


@contextmanager
def unprivileged() -> Iterator[None]:
    """Be nobody in particular, if root, who may read and write everything."""
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)


def test_permission_denied_is_named(cleaner: Cleaner) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        write(folder / "in/a.txt", "Home\nText\n")
        closed = write(folder / "in/b.txt", "Home\nText\n")
        (folder / "out").mkdir(mode=0o555)
        jobs = plan([folder / "in"], folder / "out", Finder()).jobs
        closed.chmod(0)
        cleaner.clean("Home")  # whatever is imported late is imported now: nobody may not read root's Python
        with unprivileged():
            tally = tallied(jobs, cleaner)
        reason = "cannot be read or written: Permission denied"
        assert failures(tally) == [("a.txt", reason), ("b.txt", reason)]
        assert files(folder / "out") == []


def test_a_disk_that_is_full_leaves_no_part(tmp_path: Path, cleaner: Cleaner) -> None:
    write(tmp_path / "in/a.txt", "Home\n" + f"{SENTENCE}\n" * 1000)
    write(tmp_path / "in/b.txt", "Home\nText\n")
    jobs = plan([tmp_path / "in"], tmp_path / "out", Finder()).jobs
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, before[1]))
    try:
        tally = tallied(jobs, cleaner)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert failures(tally) == [("a.txt", "cannot be read or written: File too large")]
    assert files(tmp_path / "out") == ["b.txt"]


def test_an_output_that_was_there_stays_until_the_new_one_is_whole(tmp_path: Path, cleaner: Cleaner) -> None:
    write(tmp_path / "in/a.txt", bytes(100))
    write(tmp_path / "in/b.txt", "Home\nnew\n")
    write(tmp_path / "out/a.txt", "old\n")
    write(tmp_path / "out/b.txt", "old\n")
    cleaned([tmp_path / "in"], tmp_path / "out", cleaner, force=True)
    assert (tmp_path / "out/a.txt").read_text() == "old\n"
    assert (tmp_path / "out/b.txt").read_text() == "new\n"
    assert files(tmp_path / "out") == ["a.txt", "b.txt"]


def test_an_output_that_is_a_link_is_replaced_not_written_through(tmp_path: Path, cleaner: Cleaner) -> None:
    write(tmp_path / "in/a.txt", "Home\nnew\n")
    precious = write(tmp_path / "precious.txt", "old\n")
    (tmp_path / "out").mkdir()
    (tmp_path / "out/a.txt").symlink_to(precious)
    cleaned([tmp_path / "in"], tmp_path / "out", cleaner, force=True)
    assert precious.read_text() == "old\n"
    assert (tmp_path / "out/a.txt").read_text() == "new\n"


def test_outputs_are_as_open_as_other_files(tmp_path: Path, cleaner: Cleaner) -> None:
    write(tmp_path / "in/a.txt", "Home\nText\n")
    before = os.umask(0o027)
    try:
        cleaned([tmp_path / "in"], tmp_path / "out", cleaner)
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "out/a.txt").stat().st_mode) == 0o640


def test_a_long_name_can_be_written(tmp_path: Path, cleaner: Cleaner) -> None:
    name = "ж" * 110 + ".txt"  # 224 bytes of the 255 that a name may have
    write(tmp_path / "in" / name, "Home\nText\n")
    assert cleaned([tmp_path / "in"], tmp_path / "out", cleaner).failed == []
    assert files(tmp_path / "out") == [name]


def test_a_refused_document_is_as_it_was_and_counted(tmp_path: Path) -> None:
    everything = Rule(id="all", pack="t", why="Too much.", contains=("ferry",), max_words=400)
    raw = "".join(f"{SENTENCE} Number {n} follows.  \r\n" for n in range(9)).encode()
    write(tmp_path / "in/a.txt", raw)
    tally = cleaned([tmp_path / "in"], tmp_path / "out", Cleaner(ruleset=RuleSet((everything,))))
    assert (tmp_path / "out/a.txt").read_bytes() == raw
    assert (tally.documents, tally.changed, len(tally.refused), tally.failed) == (1, 0, 1, [])
    assert tally.words_in == tally.words_out
    assert "words in prose lines" in tally.refused[0][1]


def test_an_encoding_that_was_guessed_is_noted(tmp_path: Path, cleaner: Cleaner) -> None:
    write(tmp_path / "in/a.txt", f"Home\nÜber die Fähre: {SENTENCE}\n".encode("cp1252"))
    write(tmp_path / "in/b.txt", "Fähre\n".encode("utf-16"))
    tally = cleaned([tmp_path / "in"], tmp_path / "out", cleaner)
    assert [(Path(place).name, note.split(",")[1]) for place, note in tally.notes] == [("a.txt", " written as utf-8")]
    assert (tmp_path / "out/a.txt").read_text() == f"Über die Fähre: {SENTENCE}\n"
    assert (tmp_path / "out/b.txt").read_bytes() == "Fähre\n".encode("utf-16")


def test_strict_takes_utf_8_only(tmp_path: Path, cleaner: Cleaner) -> None:
    write(tmp_path / "in/a.txt", "Home\nFähre\n".encode("cp1252"))
    jobs = plan([tmp_path / "in"], tmp_path / "out", Finder()).jobs
    tally = tallied([job._replace(reading=Reading(strict=True)) for job in jobs], cleaner)
    assert [name for name, _ in failures(tally)] == ["a.txt"]
    assert "--encoding strict" in tally.failed[0][1]
    assert not (tmp_path / "out/a.txt").exists()


def test_tallies_add_up(tmp_path: Path, cleaner: Cleaner) -> None:
    for number in range(4):
        write(tmp_path / f"in/{number}.txt", f"{SENTENCE}\n" + "Home\n" * number)
    write(tmp_path / "in/x.txt", bytes(100))
    jobs = plan([tmp_path / "in"], tmp_path / "out", Finder()).jobs
    tallies = list(run(jobs, cleaner))
    forwards, backwards = Tally(), Tally()
    for one, other in zip(tallies, reversed(tallies), strict=True):
        forwards.add(one)
        backwards.add(other)
    assert forwards == backwards
    words = len(SENTENCE.split())
    assert (forwards.documents, forwards.changed, forwards.words_in, forwards.words_out) == (5, 3, 4 * words + 6, 4 * words)
    assert next(lines(forwards)) == "5 documents: 3 changed, 1 unchanged, 0 refused by the fuse, 1 failed"
    assert "        6 t#home" in list(lines(forwards))
