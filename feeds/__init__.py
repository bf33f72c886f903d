"""From articles to subscribers: what fedfeed remembers and publishes. Never imports `scraper`."""

__version__ = "0.1.0"
