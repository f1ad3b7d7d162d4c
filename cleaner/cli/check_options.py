"""The options of `cleaner check`, with the names that ruff gives its own."""

import argparse
from pathlib import Path

from cleaner.printers import FORMS


def parser() -> argparse.ArgumentParser:
    """Return the parser of what follows `cleaner check`."""
    found = argparse.ArgumentParser(
        prog="cleaner check",
        description="Find what `cleaner clean` would change, and fix it in place if asked to.",
        epilog="Exit status: 0 nothing found, or all fixed; 1 findings; 2 something failed.",
        add_help=False,
    )
    # In groups all of them: for an argument of its own the parser asks how wide the terminal is, which takes 5 ms.
    general = found.add_argument_group("general")
    general.add_argument("paths", nargs="*", metavar="PATH", help="files, folders, or - for standard input; . if left out")
    general.add_argument("--help", "-h", action="help", help="print this and leave")
    _add_actions(found.add_argument_group("what to do"))
    _add_choices(found.add_argument_group("what to find"))
    _add_files(found.add_argument_group("which files"))
    _add_printing(found.add_argument_group("what to print"))
    return found


def _add_actions(group: argparse._ArgumentGroup) -> None:
    group.add_argument("--fix", action="store_true", help="rewrite files in place, only those in which something is found")
    group.add_argument("--diff", action="store_true", help="print what --fix would do, and write nothing")
    group.add_argument("--exit-zero", "-e", action="store_true", help="exit with 0 also where something is found")
    group.add_argument("--exit-non-zero-on-fix", action="store_true", help="exit with 1 also where all could be fixed")
    group.add_argument("--write-baseline", action="store_true", help="let all that is found be known from now on")
    group.add_argument("--show-files", action="store_true", help="print which files would be checked")


def _add_choices(group: argparse._ArgumentGroup) -> None:
    for name, what in (("select", "only these packs, rules, detectors"), ("ignore", "all but these")):
        group.add_argument(f"--{name}", action="append", metavar="NAMES", help=f"{what} (comma-separated)")
        group.add_argument(
            f"--extend-{name}", action="append", metavar="NAMES", help="the same, besides the configuration's"
        )
    group.add_argument("--rules", action="append", metavar="FOLDER", help="more rules: a folder of packs, or one pack")
    group.add_argument("--level", choices=("careful", "standard", "thorough"), help="how much risk is taken")
    group.add_argument("--site", metavar="HOST", help="the site the documents are from")
    group.add_argument("--language", metavar="CODE", help="the documents' language, such as en")
    group.add_argument("--encoding", choices=("detect", "strict"), help="detect encodings, or take UTF-8 only")
    group.add_argument("--text-field", metavar="NAME", help="the field of a record that holds the text")
    group.add_argument("--baseline", metavar="FILE", help="findings that are known and stay")
    group.add_argument("--config", type=Path, metavar="FILE", help="the one configuration file that counts")
    group.add_argument("--isolated", action="store_true", help="no configuration file counts")


def _add_files(group: argparse._ArgumentGroup) -> None:
    group.add_argument("--exclude", action="append", metavar="GLOBS", help="pass over these instead of the configured ones")
    group.add_argument("--extend-exclude", action="append", metavar="GLOBS", help="pass over these too")
    group.add_argument("--force-exclude", action="store_true", help="pass them over also where they are given by name")
    group.add_argument("--stdin-filename", metavar="FILE", help="the name of what comes from standard input")
    group.add_argument("--stdin-format", choices=("text", "jsonl"), help="what standard input holds")
    group.add_argument("--no-cache", "-n", action="store_true", help="neither read nor write the cache")
    group.add_argument("--cache-dir", metavar="FOLDER", help="where the cache is kept")


def _add_printing(group: argparse._ArgumentGroup) -> None:
    group.add_argument("--output-format", choices=FORMS, default="concise", help="how findings are printed")
    group.add_argument("--output-file", "-o", metavar="FILE", help="where findings are written")
    group.add_argument("--statistics", action="store_true", help="only how often each rule found something")
    volume = group.add_mutually_exclusive_group()
    volume.add_argument("--quiet", "-q", action="store_true", help="print findings and failures only")
    volume.add_argument("--verbose", "-v", action="store_true", help="also name what is passed over")
