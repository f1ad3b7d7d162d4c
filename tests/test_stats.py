"""`rules stats`: what is counted of each rule, in which order it is told, and what did not fire."""

import gzip
import json
import sys
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest

from cleaner import cli
from cleaner.cleaners import Cleaners
from cleaner.config import PLAIN, Config, Finder, flags
from cleaner.corpus import plan_reading
from cleaner.errors import UsageError
from cleaner.jobs import job_of
from cleaner.stats import SAMPLE, Statistics

SENTENCE = "The ferry will sail again on Monday, the harbour master said after a week of repairs."
RULE = """
[[rule]]
id = "{id}"
why = "A test."
line = ["{line}"]
examples = ['''
-{line}
''', '''
 It is not {line} that goes.
''']
"""
PAGE_RULE = """
[[page]]
id = "xyzzy"
why = "A test."
css = [".xyzzy"]
examples = ['''
 <p>The mill was sold.</p>
-<p class="xyzzy">Share.</p>
''', '''
 <p class="xyzzyx">The mill was sold.</p>
''']
"""
PACK = RULE.format(id="home", line="Home {n}") + RULE.format(id="next", line="Next") + RULE.format(id="never", line="Xyzzy")


@pytest.fixture
def rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let a small pack be the bundled one."""
    path = tmp_path / "rules" / "any" / "menus.toml"
    path.parent.mkdir(parents=True)
    path.write_text(PACK, encoding="utf-8")
    monkeypatch.setattr("cleaner.ruleset.bundled_folder", lambda: tmp_path / "rules")
    return tmp_path / "rules"


def text(*lines: str) -> str:
    return "\n".join((*lines, SENTENCE))


def records(*rows: tuple[str, str]) -> bytes:
    return b"".join(json.dumps({"url": url, "text": body}).encode() + b"\n" for url, body in rows)


THREE = records(
    ("https://a.example.org/1", text("Home 1", "Home 2", "Next")),
    ("https://www.example.org/2", text("Home 1")),
    ("", text("Home 3")),
)


def under(*select: str, rules: tuple[Path, ...] = ()) -> Config:
    return PLAIN._replace(rules=rules, select=select)


def counted(data: bytes, samples: int = 3) -> Statistics:
    found = Statistics(Cleaners(), samples)
    found.read(job_of(Path("c.jsonl"), "jsonl", None, "-", under("any", "detect/titles")), BytesIO(data))
    return found


def test_cuts_words_documents_and_sites_of_each_rule(rules: Path) -> None:
    found = counted(THREE)
    rows = [(one.name, one.cuts, one.words, one.documents, one.sites) for one in found.fired]
    assert rows == [
        ("any/menus#home", 4, 8, 3, {"a.example.org", "example.org"}),
        ("any/menus#next", 1, 1, 1, {"a.example.org"}),
    ]
    assert found.never == ["any/menus#never", "detect/titles"]
    assert (found.tally.documents, found.tally.changed) == (3, 3)


@pytest.mark.parametrize(
    ("samples", "wanted"),
    [(0, []), (1, [("c.jsonl:1", "Home 1")]), (3, [("c.jsonl:1", "Home 1"), ("c.jsonl:3", "Home 3")])],
)
def test_samples_are_of_different_documents_and_differ(rules: Path, samples: int, wanted: list[tuple[str, str]]) -> None:
    assert counted(THREE, samples).fired[0].samples == wanted


def test_a_long_sample_is_cut_short(rules: Path, tmp_path: Path) -> None:
    pack = tmp_path / "long.toml"
    pack.write_text(RULE.format(id="long", line="x" * 300), encoding="utf-8")
    found = Statistics(Cleaners())
    found.read(job_of(Path("a.txt"), "text", None, "-", under("long", rules=(pack,))), BytesIO(text("x" * 300).encode()))
    assert found.fired[0].samples == [("a.txt", "x" * (SAMPLE - 1) + "…")]


def test_of_equal_rules_the_one_with_more_cuts_comes_first_then_by_name(rules: Path) -> None:
    rows = [one.name for one in counted(records(("", text("Next", "Home 1", "Home 2")))).fired]
    assert rows == ["any/menus#home", "any/menus#next"]
    assert [one.name for one in counted(records(("", text("Next", "Home 1")))).fired] == rows


def test_a_broken_record_is_counted_as_failed(rules: Path) -> None:
    found = counted(b"{\n" + THREE)
    assert [place for place, _ in found.tally.failed] == ["c.jsonl:1"]
    assert found.tally.documents == 4
    assert found.fired[0].cuts == 4


def test_a_file_that_vanished_is_named(rules: Path, tmp_path: Path) -> None:
    found = Statistics(Cleaners())
    found.read(job_of(tmp_path / "gone.txt", "text", None, "-", under("any")))
    assert found.tally.failed == [(str(tmp_path / "gone.txt"), "cannot be read: No such file or directory")]


def test_a_file_that_is_not_what_its_name_says_is_named(rules: Path, tmp_path: Path) -> None:
    path = tmp_path / "c.jsonl.gz"
    path.write_bytes(gzip.compress(THREE)[:-20])
    found = Statistics(Cleaners())
    found.read(job_of(path, "jsonl", None, "-", under("any")))
    assert [place for place, _ in found.tally.failed] == [str(path)]


def test_elements_of_pages_are_counted_without_samples(tmp_path: Path) -> None:
    pack = tmp_path / "shares.toml"
    pack.write_text(PAGE_RULE, encoding="utf-8")
    cells = "<p class='xyzzy'>Share.</p><p class='xyzzy'>Pin.</p>"
    page = f"<html><body><article><p>{SENTENCE}</p>{cells}</article></body></html>"
    found = Statistics(Cleaners())
    found.read(job_of(Path("a.html"), "html", None, "-", under("shares", rules=(pack,))), BytesIO(page.encode()))
    assert [(one.name, one.cuts, one.documents, one.samples) for one in found.fired] == [("shares#xyzzy", 2, 1, [])]


def test_each_folder_is_read_under_its_own_configuration(rules: Path, tmp_path: Path) -> None:
    for name, selected in (("one", "any/menus#home"), ("two", "any/menus#next")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.txt").write_text(text("Home 1", "Next"))
        (tmp_path / name / "cleaner.toml").write_text(f'select = ["{selected}"]\n')
    found = Statistics(Cleaners())
    for job in plan_reading([tmp_path / "one", tmp_path / "two"], Finder()).jobs:
        found.read(job)
    assert [(one.name, one.documents) for one in found.fired] == [("any/menus#home", 1), ("any/menus#next", 1)]


def test_folders_and_files_are_planned_without_an_output(tmp_path: Path) -> None:
    for name in ("in/a.txt", "in/b.jsonl", "in/c.bin", "in/e.txt", "d.xyz"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("It rained.")
    found = plan_reading([tmp_path / "in", tmp_path / "d.xyz"], Finder(flags({"exclude": ["e.txt"]})))
    assert [(job.path.name, job.kind, job.output) for job in found.jobs] == [
        ("a.txt", "text", None),
        ("b.jsonl", "jsonl", None),
        ("d.xyz", "text", None),
    ]
    assert [reason for _, reason in found.skipped] == ["no format for '.bin'", "1 files or folders excluded"]
    with pytest.raises(UsageError, match="no such file or folder"):
        plan_reading([tmp_path / "none"], Finder())


class TestCommand:
    @pytest.fixture(autouse=True)
    def _small(self, rules: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)
        Path("c.jsonl").write_bytes(THREE)

    def run(self, monkeypatch: pytest.MonkeyPatch, *arguments: str, stdin: bytes = b"") -> int:
        monkeypatch.setattr(sys, "argv", ["cleaner", "rules", "stats", *arguments])
        monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(stdin)))
        with pytest.raises(SystemExit) as left:
            cli.main()
        return int(str(left.value.code or 0))

    def test_a_table(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        assert self.run(monkeypatch, "c.jsonl", "--samples", "1", "--select", "any") == 0
        assert capsys.readouterr().out.splitlines() == [
            "documents  sites     cuts     words  rule",
            "        3      2        4         8  any/menus#home",
            " " * 37 + "Home 1  (c.jsonl:1)",
            "        1      1        1         1  any/menus#next",
            " " * 37 + "Next  (c.jsonl:1)",
            "never fired: 1 of 3",
            " " * 37 + "any/menus#never",
        ]

    def test_json(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        options = ("--format", "json", "--samples", "1", "--select", "any", "--stdin-format", "jsonl")
        assert self.run(monkeypatch, "-", *options, stdin=THREE + b"{\n") == 2
        found = json.loads(capsys.readouterr().out)
        assert found["documents"] == 4
        assert [row["place"] for row in found["failed"]] == ["-:4"]
        assert found["never"] == ["any/menus#never"]
        counts = {"cuts": 4, "documents": 3, "sites": 2, "words": 8}
        assert found["fired"][0] == {
            "rule": "any/menus#home",
            **counts,
            "samples": [{"place": "-:1", "text": "Home 1"}],
        }

    @pytest.mark.parametrize(("arguments", "problem"), [(["none"], "no such file"), (["-", "c.jsonl"], "by itself")])
    def test_what_means_nothing(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], arguments: list[str], problem: str
    ) -> None:
        assert self.run(monkeypatch, *arguments) == 2
        assert problem in capsys.readouterr().err
