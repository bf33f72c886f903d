"""What a feed carries: emission, window, archives, revisions; see `feeds.store.emit` and `feeds.store.window`."""

from dataclasses import replace
from datetime import timedelta

import pytest

from feeds.models import Emission, Feed, Month, Selection
from feeds.store import Store, window
from tests.store.samples import ALL, HUNAN, ITUC, ORIGINS, OWN, START, Clock, article, edited, find, finds


def numbers(store: Store, feed: Feed = ALL) -> list[int]:
    """The articles of a feed's head by their number, newest emission first."""
    return [number_of(emission) for emission in store.window(feed, ORIGINS)]


def shown(store: Store) -> list[int]:
    """Those that a reader sees."""
    return [number_of(each) for each in store.window(ALL, ORIGINS) if each.entry.withdrawn is None]


def number_of(emission: Emission) -> int:
    return int(emission.entry.link.rpartition("-")[2].removesuffix(".html"))


def test_one_crawl_keeps_the_order_of_the_list(store: Store) -> None:
    store.save(HUNAN, finds(10), at=START)
    assert store.emit([ALL], ORIGINS, at=START) == {"all": 10}
    assert numbers(store) == list(range(10))


def test_later_crawls_come_first_whatever_their_dates(store: Store, clock: Clock) -> None:
    """A late find and a back-dated post still reach every reader (DESIGN decision 11)."""
    store.save(HUNAN, finds(3), at=START)
    store.emit([ALL], ORIGINS, at=START)
    store.save(HUNAN, [find(400, position=0), find(300, position=1)], at=clock.pass_(hours=1))
    store.emit([ALL], ORIGINS, at=clock())
    assert numbers(store) == [400, 300, 0, 1, 2]


def test_emitting_twice_is_once(store: Store) -> None:
    store.save(HUNAN, finds(3), at=START)
    store.emit([ALL], ORIGINS, at=START)
    assert store.emit([ALL], ORIGINS, at=START) == {"all": 0}
    assert len(numbers(store)) == 3


def test_a_first_crawl_of_500_emits_the_newest_50_and_archives_the_rest(store: Store) -> None:
    store.save(HUNAN, finds(500), at=START)
    store.emit([ALL], ORIGINS, at=START)
    assert numbers(store) == list(range(50))
    assert tuple(store.archive_stamps("all")) == (Month(2026, 7),)
    assert len(store.archive(ALL, Month(2026, 7))) == 500


def test_a_second_source_brings_a_taste_of_its_past(store: Store) -> None:
    store.save(HUNAN, finds(60), at=START)
    store.emit([ALL], ORIGINS, at=START)
    store.save(ITUC, finds(60, start=100), at=START)
    store.emit([ALL], ORIGINS, at=START)
    assert numbers(store) == [*range(100, 110), *range(50)]


@pytest.mark.parametrize("first", [60, 200])
def test_a_past_that_is_more_than_one_run_takes_stays_in_the_past(store: Store, clock: Clock, first: int) -> None:
    """Else the oldest items of a new source come up as the newest of all its feeds. After a first run that had room for
    everything there is no such rest: what comes then is news, however old."""
    store.save(HUNAN, finds(first), at=START)
    store.emit([ALL], ORIGINS, at=START)
    rest, today = finds(60, start=first), find(900, published=START)
    store.save(HUNAN, [today, *rest], at=clock.pass_(hours=1))
    store.emit([ALL], ORIGINS, at=clock())
    window = store.window(ALL, ORIGINS)
    shown = {emission.entry.link for emission in window}.intersection(each.link for each in rest)
    assert len(shown) == (60 if first == 60 else 0)
    assert today.link in {emission.entry.link for emission in window}
    assert len(store.archive(ALL, Month(2026, 7))) == first + 61
    late = find(700)
    store.save(HUNAN, [late], at=clock.pass_(days=4))
    store.emit([ALL], ORIGINS, at=clock())
    assert store.window(ALL, ORIGINS)[0].entry.link == late.link  # found late is told


def test_of_one_day_all_is_news(store: Store, clock: Clock) -> None:
    """A page that prints no hour dates all of its day alike, what stood there before and what is new."""
    noon = START - timedelta(hours=1)
    store.save(HUNAN, [replace(each, article=replace(each.article, published=noon)) for each in finds(200)], at=START)
    store.emit([ALL], ORIGINS, at=START)
    news = find(900, published=noon)
    store.save(HUNAN, [news], at=clock.pass_(hours=1))
    store.emit([ALL], ORIGINS, at=clock())
    assert store.window(ALL, ORIGINS)[0].entry.link == news.link


def test_a_second_crawl_is_news_however_large(store: Store, clock: Clock) -> None:
    store.save(HUNAN, finds(5), at=START)
    store.emit([ALL], ORIGINS, at=START)
    store.save(HUNAN, finds(80, start=100), at=clock.pass_(hours=1))
    store.emit([ALL], ORIGINS, at=clock())
    assert len(numbers(store)) == 85


def test_the_head_is_14_days_before_the_newest_emission_and_at_least_50(store: Store, clock: Clock) -> None:
    for day in range(30):
        store.save(HUNAN, finds(5, start=day * 10), at=clock.pass_(days=1))
        store.emit([ALL], ORIGINS, at=clock())
    assert len(numbers(store)) == 15 * 5  # the newest day and the fourteen before it
    before = numbers(store)
    clock.pass_(days=200)  # ages count from the newest emission, never from the clock
    assert numbers(store) == before
    store.save(HUNAN, [find(999)], at=clock())
    store.emit([ALL], ORIGINS, at=clock())
    assert numbers(store) == [999, *before[:49]]


def test_months_hold_what_was_emitted_in_them(store: Store, clock: Clock) -> None:
    for month in range(4):
        store.save(HUNAN, finds(30, start=month * 100), at=clock())
        store.emit([ALL], ORIGINS, at=clock())
        clock.pass_(days=31)
    assert tuple(store.archive_stamps("all")) == (Month(2026, 7), Month(2026, 8), Month(2026, 9))
    august = store.archive(ALL, Month(2026, 8))
    assert [emission.entry.article for emission in august] == [article(100 + i) for i in range(30)]
    assert store.archive(ALL, Month(2026, 12)) == ()


def test_a_busy_feed_has_a_head_that_can_be_fetched_and_the_rest_in_parts(
    store: Store, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """2,000 in 14 days are more than readers take every hour: nothing is lost, and no document outgrows its limit."""
    monkeypatch.setattr(window, "MOST", 60)
    store.save(HUNAN, finds(10, start=8000), at=START)  # a first crawl that was not full: all that comes is news
    store.emit([ALL], ORIGINS, at=START)
    for day in range(4):
        store.save(HUNAN, finds(400, start=day * 1000), at=clock.pass_(hours=1))
        store.emit([ALL], ORIGINS, at=clock())
    assert numbers(store) == list(range(3000, 3060))
    stamps = store.archive_stamps("all")
    assert list(stamps) == [Month(2026, 7, part) for part in (1, 2, 3, 4)]
    parts = [store.archive(ALL, month) for month in stamps]
    assert [len(part) for part in parts] == [500, 500, 500, 110]
    told = [emission.seq for part in reversed(parts) for emission in part]
    assert told == list(range(1610, 0, -1))
    store.save(HUNAN, [find(9000)], at=clock.pass_(hours=1))
    store.emit([ALL], ORIGINS, at=clock())
    after = store.archive_stamps("all")
    assert [month.part for month in after if after[month] != stamps[month]] == [4]


def test_a_feed_that_is_made_while_a_page_is_gone_has_the_article_once_it_is_back(store: Store, clock: Clock) -> None:
    """A site may lose its pages for an afternoon."""
    store.save(HUNAN, finds(5), at=START)
    store.save(HUNAN, [], at=clock.pass_(hours=1), gone={article(1).url: "notice"})
    assert store.emit([ALL], ORIGINS, at=clock()) == {"all": 4}
    assert shown(store) == [0, 2, 3, 4]
    revision = store.feed_revision("all")
    store.save(HUNAN, [find(1)], at=clock.pass_(hours=1))
    store.emit([ALL], ORIGINS, at=clock())
    assert shown(store) == [0, 1, 2, 3, 4]
    assert store.feed_revision("all") > revision


def test_the_archive_of_an_article_that_is_back_is_another(store: Store, clock: Clock) -> None:
    """Also where another one left later and stays away."""
    store.save(HUNAN, finds(120), at=START)
    store.emit([ALL], ORIGINS, at=START)
    for n in (1, 2):
        store.save(HUNAN, [], at=clock.pass_(hours=1), gone={article(n).url: "410"})
    (left,) = store.archive_stamps("all").values()
    store.save(HUNAN, [find(1)], at=clock.pass_(hours=1))
    (back,) = store.archive_stamps("all").values()
    assert back != left


def test_a_part_that_the_head_still_shows_is_no_archive(
    store: Store, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(window, "MOST", 600)
    store.save(HUNAN, finds(10, start=8000), at=START)
    store.emit([ALL], ORIGINS, at=START)
    for day in range(3):
        store.save(HUNAN, finds(500, start=day * 1000), at=clock.pass_(hours=1))
        store.emit([ALL], ORIGINS, at=clock())
    assert list(store.archive_stamps("all")) == [Month(2026, 7, 1), Month(2026, 7, 2)]


def test_a_clock_that_jumped_back_does_not_reorder_a_feed(store: Store) -> None:
    store.save(HUNAN, finds(2), at=START)
    store.emit([ALL], ORIGINS, at=START)
    store.save(HUNAN, [find(9)], at=START - timedelta(days=1))
    store.emit([ALL], ORIGINS, at=START - timedelta(days=1))
    assert numbers(store)[0] == 9
    assert [e.at for e in store.window(ALL, ORIGINS)] == [START] * 3


@pytest.mark.parametrize(
    ("include", "exclude", "expected"),
    [
        ({"source": ("hunan",)}, {}, {1, 2}),
        ({"level": ("regional", "national")}, {}, {1, 2}),
        ({"region": ("China",)}, {}, {1, 2}),
        ({"region": ("hunan",)}, {}, {1, 2}),
        ({"region": ("Hunan, China",)}, {}, {1, 2}),
        ({"region": ("na",)}, {}, set()),
        ({"category": ("unions",)}, {}, {1, 2}),
        ({"category": ("Labour",)}, {}, {1, 2, 3}),
        ({"title": ("NUMBER 2",)}, {}, {2}),
        ({"title": ("/number [13]/",)}, {}, {1, 3}),
        ({"text": ("group 3-2",)}, {}, {3}),
        ({}, {"title": ("number 1", "number 2")}, {3}),
        ({"region": ("China",)}, {"title": ("number 1",)}, {2}),
        ({"language": ("zh",), "source": ("ituc",)}, {}, {3}),
    ],
)
def test_filters(
    store: Store, include: dict[str, tuple[str, ...]], exclude: dict[str, tuple[str, ...]], expected: set[int]
) -> None:
    """Keys are demanded together, values of a key are alternatives, a region matches any of its parts."""
    feed = Feed("some", "Some", include=Selection(**include), exclude=Selection(**exclude))
    store.save(HUNAN, [find(1), find(2)], at=START)
    store.save(ITUC, [find(3)], at=START)
    store.emit([feed], ORIGINS, at=START)
    assert set(numbers(store, feed)) == expected


def test_filters_act_on_what_comes(store: Store) -> None:
    """An edited filter neither takes back nor brings up the past."""
    narrow = replace(ALL, include=Selection(title=("number 1",)))
    store.save(HUNAN, [find(1), find(2)], at=START)
    store.emit([narrow], ORIGINS, at=START)
    store.emit([ALL], ORIGINS, at=START)
    assert numbers(store) == [1]
    store.save(HUNAN, [find(3)], at=START)
    store.emit([ALL], ORIGINS, at=START)
    assert numbers(store) == [3, 1]


def test_an_entry_saved_before_a_crash_is_emitted_by_the_next_run(store: Store) -> None:
    store.save(HUNAN, finds(2), at=START)
    store.save(HUNAN, finds(2, start=10), at=START)
    assert store.emit([ALL], {}, at=START) == {"all": 4}  # even where its source is no longer configured
    assert store.window(ALL, {})[0].origin == HUNAN


def test_the_revision_rises_when_and_only_when_something_changed(store: Store, clock: Clock) -> None:
    store.save(HUNAN, finds(3), at=START)
    store.emit([ALL, replace(OWN, id="other", include=Selection(source=("ituc",)))], ORIGINS, at=START)
    assert store.written_revision("all") < store.feed_revision("all")
    seen = [store.feed_revision("all")]
    other = store.feed_revision("other")
    store.mark_written("all", seen[0])
    assert store.written_revision("all") == seen[0]
    store.save(HUNAN, finds(3), at=clock.pass_(hours=1))
    store.emit([ALL], ORIGINS, at=clock())
    assert store.feed_revision("all") == seen[0]
    store.save(HUNAN, [replace(find(1), article=edited(1))], at=clock())
    seen.append(store.feed_revision("all"))
    store.save(HUNAN, [], at=clock(), gone={article(2).url: "410"})
    seen.append(store.feed_revision("all"))
    assert seen[0] < seen[1] < seen[2]
    assert store.feed_revision("other") == other


def test_a_feed_is_behind_from_any_change_until_it_is_marked_as_written(store: Store, clock: Clock) -> None:
    """The daemon asks for nothing else before it writes feeds."""

    def published() -> bool:
        store.emit([ALL], ORIGINS, at=clock())
        store.mark_written("all", store.feed_revision("all"))
        return store.behind(["all"]) == set()

    assert store.behind(["all"]) == {"all"}  # a feed that was never written
    assert published()
    changes = (
        {"finds": finds(3)},
        {"finds": [replace(find(1), article=edited(1))]},
        {"finds": [], "gone": {article(2).url: "410"}},
        {"finds": [find(2)]},
    )
    for change in changes:
        store.save(HUNAN, at=clock.pass_(hours=1), **change)
        assert store.behind(["all"]) == {"all"}, change
        assert published()
    store.save(HUNAN, finds(1), at=clock.pass_(hours=1))
    assert store.behind(["all"]) == set()


def test_an_older_mark_never_undoes_a_newer_one(store: Store) -> None:
    store.emit([ALL], ORIGINS, at=START)
    store.mark_written("all", 5)
    store.mark_written("all", 3)
    assert store.written_revision("all") == 5


def test_an_edit_does_not_move_an_item_unless_the_feed_resurfaces(store: Store, clock: Clock) -> None:
    loud = Feed("loud", "Loud", resurface=True)
    store.save(HUNAN, finds(3), at=START)
    store.emit([ALL, loud], ORIGINS, at=START)
    store.save(HUNAN, [replace(find(2), article=edited(2))], at=clock.pass_(hours=1))
    assert store.emit([ALL, loud], ORIGINS, at=clock()) == {"all": 0, "loud": 1}
    assert numbers(store) == [0, 1, 2]
    assert numbers(store, loud) == [2, 0, 1]
    assert store.emit([loud], ORIGINS, at=clock()) == {"loud": 0}


def test_a_withdrawn_entry_stays_in_its_place_marked(store: Store) -> None:
    """So that subscribers can be told (RFC 6721)."""
    store.save(HUNAN, finds(3), at=START)
    store.emit([ALL], ORIGINS, at=START)
    store.save(HUNAN, [], at=START, gone={article(1).url: "410"})
    assert [emission.entry.withdrawn for emission in store.window(ALL, ORIGINS)] == [None, START, None]


def test_dates_as_seen(store: Store) -> None:
    """`date: seen` is for services that drop what looks old."""
    seen = replace(ALL, date="seen")
    store.save(HUNAN, [find(300)], at=START)
    store.emit([ALL], ORIGINS, at=START)
    assert store.window(ALL, ORIGINS)[0].entry.published == START - timedelta(hours=300)
    assert store.window(seen, ORIGINS)[0].entry.published == START
    assert store.window(seen, ORIGINS)[0].entry.updated == START


def test_a_feed_nobody_wrote_to_is_published_too(store: Store) -> None:
    store.emit([ALL], ORIGINS, at=START)
    assert store.window(ALL, ORIGINS) == ()
    assert store.feed_revision("all") > store.written_revision("all")
    assert tuple(store.archive_stamps("all")) == ()


def test_latest(store: Store) -> None:
    store.save(HUNAN, finds(20), at=START)
    store.emit([ALL], ORIGINS, at=START)
    assert [emission.entry.article for emission in store.latest(ALL, ORIGINS, 3)] == [article(n) for n in range(3)]


def test_only_the_head_resurfaces(store: Store, clock: Clock) -> None:
    """An edit of what left the head long ago comes to nobody's eyes again."""
    loud = Feed("loud", "Loud", resurface=True)
    for day, first in enumerate((0, 100, 160)):
        at = START + timedelta(days=20 * day)
        store.save(HUNAN, finds(60, start=first), at=at)
        store.emit([loud], ORIGINS, at=at)
    at = clock.pass_(days=41)
    known = {emission.entry.link for emission in store.window(loud, ORIGINS)}
    assert find(165).link in known
    assert find(105).link not in known
    store.save(HUNAN, [replace(find(n), article=edited(n)) for n in (105, 165)], at=at)
    assert store.emit([loud], ORIGINS, at=at) == {"loud": 1}
    assert numbers(store, loud)[0] == 165
