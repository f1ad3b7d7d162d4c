"""The options of `cleaner clean` read without typer, whose import alone takes five times as long as Python's start.

Only where all is plain: for an option that is unknown, wrong or lacks its value, and for help, typer reads the same words
again and says what there is to say. The application is the one definition; a test holds these tables to it.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from typing import Any

# By the name of the parameter: how it is written, and for a choice its words.
FLAGS = {
    "resume": ("--resume",),
    "force": ("--force",),
    "isolated": ("--isolated",),
    "quiet": ("--quiet", "-q"),
    "force_exclude": ("--force-exclude",),
}
TEXTS = {
    "audit": ("--audit",),
    "site": ("--site",),
    "language": ("--language",),
    "text_field": ("--text-field",),
    "id_field": ("--id-field",),
    "url_field": ("--url-field",),
    "language_field": ("--language-field",),
    "title_field": ("--title-field",),
}
PATHS = {
    "output": ("--output", "-o"),
    "summary": ("--summary",),
    "config": ("--config",),
    "stdin_filename": ("--stdin-filename",),
}
LISTS = {
    "rules": ("--rules",),
    "select": ("--select",),
    "extend_select": ("--extend-select",),
    "ignore": ("--ignore",),
    "exclude": ("--exclude",),
    "extend_exclude": ("--extend-exclude",),
}
CHOICES = {
    "level": ("--level", "careful", "standard", "thorough"),
    "encoding": ("--encoding", "detect", "strict"),
    "stdin_format": ("--stdin-format", "text", "jsonl", "html", "parquet", "warc"),
}
NUMBERS: dict[str, tuple[Callable[[str], float], tuple[str, ...]]] = {
    "jobs": (int, ("--jobs", "-j")),
    "timeout": (float, ("--timeout",)),
}


def given(words: Sequence[str]) -> dict[str, Any] | None:
    """Return the values of all parameters of `clean` for what follows the command, or None where typer is to read it."""
    if os.name == "nt":
        return None  # where it also expands `*.txt`
    found: dict[str, Any] = {
        "paths": [],
        **dict.fromkeys(FLAGS, False),
        **dict.fromkeys(TEXTS, ""),
        **dict.fromkeys((*PATHS, *CHOICES, *NUMBERS, "force_exclude")),
        **{name: [] for name in LISTS},
    }
    try:
        rest = iter(words)
        for word in rest:
            if word == "-" or not word.startswith("-"):
                found["paths"].append(_path(word))
            else:
                _take(word, rest, found)
    except (ValueError, StopIteration):
        return None
    return found if found["paths"] else None


def _take(word: str, rest: Iterator[str], found: dict[str, Any]) -> None:
    """Put the value of one option among those `found`. Raise ValueError where it is not plain."""
    name = _NAMES.get(word, "")
    if not name:
        raise ValueError(word)
    if name in FLAGS:
        found[name] = True
        return
    value = next(rest)
    if value.startswith("-") and value != "-":
        raise ValueError(value)
    if name in LISTS:
        found[name].append(_path(value) if name == "rules" else value)
    elif name in PATHS:
        found[name] = _path(value)
    elif name in NUMBERS:
        found[name] = number = NUMBERS[name][0](value)
        if not number >= 0:
            raise ValueError(value)
    elif name in CHOICES and value not in CHOICES[name][1:]:
        raise ValueError(value)
    else:
        found[name] = value


def _path(word: str) -> str:
    """Return a path, which is there, if it is, to be read. Raise ValueError otherwise."""
    if os.path.exists(word) and not os.access(word, os.R_OK):  # noqa: PTH110
        raise ValueError(word)
    return word


_NAMES = {
    written: name
    for table in (FLAGS, TEXTS, PATHS, LISTS, {name: words[:1] for name, words in CHOICES.items()})
    for name, several in table.items()
    for written in several
} | {written: name for name, (_, several) in NUMBERS.items() for written in several}


def run(values: dict[str, Any]) -> int:
    """Run `cleaner clean` with the values of its parameters; return its exit status as typer would."""
    from cleaner.cli.cleaning import run as clean  # noqa: PLC0415

    try:
        return clean(values)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # `cleaner clean a.txt | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # so that Python has nowhere to fail again when it ends
        return 1
