"""One worker: what it does with a shard, in this process or in one of its own."""

import os
import signal
from collections.abc import Iterator, MutableSequence
from contextlib import contextmanager
from multiprocessing.connection import Connection
from threading import Thread
from typing import NamedTuple

from cleaner.audit import Log
from cleaner.batch.resume import Notes, Outcome
from cleaner.batch.shards import Shard
from cleaner.batch.watch import Lost, Position, Watch
from cleaner.batch.whole import FailedFileError
from cleaner.batch.work import logging, tried
from cleaner.cleaners import Cleaners
from cleaner.errors import CleanerError
from cleaner.jobs import Job


class Setup(NamedTuple):
    """What every worker needs to know: where the run keeps its notes."""

    notes: Notes


class Worker:
    """Does shards."""

    def __init__(self, setup: Setup, position: Position) -> None:
        """Load what is needed; `position` is where it says what it is at."""
        self._notes = setup.notes
        # A fast index is 8% faster and has 170 MB more, which is too much for each of several processes.
        self._cleaners = Cleaners(fast=False)
        self._watch = Watch(position)

    def do(self, shard: Shard, lost: Lost) -> None:
        """Do `shard` without the documents in `lost`, and note what came of it. Raise UsageError where that cannot be."""
        outcome = Outcome(again=bool(lost))
        with logging(self._notes.audit(shard) if self._notes.keeps_audit(shard) else None) as log:
            if shard.part is None:
                self._do_files(shard, lost, outcome, log)
            else:
                self._do_part(shard, lost, outcome, log)
        self._notes.write(shard, outcome)

    def _do_files(self, shard: Shard, lost: Lost, outcome: Outcome, log: Log | None) -> None:
        done = 0
        for at, job in enumerate(shard.jobs):
            with self._log_of(job, log) as own:
                watch = self._watch.of(at, lost, done)
                if not self._tried(job, outcome, own, watch):
                    outcome.unwritten.append(at)
            done += job.size

    def _do_part(self, shard: Shard, lost: Lost, outcome: Outcome, log: Log | None) -> None:
        assert shard.part is not None
        job = shard.job._replace(output=self._notes.part(shard))
        if not self._tried(job, outcome, log, self._watch.of(0, lost, -shard.part.start)):
            outcome.lost = outcome.tally.failed[-1][1]

    def _tried(self, job: Job, outcome: Outcome, log: Log | None, watch: Watch) -> bool:
        try:
            outcome.tally.add(tried(job, self._cleaners.of(job.config), log, watch, self._notes.folder_for(job.output)))
        except FailedFileError as failed:
            outcome.tally.add(failed.tally)
            outcome.again |= failed.again
            return False
        finally:
            self._watch.leave()
        return True

    @contextmanager
    def _log_of(self, job: Job, log: Log | None) -> Iterator[Log | None]:
        place = self._notes.audits
        if not place.is_folder:
            yield log
            return
        with logging(place.of(job.name), self._notes.folder_for(place.path)) as own:
            yield own


def serve(link: Connection, shared: MutableSequence[int], setup: Setup) -> None:
    """Do shards until the link is closed: the life of a worker in a process of its own."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process that started it ends it
    Thread(target=_end_with_parent, daemon=True).start()
    worker = Worker(setup, Position(shared))
    while True:
        try:
            shard, lost = link.recv()
        except (EOFError, OSError):
            return
        try:
            worker.do(shard, lost)
            link.send(None)
        except CleanerError as error:
            link.send(error)


def _end_with_parent() -> None:
    """End this process as soon as its parent has: whoever goes on with the run must be alone with its files."""
    from multiprocessing import parent_process  # noqa: PLC0415

    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
