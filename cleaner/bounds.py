"""Bounds on patterns: a static look for what can match one text in more ways than can be tried.

A pattern is taken apart to the places where it takes a character, and to which of them may follow which: an automaton
with as many ways through it as a backtracking matcher has. If from one place a text leads back to it in two ways, the
ways double with each round: `(?:a|aa)+b`, `(?:\\S+\\s*){2,16}`. Sets are compared by the characters of a sample.
"""

from collections.abc import Iterator
from functools import lru_cache
from math import inf
from typing import TYPE_CHECKING, NamedTuple

from cleaner.patterns import DOTALL, IGNORECASE, VERSION1, lazy

if TYPE_CHECKING:
    import regex

TOKEN = lazy(
    r"(?P<escape>\\(?:[pP]\{[^}]*+\}|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|.))"
    r"|(?P<set>\[\^?\]?(?:\\.|\[:\w+:\]|(?&set)|[^\]\\])*+\])"
    r"|(?P<comment>\(\?#[^)]*+\))"
    r"|(?P<call>\(\?(?:R|[+-]?\d+|&\w+|P>\w+)\))"
    r"|(?P<switch>\(\?[a-zA-Z01-]++\))"
    r"|(?P<open>\((?:\?(?:P?<\w+>|<?[=!]|[>|]|(?P<flags>[a-zA-Z01-]*+):|P=\w+(?=\))|\(\w+\)))?)"
    r"|(?P<close>\))"
    r"|(?P<fuzzy>\{[^}]*?[a-z][^}]*+\})"
    r"|(?P<repeat>(?:[*+?]|\{(?!\})(?P<low>\d*)(?P<comma>,?)(?P<high>\d*)\})[+?]?)"
    r"|(?P<bar>\|)"
    r"|(?P<other>.)",
    DOTALL,
)
_REPEATED_GROUP = lazy(r"\)(?:[*+]|\{(?![012]?\}|[01]?,[12]\}))")
_CALL = lazy(r"\(\?(?:R|[+-]?\d|&|P>)|\{[^}\d,]")
_EMPTY = frozenset(("^", r"\b", r"\B", r"\A", r"\m", r"\M", r"\G", r"\K"))
_ENDS = frozenset(("$", r"\Z", r"\z"))
# Characters that stand for all others of their kind, as far as sets in patterns tell kinds apart.
_SAMPLE = "azAZ09 \t_-.,:;!?'\"()[]/|•»–’@#&+*%$éÉßñαΩяЯä中文年あアक\u093f\u00a0\u3000\u200b✓"
# Copies of what is repeated a fixed number of times; above that it counts as a repeat of any number.
_MOST_COPIES = 60
# A count of rounds some of which may be empty: which ones are is tried in all ways.
_MANY_EMPTY = 6
# So many pairs of places are looked at; no bundled pattern has a tenth of them.
_MOST_PAIRS = 20_000


class _Node(NamedTuple):
    """A part of a pattern: `kind` is char, end, cat, alt, repeat, look, atomic, or committed.

    Both of the last give nothing back; a committed one is a repeat that may end after any round, and so never tries the
    rounds before in another way either.
    """

    kind: str
    parts: tuple["_Node", ...] = ()
    chars: int = 0
    low: int = 1
    high: float = 1
    text: str = ""

    def length(self) -> int | None:
        """Return how many characters the node takes, or None if that varies."""
        if self.kind in ("char", "end", "look"):
            return int(self.kind == "char")
        lengths = [part.length() for part in self.parts]
        if None in lengths:
            return None
        known = [length for length in lengths if length is not None]
        if self.kind == "alt":
            return known[0] if len(set(known)) == 1 else None
        if self.kind == "repeat":
            return known[0] * self.low if self.low == self.high else None
        return sum(known)


class _Parser:
    """Reads a pattern. `problem` says what there is in it that has no bound at all."""

    def __init__(self, pattern: str) -> None:
        self.tokens = list(TOKEN.finditer(pattern))
        self.at = 0
        self.problem = ""
        letters = "".join(char + char.swapcase() for char in pattern if char.isalnum())
        self.sample = "".join(dict.fromkeys(_SAMPLE + pattern + letters))

    def alternatives(self, flags: frozenset[str]) -> _Node:
        """Read up to the bracket that closes, or the end."""
        branches: list[_Node] = []
        row: list[_Node] = []
        while self.at < len(self.tokens):
            token = self.tokens[self.at]
            kind, text = token.lastgroup, token[0]
            self.at += 1
            if kind == "close":
                break
            if kind == "bar":
                branches.append(_Node("cat", tuple(row)))
                row = []
            elif kind == "repeat" and row:
                row.append(_repeated(row.pop(), token))
            elif kind in ("call", "fuzzy"):
                self.problem = self.problem or f"{text!r}, which has no bound"
            elif kind == "switch":
                flags = _flags(text[2:-1], flags)
            elif kind == "open":
                row.append(self._group(token, flags))
            elif text in _ENDS:
                row.append(_Node("end"))
            elif text not in _EMPTY and kind != "comment" and not ("x" in flags and text.isspace()):
                row.append(_Node("char", chars=_chars(text, "i" in flags, self.sample)))
        branches.append(_Node("cat", tuple(row)))
        return branches[0] if len(branches) == 1 else _Node("alt", tuple(branches))

    def _group(self, token: "regex.Match[str]", flags: frozenset[str]) -> _Node:
        inside = self.alternatives(_flags(token["flags"] or "", flags))
        if token[0] in ("(?=", "(?!", "(?<=", "(?<!"):
            return _Node("look", (inside,))
        return _Node("atomic", (inside,)) if token[0] == "(?>" else inside


def _flags(text: str, flags: frozenset[str]) -> frozenset[str]:
    on, _, off = text.partition("-")
    return (flags | set(on)) - set(off)


def rounds(token: "regex.Match[str]") -> tuple[int, float]:
    """Return how often a repeat takes what it repeats, at least and at most."""
    sign = token[0][0]
    if sign != "{":
        return int(sign == "+"), 1 if sign == "?" else inf
    low = int(token["low"] or 0)
    return low, (float(token["high"] or inf) if token["comma"] else low)


def _repeated(node: _Node, token: "regex.Match[str]") -> _Node:
    text = token[0]
    low, high = rounds(token)
    if len(text) == 1 or text[-1] != "+":
        return _Node("repeat", (node,), low=int(low), high=high, text=text)
    kind = "committed" if low <= 1 else "atomic"
    node = _Node("atomic", (node,)) if low <= 1 else node
    return _Node(kind, (_Node("repeat", (node,), low=int(low), high=high, text=text),))


def _chars(text: str, ignorecase: bool, sample: str) -> int:
    """Return which characters of `sample` the set, escape or character `text` takes, as bits."""
    if len(text) == 1 and text != ".":
        alike = {text, text.lower(), text.upper()} if ignorecase else {text}
        return sum(1 << sample.index(char) for char in alike if char in sample)
    return _of_kind(text, ignorecase, sample[: len(_SAMPLE)]) | _of_kind(text, ignorecase, sample[len(_SAMPLE) :]) << len(
        _SAMPLE
    )


@lru_cache(4096)
def _of_kind(text: str, ignorecase: bool, sample: str) -> int:
    import regex  # noqa: PLC0415 - only a rule that is read needs it

    try:
        found = regex.compile(text, VERSION1 | IGNORECASE * ignorecase).finditer(sample)
    except regex.error:  # a reference to a group
        return (1 << len(sample)) - 1
    return sum(1 << one.start() for one in found)


class _Fragment(NamedTuple):
    """A part of the automaton: places it may begin with and end in, each with the number of ways (2: several).

    With a last place go the characters that cannot come next. `empty` is in how many ways nothing is taken.
    """

    first: dict[int, int]
    last: dict[int, tuple[int, int]]
    empty: int


class _Automaton:
    """Places that take a character, and which may follow which, on what characters: in one way, in several."""

    def __init__(self) -> None:
        self.chars: list[int] = []
        self.follow: list[dict[int, int]] = []
        self.twice: list[dict[int, int]] = []
        self.repeat: list[str] = []  # the outermost one around a place, as written
        self.loop: list[int] = []  # the same by number; 0 for none
        self.group: list[int] = []  # the outermost one that gives nothing back; 0 for none
        self.problem = ""

    def build(self, node: _Node) -> _Fragment:
        if node.kind == "char":
            return self._place(node.chars)
        if node.kind in ("cat", "alt"):
            parts = [self.build(part) for part in node.parts]
            return self._row(parts) if node.kind == "cat" else _either(parts)
        if node.kind in ("atomic", "committed"):
            return self._atomic(node)
        if node.kind == "repeat":
            return self._repeat(node)
        for part in node.parts:
            self.build(part)
        return _Fragment({}, {}, int(node.kind == "look"))  # no way leads on from the end

    def _place(self, chars: int) -> _Fragment:
        self.chars.append(chars)
        self.follow.append({})
        self.twice.append({})
        self.repeat.append("")
        self.loop.append(0)
        self.group.append(0)
        at = len(self.chars) - 1
        return _Fragment({at: 1}, {at: (1, 0)}, 0)

    def _row(self, parts: list[_Fragment]) -> _Fragment:
        whole = _Fragment({}, {}, 1)
        for part in parts:
            self._link(whole.last, part.first)
            first = _added(whole.first, part.first, whole.empty)
            last = _either([_Fragment({}, part.last, 0), *[_Fragment({}, whole.last, 0)] * min(part.empty, 1)]).last
            whole = _Fragment(first, last, min(2, whole.empty * part.empty))
        return whole

    def _atomic(self, node: _Node) -> _Fragment:
        """What could have gone on inside does not end there, and of all ways inside only one is taken."""
        start = len(self.chars)
        part = self.build(node.parts[0])
        if node.kind == "atomic":
            self.problem = self.problem or self._ambiguous(start)
        for at in range(start, len(self.chars)):
            self.twice[at].clear()
            self.group[at] = start + 1
        last = {at: (1, taken | self._next(at)) for at, (_, taken) in part.last.items()}
        return _Fragment(dict.fromkeys(part.first, 1), last, min(1, part.empty))

    def _next(self, at: int) -> int:
        chars = 0
        for one in self.follow[at].values():
            chars |= one
        return chars

    def _repeat(self, node: _Node) -> _Fragment:
        part, low, high = node.parts[0], node.low, node.high
        if high <= 2 or (low == high <= _MOST_COPIES and part.length() is not None):
            copies = [self.build(part) for _ in range(int(high))]
            return self._row([one if n < low else one._replace(empty=one.empty + 1) for n, one in enumerate(copies)])
        start = len(self.chars)
        found = self.build(part)
        self._link(found.last, found.first)
        if found.empty and high >= _MANY_EMPTY and (low > 1 or high < inf):
            self._link(found.last, found.first)
        inside = len(self.chars) - start
        self.repeat[start:], self.loop[start:] = [node.text] * inside, [start + 1] * inside
        return found._replace(empty=1 if low == 0 or found.empty else 0)

    def _link(self, last: dict[int, tuple[int, int]], first: dict[int, int]) -> None:
        for at, (ways, taken) in last.items():
            for to, more in first.items():
                chars = self.chars[to] & ~taken
                if chars:
                    known = self.follow[at].get(to, 0)
                    both = chars if ways * more > 1 else known & chars
                    self.twice[at][to] = self.twice[at].get(to, 0) | both
                    self.follow[at][to] = known | chars

    def ambiguous(self) -> str:
        """Return the repeat one round of which a text can take in two ways, or an empty string."""
        return self.problem or self._ambiguous(0)

    def _ambiguous(self, start: int) -> str:
        """Return the same for the places from `start` on."""
        seen: set[tuple[int, int]] = set()
        asked = set()
        for at in range(start, len(self.chars)):
            if not self.loop[at]:
                continue  # what is passed once has its few ways once
            if any(chars and self.loop[to] == self.loop[at] for to, chars in self.twice[at].items()):
                return self.repeat[at]
            follow = frozenset(self.follow[at].items())
            if follow not in asked and self._meets(at, seen):  # the ends of a hundred words are followed by the same
                return self.repeat[at]
            asked.add(follow)
        return ""

    def _meets(self, at: int, seen: set[tuple[int, int]]) -> bool:
        """Return whether two ways that part at `at` meet again on the same text, all inside one repeat."""
        left = [(to, also) for to, also in self._pairs(at, at) if to != also and not self._in_one_group(to, also)]
        while left:
            pair = left.pop()
            if pair in seen or len(seen) > _MOST_PAIRS:
                continue
            seen.add(pair)
            for one, other in self._pairs(*pair):
                if one == other:
                    return True
                left.append((one, other))
        return False

    def _in_one_group(self, one: int, other: int) -> bool:
        return self.group[one] == self.group[other] != 0

    def _pairs(self, one: int, other: int) -> Iterator[tuple[int, int]]:
        inside = self.loop[one]
        for to, chars in self.follow[one].items():
            if self.loop[to] == inside:
                for also, more in self.follow[other].items():
                    if chars & more and self.loop[also] == inside and (to <= also or one != other):
                        yield (to, also) if to <= also else (also, to)


def _added(first: dict[int, int], more: dict[int, int], ways: int) -> dict[int, int]:
    return first | {at: min(2, first.get(at, 0) + ways * count) for at, count in more.items() if ways}


def _either(parts: list[_Fragment]) -> _Fragment:
    first: dict[int, int] = {}
    last: dict[int, tuple[int, int]] = {}
    for part in parts:
        first = _added(first, part.first, 1)
        for at, (ways, taken) in part.last.items():
            before, also = last.get(at, (0, -1))
            last[at] = min(2, before + ways), taken & also
    return _Fragment(first, last, min(2, sum(part.empty for part in parts)))


def unbounded(pattern: str) -> str:
    """Return what is wrong with `pattern` (which `regex` compiles), or an empty string.

    Wrong is a repeat of which one text can be taken in two ways, since each round doubles them; possessive repeats and
    atomic groups give nothing back and have one way. Wrong are also recursion and fuzzy matching. More than two rounds
    count as any number.
    """
    if not _REPEATED_GROUP.search(pattern) and not _CALL.search(pattern):
        return ""  # nine of ten patterns: repeats of single characters do not double
    parser = _Parser(pattern)
    node = parser.alternatives(frozenset())
    if parser.problem:
        return parser.problem
    automaton = _Automaton()
    automaton.build(node)
    repeat = automaton.ambiguous()
    return f"the repeat {repeat!r} can take one text in many ways, and run for ever" if repeat else ""
