"""Documents to try the promises on, each made from its number alone, so that any one can be made again.

They come in blocks of BLOCK: a block has a language and a theme, eight rules in scope, and its documents are made
of what these rules match and just do not match, of articles, hostile lines and every line end.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

from texts import sentence, words

from cleaner.document import Source
from cleaner.forms import texts
from cleaner.hostile import PIECES
from cleaner.rule import Level, Rule
from cleaner.ruleset import RuleSet
from cleaner.templates import filled, parse

BLOCK = 1000
THEME = 8
# Of a list of 300 literals a theme takes as many: asking all of them about every line is what takes long.
MOST_TEXTS = 3

ENDS = ("\n", "\n", "\n\n", "\n\n\n", "\r\n", "\r", "\n \n", " \n", "\n\t\n", "\n\u3000\n", "")
HOSTILE = (
    *(piece * (390 // len(piece)) for piece in PIECES),
    *("- " * 100, "A. " * 140, "x" * 500, "word " * 300),
    "&amp;lt; &nbsp; &copyright; &#0; &#x110000;",
    "e\u0301\u200b\ufeff \u00a0\u3000x",
    "\u1112\u1161\u11ab \U0001f469\u200d\U0001f4bb می\u200cخواهم",
    "name    age\tcity    zip",
    "\x00\x0b\x1c\x85\u2028",
    "\x00",
    "\ufeff",
    "\ud800",
    "{n} comments {date}",
    " • ".join(["One"] * 9),
)
SHORT = ("Harbour news", "• Culture", "1. Boil the beans", "Monday, 3 January 1927", "By Maria Lind", "H.M", "a", "...")
SCRIPTS = (
    "The council of Lowmark voted on Monday to buy the old mill from its last owner, who had wanted to burn it.",
    "“We will share what we have,” she said, “and comment on nothing until the last boat is back in the harbour.”",
    "Die Fähre fährt seit Montag wieder, und der Kapitän sagt, er habe in drei Wochen kein Wort gesprochen.",
    "Le pont rouvrira au printemps, a dit la mairie lundi, et les élèves de l’école seront les premiers à le passer.",
    "El puente volverá a abrirse en primavera, dijo el lunes el alcalde, y los primeros en pasar serán los alumnos.",
    "Most zostanie otwarty wiosną, powiedział w poniedziałek wójt, a pierwsi przejdą po nim uczniowie wiejskiej szkoły.",
    "Мост откроют весной, сказал глава района, и первыми по нему пройдут ученики сельской школы у реки.",
    "Η γέφυρα θα ανοίξει την άνοιξη, είπε ο δήμαρχος, και πρώτοι θα περάσουν οι μαθητές του σχολείου ΤΟΥ ΧΩΡΙΟΥ.",
    "桥梁将于春天重新开放，县政府星期一表示，第一批过桥的将是村里学校的学生们，他们为新栏杆筹集了资金。",
    "पुल वसंत में फिर खुलेगा, ज़िलाधिकारी ने सोमवार को कहा, और सबसे पहले गाँव के स्कूल के बच्चे उसे पार करेंगे।",
    "سيعاد فتح الجسر في الربيع، كما قال رئيس البلدية يوم الاثنين، وسيكون تلاميذ المدرسة أول من يعبره.",
    "Köprü ilkbaharda açılacak, dedi belediye başkanı İSTANBUL'da, ve ilk geçenler ışıklı köyün öğrencileri olacak.",
)
ODD = SHORT * 6 + HOSTILE  # two of three are only short
# What a near miss or a hit may have besides: the line itself, its letters, its edges.
TWISTS: tuple[Callable[[str, Random], str], ...] = (
    lambda line, _: line,
    lambda line, _: line,
    lambda line, _: line.upper(),
    lambda line, _: line.lower(),
    lambda line, _: line.replace("'", "’").replace('"', "“"),
    lambda line, _: line.replace(" ", "\u00a0"),
    lambda line, _: line.replace(" ", "  "),
    lambda line, _: f"» {line} »",
    lambda line, _: f"  {line}: ",
    lambda line, _: line + "s",
    lambda line, random: f"{line} {words(random, 3)}",
    lambda line, random: f"{words(random, 3)} {line}",
    lambda line, random: f"{sentence(random, 14)} {line} {sentence(random, 9)}",
    lambda line, random: without_one(line, random.randrange(len(line) + 1)),
)


def without_one(line: str, at: int) -> str:
    return line[:at] + line[at + 1 :]


@dataclass(frozen=True, slots=True)
class Trial:
    """One document to try: its number, the source and level it is cleaned under, and the cleaner's options by name."""

    number: int
    source: Source
    level: Level
    options: str
    final_newline: bool
    text: str


# The rules, detectors and steps that are switched off, by the name of what is left.
OPTIONS: dict[str, tuple[str, ...]] = {
    "all": (),
    "no detectors": ("detect",),
    "no scorer": ("detect/scorer", "detect/listings"),
    "no rules of any language": ("any",),
    "spaces stay": ("normalize/spaces", "normalize/repeated-spaces", "normalize/trailing-spaces"),
    "lines stay": ("normalize/blank-lines", "normalize/line-ends"),
    "no normalising": ("normalize",),
}


class Theme:
    """What the documents of one block have in common."""

    def __init__(self, everything: RuleSet, block: int) -> None:
        """Take the rules to choose from, with their examples, and the number of the block."""
        random = Random(f"theme {block}")
        languages = ("", *sorted({rule.language for rule in everything.rules if rule.language}))
        sites = sorted({rule.site for rule in everything.rules if rule.site})
        # Where the language is unknown the rules of all act, which takes three times as long: one block in eight.
        language = random.choice(languages[1:]) if block % 8 else ""
        self.options = "all"
        if block % 4 == 1:
            self.options, language = random.choice(list(OPTIONS)), random.choice(languages[:4])
        self.source = Source(site=random.choice(sites) if sites and block % 16 == 2 else "", language=language)
        in_scope = everything.in_scope(everything.scope(self.source))
        chosen = random.sample(in_scope, min(THEME, len(in_scope)))
        self.rules = [_with_few_texts(rule, random) for rule in sorted(chosen, key=lambda rule: rule.pack)]
        self.groups = [group for rule in self.rules for group in groups(rule)]
        self.others = [group for rule in random.sample(in_scope, min(20, len(in_scope))) for group in groups(rule)]

    def trial(self, number: int) -> Trial:
        """Return the document of this number."""
        random = Random(number)
        title = sentence(random, 6) if random.random() < 0.2 else ""
        source = Source(site=self.source.site, language=self.source.language, title=title)
        level, final_newline = random.choice(list(Level)), random.random() < 0.5
        return Trial(number, source, level, self.options, final_newline, self._text(random, title))

    def _text(self, random: Random, title: str) -> str:
        block = [title] if title else []
        for _ in range(random.choice((1, 2, 3, 4, 6, 9))):
            block += self._lines(random)
        if random.random() < 0.08:
            block *= random.choice((2, 3))
        end = random.choice(ENDS[:-1])  # most texts have one kind of line end
        parts = ["\ufeff"] if random.random() < 0.05 else []
        for line in block:
            parts += (line, end if random.random() < 0.8 else random.choice(ENDS))
        if random.random() < 0.3:
            parts.pop()
        return "".join(parts)

    def _lines(self, random: Random) -> Sequence[str]:
        kind = random.random()
        if kind < 0.4:
            group = random.choice(self.groups if random.random() < 0.9 else self.others)
            return group if random.random() < 0.5 else [random.choice(TWISTS)(line, random) for line in group]
        if kind < 0.6:
            return [sentence(random, random.randrange(3, 30))]
        if kind < 0.78:
            return [random.choice(SCRIPTS)]
        return [words(random, random.randrange(1, 8)).capitalize() if kind < 0.9 else random.choice(ODD)]


def _with_few_texts(rule: Rule, random: Random) -> Rule:
    def few(found: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(random.sample(found, min(MOST_TEXTS, len(found))))

    return rule._replace(line=few(rule.line), starts=few(rule.starts), ends=few(rule.ends), contains=few(rule.contains))


def groups(rule: Rule) -> list[tuple[str, ...]]:
    """Return lines that belong together: the rule's literals one by one, and its examples, what goes and what stays."""
    found = [(filled(parse(source)),) for _, source in texts(rule)]
    found += [(need,) for need in rule.needs]
    return found + [tuple(example.before.split("\n")) for example in rule.examples] * 2
