"""A list page to its items: `discover_page` for bytes of any kind, `discover` for an opened HTML page.

The ways, each a module of its own:

    rules        selectors from config.yaml             json_list   a JSON list, by rules or by its looks
    own_feed     RSS, Atom, JSON Feed                   sitemap     sitemaps and news sitemaps
    automatic    the repeated item of a page            state       JSON-LD, __NEXT_DATA__ and the like
    cms          Hanweb records, lists in comments      paging      where the next page is

Rules are obeyed. Without them every way that fits the page is tried and the one with the best evidence wins; what
another way knows of the same items (a date, a picture) is added. `NoItems` says why there are none.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scraper.discover.combine import discover
    from scraper.discover.kinds import discover_page
    from scraper.discover.own_feed import find_feed

__all__ = ["discover", "discover_page", "find_feed"]


def __getattr__(name: str) -> Any:
    """Loads the ways of reading when one is first asked for: `fedfeed check` compiles selectors only (PEP 562)."""
    homes = {"discover": "combine", "discover_page": "kinds", "find_feed": "own_feed"}
    if name not in homes:
        raise AttributeError(f"module 'scraper.discover' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"scraper.discover.{homes[name]}"), name)
