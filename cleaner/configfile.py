"""Configuration files: TOML in, a layer of settings out, and every complaint with file, line and cure."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

from cleaner.errors import ConfigError, suggestion
from cleaner.places import Lines, line_of_error, parsed
from cleaner.settings import (
    KEYS,
    Allowed,
    Bases,
    Corpus,
    Layer,
    Said,
    SettingError,
    file_path,
    globs,
    language,
    phrase,
    site,
    text,
)

# In one folder the first of these counts; a pyproject.toml only if it has the table.
NAMES = (".cleaner.toml", "cleaner.toml", "pyproject.toml")
TABLE = "tool.cleaner"
EXTEND = "extend"
TABLES = ("corpus", "allow")
FROM_HERE = "paths are relative to the folder of the file that names them"

T = TypeVar("T")


def read(path: Path) -> str:
    """Return the text of a configuration file. Raise ConfigError where it cannot be read."""
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        problem = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise ConfigError(f"cannot be read: {problem}", place=shown(path)) from error


def shown(path: Path) -> str:
    """Return `path` as messages name it: from the working folder on, where it is below it."""
    try:
        return str(path.relative_to(Path.cwd()))
    except (ValueError, OSError):
        return str(path)


def is_config(path: Path) -> bool:
    """Return whether `path` is a configuration file: one of that name, and a pyproject.toml with the table."""
    there = os.path.isfile(path)  # noqa: PTH113 - no error where the folder may not be looked into
    if path.name != NAMES[-1] or not there:
        return there
    whole = read(path)
    return "cleaner" in whole and _table(path, whole) is not None  # most are of other projects, and not read as TOML


def layers_of(path: Path, root: Path | None = None) -> list[Layer]:
    """Return what the configuration file `path` says and, before it, what the files say that it extends.

    Globs are relative to the folder of the file that has them, or to `root`. Raise ConfigError, with file and line, for
    the first thing that is not as docs/configuration.md says.
    """
    layers: list[Layer] = []
    seen: list[Path] = []
    following: Path | None = path
    while following is not None:
        file = _File(following, root or following.parent)
        layers.append(file.layer())
        seen.append(following)
        following = file.extended()
        if following in seen:
            loop = " -> ".join(shown(one) for one in (*seen[seen.index(following) :], following))
            raise file.fail(EXTEND, f"files that extend each other: {loop}", "take one of them out")
    return layers[::-1]


def _table(path: Path, whole: str) -> dict[str, Any] | None:
    from tomllib import TOMLDecodeError  # noqa: PLC0415 - see places.parsed

    try:
        data = parsed(whole)
    except TOMLDecodeError as error:
        place = f"{shown(path)}:{line_of_error(error, whole)}"
        raise ConfigError(f"not TOML: {error}", place=place, hint="texts go in 'single quotes'") from error
    if path.name != NAMES[-1]:
        return data
    table = data.get("tool", {}).get("cleaner")
    return table if isinstance(table, dict) else None


class _File:
    """One configuration file, complaining with the line of the key at fault."""

    def __init__(self, path: Path, root: Path) -> None:
        self.path = path
        self.bases = Bases(path.parent, root)
        whole = read(path)
        table = _table(path, whole)
        self.lines = Lines(whole)
        self.prefix = f"{TABLE}." if path.name == NAMES[-1] else ""
        if table is None:
            raise ConfigError(f"it has no [{TABLE}]", place=shown(path), hint=f"only a {NAMES[-1]} with that table counts")
        self.values = table

    def place(self, key: str) -> str:
        return f"{shown(self.path)}:{self.lines.line(self.prefix + key)}"

    def fail(self, key: str, problem: str, hint: str) -> ConfigError:
        return ConfigError(problem, place=self.place(key), hint=hint)

    def layer(self) -> Layer:
        known = (EXTEND, *KEYS, *TABLES)
        self.check_keys("", self.values, known)
        said = {key: value for key, value in self.values.items() if key in KEYS}
        layer = {key: Said(self.read(key, KEYS[key].kind.read, value), self.place(key)) for key, value in said.items()}
        for folder in layer["rules"].value if "rules" in layer else ():
            if not folder.exists():
                raise self.fail("rules", f"there is no {shown(folder)}", FROM_HERE)
        for key, entries in (("corpus", self.corpora()), ("allow", self.allowed())):
            if found := tuple(entries):
                layer[key] = Said(found, self.place(key))
        return layer

    def extended(self) -> Path | None:
        if EXTEND not in self.values:
            return None
        file = self.read(EXTEND, file_path, self.values[EXTEND])
        if not file.is_file():
            raise self.fail(EXTEND, f"there is no file {shown(file)}", FROM_HERE)
        return file

    def check_keys(self, table: str, values: Mapping[str, object], known: Iterable[str]) -> None:
        known = tuple(known)
        for key in values:
            if key not in known:
                hint = suggestion(key.replace("_", "-"), known) or f"keys: {', '.join(known)}"
                if key == "tool":
                    hint = f"only a {NAMES[-1]} has the keys under [{TABLE}]"
                raise self.fail(f"{table}.{key}" if table else key, f"unknown key {key!r}", hint)

    def read(self, at: str, reader: Callable[[object, Bases], T], value: object) -> T:
        try:
            return reader(value, self.bases)
        except SettingError as complaint:
            key = at.rpartition(".")[2]
            raise self.fail(at, f"{key} {complaint}", complaint.hint) from complaint

    def tables(self, name: str, known: tuple[str, ...]) -> Iterator[tuple[str, dict[str, object]]]:
        entries = self.values.get(name, [])
        if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
            raise self.fail(name, f"{name!r} is not a list of tables", f"write [[{self.prefix}{name}]]")
        for number, entry in enumerate(entries):
            at = f"{name}[{number}]"
            self.check_keys(at, entry, known)
            yield at, entry

    def corpora(self) -> Iterator[Corpus]:
        for at, entry in self.tables("corpus", ("paths", "site", "language")):
            if "paths" not in entry:
                raise self.fail(at, "a corpus without 'paths'", "add paths = ['example.org/**']")
            yield Corpus(
                self.read(f"{at}.paths", globs, entry["paths"]),
                self.place(at),
                self.read(f"{at}.site", site, entry["site"]) if "site" in entry else "",
                self.read(f"{at}.language", language, entry["language"]) if "language" in entry else "",
            )
            if len(entry) == 1:
                raise self.fail(at, "a corpus that says nothing of its documents", "add site or language")

    def allowed(self) -> Iterator[Allowed]:
        for at, entry in self.tables("allow", ("phrase", "document", "reason")):
            if ("phrase" in entry) == ("document" in entry):
                problem = (
                    "an entry with both 'phrase' and 'document'" if "phrase" in entry else "an entry without what it allows"
                )
                raise self.fail(at, problem, "phrase = '...' keeps lines, document = '...' keeps documents whole")
            if "reason" not in entry:
                raise self.fail(at, "an entry without 'reason'", "add reason = '...': whoever reads this later will ask")
            reason = self.read(f"{at}.reason", text, entry["reason"])
            if "phrase" in entry:
                yield Allowed(reason, self.place(at), phrase=self.read(f"{at}.phrase", phrase, entry["phrase"]))
            else:
                pattern = self.read(f"{at}.document", text, entry["document"])
                yield Allowed(reason, self.place(at), document=self.read(f"{at}.document", globs, [pattern]))
