"""Compression: a layer below every format. What is compressed is found by its first bytes, and written by its name."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from io import BufferedReader, BufferedWriter, RawIOBase
from os.path import splitext
from types import ModuleType
from typing import IO, TYPE_CHECKING, Any, BinaryIO, cast

from cleaner.errors import DocumentError
from cleaner.formats.extras import require

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

GZIP, ZSTD = "gzip", "zstd"
SUFFIXES = {".gz": GZIP, ".zst": ZSTD}
EXTRAS = {"": "", GZIP: "", ZSTD: "zst"}

_MAGIC = {b"\x1f\x8b\x08": GZIP, b"\x28\xb5\x2f\xfd": ZSTD}
_GZIP_LEVEL = 4  # 65 MB of text a second, 5% larger than with gzip's own 6, which does 30
_BLOCK = 256 * 1024  # a quarter faster than the 8 KB that a stream has by itself


def found_in(head: bytes) -> str:
    """Return the compression of what begins with `head` (4 bytes tell), or an empty string."""
    return next((name for magic, name in _MAGIC.items() if head.startswith(magic)), "")


def named(name: str) -> tuple[str, str]:
    """Return `name` without the suffix of a compression, and that compression or an empty string."""
    inner, suffix = splitext(name)
    found = SUFFIXES.get(suffix.lower(), "")
    return (inner, found) if found else (name, "")


def unpacked(stream: BinaryIO) -> BinaryIO:
    """Return the stream of what is compressed in `stream`, or `stream` where nothing is.

    Reading from it raises DocumentError where the data is cut off or corrupt.
    """
    peekable = stream if isinstance(stream, BufferedReader) else BufferedReader(cast(RawIOBase, stream))
    compression = found_in(peekable.peek(4)[:4])
    if not compression:
        return peekable
    if compression == GZIP:
        from gzip import GzipFile  # noqa: PLC0415 - the hook must start like a linter

        opened: Any = GzipFile(fileobj=peekable, mode="rb")
    else:
        opened = _zstd().ZstdFile(peekable, "rb")
    return BufferedReader(_Unpacking(opened.readinto, compression), _BLOCK)


@contextmanager
def packed(out: IO[bytes], compression: str) -> Iterator[IO[bytes]]:
    """Compress what is written into `out`; the same content always gives the same bytes."""
    if not compression:
        yield out
        return
    if compression == GZIP:
        from gzip import GzipFile  # noqa: PLC0415

        # No time and no name in the header.
        opened: Any = GzipFile(filename="", fileobj=out, mode="wb", compresslevel=_GZIP_LEVEL, mtime=0)
    else:
        zstd = _zstd()
        # The checksum, as the zstd program writes it: without it corrupt data may look whole.
        options = {zstd.CompressionParameter.compression_level: 3, zstd.CompressionParameter.checksum_flag: 1}
        opened = zstd.ZstdFile(out, "wb", options=options)
        opened.write(b"")  # or nothing makes no frame
    buffered = BufferedWriter(opened, _BLOCK)
    try:
        yield buffered
    except BaseException:
        with suppress(OSError):  # the output is thrown away, and may be why it came to this
            buffered.close()
        raise
    buffered.close()


class _Unpacking(RawIOBase):
    """A stream whose data may turn out to be broken."""

    def __init__(self, readinto: "Callable[[WriteableBuffer], int]", compression: str) -> None:
        self._readinto = readinto
        self._compression = compression

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        try:
            return self._readinto(buffer)
        except EOFError:
            raise DocumentError(f"{self._compression} data that is cut off") from None
        except _broken() as error:
            raise DocumentError(f"corrupt {self._compression} data: {error}") from error


def _broken() -> tuple[type[Exception], ...]:
    """Return what reading corrupt data raises; of zstd only where it is in use."""
    from gzip import BadGzipFile  # noqa: PLC0415
    from zlib import error as ZlibError  # noqa: N812, PLC0415

    module = sys.modules.get("compression.zstd") or sys.modules.get("backports.zstd")
    return (ZlibError, BadGzipFile, *((module.ZstdError,) if module else ()))


def _zstd() -> ModuleType:
    require("zst")
    if sys.version_info >= (3, 14):
        from compression import zstd  # noqa: PLC0415
    else:
        from backports import zstd  # noqa: PLC0415
    return zstd
