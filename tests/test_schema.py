"""The JSON Schema of rule files: generated, the same as the file beside the packs, and true of them."""

import json
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from cleaner.errors import RuleError
from cleaner.rulefile import HEADER_KEYS, RULE_KEYS, parse_pack
from cleaner.ruleset import bundled_folder, packs
from cleaner.schema import schema

PACKS = list(packs(bundled_folder()))


@cache
def validator() -> Any:  # noqa: ANN401 - jsonschema has no types
    Draft202012Validator.check_schema(schema())
    return Draft202012Validator(schema())


def test_the_file_beside_the_packs_is_what_the_code_says() -> None:
    text = (bundled_folder() / "schema.json").read_text(encoding="utf-8")
    assert text == json.dumps(schema(), indent=2) + "\n", "run `cleaner rules schema > rules/schema.json`"


def test_every_key_is_described() -> None:
    rule = schema()["properties"]["rule"]["items"]["properties"]
    assert tuple(rule) == RULE_KEYS
    assert tuple(schema()["properties"]) == HEADER_KEYS
    assert all(one["description"] for one in rule.values())


def test_there_are_packs() -> None:
    assert len(PACKS) > 50


@pytest.mark.parametrize(("path", "pack"), PACKS, ids=[pack for _, pack in PACKS])
def test_bundled_pack_is_as_the_schema_says(path: Path, pack: str) -> None:
    errors = [
        f"{list(error.path)}: {error.message}" for error in validator().iter_errors(tomllib.loads(path.read_text("utf-8")))
    ]
    assert not errors


RULE = {"id": "a-b", "why": "Why.", "line": ["a"], "examples": ["-a", " a b"]}


def accepts(table: dict[str, Any]) -> bool:
    return bool(validator().is_valid(table))


@pytest.mark.parametrize(
    "table",
    [
        {},
        {"language": "en"},
        {"site": "news.bbc.co.uk", "rule": []},
        {"rule": [RULE]},
        {"rule": [RULE | {"level": "careful", "zone": "tail", "drop": "block", "max_words": 40}]},
        {"rule": [RULE | {"pattern": "a", "needs": ["a"]}]},
        {"rule": [RULE | {"drop": "section", "follow": "headlines", "after": "prose"}]},
        {"rule": [{"id": "a", "why": "Why.", "pattern": "a", "zone": "head", "examples": ["-a", " b"]}]},
    ],
)
def test_accepted(table: dict[str, Any]) -> None:
    assert accepts(table)


@pytest.mark.parametrize(
    "more",
    [
        {"id": "A b"},
        {"id": "a_b"},
        {"id": 5},
        {"why": ""},
        {"why": None},
        {"line": []},
        {"line": "a"},
        {"line": ["a", "a"]},
        {"line": [""]},
        {"starts": [5]},
        {"examples": ["-a"]},
        {"drop": "lines"},
        {"zone": "foot"},
        {"level": "high"},
        {"max_words": 0},
        {"max_words": 401},
        {"max_words": 2.5},
        {"needs": ["a"]},
        {"pattern": ""},
        {"pattern": "a" * 2001},
        {"follows": "short"},
    ],
)
def test_refused_by_the_schema_and_by_the_reader(more: dict[str, Any]) -> None:
    assert not accepts({"rule": [RULE | more]})
    lines = [f"{key} = {json.dumps(value)}" for key, value in (RULE | more).items() if value is not None]
    with pytest.raises(RuleError):
        parse_pack("\n".join(["[[rule]]", *lines]), "x.toml", "x")


@pytest.mark.parametrize("key", ["id", "why", "examples", "line"])
def test_what_must_be_there(key: str) -> None:
    assert not accepts({"rule": [{name: value for name, value in RULE.items() if name != key}]})


@pytest.mark.parametrize(
    "header",
    [
        {"language": "english"},
        {"language": ""},
        {"language": "EN"},
        {"site": "cnn"},
        {"site": "www.cnn.com"},
        {"rules": []},
        {"rule": {}},
    ],
)
def test_headers_refused(header: dict[str, Any]) -> None:
    assert not accepts(header)
