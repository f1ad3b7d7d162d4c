"""Rule files: TOML in, rules out, and every complaint with file, line and cure."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import regex

from cleaner.bounds import unbounded
from cleaner.document import LANGUAGE, SITE
from cleaner.errors import RuleError, suggestion
from cleaner.rule import AFTER_WORDS, DEFAULT_MAX_WORDS, FOLLOW_WORDS, Drop, Example, Level, Rule, Zone
from cleaner.templates import TemplateError, parse

TEXT_KEYS = ("line", "starts", "ends", "contains")
HEADER_KEYS = ("language", "site", "rule")
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
ID = r"[a-z0-9]+(?:-[a-z0-9]+)*"
MAX_PATTERN = 2000
MOST_WORDS = 400

# One entry of TOML with the texts that begin in it, which may span lines; a [table], a [[table]], or a key.
_ENTRY = regex.compile(
    r"[ \t]*+(?:\[(?P<list>\[)?[ \t]*+(?P<table>[\w.-]++)[ \t]*+\]|(?P<key>[\w-]++)[ \t]*+=)?"
    r"(?:[^'\"#\n]++|'''(?s:.*?)'{3,5}|'[^'\n]*+'"
    r'|"""(?:\\(?s:.)|[^\\])*?"{3,5}|"(?:\\.|[^"\\\n])*+")*+'
    r"(?:#[^\n]*+)?\n?"
)


@dataclass(slots=True)
class _Lines:
    """Where things stand in a rule file: tomllib keeps no places, so the text is read for them once more."""

    path: str
    header: dict[str, int]
    rules: list[dict[str, int]]

    def place(self, number: int | None = None, key: str = "") -> str:
        """Return `file:line` of a key of rule `number` (of the header if None), or of the rule itself."""
        table = self.header if number is None else self.rules[number] if number < len(self.rules) else {}
        return f"{self.path}:{table.get(key) or table.get('') or 1}"


def _find_lines(path: str, text: str) -> _Lines:
    lines = _Lines(path, {}, [])
    at, number = 0, 1
    while at < len(text):
        found = _ENTRY.match(text, at)
        assert found is not None
        if found["table"] == "rule" and found["list"]:
            lines.rules.append({"": number})
        elif found["table"]:
            lines.header.setdefault(found["table"], number)
        elif found["key"]:
            (lines.rules[-1] if lines.rules else lines.header).setdefault(found["key"], number)
        at = max(found.end(), at + 1)
        number += text.count("\n", found.start(), at)
    return lines


def read_pack(path: Path, pack: str) -> list[Rule]:
    """Return the rules of the file `path`, whose pack is called `pack` (`en/comments`).

    Raise RuleError, with file and line, for the first thing that is not as docs/rules.md says.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise RuleError(f"cannot be read: {error}", place=str(path)) from error
    return parse_pack(text, str(path), pack)


def parse_pack(text: str, path: str, pack: str) -> list[Rule]:
    """Return the rules in `text`; `path` is only for complaints. Raises as read_pack does."""
    try:
        data = tomllib.loads(text.replace("\r\n", "\n"))
    except tomllib.TOMLDecodeError as error:
        at = regex.search(r"\(at line (\d+)", str(error))
        line = at[1] if at else len(text.splitlines())  # what has no end is found out at the last line
        raise RuleError(f"not TOML: {error}", place=f"{path}:{line}", hint="texts go in 'single quotes'") from error
    lines = _find_lines(path, text)
    for key in data:
        if key not in HEADER_KEYS:
            hint = suggestion(key, (*HEADER_KEYS, *RULE_KEYS)) or "rules begin with [[rule]]"
            raise RuleError(f"unknown key {key!r}", place=lines.place(None, key), hint=hint)
    language, site = _scope(data, pack, lines)
    entries = data.get("rule", [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise RuleError("'rule' is not a list of tables", place=lines.place(None, "rule"), hint="write [[rule]]")
    rules: list[Rule] = []
    seen: set[str] = set()
    for number, entry in enumerate(entries):
        rule = _Reader(entry, number, lines).rule(pack, language, site)
        if rule.id in seen:
            raise RuleError(f"a second rule {rule.id!r}", place=lines.place(number, "id"), hint="ids are unique in a file")
        seen.add(rule.id)
        rules.append(rule)
    return rules


def _scope(data: dict[str, Any], pack: str, lines: _Lines) -> tuple[str, str]:
    language, site = data.get("language", ""), data.get("site", "")
    for key, value, form in (("language", language, LANGUAGE), ("site", site, SITE)):
        if value != "" and not (isinstance(value, str) and regex.fullmatch(form, value)):
            example = "'en'" if key == "language" else "'cnn.com'"
            hint = "an ISO 639-1 code" if key == "language" else "a host name in lower case, without www. and path"
            raise RuleError(f"{key} {value!r} is not of the form {example}", place=lines.place(None, key), hint=hint)
    folder, _, name = pack.rpartition("/")
    folder = folder.rpartition("/")[2]
    if folder == "any" and (language or site):
        key = "language" if language else "site"
        raise RuleError(f"{key} in a pack of folder 'any'", place=lines.place(None, key), hint="move the file or the key")
    if folder == "site" and site != name:
        raise RuleError(
            f"site {site!r} in a file named {name!r}", place=lines.place(None, "site"), hint=f'write site = "{name}"'
        )
    if regex.fullmatch(LANGUAGE, folder) and folder not in ("any", language):
        raise RuleError(
            f"language {language!r} in folder {folder!r}",
            place=lines.place(None, "language"),
            hint=f'write language = "{folder}", or move the file',
        )
    return language, site


class _Reader:
    """Reads one [[rule]] table, complaining with the line of the key at fault."""

    def __init__(self, entry: dict[str, Any], number: int, lines: _Lines) -> None:
        self.entry = entry
        self.number = number
        self.lines = lines

    def fail(self, key: str, problem: str, hint: str = "") -> RuleError:
        return RuleError(problem, place=self.lines.place(self.number, key), hint=hint)

    def rule(self, pack: str, language: str, site: str) -> Rule:
        for key in self.entry:
            if key not in RULE_KEYS:
                raise self.fail(key, f"unknown key {key!r}", suggestion(key, RULE_KEYS) or f"keys: {', '.join(RULE_KEYS)}")
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
            level=Level.of(self.word("level", [level.word for level in Level], Level.STANDARD.word)),
            examples=tuple(self.examples()),
            language=language,
            site=site,
            place=self.lines.place(self.number),
        )
        self.check(rule)
        return rule

    def text(self, key: str, form: str = "", required: bool = False) -> str:
        value = self.entry.get(key)
        if value is None:
            if required:
                raise self.fail("", f"a rule without {key!r}", f"add {key} = '...'")
            return ""
        if not isinstance(value, str) or not value.strip():
            raise self.fail(key, f"{key} is no text", f"write {key} = '...'")
        if form and not regex.fullmatch(form, value):
            hint = "say what goes: 'post-a-comment'"
            raise self.fail(key, f"{key} {value!r} is not of the form 'lower-case-with-hyphens'", hint)
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        value = self.entry.get(key)
        if value is None:
            return ()
        if not isinstance(value, list) or not value or not all(isinstance(v, str) and v.strip() for v in value):
            raise self.fail(key, f"{key} is not a list of texts", f"write {key} = ['...', '...']")
        for at, text in enumerate(value):
            if text in value[:at]:
                raise self.fail(key, f"{text!r} stands twice in {key}", "once is enough")
        return tuple(value)

    def templates(self, key: str) -> tuple[str, ...]:
        texts = self.texts(key)
        for text in texts:
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

    def word(self, key: str, known: list[str], default: str) -> str:
        value = self.entry.get(key, default)
        if not isinstance(value, str) or value not in known:
            words = [str(one) for one in known]  # an enum's member would show itself as one
            hint = suggestion(str(value), words) or f"write {key} = '{words[0]}', or leave it out for '{default}'"
            raise self.fail(key, f"{key} {value!r} is not one of {', '.join(words)}", hint)
        return value

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

    def examples(self) -> Iterator[Example]:
        line = int(self.lines.place(self.number, "examples").rpartition(":")[2])
        for text in self.texts("examples"):
            before, after = [], []
            for row in text.removesuffix("\n").split("\n"):
                sign, rest = row[:1], row[1:]
                if sign not in ("", " ", "-", "+"):
                    hint = "a row begins with a space (stays), '-' (goes) or '+' (replaces), or is empty"
                    raise self.fail("examples", f"a row of an example begins with {sign!r}: {row!r}", hint)
                if sign != "+":
                    before.append(rest)
                if sign != "-":
                    after.append(rest)
            yield Example("\n".join(before), "\n".join(after), line)

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
        changing = [example for example in rule.examples if not example.is_near_miss]
        if not changing or len(changing) == len(rule.examples):
            missing = "an example that changes" if not changing else "a near miss, an example that stays as it is"
            raise self.fail("examples", f"rule {rule.id!r} lacks {missing}", "see docs/rules.md, 'Proof'")
