"""Which files there are to clean, what is known of them, and where the output of each goes."""

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from cleaner.config import DEFAULT, PLAIN, Config, Finder
from cleaner.configfile import NAMES
from cleaner.document import Record
from cleaner.errors import DocumentError, UsageError
from cleaner.formats import formats, output_name
from cleaner.formats.content import kind_of, opened
from cleaner.jobs import Plan
from cleaner.outputs import Outputs, check_apart
from cleaner.settings import LEFT_OUT
from cleaner.walk import walk


def plan(inputs: Sequence[Path], output: Path | None, finder: Finder, force: bool = False) -> Plan:
    """Return what is to be done for `inputs`, files or folders, under the configuration of each.

    A single file goes to `output`, into it where it is a folder, or to standard output; the files of a folder go to the
    folder `output` under the same names. What is excluded is passed over: in folders, and with `force-exclude` also where
    it is given by name. Raise UsageError for an input that is not there, a folder without an output, an output inside the
    input, and, unless `force`, an output that exists; ConfigError for a configuration file that cannot be used.
    """
    found = Plan()
    outputs = Outputs(inputs, force)
    excluded: Counter[str] = Counter()
    single = len(inputs) == 1 and not inputs[0].is_dir()
    if output is None and not single:
        raise UsageError("a folder, or several files, need --output FOLDER")
    for path, config in _given(inputs, finder, found):
        if path.is_dir():
            assert output is not None
            check_apart(path, output)
            _add_folder(found, path, output, finder, outputs, excluded)
        else:
            kind = kind_of(path, by_name=True) or "text"
            name = output_name(kind, path.name)
            target = output / name if output and (not single or output.is_dir()) else output
            problem = outputs.check(target, found.jobs) if target else ""
            if problem:
                found.failed.append((str(path), problem))
            elif single:
                found.jobs.add(str(path), kind, target.name if target else name, target, config, is_file=True)
            else:
                found.jobs.add(str(path), kind, name, output, config)
    _skip(found, excluded)
    return found


def plan_reading(inputs: Sequence[Path], finder: Finder) -> Plan:
    """Return what is to be read of `inputs`, files or folders, when nothing is to be written. Raise as `plan` does."""
    found = Plan()
    excluded: Counter[str] = Counter()
    for path, config in _given(inputs, finder, found):
        if path.is_dir():
            for place, kind in _files(found, path, finder, excluded):
                found.jobs.add(place, kind, os.path.basename(place), None, finder.in_folder(os.path.dirname(place)))  # noqa: PTH119, PTH120
        else:
            found.jobs.add(str(path), kind_of(path, by_name=True) or "text", path.name, None, config)
    _skip(found, excluded)
    return found


def records(found: Plan) -> Iterator[Record]:
    """Yield the documents of a plan that can be read; to find out which cannot, clean them."""
    for job in found.jobs:
        terms = job.config.terms(job.path)
        with suppress(OSError, DocumentError), open(job.path, "rb") as raw, opened(raw, job.kind) as stream:
            for unit in formats()[job.kind].read(stream, job.place, job.source, job.reading):
                if unit.record is not None:
                    yield Record(terms.filled(unit.record.source), unit.record.text)


def plan_back(clean: Path, output: Path | None, kinds: Mapping[str, str], audit: Path, force: bool = False) -> Plan:
    """Return what is to be done to restore `clean`, a file or folder in which `audit` knows the files of `kinds`.

    `kinds` are their formats by their names; an empty one says that there is nothing to restore. A file that is there
    without being known, or known without being there, fails. Raise UsageError as `plan` does.
    """
    found = Plan()
    outputs = Outputs([clean, audit], force)
    if clean.is_dir():
        if output is None:
            raise UsageError("a folder needs --output FOLDER")
        check_apart(clean, output)
        _add_clean_folder(found, clean, output, kinds, audit, outputs)
    elif not clean.exists():
        raise UsageError("no such file or folder", place=str(clean))
    else:
        name = named(clean, kinds)
        if kinds[name]:
            target = output / clean.name if output and output.is_dir() else output
            if target:
                outputs.check(target, found.jobs)
            found.jobs.add(str(clean), kinds[name], name, target, PLAIN, is_file=True)
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


def _given(inputs: Iterable[Path], finder: Finder, found: Plan) -> Iterator[tuple[Path, Config]]:
    """Yield each input with its configuration, but those that are excluded though given by name."""
    for path in inputs:
        config = finder.find(path)
        key = config.force_exclude and config.excluded(path, path.is_dir())
        if key:
            found.skipped.append((str(path), f"excluded: {config.place(key)}"))
        elif not path.exists():
            raise UsageError("no such file or folder", place=str(path))
        else:
            yield path, config


def _files(found: Plan, folder: Path, finder: Finder, excluded: Counter[str]) -> Iterator[tuple[str, str]]:
    """Yield the path and the format of each file of a folder; count by their places the settings that exclude others."""

    def passed_over(path: str, is_folder: bool) -> bool:
        config = finder.in_folder(os.path.dirname(path))  # noqa: PTH120 - for every file of a corpus
        key = config.excluded(path, is_folder, given=folder)
        if key and config.place(key) != DEFAULT:
            excluded[config.place(key)] += 1
        return bool(key)

    for place, problem in walk(str(folder), passed_over):
        path = Path(place)
        if problem:
            found.failed.append((str(path), problem))
        if problem or path.name in NAMES:
            continue
        kind = kind_of(path)
        if kind is None:
            found.skipped.append((str(path), f"no format for {path.suffix!r}"))
        else:
            yield place, kind


def _skip(found: Plan, excluded: Counter[str]) -> None:
    found.skipped += [(place, f"{count} files or folders excluded") for place, count in sorted(excluded.items())]


def _add_folder(  # noqa: PLR0913, PLR0917
    found: Plan, folder: Path, output: Path, finder: Finder, outputs: Outputs, excluded: Counter[str]
) -> None:
    above = _length(folder)
    for place, kind in _files(found, folder, finder, excluded):
        inside, last = os.path.split(place)
        name = place[above : len(place) - len(last)] + output_name(kind, last)
        taken = outputs.check(os.path.join(output, name), found.jobs)
        if taken:
            found.failed.append((place, taken))
        else:
            found.jobs.add(place, kind, name, output, finder.in_folder(inside))


def _add_clean_folder(  # noqa: PLR0913, PLR0917
    found: Plan, folder: Path, output: Path, kinds: Mapping[str, str], audit: Path, outputs: Outputs
) -> None:
    above = _length(folder)
    missing = {name for name in kinds if kinds[name]}
    for path, problem in walk(str(folder), lambda path, _: os.path.basename(path) in LEFT_OUT):  # noqa: PTH119
        native = path[above:]
        name = native.replace(os.sep, "/")
        missing.discard(name)
        if problem:
            found.failed.append((path, problem))
        elif kinds.get(name):
            taken = outputs.check(os.path.join(output, native), found.jobs)
            if taken:
                found.failed.append((path, taken))
            else:
                found.jobs.add(path, kinds[name], native, output, PLAIN)
        elif name not in kinds and os.path.realpath(path) != os.path.realpath(audit):
            found.failed.append((path, "no entry in the audit"))
    found.failed += [(str(folder / name), "missing: the audit has an entry for it") for name in sorted(missing)]


def _length(folder: Path) -> int:
    """Return how many characters of the paths below `folder` lead to it."""
    return 0 if folder == Path() else len(os.path.join(folder, ""))
