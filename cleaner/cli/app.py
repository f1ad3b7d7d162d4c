"""The application that the commands are added to."""

from typing import Annotated

import typer

from cleaner import __version__

app = typer.Typer(
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
    no_args_is_help=True,
    help="Removes page chrome from article text by proven rules, and records every removal.",
)
rules_app = typer.Typer(rich_markup_mode=None, no_args_is_help=True, help="List, show and prove rules; count what they do.")
app.add_typer(rules_app, name="rules")


def _version(value: bool) -> None:
    if value:
        typer.echo(f"cleaner {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")] = False,
) -> None:
    """Take the options before the command."""


@app.command("check", add_help_option=False, context_settings={"ignore_unknown_options": True, "allow_extra_args": True})
def _check(context: typer.Context) -> None:
    """Find what `clean` would change, and fix it in place if asked to: for hooks."""
    from cleaner.cli.check import run_and_exit  # noqa: PLC0415

    run_and_exit(context.args)
