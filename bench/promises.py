"""Tries the promises on many made texts: rule literals, sentences, hostile lines, all line ends, every level.

    python bench/promises.py --documents 1000000

Counts violations: a change that is not recorded or cannot be undone, a second cleaning that changes something, and (for
one text in fifty, since it is slow) an index whose result is not that of the plain meaning.
"""

import argparse
from collections import Counter
from random import Random
from time import perf_counter

from texts import sentence, words

from cleaner.document import Cut, Edit, Record, Result, Source
from cleaner.forms import texts
from cleaner.matching import Plain
from cleaner.pipeline import Cleaner
from cleaner.rule import Level
from cleaner.templates import filled, parse

ENDS = ("\n", "\n", "\n\n", "\n\n\n", "\r\n", "\r", "\n \n", " \n", "\n\t\n", "")
HOSTILE = (
    "- " * 100,
    "A. " * 140,
    "x" * 500,
    "&amp;lt; &nbsp; &copyright; &#0;",
    "e\u0301\u200b\ufeff \u00a0\u3000x",
    "\u1112\u1161\u11ab \U0001f469\u200d\U0001f4bb می\u200cخواهم",
    "name    age\tcity    zip",
    "\x00\x0b\x1c\x85\u2028",
    " • ".join(["One"] * 9),
)


def literals(cleaner: Cleaner) -> list[str]:
    return [filled(parse(source)) for rule in cleaner.ruleset.rules for _, source in texts(rule)]


def made(random: Random, pieces: list[str]) -> str:
    parts = [random.choice(("", "", "\ufeff", "\n"))]
    block = []
    for _ in range(random.randrange(1, 14)):
        kind = random.random()
        if kind < 0.4:
            line = random.choice(pieces)
        elif kind < 0.75:
            line = sentence(random, random.randrange(3, 30))
        elif kind < 0.85:
            line = words(random, random.randrange(1, 8)).capitalize()
        elif kind < 0.92:
            line = random.choice(HOSTILE)
        else:
            line = f"{random.choice(pieces)} {random.choice(pieces)}"
        block.append(line)
    for line in block * random.choice((1, 1, 1, 2, 3)):
        parts += (line, random.choice(ENDS))
    return "".join(parts)


def undone(result: Result) -> str:
    """Return the original, made from the clean text and the spans."""
    spans: list[Cut | Edit] = [*result.cuts, *result.edits]
    parts: list[str] = []
    at = left = 0
    for span in sorted(spans, key=lambda span: (span.start, span.stop)):
        kept = span.start - at
        parts += (result.text[left : left + kept], span.old)
        left += kept + len(span.new)
        at = span.stop
    return "".join([*parts, result.text[left:]])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    random = Random(arguments.seed)
    cleaners = {level: Cleaner(level=level) for level in Level}
    plain = {level: Cleaner(ruleset=cleaners[level].ruleset, matcher=Plain) for level in Level}
    pieces = literals(cleaners[Level.THOROUGH])
    found: Counter[str] = Counter()
    start = perf_counter()
    for number in range(arguments.documents):
        text, level, final_newline = made(random, pieces), random.choice(list(Level)), random.random() < 0.5
        record = Record(Source(), text)
        result = cleaners[level].clean_record(record, final_newline)
        found["refused"] += bool(result.refused)
        found["changed"] += result.changed
        found["VIOLATED restore"] += undone(result) != text
        again = cleaners[level].clean_record(Record(Source(), result.text), final_newline)
        found["VIOLATED twice is once"] += again.text != result.text
        if number % 50 == 0:
            found["VIOLATED index"] += plain[level].clean_record(record, final_newline) != result
    for name, count in sorted(found.items()):
        print(f"{name:24} {count}")
    print(f"{arguments.documents} documents in {perf_counter() - start:.0f} s")


if __name__ == "__main__":
    main()
