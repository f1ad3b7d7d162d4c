"""The tally of a run: counts that add up, over documents, shards and workers."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from cleaner.document import Result
from cleaner.shape import count_words


@dataclass(slots=True)
class Tally:
    """What happened to how many documents.

    `words` counts removed words by rule or detector, `uses` how often each entry of an allow-list kept something, by place.
    """

    documents: int = 0
    changed: int = 0
    words_in: int = 0
    words_out: int = 0
    words: Counter[str] = field(default_factory=Counter)
    uses: Counter[str] = field(default_factory=Counter)
    refused: list[tuple[str, str]] = field(default_factory=list)
    failed: list[tuple[str, str]] = field(default_factory=list)
    skipped: list[tuple[str, str]] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)

    def count(self, place: str, result: Result) -> None:
        """Count one cleaned document."""
        self.documents += 1
        words_in = count_words(result.original)
        self.words_in += words_in
        self.words_out += words_in if result.refused else count_words(result.text)
        if result.refused:
            self.refused.append((place, result.refused))
        elif result.changed:
            self.changed += 1
        for cut in result.cuts:
            self.words[cut.by] += count_words(cut.old)

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
        self.words += other.words
        self.uses += other.uses
        for mine, theirs in zip(self._lists(), other._lists(), strict=True):
            mine.extend(theirs)

    def _lists(self) -> tuple[list[tuple[str, str]], ...]:
        return self.refused, self.failed, self.skipped, self.notes

    def lines(self, most: int = 20) -> Iterator[str]:
        """Yield the summary as lines of text, with at most `most` rules and as many names of each kind."""
        yield (
            f"{self.documents} documents: {self.changed} changed, {len(self.refused)} refused by the fuse, "
            f"{len(self.failed)} failed"
        )
        if self.words_in:
            share = 1 - self.words_out / self.words_in
            yield f"{self.words_in} words in, {self.words_out} out ({share:.1%} removed)"
        for name, count in sorted(self.words.items(), key=lambda item: (-item[1], item[0]))[:most]:
            yield f"{count:9} {name}"
        if len(self.words) > most:
            yield f"{sum(self.words.values()):9} in all, by {len(self.words)} rules and detectors"
        yield from self.named(most)

    def named(self, most: int = 20) -> Iterator[str]:
        """Yield a line for each document that was refused, failed, skipped or has a note: at most `most` of each kind."""
        kinds = (("refused", self.refused), ("failed", self.failed), ("skipped", self.skipped), ("note", self.notes))
        for kind, rows in kinds:
            for place, reason in rows[:most]:
                yield f"{kind}: {place}: {reason}"
            if len(rows) > most:
                yield f"{kind}: and {len(rows) - most} more"
