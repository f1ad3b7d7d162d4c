"""Texts and rules for benchmarks: made from a seed, with the line lengths of extracted articles."""

from random import Random

from cleaner.rule import Rule

PACK = "bench/made"

# Syllables, not words: made-up words keep literals rare, as real phrases are.
_SYLLABLES = [consonant + vowel for consonant in "bdfklmnrst" for vowel in "aeio"]


def word(random: Random) -> str:
    return "".join(random.choice(_SYLLABLES) for _ in range(random.choice((1, 2, 2, 3, 3, 4))))


def words(random: Random, count: int) -> str:
    return " ".join(word(random) for _ in range(count))


def sentence(random: Random, count: int) -> str:
    return words(random, count).capitalize() + random.choice((".", ".", ".", "?", ".”"))


def rules(count: int, seed: int = 1) -> list[Rule]:
    """Return `count` rules: 55% whole lines, 20% phrases, 10% prefixes, 15% patterns."""
    random = Random(seed)
    made = []
    for number in range(count):
        kind = number % 20
        text = words(random, random.choice((2, 3, 4)))
        made.append(_rule(random, f"rule-{number}", kind, text))
    return made


def _rule(random: Random, name: str, kind: int, text: str) -> Rule:
    why = "A made-up rule."
    if kind < 11:
        return Rule(id=name, pack=PACK, why=why, line=(text,))
    if kind < 15:
        return Rule(id=name, pack=PACK, why=why, contains=(text,))
    if kind < 17:
        return Rule(id=name, pack=PACK, why=why, starts=(text,), max_words=20)
    pattern = rf"(?i){text},? \d{{1,4}} (?:{word(random)}|{word(random)}).{{0,40}}"
    return Rule(id=name, pack=PACK, why=why, pattern=pattern, needs=(text,))


def hit(random: Random, rule: Rule) -> str:
    """Return a line that `rule` takes."""
    if rule.line:
        return rule.line[0].capitalize()
    if rule.contains:
        return f"{word(random).capitalize()} {rule.contains[0]} {words(random, 3)}"
    if rule.starts:
        return f"{rule.starts[0].capitalize()} {words(random, 4)}"
    last = rule.pattern.rpartition("(?:")[2].partition("|")[0]
    return f"{rule.needs[0]} {random.randrange(1000)} {last} {words(random, 2)}"


def document(random: Random, made: list[Rule], size: int = 2700, share: float = 0.1) -> str:
    """Return an article of about `size` bytes in which at least `share` of the lines are hits of `made`."""
    lines = [words(random, random.randrange(5, 11)).capitalize()]
    length = 0
    while length < size:
        kind = random.random()
        if kind < share + 0.02:
            line = hit(random, random.choice(made)) if made else words(random, 4)
        elif kind < 0.25:
            line = words(random, random.randrange(2, 8)).capitalize()
        else:
            line = " ".join(sentence(random, random.randrange(8, 26)) for _ in range(random.choice((1, 1, 2, 3))))
        lines.append(line)
        length += len(line) + 1
    return "\n".join(lines) + "\n"


def documents(count: int, made: list[Rule], seed: int = 2) -> list[str]:
    random = Random(seed)
    return [document(random, made) for _ in range(count)]
