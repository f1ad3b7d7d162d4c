"""What was found in files that have not changed since: a folder beside the corpus that only ever saves work.

Entries are kept per print of everything else that decides (program, rules, options), and hold what was found. A file
that has the size and time of change of its entry is not opened; another time of change, as after `git checkout`, and its
content is compared. There is a file of entries for up to 256 groups of folders, each written whole with its checksum: a
hook that checks one file reads one, and runs at the same time lose entries to each other at worst.
"""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from time import time_ns
from typing import Any

from cleaner import __version__
from cleaner.check.finding import Checked, Excerpt, Finding
from cleaner.config import Config
from cleaner.digest import blake2b

FOLDER = ".cleaner_cache"
# A file changed again within the clock's grain keeps its time; FAT counts in steps of two seconds.
_GRAIN = 2_000_000_000
# A corpus of records may hold a million findings, which are found again as soon as they are read.
_MOST_FINDINGS = 500
_MOST_PRINTS = 8
_CHECKSUM = 32
_TAG = b"Signature: 8a477f597d28d172789f06886806bc55\n# Made by cleaner; safe to delete. See https://bford.info/cachedir/\n"


class Cache:
    """The entries of one root folder under one print."""

    def __init__(self, folder: Path, root: Path, fingerprint: str) -> None:
        """Take the cache folder, the folder that names of files are relative to, and the print of what decides."""
        self._home = folder / fingerprint
        self._folder = folder
        self._root = str(root)
        self._folders: dict[str, tuple[str, str]] = {}
        self._groups: dict[str, dict[str, list[Any]]] = {}
        self._changed: dict[str, set[str]] = {}

    def get(self, path: str, scope: str) -> Checked | None:
        """Return what was found in the file `path`, if it is as it was then, and as much was known of it."""
        name, group = self._name(path)
        entry = self._group(group).get(name)
        if entry is None:
            return None
        try:
            known, size, changed, content, *found = entry
            now = os.stat(path)  # noqa: PTH116
            if now.st_size != size or known != scope:
                return None
            if now.st_mtime_ns != changed:
                if digest(Path(path).read_bytes()) != content:
                    return None
                self._set(group, name, [scope, size, _settled(now), content, *found])
            return unpacked(path, found) if found else Checked()
        except (OSError, ValueError, TypeError, KeyError):
            return None

    def put(self, path: str, scope: str, was: os.stat_result, content: str, checked: Checked) -> None:
        """Keep what was found in the file `path`, of which `scope` is known from outside.

        It had the state `was` and the digest `content` when it was read.
        """
        if checked.failed or len(checked.findings) > _MOST_FINDINGS:
            return
        name, group = self._name(path)
        found = packed(path, checked)
        self._set(group, name, [scope, was.st_size, _settled(was), content, *found])

    def close(self) -> None:
        """Write what is new. What cannot be written is found again next time."""
        if not self._changed:
            return
        try:
            self._make_home()
            for group, names in self._changed.items():
                self._write(group, names)
        except OSError:
            pass

    def _name(self, path: str) -> tuple[str, str]:
        """Return what the cache calls a file, and the group of its folder."""
        folder, name = os.path.split(path)
        known = self._folders.get(folder)
        if known is None:
            above = os.path.relpath(folder or os.curdir, self._root)
            group = blake2b(above.encode("utf-8", "surrogateescape"), digest_size=1).hexdigest()
            known = self._folders[folder] = ("" if above == os.curdir else os.path.join(above, "")), group
        return known[0] + name, known[1]

    def _set(self, group: str, name: str, entry: list[Any]) -> None:
        self._group(group)[name] = entry
        self._changed.setdefault(group, set()).add(name)

    def _group(self, group: str) -> dict[str, list[Any]]:
        found = self._groups.get(group)
        if found is None:
            found = self._groups[group] = self._read(group)
        return found

    def _read(self, group: str) -> dict[str, list[Any]]:
        import json  # noqa: PLC0415 - as in baseline

        try:
            data = (self._home / group).read_bytes()
            if digest(data[_CHECKSUM:]).encode() != data[:_CHECKSUM]:
                return {}
            found: dict[str, list[Any]] = json.loads(data[_CHECKSUM:])
            return found
        except (OSError, ValueError):
            return {}

    def _write(self, group: str, names: set[str]) -> None:
        """Write a group with what other runs wrote meanwhile, without files that are gone."""
        import json  # noqa: PLC0415

        mine = self._groups[group]
        entries = self._read(group) | {name: mine[name] for name in names}
        kept = {name: entry for name, entry in entries.items() if os.path.exists(os.path.join(self._root, name))}  # noqa: PTH110
        data = json.dumps(kept, separators=(",", ":")).encode()
        new = self._home / f".{group}.{os.getpid()}.part"
        try:
            new.write_bytes(digest(data).encode() + data)
            os.replace(new, self._home / group)  # noqa: PTH105
        finally:
            new.unlink(missing_ok=True)

    def _make_home(self) -> None:
        fresh = not self._folder.exists()
        if not self._home.exists():
            self._home.mkdir(parents=True, exist_ok=True)
            prints = sorted((one for one in self._folder.iterdir() if one.is_dir()), key=lambda one: one.stat().st_mtime_ns)
            for old in prints[:-_MOST_PRINTS]:
                _remove(old)
        if fresh:
            (self._folder / ".gitignore").write_text("# Made by cleaner.\n*\n", encoding="utf-8")
            (self._folder / "CACHEDIR.TAG").write_bytes(_TAG)


def decides(config: Config) -> tuple[object, ...]:
    """Return what in `config` decides what is found in a file, besides the file and what is known of it."""
    fields = (config.text_field, config.id_field, config.url_field, config.language_field, config.title_field)
    return config.options, config.encoding, fields


def fingerprint(config: Config) -> str:
    """Return a print of all that decides what is found: program, rules, options. Equal prints, equal findings."""
    # Installed, the bundled rules are in the package's folder, in a checkout beside it.
    package = Path(__file__).resolve().parent.parent
    parts = [sys.version_info[:2], __version__, decides(config)]
    for top in (package, package.parent / "rules", *config.rules):
        parts += sorted(_states(str(top)))
    return blake2b(repr(parts).encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def _states(path: str) -> Iterator[tuple[str, int, int]]:
    """Yield name, size and time of change of every file below a folder, or of a file."""
    if not os.path.isdir(path):  # noqa: PTH112
        if os.path.exists(path):  # noqa: PTH110
            found = os.stat(path)  # noqa: PTH116
            yield path, found.st_size, found.st_mtime_ns
        return
    for entry in os.scandir(path):
        if entry.is_dir():
            if entry.name != "__pycache__":
                yield from _states(entry.path)
        else:
            found = entry.stat()
            yield entry.path, found.st_size, found.st_mtime_ns


def digest(data: bytes) -> str:
    """Return the digest of a file's content."""
    return blake2b(data, digest_size=_CHECKSUM // 2).hexdigest()


def _remove(folder: Path) -> None:
    from shutil import rmtree  # noqa: PLC0415 - seldom needed, and it imports every compression there is

    rmtree(folder, ignore_errors=True)


def packed(path: str, checked: Checked) -> list[Any]:
    """Return what was found in the file `path` as plain values, without the path; nothing where nothing was."""
    if checked == Checked():
        return []
    findings = []
    for finding in checked.findings:
        findings.append([*finding[1:-1], *finding.excerpt])
    return [findings, [(place.removeprefix(path), reason) for place, reason in checked.refused], checked.kept]


def unpacked(path: str, found: list[Any]) -> Checked:
    """Return what `packed` made these values of, for the file that is now called `path`."""
    findings, refused, kept = found
    return Checked(
        tuple(_finding(path, one) for one in findings),
        tuple((path + place, reason) for place, reason in refused),
        kept=tuple(kept),
    )


def _finding(path: str, values: list[Any]) -> Finding:
    *values, number, lines, marked, start, stop = values
    return Finding(path, *values, excerpt=Excerpt(number, tuple(lines), marked, start, stop))  # type: ignore[misc]


def _settled(was: os.stat_result) -> int:
    """Return the time of change by which a file is known, or -1 where a change just now might leave it the same."""
    return was.st_mtime_ns if time_ns() - was.st_mtime_ns > _GRAIN else -1
