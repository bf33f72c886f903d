"""Lists that are no HTML page: feeds, sitemaps, JSON; and the feeds that a page names."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime

import pytest

from scraper.discover import discover_page, find_feed
from scraper.document import open_document
from scraper.errors import Blocked, Gone, LoginWall, NoItems, Unreadable
from scraper.models import JsonRules, Link, ListRules

URL = "https://union.example/news/"
NOON = datetime(2024, 12, 19, 12, tzinfo=UTC)
AT_TEN = datetime(2024, 12, 19, 10, tzinfo=UTC)
WON = Link("https://union.example/news/strike-won", "Strike won", AT_TEN, "second")


def rss(item: str, before: str = "") -> bytes:
    return (
        f'<?xml version="1.0"?>{before}<rss version="2.0"><channel><title>News</title>{item}</channel></rss>'.encode()
    )


@pytest.mark.parametrize(
    "item",
    [
        "<title>Strike won</title><link>/news/strike-won</link><pubDate>Thu, 19 Dec 2024 10:00:00 GMT</pubDate>",
        "<title><![CDATA[Strike won]]></title><link>https://union.example/news/strike-won</link>"
        "<pubDate>Thu, 19 Dec 2024 11:00:00 +0100</pubDate>",
        '<title>Strike won</title><guid isPermaLink="true">https://union.example/news/strike-won</guid>'
        '<dc:date xmlns:dc="http://purl.org/dc/elements/1.1/">2024-12-19T10:00:00Z</dc:date>',
    ],
)
def test_rss_is_read(item: str) -> None:
    listing = discover_page(rss(f"<item>{item}</item>"), URL)
    assert (listing.links, listing.via) == ((WON,), "feed")


@pytest.mark.parametrize(
    "written",
    [
        "0001-01-01T00:00:00+08:00",
        "Mon, 01 Jan 0001 00:00:00 +0800",
        "9999-12-31T23:59:59-08:00",
        "Fri, 31 Dec 9999 23:59:59 -0800",
        "1970-01-01T00:00:00Z",
        "1900-01-01",
    ],
)
def test_a_year_that_no_news_can_have_is_no_date(written: str) -> None:
    """Neither a program's null date nor one at the calendar's end, which no other zone could tell."""
    feed = rss(f"<item><title>Strike won</title><link>/news/strike-won</link><pubDate>{written}</pubDate></item>")
    rows = [
        {"title": f"Strike number {n} at the port was won", "url": f"/news/{n}.html", "publishDate": written}
        for n in range(6)
    ]
    for body in (feed, json.dumps({"list": rows}).encode()):
        assert {(link.published, link.precision) for link in discover_page(body, URL).links} == {(None, None)}


def test_an_rss_item_has_a_summary_and_a_picture_and_no_markup() -> None:
    item = (
        "<item><title>Pay &amp;amp; conditions&nbsp;&#8211; R&D</title><link>a</link>"
        "<description>&lt;p&gt;After &lt;b&gt;six&lt;/b&gt; days&lt;/p&gt;</description>"
        '<enclosure url="/a.jpg" type="image/jpeg" length="1"/></item>'
    )
    (link,) = discover_page(rss(item), URL).links
    assert link == Link(
        URL + "a", "Pay & conditions – R&D", summary="After six days", image="https://union.example/a.jpg"
    )


def test_atom_is_read_with_its_next_page() -> None:
    feed = """<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom" xml:base="/news/">
      <link rel="next" href="?page=2"/><entry><title type="html">Strike &lt;i&gt;won&lt;/i&gt;</title>
      <link rel="replies" href="x"/><link href="strike-won"/><id>tag:1</id>
      <updated>2024-12-20T10:00:00Z</updated><published>2024-12-19T10:00:00Z</published></entry></feed>"""
    listing = discover_page(feed.encode(), "https://union.example/feed.atom")
    assert listing.links == (WON,)
    assert listing.next == "https://union.example/news/?page=2"


def test_rdf_is_read() -> None:
    feed = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
      xmlns:dc="http://purl.org/dc/elements/1.1/"><channel/><item rdf:about="https://union.example/news/strike-won">
      <title>Strike won</title><dc:date>2024-12-19T10:00:00Z</dc:date></item></rdf:RDF>"""
    assert discover_page(feed.encode(), URL).links == (WON,)


def test_json_feed_is_read() -> None:
    feed = b"""{"version": "https://jsonfeed.org/version/1.1", "next_url": "/feed?page=2", "items": [{"id": "1",
      "url": "/news/strike-won", "title": "Strike won", "date_published": "2024-12-19T10:00:00Z"}]}"""
    listing = discover_page(feed, URL)
    assert (listing.links, listing.next, listing.via) == ((WON,), "https://union.example/feed?page=2", "feed")


def test_a_feed_that_breaks_off_gives_what_came_before() -> None:
    whole = rss("<item><title>Strike won</title><link>/a</link></item><item><title>Sec")
    assert [link.title for link in discover_page(whole[: whole.index(b"Sec")], URL).links] == ["Strike won"]


def test_entities_are_refused_and_doctypes_ignored() -> None:
    bomb = '<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'
    with pytest.raises(Unreadable, match="declares an entity"):
        discover_page(rss("<item><title>&b;</title><link>/a</link></item>", bomb), URL)
    old = '<!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "http://my.netscape.com/publish/formats/rss-0.91.dtd">'
    (link,) = discover_page(rss("<item><title>Gr&uuml;&szlig;e</title><link>/a</link></item>", old), URL).links
    assert link.title == "Grüße"


@pytest.mark.parametrize(
    "body",
    [
        b"<rss",
        b"<?xml version='1.0'?><rss><channel>",
        b"<feed></feed>",
        b"<urlset/>",
        b"<sitemapindex/>",
        b'{"a": 1}',
        b'{"a"',
        b"[]",
    ],
)
def test_what_is_empty_or_broken_says_so(body: bytes) -> None:
    with pytest.raises((NoItems, Unreadable), match="https://union"):
        discover_page(body, URL)


def test_a_news_sitemap_names_titles_and_dates() -> None:
    sitemap = """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
      <url><loc>https://union.example/news/strike-won</loc><news:news><news:publication_date>2024-12-19T10:00:00Z
      </news:publication_date><news:title>Strike won</news:title></news:news></url></urlset>"""
    listing = discover_page(sitemap.encode(), URL)
    assert (listing.links, listing.via) == ((WON,), "news sitemap")


def test_a_plain_sitemap_gives_articles_newest_first_without_inventing_dates() -> None:
    pages = [
        ("about", "2025-01-01"),
        ("news/strike-at-the-port-won", "2024-12-19"),
        ("news/2024/12/talks-resume", "2024-12-20"),
    ]
    urls = "".join(f"<url><loc>{URL[:-5]}{path}</loc><lastmod>{day}</lastmod></url>" for path, day in pages)
    listing = discover_page(f"<urlset>{urls}</urlset>".encode(), URL)
    assert [(link.title, link.published) for link in listing.links] == [
        ("Talks resume", None),
        ("Strike at the port won", None),
    ]


def sitemap(paths: Iterable[str]) -> bytes:
    return f"<urlset>{''.join(f'<url><loc>{URL}{path}</loc></url>' for path in paths)}</urlset>".encode()


@pytest.mark.parametrize(
    "form",
    ["strike-at-the-port-{n:03}.html", "{n:04}-strike-at-the-port", "?id={n}", "2026/{month:02}/{day:02}/strike-won"],
)
@pytest.mark.parametrize("oldest_first", [True, False])
def test_a_sitemap_is_whole_and_newest_first_by_the_numbers_or_days_of_its_addresses(
    form: str, oldest_first: bool
) -> None:
    paths = [form.format(n=1000 + i, month=1 + i // 28, day=1 + i % 28) for i in range(336)]
    if "month" not in form:
        paths += [form.format(n=2000 + i) for i in range(400)]
    listing = discover_page(sitemap(paths if oldest_first else paths[::-1]), URL)
    assert [link.url.removeprefix(URL) for link in listing.links] == paths[::-1]


@pytest.mark.parametrize(
    "page",
    [
        "https://1199seiu.example/",
        "https://union.example:8443",
        "https://local-47-of-the-dockers.example/de/",
        "https://union.example/about-us",
        "https://union.example/Mentions-l%C3%A9gales.html",
        "https://union.example/politique-de-confidentialite",
        "https://union.example/ueber-uns/",
        "https://union.example/o-nas/deklaracja-dostepnosci",
        "https://union.example/tilg%C3%A6ngelighedserkl%C3%A6ring.aspx",
    ],
)
def test_a_home_page_and_pages_that_every_site_has_are_no_news_of_a_sitemap(page: str) -> None:
    urls = "".join(f"<url><loc>{url}</loc></url>" for url in (page, "https://union.example/strike-at-the-port-won"))
    (link,) = discover_page(f"<urlset>{urls}</urlset>".encode(), URL).links
    assert link.title == "Strike at the port won"


def test_days_without_a_number_keep_the_direction_of_the_document() -> None:
    paths = [f"2026/{month:02}/{word}-won-at-last" for month in (1, 2) for word in ("strike", "appeal", "lockout")]
    listing = discover_page(sitemap(paths), URL)
    assert [link.url.removeprefix(URL) for link in listing.links] == paths[::-1]


def test_many_addresses_that_tell_no_order_come_from_both_ends() -> None:
    letters = "abcdefghij"
    paths = [f"the-strike-of-{a}{b}{c}" for a in letters for b in letters for c in letters[:3]]
    listing = discover_page(sitemap(paths), URL)
    assert [link.url.removeprefix(URL) for link in listing.links[:3]] == [paths[0], paths[-1], paths[1]]
    assert len(listing.links) == len(paths)


@pytest.mark.parametrize("names", [("posts-9", "posts-10"), ("post-sitemap", "post-sitemap2")])
def test_of_the_parts_of_a_sitemap_without_days_the_last_by_number_is_the_newest(names: tuple[str, str]) -> None:
    maps = "".join(f"<sitemap><loc>{URL}{name}.xml</loc></sitemap>" for name in names)
    assert discover_page(f"<sitemapindex>{maps}</sitemapindex>".encode(), URL).next == f"{URL}{names[1]}.xml"


def test_an_index_of_sitemaps_leads_to_the_newest() -> None:
    maps = "".join(
        f"<sitemap><loc>{URL}{name}.xml</loc><lastmod>{day}</lastmod></sitemap>"
        for name, day in [("pages", "2025-01-01"), ("posts-1", "2023-01-01"), ("posts-2", "2024-12-19")]
    )
    listing = discover_page(f"<sitemapindex>{maps}</sitemapindex>".encode(), URL)
    assert (listing.links, listing.next) == ((), URL + "posts-2.xml")


def test_the_newest_of_an_undated_index_has_the_highest_number() -> None:
    maps = "".join(f"<sitemap><loc>{URL}sitemap{n}.xml</loc></sitemap>" for n in (1, 9, 10, 2))
    assert discover_page(f"<sitemapindex>{maps}</sitemapindex>".encode(), URL).next == f"{URL}sitemap10.xml"


JSON = b"""{"code": 0, "data": {"menu": [{"title": "About", "url": "/about"}], "rows": [
  {"id": 7, "title": "Strike <em>won</em>", "publishTime": "2024-12-19", "memo": "After six days", "pic": "/7.jpg"},
  {"id": 8, "title": "Talks resume", "publishTime": "2024-12-18"}, {"id": null, "title": "No id"}, 5]}}"""


def test_json_by_rules() -> None:
    rules = JsonRules(
        "",
        items="data.rows",
        link="/#/detail?id={id}&type=x",
        title="title",
        date="publishTime",
        summary="memo",
        image="pic",
    )
    listing = discover_page(JSON, URL + "?page=1&size=20", rules=ListRules(json=rules))
    first, second = listing.links
    assert first == Link(
        "https://union.example/#/detail?id=7&type=x",
        "Strike won",
        NOON,
        "day",
        "After six days",
        "https://union.example/7.jpg",
    )
    assert second.url.endswith("id=8&type=x")
    assert listing.next == URL + "?page=2&size=20"


@pytest.mark.parametrize("link", ["url", "/news/{id}"])
def test_json_may_escape_what_no_text_may_hold(link: str) -> None:
    """Half a surrogate pair or a NUL: the item is kept without it, for no database and no feed could hold it."""
    rows = b'{"rows": [{"title": "The union \\ud800 of\\u0000 dockers", "url": "/news/1\\udfff", "id": "1\\ud800"}]}'
    (found,) = discover_page(
        rows, URL, rules=ListRules(json=JsonRules("", items="rows", link=link, title="title"))
    ).links
    assert (found.url, found.title) == ("https://union.example/news/1", "The union of dockers")


@pytest.mark.parametrize(
    ("items", "message"), [("data.list", "names no array"), ("data.menu", "none with a title and an address")]
)
def test_json_rules_that_find_nothing_say_why(items: str, message: str) -> None:
    with pytest.raises(NoItems, match=message):
        discover_page(JSON, URL, rules=ListRules(json=JsonRules("", items=items, link="/{id}")))


def test_json_without_rules_is_recognised_by_its_looks() -> None:
    body = b"""callback({"menu": [{"name": "About us", "url": "/a"}, {"name": "Contact", "url": "/c"}], "list": [
      {"headline": "Strike won", "link": "/news/1001.html", "date": "2024-12-19T10:00:00Z"},
      {"headline": "Talks resume", "link": "/news/1002.html", "date": "2024-12-18T10:00:00Z"}]});"""
    listing = discover_page(body, URL)
    assert [link.url for link in listing.links] == [
        "https://union.example/news/1001.html",
        "https://union.example/news/1002.html",
    ]
    assert listing.links[0].published == AT_TEN


def rows(*titles: str, **more: object) -> list[dict[str, object]]:
    return [{"title": title, "url": f"/news/{i}", **more} for i, title in enumerate(titles)]


@pytest.mark.parametrize(
    "titles", [("Strike", "Talks", "Pay up"), ("The strike at the port is won " * 2, "Talks", "Pay")]
)
def test_a_json_list_is_one_whatever_the_length_of_its_titles(titles: tuple[str, ...]) -> None:
    """Also without dates: it must not be a list today and none tomorrow."""
    body = json.dumps({"menu": rows("About us", "Contact"), "data": {"rows": rows(*titles)}}).encode()
    assert [link.title for link in discover_page(body, URL).links] == [title.strip() for title in titles]


@pytest.mark.parametrize(
    "value",
    [
        {"navigation": rows("Our strikes", "Our talks", "Our pay")},
        {"settings": {"links": rows("Imprint", "Privacy")}},
        [{"title": "About us", "url": "/about-us"}, {"title": "Contact", "url": "/contact"}],
        [{"name": "Service", "url": "/service"}, {"name": "Topics", "url": "/topics"}],
        {"data": rows("Read more", "Read more", "Read more")},
        {"data": rows("Version")},
    ],
)
def test_menus_and_settings_are_no_list(value: object) -> None:
    with pytest.raises(NoItems, match=r"list\.json"):
        discover_page(json.dumps(value).encode(), URL)


@pytest.mark.parametrize("key", ["ts", "time", "timestamp", "created", "created_at", "createdOn", "epoch"])
@pytest.mark.parametrize("stamp", [1734602400, 1734602400000, "1734602400", 1734602400.25])
def test_dates_of_json_may_be_seconds_since_1970(key: str, stamp: object) -> None:
    listing = discover_page(json.dumps(rows("Strike", "Talks", **{key: stamp})).encode(), URL)
    assert {link.published for link in listing.links} == {AT_TEN}


def test_the_keys_of_a_json_list_are_told_where_they_alone_find_the_same_items() -> None:
    value = {"data": {"rows": rows("Strike", "Talks", "Pay", ts=1734602400, Lead="x", summary="Six days")}}
    listing = discover_page(json.dumps(value).encode(), URL)
    assert listing.json == JsonRules(URL, items="data.rows", link="url", title="title", date="ts", summary="summary")
    again = discover_page(json.dumps(value).encode(), URL, rules=ListRules(json=listing.json))
    assert again.links == listing.links
    value["data"]["rows"][0]["link"] = value["data"]["rows"][0].pop("url")
    assert discover_page(json.dumps(value).encode(), URL).json is None


def test_a_long_json_list_is_read_whole() -> None:
    body = json.dumps(rows(*(f"The strike of {n}" for n in range(700)))).encode()
    assert len(discover_page(body, URL).links) == 700


def test_rules_from_config_are_obeyed() -> None:
    """The example of the module's docstring, and a rule that no longer fits."""
    item = b"<li><a href=1.html title='Whole title'>Whole ti...</a> <b>2024-12-19</b><i data-s='Sum'></i></li>"
    page = b"<ul class=list>" + item + b"</ul>"
    rules = ListRules(item="ul.list li", link="a", title="a@title", date="b", summary="i@data-s")
    listing = discover_page(page, URL, rules=rules)
    assert listing.links == (Link(URL + "1.html", "Whole title", NOON, "day", "Sum"),)
    assert (listing.via, listing.confidence) == ("rules", 1.0)
    assert discover_page(page, URL, rules=ListRules(link="li a")).links[0].url == URL + "1.html"
    with pytest.raises(NoItems, match=r"'ul.other li' finds nothing; was the page redesigned"):
        discover_page(page, URL, rules=ListRules(item="ul.other li"))
    with pytest.raises(NoItems, match="no CSS selector"):
        discover_page(page, URL, rules=ListRules(item="li:::("))


def test_an_at_within_a_selector_names_no_attribute() -> None:
    """What `fedfeed check` takes for CSS is CSS: an account's name in an address, the mark of a larger picture."""
    page = b"""<ul><li><a href=/@desk/1>Strike won</a><a href=/@desk/1/more>more</a><img src=/1@2x.png></li></ul>"""
    rules = ListRules(item="li", link="a[href^='/@desk/']", title="a[href^='/@desk/']", image="img[src*='@2x']")
    (link,) = discover_page(page, URL, rules=rules).links
    assert (link.url, link.title, link.image) == (
        "https://union.example/@desk/1",
        "Strike won",
        "https://union.example/1@2x.png",
    )


def test_the_sites_own_feed_is_found_and_never_its_comments() -> None:
    page = b"""<link rel=alternate type=application/rss+xml title="Union" href=/feed/>
      <link rel=alternate type=application/rss+xml title="Union Comments Feed" href=/comments/feed/>
      <link rel=alternate type=application/atom+xml title="News" href=/news/feed/>
      <link rel=alternate type=application/rss+xml title="Elsewhere" href=https://other.test/feed/>
      <link rel=alternate type=application/json+oembed href=/oembed><link rel=alternate hreflang=de href=/de/>"""
    assert find_feed(open_document(page, URL)) == ["https://union.example/news/feed/", "https://union.example/feed/"]
    assert find_feed(open_document(b"<a href=/rss.xml>RSS</a><a href=/a.html>x</a>", URL)) == [
        "https://union.example/rss.xml"
    ]


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ("<title>登录</title><form><input type=password></form><p>请先登录后查看</p>", LoginWall),
        ("<title>404 Not Found</title><p>The page you asked for was not found.</p>", Gone),
        ("<title>Just a moment...</title><script>window._cf_chl_opt={}</script><p>Checking your browser</p>", Blocked),
        ("<title>News</title><p>Nothing yet</p>", NoItems),
    ],
)
def test_what_stands_in_a_lists_place_is_named(body: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        discover_page(body.encode(), URL)
