"""Many documents: each job read, cleaned, written and logged whole or not at all; what failed is counted and named."""

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, BinaryIO

from cleaner.audit import Entry, Log, digest
from cleaner.config import ANY_TERMS, Terms
from cleaner.corpus import Job, Plan
from cleaner.document import Record, Result
from cleaner.errors import CleanerError, DocumentError, UsageError
from cleaner.formats import Fields, Unit, formats, output_of
from cleaner.formats.compression import named, packed
from cleaner.formats.content import opened
from cleaner.formats.text import encode
from cleaner.pipeline import Cleaner
from cleaner.tally import Tally


def run(jobs: Iterable[Job], cleaner: Cleaner) -> Iterator[Tally]:
    """Do each job and yield its tally; one that fails does not stop the others."""
    for job in jobs:
        yield do(job, cleaner)


def not_done(work: Plan, log: Log | None = None) -> Tally:
    """Return the tally of what a plan leaves undone, and log it."""
    tally = Tally(skipped=work.skipped)
    for place, problem in work.failed:
        tally.fail(place, problem)
        if log:
            log.add(Entry("", place, failed=problem))
    return tally


def do(job: Job, cleaner: Cleaner, log: Log | None = None) -> Tally:
    """Read, clean and write one input file; the output appears whole, or not at all where the file failed."""
    return _tried(job, log, lambda: whole(job, job.kind, lambda stream, out: _clean(stream, out, job, cleaner, log)))


def clean_stream(stream: BinaryIO, out: IO[bytes], job: Job, cleaner: Cleaner, log: Log | None = None) -> Tally:
    """Clean `stream` as `job` says into `out`, for standard input and output, which is never compressed."""

    def work() -> Tally:
        with failing(job), opened(stream, job.kind) as source:
            return _clean(source, out, job, cleaner, log)

    return _tried(job, log, work)


@contextmanager
def logging(path: Path | None) -> Iterator[Log | None]:
    """Open the audit of a run, which appears whole at the end, or not at all; without a path there is none."""
    if path is None:
        yield None
        return
    try:
        with writer(path) as out:
            yield Log(out)
    except BrokenPipeError:
        raise  # of standard output, not of the audit
    except OSError as error:
        raise UsageError(f"the audit cannot be written: {error.strerror}", place=str(path)) from error


class FailedFileError(Exception):
    """A file for which nothing is to be written; what is to be counted goes with it."""

    def __init__(self, tally: Tally) -> None:
        """Take the tally, in which the failure is the last one."""
        super().__init__()
        self.tally = tally


def whole(job: Job, kind: str, work: Callable[[BinaryIO, IO[bytes]], Tally]) -> Tally:
    """Do `work` from the job's file, of the format `kind`, to its output, which appears whole or not at all.

    An output is compressed if its name says so. Raise FailedFileError where a file cannot be read or written, or `work`
    raises it.
    """
    compression = named(job.output.name)[1] if job.output else ""
    try:
        with (
            failing(job),
            open(job.path, "rb") as stream,
            opened(stream, kind) as source,
            writer(job.output) as out,
            packed(out, compression) as packing,
        ):
            return work(source, packing)
    except (OSError, MemoryError) as error:
        problem = error.strerror if isinstance(error, OSError) and error.strerror else type(error).__name__
        raise failed(job, f"cannot be read or written: {problem}") from error


@contextmanager
def failing(job: Job) -> Iterator[None]:
    """Turn the error of a document into that of the whole file: what is broken there is not one of its records."""
    try:
        yield
    except DocumentError as error:
        raise failed(job, _said(error)) from error


def failed(job: Job, problem: str) -> FailedFileError:
    """Return the error that says that the file of `job` failed."""
    tally = Tally()
    tally.fail(job.place, problem)
    return FailedFileError(tally)


def _said(error: DocumentError) -> str:
    return error.problem + (f" ({error.hint})" if error.hint else "")


def _tried(job: Job, log: Log | None, work: Callable[[], Tally]) -> Tally:
    """Do `work`; if the file fails, that is all that the log says of it."""
    start = log.tell() if log else 0
    try:
        return work()
    except FailedFileError as failed:
        if log:
            log.take_back(start)
            log.add(Entry(job.name, job.place, failed=failed.tally.failed[-1][1]))
        return failed.tally


def _clean(stream: BinaryIO, out: IO[bytes], job: Job, cleaner: Cleaner, log: Log | None) -> Tally:
    tally = Tally()
    kind = formats()[job.kind]
    number = 0
    terms = job.config.terms(job.path)
    with output_of(job.kind).writing(stream, out, job.reading) as writer:
        for unit in kind.read(stream, job.place, job.source, job.reading):
            result = clean_unit(unit, cleaner, kind.FINAL_NEWLINE, tally, terms)
            if unit.record is None and kind.FINAL_NEWLINE:
                raise FailedFileError(tally)
            piece = unit.rendered(result)
            if piece is None:
                if log and unit.error:
                    log.add(Entry("", unit.place, failed=tally.failed[-1][1]))
                continue
            number += 1
            writer.write(piece)
            if log:
                log.add(_entry(job, 0 if kind.FINAL_NEWLINE else number, unit, result, piece))
    if log and not number:  # without a record, and yet a file
        log.add(Entry(job.name, job.place, job.kind, now=digest(b""), field=_field(job)))
    return tally


def _field(job: Job) -> str:
    """Return the name of the field of the text for the audit, which leaves out the usual one."""
    field = job.reading.fields.text
    return "" if field == Fields().text else field


def _entry(job: Job, line: int, unit: Unit, result: Result | None, piece: bytes) -> Entry:
    refused = result.refused if result else ""
    entry = Entry(job.name, unit.place, job.kind, line, digest(piece), refused=refused, field=_field(job))
    if result is None or not result.changed:
        return entry
    was = digest(encode(result.original, unit.encoding, unit.bom))
    return replace(entry, was=was, encoding=unit.encoding, bom=unit.bom.hex(), spans=result.spans)


def clean_unit(unit: Unit, cleaner: Cleaner, final_newline: bool, tally: Tally, terms: Terms = ANY_TERMS) -> Result | None:
    """Clean one document under `terms` and count it; return None where it failed."""
    if unit.error is not None:
        tally.fail(unit.place, _said(unit.error))
        return None
    note = getattr(unit, "note", "")
    if unit.record is None:
        if note:
            tally.notes.append((unit.place, note))
        return None
    try:
        result = _cleaned(unit.record, cleaner, final_newline, terms)
    except DocumentError as error:
        tally.fail(unit.place, error.problem)
        return None
    except CleanerError:
        raise
    except Exception as error:
        tally.fail(unit.place, f"a fault of the cleaner, please report it: {type(error).__name__}: {error}")
        return None
    tally.count(unit.place, result)
    entries = (terms.allowed,) if terms.allowed else (terms.phrases[phrase] for phrase in result.kept)
    tally.uses.update(entry.place for entry in entries)
    if note and result.changed:
        tally.notes.append((unit.place, note))
    return result


def _cleaned(record: Record, cleaner: Cleaner, final_newline: bool, terms: Terms) -> Result:
    if terms.allowed:
        return Result(record.text, record.text)
    source = terms.filled(record.source)
    return cleaner.clean_record(record if source is record.source else Record(source, record.text), final_newline)


@contextmanager
def writer(path: Path | None) -> Iterator[IO[bytes]]:
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
