"""The options that several commands share."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


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


def _not_a_dash(output: Path | None) -> Path | None:
    return None if output == Path("-") else output


Output = Annotated[
    Path | None,
    typer.Option("--output", "-o", callback=_not_a_dash, help="The file or folder to write, or - for standard output."),
]
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
