"""The command line: a module for each group of commands, one thin function a command. Heavy imports stay inside them."""

import gc
import sys


def main() -> None:
    """Run the command; an error is printed as `place: problem` with its hint, and leaves with status 2."""
    gc.set_threshold(50_000)  # of 700: nothing that is imported is garbage, and to look for it takes 8 ms of a start
    if sys.argv[1:2] == ["check"]:  # a hook runs on every commit: it does without typer
        from cleaner.cli.check import run_and_exit  # noqa: PLC0415

        run_and_exit(sys.argv[2:])

    from cleaner.errors import CleanerError  # noqa: PLC0415

    try:
        if sys.argv[1:2] == ["clean"]:
            from cleaner.cli import lean  # noqa: PLC0415

            values = lean.given(sys.argv[2:])
            if values is not None:
                sys.exit(lean.run(values))
        _app()
    except CleanerError as error:
        print(f"error: {error}", file=sys.stderr)
        sys.exit(2)
    except BrokenPipeError:  # `cleaner explain a.txt | head`
        sys.stderr.close()
        sys.exit(2)


def _app() -> None:
    from cleaner.cli import clean, config, explain, rules  # noqa: F401, PLC0415 - they add their commands to the application
    from cleaner.cli.app import app  # noqa: PLC0415

    app()
