"""Where things stand in a TOML text: tomllib keeps no places, so the text is read for them once more."""

import re
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import tomllib

# One entry with the texts that begin in it, which may span lines; a [table], a [[table]], or a key.
_ENTRY = (
    r"[ \t]*+(?:\[(?P<list>\[)?[ \t]*+(?P<table>[\w.-]++)[ \t]*+\]|(?P<key>[\w.-]++|\"[^\"\n]*+\"|'[^'\n]*+')[ \t]*+=)?"
    r"(?:[^'\"#\n]++|'''(?s:.*?)'{3,5}|'[^'\n]*+'"
    r'|"""(?:\\(?s:.)|[^\\])*?"{3,5}|"(?:\\.|[^"\\\n])*+")*+'
    r"(?:#[^\n]*+)?\n?"
)
_LINE_OF_ERROR = r"\(at line (\d+)"


class Lines:
    """The lines of the entries of one TOML text, by path: `level`, `tool.cleaner.level`, `corpus[0].paths`, `corpus[0]`."""

    def __init__(self, text: str) -> None:
        """Read `text`, which must be TOML."""
        self._lines: dict[str, int] = {}
        counts: dict[str, int] = {}
        table, at, number = "", 0, 1
        while at < len(text):
            found = _entry().match(text, at)
            assert found is not None
            if found["table"]:
                table = found["table"]
                if found["list"]:
                    counts[table] = counts.get(table, -1) + 1
                    self._lines.setdefault(table, number)
                    table = f"{table}[{counts[table]}]"
                self._lines.setdefault(table, number)
            elif found["key"]:
                key = found["key"].strip("\"'")
                self._lines.setdefault(f"{table}.{key}" if table else key, number)
            at = max(found.end(), at + 1)
            number += text.count("\n", found.start(), at)

    def line(self, path: str) -> int:
        """Return the line of the entry at `path`, or of the nearest table around it, from 1."""
        while path and path not in self._lines:
            path = path.rpartition(".")[0]
        return self._lines.get(path, 1)


@cache
def _entry() -> re.Pattern[str]:
    return re.compile(_ENTRY)


def parsed(text: str) -> dict[str, Any]:
    """Return the values of a TOML text. Raise tomllib.TOMLDecodeError for one that is none."""
    import tomllib  # noqa: PLC0415 - where there is no file it is not needed, and a hook starts 5 ms sooner

    return tomllib.loads(text.replace("\r\n", "\n"))


def line_of_error(error: "tomllib.TOMLDecodeError", text: str) -> int:
    """Return the line that `error` is about; what has no end is found out at the last line."""
    at = re.search(_LINE_OF_ERROR, str(error))
    return int(at[1]) if at else max(len(text.splitlines()), 1)
