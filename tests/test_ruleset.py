"""Rule sets: scope by language and site, selection and level, names, the fingerprint."""

import re
from pathlib import Path

import pytest

from cleaner.document import Source
from cleaner.errors import RuleError, UsageError
from cleaner.pipeline import Cleaner
from cleaner.rule import Drop, Example, Level, Rule, Zone
from cleaner.ruleset import RuleSet, bundled_folder, load, packs, read_folder
from cleaner.selection import Selection

PACK = """
[[rule]]
id = "{id}"
why = "A test."
line = ["{line}"]
examples = ['-{line}', ' {line} or not']
"""


def rule(name: str, language: str = "", site: str = "", level: Level = Level.STANDARD) -> Rule:
    pack, _, one = name.partition("#")
    return Rule(id=one, pack=pack, why="A test.", line=(one,), language=language, site=site, level=level)


RULES = (
    rule("any/a#all"),
    rule("de/a#german", language="de"),
    rule("en/a#english", language="en"),
    rule("site/bbc.co.uk#bbc", site="bbc.co.uk"),
    rule("site/cnn.com#cnn", site="cnn.com"),
    rule("site/cnn.com#cnn-spanish", site="cnn.com", language="es"),
    rule("site/edition.cnn.com#edition", site="edition.cnn.com"),
)


def in_scope(source: Source, ruleset: RuleSet | None = None) -> set[str]:
    ruleset = ruleset or RuleSet(RULES)
    return {one.id for one in ruleset.in_scope(ruleset.scope(source))}


@pytest.mark.parametrize(
    ("source", "ids"),
    [
        (Source(), {"all", "german", "english"}),  # unknown language: every one; unknown site: none
        (Source(language="en"), {"all", "english"}),
        (Source(language="EN"), {"all", "english"}),
        (Source(language="en-GB"), {"all", "english"}),
        (Source(language="en_US"), {"all", "english"}),
        (Source(language="sv"), {"all"}),  # known, and no pack for it
        (Source(site="cnn.com"), {"all", "german", "english", "cnn", "cnn-spanish"}),
        (Source(site="cnn.com", language="en"), {"all", "english", "cnn"}),
        (Source(site="cnn.com", language="es"), {"all", "cnn", "cnn-spanish"}),
        (Source(site="edition.cnn.com", language="en"), {"all", "english", "cnn", "edition"}),
        (Source(site="money.cnn.com", language="sv"), {"all", "cnn"}),
        (Source(site="notcnn.com", language="sv"), {"all"}),
        (Source(site="cnn.com.example.org", language="sv"), {"all"}),
        (Source(site="news.bbc.co.uk", language="sv"), {"all", "bbc"}),
        (Source(site="co.uk", language="sv"), {"all"}),
    ],
)
def test_scope(source: Source, ids: set[str]) -> None:
    assert in_scope(source) == ids


@pytest.mark.parametrize(
    ("packs", "language", "ids"), [("no", "nb", {"one"}), ("no", "nn-NO", {"one"}), ("de", "nb", set())]
)
def test_both_forms_of_norwegian_are_read_by_its_packs(packs: str, language: str, ids: set[str]) -> None:
    assert in_scope(Source(language=language), RuleSet((rule(f"{packs}/a#one", language=packs),))) == ids


def test_rules_keep_their_order() -> None:
    ruleset = RuleSet(RULES)
    found = ruleset.in_scope(ruleset.scope(Source(site="edition.cnn.com")))
    assert [*found] == [one for one in RULES if one in found]


def test_sources_of_one_scope_share_it() -> None:
    ruleset = RuleSet(RULES)
    assert ruleset.scope(Source(language="sv")) == ruleset.scope(Source(language="fi", site="example.org"))
    assert ruleset.scope(Source(language="en")) != ruleset.scope(Source())
    assert ruleset.scope(Source(site="a.cnn.com")) == ruleset.scope(Source(site="b.cnn.com"))


@pytest.mark.parametrize(
    ("select", "ignore", "ids"),
    [
        ((), (), {"all", "german", "english"}),
        (("en",), (), {"english"}),
        (("en", "de/a"), (), {"english", "german"}),
        ((), ("en",), {"all", "german"}),
        (("en", "any"), ("any/a#all",), {"english"}),  # ignore comes after select
        (("detect",), (), set()),
    ],
)
def test_selection(select: tuple[str, ...], ignore: tuple[str, ...], ids: set[str]) -> None:
    assert in_scope(Source(), RuleSet(RULES, Selection(select, ignore))) == ids


@pytest.mark.parametrize(("level", "ids"), [("careful", {"a"}), ("standard", {"a", "b"}), ("thorough", {"a", "b", "c"})])
def test_level(level: str, ids: set[str]) -> None:
    rules = tuple(
        rule(f"t#{one}", level=Level.of(word)) for one, word in zip("abc", ("careful", "standard", "thorough"), strict=True)
    )
    assert in_scope(Source(), RuleSet(rules, Selection(level=Level.of(level)))) == ids


def test_a_language_whose_rules_were_all_left_out_is_as_unknown_to_the_set() -> None:
    ruleset = RuleSet(RULES, Selection(ignore=("en",)))
    assert ruleset.scope(Source(language="en")) == ruleset.scope(Source(language="sv"))


FULL = Rule(id="x", pack="t", why="A test.", line=("a",), drop=Drop.SECTION, follow="short", place="t.toml:1")
CHANGES = [
    FULL._replace(id="y"),
    FULL._replace(pack="u"),
    FULL._replace(line=("b",)),
    FULL._replace(line=(), starts=("a",)),
    FULL._replace(ends=("a",)),
    FULL._replace(contains=("a",)),
    FULL._replace(pattern="a"),
    FULL._replace(needs=("a",)),
    FULL._replace(drop=Drop.REST),
    FULL._replace(zone=Zone.TAIL),
    FULL._replace(follow="names"),
    FULL._replace(after="prose"),
    FULL._replace(max_words=13),
    FULL._replace(language="en"),
    FULL._replace(site="cnn.com"),
]


def test_fingerprint_changes_with_whatever_changes_a_cut() -> None:
    prints = {RuleSet((one,)).fingerprint for one in (FULL, *CHANGES)}
    prints |= {RuleSet((FULL, CHANGES[0])).fingerprint, RuleSet((CHANGES[0], FULL)).fingerprint, RuleSet(()).fingerprint}
    assert len(prints) == len(CHANGES) + 4


@pytest.mark.parametrize(
    "selection",
    [
        Selection(level=Level.CAREFUL),
        Selection(ignore=("detect/titles",)),
        Selection(ignore=("normalize/nfc",)),
        Selection(select=("t",)),
    ],
)
def test_fingerprint_changes_with_the_selection(selection: Selection) -> None:
    careful = FULL._replace(level=Level.CAREFUL)
    assert RuleSet((careful,), selection).fingerprint != RuleSet((careful,)).fingerprint


@pytest.mark.parametrize(
    "same",
    [FULL._replace(why="Other."), FULL._replace(place="elsewhere.toml:9"), FULL._replace(examples=(Example("a", "", 1),))],
)
def test_fingerprint_stays_with_what_changes_no_cut(same: Rule) -> None:
    assert RuleSet((same,)).fingerprint == RuleSet((FULL,)).fingerprint


def test_fingerprint_changes_with_the_weights_of_the_scorer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    prints = set()
    for weights in ("{}", "[]"):
        (tmp_path / "scorer.json").write_text(weights)
        monkeypatch.setattr("cleaner.ruleset.bundled_folder", lambda: tmp_path)
        prints.add(RuleSet((FULL,)).fingerprint)
    assert len(prints) == 2


def test_fingerprint_does_not_hang_on_rules_that_do_not_act() -> None:
    idle = rule("u#idle", level=Level.THOROUGH)
    assert RuleSet((FULL, idle)).fingerprint == RuleSet((FULL,)).fingerprint


def write(folder: Path, name: str, header: str = "", rule_id: str = "one", line: str = "Home") -> None:
    path = folder / f"{name}.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(header + PACK.format(id=rule_id, line=line), encoding="utf-8")


def test_packs_are_named_by_their_path(tmp_path: Path) -> None:
    write(tmp_path, "en/z", 'language = "en"')
    write(tmp_path, "en/a", 'language = "en"')
    write(tmp_path, "site/bbc.co.uk", 'site = "bbc.co.uk"')
    write(tmp_path, "any/a")
    write(tmp_path, "loose")
    (tmp_path / "README.md").write_text("no pack")
    assert [pack for _, pack in packs(tmp_path)] == ["any/a", "en/a", "en/z", "loose", "site/bbc.co.uk"]
    assert [one.name for one in read_folder(tmp_path)] == [
        "any/a#one",
        "en/a#one",
        "en/z#one",
        "loose#one",
        "site/bbc.co.uk#one",
    ]


def test_one_pack_may_be_given_by_itself(tmp_path: Path) -> None:
    write(tmp_path, "mine")
    ruleset = load([tmp_path / "mine.toml"], bundled=False)
    assert [one.name for one in ruleset.rules] == ["mine#one"]


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="no such rule folder") as raised:
        load([tmp_path / "none"], bundled=False)
    assert raised.value.place == str(tmp_path / "none")


def test_two_rules_of_one_name(tmp_path: Path) -> None:
    write(tmp_path / "a", "mine")
    write(tmp_path / "b", "mine", line="Start")
    with pytest.raises(RuleError, match="a second rule is called 'mine#one'") as raised:
        load([tmp_path / "a", tmp_path / "b"], bundled=False)
    assert raised.value.place == f"{tmp_path / 'b' / 'mine.toml'}:2"
    assert f"{tmp_path / 'a' / 'mine.toml'}:2" in raised.value.problem
    assert raised.value.hint == "rename the pack or the rule"


def test_load_checks_selectors_and_knows_other_names(tmp_path: Path) -> None:
    write(tmp_path, "mine")
    chosen = load([tmp_path], Selection(ignore=("detect/titles", "mine#one")), False, ["detect/titles"])
    assert chosen.chosen == ()
    with pytest.raises(UsageError, match="nothing is called 'mine#two'"):
        load([tmp_path], Selection(ignore=("mine#two",)), False)


def test_order_does_not_hang_on_the_order_of_folders(tmp_path: Path) -> None:
    write(tmp_path / "a", "zebra")
    write(tmp_path / "b", "ant")
    folders = [tmp_path / "a", tmp_path / "b"]
    names = [one.name for one in load(folders, bundled=False).rules]
    assert names == ["ant#one", "zebra#one"]
    assert names == [one.name for one in load(folders[::-1], bundled=False).rules]


def test_bundled_rules_are_found_and_loaded(tmp_path: Path) -> None:
    assert (bundled_folder() / "en").is_dir()
    write(tmp_path, "mine")
    names = {one.name for one in load([tmp_path]).rules}
    assert "mine#one" in names
    assert len({name.partition("/")[0] for name in names}) >= 12  # eleven languages, and what holds in all


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('line = ["{nombre} says"]', "unknown slot '{nombre}'"),
        ("pattern = '(?i)one (two'\nneeds = ['one']", "the pattern of en/mine#one is not a regular expression"),
    ],
)
def test_a_bundled_pack_is_looked_at_when_it_is_used(
    text: str, problem: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "en" / "mine.toml"
    path.parent.mkdir()
    head = 'language = "en"\n\n[[rule]]\nid = "one"\nwhy = "A test."\n'
    path.write_text(f"{head}{text}\nexamples = ['-one two', ' one or not']\n")
    monkeypatch.setattr("cleaner.ruleset.bundled_folder", lambda: tmp_path)
    with pytest.raises(RuleError, match=re.escape(problem)) as raised:
        Cleaner(ignore=("detect/scorer",)).clean("One says\none two\n")
    assert raised.value.place == f"{path}:3"
    with pytest.raises(RuleError):
        load()
