"""One rule asked about one line: its forms (literals and templates, each for its place) and its pattern."""

from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from cleaner.errors import DocumentError, RuleError
from cleaner.fold import core, key
from cleaner.patterns import VERSION1, compiled, lazy
from cleaner.rule import Drop, Rule
from cleaner.shape import count_words
from cleaner.slots import LENGTHS
from cleaner.templates import END_OF_LONG_LINE, LONG_LINE, Template, Whole, expression, find_literal, parse

if TYPE_CHECKING:
    import regex

# A pattern that runs longer than this fails its document. Bundled patterns need under 0.01 s on hostile lines.
PATTERN_SECONDS = 1.0

# How much punctuation may stand around a line that a template takes.
OUTER = 40

# What of a rule is asked about a line besides the numbers of its forms.
PATTERN = -1
EVERYTHING = -2

_DIGIT = lazy(r"\d")

Spans = tuple[tuple[int, int], ...]
WHOLE_LINE: Spans = ()


class Form(NamedTuple):
    """One text of a rule for one place, with what a matching line must begin and end with and hold."""

    place: str
    source: str
    literals: tuple[str, ...]
    has_slots: bool
    begins: str
    ends: str
    longest: int
    has_digit: bool
    anchor: str
    whole: Whole | None

    @classmethod
    def of(cls, place: str, source: str) -> "Form":
        """Take the literal or template `source` apart for its place."""
        template = parse(source)
        whole = Whole.of(source) if place == "line" and not template.has_slots else None
        begins = ends = ""
        if template.has_slots and place in ("line", "starts") and not template.parts[0][1]:
            begins = _spaced(template, 0)
        if template.has_slots and place in ("line", "ends") and not template.parts[-1][1]:
            ends = _spaced(template, len(template.parts) - 1)
        longest = sum(LENGTHS[text] if is_slot else len(text) for text, is_slot in template.parts) + OUTER
        has_digit = any(is_slot and text in ("n", "date", "time") for text, is_slot in template.parts)
        anchor = max((_spaced(template, at) for at in range(len(template.parts))), key=len, default="")
        return cls(place, source, template.literals, template.has_slots, begins, ends, longest, has_digit, anchor, whole)

    def may_match(self, folded: str) -> bool:
        """Return whether the literals of a template stand in `folded`, the first and last one at its edges."""
        if self.place == "line" and len(folded) > self.longest:
            return False
        if self.begins and not folded.startswith(self.begins) and not core(folded).startswith(self.begins):
            return False
        if self.ends and not folded.endswith(self.ends) and not core(folded).endswith(self.ends):
            return False
        if not all(literal in folded for literal in self.literals):
            return False
        return not self.has_digit or _DIGIT.search(folded) is not None


class Bound(NamedTuple):
    """What a line must be for a pattern to be asked about it.

    It has at most `longest` characters and begins, punctuation apart, in one of `openings`, if there are any.
    """

    longest: float
    openings: tuple[str, ...]

    def admits(self, folded: str) -> bool:
        """Return whether the pattern is asked about the folded line."""
        if len(folded) > self.longest:
            return False
        if not self.openings or folded.startswith(self.openings):
            return True
        return not folded[:1].isalnum() and core(folded).startswith(self.openings)


@lru_cache(4096)  # a proof makes an index for each language, of mostly the same rules
def bound_of(pattern: str) -> Bound:
    """Return the bound of a pattern, which takes a few milliseconds to find out."""
    from cleaner.openings import openings  # noqa: PLC0415 - mostly the cache knows
    from cleaner.width import longest  # noqa: PLC0415 - 2 ms

    return Bound(min(longest(pattern), LONG_LINE), openings(pattern))


class RuleMatcher:
    """One rule, asked about one line."""

    __slots__ = ("_bound", "_forms", "_max_words", "_needs", "_pattern", "_texts", "inline", "rule")

    def __init__(self, rule: Rule, bound: Bound | None = None) -> None:
        """Take the rule, and the bound of its pattern where it is known; the rest is made when needed."""
        self.rule = rule
        self.inline = rule.drop is Drop.MATCH
        self._max_words = rule.max_words
        self._needs = tuple(key(text) for text in rule.needs)
        self._pattern: regex.Pattern[str] | None = None
        self._bound = bound
        self._texts = texts(rule)
        self._forms: list[Form | None] = [None] * len(self._texts)

    @property
    def bound(self) -> Bound:
        """What the pattern, if there is one, is asked about."""
        if self._bound is None:
            self._bound = bound_of(self.rule.pattern) if self.rule.pattern else Bound(-1, ())
        return self._bound

    def form(self, number: int) -> Form:
        """Return form `number`, taken apart when it is first asked: of hundreds that a rule may have, a text asks few."""
        form = self._forms[number]
        if form is None:
            form = self._forms[number] = Form.of(*self._texts[number])
        return form

    def match(self, text: str, folded: str, asked: Iterable[int] = (EVERYTHING,)) -> Spans | None:
        """Return what goes of the line `text` (empty: all of it), or None where the rule does not match.

        `asked` are the numbers of the forms to try, PATTERN, or EVERYTHING. The first that matches decides.
        """
        everything = EVERYTHING in asked
        is_long = len(folded) > LONG_LINE
        is_short: bool | None = None
        for number in range(len(self._forms)) if everything else sorted(asked):
            if number == PATTERN:
                continue
            form = self.form(number)
            if form.whole is not None:
                if core(folded) == form.whole.core and form.whole.takes(folded):
                    return WHOLE_LINE
                continue
            if form.place != "line":
                if is_short is None:
                    is_short = count_words(folded) <= self._max_words
                if not is_short:
                    continue
            if not (is_long and form.place in ("line", "contains")):
                spans = self._match_form(form, text, folded, is_long)
                if spans is not None:
                    return spans
        if not (everything or PATTERN in asked) or not self.bound.admits(folded):
            return None
        return self._match_pattern(text, folded)

    def _match_form(self, form: Form, text: str, folded: str, is_long: bool) -> Spans | None:
        offset = 0
        if is_long:
            if form.place == "starts":
                text, folded = text[:END_OF_LONG_LINE], folded[:END_OF_LONG_LINE]
            else:
                offset = len(text) - END_OF_LONG_LINE
                text, folded = text[offset:], folded[-END_OF_LONG_LINE:]
        if not form.has_slots:
            if find_literal(form.literals[0], folded, form.place) is None:
                return None
            if not self.inline:
                return WHOLE_LINE
        elif not form.may_match(folded):
            return None
        found = _search(expression(form.source, form.place, self.rule.language), text, self.rule)
        if found is None:
            return None
        if not self.inline or form.place == "line":
            return WHOLE_LINE
        start, stop = offset + found.start("drop"), offset + found.end("drop")
        return ((start, stop),) if stop > start else None

    def _match_pattern(self, text: str, folded: str) -> Spans | None:
        if self._needs and not _holds_one(folded, self._needs):
            return None
        if self._pattern is None:
            self._pattern = _compiled(self.rule)
        indent = len(text) - len(text.lstrip())
        found = _search(self._pattern, text[indent:].rstrip(), self.rule, whole=True)
        if found is None:
            return None
        if not self.inline:
            return WHOLE_LINE
        start, stop = found.span("drop")
        return ((indent + start, indent + stop),) if stop > start >= 0 else None


def _compiled(rule: Rule) -> "regex.Pattern[str]":
    try:
        return compiled(rule.pattern, VERSION1)
    # `regex.error`, in a bundled pack that somebody edited: others are looked at when they are read.
    except Exception as error:
        problem = f"the pattern of {rule.name} is not a regular expression: {error}"
        raise RuleError(problem, place=rule.place, hint="`cleaner rules check` says more") from error


def _holds_one(folded: str, needs: tuple[str, ...]) -> bool:
    for need in needs:  # noqa: SIM110 - `any` takes twice as long, and no other line runs as often
        if need in folded:
            return True
    return False


def _spaced(template: Template, at: int) -> str:
    """Return the folded literal of part `at`, with the spaces towards the slots beside it; empty for a slot.

    `di {name}` begins with `di `: without the space, every `dire` and `dixie` would be looked at.
    """
    text, is_slot = template.parts[at]
    literal = "" if is_slot else key(text)
    if not literal:
        return ""
    before, after = at > 0 and text[0].isspace(), at + 1 < len(template.parts) and text[-1].isspace()
    return " " * before + literal + " " * after


def texts(rule: Rule) -> list[tuple[str, str]]:
    """Return the literals and templates of `rule`, each with its place: line, starts, ends, contains."""
    return [(place, source) for place in ("line", "starts", "ends", "contains") for source in getattr(rule, place)]


def _search(pattern: "regex.Pattern[str]", text: str, rule: Rule, whole: bool = False) -> "regex.Match[str] | None":
    try:
        method = pattern.fullmatch if whole else pattern.search
        return method(text, timeout=PATTERN_SECONDS)
    except TimeoutError as error:
        raise ran_too_long(rule) from error


def ran_too_long(rule: Rule) -> DocumentError:
    """Return the error for a document on which a pattern of `rule` ran out of time."""
    name = f"{rule.name} ({rule.place})" if rule.place else rule.name
    problem = f"a pattern of {name} ran for more than {PATTERN_SECONDS:g} s"
    return DocumentError(problem, hint=f"--ignore {rule.name}, and report the line")
