"""`cleaner clean` and `cleaner restore`."""

import shutil
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

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
    TitleField,
    UrlField,
    finish,
    make_finder,
    names,
    stdin_kind,
    usage,
)

if TYPE_CHECKING:
    from cleaner.config import Finder


@app.command()
def clean(
    context: typer.Context,
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="Files, folders, or - for standard input.")],
    output: Output = None,
    audit: Annotated[
        Path | None, typer.Option("--audit", metavar="FILE", help="Write down every cut and edit, for `cleaner restore`.")
    ] = None,
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
    from cleaner.corpus import Plan, check_audit  # noqa: PLC0415

    finder = make_finder(context)
    if paths == [Path("-")] and output is None:
        check_audit(audit, [], Plan(), force)
        _clean_stdin(finder, stdin_kind(stdin_format, stdin_filename), stdin_filename, audit, quiet)
    elif Path("-") in paths:
        usage("standard input goes to standard output", "leave out --output and other paths")
    else:
        _clean_paths(finder, paths, output, audit, force, quiet)


def _clean_stdin(finder: "Finder", kind: str, name: Path | None, audit: Path | None, quiet: bool) -> None:
    from cleaner.batch import clean_stream, logging  # noqa: PLC0415
    from cleaner.cleaners import Cleaners  # noqa: PLC0415
    from cleaner.corpus import job_of  # noqa: PLC0415

    config = finder.find(name or Path("-"))
    if name and config.force_exclude and config.excluded(name):
        shutil.copyfileobj(sys.stdin.buffer, sys.stdout.buffer)
        return
    job = job_of(name or Path("-"), kind, None, "-", config)
    with logging(audit) as log:
        tally = clean_stream(sys.stdin.buffer, sys.stdout.buffer, job, Cleaners(fast=False).of(config), log)
    finish(tally, quiet, None)


def _clean_paths(
    finder: "Finder", paths: list[Path], output: Path | None, audit: Path | None, force: bool, quiet: bool
) -> None:
    from cleaner.batch import do, logging, not_done  # noqa: PLC0415
    from cleaner.cleaners import Cleaners  # noqa: PLC0415
    from cleaner.corpus import check_audit, plan  # noqa: PLC0415

    work = plan(paths, output, finder, force)
    check_audit(audit, paths, work, force)
    size = sum(job.path.stat().st_size for job in work.jobs[:1000] if job.path.exists())
    cleaners = Cleaners(fast=size > 1_000_000)
    with logging(audit) as log:
        tally = not_done(work, log)
        shown = sys.stderr.isatty() and not quiet and len(work.jobs) > 1
        with typer.progressbar(work.jobs, label="Cleaning", file=sys.stderr) if shown else nullcontext(work.jobs) as jobs:
            for job in jobs:
                tally.add(do(job, cleaners.of(job.config), log))
    tally.notes += [
        (entry.place, f"{entry.what!r} kept nothing: is it needed?") for entry in finder.unused(paths, tally.uses)
    ]
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
