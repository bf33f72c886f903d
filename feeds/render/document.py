"""One feed as a document: what every format is rendered from, so that all of them say the same.

    FeedDocument      the feed, its emissions and what stands around them
        .items        its emissions as items: excerpt or full text decided, HTML composed, dates settled
        .refused      emissions that no format could carry, and why

Nothing here reads a clock: dates come from the store, and equal emissions give equal documents.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property

from feeds.html import plain
from feeds.models import Emission, Feed, Month, Origin, Site
from feeds.render.addresses import address, feed_id, feed_path, file_name, month_name
from feeds.render.items import Item, make_item, refusal
from feeds.render.pressure import HEAVIEST, HEAVIEST_ARCHIVE, relieve

# The date of a feed that never carried anything; validators and readers doubt anything much older.
_NEVER = datetime(2000, 1, 1, tzinfo=UTC)
# Minutes between polls that divide an hour, so that ttl, sy:updateFrequency and max-age can say the same.
_TTLS = (60, 30, 20, 15, 12, 10, 6, 5)


@dataclass(frozen=True, slots=True)
class Refused:
    """An emission left out of a document, and why."""

    entry_id: str
    link: str
    reason: str

    def __str__(self) -> str:
        return f"{self.link}: {self.reason}"


@dataclass(frozen=True)
class FeedDocument:
    """A feed to be rendered: the subscription document, or the archive of one month.

    `home` is the section that the feed mirrors (the source's page; a merged feed's own page where it is ""), `refresh`
    how often it may change. `archive` is the month of an archive; `previous` and `following` are the months of the
    archives beside it (for the subscription document, `previous` is the newest archive). Withdrawn entries may stand
    among the emissions: they are not shown, but the feed has changed by them. `pictures` maps addresses of pictures to
    the names of our copies below the output folder.
    """

    feed: Feed
    site: Site
    emissions: tuple[Emission, ...]
    home: str = ""
    refresh: timedelta = timedelta(hours=1)
    archive: Month | None = None
    previous: Month | None = None
    following: Month | None = None
    pictures: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def carried(self) -> tuple[Emission, ...]:
        """The emissions that stand in the feed: not withdrawn, and fit for every format."""
        refused = {id(emission) for emission, _ in self._refusals}
        return tuple(each for each in self._live if id(each) not in refused)

    @cached_property
    def refused(self) -> tuple[Refused, ...]:
        """Emissions that no format can carry: each would make the whole feed unreadable."""
        return tuple(Refused(each.entry.id, each.entry.link, reason) for each, reason in self._refusals)

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """The items in order, newest emission first."""
        copies = {url: address(self.site.base_url, name) for url, name in self.pictures.items()}
        items = tuple(make_item(emission, self.feed, copies) for emission in self.carried)
        return relieve(items, HEAVIEST_ARCHIVE if self.archive else HEAVIEST)

    @property
    def _live(self) -> tuple[Emission, ...]:
        return tuple(emission for emission in self.emissions if emission.entry.withdrawn is None)

    @cached_property
    def _refusals(self) -> tuple[tuple[Emission, str], ...]:
        seen: set[str] = set()
        found = []
        for emission in self._live:
            if reason := refusal(emission, seen):
                found.append((emission, reason))
            seen.add(emission.entry.id)
        return tuple(found)

    @cached_property
    def updated(self) -> datetime:
        """When the feed last changed: an item was edited or withdrawn, or is there that was not there before."""
        moments = (
            moment
            for emission in self.emissions
            for moment in (emission.at, emission.entry.updated, emission.entry.withdrawn)
            if moment is not None
        )
        changed = max(moments, default=_NEVER).astimezone(UTC).replace(microsecond=0)
        return max(changed, *(item.updated for item in self.items)) if self.items else changed

    @cached_property
    def origins(self) -> tuple[Origin, ...]:
        """Whose news it carries, in order of first appearance."""
        return tuple({emission.origin.id: emission.origin for emission in self.carried}.values())

    @cached_property
    def language(self) -> str:
        """The feed's language: as configured, else what all its items share ("en" for en-GB and en), else ""."""
        if self.feed.language:
            return self.feed.language
        tags = {item.language for item in self.items}
        bare = {tag.partition("-")[0] for tag in tags}
        return tags.pop() if len(tags) == 1 else bare.pop() if len(bare) == 1 else ""

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages of its items without their regions, in order of first appearance."""
        tags = (item.language.partition("-")[0] for item in self.items)
        return tuple(dict.fromkeys(tag for tag in tags if tag)) or tuple(filter(None, (self.feed.language,)))

    @cached_property
    def title(self) -> str:
        """The feed's title; an archive names its month."""
        title = plain(self.feed.title) or self.feed.id
        return f"{title} ({month_name(self.archive)})" if self.archive else title

    @cached_property
    def description(self) -> str:
        """What the feed is, as configured, else who it tells from."""
        if self.feed.description:
            return plain(self.feed.description)
        names = [plain(origin.name) for origin in self.origins]
        return f"News of {', '.join(names)}" if 0 < len(names) <= 3 else f"{plain(self.feed.title)}: {self.publisher}"

    @property
    def publisher(self) -> str:
        """Who publishes the feed."""
        return plain(self.site.title) or "fedfeed"

    @property
    def ttl(self) -> int:
        """Minutes until it is worth asking again, between 5 and 60."""
        minutes = self.refresh.total_seconds() / 60
        return next((ttl for ttl in _TTLS if ttl <= minutes), _TTLS[-1])

    @property
    def rights(self) -> str:
        """The rights that hold for the whole feed: only where all its sources say the same."""
        rights = {plain(origin.rights) for origin in self.origins}
        return rights.pop() if len(rights) == 1 else ""

    @property
    def page(self) -> str:
        """The address of the feed's page for people."""
        return self.address(".html")

    @property
    def id(self) -> str:
        """The feed's id; its archives share it, being the same logical feed (RFC 5005)."""
        return feed_id(self.feed)

    def links(self, extension: str) -> list[tuple[str, str]]:
        """The document's own address in a format and its place among the archives, as (rel, address)."""
        found = [("self", self.address(extension, self.archive))]
        if self.archive:
            found.append(("current", self.address(extension)))
        if self.previous:
            found.append(("prev-archive", self.address(extension, self.previous)))
        if self.following:
            found.append(("next-archive", self.address(extension, self.following)))
        return found

    def address(self, extension: str, month: Month | None = None) -> str:
        """The address of the feed, or of one of its archives, in the format with that extension."""
        return address(self.site.base_url, file_name(feed_path(self.feed), extension, month))
