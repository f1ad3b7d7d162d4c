"""What a worker is at, said in shared memory, and the documents that it is to leave out because a worker died at them."""

from collections.abc import Iterator, Mapping, MutableSequence
from types import MappingProxyType
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from cleaner.config import Terms
    from cleaner.formats import Unit
    from cleaner.pipeline import Cleaner

# A document is a number: that of its job in the shard and, in the lower bits, its own in the job, from 1 on.
RECORD_BITS = 40
_RECORDS = (1 << RECORD_BITS) - 1
BETWEEN = -1  # at no document
# The documents that are given up, each with the reason; record 0 of a job is the whole file.
Lost = dict[int, str]
# After so many documents it is said how far the file is read.
_OFTEN = 0x3F


class Position:
    """Where a worker is: three numbers in memory that another process reads."""

    SIZE = 3

    def __init__(self, numbers: MutableSequence[int]) -> None:
        """Take the memory, of `SIZE` numbers."""
        self.numbers = numbers

    def begin(self) -> None:
        """Say that nothing is done of a shard."""
        self.numbers[0], self.numbers[1], self.numbers[2] = BETWEEN, 0, 0

    @property
    def document(self) -> int:
        """The document that the worker is at, or `BETWEEN`."""
        return self.numbers[0]

    @property
    def documents(self) -> int:
        """How many documents of the shard are done."""
        return self.numbers[1]

    @property
    def bytes(self) -> int:
        """How many bytes of the shard were read, as far as is known."""
        return self.numbers[2]


def whole_file(document: int) -> int:
    """Return what stands for the whole file that `document` is in."""
    return document & ~_RECORDS


class Watch:
    """The watch over one job: number `job` of a shard, of which `lost` is to be left out."""

    def __init__(
        self,
        position: Position | None = None,
        job: int = 0,
        lost: Mapping[int, str] = MappingProxyType({}),
        start: int = 0,
        known: set[tuple[int, str, str]] | None = None,
    ) -> None:
        """Take what the position is told, and what of the job is lost; `start` bytes of the shard were read before."""
        self.position = position
        self.job = job
        self.lost = lost
        self.problem = ""
        self.start = start
        self._known = set() if known is None else known

    def of(self, job: int, lost: Mapping[int, str], start: int) -> "Watch":
        """Return the watch over job number `job`, before which `start` bytes of the shard were read."""
        first = job << RECORD_BITS
        mine = {at - first: reason for at, reason in lost.items() if whole_file(at) == first}
        return Watch(self.position, job, mine, start, self._known)

    @property
    def skipped(self) -> frozenset[int]:
        """The numbers of the documents that are to be left out."""
        return frozenset(self.lost)

    def lost_file(self, is_document: bool) -> str:
        """Return why all of the file is given up: itself, or the one document that it is; empty if it is not."""
        return self.lost.get(0, "") or (self.lost.get(1, "") if is_document else "")

    def over(self, units: "Iterator[Unit]", stream: BinaryIO) -> "Iterator[Unit]":
        """Yield `units`, and say of each that it is being read and cleaned; `problem` is why it is given up."""
        if self.position is None:
            yield from units
            return
        numbers = self.position.numbers
        at = self.job << RECORD_BITS
        tells = stream.seekable()  # what is unpacked does not
        before = self.start - stream.tell() if tells else 0
        while True:
            at += 1
            numbers[0] = at
            unit = next(units, None)
            if unit is None:
                break
            if self.lost:
                self.problem = self.lost.get(at & _RECORDS, "")
            yield unit
            numbers[1] += 1
            if tells and not at & _OFTEN:
                numbers[2] = before + stream.tell()
        self.enter()

    def enter(self) -> None:
        """Say that the worker is at the file as a whole: even to open one may take for ever."""
        if self.position is not None:
            self.position.numbers[0] = self.job << RECORD_BITS

    def leave(self) -> None:
        """Say that the worker is at no document."""
        if self.position is not None:
            self.position.numbers[0] = BETWEEN

    def prepare(self, unit: "Unit", cleaner: "Cleaner", terms: "Terms") -> None:
        """Have the index for a new kind of source made outside the time of its first document."""
        if self.position is None or unit.record is None:
            return
        source = terms.filled(unit.record.source)
        kind = id(cleaner), source.language, source.site
        if kind not in self._known:
            numbers = self.position.numbers
            at, numbers[0] = numbers[0], BETWEEN
            cleaner.matcher(source)
            self._known.add(kind)
            numbers[0] = at


UNWATCHED = Watch()
