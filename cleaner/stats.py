"""Statistics of rules over a corpus: how often each fired, on how many documents and sites, with samples."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from cleaner.batch.whole import FailedFileError, failing
from cleaner.cleaners import Cleaners
from cleaner.counted import clean_unit
from cleaner.detect import DETECTORS
from cleaner.document import Result
from cleaner.fold import key, squeeze
from cleaner.formats import formats
from cleaner.formats.content import opened
from cleaner.jobs import Job
from cleaner.pipeline import Cleaner
from cleaner.ruleset import DETECT
from cleaner.shape import count_words
from cleaner.tally import Tally

# A sample is shown up to this many characters.
SAMPLE = 100


@dataclass(slots=True)
class Firing:
    """How often one rule or detector fired: lines (or parts of lines) cut, their words, documents, sites; with samples.

    The cuts of a page rule are elements, whose words are not counted and of which there are no samples.
    `samples` are (place, text), at most one of each document, no text twice.
    """

    name: str
    cuts: int = 0
    words: int = 0
    documents: int = 0
    sites: set[str] = field(default_factory=set)
    samples: list[tuple[str, str]] = field(default_factory=list)

    def on(self, site: str) -> None:
        """Count one more document, of `site` (empty: unknown)."""
        self.documents += 1
        if site:
            self.sites.add(site)

    def as_dict(self) -> dict[str, object]:
        """Return plain values, for JSON; `sites` is their number."""
        samples = [{"place": place, "text": text} for place, text in self.samples]
        counts = {"cuts": self.cuts, "documents": self.documents, "sites": len(self.sites), "words": self.words}
        return {"rule": self.name, **counts, "samples": samples}


class Statistics:
    """What the rules and detectors did to the documents counted so far, each under its own configuration."""

    def __init__(self, cleaners: Cleaners, samples: int = 3) -> None:
        """Count for `cleaners`; keep at most `samples` samples of each rule."""
        self.tally = Tally()
        self._cleaners = cleaners
        self._most = samples
        self._asked: list[Cleaner] = []
        self._firings: dict[str, Firing] = {}

    def read(self, job: Job, stream: BinaryIO | None = None) -> None:
        """Clean the documents of a job's file (or of `stream`), write nothing, and count; a failure is in the tally.

        Raise RuleError, ConfigError or UsageError as `Cleaners` does.
        """
        cleaner = self._cleaners.of(job.config)
        self._expect(cleaner)
        try:
            with (
                failing(job),
                open(job.path, "rb") if stream is None else nullcontext(stream) as raw,
                opened(raw, job.kind) as source,
            ):
                self._count_all(job, cleaner, source)
        except FailedFileError as failed:
            self.tally.add(failed.tally)
        except (OSError, MemoryError) as error:
            problem = error.strerror if isinstance(error, OSError) and error.strerror else type(error).__name__
            self.tally.fail(job.place, f"cannot be read: {problem}")

    def _expect(self, cleaner: Cleaner) -> None:
        """Take up the names that may fire under a cleaner."""
        if cleaner in self._asked:
            return
        self._asked.append(cleaner)
        ruleset = cleaner.ruleset
        names = [rule.name for rule in ruleset.chosen] + [rule.name for rule in ruleset.chosen_pages]
        names += [DETECT + name for name in DETECTORS if ruleset.selection.takes(DETECT + name)]
        for name in names:
            self._firings.setdefault(name, Firing(name))

    def _count_all(self, job: Job, cleaner: Cleaner, stream: BinaryIO) -> None:
        kind = formats()[job.kind]
        terms = job.config.terms(job.path)
        for unit in kind.read(stream, job.place, job.source, job.reading._replace(pruner=cleaner.pruner)):
            result = clean_unit(unit, cleaner, kind.FINAL_NEWLINE, self.tally, terms)
            if result is not None and unit.record is not None:
                site = terms.filled(unit.record.source).site
                self._count(unit.place, site, result)
                self._count_elements(site, getattr(unit, "pruned", ()))

    def _count(self, place: str, site: str, result: Result) -> None:
        seen: set[str] = set()
        for cut in result.cuts:
            firing = self._firings[cut.by]
            firing.cuts += 1
            firing.words += count_words(cut.old)
            if cut.by not in seen:
                seen.add(cut.by)
                firing.on(site)
                self._sample(firing, place, squeeze(cut.old))

    def _count_elements(self, site: str, pruned: Iterable[tuple[str, int]]) -> None:
        for name, count in pruned:
            self._firings[name].cuts += count
            self._firings[name].on(site)

    def _sample(self, firing: Firing, place: str, text: str) -> None:
        text = text if len(text) <= SAMPLE else text[: SAMPLE - 1] + "…"
        if len(firing.samples) < self._most and all(key(text) != key(other) for _, other in firing.samples):
            firing.samples.append((place, text))

    @property
    def fired(self) -> list[Firing]:
        """The rules and detectors that fired, those on most documents first."""
        found = [firing for firing in self._firings.values() if firing.cuts]
        return sorted(found, key=lambda firing: (-firing.documents, -firing.cuts, firing.name))

    @property
    def never(self) -> list[str]:
        """The names of the rules and detectors that did not fire, in order."""
        return sorted(firing.name for firing in self._firings.values() if not firing.cuts)

    def as_dict(self) -> dict[str, Any]:
        """Return everything as plain values, for JSON."""
        tally = self.tally
        return {
            "documents": tally.documents,
            "changed": tally.changed,
            "refused": _rows(tally.refused),
            "failed": _rows(tally.failed),
            "fired": [firing.as_dict() for firing in self.fired],
            "never": self.never,
        }

    def lines(self) -> Iterator[str]:
        """Yield a table of what fired, the samples below each rule, then the names of what never did."""
        fired, never = self.fired, self.never
        yield f"{'documents':>9} {'sites':>6} {'cuts':>8} {'words':>9}  rule"
        for one in fired:
            yield f"{one.documents:9} {len(one.sites):6} {one.cuts:8} {one.words:9}  {one.name}"
            yield from (f"{'':37}{text}  ({place})" for place, text in one.samples)
        yield f"never fired: {len(never)} of {len(fired) + len(never)}"
        yield from (f"{'':37}{name}" for name in never)


def _rows(rows: Sequence[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"place": place, "reason": reason} for place, reason in rows]
