"""Joining: the parts of a large file and of its audit put together again, in order, as they are done."""

from pathlib import Path
from typing import IO

from cleaner.audit import Entry, Log
from cleaner.batch.resume import Notes, Outcome
from cleaner.batch.shards import Shard
from cleaner.batch.whole import Whole, problem_of
from cleaner.errors import DocumentError, UsageError
from cleaner.formats import output_of
from cleaner.tally import Tally

_PIECE = 1 << 20


def append(path: Path, out: IO[bytes]) -> None:
    """Write the file at `path` to the end of `out`."""
    from shutil import copyfileobj  # noqa: PLC0415 - for long runs

    with open(path, "rb") as stream:
        copyfileobj(stream, out, _PIECE)


class Joining:
    """One large file: its parts come in order, its output appears when the last one is there.

    `again` says whether a resumed run is to try parts of it again, which are kept for that.
    """

    def __init__(self, shard: Shard, notes: Notes) -> None:
        """Begin the file of which `shard` is the first part."""
        self.first = shard
        self.job = shard.jobs[0]
        self.tally = Tally()
        self.again = False
        self._notes = notes
        self._parts: list[Path] = []
        self._lost = ""
        self._done = notes.is_joined(shard)
        self._out: Whole | None = None
        # A format that is not its parts one after the other says how it is joined.
        self._join = getattr(output_of(self.job.kind), "join", None)

    def add(self, shard: Shard, outcome: Outcome) -> None:
        """Take one part, and, with the last one, put the file into its place."""
        self.tally.add(outcome.tally)
        self.again |= outcome.again
        self._lost = self._lost or outcome.lost
        part = self._notes.part(shard)
        self._parts.append(part)
        try:
            if not self._done and not self._lost and self._join is None:
                append(part, self._opened())
            if shard.is_last:
                self._end(shard)
        except DocumentError as error:
            self._lost = error.said
        except (OSError, MemoryError) as error:
            self._lost, self.again = problem_of(error), True
        if self._lost:
            self.discard()
        if self._lost and shard.is_last:
            self.tally = Tally()
            self.tally.fail(self.job.place, self._lost)

    def discard(self) -> None:
        """Leave no trace of what is not whole."""
        if self._out:
            self._out.discard()
            self._out = None

    def _opened(self) -> IO[bytes]:
        if self._out is None:
            assert self.job.output is not None
            self._out = Whole(self.job.output, self._notes.folder_for(self.job.output))
        return self._out.stream

    def _end(self, shard: Shard) -> None:
        if self._lost or self._done:
            return
        out = self._opened()
        if self._join is not None:
            self._join(self._parts, out)
        assert self._out is not None
        self._out.commit()
        self._out = None
        if not self.again:
            self._notes.join(shard)
            for part in self._parts:
                part.unlink(missing_ok=True)

    @property
    def failed(self) -> Entry | None:
        """What the audit says of a file of which nothing could be written."""
        return Entry(self.job.name, self.job.place, failed=self._lost) if self._lost else None


class JoinedAudit:
    """The audit of a run, put together from those of its shards in order: one file, or one for each large file."""

    def __init__(self, notes: Notes) -> None:
        """Open it. Raise UsageError where that cannot be."""
        self._notes = notes
        self._path = notes.audits.path
        self._out: Whole | None = None
        self._start = 0
        if self._path and not notes.audits.is_folder:
            self._open(self._path)

    @property
    def log(self) -> Log | None:
        """Where to write entries by hand."""
        return Log(self._out.stream) if self._out else None

    def add(self, shard: Shard, joining: Joining | None) -> None:
        """Take the audit of a shard; `joining` is the large file of which it is a part."""
        if not self._notes.keeps_audit(shard):
            return
        try:
            if joining is not None and joining.first is shard:
                self._begin(joining)
            assert self._out is not None
            if not shard.lost:
                append(self._notes.audit(shard), self._out.stream)
            if joining is not None and shard.is_last:
                self._end(joining)
        except OSError as error:
            raise self._error(error) from error

    def commit(self) -> None:
        """Put it into its place. Raise UsageError where that cannot be."""
        try:
            if self._out:
                self._out.commit()
        except OSError as error:
            raise self._error(error) from error
        self._out = None

    def discard(self) -> None:
        """Leave no trace of it."""
        if self._out:
            self._out.discard()

    def _begin(self, joining: Joining) -> None:
        if self._notes.audits.is_folder:
            self._open(self._notes.audits.of(joining.job.name))
        assert self._out is not None
        self._start = self._out.stream.tell()

    def _end(self, joining: Joining) -> None:
        assert self._out is not None
        if joining.failed:
            log = Log(self._out.stream)
            log.take_back(self._start)
            log.add(joining.failed)
        if self._notes.audits.is_folder:
            self.commit()

    def _open(self, path: Path) -> None:
        try:
            self._out = Whole(path, self._notes.folder_for(path))
        except OSError as error:
            raise self._error(error) from error

    def _error(self, error: OSError) -> UsageError:
        return UsageError(f"the audit cannot be written: {error.strerror}", place=str(self._path))
