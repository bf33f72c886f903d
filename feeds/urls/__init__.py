"""URLs as browsers understand them (WHATWG), and the keys by which we know them again.

The only home of ada-url. Everything takes and gives plain strings; nothing here raises on a foreign URL:

    absolute(href, base)   what a link on a page points to, "" unless it is http(s)
    parse(url)             its parts, None when it is no URL
    host, origin, same_origin, site, same_site
    canonical_key(url)     one key for all spellings of one address: what identity is made of
    desktop_key(key)       the same key on the desktop host (m., wap. …)
    strip_tracking(url)    the link as found, without what follows the reader around
"""

from feeds.urls.keys import canonical_key, desktop_key, strip_tracking
from feeds.urls.parts import MAX_LENGTH, URL, absolute, parse
from feeds.urls.sites import host, origin, same_origin, same_site, site

__all__ = [
    "MAX_LENGTH",
    "URL",
    "absolute",
    "canonical_key",
    "desktop_key",
    "host",
    "origin",
    "parse",
    "same_origin",
    "same_site",
    "site",
    "strip_tracking",
]
