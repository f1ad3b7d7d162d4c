"""Which files are checked: those in folders that a format can put back in place, and those given by name."""

import os
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from cleaner.config import Config, Finder
from cleaner.configfile import NAMES
from cleaner.walk import walk

# Formats whose documents can be put back into the file that they are from, with their names' ends. To import all formats
# for these takes three times as long as a check from the cache.
IN_PLACE = {"text": (".txt", ".md", ".text"), "jsonl": (".jsonl", ".ndjson")}


class Target(NamedTuple):
    """A file to check, as the user spells it, with the name of its format and what holds for it."""

    path: str
    kind: str
    config: Config


class Listing:
    """The files of a run in the order of their names, what cannot be checked and what is passed over, with the reasons.

    `folders` are those that were given, whole.
    """

    def __init__(self) -> None:
        """Begin without any."""
        self.targets: list[Target] = []
        self.failed: list[tuple[str, str]] = []
        self.skipped: list[tuple[str, str]] = []
        self.folders: list[str] = []


def listing(paths: Sequence[str], finder: Finder) -> Listing:
    """Return the files to check for `paths`, files and folders, each once. Raise ConfigError as `Finder` does."""
    found = Listing()
    for path in paths:
        if os.path.isdir(path):  # noqa: PTH112
            if _left_out(path, finder.find(path), True):
                found.skipped.append((path, "excluded"))
            else:
                found.folders.append(path)
                _add_folder(path, finder, found)
        elif os.path.lexists(path):
            _add_named(path, finder.find(path), found)
        else:
            found.failed.append((path, "no such file or folder"))
    found.targets = list(_once(found))
    return found


def _left_out(path: str, config: Config, is_folder: bool) -> bool:
    return config.force_exclude and bool(config.excluded(path, is_folder))


def _add_named(path: str, config: Config, found: Listing) -> None:
    """Add a file given by name, as text whatever its suffix.

    Where exclusions are forced, as in a hook, it is taken or left as it would be in a folder.
    """
    kind = kind_of(path)
    if _left_out(path, config, False):
        found.skipped.append((path, "excluded"))
    elif not os.path.exists(path):  # noqa: PTH110
        found.failed.append((path, "a broken link"))
    elif not os.path.isfile(path):  # noqa: PTH113
        found.failed.append((path, "neither a file nor a folder"))
    elif kind is None and not config.force_exclude:
        found.targets.append(Target(path, "text", config))
    else:
        _add(path, kind, config, found)


def _add(path: str, kind: str | None, config: Config, found: Listing) -> None:
    if kind is not None:
        found.targets.append(Target(path, kind, config))
    else:
        suffix = os.path.splitext(path)[1]
        found.skipped.append((path, f"no text, nor records, by its name: {suffix!r}"))


def kind_of(path: str) -> str | None:
    """Return the format of a file of this name that can be put back in place: text where it has no suffix, or None."""
    name = os.path.basename(path).lower()  # noqa: PTH119
    known = next((kind for kind, ends in IN_PLACE.items() if name.endswith(ends)), None)
    return known or (None if os.path.splitext(name)[1] else "text")


def _add_folder(folder: str, finder: Finder, found: Listing) -> None:
    def passed_over(path: str, is_folder: bool) -> bool:
        above, name = os.path.split(path)
        return name in NAMES or bool(finder.in_folder(above or os.curdir).excluded(path, is_folder, folder))

    for path, problem in walk(folder, passed_over):
        if problem:
            found.failed.append((path, problem))
        else:
            _add(path, kind_of(path), finder.in_folder(os.path.dirname(path) or os.curdir), found)  # noqa: PTH120


def _once(found: Listing) -> Iterator[Target]:
    """Yield each file once: one that is given twice, or whose link is there as well, by its own name."""
    links = {target.path for target in found.targets if os.path.islink(target.path)}  # noqa: PTH114
    seen = {os.path.realpath(target.path) for target in found.targets if target.path not in links} if links else set()
    given: set[str] = set()
    for target in found.targets:
        name = os.path.abspath(target.path)  # noqa: PTH100 - links are looked at above
        if name in given:
            continue
        given.add(name)
        if target.path in links:
            real = os.path.realpath(target.path)
            if real in seen:
                found.skipped.append((target.path, f"a link to {real}, which is checked"))
                continue
            seen.add(real)
        yield target
