"""Which files there are to clean, what is known of them, and where the output of each goes."""

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from pathlib import Path

from cleaner.config import DEFAULT, PLAIN, Config, Finder
from cleaner.configfile import NAMES
from cleaner.document import Source
from cleaner.errors import UsageError
from cleaner.formats import AS_USUAL, Fields, Reading, output_name
from cleaner.formats.content import kind_of
from cleaner.settings import LEFT_OUT

# How a folder ends in which a run keeps what it has done so far.
RUN_FOLDER = ".cleaner-run"


@dataclass(frozen=True, slots=True)
class Job:
    """One input file, its format, and the file that its output becomes (None: standard output).

    `name` is what the audit calls the clean file: its path below the output folder, with slashes. `source` is what comes
    before what the document says of itself, `config` what holds besides. `size` (bytes) and `changed_at` (nanoseconds)
    are those of the input when it was found.
    """

    path: Path
    place: str
    kind: str
    output: Path | None
    source: Source
    name: str = "-"
    reading: Reading = AS_USUAL
    config: Config = PLAIN
    size: int = 0
    changed_at: int = 0


@dataclass(slots=True)
class Plan:
    """The jobs of a run in the order of their names, and what will not be done, each with the reason."""

    jobs: list[Job] = field(default_factory=list)
    failed: list[tuple[str, str]] = field(default_factory=list)
    skipped: list[tuple[str, str]] = field(default_factory=list)

    @property
    def size(self) -> int:
        """How many bytes are to be read."""
        return sum(job.size for job in self.jobs)


def plan(inputs: Sequence[Path], output: Path | None, finder: Finder, force: bool = False) -> Plan:
    """Return what is to be done for `inputs`, files or folders, under the configuration of each.

    A single file goes to `output`, into it where it is a folder, or to standard output; the files of a folder go to the
    folder `output` under the same names. What is excluded is passed over: in folders, and with `force-exclude` also where
    it is given by name. Raise UsageError for an input that is not there, a folder without an output, an output inside the
    input, and, unless `force`, an output that exists; ConfigError for a configuration file that cannot be used.
    """
    found = Plan()
    excluded: Counter[str] = Counter()
    single = len(inputs) == 1 and not inputs[0].is_dir()
    if output is None and not single:
        raise UsageError("a folder, or several files, need --output FOLDER")
    for path in inputs:
        config = finder.find(path)
        key = config.force_exclude and config.excluded(path, path.is_dir())
        if key:
            found.skipped.append((str(path), f"excluded: {config.place(key)}"))
        elif path.is_dir():
            assert output is not None
            _check_apart(path, output)
            _add_folder(found, path, output, finder, excluded)
        elif not path.exists():
            raise UsageError("no such file or folder", place=str(path))
        else:
            kind = kind_of(path, by_name=True) or "text"
            name = output_name(kind, path.name)
            target = output / name if output and (not single or output.is_dir()) else output
            found.jobs.append(job_of(path, kind, target, target.name if target else name, config))
    found.skipped += [(place, f"{count} files or folders excluded") for place, count in sorted(excluded.items())]
    _check_outputs(found, force)
    return found


def job_of(path: Path, kind: str, output: Path | None, name: str, config: Config) -> Job:
    """Return the job for the file `path` of the format `kind` under `config`."""
    fields = Fields(config.text_field, config.id_field, config.url_field, config.language_field, config.title_field)
    reading = Reading(strict=config.encoding == "strict", fields=fields)
    return Job(path, str(path), kind, output, config.told, name, reading, config, *_state(path))


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
            target = output / clean.name if output and output.is_dir() else output
            found.jobs.append(Job(clean, str(clean), kinds[name], target, Source(), name))
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


def run_folder(output: Path, inputs: Sequence[Path]) -> Path:
    """Return where a run to `output` keeps what it has done so far: in an output folder, or beside an output file."""
    if len(inputs) == 1 and not inputs[0].is_dir() and not output.is_dir():
        return output.with_name(f".{output.name}{RUN_FOLDER}")
    return output / RUN_FOLDER


def check_free_of(inputs: Sequence[Path], found: Plan, force: bool, **others: Path | None) -> None:
    """Raise UsageError for what is also to be written (called by what it is: the audit, the summary) but may not be.

    It may not be in an input folder, over an input or an output, or, unless `force`, over what exists.
    """
    for name, path in others.items():
        if path is None:
            continue
        for one in inputs:
            if one.is_dir():
                _check_apart(one, path)
        if any(job.output and os.path.realpath(job.output) == os.path.realpath(path) for job in found.jobs):
            raise UsageError(f"the {name} is an output", place=str(path), hint="choose another name")
        is_empty = path.is_dir() and not any(path.iterdir())
        _check_free(path, {os.path.realpath(job.path) for job in found.jobs}, force or is_empty)


def check_audit_folder(folder: Path, output: Path | None) -> None:
    """Raise UsageError for a folder of audits that is among the outputs, or they in it."""
    inside, around = folder.resolve(), (output or Path()).resolve()
    if output and (inside == around or around in inside.parents or inside in around.parents):
        hint = "choose a folder beside the output"
        raise UsageError("the audits would be among the outputs", place=str(folder), hint=hint)


def _check_apart(folder: Path, output: Path) -> None:
    inside, around = output.resolve(), folder.resolve()
    if inside == around or around in inside.parents or inside in around.parents:
        hint = "choose a folder beside the input"
        raise UsageError(f"the output {output} and the input {folder} are one folder, or one inside the other", hint=hint)


def _add_folder(found: Plan, folder: Path, output: Path, finder: Finder, excluded: Counter[str]) -> None:
    def passed_over(path: Path, is_folder: bool) -> bool:
        config = finder.in_folder(path.parent)
        key = config.excluded(path, is_folder, given=folder)
        if key and config.place(key) != DEFAULT:
            excluded[config.place(key)] += 1
        return bool(key)

    for path, problem in _walk(folder, folder.resolve(), frozenset(), passed_over):
        relative = path.relative_to(folder)
        if problem:
            found.failed.append((str(path), problem))
        if problem or path.name in NAMES:
            continue
        kind = kind_of(path)
        if kind is None:
            found.skipped.append((str(path), f"no format for {path.suffix!r}"))
        else:
            name = relative.with_name(output_name(kind, path.name))
            found.jobs.append(job_of(path, kind, output / name, name.as_posix(), finder.in_folder(path.parent)))


def _add_clean_folder(found: Plan, folder: Path, output: Path, kinds: Mapping[str, str], audit: Path) -> None:
    missing = {name for name in kinds if kinds[name]}
    for path, problem in _walk(folder, folder.resolve(), frozenset(), lambda path, _: path.name in LEFT_OUT):
        name = path.relative_to(folder).as_posix()
        missing.discard(name)
        if problem:
            found.failed.append((str(path), problem))
        elif kinds.get(name):
            found.jobs.append(Job(path, str(path), kinds[name], output / name, Source(), name))
        elif name not in kinds and os.path.realpath(path) != os.path.realpath(audit):
            found.failed.append((str(path), "no entry in the audit"))
    found.failed += [(str(folder / name), "missing: the audit has an entry for it") for name in sorted(missing)]


def _state(path: Path) -> tuple[int, int]:
    """Return the size of a file and when it was changed, noughts where it is gone: whoever reads it will say so."""
    try:
        stat = os.stat(path)  # noqa: PTH116 - half a million files
    except OSError:
        return 0, 0
    return stat.st_size, stat.st_mtime_ns


def _walk(
    folder: Path, real: Path, above: frozenset[Path], passed_over: Callable[[Path, bool], bool]
) -> Iterator[tuple[Path, str]]:
    """Yield every file below `folder` in order of names, and what cannot be read with the reason.

    What `passed_over` says so of, a path and whether it is a folder, is not looked into.
    """
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
        if entry.name.endswith(RUN_FOLDER) or passed_over(path, is_folder):
            continue
        if is_folder:
            below = path.resolve() if entry.is_symlink() else real / entry.name
            if below in above:
                yield path, "a link that loops"
            else:
                yield from _walk(path, below, above, passed_over)
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
