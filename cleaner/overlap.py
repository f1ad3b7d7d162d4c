"""Texts of rules that say nothing new: literals that another form takes already, and rules that are nearly one.

A form is one text of a rule for its place (`line`, `starts`, `ends`, `contains`), or its pattern. One covers another where
it takes every probe of it: the lines at the edges of what the other takes. So nothing has to be known of the forms but
what `RuleMatcher` says of them, and a covered text can go without a change of what is cut.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from cleaner.complaint import Complaint
from cleaner.fold import key
from cleaner.forms import PATTERN, texts
from cleaner.index import Index
from cleaner.rule import Rule, Zone
from cleaner.shape import count_words, fold_line
from cleaner.templates import parse

# What each slot is filled with, one after the other: its shortest, its usual and its longest kinds.
SAMPLES = {
    "n": ("12", "1,204", "3.4K"),
    "date": ("12 March 2019", "2019-03-12", "Tuesday, Sept 3, 2020"),
    "time": ("10:45", "7 pm", "19.30 Uhr"),
    "name": ("Maria Lind", "Ada", "Jan van der Meer Ulvo Brakk"),
    "words": ("two words", "one", "so many as four"),
    "url": ("https://example.org/a", "example.org", "www.example.org/b"),
    "email": ("desk@example.org", "a.b@example.co.uk", "x@example.org"),
    "handle": ("@example", "@a", "@example_2"),
}

# What each slot takes, about: whatever takes a sample takes less than this.
ROUGHLY = {
    "n": r"\d[\d.,  ]*[km]?\+?",
    "date": r".*\d.*",
    "time": r".*\d.*",
    "name": r"[^\W\d].*",
    "words": r"\S+(?: \S+){0,3}",
    "url": r"\S+\.\S+",
    "email": r"\S+@\S+",
    "handle": r"@\w+",
}

# Two rules that act alike are nearly one where this share of the texts of the smaller one stands in the other, or of the
# words of their reasons in both.
SHARED_TEXTS = 0.5
SHARED_WORDS = 0.85

_WIDER = {Zone.TOP: (Zone.TOP, Zone.HEAD), Zone.BOTTOM: (Zone.BOTTOM, Zone.TAIL)}


class _Form(NamedTuple):
    """One form of a rule: the rule's number in the index, and the form's own (PATTERN for the pattern)."""

    rule: int
    number: int


def overlaps(rules: Sequence[Rule], among: Sequence[Rule]) -> Iterator[Complaint]:
    """Yield what of `rules` is covered by a form of `among`, or nearly one of them; `among` holds `rules`."""
    names = {rule.name for rule in rules}
    # Wider scopes first: of two forms that cover each other the first one stays.
    ordered = sorted(among, key=lambda rule: (rule.language != "", rule.site != ""))
    yield from _covered(Index(ordered), names)
    yield from _near_doubles(ordered, names)


def _covered(index: Index, names: set[str]) -> Iterator[Complaint]:
    found = _Coverage(index)
    asked = [
        _Form(at, form) for at, rule in enumerate(index.rules) if rule.name in names for form in range(len(texts(rule)))
    ]
    others: dict[_Form, set[_Form]] = {}
    lines = [fold_line(found.first(one)) for one in asked]
    for at, number, form in (*index.candidates(lines), *index.edge_candidates(lines)):
        if asked[at] != _Form(number, form):
            others.setdefault(asked[at], set()).add(_Form(number, form))
    for own, near in others.items():
        other = next(
            (one for one in sorted(near) if found.covers(one, own) and (one < own or not found.covers(own, one))), None
        )
        if other is not None:
            rule = index.rules[own.rule]
            place, source = texts(rule)[own.number]
            yield Complaint(rule, "double", f"{place} {source!r} is already taken by {found.name(other, rule)}")


class _Coverage:
    """Which forms of an index cover which."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._texts = [texts(rule) for rule in index.rules]
        self._probes: dict[_Form, list[tuple[str, object]]] = {}
        self._bases: dict[_Form, list[str]] = {}
        self._near: dict[_Form, re.Pattern[str]] = {}

    def first(self, form: _Form) -> str:
        """Return the plainest line that a form takes."""
        return self._plain(form)[0]

    def _plain(self, form: _Form) -> list[str]:
        if form not in self._bases:
            self._bases[form] = [line.strip() for line in _filled(self._texts[form.rule][form.number][1])]
        return self._bases[form]

    def covers(self, one: _Form, other: _Form) -> bool:
        """Return whether `one` takes all that `other` takes, as far, wherever and from whatever level on."""
        if other.number == PATTERN or not _reaches(self._index.rules[one.rule], self._index.rules[other.rule]):
            return False
        if not all(self._is_near(one, fold_line(line)) for line in self._plain(other)):
            return False
        if self._taken(one, self.first(other)) is None:
            return False
        probes = self.probes(other)
        return bool(probes) and all(self._taken(one, probe) == spans for probe, spans in probes)

    def _is_near(self, form: _Form, folded: str) -> bool:
        """Return whether a form may take a line. Its own expression takes 25 ms to compile, and few are worth it."""
        if form.number == PATTERN or not self._index.matcher(form.rule).form(form.number).has_slots:
            return True
        if form not in self._near:
            place, source = self._texts[form.rule][form.number]
            pieces = [ROUGHLY[text] if is_slot else re.escape(key(text)) for text, is_slot in parse(source).parts]
            left, right = place in ("line", "starts"), place in ("line", "ends")
            self._near[form] = re.compile(
                ("" if left else ".*") + r"\W*" + r"\s*".join(pieces) + r"\W*" + ("" if right else ".*")
            )
        return self._near[form].fullmatch(folded) is not None

    def probes(self, form: _Form) -> list[tuple[str, object]]:
        """Return lines at the edges of what a form takes, each with what goes of it."""
        if form not in self._probes:
            rule = self._index.rules[form.rule]
            place, source = self._texts[form.rule][form.number]
            taken = [(line, self._taken(form, line)) for line in _probes(place, source, rule.max_words)]
            self._probes[form] = [(line, spans) for line, spans in taken if spans is not None]
        return self._probes[form]

    def name(self, form: _Form, rule: Rule) -> str:
        """Return how to call a form in a complaint about `rule`."""
        other = self._index.rules[form.rule]
        if form.number == PATTERN:
            return f"the pattern of {other.name}"
        place, source = texts(other)[form.number]
        return f"{place} {source!r} of " + ("this rule" if other is rule else other.name)

    def _taken(self, form: _Form, line: str) -> object:
        return self._index.matcher(form.rule).match(line, fold_line(line), (form.number,))


def _reaches(wide: Rule, rule: Rule) -> bool:
    """Return whether `wide` acts wherever `rule` does, and as far."""
    return (
        wide.language in ("", rule.language)
        and wide.site in ("", rule.site)
        and wide.zone in (Zone.ANY, *_WIDER.get(rule.zone, (rule.zone,)))
        and wide.after in ("", rule.after)
        and wide.level <= rule.level
        and (wide.drop, wide.follow) == (rule.drop, rule.follow)
    )


def _filled(source: str) -> Iterator[str]:
    """Yield the template with each of the samples in its slots; a literal once, as it is."""
    parts = parse(source).parts
    for number in range(3 if any(is_slot for _, is_slot in parts) else 1):
        yield "".join(SAMPLES[text][number] if is_slot else text for text, is_slot in parts)


def _probes(place: str, source: str, max_words: int) -> Iterator[str]:
    for base in map(str.strip, _filled(source)):
        yield from _around(base, place, max(0, max_words - count_words(base)))
        yield from _around(base.upper(), place, 1)
        yield from _around(base.lower(), place, 1)


def _around(base: str, place: str, room: int) -> Iterator[str]:
    """Yield `base` with what may stand beside it in a line that a form of this place takes; `room` is for words."""
    if place == "line":
        yield from (base, f"» {base}", f"{base}:", f"[{base}] »", f"{base}.")
        return
    before = ("", "xyz ", "(", "word " * room) if place != "starts" else ("",)
    after = ("", " xyz", ": xyz", " word" * room, "!") if place != "ends" else ("",)
    yield from (f"{left}{base}{right}" for left in before for right in after if not (len(left) > 4 and len(right) > 5))


def _near_doubles(rules: Sequence[Rule], names: set[str]) -> Iterator[Complaint]:
    """Compare rules that act alike; that one list of headings acts in two ways, here and there, is no double."""
    groups: dict[tuple[object, ...], list[Rule]] = {}
    for rule in rules:
        acts = (rule.language, rule.site, rule.drop, rule.follow, rule.zone, rule.after, rule.level)
        groups.setdefault(acts, []).append(rule)
    for group in groups.values():
        said = [(rule, {(place, key(text)) for place, text in texts(rule)}, set(key(rule.why).split())) for rule in group]
        for (one, texts_one, why_one), (two, texts_two, why_two) in combinations(said, 2):
            if not {one.name, two.name} & names:
                continue
            if len(texts_one & texts_two) > SHARED_TEXTS * min(len(texts_one), len(texts_two)) > 0:
                yield Complaint(two, "near-double", f"most of its texts are those of {one.name}")
            elif len(why_one & why_two) > SHARED_WORDS * len(why_one | why_two):
                yield Complaint(two, "near-double", f"its why is nearly that of {one.name}")
