"""Shards: what is done in one piece hangs on the input alone."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.batch import shards as module
from cleaner.batch.shards import Shard, shards
from cleaner.config import PLAIN
from cleaner.document import Source
from cleaner.formats import Part, Reading
from cleaner.formats.jsonl import read, split
from cleaner.jobs import Job, Jobs
from tests.commands import write


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(module, "BUNDLE_FILES", 3)
    monkeypatch.setattr(module, "BUNDLE_BYTES", 100)
    monkeypatch.setattr(module, "PART_BYTES", 50)
    monkeypatch.setattr(module, "crc32", lambda _: 1)
    return tmp_path


def shards_of(folder: Path, *names: str, fingerprint: str = "") -> list[Shard]:
    jobs = Jobs()
    for name in names:
        kind = "jsonl" if ".jsonl" in name else "text"
        jobs.add(str(folder / name), kind, name, folder / "out", PLAIN)
    return list(shards(jobs, lambda _: fingerprint))


def names(found: list[Shard]) -> list[list[str]]:
    return [[job.name for job in shard.jobs] for shard in found]


def test_small_files_are_bundled_in_order(folder: Path) -> None:
    for name in "abcdefg":
        write(folder / name, "x" * 10)
    assert names(shards_of(folder, *"abcdefg")) == [["a", "b", "c"], ["d", "e", "f"], ["g"]]
    write(folder / "b", "x" * 99)
    assert names(shards_of(folder, *"abcdefg")) == [["a", "b"], ["c", "d", "e"], ["f", "g"]]
    write(folder / "b", "x" * 101)
    assert names(shards_of(folder, *"abcdefg")) == [["a"], ["b"], ["c", "d", "e"], ["f", "g"]]


def test_a_name_ends_a_bundle_wherever_it_stands(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "BUNDLE_FILES", 9)
    monkeypatch.setattr(module, "crc32", lambda name: 0 if name.endswith(b"c") else 1)
    for name in "abcdef":
        write(folder / name, "x")
    assert names(shards_of(folder, *"abcdef")) == [["a", "b", "c"], ["d", "e", "f"]]
    one, two = shards_of(folder, *"abcdef"), shards_of(folder, *"bcdef")
    assert (one[0].key != two[0].key, one[1].key == two[1].key) == (True, True)


def test_large_files_are_taken_in_parts(folder: Path) -> None:
    write(folder / "a.jsonl", b"0123456789\n" * 20)
    found = shards_of(folder, "a.jsonl")
    assert [shard.part for shard in found] == [Part(start * 55, start * 55 + 55, start * 5, 55) for start in range(4)]
    assert [shard.is_last for shard in found] == [False, False, False, True]
    assert len({shard.key for shard in found}) == 4
    assert len({shard.file for shard in found}) == 1


@pytest.mark.parametrize("raw", [b"x" * 101, b"\x1f\x8b\x08" + b"0123456789\n" * 20])
def test_one_line_and_what_is_compressed_stay_whole(folder: Path, raw: bytes) -> None:
    write(folder / "a.jsonl", raw)
    assert [shard.part for shard in shards_of(folder, "a.jsonl")] == [None]


def test_a_file_that_is_gone_is_one_shard(folder: Path) -> None:
    assert names(shards_of(folder, "gone.jsonl", "gone")) == [["gone.jsonl", "gone"]]


def test_the_key_says_what_decides_the_output(folder: Path) -> None:
    write(folder / "a", "x")
    (before,) = shards_of(folder, "a")
    assert shards_of(folder, "a") == [before]
    keys = {before.key, shards_of(folder, "a", fingerprint="other")[0].key}
    write(folder / "a", "xy")
    keys.add(shards_of(folder, "a")[0].key)
    assert len(keys) == 3


@given(st.lists(st.sampled_from([b"", b"a", b'{"text": "b"}', b"c" * 30]), max_size=20), st.booleans(), st.integers(1, 40))
def test_the_parts_of_a_file_are_the_file(
    tmp_path_factory: pytest.TempPathFactory, rows: list[bytes], end: bool, size: int
) -> None:
    path = tmp_path_factory.mktemp("split") / "a.jsonl"
    path.write_bytes(b"\n".join(rows) + b"\n" * end)
    with path.open("rb") as stream:
        whole = [(unit.place, unit.raw) for unit in read(stream, "a", Source(), Reading())]
    found = []
    for part in split(path, size):
        with path.open("rb") as stream:
            found += [(unit.place, unit.raw) for unit in read(stream, "a", Source(), Reading(part=part))]
    assert found == whole


def test_jobs_are_what_was_added(tmp_path: Path) -> None:
    write(tmp_path / "in/sub/a.html", "<p>")
    jobs = Jobs()
    jobs.add(str(tmp_path / "in/sub/a.html"), "html", "sub/a.txt", tmp_path / "out", PLAIN)
    jobs.add(str(tmp_path / "in/b"), "text", "c", tmp_path / "out/c", PLAIN, is_file=True)
    jobs.add("d.txt", "text", "d.txt", None, PLAIN)
    first, second, third = jobs
    assert (first.path, first.name, first.output) == (tmp_path / "in/sub/a.html", "sub/a.txt", tmp_path / "out/sub/a.txt")
    assert (first.size, first.changed_at) == (3, (tmp_path / "in/sub/a.html").stat().st_mtime_ns)
    assert (second.path, second.name, second.output, second.size) == (tmp_path / "in/b", "c", tmp_path / "out/c", 0)
    assert third == Job(Path("d.txt"), "d.txt", "text", None, Source(), "d.txt")
    assert (len(jobs), jobs.size) == (3, 3)
    assert jobs.owner(tmp_path / "out/SUB/a.txt") == first
    assert jobs.owner(tmp_path / "out/b") is None
