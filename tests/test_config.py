"""What holds for a document: the nearest file, what it extends, the command line over it; scope, excludes, allow-list."""

import os
import pickle
from pathlib import Path

import pytest

from cleaner.config import ANY_TERMS, PLAIN, Config, Finder, find, flags
from cleaner.document import Source
from cleaner.errors import ConfigError, UsageError
from cleaner.selection import SelectorError
from cleaner.settings import KEYS


@pytest.fixture(autouse=True)
def top(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(files: dict[str, str]) -> None:
    for name, text in files.items():
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(text, encoding="utf-8")


CAREFUL, THOROUGH = 'level = "careful"\n', 'level = "thorough"\n'
OTHER_PROJECT = "[project]\nname = 'x'\n"
OURS = "[tool.cleaner]\n" + CAREFUL


@pytest.mark.parametrize(
    ("files", "path", "file"),
    [
        ({}, "a.txt", None),
        ({"cleaner.toml": CAREFUL}, "a.txt", "cleaner.toml"),
        ({"cleaner.toml": CAREFUL}, "sub/deep/a.txt", "cleaner.toml"),
        ({"cleaner.toml": CAREFUL}, ".", "cleaner.toml"),
        ({"sub/cleaner.toml": CAREFUL}, "a.txt", None),
        ({"cleaner.toml": CAREFUL, "sub/cleaner.toml": THOROUGH}, "sub/deep/a.txt", "sub/cleaner.toml"),
        ({"cleaner.toml": CAREFUL, "sub/cleaner.toml": ""}, "sub/a.txt", "sub/cleaner.toml"),  # nothing comes from above
        ({"cleaner.toml": CAREFUL, "sub/pyproject.toml": OTHER_PROJECT}, "sub/a.txt", "cleaner.toml"),
        ({"cleaner.toml": CAREFUL, "sub/pyproject.toml": "# no [tool.cleaner] here\n"}, "sub/a.txt", "cleaner.toml"),
        ({"sub/pyproject.toml": "[[["}, "sub/a.txt", None),  # of another tool, and not even TOML
        ({"pyproject.toml": OURS}, "a.txt", "pyproject.toml"),
        ({"pyproject.toml": "tool.cleaner = {level = 'careful'}"}, "a.txt", "pyproject.toml"),
        ({"pyproject.toml": OURS, "cleaner.toml": THOROUGH}, "a.txt", "cleaner.toml"),
        ({"pyproject.toml": OURS, "cleaner.toml": THOROUGH, ".cleaner.toml": ""}, "a.txt", ".cleaner.toml"),
    ],
)
def test_the_nearest_file_holds(top: Path, files: dict[str, str], path: str, file: str | None) -> None:
    write(files)
    config = find(Path(path))
    assert config.file == (top / file if file else None)
    said = files[file] if file else ""
    assert config.level == ("careful" if "careful" in said else "thorough" if "thorough" in said else "standard")
    assert config.root == (config.file.parent if config.file else top)


def test_a_broken_file_is_complained_of() -> None:
    write({"sub/pyproject.toml": "[tool.cleaner\n"})
    with pytest.raises(ConfigError, match="not TOML") as raised:
        find(Path("sub/a.txt"))
    assert raised.value.place == "sub/pyproject.toml:1"


def test_the_file_of_the_user_is_the_last_one(top: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write({"user/cleaner.toml": CAREFUL + "exclude = ['/drafts']\nrules = ['house']\n", "user/house/a.toml": ""})
    write({"ours/cleaner.toml": "", "drafts/a.txt": ""})
    monkeypatch.setattr("cleaner.config.user_file", lambda: top / "user/cleaner.toml")
    config = find(Path("a.txt"))
    assert (config.level, config.root, config.rules) == ("careful", top, (top / "user/house",))
    assert config.excluded("drafts/a.txt")  # globs hang on the working folder
    assert find(Path("ours/a.txt")).level == "standard"
    assert Finder(isolated=True).find(Path("a.txt")).level == "standard"


def test_the_file_that_was_named_is_the_only_one(top: Path) -> None:
    write({"cleaner.toml": THOROUGH, "conf/one.toml": CAREFUL + "extend-exclude = ['/drafts']\nextend = 'two.toml'\n"})
    write({"conf/two.toml": "exclude = ['old/']\nbaseline = 'known.json'\n"})
    finder = Finder(file=Path("conf/one.toml"))
    for folder in (Path(), Path("sub"), Path("/")):
        config = finder.find(folder / "a.txt")
        assert (config.level, config.file, config.root) == ("careful", top / "conf/one.toml", top)
    assert [config.excluded(path) for path in ("drafts/a", "conf/drafts/a", "old/a")] == ["extend-exclude", "", "exclude"]
    assert config.baseline == top / "conf/known.json"


def test_one_that_is_not_there_and_both_at_once() -> None:
    with pytest.raises(UsageError, match="no such file") as raised:
        Finder(file=Path("none.toml"))
    assert raised.value.place == "none.toml"
    write({"a.toml": ""})
    with pytest.raises(UsageError, match="--config and --isolated"):
        Finder(file=Path("a.toml"), isolated=True)


def test_each_file_is_read_once_and_shared(monkeypatch: pytest.MonkeyPatch) -> None:
    write({"cleaner.toml": CAREFUL, "sub/a.txt": ""})
    finder = Finder()
    assert finder.find("a.txt") is finder.find("sub/a.txt") is finder.in_folder("sub/deep")
    Path("cleaner.toml").unlink()
    assert finder.find("sub/b.txt").level == "careful"


@pytest.mark.parametrize(
    ("base", "own", "said", "expected"),
    [
        ("level='careful'", "", {}, {"level": "careful"}),
        ("level='careful'", "level='thorough'", {}, {"level": "thorough"}),
        ("level='careful'", "level='thorough'", {"level": "standard"}, {"level": "standard"}),
        ("text-field='a'\njobs=2", "jobs=3", {"jobs": 4}, {"text_field": "a", "jobs": 4}),
        ("force-exclude=true", "", {}, {"force_exclude": True}),
        ("force-exclude=true", "", {"force-exclude": False}, {"force_exclude": False}),
        ("select=['en']", "ignore=['en/ads']", {}, {"select": ("en",), "ignore": ("en/ads",)}),
        ("select=['en']\nignore=['en/ads']", "select=['de']", {}, {"select": ("de",), "ignore": ()}),
        ("select=['en']", "extend-select=['de']", {"ignore": ["fr"]}, {"select": ("en", "de"), "ignore": ("fr",)}),
        ("ignore=['en']", "extend-ignore=['de']", {"select": ["en"]}, {"select": ("en",), "ignore": ()}),
        (
            "ignore=['en']",
            "ignore=['de']",
            {"extend-select": ["en/ads"]},
            {"select": ("ALL", "en/ads"), "ignore": ("en", "de")},
        ),
    ],
)
def test_layers(base: str, own: str, said: dict[str, object], expected: dict[str, object]) -> None:
    write({"base.toml": base, "sub/cleaner.toml": f"extend = '../base.toml'\n{own}"})
    config = Finder(flags(said)).find("sub/a.txt")
    assert {key: getattr(config, key) for key in expected} == expected


BASE = """
rules = ['rules']
exclude = ['/a/']
extend-exclude = ['/b/']
[[corpus]]
paths = ['sub/x/']
site = 'x.org'
"""
OWN = """extend = '../base.toml'
rules = ['rules', '../rules']
exclude = ['/c/']
extend-exclude = ['/d/']
[[corpus]]
paths = ['x/']
language = 'de'
"""


def test_lists_that_add_up(top: Path) -> None:
    write({"rules/a.toml": "", "sub/rules/a.toml": "", "more/a.toml": "", "base.toml": BASE, "sub/cleaner.toml": OWN})
    config = Finder(flags({"rules": ["more"], "extend-exclude": ["e/"]})).find("sub/x/a.txt")
    assert config.rules == (top / "rules", top / "sub/rules", top / "more")
    excluded = [path for path in ("a/x", "b/x", "sub/c/x", "sub/d/x", "e/x", "c/x", "d/x") if config.excluded(path)]
    assert excluded == ["b/x", "sub/c/x", "sub/d/x", "e/x"]
    assert config.source("sub/x/a.txt") == Source(site="x.org", language="de")
    assert config.place("extend-exclude") == "base.toml:4, sub/cleaner.toml:4, --extend-exclude"


@pytest.mark.parametrize(
    ("path", "site", "language"),
    [
        ("a.txt", "example.org", ""),
        ("china.org.cn/a.txt", "china.org.cn", "zh"),
        ("china.org.cn/english/2001/a.txt", "china.org.cn", "en"),
        ("mirror/china.org.cn/a.txt", "example.org", ""),
        ("b.de.txt", "example.org", "de"),
        ("china.org.cn/english/b.de.txt", "china.org.cn", "de"),
        ("../elsewhere/a.txt", "example.org", ""),
    ],
)
def test_the_last_corpus_that_says_something_counts(path: str, site: str, language: str) -> None:
    write(
        {
            "cleaner.toml": """
site = "example.org"
[[corpus]]
paths = ["china.org.cn/**"]
site = "china.org.cn"
language = "zh"
[[corpus]]
paths = ["china.org.cn/english/**"]
language = "en"
[[corpus]]
paths = ["*.de.txt"]
language = "de"
"""
        }
    )
    config = Finder().find("a.txt")
    assert config.source(path) == Source(site=site, language=language)
    over = Finder(flags({"language": "FR"})).find("a.txt")
    assert over.told == Source(language="fr")
    assert over.source(path) == Source(site=site, language="fr")


def test_what_the_document_says_comes_before_the_configuration() -> None:
    write({"cleaner.toml": "site = 'example.org'\nlanguage = 'de'\n"})
    terms = Finder().find("a.txt").terms("a.txt")
    assert terms.filled(Source(id="1", language="en")) == Source(id="1", language="en", site="example.org")
    assert terms.filled(Source()) == Source(language="de", site="example.org")
    said = Source(language="en", site="a.org")
    assert terms.filled(said) is said
    assert ANY_TERMS.filled(said) is said


@pytest.mark.parametrize(
    ("path", "is_folder", "given", "key"),
    [
        (".git/a.txt", False, None, "exclude"),
        ("sub/venv", True, None, "exclude"),
        ("sub/venv.txt", False, None, ""),
        ("drafts", True, None, "extend-exclude"),
        ("drafts", False, None, ""),
        ("drafts/a.txt", False, None, "extend-exclude"),
        ("drafts/a.txt", False, "drafts", ""),  # who names an excluded folder means what is in it
        ("drafts/a.bak", False, "drafts", ""),
        ("sub/a.bak", False, "sub", "extend-exclude"),
        ("sub/keep.bak", False, None, ""),
    ],
)
def test_excludes(path: str, is_folder: bool, given: str | None, key: str) -> None:
    write({"cleaner.toml": "extend-exclude = ['drafts/', '*.bak', '!keep.bak']"})
    assert Finder().find(".").excluded(path, is_folder, given) == key


def test_an_exclude_of_ones_own_takes_the_place_of_the_usual_one() -> None:
    write({"cleaner.toml": "exclude = ['a.txt']"})
    config = Finder().find(".")
    assert [config.excluded(path) for path in ("a.txt", ".git/b.txt")] == ["exclude", ""]


ALLOW = """
[[allow]]
phrase = "Post a comment"
reason = "The column is called so."
[[allow]]
document = "poems/**"
reason = "Short lines are verse."
[[allow]]
document = "*.keep.txt"
reason = "Asked for by the author."
"""


@pytest.mark.parametrize(
    ("path", "place"),
    [("a.txt", None), ("poems/a.txt", "cleaner.toml:5"), ("sub/poems/a.txt", None), ("sub/a.keep.txt", "cleaner.toml:8")],
)
def test_allowed_documents(path: str, place: str | None) -> None:
    write({"cleaner.toml": ALLOW})
    terms = Finder().find(path).terms(path)
    assert (terms.allowed.place if terms.allowed else None) == place
    assert {phrase: entry.place for phrase, entry in terms.phrases.items()} == {"Post a comment": "cleaner.toml:2"}


@pytest.mark.parametrize(
    ("inputs", "uses", "unused"),
    [
        (["."], {}, [2, 5, 8]),
        ([".."], {"cleaner.toml:2": 1}, [5, 8]),
        ([".", "sub"], {"cleaner.toml:5": 3, "cleaner.toml:8": 0}, [2, 8]),
        (["sub"], {}, []),  # what is unused here may be needed there
        (["a.txt"], {}, []),
    ],
)
def test_unused_entries_are_known_to_runs_over_the_whole_folder(
    inputs: list[str], uses: dict[str, int], unused: list[int]
) -> None:
    write({"cleaner.toml": ALLOW, "sub/a.txt": "", "a.txt": ""})
    finder = Finder()
    for path in inputs:
        finder.find(path)
    finder.find("sub/a.txt")
    assert [entry.place for entry in finder.unused(map(Path, inputs), uses)] == [f"cleaner.toml:{line}" for line in unused]


def test_options_are_equal_where_one_cleaner_will_do() -> None:
    write(
        {
            "a/cleaner.toml": "exclude = ['x']\n" + ALLOW,
            "b/cleaner.toml": "site = 'b.org'\n" + ALLOW,
            "c/cleaner.toml": CAREFUL,
        }
    )
    a, b, c = (Finder().find(name) for name in "abc")
    assert a.options == b.options != c.options
    assert a.options.keep == ("Post a comment",)


def test_names_that_nothing_is_called_are_complained_of_where_they_stand() -> None:
    write(
        {"base.toml": "select = ['en', 'en/coments']", "cleaner.toml": "extend = 'base.toml'\n\nextend-ignore = ['xyzzy']\n"}
    )
    config = Finder(flags({"ignore": ["de/x"]})).find("a.txt")
    places = [config.complaint(SelectorError(name, "h")).place for name in ("en/coments", "xyzzy", "de/x")]
    assert places == ["base.toml:1", "cleaner.toml:3", "--ignore"]
    assert str(config.complaint(SelectorError("xyzzy", "h"))) == "cleaner.toml:3: nothing is called 'xyzzy'\n  hint: h"


@pytest.mark.parametrize(
    ("said", "problem", "hint"),
    [
        ({"language": "english"}, "--language 'english' is not of the form 'en'", "an ISO 639-1 code"),
        ({"site": "example"}, "--site 'example' is not of the form 'cnn.com'", "a host name, without https:// and path"),
        ({"jobs": -1}, "--jobs -1 is no whole number from 0 on", "write 4, say"),
        ({"exclude": ["!"]}, "--exclude '!' is no pattern that could match", None),
    ],
)
def test_options_that_mean_nothing(said: dict[str, object], problem: str, hint: str | None) -> None:
    with pytest.raises(UsageError) as raised:
        flags(said)
    assert raised.value.problem == problem
    assert hint in (None, raised.value.hint)


def test_options_that_were_not_given_say_nothing() -> None:
    assert flags({"select": [], "level": None, "site": "", "exclude": []}) == {}


def test_defaults_are_those_of_the_keys() -> None:
    keys = {key: one.default for key, one in KEYS.items() if key not in ("exclude", "extend-select", "extend-ignore")}
    assert {key: getattr(PLAIN, key.replace("-", "_")) for key in keys} == keys
    (globs,) = Finder(isolated=True).find(".").exclude
    assert globs.patterns == KEYS["exclude"].default


def test_a_configuration_goes_to_other_processes() -> None:
    write({"cleaner.toml": ALLOW + "[[corpus]]\npaths = ['a/']\nsite = 'a.org'\n"})
    config = Finder(flags({"ignore": ["en"], "extend-exclude": ["x"]})).find("a.txt")
    assert pickle.loads(pickle.dumps(config)) == config
    assert Config() == PLAIN


def test_a_folder_that_may_not_be_looked_into_has_no_configuration(top: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may look into every folder")
    write({"cleaner.toml": CAREFUL, "sub/cleaner.toml": THOROUGH})
    (top / "sub").chmod(0)
    try:
        assert Finder().in_folder("sub").level == "careful"
    finally:
        (top / "sub").chmod(0o755)
