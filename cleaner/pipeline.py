"""Cleaning one document: normalise, rules and detectors in rounds until nothing is added, the fuse, the record."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from unicodedata import normalize

from cleaner.cache import kept, key_of
from cleaner.detect import DETECTORS, WEIGHING, Named
from cleaner.document import Record, Result, Source, host, site_of
from cleaner.draft import NORMALIZE, Draft
from cleaner.errors import UsageError
from cleaner.forms import Spans
from cleaner.frozen import frozen
from cleaner.fuse import refusal
from cleaner.index import Index, built, thawed
from cleaner.matching import Candidate, Matcher, Tables, tables_of
from cleaner.normalize import STEPS
from cleaner.rule import Level, Rule
from cleaner.ruleset import DETECT, RuleSet, Scope, load
from cleaner.selection import Selection
from cleaner.shape import View, fold_line, place_of
from cleaner.spans import in_zone, reach

if TYPE_CHECKING:
    from cleaner.prune import Pruner

# A rule set that needs more rounds than this takes a text apart line by line, and the document is refused.
MAX_ROUNDS = 60

NAMES = tuple(DETECT + name for name in DETECTORS) + tuple(NORMALIZE + step for step in STEPS)


class _Keep:
    """The phrases whose lines stay, for one document: folded, with the words they were given in; which ones were needed."""

    def __init__(self, phrases: Mapping[str, str]) -> None:
        self.phrases = phrases
        self.needed: set[str] = set()

    def without(self, view: View, found: Iterable[int]) -> Iterable[int]:
        """Return the positions of `found` whose lines hold none of the phrases as they stand now."""
        if not self.phrases:
            return found
        left = []
        for at in found:
            held = [words for folded, words in self.phrases.items() if folded in view.folded[at]]
            self.needed.update(held)
            if not held:
                left.append(at)
        return left


class _Rules:
    """The rule stage for one document: what may match which line, and what did, kept from round to round."""

    def __init__(self, matcher: Matcher, draft: Draft, keep: _Keep) -> None:
        self.matcher = matcher
        self.draft = draft
        self.keep = keep
        self.asked = False
        self.edges: set[int] = set()  # lines that the rules of zones were asked about
        self.changed: set[int] = set()
        self.candidates: dict[int, dict[int, list[int]]] = {}
        self.confirmed: dict[tuple[int, int], Spans] = {}

    def round(self, view: View) -> bool:
        """Make the cuts of one round; return whether there were any."""
        self._ask(view)
        if not self.candidates:
            return False
        whole: dict[int, str] = {}
        inline: dict[int, tuple[Spans, str]] = {}
        for number in sorted(self.candidates):
            at = place_of(view.numbers, number)
            if at < 0:
                del self.candidates[number]  # cut
                continue
            found = self.candidates[number]
            for place in sorted(found):
                rule = self.matcher.rules[place]
                if not in_zone(rule, view, at):
                    continue
                spans = self._confirm(view, at, place, found[place])
                if spans is None:
                    del found[place]  # nor will it, as long as the line stands as it is
                    continue
                lines = reach(rule, view, at)
                if spans and lines:
                    inline.setdefault(at, (spans, rule.name))
                else:
                    for line in lines:
                        whole.setdefault(line, rule.name)
            if not found:
                del self.candidates[number]
        if self.keep.phrases:
            whole = {at: whole[at] for at in self.keep.without(view, whole)}
            inline = {at: inline[at] for at in self.keep.without(view, inline)}
        self._cut(view, whole, inline)
        return bool(whole or inline)

    def _ask(self, view: View) -> None:
        """Ask the matcher about lines it has not seen as they are now, or where they are; of others it said all."""
        numbers = view.numbers
        if not self.asked:
            self._add(view, range(len(numbers)), self.matcher.candidates)
            self.asked = True
        elif self.changed:
            places = [place_of(numbers, number) for number in sorted(self.changed)]
            # A detector may have cut the line meanwhile.
            self._add(view, [at for at in places if at >= 0], self.matcher.candidates)
            self.edges -= self.changed
        self.changed.clear()
        if not self.matcher.has_edges:
            return
        head, tail = view.head(), view.tail()
        edges = [at for at in (*range(head), *range(max(head, tail), len(numbers))) if numbers[at] not in self.edges]
        self._add(view, edges, self.matcher.edge_candidates)
        self.edges.update([numbers[at] for at in edges])

    def _add(self, view: View, places: Sequence[int], ask: Callable[[Sequence[str]], list[Candidate]]) -> None:
        if not places:
            return
        folded = view.folded if len(places) == len(view.folded) else [view.folded[at] for at in places]
        for at, rule, form in ask(folded):
            self.candidates.setdefault(view.numbers[places[at]], {}).setdefault(rule, []).append(form)

    def _confirm(self, view: View, at: int, rule: int, forms: list[int]) -> Spans | None:
        key = view.numbers[at], rule
        spans = self.confirmed.get(key)
        if spans is None:
            spans = self.matcher.matcher(rule).match(view.lines[at], view.folded[at], forms)
            if spans is not None:
                self.confirmed[key] = spans
        return spans

    def _cut(self, view: View, whole: dict[int, str], inline: dict[int, tuple[Spans, str]]) -> None:
        for at, name in whole.items():
            self.draft.cut_line(view.numbers[at], name)
        # One rule a line and round: the places of a second one may have moved, the next round sees it again.
        for at, (spans, name) in inline.items():
            if at not in whole:
                number = view.numbers[at]
                self.draft.cut_within(number, list(spans), name)
                for rule in self.candidates.pop(number):
                    self.confirmed.pop((number, rule), None)
                if number not in self.draft.cut_by:
                    self.changed.add(number)


class Cleaner:
    """Cleans texts under one rule set and selection. Safe to use again and again; make one a process.

    result = Cleaner().clean(text, url="https://example.org/a")
    result.text, result.cuts, result.edits, result.refused

    Set `explains` to have cuts say what spoke for them (`Cut.spoke`), which costs time.
    """

    def __init__(  # noqa: PLR0913 - the options of the command line, by name
        self,
        *,
        rules: Sequence[str | Path] = (),
        select: Sequence[str] = (),
        ignore: Sequence[str] = (),
        level: str | Level = Level.STANDARD,
        keep: Sequence[str] = (),
        bundled: bool = True,
        fast: bool = True,
        ruleset: RuleSet | None = None,
        matcher: Callable[[Sequence[Rule]], Matcher] | None = None,
    ) -> None:
        """Load rules.

        `rules` are folders or files of rules besides the bundled ones; `select` and `ignore` hold names of packs, rules,
        detectors (`detect/titles`) and, for `ignore`, normalising steps (`normalize/nfc`). `ruleset` takes the place of
        all of these. A line that holds one of the phrases in `keep`, compared folded, is never cut. `matcher` makes what
        finds hits from a list of rules (`matching.Plain` says what the index means).

        Raise RuleError for a rule file that cannot be used, UsageError for an option that means nothing.
        """
        if isinstance(level, str):
            try:
                level = Level.of(level)
            except KeyError:
                known = ", ".join(one.word for one in Level)
                raise UsageError(f"no level is called {level!r}", hint=f"one of {known}") from None
        if ruleset is None:
            selection = Selection(tuple(select), tuple(ignore), level)
            ruleset = load([Path(folder) for folder in rules], selection, bundled, NAMES, examples=False)
        self.ruleset = ruleset
        self.level = ruleset.selection.level
        takes = ruleset.selection.takes
        self._off = frozenset(step for step in STEPS if ruleset.selection.leaves_out(NORMALIZE + step))
        self._detectors = [Named(DETECT + name, one) for name, one in DETECTORS.items() if takes(DETECT + name)]
        self._keep = {fold_line(normalize("NFC", phrase)): phrase for phrase in keep if phrase.strip()}
        self._make = matcher
        self._fast = fast
        self._matchers: dict[object, Matcher] = {}
        self._fused = True
        self.explains = False

    def clean(
        self,
        text: str,
        *,
        url: str | None = None,
        site: str | None = None,
        language: str | None = None,
        title: str | None = None,
    ) -> Result:
        """Return the cleaned text as a record has it, without a line end at its end; see `clean_record`.

        What is not known of the text is None or left out. `site` is a host in any case, with or without `www.`.
        """
        url = url or ""
        source = Source(url=url, site=host(site or "") or site_of(url), language=language or "", title=title or "")
        return self.clean_record(Record(source, text))

    def clean_record(self, record: Record, final_newline: bool = False) -> Result:
        """Return the result for one document; `final_newline` for files, which end in one.

        Raise DocumentError where a pattern runs out of time.
        """
        source = record.source
        draft = Draft(record.text, self._off)
        keep = _Keep(self._keep)
        rules = _Rules(self.matcher(source), draft, keep)
        before = draft.view()
        seen: dict[str, View] = {}
        for _ in range(MAX_ROUNDS):
            if not self._round(rules, seen, draft, source):
                break
        else:
            return Result(record.text, record.text, refused=f"cuts went on for more than {MAX_ROUNDS} rounds")
        refused = refusal(before, draft, self.level) if self._fused else ""
        if refused:
            return Result(record.text, record.text, refused=refused)
        text, cuts, edits = draft.render(final_newline)
        return Result(record.text, text, cuts, edits, kept=tuple(sorted(keep.needed)))

    @cached_property
    def pruner(self) -> "Pruner":
        """What takes from a page the elements that page rules name; for `Reading`."""
        from cleaner.prune import Pruner  # noqa: PLC0415

        return Pruner(self.ruleset)

    def only_rules(self) -> None:
        """Leave out the detectors and the fuse: proofs are about rules."""
        self._detectors = []
        self._fused = False

    def matcher(self, source: Source) -> Matcher:
        """Return the matcher for `source`, made once for each scope."""
        scope = self.ruleset.scope(source)
        matcher = self._matchers.get(scope)
        if matcher is None:
            rules = self.ruleset.in_scope(scope)
            matcher = self._matchers[scope] = self._make(rules) if self._make else self._index(rules, scope)
        return matcher

    def _index(self, rules: Sequence[Rule], scope: Scope) -> Index:
        origin, selection = self.ruleset.origin, self.ruleset.selection
        if not origin:
            return Index(rules, built(tables_of(rules), self._fast))
        key = key_of(origin, selection.select, selection.ignore, int(selection.level), scope)

        def tables() -> Tables:
            return kept("index", key, lambda: tables_of(rules))

        if self._fast:
            return Index(tuple(rules), built(tables()))
        few = kept("frozen", key, lambda: frozen(tables()))
        return Index(rules, thawed(few), lambda: built(tables(), fast=False))

    def _round(self, rules: _Rules, seen: dict[str, View], draft: Draft, source: Source) -> bool:
        """Make the cuts of one round; return whether there were any. `seen` is the view that each detector saw last."""
        changed = rules.round(draft.view())
        for name, detector in self._detectors:
            view = draft.view()
            if seen.get(name) is view:
                continue  # nothing was cut since it found nothing
            weighs = WEIGHING.get(name)
            if weighs and changed:
                break
            found = detector.find(view, source, self.level)
            for at in rules.keep.without(view, found):
                draft.cut_line(view.numbers[at], name, weighs(view, at) if weighs and self.explains else ())
                changed = True
            seen[name] = view
        return changed
