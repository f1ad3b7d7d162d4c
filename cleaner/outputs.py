"""Outputs: kept apart from each other, from the inputs, and from what exists."""

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from cleaner.errors import UsageError
from cleaner.jobs import Jobs, Plan
from cleaner.walk import RUN_FOLDER


class Outputs:
    """Where outputs may go while a plan is made.

    One that is a link is replaced, not written through; so what matters is that none is among the inputs by itself, or
    by way of a folder that is a link.
    """

    def __init__(self, inputs: Iterable[Path], force: bool) -> None:
        """Take the inputs, files and folders; with `force` outputs may exist."""
        self._inputs = {os.path.realpath(path) for path in inputs}
        self._force = force
        self._folders: dict[str, Path] = {}

    def check(self, output: Path | str, jobs: Jobs) -> str:
        """Return why a job cannot have `output`, because one of `jobs` has it, or an empty string.

        Raise UsageError for an output that is an input, or exists.
        """
        owner = jobs.owner(output)
        if owner is not None:
            return f"its output would be that of {owner.place}"
        self.check_free(output)
        return ""

    def check_free(self, output: Path | str) -> None:
        """Raise UsageError for an output that is an input, or exists."""
        if not os.path.exists(output):  # noqa: PTH110 - half a million files
            return
        folder, name = os.path.split(output)
        if folder not in self._folders:
            self._folders[folder] = Path(os.path.realpath(folder))
        real = self._folders[folder]
        whole = os.path.realpath(output) if Path(output).is_symlink() else str(real / name)
        if not self._inputs.isdisjoint((whole, str(real), *map(str, real.parents))):
            raise UsageError("the output is an input", place=str(output), hint="choose another name")
        if not self._force:
            raise UsageError("exists already", place=str(output), hint="--force writes over it")


def run_folder(output: Path, inputs: Sequence[Path]) -> Path:
    """Return where a run to `output` keeps what it has done so far: in an output folder, or beside an output file."""
    if len(inputs) == 1 and not inputs[0].is_dir():
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
                check_apart(one, path)
        if found.jobs.owner(path):
            raise UsageError(f"the {name} is an output", place=str(path), hint="choose another name")
        is_empty = path.is_dir() and not any(path.iterdir())
        Outputs(inputs, force or is_empty).check_free(path)


def check_audit_folder(folder: Path, output: Path | None) -> None:
    """Raise UsageError for a folder of audits that is among the outputs, or they in it."""
    inside, around = folder.resolve(), (output or Path()).resolve()
    if output and (inside == around or around in inside.parents or inside in around.parents):
        hint = "choose a folder beside the output"
        raise UsageError("the audits would be among the outputs", place=str(folder), hint=hint)


def check_apart(folder: Path, output: Path) -> None:
    """Raise UsageError for an output that is the folder `folder`, is in it, or has it inside."""
    inside, around = output.resolve(), folder.resolve()
    if inside == around or around in inside.parents or inside in around.parents:
        hint = "choose a folder beside the input"
        raise UsageError(f"the output {output} and the input {folder} are one folder, or one inside the other", hint=hint)
