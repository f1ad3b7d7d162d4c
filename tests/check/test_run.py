"""`cleaner check`: what is found where, what is said, and with which status."""

import json
import os
import stat
from pathlib import Path

import pytest

from cleaner.check.files import IN_PLACE
from cleaner.formats import jsonl, text
from tests.check.conftest import MORE, SENTENCE, Check, write

CLEAN = f"{SENTENCE}\n"
DIRTY = f"Home\n{SENTENCE}\n"


def record(text: str, **more: str) -> str:
    return json.dumps({"id": "a", "text": text} | more) + "\n"


class TestStatus:
    @pytest.mark.parametrize(
        ("files", "options", "status"),
        [
            ({"a.txt": CLEAN}, [], 0),
            ({"a.txt": ""}, [], 0),
            ({}, [], 0),
            ({"a.txt": DIRTY}, [], 1),
            ({"a.txt": DIRTY}, ["--exit-zero"], 0),
            ({"a.txt": DIRTY}, ["-e", "--diff"], 0),
            ({"a.txt": DIRTY}, ["--diff"], 1),
            ({"a.txt": CLEAN}, ["--diff"], 0),
            ({"a.txt": DIRTY}, ["--fix"], 0),
            ({"a.txt": DIRTY}, ["--fix", "--exit-non-zero-on-fix"], 1),
            ({"a.txt": CLEAN}, ["--fix", "--exit-non-zero-on-fix"], 0),
            ({"a.txt": DIRTY}, ["--fix", "--exit-non-zero-on-fix", "--exit-zero"], 0),
            ({"a.txt": DIRTY}, ["--statistics"], 1),
            ({"a.txt": DIRTY}, ["--ignore", "any/menus"], 0),
            ({"a.txt": DIRTY}, ["--exclude", "a.*"], 0),
            ({"a.txt": DIRTY}, ["--write-baseline"], 0),
            ({"a.txt": DIRTY}, ["--show-files"], 0),
            ({"a.txt": "Antworten\n" + CLEAN}, ["--language", "en"], 0),
            ({"a.txt": "Antworten\n" + CLEAN}, ["--language", "de"], 1),
            ({"a.txt": b"\x00\x01\x02\x03\x04"}, [], 2),
            ({"a.txt": b"\x00\x01\x02\x03\x04", "b.txt": DIRTY}, ["--exit-zero"], 2),
            ({"a.txt": "caf\u00e9\n".encode("cp1252")}, [], 0),
            ({"a.txt": "caf\u00e9\n".encode("cp1252")}, ["--encoding", "strict"], 2),
            ({"a.jsonl": record(SENTENCE)}, [], 0),
            ({"a.jsonl": record("Home\n" + SENTENCE)}, [], 1),
            ({"a.jsonl": record(SENTENCE) + "{\n"}, [], 2),
            ({"a.jsonl": record(SENTENCE, body="Home\n" + SENTENCE)}, ["--text-field", "body"], 1),
        ],
        ids=str,
    )
    def test_says_what_came_of_it(
        self, check: Check, files: dict[str, str | bytes], options: list[str], status: int
    ) -> None:
        for name, content in files.items():
            write(name, content)
        assert check(".", *options).status == status

    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            (["--select", "any/menu"], "--select"),
            (["--baseline", "none.json"], "no such baseline"),
            (["-", "a.txt"], "standard input is checked by itself"),
            (["--config", "none.toml"], "none.toml: no such file"),
            (["--output-file", "none/out.txt"], "none/out.txt: cannot be written"),
            (["--level", "bold"], "invalid choice: 'bold'"),
            (["-q", "-v"], "not allowed with"),
        ],
    )
    def test_what_makes_no_sense_is_2(self, check: Check, arguments: list[str], said: str) -> None:
        write("a.txt", DIRTY)
        done = check("a.txt", *arguments) if "-" not in arguments else check(*arguments)
        assert (done.status, done.out) == (2, "")
        assert said in done.err

    def test_one_that_fails_does_not_stop_the_others(self, check: Check) -> None:
        write("b.txt", DIRTY)
        done = check("gone.txt", "b.txt")
        assert done.status == 2
        assert done.out == "b.txt:1:1 any/menus#home-link Why home-link goes.\n"
        assert done.err.splitlines()[0] == "failed: gone.txt: no such file or folder"


class TestPlaces:
    def test_of_a_text(self, check: Check) -> None:
        write("a.txt", f"\U0001f6a2 \u00e9  e\u0301\n{SENTENCE}\r\nHome\n{MORE}")
        assert check("a.txt").out.splitlines() == [
            "a.txt:1:4 normalize/repeated-spaces One space for several.",
            "a.txt:1:6 normalize/nfc Characters in their composed form (NFC).",
            "a.txt:2:86 normalize/line-ends One kind of line end.",
            "a.txt:3:1 any/menus#home-link Why home-link goes.",
            f"a.txt:4:{len(MORE) + 1} normalize/final-newline A file ends in one line end; a record's text in none.",
        ]

    def test_of_a_record(self, check: Check) -> None:
        one = record("\u00e9\U0001f6a2\nHome\n" + SENTENCE)
        write("a.jsonl", record(SENTENCE) + one)
        column = one.index("Home") + 1
        assert check(".").out == f"a.jsonl:2:{column} any/menus#home-link Why home-link goes.\n"

    def test_of_standard_input(self, check: Check) -> None:
        assert check("-", stdin=DIRTY.encode()).out == "-:1:1 any/menus#home-link Why home-link goes.\n"
        done = check("-", "--stdin-filename", "in/a.jsonl", stdin=record("Home\n" + SENTENCE).encode())
        assert done.out.startswith("in/a.jsonl:1:")


class TestFiles:
    def test_are_those_of_known_kinds_in_order(self, check: Check) -> None:
        for name in ("b.txt", "a/c.md", "a/readme", "d.ndjson", "x.html", "y.pdf", ".git/z.txt", ".cleaner_cache/q.txt"):
            write(name, CLEAN)
        done = check("--show-files", ".", "b.txt", "-v")
        assert done.out.splitlines() == ["a/c.md", "a/readme", "b.txt", "d.ndjson"]
        assert "skipped: x.html: no text, nor records, by its name: '.html'" in done.err

    def test_given_by_name_are_text_unless_exclusions_are_forced(self, check: Check) -> None:
        write("a.py", DIRTY)
        assert check("a.py").status == 1
        assert check("a.py", "--force-exclude").status == 0
        write("cleaner.toml", "force-exclude = true\nexclude = ['old']\n")
        write("old/a.txt", DIRTY)
        done = check("old/a.txt", "a.py", "-v")
        assert done.status == 0
        assert "skipped: old/a.txt: excluded" in done.err

    def test_links_are_checked_once(self, check: Check) -> None:
        write("a.txt", DIRTY)
        Path("b.txt").symlink_to("a.txt")
        Path("c.txt").symlink_to("gone")
        Path("d").symlink_to(".")
        done = check(".")
        assert done.out == "a.txt:1:1 any/menus#home-link Why home-link goes.\n"
        assert done.err.splitlines()[:2] == ["failed: c.txt: a broken link", "failed: d: a link that loops"]

    @pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
    def test_pipes_are_named(self, check: Check) -> None:
        os.mkfifo("a.txt")
        assert check(".").err.startswith("failed: a.txt: neither a file nor a folder")

    def test_kinds_are_those_of_the_formats(self) -> None:
        assert IN_PLACE == {"text": text.SUFFIXES, "jsonl": jsonl.SUFFIXES}


class TestStandardInput:
    def test_is_fixed_to_standard_output(self, check: Check) -> None:
        done = check("-", "--fix", stdin=DIRTY.encode())
        assert (done.status, done.out) == (0, CLEAN)
        assert done.err == "1 finding fixed in 1 file, 0 left\n"

    def test_as_a_diff(self, check: Check) -> None:
        done = check("-", "--diff", "--stdin-filename", "in.txt", stdin=DIRTY.encode())
        assert (done.status, done.out) == (1, f"--- in.txt\n+++ in.txt\n@@ -1,2 +1 @@\n-Home\n {SENTENCE}\n")

    def test_that_fails_comes_out_as_it_was(self, check: Check) -> None:
        done = check("-", "--fix", stdin=b"\x00\x01\x02")
        assert (done.status, done.out) == (2, "\x00\x01\x02")

    def test_with_an_excluded_name(self, check: Check) -> None:
        done = check(
            "-", "--fix", "--stdin-filename", "old/a.txt", "--exclude", "old", "--force-exclude", stdin=DIRTY.encode()
        )
        assert (done.status, done.out) == (0, DIRTY)


class TestSaid:
    def test_summary(self, check: Check) -> None:
        write("a.txt", DIRTY)
        write("b.txt", CLEAN)
        assert check(".").err == "1 finding in 1 of 2 files; --fix takes them out\n"
        assert check(".", "-q").err == ""
        assert check(".", "--fix").err == "1 finding fixed in 1 file, 0 left\n"
        assert check(".").err == "2 files checked, nothing found\n"

    def test_statistics(self, check: Check) -> None:
        write("a.txt", "Home\n" + DIRTY + "\n")
        done = check(".", "--statistics")
        assert done.out.splitlines() == [
            "     2 any/menus#home-link Why home-link goes.",
            "     1 normalize/blank-lines At most one blank line between paragraphs, none at the edges.",
        ]
        found = json.loads(check(".", "--statistics", "--output-format", "json").out)
        assert found[0] == {"code": "any/menus#home-link", "message": "Why home-link goes.", "count": 2}

    def test_what_the_fuse_refuses_is_said_and_is_no_finding(self, check: Check, packs: Path) -> None:
        lines = "".join(
            f"The {n} ferries will sail again on Monday, the master of the harbour there had said.\n" for n in range(9)
        )
        write("more/own.toml", RULE_OF_ALL)
        write("a.txt", lines)
        for _ in range(2):  # from the cache too
            done = check("a.txt", "--rules", "more/own.toml")
            assert done.status == 0
            assert "refused: a.txt: 144 of 144 words in prose lines would have gone" in done.err


RULE_OF_ALL = """
[[rule]]
id = "all"
why = "All of it."
starts = ["The"]
max_words = 40
examples = ['''
 It rained.
-The rain.
''', '''
 It is The that goes.
''']
"""


class TestAllowed:
    def test_phrases_and_documents_stay(self, check: Check) -> None:
        write(
            "cleaner.toml",
            "[[allow]]\nphrase = 'home'\nreason = 'a poem'\n[[allow]]\ndocument = 'b.*'\nreason = 'as it is'\n",
        )
        write("a.txt", DIRTY)
        write("b.txt", "x\n\n\n\n")
        for _ in range(2):  # from the cache too
            assert check(".") == (0, "", "2 files checked, nothing found\n")
        assert check("b.txt", "--fix").status == 0
        assert Path("b.txt").read_text() == "x\n\n\n\n"

    def test_entries_that_nothing_needs_are_said(self, check: Check) -> None:
        write(
            "cleaner.toml", "[[allow]]\nphrase = 'imprint'\nreason = 'a poem'\n[[allow]]\ndocument = 'c.*'\nreason = 'x'\n"
        )
        write("a.txt", CLEAN)
        notes = [
            "note: cleaner.toml:1: 'imprint' kept nothing: is it needed?",
            "note: cleaner.toml:4: 'c.*' kept nothing: is it needed?",
        ]
        assert check(".").err.splitlines()[:2] == notes
        assert check("a.txt").err == "1 file checked, nothing found\n"  # it may be needed in another


def test_each_file_has_its_own_configuration(check: Check) -> None:
    write("de/cleaner.toml", "language = 'de'\n")
    write("en/cleaner.toml", "language = 'en'\n")
    for name in ("de/a.txt", "en/a.txt"):
        write(name, f"Antworten\n{SENTENCE}\n")
    assert check(".").out == "de/a.txt:1:1 de/comments#k Why k goes.\n"


def test_a_selector_that_means_nothing_names_its_place(check: Check) -> None:
    write("cleaner.toml", "ignore = ['any/menu']\n")
    write("a.txt", DIRTY)
    done = check(".")
    assert (done.status, done.out) == (2, "")
    assert done.err.startswith("error: cleaner.toml:1: nothing is called 'any/menu'")


def test_mode_of_a_file_that_cannot_be_read(check: Check) -> None:
    path = write("a.txt", DIRTY)
    path.chmod(0)
    done = check(".")
    if os.access(path, os.R_OK):  # root reads everything
        assert stat.S_IMODE(path.stat().st_mode) == 0
    else:
        assert (done.status, done.err.splitlines()[0]) == (2, "failed: a.txt: cannot be read or written: Permission denied")
