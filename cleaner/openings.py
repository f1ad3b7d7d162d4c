"""The openings of patterns: what every line that one takes begins with, so that it is asked about no other line."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from cleaner.bounds import TOKEN, rounds
from cleaner.fold import core, fold
from cleaner.patterns import lazy

if TYPE_CHECKING:
    import regex

# Openings are cut to so many characters: the most of these at which there are not more of them than one looks up.
_SIZES = (8, 3)
_MOST = 400
_WIDTHLESS = frozenset(("^", "$", r"\b", r"\B", r"\A", r"\Z", r"\z", r"\m", r"\M"))
_HEX = lazy(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4}))")
_MEMBER = lazy(r"\\(?:[pP]\{[^}]*+\}|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|.)|.")
# Letters of one case that `(?i)` takes for others, which fold differently: `SCHLIESSEN` is `schließen` there.
_UNLIKE = frozenset("ßẞıſ")


class _UnknownError(Exception):
    """A pattern may begin with anything."""


class _Part(NamedTuple):
    """A part of a pattern: a row, a choice (either), a repeat, or a character out of `chars`.

    A character that is in no word is `outer`, one that may be any is neither.
    """

    kind: str
    parts: tuple["_Part", ...] = ()
    chars: frozenset[str] = frozenset()
    low: int = 1
    high: float = 1


_ANY = _Part("char")
_OUTER = _Part("outer")
_NOTHING = _Part("row")
_OPEN = frozenset(("",))


def openings(pattern: str) -> tuple[str, ...]:
    """Return folded texts one of which each line that `pattern` takes whole begins with, punctuation before it apart.

    None of them where the pattern does not tell.
    """
    try:
        part = _row(TOKEN.finditer(pattern))
    except _UnknownError:
        return ()
    for size in _SIZES:
        reader = _Reader(size)
        try:
            # The core of a line ends in a word: `foto:` is not how that of `[Foto: ...]` begins.
            found = {core(text) for text in reader.ended | reader.go(_OPEN, part)}
        except _UnknownError:
            continue
        if "" in found:
            return ()
        return tuple(sorted(text for text in found if not any(text[:end] in found for end in range(1, len(text)))))
    return ()


def _row(tokens: "Iterator[regex.Match[str]]") -> _Part:
    """Read up to the bracket that closes, or the end; raise _UnknownError where a token's meaning is not known here."""
    branches: list[_Part] = []
    row: list[_Part] = []
    for token in tokens:
        kind, text = token.lastgroup, token[0]
        if kind == "close":
            break
        if kind == "bar":
            branches.append(_Part("row", tuple(row)))
            row = []
        elif kind == "repeat" and row:
            row.append(_repeat(row.pop(), token))
        elif kind == "open":
            row.append(_group(token, tokens))
        elif kind in ("call", "fuzzy") or (kind == "switch" and "x" in text):
            raise _UnknownError
        elif kind not in ("comment", "switch"):
            row.append(_char(text, kind == "set"))
    branches.append(_Part("row", tuple(row)))
    return branches[0] if len(branches) == 1 else _Part("either", tuple(branches))


def _group(token: "regex.Match[str]", tokens: "Iterator[regex.Match[str]]") -> _Part:
    text = token[0]
    if "x" in (token["flags"] or "") or text.startswith(("(?(", "(?P=")):
        raise _UnknownError
    inside = _row(tokens)
    return _NOTHING if "=" in text or "!" in text else inside


def _repeat(part: _Part, token: "regex.Match[str]") -> _Part:
    low, high = rounds(token)
    return _Part("repeat", (part,), low=low, high=high)


def _char(text: str, is_set: bool) -> _Part:
    if text in _WIDTHLESS:
        return _NOTHING
    if is_set:
        return _set(text)
    if text == ".":
        return _ANY
    if text in (r"\W", r"\s", r"\n", r"\t"):
        return _OUTER
    char = _literal(text)
    return _Part("char", chars=frozenset((char,))) if char else _ANY


def _literal(text: str) -> str:
    """Return the character that `text` stands for; an empty string if for a kind of characters."""
    if len(text) == 1:
        return text
    if found := _HEX.fullmatch(text):
        return chr(int(found[1] or found[2], 16))
    return text[1] if len(text) == 2 and not text[1].isalnum() else ""


def _set(text: str) -> _Part:
    """Return the part for a set: its characters, or what they have in common."""
    inside = text[1:-1]
    if inside[:1] == "^":
        return _OUTER if r"\w" in inside or (r"\p{L}" in inside and r"\p{N}" in inside) else _ANY
    if "[" in inside.replace(r"\[", "") or any(sign in inside for sign in ("--", "&&", "||", "~~")):
        return _ANY
    members = _MEMBER.findall(inside)
    kinds = [member in (r"\W", r"\s") for member in members]
    chars = frozenset(_literal(member) for member, is_kind in zip(members, kinds, strict=True) if not is_kind)
    if "-" in members[1:-1] or "" in chars:
        return _ANY
    if any(map(str.isalnum, chars)):
        return _ANY if any(kinds) else _Part("char", chars=chars)
    return _Part("outer", chars=frozenset() if any(kinds) else chars)


class _Reader:
    """Follows what a pattern may take first, up to `size` characters; `ended` are the beginnings known so far."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.ended: set[str] = set()

    def go(self, starts: frozenset[str], part: _Part) -> frozenset[str]:
        """Return how lines may begin that begin in one of `starts` and go on with `part`, if that is not all."""
        if part.kind in ("char", "outer"):
            found = frozenset(text for start in starts for text in self._followed(start, part))
        elif part.kind == "row":
            found = starts
            for each in part.parts:
                if found:
                    found = self.go(found, each)
        elif part.kind == "either":
            found = frozenset[str]().union(*(self.go(starts, each) for each in part.parts))
        else:
            found = self._repeated(starts, part)
        if len(found) + len(self.ended) > _MOST:
            raise _UnknownError
        return found

    def _repeated(self, starts: frozenset[str], part: _Part) -> frozenset[str]:
        if part.high == 0:
            return starts
        found = self.go(starts, part.parts[0])
        if part.high > 1:  # what comes behind the first round may be a second one
            self.ended |= found - _OPEN
            found &= _OPEN
        return found if part.low else found | starts

    def _followed(self, start: str, part: _Part) -> list[str]:
        """Return how a line may begin that begins with `start`, behind which the character `part` stands."""
        if not start:
            if part.kind == "outer":
                return [""]
            if not part.chars:
                raise _UnknownError
        found = [self._with(start, fold(char)) for char in part.chars] or [(start, True)]
        self.ended.update(text for text, is_end in found if is_end)
        return [text for text, is_end in found if not is_end]

    def _with(self, start: str, char: str) -> tuple[str, bool]:
        """Return `start` with `char` behind it, and whether that is as much as can be told."""
        if not start and not char.isalnum():
            return "", False
        # A line is compared with its runs of spaces as one; `(?i)ss` takes `ß` too.
        if char in _UNLIKE or (char.isspace() and (char != " " or start[-1] == " ")):
            return start, True
        if char == "s" == start[-1:]:
            return start[:-1], True
        return start + char, len(start) + 1 == self.size
