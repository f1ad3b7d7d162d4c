"""Runs that are killed: at random moments, and resumed to the same bytes; worker by worker, at a document each.

    python bench/kill.py --documents 4000 --times 20

The corpus is that of bench/corpus.py. A run is killed with SIGKILL, which no program can see coming; its workers end by
themselves. Then workers are killed while a run goes on: what was at work is to be reported, and nothing else to differ.
"""

import argparse
import filecmp
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from random import Random

from corpus import differing, make


def command(top: Path, name: str, *more: str) -> list[str]:
    options = ["-o", str(top / name), "--audit", str(top / f"{name}.jsonl"), "--summary", str(top / f"{name}.json")]
    return [sys.executable, "-m", "cleaner", "clean", str(top / "in"), *options, "--jobs", "2", "--quiet", *more]


def seconds_of(top: Path) -> float:
    """Run without an interruption, and return the seconds that it took."""
    start = time.perf_counter()
    subprocess.run(command(top, "whole"), check=False)
    return time.perf_counter() - start


def killed(top: Path, times: int, whole: float, random: Random) -> int:
    """Kill a run `times` times and let it end; return how often it was resumed."""
    resumed = 0
    while times:
        running = subprocess.Popen(command(top, "killed", "--resume"))
        try:
            running.wait(random.uniform(0.1, whole * 0.4))
        except subprocess.TimeoutExpired:
            running.kill()
            running.wait()
            resumed += 1
        else:  # it has ended well before that, so another one begins
            print(f"  after {resumed} times: {same(top, 'killed')}", flush=True)
            for path in (top / "killed.jsonl", top / "killed.json"):
                path.unlink()
            shutil.rmtree(top / "killed")
        times -= 1
    subprocess.run(command(top, "killed", "--resume"), check=False)
    return resumed


def same(top: Path, name: str) -> str:
    """Say whether the run `name` came to what the whole one did."""
    wrong = differing(top / "whole", top / name)
    wrong += [
        end for end in (".jsonl", ".json") if not filecmp.cmp(top / f"whole{end}", top / f"{name}{end}", shallow=False)
    ]
    return f"differs in {wrong[:5]}" if wrong else "the same bytes"


def children(pid: int) -> list[int]:
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def without_workers(top: Path, times: int, random: Random) -> None:
    """Kill workers of a run, and print what was lost."""
    running = subprocess.Popen(command(top, "hurt"))
    killed = 0
    while running.poll() is None and killed < times:
        # Three that die in a row before they have begun end a run, and to begin takes a second, more under load.
        time.sleep(random.uniform(2, 4))
        workers = [pid for pid in children(running.pid) if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()]
        if workers:
            os.kill(random.choice(workers), signal.SIGKILL)
            killed += 1
    running.wait()
    rows = json.loads((top / "hurt.json").read_bytes())["failed"]
    lost = [row["place"] for row in rows if "SIGKILL" in row["reason"]]
    expected = len(json.loads((top / "whole.json").read_bytes())["failed"])
    print(f"{killed} workers killed: {len(lost)} documents reported, {len(rows) - len(lost) - expected} failures besides")
    names = {place.partition(":")[0].removeprefix(f"{top}/in/") for place in lost}
    wrong = [
        name for name in differing(top / "whole", top / "hurt") if name not in names and not name.startswith(".cleaner")
    ]
    print(f"files that differ without a document of theirs reported: {len(wrong)} {wrong[:3]}")
    subprocess.run(command(top, "hurt", "--resume"), check=False)
    print(f"resumed: {same(top, 'hurt')}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=4000)
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    random = Random(asked.seed)
    top = Path(tempfile.mkdtemp(prefix="cleaner-kill-"))
    make(top / "in", asked.documents)
    whole = seconds_of(top)
    print(f"{asked.documents} documents in {whole:.1f} s")
    resumed = killed(top, asked.times, whole, random)
    print(f"killed and resumed {resumed} times: {same(top, 'killed')}", flush=True)
    without_workers(top, asked.times, random)
    shutil.rmtree(top)


if __name__ == "__main__":
    main()
