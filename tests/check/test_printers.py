"""How findings are printed: every printer, to the character."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from jsonschema.validators import validator_for

from cleaner.printers import FORMS
from tests.check.conftest import SENTENCE, Check, write

TEXT = f"\u90ae\u8f6e Home\nHome\n\x1b[2J{SENTENCE}\nIt  rained.\u200b"
RECORD = '{"id": 1, "text": "\\u00e9\\nHome\\nIt rained."}\n'
SCHEMA = json.loads(Path(__file__).with_name("sarif-2.1.0.json").read_text(encoding="utf-8"))

CONCISE = """\
a.txt:2:1 any/menus#home-link Why home-link goes.
a.txt:3:1 normalize/controls Control characters.
a.txt:4:3 normalize/repeated-spaces One space for several.
a.txt:4:12 normalize/zero-width Characters without width that join nothing.
a.txt:4:13 normalize/final-newline A file ends in one line end; a record's text in none.
b.jsonl:1:28 any/menus#home-link Why home-link goes.
"""

FULL = f"""\
any/menus#home-link Why home-link goes.
 --> a.txt:2:1
  |
1 | \u90ae\u8f6e Home
2 | Home
  | ^^^^
3 | \u2423[2J{SENTENCE}
4 | It  rained.\u2423
  |
  = help: remove

normalize/controls Control characters.
 --> a.txt:3:1
  |
1 | \u90ae\u8f6e Home
2 | Home
3 | \u2423[2J{SENTENCE}
  | ^
4 | It  rained.\u2423
  |
  = help: remove '\\x1b'
"""

GITHUB = [
    "::error title=cleaner (any/menus#home-link),file=a.txt,line=2,col=1,endLine=2,endColumn=5"
    "::a.txt:2:1 any/menus#home-link Why home-link goes.",
    "::error title=cleaner (normalize/controls),file=a.txt,line=3,col=1,endLine=3,endColumn=2"
    "::a.txt:3:1 normalize/controls Control characters.",
]


@pytest.fixture
def found(check: Check) -> Check:
    write("a.txt", TEXT)
    write("b.jsonl", RECORD)
    return check


def applied(text: str, edits: list[dict[str, Any]]) -> str:
    """Return `text` with edits made, from the last to the first; places are lines and columns from 1."""
    lines = [*text.splitlines(keepends=True), ""]
    starts = [sum(map(len, lines[:at])) for at in range(len(lines))]
    for edit in reversed(edits):
        start, stop = (starts[edit[at]["row"] - 1] + edit[at]["column"] - 1 for at in ("location", "end_location"))
        text = text[:start] + edit["content"] + text[stop:]
    return text


def test_concise(found: Check) -> None:
    assert found(".", "--output-format", "concise").out == found(".").out == CONCISE


def test_full(found: Check) -> None:
    out = found(".", "--output-format", "full").out
    assert out.startswith(FULL)
    assert "4 | It  rained.\N{OPEN BOX}\n  |   ^^\n  |\n  = help: replace '  ' with ' '\n" in out
    assert "  = help: add '\\n'\n" in out
    assert out.endswith("2 | Home\n  | ^^^^\n3 | It rained.\n  |\n  = help: remove\n\n")


def test_full_marks_wide_characters_and_shortens_long_lines(check: Check) -> None:
    write("a.txt", f"\u90ae\u8f6e e\u0328\u0301  x\n\n{'It rained. ' * 100} And  went on. {'It rained. ' * 100}\n")
    lines = check("a.txt", "--output-format", "full").out.splitlines()
    assert "  | " + " " * 6 + "^^" in lines
    assert max(map(len, lines)) < 170
    assert any(line.find("  went") == lines[at + 1].find("^^") for at, line in enumerate(lines) if "And  went" in line)


def test_github(found: Check) -> None:
    lines = found(".", "--output-format", "github").out.splitlines()
    assert lines[:2] == GITHUB
    assert len(lines) == 6


def test_github_escapes(check: Check) -> None:
    write("a,b%:c.txt", "Home\nIt rained.\n")
    out = check(".", "--output-format", "github").out
    assert "file=a%2Cb%25%3Ac.txt,line=1," in out
    assert out.endswith("::a,b%25:c.txt:1:1 any/menus#home-link Why home-link goes.\n")


def test_json(found: Check) -> None:
    rows = json.loads(found(".", "--output-format", "json").out)
    assert rows[0] == {
        "filename": "a.txt",
        "location": {"row": 2, "column": 1},
        "end_location": {"row": 3, "column": 1},
        "code": "any/menus#home-link",
        "message": "Why home-link goes.",
        "old": "Home\n",
        "new": "",
        "fix": {"edits": [{"content": "", "location": {"row": 2, "column": 1}, "end_location": {"row": 3, "column": 1}}]},
    }
    for name in ("a.txt", "b.jsonl"):
        edits = [edit for row in rows if row["filename"] == name for edit in row["fix"]["edits"]]
        was = Path(name).read_text(encoding="utf-8")
        found(name, "--fix")
        now = Path(name).read_text(encoding="utf-8")
        assert applied(was, edits) == now if name == "a.txt" else json.loads(applied(was, edits)) == json.loads(now)


def test_sarif(found: Check) -> None:
    log = json.loads(found(".", "--output-format", "sarif").out)
    validator_for(SCHEMA)(SCHEMA).validate(log)
    (run,) = log["runs"]
    assert run["columnKind"] == "unicodeCodePoints"
    rules = run["tool"]["driver"]["rules"]
    assert rules[0] == {"id": "any/menus#home-link", "shortDescription": {"text": "Why home-link goes."}}
    region = {"startLine": 2, "startColumn": 1, "endLine": 3, "endColumn": 1}
    artifact = {"uri": "a.txt", "uriBaseId": "%SRCROOT%"}
    assert run["results"][0] == {
        "ruleId": "any/menus#home-link",
        "ruleIndex": 0,
        "level": "error",
        "message": {"text": "Why home-link goes."},
        "locations": [{"physicalLocation": {"artifactLocation": artifact, "region": region}}],
        "fixes": [
            {
                "artifactChanges": [
                    {
                        "artifactLocation": artifact,
                        "replacements": [{"deletedRegion": region, "insertedContent": {"text": ""}}],
                    }
                ]
            }
        ],
    }
    assert all(rules[one["ruleIndex"]]["id"] == one["ruleId"] for one in run["results"])


@pytest.mark.parametrize("name", ["a b\u00e9#%.txt", "../elsewhere.txt"])
def test_sarif_names_files_by_uri(check: Check, name: str) -> None:
    write(name, "Home\nIt rained.\n")
    log = json.loads(check(name, "--output-format", "sarif").out)
    validator_for(SCHEMA)(SCHEMA).validate(log)
    uri = log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert uri == ("a%20b%C3%A9%23%25.txt" if name.startswith("a") else Path(name).resolve().as_uri())


@pytest.mark.parametrize("form", FORMS)
def test_nothing_found(check: Check, form: str) -> None:
    write("a.txt", "It rained.\n")
    done = check(".", "--output-format", form)
    assert done.status == 0
    if form == "sarif":
        log = json.loads(done.out)
        validator_for(SCHEMA)(SCHEMA).validate(log)
        assert log["runs"][0]["results"] == []
    else:
        assert done.out == ("[\n]\n" if form == "json" else "")


@pytest.mark.parametrize("form", FORMS)
def test_to_a_file_and_from_the_cache_it_is_the_same(found: Check, form: str) -> None:
    out = found(".", "--output-format", form).out
    done = found(".", "--output-format", form, "--output-file", "../out")
    assert (done.status, done.out) == (1, "")
    assert Path("../out").read_text(encoding="utf-8") == out


def test_half_a_surrogate_pair_is_printed_as_its_escape(check: Check) -> None:
    write("a.jsonl", '{"text": "\\ud83d\\nHome\\nIt \\ude00\\u200b rained."}\n')
    for form in FORMS:
        done = check(".", "--output-format", form)
        assert done.status == 1
    assert json.loads(check(".", "--output-format", "json").out)[0]["code"] == "any/menus#home-link"


def test_colours_are_for_terminals(check: Check, monkeypatch: pytest.MonkeyPatch) -> None:
    write("a.txt", "Home\nIt rained.\n")
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert "\x1b[1ma.txt\x1b[0m:1:1 \x1b[31;1many/menus#home-link\x1b[0m Why" in check(".").out
    monkeypatch.setitem(os.environ, "NO_COLOR", "1")
    assert "\x1b" not in check(".").out
