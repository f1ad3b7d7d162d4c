"""`cleaner rules`: list, show, check, schema."""

import json
from pathlib import Path

import pytest

from cleaner.schema import schema
from tests.commands import RULE, Command, Done, cleaner, packs, write

__all__ = ["cleaner", "packs"]  # fixtures


class TestRules:
    def test_list(self, cleaner: Command) -> None:
        done = cleaner("rules", "list")
        assert done.status == 0
        rows = done.text.splitlines()
        assert "any/menus#home-link  (standard)  Why home-link goes." in rows
        assert "any/levels#at-thorough  (thorough)  Why at-thorough goes." in rows
        assert any(row.startswith("detect/titles  ") for row in rows)
        assert done.err == f"6 rules, 0 page rules, {len(rows) - 6} detectors\n"

    def test_list_as_json(self, cleaner: Command) -> None:
        rows = json.loads(cleaner("rules", "list", "--format", "json").text)
        assert {"name": "any/menus#home-link", "level": "standard", "why": "Why home-link goes."} in rows

    @pytest.mark.parametrize("name", ["en/comments#post-a-comment", "post-a-comment"])
    def test_show(self, cleaner: Command, packs: Path, name: str) -> None:
        done = cleaner("rules", "show", name)
        assert (done.status, done.err) == (0, "")
        assert done.text.splitlines() == [
            "en/comments#post-a-comment",
            "  Why post-a-comment goes.",
            "  scope: en; zone: any; level: standard",
            "  line: Post a comment",
            "  drop: line",
            f"  at: {packs}/en/comments.toml:3",
            "  example:",
            "      It rained.",
            "    - Post a comment",
            "  near miss:",
            "      It is not Post a comment that goes.",
        ]

    @pytest.mark.parametrize("name", ["detect/titles", "titles"])
    def test_show_a_detector(self, cleaner: Command, name: str) -> None:
        done = cleaner("rules", "show", name)
        assert done.status == 0
        assert done.text.startswith("detect/titles\n  The title again: it stands elsewhere already.\n")

    def test_check(self, cleaner: Command, packs: Path) -> None:
        assert cleaner("rules", "check") == Done(0, b"", "6 rules checked, 0 complaints\n")
        assert cleaner("rules", "check", str(packs / "en")) == Done(0, b"", "1 rules checked, 0 complaints\n")

    def test_check_complains(self, cleaner: Command) -> None:
        write(Path("mine/a.toml"), RULE.format(header="", id="x", line="Start", more="").replace("-Start", "-Strat"))
        write(Path("mine/b.toml"), "why = 5\n")
        done = cleaner("rules", "check", "mine")
        assert (done.status, done.out) == (2, b"")
        assert done.err.splitlines() == [
            "mine/b.toml:1: unknown key 'why'",
            "  hint: did you mean 'why'?",
            "mine/a.toml:7: a#x: under this rule alone an example fails: 'Strat' is still there",
            "1 rules checked, 2 complaints",
        ]

    def test_schema(self, cleaner: Command) -> None:
        done = cleaner("rules", "schema")
        assert (done.status, done.err) == (0, "")
        assert json.loads(done.text) == schema()
