"""Rule sets: packs from folders, the rules in scope of a source, what the user selected, and a fingerprint."""

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from typing import TypeVar

from cleaner.cache import kept, key_of_files, program
from cleaner.document import Source, in_site
from cleaner.errors import RuleError
from cleaner.rule import Pack, PageRule, Rule
from cleaner.rulefile import read_pack
from cleaner.selection import Selection

DETECT = "detect/"
# What of a rule changes no cut.
_NO_CUT = frozenset({"why", "examples", "place"})
# What of a source decides its rules: a language (`*` where unknown), and the sites that cover it.
Scope = tuple[str, tuple[str, ...]]
Entry = TypeVar("Entry", Rule, PageRule)


def bundled_folder() -> Path:
    """Return the folder of the bundled rules: inside the installed package, or beside it in a checkout or sdist."""
    here = Path(__file__).resolve().parent
    inside = here / "rules"
    return inside if inside.is_dir() else here.parent / "rules"


def read_folder(folder: Path) -> list[Rule]:
    """Return all rules of the packs in `folder` (a pack may also be given by itself), in order of their names.

    Raise RuleError for a folder that is not there or a file that cannot be used.
    """
    return [rule for path, pack in packs(folder) for rule in read_pack(path, pack).rules]


def packs(folder: Path) -> Iterator[tuple[Path, str]]:
    """Yield every rule file of `folder` (which may be a rule file itself) and the name of its pack, in order."""
    if folder.is_file():
        yield folder, folder.stem
        return
    if not folder.is_dir():
        raise RuleError("no such rule folder", place=str(folder))
    found = []
    for top, _, files in os.walk(folder):
        found += [Path(top, name) for name in files if name.endswith(".toml")]
    for path in sorted(found, key=lambda path: path.relative_to(folder).as_posix()):
        yield path, path.relative_to(folder).with_suffix("").as_posix()


@dataclass(frozen=True)
class RuleSet:
    """Rules in the order in which they act, and the selection among them; `origin` is a key for the files they are from."""

    rules: tuple[Rule, ...]
    selection: Selection = field(default_factory=Selection)
    origin: str = ""
    pages: tuple[PageRule, ...] = ()

    @cached_property
    def chosen(self) -> tuple[Rule, ...]:
        """The rules that the selection and its level let act."""
        return self._chosen_of(self.rules)

    @cached_property
    def chosen_pages(self) -> tuple[PageRule, ...]:
        """The page rules that the selection and its level let act."""
        return self._chosen_of(self.pages)

    def _chosen_of(self, rules: Iterable[Entry]) -> tuple[Entry, ...]:
        level = self.selection.level
        return tuple(rule for rule in rules if rule.level <= level and self.selection.takes(rule.name))

    @cached_property
    def _scopes(self) -> tuple[frozenset[str], tuple[str, ...]]:
        entries: list[Rule | PageRule] = [*self.chosen, *self.chosen_pages]
        languages = frozenset(rule.language for rule in entries if rule.language)
        sites = tuple(dict.fromkeys(rule.site for rule in entries if rule.site))
        return languages, sites

    def scope(self, source: Source) -> Scope:
        """Return what of `source` decides its rules: a language (`*` where unknown) and the sites that cover it.

        Sources of one scope have the same rules, so that the index is built once for each.
        """
        languages, sites = self._scopes
        language = source.language.lower().replace("_", "-").partition("-")[0] if source.language else "*"
        if language != "*" and language not in languages:
            language = ""
        return language, tuple(site for site in sites if source.site and in_site(source.site, site))

    def in_scope(self, scope: Scope) -> list[Rule]:
        """Return the rules of a scope: of its language (any, where unknown) or none, of its sites or none."""
        return _in_scope(self.chosen, scope)

    def pages_in_scope(self, scope: Scope) -> list[PageRule]:
        """Return the page rules of a scope."""
        return _in_scope(self.chosen_pages, scope)

    @cached_property
    def fingerprint(self) -> str:
        """A hash of all that decides what is cut: rules, weights, selection, program. Equal prints, equal cuts.

        It holds contents, where `origin` leans on the times of files: it is the same on another machine.
        """
        digest = blake2b(program().encode(), digest_size=16)
        entries: list[Rule | PageRule] = [*self.chosen, *self.chosen_pages]
        for rule in entries:
            values = [getattr(rule, field.name) for field in fields(rule) if field.name not in _NO_CUT]
            digest.update(repr([value if isinstance(value, tuple) else str(value) for value in values]).encode())
        digest.update(repr((self.selection.select, self.selection.ignore, self.selection.level)).encode())
        for path in sorted(bundled_folder().glob("*.json")):
            digest.update(path.name.encode() + path.read_bytes())
        return digest.hexdigest()


def load(
    folders: Sequence[Path] = (),
    selection: Selection | None = None,
    bundled: bool = True,
    also: Iterable[str] = (),
    examples: bool = True,
) -> RuleSet:
    """Return the bundled rules (unless told not to) and those of `folders`, under `selection`.

    `also` are names besides the rules' that selectors may mean (detectors, normalising steps). Without `examples` the
    rules come without their proofs, from the cache where the files are as they were. Raise RuleError for a rule file
    that cannot be used or a name that two rules share, SelectorError for a selector that means nothing.
    """
    found = [one for folder in [*([bundled_folder()] if bundled else []), *folders] for one in packs(folder)]
    origin = "" if examples else key_of_files(path for path, _ in found)
    read = _read(found) if examples else kept("rules", origin, lambda: _without_examples(_read(found)))
    selection = selection or Selection()
    if selection.select or selection.ignore:
        selection.check([*(rule.name for rule in read.rules), *(rule.name for rule in read.pages), *also])
    return RuleSet(read.rules, selection, origin, read.pages)


def _in_scope(rules: Iterable[Entry], scope: Scope) -> list[Entry]:
    language, sites = scope
    return [
        rule
        for rule in rules
        if (not rule.language or language in ("*", rule.language)) and (not rule.site or rule.site in sites)
    ]


def _read(found: Iterable[tuple[Path, str]]) -> Pack:
    """Return what packs hold in the order in which it acts: by the names of the packs, then as it is written."""
    read = [read_pack(path, pack) for path, pack in found]
    places: dict[str, str] = {}
    entries: list[Rule | PageRule] = [entry for pack in read for kind in (pack.rules, pack.pages) for entry in kind]
    for rule in entries:
        if rule.name in places:
            problem = f"a second rule is called {rule.name!r}; the first is at {places[rule.name]}"
            raise RuleError(problem, place=rule.place, hint="rename the pack or the rule")
        places[rule.name] = rule.place
    rules = sorted((rule for pack in read for rule in pack.rules), key=lambda rule: rule.pack)
    pages = sorted((rule for pack in read for rule in pack.pages), key=lambda rule: rule.pack)
    return Pack(tuple(rules), tuple(pages))


def _without_examples(pack: Pack) -> Pack:
    return Pack(
        tuple(replace(rule, examples=()) for rule in pack.rules), tuple(replace(rule, examples=()) for rule in pack.pages)
    )
