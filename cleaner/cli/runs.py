"""How the run of a command begins and ends: its configuration, its places, its summary. Without typer."""

import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from cleaner.audit import AuditPlace
    from cleaner.config import Finder
    from cleaner.tally import Tally


def make_finder(given: Mapping[str, Any]) -> "Finder":
    """Return what finds the configuration of each document, under the options that were `given` to the command."""
    from cleaner.config import Finder, flags  # noqa: PLC0415
    from cleaner.settings import KEYS  # noqa: PLC0415

    said = {key.replace("_", "-"): value for key, value in given.items()}
    layer = flags({key: _plain(key, value) for key, value in said.items() if key in KEYS})
    return Finder(layer, Path(said["config"]) if said["config"] else None, said["isolated"])


def _plain(key: str, value: object) -> object:
    """Return the value of an option, as click has it, as a configuration file would have it."""
    if isinstance(value, list | tuple):
        return [str(one) for one in value] if key == "rules" else names(value)
    return str(value) if isinstance(value, StrEnum | Path) else value


def names(texts: Iterable[str]) -> list[str]:
    """Return the names in options that were given several times, or with commas."""
    return [name.strip() for text in texts for name in text.split(",") if name.strip()]


def stdin_kind(said: str | None, name: Path | None) -> str:
    """Return the format of standard input: what was said, or what its name says."""
    from cleaner.formats import format_of  # noqa: PLC0415

    return str(said) if said else (format_of(name) if name else None) or "text"


def audit_place(audit: str) -> "AuditPlace":
    """Return where the audit is: in a folder where it is called one (`audit/`), or is one."""
    from cleaner.audit import AuditPlace  # noqa: PLC0415

    if not audit:
        return AuditPlace()
    return AuditPlace(Path(audit), audit.endswith(("/", os.sep)) or Path(audit).is_dir())


def cores() -> int:
    """Return how many processors this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on macOS and Windows
        return os.cpu_count() or 1


def finish(tally: "Tally", quiet: bool, summary: Path | None = None, to_stdout: bool = False) -> int:
    """Print the summary, or what was refused and failed, write it as JSON, and return the status that says so."""
    from cleaner.report import lines, values  # noqa: PLC0415

    if summary is not None:
        import json  # noqa: PLC0415

        from cleaner.batch.whole import writer  # noqa: PLC0415

        with writer(summary) as out:
            out.write(json.dumps(values(tally), ensure_ascii=False, indent=2).encode("utf-8", "backslashreplace") + b"\n")
    return end(tally, quiet, None if to_stdout else lines(tally))


def end(tally: "Tally", quiet: bool, summary: Iterator[str] | None) -> int:
    """Print `summary`, or at least what was refused and failed, and return the status that says so."""
    if summary is not None and not quiet:
        for line in summary:
            print(line, file=sys.stderr)
    else:
        for kind, rows in (("refused", tally.refused), ("failed", tally.failed)):
            for place, reason in rows:
                if kind == "failed" or not quiet:
                    print(f"{kind}: {place}: {reason}", file=sys.stderr)
    return 2 if tally.failed else 0


def usage(problem: str, hint: str = "", place: str = "") -> NoReturn:
    """Stop with status 2 for a command that means nothing."""
    from cleaner.errors import UsageError  # noqa: PLC0415

    raise UsageError(problem, place=place, hint=hint)
