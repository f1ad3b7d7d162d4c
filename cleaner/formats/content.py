"""What a file is: by its name, and by what it begins with where the name says nothing or something else."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from os import SEEK_END
from os.path import splitext
from pathlib import Path
from typing import BinaryIO

from cleaner.errors import DocumentError
from cleaner.formats import format_of, formats
from cleaner.formats.compression import EXTRAS, found_in, named, unpacked
from cleaner.formats.extras import require
from cleaner.patterns import IGNORECASE, lazy

_HEAD = 1024
# An article about the format may begin with its first line: the type of the record must follow.
_WARC = lazy(rb"WARC/\d\.\d\r?\n(?:[^\n]+\n)*?WARC-Type:", IGNORECASE)
_WARC_BEGINS = b"warc/"
_PARQUET = b"PAR1"


def kind_of(path: Path, by_name: bool = False) -> str | None:
    """Return the name of the format of the file at `path`, or None where there is none.

    A file that cannot be read is what its name says. A name without a suffix, and with `by_name` (it was given by its
    name) also one that no format knows, is taken for text. Raise UsageError where the format needs an extra that is missing.
    """
    said = format_of(path)
    compression, content = _begins(path, said)
    kind = content or said
    if kind is None and (by_name or not splitext(named(path.name)[0])[1]):
        kind = "text"
    if kind:
        require("" if formats()[kind].UNPACKS else EXTRAS[compression], str(path))
        require(formats()[kind].EXTRA, str(path))
    return kind


def is_compressed(path: Path) -> bool:
    """Return whether the file at `path` is compressed, whatever its name: no part of it can be read by itself."""
    if path.is_file():
        with suppress(OSError), open(path, "rb") as stream:
            return bool(found_in(stream.read(4)))
    return False


@contextmanager
def opened(stream: BinaryIO, kind: str) -> Iterator[BinaryIO]:
    """Give `stream` as the format `kind` reads it: unpacked, and where it seeks, as a file that can be sought in."""
    form = formats()[kind]
    source = stream if form.UNPACKS else unpacked(stream)
    if not form.SEEKS or source.seekable():
        yield source
        return
    from shutil import copyfileobj  # noqa: PLC0415 - 5 ms together
    from tempfile import TemporaryFile  # noqa: PLC0415

    with TemporaryFile() as copy:
        copyfileobj(source, copy, 1 << 20)
        copy.seek(0)
        yield copy


def _begins(path: Path, said: str | None) -> tuple[str, str | None]:
    """Return the compression of the file, and the format that its first bytes tell of, if they tell of any."""
    if path.is_file():  # to open a pipe is to wait, and what is read from it is gone
        with suppress(OSError), open(path, "rb") as stream:
            return _told(stream, said, str(path))
    return "", None


def _told(stream: BinaryIO, said: str | None, place: str) -> tuple[str, str | None]:
    head = stream.read(_HEAD)
    compression = found_in(head)
    if not compression and head.startswith(_PARQUET):
        stream.seek(-len(_PARQUET), SEEK_END)
        return "", "parquet" if stream.read() == _PARQUET else None
    if compression and said is None:
        require(EXTRAS[compression], place)
        stream.seek(0)
        with suppress(DocumentError):
            head = unpacked(stream).read(_HEAD)
    return compression, "warc" if head[: len(_WARC_BEGINS)].lower() == _WARC_BEGINS and _WARC.match(head) else None
