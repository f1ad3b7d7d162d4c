"""The tally as people and machines read it: lines for a terminal, values for a file of JSON."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from cleaner.ruleset import DETECT
from cleaner.tally import Row, Tally

UNKNOWN = "unknown"  # how a site without a name is called


def lines(tally: Tally, most: int = 20) -> Iterator[str]:
    """Yield the summary as lines of text, with at most `most` rules and as many names of each kind."""
    yield (
        f"{tally.documents} documents: {tally.changed} changed, {tally.unchanged} unchanged, "
        f"{len(tally.refused)} refused by the fuse, {len(tally.failed)} failed"
    )
    if tally.words_in:
        share = 1 - tally.words_out / tally.words_in
        yield f"{tally.words_in} words in, {tally.words_out} out ({share:.1%} removed)"
    for name, count in list(_ordered(tally.words).items())[:most]:
        yield f"{count:9} {name}"
    if len(tally.words) > most:
        yield f"{sum(tally.words.values()):9} in all, by {len(tally.words)} rules and detectors"
    for name, count in list(_ordered(tally.pruned).items())[:most]:
        yield f"{count:9} {name} (elements of pages)"
    yield from named(tally, most)


def named(tally: Tally, most: int = 20) -> Iterator[str]:
    """Yield a line for each document that was refused, failed, skipped or has a note: at most `most` of each kind."""
    kinds = (("refused", tally.refused), ("failed", tally.failed), ("skipped", tally.skipped), ("note", tally.notes))
    for kind, rows in kinds:
        for place, reason in rows[:most]:
            yield f"{kind}: {place}: {reason}"
        if len(rows) > most:
            yield f"{kind}: and {len(rows) - most} more"


def values(tally: Tally) -> dict[str, Any]:
    """Return the whole summary as plain values in a stable order.

    Removed words are counted four times over: by `rules`, by their `families` (`comments` in every language; one for all
    rules of sites), by `detectors`, and by `sites`, which is all of them again. `pruned` counts elements of pages.
    """
    rules = {name: count for name, count in tally.words.items() if not name.startswith(DETECT)}
    families: Counter[str] = Counter()
    for name, count in rules.items():
        families[family_of(name)] += count
    return {
        "documents": {
            "read": tally.documents,
            "changed": tally.changed,
            "unchanged": tally.unchanged,
            "refused": len(tally.refused),
            "failed": len(tally.failed),
        },
        "words": {"in": tally.words_in, "out": tally.words_out, "removed": tally.words_in - tally.words_out},
        "removed": {
            "rules": _ordered(rules),
            "families": _ordered(families),
            "detectors": _ordered({name: count for name, count in tally.words.items() if name not in rules}),
            "sites": _ordered({site or UNKNOWN: count for site, count in tally.sites.items()}),
        },
        "pruned": _ordered(tally.pruned),
        "refused": _rows(tally.refused),
        "failed": _rows(tally.failed),
        "skipped": _rows(tally.skipped),
        "notes": _rows(tally.notes),
    }


def family_of(rule: str) -> str:
    """Return the family of a rule: `comments` for `en/comments#reply`, `site` for whatever is of one site."""
    pack = rule.partition("#")[0]
    folder, _, name = pack.partition("/")
    return folder if folder == "site" else name or folder


def _ordered(counts: Mapping[str, int]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _rows(rows: list[Row]) -> list[dict[str, str]]:
    return [{"place": place, "reason": reason} for place, reason in rows]
