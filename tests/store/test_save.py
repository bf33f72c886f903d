"""One run into the store: recognised, edited, completed, withdrawn; see `feeds.store.save`."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from feeds.models import Known
from feeds.store import Store
from feeds.store.codec import digest
from tests.store.samples import ALL, HUNAN, ITUC, ORIGINS, START, Clock, article, edited, find, finds


def only(store: Store, number: int = 1):
    (memory,) = store.find(article(number).url)
    return memory


def test_what_goes_in_comes_out(store: Store) -> None:
    """Every field of an article survives, its date with its own offset."""
    said = article(
        1, published=datetime.fromisoformat("2026-06-30T17:04:00+08:00"), canonical_url="https://x.example/1"
    )
    store.save(HUNAN, [replace(find(1), article=said)], at=START)
    entry = only(store).entry
    assert entry.article == said
    assert entry.article.published is not None
    assert entry.article.published.utcoffset() == timedelta(hours=8)
    assert (entry.first_seen, entry.published, entry.revision, entry.source_id) == (START, said.published, 1, "hunan")


def test_text_that_no_charset_knows_survives(store: Store) -> None:
    said = article(1, title="emoji 🏭 and 䶮", text="lone half \ud800 kept")
    store.save(HUNAN, [replace(find(1), article=replace(said, title="emoji 🏭 and 䶮"))], at=START)
    assert only(store).entry.article == said


def test_a_second_run_finds_nothing_new(store: Store) -> None:
    first = store.save(HUNAN, finds(20), at=START)
    again = store.save(HUNAN, finds(20), at=START + timedelta(hours=1))
    assert (len(first.new), again.new, again.updated) == (20, (), ())
    assert set(again.unchanged) == set(first.new)


def test_new_entries_are_reported_in_list_order(store: Store) -> None:
    saved = store.save(HUNAN, finds(5), at=START)
    links = [store.entry(entry_id).entry.link for entry_id in saved.new]  # type: ignore[union-attr]
    assert links == [article(number).url for number in range(5)]


def test_one_article_in_two_sources_is_two_entries(store: Store) -> None:
    """A source's own feed always has all its entries."""
    store.save(HUNAN, [find(1)], at=START)
    store.save(ITUC, [find(1)], at=START)
    assert len(store.find(article(1).url)) == 2


def test_the_same_link_twice_in_a_list_is_one_entry(store: Store) -> None:
    saved = store.save(HUNAN, [find(1, position=0), find(1, position=4)], at=START)
    assert len(saved.new) == 1


def test_an_edit_moves_updated_and_keeps_the_old_text(store: Store) -> None:
    store.save(HUNAN, [find(1)], at=START)
    before = only(store).entry
    later = START + timedelta(hours=3)
    saved = store.save(HUNAN, [replace(find(1), article=edited(1))], at=later)
    memory = only(store)
    assert saved.updated == (before.id,)
    assert (memory.entry.published, memory.entry.updated, memory.entry.revision) == (before.published, later, 2)
    assert [revision.article for revision in memory.revisions] == [before.article]


def test_published_is_frozen(store: Store) -> None:
    """A page that says another date tomorrow keeps the one it was first seen with."""
    store.save(HUNAN, [find(1)], at=START)
    before = only(store).entry.published
    moved = edited(1, published=START + timedelta(hours=5))
    store.save(HUNAN, [replace(find(1), article=moved)], at=START + timedelta(days=1))
    assert only(store).entry.published == before


@pytest.mark.parametrize(
    ("claim", "expected"),
    [(None, START), (START + timedelta(days=40), START), (START - timedelta(days=2), START - timedelta(days=2))],
    ids=["none", "future", "past"],
)
def test_published_is_the_articles_date_but_never_the_future(
    store: Store, claim: datetime | None, expected: datetime
) -> None:
    """The source's own claim is kept apart, in the article (faults.md C9)."""
    store.save(HUNAN, [find(1, published=claim)], at=START)
    entry = only(store).entry
    assert (entry.published, entry.article.published) == (expected, claim)


@pytest.mark.parametrize("year", [1, 9999])
def test_an_entry_dated_at_the_calendars_end_can_be_read_exported_and_taken_out(store: Store, year: int) -> None:
    """Such a date was stored once: `find` and `withdraw` must reach it, and the others not suffer for it."""
    odd = datetime(year, 1, 1, tzinfo=timezone(timedelta(hours=8)))
    store.save(HUNAN, [find(1, published=odd), find(2)], at=START)
    store.emit([ALL], ORIGINS, at=START)
    assert len(store.recent("hunan", 5)) == len(store.window(ALL, ORIGINS)) == 2
    assert only(store).entry.published.astimezone(timezone(timedelta(hours=-12))) <= START
    assert store.search(["report"]).entries
    assert list(store.export())
    assert store.withdraw(article(1).url)


def test_another_reader_never_makes_an_edit(store: Store) -> None:
    store.save(HUNAN, [find(1)], at=START)
    saved = store.save(HUNAN, [replace(find(1, reader="2"), article=edited(1))], at=START + timedelta(days=1))
    memory = only(store)
    assert saved.updated == ()
    assert (memory.entry.revision, memory.entry.updated) == (1, memory.entry.published)
    assert memory.entry.article == edited(1)
    assert memory.reader == "2"


def test_a_weaker_reading_never_replaces_a_good_one(store: Store) -> None:
    store.save(HUNAN, [find(1)], at=START)
    for worse in (find(1, text="gone", html="<p>gone</p>"), find(1, confidence=0.2), find(1, partial="login", text="")):
        saved = store.save(HUNAN, [worse], at=START + timedelta(days=1))
        assert saved.updated == ()
        assert only(store).entry.article == article(1)
        assert not only(store).entry.partial


def test_a_login_page_leaves_the_validators_of_the_good_reading(store: Store) -> None:
    """Else the server would answer "not modified" to the login page's, and the text never be read again."""
    store.save(HUNAN, [replace(find(1), etag='"good"')], at=START)
    store.save(HUNAN, [replace(find(1, partial="login", text=""), etag='"login"')], at=START)
    assert store.known("hunan", [article(1)])[article(1).url].etag == '"good"'


def test_a_partial_entry_is_completed_in_place(store: Store) -> None:
    """Completing is no edit: nothing resurfaces (DESIGN decision 4)."""
    store.save(HUNAN, [find(1, partial="blocked", text="", html="", confidence=0.1)], at=START)
    before = only(store).entry
    saved = store.save(HUNAN, [find(1)], at=START + timedelta(days=1))
    after = only(store).entry
    assert saved.completed == (before.id,)
    assert (after.partial, after.article) == ("", article(1))
    assert (after.published, after.updated, after.revision) == (before.published, before.updated, 1)


def test_a_page_that_flips_is_held_after_24_changes(store: Store) -> None:
    store.save(HUNAN, [find(1)], at=START)
    updates = 0
    for turn in range(40):
        page = edited(1, f"The office now says number {turn} of what it has to say today.")
        updates += len(store.save(HUNAN, [replace(find(1), article=page)], at=START + timedelta(hours=turn)).updated)
    memory = only(store)
    assert updates == 24
    assert (memory.entry.revision, len(memory.revisions)) == (25, 24)


def test_a_link_that_changed_its_address_is_known_again_by_both(store: Store) -> None:
    """http, www, tracking and a redirect: one entry, and each address leads to it (DESIGN decision 1)."""
    store.save(HUNAN, [find(1)], at=START)
    moved = replace(find(1), link="http://www.hunan.example.org/news/2026/story-1.html?utm_source=x")
    redirected = replace(find(1), link="https://hunan.example.org/go/77", final_url=article(1).url)
    assert store.save(HUNAN, [moved], at=START).new == ()
    assert store.save(HUNAN, [redirected], at=START).new == ()
    assert store.known("hunan", [redirected.article, Link("https://hunan.example.org/go/77")]).keys() == {
        article(1).url,
        "https://hunan.example.org/go/77",
    }


class Link:
    def __init__(self, url: str) -> None:
        self.url = url


def test_an_unreadable_address_is_held_back(store: Store) -> None:
    saved = store.save(HUNAN, [replace(find(1), link="https://hunan.example.org/\ufffd\ufffd.html")], at=START)
    assert saved.new == ()
    assert "held back" in next(iter(saved.reasons.values()))


def test_known_tells_what_need_not_be_fetched(store: Store) -> None:
    store.save(HUNAN, [replace(find(1), etag='W/"1"', last_modified="Wed, 01 Jul 2026 08:00:00 GMT")], at=START)
    known = store.known("hunan", [article(1), article(2)])
    assert known.keys() == {article(1).url}
    it = known[article(1).url]
    assert isinstance(it, Known)
    assert (it.first_seen, it.etag, it.last_modified) == (START, 'W/"1"', "Wed, 01 Jul 2026 08:00:00 GMT")
    assert it.next_check == START + timedelta(hours=1)
    assert store.known("ituc", [article(1)]) == {}


def test_looks_thin_out_with_age_and_end(store: Store) -> None:
    store.save(HUNAN, [find(1)], at=START)
    waits = []
    for days in (0.1, 0.5, 2, 5, 20, 31):
        at = START + timedelta(days=days)
        assert store.checked("hunan", [article(1).url], at=at) == 1
        due = store.known("hunan", [article(1)])[article(1).url].next_check
        waits.append(due and due - at)
    assert waits == [timedelta(hours=h) for h in (1, 4, 12, 48, 168)] + [None]


def test_a_missing_page_is_gone_at_the_third_time_and_may_come_back(store: Store) -> None:
    store.save(HUNAN, [find(1)], at=START)
    url = article(1).url
    states = []
    for hour in (1, 2, 3):
        store.save(HUNAN, [], at=START + timedelta(hours=hour), gone={url: "404"})
        states.append(store.known("hunan", [article(1)])[url].withdrawn)
    assert states == [False, False, True]
    assert only(store).why_withdrawn == "404"
    (due,) = store.due("hunan", START + timedelta(days=5), 9)
    assert (due.link, due.withdrawn) == (url, True)
    store.save(HUNAN, [find(1)], at=START + timedelta(hours=4))
    assert only(store).entry.withdrawn is None
    assert not store.known("hunan", [article(1)])[url].withdrawn


def test_a_withdrawn_entry_is_asked_for_until_it_is_old(store: Store) -> None:
    store.save(HUNAN, [find(1)], at=START)
    url, looks = article(1).url, 0
    for hour in range(40 * 24):
        at = START + timedelta(hours=hour)
        if store.due("hunan", at, 9):
            looks += 1
            store.save(HUNAN, [], at=at, gone={url: "notice"})
    assert looks == 10
    assert store.known("hunan", [article(1)])[url].gone


@pytest.mark.parametrize("reason", ["410", "notice"])
def test_a_page_that_says_so_itself_is_gone_at_once(store: Store, reason: str) -> None:
    store.save(HUNAN, [find(1)], at=START)
    store.save(HUNAN, [], at=START, gone={article(1).url: reason})
    assert only(store).entry.withdrawn == START
    assert store.known("hunan", [article(1)])[article(1).url].gone == (reason == "410")


def test_a_link_that_never_answered_is_asked_for_with_growing_patience_and_given_up(store: Store) -> None:
    """faults.md N18, but for pages that are late behind their list."""
    url, at, waits = article(9).url, START, []
    while not (known := not_there(store, url, at)).gone:
        assert known.next_check
        waits.append(known.next_check - at)
        at = known.next_check
    assert waits == [timedelta(minutes=30), timedelta(hours=2), timedelta(hours=8), *[timedelta(days=1)] * 7]
    store.save(HUNAN, [find(9)], at=at)
    assert not store.known("hunan", [article(9)])[url].gone


def not_there(store: Store, url: str, at: datetime) -> Known:
    store.save(HUNAN, [], at=at, gone={url: "404"})
    return store.known("hunan", [article(9)])[url]


@pytest.mark.parametrize("length", [30, 1_500, 16_000])
def test_an_address_may_be_as_long_as_servers_take_it(store: Store, length: int) -> None:
    """No index has room for it; a failure to note it would cost the whole run, at every run."""
    noise = "".join(f"{digest(str(n)):x}" for n in range(1_200))[:length]
    long = [replace(find(n), link=f"https://hunan.example.org/{noise}/{n}") for n in (1, 2)]
    links = [replace(article(n), url=each.link) for n, each in enumerate(long)]
    for hour in range(11):
        store.save(HUNAN, [], at=START + timedelta(hours=hour), gone={long[0].link: "404"})
    assert {url: known.gone for url, known in store.known("hunan", links).items()} == {long[0].link: True}
    store.save(HUNAN, long, at=START)
    assert [known.gone for known in store.known("hunan", links).values()] == [False, False]
    assert list(store.export())[-1].startswith('{"kind":"end"')


def test_scrolled_off_is_not_withdrawn(store: Store) -> None:
    store.save(HUNAN, finds(3), at=START, listed=[article(n).url for n in range(3)])
    store.save(HUNAN, [], at=START + timedelta(days=1), listed=[article(2).url])
    assert [only(store, n).still_listed for n in range(3)] == [False, False, True]
    assert only(store, 0).entry.withdrawn is None


def test_a_renamed_source_keeps_its_entries(store: Store) -> None:
    """`previous_ids`: entry ids stay, so subscribers see nothing."""
    before = store.save(HUNAN, finds(3), at=START).new
    store.save_source_state("hunan", {"etag": "x"})
    assert store.adopt("hngh", ["hunan", "never-was"]) == ("hunan",)
    again = store.save(replace(HUNAN, id="hngh"), finds(3), at=START)
    assert set(again.unchanged) == set(before)
    assert store.source_state("hngh") == {"etag": "x"}


def test_two_sources_become_one(store: Store) -> None:
    store.save(HUNAN, finds(3), at=START)
    store.save(replace(HUNAN, id="hngh"), finds(3, start=10), at=START)
    store.adopt("hngh", ["hunan"])
    assert store.save(replace(HUNAN, id="hngh"), finds(3), at=START).new == ()
    assert store.source_state("hunan") is None


def test_the_same_run_twice_is_once(store: Store, clock: Clock) -> None:
    """A commit whose answer was lost may be repeated (see the contract)."""
    store.save(HUNAN, finds(5), at=START)
    store.save(HUNAN, finds(5), at=START)
    assert store.check() == ()
    assert len({memory.entry.id for n in range(5) for memory in store.find(article(n).url)}) == 5


def test_moments_are_utc_when_they_come_back(store: Store) -> None:
    east = START.astimezone(datetime.fromisoformat("2026-01-01T00:00:00+08:00").tzinfo)
    store.save(HUNAN, [find(1)], at=east)
    assert only(store).entry.first_seen.tzinfo is UTC


def test_young_entries_are_due_for_another_look_and_old_ones_never(store: Store) -> None:
    store.save(HUNAN, finds(3), at=START)
    assert store.due("hunan", START, 10) == ()
    soon = START + timedelta(hours=2)
    due = store.due("hunan", soon, 2)
    assert len(due) == 2
    assert all(known.link and known.next_check and known.next_check <= soon for known in due)
    store.checked("hunan", [known.link for known in due], at=soon)
    assert len(store.due("hunan", soon, 10)) == 1
    store.save(HUNAN, finds(3), at=START + timedelta(days=60))
    assert store.due("hunan", START + timedelta(days=400), 10) == ()


def test_a_notice_in_two_columns_is_one_entry_in_both_categories_and_no_edit_of_itself(
    store: Store, clock: Clock
) -> None:
    """Each column frames it in its own way; looking at both, again and again, must not make edits of that."""
    columns = {
        name: find(
            1,
            url=f"https://hunan.example.org/{name}/202607/t20260701_1234567.html",
            text=f"{article(1).text}\nThis stands in the column {name} beside {k} more notices of the office.",
            tags=("labour", name),
        )
        for k, name in enumerate(("news", "notices"), 3)
    }
    listed = [each.link for each in columns.values()]
    assert len(store.save(HUNAN, [columns["news"]], at=clock(), listed=listed[:1]).new) == 1
    for _ in range(3):
        saved = store.save(HUNAN, list(columns.values()), at=clock.pass_(hours=5), listed=listed)
        assert (saved.new, saved.updated) == ((), ())
    (memory,) = store.find(listed[1])
    assert memory.entry.link == listed[0]
    assert memory.entry.revision == 1
    assert set(memory.entry.article.tags) == {"labour", "news", "notices"}
    edit_of_it = replace(columns["news"], article=replace(columns["news"].article, text=edited(1).text))
    assert store.save(HUNAN, [edit_of_it, columns["notices"]], at=clock(), listed=listed).updated == (memory.entry.id,)
    assert set(store.find(listed[1])[0].entry.article.tags) == {"labour", "news", "notices"}
    # The first column lets it go: the other one is read from now on, and its page counts.
    for hour in (1, 2, 3, 4):
        gone = {listed[0]: "404"}
        store.save(HUNAN, [columns["notices"]], at=clock.pass_(hours=hour), listed=listed[1:], gone=gone)
    assert store.find(listed[1])[0].entry.withdrawn is None


@pytest.mark.parametrize("unchanged", [False, True])
def test_what_stands_in_a_list_that_did_not_change_has_not_left_it(store: Store, clock: Clock, unchanged: bool) -> None:
    """An item owed by an earlier run is told from its like in the list, whether the list is sent again or not."""
    one, two = find(1), find(1, url="https://hunan.example.org/other/place-1.html")
    store.save(HUNAN, [one], at=START, listed=[one.link, two.link])
    later = store.save(HUNAN, [two], at=clock.pass_(hours=1), listed=() if unchanged else [one.link, two.link])
    assert len(later.new) == 1


def test_a_known_page_that_was_looked_at_again_does_not_stand_in_the_list_by_that(store: Store, clock: Clock) -> None:
    """Otherwise the young articles of a site that moved would all come twice: their old pages are looked at again in
    the very run that finds the new addresses."""
    old = finds(1)[0]
    store.save(HUNAN, [old], at=START, listed=[old.link])
    moved = replace(old, link=old.link.replace("/news/", "/aktuell/"))
    saved = store.save(HUNAN, [moved, replace(old, position=1)], at=clock.pass_(hours=1), listed=[moved.link])
    assert saved.new == ()
    assert moved.link in saved.again


def test_an_entry_leads_to_the_address_that_the_list_has_now(store: Store, clock: Clock) -> None:
    """A reader who clicks must not land on a page that is no more. The id stays, so that nothing comes back as unread;
    and while the list has both addresses, the first one holds."""
    old = finds(1)[0]
    (entry_id,) = store.save(HUNAN, [old], at=START, listed=[old.link]).new
    moved = replace(old, link=old.link.replace("/news/", "/aktuell/"))

    def link() -> str:
        memory = store.entry(entry_id)
        assert memory is not None
        return memory.entry.link

    store.save(HUNAN, [moved], at=clock.pass_(hours=1), listed=[old.link, moved.link])
    assert link() == old.link
    store.save(HUNAN, [moved, replace(old, position=1)], at=clock.pass_(hours=1), listed=[moved.link])
    assert link() == old.link, "its page answered in this very run"
    store.save(HUNAN, [moved], at=clock.pass_(hours=1), listed=[moved.link])
    assert link() == moved.link
    store.save(HUNAN, [moved], at=clock.pass_(hours=1), listed=[])
    assert link() == moved.link
    store.save(HUNAN, [old], at=clock.pass_(hours=1), listed=[old.link])
    assert link() == old.link
