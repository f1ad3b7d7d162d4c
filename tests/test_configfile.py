"""Configuration files: every key is read, and every complaint names its file, its line and its cure."""

from pathlib import Path

import pytest

from cleaner.configfile import layers_of
from cleaner.errors import ConfigError
from cleaner.settings import KEYS, LEFT_OUT, Allowed, Corpus, Globs, Layer

# A value of each key as it is written, and as it is read where that is not the same.
VALUES: dict[str, tuple[str, object]] = {
    "rules": ('["house", "../one.toml"]', ("house", "../one.toml")),
    "level": ('"thorough"', "thorough"),
    "select": ('["en", "detect/titles"]', ("en", "detect/titles")),
    "extend-select": ('["de"]', ("de",)),
    "ignore": ("['en/ads']", ("en/ads",)),
    "extend-ignore": ("[]", ()),
    "site": ('"www.Example.org"', "example.org"),
    "language": ('"pt-BR"', "pt-br"),
    "encoding": ('"strict"', "strict"),
    "exclude": ('["drafts/", "*.bak"]', ("drafts/", "*.bak")),
    "extend-exclude": ('["!keep.bak"]', ("!keep.bak",)),
    "force-exclude": ("true", True),
    "text-field": ('"content"', "content"),
    "id-field": ('"doc_id"', "doc_id"),
    "url-field": ('"metadata.url"', "metadata.url"),
    "language-field": ('"lang"', "lang"),
    "title-field": ('"headline"', "headline"),
    "jobs": ("4", 4),
    "timeout": ("2.5", 2.5),
    "baseline": ('"known.json"', "known.json"),
    "cache-dir": ('"../cache"', "../cache"),
}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of the configuration, which is inside the working folder."""
    folder = tmp_path / "corpus"
    (folder / "house").mkdir(parents=True)
    (tmp_path / "one.toml").write_text("")
    monkeypatch.chdir(tmp_path)
    return folder


def read(folder: Path, text: str, name: str = "cleaner.toml") -> Layer:
    (folder / name).write_text(text, encoding="utf-8")
    return layers_of(folder / name)[-1]


def test_every_key_is_tried() -> None:
    assert list(VALUES) == list(KEYS)


@pytest.mark.parametrize("key", KEYS)
def test_a_key_is_read(folder: Path, key: str) -> None:
    written, value = VALUES[key]
    said = read(folder, f"# of the corpus\n\n{key} = {written}\n")[key]
    if key in ("baseline", "cache-dir"):
        assert said.value == (folder / str(value)).resolve()
    elif key == "rules":
        assert said.value == (folder / "house", folder.parent / "one.toml")
    elif isinstance(said.value, Globs):
        assert said.value == Globs(said.value.patterns, folder)
        assert said.value.patterns == value
    else:
        assert (said.value, type(said.value)) == (value, type(value))
    assert said.place == "corpus/cleaner.toml:3"


def test_a_pyproject_has_the_same_in_its_table(folder: Path) -> None:
    text = (
        '[project]\nlevel = 3\n\n[tool.cleaner]\nlevel = "careful"\n\n[[tool.cleaner.allow]]\nphrase = "a"\nreason = "b"\n'
    )
    layer = read(folder, text, "pyproject.toml")
    assert layer["level"] == ("careful", "corpus/pyproject.toml:5")
    assert layer["allow"].value == (Allowed("b", "corpus/pyproject.toml:7", phrase="a"),)


def test_tables_are_read(folder: Path) -> None:
    layer = read(
        folder,
        """
[[corpus]]
paths = ["china.org.cn/**"]
site = "China.org.cn"

[[corpus]]
paths = ["de/", "*.de.txt"]
language = "de"

[[allow]]
phrase = "Post a comment"
reason = "The column is called so."

[[allow]]
document = "poems/**"
reason = "Short lines are verse."
""",
    )
    assert layer["corpus"].value == (
        Corpus(Globs(("china.org.cn/**",), folder), "corpus/cleaner.toml:2", site="china.org.cn"),
        Corpus(Globs(("de/", "*.de.txt"), folder), "corpus/cleaner.toml:6", language="de"),
    )
    assert layer["allow"].value == (
        Allowed("The column is called so.", "corpus/cleaner.toml:10", phrase="Post a comment"),
        Allowed("Short lines are verse.", "corpus/cleaner.toml:14", document=Globs(("poems/**",), folder)),
    )


def test_an_empty_file_says_nothing(folder: Path) -> None:
    assert read(folder, "") == {}


PATTERN = "patterns are those of a .gitignore; \\# and \\! stand for # and ! at the beginning"
HERE = "paths are relative to the folder of the file that names them"


@pytest.mark.parametrize(
    ("text", "line", "problem", "hint"),
    [
        ("\nlevle = 'x'", 2, "unknown key 'levle'", "did you mean 'level'?"),
        ("extend_exclude = []", 1, "unknown key 'extend_exclude'", "did you mean 'extend-exclude'?"),
        ("xyzzy = 1", 1, "unknown key 'xyzzy'", f"keys: extend, {', '.join(KEYS)}, corpus, allow"),
        (
            "[tool.cleaner]\nlevel = 'careful'",
            1,
            "unknown key 'tool'",
            "only a pyproject.toml has the keys under [tool.cleaner]",
        ),
        ("level = 'high'", 1, "level 'high' is not one of careful, standard, thorough", "write 'thorough'"),
        ("level = 'standart'", 1, "level 'standart' is not one of careful, standard, thorough", "did you mean 'standard'?"),
        ("level = 2", 1, "level 2 is not one of careful, standard, thorough", "write 'thorough'"),
        ("select = 'en'", 1, "select 'en' is no list of texts", "write ['...', '...']"),
        ("select = ['en', 3]", 1, "select ['en', 3] is no list of texts", "write ['...', '...']"),
        ("ignore = ['']", 1, "ignore [''] is no list of texts", "write ['...', '...']"),
        (
            "site = 'https://a.org'",
            1,
            "site 'https://a.org' is not of the form 'cnn.com'",
            "a host name, without https:// and path",
        ),
        ("site = ''", 1, "site '' is no text", "write '...'"),
        ("language = 'english'", 1, "language 'english' is not of the form 'en'", "an ISO 639-1 code"),
        ("force-exclude = 'yes'", 1, "force-exclude 'yes' is neither true nor false", "write true or false, without quotes"),
        ("jobs = -1", 1, "jobs -1 is no whole number from 0 on", "write 4, say"),
        ("jobs = true", 1, "jobs True is no whole number from 0 on", "write 4, say"),
        ("timeout = 0", 1, "timeout 0 is no number of seconds above 0", "write 60, say"),
        ("timeout = inf", 1, "timeout inf is no number of seconds above 0", "write 60, say"),
        ("timeout = nan", 1, "timeout nan is no number of seconds above 0", "write 60, say"),
        ("exclude = ['a', '#b']", 1, "exclude '#b' is no pattern that could match", PATTERN),
        ("exclude = ['!']", 1, "exclude '!' is no pattern that could match", PATTERN),
        ("exclude = ['a\\']", 1, "exclude 'a\\\\' is no pattern that could match", PATTERN),
        ("rules = ['none']", 1, "there is no corpus/none", HERE),
        ("extend = '../none.toml'", 1, "there is no file none.toml", HERE),
        ("extend = ['a.toml']", 1, "extend ['a.toml'] is no text", "write '...'"),
        ("level = high", 1, "not TOML: Invalid value (at line 1, column 9)", "texts go in 'single quotes'"),
        ("corpus = 3", 1, "'corpus' is not a list of tables", "write [[corpus]]"),
        ("[corpus]\npaths = ['a']", 1, "'corpus' is not a list of tables", "write [[corpus]]"),
        ("\n[[corpus]]\nsite = 'a.org'", 2, "a corpus without 'paths'", "add paths = ['example.org/**']"),
        ("\n[[corpus]]\npaths = ['a']", 2, "a corpus that says nothing of its documents", "add site or language"),
        ("[[corpus]]\npaths = 'a'\nsite = 'a.org'", 2, "paths 'a' is no list of texts", "write ['...', '...']"),
        (
            "[[corpus]]\npaths = ['a']\nsite = 'a'",
            3,
            "site 'a' is not of the form 'cnn.com'",
            "a host name, without https:// and path",
        ),
        ("[[corpus]]\npaths = ['a']\nlang = 'en'", 3, "unknown key 'lang'", "did you mean 'language'?"),
        ("[[allow]]\nphrase = 'a'", 1, "an entry without 'reason'", "add reason = '...': whoever reads this later will ask"),
        (
            "[[allow]]\nreason = 'a'",
            1,
            "an entry without what it allows",
            "phrase = '...' keeps lines, document = '...' keeps documents whole",
        ),
        (
            "[[allow]]\nphrase='a'\ndocument='b'\nreason='c'",
            1,
            "an entry with both 'phrase' and 'document'",
            "phrase = '...' keeps lines, document = '...' keeps documents whole",
        ),
        (
            "[[allow]]\nreason = 'a'\nphrase = \"a\\nb\"",
            3,
            "phrase 'a\\nb' has more than one line",
            "a phrase is part of a line: write an entry for each",
        ),
        ("[[allow]]\nreason = 'a'\ndocument = '#'", 3, "document '#' is no pattern that could match", PATTERN),
        ("[[allow]]\nreason = ' '\nphrase = 'a'", 2, "reason ' ' is no text", "write '...'"),
    ],
)
def test_complaints(folder: Path, text: str, line: int, problem: str, hint: str) -> None:
    with pytest.raises(ConfigError) as raised:
        read(folder, text)
    assert str(raised.value) == f"corpus/cleaner.toml:{line}: {problem}\n  hint: {hint}"


def test_a_pyproject_complains_in_its_own_words(folder: Path) -> None:
    with pytest.raises(ConfigError) as raised:
        read(folder, "[project]\n[tool.cleaner]\ncorpus = 1\n", "pyproject.toml")
    assert str(raised.value) == (
        "corpus/pyproject.toml:3: 'corpus' is not a list of tables\n  hint: write [[tool.cleaner.corpus]]"
    )


@pytest.mark.parametrize(("raw", "problem"), [(b"level = '\xff'", "cannot be read: it is not UTF-8")])
def test_a_file_that_cannot_be_read(folder: Path, raw: bytes, problem: str) -> None:
    (folder / "cleaner.toml").write_bytes(raw)
    with pytest.raises(ConfigError) as raised:
        layers_of(folder / "cleaner.toml")
    assert str(raised.value) == f"corpus/cleaner.toml: {problem}"


def test_a_file_that_extends_another_comes_after_it(folder: Path) -> None:
    (folder.parent / "top.toml").write_text("level = 'careful'\nexclude = ['a/']\n")
    (folder / "middle.toml").write_text("extend = '../top.toml'\nexclude = ['b/']\n")
    (folder / "cleaner.toml").write_text("extend = 'middle.toml'\n")
    layers = layers_of(folder / "cleaner.toml")
    assert [{key: said.place for key, said in layer.items()} for layer in layers] == [
        {"level": "top.toml:1", "exclude": "top.toml:2"},
        {"exclude": "corpus/middle.toml:2"},
        {},
    ]
    assert [layer["exclude"].value.root for layer in layers[:2]] == [folder.parent, folder]
    fixed = layers_of(folder / "cleaner.toml", folder / "house")
    assert [layer["exclude"].value.root for layer in fixed[:2]] == [folder / "house"] * 2


@pytest.mark.parametrize(
    ("files", "place", "loop"),
    [
        ({"a": "a"}, "a.toml:1", "a.toml -> a.toml"),
        ({"a": "b", "b": "a"}, "b.toml:1", "a.toml -> b.toml -> a.toml"),
        ({"a": "b", "b": "c", "c": "b"}, "c.toml:1", "b.toml -> c.toml -> b.toml"),
    ],
)
def test_files_that_extend_each_other(files: dict[str, str], place: str, loop: str) -> None:
    for name, other in files.items():
        Path(f"{name}.toml").write_text(f"extend = '{other}.toml'")
    with pytest.raises(ConfigError) as raised:
        layers_of(Path.cwd() / "a.toml")
    assert (raised.value.place, raised.value.problem) == (place, f"files that extend each other: {loop}")


def test_a_pyproject_without_the_table_cannot_be_extended(folder: Path) -> None:
    Path("pyproject.toml").write_text("[project]\n")
    with pytest.raises(ConfigError, match=r"it has no \[tool.cleaner\]") as raised:
        read(folder, "extend = '../pyproject.toml'")
    assert raised.value.place == "pyproject.toml"


@pytest.mark.parametrize(
    ("patterns", "path", "taken"),
    [
        ("*.bak", "a/b.bak", True),
        ("*.bak", "a/b.bak.txt", False),
        ("drafts", "a/drafts/b.txt", True),
        ("drafts/", "a/drafts/b.txt", True),
        ("/drafts", "a/drafts/b.txt", False),
        ("/drafts", "drafts/b.txt", True),
        ("china.org.cn/**", "china.org.cn/a/b.txt", True),
        ("china.org.cn/**", "a/china.org.cn/b.txt", False),
        ("a/*.txt", "a/b/c.txt", False),
        ("**/c.txt", "a/b/c.txt", True),
        ("*.txt !b.txt", "a/b.txt", False),
        ("*.txt !b.txt", "a/c.txt", True),
        (" ".join(LEFT_OUT), "a/.git/config", True),
        (" ".join(LEFT_OUT), "a/git/config", False),
    ],
)
def test_globs(folder: Path, patterns: str, path: str, taken: bool) -> None:
    assert Globs(tuple(patterns.split()), folder).match(folder / path) is taken


@pytest.mark.parametrize(("patterns", "taken"), [("*.txt", True), ("other", True), ("/a.txt", False), ("a.txt", True)])
def test_globs_outside_their_root(folder: Path, patterns: str, taken: bool) -> None:
    assert Globs((patterns,), folder).match(folder.parent / "other" / "a.txt") is taken


def test_a_folder_is_taken_by_a_pattern_for_folders(folder: Path) -> None:
    globs = Globs(("drafts/",), folder)
    assert globs.match(folder / "drafts", is_folder=True)
    assert not globs.match(folder / "drafts")
