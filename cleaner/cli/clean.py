"""`cleaner clean` and `cleaner restore`."""

import sys
from contextlib import nullcontext
from pathlib import Path
from typing import Annotated

import typer

from cleaner.cli.app import app
from cleaner.cli.options import (
    Encoding,
    EncodingOption,
    Force,
    IdField,
    Ignore,
    Language,
    LanguageField,
    LevelName,
    LevelOption,
    Output,
    Quiet,
    Rules,
    Select,
    Site,
    Stdin,
    StdinFormat,
    TextField,
    TitleField,
    UrlField,
    finish,
    make_cleaner,
    names,
    source_of,
    usage,
)


@app.command()
def clean(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="Files, folders, or - for standard input.")],
    output: Output = None,
    audit: Annotated[
        Path | None, typer.Option("--audit", metavar="FILE", help="Write down every cut and edit, for `cleaner restore`.")
    ] = None,
    force: Force = False,
    rules: Rules = [],  # noqa: B006 - typer copies it
    select: Select = [],  # noqa: B006
    ignore: Ignore = [],  # noqa: B006
    level: LevelOption = LevelName.standard,
    site: Site = "",
    language: Language = "",
    encoding: EncodingOption = Encoding.detect,
    stdin_format: Stdin = StdinFormat.text,
    text_field: TextField = "text",
    id_field: IdField = "id",
    url_field: UrlField = "url",
    language_field: LanguageField = "language",
    title_field: TitleField = "title",
    quiet: Quiet = False,
) -> None:
    """Clean files, folders or standard input."""
    from cleaner.batch import clean_stream, do, logging, not_done  # noqa: PLC0415
    from cleaner.corpus import Job, Plan, check_audit, plan  # noqa: PLC0415
    from cleaner.formats import Fields, Reading  # noqa: PLC0415

    reading = Reading(encoding is Encoding.strict, Fields(text_field, id_field, url_field, language_field, title_field))
    source = source_of(site, language)
    if paths == [Path("-")] and output is None:
        cleaner = make_cleaner(rules, select, ignore, level, fast=False)
        job = Job(Path("-"), "-", stdin_format.value, None, source, reading=reading)
        check_audit(audit, [], Plan(), force)
        with logging(audit) as log:
            tally = clean_stream(sys.stdin.buffer, sys.stdout.buffer, job, cleaner, log)
        finish(tally, quiet, None)
    if Path("-") in paths:
        usage("standard input goes to standard output", "leave out --output and other paths")
    work = plan(paths, output, source, force, reading)
    check_audit(audit, paths, work, force)
    size = sum(job.path.stat().st_size for job in work.jobs[:1000] if job.path.exists())
    cleaner = make_cleaner(rules, select, ignore, level, fast=size > 1_000_000)
    with logging(audit) as log:
        tally = not_done(work, log)
        shown = sys.stderr.isatty() and not quiet and len(work.jobs) > 1
        with typer.progressbar(work.jobs, label="Cleaning", file=sys.stderr) if shown else nullcontext(work.jobs) as jobs:
            for job in jobs:
                tally.add(do(job, cleaner, log))
    finish(tally, quiet, tally.lines() if output else None)


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
    finish(tally, quiet, summary(tally) if output else None)
