"""SARIF 2.1.0, for code scanning: every finding with its place, in Unicode code points, and its fix."""

import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TextIO
from urllib.parse import quote

from cleaner import __version__
from cleaner.check.finding import Finding

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
# The folder that names are relative to is the repository's: whoever shows the findings knows where that is.
_ROOT = "%SRCROOT%"


def write(findings: Iterable[Finding], out: TextIO, colour: bool) -> None:
    """Write the log, which can name its rules only when all findings are there."""
    found = list(findings)
    whys = {one.by: one.why for one in found}
    places = {by: at for at, by in enumerate(sorted(whys))}
    driver = {
        "name": "cleaner",
        "version": __version__,
        "rules": [{"id": by, "shortDescription": {"text": whys[by]}} for by in sorted(whys)],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "newlineSequences": ["\r\n", "\n", "\r"],
        "results": [_result(one, places) for one in found],
    }
    json.dump({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, out, indent=2, ensure_ascii=False)
    out.write("\n")


def _result(one: Finding, places: dict[str, int]) -> dict[str, Any]:
    artifact = _artifact(one.path)
    region = {"startLine": one.line, "startColumn": one.column, "endLine": one.end_line, "endColumn": one.end_column}
    result: dict[str, Any] = {
        "ruleId": one.by,
        "ruleIndex": places[one.by],
        "level": "error",
        "message": {"text": one.why},
        "locations": [{"physicalLocation": {"artifactLocation": artifact, "region": region}}],
    }
    if one.written is not None:
        replacement = {"deletedRegion": region, "insertedContent": {"text": one.written}}
        result["fixes"] = [{"artifactChanges": [{"artifactLocation": artifact, "replacements": [replacement]}]}]
    return result


def _artifact(path: str) -> dict[str, str]:
    name = os.path.relpath(path) if path != "-" else path
    if name.startswith(os.pardir):
        return {"uri": Path(path).resolve().as_uri()}
    return {"uri": quote(Path(name).as_posix()), "uriBaseId": _ROOT}
