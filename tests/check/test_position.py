"""Places of characters: lines and columns of texts, columns of records."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.check.position import Lines, columns_in_json, json_escaped


@pytest.mark.parametrize(
    ("text", "offset", "place"),
    [
        ("", 0, (1, 1)),
        ("ab", 2, (1, 3)),
        ("a\nb", 1, (1, 2)),
        ("a\nb", 2, (2, 1)),
        ("a\r\nb", 3, (2, 1)),
        ("a\rb", 2, (2, 1)),
        ("a\n", 2, (2, 1)),
        ("\U0001f6a2e\u0301x", 3, (1, 4)),
        ("a\x0bb\u2028c\x85d", 6, (1, 7)),  # no line ends
    ],
)
def test_place(text: str, offset: int, place: tuple[int, int]) -> None:
    assert Lines(text).place(offset) == place


def test_lines() -> None:
    lines = Lines("a\r\n\rb\n")
    assert [lines.line(number) for number in range(6)] == [None, "a", "", "b", None, None]
    assert Lines("").line(1) == ""


@pytest.mark.parametrize(
    ("line", "keys", "text", "columns"),
    [
        ('{"text": "ab"}', ("text",), "ab", [11, 12, 13]),
        ('{"text":"a\\n\\u00e9"}', ("text",), "a\n\u00e9", [10, 11, 13, 19]),
        ('{"text":"\\ud83d\\udea2x"}', ("text",), "\U0001f6a2x", [10, 22, 23]),
        ('{"text":"\\"a"}', ("text",), '"a', [10, 12, 13]),
        ('{"id": {"text": "no"}, "x": ["text", "no"], "text": "a"}', ("text",), "a", [54, 55]),
        ('{"text": "first", "text": "a"}', ("text",), "a", [28, 29]),
        ('{"a": {"b": "c"}}', ("a", "b"), "c", [14, 15]),
        ('{"te\\u0078t": "c"}', ("text",), "c", [16, 17]),
        ('{"text": 1}', ("text",), "1", None),
        ('{"text": "other"}', ("text",), "c", None),
        ("]]{{", ("text",), "c", None),
    ],
)
def test_columns(line: str, keys: tuple[str, ...], text: str, columns: list[int] | None) -> None:
    assert columns_in_json(line, keys, text) == columns


@settings(max_examples=40)
@given(st.text(), st.text(), st.booleans(), st.data())
def test_columns_lead_to_what_is_escaped(text: str, other: str, ascii_only: bool, data: st.DataObject) -> None:
    """Replacing a stretch of the record's line replaces that stretch of its text, and nothing else."""
    line = json.dumps({other: other, "text": text, "more": {"text": other}}, ensure_ascii=ascii_only)
    columns = columns_in_json(line, ("text",), text)
    assert columns is not None
    start = data.draw(st.integers(0, len(text)))
    stop = data.draw(st.integers(start, len(text)))
    changed = line[: columns[start] - 1] + json_escaped(other) + line[columns[stop] - 1 :]
    assert json.loads(changed)["text"] == text[:start] + other + text[stop:]
