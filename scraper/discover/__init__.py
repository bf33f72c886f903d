"""A list page to its items: `discover_page` for bytes of any kind, `discover` for an opened HTML page.

The ways, each a module of its own:

    rules        selectors from config.yaml             json_list   a JSON list, by rules or by its looks
    own_feed     RSS, Atom, JSON Feed                   sitemap     sitemaps and news sitemaps
    automatic    the repeated item of a page            state       JSON-LD, __NEXT_DATA__ and the like
    cms          Hanweb records, lists in comments      paging      where the next page is

Rules are obeyed. Without them every way that fits the page is tried and the one with the best evidence wins; what
another way knows of the same items (a date, a picture) is added. `NoItems` says why there are none.
"""

from scraper.discover.combine import discover
from scraper.discover.kinds import discover_page
from scraper.discover.own_feed import find_feed

__all__ = ["discover", "discover_page", "find_feed"]
