"""Tries the promises on many made documents, and counts where one does not hold.

    python bench/promises.py --count 1000000 --jobs 2
    python bench/promises.py --seed 41234 --count 1      one document again, with everything asked of it
    python bench/promises.py --mutate                    an index with a literal missing must be found out

recorded   cuts and edits are ordered, disjoint spans of the original; they give the clean text, and through a written
           and read audit the original back, to the byte
twice      cleaning what is clean changes nothing
again      another cleaner, asked in the opposite order, says the same (a tenth of the documents)
index      the index says what asking every rule about every line says: for each document under the eight rules of its
           block, for one in 2,000 under all rules
fuse       what is refused is untouched

A violation is printed with the document's number, cut down to the lines that it takes. Exit status 1 if there is any;
with --mutate if no missing literal is found out (a few hide: their rule needs more than them, or another takes the line).
The digest is that of all clean texts: equal for any number of jobs.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from functools import cache, partial
from hashlib import blake2b
from multiprocessing import get_context
from random import Random
from time import perf_counter

from trials import BLOCK, OPTIONS, Theme, Trial

from cleaner.audit import Entry, digest, packed, rendered, restored, unpacked
from cleaner.document import Record, Result
from cleaner.errors import DocumentError
from cleaner.fold import key
from cleaner.formats.text import encode
from cleaner.forms import PATTERN
from cleaner.frozen import frozen
from cleaner.index import Index, built, thawed
from cleaner.matching import Plain, tables_of
from cleaner.pipeline import Cleaner
from cleaner.rule import Level, Rule
from cleaner.ruleset import RuleSet, load
from cleaner.selection import Selection

FULL = 2000  # one document in so many is compared with the plain meaning of all rules: 50 ms
AGAIN = 10
MOST_PRINTED = 20


@dataclass(slots=True)
class Found:
    """What became of the documents of a block."""

    counts: Counter[str] = field(default_factory=Counter)
    violations: list[str] = field(default_factory=list)
    digest: bytes = b""


@cache
def everything(kept: bool = False) -> RuleSet:
    """Return all rules; `kept` says from the cache, as for few files, which also keeps their index."""
    return load(examples=not kept)


@cache
def cleaner(level: Level, options: str, fast: bool = True) -> Cleaner:
    """Return a cleaner of all rules; `fast` says how its index looks literals up."""
    return Cleaner(ruleset=everything(kept=not fast).under(Selection((), OPTIONS[options], level)), fast=fast)


@cache
def plain(level: Level, options: str) -> Cleaner:
    selection = Selection((), OPTIONS[options], level)
    return Cleaner(ruleset=everything().under(selection), matcher=Plain)


def cleaned(by: Cleaner, trial: Trial) -> Result:
    return by.clean_record(Record(trial.source, trial.text), trial.final_newline)


def recorded(trial: Trial, result: Result) -> str:
    """Return why the record of the changes is wrong, or an empty string."""
    at = 0
    for span in result.spans:
        if not at <= span.start <= span.stop or trial.text[span.start : span.stop] != span.old or span.old == span.new:
            return f"recorded: a span that overlaps, is not in the original or changes nothing: {span}"
        at = span.stop
    if rendered(trial.text, result.spans) != result.text:
        return "recorded: the spans do not give the clean text"
    raw = encode(trial.text)
    line = packed(Entry("a.txt", "a.txt", "text", 0, digest(encode(result.text)), digest(raw), "utf-8", spans=result.spans))
    back = restored(encode(result.text).decode("utf-8", "surrogatepass"), unpacked(line).spans)
    return "" if encode(back) == raw else "recorded: the audit does not give the original back"


def once(by: Cleaner, trial: Trial) -> tuple[Result, str]:
    """Clean a document; return the result, and which of the promises about one cleaning does not hold."""
    result = cleaned(by, trial)
    if result.refused and (result.text != trial.text or result.cuts or result.edits):
        return result, "fuse: what was refused was changed"
    problem = recorded(trial, result)
    if not problem and result.text != trial.text:
        again = cleaned(by, replace(trial, text=result.text))
        if again.text != result.text:
            by_whom = ", ".join(sorted({span.by for span in again.spans}))
            problem = f"twice: the second cleaning changed something, by {by_whom}"
    return result, problem


def same(one: Cleaner, other: Cleaner, name: str, trial: Trial) -> str:
    ours, theirs = cleaned(one, trial), cleaned(other, trial)
    if ours == theirs:
        return ""
    names = {span.by for span in ours.spans} ^ {span.by for span in theirs.spans}
    return f"{name}: not the same" + (f", by {', '.join(sorted(names))}" if names else "")


@dataclass(frozen=True, slots=True)
class Pair:
    """The eight rules of a block under the index and under their plain meaning, without detectors."""

    index: Cleaner
    plain: Cleaner

    @classmethod
    def of(cls, rules: list[Rule], level: Level, make: Callable[[list[Rule]], Index] = Index) -> "Pair":
        made = RuleSet(tuple(rules), Selection((), ("detect",), level))
        return cls(Cleaner(ruleset=made, matcher=lambda rules: make(list(rules))), Cleaner(ruleset=made, matcher=Plain))


def shrunk(trial: Trial, fails: Callable[[Trial], str]) -> Trial:
    """Return the document without the lines that the failure does not need."""
    size = max(1, trial.text.count("\n") // 2)
    while True:
        lines = trial.text.splitlines(keepends=True)
        for start in range(0, len(lines), size):
            less = replace(trial, text="".join(lines[:start] + lines[start + size :]))
            if fails(less):
                trial = less
                break
        else:
            if size == 1:
                return trial
            size //= 2


def told(trial: Trial, problem: str, fails: Callable[[Trial], str]) -> str:
    less = shrunk(trial, fails)
    scope = f"level {trial.level.word}, {trial.options}, {trial.source.language or 'language unknown'}, {trial.source.site}"
    end = "final line end" if trial.final_newline else "no final line end"
    title = f", title {trial.source.title!r}" if trial.source.title else ""
    return f"{problem}\n  again: --seed {trial.number} --count 1   ({scope}, {end}{title})\n  {less.text!r}"


def tried(start: int, stop: int, closely: bool) -> Found:
    """Try the documents `start` to `stop`, all of one block; `closely` asks everything of each."""
    found = Found()
    theme = Theme(everything(), start // BLOCK)
    pairs = {level: Pair.of(theme.rules, level) for level in Level}
    seen: list[tuple[Trial, Result]] = []
    hashes = blake2b(digest_size=16)

    def ask(trial: Trial, promise: str, check: Callable[[Trial], str]) -> None:
        found.counts[promise] += 1
        problem = check(trial)
        if problem:
            found.counts[f"VIOLATED {problem.partition(':')[0]}"] += 1
            found.violations.append(told(trial, problem, check))

    for number in range(start, stop):
        trial = theme.trial(number)
        by = cleaner(trial.level, trial.options)
        try:
            result, problem = once(by, trial)
        except DocumentError as error:  # a pattern ran out of time: reported, and no result
            found.counts["failed"] += 1
            found.violations.append(f"failed: {error.problem}\n  again: --seed {number} --count 1\n  {trial.text!r}")
            continue
        hashes.update(encode(result.text) + b"\0")
        found.counts["changed"] += result.changed
        found.counts["refused"] += bool(result.refused)
        if problem:
            ask(trial, "recorded, twice, fuse", lambda trial, by=by: once(by, trial)[1])  # type: ignore[misc]
        else:
            found.counts["recorded, twice, fuse"] += 1
        pair = pairs[trial.level]
        ask(trial, "index, of its block", partial(same, pair.index, pair.plain, "index"))
        if closely or number % FULL == 0:
            ask(trial, "index, of all rules", partial(same, by, plain(trial.level, trial.options), "index"))
        if closely or number % AGAIN == 0:
            seen.append((trial, result))
    for trial, result in reversed(seen):
        other = cleaner(trial.level, trial.options, False)
        ask(trial, "again", lambda trial, by=other, was=result: "" if cleaned(by, trial) == was else "again: not the same")  # type: ignore[misc]
    found.digest = hashes.digest()
    return found


def literals(rules: list[Rule]) -> Iterator[tuple[str, str]]:
    """Yield the literals of the index of `rules`, each with its kind; without the needs of patterns that no example has."""
    examples = [key("\n".join(example.before for example in rule.examples)) for rule in rules]
    for kind, table in tables_of(rules).by_kind.items():
        for text, owners in table.items():
            if any(form != PATTERN or text in examples[rule] for rule, form in owners):
                yield kind, text


def mutated(start: int, stop: int, closely: bool) -> Found:
    """Delete one literal from the index of a block, and see whether its documents find out."""
    found = Found()
    theme = Theme(everything(), start // BLOCK)
    random = Random(start)
    kind, literal = random.choice(list(literals(theme.rules)))
    few = random.random() < 0.5

    def make(rules: list[Rule]) -> Index:
        tables = tables_of(rules)
        tables.by_kind[kind].pop(literal, None)
        return Index(rules, thawed(frozen(tables)) if few else built(tables))

    pair = Pair.of(theme.rules, Level.THOROUGH, make)
    fails = partial(same, pair.index, pair.plain, "index")
    numbers = (number for number in range(start, stop) if fails(theme.trial(number)))
    first = next(numbers, None)
    found.counts["literals deleted"] += 1
    found.counts["found out"] += first is not None
    if first is None:
        found.violations.append(f"not found out: without {literal!r} in {kind} all {stop - start} documents were the same")
    return found


def blocks(seed: int, count: int) -> Iterator[tuple[int, int]]:
    start = seed
    while start < seed + count:
        stop = min(start - start % BLOCK + BLOCK, seed + count)
        yield start, stop
        start = stop


def run(arguments: argparse.Namespace) -> Iterator[Found]:
    work = mutated if arguments.mutate else tried
    ranges = list(blocks(arguments.seed, arguments.count))
    starts, stops = [start for start, _ in ranges], [stop for _, stop in ranges]
    closely = [arguments.count <= AGAIN] * len(ranges)
    if arguments.jobs == 1:
        yield from map(work, starts, stops, closely)
        return
    with ProcessPoolExecutor(arguments.jobs, get_context("spawn")) as pool:
        yield from pool.map(work, starts, stops, closely)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=0, help="the number of the first document")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--mutate", action="store_true")
    arguments = parser.parse_args()
    counts: Counter[str] = Counter()
    hashes = blake2b(digest_size=16)
    start = perf_counter()
    printed = 0
    for number, found in enumerate(run(arguments), 1):
        counts += found.counts
        hashes.update(found.digest)
        for violation in found.violations[: MOST_PRINTED - printed]:
            print(violation, flush=True)
            printed += 1
        if number % 100 == 0:
            print(f"... {number * BLOCK} documents, {perf_counter() - start:.0f} s", file=sys.stderr, flush=True)
    for name, count in sorted(counts.items()):
        print(f"{count:10,} {name}")
    print(f"{arguments.count:10,} documents in {perf_counter() - start:.0f} s, digest {hashes.hexdigest()}")
    violated = any(name.startswith("VIOLATED") for name in counts)
    sys.exit(not counts["found out"] if arguments.mutate else violated or counts["failed"] > 0)


if __name__ == "__main__":
    main()
