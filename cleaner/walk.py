"""Walking a folder: every file in order of names, and what cannot be read, with the reason."""

import os
from collections.abc import Callable, Iterator

# How a folder ends in which a run of `clean` keeps what it has done so far; it is not looked into.
RUN_FOLDER = ".cleaner-run"
# Whether a path, and whether that is a folder, is not to be looked at.
PassedOver = Callable[[str, bool], bool]


def walk(folder: str, passed_over: PassedOver) -> Iterator[tuple[str, str]]:
    """Yield (path, problem) for every file below `folder`; the problem is empty where there is none.

    Links to folders are followed, but not in circles. Paths are texts: pathlib lists a quarter as many a second.
    """
    yield from _below(folder, os.path.realpath(folder), frozenset(), passed_over)


def _below(folder: str, real: str, above: frozenset[str], passed_over: PassedOver) -> Iterator[tuple[str, str]]:
    above = above | {real}
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        yield folder, f"cannot be read: {error.strerror}"
        return
    for entry in entries:
        path = entry.name if folder == os.curdir else entry.path
        try:
            is_folder, is_file = entry.is_dir(), entry.is_file()
        except OSError as error:
            yield path, f"cannot be read: {error.strerror}"
            continue
        if entry.name.endswith(RUN_FOLDER) or passed_over(path, is_folder):
            continue
        if is_folder:
            below = os.path.realpath(path) if entry.is_symlink() else os.path.join(real, entry.name)
            if below in above:
                yield path, "a link that loops"
            else:
                yield from _below(path, below, above, passed_over)
        elif is_file:
            yield path, ""
        elif entry.is_symlink():
            yield path, "a broken link"
        else:  # to open a pipe would be to wait for who writes into it
            yield path, "neither a file nor a folder"
