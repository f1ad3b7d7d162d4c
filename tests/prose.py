"""A title and four paragraphs, for tests of what stands above, between and below them."""

from cleaner import Cleaner

TITLE = "Council buys the old mill"
TEXT = [
    "The council of Lowmark voted on Monday to buy the old mill from its last owner, who had kept it for forty years.",
    "The building has stood empty for nine years, and its roof fell in two winters ago, when the snow lay until April.",
    "The clerk said that the wheel would turn again in spring, if the river has as much water as it had this autumn.",
    "The price was not named, but the owner was seen to smile in the yard of the town hall for the first time in years.",
]


def cut(lines: list[str], by: str) -> list[str]:
    """Return what `by` cuts of the blocks `lines`."""
    return [one.old.strip() for one in Cleaner().clean("\n\n".join(lines) + "\n").cuts if one.by == by]
