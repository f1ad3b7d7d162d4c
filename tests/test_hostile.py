"""Hostile lines: what they hold, and that the slow pattern is told from the quick one."""

from collections.abc import Callable

import pytest
import regex

from cleaner import hostile


@pytest.mark.parametrize("needs", [[], ["read more", "next"], ["a", "b", "c", "d"]])
def test_lines_hold_what_lets_the_pattern_be_tried(needs: list[str]) -> None:
    lines = hostile.lines(needs)
    assert len(lines) >= 3 * len(hostile.PIECES)
    assert max(map(len, lines)) <= 400
    assert all(any(need in line for need in needs) for line in lines if needs)
    assert not any("d" in line for line in hostile.lines(["a", "b", "c", "d"]) if "Bb" not in line)


def test_the_words_of_the_pattern_are_repeated() -> None:
    assert any(line.count("Foto:") > 50 for line in hostile.lines([], r"(?:Foto: \w+ ?){1,3}"))


def search(pattern: str) -> Callable[[str], object]:
    compiled = regex.compile(pattern, regex.VERSION1)
    return lambda line: compiled.fullmatch(line, timeout=0.05)


@pytest.mark.parametrize("pattern", ["abc", r"\w++ \d+", r"(?:\S++ ?){1,9}"])
def test_a_quick_pattern(pattern: str) -> None:
    took, _ = hostile.slowest(search(pattern), hostile.lines([]))
    assert took < hostile.SECONDS


@pytest.mark.parametrize("pattern", ["(?:a|a)+b", r"(?:\S+\s*){2,16}x", r"(?:(?:abonnement|abonnementen|en) *+){3,30}"])
def test_a_slow_pattern_is_told_with_its_line(pattern: str) -> None:
    took, line = hostile.slowest(search(pattern), hostile.lines([], pattern))
    assert took > hostile.SECONDS
    assert line in hostile.lines([], pattern)


def test_without_lines_nothing_took_time() -> None:
    assert hostile.slowest(search("a"), []) == (0.0, "")
