"""Proofs: a rule's examples, run under the rule alone, under all rules in scope, and without the rule."""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from cleaner import hostile
from cleaner.complaint import Complaint, difference
from cleaner.document import Record, Source
from cleaner.entries import Entry
from cleaner.errors import RuleError
from cleaner.fold import key
from cleaner.forms import RuleMatcher
from cleaner.index import Index
from cleaner.matching import Candidate, Matcher, Plain, anchors
from cleaner.overlap import overlaps
from cleaner.pageproof import check_pages
from cleaner.pipeline import Cleaner
from cleaner.rule import Example, Level, Pack, Rule
from cleaner.rulefile import TEXT_KEYS, read_pack
from cleaner.ruleset import RuleSet, bundled_folder, packs
from cleaner.selection import Selection
from cleaner.spans import looks


class _Without:
    """A matcher that keeps one rule out of another matcher's hits."""

    def __init__(self, matcher: Matcher) -> None:
        self._matcher = matcher
        self.rules = matcher.rules
        self.without = -1

    @property
    def has_edges(self) -> bool:
        return self._matcher.has_edges

    def candidates(self, folded: Sequence[str]) -> list[Candidate]:
        return [one for one in self._matcher.candidates(folded) if one.rule != self.without]

    def edge_candidates(self, folded: Sequence[str]) -> list[Candidate]:
        return [one for one in self._matcher.edge_candidates(folded) if one.rule != self.without]

    def matcher(self, number: int) -> RuleMatcher:
        return self._matcher.matcher(number)


def _cleaner(rules: Sequence[Rule], make: Callable[[Sequence[Rule]], Matcher]) -> Cleaner:
    # No detector and no fuse: a proof is about rules.
    chosen = RuleSet(tuple(rules), Selection(level=Level.THOROUGH))
    cleaner = Cleaner(ruleset=chosen, matcher=make)
    cleaner.only_rules()
    return cleaner


def check(rules: Sequence[Rule], among: Sequence[Rule], records: Sequence[Record] = ()) -> Iterator[Complaint]:
    """Yield what is wrong with the proofs of `rules`, all of which are also in `among`, the rules that act together.

    `records` are documents that exercise rules besides their own examples.
    """
    yield from _check_proofs(rules, among)
    for rule in rules:
        yield from _check_patterns(rule)
        yield from _check_exercised(rule, records)
    yield from overlaps(rules, among)


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
        return f"under this rule alone an example fails: {difference(wanted, got)}"
    got, by = wide.outcome(example.before)
    if got != wanted:
        return f"among all rules an example fails, because of {', '.join(sorted(by)) or 'none'}: {difference(wanted, got)}"
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


def _is_near(rule: Rule, example: Example) -> bool:
    text = key(example.before)
    pieces = [*(anchor.text.strip() for anchor in anchors(rule) if anchor.text), *map(key, rule.needs)]
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


def _check_exercised(rule: Rule, records: Sequence[Record]) -> Iterator[Complaint]:
    """Find the kinds of texts (`starts`, `pattern`, ...) of a rule by which none of its examples, and no record, changes."""
    kinds = [kind for kind in (*TEXT_KEYS, "pattern") if getattr(rule, kind)]
    if len(kinds) == 1:
        return  # the proofs have shown it
    texts = [example.before for example in rule.examples if not example.is_near_miss]
    for kind in kinds:
        others: dict[str, Any] = {other: type(getattr(rule, other))() for other in (*kinds, "needs") if other != kind}
        if kind == "pattern":
            del others["needs"]
        alone = _alone(rule._replace(**others))
        if not any(_outcome(text, alone)[1] for text in texts) and not _changes(alone, rule, records):
            yield Complaint(rule, "unexercised", f"no example changes by its {kind!r} texts")


def _changes(alone: Cleaner, rule: Rule, records: Sequence[Record]) -> bool:
    known = [record for record in records if rule.language in ("", record.source.language) or not record.source.language]
    return any(alone.clean_record(record).cuts for record in known)


def check_folder(folder: Path | None = None, records: Sequence[Record] = ()) -> tuple[int, list[str]]:
    """Return how many rules of `folder` (the bundled ones if None) were checked, and every complaint as a line.

    The rules are proved among the bundled ones; `records` exercise them besides their examples.
    A file that cannot be used is a complaint, and the others are checked.
    """
    bundled, complaints = _read_all(bundled_folder())
    if folder is None:
        own = among = bundled
    elif folder.resolve().is_relative_to(bundled_folder().resolve()):
        prefix = str(folder.resolve())
        among = bundled
        own = Pack(tuple(_below(prefix, bundled.rules)), tuple(_below(prefix, bundled.pages)))
        complaints = [text for text in complaints if text.startswith(prefix)]
        if not own.rules and not own.pages and not complaints:
            raise RuleError("no rules there", place=str(folder))
    else:
        own, complaints = _read_all(folder)
        among = Pack((*bundled.rules, *own.rules), (*bundled.pages, *own.pages))
    for complaint in (*check(own.rules, among.rules, records), *check_pages(own.pages, among.pages)):
        complaints.append(f"{complaint.place}: {complaint.rule.name}: {complaint.problem}")
    return len(own.rules) + len(own.pages), complaints


def _below(folder: str, rules: Iterable[Entry]) -> Iterator[Entry]:
    """Yield those of `rules` that stand in `folder`, or in the file of that name."""
    for rule in rules:
        path = str(Path(rule.place.rpartition(":")[0]).resolve())
        if path == folder or path.startswith(folder + os.sep):
            yield rule


def _read_all(folder: Path) -> tuple[Pack, list[str]]:
    read: list[Pack] = []
    complaints: list[str] = []
    for path, pack in packs(folder):
        try:
            read.append(read_pack(path, pack))
        except RuleError as error:
            complaints.append(str(error))
    rules = sorted((rule for pack in read for rule in pack.rules), key=lambda rule: rule.pack)
    return Pack(tuple(rules), tuple(rule for pack in read for rule in pack.pages)), complaints
