"""Progress: what is said of a run, on a terminal and in a log."""

import os
import pty
import subprocess
import sys

import pytest

from cleaner.batch.runs import Progress
from cleaner.cli.progress import line, progress


@pytest.mark.parametrize(
    ("now", "seconds", "text"),
    [
        (Progress(0, 0, 0, 5_000_000, 0), 0.0, "0 documents, 0 of 5 MB"),
        (Progress(10, 1_000_000, 0, 5_000_000, 0), 2.0, "10 documents, 1 of 5 MB, 0.5 MB/s, 0:08 left"),
        (Progress(9, 3_000_000, 2_000_000, 5_000_000, 2), 1.0, "9 documents, 3 of 5 MB, 1.0 MB/s, 0:02 left, 2 failed"),
        (Progress(1, 10**6, 0, 10**10, 0), 1.0, "1 documents, 1 of 10000 MB, 1.0 MB/s, 2:46:39 left"),
    ],
)
def test_how_far_a_run_is(now: Progress, seconds: float, text: str) -> None:
    assert line(now, seconds) == text


def test_a_log_has_a_line_a_minute(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    times = iter([0.0, 30.0, 61.0, 62.0, 119.0, 122.0])
    monkeypatch.setattr("cleaner.cli.progress.monotonic", lambda: next(times))
    with progress(quiet=False) as watcher:
        assert watcher
        for size in range(1, 6):
            watcher(Progress(size, size * 1_000_000, 0, 5_000_000, 0))
    said = [text.partition(" ")[2] for text in capsys.readouterr().err.splitlines()]
    assert said == ["2 documents, 2 of 5 MB, 0.0 MB/s, 1:32 left", "5 documents, 5 of 5 MB, 0.0 MB/s, 0:00 left"]


def test_quiet_says_nothing() -> None:
    with progress(quiet=True) as watcher:
        assert watcher is None


TERMINAL = """
from cleaner.batch.runs import Progress
from cleaner.cli import progress as module
module._LONG = 0.0
with module.progress(False) as watcher:
    watcher(Progress(7, 1_000_000, 0, 2_000_000, 0))
"""


def test_a_terminal_has_a_bar() -> None:
    leader, follower = pty.openpty()
    terminal = os.environ | {"COLUMNS": "120", "TERM": "xterm"}
    subprocess.run([sys.executable, "-c", TERMINAL], stderr=follower, check=True, env=terminal)
    os.close(follower)
    said = os.read(leader, 10_000).decode()
    os.close(leader)
    assert "7 documents, 1 of 2 MB" in said
    assert "50%" in said
