"""What is cut of many texts, a line of JSON each: run once with the sources and once with the compiled modules.

python -m tests.compiled.cuts    from the folder of the project, which holds the texts; PYTHONPATH says which cleaner
"""

import json
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
FIXTURES = ROOT / "fixtures"
DOCUMENTS = 120  # made ones for each set of rules
MARKS = "“” naïve  ﬁ\u00a0…é&amp;e\u0301 \u200b日本語、2時間前"  # what the normaliser and the folding look closer at


def texts() -> Iterator[tuple[str, str, str]]:
    """Yield each text with its name and, of pages, the address."""
    from cleaner.formats import Reading, formats  # noqa: PLC0415 - of the cleaner that main has chosen

    for path in sorted(FIXTURES.rglob("*.txt")):
        yield str(path.relative_to(FIXTURES)), path.read_bytes().decode("utf-8"), ""
    from cleaner import Source  # noqa: PLC0415

    for path in sorted(FIXTURES.rglob("page.html")):
        with path.open("rb") as stream:
            for unit in formats()["html"].read(stream, str(path), Source(), Reading()):
                if unit.record is not None:
                    yield str(path.relative_to(FIXTURES)), unit.record.text, unit.record.source.url


def main() -> None:
    """Print where each module is from, then the results."""
    modules = sys.argv[1:]
    files = {name: import_module(name).__file__ for name in modules}
    print(json.dumps(files))

    from texts import documents, rules  # noqa: PLC0415

    from cleaner import Cleaner, Result  # noqa: PLC0415
    from cleaner.rule import Level  # noqa: PLC0415
    from cleaner.ruleset import RuleSet  # noqa: PLC0415
    from cleaner.selection import Selection  # noqa: PLC0415

    def say(name: str, result: Result) -> None:
        spans = [[*result.cuts], [*result.edits]]
        print(json.dumps([name, result.text, *spans, result.refused, result.kept]))

    made = rules(1000)
    mixed = [text.replace("o ", f"{MARKS[at % len(MARKS) :]} ", 3) for at, text in enumerate(documents(DOCUMENTS, made))]
    several = documents(DOCUMENTS, []) + mixed
    known = list(texts())
    for level in Level:
        for fast in (True, False):
            cleaner = Cleaner(level=level, fast=fast, keep=["share this story"])
            cleaner.explains = not fast
            for name, text, url in known:
                say(f"{level.word} {fast} {name}", cleaner.clean(text, url=url))
        for at, text in enumerate(several):
            say(f"{level.word} made {at}", cleaner.clean(text))
        cleaner = Cleaner(ruleset=RuleSet(made, selection=Selection(level=level)))
        for at, text in enumerate(mixed):
            say(f"{level.word} made rules {at}", cleaner.clean(text))


if __name__ == "__main__":
    main()
