"""What rules match: the plain meaning, which the index (index.py) only saves work for; and what it knows lines by."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple, Protocol

from cleaner.errors import RuleError
from cleaner.fold import core, key
from cleaner.forms import EVERYTHING, PATTERN, Bound, Form, RuleMatcher, bound_of, texts
from cleaner.patterns import lazy
from cleaner.rule import Rule, Zone
from cleaner.slots import MARKS
from cleaner.templates import Template, TemplateError, parse


class Candidate(NamedTuple):
    """Rule number `rule` may match line `at`, by the form numbered `form` (or PATTERN, or EVERYTHING)."""

    at: int
    rule: int
    form: int


class Matcher(Protocol):
    """Says which rules of a list are to be asked about which lines. Zones and neighbours are not its matter."""

    @property
    def rules(self) -> Sequence[Rule]:
        """The rules in the order in which they act."""
        ...

    def candidates(self, folded: Sequence[str]) -> list[Candidate]:
        """Return candidates in the folded lines; each line that a rule of no zone matches is one, others may be."""
        ...

    @property
    def has_edges(self) -> bool:
        """Whether `edge_candidates` may return any."""
        ...

    def edge_candidates(self, folded: Sequence[str]) -> list[Candidate]:
        """Return those that `candidates` leaves out, of rules with a zone, for lines of the head or the tail."""
        ...

    def matcher(self, number: int) -> RuleMatcher:
        """Return what rule `number` is asked with."""
        ...


class Plain:
    """The meaning of a list of rules, as plainly as it can be said: every rule is asked about every line."""

    has_edges = False

    def __init__(self, rules: Sequence[Rule]) -> None:
        """Take the rules in the order in which they act."""
        self.rules = rules
        self._matchers = [RuleMatcher(rule) for rule in rules]

    def candidates(self, folded: Sequence[str]) -> list[Candidate]:
        """Return every rule for every line."""
        return [Candidate(at, number, EVERYTHING) for at in range(len(folded)) for number in range(len(self.rules))]

    def edge_candidates(self, folded: Sequence[str]) -> list[Candidate]:
        """Return nothing: all were candidates already."""
        return []

    def matcher(self, number: int) -> RuleMatcher:
        """Return what rule `number` is asked with."""
        return self._matchers[number]


class Anchor(NamedTuple):
    """What the index knows a matching line by, and the form that matches.

    `kind` says where `text` stands in the folded line: it is the core of it (`whole`), at its beginning or the core's
    (`starts`), at its end or the core's (`ends`), somewhere in it (`contains`; `short` in a line with a figure and of at
    most SHORT_LINE characters). `edges` is `contains` in the head and tail only, and `none` no text: every line there is
    asked about.
    """

    kind: str
    text: str
    form: int


INSIDE = ("contains", "short", "edges")
ANCHOR_KINDS = ("whole", "starts", "ends", *INSIDE)
# Templates such as `{name} of {date}` hold nothing but a word that is in every sentence, and take no line as long as one.
SHORT_LINE = 200
# A literal of so many characters is rarer than a bracket or `de`.
TELLING = 4
# A set of brackets that a pattern begins with, which every line that it takes begins with too.
_FIRST = lazy(r"\[((?:[(<{]|\\\[)++)\](?![?*{])")


@lru_cache(4096)  # a proof makes an index for each language, of mostly the same rules
def anchors(rule: Rule) -> tuple[Anchor, ...]:
    """Return the anchors of `rule`: every line that it matches by a form has one of that form's anchors."""
    inside = "contains" if rule.zone is Zone.ANY else "edges"
    found = []
    for number, (place, source) in enumerate(texts(rule)):
        template = parse(source)
        if not template.has_slots:
            found.append(_anchor_of_literal(template, place, inside, number))
            continue
        form = Form.of(place, source)
        if form.begins and _tells(form.begins, form):
            found.append(Anchor("starts", form.begins, number))
        elif form.ends and (place == "ends" or form.longest <= SHORT_LINE) and _tells(form.ends, form):
            found.append(Anchor("ends", form.ends, number))
        elif not template.anchor:
            marks = [MARKS[text] for text, is_slot in template.parts if is_slot and text in MARKS]
            found.append(Anchor(inside, marks[0], number) if marks else Anchor("none", "", number))
        else:
            is_short = inside == "contains" and place == "line" and form.longest <= SHORT_LINE and form.has_digit
            found.append(Anchor("short" if is_short else inside, form.anchor, number))
    if rule.pattern:
        found += _anchors_of_pattern(rule, inside)
    return tuple(found)


def _anchor_of_literal(template: Template, place: str, inside: str, number: int) -> Anchor:
    folded = template.literals[0]
    if place == "line":
        return Anchor("whole", core(folded), number)
    return Anchor(place if place in ("starts", "ends") else inside, folded, number)


def _tells(edge: str, form: Form) -> bool:
    """Return whether the literal at the edge of a template tells more than a longer one: `({name}/AFP)` ends in `)`."""
    return len(edge) >= TELLING or len(form.anchor.strip()) < len(edge.strip()) + 3


def _anchors_of_pattern(rule: Rule, inside: str) -> list[Anchor]:
    found = _FIRST.match(rule.pattern)
    if found and min(map(len, rule.needs), default=0) < TELLING:
        return [Anchor("starts", char, PATTERN) for char in dict.fromkeys(found[1].replace("\\", ""))]
    beginnings = bound_of(rule.pattern).openings
    if beginnings and (not rule.needs or min(map(len, beginnings)) >= TELLING):
        return [Anchor("starts", text, PATTERN) for text in beginnings]
    return [Anchor(inside, key(need), PATTERN) for need in rule.needs] or [Anchor("none", "", PATTERN)]


# Which rules, by number, and by which of their forms, a text points to.
Hits = list[tuple[int, int]]


class Tables(NamedTuple):
    """What an index looks up, by kind of anchor and text; what no text points to; and the bounds of patterns by rule."""

    by_kind: dict[str, dict[str, Hits]]
    unanchored: Hits
    bounds: dict[int, Bound]


def tables_of(rules: Sequence[Rule]) -> Tables:
    """Return the tables for `rules`; a rule is known in them by its place in the list."""
    found = Tables({kind: {} for kind in ANCHOR_KINDS}, [], {})
    for number, rule in enumerate(rules):
        if rule.pattern:
            found.bounds[number] = bound_of(rule.pattern)
        try:
            known_by = anchors(rule)
        except TemplateError as error:  # in a bundled pack that somebody edited: others are looked at when they are read
            raise RuleError(str(error), place=rule.place, hint=error.hint) from error
        for kind, text, form in known_by:
            if kind == "none":
                found.unanchored.append((number, form))
            else:
                found.by_kind[kind].setdefault(text, []).append((number, form))
    return found
