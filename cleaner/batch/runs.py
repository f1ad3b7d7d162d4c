"""The run: what is planned, done in shards by workers or, where it is little, here; resumed, joined, added up."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from cleaner.audit import NO_AUDIT, AuditPlace, Log
from cleaner.batch.resume import Notes, Outcome
from cleaner.batch.shards import BUNDLE_BYTES, BUNDLE_FILES, Shard, shards
from cleaner.batch.whole import FailedFileError
from cleaner.batch.work import logging, not_done, tried
from cleaner.cache import key_of
from cleaner.cleaners import Cleaners
from cleaner.config import Options
from cleaner.errors import UsageError
from cleaner.jobs import Job, Plan
from cleaner.tally import Tally

if TYPE_CHECKING:
    from cleaner.batch.joining import Joining

# A part that is written by one version and read by another agrees in this.
_VERSION = 1


class Asked(NamedTuple):
    """How a run is to be done.

    `folder` is where it keeps its notes (None: a single file to standard output), `jobs` the most processes, `timeout` the
    longest time for a document in seconds (0: any; None: not said), `resume` whether to go on with a run that was ended,
    `force` whether to begin anew where one left its notes.
    """

    folder: Path | None = None
    audits: AuditPlace = NO_AUDIT
    jobs: int = 1
    timeout: float | None = None
    resume: bool = False
    force: bool = False


# So much is cleaned before a worker has started: it takes 0.4 s to load the rules in another process.
LITTLE_FILES, LITTLE_BYTES = BUNDLE_FILES, BUNDLE_BYTES
# From so many bytes on it pays to have the index made fast.
A_LITTLE_TEXT = 1_000_000
# How long a document may take where workers do it and nothing else is said: far longer than any that ends.
TIMEOUT = 300.0


class Progress(NamedTuple):
    """How far a run is: documents and bytes done, those of them that an earlier run did, and all bytes."""

    documents: int
    bytes: int
    resumed: int
    total: int
    failed: int


Watcher = Callable[[Progress], None]


def clean(work: Plan, asked: Asked, watcher: Watcher | None = None) -> Tally:
    """Do what is planned, and return what is to be counted; the outputs and the audit are the same for any `jobs`.

    `watcher` is told now and then how far it is. Raise UsageError where the run as a whole cannot go on.
    """
    if asked.folder is None:
        return _clean_here(work, asked, None)
    notes = Notes(asked.folder, asked.audits)
    notes.begin(asked.resume, asked.force)
    is_little = work.size <= LITTLE_BYTES and len(work.jobs) <= LITTLE_FILES
    if is_little and asked.timeout is None:
        tally = _clean_here(work, asked, notes)
        notes.remove()
        return tally
    run = _Run(work, asked, notes)
    tally = run.clean(watcher)
    if not run.again:
        notes.remove()
    return tally


def _clean_here(work: Plan, asked: Asked, notes: Notes | None) -> Tally:
    """Do all of it in this process: to start a worker takes longer than to clean a few texts."""
    cleaners = Cleaners(fast=work.size > A_LITTLE_TEXT)
    place = asked.audits
    folder = notes.folder_for(place.path) if notes else None
    with logging(None if place.is_folder else place.path, folder) as log:
        tally = _not_done(work, place, log)
        for job in work.jobs:
            by = notes.folder_for(job.output) if notes else None
            with logging(place.of(job.name) if place.is_folder else None, folder) as own:
                try:
                    tally.add(tried(job, cleaners.of(job.config), own or log, by=by))
                except FailedFileError as failed:
                    tally.add(failed.tally)
    return tally


def _not_done(work: Plan, place: AuditPlace, log: Log | None) -> Tally:
    """Count and log what a plan leaves undone; in a folder of audits that has one of its own."""
    if place.is_folder and work.failed:
        with logging(place.of("")) as own:
            return not_done(work, own)
    return not_done(work, log)


class _Run:
    """A run over many shards. `again` says whether some are to be tried again when it is resumed."""

    def __init__(self, work: Plan, asked: Asked, notes: Notes) -> None:
        self.again = False
        self._work = work
        self._cleaners = Cleaners()
        self._prints: dict[Options, str] = {}
        self._asked = asked
        self._notes = notes
        self._total = work.size
        self._waiting: dict[int, tuple[Shard, Outcome]] = {}
        self._next = 0
        self._joining: Joining | None = None
        self._bytes = self._documents = self._resumed = 0

    def clean(self, watcher: Watcher | None) -> Tally:
        from cleaner.batch.joining import JoinedAudit  # noqa: PLC0415
        from cleaner.batch.pool import Pool  # noqa: PLC0415 - multiprocessing is for long runs
        from cleaner.batch.worker import Setup  # noqa: PLC0415

        asked = self._asked
        timeout = TIMEOUT if asked.timeout is None else asked.timeout
        pool = Pool(Setup(self._notes), asked.jobs, timeout)
        self._audit = JoinedAudit(self._notes)
        try:
            self._tally = _not_done(self._work, asked.audits, self._audit.log)
            for done in pool.run(self._to_do()):
                if done is not None:
                    self._take(done)
                if watcher:
                    watcher(self._progress(*pool.doing()))
            if watcher:
                watcher(self._progress(0, 0))
            self._audit.commit()
        except BaseException:
            self._audit.discard()
            if self._joining:
                self._joining.discard()
            raise
        return self._tally

    def _to_do(self) -> Iterator[Shard]:
        """Yield the shards that are not done yet."""
        for shard in shards(self._work.jobs, self._fingerprint):
            if shard.lost:
                self._take(shard)
            elif self._asked.resume and self._notes.finished(shard):
                self._resumed += shard.size
                self._take(shard)
            else:
                yield shard

    def _fingerprint(self, job: Job) -> str:
        """Return the fingerprint of all but the input that decides what comes of `job`."""
        options = job.config.options
        if options not in self._prints:
            audits = self._notes.audits
            rules = self._cleaners.of(job.config).ruleset.fingerprint
            parts = (_VERSION, rules, options, str(audits.path and audits.path.absolute()), audits.is_folder)
            self._prints[options] = key_of(parts)
        terms = job.config.terms(job.path)
        return f"{self._prints[options]} {terms.known} {terms.allowed is not None}"

    def _take(self, shard: Shard) -> None:
        """Count a shard that is done, once all before it are."""
        outcome = Outcome(lost=shard.lost, again=True) if shard.lost else self._notes.read(shard)
        if outcome is None:
            raise UsageError("the notes of this run are gone", place=str(self._notes.folder), hint="begin anew with --force")
        self._bytes += shard.size
        self._documents += outcome.tally.documents
        self._waiting[shard.number] = shard, outcome
        while self._next in self._waiting:
            self._add(*self._waiting.pop(self._next))
            self._next += 1

    def _add(self, shard: Shard, outcome: Outcome) -> None:
        self.again |= outcome.again
        if shard.part is None:
            self._audit.add(shard, None)
            self._tally.add(outcome.tally)
            return
        if self._joining is None:
            from cleaner.batch.joining import Joining  # noqa: PLC0415

            self._joining = Joining(shard, self._notes)
        self._joining.add(shard, outcome)
        self._audit.add(shard, self._joining)
        if shard.is_last:
            self.again |= self._joining.again
            self._tally.add(self._joining.tally)
            self._joining = None

    def _progress(self, documents: int, size: int) -> Progress:
        done = self._documents + documents
        return Progress(done, min(self._bytes + size, self._total), self._resumed, self._total, len(self._tally.failed))
