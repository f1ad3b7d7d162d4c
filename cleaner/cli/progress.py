"""Progress of a long run, on standard error: a line that changes on a terminal, a line a minute in a log."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic, strftime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cleaner.batch.runs import Progress, Watcher

# What is over sooner needs no progress, and rich needs 75 ms to start.
_LONG = 1.0
_MINUTE = 60.0
_MEGABYTE = 1e6


@contextmanager
def progress(quiet: bool) -> Iterator["Watcher | None"]:
    """Yield what is to be told how far a run is; nothing where that is not to be shown."""
    if quiet:
        yield None
    elif sys.stderr.isatty():
        with _Terminal() as terminal:
            yield terminal
    else:
        yield _Log()


def line(now: "Progress", seconds: float) -> str:
    """Return how far a run is after `seconds`: documents, megabytes, rate and time left."""
    rate = (now.bytes - now.resumed) / seconds if seconds > 0 else 0.0
    parts = [f"{now.documents} documents", f"{now.bytes / _MEGABYTE:.0f} of {now.total / _MEGABYTE:.0f} MB"]
    if rate > 0:
        parts += [f"{rate / _MEGABYTE:.1f} MB/s", f"{_time((now.total - now.bytes) / rate)} left"]
    if now.failed:
        parts.append(f"{now.failed} failed")
    return ", ".join(parts)


def _time(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


class _Log:
    """Prints a line a minute."""

    def __init__(self) -> None:
        self._start = self._last = monotonic()

    def __call__(self, now: "Progress") -> None:
        time = monotonic()
        if time - self._last >= _MINUTE:
            self._last = time
            print(f"{strftime('%H:%M:%S')} {line(now, time - self._start)}", file=sys.stderr, flush=True)


class _Terminal:
    """Shows a bar, once the run is a long one."""

    def __init__(self) -> None:
        self._start = monotonic()
        self._bar: Any = None
        self._task: Any = None

    def __enter__(self) -> "_Terminal":
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.stop()

    def __call__(self, now: "Progress") -> None:
        seconds = monotonic() - self._start
        if seconds < _LONG:
            return
        if self._bar is None:
            self._open(now.total)
        self._bar.update(self._task, completed=now.bytes, description=line(now, seconds))

    def _open(self, total: int) -> None:
        from rich.console import Console  # noqa: PLC0415
        from rich.progress import BarColumn, Progress, TextColumn  # noqa: PLC0415

        columns = (BarColumn(), TextColumn("{task.percentage:>3.0f}%"), TextColumn("{task.description}"))
        self._bar = Progress(*columns, console=Console(stderr=True), transient=True)
        self._task = self._bar.add_task("", total=total)
        self._bar.start()
