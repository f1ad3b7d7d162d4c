"""The JSON Schemas of rule files and configuration files, generated from what the readers know, for editors."""

from collections.abc import Iterable
from typing import Any

from cleaner.document import LANGUAGE, SITE
from cleaner.pagefile import EXPRESSION_KEYS, MAX_EXPRESSION, PAGE_KEYS
from cleaner.rule import AFTER_WORDS, DEFAULT_MAX_WORDS, FOLLOW_WORDS, Drop, Level, Zone
from cleaner.rulefile import MAX_PATTERN, MOST_WORDS, RULE_KEYS, TEXT_KEYS
from cleaner.settings import KEYS, LANGUAGE_CODE, SITE_NAME, TEXT
from cleaner.table import ID

_WORDS = {
    "id": "what is dropped, lower-case-with-hyphens, unique in the file",
    "why": "one sentence: what this text is on the page",
    "drop": "how much goes: the matched characters, the line, its block, the section under it, the rest",
    "line": "the whole line, compared folded, outer punctuation ignored where the literal has none",
    "starts": "the line's beginning, up to a word's end",
    "ends": "the line's end, from a word's beginning",
    "contains": "anywhere in the line, at word borders",
    "pattern": "a regular expression for the whole line; what goes of it is named (?P<drop>...) with drop = 'match'",
    "needs": "literals one of which must be in a line before the pattern is tried",
    "zone": "head: down to the second prose line, tail: from the last but one, top: above the first, bottom: below the last",
    "follow": "what each line below must look like to go too: a word, or a pattern",
    "after": "what the line above must be: a word, or a pattern",
    "max_words": "the longest line that starts, ends and contains may take",
    "level": "from which level on the rule acts",
    "examples": "diffs: ' ' stays, '-' goes, '+' replaces; at least one that changes and one near miss",
}

_PAGE_WORDS = _WORDS | {
    "why": "one sentence: what these elements are on the page",
    "css": "CSS expressions for the elements that go before the article is extracted",
    "xpath": "XPath expressions for them, for what CSS cannot say",
    "examples": "diffs of HTML: ' ' stays, '-' goes; at least one that changes and one near miss",
}


def _texts(least: int = 1) -> dict[str, Any]:
    return {"type": "array", "items": {"type": "string", "minLength": 1}, "minItems": least, "uniqueItems": True}


def _values() -> dict[str, dict[str, Any]]:
    values: dict[str, dict[str, Any]] = {key: _texts() for key in (*TEXT_KEYS, "needs")}
    values |= {
        "id": {"type": "string", "pattern": f"^{ID}$"},
        "why": {"type": "string", "minLength": 1},
        "drop": {"enum": list(Drop), "default": Drop.LINE},
        "pattern": {"type": "string", "minLength": 1, "maxLength": MAX_PATTERN},
        "zone": {"enum": list(Zone), "default": Zone.ANY},
        "follow": {"type": "string", "minLength": 1, "examples": list(FOLLOW_WORDS)},
        "after": {"type": "string", "minLength": 1, "examples": list(AFTER_WORDS)},
        "max_words": {"type": "integer", "minimum": 1, "maximum": MOST_WORDS, "default": DEFAULT_MAX_WORDS},
        "level": {"enum": [level.word for level in Level], "default": Level.STANDARD.word},
        "examples": _texts(2),
    }
    expression = {"type": "string", "minLength": 1, "maxLength": MAX_EXPRESSION}
    return values | {key: _texts() | {"items": expression} for key in EXPRESSION_KEYS}


def _table(
    values: dict[str, dict[str, Any]], words: dict[str, str], keys: Iterable[str], one_of: Iterable[str]
) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {key: values[key] | {"description": words[key]} for key in keys},
        "required": ["id", "why", "examples"],
        "anyOf": [{"required": [key]} for key in one_of],
        "additionalProperties": False,
    }


def schema() -> dict[str, Any]:
    """Return the schema (draft 2020-12) as plain values. It asks what a table alone can say; `rules check` asks more."""
    values = _values()
    rule = _table(values, _WORDS, RULE_KEYS, (*TEXT_KEYS, "pattern")) | {"dependentRequired": {"needs": ["pattern"]}}
    page = _table(values, _PAGE_WORDS, PAGE_KEYS, EXPRESSION_KEYS)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A pack of rules for cleaner",
        "type": "object",
        "properties": {
            "language": {"type": "string", "pattern": f"^{LANGUAGE}$", "description": "the pack's language"},
            "site": {"type": "string", "pattern": f"^{SITE}$", "description": "the pack's site, with its subdomains"},
            "rule": {"type": "array", "items": rule},
            "page": {"type": "array", "items": page},
        },
        "additionalProperties": False,
    }


def config_schema() -> dict[str, Any]:
    """Return the schema of configuration files as plain values; a pyproject.toml has the same under [tool.cleaner]."""
    texts = {"type": "array", "items": TEXT.schema, "minItems": 1}
    corpus = {
        "type": "object",
        "properties": {"paths": texts, "site": SITE_NAME.schema, "language": LANGUAGE_CODE.schema},
        "required": ["paths"],
        "minProperties": 2,
        "additionalProperties": False,
    }
    allow = {
        "type": "object",
        "properties": {"phrase": TEXT.schema, "document": TEXT.schema, "reason": TEXT.schema},
        "required": ["reason"],
        "oneOf": [{"required": ["phrase"]}, {"required": ["document"]}],
        "additionalProperties": False,
    }
    keys = {
        name: {**key.kind.schema, "description": key.about} | ({"default": key.default} if key.default else {})
        for name, key in KEYS.items()
    }
    more = {
        "extend": {**TEXT.schema, "description": "another configuration file, under this one"},
        "corpus": {"type": "array", "items": corpus, "description": "what holds for the documents of some paths"},
        "allow": {"type": "array", "items": allow, "description": "phrases and documents that stay, and why"},
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "The configuration of cleaner",
        "type": "object",
        "properties": keys | more,
        "additionalProperties": False,
    }
