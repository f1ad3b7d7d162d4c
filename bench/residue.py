"""What rules and detectors leave of labelled sets, the scorer apart: the sets that the scorer learns from.

    python bench/residue.py --out FOLDER SET.jsonl.gz ...

A set is as bench/labelled.py says. What is written has the same form, its text being what is left, with `gone`: the words
of article and of chrome (snippets, where a set has those) that rules and detectors took, so that a loss can be reckoned
over both, and `cut_by`: for each line that is not blank, and for the end, the names of what cut lines above it.
"""

import argparse
import gzip
import json
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from cleaner import Cleaner
from cleaner.document import Result
from cleaner.draft import NORMALIZE
from cleaner.explain import verdicts
from cleaner.fold import key
from cleaner.shape import count_words

LETTERS = ("cCM", "xXB")


Left = tuple[str | None, list[str]]  # what is left of a line, None where all of it was cut; and by what it was cut


def left_of(result: Result, cleaner: Cleaner, text: str) -> list[Left]:
    """Return what is left of each line of `text` (lines end at line feeds here)."""
    if result.refused:
        return [(line, []) for line in text.split("\n")]
    found: list[Left] = []
    said = verdicts(result, cleaner.ruleset)
    for line in text.split("\n"):
        parts = line.count("\r") - line.endswith("\r") + 1  # a carriage return ends a line too
        rows = list(islice(said, parts))
        kept = [row.new for row in rows if row.verdict != "cut"]
        names = [name for row in rows if row.verdict == "cut" for name in row.by if not name.startswith(NORMALIZE)]
        found.append((" ".join(kept) if kept else None, names))
    return found


def cut_above(lines: list[Left]) -> list[list[str]]:
    """Return for each line that is left and not blank, and for the end, the names of what cut lines above it."""
    found: list[list[str]] = [[]]
    for left, names in lines:
        found[-1] += names
        if left is not None and left.strip():
            found.append([])
    return found


def residue(row: dict[str, Any], cleaner: Cleaner) -> dict[str, Any]:
    """Return the labelled document `row` as the cleaner leaves it."""
    text: str = row["text"]
    result = cleaner.clean(text, url=row.get("url") or "")
    letters: Iterator[str] = (letter for letter in row.get("labels", "") if letter != ".")
    before = [(line, next(letters, "n") if line.strip() else "") for line in text.split("\n")]
    lines = left_of(result, cleaner, text)
    after = [(one, left) for one, (left, _) in zip(before, lines, strict=False)]
    kept = [(left, letter) for (_, letter), left in after if left is not None]
    said = {"id": row["id"], "url": row.get("url"), "text": "\n".join(left for left, _ in kept), "cut_by": cut_above(lines)}
    if "with" in row:
        flat, now = (" ".join(one.split()) for one in (text, said["text"]))
        snippets = [[" ".join(snippet.split()) for snippet in row[kind]] for kind in ("with", "without")]
        gone = [sum(snippet in flat and snippet not in now for snippet in kind) for kind in snippets]
        return {**said, "with": row["with"], "without": row["without"], "gone": gone}
    labels = "".join(letter or "n" for left, letter in kept if left.strip())
    return {**said, "labels": labels, "gone": went([(letter, line, left) for (line, letter), left in after if letter])}


def went(lines: list[tuple[str, str, str | None]]) -> tuple[int, int]:
    """Return how many words of article and of chrome went; `lines` are label, line, and what is left of it.

    Of equal lines it does not matter which one stays: those that stay count as article first.
    """
    stay = Counter(key(line) for _, line, left in lines if left and left.strip())
    gone = [0, 0]
    for letter, line, _ in sorted(lines, key=lambda row: LETTERS[1].find(row[0])):
        same = key(line)
        if stay[same] > 0:
            stay[same] -= 1
        elif letter in LETTERS[0] or letter in LETTERS[1]:
            gone[letter in LETTERS[1]] += count_words(line)
    return gone[0], gone[1]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="+", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--level", default="standard")
    chosen = parser.parse_args()
    chosen.out.mkdir(parents=True, exist_ok=True)
    cleaner = Cleaner(level=chosen.level, ignore=["detect/scorer"])
    for path in chosen.sets:
        target = chosen.out / path.name.removesuffix(".gz")
        with gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb") as stream, target.open("w") as out:
            for line in stream:
                out.write(json.dumps(residue(json.loads(line), cleaner)) + "\n")
        print(path.name, flush=True)


if __name__ == "__main__":
    main()
