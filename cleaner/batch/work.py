"""The work: each job read, cleaned, written and logged whole or not at all; what failed is counted and named."""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, BinaryIO

from cleaner.audit import Entry, Log, digest
from cleaner.batch.watch import UNWATCHED, Watch
from cleaner.batch.whole import FailedFileError, failing, whole, writer
from cleaner.counted import clean_unit
from cleaner.document import Result
from cleaner.errors import UsageError
from cleaner.formats import Fields, Unit, formats, output_of
from cleaner.formats.content import opened
from cleaner.formats.text import encode
from cleaner.jobs import Job, Plan
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
    try:
        return tried(job, cleaner, log)
    except FailedFileError as failed:
        return failed.tally


def tried(job: Job, cleaner: Cleaner, log: Log | None = None, watch: Watch = UNWATCHED, by: Path | None = None) -> Tally:
    """Do as `do`, but raise FailedFileError for a file that failed; `by` is the folder to write in until it is whole."""

    def work(stream: BinaryIO, out: IO[bytes]) -> Tally:
        tally = _clean(stream, out, job, cleaner, log, watch)
        _check_same(stream, job)
        return tally

    with _taken_back(job, log):
        problem = watch.lost_file(formats()[job.kind].FINAL_NEWLINE)
        if problem:
            raise FailedFileError.of(job.place, problem, again=True)
        watch.enter()
        return whole(job, job.kind, work, by)


def clean_stream(stream: BinaryIO, out: IO[bytes], job: Job, cleaner: Cleaner, log: Log | None = None) -> Tally:
    """Clean `stream` as `job` says into `out`, for standard input and output, which is never compressed."""
    try:
        with _taken_back(job, log), failing(job), opened(stream, job.kind) as source:
            return _clean(source, out, job, cleaner, log, UNWATCHED)
    except FailedFileError as failed:
        return failed.tally


@contextmanager
def logging(path: Path | None, by: Path | None = None) -> Iterator[Log | None]:
    """Open an audit, which appears whole at the end, or not at all, by way of the folder `by`; without a path, none."""
    if path is None:
        yield None
        return
    try:
        with writer(path, by) as out:
            yield Log(out)
    except BrokenPipeError:
        raise  # of standard output, not of the audit
    except OSError as error:
        raise UsageError(f"the audit cannot be written: {error.strerror}", place=str(path)) from error


@contextmanager
def _taken_back(job: Job, log: Log | None) -> Iterator[None]:
    """If the file fails, that is all that the log says of it."""
    start = log.tell() if log else 0
    try:
        yield
    except FailedFileError as failed:
        if log:
            log.take_back(start)
            log.add(Entry(job.name, job.place, failed=failed.tally.failed[-1][1]))
        raise


def _check_same(stream: BinaryIO, job: Job) -> None:
    """Raise FailedFileError where a file that is read in parts is not what it was when they were cut."""
    if job.reading.part:
        stat = os.fstat(stream.fileno())
        if (stat.st_size, stat.st_mtime_ns) != (job.size, job.changed_at):
            raise FailedFileError.of(job.place, "changed while it was being read", again=True)


def _clean(  # noqa: PLR0913, PLR0917 - where from, where to, and how
    stream: BinaryIO, out: IO[bytes], job: Job, cleaner: Cleaner, log: Log | None, watch: Watch
) -> Tally:
    tally = Tally()
    kind = formats()[job.kind]
    reading = job.reading._replace(pruner=cleaner.pruner, skip=watch.skipped if watch.lost else job.reading.skip)
    number = reading.part.before if reading.part else 0
    terms = job.config.terms(job.path)
    with output_of(job.kind).writing(stream, out, reading) as writer:
        for unit in watch.over(kind.read(stream, job.place, job.source, reading), stream):
            if watch.problem:
                tally.fail(unit.place, watch.problem)
                result = None
            else:
                watch.prepare(unit, cleaner, terms)
                result = clean_unit(unit, cleaner, kind.FINAL_NEWLINE, tally, terms)
            if unit.record is None and kind.FINAL_NEWLINE:
                raise FailedFileError(tally)
            piece = unit.rendered(result)
            if piece is None:
                if log and (unit.error or watch.problem):
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
    return entry._replace(was=was, encoding=unit.encoding, bom=unit.bom.hex(), spans=result.spans)
