"""A line for each finding: `path:line:column rule why`."""

from collections.abc import Iterable
from typing import TextIO

from cleaner.check.finding import Finding


def write(findings: Iterable[Finding], out: TextIO, colour: bool) -> None:
    """Write a line for each finding."""
    for one in findings:
        if colour:
            out.write(f"\x1b[1m{one.path}\x1b[0m:{one.line}:{one.column} \x1b[31;1m{one.by}\x1b[0m {one.why}\n")
        else:
            out.write(f"{one.place} {one.by} {one.why}\n")
