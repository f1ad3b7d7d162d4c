"""How findings are printed. Each printer is a module with the function of `Printer`."""

from collections.abc import Iterable, Mapping
from typing import Protocol, TextIO

from cleaner.check.finding import Finding
from cleaner.printers import concise, full, github, json, sarif


class Printer(Protocol):
    """A module that prints findings."""

    def write(self, findings: Iterable[Finding], out: TextIO, colour: bool) -> None:
        """Write all findings, as they come, to `out`; `colour` says that a person reads them on a terminal."""
        ...


PRINTERS: Mapping[str, Printer] = {"concise": concise, "full": full, "json": json, "github": github, "sarif": sarif}
