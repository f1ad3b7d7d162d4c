"""Which files there are to clean, what is known of them, and where the output of each goes."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from cleaner.document import Source
from cleaner.errors import UsageError
from cleaner.formats import format_of, formats

# Folders that hold no documents, as ruff leaves them out.
LEFT_OUT = frozenset(
    {".git", ".hg", ".svn", ".venv", "venv", "node_modules", "__pycache__", ".tox", ".mypy_cache", ".ruff_cache"}
)


@dataclass(frozen=True, slots=True)
class Job:
    """One input file, its format, and the file that its output becomes (None: standard output)."""

    path: Path
    place: str
    kind: str
    output: Path | None
    source: Source


@dataclass(slots=True)
class Plan:
    """The jobs of a run in the order of their names, and what will not be done, each with the reason."""

    jobs: list[Job] = field(default_factory=list)
    failed: list[tuple[str, str]] = field(default_factory=list)
    skipped: list[tuple[str, str]] = field(default_factory=list)


def plan(inputs: Sequence[Path], output: Path | None, source: Source, force: bool = False) -> Plan:
    """Return what is to be done for `inputs`, files or folders.

    A single file goes to `output`, or to standard output; the files of a folder go to the folder `output` under the same
    names. Raise UsageError for an input that is not there, a folder without an output, an output inside the input, and,
    unless `force`, an output that exists.
    """
    found = Plan()
    single = len(inputs) == 1 and not inputs[0].is_dir()
    if output is None and not single:
        raise UsageError("a folder, or several files, need --output FOLDER")
    for path in inputs:
        if path.is_dir():
            assert output is not None
            _check_apart(path, output)
            _add_folder(found, path, output, source)
        elif not path.exists():
            raise UsageError("no such file or folder", place=str(path))
        else:
            kind = format_of(path) or "text"  # a file given by name is read as text whatever its suffix
            target = output if single else output / formats()[kind].output_name(path.name) if output else None
            found.jobs.append(Job(path, str(path), kind, target, source))
    _check_outputs(found, force)
    return found


def _check_apart(folder: Path, output: Path) -> None:
    inside, around = output.resolve(), folder.resolve()
    if inside == around or around in inside.parents or inside in around.parents:
        hint = "choose a folder beside the input"
        raise UsageError(f"the output {output} and the input {folder} are one folder, or one inside the other", hint=hint)


def _add_folder(found: Plan, folder: Path, output: Path, source: Source) -> None:
    for path, problem in _walk(folder, folder.resolve(), frozenset()):
        relative = path.relative_to(folder)
        kind = format_of(path) if path.suffix else "text"
        if problem:
            found.failed.append((str(path), problem))
        elif kind is None:
            found.skipped.append((str(path), f"no format for {path.suffix!r}"))
        else:
            target = output / relative.with_name(formats()[kind].output_name(path.name))
            found.jobs.append(Job(path, str(path), kind, target, source))


def _walk(folder: Path, real: Path, above: frozenset[Path]) -> Iterator[tuple[Path, str]]:
    """Yield every file below `folder` in order of names, and what cannot be read with the reason."""
    above = above | {real}
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        yield folder, f"cannot be read: {error.strerror}"
        return
    for entry in entries:
        path = Path(entry.path)
        try:
            is_folder = entry.is_dir()
        except OSError as error:
            yield path, f"cannot be read: {error.strerror}"
            continue
        if is_folder:
            below = path.resolve() if entry.is_symlink() else real / entry.name
            if entry.name in LEFT_OUT:
                continue
            if below in above:
                yield path, "a link that loops"
            else:
                yield from _walk(path, below, above)
        elif entry.is_symlink() and not path.exists():
            yield path, "a broken link"
        elif not entry.is_file():  # to open a pipe would be to wait for who writes into it
            yield path, "neither a file nor a folder"
        else:
            yield path, ""


def _check_outputs(found: Plan, force: bool) -> None:
    """Keep outputs apart from each other and from what exists."""
    owners: dict[str, Job] = {}
    jobs = []
    inputs = {os.path.realpath(job.path) for job in found.jobs}
    for job in found.jobs:
        if job.output is not None:
            name = str(job.output).casefold()  # names that differ only in case are one file on many disks
            if name in owners:
                found.failed.append((job.place, f"its output would be that of {owners[name].place}"))
                continue
            owners[name] = job
            if os.path.realpath(job.output) in inputs:
                raise UsageError("the output is an input", place=str(job.output), hint="choose another name")
            if job.output.exists() and not force:
                raise UsageError("exists already", place=str(job.output), hint="--force writes over it")
        jobs.append(job)
    found.jobs = jobs
