"""How fast one core cleans, beside what bounds it and beside the rule-by-rule loop.

    python bench/speed.py                 100, 1,000 and 10,000 made rules, and the bundled packs
    python bench/speed.py --rounds 9 --documents 400

The line scorer is off but in the last row, `scorer`: the bundled packs with it.

All candidates of a row are timed in turn, round by round; figures are medians in MB of text a second of
processor time, which other work on the machine disturbs less than the clock.
"""

import argparse
import json
import statistics
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import process_time

from texts import documents, rules

from cleaner.batch.work import do
from cleaner.document import Record, Source
from cleaner.jobs import Job
from cleaner.matching import Plain
from cleaner.pipeline import NAMES, Cleaner
from cleaner.ruleset import RuleSet, load
from cleaner.selection import Selection


def timed(candidates: dict[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """Return the median seconds of each candidate, all timed in turn."""
    took: dict[str, list[float]] = {name: [] for name in candidates}
    for _ in range(rounds):
        for name, run in candidates.items():
            start = process_time()
            run()
            took[name].append(process_time() - start)
    return {name: statistics.median(times) for name, times in took.items()}


def cleaning(cleaner: Cleaner, texts: list[str]) -> Callable[[], object]:
    source = Source()
    records = [Record(source, text) for text in texts]
    return lambda: [cleaner.clean_record(record, True) for record in records]


def bound(texts: list[str]) -> Callable[[], object]:
    return lambda: ["\n".join(text.splitlines()) for text in texts]


def json_lines(cleaner: Cleaner, texts: list[str], folder: Path) -> Callable[[], object]:
    path = folder / "in.jsonl"
    with path.open("w", encoding="utf-8") as stream:
        for number, text in enumerate(texts):
            stream.write(json.dumps({"id": str(number), "url": "", "text": text}, ensure_ascii=False) + "\n")
    job = Job(path, str(path), "jsonl", folder / "out.jsonl", Source())
    return lambda: do(job, cleaner)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--documents", type=int, default=300)
    arguments = parser.parse_args()
    print(f"{'rules':>8} {'bound':>8} {'cleaning':>9} {'times':>6} {'json':>8} {'share':>6} {'loop':>8}   (MB/s)")
    with tempfile.TemporaryDirectory() as folder:
        for name in ("100", "1000", "10000", "bundled", "scorer"):
            made = rules(int(name)) if name.isdigit() else []
            chosen = Selection(ignore=() if name == "scorer" else ("detect/scorer",))
            cleaner = Cleaner(ruleset=RuleSet(tuple(made), selection=chosen) if made else load(selection=chosen, also=NAMES))
            texts = documents(arguments.documents, made)
            size = sum(len(text.encode()) for text in texts) / 1e6
            few = texts[: max(1, 2000 // len(cleaner.ruleset.rules))]
            plain = Cleaner(ruleset=cleaner.ruleset, matcher=Plain)
            candidates = {
                "bound": bound(texts),
                "cleaning": cleaning(cleaner, texts),
                "json": json_lines(cleaner, texts, Path(folder)),
            }
            candidates["cleaning"]()  # the index is built and expressions are compiled once a run
            took = timed(candidates, arguments.rounds)
            loop = timed({"loop": cleaning(plain, few)}, 1)["loop"] / (sum(len(t.encode()) for t in few) / 1e6)
            rates = (size / took["bound"], size / took["cleaning"], took["cleaning"] / took["bound"])
            lines = (size / took["json"], took["cleaning"] / took["json"], 1 / loop)
            print("{:>8} {:8.0f} {:9.1f} {:6.1f} {:8.1f} {:6.2f} {:8.3f}".format(name, *rates, *lines), flush=True)


if __name__ == "__main__":
    main()
