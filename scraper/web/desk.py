"""What the pages work with, joined by the command line: the configuration of now, the store, the way to the web."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from feeds.store import Store
from scraper.config import Config, ConfigError
from scraper.crawl import Context
from scraper.plan import Change


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
        self._stamps = _stamps(config)

    def current(self) -> Config:
        """The last configuration without faults."""
        stamps = _stamps(self._config)
        if stamps != self._stamps:
            self._stamps = stamps
            try:
                self._config, self._error = self._read(), None
                self._stamps = _stamps(self._config)
            except ConfigError as error:
                self._error = error
        return self._config

    def trouble(self) -> ConfigError | None:
        """What is wrong with the files as they are now, if anything."""
        self.current()
        return self._error


def _stamps(config: Config) -> Mapping[Path, tuple[int, int]]:
    return {path: _stamp(path) for path in (config.path, *config.files)}


def _stamp(path: Path) -> tuple[int, int]:
    try:
        status = path.stat()
    except OSError:
        return 0, 0
    return status.st_mtime_ns, status.st_size
