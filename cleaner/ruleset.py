"""Rule sets: packs from folders, the rules in scope of a source, what the user selected, and a fingerprint."""

import os
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, partial
from pathlib import Path

from cleaner.cache import kept, key_of_files, program
from cleaner.digest import blake2b
from cleaner.document import Source, in_site
from cleaner.entries import Entries, Head, Store, called, heads, only
from cleaner.errors import RuleError
from cleaner.rule import Pack, PageRule, Rule
from cleaner.selection import Selection

DETECT = "detect/"
# What of a rule changes no cut.
_NO_CUT = frozenset({"why", "examples", "place"})
# What of a source decides its rules: a language (`*` where unknown), and the sites that cover it.
Scope = tuple[str, tuple[str, ...]]
_EVERYTHING = Selection()
# Languages that are read by the packs of another one, unless they have packs of their own.
_READ_AS = {"nb": "no", "nn": "no"}


def bundled_folder() -> Path:
    """Return the folder of the bundled rules: inside the installed package, or beside it in a checkout or sdist."""
    here = Path(__file__).resolve().parent
    inside = here / "rules"
    return inside if inside.is_dir() else here.parent / "rules"


def read_folder(folder: Path) -> list[Rule]:
    """Return all rules of the packs in `folder` (a pack may also be given by itself), in order of their names.

    Raise RuleError for a folder that is not there or a file that cannot be used.
    """
    from cleaner.rulefile import read_pack  # noqa: PLC0415 - see _read

    return [rule for path, pack in packs(folder) for rule in read_pack(path, pack).rules]


def packs(folder: Path) -> Iterator[tuple[Path, str]]:
    """Yield every rule file of `folder` (which may be a rule file itself) and the name of its pack, in order."""
    for path, name in _files(folder):
        yield Path(path), name


def _files(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield what `packs` does, paths as texts: of 130 files it takes 1 ms instead of 10."""
    if folder.is_file():
        yield str(folder), folder.stem
        return
    if not folder.is_dir():
        raise RuleError("no such rule folder", place=str(folder))
    found = []
    for top, _, files in os.walk(folder):
        below = top[len(str(folder)) :].replace(os.sep, "/").strip("/")
        found += [(f"{below}/{name}" if below else name, top, name) for name in files if name.endswith(".toml")]
    for name, top, file in sorted(found):
        yield os.path.join(top, file), name.removesuffix(".toml")


class RuleSet:
    """Rules in the order in which they act, and the selection among them; `origin` is a key for the files they are from."""

    def __init__(
        self,
        rules: Sequence[Rule],
        selection: Selection = _EVERYTHING,
        origin: str = "",
        pages: Sequence[PageRule] = (),
    ) -> None:
        """Take the rules, and what is chosen of them."""
        self.rules = rules
        self.selection = selection
        self.origin = origin
        self.pages = pages

    def under(self, selection: Selection) -> "RuleSet":
        """Return the same rules under another selection."""
        return RuleSet(self.rules, selection, self.origin, self.pages)

    @cached_property
    def chosen(self) -> Sequence[Rule]:
        """The rules that the selection and its level let act."""
        return only(self.rules, self._chooses)

    @cached_property
    def chosen_pages(self) -> Sequence[PageRule]:
        """The page rules that the selection and its level let act."""
        return only(self.pages, self._chooses)

    def _chooses(self, head: Head) -> bool:
        return head.level <= self.selection.level and self.selection.takes(head.name)

    @cached_property
    def _scopes(self) -> tuple[frozenset[str], tuple[str, ...]]:
        known = [*heads(self.chosen), *heads(self.chosen_pages)]
        languages = frozenset(head.language for head in known if head.language)
        sites = tuple(dict.fromkeys(head.site for head in known if head.site))
        return languages, sites

    def scope(self, source: Source) -> Scope:
        """Return what of `source` decides its rules: a language (`*` where unknown) and the sites that cover it.

        Sources of one scope have the same rules, so that the index is built once for each.
        """
        languages, sites = self._scopes
        language = source.language.lower().replace("_", "-").partition("-")[0] if source.language else "*"
        if language != "*" and language not in languages:
            language = _READ_AS.get(language, "")
            language = language if language in languages else ""
        return language, tuple(site for site in sites if in_site(source.site, site)) if source.site else ()

    def in_scope(self, scope: Scope) -> Sequence[Rule]:
        """Return the rules of a scope: of its language (any, where unknown) or none, of its sites or none."""
        return only(self.chosen, partial(_covers, scope))

    def pages_in_scope(self, scope: Scope) -> Sequence[PageRule]:
        """Return the page rules of a scope."""
        return only(self.chosen_pages, partial(_covers, scope))

    def why(self, name: str) -> str:
        """Return why the rule called `name` takes what it takes; empty where there is none."""
        found = called(self.rules, name) or called(self.pages, name)
        return found.why if found else ""

    @cached_property
    def fingerprint(self) -> str:
        """A hash of all that decides what is cut: rules, weights, selection, program. Equal prints, equal cuts.

        It holds contents, where `origin` leans on the times of files: it is the same on another machine.
        """
        digest = blake2b(program().encode(), digest_size=16)
        entries: list[Rule | PageRule] = [*self.chosen, *self.chosen_pages]
        for rule in entries:
            values = [value for name, value in zip(rule._fields, rule, strict=True) if name not in _NO_CUT]
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
    ours = list(_files(bundled_folder())) if bundled else []
    theirs = [one for folder in folders for one in _files(folder)]
    origin = "" if examples else key_of_files(path for path, _ in (*ours, *theirs))
    selection = selection or Selection()
    rules: Sequence[Rule]
    pages: Sequence[PageRule]
    if examples:
        rules, pages = _read([*ours, *theirs])
    else:
        # The bundled packs were proven before they came here (`cleaner rules check`).
        of_rules, of_pages = kept("rules", origin, lambda: _stored(_read(theirs, proven=ours)))
        rules, pages = Entries(of_rules), Entries(of_pages)
    if selection.select or selection.ignore:
        selection.check([*(head.name for head in heads(rules)), *(head.name for head in heads(pages)), *also])
    return RuleSet(rules, selection, origin, pages)


def _covers(scope: Scope, head: Head) -> bool:
    language, sites = scope
    return (not head.language or language in ("*", head.language)) and (not head.site or head.site in sites)


def _read(found: Sequence[tuple[str, str]], proven: Sequence[tuple[str, str]] = ()) -> Pack:
    """Return what packs hold in the order in which it acts: by the names of the packs, then as it is written."""
    from cleaner.rulefile import read_pack  # noqa: PLC0415 - rules from the cache need none of what reads TOML

    read = [read_pack(Path(path), pack, proven=True) for path, pack in proven]
    read += [read_pack(Path(path), pack) for path, pack in found]
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


def _stored(pack: Pack) -> tuple[Store, Store]:
    """Return the rules and page rules of `pack` as the cache holds them, without examples."""
    rules = (rule._replace(examples=()) for rule in pack.rules)
    return Store.of(rules), Store.of(page._replace(examples=()) for page in pack.pages)
