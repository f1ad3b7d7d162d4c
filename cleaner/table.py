"""One table of a rule file: its values, each checked, and complaints with the line of the key at fault."""

from collections.abc import Iterator, Sequence
from typing import Any

import regex

from cleaner.errors import RuleError, suggestion
from cleaner.places import Lines
from cleaner.rule import Example, Level

# The tables that a rule file may hold.
TABLE_KINDS = ("rule", "page")
ID = r"[a-z0-9]+(?:-[a-z0-9]+)*"


class Places:
    """Where things stand in a rule file."""

    def __init__(self, path: str, text: str) -> None:
        """Take the file's name and its text, which is TOML."""
        self._path = path
        self._lines = Lines(text)

    def place(self, key: str = "", kind: str = "", number: int = 0) -> str:
        """Return `file:line` of a key of the table `number` of a kind (without one: of the header), or of the table."""
        parts = [f"{kind}[{number}]"] if kind else []
        return f"{self._path}:{self._lines.line('.'.join([*parts, *([key] if key else [])]))}"


class Table:
    """Reads one [[rule]] or [[page]] table, complaining with the line of the key at fault."""

    def __init__(self, entry: dict[str, Any], places: Places, kind: str, number: int) -> None:
        """Take the table, and where it stands: the `number`th of its kind."""
        self.entry = entry
        self.places = places
        self.kind = kind
        self.number = number

    def place(self, key: str = "") -> str:
        """Return `file:line` of a key, or of the table itself."""
        return self.places.place(key, self.kind, self.number)

    def fail(self, key: str, problem: str, hint: str = "") -> RuleError:
        """Return the complaint about a key, to be raised."""
        return RuleError(problem, place=self.place(key), hint=hint)

    def check_keys(self, known: Sequence[str]) -> None:
        """Raise RuleError for a key that is not `known`."""
        for key in self.entry:
            if key not in known:
                raise self.fail(key, f"unknown key {key!r}", suggestion(key, known) or f"keys: {', '.join(known)}")

    def text(self, key: str, form: str = "", required: bool = False) -> str:
        """Return the text under `key`, of a form if one is given; empty where there is none."""
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
        """Return the list of texts under `key`; empty where there is none."""
        value = self.entry.get(key)
        if value is None:
            return ()
        if not isinstance(value, list) or not value or not all(isinstance(v, str) and v.strip() for v in value):
            raise self.fail(key, f"{key} is not a list of texts", f"write {key} = ['...', '...']")
        if len(set(value)) < len(value):
            twice = next(text for at, text in enumerate(value) if text in value[:at])
            raise self.fail(key, f"{twice!r} stands twice in {key}", "once is enough")
        return tuple(value)

    def word(self, key: str, known: list[str], default: str) -> str:
        """Return the word under `key`, one of `known`."""
        value = self.entry.get(key, default)
        if not isinstance(value, str) or value not in known:
            words = [str(one) for one in known]  # an enum's member would show itself as one
            hint = suggestion(str(value), words) or f"write {key} = '{words[0]}', or leave it out for '{default}'"
            raise self.fail(key, f"{key} {value!r} is not one of {', '.join(words)}", hint)
        return value

    def level(self) -> Level:
        """Return the level from which on it acts."""
        return Level.of(self.word("level", [level.word for level in Level], Level.STANDARD.word))

    def examples(self) -> Iterator[Example]:
        """Yield the proofs."""
        line = int(self.place("examples").rpartition(":")[2])
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

    def check_examples(self, examples: Sequence[Example], name: str) -> None:
        """Raise RuleError where not one of `examples` changes, or not one is a near miss."""
        changing = [example for example in examples if not example.is_near_miss]
        if not changing or len(changing) == len(examples):
            missing = "an example that changes" if not changing else "a near miss, an example that stays as it is"
            raise self.fail("examples", f"rule {name!r} lacks {missing}", "see docs/rules.md, 'Proof'")
