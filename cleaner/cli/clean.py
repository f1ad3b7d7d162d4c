"""`cleaner clean` and `cleaner restore`."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from cleaner.cli.app import app
from cleaner.cli.options import (
    ConfigFile,
    EncodingOption,
    Exclude,
    ExtendExclude,
    ExtendSelect,
    Force,
    ForceExclude,
    IdField,
    Ignore,
    Isolated,
    Jobs,
    Language,
    LanguageField,
    LevelOption,
    Output,
    Quiet,
    Rules,
    Select,
    Site,
    Stdin,
    StdinFilename,
    TextField,
    Timeout,
    TitleField,
    UrlField,
)
from cleaner.cli.runs import end, names, usage


@app.command()
def clean(
    context: typer.Context,
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="Files, folders, or - for standard input.")],
    output: Output = None,
    audit: Annotated[
        str,
        typer.Option(
            metavar="FILE|FOLDER/", help="Write down every cut and edit, for `cleaner restore`: in a folder, file by file."
        ),
    ] = "",
    summary: Annotated[Path | None, typer.Option(metavar="FILE", help="Write the summary as JSON.")] = None,
    jobs: Jobs = None,
    timeout: Timeout = None,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with a run that was ended: do what is not done.")] = False,
    force: Force = False,
    rules: Rules = [],  # noqa: B006 - typer copies it
    select: Select = [],  # noqa: B006
    extend_select: ExtendSelect = [],  # noqa: B006
    ignore: Ignore = [],  # noqa: B006
    level: LevelOption = None,
    site: Site = "",
    language: Language = "",
    encoding: EncodingOption = None,
    exclude: Exclude = [],  # noqa: B006
    extend_exclude: ExtendExclude = [],  # noqa: B006
    force_exclude: ForceExclude = None,
    text_field: TextField = "",
    id_field: IdField = "",
    url_field: UrlField = "",
    language_field: LanguageField = "",
    title_field: TitleField = "",
    config: ConfigFile = None,
    isolated: Isolated = False,
    stdin_format: Stdin = None,
    stdin_filename: StdinFilename = None,
    quiet: Quiet = False,
) -> None:
    """Clean files, folders or standard input."""
    from cleaner.cli.cleaning import run  # noqa: PLC0415

    raise typer.Exit(run(context.params))


@app.command()
def restore(
    path: Annotated[Path, typer.Argument(metavar="PATH", help="The clean file or folder, or - for standard input.")],
    audit: Annotated[Path, typer.Option("--audit", metavar="FILE", help="The audit that was written with it.")],
    output: Output = None,
    rules: Annotated[
        list[str], typer.Option("--rule", metavar="NAMES", help="Put back only what these packs, rules, detectors took.")
    ] = [],  # noqa: B006
    force: Force = False,
    quiet: Quiet = False,
) -> None:
    """Put back what `clean` took: all of it, checked against the original's hash, or what some rules took."""
    from cleaner.restore import read, restore, restore_stream, summary  # noqa: PLC0415

    entries = read(audit)
    if path == Path("-") and output is None:
        tally = restore_stream(sys.stdin.buffer, sys.stdout.buffer, entries, names(rules))
    elif path == Path("-"):
        usage("standard input goes to standard output", "leave out --output")
    else:
        tally = restore(path, entries, output, names(rules), force)
    raise typer.Exit(end(tally, quiet, summary(tally) if output else None))
