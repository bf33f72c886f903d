"""What the pages work with, joined by the command line: the configuration of now, the store, the way to the web."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from feeds.store import Store
from scraper.config import Config, ConfigError
from scraper.crawl import Context
from scraper.plan import Change
from scraper.schedule.watch import Stamp, stamp_of


@dataclass(frozen=True, slots=True)
class Desk:
    """The operator's desk.

    `current` is the configuration in force and `trouble` what is wrong with the file since it was edited; `parse` reads
    a text as the configuration that it would be. `web` fetches and reads pages for previews: its store is not the one
    that is shown, which is `store`. `running` says that a daemon of this process keeps crawling; `held` is what keeps
    an edit from being applied by it, and `reload` lets it look at the file again.
    """

    current: Callable[[], Config]
    trouble: Callable[[], ConfigError | None]
    parse: Callable[[str], Config]
    store: Store
    web: Context
    running: bool = False
    held: Callable[[], Sequence[Change]] = tuple
    reload: Callable[[], Awaitable[None]] | None = None

    @property
    def config(self) -> Config:
        return self.current()

    def now(self) -> datetime:
        return self.web.now()


class WatchedConfig:
    """A configuration that is read again when one of its files has changed; a faulty edit leaves the last good one."""

    def __init__(self, config: Config, read: Callable[[], Config]) -> None:
        self._config, self._read = config, read
        self._error: ConfigError | None = None
        self._stamps = _stamps_of_reading(config)

    def current(self) -> Config:
        """The last configuration without faults."""
        stamps = stamp_of(self._config.files)
        if stamps != self._stamps:
            self._stamps = stamps
            try:
                self._config, self._error = self._read(), None
                self._stamps = _stamps_of_reading(self._config) | stamps
            except ConfigError as error:
                self._error = error
        return self._config

    def trouble(self) -> ConfigError | None:
        """What is wrong with the files as they are now, if anything."""
        self.current()
        return self._error


def _stamps_of_reading(config: Config) -> Stamp:
    """The files as they were read: none that was written while they were, or since."""
    return {path: state for path, state in stamp_of(config.files).items() if state[1] < config.read_at * 1e9}
