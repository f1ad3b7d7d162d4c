"""`cleaner config`."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cleaner.cli.app import app
from cleaner.cli.options import (
    ConfigFile,
    EncodingOption,
    Exclude,
    ExtendExclude,
    ExtendSelect,
    ForceExclude,
    Form,
    Ignore,
    Isolated,
    Language,
    LevelOption,
    Rules,
    Select,
    Site,
)
from cleaner.cli.runs import make_finder

if TYPE_CHECKING:
    from cleaner.config import Config


@app.command("config")
def show_config(
    context: typer.Context,
    path: Annotated[Path, typer.Argument(metavar="PATH", help="A file, which need not be there, or a folder.")] = Path(),
    form: Annotated[Form, typer.Option("--format", help="TOML with comments, or JSON.")] = Form.text,
    schema: Annotated[bool, typer.Option("--schema", help="Print the JSON Schema of configuration files.")] = False,
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
    config: ConfigFile = None,
    isolated: Isolated = False,
) -> None:
    """Say which settings hold for a path, and where each is from: a file's line, an option, or nowhere."""
    if schema:
        from cleaner.schema import config_schema  # noqa: PLC0415

        typer.echo(json.dumps(config_schema(), indent=2, ensure_ascii=False))
        return
    found = make_finder(context.params).find(path)
    if form is Form.json:
        typer.echo(json.dumps(_as_dict(found, path), ensure_ascii=False))
    else:
        typer.echo("\n".join(_as_toml(found, path)))


def _settings(config: "Config") -> dict[str, tuple[Any, str]]:
    """Return each setting as a configuration file would have it, and where it is from."""
    from cleaner.settings import KEYS, Globs  # noqa: PLC0415

    found = {}
    for key in KEYS:
        value = getattr(config, key.replace("-", "_"), None)
        if key in ("extend-select", "extend-ignore"):
            continue  # part of what is selected and ignored by now
        if isinstance(value, tuple):
            value = [one for part in value for one in (part.patterns if isinstance(part, Globs) else (str(part),))]
        found[key] = (str(value) if isinstance(value, Path) else value, config.place(key))
    return found


def _as_dict(config: "Config", path: Path) -> dict[str, Any]:
    from cleaner.settings import absolute  # noqa: PLC0415

    terms, whole = config.terms(path), absolute(path)
    return {
        "path": str(path),
        "file": str(config.file) if config.file else None,
        "settings": {key: {"value": value, "from": place} for key, (value, place) in _settings(config).items()},
        "allow": [
            {"phrase" if entry.phrase else "document": entry.what, "reason": entry.reason, "from": entry.place}
            for entry in config.allow
        ],
        "document": {
            "site": terms.known.site,
            "language": terms.known.language,
            "corpus": [corpus.place for corpus in config.corpora if corpus.paths.match(whole)],
            "excluded": config.place(key) if (key := config.excluded(path, path.is_dir())) else None,
            "allowed": terms.allowed.place if terms.allowed else None,
        },
    }


def _as_toml(config: "Config", path: Path) -> list[str]:
    from cleaner.configfile import shown  # noqa: PLC0415

    lines = [f"# {path}: {shown(config.file) if config.file else 'no configuration file'}"]
    for key, (value, place) in _settings(config).items():
        # A text of JSON is one of TOML too, and so is a list of them.
        said = f"# {key}: not set" if value in (None, "") else f"{key} = {json.dumps(value, ensure_ascii=False)}"
        lines.append(f"{said}  # {place}")
    for entry in config.allow:
        key = "phrase" if entry.phrase else "document"
        words = json.dumps({key: entry.what, "reason": entry.reason}, ensure_ascii=False)
        lines += [f"# allowed: {words}  # {entry.place}"]
    facts = _as_dict(config, path)["document"]
    for key, value in facts.items():
        lines += [f"# this document's {key}: {', '.join(value) if isinstance(value, list) else value}"] if value else []
    return lines
