"""The configuration at the command line: each file under its own, excludes, the allow-list, and `cleaner config`."""

import json
import tomllib
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from cleaner.configfile import EXTEND, TABLES
from cleaner.schema import config_schema
from cleaner.settings import KEYS
from tests.test_cli import MORE, SENTENCE, Command, cleaner, packs, write

__all__ = ["cleaner", "packs"]  # fixtures

ALLOW = """
[[allow]]
phrase = "home"
reason = "The magazine is called so."

[[allow]]
document = "verse/"
reason = "Short lines are verse."
"""


def outputs(folder: str = "out") -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text() for path in sorted(Path(folder).rglob("*")) if path.is_file()
    }


def test_each_folder_has_its_own(cleaner: Command) -> None:
    text = f"Home\n{SENTENCE}\nAt thorough\n{MORE}\nPost a comment\n"
    for name in ("a.txt", "de/a.txt", "de/sub/a.txt", "all/a.txt"):
        write(Path("in", name), text)
    write(Path("in/de/cleaner.toml"), 'language = "de"\nignore = ["any/menus"]\n')
    write(Path("in/all/pyproject.toml"), '[tool.cleaner]\nlevel = "thorough"\n')
    assert cleaner("clean", "in", "-o", "out").status == 0
    assert outputs() == {
        "a.txt": f"{SENTENCE}\nAt thorough\n{MORE}\n",
        "all/a.txt": f"{SENTENCE}\n{MORE}\n",
        "de/a.txt": text,
        "de/sub/a.txt": text,
    }
    assert cleaner("clean", "in", "-o", "out", "--force", "--level", "thorough", "--isolated").status == 0
    assert set(outputs().values()) == {f"{SENTENCE}\n{MORE}\n"}
    assert "kept     Home" in cleaner("explain", "in/de/a.txt").text
    assert "cut      Home" in cleaner("explain", "in/de/a.txt", "--select", "any").text


@pytest.mark.parametrize(
    ("options", "left"),
    [
        ([], ["Post a comment", "Kommentieren", "Kommentieren"]),  # what a record says of itself comes first
        (["--language", "en"], ["Kommentieren", "Kommentieren", "Kommentieren"]),
        (["--isolated"], ["Post a comment", "Kommentieren", None]),
    ],
)
def test_records_say_more_than_the_configuration(cleaner: Command, options: list[str], left: list[str | None]) -> None:
    text = f"Post a comment\nKommentieren\n{SENTENCE}"
    rows = [{"text": text, "language": "de"}, {"text": text, "language": "en"}, {"text": text}]
    write(Path("a/a.jsonl"), "".join(json.dumps(row) + "\n" for row in rows))
    write(Path("cleaner.toml"), "[[corpus]]\npaths = ['a/']\nlanguage = 'en'\n")
    out = cleaner("clean", "a/a.jsonl", *options).text
    texts = [json.loads(line)["text"] for line in out.splitlines()]
    assert texts == [f"{one}\n{SENTENCE}" if one else SENTENCE for one in left]


@pytest.mark.parametrize(
    ("name", "left"),
    [
        (None, f"Post a comment\n{SENTENCE}\n"),
        ("a/x.txt", f"{SENTENCE}\n"),
        ("b/x.txt", f"Post a comment\n{SENTENCE}\n"),
    ],
)
def test_standard_input_has_the_configuration_of_its_name(cleaner: Command, name: str | None, left: str) -> None:
    write(Path("cleaner.toml"), "language = 'de'")
    write(Path("a/cleaner.toml"), "language = 'en'")
    options = ["--stdin-filename", name] if name else []
    text = f"Post a comment\n{SENTENCE}\n".encode()
    assert cleaner("clean", "-", *options, stdin=text).text == left
    explained = cleaner("explain", "-", *options, "--format", "json", stdin=text).text
    assert json.loads(explained)["lines"][0]["verdict"] == ("cut" if left.startswith(SENTENCE) else "kept")


def test_standard_input_has_the_format_of_its_name(cleaner: Command) -> None:
    row = json.dumps({"text": f"Home\n{SENTENCE}"}).encode()
    out = cleaner("clean", "-", "--stdin-filename", "x.jsonl", stdin=row).text
    assert json.loads(out) == {"text": SENTENCE}
    assert cleaner("clean", "-", "--stdin-filename", "x.jsonl", "--stdin-format", "text", stdin=row).out == row + b"\n"


@pytest.mark.parametrize(
    ("options", "left"),
    [
        ([], ["a.txt", "sub/c.txt"]),
        (["--exclude", "sub"], ["a.txt", "b.bak", "drafts/d.txt"]),
        (["--extend-exclude", "sub,a.*"], []),
        (["--isolated"], ["a.txt", "b.bak", "drafts/d.txt", "sub/c.txt"]),
    ],
)
def test_excludes(cleaner: Command, options: list[str], left: list[str]) -> None:
    write(Path("in/cleaner.toml"), "exclude = ['/drafts/', '*.bak']\ntext-field = 'text'\n")
    for name in ("a.txt", "sub/c.txt", "drafts/d.txt"):
        write(Path("in", name), f"{SENTENCE}\n")
    write(Path("in/b.bak"), f"{SENTENCE}\n")
    done = cleaner("clean", "in", "-o", "out", *options)
    expected = [name for name in left if name != "b.bak"]  # no format for it
    assert (done.status, list(outputs()) if Path("out").exists() else []) == (0, expected)
    assert ("skipped: in/cleaner.toml:1: 2 files or folders excluded" in done.err) is (not options or "sub,a.*" in options)


@pytest.mark.parametrize(
    ("options", "status", "out", "err"),
    [
        ([], 0, f"{SENTENCE}\n", ""),
        (["--force-exclude"], 0, "", ""),
    ],
)
def test_what_is_given_by_name_is_done_unless_forced(
    cleaner: Command, options: list[str], status: int, out: str, err: str
) -> None:
    write(Path("cleaner.toml"), "exclude = ['drafts/']\n")
    write(Path("drafts/a.txt"), f"Home\n{SENTENCE}\n")
    done = cleaner("clean", "drafts/a.txt", *options)
    assert (done.status, done.text, done.err) == (status, out, err)
    text = f"Home\n{SENTENCE}\n".encode()
    through = cleaner("clean", "-", "--stdin-filename", "drafts/a.txt", *options, stdin=text).out
    assert through == (text if options else out.encode())


def test_a_folder_given_by_name_is_done_though_it_is_excluded(cleaner: Command) -> None:
    write(Path("cleaner.toml"), "exclude = ['drafts/']\nforce-exclude = true\n")
    write(Path("drafts/a.txt"), f"Home\n{SENTENCE}\n")
    done = cleaner("clean", "drafts", "-o", "out")
    assert (done.status, done.err.splitlines()[-1]) == (0, "skipped: drafts: excluded: cleaner.toml:1")
    assert cleaner("clean", "drafts", "-o", "out", "--no-force-exclude").status == 0
    assert outputs() == {"a.txt": f"{SENTENCE}\n"}


def test_an_excluded_folder_is_not_looked_into(cleaner: Command) -> None:
    write(Path("in/cleaner.toml"), "extend-exclude = ['old/']\n")
    write(Path("in/a.txt"), f"{SENTENCE}\n")
    write(Path("in/old/cleaner.toml"), "no TOML")
    assert cleaner("clean", "in", "-o", "out").status == 0
    done = cleaner("clean", "in", "-o", "out", "--force", "--extend-exclude", "x", "--config", "in/old/cleaner.toml")
    assert done.err.startswith("error: in/old/cleaner.toml:1: not TOML: ")


def test_the_allow_list(cleaner: Command) -> None:
    write(Path("in/cleaner.toml"), ALLOW)
    text = f"Home\nPost a comment\n{SENTENCE}\n"
    write(Path("in/a.txt"), text)
    write(Path("in/verse/b.txt"), text)
    done = cleaner("clean", "in", "-o", "out", "--audit", "audit.jsonl")
    assert outputs() == {"a.txt": f"Home\n{SENTENCE}\n", "verse/b.txt": text}
    assert "note" not in done.err
    assert cleaner("restore", "out", "--audit", "audit.jsonl", "-o", "back").status == 0
    assert outputs("back") == {"a.txt": text, "verse/b.txt": text}
    assert cleaner("clean", "out", "-o", "twice", "--config", "in/cleaner.toml").status == 0
    assert outputs("twice") == outputs()
    lines = cleaner("explain", "in/verse/b.txt").text.splitlines()
    assert lines[1:4:2] == [
        "       allowed  'verse/': Short lines are verse. (in/cleaner.toml:6)",
        "    2  kept     Post a comment",
    ]
    found = json.loads(cleaner("explain", "in/a.txt", "--format", "json").text)
    assert found["allowed"] == [{"what": "home", "reason": "The magazine is called so.", "from": "in/cleaner.toml:2"}]


def test_unused_entries_are_noted(cleaner: Command) -> None:
    write(Path("in/cleaner.toml"), ALLOW)
    write(Path("in/sub/a.txt"), f"{SENTENCE}\n")
    done = cleaner("clean", "in", "-o", "out")
    assert done.err.splitlines()[-2:] == [
        "note: in/cleaner.toml:2: 'home' kept nothing: is it needed?",
        "note: in/cleaner.toml:6: 'verse/' kept nothing: is it needed?",
    ]
    assert done.status == 0
    assert "note" not in cleaner("clean", "in/sub", "-o", "out", "--force").err


@pytest.mark.parametrize(
    ("text", "arguments", "error"),
    [
        ("levle = 'x'", [], "cleaner.toml:1: unknown key 'levle'\n  hint: did you mean 'level'?"),
        ("\nignore = ['any/menu']", [], "cleaner.toml:2: nothing is called 'any/menu'\n  hint: did you mean 'any/menus'?"),
        ("", ["--ignore", "any/menu"], "--ignore: nothing is called 'any/menu'\n  hint: did you mean 'any/menus'?"),
        ("", ["--language", "Finnish"], "--language 'Finnish' is not of the form 'en'\n  hint: an ISO 639-1 code"),
        ("", ["--config", "none.toml"], "none.toml: no such file"),
        ("", ["--config", "cleaner.toml", "--isolated"], "--config and --isolated\n  hint: leave out one of them"),
    ],
)
@pytest.mark.parametrize("command", ["clean", "explain", "config"])
def test_what_cannot_be_used_is_said(cleaner: Command, command: str, text: str, arguments: list[str], error: str) -> None:
    if command == "config" and "nothing is called" in error:
        return  # it reads no rules
    write(Path("cleaner.toml"), text)
    write(Path("a.txt"), SENTENCE)
    done = cleaner(command, "a.txt", *arguments)
    assert (done.status, done.out, done.err) == (2, b"", f"error: {error}\n")


def test_config_prints_what_holds_and_from_where(cleaner: Command) -> None:
    write(Path("base.toml"), "level = 'careful'\nignore = ['en/comments']\nextend-exclude = ['drafts/']\n")
    write(Path("in/cleaner.toml"), f"extend = '../base.toml'\nextend-ignore = ['de']\nbaseline = 'known.json'\n{ALLOW}")
    write(Path("in/cleaner.toml"), Path("in/cleaner.toml").read_text() + "[[corpus]]\npaths = ['verse/']\nsite = 'a.org'\n")
    done = cleaner("config", "in/verse/a.txt", "--language", "de", "--level", "thorough")
    assert done.status == 0
    lines = done.text.splitlines()
    assert lines[0] == "# in/verse/a.txt: in/cleaner.toml"
    for line in (
        'level = "thorough"  # --level',
        "select = []  # default",
        'ignore = ["en/comments", "de"]  # base.toml:2, in/cleaner.toml:2',
        'extend-exclude = ["drafts/"]  # base.toml:3',
        "# site: not set  # default",
        'language = "de"  # --language',
        "jobs = 0  # default",
        f'baseline = "{Path.cwd()}/in/known.json"  # in/cleaner.toml:3',
        '# allowed: {"phrase": "home", "reason": "The magazine is called so."}  # in/cleaner.toml:5',
        "# this document's site: a.org",
        "# this document's language: de",
        "# this document's corpus: in/cleaner.toml:12",
        "# this document's allowed: in/cleaner.toml:9",
    ):
        assert line in lines
    table = tomllib.loads(done.text)
    assert set(table) <= set(KEYS)
    Draft202012Validator(config_schema()).validate(table)


def test_config_as_json(cleaner: Command) -> None:
    write(Path("cleaner.toml"), f"jobs = 2\nexclude = ['verse/']\n{ALLOW}")
    found = json.loads(cleaner("config", "verse/a.txt", "--format", "json").text)
    assert found["file"] == str(Path.cwd() / "cleaner.toml")
    assert list(found["settings"]) == [key for key in KEYS if key not in ("extend-select", "extend-ignore")]
    assert found["settings"]["jobs"] == {"value": 2, "from": "cleaner.toml:1"}
    assert found["settings"]["exclude"] == {"value": ["verse/"], "from": "cleaner.toml:2"}
    assert found["allow"][1] == {"document": "verse/", "reason": "Short lines are verse.", "from": "cleaner.toml:8"}
    assert found["document"] == {
        "site": "",
        "language": "",
        "corpus": [],
        "excluded": "cleaner.toml:2",
        "allowed": "cleaner.toml:8",
    }
    nothing = json.loads(cleaner("config", "--isolated", "--format", "json").text)
    assert (nothing["file"], nothing["allow"]) == (None, [])
    assert {one["from"] for one in nothing["settings"].values()} == {"default"}


def test_the_schema_knows_every_key(cleaner: Command) -> None:
    schema = json.loads(cleaner("config", "--schema").text)
    Draft202012Validator.check_schema(schema)
    assert schema == json.loads(json.dumps(config_schema()))
    assert set(schema["properties"]) == {*KEYS, EXTEND, *TABLES}
    assert all(one["description"] for one in schema["properties"].values())


@pytest.mark.parametrize(
    ("text", "valid"),
    [
        (ALLOW, True),
        ("level = 'careful'\ntimeout = 0.5\njobs = 1\nsite = 'www.a.org'\nlanguage = 'pt-BR'", True),
        ("[[corpus]]\npaths = ['a']\nsite = 'a.org'", True),
        ("level = 'high'", False),
        ("levle = 'x'", False),
        ("jobs = -1", False),
        ("timeout = 0", False),
        ("select = 'en'", False),
        ("[[corpus]]\npaths = ['a']", False),
        ("[[corpus]]\nsite = 'a.org'", False),
        ("[[allow]]\nphrase = 'a'", False),
        ("[[allow]]\nphrase = 'a'\ndocument = 'b'\nreason = 'c'", False),
    ],
)
def test_the_schema_is_true(text: str, valid: bool) -> None:
    assert Draft202012Validator(config_schema()).is_valid(tomllib.loads(text)) is valid


def test_texts_are_cleaned_under_more_rules_of_the_configuration(cleaner: Command) -> None:
    write(Path("cleaner.toml"), "rules = ['house']")
    rule = "\n".join(["[[rule]]", 'id = "x"', 'why = "A test."', 'line = ["House rules"]', "examples = ['''"])
    write(Path("house/mine.toml"), f"{rule}\n {MORE}\n-House rules\n''', '''\n No house rules.\n''']\n")
    write(Path("a.txt"), f"House rules\n{SENTENCE}\n")
    assert cleaner("clean", "a.txt").text == f"{SENTENCE}\n"
