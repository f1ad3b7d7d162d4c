"""Where a character of a document stands in its file: line and column, both from 1, columns in Unicode code points."""

import re
from bisect import bisect_right
from collections.abc import Sequence

# Compiled when first needed, by `re`, which keeps them.
_LINE_END = r"\r\n|\n|\r"
_TOKEN = r'(?s)"(?:[^"\\]|\\.)*"|[{}\[\]:,]|[^\s"{}\[\]:,]+'
# What a JSON string writes for one character: a pair of escaped surrogates, an escape, or the character itself.
_CHARACTER = r"(?s)\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.|."


class Lines:
    """The lines of a text: `\\n`, `\\r\\n` and `\\r` end one, nothing else does."""

    def __init__(self, text: str) -> None:
        """Find the line ends of `text`."""
        self.text = text
        self._starts = [0, *(found.end() for found in re.finditer(_LINE_END, text))]

    def place(self, offset: int) -> tuple[int, int]:
        """Return line and column of the character `offset`; that behind the last one is a place too."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def line(self, number: int) -> str | None:
        """Return line `number` without its line end, or None where there is none; an empty last one is none."""
        if not 1 <= number <= len(self._starts) or (number > 1 and self._starts[number - 1] == len(self.text)):
            return None
        stop = self._starts[number] if number < len(self._starts) else len(self.text)
        return self.text[self._starts[number - 1] : stop].rstrip("\r\n")


def columns_in_json(line: str, keys: Sequence[str], text: str) -> list[int] | None:
    """Return for each character of `text` its column in the JSON object `line`, and last that of the closing quote.

    `keys` lead to the string; of equal keys the last one counts, as for whoever reads JSON. Return None where the string
    is not found as written, in UTF-16 say.
    """
    span = _string_at(line, keys)
    if span is None:
        return None
    columns = [found.start() + 1 for found in re.compile(_CHARACTER).finditer(line, span[0] + 1, span[1] - 1)]
    return [*columns, span[1]] if len(columns) == len(text) else None


def _string_at(line: str, keys: Sequence[str]) -> tuple[int, int] | None:
    import json  # noqa: PLC0415 - only a record with findings needs it

    found = None
    path: list[str | None] = []  # the key at which each open object stands, None for an array
    key_next = False
    for token in re.finditer(_TOKEN, line):
        first = token[0][0]
        if first in "{[":
            path.append("" if first == "{" else None)
            key_next = first == "{"
        elif first in "}]":
            if path:
                path.pop()
            key_next = False
        elif first == ",":
            key_next = bool(path) and path[-1] is not None
        elif first == '"' and key_next:
            path[-1] = json.loads(token[0], strict=False)
            key_next = False
        elif first == '"' and path == list(keys):
            found = token.span()
    return found


def json_escaped(text: str) -> str:
    """Return `text` as it stands between the quotes of a JSON string."""
    import json  # noqa: PLC0415

    return json.dumps(text, ensure_ascii=False)[1:-1]
