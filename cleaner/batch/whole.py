"""Files that appear whole or not at all: written under another name, and put into place when all went well."""

import errno
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, BinaryIO

from cleaner.errors import DocumentError
from cleaner.formats.compression import named, packed
from cleaner.formats.content import opened
from cleaner.jobs import Job
from cleaner.tally import Tally


class FailedFileError(Exception):
    """A file for which nothing is to be written; what is to be counted goes with it."""

    def __init__(self, tally: Tally, again: bool = False) -> None:
        """Take the tally, in which the failure is the last one, and whether it may go well another time."""
        super().__init__()
        self.tally = tally
        self.again = again

    @classmethod
    def of(cls, place: str, problem: str, again: bool = False) -> "FailedFileError":
        """Return the error for one file."""
        tally = Tally()
        tally.fail(place, problem)
        return cls(tally, again)


def whole(job: Job, kind: str, work: Callable[[BinaryIO, IO[bytes]], Tally], by: Path | None = None) -> Tally:
    """Do `work` from the job's file, of the format `kind`, to its output, which appears whole or not at all.

    An output is compressed if its name says so; `by` is as `Whole` has it. Raise FailedFileError where a file cannot be
    read or written, or `work` raises it.
    """
    compression = named(job.output.name)[1] if job.output else ""
    try:
        with (
            failing(job),
            open(job.path, "rb") as stream,
            opened(stream, kind) as source,
            writer(job.output, by) as out,
            packed(out, compression) as packing,
        ):
            return work(source, packing)
    except (OSError, MemoryError) as error:
        raise FailedFileError.of(job.place, problem_of(error), again=True) from error


@contextmanager
def failing(job: Job) -> Iterator[None]:
    """Turn the error of a document into that of the whole file: what is broken there is not one of its records."""
    try:
        yield
    except DocumentError as error:
        raise FailedFileError.of(job.place, error.said) from error


def problem_of(error: OSError | MemoryError) -> str:
    """Return why a file failed."""
    reason = error.strerror if isinstance(error, OSError) and error.strerror else type(error).__name__
    return f"cannot be read or written: {reason}"


class Whole:
    """A file that is being written, until `commit` puts it into place or `discard` gives it up."""

    def __init__(self, path: Path, by: Path | None = None) -> None:
        """Open the file for `path` in the folder `by`, else beside it. Raise OSError where it cannot be."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self._path = path
        name = f".{path.name[:50]}.{os.urandom(6).hex()}.part"
        self._out = open(os.path.join(by or path.parent, name), "x+b")  # noqa: SIM115 - tempfile is 5 ms of a start

    @property
    def stream(self) -> IO[bytes]:
        """Where to write."""
        return self._out

    def commit(self) -> None:
        """Put the file into its place. Raise OSError, and leave nothing, where that cannot be."""
        try:
            self._out.close()
            self._replace()
        except BaseException:
            self.discard()
            raise

    def discard(self) -> None:
        """Leave no trace of the file."""
        with suppress(OSError):  # a full disk, which has been said
            self._out.close()
        Path(self._out.name).unlink(missing_ok=True)

    def _replace(self) -> None:
        try:
            os.replace(self._out.name, self._path)  # noqa: PTH105
        except OSError as error:
            if error.errno != errno.EXDEV:
                raise
            from shutil import copyfileobj  # noqa: PLC0415 - which imports every compression there is

            with writer(self._path) as out, open(self._out.name, "rb") as made:  # a folder on another disk
                copyfileobj(made, out)
            Path(self._out.name).unlink()


@contextmanager
def writer(path: Path | None, by: Path | None = None) -> Iterator[IO[bytes]]:
    """Open `path` for writing as `Whole` does; without a path, standard output."""
    if path is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    file = Whole(path, by)
    try:
        yield file.stream
    except BaseException:
        file.discard()
        raise
    file.commit()
