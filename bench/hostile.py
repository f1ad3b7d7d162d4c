"""How long each expression needs on lines made to keep it busy: patterns of rules, templates, and detectors.

    python bench/hostile.py                  the ten slowest, the maximum, and how many need over 10 ms
    python bench/hostile.py --rules FOLDER   also those of a folder

A user's pattern that needs more than 10 ms is refused when it is read, where its shape says so (`cleaner/bounds.py`), or
else by `cleaner rules check`. Times are of the processor, the best of three where a line took long. Exit status 1 if any
needs over 10 ms.
"""

import argparse
import sys
from collections.abc import Callable, Iterator
from functools import partial
from importlib import import_module
from pathlib import Path

import regex

from cleaner import hostile
from cleaner.detect import DETECTORS
from cleaner.fold import key
from cleaner.forms import texts
from cleaner.patterns import Lazy
from cleaner.rule import Rule
from cleaner.ruleset import load
from cleaner.slots import SLOTS, compiled
from cleaner.spans import looks
from cleaner.templates import expression, filled, parse

Test = Callable[[str], object]
SHOWN = 10
# Long enough to tell slow from very slow, short enough to try everything.
TIMEOUT = 1.0


def of_rule(rule: Rule) -> Iterator[tuple[str, Test, list[str]]]:
    """Yield the patterns and the templates with slots of a rule, each with its hostile lines."""
    for name in ("pattern", "follow", "after"):
        source = getattr(rule, name)
        if source and not source.isalpha():
            yield f"{rule.name} {name}", looks(source), hostile.lines([key(need) for need in rule.needs], source)
    for place, source in texts(rule):
        if parse(source).has_slots:
            lines = hostile.lines([key(filled(parse(source)))], source)
            yield (
                f"{rule.name} {place} {source!r}",
                partial(expression(source, place, rule.language).search, timeout=TIMEOUT),
                lines,
            )


def of_module(name: str) -> Iterator[tuple[str, Test, list[str]]]:
    """Yield the compiled expressions of a module."""
    for attribute, value in vars(import_module(name)).items():
        if isinstance(value, regex.Pattern | Lazy):
            yield f"{name}.{attribute}", _searched(value), hostile.lines([], value.pattern)


def _searched(pattern: "regex.Pattern[str]") -> Test:
    return lambda line: (pattern.fullmatch(line, timeout=TIMEOUT), pattern.search(line, timeout=TIMEOUT))


def everything(folders: list[Path]) -> Iterator[tuple[str, Test, list[str]]]:
    for rule in load(folders).rules:
        yield from of_rule(rule)
    for slot, (source, sample) in SLOTS.items():
        yield f"slot {slot}", _searched(compiled(source, regex.IGNORECASE)), hostile.lines([sample], source)
    modules = [f"cleaner.detect.{name}" for name in (*DETECTORS, "features")]
    for name in (*modules, "cleaner.normalize", "cleaner.shape", "cleaner.templates", "cleaner.forms", "cleaner.draft"):
        yield from of_module(name)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rules", type=Path, action="append", default=[])
    arguments = parser.parse_args()
    rows = []
    lines = 0
    for name, test, among in everything(arguments.rules):
        rows.append((*hostile.slowest(test, among, enough=TIMEOUT / 2), name))
        lines += len(among)
    rows.sort(reverse=True)
    over = sum(took > hostile.SECONDS for took, _, _ in rows)
    for took, line, name in rows[:SHOWN]:
        print(f"{1000 * took:9.2f} ms  {name[:70]:70} {line[:30]!r}...")
    print(f"{1000 * rows[0][0]:9.2f} ms  the most, of {len(rows)} expressions on {lines:,} lines; over 10 ms: {over}")
    sys.exit(over > 0)


if __name__ == "__main__":
    main()
