"""What rules match: the plain meaning, and the index that only saves work.

`Plain` asks every rule about every line. `Index` asks only the rules whose literals are in the line: whole folded lines
in a dict, all other literals in one automaton. Both give the same matches, which tests hold them to.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, Protocol

from cleaner.fold import core, fold, key
from cleaner.forms import EVERYTHING, PATTERN, RuleMatcher, texts
from cleaner.rule import Rule
from cleaner.templates import END_OF_LONG_LINE, LONG_LINE, Template, Whole, parse


class Candidate(NamedTuple):
    """Rule number `rule` may match line `at`, by the form numbered `form` (or PATTERN, or EVERYTHING)."""

    at: int
    rule: int
    form: int


class Matcher(Protocol):
    """Says which rules of a list are to be asked about which lines. Zones and neighbours are not its matter.

    `unanchored` are forms that no literal points to, by rule: they are to be asked about every line of their rule's zone,
    and only rules that have one are among them.
    """

    @property
    def rules(self) -> Sequence[Rule]:
        """The rules in the order in which they act."""
        ...

    @property
    def unanchored(self) -> Mapping[int, list[int]]:
        """The rules, each with its forms, to be asked about every line of the zone."""
        ...

    def candidates(self, folded: Sequence[str]) -> list[Candidate]:
        """Return every candidate in the folded lines; each line that a rule matches is one, others may be."""
        ...

    def matcher(self, number: int) -> RuleMatcher:
        """Return what rule `number` is asked with."""
        ...


class Plain:
    """The meaning of a list of rules, as plainly as it can be said: every rule is asked about every line."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        """Take the rules in the order in which they act."""
        self.rules = rules
        self.unanchored: dict[int, list[int]] = {}
        self._matchers = [RuleMatcher(rule) for rule in rules]

    def candidates(self, folded: Sequence[str]) -> list[Candidate]:
        """Return every rule for every line."""
        return [Candidate(at, number, EVERYTHING) for at in range(len(folded)) for number in range(len(self.rules))]

    def matcher(self, number: int) -> RuleMatcher:
        """Return what rule `number` is asked with."""
        return self._matchers[number]


class Anchor(NamedTuple):
    """What the index knows a matching line by: `whole` its core, `word` its first word, `literal` somewhere in it.

    `kind` may also be `none`: nothing, the rule is asked about every line of its zone. `form` is the number of the form.
    """

    kind: str
    text: str
    form: int


# An anchor shorter than this stands in so many lines that the first word of the line is the better sign: `By {name}`.
SHORT_ANCHOR = 6


def anchors(rule: Rule) -> list[Anchor]:
    """Return the anchors of `rule`: every line that it matches by a form has one of that form's anchors."""
    found = []
    for number, (place, source) in enumerate(texts(rule)):
        template = parse(source)
        if place == "line" and not template.has_slots:
            found.append(Anchor("whole", Whole.of(source).core, number))
        elif template.has_slots and not template.anchor:
            found.append(Anchor("none", "", number))
        elif len(template.anchor) < SHORT_ANCHOR and (word := _first_word(place, template)):
            found.append(Anchor("word", word, number))
        else:
            found.append(Anchor("literal", template.anchor or template.literals[0], number))
    if rule.pattern:
        found += [Anchor("literal", key(need), PATTERN) for need in rule.needs] or [Anchor("none", "", PATTERN)]
    return found


def _first_word(place: str, template: Template) -> str:
    """Return the word that a matching line begins with, outer punctuation apart, or an empty string."""
    text, is_slot = template.parts[0]
    if is_slot or place not in ("line", "starts"):
        return ""
    folded = fold(text).lstrip()
    word, space, _ = folded.partition(" ")
    return word if space and word.isalnum() else ""


class Tables(NamedTuple):
    """What an index looks up, by core, first word and literal; and the forms, by rule, that nothing points to."""

    whole: dict[str, list[tuple[int, int]]]
    words: dict[str, list[tuple[int, int]]]
    literals: dict[str, list[tuple[int, int]]]
    unanchored: dict[int, list[int]]


def tables_of(rules: Sequence[Rule]) -> Tables:
    """Return the tables for `rules`; a rule is known in them by its place in the list."""
    found = Tables({}, {}, {}, {})
    named = {"whole": found.whole, "word": found.words, "literal": found.literals}
    for number, rule in enumerate(rules):
        for kind, text, form in anchors(rule):
            if kind == "none":
                found.unanchored.setdefault(number, []).append(form)
            else:
                named[kind].setdefault(text, []).append((number, form))
    return found


class Index:
    """The same matches as `Plain`, from the lines that the anchors point to."""

    def __init__(self, rules: Sequence[Rule], fast: bool = True, tables: Tables | None = None) -> None:
        """Build the index, from `tables` where they are known.

        `fast` spends more time here (a DFA) for faster scanning, right for more than a few files.
        """
        self.rules = rules
        self._matchers: list[RuleMatcher | None] = [None] * len(rules)
        self.whole, self.words, self.literals, self.unanchored = tables or tables_of(rules)
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

    def candidates(self, folded: Sequence[str]) -> list[Candidate]:
        """Return the candidates that the anchors point to."""
        found: list[Candidate] = []
        self._look_up(folded, found)
        if self._automaton is not None:
            self._scan(folded, found)
        return found

    def _look_up(self, folded: Sequence[str], found: list[Candidate]) -> None:
        whole, words, longest = self.whole.get, self.words.get, self._longest
        has_words = bool(self.words)
        for at, line in enumerate(folded):
            # A line that begins in a word and is in a word behind the longest core cannot have a core that short.
            if len(line) <= longest or not (line[0].isalnum() and line[longest].isalnum()):
                for rule, form in whole(core(line), ()):
                    found.append(Candidate(at, rule, form))
            if has_words:
                named = words(line.partition(" ")[0])
                if named is None and not line[0].isalnum():
                    named = words(core(line).partition(" ")[0])
                for rule, form in named or ():
                    found.append(Candidate(at, rule, form))

    def matcher(self, number: int) -> RuleMatcher:
        """Return the matcher of rule `number`, made when first asked for."""
        matcher = self._matchers[number]
        if matcher is None:
            matcher = self._matchers[number] = RuleMatcher(self.rules[number])
        return matcher

    def _scan(self, folded: Sequence[str], found: list[Candidate]) -> None:
        assert self._automaton is not None
        data = "\n".join(_ends_only(folded)).encode("utf-8", "surrogatepass")
        at = seen = 0
        for number, start, _ in self._automaton.find_matches_as_indexes(data, overlapping=True):
            if start >= seen:  # matches come by their end, so a later one may begin before an earlier one
                at += data.count(b"\n", seen, start)
                line, seen = at, start
            else:
                line = at - data.count(b"\n", start, seen)
            for rule, form in self._by_literal[number]:
                found.append(Candidate(line, rule, form))


def _ends_only(folded: Sequence[str]) -> Iterable[str]:
    """Return the lines as the automaton sees them: of a long line only its two ends."""
    if max(map(len, folded), default=0) <= LONG_LINE:
        return folded
    return [line if len(line) <= LONG_LINE else f"{line[:END_OF_LONG_LINE]}\0{line[-END_OF_LONG_LINE:]}" for line in folded]
