"""Which pictures a feed shows of an article, and where our own copies may stand in for them.

                   source says images: link    source says images: cache
private feed       the site's own              our copy, once there is one
public feed        the site's own              the site's own: a copy would be a publication
archives           the site's own              the site's own: they never change, and copies do not stay for ever
"""

from feeds.html.pictures import picture_addresses
from feeds.models import Article, Feed, Origin
from feeds.render.addresses import is_address

MOST = 20  # pictures of one article


def shows_copies(origin: Origin, feed: Feed) -> bool:
    """Whether `feed` shows copies of the pictures of a source."""
    return feed.audience == "private" and origin.images == "cache" and origin.content != "link"


def shown_pictures(article: Article, origin: Origin) -> tuple[str, ...]:
    """The addresses of the pictures that a private feed shows of an article: the lead, and those in its text."""
    lead = tuple(image.url for image in article.images if is_address(image.url))[:1]
    inside = picture_addresses(article.html) if origin.content == "full" else ()
    return tuple(dict.fromkeys((*lead, *filter(is_address, inside))))[:MOST]
