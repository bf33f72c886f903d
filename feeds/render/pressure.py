"""Keeps a feed near the size that readers fetch gladly: old full texts become excerpts, no item is ever dropped."""

from feeds.render.items import Item

HEAVIEST = 250_000
# An archive is fetched once and not every hour: it may keep the texts that the feed itself had to let go.
HEAVIEST_ARCHIVE = 3_000_000
# Items that keep their full text however many follow: what readers have not fetched yet is among them.
NEWEST = 10
# Elements, ids, dates and addresses around the text of an item, in the format that needs most.
_FRAME = 1_600
_DOCUMENT = 3_000


def relieve(items: tuple[Item, ...], heaviest: int) -> tuple[Item, ...]:
    """The items, newest first, with excerpts from the first one on whose full text no longer fits."""
    left = heaviest - _DOCUMENT - sum(_FRAME + _weight(item.excerpt) + _weight(item.short_html) for item in items)
    for position, item in enumerate(items):
        left -= _weight(item.html) - _weight(item.short_html)
        if left < 0 and position >= NEWEST:
            return items[:position] + tuple(each.shortened() for each in items[position:])
    return items


def _weight(text: str) -> int:
    """Bytes of a text once it is escaped for XML, where `<` takes four."""
    return len(text.encode()) + 3 * (text.count("<") + text.count(">")) + 4 * text.count("&")
