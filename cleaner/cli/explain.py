"""`cleaner explain`."""

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from cleaner.cli.app import app
from cleaner.cli.options import (
    Encoding,
    EncodingOption,
    Form,
    IdField,
    Ignore,
    Language,
    LanguageField,
    LevelName,
    LevelOption,
    Rules,
    Select,
    Site,
    Stdin,
    StdinFormat,
    TextField,
    TitleField,
    UrlField,
    make_cleaner,
    source_of,
    usage,
)


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
    text_field: TextField = "text",
    id_field: IdField = "id",
    url_field: UrlField = "url",
    language_field: LanguageField = "language",
    title_field: TitleField = "title",
) -> None:
    """Say of every line whether it stays, and if not, which rule or detector takes it and why."""
    from cleaner.batch import clean_unit  # noqa: PLC0415
    from cleaner.errors import DocumentError  # noqa: PLC0415
    from cleaner.explain import verdicts  # noqa: PLC0415
    from cleaner.formats import Fields, Reading, formats  # noqa: PLC0415
    from cleaner.formats.content import kind_of, opened  # noqa: PLC0415
    from cleaner.tally import Tally  # noqa: PLC0415

    cleaner = make_cleaner(rules, select, ignore, level, fast=False)
    is_stdin = path == Path("-")
    cleaner.explains = True
    reading = Reading(encoding is Encoding.strict, Fields(text_field, id_field, url_field, language_field, title_field))
    tally = Tally()
    if not is_stdin and not path.is_file():
        usage("no such file", place=str(path))
    name = stdin_format.value if is_stdin else kind_of(path, by_name=True) or "text"
    kind = formats()[name]
    try:
        with sys.stdin.buffer if is_stdin else open(path, "rb") as raw, opened(raw, name) as stream:
            for unit in kind.read(stream, str(path), source_of(site, language), reading):
                result = clean_unit(unit, cleaner, kind.FINAL_NEWLINE, tally)
                if result is not None:
                    _print_verdicts(unit.place, result.refused, list(verdicts(result, cleaner.ruleset)), form)
    except DocumentError as error:  # of the file: its compression, say
        tally.fail(str(path), error.problem)
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
