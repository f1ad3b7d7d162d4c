"""The cleaners of a run: documents of different folders may need different ones."""

from cleaner.config import Config, Options
from cleaner.pipeline import Cleaner
from cleaner.selection import SelectorError


class Cleaners:
    """A cleaner for each distinct set of options, made when it is first asked for."""

    def __init__(self, fast: bool = True, explains: bool = False) -> None:
        """Take what holds for each: `fast` for more than a little text, `explains` to have cuts say what spoke for them."""
        self._fast = fast
        self._explains = explains
        self._made: dict[Options, Cleaner] = {}

    def of(self, config: Config) -> Cleaner:
        """Return the cleaner for documents under `config`.

        Raise RuleError for a rule file that cannot be used, ConfigError or UsageError for a name that nothing is called.
        """
        options = config.options
        cleaner = self._made.get(options)
        if cleaner is None:
            try:
                cleaner = Cleaner(**options._asdict(), fast=self._fast)
            except SelectorError as error:
                raise config.complaint(error) from error
            cleaner.explains = self._explains
            self._made[options] = cleaner
        return cleaner
