"""The baseline: what is known does not fail, what is new does."""

import json
from pathlib import Path

import pytest

from tests.check.conftest import MORE, SENTENCE, Check, write

NAME = ".cleaner-baseline.json"
NOTHING = "1 file checked, nothing found"
DIRTY = f"Home\n{SENTENCE}\n"


def test_what_is_known_does_not_fail_and_what_is_new_does(check: Check) -> None:
    write("old.txt", DIRTY)
    assert check(".", "--write-baseline") == (0, "", f"{NAME}: 1 finding known from now on\n")
    assert check(".") == (0, "", f"{NOTHING}\n1 finding known to the baseline\n1 file passed over: --verbose names them\n")
    write("new.txt", DIRTY)
    assert check(".").out == "new.txt:1:1 any/menus#home-link Why home-link goes.\n"


def test_entries_stand_on_a_line_each_and_name_no_line(check: Check) -> None:
    write("b.txt", f"Home\n{DIRTY}\n\n")
    write("a/\u00e9.txt", DIRTY)
    check(".", "--write-baseline")
    text = Path(NAME).read_text(encoding="utf-8")
    lines = text.splitlines()
    assert lines[0] == '{"version": 1, "findings": ['
    assert lines[-1] == "]}"
    rows = json.loads(text)["findings"]
    assert [json.loads(line.rstrip(",")) for line in lines[1:-1]] == rows
    assert [(row["file"], row["rule"], row["count"]) for row in rows] == [
        ("a/\u00e9.txt", "any/menus#home-link", 1),
        ("b.txt", "any/menus#home-link", 2),
        ("b.txt", "normalize/blank-lines", 2),
    ]
    assert check(".", "--write-baseline").status == 0
    assert Path(NAME).read_text(encoding="utf-8") == text


@pytest.mark.parametrize(
    ("before", "after", "status"),
    [
        (DIRTY, f"{MORE}\n\n{MORE}x\n{DIRTY}", 0),  # lines above
        (DIRTY, f"Home  \n{SENTENCE}\n", 0),  # with spaces, which go with it
        (DIRTY, f"{SENTENCE}\nHome\n", 0),  # moved
        (DIRTY, f"{SENTENCE}\nHome", 0),  # without the line end
        (DIRTY, f"Home\n{SENTENCE}\nHome\n", 1),  # once more
        (DIRTY, f"HOME\n{SENTENCE}\n", 1),  # another text
        (f"Home\nHome\n{SENTENCE}\n", DIRTY, 0),  # once less
    ],
)
def test_survives_edits_elsewhere(check: Check, before: str, after: str, status: int) -> None:
    write("a.txt", before)
    check(".", "--write-baseline")
    write("a.txt", after)
    assert check(".").status == status


def test_what_is_known_stays_when_the_rest_is_fixed(check: Check) -> None:
    write("a.txt", DIRTY)
    write("b.jsonl", json.dumps({"text": f"Home\n{SENTENCE}"}) + "\n")
    check(".", "--write-baseline")
    write("a.txt", f"Home\n{SENTENCE}\n\n\n{MORE}\n{MORE}x\nHome\n")
    write("b.jsonl", json.dumps({"text": f"{SENTENCE}\nHome\nHome\n{MORE}"}) + "\n")
    done = check(".", "--fix")
    assert (done.status, done.out) == (0, "")
    assert Path("a.txt").read_text() == f"Home\n{SENTENCE}\n\n{MORE}\n{MORE}x\n"
    assert json.loads(Path("b.jsonl").read_text())["text"] == f"{SENTENCE}\nHome\n{MORE}"
    assert check(".", "--fix", "--exit-non-zero-on-fix").status == 0


def test_what_is_not_found_any_more_is_said(check: Check) -> None:
    write("a.txt", f"Home\n{DIRTY}")
    check(".", "--write-baseline")
    write("a.txt", f"{SENTENCE}\n")
    assert "2 entries of the baseline not found any more: --write-baseline renews it" in check(".").err


def test_is_renewed_for_the_files_that_are_checked(check: Check) -> None:
    for name in ("a.txt", "b.txt", "c.txt"):
        write(name, DIRTY)
    check(".", "--write-baseline")
    write("a.txt", f"{SENTENCE}\n")
    Path("c.txt").unlink()
    check("a.txt", "--write-baseline")
    assert [row["file"] for row in json.loads(Path(NAME).read_text())["findings"]] == ["b.txt"]


def test_is_where_the_configuration_or_the_option_says(check: Check) -> None:
    write("cleaner.toml", "baseline = 'known/old.json'\n")
    write("sub/a.txt", DIRTY)
    Path("known").mkdir()
    assert check("sub/a.txt", "--write-baseline").status == 0
    assert json.loads(Path("known/old.json").read_text())["findings"][0]["file"] == "../sub/a.txt"
    assert check("sub").status == 0
    assert check("sub", "--baseline", "other.json", "--write-baseline").status == 0
    assert check("sub", "--baseline", "other.json").status == 0
    Path("known/old.json").unlink()
    done = check("sub")
    assert done.status == 2
    assert "hint: `cleaner check --write-baseline --baseline" in done.err


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"version": 2, "findings": []}', '{"version": 1, "findings": [{}]}'])
def test_one_that_cannot_be_used_is_said(check: Check, text: str) -> None:
    write("a.txt", DIRTY)
    write(NAME, text)
    done = check(".")
    assert (done.status, done.out) == (2, "")
    assert f"{NAME}: " in done.err


def test_one_that_cannot_be_written_is_said(check: Check) -> None:
    write("a.txt", DIRTY)
    done = check(".", "--baseline", "none/there.json", "--write-baseline")
    assert done.status == 2
    assert "the baseline cannot be written: No such file or directory" in done.err
