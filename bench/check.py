"""What a check of many small files takes: the first run, and the second one, which finds all of them in the cache.

python bench/check.py --files 10000 --rounds 3

Each round checks a corpus without a cache, then again with the cache that the first run left; figures are medians of
whole processes. A tenth of the texts holds something to find.
"""

import argparse
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter, sleep

from texts import documents

RUNS = ("first run", "second run")
# What was changed less than two seconds before it is checked is read again by the next run.
SETTLED = 2.5


def timed(command: list[str], folder: Path) -> tuple[float, str]:
    start = perf_counter()
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):
        sys.exit(done.stderr)
    return perf_counter() - start, done.stdout


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    command = [str(Path(sys.executable).with_name("cleaner")), "check", "corpus", "--quiet"]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "corpus").mkdir()
        for number, text in enumerate(documents(arguments.files, [])):
            more = "\n\nPost a Comment\n" if number % 10 == 0 else "\n"
            (folder / "corpus" / f"{number}.txt").write_text(text.strip()[:1500] + more, encoding="utf-8")
        sleep(SETTLED)
        took: dict[str, list[float]] = {one: [] for one in RUNS}
        for number in range(arguments.rounds):
            shutil.rmtree(folder / ".cleaner_cache", ignore_errors=True)
            said = set()
            for one in RUNS:
                seconds, out = timed(command, folder)
                took[one].append(seconds)
                said.add(out)
            if len(said) != 1:
                sys.exit(f"round {number}: the cache changes what is found")
    first = statistics.median(took[RUNS[0]])
    for one in RUNS:
        median = statistics.median(took[one])
        print(f"{one:12} {median:8.2f} s {arguments.files / median:9.0f} files/s {median / first:7.1%} of the first")


if __name__ == "__main__":
    main()
