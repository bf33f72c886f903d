"""Whatever happens to sites and by operators, in any order: no article is lost, and none is told twice by a feed."""

import random
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from feeds.models import Feed, Find, Origin
from feeds.store import Store, open_store
from tests.store.samples import ALL, HUNAN, ITUC, ORIGINS, PLAIN, Clock, find

FEEDS = (ALL, PLAIN, replace(ALL, id="resurfacing", resurface=True), replace(ALL, id="made-later"))
ARTICLES = 20
_UNTOLD = """
SELECT e.link FROM entries e WHERE e.purged IS NULL
AND NOT EXISTS (SELECT 1 FROM emissions x JOIN feeds f ON f.n = x.feed_n WHERE x.entry_n = e.n AND f.id = ?)
"""
_HIDDEN = """
SELECT e.link FROM emissions x JOIN feeds f ON f.n = x.feed_n JOIN entries e ON e.n = x.entry_n
LEFT JOIN entries lead ON lead.n = x.lead_n LEFT JOIN emissions l ON l.feed_n = x.feed_n AND l.entry_n = x.lead_n
WHERE f.id = ? AND x.kind = 2 AND e.withdrawn IS NULL AND e.purged IS NULL
AND (lead.withdrawn IS NOT NULL OR lead.purged IS NOT NULL OR l.kind IS NULL OR l.kind <> 0)
"""


def telling(number: int, source: Origin) -> Find:
    """The article as one of both sources tells it: in the same words, at an address of its own."""
    made = find(number)
    link = f"{source.url}news/2026/story-{number}.html"
    return replace(made, link=link, final_url=link, article=replace(made.article, url=link))


def changed(made: Find, chance: random.Random) -> Find:
    """The find as it is mostly, or edited, or unreadable this time."""
    turn = chance.randrange(8)
    if turn == 0:
        return replace(made, article=replace(made.article, text=f"{made.article.text}\nEdit {chance.randrange(5)}."))
    if turn == 1:
        return replace(made, partial="login", article=replace(made.article, text="", html=""))
    return made


def act(store: Store, feeds: tuple[Feed, ...], clock: Clock, chance: random.Random) -> None:
    """One thing that may happen."""
    source = chance.choice([HUNAN, ITUC])
    some = list(dict.fromkeys(chance.randrange(ARTICLES) for _ in range(chance.randrange(1, 20))))
    turn = chance.randrange(15)
    if turn < 6:
        found = [replace(changed(telling(n, source), chance), position=i) for i, n in enumerate(some)]
        store.save(source, found, at=clock(), listed=[each.link for each in found])
    elif turn < 10:
        store.emit(feeds, ORIGINS, at=clock())
    elif turn < 12:
        lost = {telling(n, source).link: chance.choice(["404", "410", "notice"]) for n in some}
        store.save(source, [], at=clock(), gone=lost)
    elif turn < 14:
        clock.pass_(hours=chance.randrange(1, 200))
    elif chance.random() < 0.5:
        store.withdraw(telling(some[0], source).link)
    else:
        store.prune(keep={"*": timedelta(days=20)})


def hidden(store: Store) -> list[str]:
    """What is folded into something that nobody sees."""
    with store.database.read() as tx:
        return [row[0] for feed in FEEDS for row in tx.rows(_HIDDEN, (feed.id,))]


def untold(store: Store) -> list[str]:
    """What a feed has no place for."""
    with store.database.read() as tx:
        return [row[0] for feed in FEEDS for row in tx.rows(_UNTOLD, (feed.id,))]


@pytest.mark.parametrize("seed", range(10))
def test_every_article_is_told_by_every_feed_and_once(tmp_path: Path, seed: int) -> None:
    chance, clock = random.Random(seed), Clock()
    with open_store(tmp_path / "fedfeed.db", now=clock) as store:
        for step in range(80):
            act(store, FEEDS[: 2 + step // 30], clock, chance)
            assert hidden(store) == []
        store.emit(FEEDS, ORIGINS, at=clock())
        assert untold(store) == []
        assert store.check() == ()
        for feed in FEEDS:
            links = [each.entry.link for each in store.window(feed, ORIGINS)]
            assert len(links) == len(set(links))
