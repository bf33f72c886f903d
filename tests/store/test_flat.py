"""A large store works no harder than a small one: what SQLite does for a run, counted in steps of its machine.

Steps, unlike seconds, are the same on every machine. One statement whose plan walks through a feed, a source or a table
shows at once: the look-up of told stories once did, and cost more than all the rest at a million articles.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from feeds.models import Feed, Find
from feeds.store import Store, open_store
from tests.store.samples import ALL, HUNAN, ITUC, ORIGINS, OWN, START, Clock, article, edited, find, finds

FEEDS = [ALL, OWN, Feed("loud", "Loud", resurface=True)]
SIZES = (500, 4_000)
EVERY = 20  # steps between two counts


@contextmanager
def counted(store: Store) -> Iterator[list[int]]:
    """Counts the steps of the store's only connection."""
    pooled = store.database.engine.raw_connection()
    driver = pooled.driver_connection
    pooled.close()
    steps = [0]

    def step() -> None:
        steps[0] += EVERY

    assert driver is not None
    driver.set_progress_handler(step, EVERY)
    try:
        yield steps
    finally:
        driver.set_progress_handler(None, 0)


def fill(store: Store, numbers: Iterable[int]) -> None:
    """Runs of fifty articles, one an hour: heads are full, and equally long, from the first fortnight on."""
    for first in numbers:
        at = START + timedelta(hours=first)
        store.save(HUNAN, finds(50, start=first), at=at)
        store.emit(FEEDS, ORIGINS, at=at)


def a_run(store: Store, first: int) -> None:
    """New articles, an edit of a recent one, and reposts of two by another source."""
    at = START + timedelta(hours=first)
    store.save(HUNAN, [*finds(20, start=first), replace(find(first - 1), article=edited(first - 1))], at=at)
    store.save(ITUC, [repost(first), repost(first - 2)], at=at)
    store.emit(FEEDS, ORIGINS, at=at)


def repost(number: int) -> Find:
    link = f"https://ituc.example.org/news/{number}"
    return Find(link=link, article=replace(article(number), url=link, canonical_url=link), position=0, reader="1")


def look(store: Store, newest: int) -> None:
    """The questions of a run that finds nothing new, and of whoever reads a feed."""
    store.known(HUNAN.id, [article(newest - number) for number in range(1, 50)])
    store.latest(ALL, ORIGINS, 50)
    store.window(OWN, ORIGINS)


@pytest.mark.parametrize("work", [a_run, look])
def test_work_does_not_grow_with_the_store(tmp_path: Path, work: Callable[[Store, int], None]) -> None:
    costs = []
    for size in SIZES:
        with open_store(tmp_path / f"{size}.db", now=Clock()) as store:
            fill(store, range(0, size, 50))
            with counted(store) as steps:
                work(store, size)
            costs.append(steps[0])
            assert work is look or store.find(repost(size).link)[0].story, "a run without a story measures too little"
    small, large = costs
    assert large < 1.2 * small, costs


def test_one_thread_at_a_time_fills_the_memory_of_one_connection(tmp_path: Path) -> None:
    """Each connection keeps pages of its own. Taken in turn, those of a moment with many threads would all fill up."""
    with open_store(tmp_path / "fedfeed.db", now=Clock()) as store:
        with store.database.read(), store.database.read(), store.database.read():
            pass
        used = set()
        for _ in range(6):
            with store.database.read() as tx:
                tx.run("CREATE TEMP TABLE IF NOT EXISTS used (n INTEGER)")
                used.add(tx.value("SELECT count(*) FROM used"))
                tx.run("INSERT INTO used VALUES (1)")
    assert used == {*range(6)}  # a temporary table is its connection's own
