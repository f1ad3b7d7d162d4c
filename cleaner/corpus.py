"""Which files there are to clean, what is known of them, and where the output of each goes."""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from cleaner.document import Record, Source
from cleaner.errors import UsageError
from cleaner.formats import format_of, formats

# Folders that hold no documents, as ruff leaves them out.
LEFT_OUT = frozenset(
    {".git", ".hg", ".svn", ".venv", "venv", "node_modules", "__pycache__", ".tox", ".mypy_cache", ".ruff_cache"}
)


@dataclass(frozen=True, slots=True)
class Job:
    """One input file, its format, and the file that its output becomes (None: standard output).

    `name` is what the audit calls the clean file: its path below the output folder, with slashes.
    """

    path: Path
    place: str
    kind: str
    output: Path | None
    source: Source
    name: str = "-"


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
            name = formats()[kind].output_name(path.name)
            target = output if single else output / name if output else None
            found.jobs.append(Job(path, str(path), kind, target, source, target.name if target else name))
    _check_outputs(found, force)
    return found


def plan_reading(inputs: Sequence[Path], source: Source) -> Plan:
    """Return what is to be read of `inputs`, files or folders, when nothing is to be written.

    Raise UsageError for an input that is not there.
    """
    found = Plan()
    for path in inputs:
        if path.is_dir():
            _add_folder(found, path, None, source)
        elif not path.exists():
            raise UsageError("no such file or folder", place=str(path))
        else:
            found.jobs.append(Job(path, str(path), format_of(path) or "text", None, source))
    return found


def records(found: Plan) -> Iterator[Record]:
    """Yield the documents of a plan that can be read; to find out which cannot, clean them."""
    for job in found.jobs:
        with suppress(OSError), open(job.path, "rb") as stream:
            for unit in formats()[job.kind].read(stream, job.place, job.source, False):
                if unit.record is not None:
                    yield unit.record


def plan_back(clean: Path, output: Path | None, kinds: Mapping[str, str], audit: Path, force: bool = False) -> Plan:
    """Return what is to be done to restore `clean`, a file or folder in which `audit` knows the files of `kinds`.

    `kinds` are their formats by their names; an empty one says that there is nothing to restore. A file that is there
    without being known, or known without being there, fails. Raise UsageError as `plan` does.
    """
    found = Plan()
    if clean.is_dir():
        if output is None:
            raise UsageError("a folder needs --output FOLDER")
        _check_apart(clean, output)
        _add_clean_folder(found, clean, output, kinds, audit)
    elif not clean.exists():
        raise UsageError("no such file or folder", place=str(clean))
    else:
        name = named(clean, kinds)
        if kinds[name]:
            found.jobs.append(Job(clean, str(clean), kinds[name], output, Source(), name))
    _check_outputs(found, force, audit)
    return found


def named(clean: Path, kinds: Iterable[str]) -> str:
    """Return which of the names in an audit is that of the file `clean`: the only one, or the longest that its path ends in.

    Raise UsageError where there is none.
    """
    names = list(kinds)
    if len(names) != 1:
        names = [name for name in names if f"/{clean.as_posix()}".endswith(f"/{name}")]
    if not names:
        hint = "a clean file is known by its name"
        raise UsageError("the audit has no entry for it", place=str(clean), hint=hint)
    return max(names, key=len)


def check_audit(audit: Path | None, inputs: Sequence[Path], found: Plan, force: bool) -> None:
    """Raise UsageError for an audit in an input folder, over an input or output, or, unless `force`, over what exists."""
    if audit is None:
        return
    for path in inputs:
        if path.is_dir():
            _check_apart(path, audit)
    if any(job.output and os.path.realpath(job.output) == os.path.realpath(audit) for job in found.jobs):
        raise UsageError("the audit is an output", place=str(audit), hint="choose another name")
    _check_free(audit, {os.path.realpath(job.path) for job in found.jobs}, force)


def _check_apart(folder: Path, output: Path) -> None:
    inside, around = output.resolve(), folder.resolve()
    if inside == around or around in inside.parents or inside in around.parents:
        hint = "choose a folder beside the input"
        raise UsageError(f"the output {output} and the input {folder} are one folder, or one inside the other", hint=hint)


def _add_folder(found: Plan, folder: Path, output: Path | None, source: Source) -> None:
    for path, problem in _walk(folder, folder.resolve(), frozenset()):
        relative = path.relative_to(folder)
        kind = format_of(path) if path.suffix else "text"
        if problem:
            found.failed.append((str(path), problem))
        elif kind is None:
            found.skipped.append((str(path), f"no format for {path.suffix!r}"))
        else:
            name = relative.with_name(formats()[kind].output_name(path.name))
            found.jobs.append(Job(path, str(path), kind, output / name if output else None, source, name.as_posix()))


def _add_clean_folder(found: Plan, folder: Path, output: Path, kinds: Mapping[str, str], audit: Path) -> None:
    missing = {name for name in kinds if kinds[name]}
    for path, problem in _walk(folder, folder.resolve(), frozenset()):
        name = path.relative_to(folder).as_posix()
        missing.discard(name)
        if problem:
            found.failed.append((str(path), problem))
        elif kinds.get(name):
            found.jobs.append(Job(path, str(path), kinds[name], output / name, Source(), name))
        elif name not in kinds and os.path.realpath(path) != os.path.realpath(audit):
            found.failed.append((str(path), "no entry in the audit"))
    found.failed += [(str(folder / name), "missing: the audit has an entry for it") for name in sorted(missing)]


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


def _check_outputs(found: Plan, force: bool, *also_read: Path) -> None:
    """Keep outputs apart from each other and from what exists."""
    owners: dict[str, Job] = {}
    jobs = []
    inputs = {os.path.realpath(path) for path in (*also_read, *(job.path for job in found.jobs))}
    for job in found.jobs:
        if job.output is not None:
            name = str(job.output).casefold()  # names that differ only in case are one file on many disks
            if name in owners:
                found.failed.append((job.place, f"its output would be that of {owners[name].place}"))
                continue
            owners[name] = job
            _check_free(job.output, inputs, force)
        jobs.append(job)
    found.jobs = jobs


def _check_free(output: Path, inputs: Set[str], force: bool) -> None:
    if os.path.realpath(output) in inputs:
        raise UsageError("the output is an input", place=str(output), hint="choose another name")
    if output.exists() and not force:
        raise UsageError("exists already", place=str(output), hint="--force writes over it")
