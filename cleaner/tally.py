"""The tally of a run: counts that add up, over documents, shards and workers."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from cleaner.document import Result
from cleaner.shape import count_words, is_spaced

# A place and what is said of it.
Row = tuple[str, str]


class Tally:
    """What happened to how many documents; `words` counts removed words by rule or detector, `sites` by site,
    and `pruned` the elements of pages that rules took before there was a text.

    `uses` counts how often each entry of an allow-list kept something, by its place.
    `refused`, `failed`, `skipped` and `notes` hold places, each with the reason.
    """

    def __init__(self, skipped: Iterable[Row] = ()) -> None:
        """Begin with noughts, and with what was skipped before."""
        self.documents = self.changed = 0
        self.words_in = self.words_out = 0
        self.words: Counter[str] = Counter()
        self.sites: Counter[str] = Counter()
        self.pruned: Counter[str] = Counter()
        self.uses: Counter[str] = Counter()
        self.refused: list[Row] = []
        self.failed: list[Row] = []
        self.skipped = list(skipped)
        self.notes: list[Row] = []

    def __eq__(self, other: object) -> bool:
        """Return whether another tally counts the same."""
        return isinstance(other, Tally) and self.packed() == other.packed()

    __hash__ = None  # type: ignore[assignment]

    @property
    def unchanged(self) -> int:
        """How many documents are as they were because there was nothing to take."""
        return self.documents - self.changed - len(self.refused) - len(self.failed)

    def count(self, place: str, result: Result, site: str = "") -> None:
        """Count one cleaned document, from `site` (empty: unknown)."""
        self.documents += 1
        words_in = count_words(result.original)
        removed = [count_words(cut.old) for cut in result.cuts]
        self.words_in += words_in
        self.words_out += words_in if result.refused or not result.changed else _words_left(result, words_in, removed)
        if result.refused:
            self.refused.append((place, result.refused))
        elif result.changed:
            self.changed += 1
        for cut, words in zip(result.cuts, removed, strict=True):
            self.words[cut.by] += words
            self.sites[site] += words

    def fail(self, place: str, problem: str) -> None:
        """Count one document that failed."""
        self.documents += 1
        self.failed.append((place, problem))

    def add(self, other: "Tally") -> None:
        """Add the counts of another tally to this one."""
        self.documents += other.documents
        self.changed += other.changed
        self.words_in += other.words_in
        self.words_out += other.words_out
        self.words.update(other.words)
        self.sites.update(other.sites)
        self.uses.update(other.uses)
        self.pruned.update(other.pruned)
        for mine, theirs in zip(self._lists(), other._lists(), strict=True):
            mine.extend(theirs)

    def _lists(self) -> tuple[list[Row], ...]:
        return self.refused, self.failed, self.skipped, self.notes

    def packed(self) -> dict[str, Any]:
        """Return the tally as plain values, of which `unpacked` makes it again."""
        return vars(self).copy()

    @classmethod
    def unpacked(cls, values: dict[str, Any]) -> "Tally":
        """Return the tally of which `packed` made `values`, also by way of JSON."""
        made = cls()
        for name, value in vars(made).items():
            given = values[name]
            if isinstance(value, Counter):
                given = Counter(given)
            elif isinstance(value, list):
                given = [(place, reason) for place, reason in given]
            setattr(made, name, given)
        return made


def _words_left(result: Result, words_in: int, removed: list[int]) -> int:
    """Return how many words are left of so many: where only whole lines went, without a look at them all."""
    original = result.original
    for cut in result.cuts:
        begins = cut.start == 0 or original[cut.start - 1] == "\n"
        if cut.new or not begins or not (cut.old[-1:] == "\n" or cut.stop == len(original)):
            return count_words(result.text)
    if any(edit.old.strip() or edit.new.strip() for edit in result.edits):
        return count_words(result.text)
    if original.isascii():
        return words_in - sum(removed)
    if not (is_spaced(original) and is_spaced(result.text)):
        return count_words(result.text)
    return words_in - sum(len(cut.old.split()) for cut in result.cuts)
