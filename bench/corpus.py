"""A corpus of many documents in all record formats: the same bytes for one worker and two, speed, memory, and back.

    python bench/corpus.py                     200,000 documents, -j 1 and -j 2
    python bench/corpus.py --documents 20000 --jobs 1 2 4
    python bench/corpus.py --large 5           a JSON Lines file of 5 GB instead, with two workers
    python bench/corpus.py --pages 2000        pages of HTML, as files and in a WARC file, instead
    python bench/corpus.py --beside            also two runs with one worker each at once, which share nothing: no run
                                               with two workers can be faster on this machine than these two together

Texts are made up (bench/texts.py), with lines of the bundled rules among them. Memory is what all processes of a run have
resident together, looked at five times a second (Linux only); what they share counts for each.
"""

import argparse
import filecmp
import gzip
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random
from typing import NamedTuple

from texts import documents, words

from cleaner.ruleset import load

POOL = 2000
SHARES = {"txt": 0.25, "jsonl": 0.45, "jsonl.gz": 0.2, "parquet": 0.1}
ROWS = 5000  # in each compressed file, which is done in one piece


class Ran(NamedTuple):
    """One run: seconds, megabytes resident at most, exit status."""

    seconds: float
    memory: float
    status: int


def texts(count: int, seed: int = 5) -> Iterator[str]:
    """Yield texts that are all different, half of them with chrome."""
    random = Random(seed)
    lines = [line for rule in load().rules if rule.language in ("", "en") for line in rule.line if "{" not in line]
    pool = [text.split("\n") for text in documents(POOL, [])]
    for number in range(count):
        text = list(random.choice(pool))
        if number % 2:
            text.insert(random.randrange(len(text)), random.choice(lines))
        yield f"{words(random, 4).capitalize()} {number}\n" + "\n".join(text)


def records(rows: Iterable[str]) -> Iterator[bytes]:
    for number, text in enumerate(rows):
        row = {"id": f"d{number}", "url": f"https://site{number % 97}.example.org/{number}", "text": text}
        yield json.dumps(row, ensure_ascii=False).encode() + b"\n"


def make(folder: Path, count: int) -> None:
    """Write a corpus of `count` documents over all record formats."""
    number = {kind: int(count * share) for kind, share in SHARES.items()}
    rows = texts(count)
    for at in range(number["txt"]):
        path = folder / f"txt/{at // 1000:04}/{at:07}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(next(rows), encoding="utf-8", newline="")
    with (folder / "one.jsonl").open("wb") as stream:
        stream.writelines(records(take(rows, number["jsonl"])))
    for at in range(0, number["jsonl.gz"], ROWS):
        with gzip.open(folder / f"packed-{at // ROWS:03}.jsonl.gz", "wb", 6) as packed:
            packed.writelines(records(take(rows, min(ROWS, number["jsonl.gz"] - at))))
    make_parquet(folder / "rows.parquet", list(take(rows, number["parquet"])))


def make_parquet(path: Path, rows: list[str]) -> None:
    import pyarrow as pa  # noqa: PLC0415
    from pyarrow import parquet  # noqa: PLC0415

    table = pa.table({"id": [f"p{at}" for at in range(len(rows))], "text": rows})
    parquet.write_table(table, path, row_group_size=2000, compression="zstd")


def make_large(folder: Path, size: int) -> None:
    """Write a JSON Lines file of `size` bytes."""
    rows = list(records(texts(20_000)))
    with (folder / "large.jsonl").open("wb") as stream:
        while stream.tell() < size:
            stream.writelines(rows)


def make_pages(folder: Path, count: int) -> None:
    """Write `count` pages, half of them as files and half in a WARC file."""
    rows = texts(count)
    for at in range(count // 2):
        path = folder / f"pages/{at:05}.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(page(next(rows)))
    with gzip.open(folder / "pages.warc.gz", "wb") as stream:
        for at, text in enumerate(rows):
            body = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page(text)
            head = (
                f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{at:012}>\r\n"
                f"WARC-Target-URI: https://example.org/{at}\r\nWARC-Date: 2024-05-01T00:00:00Z\r\n"
                f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(body)}\r\n\r\n"
            )
            stream.write(head.encode() + body + b"\r\n\r\n")


def page(text: str) -> bytes:
    title, *lines = text.split("\n")
    body = "".join(f"<p>{line}</p>\n" for line in lines)
    menu = "".join(f'<li><a href="/{at}">Section {at}</a></li>' for at in range(20))
    return (
        f"<!doctype html><html lang=en><head><title>{title}</title></head><body><nav><ul>{menu}</ul></nav>"
        f"<article><h1>{title}</h1>\n{body}</article><footer>Terms of use</footer></body></html>"
    ).encode()


def take(rows: Iterator[str], count: int) -> Iterator[str]:
    return (next(rows) for _ in range(count))


def resident(pid: int) -> float:
    """Return the megabytes that a process and its children have resident."""
    total = 0.0
    try:
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                total += int(line.split()[1]) / 1024
        for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
            total += resident(int(child))
    except OSError:
        pass  # it has just ended
    return total


def run(*arguments: str) -> Ran:
    """Run the command and watch its memory."""
    start = time.perf_counter()
    running = subprocess.Popen([sys.executable, "-m", "cleaner", *arguments])
    most = [0.0]

    def watch() -> None:
        while running.poll() is None:
            most[0] = max(most[0], resident(running.pid))
            time.sleep(0.2)

    watcher = threading.Thread(target=watch)
    watcher.start()
    status = running.wait()
    seconds = time.perf_counter() - start
    watcher.join()
    return Ran(seconds, most[0], status)


def cleaned(top: Path, name: str, jobs: int) -> Ran:
    """Clean the corpus in `top`, the run being called `name`."""
    options = ("-o", str(top / name), "--audit", str(top / f"{name}.jsonl"), "--summary", str(top / f"{name}.json"))
    return run("clean", str(top / "in"), *options, "-j", str(jobs), "--force", "--quiet")


def at_once(top: Path) -> float:
    """Return the seconds that two runs over the same corpus take beside each other, with one worker each."""
    start = time.perf_counter()
    with ThreadPoolExecutor() as pool:
        list(pool.map(lambda name: cleaned(top, name, 1), ("beside1", "beside2")))
    return time.perf_counter() - start


def differing(one: Path, two: Path) -> list[str]:
    """Return the names of the files that are not the same below two folders."""
    names = {path.relative_to(top).as_posix() for top in (one, two) for path in top.rglob("*") if path.is_file()}
    return sorted(
        name
        for name in names
        if not ((one / name).is_file() and (two / name).is_file() and filecmp.cmp(one / name, two / name, shallow=False))
    )


def restored(folder: Path, name: str) -> str:
    """Restore the run `name`, and return how many files differ from the originals, records compared as values."""
    ran = run("restore", str(folder / name), "--audit", str(folder / f"{name}.jsonl"), "-o", str(folder / "back"), "-q")
    wrong = [file for file in differing(folder / "in", folder / "back") if not same_records(folder, file)]
    how = f"restored in {ran.seconds:.0f} s with {ran.memory:.0f} MB, status {ran.status}"
    return f"{how}: {len(wrong)} files differ {wrong[:3]}"


def same_records(folder: Path, file: str) -> bool:
    one, two = folder / "in" / file, folder / "back" / file
    if not (one.is_file() and two.is_file()):
        return False
    if file.endswith(".parquet"):
        from pyarrow import parquet  # noqa: PLC0415

        return bool(parquet.read_table(one).equals(parquet.read_table(two)))
    opens: Callable[..., Iterable[bytes]] = gzip.open if file.endswith(".gz") else open
    rows = zip(opens(one, "rb"), opens(two, "rb"), strict=True)
    return file.endswith((".jsonl", ".jsonl.gz")) and all(a == b or json.loads(a) == json.loads(b) for a, b in rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=200_000)
    parser.add_argument("--large", type=float, help="gigabytes of one JSON Lines file")
    parser.add_argument("--pages", type=int)
    parser.add_argument("--jobs", type=int, nargs="*", default=[1, 2])
    parser.add_argument("--beside", action="store_true", help="what two runs at once, of one worker each, take")
    parser.add_argument("--folder", type=Path, help="where to put it, and leave it")
    asked = parser.parse_args()
    top = asked.folder or Path(tempfile.mkdtemp(prefix="cleaner-corpus-"))
    folder = top / "in"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    if asked.large:
        make_large(folder, int(asked.large * 1e9))
    elif asked.pages:
        make_pages(folder, asked.pages)
    else:
        make(folder, asked.documents)
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6
    print(f"{size:.0f} MB in {sum(path.is_file() for path in folder.rglob('*'))} files; {os.cpu_count()} processors")
    first: Ran | None = None
    for jobs in asked.jobs:
        name = f"j{jobs}"
        ran = cleaned(top, name, jobs)
        count = json.loads((top / f"{name}.json").read_bytes())["documents"]["read"]
        first = first or ran
        print(
            f"-j {jobs}: {ran.seconds:.1f} s, {count / ran.seconds:.0f} documents/s, {size / ran.seconds:.1f} MB/s, "
            f"{first.seconds / ran.seconds:.2f} times the first, {ran.memory:.0f} MB resident, status {ran.status}",
            flush=True,
        )
        one = f"j{asked.jobs[0]}"
        wrong = [*differing(top / one, top / name)]
        pairs = [(top / f"{one}{end}", top / f"{name}{end}") for end in (".jsonl", ".json")]
        wrong += [other.name for wanted, other in pairs if not filecmp.cmp(wanted, other, shallow=False)]
        print(f"  {len(wrong)} files differ from the first run's {wrong[:3]}", flush=True)
    if asked.beside and first:
        seconds = at_once(top)
        print(f"two runs of -j 1 at once: {seconds:.1f} s, {2 * first.seconds / seconds:.2f} times the work of the first")
    if not asked.pages:
        print(restored(top, f"j{asked.jobs[0]}"))
    if not asked.folder:
        shutil.rmtree(top)


if __name__ == "__main__":
    main()
