"""`cleaner explain`: a verdict for each line, as text and as JSON."""

import json
from pathlib import Path

from tests.commands import RULE, SENTENCE, Command, cleaner, packs, write

__all__ = ["cleaner", "packs"]  # fixtures


class TestExplain:
    def test_every_line_has_its_verdict(self, cleaner: Command) -> None:
        write(Path("a.txt"), f"Home\n\n{SENTENCE}\nHello\u00a0there")
        done = cleaner("explain", "a.txt")
        assert (done.status, done.err) == (0, "")
        assert done.text.splitlines() == [
            "a.txt",
            "    1  cut      Home",
            "                  any/menus#home-link: Why home-link goes.",
            "    2  changed  ",
            "                  normalize/blank-lines: At most one blank line between paragraphs, none at the edges.",
            f"    3  kept     {SENTENCE}",
            "    4  changed  Hello\u00a0there",
            "                  normalize/spaces: A plain space for an exotic one.",
            "                  normalize/final-newline: A file ends in one line end; a record's text in none.",
        ]

    def test_as_json(self, cleaner: Command) -> None:
        write(Path("a.txt"), f"Home\r\n{SENTENCE}\n")
        (line,) = cleaner("explain", "a.txt", "--format", "json").text.splitlines()
        assert json.loads(line) == {
            "document": "a.txt",
            "refused": "",
            "allowed": [],
            "lines": [
                {
                    "line": 1,
                    "verdict": "cut",
                    "text": "Home",
                    "new": "",
                    "by": ["any/menus#home-link"],
                    "why": ["Why home-link goes."],
                },
                {"line": 2, "verdict": "kept", "text": SENTENCE, "new": SENTENCE, "by": [], "why": []},
            ],
        }

    def test_records_and_standard_input(self, cleaner: Command) -> None:
        raw = b'{"text": "Home"}\nbroken\n{"text": "Text"}\n'
        write(Path("a.jsonl"), raw)
        done = cleaner("explain", "a.jsonl", "--format", "json")
        assert done.status == 2
        assert [json.loads(line)["document"] for line in done.text.splitlines()] == ["a.jsonl:1", "a.jsonl:3"]
        assert done.err.startswith("failed: a.jsonl:2: not JSON")
        done = cleaner("explain", "-", "--stdin-format", "jsonl", stdin=raw)
        assert done.text.splitlines()[0] == "-:1"
        assert cleaner("explain", "-", stdin=b"Home\n").text.splitlines()[1] == "    1  cut      Home"

    def test_options_count(self, cleaner: Command) -> None:
        write(Path("a.txt"), "From CNN\nHome\n")
        assert "cut      From CNN" in cleaner("explain", "a.txt", "--site", "cnn.com").text
        assert "kept     From CNN" in cleaner("explain", "a.txt").text
        assert "kept     Home" in cleaner("explain", "a.txt", "--ignore", "any").text

    def test_a_detector_says_why(self, cleaner: Command) -> None:
        write(Path("a.txt"), f"A title of the text\nA title of the text\n{SENTENCE}\n")
        assert "detect/titles: The title again" in cleaner("explain", "a.txt").text

    def test_long_lines_are_shortened(self, cleaner: Command) -> None:
        write(Path("a.txt"), "word " * 100)
        assert len(cleaner("explain", "a.txt").text.splitlines()[1]) == len("    1  changed  ") + 100

    def test_a_refused_document_says_why(self, cleaner: Command) -> None:
        write(Path("all.toml"), RULE.format(header="", id="ferry", line="x", more='contains = ["ferry"]\nmax_words = 99\n'))
        write(Path("a.txt"), "".join(f"{n}. {SENTENCE}\n" for n in range(9)))
        done = cleaner("explain", "a.txt", "--rules", "all.toml")
        assert done.status == 0
        assert done.text.splitlines()[0].startswith("a.txt: refused, nothing was changed: ")
        assert "cut" not in done.text
