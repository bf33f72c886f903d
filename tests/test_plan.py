"""What an edit of the configuration would change is known before it is applied, and harmless edits raise no alarm."""

import re
import shutil
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from feeds.models import Article
from feeds.publish.manifest import read_manifest
from feeds.store import RawPage, Store, open_store
from scraper.applied import remember, returning
from scraper.cli import exits
from scraper.cli.memory import minute, why
from scraper.cli.plan import replay
from scraper.config import Config, load
from scraper.crawl import Context, crawl
from scraper.models import ListRules, Source
from scraper.plan import Plan, plan
from scraper.replay import differences
from scraper.state import from_record
from tests.test_crawl import LIST, Clock, Here, Web, article, listing, source, url

Edit = Callable[[str], str]
SOURCES = ("hunan", "jiangnan", "yungang", "harbour", "wanderverband", "worldtransport")


@pytest.fixture(scope="module")
def config(played: tuple[Path, int], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demo that has run; its list that was redesigned is read automatically from now on."""
    path = Path(shutil.copytree(played[0], tmp_path_factory.mktemp("demo") / "demo")) / "config.yaml"
    path.write_text(re.sub(r"\n    list: .*", "", path.read_text("utf-8")), "utf-8")
    return path


@dataclass(frozen=True)
class Followed:
    """A source that was crawled over a web that is a dictionary."""

    store: Store
    context: Context

    async def plan(self, source: Source, **options: object) -> Plan:
        return await plan([source], (), self.store, {}, self.context.reader, **options)  # type: ignore[arg-type]


def edited(config: Path, edit: Edit) -> Config:
    path = config.with_name("edited.yaml")
    path.write_text(edit(config.read_text("utf-8")), "utf-8")
    return load(path)


async def planned(config: Path, edit: Edit) -> Plan:
    """The plan of an edited configuration."""
    new = edited(config, edit)
    with open_store(new.database, now=lambda: datetime.now(UTC)) as store:
        return await plan(new.sources, new.feeds, store, read_manifest(new.output).feeds, Here())  # type: ignore[arg-type]


def rename(source: str, to: str, previous: str = "") -> Edit:
    more = f"\n    previous_ids: [{previous}]" if previous else ""
    return lambda text: re.sub(rf"- id: {source}\b.*", f"- id: {to}{more}", text)


def put(source: str, line: str) -> Edit:
    """One more key for a source."""
    return lambda text: re.sub(rf"(- id: {source}\b.*\n)", rf"\1    {line}\n", text)


def swap(old: str, new: str) -> Edit:
    def edit(text: str) -> str:
        assert old in text
        return text.replace(old, new, 1)

    return edit


DANGEROUS = (
    [rename(source, f"{source}-new") for source in SOURCES]
    + [put(source, 'list: { link: "nav a" }') for source in SOURCES]
    + [put(source, 'list: { item: "a" }') for source in SOURCES]
    + [rename("hunan", "hunan-2", "hunann"), rename("harbour", "dockers", "harbor")]
)

HARMLESS = [
    lambda text: text,
    lambda text: text + "\n# a last word\n",
    swap("title: Federation news (demo)", "title: Other news"),
    swap("contact: mailto:demo@example.org", "contact: mailto:you@example.org"),
    swap("base_url: http://127.0.0.1:8080/", "base_url: https://feeds.example.org/"),
    swap("name: Wanderverband Nordmark", "name: Wanderverband der Nordmark"),
    swap("every: 15m", "every: 2h"),
    swap("spacing: 0s", "spacing: 1s"),
    put("hunan", 'cron: "0 8 * * mon-fri"'),
    put("hunan", 'quiet: "22:00-06:00"'),
    put("hunan", "fixed: true"),
    put("harbour", "tls: legacy"),
    put("harbour", "max_new: 10"),
    put("harbour", "content: excerpt"),
    put("worldtransport", "enabled: false"),
    put("jiangnan", "categories: [news]"),
    rename("hunan", "hunan-province", "hunan"),
    lambda text: text + "\n  - id: german\n    title: German\n    include: { language: de }\n",
    swap("feeds:\n", "  - id: another\n    name: Another\n    url: http://another.test/news/\n\nfeeds:\n"),
    swap("exclude: { category: hiking }", "exclude: { category: [hiking, choir] }"),
]


@pytest.mark.anyio
@pytest.mark.parametrize("edit", DANGEROUS, ids=range(len(DANGEROUS)))
async def test_every_change_of_ids_is_found(config: Path, edit: Edit) -> None:
    found = await planned(config, edit)
    assert not found.harmless, found
    assert found.returning or any("finds no item" in change.what for change in found.changes)


@pytest.mark.anyio
@pytest.mark.parametrize("edit", HARMLESS, ids=range(len(HARMLESS)))
async def test_a_harmless_edit_raises_no_alarm(config: Path, edit: Edit) -> None:
    found = await planned(config, edit)
    assert found.returning == 0, found
    assert found.harmless, found


@pytest.mark.anyio
async def test_a_rename_names_the_key_that_keeps_the_ids(config: Path) -> None:
    found = await planned(config, rename("hunan", "hn"))
    assert any("previous_ids: [hunan]" in change.what for change in found.changes)


@pytest.mark.anyio
async def test_another_zone_is_told_but_returns_nothing(config: Path) -> None:
    found = await planned(config, swap("timezone: Asia/Shanghai", "timezone: Europe/Berlin"))
    assert found.returning == 0
    (told,) = [change.what for change in found.changes if "published of" in change.what]
    assert "for new articles only" in told


def test_a_replay_in_another_zone_leaves_the_moment_of_an_entry(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Readers would take it for new, or lose it: `replay` says so, and `why` shows both moments."""
    copy = config.parent.with_name("rezoned") / "config.yaml"
    shutil.copytree(config.parent, copy.parent)
    copy.write_text(config.read_text("utf-8").replace("timezone: Asia/Shanghai", "timezone: Europe/Berlin"), "utf-8")
    with open_store(load(copy).database, now=lambda: datetime.now(UTC)) as store:
        before = store.recent("hunan", 1)[0]
    assert replay(copy, "hunan", apply=True, json=False) == exits.FINE
    with open_store(load(copy).database, now=lambda: datetime.now(UTC)) as store:
        after = store.recent("hunan", 1)[0]
    why(copy, after.link, json=False)
    assert (after.published, after.article.published) == (before.published, before.published + timedelta(hours=6))
    said = " ".join(capsys.readouterr().err.split())
    assert "for new articles only" in said
    assert f"in feeds {minute(before.published)}, the moment it came with" in said


def reading(*lines: str) -> Article:
    return Article("https://union.example/1", "A contract", text="\n".join(lines))


@pytest.mark.parametrize(
    "counter",
    [
        "{} views",
        "Viewed {} times.",
        "来源：省总 2026-07-13 浏览次数：{}",
        "阅读量：{}次",
        "조회수 {}",
    ],
)
def test_a_counter_that_went_on_is_no_difference(counter: str) -> None:
    """The rule is that of edits."""
    old, new = (reading("The text.", counter.format(count)) for count in (77, "1,204"))
    assert differences(old, new) == ()


def test_what_a_rule_does_to_a_line_is_a_difference() -> None:
    """Also where the line is a counter: who removes it wants to see that it goes."""
    old = reading("The text.", "77 views", "It ends here.")
    assert differences(old, reading("The text.", "It ends here.")) == ("text",)
    assert differences(old, reading("The text.", "78 views", "It ended here.")) == ("text",)
    assert differences(old, reading("The text was read 78 times.", "77 views", "It ends here.")) == ("text",)


SIDEBAR = "<ul class=side>{}</ul></body>".format(
    "".join(f'<li><a href="/old/{n}.html">An old report of ours number {n}</a></li>' for n in range(5))
)
FEED = f"{LIST}feed.xml"


@pytest.fixture(params=[True, False], ids=["polled by its own feed", "read from its page"])
async def followed(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Followed]:
    """A source after some days, with a sidebar on its page that a wrong rule would read."""
    clock = Clock()
    web = Web(clock)
    with open_store(tmp_path / "fedfeed.db", now=clock) as store:
        followed = Followed(store, Context(web, Here(), store, clock))  # type: ignore[arg-type]
        for hour in range(47):  # the page beside the feed is read once a day
            newest = 8 + hour // 3
            numbers = range(newest, newest - 8, -1)
            web.pages |= {url(n): article(n) for n in numbers}
            link = f'<link rel="alternate" type="application/rss+xml" href="{FEED}">' if request.param else ""
            web.pages[LIST] = listing(numbers, head=link).replace("</body>", SIDEBAR)
            items = "".join(f"<item><title>Report number {n}</title><link>{url(n)}</link></item>" for n in numbers)
            web.pages[FEED] = (
                f'<?xml version="1.0"?><rss version="2.0"><channel><title>U</title>{items}</channel></rss>'
            )
            web.types[FEED] = "application/rss+xml"
            assert (await crawl(source(), followed.context)).state == "healthy"
            clock.time += timedelta(hours=1)
        own_feed = from_record("union", store.source_state("union"), now=clock()).own_feed
        assert own_feed == (FEED if request.param else "")
        remember([source()], store)
        yield followed


@pytest.mark.anyio
async def test_the_rules_of_a_source_are_tried_on_its_own_page(followed: Followed) -> None:
    """Not on the site's own feed, which is read without them."""
    wrong = source(list=ListRules(item="ul.side li", link="a"))
    (change,) = await returning([wrong], followed.store, followed.context.reader)
    assert "5 of 5 items would come as new" in change.what
    found = await followed.plan(wrong, former={"union": source()})
    assert any("would no longer be found" in change.what for change in found.changes)
    lost = source(list=ListRules(item="ul.nowhere li"))
    assert not (await followed.plan(lost, former={"union": source()})).harmless


@pytest.mark.anyio
async def test_a_source_that_was_not_edited_raises_no_alarm(followed: Followed) -> None:
    """Nor by what its own feed brought since its page was read."""
    assert (await followed.plan(source())).changes == ()
    better = source(list=ListRules(item="ul.news li", link="a"))
    assert (await followed.plan(better, former={"union": source()})).harmless


@pytest.mark.anyio
async def test_a_renamed_source_is_known_by_its_page_although_a_feed_is_polled_in_its_place(tmp_path: Path) -> None:
    """Its entries may all stand on another host."""
    clock = Clock()
    with open_store(tmp_path / "fedfeed.db", now=clock) as store:
        store.save_source_state("union", {})
        for kept in (LIST, FEED):
            clock.time += timedelta(hours=1)
            store.raw.save(RawPage("union", "list", kept, kept, "text/html", 200, clock(), True, b"<p>A page.</p>"))
        found = await plan([replace(source(), id="bakers")], (), store, {}, Here())  # type: ignore[arg-type]
    assert any("previous_ids: [union]" in change.what for change in found.changes)


def test_replay_stores_what_is_read_differently_but_never_as_an_edit(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = config.read_text("utf-8")
    config.write_text(put("worldtransport", 'article: { title: "div.field-body p" }')(before), "utf-8")
    try:
        with open_store(load(config).database, now=lambda: datetime.now(UTC)) as store:
            old = {entry.id: entry for entry in store.recent("worldtransport")}
        assert replay(config, "worldtransport", apply=True, json=False) == exits.FINE
        with open_store(load(config).database, now=lambda: datetime.now(UTC)) as store:
            new = {entry.id: entry for entry in store.recent("worldtransport")}
    finally:
        config.write_text(before, "utf-8")
    assert old.keys() == new.keys()
    assert all(new[key].revision == old[key].revision and new[key].updated == old[key].updated for key in old)
