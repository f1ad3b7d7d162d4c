"""`cleaner clean` and `cleaner restore`."""

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

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
    audit_place,
    cores,
    end,
    finish,
    make_finder,
    names,
    stdin_kind,
    usage,
)
from cleaner.cli.progress import progress

if TYPE_CHECKING:
    from cleaner.audit import AuditPlace
    from cleaner.config import Finder


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
    finder = make_finder(context)
    also = Also(audit_place(audit), summary)
    if paths == [Path("-")] and output is None:
        _clean_stdin(finder, stdin_kind(stdin_format, stdin_filename), stdin_filename, also, force, quiet)
    elif Path("-") in paths:
        usage("standard input goes to standard output", "leave out --output and other paths")
    else:
        _clean_paths(finder, paths, output, also, resume, force, quiet)


class Also(NamedTuple):
    """What is written besides the clean documents."""

    audits: "AuditPlace"
    summary: Path | None


def _clean_stdin(finder: "Finder", kind: str, name: Path | None, also: Also, force: bool, quiet: bool) -> None:
    from cleaner.batch.work import clean_stream, logging  # noqa: PLC0415
    from cleaner.cleaners import Cleaners  # noqa: PLC0415
    from cleaner.jobs import Plan, job_of  # noqa: PLC0415
    from cleaner.outputs import check_free_of  # noqa: PLC0415

    check_free_of([], Plan(), force, audit=also.audits.path, summary=also.summary)
    config = finder.find(name or Path("-"))
    if name and config.force_exclude and config.excluded(name):
        shutil.copyfileobj(sys.stdin.buffer, sys.stdout.buffer)
        return
    job = job_of(name or Path("-"), kind, None, "-", config)
    with logging(also.audits.of("-") if also.audits.is_folder else also.audits.path) as log:
        tally = clean_stream(sys.stdin.buffer, sys.stdout.buffer, job, Cleaners(fast=False).of(config), log)
    finish(tally, quiet, also.summary, to_stdout=True)


def _clean_paths(
    finder: "Finder", paths: list[Path], output: Path | None, also: Also, resume: bool, force: bool, quiet: bool
) -> None:
    from cleaner.batch.runs import Asked, clean  # noqa: PLC0415
    from cleaner.corpus import plan  # noqa: PLC0415
    from cleaner.outputs import check_audit_folder, check_free_of, run_folder  # noqa: PLC0415

    folder = run_folder(output, paths) if output else None
    goes_on = resume and folder is not None and folder.is_dir()
    work = plan(paths, output, finder, force or goes_on)
    check_free_of(paths, work, force or goes_on, audit=also.audits.path, summary=also.summary)
    if also.audits.path and also.audits.is_folder:
        check_audit_folder(also.audits.path, output)
    here = finder.find(paths[0])
    asked = Asked(folder, also.audits, here.jobs or cores(), here.timeout, resume, force)
    with progress(quiet or folder is None) as watcher:
        tally = clean(work, asked, watcher)
    tally.notes += [
        (entry.place, f"{entry.what!r} kept nothing: is it needed?") for entry in finder.unused(paths, tally.uses)
    ]
    finish(tally, quiet, also.summary, to_stdout=output is None)


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
    end(tally, quiet, summary(tally) if output else None)
