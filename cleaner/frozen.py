"""The tables of the index as they lie on disk, for a few texts: looked up where they are, not built.

To read 38,000 literals and to build what is looked up from them takes 100 ms, which pays from some thousand lines on. Here
a literal is its hash in a sorted row of numbers, with what it points to beside it; two that share one only make a rule be
asked in vain. What stands anywhere in a line is found by a few of its characters that few other literals have.
"""

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from marshal import dumps, loads
from typing import NamedTuple
from zlib import crc32

from cleaner.forms import Bound
from cleaner.matching import INSIDE, Hits, Tables

# What the numbers of texts begin with: each kind of text makes other numbers, however alike the texts are.
_WHOLE, _STARTS, _ENDS = 0x9E3779B1, 0x85EBCA6B, 0xC2B2AE35
# So many characters at the edge of a line tell which lengths of literals to look for, and what stands anywhere by so many.
_EDGE = 3
_GRAM = 4


class Frozen(NamedTuple):
    """The tables of one list of rules as plain values.

    `rows` are three columns: sorted numbers of texts, and beside each a rule and a form. `edges` are two: sorted numbers
    of beginnings and ends of literals, and beside each how long such a literal is. `inside` holds by kind, marshalled, the
    literals that may stand anywhere by some characters of each, `bounds` those of the patterns of rules.
    """

    longest: int
    rows: list[bytes]
    edges: list[bytes]
    inside: dict[str, bytes]
    unanchored: Hits
    bounds: dict[int, Bound]


def frozen(tables: Tables) -> Frozen:
    """Return the `tables` of a list of rules as they are kept."""
    by_kind = tables.by_kind
    rows = [(_number(text, _WHOLE), *hit) for text, hits in by_kind["whole"].items() for hit in hits]
    rows += [(_number(text, _STARTS), *hit) for text, hits in by_kind["starts"].items() for hit in hits]
    rows += [(_number(text, _ENDS), *hit) for text, hits in by_kind["ends"].items() for hit in hits]
    edges = {(_number(text[:_EDGE], _STARTS), len(text)) for text in by_kind["starts"]}
    edges |= {(_number(text[-_EDGE:], _ENDS), len(text)) for text in by_kind["ends"]}
    inside = {kind: dumps(_by_grams(by_kind[kind])) for kind in INSIDE if by_kind[kind]}
    longest = max(map(len, by_kind["whole"]), default=0)
    return Frozen(longest, _columns(rows, 3), _columns(edges, 2), inside, tables.unanchored, tables.bounds)


def _columns(rows: Iterable[tuple[int, ...]], many: int) -> list[bytes]:
    """Return the columns of `rows` in order of the first: small numbers, of which a form may be below nought."""
    ordered = sorted(rows)
    return [array("i" if at == 2 else "I", [row[at] for row in ordered]).tobytes() for at in range(many)]


def _number(text: str, kind: int) -> int:
    return crc32(text.encode("utf-8", "surrogatepass"), kind)


def _by_grams(table: Mapping[str, Hits]) -> dict[str, list[tuple[str, Hits]]]:
    """Return the literals by the characters of each, as many as _GRAM, that fewest of all share."""
    grams = {text: {text[at : at + _GRAM] for at in range(max(1, len(text) - _GRAM + 1))} for text in table}
    common = Counter(gram for several in grams.values() for gram in several)
    found: dict[str, list[tuple[str, Hits]]] = {}
    for text, hits in table.items():
        found.setdefault(min(grams[text], key=lambda gram: (common[gram], gram)), []).append((text, hits))
    return found


class Rows:
    """What the numbers of texts point to."""

    def __init__(self, kept: Frozen) -> None:
        """Take the columns."""
        self._numbers, self._rules, self._forms = map(array, "IIi", kept.rows)
        self._edges, self._sizes = map(array, "II", kept.edges)

    def find(self, text: str, kind: int) -> list[tuple[int, int]]:
        """Return what `text`, of a kind, points to."""
        return [(self._rules[at], self._forms[at]) for at in _places(self._numbers, _number(text, kind))]

    def sizes(self, edge: str, kind: int) -> list[int]:
        """Return how long literals of a kind are that begin or end in `edge`."""
        return [self._sizes[at] for at in _places(self._edges, _number(edge, kind))]

    def get(self, text: str) -> Hits | None:
        """Return what the whole line `text` points to."""
        return self.find(text, _WHOLE) or None


def _places(numbers: "array[int]", number: int) -> range:
    """Return where `number` stands in a sorted row."""
    start = stop = bisect_left(numbers, number)
    while stop < len(numbers) and numbers[stop] == number:
        stop += 1
    return range(start, stop)


class FrozenAffixes:
    """Literals that lines begin with, or end in."""

    def __init__(self, rows: Rows, at_end: bool) -> None:
        """Take the rows, and on which side of the lines to look."""
        self._rows = rows
        self._at_end = at_end
        self._kind = _ENDS if at_end else _STARTS

    def find(self, lines: Sequence[str]) -> Iterator[tuple[int, Hits]]:
        """Yield the position of each line that one of the literals stands at the edge of, and what that points to."""
        rows, at_end, kind = self._rows, self._at_end, self._kind
        for at, line in enumerate(lines):
            edges = {line[-size:] if at_end else line[:size] for size in range(1, _EDGE + 1)}
            for size in {size for edge in edges for size in rows.sizes(edge, kind) if size <= len(line)}:
                hits = rows.find(line[-size:] if at_end else line[:size], kind)
                if hits:
                    yield at, hits


class FrozenScanner:
    """Literals anywhere in lines, found by the characters of each that are kept."""

    def __init__(self, data: bytes) -> None:
        """Take the literals, marshalled."""
        self._by_gram: dict[str, list[tuple[str, Hits]]] = loads(data)
        self._short = [gram for gram in self._by_gram if len(gram) < _GRAM]

    def find(self, lines: Sequence[str]) -> Iterator[tuple[int, Hits]]:
        """Yield the position of each line that holds a literal, and what that points to."""
        text = "\n".join(lines)
        grams = {text[at : at + _GRAM] for at in range(len(text))}
        short = [gram for gram in self._short if gram in text]
        for gram in (*short, *(grams & self._by_gram.keys())):
            for literal, hits in self._by_gram[gram]:
                if literal in text:
                    yield from ((at, hits) for at, line in enumerate(lines) if literal in line)
