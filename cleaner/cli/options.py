"""What several commands share: their options, and how a run ends."""

import os
from collections.abc import Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

if TYPE_CHECKING:
    from cleaner.audit import AuditPlace
    from cleaner.config import Finder
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
    parquet = "parquet"
    warc = "warc"


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
Jobs = Annotated[int | None, typer.Option("--jobs", "-j", metavar="N", min=0, help="How many processes; 0 for one a core.")]
Timeout = Annotated[
    float | None,
    typer.Option(metavar="SECONDS", min=0, help="The longest time for a document, which then stays as it was; 0 for none."),
]
Names = list[str]
Rules = Annotated[list[Path], typer.Option("--rules", metavar="FOLDER", help="More rules: a folder of packs, or one pack.")]
Select = Annotated[Names, typer.Option(metavar="NAMES", help="Only these packs, rules, detectors (comma-separated).")]
ExtendSelect = Annotated[Names, typer.Option(metavar="NAMES", help="These too, besides what the configuration selects.")]
Ignore = Annotated[Names, typer.Option(metavar="NAMES", help="All but these packs, rules, detectors, normalising steps.")]
LevelOption = Annotated[LevelName | None, typer.Option("--level", help="How much risk is taken; standard if not said.")]
Site = Annotated[str, typer.Option(metavar="HOST", help="The site the documents are from.")]
Language = Annotated[str, typer.Option(metavar="CODE", help="The documents' language, such as en.")]
EncodingOption = Annotated[
    Encoding | None, typer.Option("--encoding", help="Detect encodings, which is usual, or take UTF-8 only.")
]
Exclude = Annotated[Names, typer.Option(metavar="PATTERNS", help="Pass over these files and folders of folders.")]
ExtendExclude = Annotated[Names, typer.Option(metavar="PATTERNS", help="These too, besides what is excluded already.")]
ForceExclude = Annotated[
    bool | None, typer.Option("--force-exclude/--no-force-exclude", help="Also where they are given by name.")
]
ConfigFile = Annotated[
    Path | None, typer.Option("--config", metavar="FILE", help="The one configuration file, instead of the nearest.")
]
Isolated = Annotated[bool, typer.Option("--isolated", help="Take no configuration file.")]
StdinFilename = Annotated[
    Path | None, typer.Option(metavar="FILE", help="The name of standard input, for its format and configuration.")
]
Stdin = Annotated[StdinFormat | None, typer.Option("--stdin-format", help="What standard input holds; text if not said.")]
TextField = Annotated[str, typer.Option("--text-field", metavar="NAME", help="The field of a record that holds its text.")]
IdField = Annotated[str, typer.Option("--id-field", metavar="NAME", help="The field of a record that holds its id.")]
UrlField = Annotated[
    str, typer.Option("--url-field", metavar="NAME", help="The field of a record that holds its URL; a dot leads inside.")
]
LanguageField = Annotated[
    str, typer.Option("--language-field", metavar="NAME", help="The field of a record that holds its language.")
]
TitleField = Annotated[
    str, typer.Option("--title-field", metavar="NAME", help="The field of a record that holds its title.")
]


def make_finder(context: typer.Context) -> "Finder":
    """Return what finds the configuration of each document, under the options that were given to the command."""
    from cleaner.config import Finder, flags  # noqa: PLC0415
    from cleaner.settings import KEYS  # noqa: PLC0415

    said = {key.replace("_", "-"): value for key, value in context.params.items()}
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


def stdin_kind(said: StdinFormat | None, name: Path | None) -> str:
    """Return the format of standard input: what was said, or what its name says."""
    from cleaner.formats import format_of  # noqa: PLC0415

    return said.value if said else (format_of(name) if name else None) or StdinFormat.text.value


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
