"""How findings are printed. Each printer is a module of the name of its form, with the function of `Printer`."""

from collections.abc import Iterable
from importlib import import_module
from typing import Protocol, TextIO, cast

from cleaner.check.finding import Finding

FORMS = ("concise", "full", "json", "github", "sarif")


class Printer(Protocol):
    """A module that prints findings."""

    def write(self, findings: Iterable[Finding], out: TextIO, colour: bool) -> None:
        """Write all findings, as they come, to `out`; `colour` says that a person reads them on a terminal."""
        ...


def printer(form: str) -> Printer:
    """Return what prints in one of FORMS."""
    return cast("Printer", import_module(f"cleaner.printers.{form}"))
