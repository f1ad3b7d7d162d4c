"""Proofs: a rule's examples, run under the rule alone, under all rules in scope, and without the rule."""

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from cleaner import hostile
from cleaner.document import Record, Source
from cleaner.errors import RuleError
from cleaner.fold import key
from cleaner.forms import RuleMatcher
from cleaner.matching import Candidate, Index, Matcher, Plain, anchors
from cleaner.pipeline import Cleaner
from cleaner.rule import Example, Level, Rule
from cleaner.rulefile import read_pack
from cleaner.ruleset import RuleSet, bundled_folder, packs
from cleaner.selection import Selection
from cleaner.spans import looks
from cleaner.templates import parse


@dataclass(frozen=True, slots=True)
class Complaint:
    """Something that a rule's proof does not bear out; `kind` is `proof`, `near-miss`, `slow`, `covered` or `double`."""

    rule: Rule
    kind: str
    problem: str
    line: int = 0

    @property
    def place(self) -> str:
        """`file:line` of the examples, or of the rule."""
        return f"{self.rule.place.rpartition(':')[0]}:{self.line}" if self.line else self.rule.place


class _Without:
    """A matcher that keeps one rule out of another matcher's hits."""

    def __init__(self, matcher: Matcher) -> None:
        self._matcher = matcher
        self.rules = matcher.rules
        self.without = -1

    @property
    def unanchored(self) -> dict[int, list[int]]:
        return {rule: forms for rule, forms in self._matcher.unanchored.items() if rule != self.without}

    def candidates(self, folded: Sequence[str]) -> list[Candidate]:
        return [one for one in self._matcher.candidates(folded) if one.rule != self.without]

    def matcher(self, number: int) -> RuleMatcher:
        return self._matcher.matcher(number)


def _cleaner(rules: Sequence[Rule], make: Callable[[Sequence[Rule]], Matcher]) -> Cleaner:
    # No detector and no fuse: a proof is about rules.
    chosen = RuleSet(tuple(rules), Selection(level=Level.THOROUGH))
    cleaner = Cleaner(ruleset=chosen, matcher=make)
    cleaner.only_rules()
    return cleaner


def check(rules: Sequence[Rule], among: Sequence[Rule]) -> Iterator[Complaint]:
    """Yield what is wrong with the proofs of `rules`, all of which are also in `among`, the rules that act together."""
    yield from _check_proofs(rules, among)
    for rule in rules:
        yield from _check_patterns(rule)
    yield from _check_covered(rules)


def _check_proofs(rules: Sequence[Rule], among: Sequence[Rule]) -> Iterator[Complaint]:
    everything = RuleSet(tuple(among), Selection(level=Level.THOROUGH))
    # Example texts have no language, as most documents: the rules of all languages must agree on them.
    wide = {site: _Scope(everything, Source(site=site)) for site in {rule.site for rule in rules}}
    # That the rule is needed is asked where its language is known: `(AFP)` is a sign-off in five packs.
    own = {lang: _Scope(everything, Source(language=lang or "none")) for lang in {rule.language for rule in rules}}
    for rule in rules:
        alone = _alone(rule)
        for example in rule.examples:
            problem = _problem(rule, example, alone, wide[rule.site], wide[rule.site] if rule.site else own[rule.language])
            if problem:
                yield Complaint(rule, "proof", problem, example.line)
            if example.is_near_miss and not _is_near(rule, example):
                yield Complaint(
                    rule, "near-miss", f"no literal of the rule is in this near miss: {_short(example)}", example.line
                )


def _alone(rule: Rule) -> Cleaner:
    matcher = Plain([rule])
    return _cleaner([rule], lambda _: matcher)  # whatever is in scope: an example has no site of its own


class _Scope:
    """The rules that act together on one kind of source, able to leave one of them out."""

    def __init__(self, everything: RuleSet, source: Source) -> None:
        rules = everything.in_scope(everything.scope(source))
        self.matcher = _Without(Index(rules))
        self.numbers = {rule.name: number for number, rule in enumerate(rules)}
        self.cleaner = _cleaner(rules, lambda _: self.matcher)

    def outcome(self, text: str, without: str = "") -> tuple[str, set[str]]:
        self.matcher.without = self.numbers[without] if without else -1
        return _outcome(text, self.cleaner)


def _problem(rule: Rule, example: Example, alone: Cleaner, wide: _Scope, own: _Scope) -> str:
    wanted = _outcome(example.after, None)[0]
    got, _ = _outcome(example.before, alone)
    if got != wanted:
        return f"under this rule alone an example fails: {_difference(wanted, got)}"
    got, by = wide.outcome(example.before)
    if got != wanted:
        return f"among all rules an example fails, because of {', '.join(sorted(by)) or 'none'}: {_difference(wanted, got)}"
    if example.is_near_miss:
        return ""
    got, by = own.outcome(example.before, rule.name)
    if got == wanted:
        return f"an example passes without the rule, because of {', '.join(sorted(by))}: {_short(example)}"
    return ""


def _outcome(text: str, cleaner: Cleaner | None) -> tuple[str, set[str]]:
    cleaner = cleaner or _cleaner([], Plain)
    result = cleaner.clean_record(Record(Source(), text))
    return result.text, {cut.by for cut in result.cuts}


def _short(example: Example) -> str:
    first = next((line for line in example.before.split("\n") if line.strip()), "")
    return repr(first[:60])


def _difference(wanted: str, got: str) -> str:
    wanted_lines, got_lines = wanted.split("\n"), got.split("\n")
    for line in wanted_lines:
        if line and line not in got_lines:
            return f"{line[:70]!r} is gone"
    for line in got_lines:
        if line and line not in wanted_lines:
            return f"{line[:70]!r} is still there"
    return "the blank lines or the order differ"


def _is_near(rule: Rule, example: Example) -> bool:
    text = key(example.before)
    pieces = [anchor.text for anchor in anchors(rule) if anchor.text]
    return not pieces or any(piece in text for piece in pieces)


def slowest(rule: Rule) -> float:
    """Return the seconds (of processor time, best of three) that a pattern of the rule needs on a hostile line.

    The line is the worst of all, or the first that is too slow.
    """
    needs = [key(need) for need in rule.needs]
    kinds = [kind for kind in (rule.follow, rule.after, rule.pattern) if kind and not kind.isalpha()]
    return max((hostile.slowest(looks(kind), hostile.lines(needs, kind))[0] for kind in kinds), default=0.0)


def _check_patterns(rule: Rule) -> Iterator[Complaint]:
    took = slowest(rule)
    if took > hostile.SECONDS:
        yield Complaint(rule, "slow", f"a pattern needs {took:.3f} s on a hostile line, more than {hostile.SECONDS} s")


def _check_covered(rules: Sequence[Rule]) -> Iterator[Complaint]:
    """Find literals of whole lines that another rule of the same or a wider scope takes already."""
    owners: dict[tuple[str, str], Rule] = {}
    for rule in sorted(rules, key=lambda rule: (rule.language != "", rule.site != "")):
        if rule.follow or rule.after or rule.zone != "any":
            continue
        for source in rule.line:
            if parse(source).has_slots:
                continue
            literal = key(source)
            owner = owners.get((literal, "")) or owners.get((literal, rule.language))
            if owner is not None and owner.name != rule.name and not owner.site:
                problem = f"line {source!r} is already taken by {owner.name}"
                yield Complaint(rule, "double", problem)
            owners.setdefault((literal, rule.language), rule)


def check_folder(folder: Path | None = None) -> tuple[int, list[str]]:
    """Return how many rules of `folder` (the bundled ones if None) were checked, and every complaint as a line.

    The rules are proved among the bundled ones. A file that cannot be used is a complaint, and the others are checked.
    """
    bundled, complaints = _read_all(bundled_folder())
    if folder is None:
        rules = among = bundled
    elif folder.resolve().is_relative_to(bundled_folder().resolve()):
        prefix = str(folder.resolve())
        among = bundled
        rules = [
            r
            for r in bundled
            if (path := str(Path(r.place.rpartition(":")[0]).resolve())) == prefix or path.startswith(prefix + os.sep)
        ]
        complaints = [text for text in complaints if text.startswith(prefix)]
        if not rules and not complaints:
            raise RuleError("no rules there", place=str(folder))
    else:
        rules, complaints = _read_all(folder)
        among = [*bundled, *rules]
    for complaint in check(rules, among):
        complaints.append(f"{complaint.place}: {complaint.rule.name}: {complaint.problem}")
    return len(rules), complaints


def _read_all(folder: Path) -> tuple[list[Rule], list[str]]:
    rules: list[Rule] = []
    complaints: list[str] = []
    for path, pack in packs(folder):
        try:
            rules += read_pack(path, pack)
        except RuleError as error:
            complaints.append(str(error))
    return sorted(rules, key=lambda rule: rule.pack), complaints
