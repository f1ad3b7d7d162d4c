"""The cache only saves work: lost, broken, read-only or changed files change no result."""

from pathlib import Path

import pytest

from cleaner import Cleaner
from cleaner.cache import FOLDER_VARIABLE, folder, kept, key_of, key_of_files

PACK = """
[[rule]]
id = "note"
why = "A note of the printer's."
line = ["Printed on rag paper"]
examples = ['''
-Printed on rag paper
 The mill burned down.
''', '''
 The book was printed on rag paper, she said.
''']
"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "cache"))
    return tmp_path / "cache"


def cleaned(rules: Path) -> str:
    return Cleaner(rules=[rules], bundled=False).clean("Printed on rag paper\nThe mill burned down.").text


def test_made_once_and_kept(home: Path) -> None:
    made: list[int] = []

    def make() -> list[int]:
        made.append(1)
        return [1, 2]

    assert [kept("test", "k", make), kept("test", "k", make)] == [[1, 2], [1, 2]]
    assert len(made) == 1
    assert kept("test", "other", make) == [1, 2]
    assert len(made) == 2


@pytest.mark.parametrize("broken", [b"", b"short", b"\0" * 400])
def test_a_broken_file_is_made_again(home: Path, broken: bytes) -> None:
    assert kept("test", "k", lambda: "made") == "made"
    (path,) = home.glob("test-*")
    whole = path.read_bytes()
    for data in (broken, whole[:-1], whole[:20] + b"x" + whole[21:]):
        path.write_bytes(data)
        assert kept("test", "k", lambda: "again") == "again"
        assert kept("test", "k", lambda: "never") == "again"
        kept("test", "k", lambda: "made")


def test_no_folder_no_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(FOLDER_VARIABLE, "")
    assert folder() is None
    assert [kept("test", "k", lambda: 1), kept("test", "k", lambda: 2)] == [1, 2]


def test_a_folder_that_cannot_be_made_is_no_trouble(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("x")
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "file" / "cache"))
    assert kept("test", "k", lambda: 1) == 1


def test_few_files_stay(home: Path) -> None:
    for number in range(20):
        kept("test", str(number), lambda: 1)
    assert len(list(home.glob("test-*"))) <= 12
    assert not list(home.glob(".new-*"))


def test_a_changed_rule_file_is_read_again(home: Path, tmp_path: Path) -> None:
    pack = tmp_path / "pack.toml"
    pack.write_text(PACK)
    assert cleaned(pack) == "The mill burned down."
    assert cleaned(pack) == "The mill burned down."
    assert len(list(home.glob("rules-*"))) == 1
    pack.write_text(PACK.replace('["Printed on rag paper"]', '["Bound in calf"]'))
    assert cleaned(pack) == "Printed on rag paper\nThe mill burned down."


def test_keys(tmp_path: Path) -> None:
    one = tmp_path / "one"
    one.write_text("1")
    assert key_of_files([one]) == key_of_files([one])
    assert key_of_files([one]) != key_of_files([tmp_path / "missing"])
    assert key_of("a", 1) != key_of("a", "1")
