"""docs/ is held to the code: rules.md's rules are proved, and nothing that there is goes without a word."""

import re
from pathlib import Path

import pytest
import regex

from cleaner import bounds, complaint, hostile, overlap, pagefile, pageproof, proof, rulefile, table, templates, xpath
from cleaner.configfile import EXTEND, NAMES
from cleaner.configfile import TABLES as TABLES_OF_CONFIG
from cleaner.detect import DETECTORS
from cleaner.normalize import STEPS
from cleaner.pagefile import MAX_EXPRESSION, PAGE_KEYS
from cleaner.proof import check_folder
from cleaner.rule import AFTER_WORDS, DEFAULT_MAX_WORDS, FOLLOW_WORDS, Drop, Level, Zone
from cleaner.rulefile import HEADER_KEYS, MAX_PATTERN, MOST_WORDS, RULE_KEYS, read_pack
from cleaner.settings import KEYS
from cleaner.shape import KINDS, PROSE_WORDS
from cleaner.slots import SLOTS, compiled
from cleaner.spans import MAX_LINES
from cleaner.table import TABLE_KINDS
from cleaner.templates import LONG_LINE
from tests.test_readme import output

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")] + [
    ROOT / "docs" / f"{name}.md" for name in ("rules", "design", "formats", "configuration", "hook", "corpora")
]
RULES = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
CONFIGURATION = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
DESIGN = (ROOT / "docs" / "design.md").read_text(encoding="utf-8")


def tables() -> dict[str, list[list[str]]]:
    """Return the rows of the tables of rules.md, cells apart, by the head of their first column."""
    found: dict[str, list[list[str]]] = {}
    for block in re.findall(r"(?:^\|.*\n)+", RULES, re.MULTILINE):
        rows = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in block.splitlines()]
        found[rows[0][0].strip("| ")] = rows[2:]
    return found


TABLES = tables()


def codes(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write each rule file of rules.md to the place that it names."""
    top = tmp_path_factory.mktemp("docs")
    for block in re.findall(r"^```toml\n(.*?)^```$", RULES, re.MULTILINE | re.DOTALL):
        path = top / re.findall(r"^# (my-rules/\S+\.toml)$", block, re.MULTILINE)[0]
        assert not path.exists()
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(block, encoding="utf-8")
    return top / "my-rules"


def test_rules_are_proved_with_the_words_shown(folder: Path) -> None:
    checked, complaints = check_folder(folder)
    assert complaints == []
    assert f"$ cleaner rules check my-rules\n{checked} rules checked, 0 complaints\n" in RULES


def test_every_way_to_drop_is_shown(folder: Path) -> None:
    rules = [rule for path in folder.rglob("*.toml") for rule in read_pack(path, path.stem).rules]
    assert {rule.drop for rule in rules} == set(Drop)
    assert all(f'`drop = "{drop}"`' in RULES for drop in Drop)


def test_every_key_is_described() -> None:
    assert {codes(row[0])[0] for row in TABLES["key"]} == set(RULE_KEYS)
    assert {codes(row[0])[0] for row in TABLES["key of a page rule"]} == set(PAGE_KEYS)
    assert all(f"`{key} =" in RULES for key in HEADER_KEYS if key not in TABLE_KINDS)


@pytest.mark.parametrize("words", [list(Drop), list(Zone), [level.word for level in Level], FOLLOW_WORDS, AFTER_WORDS])
def test_every_value_is_described(words: list[str]) -> None:
    assert [word for word in words if f"`{word}`" not in RULES] == []


def test_every_slot_is_described() -> None:
    assert [codes(row[0])[0].strip("{}") for row in TABLES["slot"]] == list(SLOTS)


@pytest.mark.parametrize("row", TABLES["slot"], ids=lambda row: codes(row[0])[0])
def test_slot_takes_what_is_said(row: list[str]) -> None:
    pattern = compiled(SLOTS[codes(row[0])[0].strip("{}")][0], regex.IGNORECASE)
    assert [text for text in codes(row[2]) if not pattern.fullmatch(text)] == []
    assert [text for text in codes(row[3]) if pattern.fullmatch(text)] == []


def test_every_word_for_neighbours_is_described() -> None:
    rows = {codes(row[0])[0]: codes(row[1]) for row in TABLES["word"]}
    assert rows.keys() == KINDS.keys()
    assert {word for word, keys in rows.items() if "follow" in keys} == set(FOLLOW_WORDS)
    assert {word for word, keys in rows.items() if "after" in keys} == set(AFTER_WORDS)


@pytest.mark.parametrize("row", TABLES["word"], ids=lambda row: codes(row[0])[0])
def test_word_takes_what_is_said(row: list[str]) -> None:
    looks = KINDS[codes(row[0])[0]]
    assert [text for text in codes(row[3]) if not looks(text)] == []
    assert [text for text in codes(row[4]) if looks(text)] == []


def test_complaints_are_those_of_the_code() -> None:
    code = "".join(
        Path(module.__file__ or "").read_text(encoding="utf-8")
        for module in (rulefile, table, pagefile, xpath, proof, pageproof, complaint, overlap, templates, bounds)
    )
    said = [piece for row in TABLES["complaint"] for text in codes(row[0]) for piece in text.split("…")]
    assert [piece for piece in said if piece not in code] == []


def test_numbers_are_those_of_the_code() -> None:
    assert f"{DEFAULT_MAX_WORDS} unless given, at most {MOST_WORDS} |" in RULES
    assert f"lines over {LONG_LINE} characters" in RULES
    assert f"at most {MAX_PATTERN:,} characters long" in RULES
    assert f"at least {PROSE_WORDS} words" in RULES
    assert f"at most {MAX_LINES}, blank lines" in RULES
    assert f"more than\n{MAX_LINES} lines" in RULES
    assert hostile.SECONDS == 0.01  # "a hundredth of a second"
    assert f"more than {xpath.PAGE_SECONDS} seconds for a page of 6,000 elements" in RULES
    assert f"at most {MAX_EXPRESSION} characters" in RULES


def test_sections_that_complaints_point_to_are_there() -> None:
    code = "".join(Path(module.__file__ or "").read_text(encoding="utf-8") for module in (rulefile, table))
    hints = re.findall(r"see docs/rules\.md, '(.+?)'", code)
    assert hints
    assert [name for name in hints if f"\n## {name}\n" not in RULES] == []


def test_design_names_every_module_detector_and_step() -> None:
    modules = [path.relative_to(ROOT / "cleaner").with_suffix("") for path in (ROOT / "cleaner").rglob("*.py")]
    names = [path.name if path.name != "__init__" else path.parent.name for path in modules]
    assert [name for name in names if name and f"`{name}" not in DESIGN and name != "__main__"] == []
    assert [name for name in (*DETECTORS, *STEPS) if f"`{name}`" not in DESIGN] == []


def test_every_key_of_the_configuration_is_described() -> None:
    rows = [codes(row)[0] for row in re.findall(r"^\| (`.+?`) \|", CONFIGURATION, re.MULTILINE)]
    assert rows == [EXTEND, *KEYS, *(f"[[{table}]]" for table in TABLES_OF_CONFIG)]
    assert [name for name in NAMES if f"`{name}`" not in CONFIGURATION] == []
    words = "".join(re.findall(r"^\| `(?:level|encoding)`.*$", CONFIGURATION, re.MULTILINE))
    assert [word for word in (*(level.word for level in Level), "detect", "strict") if f"`{word}`" not in words] == []


def test_the_configuration_shown_prints_what_is_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "house-rules").mkdir()
    (text,) = re.findall(r"^```toml\n(# cleaner\.toml.*?)^```$", CONFIGURATION, re.MULTILINE | re.DOTALL)
    (tmp_path / "cleaner.toml").write_text(text, encoding="utf-8")
    ((command, shown),) = re.findall(r"^\$ ([^\n]*)\n(.*?)^```$", CONFIGURATION, re.MULTILINE | re.DOTALL)
    lines = output(command).replace(str(tmp_path), "/corpus").splitlines()
    before, after = (part.strip().splitlines() for part in shown.split("…"))
    assert (lines[: len(before)], lines[-len(after) :]) == (before, after)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for target in re.findall(r"\]\((?!https?:)([^)]+)\)", text):
        name, _, section = target.partition("#")
        path = (page.parent / name) if name else page
        assert path.exists(), target
        titles = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
        assert not section or section in {title.lower().replace(" ", "-") for title in titles}, target
