"""Writing a file anew in place: whole or not at all, its mode kept, and only where something in it changes."""

import os
import stat
from collections.abc import Callable, Iterable
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, Any, BinaryIO

from cleaner.errors import DocumentError

# What a piece of the file was, and what takes its place.
Piece = tuple[bytes, bytes]
_BLOCK = 1 << 20


def rewrite(path: Path, pieces: Callable[[BinaryIO], Iterable[Piece]]) -> bool:
    """Write `path` anew as `pieces`, asked with the open file, say in order; return whether anything changed.

    A file in which nothing changes is not touched. Raise DocumentError for a link, a read-only file and one that was
    changed meanwhile, OSError for what cannot be read or written; the file is then as it was.
    """
    if path.is_symlink():
        raise DocumentError(f"not fixed: a link to {path.readlink()}", hint="fix that file")
    with open(path, "rb") as stream:
        was = os.fstat(stream.fileno())
        if not was.st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH) or not os.access(path, os.W_OK):
            raise DocumentError("not fixed: the file is read-only", hint="make it writable, or exclude it")
        new: IO[bytes] | None = None
        try:
            same = 0
            for before, after in pieces(stream):
                if new is None:
                    if before == after:
                        same += len(before)
                        continue
                    new = _beside(path, same)
                new.write(after)
            if new is not None:
                _put(new, path, was)
        except BaseException:
            if new is not None:
                new.close()
                Path(new.name).unlink(missing_ok=True)
            raise
    return new is not None


def _beside(path: Path, size: int) -> IO[Any]:
    """Open a temporary file in the folder of `path` that begins with its first `size` bytes."""
    new = NamedTemporaryFile(dir=path.parent, prefix=f".{path.name[:50]}.", suffix=".part", delete=False)  # noqa: SIM115
    with open(path, "rb") as stream:
        while size:
            block = stream.read(min(size, _BLOCK))
            if not block:
                break  # shorter than it was: `_put` will refuse
            new.write(block)
            size -= len(block)
    return new


def _put(new: IO[Any], path: Path, was: os.stat_result) -> None:
    new.flush()
    os.fsync(new.fileno())  # the original goes: what takes its place must outlive a power cut
    new.close()
    os.chmod(new.name, stat.S_IMODE(was.st_mode))  # noqa: PTH101
    if hasattr(os, "chown") and (was.st_uid, was.st_gid) != (os.getuid(), os.getgid()):
        try:
            os.chown(new.name, was.st_uid, was.st_gid)
            os.chmod(new.name, stat.S_IMODE(was.st_mode))  # noqa: PTH101 - chown takes the set-id bits off
        except OSError:
            pass  # only root may give a file away; whoever fixes it then owns it, as with an editor
    now = os.stat(path)  # noqa: PTH116
    if (now.st_ino, now.st_size, now.st_mtime_ns) != (was.st_ino, was.st_size, was.st_mtime_ns):
        raise DocumentError("not fixed: the file was changed meanwhile", hint="run again")
    os.replace(new.name, path)  # noqa: PTH105
