"""What holds for a document: the nearest configuration file, what it extends, and the command line over it."""

import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from cleaner.configfile import NAMES, TABLES, is_config, layers_of
from cleaner.document import Source
from cleaner.errors import ConfigError, UsageError
from cleaner.selection import Choice, SelectorError
from cleaner.settings import KEYS, LEFT_OUT, Allowed, Bases, Corpus, Globs, Layer, Said, SettingError, absolute

DEFAULT = "default"
UNKNOWN = Source()
CHOOSING = ("select", "ignore")


class Options(NamedTuple):
    """What makes a cleaner: documents with equal options can share one."""

    rules: tuple[Path, ...]
    select: tuple[str, ...]
    ignore: tuple[str, ...]
    level: str
    keep: tuple[str, ...]


class Terms(NamedTuple):
    """What holds for one document: what is known of it, the entry that keeps it whole, those that keep lines, by phrase."""

    known: Source = UNKNOWN
    allowed: Allowed | None = None
    phrases: Mapping[str, Allowed] = MappingProxyType({})

    def filled(self, source: Source) -> Source:
        """Return `source`, which the document gives, with what is known besides where it says nothing."""
        known = self.known
        if (source.site or not known.site) and (source.language or not known.language):
            return source
        return source._replace(site=source.site or known.site, language=source.language or known.language)


ANY_TERMS = Terms()


class Config(NamedTuple):
    """The settings that hold in one folder; docs/configuration.md says what each means.

    `file` is the configuration file, None where there is none; globs are relative to `root` unless they say otherwise.
    `told` is what the command line says of every document: it comes before what the document says of itself, and
    `source` after that. `places` says where each setting is from: `file:line`, an option, or `default`.
    """

    root: Path = Path()
    file: Path | None = None
    rules: tuple[Path, ...] = ()
    level: str = "standard"
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    site: str = ""
    language: str = ""
    encoding: str = "detect"
    exclude: tuple[Globs, ...] = ()
    extend_exclude: tuple[Globs, ...] = ()
    force_exclude: bool = False
    text_field: str = "text"
    id_field: str = "id"
    url_field: str = "url"
    language_field: str = "language"
    title_field: str = "title"
    jobs: int = 0
    timeout: float | None = None
    baseline: Path | None = None
    cache_dir: Path | None = None
    corpora: tuple[Corpus, ...] = ()
    allow: tuple[Allowed, ...] = ()
    told: Source = UNKNOWN
    places: tuple[tuple[str, str], ...] = ()

    def terms(self, path: Path | str) -> Terms:
        """Return what holds for the document `path`. Of several `[[corpus]]` tables that take it in, the last one counts."""
        site, language = self.site, self.language
        whole = absolute(path) if self.corpora or self.allow else ""
        for corpus in self.corpora:
            if corpus.paths.match(whole):
                site, language = corpus.site or site, corpus.language or language
        known = self.told._replace(site=self.told.site or site, language=self.told.language or language)
        entries = (entry for entry in self.allow if entry.document and entry.document.match(whole))
        return Terms(known, next(entries, None), {entry.phrase: entry for entry in self.allow if entry.phrase})

    def source(self, path: Path | str) -> Source:
        """Return what is known of the document `path` besides what it says of itself."""
        return self.terms(path).known

    def excluded(self, path: Path | str, is_folder: bool = False, given: Path | str | None = None) -> str:
        """Return the key of the setting that has `path`, or a folder that it is in, passed over; empty where none has.

        What takes in the folder `given`, which the user named, says nothing of what is in it.
        """
        whole = absolute(path)
        for key, several in (("exclude", self.exclude), ("extend-exclude", self.extend_exclude)):
            for globs in several:
                if globs.match(whole, is_folder) and not (given and globs.match(absolute(given), True)):
                    return key
        return ""

    @property
    def options(self) -> Options:
        """What a cleaner for these documents is made of."""
        phrases = dict.fromkeys(entry.phrase for entry in self.allow if entry.phrase)
        return Options(self.rules, self.select, self.ignore, self.level, tuple(phrases))

    def place(self, key: str) -> str:
        """Return where the setting `key` is from, several places with commas."""
        places = dict(self.places)
        if key not in CHOOSING:
            return places.get(key, DEFAULT)
        found = (places.get(f"{key} {name}", "") for name in getattr(self, key))
        return ", ".join(dict.fromkeys(filter(None, found))) or DEFAULT

    def complaint(self, error: SelectorError) -> ConfigError | UsageError:
        """Return `error` with the place where the name was said."""
        for key in ("select", "ignore"):
            if error.selector in getattr(self, key):
                return ConfigError(error.problem, place=dict(self.places)[f"{key} {error.selector}"], hint=error.hint)
        return error


# What holds where nothing is said.
PLAIN = Config()


class Finder:
    """Finds the configuration of each folder, and reads each file once."""

    def __init__(self, flags: Layer | None = None, file: Path | None = None, isolated: bool = False) -> None:
        """Take what the command line says: settings over every file's, the one file that counts, or that none does.

        Raise UsageError for both of the last.
        """
        if file and isolated:
            raise UsageError("--config and --isolated", hint="leave out one of them")
        self.flags: Layer = flags or {}
        self._folders: dict[str, Config] = {}
        self._only: Config | None = None
        if file:
            if not file.is_file():
                raise UsageError("no such file", place=str(file))
            self._only = self._read(Path(absolute(file)), globs_from=Path.cwd())
        elif isolated:
            self._only = self._merged([], Path.cwd(), None)

    def find(self, path: Path | str) -> Config:
        """Return what holds for `path`, a file that need not be there, or a folder. Raise ConfigError as layers_of does."""
        whole = Path(absolute(path))
        return self.in_folder(whole if whole.is_dir() else whole.parent)

    def in_folder(self, folder: Path | str) -> Config:
        """Return what holds for the files in `folder`."""
        if self._only is not None:
            return self._only
        whole = absolute(folder)
        found = self._folders.get(whole)
        if found is None:
            found = self._folders[whole] = self._nearest(Path(whole))
        return found

    def unused(self, inputs: Iterable[Path], uses: Mapping[str, int]) -> Iterator[Allowed]:
        """Yield the entries of the allow-list that `uses`, counts by their places, says nothing of.

        Only a run over the whole folder of a configuration can know: `inputs` are what it was given.
        """
        whole = {Path(absolute(path)) for path in inputs}
        seen = {config.file: config for config in (*self._folders.values(), self._only) if config}
        covered = [config for config in seen.values() if whole & {config.root, *config.root.parents}]
        yield from dict.fromkeys(entry for config in covered for entry in config.allow if not uses.get(entry.place))

    def _nearest(self, folder: Path) -> Config:
        for name in NAMES:
            if is_config(folder / name):
                return self._read(folder / name)
        if folder.parent != folder:
            return self.in_folder(folder.parent)
        user = user_file()
        return self._read(user, globs_from=Path.cwd()) if is_config(user) else self._merged([], Path.cwd(), None)

    def _read(self, file: Path, globs_from: Path | None = None) -> Config:
        return self._merged(layers_of(file, globs_from), globs_from or file.parent, file)

    def _merged(self, layers: list[Layer], root: Path, file: Path | None) -> Config:
        merged = _Merged()
        for layer in (*layers, self.flags):
            merged.put(layer)
        told = {key: self.flags[key].value for key in ("site", "language") if key in self.flags}
        return merged.config(root, file, Source(**told))


class _Merged:
    """Layers put over each other, the lowest first."""

    def __init__(self) -> None:
        self.values: dict[str, Any] = {}
        self.places: dict[str, str] = {}
        self.choice = Choice()

    def put(self, layer: Layer) -> None:
        for key, said in layer.items():
            value = (said.value,) if isinstance(said.value, Globs) else said.value
            places = [said.place]
            if (key in TABLES or KEYS[key].adds) and key in self.values:
                value = (*self.values[key], *value)
                places.insert(0, self.places[key])
            self.values[key], self.places[key] = value, ", ".join(dict.fromkeys(places))
        self._choose(layer)

    def _choose(self, layer: Layer) -> None:
        said = {key: layer[key] for key in layer if key.endswith(CHOOSING)}

        def names(key: str) -> tuple[str, ...]:
            return said[key].value if key in said else ()

        select = names("select") if "select" in said else None
        self.choice = self.choice.under(select, names("extend-select"), (*names("ignore"), *names("extend-ignore")))
        for key, (value, place) in said.items():
            for name in value:
                self.places[f"{key.removeprefix('extend-')} {name}"] = place

    def config(self, root: Path, file: Path | None, told: Source) -> Config:
        values = {key.replace("-", "_"): value for key, value in self.values.items() if not key.endswith(CHOOSING)}
        values["corpora"] = values.pop("corpus", ())
        values.setdefault("exclude", (Globs(LEFT_OUT, root),))
        values["rules"] = tuple(dict.fromkeys(values.get("rules", ())))
        select, ignore = self.choice.select, self.choice.ignore
        return Config(root, file, select=select, ignore=ignore, told=told, places=tuple(self.places.items()), **values)


def user_file() -> Path:
    """Return the configuration file that counts where no folder has one."""
    if sys.platform == "linux":  # what platformdirs says there; its import is a fifth of a check from the cache
        return Path(os.environ.get("XDG_CONFIG_HOME", "").strip() or "~/.config").expanduser() / "cleaner" / NAMES[1]
    from platformdirs import user_config_path  # noqa: PLC0415

    return user_config_path("cleaner", appauthor=False) / NAMES[1]


def find(path: Path) -> Config:
    """Return what holds for the file or folder `path`, by itself: the nearest file above, the user's, or the defaults.

    Raise ConfigError, with file and line, for a file that cannot be used.
    """
    return Finder().find(path)


def flags(said: Mapping[str, object]) -> Layer:
    """Return the layer of the command line from the values of its options, by key; None and empty ones were not given.

    Paths and globs are relative to the working folder. Raise UsageError for a value that means nothing.
    """
    bases = Bases(Path.cwd(), Path.cwd())
    layer: dict[str, Said] = {}
    for key, value in said.items():
        if value is None or value in ([], ""):
            continue
        option = f"--{key}"
        try:
            layer[key] = Said(KEYS[key].kind.read(value, bases), option)
        except SettingError as complaint:
            raise UsageError(f"{option} {complaint}", hint=complaint.hint) from complaint
    return MappingProxyType(layer)
