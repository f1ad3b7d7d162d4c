"""One document cleaned under its terms, whatever happens, and counted."""

from typing import TYPE_CHECKING

from cleaner.config import ANY_TERMS, Terms
from cleaner.document import Record, Result
from cleaner.errors import CleanerError, DocumentError
from cleaner.pipeline import Cleaner
from cleaner.tally import Tally

if TYPE_CHECKING:
    from cleaner.formats import Unit


def clean_unit(unit: "Unit", cleaner: Cleaner, final_newline: bool, tally: Tally, terms: Terms = ANY_TERMS) -> Result | None:
    """Clean one document under `terms` and count it; return None where it failed."""
    if unit.error is not None:
        tally.fail(unit.place, unit.error.said)
        return None
    note = getattr(unit, "note", "")
    if unit.record is None:
        if note:
            tally.notes.append((unit.place, note))
        return None
    try:
        result = _cleaned(unit.record, cleaner, final_newline, terms)
    except DocumentError as error:
        tally.fail(unit.place, error.problem)
        return None
    except CleanerError:
        raise
    except Exception as error:
        tally.fail(unit.place, f"a fault of the cleaner, please report it: {type(error).__name__}: {error}")
        return None
    tally.count(unit.place, result, terms.filled(unit.record.source).site)
    entries = (terms.allowed,) if terms.allowed else [terms.phrases[phrase] for phrase in result.kept]
    if entries:
        tally.uses.update(entry.place for entry in entries)
    if pruned := getattr(unit, "pruned", ()):
        tally.pruned.update(dict(pruned))
    if note and result.changed:
        tally.notes.append((unit.place, note))
    if remark := getattr(unit, "remark", ""):
        tally.notes.append((unit.place, remark))
    return result


def _cleaned(record: Record, cleaner: Cleaner, final_newline: bool, terms: Terms) -> Result:
    if terms.allowed:
        return Result(record.text, record.text)
    source = terms.filled(record.source)
    return cleaner.clean_record(record if source is record.source else Record(source, record.text), final_newline)
