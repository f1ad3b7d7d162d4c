"""How long the command takes to start, beside a bare interpreter: medians of whole processes, in turn.

python bench/start.py --rounds 15

The first round, which fills the caches (compiled modules, rules and their tables, what was checked), does not count. What
is timed runs without PYTHONDONTWRITEBYTECODE, which some shells of developers and containers set: with it every run
compiles the program's sources anew, which a user's never does.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter, sleep

TEXT = "The tram is back\n\nThe tram up to the hill will run again from October on, the council said.\n\nShare this:\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=15)
    rounds = parser.parse_args().rounds
    command = [str(Path(sys.executable).with_name("cleaner"))]
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "in")
        source.mkdir()
        for number in range(10):
            Path(source, f"{number}.txt").write_text(TEXT, encoding="utf-8")
        sleep(2.5)  # what changed less than two seconds ago is read again, cache or not
        candidates = {
            "python -c pass": [sys.executable, "-c", "pass"],
            "cleaner --help": [*command, "--help"],
            "cleaner check, ten files": [*command, "check", str(source), "--no-cache", "--exit-zero"],
            "cleaner check, cached": [
                *command,
                "check",
                str(source),
                "--cache-dir",
                str(Path(folder, "kept")),
                "--exit-zero",
            ],
            "cleaner clean, ten files": [*command, "clean", str(source), "--output", str(Path(folder, "out")), "--force"],
        }
        took: dict[str, list[float]] = {name: [] for name in candidates}
        for number in range(rounds + 1):
            for name, arguments in candidates.items():
                start = perf_counter()
                subprocess.run(arguments, check=True, capture_output=True, env=environment)
                if number:  # the first round fills the caches
                    took[name].append(perf_counter() - start)
    bare = statistics.median(took["python -c pass"])
    for name, times in took.items():
        median = statistics.median(times)
        print(f"{name:28} {1000 * median:7.0f} ms {median / bare:6.1f} times")


if __name__ == "__main__":
    main()
