"""The rules by which an entry is known again. A wrong merge is a lost article: worse than a duplicate."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from feeds.identity import Candidate, Keys, Match, Sighting, entry_id, keys, match, moved
from feeds.models import Article, Attachment, Find

TEXT = (
    "7月13日，省总工会召开全省工会重点工作推进会，总结上半年工作，部署下半年任务。会议指出，各级工会要聚焦主责主业，"
    "深入开展劳动和技能竞赛，全年培训职工12万人次，帮扶困难职工3.6万户。\n会议要求，要加强新就业形态劳动者权益保障，"
    "新建驿站800个。省总工会党组成员、各市州总工会主席参加会议。"
)
OTHER = (
    "为进一步规范工会经费收支管理，近日省总财务部组织开展了专题培训，邀请审计专家围绕预算编制、专项资金使用、"
    "内部控制等内容作了讲解。来自45个单位的财务人员参加了学习，并就实际工作中遇到的问题进行了交流讨论。"
)
DAY = datetime(2026, 7, 13, 12, tzinfo=UTC)
TITLE = "全省工会重点工作推进会在长沙召开"


def sighting(link: str, *, title: str = TITLE, text: str = TEXT, day: datetime | None = DAY, **urls: str) -> Sighting:
    article = Article(link, title, canonical_url=urls.get("canonical", ""), published=day, text=text)
    return Sighting.of(Find(link, article, 0, final_url=urls.get("final", "")), "hunan")


def known(sight: Sighting, *, listed: bool = False, name: str = "known") -> Candidate:
    return Candidate(name, sight.keys.primary, sight.keys.aliases, sight.article, listed)


def meets(new: Sighting, old: Sighting, *, listed: bool = False) -> Match:
    """What the store does: candidates are only those that share a value."""
    theirs = known(old, listed=listed)
    values = {theirs.primary, *(alias.value for alias in theirs.aliases)}
    return match(new, [theirs] if values & set(new.keys.values) else [])


URL = "https://www.example.org/xwdt/202607/t20260713_547180.html"

SAME_LINK = {
    "http to https": "http://www.example.org/xwdt/202607/t20260713_547180.html",
    "www left out": "https://example.org/xwdt/202607/t20260713_547180.html",
    "trailing slash": "https://www.example.org/xwdt/202607/t20260713_547180.html/",
    "tracking": URL + "?utm_source=rss&from=timeline",
    "session": URL + ";jsessionid=0A1B2C",
    "Ruishu token": URL + "?7OkeOa4k=qAc4qAqr0x",
    "percent-encoding": "https://www.example.org/xwdt/202607/%7420260713_547180.html",
    "fragment": URL + "#content",
}


@pytest.mark.parametrize("rule", SAME_LINK)
def test_another_spelling_of_the_link_is_the_same_entry(rule: str) -> None:
    """Even when the page was rewritten meanwhile: that is an edit, not another article."""
    new = sighting(SAME_LINK[rule], title="另一个标题在这里", text=OTHER)
    assert meets(new, sighting(URL), listed=True).entry_id == "known"


def test_a_notice_in_two_columns_is_one_entry() -> None:
    """Title, day and text are the same, and the addresses end alike."""
    old, new = (sighting(f"https://a.org/{column}/strike-won") for column in ("news", "press"))
    found = meets(new, old, listed=True)
    assert (found.entry_id, found.kind) == ("known", "title")
    assert "two columns" in found.reason


@pytest.mark.parametrize(
    "new",
    [
        sighting("https://a.org/press/strike-is-won"),
        sighting("https://b.org/press/strike-won"),
        sighting("https://a.org/press/strike-won", day=DAY + timedelta(days=1)),
        sighting("https://a.org/press/strike-won", title="全省工会重点工作推进会议程"),
        sighting("https://a.org/press/strike-won", text=TEXT.replace("12万", "13万")),
        sighting("https://a.org/press/strike-won", text=f"{TEXT}\n会议还要求，要加强宣传。"),
        sighting("https://a.org/press/strike-won", text=""),
    ],
)
def test_what_differs_in_anything_from_its_like_in_another_column_is_an_article_of_its_own(new: Sighting) -> None:
    old = sighting("https://a.org/news/strike-won", text=new.article.text and TEXT)
    assert meets(new, old, listed=True).entry_id is None


def test_two_notices_that_say_no_more_than_see_the_attachment_are_two() -> None:
    old, new = (sighting(f"https://a.org/{column}/notice", text="See the attachment.") for column in ("news", "press"))
    assert meets(new, old, listed=True).entry_id
    other = replace(new, article=replace(new.article, attachments=(Attachment("https://a.org/2.pdf", "", None),)))
    assert meets(other, old, listed=True).entry_id is None


def test_parameter_order_is_no_new_article() -> None:
    assert meets(sighting("https://a.org/v?id=5&cat=2"), sighting("https://a.org/v?cat=2&id=5")).kind == "link"


def test_a_fragment_route_is_the_address() -> None:
    """On a script application everything stands behind `#/`: another id there is another article."""
    old = sighting("https://a.org/#/newsDetail?type=news&id=1", title="关于节日值班的通知", text=OTHER)
    assert meets(sighting("https://a.org/#/newsDetail?id=1&type=news", title="x"), old).kind == "link"
    assert meets(sighting("https://a.org/#/newsDetail?type=news&id=2"), old).entry_id is None


def test_the_key_comes_from_the_link_and_the_redirect_target_is_an_alias() -> None:
    old = sighting("https://a.org/go?n=77", final="https://a.org/news/2026/a-b.html")
    assert old.keys.primary == "https://a.org/go?n=77"
    assert meets(sighting("https://a.org/news/2026/a-b.html"), old, listed=True).kind == "redirect"


def test_redirects_to_one_page_for_dead_links_merge_nothing() -> None:
    """A site that sends every dead link to one page must not lose all of them but one."""
    old = sighting("https://a.org/go?n=1", final="https://a.org/about.html", title="甲通知全文", text=OTHER)
    assert meets(sighting("https://a.org/go?n=2", final="https://a.org/about.html"), old).entry_id is None


@pytest.mark.parametrize(
    "url",
    [
        *("", "https://a.org/", "https://a.org/index.html", "https://a.org/news/", "https://a.org/news/view.php"),
        *("https://other.org/", "https://a.org/login?next=/news", "https://a.org/404.html", "https://a.org/�.html"),
    ],
)
def test_an_empty_or_home_page_canonical_is_ignored(url: str) -> None:
    names = keys("https://a.org/news/view.php?id=5", canonical_url=url, final_url=url, source_id="s")
    assert not [alias for alias in names.aliases if alias.kind in ("canonical", "redirect")]


def test_a_canonical_address_joins_two_links_that_tell_the_same() -> None:
    old = sighting("https://a.org/a/1.html", canonical="https://a.org/c/1.html")
    assert meets(sighting("https://a.org/b/1.html", canonical="https://a.org/c/1.html"), old, listed=True).entry_id


def test_a_canonical_address_shared_by_all_pages_joins_nothing() -> None:
    old = sighting("https://a.org/a/1.html", canonical="https://a.org/c/0.html", title="甲通知全文", text=OTHER)
    result = meets(sighting("https://a.org/b/2.html", canonical="https://a.org/c/0.html"), old)
    assert result.entry_id is None
    assert "tells something else" in result.reason


def test_one_title_and_canonical_address_for_all_pages_join_nothing() -> None:
    """A script application that says "News" everywhere must not lose all articles but one."""
    old = sighting("https://a.org/a/1.html", canonical="https://a.org/c/0.html", title="新闻中心详情", text=OTHER)
    new = sighting("https://a.org/b/2.html", canonical="https://a.org/c/0.html", title="新闻中心详情")
    assert meets(new, old).entry_id is None


BULLETIN = (
    "The bulletin of the federation is sent to all branches and read aloud at the gates of every yard. It holds the "
    "figures of the week and what the committee has decided for the days ahead. This week {} members joined in {}, {} "
    "grievances were heard, {} strikes called. Whoever wants to add something writes to the office by Friday."
)


@pytest.mark.parametrize("days", [0, 7], ids=["other numbers", "another day"])
def test_every_weeks_bulletin_is_another_one(days: int) -> None:
    """One title, one form, and a canonical address that the site gives to all of them."""

    def bulletin(number: int, at: datetime, *numbers: object) -> Sighting:
        link = f"https://a.org/b/{number}"
        text = BULLETIN.format(*numbers)
        return sighting(link, canonical="https://a.org/bulletin.html", title="Weekly bulletin", text=text, day=at)

    old = bulletin(1, DAY, 312, "Hull", 47, 9)
    new = bulletin(2, DAY + timedelta(days=days), 312 if days else 95, "Hull", 47 if days else 12, 8 if days else 28)
    assert meets(new, old).entry_id is None


@pytest.mark.parametrize(
    ("a", "b"), [("https://m.a.org/n/1.html", "https://www.a.org/n/1.html"), ("http://wap.a.org/x", "https://a.org/x")]
)
def test_mobile_and_desktop_host_are_one_when_they_tell_the_same(a: str, b: str) -> None:
    assert meets(sighting(a), sighting(b), listed=True).kind == "mobile"
    assert meets(sighting(b), sighting(a), listed=True).kind == "mobile"
    assert meets(sighting(a), sighting(b, title="甲通知全文", text=OTHER)).entry_id is None


def test_wechat_articles_are_known_by_account_message_and_place() -> None:
    base = "http://mp.weixin.qq.com/s?__biz=MzA3&mid=26&idx="
    assert meets(sighting(base + "1&sn=a&scene=2"), sighting(base + "1&sn=b#rd")).kind == "link"
    assert meets(sighting(base + "2", text=OTHER, title="甲通知"), sighting(base + "1")).entry_id is None


CHANGED_SLUGS = {
    "number first": ("https://a.org/news/544-old-slug", "https://a.org/news/544-new-name"),
    "number last": ("https://a.org/news/old-slug-12345.html", "https://a.org/news/new-name-12345.html"),
    "number as a folder": ("https://a.org/news/12345/old-slug", "https://a.org/news/12345/new-name"),
}


@pytest.mark.parametrize("shape", CHANGED_SLUGS)
def test_a_changed_slug_with_the_same_cms_id_is_the_same_entry(shape: str) -> None:
    old, new = CHANGED_SLUGS[shape]
    changed = sighting(new, title="推进会召开（修订）", day=None)
    assert meets(changed, sighting(old)).kind == "slug"
    assert meets(changed, sighting(old), listed=True).entry_id is None
    assert meets(replace(changed, article=replace(changed.article, text=OTHER)), sighting(old)).entry_id is None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("https://p.org/papers/grrb/2026/07/13/4/news-6.html", "https://p.org/papers/grrb/2026/07/14/4/news-6.html"),
        ("https://p.org/2026/07/13/page-1206.html", "https://p.org/2026/07/14/page-1206.html"),
        ("https://p.org/news/report-2026.html", "https://p.org/news/survey-2026.html"),
        ("https://p.org/news/20260713-a-slug", "https://p.org/news/20260713-b-slug"),
        ("https://p.org/n1/2019/0615/c1013-31153719.html", "https://p.org/n1/2019/0615/c1013-31153720.html"),
        ("https://p.org/a/10304/18746.htm", "https://p.org/a/10304/18747.htm"),
        ("https://p.org/20260713/page-a.html", "https://p.org/20260713/page-b.html"),
    ],
)
def test_ids_that_recur_under_another_path_are_no_ids(old: str, new: str) -> None:
    sights = keys(old, source_id="s"), keys(new, source_id="s")
    assert not {alias.value for alias in sights[0].aliases} & {alias.value for alias in sights[1].aliases}


COLUMNS = {
    "TRS": ("https://a.org/xwdt/202607/t20260713_547180.html", "https://a.org/tzgg/202607/t20260713_547180.html"),
    "Hanweb": ("https://a.org/art/2026/7/13/art_12377_1486865.html", "https://a.org/art/2026/7/13/art_99_1486865.html"),
    "hex id": (
        "https://a.org/zwgk/e9e23982df5248e3b0d82d180c368996.htm",
        "https://a.org/xwdt/e9e23982df5248e3b0d82d180c368996.htm",
    ),
    "long number": ("https://a.org/#/d?id=33343786138541061&type=a", "https://a.org/#/d?id=33343786138541061&type=b"),
}


@pytest.mark.parametrize("system", COLUMNS)
def test_the_same_notice_in_two_columns_is_one_entry(system: str) -> None:
    """Both stand in lists at the same time; the site's own id and the title agree."""
    old, new = COLUMNS[system]
    assert meets(sighting(new, day=None), sighting(old, day=None), listed=True).kind == "cms"
    assert meets(sighting(new, title="甲通知全文", text=OTHER), sighting(old)).entry_id is None


def test_after_a_cms_migration_title_day_and_text_know_the_entry() -> None:
    """Only once the old link has left the list: until then both are shown."""
    old, new = sighting("https://a.org/show.asp?id=9"), sighting("https://a.org/2026/tuijin")
    assert meets(new, old).kind == "title"
    assert meets(new, old, listed=True).entry_id is None
    assert "still stands in the list" in meets(new, old, listed=True).reason


def test_the_same_title_on_another_day_is_another_article() -> None:
    old = sighting("https://a.org/show.asp?id=9", day=DAY.replace(day=12))
    assert meets(sighting("https://a.org/show.asp?id=10"), old).entry_id is None


def test_the_same_title_and_day_with_another_text_is_another_article() -> None:
    assert meets(sighting("https://a.org/s?id=10", text=OTHER), sighting("https://a.org/s?id=9")).entry_id is None


def test_a_list_day_in_the_url_unlike_the_printed_date_does_not_matter() -> None:
    """The day is the printed one: the path may say another (t20191213 for 16 December)."""
    old = sighting("https://a.org/a/201912/t20191213_5471.html", day=datetime(2019, 12, 16, tzinfo=UTC))
    new = sighting("https://a.org/neu/wahl", day=datetime(2019, 12, 16, 9, tzinfo=UTC))
    assert meets(new, old).kind == "title"


def test_without_any_text_no_weak_name_counts() -> None:
    """Two PDF notices of one title and day may be two."""
    assert meets(sighting("https://a.org/b.pdf", text=""), sighting("https://a.org/a.pdf", text="")).entry_id is None


def test_an_equal_claim_of_two_entries_goes_to_neither() -> None:
    new = sighting("https://a.org/neu/1")
    both = [known(sighting(f"https://a.org/s?id={n}"), name=str(n)) for n in (1, 2)]
    result = match(new, both)
    assert result.entry_id is None
    assert "equal claim" in result.reason


def articles(host: str, count: int = 5, *, text: bool = True) -> list[Sighting]:
    bodies = [f"{TEXT}\n第{n}期共有{n * 17}家企业参加，覆盖职工{n * 131}人。" for n in range(count)]
    return [
        sighting(f"https://{host}/xwdt/1000{n}.html", title=f"{TITLE}第{n}期", text=bodies[n] if text else "", day=None)
        for n in range(count)
    ]


def test_a_new_site_domain_is_proven_by_the_articles_that_came_along() -> None:
    """Then those without a text come along by path and title too."""
    old = [known(sight, name=str(n)) for n, sight in enumerate(articles("www.old.example", 4))]
    pdf = known(sighting("https://www.old.example/xwdt/20001.html", text="", day=None), name="pdf")
    moves = moved(articles("zgh.new.example", 4), [*old, pdf])
    assert moves == {("old.example", "zgh.new.example")}
    new = sighting("https://zgh.new.example/xwdt/20001.html", text="", day=None)
    assert match(new, [pdf], moves=moves).entry_id == "pdf"
    assert match(new, [pdf]).entry_id is None
    other = sighting("https://zgh.new.example/xwdt/20001.html", title="另一篇", text="", day=None)
    assert match(other, [pdf], moves=moves).entry_id is None


def test_a_few_equal_paths_prove_no_move() -> None:
    old = [known(sight) for sight in articles("www.old.example", 2)]
    assert not moved(articles("zgh.new.example", 2), old)
    without = [known(sight) for sight in articles("www.old.example", 5, text=False)]
    assert not moved(articles("zgh.new.example", 5, text=False), without)


def test_a_renamed_folder_is_proven_by_the_articles_that_came_along() -> None:
    """Then one that was edited the same day comes along by file name, title and day."""

    def site(folder: str, host: str = "a.org") -> list[Sighting]:
        return [
            sighting(f"https://{host}/{folder}/2026/t{n}.html", title=f"{TITLE}第{n}期", text=f"{TEXT}\n{n * 131}人。")
            for n in range(4)
        ]

    old = [known(sight, name=str(n)) for n, sight in enumerate(site("news"))]
    moves = moved(site("aktuell"), old)
    assert moves == {("https://a.org/news", "https://a.org/aktuell")}
    before = known(sighting("https://a.org/news/2026/t9.html"), name="t9")
    edited = sighting("https://a.org/aktuell/2026/t9.html", text="改正：共有九十三家企业参加。")
    assert match(edited, [before], moves=moves).entry_id == "t9"
    assert match(edited, [before]).entry_id is None
    elsewhere = sighting("https://a.org/aktuell/2026/t8.html", text="改正：共有九十三家企业参加。")
    assert match(elsewhere, [before], moves=moves).entry_id is None
    assert not moved(site("aktuell")[:2], old)
    assert moved(site("news", "b.org"), old) == {("a.org", "b.org")}


def test_a_renamed_source_keeps_its_entries() -> None:
    """`previous_ids`: the store hands in candidates of the old name; names are not scoped in their values."""
    old = Sighting.of(Find(URL, Article(URL, TITLE, text=TEXT), 0), "hunan-old")
    new = Sighting.of(Find(URL, Article(URL, TITLE, text=TEXT), 0), "hunan")
    assert match(new, [known(old)]).entry_id == "known"


def test_no_identity_is_minted_from_garbled_text() -> None:
    assert keys("https://a.org/新\ufffd闻.html", source_id="s") == Keys("", (), "s")
    assert keys("https://a.org/%EF%BF%BD.html", source_id="s").primary == ""
    names = keys("https://a.org/1", source_id="s", title="省总工\ufffd会召开推进会", published=DAY)
    assert not [alias for alias in names.aliases if alias.kind == "title"]
    with pytest.raises(ValueError, match="no identity without a key"):
        entry_id("s", "")


def test_garbled_texts_never_agree() -> None:
    bad = sighting("https://a.org/neu/1", text=TEXT.replace("工会", "\ufffd\ufffd"))
    assert meets(bad, sighting("https://a.org/s?id=9", text=bad.article.text)).entry_id is None


def test_the_id_is_a_function_of_source_and_first_key() -> None:
    """So that a lost database mints most ids again: this value must never change."""
    assert entry_id("hunan", "https://a.org/1") == "urn:uuid:fbc3c091-3125-55a5-84ad-f137c556c0da"
    assert entry_id("hubei", "https://a.org/1") != entry_id("hunan", "https://a.org/1")


def test_the_day_of_a_name_is_the_day_where_it_was_printed() -> None:
    late = datetime.fromisoformat("2026-07-14T00:30:00+08:00")
    names = keys("https://a.org/1", source_id="s", title=TITLE, published=late)
    assert [alias.value for alias in names.aliases if str(date(2026, 7, 14)) in alias.value]
