"""Shards: what of a run is done in one piece. They hang on the input alone, never on the number of workers."""

import os
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple
from zlib import crc32

from cleaner.batch.whole import problem_of
from cleaner.digest import blake2b
from cleaner.errors import DocumentError
from cleaner.formats import Part, formats
from cleaner.formats.content import is_compressed
from cleaner.jobs import Job

# Small files are bundled: to hand a job to a worker costs as much as to clean a short text.
BUNDLE_FILES = 256
BUNDLE_BYTES = 4 << 20
# A large file is taken in parts of about so many bytes: a second's work or less, so that workers end together, and 40,000
# parts of the largest files there are.
PART_BYTES = 8 << 20


class Shard(NamedTuple):
    """Files that are cleaned one after the other, or a part of one large file.

    `key` names the shard by all that decides what comes out of it, `file` the large file of which it is a part. `lost`
    says why the rest of that file cannot be read.
    """

    number: int
    jobs: tuple[Job, ...]
    key: str
    file: str = ""
    part: Part | None = None
    is_last: bool = True
    lost: str = ""

    @property
    def job(self) -> Job:
        """The job of a part, as it is to be read."""
        job = self.jobs[0]
        return job._replace(reading=job.reading._replace(part=self.part))

    @property
    def size(self) -> int:
        """How many bytes are to be read."""
        if self.part is None:
            return sum(job.size for job in self.jobs)
        return self.part.size or (self.jobs[0].size if self.is_last else 0)


class _Piece(NamedTuple):
    """What a shard is made of."""

    jobs: tuple[Job, ...]
    part: Part | None = None
    is_last: bool = True
    lost: str = ""


def shards(jobs: Iterable[Job], fingerprint: Callable[[Job], str]) -> Iterator[Shard]:
    """Yield the shards of `jobs` in order; `fingerprint` is that of rules, options and program for a job."""
    for number, piece in enumerate(_pieces(jobs)):
        key = key_of(piece.jobs, fingerprint)
        if piece.part is None:
            yield Shard(number, piece.jobs, key)
        else:
            name = f"{key}-{piece.part.start}"
            yield Shard(number, piece.jobs, name, key, piece.part, piece.is_last, piece.lost)


def key_of(jobs: Iterable[Job], fingerprint: Callable[[Job], str]) -> str:
    """Return the key of `jobs`: where they are from and go to, how they are read, size and time of change of each file."""
    digest = blake2b(digest_size=16)
    for job in jobs:
        digest.update(fingerprint(job).encode())
        values = (job.place, job.kind, str(job.output), job.source, job.name, job.reading, job.size, job.changed_at)
        digest.update(repr(values).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def _pieces(jobs: Iterable[Job]) -> Iterator[_Piece]:
    bundle: list[Job] = []
    size = 0
    for job in jobs:
        if job.size > BUNDLE_BYTES:
            if bundle:
                yield _Piece(tuple(bundle))
            bundle, size = [], 0
            yield from _parts(job)
            continue
        bundle.append(job)
        size += job.size
        # A name in so many ends a bundle, so that a file that comes or goes before a run is resumed moves few bounds.
        by_name = crc32(os.fsencode(job.path)) % BUNDLE_FILES == 0
        if by_name or len(bundle) == BUNDLE_FILES or size > BUNDLE_BYTES:
            yield _Piece(tuple(bundle))
            bundle, size = [], 0
    if bundle:
        yield _Piece(tuple(bundle))


def _parts(job: Job) -> Iterator[_Piece]:
    """Yield the parts of a large file; all of it where it has none, or cannot be read, as will be said when it is read."""
    split = None if is_compressed(job.path) else getattr(formats()[job.kind], "split", None)
    before: Part | None = None
    is_first, lost = True, ""
    try:
        for part in split(job.path, PART_BYTES) if split and job.output else ():
            if before:
                yield _Piece((job,), before, False)
                is_first = False
            before = part
    except (OSError, DocumentError) as error:
        lost = error.said if isinstance(error, DocumentError) else problem_of(error)
    if before is None or (is_first and not lost):
        yield _Piece((job,))
    elif not lost:
        yield _Piece((job,), before)
    else:
        yield _Piece((job,), before, False)
        yield _Piece((job,), before._replace(start=before.stop), True, lost)
