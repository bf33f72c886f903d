"""From articles to subscribers: what fedfeed remembers and publishes. Never imports `scraper`."""
