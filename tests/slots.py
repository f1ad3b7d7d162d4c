"""Whether the expression of a slot takes a text, as templates ask it."""

from functools import cache

import regex

from cleaner.slots import compiled, matched


@cache
def slot(name: str, language: str = "") -> "regex.Pattern[str]":
    return compiled(matched(name, language), regex.IGNORECASE, language)  # as templates do


def takes(name: str, text: str, language: str = "") -> bool:
    return slot(name, language).fullmatch(text) is not None
