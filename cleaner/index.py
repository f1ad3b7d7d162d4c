"""The index: the same matches as `matching.Plain`, from the lines that the anchors of the rules point to.

Whole lines, beginnings and ends are looked up in dicts, so that a rule more costs nothing there; only what may stand
anywhere in a line is looked for by an automaton, and what only the head and the tail may hold by one that sees only them.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import NamedTuple, Protocol

from cleaner.fold import core, may_hold_figures
from cleaner.forms import PATTERN, Bound, RuleMatcher
from cleaner.frozen import Frozen, FrozenAffixes, FrozenScanner, Rows
from cleaner.matching import INSIDE, SHORT_LINE, Candidate, Hits, Tables, tables_of
from cleaner.patterns import lazy
from cleaner.rule import Rule
from cleaner.templates import END_OF_LONG_LINE, LONG_LINE

_DIGIT = lazy(r"\d")
# Beginnings and ends are looked up by so many characters, the few shorter literals by one; where thousands of
# literals share these, the long ones among them by more.
KEY_SIZE = 3
LONG_KEY = 8
# From so many characters on it pays to build what is looked up in.
FEW = 50_000


class Group(NamedTuple):
    """The literals that share their outermost characters: the short ones, and the long ones by more characters."""

    short: list[tuple[str, Hits]]
    long: dict[str, list[tuple[str, Hits]]]


class Affixes:
    """Literals that lines begin with, or end in."""

    def __init__(self, table: Mapping[str, Hits], at_end: bool) -> None:
        """Group the literals of `table` by their first characters, or the last ones if `at_end`."""
        self._fits = str.endswith if at_end else str.startswith
        self._long_key = slice(-LONG_KEY, None) if at_end else slice(LONG_KEY)
        self._keys: dict[int, slice] = {}
        self._groups: dict[int, dict[str, Group]] = {}
        for literal, hits in table.items():
            size = KEY_SIZE if len(literal) >= KEY_SIZE else 1
            edge = self._keys.setdefault(size, slice(-size, None) if at_end else slice(size))
            group = self._groups.setdefault(size, {}).setdefault(literal[edge], Group([], {}))
            is_long = len(literal) >= LONG_KEY
            (group.long.setdefault(literal[self._long_key], []) if is_long else group.short).append((literal, hits))

    def find(self, lines: Sequence[str]) -> Iterator[tuple[int, Hits]]:
        """Yield the position of each line that one of the literals stands at the edge of, and what that points to."""
        fits, long_key = self._fits, self._long_key
        for size, groups in self._groups.items():
            for at, group in enumerate(map(groups.get, map(itemgetter(self._keys[size]), lines))):
                if group is None:
                    continue
                line = lines[at]
                for literal, hits in (*group.short, *group.long.get(line[long_key], ())):
                    if fits(line, literal):
                        yield at, hits


class Scanner:
    """Literals anywhere in lines, found by an automaton."""

    def __init__(self, table: Mapping[str, Hits], fast: bool) -> None:
        """Build the automaton; `fast` spends more time here for faster scanning."""
        from ahocorasick_rs import BytesAhoCorasick, Implementation  # noqa: PLC0415

        # 4,000 literals: 49 ms to build and 71 MB/s as DFA, 7 ms to build as contiguous NFA.
        kind = Implementation.DFA if fast else Implementation.ContiguousNFA
        self._hits = list(table.values())
        self._automaton = BytesAhoCorasick([text.encode("utf-8", "surrogatepass") for text in table], implementation=kind)

    def find(self, lines: Sequence[str]) -> Iterator[tuple[int, Hits]]:
        """Yield the position of each line that holds a literal, once for each, and what that points to."""
        data = "\n".join(lines).encode("utf-8", "surrogatepass")
        at = seen = 0
        for number, start, _ in self._automaton.find_matches_as_indexes(data, overlapping=True):
            if start >= seen:  # matches come by their end, so a later one may begin before an earlier one
                at += data.count(b"\n", seen, start)
                line, seen = at, start
            else:
                line = at - data.count(b"\n", start, seen)
            yield line, self._hits[number]


class Edge(Protocol):
    """Looks literals up at an edge of lines, or anywhere in them."""

    def find(self, lines: Sequence[str]) -> Iterable[tuple[int, Hits]]:
        """Yield the position of each line that has one of the literals there, and what that points to."""
        ...


class Lookups(NamedTuple):
    """What literals are looked up in: whole lines, the longest of which has `longest` characters, edges, and inside.

    `bounds` are those of the patterns of rules.
    """

    whole: Callable[[str], Hits | None]
    longest: int
    starts: Edge
    ends: Edge
    inside: Mapping[str, Edge]
    unanchored: Hits
    bounds: Mapping[int, Bound]


def built(tables: Tables, fast: bool = True) -> Lookups:
    """Return lookups in `tables`; `fast` spends more time here for faster scanning, right for more than a few files."""
    by_kind = tables.by_kind
    return Lookups(
        by_kind["whole"].get,
        max(map(len, by_kind["whole"]), default=0),
        Affixes(by_kind["starts"], at_end=False),
        Affixes(by_kind["ends"], at_end=True),
        {kind: Scanner(by_kind[kind], fast) for kind in INSIDE if by_kind[kind]},
        tables.unanchored,
        tables.bounds,
    )


def thawed(kept: Frozen) -> Lookups:
    """Return lookups in tables as the cache keeps them: at once, and ten times as slow as what is built."""
    rows = Rows(kept)
    inside = {kind: FrozenScanner(data) for kind, data in kept.inside.items()}
    starts, ends = FrozenAffixes(rows, at_end=False), FrozenAffixes(rows, at_end=True)
    return Lookups(rows.get, kept.longest, starts, ends, inside, kept.unanchored, kept.bounds)


class Index:
    """The same matches as `Plain`, from the lines that the anchors point to."""

    def __init__(
        self, rules: Sequence[Rule], lookups: Lookups | None = None, later: Callable[[], Lookups] | None = None
    ) -> None:
        """Take what literals are looked up in, built from the rules where it is not given.

        What `later` makes takes its place after FEW characters of text.
        """
        self.rules = rules
        self._lookups = lookups or built(tables_of(rules))
        self._later = later
        self._left = FEW
        self._matchers: list[RuleMatcher | None] = [None] * len(rules)

    def candidates(self, folded: Sequence[str]) -> list[Candidate]:
        """Return the candidates that the anchors point to, those of rules with a zone in all lines or in none."""
        if self._later:
            self._left -= sum(map(len, folded))
            if self._left < 0:
                self._lookups, self._later = self._later(), None
        whole, _, starts, ends, inside, *_ = self._lookups
        found = [(at, hits) for at, hits in enumerate(map(whole, folded)) if hits]
        places, cores, later = self._cores(folded)
        if cores:
            found += [(places[at], hits) for at, hits in enumerate(map(whole, cores)) if hits]
            found += [(places[at], hits) for at, hits in ends.find(cores)]
            found += [(places[at], hits) for at, hits in starts.find(cores[:later])]
        found += starts.find(folded)
        found += ends.find(folded)
        if anywhere := inside.get("contains"):
            found += anywhere.find(_ends_only(folded))
        if short := inside.get("short"):
            text = "\n".join(folded)
            places = [at for at in may_hold_figures(text) if len(folded[at]) <= SHORT_LINE and _DIGIT.search(folded[at])]
            found += [(places[at], hits) for at, hits in short.find([folded[at] for at in places])]
        return [Candidate(at, rule, form) for at, hits in found for rule, form in hits]

    @property
    def has_edges(self) -> bool:
        """Whether `edge_candidates` may return any."""
        return "edges" in self._lookups.inside or bool(self._lookups.unanchored)

    def edge_candidates(self, folded: Sequence[str]) -> list[Candidate]:
        """Return the candidates of rules with a zone, besides those that `candidates` returns."""
        found = []
        if edges := self._lookups.inside.get("edges"):
            found = [Candidate(at, rule, form) for at, hits in edges.find(_ends_only(folded)) for rule, form in hits]
        for rule, form in self._lookups.unanchored:
            longest = self._lookups.bounds[rule].longest if form == PATTERN else LONG_LINE
            found += [Candidate(at, rule, form) for at, line in enumerate(folded) if len(line) <= longest]
        return found

    def matcher(self, number: int) -> RuleMatcher:
        """Return the matcher of rule `number`, made when first asked for."""
        matcher = self._matchers[number]
        if matcher is None:
            matcher = self._matchers[number] = RuleMatcher(self.rules[number], self._lookups.bounds.get(number))
        return matcher

    def _cores(self, folded: Sequence[str]) -> tuple[list[int], list[str], int]:
        """Return the cores that differ from their lines, where a literal may be or touch the core, and their positions.

        First come those that do not begin in a word as their lines do: so many of them begin later.
        No literal at the end of a core takes a line of more than SHORT_LINE characters, and a line that begins in a word,
        and is in a word behind the longest whole line, has no core as short as one.
        """
        longest = max(SHORT_LINE, self._lookups.longest)
        later: list[int] = []
        same: list[int] = []
        for at, line in enumerate(folded):
            if not line[:1].isalnum():
                later.append(at)
            elif not line[-1].isalnum() and (len(line) <= longest or not line[longest].isalnum()):
                same.append(at)
        places = later + same
        return places, [core(folded[at]) for at in places], len(later)


def _ends_only(folded: Sequence[str]) -> list[str]:
    """Return the lines as the automaton sees them: of a long line only its two ends."""
    return [line if len(line) <= LONG_LINE else f"{line[:END_OF_LONG_LINE]}\0{line[-END_OF_LONG_LINE:]}" for line in folded]
