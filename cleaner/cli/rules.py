"""`cleaner rules`: list, show, check, stats, schema."""

import sys
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cleaner.cli.app import rules_app
from cleaner.cli.options import (
    ConfigFile,
    EncodingOption,
    Exclude,
    ExtendExclude,
    ExtendSelect,
    ForceExclude,
    Form,
    IdField,
    Ignore,
    Isolated,
    Language,
    LanguageField,
    LevelOption,
    Quiet,
    Rules,
    Select,
    Site,
    Stdin,
    StdinFilename,
    TextField,
    TitleField,
    UrlField,
)
from cleaner.cli.runs import finish, make_finder, stdin_kind, usage

if TYPE_CHECKING:
    from cleaner.config import Finder
    from cleaner.jobs import Plan


@rules_app.command("list")
def list_rules(rules: Rules = [], form: Annotated[Form, typer.Option("--format")] = Form.text) -> None:  # noqa: B006
    """List every rule and detector with its level and its why."""
    from cleaner.detect import DETECTORS  # noqa: PLC0415
    from cleaner.ruleset import DETECT, load  # noqa: PLC0415

    ruleset = load(rules)
    rows = [(rule.name, rule.level.word, rule.why) for rule in ruleset.rules]
    rows += [(rule.name, rule.level.word, rule.why) for rule in ruleset.pages]
    rows += [(DETECT + name, "careful", detector.WHY) for name, detector in DETECTORS.items()]
    if form is Form.json:
        import json  # noqa: PLC0415

        typer.echo(json.dumps([dict(zip(("name", "level", "why"), row, strict=True)) for row in rows], ensure_ascii=False))
        return
    for name, level, why in rows:
        typer.echo(f"{name}  ({level})  {why}")
    typer.echo(f"{len(ruleset.rules)} rules, {len(ruleset.pages)} page rules, {len(DETECTORS)} detectors", err=True)


@rules_app.command("show")
def show_rule(name: Annotated[str, typer.Argument(metavar="ID")], rules: Rules = []) -> None:  # noqa: B006
    """Show one rule: why it is, where it holds, what it matches, and its proof."""
    from cleaner.detect import DETECTORS  # noqa: PLC0415
    from cleaner.errors import suggestion  # noqa: PLC0415
    from cleaner.explain import shown, shown_page  # noqa: PLC0415
    from cleaner.ruleset import DETECT, load  # noqa: PLC0415

    detector = DETECTORS.get(name.removeprefix(DETECT))
    if detector is not None:
        typer.echo(f"{DETECT}{name.removeprefix(DETECT)}\n  {detector.WHY}\n\n{(detector.__doc__ or '').strip()}")
        return
    ruleset = load(rules)
    found = [list(shown(rule)) for rule in ruleset.rules if name in (rule.name, rule.id)]
    found += [list(shown_page(rule)) for rule in ruleset.pages if name in (rule.name, rule.id)]
    if not found:
        known = [*(rule.name for rule in ruleset.rules), *(rule.name for rule in ruleset.pages)]
        usage(f"no rule is called {name!r}", suggestion(name, known) or "`cleaner rules list` shows what there is")
    for lines in found:
        typer.echo("\n".join(lines))


@rules_app.command("check")
def check_rules(
    folder: Annotated[
        Path | None, typer.Argument(metavar="FOLDER", help="Rules to prove; the bundled ones if left out.")
    ] = None,
    fixtures: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Documents that exercise rules besides their examples.")
    ] = None,
) -> None:
    """Prove rules: run every example, time every pattern, look for what is not near, not exercised, or said twice."""
    from cleaner.config import Finder  # noqa: PLC0415
    from cleaner.corpus import plan_reading, records  # noqa: PLC0415
    from cleaner.proof import check_folder  # noqa: PLC0415

    known = tuple(records(plan_reading([fixtures], Finder()))) if fixtures else ()
    checked, complaints = check_folder(folder, known)
    for complaint in complaints:
        typer.echo(complaint, err=True)
    typer.echo(f"{checked} rules checked, {len(complaints)} complaints", err=True)
    raise typer.Exit(2 if complaints else 0)


@rules_app.command("stats")
def rule_statistics(
    context: typer.Context,
    corpus: Annotated[list[Path], typer.Argument(metavar="CORPUS...", help="Files, folders, or - for standard input.")],
    samples: Annotated[int, typer.Option("--samples", metavar="N", min=0, help="Samples of each rule.")] = 3,
    form: Annotated[Form, typer.Option("--format", help="A table, or one JSON object.")] = Form.text,
    rules: Rules = [],  # noqa: B006
    select: Select = [],  # noqa: B006
    extend_select: ExtendSelect = [],  # noqa: B006
    ignore: Ignore = [],  # noqa: B006
    level: LevelOption = None,
    site: Site = "",
    language: Language = "",
    encoding: EncodingOption = None,
    exclude: Exclude = [],  # noqa: B006
    extend_exclude: ExtendExclude = [],  # noqa: B006
    force_exclude: ForceExclude = None,
    text_field: TextField = "",
    id_field: IdField = "",
    url_field: UrlField = "",
    language_field: LanguageField = "",
    title_field: TitleField = "",
    config: ConfigFile = None,
    isolated: Isolated = False,
    stdin_format: Stdin = None,
    stdin_filename: StdinFilename = None,
    quiet: Quiet = False,
) -> None:
    """Say how often each rule fires on a corpus, on how many documents and sites, with samples; and which never do."""
    from cleaner.batch.work import not_done  # noqa: PLC0415
    from cleaner.cleaners import Cleaners  # noqa: PLC0415
    from cleaner.stats import Statistics  # noqa: PLC0415

    is_stdin = corpus == [Path("-")]
    work = _to_read(corpus, make_finder(context.params), stdin_kind(stdin_format, stdin_filename), stdin_filename)
    statistics = Statistics(Cleaners(), samples)
    statistics.tally.add(not_done(work))
    shown = sys.stderr.isatty() and not quiet and len(work.jobs) > 1
    with typer.progressbar(work.jobs, label="Reading", file=sys.stderr) if shown else nullcontext(work.jobs) as jobs:
        for job in jobs:
            statistics.read(job, sys.stdin.buffer if is_stdin else None)
    if form is Form.json:
        import json  # noqa: PLC0415

        typer.echo(json.dumps(statistics.as_dict(), ensure_ascii=False))
    else:
        typer.echo("\n".join(statistics.lines()))
    raise typer.Exit(finish(statistics.tally, quiet))


def _to_read(corpus: list[Path], finder: "Finder", kind: str, name: Path | None) -> "Plan":
    """Return what is to be read of a corpus, or of standard input, which has a format and perhaps a name."""
    from cleaner.corpus import plan_reading  # noqa: PLC0415
    from cleaner.jobs import Plan  # noqa: PLC0415

    if Path("-") not in corpus:
        return plan_reading(corpus, finder)
    if len(corpus) > 1:
        usage("standard input is read by itself", "leave out other paths")
    stdin = Plan()
    stdin.jobs.add(str(name or "-"), kind, "-", None, finder.find(name or Path("-")))
    return stdin


@rules_app.command("schema")
def print_schema() -> None:
    """Print the JSON Schema of rule files, for editors."""
    import json  # noqa: PLC0415

    from cleaner.schema import schema  # noqa: PLC0415

    typer.echo(json.dumps(schema(), indent=2))
