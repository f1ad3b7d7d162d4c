"""Workflow commands by which GitHub Actions puts an annotation beside the line of a pull request."""

from collections.abc import Iterable
from typing import TextIO

from cleaner.check.finding import Finding


def write(findings: Iterable[Finding], out: TextIO, colour: bool) -> None:
    """Write a command for each finding."""
    for one in findings:
        line, column = one.last
        properties = {
            "title": f"cleaner ({one.by})",
            "file": one.path,
            "line": one.line,
            "col": one.column,
            "endLine": line,
            "endColumn": column,
        }
        said = ",".join(f"{name}={_escaped(str(value), ':,')}" for name, value in properties.items())
        out.write(f"::error {said}::{_escaped(f'{one.place} {one.by} {one.why}')}\n")


def _escaped(text: str, also: str = "") -> str:
    for one in "%\r\n" + also:
        text = text.replace(one, f"%{ord(one):02X}")
    return text
