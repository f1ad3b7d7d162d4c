"""Each finding with the lines around it, what goes marked below its line."""

from collections.abc import Iterable
from typing import TextIO
from unicodedata import combining, east_asian_width

from cleaner.check.finding import Finding

# What a terminal would obey or swallow stands as this.
_UNSEEN = "\N{OPEN BOX}"


def write(findings: Iterable[Finding], out: TextIO, colour: bool) -> None:
    """Write a paragraph for each finding."""
    bold, red, off = ("\x1b[1m", "\x1b[31;1m", "\x1b[0m") if colour else ("", "", "")
    for one in findings:
        excerpt = one.excerpt
        wide = len(str(excerpt.number + len(excerpt.lines) - 1))
        gap = " " * wide
        out.write(f"{red}{one.by}{off} {one.why}\n{gap}--> {bold}{one.place}{off}\n{gap} |\n")
        for at, line in enumerate(excerpt.lines):
            out.write(f"{excerpt.number + at:{wide}} | {_seen(line)}".rstrip() + "\n")
            if at == excerpt.marked:
                before, marked = line[: excerpt.start], line[excerpt.start : excerpt.stop]
                out.write(f"{gap} | {' ' * _width(before)}{red}{'^' * max(1, _width(marked))}{off}\n")
        out.write(f"{gap} |\n{gap} = {_help(one)}\n\n")


def _help(one: Finding) -> str:
    if one.new:
        return f"help: replace {_quoted(one.old)} with {_quoted(one.new)}" if one.old else f"help: add {_quoted(one.new)}"
    # What can be seen above needs no saying; a line end or a character without width does.
    return "help: remove" if one.old.rstrip("\r\n").isprintable() and one.old.strip() else f"help: remove {_quoted(one.old)}"


def _quoted(text: str) -> str:
    quoted = ascii(text) if not text.isprintable() else repr(text)
    return quoted if len(quoted) <= 60 else quoted[:57] + "..."


def _seen(line: str) -> str:
    if line.isprintable():
        return line
    return "".join(one if one.isprintable() else _UNSEEN for one in line)


def _width(text: str) -> int:
    if text.isascii():
        return len(text)
    return sum(0 if combining(one) else 1 + (east_asian_width(one) in "WF") for one in text)
