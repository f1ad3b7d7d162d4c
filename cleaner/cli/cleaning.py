"""What `cleaner clean` does, once its options are known. Without typer."""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from cleaner.cli.progress import progress
from cleaner.cli.runs import audit_place, cores, finish, make_finder, stdin_kind, usage

if TYPE_CHECKING:
    from cleaner.audit import AuditPlace
    from cleaner.config import Finder


def run(given: Mapping[str, Any]) -> int:
    """Clean as the options say that were `given`, by their names, as click has them; return the exit status."""
    finder = make_finder(given)
    paths = [Path(one) for one in given["paths"]]
    output, summary, stdin_filename = (_path(given[key]) for key in ("output", "summary", "stdin_filename"))
    output = None if output == Path("-") else output
    also = Also(audit_place(given["audit"]), summary)
    if paths == [Path("-")] and output is None:
        kind = stdin_kind(given["stdin_format"], stdin_filename)
        return _clean_stdin(finder, kind, stdin_filename, also, given["force"], given["quiet"])
    if Path("-") in paths:
        usage("standard input goes to standard output", "leave out --output and other paths")
    return _clean_paths(finder, paths, output, also, given["resume"], given["force"], given["quiet"])


def _path(said: str | Path | None) -> Path | None:
    return None if said is None else Path(said)


class Also(NamedTuple):
    """What is written besides the clean documents."""

    audits: "AuditPlace"
    summary: Path | None


def _clean_stdin(finder: "Finder", kind: str, name: Path | None, also: Also, force: bool, quiet: bool) -> int:
    from cleaner.batch.work import clean_stream, logging  # noqa: PLC0415
    from cleaner.cleaners import Cleaners  # noqa: PLC0415
    from cleaner.jobs import Plan, job_of  # noqa: PLC0415
    from cleaner.outputs import check_free_of  # noqa: PLC0415

    check_free_of([], Plan(), force, audit=also.audits.path, summary=also.summary)
    config = finder.find(name or Path("-"))
    if name and config.force_exclude and config.excluded(name):
        from shutil import copyfileobj  # noqa: PLC0415 - which imports every compression there is

        copyfileobj(sys.stdin.buffer, sys.stdout.buffer)
        return 0
    job = job_of(name or Path("-"), kind, None, "-", config)
    with logging(also.audits.of("-") if also.audits.is_folder else also.audits.path) as log:
        tally = clean_stream(sys.stdin.buffer, sys.stdout.buffer, job, Cleaners(fast=False).of(config), log)
    return finish(tally, quiet, also.summary, to_stdout=True)


def _clean_paths(
    finder: "Finder", paths: list[Path], output: Path | None, also: Also, resume: bool, force: bool, quiet: bool
) -> int:
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
    return finish(tally, quiet, also.summary, to_stdout=output is None)
