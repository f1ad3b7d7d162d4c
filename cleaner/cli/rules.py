"""`cleaner rules`: list, show, check, schema."""

from pathlib import Path
from typing import Annotated

import typer

from cleaner.cli.app import rules_app
from cleaner.cli.options import Form, Rules, usage


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
