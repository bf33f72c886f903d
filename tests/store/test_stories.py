"""A story is told once, and nothing is lost by it (DESIGN decision 3)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from feeds.models import Article, Feed, Find, Origin, Selection
from feeds.store import Store
from tests.store.samples import ALL, HUNAN, ITUC, ORIGINS, OWN, START, Clock, find, finds

TEXT = """7月13日，省总工会在长沙召开全省工会送清凉工作推进会，部署今年高温季节劳动保护和慰问工作。
会议要求，各级工会要深入建筑工地、环卫站点、快递网点等一线，为高温作业职工送去防暑降温用品。
据介绍，今年全省工会计划投入资金3200万元，慰问一线职工48万人次，建设户外劳动者服务站点1260个。
会议强调，要督促用人单位严格落实高温津贴制度，合理调整作业时间，切实维护职工的安全健康权益。
省总工会有关部门负责人、各市州总工会分管领导和部分企业工会代表参加会议，并作了交流发言。"""
XINHUA = Origin(id="xinhua", name="新华社", url="https://xinhua.example.org/", language="zh", level="national")
EVERYONE = {**ORIGINS, "xinhua": XINHUA}


def story(link: str, text: str = TEXT, title: str = "全省工会送清凉工作推进会召开", **changes: object) -> Find:
    html = "".join(f"<p>{line}</p>" for line in text.split("\n"))
    article = Article(url=link, title=title, text=text, html=html, published=START - timedelta(hours=1), confidence=0.9)
    return Find(link=link, article=replace(article, **changes), position=0, reader="1")  # type: ignore[arg-type]


def tell(store: Store, origin: Origin, text: str = TEXT, n: int = 1, **changes: object) -> str:
    """Save one telling of the story; its link."""
    link = f"https://{origin.id}.example.org/news/story-{n}.html"
    store.save(origin, [story(link, text, **changes)], at=START)
    return link


def links(store: Store, feed: Feed) -> list[str]:
    return [emission.entry.link for emission in store.window(feed, EVERYONE)]


def test_a_repost_is_told_once_in_a_merged_feed_and_names_the_other(store: Store) -> None:
    first, second = tell(store, HUNAN), tell(store, XINHUA)
    store.emit([ALL], EVERYONE, at=START)
    (emission,) = store.window(ALL, EVERYONE)
    assert emission.entry.link == first
    assert [(also.source_id, also.name, also.link) for also in emission.also] == [("xinhua", "新华社", second)]


def test_a_sources_own_feed_has_all_its_entries(store: Store) -> None:
    tell(store, XINHUA)
    link = tell(store, HUNAN)
    store.emit([OWN, ALL], EVERYONE, at=START)
    assert links(store, OWN) == [link]
    assert [also.source_id for also in store.window(OWN, EVERYONE)[0].also] == ["xinhua"]


def test_folding_may_be_turned_off(store: Store) -> None:
    plain = replace(ALL, fold=False)
    tell(store, HUNAN)
    tell(store, XINHUA)
    store.emit([plain], EVERYONE, at=START)
    assert len(links(store, plain)) == 2


def test_the_first_told_leads_and_a_lead_once_emitted_stays(store: Store) -> None:
    late = tell(store, HUNAN)
    early = tell(store, XINHUA, published=START - timedelta(hours=9))
    fresh = Feed("fresh", "Fresh")
    store.emit([fresh], EVERYONE, at=START)
    assert links(store, fresh) == [early]
    other = replace(HUNAN, id="changsha", name="长沙市总工会")
    tell(store, other, published=START - timedelta(days=2))
    store.emit([fresh], EVERYONE, at=START)
    assert links(store, fresh) == [early]
    assert [also.source_id for also in store.window(fresh, EVERYONE)[0].also] == ["changsha", "hunan"]
    assert late in {also.link for also in store.window(fresh, EVERYONE)[0].also}


def test_the_lead_is_chosen_after_the_filters(store: Store) -> None:
    tell(store, XINHUA)
    link = tell(store, HUNAN)
    regional = Feed("regional", "Regional", include=Selection(level=("regional",)))
    store.emit([ALL, regional], EVERYONE, at=START)
    assert links(store, regional) == [link]


def test_a_late_member_has_the_feed_written_again(store: Store) -> None:
    tell(store, HUNAN)
    store.emit([ALL], EVERYONE, at=START)
    before = store.feed_revision("all")
    tell(store, XINHUA)
    assert store.feed_revision("all") > before


def test_why_explains_every_join(store: Store) -> None:
    tell(store, XINHUA)
    link = tell(store, HUNAN, f"来源：新华社\n{TEXT}")
    store.emit([ALL], EVERYONE, at=START)
    (memory,) = store.find(link)
    assert memory.story is not None
    assert len(memory.story.members) == 2
    reason = memory.story.reasons[memory.entry.id]
    assert "xinhua" in reason
    assert "names as its source" in reason
    assert [(carried.how, bool(carried.lead)) for carried in memory.carried] == [("folded", True)]


@pytest.mark.parametrize(
    "other",
    [
        TEXT.replace("3200", "4100").replace("48", "77").replace("1260", "908").replace("7月13日", "7月19日"),
        TEXT.replace("长沙", "株洲").replace("省总工会", "市总工会"),
    ],
    ids=["numbers", "places"],
)
def test_a_template_with_other_facts_is_another_item(store: Store, other: str) -> None:
    """A wrong merge is a lost article."""
    tell(store, HUNAN)
    tell(store, XINHUA, other)
    store.emit([ALL], EVERYONE, at=START)
    assert len(links(store, ALL)) == 2


def test_the_same_notice_a_year_later_is_another_item(store: Store) -> None:
    tell(store, HUNAN)
    tell(store, XINHUA, published=START - timedelta(days=365))
    store.emit([ALL], EVERYONE, at=START)
    assert len(links(store, ALL)) == 2


def test_two_entries_of_one_source_are_never_folded(store: Store) -> None:
    tell(store, HUNAN, n=1)
    tell(store, XINHUA)
    tell(store, HUNAN, n=2, title="送清凉活动启动")
    store.emit([ALL], EVERYONE, at=START)
    assert sum("hunan" in link for link in links(store, ALL)) == 2


def test_a_withdrawn_lead_hands_over(store: Store) -> None:
    """Nothing is lost by folding: the other telling takes the place of one that is taken down."""
    first, second = tell(store, HUNAN), tell(store, XINHUA)
    store.emit([ALL], EVERYONE, at=START)
    store.save(HUNAN, [], at=START, gone={first: "410"})
    live = [emission for emission in store.window(ALL, EVERYONE) if not emission.entry.withdrawn]
    assert [emission.entry.link for emission in live] == [second]
    assert live[0].also == ()


def test_a_lead_hands_over_its_place_not_the_top(store: Store, clock: Clock) -> None:
    """An old story must not come up again because one of its tellings was taken down, or purged."""
    first, second = tell(store, HUNAN), tell(store, XINHUA)
    store.emit([ALL], EVERYONE, at=START)
    store.save(HUNAN, [find(500, position=0)], at=clock.pass_(days=1))
    store.emit([ALL], EVERYONE, at=clock())
    store.withdraw(first)
    assert [e.entry.link for e in store.window(ALL, EVERYONE) if not e.entry.withdrawn] == [find(500).link, second]


@pytest.mark.parametrize("gone", ["for now", "for good"])
def test_a_telling_that_is_back_is_told_though_its_lead_stays_away(store: Store, clock: Clock, gone: str) -> None:
    """It takes the lead's place, else nobody would tell it."""
    first, second = tell(store, HUNAN), tell(store, XINHUA)
    store.emit([ALL], EVERYONE, at=START)
    store.save(XINHUA, [], at=clock(), gone={second: "notice"})
    store.save(HUNAN, [], at=clock(), gone={first: "notice"})
    if gone == "for good":
        store.withdraw(first)
    assert visible(store) == []
    tell(store, XINHUA)
    assert visible(store) == [second]


def test_a_telling_that_is_back_stays_folded_where_another_has_taken_the_lead(store: Store, clock: Clock) -> None:
    first, second, third = tell(store, HUNAN), tell(store, XINHUA), tell(store, ITUC)
    store.emit([ALL], EVERYONE, at=START)
    assert visible(store) == [first]
    store.save(XINHUA, [], at=clock(), gone={second: "notice"})
    store.save(HUNAN, [], at=clock(), gone={first: "notice"})
    tell(store, XINHUA)
    assert visible(store) == [third]


def visible(store: Store) -> list[str]:
    return [e.entry.link for e in store.window(ALL, EVERYONE) if not e.entry.withdrawn]


def test_nobody_is_folded_into_what_was_taken_down(store: Store) -> None:
    first = tell(store, HUNAN)
    store.emit([ALL], EVERYONE, at=START)
    tell(store, XINHUA)
    store.save(HUNAN, [], at=START, gone={first: "410"})
    made_later = replace(ALL, id="later")
    store.emit([ALL, made_later], EVERYONE, at=START)
    for feed in (ALL, made_later):
        assert [e.origin.id for e in store.window(feed, EVERYONE) if not e.entry.withdrawn] == ["xinhua"]


def test_a_completed_entry_finds_its_story(store: Store) -> None:
    tell(store, XINHUA)
    link = "https://hunan.example.org/news/story-1.html"
    store.save(HUNAN, [replace(story(link, ""), partial="blocked")], at=START)
    assert store.find(link)[0].story is None
    store.save(HUNAN, [story(link)], at=START)
    assert store.find(link)[0].story is not None


def test_a_formula_that_all_share_joins_nobody(store: Store, clock: Clock) -> None:
    """Dozens of notices end with the same clause."""
    formula = "\n特此通知，请各级工会组织认真贯彻执行并及时上报有关情况"
    for n in range(60):
        made = find(n)
        made = replace(made, article=replace(made.article, text=made.article.text + formula))
        store.save(HUNAN if n % 2 else ITUC, [made], at=clock())
    assert all(store.find(find(n).link)[0].story is None for n in range(60))


@pytest.mark.parametrize("apart", [True, False], ids=["later", "in one go"])
def test_nothing_is_folded_into_what_the_head_never_showed(store: Store, clock: Clock, apart: bool) -> None:
    """A first crawl's older part goes straight to the archive; a repost of it is news to the feed's readers."""
    store.save(ITUC, finds(60, start=500), at=clock())
    store.save(XINHUA, [find(700)], at=clock())
    store.emit([ALL], EVERYONE, at=clock())
    behind = replace(story("https://hunan.example.org/news/old.html"), position=30)
    store.save(HUNAN, [*finds(20, start=900), behind], at=clock())
    if apart:
        store.emit([ALL], EVERYONE, at=clock())
    repost = tell(store, XINHUA)
    store.emit([ALL], EVERYONE, at=clock())
    assert len({repost, behind.link}.intersection(links(store, ALL))) == 1
