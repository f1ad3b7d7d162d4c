"""Expressions kept from run to run are the expressions; the module in C of `regex` works by itself and beside the rest."""

import subprocess
import sys
from pathlib import Path

import pytest

from cleaner import patterns
from cleaner.cache import FOLDER_VARIABLE

ALONE = r"""
import sys
from cleaner import patterns
machine = patterns._machine()
assert "regex" not in sys.modules
import regex
from regex import _regex
assert _regex is machine
assert regex.sub("a(b)", r"\1x", "ab") == "bx"
pattern = regex.compile("a")
arguments = patterns.dispatch_table[regex.Pattern](pattern)[1]
assert type(machine.compile(*arguments)) is regex.Pattern
"""
KEPT = r"""
import sys
from cleaner.patterns import DOTALL, IGNORECASE, compiled, lazy
from cleaner.slots import SLOTS, compiled as in_slots
print(in_slots(SLOTS["date"][0], IGNORECASE).search("am 12. MÄRZ 2019").span(), lazy("a.c", DOTALL).fullmatch("a\nc").span())
print(compiled(rb"\d+").findall(b"1 22"), compiled(r"(?P<x>\p{Lu})(b)?").search("éÄb").groupdict())
print("regex._regex_core" in sys.modules)
"""


def run(code: str) -> str:
    return subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout


def test_the_module_in_c_works_alone() -> None:
    run(ALONE)


def test_what_is_kept_is_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path))
    first = run(KEPT)
    assert first.endswith("True\n")
    (kept,) = tmp_path.glob("patterns-*")
    state = kept.stat()
    assert run(KEPT) == first.replace("True", "False")
    assert kept.stat().st_mtime_ns == state.st_mtime_ns
    kept.write_bytes(kept.read_bytes()[:-9] + b"123456789")
    assert run(KEPT) == first


def test_too_many_are_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path))
    many = "from cleaner import patterns as p\np.MOST_BYTES = 4000\n"
    run(many + "[p.compiled(f'a{n}' * 20) for n in range(40)]")
    run(many + "[p.compiled(f'b{n}' * 20) for n in range(40)]")
    (kept,) = tmp_path.glob("patterns-*")
    assert 1000 < kept.stat().st_size < 8000


def test_lazy_is_the_pattern() -> None:
    made: list[str] = []

    def compile_(expression: str, flags: int) -> object:
        made.append(expression)
        return patterns.compiled(expression, flags)

    one = patterns.lazy("a(b)?", 0, compile_)
    assert made == []
    assert one.sub("x", "ab a") == "x x"
    assert [found.span() for found in one.finditer("ab a")] == [(0, 2), (3, 4)]
    assert one.pattern == "a(b)?"
    assert made == ["a(b)?"]


def test_lists_belong_to_the_expression() -> None:
    assert patterns.compiled(r"\L<days>", 0, {"days": ["mo"]}).fullmatch("tu") is None
    assert patterns.compiled(r"\L<days>", 0, {"days": ["tu"]}).fullmatch("tu")
