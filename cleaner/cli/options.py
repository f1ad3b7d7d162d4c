"""What several commands share: their options, and how a run ends."""

import os
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

if TYPE_CHECKING:
    from cleaner.audit import AuditPlace
    from cleaner.document import Source
    from cleaner.pipeline import Cleaner
    from cleaner.tally import Tally


class Form(StrEnum):
    """How to print what is printed."""

    text = "text"
    json = "json"


class StdinFormat(StrEnum):
    """What standard input holds."""

    text = "text"
    jsonl = "jsonl"
    html = "html"


class Encoding(StrEnum):
    """What to do with a file that is not UTF-8."""

    detect = "detect"
    strict = "strict"


class LevelName(StrEnum):
    """How much risk is taken."""

    careful = "careful"
    standard = "standard"
    thorough = "thorough"


Output = Annotated[Path | None, typer.Option("--output", "-o", help="The file or folder to write.")]
Force = Annotated[bool, typer.Option("--force", help="Write over what exists.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print failures only.")]
Jobs = Annotated[int, typer.Option("--jobs", "-j", metavar="N", min=0, help="How many processes; 0 for one a core.")]
Timeout = Annotated[
    float | None,
    typer.Option(metavar="SECONDS", min=0, help="The longest time for a document, which then stays as it was; 0 for none."),
]
Rules = Annotated[list[Path], typer.Option("--rules", metavar="FOLDER", help="More rules: a folder of packs, or one pack.")]
Select = Annotated[list[str], typer.Option(metavar="NAMES", help="Only these packs, rules, detectors (comma-separated).")]
Ignore = Annotated[
    list[str], typer.Option(metavar="NAMES", help="All but these packs, rules, detectors, normalising steps.")
]
LevelOption = Annotated[LevelName, typer.Option("--level", help="How much risk is taken.")]
Site = Annotated[str, typer.Option(metavar="HOST", help="The site the documents are from.")]
Language = Annotated[str, typer.Option(metavar="CODE", help="The documents' language, such as en.")]
EncodingOption = Annotated[Encoding, typer.Option("--encoding", help="Detect encodings, or take UTF-8 only.")]
Stdin = Annotated[StdinFormat, typer.Option("--stdin-format", help="What standard input (-) holds.")]


def make_cleaner(rules: list[Path], select: list[str], ignore: list[str], level: LevelName, fast: bool) -> "Cleaner":
    """Return the cleaner that the options ask for."""
    from cleaner.pipeline import Cleaner  # noqa: PLC0415

    return Cleaner(rules=rules, select=names(select), ignore=names(ignore), level=level.value, fast=fast)


def names(texts: list[str]) -> list[str]:
    """Return the names in options that were given several times, or with commas."""
    return [name.strip() for text in texts for name in text.split(",") if name.strip()]


def source_of(site: str, language: str) -> "Source":
    """Return what the options say of every document."""
    from cleaner.document import Source  # noqa: PLC0415

    return Source(site=site.lower().removeprefix("www."), language=language.lower())


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


def finish(tally: "Tally", quiet: bool, summary: Path | None = None, to_stdout: bool = False) -> NoReturn:
    """Print the summary, or what was refused and failed, write it as JSON, and leave with the status that says so."""
    from cleaner.report import lines, values  # noqa: PLC0415

    if summary is not None:
        import json  # noqa: PLC0415

        from cleaner.batch.whole import writer  # noqa: PLC0415

        with writer(summary) as out:
            out.write(json.dumps(values(tally), ensure_ascii=False, indent=2).encode("utf-8", "backslashreplace") + b"\n")
    end(tally, quiet, None if to_stdout else lines(tally))


def end(tally: "Tally", quiet: bool, summary: Iterator[str] | None) -> NoReturn:
    """Print `summary`, or at least what was refused and failed, and leave with the status that says so."""
    if summary is not None and not quiet:
        for line in summary:
            typer.echo(line, err=True)
    else:
        for kind, rows in (("refused", tally.refused), ("failed", tally.failed)):
            for place, reason in rows:
                if kind == "failed" or not quiet:
                    typer.echo(f"{kind}: {place}: {reason}", err=True)
    raise typer.Exit(2 if tally.failed else 0)


def usage(problem: str, hint: str = "", place: str = "") -> NoReturn:
    """Stop with status 2 for a command that means nothing."""
    from cleaner.errors import UsageError  # noqa: PLC0415

    raise UsageError(problem, place=place, hint=hint)
