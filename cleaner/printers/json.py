"""An array of objects with the keys of ruff's: what reads those reads these."""

import json
from collections.abc import Iterable
from typing import Any, TextIO

from cleaner.check.finding import Finding


def write(findings: Iterable[Finding], out: TextIO, colour: bool) -> None:
    """Write the array, an object at a time."""
    out.write("[")
    for number, one in enumerate(findings):
        text = json.dumps(values(one), indent=2, ensure_ascii=False)
        out.write(("," if number else "") + "\n  " + text.replace("\n", "\n  "))
    out.write("\n]\n")


def values(one: Finding) -> dict[str, Any]:
    """Return a finding as plain values."""
    location = {"row": one.line, "column": one.column}
    end = {"row": one.end_line, "column": one.end_column}
    edit = {"content": one.written, "location": location, "end_location": end}
    return {
        "filename": one.path,
        "location": location,
        "end_location": end,
        "code": one.by,
        "message": one.why,
        "old": one.old,
        "new": one.new,
        "fix": None if one.written is None else {"edits": [edit]},
    }
