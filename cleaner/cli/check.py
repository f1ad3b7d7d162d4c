"""`cleaner check`, for hooks: argparse instead of typer, whose import alone takes as long as a check from the cache."""

import argparse
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, NoReturn, TextIO

from cleaner.check.files import Target, kind_of, listing
from cleaner.check.run import Counts, Run
from cleaner.cli.check_options import parser
from cleaner.config import Finder, flags
from cleaner.configfile import shown
from cleaner.errors import CleanerError, DocumentError, UsageError
from cleaner.printers import printer

if TYPE_CHECKING:
    from cleaner.check.finding import Finding

STDIN = "-"


def main(arguments: Sequence[str]) -> int:
    """Run `cleaner check`; return the exit status: 0 clean or all fixed, 1 findings, 2 something failed."""
    options = parser().parse_args(arguments)
    finder = _finder(options)
    if STDIN in options.paths:
        if len(options.paths) > 1 or options.write_baseline:
            raise UsageError("standard input is checked by itself", hint="leave out other paths and --write-baseline")
        return _check_stdin(options, finder)
    run = Run(listing(options.paths or [os.curdir], finder), finder, cached=not options.no_cache)
    try:
        _do(run, options)
    finally:
        run.close()
    return _end(run, options)


def _do(run: Run, options: argparse.Namespace) -> None:
    if options.show_files:
        for target in run.files.targets:
            print(target.path)
    elif options.write_baseline:
        for baseline in run.renew():
            _say(options, f"{shown(baseline.path)}: {_many(run.counts.known, 'finding')} known from now on")
        run.counts.known = 0
    elif options.diff:
        _write_bytes(run.diffs())
    else:
        _print(run.fixed() if options.fix else run.findings(), run.counts, options)


def _finder(options: argparse.Namespace) -> Finder:
    """Return what finds the configuration of each file, with what the options say over it."""
    said: dict[str, object] = {"rules": options.rules, "force-exclude": options.force_exclude or None}
    for key in ("select", "extend-select", "ignore", "extend-ignore", "exclude", "extend-exclude"):
        texts = getattr(options, key.replace("-", "_")) or ()
        said[key] = [name.strip() for text in texts for name in text.split(",") if name.strip()]
    for key in ("level", "site", "language", "encoding", "baseline", "text-field", "cache-dir"):
        said[key] = getattr(options, key.replace("-", "_"))
    return Finder(flags(said), options.config, options.isolated)


def _check_stdin(options: argparse.Namespace, finder: Finder) -> int:
    name = options.stdin_filename or STDIN
    config = finder.find(options.stdin_filename or os.curdir)
    run = Run(listing([], finder), finder, cached=False)
    data = sys.stdin.buffer.read()
    if options.stdin_filename and config.force_exclude and config.excluded(name):
        if options.fix:
            _write_bytes([data])
        return 0
    kind = options.stdin_format or kind_of(name) or "text"
    target = Target(name, kind, config)
    found = run.in_stream(data, target)
    if not options.fix and not options.diff:
        _print(found, run.counts, options)
        return _end(run, options)
    pieces = [(data, data)]
    try:
        pieces = run.fixed_stream(data, target)
        if options.fix and not options.diff:
            run.counts.fixed, run.counts.fixed_files, run.counts.found = len(found), int(bool(found)), 0
    except DocumentError as error:
        run.counts.failed.append((error.place, error.problem))
    if options.diff:
        from cleaner.check.diff import unified  # noqa: PLC0415

        _write_bytes(unified(name, pieces))
    else:
        _write_bytes(new for _, new in pieces)
    return _end(run, options)


def _print(findings: "Iterable[Finding]", counts: Counts, options: argparse.Namespace) -> None:
    with _output(options) as (out, colour):
        if not options.statistics:
            printer(options.output_format).write(findings, out, colour)
            return
        for _ in findings:
            pass
        rows = sorted(counts.by.items(), key=lambda row: (-row[1], row[0]))
        if options.output_format == "json":
            import json  # noqa: PLC0415

            values = [{"code": by, "message": why, "count": count} for (by, why), count in rows]
            out.write(json.dumps(values, indent=2, ensure_ascii=False) + "\n")
        else:
            out.writelines(f"{count:6} {by} {why}\n" for (by, why), count in rows)


@contextmanager
def _output(options: argparse.Namespace) -> Iterator[tuple[TextIO, bool]]:
    """Open what findings are written to, and say whether a person sees it in colours.

    Half a surrogate pair, which no UTF-8 holds, stands as its escape, which JSON reads as what it is.
    """
    if options.output_file:
        try:
            with open(options.output_file, "w", encoding="utf-8", errors="backslashreplace", newline="\n") as out:
                yield out, False
        except OSError as error:
            raise UsageError(f"cannot be written: {error.strerror}", place=options.output_file) from error
        return
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
    yield sys.stdout, sys.stdout.isatty() and "NO_COLOR" not in os.environ
    sys.stdout.flush()


def _write_bytes(lines: Iterable[bytes]) -> None:
    for line in lines:
        sys.stdout.buffer.write(line)
    sys.stdout.buffer.flush()


def _say(options: argparse.Namespace, text: str) -> None:
    if not options.quiet:
        print(text, file=sys.stderr)


def _end(run: Run, options: argparse.Namespace) -> int:
    """Say what came of the run, and return the exit status."""
    counts = run.counts
    for place, problem in counts.failed:
        print(f"failed: {place}: {problem}", file=sys.stderr)
    for place, reason in counts.refused:
        _say(options, f"refused: {place}: {reason}")
    for entry in run.unused():
        _say(options, f"note: {entry.place}: {entry.what!r} kept nothing: is it needed?")
    if options.verbose:
        for place, reason in run.files.skipped:
            _say(options, f"skipped: {place}: {reason}")
        _say(options, f"{counts.cached} of {_many(counts.files, 'file')} known from the cache")
    if not options.show_files and not options.write_baseline:
        for line in _summary(run, options):
            _say(options, line)
    if counts.failed:
        return 2
    if options.exit_zero:
        return 0
    return int(counts.found > 0 or (options.exit_non_zero_on_fix and counts.fixed > 0))


def _summary(run: Run, options: argparse.Namespace) -> Iterator[str]:
    counts = run.counts
    said = f"{_many(counts.found, 'finding')} in {counts.with_findings} of {_many(counts.files, 'file')}"
    if options.fix and counts.fixed:
        said = f"{_many(counts.fixed, 'finding')} fixed in {_many(counts.fixed_files, 'file')}, {counts.found} left"
    elif not counts.found:
        said = f"{_many(counts.files, 'file')} checked, nothing found"
    elif not options.fix:
        said += "; --fix takes them out"
    yield said
    if counts.known:
        yield f"{_many(counts.known, 'finding')} known to the baseline"
    if counts.stale:
        yield f"{_many(counts.stale, 'entry', 'entries')} of the baseline not found any more: --write-baseline renews it"
    if run.files.skipped and not options.verbose:
        yield f"{_many(len(run.files.skipped), 'file')} passed over: --verbose names them"


def _many(count: int, one: str, more: str = "") -> str:
    return f"{count} {one if count == 1 else more or one + 's'}"


def run_and_exit(arguments: Sequence[str]) -> NoReturn:
    """Run `cleaner check` as a process of its own, which ends with its exit status."""
    try:
        sys.exit(main(arguments))
    except CleanerError as error:
        print(f"error: {error}", file=sys.stderr)
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(130)  # as a shell has it
    except BrokenPipeError:  # `cleaner check | head`
        sys.stderr.close()
        sys.exit(2)
