"""A run of the check: each file looked up in the cache or looked at, known findings left out, the rest yielded or fixed."""

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from cleaner.check.baseline import DEFAULT_NAME, Baseline, Known, read
from cleaner.check.cache import FOLDER, Cache, decides, digest, fingerprint
from cleaner.check.files import Listing, Target
from cleaner.check.finding import Checked, Finding
from cleaner.config import Config, Finder, Terms
from cleaner.errors import DocumentError
from cleaner.settings import Allowed

if TYPE_CHECKING:
    from cleaner.check.file import Checker
    from cleaner.check.rewrite import Piece

# A file above this is read as it is checked, and not known by its content.
_MOST_HASHED = 16 << 20

T = TypeVar("T")


class Counts:
    """What came of a run. `known` findings are the baseline's, `stale` those of it that are not found any more."""

    def __init__(self, failed: Iterable[tuple[str, str]]) -> None:
        """Begin with noughts, and with what has failed before."""
        self.files = self.cached = 0
        self.found = self.with_findings = 0
        self.fixed = self.fixed_files = 0
        self.known = self.stale = 0
        self.refused: list[tuple[str, str]] = []
        self.failed = list(failed)
        self.by: Counter[tuple[str, str]] = Counter()
        self.used: Counter[str] = Counter()


class Run:
    """Checks the files of a listing. `counts` is whole when what it yields has been taken."""

    def __init__(self, files: Listing, finder: Finder, cached: bool = True) -> None:
        """Take the files, what found their configurations, and whether what was found in them before counts."""
        self.files = files
        self._finder = finder
        self.counts = Counts(files.failed)
        self._cached = cached
        self._caches: dict[tuple[Path, object], Cache] = {}
        self._of_config: dict[int, Cache] = {}
        self._terms: dict[int, tuple[Terms, str]] = {}
        self._checkers: dict[object, Checker] = {}
        self._baselines: dict[int, Baseline | None] = {}

    def findings(self) -> Iterator[Finding]:
        """Yield what is found and not known, file by file."""
        for target in self.files.targets:
            yield from self._reported(self._new(target))

    def fixed(self) -> Iterator[Finding]:
        """Fix what is found and not known in place; yield what is left, because it could not be fixed."""
        for target in self.files.targets:
            found = self._new(target)
            changed = self._tried(target, partial(self._rewrite, target)) if found else None
            if changed is not None:  # also where nothing changed: somebody else was quicker
                left = self._unknown(target, self._checked(target))
                if changed:
                    self.counts.fixed += len(found) - len(left)
                    self.counts.fixed_files += 1
                found = left
            yield from self._reported(found)

    def diffs(self) -> Iterator[bytes]:
        """Yield the lines of the diffs of what a fix would do, file by file."""
        for target in self.files.targets:
            found = self._new(target)
            for _ in self._reported(found):
                pass
            if found:
                yield from self._tried(target, partial(self._diff, target)) or ()

    def renew(self) -> list[Baseline]:
        """Write what is found to the baselines of the files, and return these. Raise UsageError where that cannot be."""
        renewed: dict[Path, Baseline] = {}
        for target in self.files.targets:
            path = _baseline_of(target.config)
            baseline = renewed.get(path)
            if baseline is None:
                baseline = renewed[path] = read(path) if path.exists() else Baseline(path)
            before = len(self.counts.failed)
            checked = self._checked(target)
            self._count(checked)
            if len(self.counts.failed) == before:  # of what fails, the old entries stay
                self.counts.known += len(checked.findings)
                baseline.renew(target.path, checked.findings)
        for baseline in renewed.values():
            baseline.write()
        return list(renewed.values())

    def in_stream(self, data: bytes, target: Target) -> list[Finding]:
        """Return what is found, and not known, in `data`, which is said to be the file `target`."""
        checked = self._checker(target.config).check(BytesIO(data), target)
        self._count(checked)
        return list(self._reported(self._unknown(target, checked, first=True)))

    def fixed_stream(self, data: bytes, target: Target) -> "list[Piece]":
        """Return each piece of `data` and what a fix makes of it. Raise DocumentError where that cannot be written."""
        return list(self._checker(target.config).pieces(BytesIO(data), target, self._known(target)))

    def unused(self) -> Iterator[Allowed]:
        """Yield the entries of allow-lists that nothing needed, where all that they speak of was checked."""
        yield from self._finder.unused(map(Path, self.files.folders), self.counts.used)

    def _reported(self, found: list[Finding]) -> Iterator[Finding]:
        self.counts.found += len(found)
        self.counts.with_findings += bool(found)
        for one in found:
            self.counts.by[one.by, one.why] += 1
            yield one

    def _count(self, checked: Checked) -> None:
        self.counts.files += 1
        self.counts.refused += checked.refused
        self.counts.failed += checked.failed

    def _new(self, target: Target) -> list[Finding]:
        """Return what is found in a file and not known, and count the file."""
        checked = self._checked(target)
        self._count(checked)
        return self._unknown(target, checked, first=True)

    def _unknown(self, target: Target, checked: Checked, first: bool = False) -> list[Finding]:
        known = self._known(target)
        found = [one for one in checked.findings if not known.takes(one)]
        if first:
            self.counts.known += len(checked.findings) - len(found)
            self.counts.stale += known.unused
        return found

    def _known(self, target: Target) -> Known:
        config = target.config
        if id(config) not in self._baselines:
            home = _baseline_of(config)
            self._baselines[id(config)] = read(home) if config.baseline or home.exists() else None
        baseline = self._baselines[id(config)]
        return baseline.known(target.path) if baseline else Known(Counter())

    def _checked(self, target: Target) -> Checked:
        """Return what is found in a file: nothing in a document that is to stay as it is."""
        terms, scope = self._known_of(target)
        if terms.allowed:
            self.counts.used[terms.allowed.place] += 1
            return Checked()
        cache = self._cache(target.config) if self._cached else None
        found = cache.get(target.path, scope) if cache else None
        if found is None:
            found = self._tried(target, partial(self._look, target, cache, scope)) or Checked()
        else:
            self.counts.cached += 1
        for phrase in found.kept:
            self.counts.used[terms.phrases[phrase].place] += 1
        return found

    def _known_of(self, target: Target) -> tuple[Terms, str]:
        """Return what holds for a file, and a text for what is known of it; the same for all where nothing parts them."""
        config = target.config
        if config.corpora or config.allow:
            terms = config.terms(target.path)
            return terms, repr(terms.known)
        if id(config) not in self._terms:
            terms = config.terms(target.path)
            self._terms[id(config)] = terms, repr(terms.known)
        return self._terms[id(config)]

    def _look(self, target: Target, cache: Cache | None, scope: str) -> Checked:
        with open(target.path, "rb") as stream:
            was = os.fstat(stream.fileno())
            checker = self._checker(target.config)
            if cache is None or was.st_size > _MOST_HASHED:
                return checker.check(stream, target)
            data = stream.read()
        checked = checker.check(BytesIO(data), target)
        cache.put(target.path, scope, was, digest(data), checked)
        return checked

    def _tried(self, target: Target, work: Callable[[], T]) -> T | None:
        """Return what comes of `work`, or None for a file that fails, which is counted and named."""
        try:
            return work()
        except DocumentError as error:
            self.counts.failed.append((error.place or target.path, error.said))
        except (OSError, MemoryError) as error:
            reason = error.strerror if isinstance(error, OSError) and error.strerror else type(error).__name__
            self.counts.failed.append((target.path, f"cannot be read or written: {reason}"))
        return None

    def _rewrite(self, target: Target) -> bool:
        from cleaner.check.rewrite import rewrite  # noqa: PLC0415

        checker, known = self._checker(target.config), self._known(target)
        return rewrite(Path(target.path), lambda stream: checker.pieces(stream, target, known))

    def _diff(self, target: Target) -> list[bytes]:
        from cleaner.check.diff import unified  # noqa: PLC0415

        with open(target.path, "rb") as stream:
            return list(unified(target.path, self._checker(target.config).pieces(stream, target, self._known(target))))

    def _cache(self, config: Config) -> Cache:
        found = self._of_config.get(id(config))
        if found is None:
            folder, decides_ = config.cache_dir or config.root / FOLDER, decides(config)
            if (folder, decides_) not in self._caches:
                self._caches[folder, decides_] = Cache(folder, config.root, fingerprint(config))
            found = self._of_config[id(config)] = self._caches[folder, decides_]
        return found

    def _checker(self, config: Config) -> "Checker":
        key = decides(config)
        if key not in self._checkers:
            from cleaner.check.file import checker_of  # noqa: PLC0415 - rules and index: nothing that the cache knows needs them

            size = sum(map(_size, self.files.targets[:1000]))
            self._checkers[key] = checker_of(config, fast=size > 1_000_000)
        return self._checkers[key]

    def close(self) -> None:
        """Keep what was found for the next run; also after a run that was broken off."""
        for cache in self._caches.values():
            cache.close()


def _baseline_of(config: Config) -> Path:
    return config.baseline or config.root / DEFAULT_NAME


def _size(target: Target) -> int:
    try:
        return os.stat(target.path).st_size  # noqa: PTH116
    except OSError:
        return 0
