"""The normaliser: characters and spaces, in named steps, each edit as a span of the line it was made in.

Typography stays as written: quotes, dashes, ellipses and ligatures are the author's. Joiners (ZWJ, ZWNJ) stay where
they join: Persian, the Indic scripts and emoji are misspelt without them.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import combining, is_normalized, normalize

from cleaner.patterns import lazy

if TYPE_CHECKING:
    import regex

# Steps that work inside a line, in the order in which they are tried.
LINE_STEPS = ("nfc", "bom", "controls", "zero-width", "entities", "spaces", "repeated-spaces", "trailing-spaces")
# Steps that work on the document: its line ends, its blank lines, its last line end.
DOCUMENT_STEPS = ("line-ends", "blank-lines", "final-newline")
STEPS = LINE_STEPS + DOCUMENT_STEPS

# Without those that part words: vertical tab, form feed, the separators \x1c-\x1f and NEL are spaces below.
_CONTROLS = lazy(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ufffe\uffff\ufff9-\ufffb]++")
# Not among them: the soft hyphen, which is typography; gold texts of news sites keep it.
# Zero-width space, word joiner, invisible operators, Mongolian vowel separator, grapheme joiner.
_ZERO_WIDTH = lazy(r"[\u200b\u2060\u2061-\u2064\u180e\u034f]++")
# A joiner with nothing to join: ASCII or the line's edge on both sides. One side is not enough: Malayalam words end in
# consonant, virama and ZWJ, and a space follows.
_LONE_JOINER = lazy(r"(?<=^|[\x00-\x7f])[\u200c\u200d]++(?=[\x00-\x7f]|$)")
_BOM = lazy(r"\ufeff++")
_ENTITY = lazy(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
# Not among them: the ideographic space, which is how Chinese and Japanese typography indents and parts.
_EXOTIC_SPACE = r"\u00a0\u1680\u2000-\u200a\u202f\u205f\u2028\u2029\x0b\x0c\x1c-\x1f\x85"
_EXOTIC = lazy(rf"[\t ]*+[{_EXOTIC_SPACE}][{_EXOTIC_SPACE}\t ]*+")
_RUN = lazy(r"(?<=\S)(?:[ \t]{2,}+|\t)(?=\S)")
_TRAILING = lazy(r"[ \t\u3000]++$")
# Whatever composes stands in one extended grapheme cluster: marks with their base, Hangul jamo, Indic vowel signs.
_CLUSTER = lazy(r"\X")
# Bytes of ASCII that no step touches by themselves.
_PRINTABLE = bytes(range(32, 127)) + b"\n"
# Text that unescaping would turn into mark-up stays escaped, also when escaped twice (`&amp;lt;`).
_KEPT_ENTITIES = frozenset("<>")
_AMP_BEFORE_MARKUP = lazy(r"(?:#[xX]?[0-9a-fA-F]{1,7}|[a-zA-Z][a-zA-Z0-9]{1,31});")


class Change(NamedTuple):
    """One replacement inside a line: characters `start:stop` become `new`."""

    start: int
    stop: int
    new: str


def _nfc(line: str) -> Iterator[Change]:
    if is_normalized("NFC", line):
        return
    changes = []
    for cluster in _CLUSTER.finditer(line):
        old = cluster[0]
        new = normalize("NFC", old)
        if new != old:
            changes.append(Change(cluster.start(), cluster.end(), new))
    whole = normalize("NFC", line)
    yield from changes if applied(line, changes) == whole else [Change(0, len(line), whole)]


def _removed(pattern: "regex.Pattern[str]") -> Callable[[str], Iterator[Change]]:
    def step(line: str) -> Iterator[Change]:
        for found in pattern.finditer(line):
            yield Change(found.start(), found.end(), "")

    return step


def _zero_width(line: str) -> Iterator[Change]:
    found = [Change(m.start(), m.end(), "") for m in _ZERO_WIDTH.finditer(line)]
    # Both in one step would overlap where a joiner stands beside a zero-width space; the next pass takes the rest.
    yield from found or [Change(m.start(), m.end(), "") for m in _LONE_JOINER.finditer(line)]


def _entities(line: str) -> Iterator[Change]:
    from html import unescape  # noqa: PLC0415 - 2 ms that a text without entities saves

    for found in _ENTITY.finditer(line):
        old = found[0]
        new = unescape(old)
        # `&copyright;` comes back as `©right;`: html.unescape takes the longest known beginning.
        if new == old or (len(new) > 1 and new.endswith(";")) or any(c in _KEPT_ENTITIES for c in new):
            continue
        if new == "&" and _stays_escaped(line[found.end() :]):
            continue
        if "\n" in new or "\r" in new or new.isspace():
            new = " "
        yield Change(found.start(), found.end(), new)


def _stays_escaped(rest: str) -> bool:
    """Return whether `rest`, standing behind an ampersand, is an entity that must not come to life: `lt;`."""
    from html import unescape  # noqa: PLC0415

    found = _AMP_BEFORE_MARKUP.match(rest)
    return found is not None and any(c in _KEPT_ENTITIES for c in unescape("&" + found[0]))


def _spaces(line: str) -> Iterator[Change]:
    for found in _EXOTIC.finditer(line):
        at_edge = found.start() == 0 or found.end() == len(line)
        # A mark behind a space would compose with nothing, but behind nothing it would compose with what stands before.
        marks = found.end() < len(line) and combining(line[found.end()])
        yield Change(found.start(), found.end(), "" if at_edge and not marks else " ")


def _repeated_spaces(line: str) -> Iterator[Change]:
    if line.startswith(("    ", "\t")):
        return  # code: what stands in columns there is meant
    runs = list(_RUN.finditer(line))
    # Two runs that do not stand behind a sentence are columns: a table or code, whose layout is the author's.
    columns = sum(line[run.start() - 1] not in ".!?:;,\"'”’)" for run in runs)
    if columns < 2:
        for run in runs:
            yield Change(run.start(), run.end(), " ")


_LINE_STEPS: dict[str, Callable[[str], Iterator[Change]]] = {
    "nfc": _nfc,
    "bom": _removed(_BOM),
    "controls": _removed(_CONTROLS),
    "zero-width": _zero_width,
    "entities": _entities,
    "spaces": _spaces,
    "repeated-spaces": _repeated_spaces,
    "trailing-spaces": _removed(_TRAILING),
}


def is_plain(text: str, folded: str = "") -> bool:
    """Return whether no step has anything to do in any line of `text` (line ends apart); False means look closer.

    The gate of the normaliser: it lets nothing through that a step would change. `folded` is the text under `fold`, where
    that is known and no line of it begins or ends in a space: mostly ASCII, it is faster to look at.
    """
    if "  " in (folded or text) or ("&" in text and _ENTITY.search(text)):
        return False
    if not folded and (" \n" in text or text[-1:] == " "):
        return False
    if folded.isascii() and folded:  # so in the text itself nothing but quotes are no ASCII
        return not folded.encode().translate(None, _PRINTABLE)
    # Not printable: controls, format characters and every space but U+0020.
    if not all(map(str.isprintable, text.split("\n"))):
        return False
    return text.isascii() or (is_normalized("NFC", text) and "\u034f" not in text)


def steps_of_line(line: str, off: frozenset[str] = frozenset()) -> Iterator[tuple[str, list[Change], str]]:
    """Yield (step, its changes, the line after it) until no step changes the line any more.

    `off` names steps that are switched off. Changes are ordered, disjoint spans of the line as the step found it.
    """
    changed = True
    while changed:
        changed = False
        for name in LINE_STEPS:
            if name in off:
                continue
            changes = list(_LINE_STEPS[name](line))
            if changes:
                line = applied(line, changes)
                changed = True
                yield name, changes, line
        if changed and is_plain(line):
            return  # which most lines now are: a look at all steps again takes ten times as long


def applied(line: str, changes: Iterable[Change]) -> str:
    """Return `line` with `changes` (ordered, disjoint) made."""
    parts: list[str] = []
    at = 0
    for change in changes:
        parts += (line[at : change.start], change.new)
        at = change.stop
    parts.append(line[at:])
    return "".join(parts)
