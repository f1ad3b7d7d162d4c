"""What rules match: the plain meaning, and the index that only saves work.

`Plain` asks every rule about every line. `Index` asks only the rules whose literals are in the line: whole folded lines
in a dict, all other literals in one automaton. Both give the same hits, which tests hold them to.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol

import regex

from cleaner.errors import DocumentError
from cleaner.fold import core, key
from cleaner.rule import Drop, Rule
from cleaner.shape import count_words
from cleaner.templates import END_OF_LONG_LINE, LONG_LINE, Whole, expression, find_literal, parse

# A pattern that runs longer than this fails its document. Bundled patterns need under 0.01 s on hostile lines.
PATTERN_SECONDS = 1.0

Spans = tuple[tuple[int, int], ...]
WHOLE_LINE: Spans = ()


class Hit(NamedTuple):
    """A rule matched here: the line's position in the view, the rule's, and what goes of the line (empty: all)."""

    at: int
    rule: int
    spans: Spans


class Matcher(Protocol):
    """Finds the hits of a list of rules in lines; zones and neighbours are not its matter."""

    rules: Sequence[Rule]

    def hits(self, lines: Sequence[str], folded: Sequence[str], zoned: Sequence[int] | None = None) -> list[Hit]:
        """Return every hit, unordered. `zoned` are the positions that lie in the head or the tail."""
        ...


class _Form(NamedTuple):
    """One starts, ends, contains or slotted line of a rule."""

    place: str
    source: str
    literals: tuple[str, ...]
    has_slots: bool


class RuleMatcher:
    """One rule, asked about one line."""

    __slots__ = ("_forms", "_max_words", "_needs", "_pattern", "_whole", "inline", "rule")

    def __init__(self, rule: Rule) -> None:
        """Take the rule apart; its expressions are compiled when first needed."""
        self.rule = rule
        self.inline = rule.drop is Drop.MATCH
        self._max_words = rule.max_words
        self._needs = tuple(key(text) for text in rule.needs)
        self._pattern: regex.Pattern[str] | None = None
        self._whole: dict[str, list[Whole]] = defaultdict(list)
        self._forms: list[_Form] = []
        for place in ("line", "starts", "ends", "contains"):
            for source in getattr(rule, place):
                template = parse(source)
                if place == "line" and not template.has_slots:
                    whole = Whole.of(source)
                    self._whole[whole.core].append(whole)
                else:
                    self._forms.append(_Form(place, source, template.literals, template.has_slots))

    def match(self, text: str, folded: str) -> Spans | None:
        """Return what goes of the line `text` (empty: all of it), or None where the rule does not match."""
        if self._whole and any(whole.takes(folded) for whole in self._whole.get(core(folded), ())):
            return WHOLE_LINE
        is_long = len(folded) > LONG_LINE
        if self._forms:
            short = count_words(folded) <= self._max_words
            for form in self._forms:
                if (short or form.place == "line") and not (is_long and form.place in ("line", "contains")):
                    spans = self._match_form(form, text, folded, is_long)
                    if spans is not None:
                        return spans
        return None if is_long or not self.rule.pattern else self._match_pattern(text, folded)

    def _match_form(self, form: _Form, text: str, folded: str, is_long: bool) -> Spans | None:
        start = stop = 0
        if is_long:
            if form.place == "starts":
                text, folded = text[:END_OF_LONG_LINE], folded[:END_OF_LONG_LINE]
            else:
                start = len(text) - END_OF_LONG_LINE
                text, folded = text[start:], folded[-END_OF_LONG_LINE:]
        if not all(literal in folded for literal in form.literals):
            return None
        if not form.has_slots:
            if find_literal(form.literals[0], folded, form.place) is None:
                return None
            if not self.inline:
                return WHOLE_LINE
        found = _search(expression(form.source, form.place), text, self.rule)
        if found is None:
            return None
        if not self.inline or form.place == "line":
            return WHOLE_LINE
        start, stop = start + found.start("drop"), start + found.end("drop")
        return ((start, stop),) if stop > start else None

    def _match_pattern(self, text: str, folded: str) -> Spans | None:
        if self._needs and not any(need in folded for need in self._needs):
            return None
        if self._pattern is None:
            self._pattern = regex.compile(self.rule.pattern, regex.VERSION1)
        indent = len(text) - len(text.lstrip())
        found = _search(self._pattern, text[indent:].rstrip(), self.rule, whole=True)
        if found is None:
            return None
        if not self.inline:
            return WHOLE_LINE
        start, stop = found.span("drop")
        return ((indent + start, indent + stop),) if stop > start >= 0 else None


def _search(pattern: "regex.Pattern[str]", text: str, rule: Rule, whole: bool = False) -> "regex.Match[str] | None":
    try:
        method = pattern.fullmatch if whole else pattern.search
        return method(text, timeout=PATTERN_SECONDS)
    except TimeoutError as error:
        problem = f"the pattern of {rule.name} ran for more than {PATTERN_SECONDS:g} s on a line of {len(text)} characters"
        raise DocumentError(problem, hint=f"--ignore {rule.name}, and report the line") from error


class Plain:
    """The meaning of a list of rules, as plainly as it can be said: every rule is asked about every line."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        """Take the rules in the order in which they act."""
        self.rules = rules
        self._matchers = [RuleMatcher(rule) for rule in rules]

    def hits(self, lines: Sequence[str], folded: Sequence[str], zoned: Sequence[int] | None = None) -> list[Hit]:
        """Return every hit; `zoned` is not needed here."""
        found = []
        for at, line in enumerate(lines):
            for number, matcher in enumerate(self._matchers):
                spans = matcher.match(line, folded[at])
                if spans is not None:
                    found.append(Hit(at, number, spans))
        return found


def anchors(rule: Rule) -> tuple[list[str], list[str], bool]:
    """Return what the index may know a matching line by: whole-line cores, literals, and whether neither suffices.

    Every line that the rule matches has one of the cores as its core, or holds one of the literals, or the third is
    true and the rule is asked about every line of its zone.
    """
    whole, literals = [], []
    always = False
    for place in ("line", "starts", "ends", "contains"):
        for source in getattr(rule, place):
            template = parse(source)
            if place == "line" and not template.has_slots:
                whole.append(Whole.of(source).core)
            elif template.literals:
                literals.append(template.anchor)
            else:
                always = True
    if rule.pattern:
        literals += [key(need) for need in rule.needs]
        always = always or not rule.needs
    return whole, literals, always


class Index:
    """The same hits as `Plain`, from the lines that the literals point to."""

    def __init__(self, rules: Sequence[Rule], fast: bool = True) -> None:
        """Build the index; `fast` spends more time here (a DFA) for faster scanning, right for more than a few files."""
        self.rules = rules
        self._matchers: list[RuleMatcher | None] = [None] * len(rules)
        self.whole: dict[str, tuple[int, ...]] = {}
        self.literals: dict[str, tuple[int, ...]] = {}
        self.always: list[int] = []
        whole, literals = defaultdict(list), defaultdict(list)
        for number, rule in enumerate(rules):
            cores, pieces, always = anchors(rule)
            for text in dict.fromkeys(cores):
                whole[text].append(number)
            for text in dict.fromkeys(pieces):
                literals[text].append(number)
            if always:
                self.always.append(number)
        self.whole = {text: tuple(numbers) for text, numbers in whole.items()}
        self.literals = {text: tuple(numbers) for text, numbers in literals.items()}
        self._fast = fast
        self.compile()

    def compile(self) -> None:
        """Build the automaton from `literals`; again after they were changed."""
        from ahocorasick_rs import BytesAhoCorasick, Implementation  # noqa: PLC0415

        self._by_literal = list(self.literals.values())
        # 4,000 literals: 49 ms to build and 71 MB/s as DFA, 7 ms to build as contiguous NFA.
        kind = Implementation.DFA if self._fast else Implementation.ContiguousNFA
        encoded = [text.encode("utf-8", "surrogatepass") for text in self.literals]
        self._automaton = BytesAhoCorasick(encoded, implementation=kind) if encoded else None
        self._longest = max(map(len, self.whole), default=0)

    def hits(self, lines: Sequence[str], folded: Sequence[str], zoned: Sequence[int] | None = None) -> list[Hit]:
        """Return every hit; rules without literals are asked about the `zoned` lines only (all lines if None)."""
        asked: set[tuple[int, int]] = set()
        get = self.whole.get
        longest = self._longest
        for at, line in enumerate(folded):
            # A line that begins in a word and is in a word behind the longest core cannot have a core that short.
            if len(line) <= longest or not (line[0].isalnum() and line[longest].isalnum()):
                numbers = get(line) or get(core(line))
                if numbers:
                    asked.update((at, number) for number in numbers)
        if self._automaton is not None:
            self._scan(folded, asked)
        for number in self.always:
            asked.update((at, number) for at in (range(len(lines)) if zoned is None else zoned))
        found = []
        for at, number in asked:
            spans = self.matcher(number).match(lines[at], folded[at])
            if spans is not None:
                found.append(Hit(at, number, spans))
        return found

    def matcher(self, number: int) -> RuleMatcher:
        """Return the matcher of rule `number`, made when first asked for."""
        matcher = self._matchers[number]
        if matcher is None:
            matcher = self._matchers[number] = RuleMatcher(self.rules[number])
        return matcher

    def _scan(self, folded: Sequence[str], asked: set[tuple[int, int]]) -> None:
        assert self._automaton is not None
        text = "\n".join(_ends_only(folded))
        data = text.encode("utf-8", "surrogatepass")
        at = seen = 0
        for number, start, _ in self._automaton.find_matches_as_indexes(data, overlapping=True):
            if start >= seen:  # matches come by their end, so a later one may begin before an earlier one
                at += data.count(b"\n", seen, start)
                line, seen = at, start
            else:
                line = at - data.count(b"\n", start, seen)
            for rule in self._by_literal[number]:
                asked.add((line, rule))


def _ends_only(folded: Sequence[str]) -> Iterable[str]:
    """Return the lines as the automaton sees them: of a long line only its two ends."""
    if max(map(len, folded), default=0) <= LONG_LINE:
        return folded
    return [
        line if len(line) <= LONG_LINE else f"{line[:END_OF_LONG_LINE]}\0{line[-END_OF_LONG_LINE:]}" for line in folded
    ]
