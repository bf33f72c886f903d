"""From a URL to a trusted source, as a new user does it, on the demo's sites."""

import errno
import io
import json
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from loopback import Clock, Web, opened, reply

from feeds.models import Article
from feeds.store import open_store
from scraper.cases import replay_cases
from scraper.cli import exits
from scraper.cli.add import add
from scraper.cli.check import check
from scraper.cli.crawl import crawl
from scraper.config import load
from scraper.config.edit import block_text
from scraper.config.rewrite import rewrite
from scraper.crawl import Context
from scraper.demo import truth, write_config
from scraper.document import open_document
from scraper.draft import Sample, as_block, country, draft, in_zone, source_id
from scraper.draft.guess import describe, level_of
from scraper.errors import NoItems
from scraper.extract.site import describe_site
from scraper.models import JsonRules, Link, Listing, Page, SiteFacts, Source
from scraper.worker import Reader

COMMENT = "# my own words, which no program may touch\n"


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """A demo configuration without sources of its own."""
    path = write_config(tmp_path)
    text = path.read_text("utf-8")
    path.write_text(text[: text.index("sources:")] + COMMENT, "utf-8")
    return path


@asynccontextmanager
async def web_of(folder: Path, answers: dict[str, bytes]) -> AsyncIterator[Context]:
    """A context that sees one site, union.test."""
    web, clock = Web(), Clock()
    async with web.stack, Reader() as reader:
        await web.site("union.test", answers)
        with open_store(folder / "look.db", now=clock.now) as store:
            async with opened(web, clock) as fetcher:
                yield Context(fetcher, reader, store, clock.now)


def said(config: Path, url: str, capsys: pytest.CaptureFixture[str], **options: object) -> dict[str, object]:
    add(config, url, **{"articles": (), "source_id": "", "yes": True, "json": True, "verbose": 0} | options)  # type: ignore[arg-type]
    return json.loads(capsys.readouterr().out)  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    ("url", "source", "name", "zone"),
    [
        ("http://hnszgh.test/news/", "hunan", "Hunan", "Asia/Shanghai"),
        ("http://jngh.test/xwzx/ghyw/", "jiangnan", "江南省总工会", "Asia/Shanghai"),
        ("http://yggh.test/col/col101/index.html?uid=18462&pageNum=1", "yungang", "云港", "Asia/Shanghai"),
        ("http://harbourworkers.test/news/", "harbour", "Harbour Workers' Union", ""),
        ("http://wanderverband.test/aktuelles/", "wanderverband", "Wanderverband Nordmark", "Europe/Berlin"),
        ("http://worldtransport.test/en/news/", "worldtransport", "", ""),
    ],
)
def test_a_list_page_becomes_a_right_source_without_any_rule(
    config: Path, capsys: pytest.CaptureFixture[str], url: str, source: str, name: str, zone: str
) -> None:
    found = said(config, url, capsys)
    assert found["good"], found
    titles = {item["url"]: item["title"] for item in found["items"]}  # type: ignore[attr-defined]
    expected = truth().of(source, act=2)
    listed = [article for article in expected if article.url in titles]
    assert len(listed) >= 0.95 * min(len(expected), len(titles))
    assert [titles[article.url] for article in listed] == [article.title for article in listed]
    block = found["source"]
    assert name in block["name"]  # type: ignore[index]
    assert block.get("timezone", "").startswith(zone)  # type: ignore[attr-defined]
    assert "list" not in block  # type: ignore[operator]


def test_a_crawl_without_sources_says_how_to_have_one(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert crawl(config, (), strict=False, json=False, verbose=0) == exits.FINE
    told = capsys.readouterr().err
    assert "there are no sources yet; add one with `fedfeed add URL`" in " ".join(told.split())
    assert "partial" not in told


def test_a_home_page_leads_to_its_news(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = said(config, "http://harbourworkers.test/", capsys)
    assert found["good"]
    assert len(found["items"]) == 6  # type: ignore[arg-type]


def test_the_file_keeps_what_a_person_wrote_and_stays_valid(config: Path) -> None:
    before = config.read_text("utf-8")
    assert add(config, "http://jngh.test/xwzx/ghyw/", articles=(), source_id="jn", yes=True, json=False, verbose=0) == 0
    assert config.read_text("utf-8").startswith(before)
    assert [source.id for source in load(config).sources] == ["jn"]


def test_a_second_source_of_a_site_gets_an_id_of_its_own(config: Path) -> None:
    for _ in range(2):
        add(config, "http://jngh.test/xwzx/ghyw/", articles=(), source_id="", yes=True, json=False, verbose=0)
    assert [source.id for source in load(config).sources] == ["jngh", "jngh-2"]


def test_a_list_that_is_read_already_is_told_before_it_is_written(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    add(config, "http://jngh.test/xwzx/ghyw/", articles=(), source_id="", yes=True, json=False, verbose=0)
    assert "already" not in capsys.readouterr().err
    again = said(config, "http://jngh.test/xwzx/ghyw/", capsys)
    assert "the source 'jngh' reads this list already: each article would come twice" in again["notes"]  # type: ignore[operator]


@pytest.mark.parametrize(
    ("name", "trouble"),
    [("jn", "--id: 'jn' is the id of another source"), ("New Id", "--id: 'New Id' is no id: lower-case letters")],
)
def test_an_id_that_cannot_be_is_told_before_anything_is_fetched(
    config: Path, capsys: pytest.CaptureFixture[str], name: str, trouble: str
) -> None:
    config.write_text("sources:\n  - { id: jn, name: A, url: 'https://a.example/news/' }\n", "utf-8")
    code = add(config, "http://nowhere.invalid/", articles=(), source_id=name, yes=True, json=False, verbose=0)
    assert code == exits.USAGE
    assert trouble in capsys.readouterr().err


def test_where_nobody_can_answer_nothing_is_written_and_the_way_out_is_told(
    config: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = config.read_text("utf-8")
    monkeypatch.setattr("sys.stdin", io.StringIO())
    code = add(config, "http://jngh.test/xwzx/ghyw/", articles=(), source_id="", yes=False, json=False, verbose=0)
    assert (code, config.read_text("utf-8")) == (exits.NOTHING_WORKED, before)
    assert "stays as it is; --yes writes without asking" in capsys.readouterr().err


def test_its_pages_are_a_case_that_check_reads_again_for_ever(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    add(config, "http://hnszgh.test/news/", articles=(), source_id="hunan", yes=True, json=False, verbose=0)
    assert list(replay_cases(config.parent)) == []
    assert check(config, json=False) == exits.FINE
    page = config.parent / "cases" / "hunan" / "article-1.page"
    page.write_bytes(page.read_bytes().replace(b"Heat Inspection", b"Peat Inspection"))
    assert any("title was" in difference for difference in replay_cases(config.parent))
    assert check(config, json=False) == exits.USAGE
    assert "title was" in capsys.readouterr().err


def test_named_articles_lead_to_a_rule(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    articles = [article.url for article in truth().of("wanderverband") if article.kind == "article"][:3]
    found = said(config, "http://wanderverband.test/aktuelles/", capsys, articles=articles)
    assert found["good"]
    assert found["source"]["list"]["item"]  # type: ignore[index]
    assert "3 of 3" in found["evidence"]["list"]  # type: ignore[index]


def test_what_cannot_be_read_is_refused_with_the_reason(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = add(config, "http://hnszgh.test/nowhere/", articles=(), source_id="", yes=True, json=False, verbose=0)
    assert code == exits.NOTHING_WORKED
    assert "404" in capsys.readouterr().err
    assert load(config).sources == ()


def test_two_sources_that_read_one_list_are_told(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each article would come twice; however the address is spelled."""
    one = "sources:\n  - { id: a, name: A, url: 'https://a.example/news/' }\n"
    config.write_text(f"{config.read_text('utf-8')}\n{one}  - {{ id: b, name: B, url: 'http://www.a.example/news' }}\n")
    assert check(config, json=False) == exits.FINE
    assert "the sources 'a' and 'b' read the same list: is one of them left over?" in " ".join(
        capsys.readouterr().err.split()
    )


@pytest.mark.anyio
async def test_a_json_without_a_list_asks_for_its_paths(tmp_path: Path) -> None:
    """There is no page whose articles could be named with --article."""
    async with web_of(
        tmp_path, {"/api": reply(b'{"state": "ok", "rows": []}', Content_Type="application/json")}
    ) as context:
        with pytest.raises(NoItems, match=r"name them under list\.json") as caught:
            await draft("http://union.test/api", context)
    assert not caught.value.words


def test_the_operators_own_network_is_not_looked_at(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = add(config, "http://169.254.169.254/latest/", articles=(), source_id="", yes=True, json=False, verbose=0)
    assert code == exits.NOTHING_WORKED
    assert "allow_networks" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://www.industriall-union.org/news", "industriall-union"),
        ("https://www.hnszgh.org.cn/", "hnszgh"),
        ("https://news.dgb.de/", "dgb"),
        ("https://总工会.中国/", "xn--"),
        ("http://192.168.10.7:8080/news/", "192-168-10-7"),
        ("http://[fd00::7]/", "fd00-7"),
    ],
)
def test_ids_come_from_the_telling_part_of_the_host(url: str, expected: str) -> None:
    assert source_id(url).startswith(expected)


@pytest.mark.anyio
async def test_a_name_that_is_the_host_is_not_said_to_be_the_sites_own(tmp_path: Path) -> None:
    url = "<url><loc>http://union.test/news/{}.html</loc></url>"
    urls = "".join(url.format(n) for n in range(1, 6)).encode()
    sitemap = reply(b"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>" + urls + b"</urlset>")
    async with web_of(tmp_path, {"/sitemap.xml": sitemap}) as context:
        found = await draft("http://union.test/sitemap.xml", context)
    assert (found.source.name, found.evidence["name"]) == ("union.test", "the host")


def test_the_country_of_a_domain() -> None:
    assert (country("https://a.co.uk/"), country("https://a.de/"), country("https://a.org/")) == (
        "Britain (UK)",
        "Germany",
        "",
    )


def test_a_source_whose_pages_cannot_be_kept_is_said_to_be_added(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (config.parent / "cases").write_text("a file, where a folder would have to be")
    code = add(config, "http://hnszgh.test/news/", articles=(), source_id="hunan", yes=True, json=False, verbose=0)
    assert code == exits.STORAGE
    told = capsys.readouterr().err
    assert "source 'hunan' added; its pages are not kept" in told
    assert "next: fedfeed crawl hunan" in told
    assert load(config).source("hunan")


def test_a_full_disk_is_told_with_the_file_that_stays_as_it_is(
    config: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    before = config.read_bytes()
    monkeypatch.setattr("scraper.config.rewrite.os.fsync", full)
    with pytest.raises(OSError, match=r"config\.yaml"):
        rewrite(config, lambda text: text)
    assert config.read_bytes() == before


PDF_LIST = "".join(
    f'<li><a href="/upload/{n}.pdf">Statement number {n} of the board on wages</a> <span>2026-02-{n:02}</span></li>'
    for n in range(9, 1, -1)
)


@pytest.mark.anyio
async def test_a_federation_that_posts_nothing_but_files_is_a_good_source(tmp_path: Path) -> None:
    async with web_of(
        tmp_path,
        {"/news/": reply(f"<h1>News</h1><ul class=news>{PDF_LIST}</ul>".encode())}
        | {f"/upload/{n}.pdf": reply(b"%PDF-1.4 x", Content_Type="application/pdf") for n in range(1, 10)},
    ) as context:
        found = await draft("http://union.test/news/", context)
    assert found.good, found.problems
    assert len(found.listing.links) == 8
    assert any("files" in note for note in found.notes)


@pytest.mark.anyio
async def test_notices_of_two_chinese_sentences_are_articles(tmp_path: Path) -> None:
    """A Chinese character says as much as half a word."""
    items = "".join(
        f'<li><a href="/n/{n}.html">省总工会召开第{n}次产业工人座谈会</a> <span>2026-02-{n:02}</span></li>'
        for n in range(20, 10, -1)
    )
    text = "<p>省总工会昨日在长沙召开产业工人座谈会，各地代表参加了会议并作交流发言。</p>"
    text += "<p>会议部署了下一步的工作安排。</p>"
    article = f"<html lang=zh><h1>省总工会召开座谈会</h1><div class=content>{text}</div>"
    async with web_of(
        tmp_path,
        {"/news/": reply(f'<html lang="zh"><h1>要闻</h1><ul>{items}</ul></html>'.encode())}
        | {f"/n/{n}.html": reply(article.encode()) for n in range(11, 21)},
    ) as context:
        found = await draft("http://union.test/news/", context)
    assert found.good, found.problems


@pytest.mark.anyio
async def test_the_list_is_read_in_the_zone_that_is_written(tmp_path: Path) -> None:
    """Five in the morning in Shanghai is the day before in UTC."""
    items = "".join(
        f'<li><a href="/n/{n}.html">省总工会召开第{n}次产业工人座谈会</a> <span>2026-02-{n:02} 05:00</span></li>'
        for n in range(20, 10, -1)
    )
    body = f'<html lang="zh"><title>湖南省总工会</title><h1>要闻</h1><ul>{items}</ul></html>'
    article = (
        "<html lang=zh><h1>座谈会</h1><div class=content>"
        + "<p>会议在省总工会召开，代表参加了会议并交流。</p>" * 9
        + "</div>"
    )
    async with web_of(
        tmp_path, {"/news/": reply(body.encode())} | {f"/n/{n}.html": reply(article.encode()) for n in range(30)}
    ) as context:
        found = await draft("http://union.test/news/", context)
        other = await in_zone(found, "Europe/Berlin", context)
    first = found.listing.links[0].published
    assert first is not None
    assert first.isoformat() == "2026-02-20T05:00:00+08:00"
    assert other.listing.links[0].published != first
    assert (found.source.level, found.source.region) == ("regional", "Hunan, China")


@pytest.mark.parametrize(
    ("name", "region", "level"),
    [
        ("International Trade Union Confederation", "", "international"),
        ("中华全国总工会", "", "national"),
        ("湖南省总工会", "Hunan, China", "regional"),
        ("上海市总工会", "Shanghai, China", "regional"),
        ("长沙市总工会", "", "local"),
        ("Harbour Workers' Union", "", ""),
    ],
)
def test_a_level_is_guessed_from_words_of_the_name_only(name: str, region: str, level: str) -> None:
    assert level_of(name, region)[0] == level


def test_the_zone_is_the_one_question_and_a_wrong_answer_is_corrected(
    config: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("Brussels\nEurope/Brussels\ny\n"))
    code = add(
        config, "http://harbourworkers.test/news/", articles=(), source_id="hw", yes=False, json=False, verbose=0
    )
    assert code == exits.FINE
    told = capsys.readouterr().err
    assert "did you mean Europe/Brussels" in told
    assert "your answer" in told
    assert "before the first crawl" not in told
    (source,) = load(config).sources
    assert source.timezone == "Europe/Brussels"
    assert list(replay_cases(config.parent)) == []


def test_an_unknown_zone_is_told_where_nothing_can_be_asked(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """After the first crawl it is too late for the articles that came with it."""
    assert (
        add(config, "http://harbourworkers.test/news/", articles=(), source_id="", yes=True, json=False, verbose=0) == 0
    )
    told = capsys.readouterr().err
    assert "timezone: UTC, unknown: please set it, or days may be off by one; set it before the first crawl" in told


def test_nothing_is_asked_where_the_page_tells_the_zone(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("y\n"))
    assert add(config, "http://jngh.test/xwzx/ghyw/", articles=(), source_id="", yes=False, json=False, verbose=0) == 0
    assert len(load(config).sources) == 1


@pytest.mark.parametrize(
    ("name", "url", "region", "zone"),
    [
        ("Hunan Provincial Federation of Trade Unions", "http://hnszgh.test/", "Hunan, China", "Asia/Shanghai"),
        ("Shanghai Municipal Federation of Trade Unions", "https://a.example.org/", "Shanghai, China", "Asia/Shanghai"),
        ("Friends of Hunan Provincial Museum", "https://friends.example.de/", "Hunan, China", "Europe/Berlin"),
        ("International Campaign for Tibet", "https://tibet.example.org/", "", "UTC"),
        ("Harbour Workers' Union", "https://harbour.example.org/", "", "UTC"),
    ],
)
def test_an_office_of_a_province_tells_its_region_and_zone(name: str, url: str, region: str, zone: str) -> None:
    page = Page(url, url, 200, "text/html", b"", datetime(2026, 1, 1, tzinfo=UTC))
    facts = SiteFacts(name=name, language="en")
    source, evidence, _ = describe(Source(id="x", name="x", url=url), facts, page, Listing(()), ())
    assert (source.region, source.timezone) == (region, zone)
    assert ("region" in evidence) == bool(region)


TAIWAN = "全國產業總工會要求勞動部對關廠工人負起責任，並與各縣市總工會會商團體協約。"
HUNAN = "全国产业总工会要求劳动部对关厂工人负起责任，并与各县市总工会会商团体协约。"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (TAIWAN + "中華民國115年3月2日", "TW"),
        (TAIWAN + "發布日期：115-03-02 活動訊息 115-02-27 會務消息 115-02-26", "TW"),
        (TAIWAN + "10048 臺北市中正區林森南路 4 號", "TW"),
        (TAIWAN + "電話：+886-2-2321-1234", "TW"),
        (TAIWAN + "統一編號：12345678", "TW"),
        (TAIWAN + "九龍彌敦道405號", "HK"),
        (TAIWAN + "電話：(852) 2770 8668", "HK"),
        (TAIWAN + "澳門提督馬路25號", "MO"),
        (TAIWAN, ""),  # written by communities abroad, too
        (TAIWAN + "民國38年，電話 (02) 9283 1234", ""),  # history, and Sydney
        (TAIWAN + "本會版本 115.03.02", ""),
        (TAIWAN + "香港中環德輔道1號，臺北市中正區林森南路4號", ""),
        (HUNAN + "中華民國115年3月2日", ""),
        ("The union met in Taipei. +886 2 2321 1234", ""),
    ],
)
def test_a_page_in_chinese_tells_its_place_by_more_than_its_script(text: str, place: str) -> None:
    page = f"<meta charset=utf-8><p>{text}</p>".encode()
    assert describe_site(open_document(page, "https://union.example.org/")).place == place


@pytest.mark.parametrize(
    ("url", "language", "place", "text", "zone", "region", "word"),
    [
        ("https://union.example.org/", "", "TW", TAIWAN, "Asia/Taipei", "Taiwan", "addresses"),
        ("https://union.example.org/", "zh-TW", "HK", TAIWAN, "Asia/Hong_Kong", "Hong Kong", "addresses"),
        ("https://union.example.org/", "zh-Hant-MO", "", TAIWAN, "Asia/Macau", "Macau", "its language, zh-Hant-MO"),
        ("https://union.example.org/", "zh-CN", "", TAIWAN, "Asia/Shanghai", "", "Taiwan, Hong Kong and Macau"),
        ("https://union.example.org/", "zh", "", TAIWAN, "Asia/Shanghai", "", "Taiwan, Hong Kong and Macau"),
        ("https://union.example.org/", "zh", "", HUNAN, "Asia/Shanghai", "", "the language; please check"),
        ("https://union.example.tw/", "zh", "", TAIWAN, "Asia/Taipei", "Taiwan", "the country of the domain"),
        ("https://union.example.hk/", "zh", "TW", TAIWAN, "Asia/Hong_Kong", "Hong Kong", "the country of the domain"),
        ("https://union.example.cn/", "zh", "", TAIWAN, "Asia/Shanghai", "China", "the country of the domain"),
        ("https://union.example.org/", "en", "TW", "The union met.", "UTC", "", "unknown"),
        (
            "https://union.example.org/",
            "fi",
            "",
            "Liitto kokoontui.",
            "Europe/Helsinki",
            "",
            "the language; please check",
        ),
        ("https://union.example.org/", "nb-NO", "", "Forbundet.", "Europe/Oslo", "", "the language; please check"),
        ("https://union.example.org/", "pt-BR", "", "A central.", "UTC", "", "unknown"),
    ],
)
def test_the_zone_of_a_page(  # one row of the table
    url: str, language: str, place: str, text: str, zone: str, region: str, word: str
) -> None:
    """The domain, else what the page says of its place, else its language; where that is little, so much is said."""
    page = Page(url, url, 200, "text/html", b"", datetime(2026, 1, 1, tzinfo=UTC))
    sample = Sample(Link(url, "t"), Article(url, "t", language=language, text=text))
    facts = SiteFacts(name="Union", place=place)
    source, evidence, _ = describe(Source(id="x", name="x", url=url), facts, page, Listing(()), (sample,))
    assert (source.timezone, source.region) == (zone, region)
    assert word in evidence["timezone"]
    assert ("script" in evidence["timezone"]) == ("Macau" in word)


@pytest.mark.anyio
async def test_it_is_told_how_much_of_a_long_sitemap_a_first_run_leaves_alone(tmp_path: Path) -> None:
    urls = "".join(f"<url><loc>http://union.test/news/the-strike-of-{n}.html</loc></url>" for n in range(900))
    sitemap = reply(f"<urlset>{urls}</urlset>".encode(), Content_Type="text/xml")
    async with web_of(tmp_path, {"/sitemap.xml": sitemap}) as context:
        found = await draft("http://union.test/sitemap.xml", context)
    assert len(found.listing.links) == 900
    assert any("takes the newest 700 of its 900 items" in note for note in found.notes)


@pytest.mark.anyio
async def test_the_keys_of_a_json_list_are_written_down(tmp_path: Path) -> None:
    """So that later readings need not guess what a list is."""
    items = [{"title": f"Strike {n}", "url": f"/news/{n}", "ts": 1734602400 + n * 86400} for n in range(6)]
    answer = reply(json.dumps({"rows": items}).encode(), Content_Type="application/json")
    async with web_of(tmp_path, {"/api/list?page=1": answer}) as context:
        found = await draft("http://union.test/api/list?page=1", context)
    keys = {"url": "http://union.test/api/list?page=1", "items": "rows", "link": "url", "title": "title", "date": "ts"}
    assert as_block(found)["list"] == {"json": keys}
    assert len(found.listing.links) == 6
    text = f"sources:\n{block_text(as_block(found))}"
    (source,) = load(tmp_path / "config.yaml", text=text).sources
    assert source.list.json == JsonRules(**keys)


FRAME = "<title>News</title><div id=app></div><script>{}</script>"


@pytest.mark.anyio
async def test_a_page_that_a_script_fills_leads_to_what_the_script_loads(tmp_path: Path) -> None:
    """The source keeps the page that people see; the keys of its JSON stand beside it."""
    items = [
        {"title": f"Strike {n} at the port is won", "url": f"/news/{n}", "date": f"2024-12-{n}"} for n in (18, 12, 11)
    ]
    script = "fetch('/api/stats'); load('/x.js'); axios.get('/api/news?page=1').then(show)"
    answers = {
        "/news/": reply(FRAME.format(script).encode()),
        "/api/news?page=1": reply(json.dumps({"rows": items}).encode(), Content_Type="application/json"),
    }
    async with web_of(tmp_path, answers) as context:
        found = await draft("http://union.test/news/", context)
    assert [link.url for link in found.listing.links] == [f"http://union.test/news/{n}" for n in (18, 12, 11)]
    assert as_block(found)["url"] == "http://union.test/news/"
    rules = as_block(found)["list"]
    assert rules == {
        "json": {
            "url": "http://union.test/api/news?page=1",
            "items": "rows",
            "link": "url",
            "title": "title",
            "date": "date",
        }
    }


@pytest.mark.anyio
async def test_a_list_that_a_script_loads_as_html_is_the_source(tmp_path: Path) -> None:
    rows = "".join(f"<li><a href=/news/{n}.html>Strike {n} at the port is won</a> 2024-12-{n}" for n in (18, 12, 11))
    answers = {
        "/news/": reply(FRAME.format("$('#app').load('/news/list.php')").encode()),
        "/news/list.php": reply(f"<ul>{rows}</ul>".encode()),
    }
    async with web_of(tmp_path, answers) as context:
        found = await draft("http://union.test/news/", context)
    assert as_block(found)["url"] == "http://union.test/news/list.php"
    assert len(found.listing.links) == 3


@pytest.mark.anyio
async def test_articles_that_are_named_in_vain_leave_the_reason_to_be_told(tmp_path: Path) -> None:
    rows = "".join(
        f"<tr><td><a href='#' onclick=\"fn_view('{n}')\">Strike {n} is won</a><td>2024-12-{n}" for n in range(11, 19)
    )
    async with web_of(tmp_path, {"/list.do": reply(f"<table>{rows}</table>".encode())}) as context:
        known = [f"http://union.test/view.do?seq={n}" for n in (11, 12)]
        with pytest.raises(NoItems, match=r"fewer than 2 of the 2 articles .* call a script \(fn_view\('11'\)\)"):
            await draft("http://union.test/list.do", context, known=known)
