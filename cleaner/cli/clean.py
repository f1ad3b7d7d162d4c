"""`cleaner clean` and `cleaner restore`."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from cleaner.cli.app import app
from cleaner.cli.options import (
    Encoding,
    EncodingOption,
    Force,
    Ignore,
    Jobs,
    Language,
    LevelName,
    LevelOption,
    Output,
    Quiet,
    Rules,
    Select,
    Site,
    Stdin,
    StdinFormat,
    Timeout,
    audit_place,
    cores,
    end,
    finish,
    make_cleaner,
    names,
    source_of,
    usage,
)
from cleaner.cli.progress import progress

if TYPE_CHECKING:
    from cleaner.audit import AuditPlace
    from cleaner.document import Source
    from cleaner.formats import Reading
    from cleaner.pipeline import Cleaner


@app.command()
def clean(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="Files, folders, or - for standard input.")],
    output: Output = None,
    audit: Annotated[
        str,
        typer.Option(
            metavar="FILE|FOLDER/", help="Write down every cut and edit, for `cleaner restore`: in a folder, file by file."
        ),
    ] = "",
    summary: Annotated[Path | None, typer.Option(metavar="FILE", help="Write the summary as JSON.")] = None,
    jobs: Jobs = 0,
    timeout: Timeout = None,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with a run that was ended: do what is not done.")] = False,
    force: Force = False,
    rules: Rules = [],  # noqa: B006 - typer copies it
    select: Select = [],  # noqa: B006
    ignore: Ignore = [],  # noqa: B006
    level: LevelOption = LevelName.standard,
    site: Site = "",
    language: Language = "",
    encoding: EncodingOption = Encoding.detect,
    stdin_format: Stdin = StdinFormat.text,
    quiet: Quiet = False,
) -> None:
    """Clean files, folders or standard input."""
    from cleaner.batch.runs import LITTLE_BYTES, Asked, clean  # noqa: PLC0415
    from cleaner.corpus import check_audit_folder, check_free_of, plan, run_folder  # noqa: PLC0415
    from cleaner.formats import Reading  # noqa: PLC0415

    reading = Reading(strict=encoding is Encoding.strict)
    source = source_of(site, language)
    audits = audit_place(audit)
    if paths == [Path("-")] and output is None:
        cleaner = make_cleaner(rules, select, ignore, level, fast=False)
        _clean_stdin(cleaner, stdin_format, source, reading, audits, summary, force, quiet)
    if Path("-") in paths:
        usage("standard input goes to standard output", "leave out --output and other paths")
    folder = run_folder(output, paths) if output else None
    goes_on = resume and folder is not None and folder.is_dir()
    work = plan(paths, output, source, force or goes_on, reading)
    check_free_of(paths, work, force or goes_on, audit=audits.path, summary=summary)
    if audits.path and audits.is_folder:
        check_audit_folder(audits.path, output)
    cleaner = make_cleaner(rules, select, ignore, level, fast=work.size > LITTLE_BYTES)
    asked = Asked(folder, audits, jobs or cores(), timeout, resume, force)
    with progress(quiet or folder is None) as watcher:
        tally = clean(work, cleaner, asked, watcher)
    finish(tally, quiet, summary, to_stdout=output is None)


def _clean_stdin(
    cleaner: "Cleaner",
    form: StdinFormat,
    source: "Source",
    reading: "Reading",
    audits: "AuditPlace",
    summary: Path | None,
    force: bool,
    quiet: bool,
) -> NoReturn:
    from cleaner.batch.work import clean_stream, logging  # noqa: PLC0415
    from cleaner.corpus import Job, Plan, check_free_of  # noqa: PLC0415

    job = Job(Path("-"), "-", form.value, None, source, reading=reading)
    check_free_of([], Plan(), force, audit=audits.path, summary=summary)
    with logging(audits.of("-") if audits.is_folder else audits.path) as log:
        tally = clean_stream(sys.stdin.buffer, sys.stdout.buffer, job, cleaner, log)
    finish(tally, quiet, summary, to_stdout=True)


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
