"""Templates: literals with slots, and what they match. `{n} comments` -> a matcher over one line."""

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from cleaner.errors import suggestion
from cleaner.fold import NO_SPACE, joined, key, outer, without_spaces
from cleaner.patterns import IGNORECASE, lazy
from cleaner.slots import SLOTS, compiled, matched

if TYPE_CHECKING:
    import regex

# A line longer than this is not looked at whole: `starts` and `ends` see its two ends, `contains` and `pattern` nothing.
LONG_LINE = 400
END_OF_LONG_LINE = 200

_PART = lazy(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")
# Between quotes, with a stop, a line is spoken: `“没有了。”` is a line of many a novel, without them a button.
_OPENING, _CLOSING, _STOPS = frozenset('"「『'), frozenset('"」』'), frozenset(".。!！?？…,，")
_QUOTED = {"'": "['’‘‛′]", '"': '["“”„‟″]', " ": r"[ \t\u3000]++"}


class TemplateError(ValueError):
    """A template that cannot be read; `hint` says what may be meant."""

    def __init__(self, problem: str, hint: str = "") -> None:
        """Take the problem and the hint."""
        super().__init__(problem)
        self.hint = hint


class Template(NamedTuple):
    """A literal with slots, taken apart: `parts` are (text, is a slot) in order; `literals` the folded pieces."""

    source: str
    parts: tuple[tuple[str, bool], ...]
    literals: tuple[str, ...]

    @property
    def has_slots(self) -> bool:
        """Whether any part is a slot."""
        return any(is_slot for _, is_slot in self.parts)

    @property
    def anchor(self) -> str:
        """The longest folded literal piece with a letter or digit, which every matching line holds; empty if none."""
        return max((text for text in self.literals if any(map(str.isalnum, text))), key=len, default="")


@lru_cache(256)  # whoever reads a rule asks several times in a row
def parse(source: str) -> Template:
    """Take the template `source` apart; raise TemplateError for an unknown slot, a lone brace, an empty text."""
    folded = key(source)
    if folded and "{" not in source and "}" not in source:
        return Template(source, ((source, False),), (folded,))  # as 150,000 of 158,000 bundled texts are
    parts: list[tuple[str, bool]] = []
    text = ""
    at = 0
    for found in _PART.finditer(source):
        text += source[at : found.start()]
        at = found.end()
        if found[0] in ("{{", "}}"):
            text += found[0][0]
        elif found[1] is None:
            raise TemplateError(f"lone {found[0]!r} in {source!r}", "write '{{' or '}}' for a brace")
        elif found[1] not in SLOTS:
            raise TemplateError(f"unknown slot {found[0]!r}", suggestion(found[1], SLOTS) or f"slots: {', '.join(SLOTS)}")
        else:
            if text:
                parts.append((text, False))
            parts.append((found[1], True))
            text = ""
    text += source[at:]
    if text:
        parts.append((text, False))
    if not folded:
        raise TemplateError("an empty literal", "every literal needs at least one character")
    literals = tuple(piece for piece in (key(text) for text, is_slot in parts if not is_slot) if piece)
    return Template(source, tuple(parts), literals)


def filled(template: Template) -> str:
    """Return a text that the template matches: its literals, with each slot filled by its sample."""
    return "".join(SLOTS[text][1] if is_slot else text for text, is_slot in template.parts)


@cache
def expression(source: str, place: str, language: str = "") -> "regex.Pattern[str]":
    """Compile the template `source` for `place` (line, starts, ends or contains) to an expression over a raw line.

    `language` is that of the rule (see `slots.compiled`).
    The expression is for `search`, and its group `drop` is what the template itself takes. It says how the literals and
    slots stand; that the folded literals are in the folded line is asked before, so that the index can rely on it.
    """
    template = parse(source)
    body = "".join(matched(text, language) if is_slot else _literal(text) for text, is_slot in template.parts)
    left = r"^\s*+" if place in ("line", "starts") else ""
    right = r"\s*+$" if place in ("line", "ends") else ""
    if place == "line":
        # `line` ignores outer punctuation where its own literal has none.
        left += "" if _own_punctuation(template, 0) else r"[^\p{L}\p{N}]*+"
        right = ("" if _own_punctuation(template, -1) else r"[^\p{L}\p{N}]*+") + right
    else:
        left += _edge(template, 0, f"(?<![\\p{{L}}\\p{{N}}--[{NO_SPACE}]])") if place != "starts" else ""
        right = (_edge(template, -1, f"(?![\\p{{L}}\\p{{N}}--[{NO_SPACE}]])") if place != "ends" else "") + right
    return compiled(f"{left}(?P<drop>{body}){right}", IGNORECASE, language)


def _literal(text: str) -> str:
    return "".join(_QUOTED.get(char) or re.escape(char) for char in text.replace("\t", " "))


def _own_punctuation(template: Template, side: int) -> bool:
    text, is_slot = template.parts[side]
    if is_slot:
        return text in ("handle", "url")
    folded = key(text)
    start, stop = outer(folded)
    if not stop:
        return True
    return start > 0 if side == 0 else stop < len(folded)


def _edge(template: Template, side: int, boundary: str) -> str:
    text, is_slot = template.parts[side]
    if is_slot:
        return boundary
    char = text.strip()[side : side + 1 or None]
    return boundary if char.isalnum() and not without_spaces(char) else ""


class Whole(NamedTuple):
    """A `line` literal without slots: its core, and what must stand outside the core on the sides that it owns."""

    core: str
    left: str | None
    right: str | None

    @classmethod
    def of(cls, source: str) -> "Whole":
        """Return the literal `source`, without slots, taken apart at its own outer punctuation."""
        folded = key(parse(source).parts[0][0])
        start, stop = outer(folded)
        if not stop:
            return cls(folded, "", "")
        return cls(folded[start:stop], folded[:start] or None, folded[stop:] or None)

    def takes(self, folded: str) -> bool:
        """Return whether the line `folded`, whose core is known to be this literal's, is this literal."""
        if self.left is None and folded[0] in _OPENING and folded[-1] in _CLOSING and folded[-2] in _STOPS:
            return False
        if self.left is None and self.right is None:
            return True
        start, stop = outer(folded)
        left, right = (folded[:start], folded[stop:]) if stop else ("", "")
        return self.left in (None, left) and self.right in (None, right)


def find_literal(literal: str, folded: str, place: str) -> tuple[int, int] | None:
    """Return where the folded `literal` stands in the `folded` line for `place` (starts, ends, contains), or None.

    A literal stands at word boundaries: `read more` does not start `Read moreover`.
    """
    size = len(literal)
    if place == "starts":
        fits = folded.startswith(literal) and not (len(folded) > size and joined(literal[-1], folded[size]))
        return (0, size) if fits else None
    if place == "ends":
        at = len(folded) - size
        fits = folded.endswith(literal) and not (at > 0 and joined(folded[at - 1], literal[0]))
        return (at, at + size) if fits else None
    at = folded.find(literal)
    while at >= 0:
        stop = at + size
        if not (at > 0 and joined(folded[at - 1], literal[0])) and not (
            stop < len(folded) and joined(literal[-1], folded[stop])
        ):
            return at, stop
        at = folded.find(literal, at + 1)
    return None
