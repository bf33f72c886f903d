"""From the web to articles. Two pure functions are public: `read_article` and `read_listing`.

>>> import scraper
>>> article = scraper.read_article(html, "https://union.example/news/1.html", timezone="Asia/Shanghai")
>>> article.title, article.published, article.publisher

Both need no network, no clock and no configuration, and raise only `ReadError` (see `scraper.errors`).
"""

from typing import TYPE_CHECKING, Any

from scraper.errors import Blocked, Gone, LoginWall, NoItems, ReadError, Unreadable

if TYPE_CHECKING:
    from scraper.read import read_article, read_listing

READER = "1"  # the version of the reading code: raise it when pages are read differently, so that no edit is seen in it

__all__ = [
    "READER",
    "Blocked",
    "Gone",
    "LoginWall",
    "NoItems",
    "ReadError",
    "Unreadable",
    "read_article",
    "read_listing",
]


def __getattr__(name: str) -> Any:
    """Loads the reader when it is first asked for, so that `fedfeed --help` starts fast (PEP 562)."""
    if name in ("read_article", "read_listing"):
        from scraper import read

        return getattr(read, name)
    raise AttributeError(f"module 'scraper' has no attribute {name!r}")
