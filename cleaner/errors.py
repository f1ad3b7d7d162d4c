"""Every error the user can meet: a place, a problem, a cure."""

from collections.abc import Iterable


class CleanerError(Exception):
    """An error with the place where it happened and, where one is known, the cure.

    Printed as `place: problem` and, on a second line, `hint: cure`.
    """

    def __init__(self, problem: str, *, place: str = "", hint: str = "") -> None:
        """Take the problem, the place (`file` or `file:line`) and the cure, all plain text."""
        super().__init__(problem)
        self.problem = problem
        self.place = place
        self.hint = hint

    def __str__(self) -> str:
        """Return `place: problem` with the hint on a line of its own."""
        head = f"{self.place}: {self.problem}" if self.place else self.problem
        return f"{head}\n  hint: {self.hint}" if self.hint else head

    @property
    def said(self) -> str:
        """The problem and, in brackets, its cure if there is one: in one line, where the place is said besides."""
        return self.problem + (f" ({self.hint})" if self.hint else "")


class RuleError(CleanerError):
    """A rule file that cannot be used; the place is `file:line`."""


class ConfigError(CleanerError):
    """A configuration file that cannot be used; the place is `file:line`."""


class UsageError(CleanerError):
    """An option or argument that makes no sense, before any document was touched."""


class DocumentError(CleanerError):
    """One document that cannot be read, cleaned or written; the run goes on with the next."""


def suggestion(word: str, known: Iterable[str]) -> str:
    """Return `did you mean 'x'?` for the known word closest to `word`, or an empty string."""
    from difflib import get_close_matches  # noqa: PLC0415 - only an error needs it

    close = get_close_matches(word, sorted(known), n=1, cutoff=0.6)
    return f"did you mean {close[0]!r}?" if close else ""
