"""Explaining: every line of a document with its verdict, the rule or detector behind it, and its why."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from cleaner.detect import DETECTORS
from cleaner.document import Cut, Result, Span, Spoke
from cleaner.draft import NORMALIZE
from cleaner.rule import Example, PageRule, Rule
from cleaner.ruleset import DETECT, RuleSet

_STEP_WHY = {
    "nfc": "Characters in their composed form (NFC).",
    "bom": "A byte order mark.",
    "controls": "Control characters.",
    "zero-width": "Characters without width that join nothing.",
    "entities": "An HTML entity for the character it stands for.",
    "spaces": "A plain space for an exotic one.",
    "repeated-spaces": "One space for several.",
    "trailing-spaces": "Spaces at the end of a line.",
    "line-ends": "One kind of line end.",
    "blank-lines": "At most one blank line between paragraphs, none at the edges.",
    "final-newline": "A file ends in one line end; a record's text in none.",
}


class Verdict(NamedTuple):
    """What became of one line of the original: `kept`, `cut`, or `changed` (a part of it was cut or edited)."""

    line: int
    verdict: str
    text: str
    new: str
    by: tuple[str, ...] = ()
    why: tuple[str, ...] = ()
    spoke: Spoke = ()

    def as_dict(self) -> dict[str, object]:
        """Return the verdict as plain values, for JSON; `spoke` only where something did."""
        found = self._asdict()
        del found["spoke"]
        return {**found, "spoke": {name: round(weight, 3) for name, weight in self.spoke}} if self.spoke else found

    def weighed(self) -> str:
        """Return in one line what spoke for the cut, the strongest first: `words +2.1, place +1.4, shape -0.3`."""
        return ", ".join(f"{name} {weight:+.1f}" for name, weight in self.spoke if abs(weight) >= 0.05)


def why(name: str, rules: RuleSet) -> str:
    """Return the reason that goes with the name of a rule, a detector or a normalising step."""
    if name.startswith(NORMALIZE):
        return _STEP_WHY[name.removeprefix(NORMALIZE)]
    if name.startswith(DETECT):
        return DETECTORS[name.removeprefix(DETECT)].WHY
    return rules.why(name)


def verdicts(result: Result, rules: RuleSet) -> Iterator[Verdict]:
    """Yield a verdict for each line of the original, in order. A last line end opens no further line."""
    spans = result.spans
    start = next_span = 0
    for number, text in enumerate(_lines(result.original), 1):
        stop = start + len(text)
        here: list[Span] = []
        while next_span < len(spans) and spans[next_span].start < max(stop, start + 1):
            here.append(spans[next_span])
            next_span += 1
        if stop == len(result.original):
            here += spans[next_span:]
        yield _verdict(number, text, start, here, rules)
        start = stop


def _verdict(number: int, text: str, start: int, spans: list[Span], rules: RuleSet) -> Verdict:
    parts: list[str] = []
    at = 0
    for span in spans:
        parts += (text[at : span.start - start], span.new)
        at = span.stop - start
    new = "".join([*parts, text[at:]])
    shown, left = text.rstrip("\r\n"), new.rstrip("\r\n")
    by = tuple(dict.fromkeys(span.by for span in spans))
    if not spans:
        verdict = "kept"
    elif not new and any(isinstance(span, Cut) for span in spans):
        verdict = "cut"
    elif shown == left and new:
        verdict = "kept"  # only its line end was changed
    else:
        verdict = "changed"
    spoke = next((span.spoke for span in spans if isinstance(span, Cut) and span.spoke), ())
    return Verdict(number, verdict, shown, left, by, tuple(why(name, rules) for name in by), spoke)


def _lines(text: str) -> Iterator[str]:
    """Yield the lines of `text` with their line ends: `\\n`, `\\r\\n` and `\\r`, nothing else ends a line."""
    start = 0
    while start < len(text):
        ends = [at for at in (text.find("\n", start), text.find("\r", start)) if at >= 0]
        stop = min(ends) + 1 if ends else len(text)
        if text[stop - 1 : stop + 1] == "\r\n":
            stop += 1
        yield text[start:stop]
        start = stop


def shown_page(rule: PageRule) -> Iterator[str]:
    """Yield the lines that show one page rule: name, why, scope, the elements that it takes, examples."""
    yield rule.name
    yield f"  {rule.why}"
    yield f"  scope: {rule.site or rule.language or 'every language'}; level: {rule.level.word}"
    for key in ("css", "xpath"):
        for text in getattr(rule, key):
            yield f"  {key}: {text}"
    yield f"  at: {rule.place}"
    yield from _examples(rule.examples)


def shown(rule: Rule) -> Iterator[str]:
    """Yield the lines that show one rule: name, why, scope, what it matches and takes, examples."""
    yield rule.name
    yield f"  {rule.why}"
    yield f"  scope: {rule.site or rule.language or 'every language'}; zone: {rule.zone}; level: {rule.level.word}"
    for key in ("line", "starts", "ends", "contains", "needs"):
        for text in getattr(rule, key):
            yield f"  {key}: {text}"
    for key in ("pattern", "follow", "after"):
        if getattr(rule, key):
            yield f"  {key}: {getattr(rule, key)}"
    yield f"  drop: {rule.drop}"
    yield f"  at: {rule.place}"
    yield from _examples(rule.examples)


def _examples(examples: Iterable[Example]) -> Iterator[str]:
    for example in examples:
        yield "  near miss:" if example.is_near_miss else "  example:"
        after = example.after.split("\n")
        for line in example.before.split("\n"):
            stays = bool(after) and after[0] == line
            if stays:
                after.pop(0)
            yield f"    {' ' if stays else '-'} {line}".rstrip()
        for line in after:
            yield f"    + {line}".rstrip()
