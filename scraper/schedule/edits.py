"""An edited configuration: what of it may be taken over while the daemon runs, and why it is not.

read again ──faulty──────────────────► shown, nothing changes
    └─► would items come back as new, or no source be left? ──► held until somebody allows it, nothing changes
            └─► taken, but for what only a start can change
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import replace

from feeds.store.errors import StoreError
from scraper.applied import returning
from scraper.config import Config, ConfigError
from scraper.crawl import Context
from scraper.plan import Change

log = logging.getLogger(__name__)

AT_START = ("database", "output", "fetch", "raw", "serve", "demo")  # what the parts of a daemon are set up with


class Edits:
    """Reads the configuration again. `error` is what is wrong with the one on disk, `held` what it would bring back,
    `refused` both in words; all empty while the one on disk is in use."""

    def __init__(self, read_config: Callable[[], Config], context: Context) -> None:
        self._read_config, self._context = read_config, context
        self.error: ConfigError | None = None
        self.held: tuple[Change, ...] = ()
        self.refused = ""

    async def read(self, in_use: Config) -> Config | None:
        """The configuration to go on with, None if the one in use stays."""
        try:
            config = await asyncio.to_thread(self._read_config)
            held = await returning(config.sources, self._context.store, self._context.reader)
        except ConfigError as error:
            self.error, self.held = error, ()
            self._refuse([str(problem) for problem in error.problems])
            return None
        except (StoreError, OSError) as error:
            self._refuse([f"{error}; save it again, or send SIGHUP, to try once more"])
            return None
        self.error, self.held = None, held
        if held:
            words = [f"{change.where}: {change.what}" for change in held]
            self._refuse([*words, "to apply it all the same, restart with `fedfeed run --allow`"])
            return None
        self.refused = ""
        return _as_far_as_running(config, in_use)

    def _refuse(self, reasons: Sequence[str]) -> None:
        self.refused = "\n".join(reasons)
        for reason in reasons:
            log.error("config not reloaded, the one before stays: %s", reason)


def _as_far_as_running(config: Config, in_use: Config) -> Config:
    """The new configuration with the old values of what needs a start: feeds written to one folder and served from
    another would stand still for their readers."""
    later = [key for key in AT_START if getattr(config, key) != getattr(in_use, key)]
    if later:
        log.warning("%s: %s take effect at the next start", config.path, ", ".join(f"`{key}`" for key in later))
    if config.site.contact != in_use.site.contact:
        log.warning("%s: `site.contact` is told to sites from the next start on", config.path)
    return replace(config, **{key: getattr(in_use, key) for key in later})
