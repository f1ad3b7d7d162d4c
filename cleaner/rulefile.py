"""Rule files: TOML in, rules out, and every complaint with file, line and cure."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import regex

from cleaner.bounds import unbounded
from cleaner.document import LANGUAGE, SITE
from cleaner.errors import RuleError, suggestion
from cleaner.pagefile import page_rule
from cleaner.places import line_of_error, parsed
from cleaner.rule import AFTER_WORDS, DEFAULT_MAX_WORDS, FOLLOW_WORDS, Drop, Pack, Rule, Zone
from cleaner.table import ID, Places, Table
from cleaner.templates import TemplateError, parse

TEXT_KEYS = ("line", "starts", "ends", "contains")
HEADER_KEYS = ("language", "site", "rule", "page")
RULE_KEYS = (
    "id",
    "why",
    "drop",
    *TEXT_KEYS,
    "pattern",
    "needs",
    "zone",
    "follow",
    "after",
    "max_words",
    "level",
    "examples",
)
MAX_PATTERN = 2000
MOST_WORDS = 400


def read_pack(path: Path, pack: str, proven: bool = False) -> Pack:
    """Return what the file `path` holds, whose pack is called `pack` (`en/comments`).

    Raise RuleError, with file and line, for the first thing that is not as docs/rules.md says; templates and patterns that
    are `proven` already are not looked at, which takes three quarters of the time.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise RuleError(f"cannot be read: {error}", place=str(path)) from error
    return parse_pack(text, str(path), pack, proven)


def parse_pack(text: str, path: str, pack: str, proven: bool = False) -> Pack:
    """Return the pack in `text`; `path` is only for complaints. Raises as read_pack does."""
    try:
        data = parsed(text)
    except tomllib.TOMLDecodeError as error:
        place = f"{path}:{line_of_error(error, text)}"
        raise RuleError(f"not TOML: {error}", place=place, hint="texts go in 'single quotes'") from error
    places = Places(path, text)
    for key in data:
        if key not in HEADER_KEYS:
            hint = suggestion(key, (*HEADER_KEYS, *RULE_KEYS)) or "rules begin with [[rule]]"
            raise RuleError(f"unknown key {key!r}", place=places.place(key), hint=hint)
    language, site = _scope(data, pack, places)
    ids: set[str] = set()
    rules = [_Reader(*one, proven).rule(pack, language, site) for one in _tables(data, places, "rule", ids)]
    pages = [page_rule(Table(*one), pack, language, site) for one in _tables(data, places, "page", ids)]
    return Pack(tuple(rules), tuple(pages))


def _tables(
    data: dict[str, Any], places: Places, kind: str, ids: set[str]
) -> Iterator[tuple[dict[str, Any], Places, str, int]]:
    """Yield the tables of a kind with their places; `ids` are those of the file so far."""
    entries = data.get(kind, [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise RuleError(f"{kind!r} is not a list of tables", place=places.place(kind), hint=f"write [[{kind}]]")
    for number, entry in enumerate(entries):
        yield entry, places, kind, number
        if entry["id"] in ids:
            place = places.place("id", kind, number)
            raise RuleError(f"a second rule {entry['id']!r}", place=place, hint="ids are unique in a file")
        ids.add(entry["id"])


def _scope(data: dict[str, Any], pack: str, places: Places) -> tuple[str, str]:
    language, site = data.get("language", ""), data.get("site", "")
    for key, value, form in (("language", language, LANGUAGE), ("site", site, SITE)):
        if value != "" and not (isinstance(value, str) and regex.fullmatch(form, value)):
            example = "'en'" if key == "language" else "'cnn.com'"
            hint = "an ISO 639-1 code" if key == "language" else "a host name in lower case, without www. and path"
            raise RuleError(f"{key} {value!r} is not of the form {example}", place=places.place(key), hint=hint)
    folder, _, name = pack.rpartition("/")
    folder = folder.rpartition("/")[2]
    if folder == "any" and (language or site):
        key = "language" if language else "site"
        raise RuleError(f"{key} in a pack of folder 'any'", place=places.place(key), hint="move the file or the key")
    if folder == "site" and site != name:
        raise RuleError(f"site {site!r} in a file named {name!r}", place=places.place("site"), hint=f'write site = "{name}"')
    if regex.fullmatch(LANGUAGE, folder) and folder not in ("any", language):
        raise RuleError(
            f"language {language!r} in folder {folder!r}",
            place=places.place("language"),
            hint=f'write language = "{folder}", or move the file',
        )
    return language, site


class _Reader(Table):
    """Reads one [[rule]] table, whose templates and patterns may be proven already."""

    def __init__(self, entry: dict[str, Any], places: Places, kind: str, number: int, proven: bool) -> None:
        super().__init__(entry, places, kind, number)
        self.proven = proven

    def rule(self, pack: str, language: str, site: str) -> Rule:
        self.check_keys(RULE_KEYS)
        rule = Rule(
            id=self.text("id", ID, required=True),
            pack=pack,
            why=self.text("why", required=True),
            line=self.templates("line"),
            starts=self.templates("starts"),
            ends=self.templates("ends"),
            contains=self.templates("contains"),
            pattern=self.pattern("pattern"),
            needs=self.texts("needs"),
            drop=Drop(self.word("drop", list(Drop), Drop.LINE)),
            zone=Zone(self.word("zone", list(Zone), Zone.ANY)),
            follow=self.word_or_pattern("follow", FOLLOW_WORDS),
            after=self.word_or_pattern("after", AFTER_WORDS),
            max_words=self.max_words(),
            level=self.level(),
            examples=tuple(self.examples()),
            language=language,
            site=site,
            place=self.place(),
        )
        self.check(rule)
        return rule

    def templates(self, key: str) -> tuple[str, ...]:
        texts = self.texts(key)
        for text in () if self.proven else texts:
            try:
                template = parse(text)
            except TemplateError as error:
                raise self.fail(key, str(error), error.hint) from error
            if template.has_slots and not template.anchor and self.entry.get("zone", "any") == "any":
                raise self.fail(
                    key, f"{text!r} holds no letter besides slots", "give the rule a zone, or the template a word"
                )
        return texts

    def pattern(self, key: str) -> str:
        value = self.text(key)
        if value:
            self.compile(key, value)
        return value

    def compile(self, key: str, value: str) -> None:
        if self.proven:
            return
        if len(value) > MAX_PATTERN:
            raise self.fail(key, f"a {key} of {len(value)} characters", f"at most {MAX_PATTERN}")
        try:
            regex.compile(value, regex.VERSION1)
        except (regex.error, RecursionError) as error:
            hint = "see docs/rules.md, 'pattern'; in 'single quotes' no backslash is doubled"
            raise self.fail(key, f"not a regular expression: {error}", hint) from error
        problem = unbounded(value)
        if problem:
            raise self.fail(key, problem, "`(?>...)` gives nothing back; see docs/rules.md, 'pattern'")

    def word_or_pattern(self, key: str, known: tuple[str, ...]) -> str:
        value = self.text(key)
        if value and value not in known:
            if regex.fullmatch(r"[a-z]+", value):
                hint = suggestion(value, known) or f"one of {', '.join(known)}, or a pattern"
                raise self.fail(key, f"unknown {key} {value!r}", hint)
            self.compile(key, value)
        return value

    def max_words(self) -> int:
        value = self.entry.get("max_words", DEFAULT_MAX_WORDS)
        if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= MOST_WORDS:
            hint = f"left out, it is {DEFAULT_MAX_WORDS}"
            raise self.fail("max_words", f"max_words {value!r} is not a number from 1 to {MOST_WORDS}", hint)
        return value

    def check(self, rule: Rule) -> None:
        texts = [key for key in TEXT_KEYS if getattr(rule, key)]
        if not texts and not rule.pattern:
            raise self.fail("", "a rule that matches nothing", f"add one of {', '.join(TEXT_KEYS)}, pattern")
        if rule.pattern and not rule.needs and rule.zone is Zone.ANY:
            raise self.fail("pattern", "a pattern without 'needs' or a zone", "name literals one of which must be there")
        if rule.needs and not rule.pattern:
            raise self.fail("needs", "'needs' without a pattern", "literals of their own go in line, starts, ends, contains")
        inline = rule.drop is Drop.MATCH
        if rule.pattern and inline and "(?P<drop>" not in rule.pattern:
            raise self.fail("pattern", "drop = 'match' without a part named drop", "put (?P<drop>...) around what goes")
        follows = rule.drop in (Drop.SECTION, Drop.REST)
        if follows != bool(rule.follow):
            problem = f"drop = '{rule.drop}' without 'follow'" if follows else f"'follow' with drop = '{rule.drop}'"
            raise self.fail("follow" if rule.follow else "drop", problem, "follow goes with drop = 'section' or 'rest'")
        if rule.drop is Drop.REST and rule.zone not in (Zone.TAIL, Zone.BOTTOM):
            hint = "what takes all the rest may only begin in the tail: write zone = 'tail'"
            raise self.fail("zone" if "zone" in self.entry else "drop", "drop = 'rest' needs zone = 'tail'", hint)
        self.check_examples(rule.examples, rule.id)
