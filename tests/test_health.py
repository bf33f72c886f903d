"""What a source normally yields, and when it no longer does: each test tells one source's history."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from scraper.health import judge, to_tell
from scraper.state import Health, Observation, SourceState

START = datetime(2026, 1, 5, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)


def usual(i: int, **changes: object) -> Observation:
    """A good run: twenty items, all but one known, all dated, one article read well."""
    run = Observation(
        START + i * HOUR,
        "ok",
        found=20,
        new=1,
        overlap=19,
        dated=20,
        titles=20,
        days=9,
        read=1,
        bodied=1,
        bylined=1,
        confidence=0.9,
        newest=START + i * HOUR,
    )
    return replace(run, **changes)  # type: ignore[arg-type]


def live(*runs: Observation, state: SourceState | None = None) -> SourceState:
    """A source that lives through these runs."""
    state = state or SourceState("s")
    for run in runs:
        verdict = judge(state.health, state.history, run, news_days=state.news_days)
        state = replace(state, health=verdict.health).observed(replace(run, sound=verdict.sound), anew=verdict.anew)
    return state


def told(*runs: Observation, state: SourceState) -> list[str]:
    """What people hear while a source lives through these runs."""
    heard: list[str] = []
    for run in runs:
        state = live(run, state=state)
        if to_tell(state.health):
            heard.append(state.health.state)
            state = replace(state, health=replace(state.health, told=state.health.state))
    return heard


def lively() -> SourceState:
    """A source that was watched for a month and posted daily."""
    days = tuple(START + 24 * i * HOUR for i in range(30))
    return replace(live(*(usual(24 * i) for i in range(30))), news_days=days)


def settled(runs: int = 10) -> SourceState:
    return live(*(usual(i) for i in range(runs)))


def test_a_source_that_reads_well_is_healthy_and_nobody_is_told() -> None:
    state = settled()
    assert state.health.state == "healthy"
    assert not to_tell(state.health)


def test_one_timeout_is_only_suspect_and_the_second_is_unreachable() -> None:
    lost = [Observation(START + i * HOUR, "unreachable", detail="timeout") for i in (10, 11)]
    once = live(lost[0], state=settled())
    assert (once.health.state, once.health.suspect) == ("healthy", "unreachable")
    twice = live(lost[1], state=once)
    assert twice.health.state == "unreachable"
    assert "timeout" in twice.health.reason
    assert to_tell(twice.health)


def test_a_trouble_is_told_once_and_so_is_its_end() -> None:
    lost = [Observation(START + i * HOUR, "unreachable") for i in range(10, 14)]
    state = live(*lost[:2], state=settled())
    told = replace(state, health=replace(state.health, told=state.health.state))
    later = live(*lost[2:], state=told)
    assert not to_tell(later.health)
    back = live(usual(14), state=later)
    assert back.health.state == "healthy"
    assert to_tell(back.health)


def test_one_good_run_heals_and_forgets_a_suspicion() -> None:
    lost = Observation(START + 10 * HOUR, "unreachable")
    state = live(lost, usual(11), replace(lost, at=START + 12 * HOUR), state=settled())
    assert state.health.state == "healthy"


def test_a_full_page_without_items_was_redesigned_and_is_broken_at_once() -> None:
    state = live(Observation(START + 10 * HOUR, "empty", words=900), state=settled())
    assert state.health.state == "broken"
    assert "usually 20" in state.health.reason


def test_a_bare_page_without_items_may_be_maintenance_and_must_be_seen_twice() -> None:
    bare = Observation(START + 10 * HOUR, "empty", words=12)
    assert live(bare, state=settled()).health.state == "healthy"
    assert live(bare, replace(bare, at=bare.at + HOUR), state=settled()).health.state == "broken"


def test_a_list_that_halves_is_degraded_at_the_second_sight() -> None:
    fewer = [usual(i, found=9, overlap=9, new=0, dated=9) for i in (10, 11, 12)]
    assert live(fewer[0], state=settled()).health.suspect == "degraded"
    state = live(*fewer, state=settled())
    assert state.health.state == "degraded"
    assert "never fewer than 20" in state.health.reason


def test_a_lasting_change_becomes_the_habit_after_a_month() -> None:
    days = [usual(i * 24, found=9, overlap=9, new=0, dated=9) for i in range(1, 40)]
    assert live(*days[:20], state=settled()).health.state == "degraded"
    assert live(*days, state=settled()).health.state == "healthy"


@pytest.mark.parametrize(
    "changed",
    [
        {"found": 9, "overlap": 9, "dated": 9, "titles": 9},
        {"dated": 0},
        {"titles": 1},
        {"aged": 10, "today": 9},
        {"bylined": 0},
        {"bodied": 0},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_a_lasting_change_is_told_when_it_comes_and_when_it_counts_as_usual_and_never_again(
    changed: dict[str, int],
) -> None:
    """What was normal before is a measure no more: no alarm a month, for years."""
    assert told(*(usual(6 * i, **changed) for i in range(2, 4 * 365)), state=settled()) == ["degraded", "healthy"]


def test_a_lasting_change_becomes_the_habit_though_the_list_answers_not_modified_between() -> None:
    few = {"found": 9, "overlap": 9, "dated": 9, "titles": 9}
    runs = (unchanged(6 * i) if i % 3 else usual(6 * i, **few) for i in range(2, 4 * 60))
    state = live(*runs, state=settled())
    assert (state.health.state, "as usual" in state.health.reason) == ("healthy", False)


@pytest.mark.parametrize(
    "trouble", [{"repeated": 1}, {"garbled": 0.04}, {"new": 0, "read": 0, "overlap": 20, "newest": START}]
)
def test_what_can_never_be_usual_stays_a_trouble(trouble: dict[str, object]) -> None:
    """A cookie wall, a broken charset and a dead list are no habits, however long."""
    assert told(*(usual(24 * i, **trouble) for i in range(30, 400)), state=lively()) == ["degraded"]


def test_dates_that_vanish_from_the_list_are_noticed() -> None:
    undated = [usual(i, dated=0) for i in (10, 11)]
    state = live(*undated, state=settled())
    assert state.health.state == "degraded"
    assert "dates" in state.health.reason


def test_dates_that_all_become_the_day_of_the_page_are_noticed() -> None:
    state = live(*(usual(i, days=1, new=0, overlap=20) for i in (10, 11)), state=settled())
    assert state.health.state == "degraded"
    assert "same day" in state.health.reason


def test_a_day_with_a_whole_list_of_posts_is_no_trouble_of_dates() -> None:
    burst = usual(10, days=1, new=20, overlap=0, read=20, bodied=20, bylined=20)
    state = live(*(usual(i, new=3, overlap=17) for i in range(10)))
    state = live(replace(burst, at=START + 7 * 24 * HOUR), state=state)
    known = {"days": 1, "new": 0, "overlap": 20, "newest": burst.newest}
    assert told(*(usual(7 * 24 + i, **known) for i in range(1, 9)), state=state) == []


def test_dates_that_became_the_day_of_the_page_in_our_absence_are_noticed_when_that_day_moves_on() -> None:
    """Most items are new then, so that at first it looks like a busy day."""
    today = {"days": 1, "new": 0, "read": 0, "overlap": 20}
    back = usual(7 * 24, days=1, new=16, overlap=4, read=16, bodied=16, bylined=16)
    state = live(back, usual(7 * 24 + 1, **today), state=live(*(usual(i, new=3, overlap=17) for i in range(10))))
    assert state.health.state == "healthy"
    assert told(*(usual(8 * 24 + i, **today) for i in range(3)), state=state) == ["degraded"]


def dated_today(i: int, **changes: object) -> Observation:
    """A list on which all dates are the day of the page; ten of its items are days old."""
    return usual(i, **{"days": 1, "aged": 10, "today": 10, "newest": START + i * HOUR} | changes)


def known_for_days() -> SourceState:
    return live(*(usual(i, aged=10) for i in range(10)))


def test_items_that_are_days_old_and_dated_today_are_told_at_the_first_look_beside_however_many_new_ones() -> None:
    many = {"new": 9, "overlap": 11, "read": 9, "bodied": 9, "bylined": 9}
    assert told(dated_today(10, **many), state=known_for_days()) == ["degraded"]
    assert told(dated_today(10, new=0, read=0, overlap=20), state=known_for_days()) == ["degraded"]
    assert told(dated_today(10, **many), state=settled()) == ["degraded"]  # though none was days old before


def test_few_items_with_a_new_date_are_no_trouble() -> None:
    """They were edited, and their date with them."""
    assert told(*(usual(i, aged=10, today=4) for i in range(10, 20)), state=known_for_days()) == []


def test_a_list_that_always_was_dated_by_the_day_of_the_page_is_healthy() -> None:
    """In the first days none of its items is known for long."""
    first = (dated_today(i, aged=0, today=0, overlap=20 * (i > 0)) for i in range(0, 48, 6))
    later = (dated_today(i, overlap=20) for i in range(48, 24 * 60, 6))
    assert told(*first, *later, state=SourceState("s")) == []


def test_dates_are_well_again_when_the_list_shows_several_days_and_not_before() -> None:
    shapes: list[dict[str, object]] = [{"overlap": 20, "new": 0}, {"overlap": 14, "new": 6}]
    runs = [dated_today(10 + i, aged=0, today=0, **shapes[i in (2, 5)]) for i in range(8)]
    assert told(*runs, state=settled()) == ["degraded"]
    assert told(*runs, usual(20), state=settled()) == ["degraded", "healthy"]


def test_after_an_absence_one_day_on_the_whole_list_is_seen_twice_where_few_known_items_are_left() -> None:
    few = {"overlap": 2, "new": 18, "aged": 2, "today": 2}
    assert told(dated_today(10, **few), state=known_for_days()) == []
    assert told(dated_today(10, **few), dated_today(11, **few), state=known_for_days()) == ["degraded"]


@pytest.mark.parametrize(
    "trouble", [{"dated": 0}, {"titles": 1}, {"days": 1}, {"found": 9, "overlap": 9}], ids=lambda trouble: min(trouble)
)
def test_a_trouble_of_a_list_that_hardly_ever_changed_is_not_forgotten_in_its_course(trouble: dict[str, int]) -> None:
    """Nearly all that is known of such a source is that it was "not modified"."""
    quiet = live(usual(0), *(unchanged(i) for i in range(1, 12)))
    long = (usual(i, **{"new": 0, "read": 0, "overlap": 20} | trouble) for i in range(12, 120))
    assert told(*long, usual(120), state=quiet) == ["degraded", "healthy"]


@pytest.mark.parametrize(
    ("trouble", "less"),
    [({"dated": 2}, {"dated": 6}), ({"titles": 2}, {"titles": 6}), ({"found": 9}, {"found": 13, "dated": 13})],
    ids=["dates", "titles", "items"],
)
def test_a_trouble_that_is_less_for_a_while_is_not_over(trouble: dict[str, int], less: dict[str, int]) -> None:
    shapes = [trouble if i % 3 else less for i in range(1, 13)]
    runs = [usual(10 + i, **{"new": 0, "overlap": 9} | shape) for i, shape in enumerate(shapes)]
    assert told(*runs, state=settled()) == ["degraded"]
    assert told(*runs, usual(40), state=settled()) == ["degraded", "healthy"]
    assert told(*(usual(10 + i, **{"new": 0, "overlap": 9} | less) for i in range(9)), state=settled()) == []


def test_titles_that_become_the_name_of_the_column_are_noticed() -> None:
    state = live(*(usual(i, titles=2) for i in (10, 11)), state=settled())
    assert state.health.state == "degraded"
    assert "share 2 titles" in state.health.reason


def test_a_list_that_never_had_titles_is_healthy() -> None:
    assert told(*(usual(i, titles=0) for i in range(40)), state=SourceState("s")) == []


def test_a_federation_that_never_printed_dates_is_healthy() -> None:
    assert live(*(usual(i, dated=0) for i in range(20))).health.state == "healthy"


def test_texts_that_vanish_from_the_articles_are_noticed() -> None:
    empty = [usual(i, bodied=0, read=2) for i in range(10, 14)]
    state = live(*empty, state=settled())
    assert state.health.state == "degraded"
    assert "text is missing" in state.health.reason


def test_new_items_that_are_all_gone_are_told_when_the_next_run_finds_no_other() -> None:
    gone = usual(10, new=0, read=0, bodied=0, bylined=0, gone=3)
    quiet = [usual(i, new=0, read=0, bodied=0, bylined=0) for i in (11, 12)]
    assert live(gone, state=settled()).health.suspect == "degraded"
    state = live(gone, *quiet, state=settled())
    assert state.health.state == "degraded"
    assert "all 3 new items say" in state.health.reason
    assert live(gone, usual(11, read=3), state=settled()).health.state == "healthy"  # they were only late
    assert live(usual(13, read=1), state=state).health.state == "healthy"


def test_dead_links_among_articles_that_are_read_are_no_trouble() -> None:
    some = usual(10, new=17, read=17, bodied=17, gone=3)
    assert live(some, usual(11, new=0, read=0), usual(12, new=0, read=0), state=settled()).health.state == "healthy"


def test_a_source_of_pdfs_only_is_healthy() -> None:
    pdfs = (usual(i, bodied=0, bylined=0, partial=1, confidence=0.0) for i in range(20))
    assert live(*pdfs).health.state == "healthy"


def test_all_new_addresses_are_noticed_at_once() -> None:
    state = live(usual(10, new=20, overlap=0), state=settled())
    assert state.health.state == "degraded"
    assert "look new" in state.health.reason


def test_a_week_offline_is_no_change_of_addresses() -> None:
    busy = live(*(usual(i, new=3, overlap=17) for i in range(10)))
    state = live(usual(10 + 7 * 24, new=20, overlap=0), state=busy)
    assert state.health.state == "healthy"


def test_after_a_week_offline_items_older_than_the_last_look_are_of_another_list() -> None:
    """Whatever the source had posted meanwhile, these it would have shown before."""
    busy = live(*(usual(i, new=3, overlap=17) for i in range(10)))
    assert told(usual(10 + 7 * 24, new=20, overlap=0, overdue=4), state=busy) == ["degraded"]
    assert told(usual(10 + 7 * 24, new=20, overlap=0, overdue=3), state=busy) == []


def test_another_list_that_became_the_habit_is_another_one_no_more() -> None:
    state = live(*(usual(i, new=0, overlap=20) for i in range(10)))
    for i in range(1, 40):
        unknown = i == 1 or state.health.strange
        state = live(usual(24 * i, new=20 * (i == 1), overlap=0 if unknown else 20), state=state)
        assert (state.health.state == "degraded") == bool(state.health.strange), i
        if i == 31:
            assert "counts as usual" in state.health.reason
    assert state.health.state == "healthy"


def test_another_list_is_remembered_through_an_outage_until_the_own_one_is_back() -> None:
    state = live(usual(10, new=20, overlap=0), down(11), down(12), unchanged(13), state=settled())
    assert state.health.strange == START + 10 * HOUR
    assert live(usual(14), state=state).health.strange is None


def test_a_cookie_wall_in_every_article_is_noticed() -> None:
    state = live(usual(10, read=3, bodied=3, repeated=3), state=settled())
    assert state.health.state == "degraded"
    assert "same text" in state.health.reason


def test_undecodable_characters_are_noticed() -> None:
    state = live(usual(10, garbled=0.04), usual(11, garbled=0.05), state=settled())
    assert state.health.state == "degraded"


def test_falling_confidence_is_noticed() -> None:
    state = live(usual(10, confidence=0.2), usual(11, confidence=0.2), state=settled())
    assert state.health.state == "degraded"


def test_a_quiet_federation_raises_no_alarm() -> None:
    """One post a month, read daily, for a year."""
    runs = [
        usual(24 * day, new=int(day % 30 == 0), overlap=20, read=int(day % 30 == 0), bodied=int(day % 30 == 0),
              bylined=int(day % 30 == 0), newest=START + 24 * HOUR * (day - day % 30))
        for day in range(365)
    ]  # fmt: skip
    state = SourceState("s")
    for run in runs:
        state = live(run, state=state)
        assert state.health.state == "healthy", run


def test_a_silence_far_beyond_the_usual_is_noticed() -> None:
    daily = live(*(usual(24 * day) for day in range(30)))
    silent = [
        usual(24 * (30 + day), new=0, overlap=20, read=0, bodied=0, bylined=0, newest=START + 29 * 24 * HOUR)
        for day in range(60)
    ]
    state = live(*silent, state=daily)
    assert state.health.state == "degraded"
    assert "nothing new" in state.health.reason


@pytest.mark.parametrize("every", [1, 6], ids=["hourly", "every six hours"])
def test_a_list_that_stands_still_is_noticed_though_it_never_answers_not_modified(every: int) -> None:
    """By then all remembered runs lie within the silence: the days with news are what it is measured by."""
    still = {"new": 0, "overlap": 20, "read": 0, "bodied": 0, "bylined": 0, "newest": START + 29 * 24 * HOUR}
    runs = [usual(24 * 30 + i, **still) for i in range(0, 24 * 90, every)]
    assert told(*runs, state=lively()) == ["degraded"]


def test_a_source_that_was_found_silent_is_no_alarm() -> None:
    """A federation that posts much on three days of congress, and was first read two months later."""
    late = {"new": 0, "overlap": 20, "read": 0, "bodied": 0, "bylined": 0, "newest": START - 60 * 24 * HOUR}
    assert told(*(usual(6 * i, **late) for i in range(4 * 120)), state=SourceState("s")) == []


def test_a_wall_is_blocked_not_broken() -> None:
    wall = Observation(START + 10 * HOUR, "blocked", detail="412")
    assert live(wall, replace(wall, at=wall.at + HOUR), state=settled()).health.state == "blocked"


def test_a_source_that_never_worked_is_told() -> None:
    gone = Observation(START, "gone", detail="404")
    state = live(gone, replace(gone, at=START + HOUR))
    assert state.health.state == "broken"
    assert to_tell(state.health)


def unchanged(i: int) -> Observation:
    return Observation(START + i * HOUR, "unchanged")


def test_a_list_that_halved_and_stays_so_is_told_though_it_answers_not_modified() -> None:
    """304 says that the list is what it was at the last look, and that was not well."""
    state = live(usual(10, found=9, overlap=9, new=0, dated=9), unchanged(11), state=settled())
    assert (state.health.state, state.health.suspect) == ("degraded", "")
    assert live(unchanged(12), unchanged(13), state=state).health.state == "degraded"
    assert live(usual(14), state=state).health.state == "healthy"


def test_a_trouble_of_articles_lasts_until_new_articles_are_well() -> None:
    """A run without new articles says nothing of them: no flapping between two posts."""
    state = live(usual(10, read=3, bodied=3, repeated=3), state=settled())
    assert state.health.state == "degraded"
    calm = live(unchanged(11), usual(12, new=0, read=0, bodied=0, bylined=0), state=state)
    assert (calm.health.state, calm.health.since) == ("degraded", state.health.since)
    assert live(usual(13), state=calm).health.state == "healthy"


def test_a_file_or_a_wall_between_neither_heals_nor_hides_a_trouble_of_texts() -> None:
    wall, file = usual(10, repeated=1), usual(11, bodied=1, partial=1, confidence=0.0)
    both = usual(13, read=2, bodied=2, partial=1, repeated=1)
    runs = (wall, file, replace(wall, at=START + 12 * HOUR), both, replace(file, at=START + 14 * HOUR), usual(15))
    assert told(*runs, state=settled()) == ["degraded", "healthy"]


def test_a_trouble_of_articles_outlasts_an_outage() -> None:
    """Told when it comes, when the site goes and comes back with it, and when it is over; never that all is well."""
    wall = usual(10, read=3, bodied=3, repeated=3)
    down = [Observation(START + i * HOUR, "unreachable") for i in (11, 12, 13)]
    calm = usual(14, new=0, read=0, bodied=0, bylined=0)
    state = settled()
    assert told(wall, *down, calm, unchanged(15), usual(16), state=state) == [
        "degraded", "unreachable", "degraded", "healthy",
    ]  # fmt: skip


def test_a_list_that_is_read_again_is_unreachable_no_more_whatever_is_suspected() -> None:
    down = [Observation(START + i * HOUR, "unreachable") for i in (10, 11)]
    few = usual(12, found=9, overlap=9, new=0, dated=9, titles=9)
    nobody_told = live(*down, few, state=settled())
    assert (nobody_told.health.state, nobody_told.health.suspect) == ("healthy", "degraded")
    assert told(*down, few, replace(few, at=few.at + HOUR), state=settled()) == ["unreachable", "degraded"]


def test_a_list_that_rarely_changes_is_known_after_a_few_looks_all_the_same() -> None:
    quiet = live(usual(0), *(unchanged(i) for i in range(1, 8)))
    state = live(usual(8, dated=0, new=0, read=0), unchanged(9), state=quiet)
    assert state.health.state == "degraded"
    assert "dates" in state.health.reason


def test_two_articles_with_one_text_in_a_large_batch_are_no_wall() -> None:
    assert live(usual(10, read=12, new=12, bodied=12, repeated=2), state=settled()).health.state == "healthy"


def test_one_article_that_repeats_a_text_is_nothing_and_a_second_one_is_a_wall() -> None:
    once = live(usual(10, repeated=1), state=settled())
    assert once.health.state == "healthy"
    assert live(unchanged(11), usual(12, repeated=1), state=once).health.state == "degraded"


@pytest.mark.parametrize("trouble", [{"repeated": 1}, {"bodied": 0}, {"bylined": 0}], ids=lambda trouble: min(trouble))
def test_a_trouble_of_articles_is_not_forgotten_where_weeks_lie_between_two(trouble: dict[str, int]) -> None:
    """More runs than are remembered answer "not modified" in between."""
    runs: list[Observation] = []
    for first in range(10, 310, 60):
        runs += [usual(first, **trouble), *(unchanged(first + i) for i in range(1, 60))]
    assert told(*runs, usual(310), state=settled()) == ["degraded", "healthy"]


def test_an_article_without_text_now_and_then_is_usual_where_it_was() -> None:
    """Every fifth is a film: never an alarm, not even for two in a row."""
    films = (1, 5, 9, 14, 18, 19, 24, 30, 31, 36)
    state = SourceState("s")
    for i in range(40):
        state = live(usual(i, bodied=int(i not in films)), state=state)
        assert state.health.state == "healthy", i


def test_texts_that_are_often_missing_may_be_for_long_but_not_for_ever() -> None:
    """Two of five ask for a login: of thirty such sources two had ten or so in a row within a year."""
    state = SourceState("s")
    for i in range(40):
        state = live(usual(i, bodied=int(i % 5 not in (1, 3))), state=state)
    walls = [usual(40 + i, bodied=0) for i in range(14)]
    assert live(*walls[:10], state=state).health.state == "healthy"
    assert live(*walls, state=state).health.state == "degraded"


def test_texts_that_are_missing_from_a_whole_batch_are_told_at_once() -> None:
    assert live(usual(10, new=5, read=5, bodied=0), state=settled()).health.state == "degraded"


def test_two_unlike_failures_in_a_row_are_a_failure() -> None:
    """A source whose answers alternate between a time-out and a block page is read by nobody."""
    lost = Observation(START + 10 * HOUR, "unreachable", detail="timeout")
    wall = Observation(START + 11 * HOUR, "blocked", detail="412")
    assert live(lost, wall, state=settled()).health.state == "blocked"


def test_a_list_that_grew_and_halves_is_noticed_though_it_once_was_as_short() -> None:
    grown = live(*(usual(i, found=11 + i // 4, overlap=11 + i // 4, dated=11 + i // 4) for i in range(16)))
    half = {"found": 7, "overlap": 7, "dated": 7, "titles": 7, "new": 0}
    assert told(*(usual(i, **half) for i in (16, 17)), state=grown) == ["degraded"]


def test_a_list_that_shrinks_now_and_then_may_halve() -> None:
    """One of this month's news, say."""
    months = [usual(i, found=n, overlap=n - 1, dated=n, titles=n) for i, n in enumerate((5, 9, 14, 6, 10, 15))]
    fewer = {"found": 7, "overlap": 6, "dated": 7, "titles": 7}
    assert told(*(usual(i, **fewer) for i in (6, 7)), state=live(*months)) == []


def test_new_addresses_of_articles_that_are_known_again_are_no_trouble() -> None:
    moved = {"overlap": 0, "moved": 19, "new": 1}
    assert told(usual(10, **moved), usual(11), usual(12, **moved), usual(13), state=settled()) == []
    assert told(usual(10, overlap=0, moved=3, new=17), state=settled()) == ["degraded"]
    assert told(usual(10, overlap=0, moved=0, new=0, gone=20, read=0), state=settled()) == ["degraded"]


def test_a_page_full_of_news_before_known_ones_is_no_other_list() -> None:
    assert told(usual(10, overlap=0, new=20, behind=3), state=settled()) == []


def down(i: int) -> Observation:
    return Observation(START + i * HOUR, "unreachable", "no name")


def heard(health: Health) -> Health:
    return replace(health, told=health.state)


def test_a_trouble_that_people_know_is_no_news_after_an_outage_nobody_heard_of() -> None:
    """The network of this machine failed: of that no source is told."""
    few = {"found": 9, "overlap": 9, "new": 0, "dated": 9}
    state = live(usual(10, **few), usual(11, **few), state=settled())
    state = live(down(12), down(13), state=replace(state, health=heard(state.health)))
    assert state.health.state == "unreachable"
    for after in (usual(14, **few), unchanged(14)):
        back = live(after, state=state).health
        assert (back.state, to_tell(back)) == ("degraded", False)
    assert live(usual(14, new=0, read=0), state=state).health.state == "healthy"


def test_a_block_is_no_news_after_an_outage_nobody_heard_of() -> None:
    blocked = [Observation(START + i * HOUR, "blocked", "a challenge") for i in (10, 11, 14)]
    state = live(*blocked[:2], state=settled())
    state = live(down(12), down(13), state=replace(state, health=heard(state.health)))
    assert state.health.state == "unreachable"
    assert not to_tell(live(blocked[2], state=state).health)
    unheard = live(down(12), down(13), state=settled())
    assert live(blocked[2], state=unheard).health.state == "blocked"  # and not what was seen before


def test_a_suspicion_of_the_list_outlasts_an_outage() -> None:
    """The list answers "not modified" afterwards: it still is what it was when it was read last."""
    state = live(usual(10, found=9, overlap=9, new=0, dated=9), down(11), down(12), state=settled())
    assert live(unchanged(13), state=state).health.state == "degraded"
    assert live(usual(13), state=state).health.state == "healthy"


def test_another_list_is_noticed_where_nothing_was_new_for_long() -> None:
    """Weeks of "not modified" are no time in which a source may have moved on unseen."""
    quiet = live(*(usual(24 * i) for i in range(5)), *(unchanged(24 * i) for i in range(5, 24)))
    assert told(usual(24 * 24, new=20, overlap=0), state=quiet) == ["degraded"]
