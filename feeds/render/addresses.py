"""Where a feed's files stand: below the site's base URL for subscribers, below the output folder on disk."""

import re
import uuid
from urllib.parse import quote

from feeds.models import Feed, Month

_FEEDS = uuid.UUID("6e6f9d5c-4f43-5b0e-9a0e-5f2a7d1f0c4b")
# No way out of the folder, and nothing that means more in the lines for web servers.
_SAFE_SEGMENT = re.compile(r"[^./\\\x00-\x20\"'{}$;][^/\\\x00-\x1f\"'{}$;]*")


# What `feeds.urls.absolute` gives: a serialised http(s) address with a host. To parse it again would cost too much.
_ADDRESS = re.compile(r"https?://[^\s/?#@<>\"\\\x00-\x20]+(?:[/?#][^\s<>\"\x00-\x20]*)?")


def is_address(url: str | None) -> bool:
    """Whether it is an absolute http(s) address, as every address in the store is."""
    return url is not None and _ADDRESS.fullmatch(url) is not None


class BadPath(ValueError):
    """A feed's configured path is no place below the output folder."""


def feed_path(feed: Feed) -> str:
    """The feed's place without extension, `unions/china`. Raises BadPath for one that leaves the output folder."""
    path = feed.path or feed.id
    if not all(_SAFE_SEGMENT.fullmatch(segment) for segment in path.split("/")):
        raise BadPath(f"feed {feed.id!r}: path {path!r} must be names separated by '/', none beginning with a dot")
    return path


def file_name(path: str, extension: str, month: Month | None = None) -> str:
    """`unions.rss`, for an archive `unions/2026-01.rss`, its second part `unions/2026-01-2.rss`."""
    return f"{path}/{month_name(month)}{extension}" if month else path + extension


def month_name(month: Month) -> str:
    """`2026-01`, for its second part `2026-01-2`."""
    return f"{month.year:04}-{month.month:02}" + (f"-{month.part}" if month.part > 1 else "")


def address(base_url: str, name: str) -> str:
    """The public address of a file of the output folder: from the configured base URL, never from a request."""
    return base_url.rstrip("/") + "/" + quote(name, safe="/-._~")


def feed_id(feed: Feed) -> str:
    """The Atom id of the feed: made of its configured id alone, so a new base URL is not a new feed."""
    return uuid.uuid5(_FEEDS, feed.id).urn
