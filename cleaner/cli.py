"""The command line: one thin function a command. Heavy imports stay inside them."""

import sys
from collections.abc import Iterator
from contextlib import nullcontext
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cleaner import __version__

if TYPE_CHECKING:
    from cleaner.document import Source
    from cleaner.pipeline import Cleaner
    from cleaner.tally import Tally

app = typer.Typer(
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
    no_args_is_help=True,
    help="Removes page chrome from article text by proven rules, and records every removal.",
)
rules_app = typer.Typer(rich_markup_mode=None, no_args_is_help=True, help="List, show and prove rules.")
app.add_typer(rules_app, name="rules")


class Form(StrEnum):
    """How to print what is printed."""

    text = "text"
    json = "json"


class StdinFormat(StrEnum):
    """What standard input holds."""

    text = "text"
    jsonl = "jsonl"
    html = "html"


class Encoding(StrEnum):
    """What to do with a file that is not UTF-8."""

    detect = "detect"
    strict = "strict"


class LevelName(StrEnum):
    """How much risk is taken."""

    careful = "careful"
    standard = "standard"
    thorough = "thorough"


Output = Annotated[Path | None, typer.Option("--output", "-o", help="The file or folder to write.")]
Force = Annotated[bool, typer.Option("--force", help="Write over what exists.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print failures only.")]
Rules = Annotated[list[Path], typer.Option("--rules", metavar="FOLDER", help="More rules: a folder of packs, or one pack.")]
Select = Annotated[list[str], typer.Option(metavar="NAMES", help="Only these packs, rules, detectors (comma-separated).")]
Ignore = Annotated[
    list[str], typer.Option(metavar="NAMES", help="All but these packs, rules, detectors, normalising steps.")
]
LevelOption = Annotated[LevelName, typer.Option("--level", help="How much risk is taken.")]
Site = Annotated[str, typer.Option(metavar="HOST", help="The site the documents are from.")]
Language = Annotated[str, typer.Option(metavar="CODE", help="The documents' language, such as en.")]
EncodingOption = Annotated[Encoding, typer.Option("--encoding", help="Detect encodings, or take UTF-8 only.")]
Stdin = Annotated[StdinFormat, typer.Option("--stdin-format", help="What standard input (-) holds.")]


def _cleaner(rules: list[Path], select: list[str], ignore: list[str], level: LevelName, fast: bool) -> "Cleaner":
    from cleaner.pipeline import Cleaner  # noqa: PLC0415

    return Cleaner(rules=rules, select=_names(select), ignore=_names(ignore), level=level.value, fast=fast)


def _names(texts: list[str]) -> list[str]:
    return [name.strip() for text in texts for name in text.split(",") if name.strip()]


def _source(site: str, language: str) -> "Source":
    from cleaner.document import Source  # noqa: PLC0415

    return Source(site=site.lower().removeprefix("www."), language=language.lower())


def _finish(tally: "Tally", quiet: bool, summary: Iterator[str] | None) -> None:
    """Print the summary, or at least what was refused and failed, and leave with the status that says so."""
    if summary is not None and not quiet:
        for line in summary:
            typer.echo(line, err=True)
    else:
        for kind, rows in (("refused", tally.refused), ("failed", tally.failed)):
            for place, reason in rows:
                if kind == "failed" or not quiet:
                    typer.echo(f"{kind}: {place}: {reason}", err=True)
    raise typer.Exit(2 if tally.failed else 0)


@app.command()
def clean(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="Files, folders, or - for standard input.")],
    output: Output = None,
    audit: Annotated[
        Path | None, typer.Option("--audit", metavar="FILE", help="Write down every cut and edit, for `cleaner restore`.")
    ] = None,
    force: Force = False,
    rules: Rules = [],  # noqa: B006 - typer copies it
    select: Select = [],  # noqa: B006
    ignore: Ignore = [],  # noqa: B006
    level: LevelOption = LevelName.standard,
    site: Site = "",
    language: Language = "",
    encoding: EncodingOption = Encoding.detect,
    stdin_format: Stdin = StdinFormat.text,
    quiet: Quiet = False,
) -> None:
    """Clean files, folders or standard input."""
    from cleaner.batch import clean_stream, do, logging, not_done  # noqa: PLC0415
    from cleaner.corpus import Job, Plan, check_audit, plan  # noqa: PLC0415

    strict = encoding is Encoding.strict
    source = _source(site, language)
    if paths == [Path("-")] and output is None:
        cleaner = _cleaner(rules, select, ignore, level, fast=False)
        job = Job(Path("-"), "-", stdin_format.value, None, source)
        check_audit(audit, [], Plan(), force)
        with logging(audit) as log:
            tally = clean_stream(sys.stdin.buffer, sys.stdout.buffer, job, cleaner, strict, log)
        _finish(tally, quiet, None)
    if Path("-") in paths:
        _usage("standard input goes to standard output", "leave out --output and other paths")
    work = plan(paths, output, source, force)
    check_audit(audit, paths, work, force)
    size = sum(job.path.stat().st_size for job in work.jobs[:1000] if job.path.exists())
    cleaner = _cleaner(rules, select, ignore, level, fast=size > 1_000_000)
    with logging(audit) as log:
        tally = not_done(work, log)
        shown = sys.stderr.isatty() and not quiet and len(work.jobs) > 1
        with typer.progressbar(work.jobs, label="Cleaning", file=sys.stderr) if shown else nullcontext(work.jobs) as jobs:
            for job in jobs:
                tally.add(do(job, cleaner, strict, log))
    _finish(tally, quiet, tally.lines() if output else None)


@app.command()
def restore(
    path: Annotated[Path, typer.Argument(metavar="PATH", help="The clean file or folder, or - for standard input.")],
    audit: Annotated[Path, typer.Option("--audit", metavar="FILE", help="The audit that was written with it.")],
    output: Output = None,
    rules: Annotated[
        list[str], typer.Option("--rule", metavar="NAMES", help="Put back only what these packs, rules, detectors took.")
    ] = [],  # noqa: B006
    force: Force = False,
    quiet: Quiet = False,
) -> None:
    """Put back what `clean` took: all of it, checked against the original's hash, or what some rules took."""
    from cleaner.restore import read, restore, restore_stream, summary  # noqa: PLC0415

    entries = read(audit)
    if path == Path("-") and output is None:
        tally = restore_stream(sys.stdin.buffer, sys.stdout.buffer, entries, _names(rules))
    elif path == Path("-"):
        _usage("standard input goes to standard output", "leave out --output")
    else:
        tally = restore(path, entries, output, _names(rules), force)
    _finish(tally, quiet, summary(tally) if output else None)


@app.command()
def explain(
    path: Annotated[Path, typer.Argument(metavar="PATH", help="A file, or - for standard input.")],
    form: Annotated[
        Form, typer.Option("--format", help="Text, or JSON with one object a line of the document.")
    ] = Form.text,
    rules: Rules = [],  # noqa: B006
    select: Select = [],  # noqa: B006
    ignore: Ignore = [],  # noqa: B006
    level: LevelOption = LevelName.standard,
    site: Site = "",
    language: Language = "",
    encoding: EncodingOption = Encoding.detect,
    stdin_format: Stdin = StdinFormat.text,
) -> None:
    """Say of every line whether it stays, and if not, which rule or detector takes it and why."""
    from cleaner.batch import clean_unit  # noqa: PLC0415
    from cleaner.explain import verdicts  # noqa: PLC0415
    from cleaner.formats import format_of, formats  # noqa: PLC0415
    from cleaner.tally import Tally  # noqa: PLC0415

    cleaner = _cleaner(rules, select, ignore, level, fast=False)
    is_stdin = path == Path("-")
    cleaner.explains = True
    kind = formats()[stdin_format.value if is_stdin else format_of(path) or "text"]
    tally = Tally()
    if not is_stdin and not path.is_file():
        _usage("no such file", place=str(path))
    with sys.stdin.buffer if is_stdin else open(path, "rb") as stream:
        for unit in kind.read(stream, str(path), _source(site, language), encoding is Encoding.strict):
            result = clean_unit(unit, cleaner, kind.FINAL_NEWLINE, tally)
            if result is not None:
                _print_verdicts(unit.place, result.refused, list(verdicts(result, cleaner.ruleset)), form)
    for place, problem in tally.failed:
        typer.echo(f"failed: {place}: {problem}", err=True)
    raise typer.Exit(2 if tally.failed else 0)


def _print_verdicts(place: str, refused: str, rows: list[Any], form: Form) -> None:
    if form is Form.json:
        import json  # noqa: PLC0415

        lines = [row.as_dict() for row in rows]
        typer.echo(json.dumps({"document": place, "refused": refused, "lines": lines}, ensure_ascii=False))
        return
    typer.echo(f"{place}" + (f": refused, nothing was changed: {refused}" if refused else ""))
    colours = {"cut": "red", "changed": "yellow", "kept": None}
    for row in rows:
        text = row.text if len(row.text) <= 100 else row.text[:97] + "..."
        typer.secho(f"{row.line:5}  {row.verdict:7}  {text}", fg=colours[row.verdict])
        if row.verdict != "kept":
            for name, reason in zip(row.by, row.why, strict=True):
                typer.echo(f"                  {name}: {reason}")
            if row.spoke:
                typer.echo(f"                  {row.weighed()}")


@rules_app.command("list")
def list_rules(rules: Rules = [], form: Annotated[Form, typer.Option("--format")] = Form.text) -> None:  # noqa: B006
    """List every rule and detector with its level and its why."""
    from cleaner.detect import DETECTORS  # noqa: PLC0415
    from cleaner.ruleset import DETECT, load  # noqa: PLC0415

    ruleset = load(rules)
    rows = [(rule.name, rule.level.word, rule.why) for rule in ruleset.rules]
    rows += [(DETECT + name, "careful", detector.WHY) for name, detector in DETECTORS.items()]
    if form is Form.json:
        import json  # noqa: PLC0415

        typer.echo(json.dumps([dict(zip(("name", "level", "why"), row, strict=True)) for row in rows], ensure_ascii=False))
        return
    for name, level, why in rows:
        typer.echo(f"{name}  ({level})  {why}")
    typer.echo(f"{len(ruleset.rules)} rules, {len(DETECTORS)} detectors", err=True)


@rules_app.command("show")
def show_rule(name: Annotated[str, typer.Argument(metavar="ID")], rules: Rules = []) -> None:  # noqa: B006
    """Show one rule: why it is, where it holds, what it matches, and its proof."""
    from cleaner.detect import DETECTORS  # noqa: PLC0415
    from cleaner.errors import suggestion  # noqa: PLC0415
    from cleaner.explain import shown  # noqa: PLC0415
    from cleaner.ruleset import DETECT, load  # noqa: PLC0415

    detector = DETECTORS.get(name.removeprefix(DETECT))
    if detector is not None:
        typer.echo(f"{DETECT}{name.removeprefix(DETECT)}\n  {detector.WHY}\n\n{(detector.__doc__ or '').strip()}")
        return
    known = {rule.name: rule for rule in load(rules).rules}
    found = [rule for rule in known.values() if name in (rule.name, rule.id)]
    if not found:
        _usage(f"no rule is called {name!r}", suggestion(name, known) or "`cleaner rules list` shows what there is")
    for rule in found:
        typer.echo("\n".join(shown(rule)))


@rules_app.command("check")
def check_rules(
    folder: Annotated[
        Path | None, typer.Argument(metavar="FOLDER", help="Rules to prove; the bundled ones if left out.")
    ] = None,
) -> None:
    """Prove rules: run every example, time every pattern, look for near misses that are not near."""
    from cleaner.proof import check_folder  # noqa: PLC0415

    checked, complaints = check_folder(folder)
    for complaint in complaints:
        typer.echo(complaint, err=True)
    typer.echo(f"{checked} rules checked, {len(complaints)} complaints", err=True)
    raise typer.Exit(2 if complaints else 0)


@rules_app.command("schema")
def print_schema() -> None:
    """Print the JSON Schema of rule files, for editors."""
    import json  # noqa: PLC0415

    from cleaner.schema import schema  # noqa: PLC0415

    typer.echo(json.dumps(schema(), indent=2))


def _version(value: bool) -> None:
    if value:
        typer.echo(f"cleaner {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")] = False,
) -> None:
    """Take the options before the command."""


def _usage(problem: str, hint: str = "", place: str = "") -> None:
    from cleaner.errors import UsageError  # noqa: PLC0415

    raise UsageError(problem, place=place, hint=hint)


def main() -> None:
    """Run the command; an error is printed as `place: problem` with its hint, and leaves with status 2."""
    from cleaner.errors import CleanerError  # noqa: PLC0415

    try:
        app()
    except CleanerError as error:
        typer.echo(f"error: {error}", err=True)
        sys.exit(2)
    except BrokenPipeError:  # `cleaner explain a.txt | head`
        sys.stderr.close()
        sys.exit(2)
