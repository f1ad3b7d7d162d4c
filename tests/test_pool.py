"""What the pool makes of workers that die between documents: a run goes on as long as one of them gets farther."""

import os
from collections.abc import Iterator, MutableSequence
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import cast

import pytest

from cleaner.batch import pool as module
from cleaner.batch.pool import Pool
from cleaner.batch.shards import Shard
from cleaner.batch.watch import BETWEEN, Position
from cleaner.batch.worker import Setup
from cleaner.errors import UsageError

DONE = -1  # of a worker that does its shard


def work(link: Connection, shared: MutableSequence[int], documents: int) -> None:
    """Do the shard, or die after so many documents of it."""
    link.recv()
    if documents == DONE:
        link.send(None)
        link.recv()
    shared[0], shared[1] = BETWEEN, documents
    os._exit(1)


def started(documents: Iterator[int]) -> module._Worker:
    context = get_context("spawn")
    mine, theirs = context.Pipe()
    shared = context.RawArray("q", Position.SIZE)
    process = context.Process(target=work, args=(theirs, shared, next(documents)), daemon=True)
    process.start()
    theirs.close()
    return module._Worker(process, mine, Position(shared))


@pytest.mark.parametrize(
    ("documents", "goes_on"),
    [([0, 0, DONE], True), ([0, 0, 0], False), ([1, 2, 3, DONE], True), ([0, 4, 4, 4], False)],
    ids=["twice", "three times", "ever farther", "no farther"],
)
def test_workers_that_die_between_documents(documents: list[int], goes_on: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    ahead = iter(documents)
    monkeypatch.setattr(module, "_started", lambda _: started(ahead))
    shard = Shard(0, (), "key")
    setup = cast(Setup, None)  # what workers are told, which these never ask for
    run = Pool(setup, 1, 0).run(iter([shard]))
    if goes_on:
        assert [one for one in run if one] == [shard]
    else:
        with pytest.raises(UsageError, match="workers die"):
            list(run)
    assert next(ahead, None) is None
