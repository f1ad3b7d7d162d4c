"""Complaints of proofs: what a rule's examples do not bear out."""

from typing import NamedTuple

from cleaner.rule import PageRule, Rule


class Complaint(NamedTuple):
    """Something that a rule's proof does not bear out.

    `kind` is `proof`, `near-miss`, `slow`, `unexercised`, `double` or `near-double`.
    """

    rule: Rule | PageRule
    kind: str
    problem: str
    line: int = 0

    @property
    def place(self) -> str:
        """`file:line` of the examples, or of the rule."""
        return f"{self.rule.place.rpartition(':')[0]}:{self.line}" if self.line else self.rule.place


def difference(wanted: str, got: str) -> str:
    """Return in words the first line in which two texts differ."""
    wanted_lines, got_lines = wanted.split("\n"), got.split("\n")
    for line in wanted_lines:
        if line and line not in got_lines:
            return f"{line[:70]!r} is gone"
    for line in got_lines:
        if line and line not in wanted_lines:
            return f"{line[:70]!r} is still there"
    return "the blank lines or the order differ"
