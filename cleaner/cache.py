"""What took long to make, kept from run to run in the user's cache folder, with a checksum; and what keys are made of.

A cache can be deleted, be full, be broken or be written by two runs at once: it only ever saves work.
"""

import os
import pickle
import sys
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any, TypeVar
from zlib import crc32

from cleaner.digest import blake2b

FOLDER_VARIABLE = "CLEANER_CACHE_DIR"  # another folder, or empty for no cache
# Rule sets in use at one time are few; each file has 1 to 2 MB.
MOST_KEPT = 12
_SUM = 4
# The packages of which another version may read, find or cut differently.
_DEPENDENCIES = ("ahocorasick-rs", "charset-normalizer", "FastWARC", "htmldate", "lxml", "pyarrow", "regex", "trafilatura")

Made = TypeVar("Made")


def folder() -> Path | None:
    """Return the cache folder, which need not be there yet, or None where there is to be no cache."""
    told = os.environ.get(FOLDER_VARIABLE)
    if told is not None:
        return Path(told) if told else None
    if sys.platform == "linux":  # what platformdirs says there; its import takes 10 ms
        return Path(os.environ.get("XDG_CACHE_HOME", "").strip() or "~/.cache").expanduser() / "cleaner"
    from platformdirs import user_cache_path  # noqa: PLC0415

    return user_cache_path("cleaner", appauthor=False)


def key_of_files(paths: Iterable[Path | str]) -> str:
    """Return a key for the contents of files as far as their names, sizes and times of change tell.

    The program's own files are among them: another version, or a change in a checkout, makes another key.
    """
    digest = blake2b(str(sys.version_info[:2]).encode(), digest_size=16)
    here = str(Path.cwd())
    for path in (*_program_files(), *map(str, paths)):  # without pathlib 2 ms instead of 10
        try:
            stat = os.stat(path)  # noqa: PTH116
            said = f"{os.path.join(here, path)}\0{stat.st_size}\0{stat.st_mtime_ns}\n"
            digest.update(said.encode("utf-8", "surrogatepass"))
        except OSError:
            digest.update(f"{path}\0missing\n".encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


@cache
def program() -> str:
    """Return a hash of what decides the output besides rules and options: this program's code, and what it leans on."""
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415 - 15 ms that few commands need

    digest = blake2b(str(sys.version_info[:2]).encode(), digest_size=16)
    for name in _DEPENDENCIES:
        try:
            digest.update(f"{name} {version(name)}\n".encode())
        except PackageNotFoundError:
            digest.update(f"{name} missing\n".encode())
    for path in _program_files():
        with open(path, "rb") as stream:
            digest.update(os.path.basename(path).encode() + b"\0" + stream.read())  # noqa: PTH119
    return digest.hexdigest()


def _program_files() -> list[str]:
    """Return this program's modules, in order."""
    found = []
    for top, folders, files in os.walk(os.path.dirname(__file__)):  # noqa: PTH120
        folders[:] = [name for name in folders if name != "__pycache__"]
        found += [os.path.join(top, name) for name in files if name.endswith(".py")]
    return sorted(found)


def key_of(*parts: object) -> str:
    """Return a key for plain values."""
    return blake2b(repr(parts).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def kept(kind: str, key: str, make: Callable[[], Made]) -> Made:
    """Return what `make` makes: from the cache where it is there and whole, else made now and kept for the next run."""
    made: Made | None = read(kind, key)
    if made is None:
        made = make()
        write(kind, key, made)
    return made


def read(kind: str, key: str) -> Any:  # noqa: ANN401 - whatever was written
    """Return what was kept, or None where it is not there or not whole."""
    home = folder()
    if home is None:
        return None
    try:
        with open(home / f"{kind}-{key}.pickle", "rb") as stream:
            data = stream.read()
        # The checksum was written with it, into the user's own folder: it tells accidents, 3 ms sooner than a hash.
        if crc32(memoryview(data)[_SUM:]) == int.from_bytes(data[:_SUM], "little"):
            return pickle.loads(memoryview(data)[_SUM:])
    except Exception:
        pass  # whatever a broken file raises, it is as if it were not there
    return None


def write(kind: str, key: str, made: object) -> None:
    """Keep `made`, which is never None: whole or not at all; and remove older ones of its kind beyond the last few."""
    home = folder()
    if home is None:
        return
    from tempfile import NamedTemporaryFile  # noqa: PLC0415 - 6 ms that a run from the cache does not need

    data = pickle.dumps(made, pickle.HIGHEST_PROTOCOL)
    try:
        home.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=home, prefix=".new-", delete=False) as stream:
            stream.write(crc32(data).to_bytes(_SUM, "little") + data)
        os.replace(stream.name, home / f"{kind}-{key}.pickle")  # noqa: PTH105
        old = sorted(home.glob(f"{kind}-*.pickle"), key=lambda one: one.stat().st_mtime_ns)
        for one in old[:-MOST_KEPT]:
            one.unlink(missing_ok=True)
    except OSError:
        pass  # a full or read-only disk: the next run makes it again
