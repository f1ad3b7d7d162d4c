"""One file: what would be found in it, and what a fix would make of it."""

from collections.abc import Callable, Iterator
from functools import cache
from typing import TYPE_CHECKING, BinaryIO, cast

from cleaner.check.baseline import Known
from cleaner.check.files import Target
from cleaner.check.finding import Checked, Finding, of_record, of_text
from cleaner.check.position import columns_in_json
from cleaner.cleaners import Cleaners
from cleaner.config import Config, Terms
from cleaner.counted import clean_unit
from cleaner.document import Record, Result
from cleaner.errors import DocumentError
from cleaner.explain import why
from cleaner.formats import Fields, Format, Reading, Unit, text
from cleaner.formats.text import decode, encode
from cleaner.pipeline import Cleaner
from cleaner.tally import Tally

if TYPE_CHECKING:
    from cleaner.check.rewrite import Piece

# What stays in a text can keep a cut from being made again, which the next pass sees; ruff allows as many.
_MOST_PASSES = 10

Why = Callable[[str], str]


class Checker:
    """Finds and fixes what one Cleaner would change."""

    def __init__(self, cleaner: Cleaner, reading: Reading) -> None:
        """Take the cleaner, and how files are read."""
        self._cleaner = cleaner
        self._reading = reading
        self._why: Why = cache(lambda name: why(name, cleaner.ruleset))

    def check(self, stream: BinaryIO, target: Target) -> Checked:
        """Return what there is to find in `stream`, a file as `target` says."""
        tally = Tally()
        findings: list[Finding] = []
        kept: set[str] = set()
        terms = target.config.terms(target.path)
        for number, unit in enumerate(self._units(stream, target), 1):
            result = self._clean(unit, target, tally, terms)
            if result is not None:
                findings += self._findings(unit, number, result, target)
                kept.update(getattr(result, "kept", ()))
        return Checked(tuple(findings), tuple(tally.refused), tuple(tally.failed), tuple(sorted(kept)))

    def pieces(self, stream: BinaryIO, target: Target, known: Known) -> "Iterator[Piece]":
        """Yield each document of a file as it is and as it would be, where what is `known` stays, and is used up.

        A document that fails is left as it is. Raise DocumentError where the clean text cannot be written in the file's
        encoding.
        """
        terms = target.config.terms(target.path)
        for number, unit in enumerate(self._units(stream, target), 1):
            was = unit.rendered(None) or b""
            result = self._clean(unit, target, Tally(), terms)
            text = self._text(unit, number, result, target, known) if result and result.changed else None
            if result is None or text is None or text == result.original:
                yield was, was
            elif target.kind == "text":
                yield was, _same_encoding(text, unit)
            else:
                yield was, unit.rendered(result._replace(text=text)) or b""

    def _units(self, stream: BinaryIO, target: Target) -> Iterator[Unit]:
        return _format(target.kind).read(stream, target.path, target.config.told, self._reading)

    def _clean(self, unit: Unit, target: Target, tally: Tally, terms: Terms) -> Result | None:
        return clean_unit(unit, self._cleaner, _format(target.kind).FINAL_NEWLINE, tally, terms)

    def _findings(self, unit: Unit, number: int, result: Result, target: Target) -> Iterator[Finding]:
        if target.kind == "text":
            return of_text(target.path, result, self._why)
        columns = None
        if result.changed:
            raw = (unit.rendered(None) or b"").decode("utf-8", "replace")
            field = self._reading.fields.text  # a name, or a path into objects
            columns = columns_in_json(raw, (field,), result.original)
            columns = columns or columns_in_json(raw, tuple(field.split(".")), result.original)
        return of_record(target.path, number, columns, result, self._why)

    def _text(self, unit: Unit, number: int, result: Result, target: Target, known: Known) -> str:
        """Return the text without what is found in it, but for what is known."""
        from cleaner.audit import rendered  # noqa: PLC0415 - for fixing only

        left, before = result, known.copy()
        for one in range(_MOST_PASSES):
            left_known = before.copy() if one else known
            found = zip(left.spans, self._findings(unit, number, left, target), strict=True)
            go = [span for span, finding in found if not left_known.takes(finding)]
            if len(go) == len(left.spans):
                return left.text
            text = rendered(left.original, go)
            assert unit.record is not None
            record = Record(target.config.terms(target.path).filled(unit.record.source), text)
            again = self._cleaner.clean_record(record, _format(target.kind).FINAL_NEWLINE)
            if not go or not again.changed:
                return text
            left = again
        return result.original


def _format(kind: str) -> Format:
    """Return the one of two formats that is asked for: to import all of them takes as long as the rest of a short check."""
    if kind == "text":
        return cast("Format", text)
    from cleaner.formats import jsonl  # noqa: PLC0415

    return cast("Format", jsonl)


def checker_of(config: Config, fast: bool) -> Checker:
    """Return what checks files under `config`; `fast` is for many, and takes longer to make.

    Raise RuleError, ConfigError or UsageError for rules or names of rules that cannot be used.
    """
    fields = Fields(config.text_field, config.id_field, config.url_field, config.language_field, config.title_field)
    return Checker(Cleaners(fast).of(config), Reading(config.encoding == "strict", fields))


def _same_encoding(text: str, unit: Unit) -> bytes:
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
