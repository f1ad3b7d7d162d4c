"""What can be set: each key of the configuration, how its value is read, and what holds where nothing is said."""

import re
from collections.abc import Callable, Mapping
from functools import cache
from os import path as paths
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from cleaner.document import LANGUAGE, SITE
from cleaner.errors import suggestion
from cleaner.rule import Level

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

# A pattern that is a name: it takes in what is called so, and all that is in it.
_NAME = re.compile(r"[\w.-]+")


def absolute(path: Path | str) -> str:
    """Return `path` from the root of the disk on, without `..`; links stay: what holds hangs on the path that was given."""
    return paths.abspath(path)  # noqa: PTH100 - Path.resolve follows links


class Globs(NamedTuple):
    """Patterns as in a .gitignore, for paths below `root`; the last one that matches counts."""

    patterns: tuple[str, ...]
    root: Path

    def match(self, path: Path | str, is_folder: bool = False) -> bool:
        """Return whether they take in `path`, an absolute one, or a folder that it is in.

        A path outside `root` is compared as a whole.
        """
        whole, root = str(path), paths.join(str(self.root), "")
        below = whole[len(root) :] if whole.startswith(root) else paths.splitdrive(whole)[1].lstrip(paths.sep)
        return _matcher(self.patterns)(below.replace(paths.sep, "/") + "/" * is_folder)


@cache
def _matcher(patterns: tuple[str, ...]) -> Callable[[str], bool]:
    if all(map(_NAME.fullmatch, patterns)):
        names = frozenset(patterns)
        return lambda below: not names.isdisjoint(below.split("/"))
    return _compiled(patterns).match_file


def _compiled(patterns: tuple[str, ...]) -> "GitIgnoreSpec":
    from pathspec import GitIgnoreSpec  # noqa: PLC0415 - 30 ms, and names alone need no patterns

    return GitIgnoreSpec.from_lines(patterns)


class Allowed(NamedTuple):
    """An entry of the allow-list: a phrase whose lines stay, or the documents that stay, and why; `place` is `file:line`."""

    reason: str
    place: str
    phrase: str = ""
    document: Globs | None = None

    @property
    def what(self) -> str:
        """What it allows, as it is written."""
        return self.document.patterns[0] if self.document else self.phrase


class Corpus(NamedTuple):
    """What holds for the documents that `paths` take in; an empty string says nothing."""

    paths: Globs
    place: str
    site: str = ""
    language: str = ""


class Said(NamedTuple):
    """A setting, and where it was said: `file:line`, or the option of the command line."""

    value: Any
    place: str


# What one file, or the command line, says: settings by their keys.
Layer = Mapping[str, Said]


class SettingError(ValueError):
    """What is wrong with a value, and the cure; who reads the file knows the place."""

    def __init__(self, problem: str, hint: str) -> None:
        """Take both as the rest of a sentence that begins with the key."""
        super().__init__(problem)
        self.hint = hint


class Bases(NamedTuple):
    """The folders that settings are relative to: files and folders to `folder`, globs to `root`."""

    folder: Path
    root: Path


def text(value: object, bases: Bases) -> str:
    """Return a text that is not empty."""
    if not isinstance(value, str) or not value.strip():
        raise SettingError(f"{value!r} is no text", "write '...'")
    return value


def phrase(value: object, bases: Bases) -> str:
    """Return a text of one line."""
    words = text(value, bases)
    if len(words.splitlines()) > 1:
        raise SettingError(f"{value!r} has more than one line", "a phrase is part of a line: write an entry for each")
    return words


def _texts(value: object, bases: Bases) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(one, str) and one.strip() for one in value):
        raise SettingError(f"{value!r} is no list of texts", "write ['...', '...']")
    return tuple(value)


def _flag(value: object, bases: Bases) -> bool:
    if not isinstance(value, bool):
        raise SettingError(f"{value!r} is neither true nor false", "write true or false, without quotes")
    return value


def _count(value: object, bases: Bases) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise SettingError(f"{value!r} is no whole number from 0 on", "write 4, say")
    return value


def _seconds(value: object, bases: Bases) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool) or not 0 < value < float("inf"):
        raise SettingError(f"{value!r} is no number of seconds above 0", "write 60, say")
    return float(value)


def file_path(value: object, bases: Bases) -> Path:
    """Return the absolute path of a file or folder, which need not be there."""
    return Path(absolute(bases.folder / Path(text(value, bases)).expanduser()))


def _folders(value: object, bases: Bases) -> tuple[Path, ...]:
    return tuple(file_path(one, bases) for one in _texts(value, bases))


def globs(value: object, bases: Bases) -> Globs:
    """Return a list of patterns, each of which may match something."""
    patterns = _texts(value, bases)
    for pattern in patterns:
        try:
            takes = _NAME.fullmatch(pattern) or any(one.include is not None for one in _compiled((pattern,)).patterns)
        except ValueError:
            takes = False
        if not takes:
            hint = "patterns are those of a .gitignore; \\# and \\! stand for # and ! at the beginning"
            raise SettingError(f"{pattern!r} is no pattern that could match", hint)
    return Globs(patterns, bases.root)


def site(value: object, bases: Bases) -> str:
    """Return a host name in lower case without `www.`."""
    host = text(value, bases).lower().removeprefix("www.")
    if not re.fullmatch(SITE, host):
        raise SettingError(f"{value!r} is not of the form 'cnn.com'", "a host name, without https:// and path")
    return host


def language(value: object, bases: Bases) -> str:
    """Return the code of a language in lower case."""
    code = text(value, bases).lower()
    if not re.fullmatch(LANGUAGE + r"([-_][a-z0-9]+)*", code):
        raise SettingError(f"{value!r} is not of the form 'en'", "an ISO 639-1 code")
    return code


class Kind(NamedTuple):
    """A kind of value: how it is read, and what JSON Schema says of it."""

    read: Callable[[object, Bases], Any]
    schema: Mapping[str, object]


def _one_of(*words: str) -> Kind:
    def word(value: object, bases: Bases) -> str:
        if not isinstance(value, str) or value not in words:
            hint = suggestion(str(value), words) or f"write '{words[-1]}'"
            raise SettingError(f"{value!r} is not one of {', '.join(words)}", hint)
        return value

    return Kind(word, {"enum": list(words)})


_LIST = {"type": "array", "items": {"type": "string", "minLength": 1}}
TEXT = Kind(text, {"type": "string", "minLength": 1})
TEXTS = Kind(_texts, _LIST)
GLOBS = Kind(globs, _LIST)
SITE_NAME = Kind(site, {"type": "string", "pattern": f"^(www\\.)?{SITE}$"})
LANGUAGE_CODE = Kind(language, {"type": "string", "pattern": f"^{LANGUAGE}([-_][A-Za-z0-9]+)*$"})
FLAG = Kind(_flag, {"type": "boolean"})
COUNT = Kind(_count, {"type": "integer", "minimum": 0})
SECONDS = Kind(_seconds, {"type": "number", "exclusiveMinimum": 0})
FILE = Kind(file_path, {"type": "string", "minLength": 1})
FOLDERS = Kind(_folders, _LIST)


class Key(NamedTuple):
    """A key of the configuration: its kind of value, what holds where nothing is said, and what it is."""

    kind: Kind
    default: Any
    about: str
    adds: bool = False  # what several layers say adds up, the lowest first


# Folders that hold no documents, as ruff leaves them out.
LEFT_OUT = (
    *(".git", ".hg", ".svn", ".venv", "venv", "node_modules", "__pycache__", ".tox"),
    *(".mypy_cache", ".ruff_cache", ".pytest_cache", ".cleaner_cache"),
)


# Where a setting has the name of an option of the command line, it means the same; docs/configuration.md shows all.
KEYS: Mapping[str, Key] = MappingProxyType(
    {
        "rules": Key(FOLDERS, (), "rules besides the bundled ones: folders of packs, or packs", adds=True),
        "level": Key(_one_of(*(level.word for level in Level)), Level.STANDARD.word, "how much risk is taken"),
        "select": Key(TEXTS, (), "only these packs, rules, detectors; all of them if left out"),
        "extend-select": Key(TEXTS, (), "these too", adds=True),
        "ignore": Key(TEXTS, (), "not these packs, rules, detectors, normalising steps", adds=True),
        "extend-ignore": Key(TEXTS, (), "the same as ignore", adds=True),
        "site": Key(SITE_NAME, "", "the host the documents are from, where they do not say so themselves"),
        "language": Key(LANGUAGE_CODE, "", "what the documents are written in, where they do not say so themselves"),
        "encoding": Key(_one_of("detect", "strict"), "detect", "of a file that is not UTF-8: detected, or it fails"),
        "exclude": Key(GLOBS, LEFT_OUT, "files and folders to pass over, as in a .gitignore"),
        "extend-exclude": Key(GLOBS, (), "these too", adds=True),
        "force-exclude": Key(FLAG, False, "pass them over also where they are given by name"),
        "text-field": Key(TEXT, "text", "the field of a record that holds the text"),
        "id-field": Key(TEXT, "id", "the field that holds its name"),
        "url-field": Key(TEXT, "url", "the field that holds its address"),
        "language-field": Key(TEXT, "language", "the field that holds its language"),
        "title-field": Key(TEXT, "title", "the field that holds its title"),
        "jobs": Key(COUNT, 0, "how many processes work at once; 0 for one a core"),
        "timeout": Key(SECONDS, None, "how many seconds one document may take"),
        "baseline": Key(FILE, None, "the file of findings that `check` takes as known"),
        "cache-dir": Key(FILE, None, "where `check` keeps what it found"),
    }
)
