"""What several commands share: their options, and how a run ends."""

from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

if TYPE_CHECKING:
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


def finish(tally: "Tally", quiet: bool, summary: Iterator[str] | None) -> None:
    """Print the summary, or at least what was refused and failed, and leave with the status that says so."""
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
