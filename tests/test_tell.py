"""What people are told, once for each change, and by which ways."""

import asyncio
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import feedparser
import pytest

from feeds.models import Site
from feeds.store import Store, open_store
from feeds.urls import absolute
from scraper.config.settings import Email, Notify
from scraper.crawl import Context
from scraper.fetch.errors import Unavailable
from scraper.models import Source
from scraper.state import Health, SourceState, from_record, to_record
from scraper.tell import Alert, tell, write_health_feed

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
SITE = Site("Federation news", "http://127.0.0.1:8080/")
SOURCE = Source(id="union", name="Union <b>of</b> Bakers", url="https://union.example/news/")
BROKEN = Health("broken", "no items found on the list page, usually 20", NOON, sample="The page <https://u.example/>")


class Clock:
    time = NOON

    def __call__(self) -> datetime:
        return self.time


class Hook:
    """A webhook that fails as long as it is told to."""

    def __init__(self) -> None:
        self.got: list[dict[str, Any]] = []
        self.fails = False

    async def send(self, url: str, content: bytes, content_type: str) -> None:
        if self.fails:
            raise Unavailable("connect", f"{absolute(url, '')}: refused", url=url)
        self.got.append(json.loads(content))


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> Iterator[Store]:
    with open_store(tmp_path / "fedfeed.db", now=clock) as store:
        yield store


@pytest.fixture
def hook() -> Hook:
    return Hook()


@pytest.fixture
def context(store: Store, hook: Hook, clock: Clock) -> Context:
    return Context(hook, None, store, clock)  # type: ignore[arg-type]  # neither fetches nor reads


HOOKED = Notify(webhook="https://chat.example/hook")


def becomes(store: Store, health: Health) -> None:
    known = from_record("union", store.source_state("union"), now=NOON)
    told = known.health.told
    store.save_source_state("union", to_record(replace(known, health=replace(health, told=told))))


@pytest.mark.anyio
async def test_a_change_is_told_once_with_reason_sample_and_the_command_to_fix_it(
    context: Context, store: Store, hook: Hook
) -> None:
    becomes(store, BROKEN)
    (alert,) = await tell([SOURCE], context, HOOKED)
    assert await tell([SOURCE], context, HOOKED) == ()
    (got,) = hook.got
    assert got["headline"].endswith("is broken: no items found on the list page, usually 20")
    assert (got["sample"], got["since"]) == ("The page <https://u.example/>", NOON.isoformat())
    assert "fedfeed repair union" in got["next_step"]
    assert alert.newly_broke
    becomes(store, Health("healthy", since=NOON))
    (well,) = await tell([SOURCE], context, HOOKED)
    assert (well.state, well.before) == ("healthy", "broken")


@pytest.mark.parametrize(
    ("by", "step"),
    [
        ("gone", "fedfeed add"),
        ("silent", "change the url"),
        ("one_text", "article.body"),
        ("failed", "fedfeed report union"),
        ("fewer", "fedfeed repair union"),
        ("address", "docs/network.md"),
        ("redirect", "docs/network.md"),
    ],
)
def test_the_next_step_fits_the_trouble(by: str, step: str) -> None:
    """A rule for a list mends no page that is gone, and no article."""
    assert step in Alert.of(SOURCE, replace(BROKEN, by=by), NOON).next_step


@pytest.mark.anyio
async def test_what_could_not_be_delivered_is_told_at_once_and_delivered_later(
    context: Context, store: Store, hook: Hook
) -> None:
    """Log, exit code and health feed wait for no webhook."""
    becomes(store, BROKEN)
    hook.fails = True
    assert len(await tell([SOURCE], context, HOOKED)) == 1
    assert await tell([SOURCE], context, HOOKED) == ()
    hook.fails = False
    await tell([], context, HOOKED)
    await tell([], context, HOOKED)
    assert [alert["state"] for alert in hook.got] == ["broken"]


@pytest.mark.anyio
async def test_a_way_that_fails_has_no_other_say_it_twice(
    context: Context, store: Store, hook: Hook, tmp_path: Path
) -> None:
    both = replace(HOOKED, command=f"cat >> {tmp_path}/said; echo >> {tmp_path}/said")
    hook.fails = True
    becomes(store, BROKEN)
    await tell([SOURCE], context, both)
    await tell([SOURCE], context, both)
    assert (tmp_path / "said").read_text().count("is broken") == 1
    hook.fails = False
    await tell([], context, both)
    assert (len(hook.got), (tmp_path / "said").read_text().count("is broken")) == (1, 1)


@pytest.mark.anyio
async def test_a_fault_in_one_way_keeps_no_other_from_people(
    context: Context, store: Store, hook: Hook, caplog: pytest.LogCaptureFixture
) -> None:
    becomes(store, BROKEN)
    faulty = Email(("me@example.org",), "a\nb@example.org", "127.0.0.1:25")
    await tell([SOURCE], context, replace(HOOKED, email=faulty))
    assert len(hook.got) == 1
    assert "not delivered by notify.email" in caplog.text


@pytest.mark.anyio
async def test_many_alerts_are_one_message(context: Context, store: Store, hook: Hook) -> None:
    """A network that fails is one piece of news."""
    sources = [replace(SOURCE, id=f"union-{n}") for n in range(40)]
    for source in sources:
        store.save_source_state(source.id, to_record(SourceState(source.id, health=BROKEN)))
    assert len(await tell(sources, context, HOOKED)) == 40
    (message,) = hook.got
    assert (message["headline"], len(message["alerts"])) == ("40 sources need a look", 40)


@pytest.mark.anyio
async def test_the_log_does_not_tell_a_webhook_s_key(
    context: Context, store: Store, hook: Hook, caplog: pytest.LogCaptureFixture
) -> None:
    becomes(store, BROKEN)
    hook.fails = True
    await tell([SOURCE], context, Notify(webhook="https://chat.example/T00/B00/ké%79"))
    assert "notify.webhook at chat.example: refused" in caplog.text
    assert "B00" not in caplog.text


@pytest.mark.anyio
async def test_a_digest_gathers_a_day(context: Context, store: Store, hook: Hook, clock: Clock) -> None:
    """The first goes at once, what follows a day after it, together."""
    daily = replace(HOOKED, digest="daily")
    becomes(store, BROKEN)
    await tell([SOURCE], context, daily)
    for hours, state in ((1, "healthy"), (2, "degraded")):
        clock.time = NOON + timedelta(hours=hours)
        becomes(store, Health(state, "", clock.time))  # type: ignore[arg-type]
        assert len(await tell([SOURCE], context, daily)) == 1
    assert len(hook.got) == 1
    clock.time = NOON + timedelta(hours=24)
    await tell([], context, daily)
    await tell([], context, daily)
    first, digest = hook.got
    assert first["state"] == "broken"
    assert [alert["state"] for alert in digest["alerts"]] == ["healthy", "degraded"]
    assert digest["headline"] == "1 source needs a look, 1 source is well again"


@pytest.mark.anyio
async def test_feeds_that_could_not_be_written_for_a_moment_are_no_news(
    context: Context, store: Store, hook: Hook, clock: Clock
) -> None:
    """What lasts is told once, also by a crawler that was started anew meanwhile, and so is its end."""
    for minutes, unwritten in ((0, "full"), (1, ""), (20, "full"), (30, "full"), (40, "full"), (50, ""), (60, "")):
        clock.time = NOON + timedelta(minutes=minutes)
        await tell([], context, HOOKED, unwritten=unwritten)
    assert [alert["headline"] for alert in hook.got] == ["Feeds cannot be written: full", "All feeds are written again"]
    assert hook.got[0]["since"] == (NOON + timedelta(minutes=20)).isoformat()
    assert "fedfeed publish" in hook.got[0]["next_step"]


@pytest.mark.anyio
async def test_a_command_gets_the_alert_on_its_input_and_its_failure_is_a_failure(
    context: Context, store: Store, tmp_path: Path
) -> None:
    becomes(store, BROKEN)
    await tell([SOURCE], context, Notify(command="exit 3"))
    await tell([SOURCE], context, Notify(command=f"cat > {tmp_path}/alert.json"))
    assert json.loads((tmp_path / "alert.json").read_text())["source_id"] == "union"


@pytest.mark.anyio
async def test_mail_says_it_in_sentences(context: Context, store: Store) -> None:
    """Over a mail server that speaks as much SMTP as is needed."""
    said: list[str] = []

    async def speak(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 here\r\n")
        data = False
        while line := (await reader.readline()).decode():
            said.append(line.rstrip())
            if data:
                data = line != ".\r\n"
                answer = "" if data else "250 taken\r\n"
            else:
                verb = line[:4].lower()
                data = verb == "data"
                answer = {"data": "354 go on\r\n", "quit": "221 bye\r\n"}.get(verb, "250 fine\r\n")
            writer.write(answer.encode())
        writer.close()

    becomes(store, BROKEN)
    async with await asyncio.start_server(speak, "127.0.0.1") as server:
        port = server.sockets[0].getsockname()[1]
        email = Email(("me@example.org",), "fedfeed@example.org", f"127.0.0.1:{port}", starttls=False)
        assert len(await tell([SOURCE], context, Notify(email=email))) == 1
    assert any(line.startswith("Subject: fedfeed: Union <b>of</b> Bakers (union) is broken") for line in said)
    assert any("fedfeed repair union" in line for line in said)


@pytest.mark.anyio
async def test_the_crawlers_own_health_is_a_feed(context: Context, store: Store, tmp_path: Path, clock: Clock) -> None:
    """Operators read feeds. Strangers' markup stays text; equal alerts give equal bytes."""
    becomes(store, BROKEN)
    await tell([SOURCE], context, Notify())
    clock.time += timedelta(hours=1)
    becomes(store, Health("healthy", since=clock.time))
    await tell([SOURCE], context, Notify())
    write_health_feed(store, SITE, tmp_path, "health")
    data = (tmp_path / "health.atom").read_bytes()
    feed = feedparser.parse(data)
    assert [entry.title.partition(")")[2] for entry in feed.entries] == [
        " is healthy again",
        " is broken: no items found on the list page, usually 20",
    ]
    assert "fedfeed repair union" in feed.entries[1].content[0].value
    assert "<b>" not in feed.entries[1].content[0].value
    write_health_feed(store, SITE, tmp_path, "health")
    assert (tmp_path / "health.atom").read_bytes() == data


def test_an_empty_health_feed_is_a_feed_too(store: Store, tmp_path: Path) -> None:
    write_health_feed(store, SITE, tmp_path, "health")
    assert (
        feedparser.parse((tmp_path / "health.atom").read_bytes()).feed.title == "Federation news: health of the sources"
    )


def test_the_journal_keeps_a_hundred(store: Store) -> None:
    from scraper.tell import journal

    for at in range(105):
        journal.note(store, Alert.of(SOURCE, BROKEN, NOON + timedelta(minutes=at)), [])
    kept = journal.latest(store)
    assert (len(kept), kept[0].at) == (100, NOON + timedelta(minutes=104))
    assert len(store.alerts.keys()) == 100


def test_what_waits_for_a_digest_is_not_lost_by_being_much(store: Store) -> None:
    from scraper.tell import journal

    for at in range(130):
        journal.note(store, Alert.of(SOURCE, BROKEN, NOON + timedelta(minutes=at)), ["email"])
    assert len(journal.waiting(store, "email")) == 130
    journal.delivered(store, "email", journal.waiting(store, "email"), NOON)
    journal.note(store, Alert.of(SOURCE, BROKEN, NOON + timedelta(days=1)), [])
    assert (journal.waiting(store, "email"), len(store.alerts.keys())) == ((), 101)  # and when the last digest was


def test_a_state_with_a_sample_survives_its_record() -> None:
    state = SourceState("union", health=BROKEN)
    assert from_record("union", to_record(state), now=NOON) == state
