"""The baseline: old findings that are known, so that only new ones fail.

An entry holds a file, a rule, the hash of what would go and a count, not a line number: it survives edits elsewhere in
the file. Entries are sorted and stand on a line each, for diffs that can be read and merged.
"""

import os
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from cleaner.check.finding import Finding
from cleaner.digest import blake2b
from cleaner.errors import UsageError

DEFAULT_NAME = ".cleaner-baseline.json"
_VERSION = 1
# Rule, and hash of what would go and what would come in its place.
Key = tuple[str, str]


def key(finding: Finding) -> Key:
    """Return what a baseline knows a finding of a file by; the line end behind it does not matter."""
    text = f"{finding.old.rstrip()}\0{finding.new.rstrip()}"
    return finding.by, blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


class Known:
    """The known findings of one file, each taken as often as it is counted."""

    def __init__(self, entries: Counter[Key]) -> None:
        """Take the entries of the file."""
        self._left = Counter(entries)

    def takes(self, finding: Finding) -> bool:
        """Return whether the finding is known; it then is used up."""
        entry = key(finding)
        if not self._left[entry]:
            return False
        self._left[entry] -= 1
        return True

    def copy(self) -> "Known":
        """Return the same knowledge, to be used up by itself."""
        return Known(self._left)

    @property
    def unused(self) -> int:
        """How many findings are known that were not found."""
        return self._left.total()


class Baseline:
    """The entries of a baseline by file, named relative to the folder that the baseline lies in, with slashes."""

    def __init__(self, path: Path, files: dict[str, Counter[Key]] | None = None) -> None:
        """Take the file, and what is known of each file."""
        self.path = path
        self.files = files or {}

    def name(self, path: str) -> str:
        """Return what the baseline calls the file `path`."""
        return Path(os.path.relpath(path, self.path.parent)).as_posix()

    def known(self, path: str) -> Known:
        """Return what is known of the file `path`."""
        return Known(self.files.get(self.name(path), Counter()))

    def renew(self, path: str, findings: Iterable[Finding]) -> None:
        """Let `findings` be what is known of the file `path`."""
        entries = Counter(map(key, findings))
        self.files.pop(self.name(path), None)
        if entries:
            self.files[self.name(path)] = entries

    def write(self) -> None:
        """Write the baseline whole; entries of files that are gone are left out.

        Raise UsageError where it cannot be written.
        """
        import json  # noqa: PLC0415 - 2 ms that only a baseline needs

        rows = [
            json.dumps({"file": name, "rule": rule, "hash": print_, "count": count}, ensure_ascii=False)
            for name, entries in sorted(self.files.items())
            if (self.path.parent / name).exists()
            for (rule, print_), count in sorted(entries.items())
        ]
        text = f'{{"version": {_VERSION}, "findings": [\n' + ",\n".join(rows) + "\n]}\n"
        new = self.path.with_name(f".{self.path.name}.{os.getpid()}.part")
        try:
            new.write_text(text, encoding="utf-8", errors="surrogateescape", newline="\n")
            os.replace(new, self.path)  # noqa: PTH105
        except OSError as error:
            new.unlink(missing_ok=True)
            raise UsageError(f"the baseline cannot be written: {error.strerror}", place=str(self.path)) from error


def read(path: Path) -> Baseline:
    """Return the baseline in the file `path`. Raise UsageError for one that is not there or cannot be used."""
    import json  # noqa: PLC0415

    try:
        found = json.loads(path.read_text(encoding="utf-8", errors="surrogateescape"))
        if found["version"] != _VERSION:
            raise UsageError(f"a baseline of version {found['version']!r}", place=str(path), hint=_hint(path))
        files: dict[str, Counter[Key]] = {}
        for row in found["findings"]:
            files.setdefault(row["file"], Counter())[row["rule"], row["hash"]] += int(row["count"])
    except FileNotFoundError:
        raise UsageError("no such baseline", place=str(path), hint=_hint(path)) from None
    except OSError as error:
        raise UsageError(f"the baseline cannot be read: {error.strerror}", place=str(path)) from error
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise UsageError(f"no baseline: {error!r}", place=str(path), hint=_hint(path)) from error
    return Baseline(path, files)


def _hint(path: Path) -> str:
    return f"`cleaner check --write-baseline --baseline {path}` writes it"
