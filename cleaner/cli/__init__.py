"""The command line: a module for each group of commands, one thin function a command. Heavy imports stay inside them."""

import sys

import typer

from cleaner.cli import clean, config, explain, rules  # noqa: F401 - they add their commands to the application
from cleaner.cli.app import app


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
