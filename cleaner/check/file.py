"""One file: what would be found in it, and what a fix would make of it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import BinaryIO

from cleaner.audit import rendered
from cleaner.batch import clean_unit
from cleaner.check.baseline import Known
from cleaner.check.finding import Finding, of_record, of_text
from cleaner.check.rewrite import Piece
from cleaner.corpus import Job
from cleaner.document import Record, Result
from cleaner.errors import DocumentError
from cleaner.formats import Unit, formats
from cleaner.formats.text import decode, encode
from cleaner.pipeline import Cleaner
from cleaner.tally import Tally

# Formats whose documents can be put back into the file that they are from.
IN_PLACE = ("text", "jsonl")
# What stays in a text can keep a cut from being made again, which the next pass sees; ruff allows as many.
_MOST_PASSES = 10

Why = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found in a file; `refused` and `failed` are documents, each with the reason."""

    findings: tuple[Finding, ...] = ()
    refused: tuple[tuple[str, str], ...] = ()
    failed: tuple[tuple[str, str], ...] = ()


class Checker:
    """Finds and fixes what one Cleaner would change."""

    def __init__(self, cleaner: Cleaner, strict: bool, why: Why) -> None:
        """Take the cleaner, whether to refuse what is not UTF-8, and what gives the reason behind a name."""
        self._cleaner = cleaner
        self._strict = strict
        self._why = why

    def check(self, stream: BinaryIO, job: Job) -> Checked:
        """Return what there is to find in `stream`, a file as `job` says."""
        tally = Tally()
        findings: list[Finding] = []
        for number, unit in enumerate(formats()[job.kind].read(stream, job.place, job.source, self._strict), 1):
            result = self._clean(unit, job, tally)
            if result is not None:
                findings += self._findings(unit, number, result, job)
        return Checked(tuple(findings), tuple(tally.refused), tuple(tally.failed))

    def pieces(self, stream: BinaryIO, job: Job, known: Known) -> Iterator[Piece]:
        """Yield each document of a file as it is and as it would be, where what is `known` stays, and is used up.

        A document that fails is left as it is. Raise DocumentError where the clean text cannot be written in the file's
        encoding.
        """
        for number, unit in enumerate(formats()[job.kind].read(stream, job.place, job.source, self._strict), 1):
            was = unit.rendered(None)
            result = self._clean(unit, job, Tally())
            if result is None or not result.changed:
                yield was, was
                continue
            text = self._text(unit, number, result, job, known)
            if text == result.original:
                yield was, was
            elif job.kind == "text":
                yield was, _same_encoding(text, unit, was)
            else:
                yield was, unit.rendered(replace(result, text=text))

    def _clean(self, unit: Unit, job: Job, tally: Tally) -> Result | None:
        return clean_unit(unit, self._cleaner, formats()[job.kind].FINAL_NEWLINE, tally)

    def _findings(self, unit: Unit, number: int, result: Result, job: Job) -> Iterator[Finding]:
        if job.kind == "text":
            return of_text(job.place, result, self._why)
        return of_record(job.place, number, unit.rendered(None), ("text",), result, self._why)

    def _text(self, unit: Unit, number: int, result: Result, job: Job, known: Known) -> str:
        """Return the text without what is found in it, but for what is known."""
        left, before = result, known.copy()
        for one in range(_MOST_PASSES):
            left_known = before.copy() if one else known
            found = zip(left.spans, self._findings(unit, number, left, job), strict=True)
            go = [span for span, finding in found if not left_known.takes(finding)]
            if len(go) == len(left.spans):
                return left.text
            text = rendered(left.original, go)
            assert unit.record is not None
            again = self._cleaner.clean_record(Record(unit.record.source, text), formats()[job.kind].FINAL_NEWLINE)
            if not go or not again.changed:
                return text
            left = again
        return left.original


def _same_encoding(text: str, unit: Unit, was: bytes) -> bytes:
    """Return `text` in the encoding of the file, in which it must be read again as what it is."""
    if unit.encoding == "utf-8":
        return encode(text)
    try:
        new = encode(text, unit.encoding, unit.bom)
        if decode(new)[0] == text:
            return new
        problem = f"not fixed: the clean text in {unit.encoding} would be read as something else"
    except UnicodeEncodeError as error:
        problem = f"not fixed: {unit.encoding} has no {error.object[error.start]!r}"
    raise DocumentError(problem, place=unit.place, hint="convert the file to UTF-8 first")
