"""From the web to articles."""

from scraper.errors import Blocked, Gone, LoginWall, NoItems, ReadError, Unreadable

__all__ = ["Blocked", "Gone", "LoginWall", "NoItems", "ReadError", "Unreadable"]
