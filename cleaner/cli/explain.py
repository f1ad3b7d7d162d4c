"""`cleaner explain`."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cleaner.cli.app import app
from cleaner.cli.options import (
    ConfigFile,
    EncodingOption,
    ExtendSelect,
    Form,
    IdField,
    Ignore,
    Isolated,
    Language,
    LanguageField,
    LevelOption,
    Rules,
    Select,
    Site,
    Stdin,
    StdinFilename,
    TextField,
    TitleField,
    UrlField,
)
from cleaner.cli.runs import make_finder, stdin_kind, usage

if TYPE_CHECKING:
    from cleaner.settings import Allowed


@app.command()
def explain(
    context: typer.Context,
    path: Annotated[Path, typer.Argument(metavar="PATH", help="A file, or - for standard input.")],
    form: Annotated[
        Form, typer.Option("--format", help="Text, or JSON with one object a line of the document.")
    ] = Form.text,
    rules: Rules = [],  # noqa: B006
    select: Select = [],  # noqa: B006
    extend_select: ExtendSelect = [],  # noqa: B006
    ignore: Ignore = [],  # noqa: B006
    level: LevelOption = None,
    site: Site = "",
    language: Language = "",
    encoding: EncodingOption = None,
    text_field: TextField = "",
    id_field: IdField = "",
    url_field: UrlField = "",
    language_field: LanguageField = "",
    title_field: TitleField = "",
    config: ConfigFile = None,
    isolated: Isolated = False,
    stdin_format: Stdin = None,
    stdin_filename: StdinFilename = None,
) -> None:
    """Say of every line whether it stays, and if not, which rule or detector takes it and why."""
    from cleaner.cleaners import Cleaners  # noqa: PLC0415
    from cleaner.counted import clean_unit  # noqa: PLC0415
    from cleaner.errors import DocumentError  # noqa: PLC0415
    from cleaner.explain import verdicts, why  # noqa: PLC0415
    from cleaner.formats import formats  # noqa: PLC0415
    from cleaner.formats.content import kind_of, opened  # noqa: PLC0415
    from cleaner.jobs import job_of  # noqa: PLC0415
    from cleaner.tally import Tally  # noqa: PLC0415

    is_stdin = path == Path("-")
    if not is_stdin and not path.is_file():
        usage("no such file", place=str(path))
    name = (stdin_filename or path) if is_stdin else path
    kind = stdin_kind(stdin_format, stdin_filename) if is_stdin else kind_of(path, by_name=True) or "text"
    job = job_of(name, kind, None, "-", make_finder(context.params).find(name))
    terms = job.config.terms(name)
    cleaner = Cleaners(fast=False, explains=True).of(job.config)
    tally = Tally()
    reads = formats()[kind]
    try:
        with sys.stdin.buffer if is_stdin else open(path, "rb") as raw, opened(raw, kind) as stream:
            for unit in reads.read(stream, str(path), job.source, job.reading._replace(pruner=cleaner.pruner)):
                result = clean_unit(unit, cleaner, reads.FINAL_NEWLINE, tally, terms)
                if result is not None:
                    allowed = [terms.allowed] if terms.allowed else [terms.phrases[phrase] for phrase in result.kept]
                    _print_verdicts(unit.place, result.refused, list(verdicts(result, cleaner.ruleset)), allowed, form)
    except DocumentError as error:  # of the file: its compression, say
        tally.fail(str(path), error.problem)
    for rule, count in sorted(tally.pruned.items()):
        typer.echo(f"pruned: {count} elements of the page: {rule}: {why(rule, cleaner.ruleset)}", err=True)
    for place, problem in tally.failed:
        typer.echo(f"failed: {place}: {problem}", err=True)
    raise typer.Exit(2 if tally.failed else 0)


def _print_verdicts(place: str, refused: str, rows: list[Any], allowed: "list[Allowed]", form: Form) -> None:
    if form is Form.json:
        import json  # noqa: PLC0415

        lines = [row.as_dict() for row in rows]
        stays = [{"what": entry.what, "reason": entry.reason, "from": entry.place} for entry in allowed]
        typer.echo(json.dumps({"document": place, "refused": refused, "allowed": stays, "lines": lines}, ensure_ascii=False))
        return
    typer.echo(f"{place}" + (f": refused, nothing was changed: {refused}" if refused else ""))
    for entry in allowed:
        typer.echo(f"       allowed  {entry.what!r}: {entry.reason} ({entry.place})")
    colours = {"cut": "red", "changed": "yellow", "kept": None}
    for row in rows:
        text = row.text if len(row.text) <= 100 else row.text[:97] + "..."
        typer.secho(f"{row.line:5}  {row.verdict:7}  {text}", fg=colours[row.verdict])
        if row.verdict != "kept":
            for name, reason in zip(row.by, row.why, strict=True):
                typer.echo(f"                  {name}: {reason}")
            if row.spoke:
                typer.echo(f"                  {row.weighed()}")
