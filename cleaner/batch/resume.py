"""What a run has done so far, kept in a hidden folder beside its output until it ends well.

Of each shard that is finished there is a note, called by its key; what came of a part of a large file, and the audit of a
shard, wait beside it until they are joined. A run that was killed finds there what it need not do again.
"""

import os
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from cleaner.audit import NO_AUDIT, AuditPlace
from cleaner.batch.shards import Shard
from cleaner.batch.whole import writer
from cleaner.errors import UsageError
from cleaner.tally import Tally


class Outcome:
    """What came of a shard.

    `lost` says why the large file of which it is a part cannot be written; `unwritten` are the numbers of jobs without
    output; `again` whether a resumed run is to try it again: a worker died, a disk was full.
    """

    def __init__(self, lost: str = "", again: bool = False) -> None:
        """Begin with nothing counted."""
        self.tally = Tally()
        self.lost = lost
        self.unwritten: list[int] = []
        self.again = again

    def packed(self) -> bytes:
        """Return the outcome as JSON."""
        import json  # noqa: PLC0415 - for long runs

        values = {"tally": self.tally.packed(), "lost": self.lost, "unwritten": self.unwritten, "again": self.again}
        return json.dumps(values).encode()

    @classmethod
    def unpacked(cls, data: bytes) -> "Outcome":
        """Return the outcome of which `packed` made `data`. Raise ValueError, TypeError or KeyError where it did not."""
        import json  # noqa: PLC0415

        values: dict[str, Any] = json.loads(data)
        made = cls(values["lost"], values["again"])
        made.tally, made.unwritten = Tally.unpacked(values["tally"]), values["unwritten"]
        return made


class Notes(NamedTuple):
    """The folder of a run, and where its audit goes."""

    folder: Path
    audits: AuditPlace = NO_AUDIT

    def begin(self, resume: bool, force: bool) -> None:
        """Make the folder. Raise UsageError where another run left one, unless it is to be resumed or given up."""
        try:
            if self.folder.exists() and not resume:
                if not force:
                    hint = "--resume goes on with it, --force begins anew"
                    raise UsageError("a run that did not end well was here", place=str(self.folder), hint=hint)
                self.remove()
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UsageError(f"cannot be made: {error.strerror}", place=str(self.folder)) from error

    def remove(self) -> None:
        """Remove the folder with all that is in it."""
        try:
            self.folder.rmdir()  # empty, as a short run leaves it
        except OSError:
            from shutil import rmtree  # noqa: PLC0415 - which imports every compression there is

            rmtree(self.folder, ignore_errors=True)

    def part(self, shard: Shard) -> Path:
        """Return where the output of a part of a file waits."""
        return self.folder / f"{shard.key}.part"

    def audit(self, shard: Shard) -> Path:
        """Return where the audit of a shard waits."""
        return self.folder / f"{shard.key}.audit"

    def keeps_audit(self, shard: Shard) -> bool:
        """Return whether the audit of a shard waits here; in a folder of audits, whole files have their own at once."""
        return self.audits.path is not None and (shard.part is not None or not self.audits.is_folder)

    def folder_for(self, path: Path | None) -> Path | None:
        """Return where to write `path` until it is whole: here, so that nothing is left of a run that is killed.

        None, which is beside it, where it is on another disk, or standard output.
        """
        return self.folder if path is not None and _on_one_disk(path.parent, self.folder) else None

    def write(self, shard: Shard, outcome: Outcome) -> None:
        """Note that a shard is finished. Raise UsageError where that cannot be written."""
        try:
            with writer(self.folder / f"{shard.key}.done") as out:
                out.write(outcome.packed())
        except OSError as error:
            hint = "with more room, --resume goes on"
            raise UsageError(f"cannot be written: {error.strerror}", place=str(self.folder), hint=hint) from error

    def read(self, shard: Shard) -> Outcome | None:
        """Return what came of a shard, or None where it is not finished."""
        try:
            return Outcome.unpacked((self.folder / f"{shard.key}.done").read_bytes())
        except (OSError, ValueError, TypeError, KeyError):
            return None

    def finished(self, shard: Shard) -> Outcome | None:
        """Return what came of a shard if nothing of it is to be done again, and all that it wrote is there."""
        outcome = self.read(shard)
        if outcome is None or outcome.again or (self.keeps_audit(shard) and not self.audit(shard).exists()):
            return None
        if shard.part is not None:
            return outcome if outcome.lost or self.part(shard).exists() or self.is_joined(shard) else None
        written = [job.output for at, job in enumerate(shard.jobs) if at not in outcome.unwritten]
        return outcome if all(output is None or os.path.lexists(output) for output in written) else None

    def is_joined(self, shard: Shard) -> bool:
        """Return whether the file of which `shard` is a part was joined, and is there."""
        output = shard.jobs[0].output
        return (self.folder / f"{shard.file}.joined").exists() and output is not None and output.exists()

    def join(self, shard: Shard) -> None:
        """Note that the file of which `shard` is a part was joined: its parts may go."""
        (self.folder / f"{shard.file}.joined").touch()


@lru_cache(maxsize=256)
def _on_one_disk(one: Path, two: Path) -> bool:
    try:
        one.mkdir(parents=True, exist_ok=True)
        return one.stat().st_dev == two.stat().st_dev
    except OSError:
        return False
