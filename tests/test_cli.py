"""The command line: what is printed where, with which status; in this process under small packs, in another as installed."""

import json
import subprocess
import sys
from collections.abc import Callable
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import NamedTuple

import pytest

from cleaner import __version__, cli
from cleaner.schema import schema

SENTENCE = "The ferry will sail again on Monday, the harbour master said after a week of repairs."
MORE = "Divers had found a rope in the propeller, and it took four days before a new shaft came from Ulvo."

PACKS = {
    "any/menus": ("", "home-link", "Home"),
    "en/comments": ('language = "en"', "post-a-comment", "Post a comment"),
    "de/comments": ('language = "de"', "kommentieren", "Kommentieren"),
    "site/cnn.com": ('site = "cnn.com"', "cnn-line", "From CNN"),
}
RULE = """{header}

[[rule]]
id = "{id}"
why = "Why {id} goes."
line = ["{line}"]
{more}examples = ['''
 It rained.
-{line}
''', '''
 It is not {line} that goes.
''']
"""


class Done(NamedTuple):
    """What a command did."""

    status: int
    out: bytes
    err: str

    @property
    def text(self) -> str:
        return self.out.decode()


Command = Callable[..., Done]


def write(path: Path, text: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


@pytest.fixture(scope="module")
def packs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("packs")
    for name, (header, one, line) in PACKS.items():
        write(folder / f"{name}.toml", RULE.format(header=header, id=one, line=line, more=""))
    levels = [
        RULE.format(header="", id=f"at-{level}", line=f"At {level}", more=f'level = "{level}"\n')
        for level in ("careful", "thorough")
    ]
    write(folder / "any/levels.toml", "".join(levels))
    return folder


@pytest.fixture
def cleaner(
    packs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> Command:
    """Return the command as a function, run in a folder of its own under the small packs: the bundled load in a second."""
    monkeypatch.setattr("cleaner.ruleset.bundled_folder", lambda: packs)
    monkeypatch.setattr("cleaner.proof.bundled_folder", lambda: packs)
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str, stdin: bytes = b"") -> Done:
        monkeypatch.setattr(sys, "argv", ["cleaner", *arguments])
        monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(stdin)))
        status: object = 0
        try:
            cli.main()
        except SystemExit as left:
            status = left.code
        out, err = capsysbinary.readouterr()
        return Done(int(str(status or 0)), out, err.decode())

    return run


class TestClean:
    def test_a_file_goes_to_standard_output(self, cleaner: Command) -> None:
        write(Path("a.txt"), f"Home\n{SENTENCE}\n")
        assert cleaner("clean", "a.txt") == Done(0, f"{SENTENCE}\n".encode(), "")
        assert Path("a.txt").read_text() == f"Home\n{SENTENCE}\n"

    def test_a_file_goes_to_a_file(self, cleaner: Command) -> None:
        write(Path("a.txt"), f"Home\r\n{SENTENCE}")
        done = cleaner("clean", "a.txt", "--output", "b.txt")
        assert (done.status, done.out) == (0, b"")
        assert Path("b.txt").read_bytes() == f"{SENTENCE}\n".encode()

    def test_a_folder_is_mirrored_with_a_summary(self, cleaner: Command) -> None:
        write(Path("in/a.txt"), f"Home\n{SENTENCE}\n")
        write(Path("in/sub/b.txt"), f"{MORE}\n")
        write(Path("in/c.pdf"), "x")
        done = cleaner("clean", "in", "-o", "out")
        assert (done.status, done.out) == (0, b"")
        assert sorted(path.name for path in Path("out").rglob("*.*")) == ["a.txt", "b.txt"]
        words = len(f"{SENTENCE} {MORE}".split())
        assert done.err.splitlines() == [
            "2 documents: 1 changed, 1 unchanged, 0 refused by the fuse, 0 failed",
            f"{words + 1} words in, {words} out ({1 / (words + 1):.1%} removed)",
            "        1 any/menus#home-link",
            "skipped: in/c.pdf: no format for '.pdf'",
        ]

    @pytest.mark.parametrize("quiet", ["-q", "--quiet"])
    def test_quiet_prints_failures_only(self, cleaner: Command, quiet: str) -> None:
        write(Path("in/a.txt"), f"Home\n{SENTENCE}\n")
        assert cleaner("clean", "in", "-o", "out", quiet) == Done(0, b"", "")
        write(Path("in/b.txt"), bytes(99))
        done = cleaner("clean", "in", "-o", "out", "--force", quiet)
        assert done == Done(2, b"", "failed: in/b.txt: not text: it is full of control characters\n")

    def test_records_keep_their_other_fields(self, cleaner: Command) -> None:
        rows: list[dict[str, object]] = [
            {"text": f"Home\nFrom CNN\n{SENTENCE}", "url": "https://edition.cnn.com/a", "n": 10**30},
            {"text": f"From CNN\nKommentieren\nPost a comment\n{SENTENCE}", "language": "de"},
            {"text": f"Kommentieren\nPost a comment\n{SENTENCE}"},
            {"text": SENTENCE},
        ]
        write(Path("a.jsonl"), "".join(json.dumps(row) + "\n" for row in rows))
        assert cleaner("clean", "a.jsonl", "--output", "b.jsonl").status == 0
        found = [json.loads(line) for line in Path("b.jsonl").read_text().splitlines()]
        texts = [SENTENCE, f"From CNN\nPost a comment\n{SENTENCE}", SENTENCE, SENTENCE]
        assert found == [row | {"text": text} for row, text in zip(rows, texts, strict=True)]

    def test_a_record_without_text_passes_and_counts_as_failed(self, cleaner: Command) -> None:
        write(Path("a.jsonl"), b'{"text": 5}\n{"text": "Home"}\n')
        done = cleaner("clean", "a.jsonl", "-o", "b.jsonl")
        assert done.status == 2
        assert Path("b.jsonl").read_bytes() == b'{"text": 5}\n{"text":""}\n'
        assert "failed: a.jsonl:1: the field 'text' is no string but int" in done.err

    def test_standard_input(self, cleaner: Command) -> None:
        assert cleaner("clean", "-", stdin=f"Home\n{SENTENCE}".encode()) == Done(0, f"{SENTENCE}\n".encode(), "")
        assert cleaner("clean", "-") == Done(0, b"", "")

    def test_standard_input_of_records(self, cleaner: Command) -> None:
        raw = b'{"text": "Home\\nText"}\n\nbroken\n{"text": "Text"}\n'
        done = cleaner("clean", "-", "--stdin-format", "jsonl", stdin=raw)
        assert done == Done(2, b'{"text":"Text"}\n\nbroken\n{"text": "Text"}\n', done.err)
        assert done.err.startswith("failed: -:3: not JSON")

    def test_standard_input_that_is_no_text(self, cleaner: Command) -> None:
        done = cleaner("clean", "-", stdin=bytes(99))
        assert done == Done(2, b"", "failed: -: not text: it is full of control characters\n")

    def test_one_that_fails_does_not_stop_the_others(self, cleaner: Command) -> None:
        write(Path("in/a.txt"), bytes(99))
        write(Path("in/b.txt"), "Home\nText\n")
        Path("in/c.txt").symlink_to("none")
        done = cleaner("clean", "in", "-o", "out")
        assert done.status == 2
        assert Path("out/b.txt").read_text() == "Text\n"
        assert done.err.splitlines()[0] == "3 documents: 1 changed, 0 unchanged, 0 refused by the fuse, 2 failed"
        assert "failed: in/a.txt: not text: it is full of control characters" in done.err
        assert "failed: in/c.txt: a broken link" in done.err
        assert sorted(path.name for path in Path("out").iterdir()) == ["b.txt"]

    def test_an_existing_output_is_refused_unless_forced(self, cleaner: Command) -> None:
        write(Path("a.txt"), "Home\nnew\n")
        write(Path("b.txt"), "old\n")
        assert cleaner("clean", "a.txt", "-o", "b.txt") == Done(
            2, b"", "error: b.txt: exists already\n  hint: --force writes over it\n"
        )
        assert Path("b.txt").read_text() == "old\n"
        assert cleaner("clean", "a.txt", "-o", "b.txt", "--force").status == 0
        assert Path("b.txt").read_text() == "new\n"

    def test_what_the_fuse_refuses_is_said_and_is_no_failure(self, cleaner: Command) -> None:
        write(Path("all.toml"), RULE.format(header="", id="ferry", line="x", more='contains = ["ferry"]\nmax_words = 99\n'))
        write(Path("a.txt"), "".join(f"{n}. {SENTENCE}\r\n" for n in range(9)))
        done = cleaner("clean", "a.txt", "--rules", "all.toml")
        assert done.status == 0
        assert done.out == Path("a.txt").read_bytes()
        assert done.err.startswith("refused: a.txt: ")

    def test_strict_encoding(self, cleaner: Command) -> None:
        write(Path("a.txt"), "Home\nDie Fähre fährt wieder, sagte der Hafenmeister über Österreich.\n".encode("cp1252"))
        done = cleaner("clean", "a.txt", "--encoding", "strict")
        assert (done.status, done.out) == (2, b"")
        assert done.err.startswith("failed: a.txt: not UTF-8: byte 10")
        assert cleaner("clean", "a.txt").text == "Die Fähre fährt wieder, sagte der Hafenmeister über Österreich.\n"


LINES = f"Home\nPost a comment\nKommentieren\nFrom CNN\nAt careful\nAt thorough\n{SENTENCE}\nHello\u00a0there"


@pytest.mark.parametrize(
    ("options", "kept"),
    [
        ([], ["From CNN", "At thorough"]),
        (["--language", "en"], ["Kommentieren", "From CNN", "At thorough"]),
        (["--language", "DE"], ["Post a comment", "From CNN", "At thorough"]),
        (["--language", "sv"], ["Post a comment", "Kommentieren", "From CNN", "At thorough"]),
        (["--site", "cnn.com"], ["At thorough"]),
        (["--site", "WWW.CNN.com"], ["At thorough"]),
        (["--site", "edition.cnn.com"], ["At thorough"]),
        (["--site", "notcnn.com"], ["From CNN", "At thorough"]),
        (["--level", "careful"], ["Home", "Post a comment", "Kommentieren", "From CNN", "At thorough"]),
        (["--level", "thorough"], ["From CNN"]),
        (["--select", "any"], ["Post a comment", "Kommentieren", "From CNN", "At thorough"]),
        (["--select", "any/menus,en/comments#post-a-comment"], ["Kommentieren", "From CNN", "At careful", "At thorough"]),
        (["--select", "any/menus", "--select", "en, de"], ["From CNN", "At careful", "At thorough"]),
        (["--ignore", "en"], ["Post a comment", "From CNN", "At thorough"]),
        (["--ignore", "en/comments,any/menus#home-link"], ["Home", "Post a comment", "From CNN", "At thorough"]),
        (
            ["--select", "any", "--ignore", "any/menus"],
            ["Home", "Post a comment", "Kommentieren", "From CNN", "At thorough"],
        ),
        (["--rules", "mine.toml"], ["From CNN"]),
        (["--rules", "mine.toml", "--ignore", "mine"], ["From CNN", "At thorough"]),
        (["--rules", "mine.toml", "--select", "mine"], ["Home", "Post a comment", "Kommentieren", "From CNN", "At careful"]),
    ],
)
def test_options_say_which_rules_act(cleaner: Command, options: list[str], kept: list[str]) -> None:
    write(Path("mine.toml"), RULE.format(header="", id="mine", line="At thorough", more=""))
    write(Path("a.txt"), LINES)
    done = cleaner("clean", "a.txt", "--ignore", "detect", *options)
    assert done.status == 0
    assert done.text.splitlines() == [*kept, SENTENCE, "Hello there"]


def test_detectors_and_steps_are_chosen_by_name(cleaner: Command) -> None:
    text = f"A title of the text\nA title of the text\n{SENTENCE}\nHello\u00a0there\n"
    write(Path("a.txt"), text)
    assert cleaner("clean", "a.txt").text == f"A title of the text\n{SENTENCE}\nHello there\n"
    assert cleaner("clean", "a.txt", "--ignore", "detect/titles").text == text.replace("\u00a0", " ")
    assert cleaner("clean", "a.txt", "--select", "detect/bylines").text == text.replace("\u00a0", " ")
    assert cleaner("clean", "a.txt", "--select", "detect", "--ignore", "normalize/spaces").text == text[20:]


@pytest.mark.parametrize(
    ("arguments", "problem", "hint"),
    [
        (["clean", "a.txt", "--select", "en/coments"], "nothing is called 'en/coments'", "did you mean 'en/comments'?"),
        (
            ["clean", "a.txt", "--ignore", "detect/title"],
            "nothing is called 'detect/title'",
            "did you mean 'detect/titles'?",
        ),
        (["clean", "a.txt", "--ignore", "normalize/nbsp"], "nothing is called 'normalize/nbsp'", "hint:"),
        (["explain", "a.txt", "--select", "xyzzy"], "nothing is called 'xyzzy'", "cleaner rules list"),
        (["clean", "a.txt", "--rules", "none"], "none: no such rule folder", ""),
        (["clean", "a.txt", "--rules", "bad.toml"], "bad.toml:4: unknown key 'wy'", "did you mean 'why'?"),
        (["clean", "none.txt"], "none.txt: no such file or folder", ""),
        (["explain", "none.txt"], "none.txt: no such file", ""),
        (["explain", "in"], "in: no such file", ""),
        (["clean", "in"], "need --output FOLDER", ""),
        (["clean", "in", "-o", "in/out"], "one inside the other", "choose a folder beside the input"),
        (["clean", "a.txt", "-o", "a.txt", "--force"], "the output is an input", "choose another name"),
        (["clean", "-", "a.txt"], "standard input goes to standard output", "leave out --output"),
        (["clean", "-", "-o", "b.txt"], "standard input goes to standard output", "leave out --output"),
        (["rules", "show", "en/coments#post-a-comment"], "no rule is called", "did you mean 'en/comments#post-a-comment'?"),
        (["rules", "show", "xyzzy"], "no rule is called 'xyzzy'", "cleaner rules list"),
        (["rules", "check", "none"], "none: no such rule folder", ""),
        (["rules", "list", "--rules", "bad.toml"], "bad.toml:4: unknown key 'wy'", "did you mean 'why'?"),
        # what typer says
        (["clean", "a.txt", "--selct", "en"], "No such option: --selct", "--select"),
        (["clean", "a.txt", "--level", "high"], "'high' is not one of", "careful"),
        (["clean"], "Missing argument 'PATH...'", ""),
        (["claen", "a.txt"], "No such command 'claen'", ""),
        (["clean", "-", "--stdin-format", "pdf"], "'pdf' is not one of", "jsonl"),
    ],
)
def test_what_makes_no_sense_is_said_with_its_cure(cleaner: Command, arguments: list[str], problem: str, hint: str) -> None:
    write(Path("a.txt"), "Home\n")
    write(Path("in/a.txt"), "Home\n")
    write(
        Path("bad.toml"),
        RULE.format(header="", id="x", line="x", more="wy = 5\n").replace('why = "Why x goes."\n', "").lstrip("\n"),
    )
    before = sorted(Path().rglob("*"))
    done = cleaner(*arguments)
    assert done.status == 2
    assert done.out == b""
    assert problem in done.err
    assert hint in done.err
    assert "Traceback" not in done.err
    assert sorted(Path().rglob("*")) == before


class TestExplain:
    def test_every_line_has_its_verdict(self, cleaner: Command) -> None:
        write(Path("a.txt"), f"Home\n\n{SENTENCE}\nHello\u00a0there")
        done = cleaner("explain", "a.txt")
        assert (done.status, done.err) == (0, "")
        assert done.text.splitlines() == [
            "a.txt",
            "    1  cut      Home",
            "                  any/menus#home-link: Why home-link goes.",
            "    2  kept     ",
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


class TestRules:
    def test_list(self, cleaner: Command) -> None:
        done = cleaner("rules", "list")
        assert done.status == 0
        rows = done.text.splitlines()
        assert "any/menus#home-link  (standard)  Why home-link goes." in rows
        assert "any/levels#at-thorough  (thorough)  Why at-thorough goes." in rows
        assert any(row.startswith("detect/titles  ") for row in rows)
        assert done.err == f"6 rules, {len(rows) - 6} detectors\n"

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
        assert done.text.startswith("detect/titles\n  The title again: it stands above already.\n")

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


def test_version(cleaner: Command) -> None:
    assert cleaner("--version") == Done(0, f"cleaner {__version__}\n".encode(), "")


@pytest.mark.parametrize(
    "arguments", [["--help"], ["clean", "--help"], ["explain", "--help"], ["rules", "--help"], ["rules", "check", "--help"]]
)
def test_help(cleaner: Command, arguments: list[str]) -> None:
    done = cleaner(*arguments)
    assert done.status == 0
    assert done.text.lstrip().startswith("Usage: ")


@pytest.mark.parametrize("arguments", [[], ["rules"]])
def test_without_a_command_there_is_help(cleaner: Command, arguments: list[str]) -> None:
    done = cleaner(*arguments)
    assert "Usage: " in done.text + done.err


def installed(*arguments: str, stdin: bytes = b"") -> Done:
    done = subprocess.run([sys.executable, "-m", "cleaner", *arguments], input=stdin, capture_output=True, check=False)
    return Done(done.returncode, done.stdout, done.stderr.decode())


def test_the_installed_command_cleans_by_the_bundled_rules() -> None:
    done = installed("clean", "-", stdin=f"{SENTENCE}\n\nPost a Comment\n".encode())
    assert done == Done(0, f"{SENTENCE}\n".encode(), "")


def test_the_installed_command_says_what_makes_no_sense() -> None:
    done = installed("clean", "none.txt")
    assert done == Done(2, b"", "error: none.txt: no such file or folder\n")


UNDER = """
import sys, pathlib, cleaner.cli, cleaner.ruleset
cleaner.ruleset.bundled_folder = lambda: pathlib.Path(sys.argv.pop(1))
cleaner.cli.main()
"""


@pytest.mark.parametrize(
    "arguments", [["explain", "-"], ["clean", "-"], ["clean", "a.txt"], ["explain", "a.txt"], ["rules", "schema"]]
)
def test_a_reader_that_goes_away_is_no_fault(packs: Path, tmp_path: Path, arguments: list[str]) -> None:
    path = write(tmp_path / "a.txt", f"{SENTENCE}\n\n{MORE}\n\n" * 2000)
    command = [sys.executable, "-c", UNDER, str(packs), *arguments]
    with (
        path.open("rb") as stdin,
        subprocess.Popen(command, stdin=stdin, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=tmp_path) as running,
    ):
        assert running.stdout
        assert running.stderr
        running.stdout.close()
        err = running.stderr.read().decode()
    assert "Traceback" not in err
    assert "Exception" not in err
    assert running.returncode in (1, 2)


def test_the_command_starts_like_a_linter() -> None:
    # 12 ms of bare python, 75 with typer; what is heavy stays out until it is needed.
    heavy = "{'trafilatura', 'regex', 'orjson', 'rich', 'ahocorasick_rs', 'charset_normalizer'}"
    code = f"import sys, cleaner.cli; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert done.stdout == "[]\n"
