"""Many documents: each job read, cleaned and written whole or not at all; what failed is counted and named."""

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, BinaryIO

from cleaner.corpus import Job
from cleaner.document import Result
from cleaner.errors import CleanerError, DocumentError
from cleaner.formats import Unit, formats
from cleaner.pipeline import Cleaner
from cleaner.tally import Tally


def run(jobs: Iterable[Job], cleaner: Cleaner, strict: bool = False) -> Iterator[Tally]:
    """Do each job and yield its tally; one that fails does not stop the others."""
    for job in jobs:
        yield do(job, cleaner, strict)


def do(job: Job, cleaner: Cleaner, strict: bool) -> Tally:
    """Read, clean and write one input file; the output appears whole, or not at all where the file failed."""
    try:
        with open(job.path, "rb") as stream, _writer(job.output) as out:
            return _clean(stream, out, job, cleaner, strict)
    except _NothingToWriteError as nothing:
        return nothing.tally
    except (OSError, MemoryError) as error:
        problem = error.strerror if isinstance(error, OSError) and error.strerror else type(error).__name__
        tally = Tally()
        tally.fail(job.place, f"cannot be read or written: {problem}")
        return tally


def clean_stream(stream: BinaryIO, out: IO[bytes], job: Job, cleaner: Cleaner, strict: bool) -> Tally:
    """Clean `stream` as `job` says into `out`, for standard input and output."""
    try:
        return _clean(stream, out, job, cleaner, strict)
    except _NothingToWriteError as nothing:
        return nothing.tally


class _NothingToWriteError(Exception):
    """The only document of a file failed before there was a text; what is to be counted goes with it."""

    def __init__(self, tally: Tally) -> None:
        super().__init__()
        self.tally = tally


def _clean(stream: BinaryIO, out: IO[bytes], job: Job, cleaner: Cleaner, strict: bool) -> Tally:
    tally = Tally()
    kind = formats()[job.kind]
    for unit in kind.read(stream, job.place, job.source, strict):
        result = clean_unit(unit, cleaner, kind.FINAL_NEWLINE, tally)
        if unit.record is None and kind.FINAL_NEWLINE:
            raise _NothingToWriteError(tally)
        out.write(unit.rendered(result))
    return tally


def clean_unit(unit: Unit, cleaner: Cleaner, final_newline: bool, tally: Tally) -> Result | None:
    """Clean one document and count it; return None where it failed."""
    if unit.error is not None:
        tally.fail(unit.place, unit.error.problem + (f" ({unit.error.hint})" if unit.error.hint else ""))
        return None
    if unit.record is None:
        return None
    try:
        result = cleaner.clean_record(unit.record, final_newline)
    except DocumentError as error:
        tally.fail(unit.place, error.problem)
        return None
    except CleanerError:
        raise
    except Exception as error:
        tally.fail(unit.place, f"a fault of the cleaner, please report it: {type(error).__name__}: {error}")
        return None
    tally.count(unit.place, result)
    note = getattr(unit, "note", "")
    if note and result.changed:
        tally.notes.append((unit.place, note))
    return result


@contextmanager
def _writer(path: Path | None) -> Iterator[IO[bytes]]:
    """Open `path` for writing by way of a temporary file beside it, which takes its place when all went well."""
    if path is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = NamedTemporaryFile(dir=path.parent, prefix=f".{path.name[:50]}.", suffix=".part", delete=False)  # noqa: SIM115
    try:
        with temporary:
            yield temporary
        umask = os.umask(0)
        os.umask(umask)
        os.chmod(temporary.name, 0o666 & ~umask)  # noqa: PTH101 - a temporary file is private by default
        os.replace(temporary.name, path)  # noqa: PTH105
    except BaseException:
        Path(temporary.name).unlink(missing_ok=True)
        raise
