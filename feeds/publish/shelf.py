"""What publishing needs of the store: its verbs, so that tests can hand in a small fake."""

from collections.abc import Collection, Mapping
from typing import Protocol

from feeds.models import Emission, Feed, Month, Origin


class Shelf(Protocol):
    """The reading side of `feeds.store.Store`, and the marker that says what was written."""

    def feed_revision(self, feed_id: str) -> int:
        """Rises whenever what the feed carries changes."""

    def behind(self, feed_ids: Collection[str]) -> Collection[str]:
        """Those of these feeds whose revision is not marked as written."""

    def window(self, feed: Feed, origins: Mapping[str, Origin]) -> tuple[Emission, ...]:
        """The head of a feed, newest emission first; withdrawn entries are marked."""

    def archive_stamps(self, feed_id: str) -> Mapping[Month, str]:
        """The months (in parts, where they are long) that hold more than the head shows, oldest first, each with a
        stamp that changes whenever what its archive shows changes."""

    def archive(self, feed: Feed, month: Month, origins: Mapping[str, Origin]) -> tuple[Emission, ...]:
        """Everything the feed emitted in a month or its part, newest emission first."""

    def picture_names(self, urls: Collection[str]) -> Mapping[str, str]:
        """Those of these pictures that we have a copy of: address to file name below the output folder."""

    def mark_written(self, feed_id: str, revision: int) -> None:
        """The feed's files are in place as of that revision."""
