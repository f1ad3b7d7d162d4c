"""Documents a second, JSON Lines in and out on one core: ours, and datatrove's C4 filter in an environment of its own.

    python bench/rivals.py --folder /tmp/rivals

The environment is made in the folder by pip when it is not there. The C4 filter runs as it is shipped, by its own reader
and writer; it counts sentences by spaCy's blank English pipeline, which needs no downloaded data. Both read the same
file, each in a process that has done so once before; they take turns, and the figures are medians of processor time.

They do not do the same: C4 drops lines without a final mark and whole documents, and keeps no record of it.
"""

import argparse
import json
import statistics
import subprocess
import venv
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from time import process_time

from texts import documents

from cleaner.batch.work import do
from cleaner.document import Source
from cleaner.jobs import Job
from cleaner.pipeline import Cleaner

NEEDED = ("datatrove[processing]==0.10.*", "orjson", "spacy")  # its writer and its English sentences need the last two
C4 = """
import sys
from time import process_time
from datatrove.pipeline.filters import C4QualityFilter
from datatrove.pipeline.readers import JsonlReader
from datatrove.pipeline.writers import JsonlWriter

folder, name = sys.argv[1:]
for _ in sys.stdin:
    start = process_time()
    with JsonlWriter(folder + "/c4", compression=None) as writer:
        kept = sum(1 for _ in writer(C4QualityFilter()(JsonlReader(folder, glob_pattern=name)())))
    print(process_time() - start, kept, flush=True)
"""


def environment(folder: Path) -> Path:
    """Return the interpreter of the environment in `folder`, made if it is not there."""
    python = folder / "bin/python"
    if not python.exists():
        venv.create(folder, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", *NEEDED], check=True)
    return python


def ours(path: Path) -> Callable[[], float]:
    cleaner = Cleaner()
    job = Job(path, str(path), "jsonl", path.with_name("ours.out"), Source())

    def run() -> float:
        start = process_time()
        do(job, cleaner)
        return process_time() - start

    return run


def theirs(running: "subprocess.Popen[str]") -> Callable[[], float]:
    def run() -> float:
        assert running.stdin
        assert running.stdout
        running.stdin.write("\n")
        running.stdin.flush()
        return float(running.stdout.readline().split()[0])

    return run


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, required=True, help="where the environment and the texts go")
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    python = environment(arguments.folder / "datatrove")
    path = arguments.folder / "texts.jsonl"
    with path.open("w", encoding="utf-8") as stream:
        for number, text in enumerate(documents(arguments.documents, [])):
            stream.write(json.dumps({"id": str(number), "text": text.rstrip()}, ensure_ascii=False) + "\n")
    command = [str(python), "-c", C4, str(arguments.folder), path.name]
    log = arguments.folder / "c4.log"  # it says much, and why it ended if it did
    with (
        log.open("w") as said,
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=said, text=True) as c4,
    ):
        candidates = {"cleaner, all bundled rules": ours(path), "datatrove 0.10, C4QualityFilter": theirs(c4)}
        try:
            for run in candidates.values():
                run()
        except (OSError, IndexError):
            with suppress(OSError):  # what it did not read cannot be written when the pipe is closed either
                if c4.stdin:
                    c4.stdin.close()
            raise SystemExit(f"datatrove's filter ended, {log} says why") from None
        took: dict[str, list[float]] = {name: [] for name in candidates}
        for _ in range(arguments.rounds):
            for name, run in candidates.items():
                took[name].append(run())
    size = path.stat().st_size / 1e6
    for name, times in took.items():
        median = statistics.median(times)
        print(f"{name:34} {arguments.documents / median:9.0f} documents/s {size / median:8.2f} MB/s")


if __name__ == "__main__":
    main()
