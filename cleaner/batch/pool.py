"""The pool: processes that each do one shard after the other, and are done without when they die.

A worker says what it is at by way of a few numbers in shared memory, which cost nothing to write; messages are the
shard to do and the word that it is done. So, when a worker dies or takes too long, the document is known that it was at:
that one is given up, and another worker does the shard without it.
"""

import signal
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from time import monotonic

from cleaner.batch.shards import Shard
from cleaner.batch.watch import BETWEEN, Lost, Position, whole_file
from cleaner.batch.worker import Setup, serve
from cleaner.errors import UsageError

# Spawned everywhere: what works on Windows and macOS is what was tested on Linux.
_CONTEXT = get_context("spawn")
# How often the time limit is looked at, in seconds; also how stale the progress may be.
TICK = 0.25
# Workers that die so often in a row between documents, none farther on than the first, will not live the next time.
MOST_DEATHS = 3


@dataclass(slots=True)
class _Worker:
    """One process, and the shard that it has."""

    process: SpawnProcess
    link: Connection
    position: Position
    shard: Shard | None = None
    seen: tuple[int, int] = (BETWEEN, 0)
    since: float = field(default_factory=monotonic)
    late: bool = False


@dataclass(slots=True)
class _Task:
    """A shard, the documents of it that are given up, how many were done, and how often workers died between them since."""

    shard: Shard
    lost: Lost = field(default_factory=dict)
    reached: int = 0
    deaths: int = 0


class Pool:
    """Up to `count` processes that do shards; `timeout` is the longest time for one document, in seconds (0: any)."""

    def __init__(self, setup: Setup, count: int, timeout: float) -> None:
        """Start nothing yet."""
        self._setup = setup
        self._count = count
        self._timeout = timeout
        self._workers: list[_Worker] = []
        self._again: deque[_Task] = deque()
        self._tasks: dict[int, _Task] = {}

    def run(self, shards: Iterator[Shard]) -> Iterator[Shard | None]:
        """Do `shards`, and yield each when it is done, in any order; None now and then, so that progress can be shown.

        Raise CleanerError where the run cannot go on.
        """
        try:
            upcoming = next(shards, None)
            while True:
                while (upcoming or self._again) and (worker := self._idle()):
                    if self._again:
                        self._give(worker, self._again.popleft())
                    elif upcoming:
                        self._give(worker, _Task(upcoming))
                        upcoming = None
                if upcoming is None:
                    upcoming = next(shards, None)
                    if upcoming:
                        continue
                busy = [worker for worker in self._workers if worker.shard]
                if not busy and not self._again:
                    return
                yield from self._wait(busy)
                yield None
        finally:
            self._end()

    def doing(self) -> tuple[int, int]:
        """Return how many documents and bytes of unfinished shards are done."""
        busy = [worker.position for worker in self._workers if worker.shard]
        return sum(at.documents for at in busy), sum(at.bytes for at in busy)

    def _idle(self) -> _Worker | None:
        for worker in self._workers:
            if worker.shard is None:
                return worker
        if len(self._workers) < self._count:
            self._workers.append(_started(self._setup))
            return self._workers[-1]
        return None

    def _give(self, worker: _Worker, task: _Task) -> None:
        worker.shard = task.shard
        worker.position.begin()
        worker.seen, worker.since, worker.late = (BETWEEN, 0), monotonic(), False
        self._tasks[task.shard.number] = task
        with suppress(OSError):  # of one that has died, which is seen next
            worker.link.send((task.shard, task.lost))

    def _wait(self, busy: list[_Worker]) -> Iterator[Shard]:
        ready = wait([one for worker in busy for one in (worker.link, worker.process.sentinel)], TICK)
        for worker in busy:
            if worker.link in ready and (shard := self._heard(worker)):
                yield shard
            elif worker.process.sentinel in ready or worker.link in ready:
                yield from self._died(worker)
            else:
                self._check_time(worker)

    def _heard(self, worker: _Worker) -> Shard | None:
        """Return the shard that a worker has done, or None where it is gone."""
        try:
            error = worker.link.recv()
        except (EOFError, OSError):
            return None
        if error is not None:
            raise error
        shard, worker.shard = worker.shard, None
        if shard:
            self._tasks.pop(shard.number)
        return shard

    def _died(self, worker: _Worker) -> Iterator[Shard]:
        worker.process.join()
        if worker.link.poll() and (shard := self._heard(worker)):
            yield shard  # its last word was that it is done
        elif worker.shard:
            task = self._tasks.pop(worker.shard.number)
            at = worker.position.document
            if at == BETWEEN:
                done = worker.position.documents
                task.deaths = 1 if done > task.reached else task.deaths + 1
                task.reached = max(done, task.reached)
                if task.deaths == MOST_DEATHS:
                    hint = "--jobs 1 needs less memory"
                    raise UsageError(f"workers die: {_ending(worker.process)}", hint=hint)
            else:
                limit = f"took longer than {self._timeout:g} seconds"
                problem = limit if worker.late else f"the worker that had it died: {_ending(worker.process)}"
                # A second time the same one, although it was left out: to find it in its file is the trouble.
                task.lost[whole_file(at) if at in task.lost else at] = problem
            self._again.append(task)
        worker.link.close()
        worker.process.close()
        self._workers.remove(worker)

    def _check_time(self, worker: _Worker) -> None:
        now = worker.position.document, worker.position.documents
        if now != worker.seen:
            worker.seen, worker.since = now, monotonic()
        elif self._timeout and now[0] != BETWEEN and monotonic() - worker.since > self._timeout and not worker.late:
            worker.late = True
            worker.process.kill()

    def _end(self) -> None:
        for worker in self._workers:
            worker.process.kill()
        for worker in self._workers:
            worker.process.join()
            worker.link.close()
            worker.process.close()
        self._workers.clear()


def _ending(process: SpawnProcess) -> str:
    code = process.exitcode or 0
    if code >= 0:
        return f"exit status {code}"
    try:
        name = signal.Signals(-code).name
    except ValueError:
        name = f"signal {-code}"
    return f"{name}, as for want of memory" if name == "SIGKILL" else name


def _started(setup: Setup) -> _Worker:
    mine, theirs = _CONTEXT.Pipe()
    shared = _CONTEXT.RawArray("q", Position.SIZE)
    process = _CONTEXT.Process(target=serve, args=(theirs, shared, setup), daemon=True)
    process.start()
    theirs.close()
    return _Worker(process, mine, Position(shared))
