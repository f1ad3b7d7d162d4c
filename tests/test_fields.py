"""Fields: where a record holds its text and what is known of it, by name and by path."""

import json
from pathlib import Path
from typing import Any

import pytest

from cleaner.document import Source
from cleaner.errors import DocumentError
from cleaner.formats import Fields
from cleaner.formats.fields import source_in, text_in, with_text
from tests.test_audit import SENTENCE
from tests.test_cli import Command, cleaner, packs, write

__all__ = ["cleaner", "packs"]  # fixtures

URL = "https://www.cnn.com/a"
FOUND = Source(id="7", url=URL, site="cnn.com", language="en", title="T")


@pytest.mark.parametrize(
    ("record", "fields", "source"),
    [
        ({"id": "7", "url": URL, "language": "en", "title": "T"}, Fields(), FOUND),
        ({"id": "7", "metadata": {"url": URL, "language": "en", "title": "T"}}, Fields(), FOUND),  # datatrove, dolma
        ({"url": URL, "metadata": {"url": "https://bbc.com/"}}, Fields(), Source(url=URL, site="cnn.com")),
        ({"url": None, "metadata": {"url": URL}}, Fields(), Source()),  # it says that it knows none
        ({"link": URL, "url": "x"}, Fields(url="link"), Source(url=URL, site="cnn.com")),
        ({"metadata": {"link": URL}}, Fields(url="link"), Source()),  # who names a field means that one
        ({"meta": {"page": {"link": URL}}}, Fields(url="meta.page.link"), Source(url=URL, site="cnn.com")),
        ({"meta.link": URL, "meta": {"link": "x"}}, Fields(url="meta.link"), Source(url=URL, site="cnn.com")),
        ({"meta": "x"}, Fields(url="meta.link"), Source()),
        ({"metadata": ["url"]}, Fields(), Source()),
        ({"metadata": {"url": 5}}, Fields(), Source()),
        ({"doc": {"id": "7"}, "lang": "en", "head": "T"}, Fields(id="doc.id", language="lang", title="head"),
         Source(id="7", language="en", title="T")),
    ],
)  # fmt: skip
def test_source_in(record: dict[str, Any], fields: Fields, source: Source) -> None:
    assert source_in(record, Source(), fields) == source


def test_what_was_said_comes_first() -> None:
    known = Source(site="bbc.co.uk", language="de")
    assert source_in({"url": URL, "language": "en"}, known, Fields()) == Source("", URL, "bbc.co.uk", "de")


@pytest.mark.parametrize(
    ("record", "field", "after"),
    [
        ({"a": 1, "text": "x", "b": [2]}, "text", {"a": 1, "text": "y", "b": [2]}),
        (
            {"doc": {"n": 1, "body": "x", "m": 2}, "text": "z"},
            "doc.body",
            {"doc": {"n": 1, "body": "y", "m": 2}, "text": "z"},
        ),
        ({"doc.body": "x", "doc": {"body": "z"}}, "doc.body", {"doc.body": "y", "doc": {"body": "z"}}),
        ({"a": {"b": {"c": "x"}}}, "a.b.c", {"a": {"b": {"c": "y"}}}),
        ({"a": {"b.c": "x"}}, "a.b.c", {"a": {"b.c": "y"}}),
    ],
)
def test_the_text_is_found_and_replaced(record: dict[str, Any], field: str, after: dict[str, Any]) -> None:
    before = json.dumps(record)
    assert text_in(record, Fields(text=field)) == "x"
    assert json.dumps(with_text(record, field, "y")) == json.dumps(after)
    assert json.dumps(record) == before


@pytest.mark.parametrize(
    ("record", "field", "problem", "hint"),
    [
        ({}, "text", "the field 'text' is missing", ""),
        ({"n": 1}, "text", "the field 'text' is missing", ""),
        ({"content": "a", "n": 1, "url": "b"}, "text", "the field 'text' is missing",
         "--text-field says which field it is: 'content', 'url'"),
        ({"text": None, "url": "b"}, "text", "the field 'text' is no string but NoneType", ""),
        ({"doc": {"x": 1}}, "doc.body", "the field 'doc.body' is missing", ""),
        ({"doc": {"body": 1}}, "doc.body", "the field 'doc.body' is no string but int", ""),
    ],
)  # fmt: skip
def test_a_missing_text_is_an_error_with_a_hint(record: dict[str, Any], field: str, problem: str, hint: str) -> None:
    with pytest.raises(DocumentError) as caught:
        text_in(record, Fields(text=field))
    assert (caught.value.problem, caught.value.hint) == (problem, hint)


def test_the_command_line(cleaner: Command, tmp_path: Path) -> None:
    record = {"doc": {"body": f"Home\nFrom CNN\n{SENTENCE}"}, "link": URL, "text": "Home"}
    write(tmp_path / "a.jsonl", json.dumps(record) + "\n")
    names = ("--text-field", "doc.body", "--url-field", "link")
    done = cleaner("clean", "a.jsonl", "-o", "b.jsonl", "--audit", "audit.jsonl", *names)
    assert done.status == 0
    assert json.loads((tmp_path / "b.jsonl").read_text()) == record | {"doc": {"body": SENTENCE}}
    assert "site/cnn.com#cnn-line" in cleaner("explain", "a.jsonl", *names).text
    assert cleaner("restore", "b.jsonl", "--audit", "audit.jsonl", "-o", "c.jsonl").status == 0
    assert json.loads((tmp_path / "c.jsonl").read_text()) == record
    write(tmp_path / "d.jsonl", json.dumps({"content": "Home"}) + "\n")
    done = cleaner("clean", "d.jsonl")
    hint = "(--text-field says which field it is: 'content')"
    assert (done.status, done.err) == (2, f"failed: d.jsonl:1: the field 'text' is missing {hint}\n")
