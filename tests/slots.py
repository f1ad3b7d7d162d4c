"""Whether the expression of a slot takes a text, as templates ask it."""

from functools import cache

import regex

from cleaner.slots import SLOTS, compiled


@cache
def slot(name: str) -> "regex.Pattern[str]":
    return compiled(SLOTS[name][0], regex.IGNORECASE)  # as templates do


def takes(name: str, text: str) -> bool:
    return slot(name).fullmatch(text) is not None
