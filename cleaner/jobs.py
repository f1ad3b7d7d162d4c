"""Jobs: what is to be done to each file. Half a million of them are planned in little memory."""

import os
from array import array
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from cleaner.config import PLAIN, Config
from cleaner.document import Source
from cleaner.formats import AS_USUAL, Fields, Reading
from cleaner.settings import absolute


class Job(NamedTuple):
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


def job_of(  # noqa: PLR0913, PLR0917 - all that makes a job
    path: Path, kind: str, output: Path | None, name: str, config: Config, size: int = 0, changed_at: int = 0
) -> Job:
    """Return the job for the file `path` of the format `kind` under `config`."""
    return Job(path, str(path), kind, output, config.told, name, _reading(config), config, size, changed_at)


def _reading(config: Config) -> Reading:
    fields = Fields(config.text_field, config.id_field, config.url_field, config.language_field, config.title_field)
    return Reading(strict=config.encoding == "strict", fields=fields)


class _Shared(NamedTuple):
    """What the jobs of many files have in common. `output` is their folder, or with `is_file` the output itself."""

    kind: str
    output: Path | None
    is_file: bool
    config: Config
    reading: Reading


class Jobs:
    """Jobs in order: each takes a kilobyte as it is, and a sixth of that here, most of it its path."""

    def __init__(self) -> None:
        """Begin with none."""
        self._paths: list[str] = []
        self._names: list[str | int] = []  # or how many characters at the end of the path are the name
        self._shared: list[_Shared] = []
        self._known: dict[tuple[str, Path | None, bool, int], _Shared] = {}
        self._sizes = array("q")
        self._changed = array("q")
        self._outputs: set[int] = set()  # hashes: the paths themselves would be 80 MB
        self.size = 0

    def add(self, path: str, kind: str, name: str, output: Path | None, config: Config, is_file: bool = False) -> None:  # noqa: PLR0913, PLR0917
        """Add the job for the file `path`, called `name`, to the folder `output`, or to the file `output` itself."""
        key = kind, output, is_file, id(config)
        if key not in self._known:
            self._known[key] = _Shared(kind, output, is_file, config, _reading(config))
        size, changed = _state(path)
        self._paths.append(path)
        self._names.append(len(name) if path.endswith(name) else name)
        self._shared.append(self._known[key])
        self._sizes.append(size)
        self._changed.append(changed)
        self.size += size
        if output:
            self._outputs.add(_hash(output if is_file else os.path.join(output, name)))

    def owner(self, output: Path | str) -> Job | None:
        """Return the job that has `output`, also where only the case of letters differs: that is one file on many disks."""
        folded = _folded(output)
        if hash(folded) not in self._outputs:
            return None
        return next((job for job in self if job.output and _folded(job.output) == folded), None)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._paths)

    def __getitem__(self, at: int) -> Job:
        """Return the job at a place."""
        kind, output, is_file, config, reading = self._shared[at]
        place, name = self._paths[at], self._names[at]
        if isinstance(name, int):
            name = place[-name:]
        target = output if output is None or is_file else output / name
        size, changed = self._sizes[at], self._changed[at]
        return Job(Path(place), place, kind, target, config.told, name.replace(os.sep, "/"), reading, config, size, changed)

    def __iter__(self) -> Iterator[Job]:
        """Yield them in order."""
        return map(self.__getitem__, range(len(self)))


class Plan:
    """The jobs of a run in the order of their names, and what will not be done, each with the reason."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.jobs = Jobs()
        self.failed: list[tuple[str, str]] = []
        self.skipped: list[tuple[str, str]] = []

    @property
    def size(self) -> int:
        """How many bytes are to be read."""
        return self.jobs.size


def _folded(path: Path | str) -> str:
    return absolute(path).casefold()


def _hash(path: Path | str) -> int:
    return hash(_folded(path))


def _state(path: str) -> tuple[int, int]:
    """Return the size of a file and when it was changed, noughts where it is gone: whoever reads it will say so."""
    try:
        stat = os.stat(path)  # noqa: PTH116 - half a million files
    except OSError:
        return 0, 0
    return stat.st_size, stat.st_mtime_ns
