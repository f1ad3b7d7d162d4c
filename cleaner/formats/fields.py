"""Fields of a record: by name, or by a path with dots into objects (`metadata.url`)."""

from collections.abc import Mapping
from typing import Any

from cleaner.document import Source, site_of
from cleaner.errors import DocumentError
from cleaner.formats import Fields

# Where datatrove and dolma put what they know of a document besides its text and id.
_METADATA = "metadata"
_USUAL = Fields()
_MISSING = object()


def text_in(values: Mapping[str, Any], fields: Fields) -> str:
    """Return the text of a record. Raise DocumentError, with the fields it could be, where there is none."""
    text = _at(values, fields.text)
    if isinstance(text, str):
        return text
    problem = "missing" if text is _MISSING else f"no string but {type(text).__name__}"
    strings = [repr(name) for name, value in values.items() if isinstance(value, str)]
    hint = f"--text-field says which field it is: {', '.join(strings[:8])}" if strings and text is _MISSING else ""
    raise DocumentError(f"the field {fields.text!r} is {problem}", hint=hint)


def with_text(values: Mapping[str, Any], field: str, text: str) -> dict[str, Any]:
    """Return the record with `text` in its field, all else as it was, in the same order."""
    if field in values:
        return {**values, field: text}
    name, _, rest = field.partition(".")
    return {**values, name: with_text(values[name], rest, text)}


def source_in(values: Mapping[str, Any], known: Source, fields: Fields) -> Source:
    """Return what the record says of itself; site and language as `known` from outside come first."""
    url = _said(values, fields.url, _USUAL.url)
    return Source(
        id=_said(values, fields.id, _USUAL.id),
        url=url,
        site=known.site or site_of(url),
        language=known.language or _said(values, fields.language, _USUAL.language),
        title=_said(values, fields.title, _USUAL.title),
    )


def places(names: Fields) -> list[str]:
    """Return every path at which something is looked for that is known of a record; that of its text is not among them."""
    named = [(getattr(names, field), getattr(_USUAL, field)) for field in ("id", "url", "language", "title")]
    return [name for name, _ in named] + [f"{_METADATA}.{name}" for name, usual in named if name == usual]


def _said(values: Mapping[str, Any], field: str, usual: str) -> str:
    value = _at(values, field)
    if value is _MISSING and field == usual:
        value = _at(values, f"{_METADATA}.{field}")
    return value if isinstance(value, str) else ""


def _at(values: Mapping[str, Any], field: str) -> Any:  # noqa: ANN401 - whatever JSON holds
    if field in values:  # also one whose name has a dot in it
        return values[field]
    name, _, rest = field.partition(".")
    inner = values.get(name)
    return _at(inner, rest) if rest and isinstance(inner, dict) else _MISSING
