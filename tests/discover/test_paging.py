"""Where the next page of a list is."""

import json

import pytest

from scraper.discover import discover_page
from scraper.discover.paging import count_up, find_next, without_place
from scraper.document import open_document
from scraper.models import Link

URL = "https://union.example/news/"


def pager(inner: str) -> str:
    return f"<div class=pagination>{inner}</div>"


@pytest.mark.parametrize(
    ("html", "url", "following"),
    [
        ("<link rel=next href='?page=2'>", URL, URL + "?page=2"),
        ("<a rel='nofollow next' href='page/2/'>more</a>", URL, URL + "page/2/"),
        ("<a href=index_2.html>下一页</a>", URL, URL + "index_2.html"),
        ("<a href=list2.htm><span>下一页&gt;&gt;</span></a>", URL, URL + "list2.htm"),
        ("<a href='?paged=2'>« Older posts</a>", URL, URL + "?paged=2"),
        (pager("<a href='?p=1'>1</a><a href='?p=2'>2</a><a class=next href='?p=2'>→</a>"), URL, URL + "?p=2"),
        (pager("<b>2</b> <a href=1.html>1</a> <a href=3.html>3</a>"), URL + "2.html", URL + "3.html"),
        (pager("<a href=list_1.html class=active>1</a><a href=list_2.html>2</a>"), URL, URL + "list_2.html"),
        (
            "<td><a href='l.asp?p=1'>[1]</a> <a href='l.asp?p=2'>[2]</a> <a href='l.asp?p=3'>[3]</a>",
            URL + "l.asp?p=2",
            URL + "l.asp?p=3",
        ),
        ("<script>createPageHTML(25, 0, 'index', 'html');</script>", URL, URL + "index_1.html"),
        ("<script>createPageHTML(25, 3, 'index', 'shtml');</script>", URL + "index_3.shtml", URL + "index_4.shtml"),
        ("<script>createPageHTML(1, 0, 'index', 'html');</script>", URL, ""),
        ("<script>createPageHTML(4, 3, 'index', 'html');</script>", URL, ""),
        ("<script>createPageHTML('page_div',10,1,'zwgklist','shtml',200)</script>", URL, URL + "zwgklist_2.shtml"),
        ("<script>var currentPage = 0; var countPage = 9; function createPage(){}</script>", URL, URL + "index_1.html"),
        ("<a href=javascript:void(0)>下一页</a>", URL, ""),
        ("<a href=a.html>weiter</a>", URL, ""),
        ("<a href=12.html>weiter</a>", URL, ""),
        ("<a href='?id=12'>weiter</a>", URL, ""),
        ("<a href='/news/2/'>weiter</a>", URL, URL + "2/"),
        ("<a href='?PAGEN_1=2'>След.</a>", URL, URL + "?PAGEN_1=2"),
        ("<a href='/news/page?x[currentPage]=2'>nächste</a>", URL, URL + "page?x[currentPage]=2"),
        ("<a href=seite-4>→</a>", URL + "seite-3", URL + "seite-4"),
        ("<a href=?sivu=4>→</a>", URL + "?sivu=3", URL + "?sivu=4"),
        ("<a href='?p%C3%A1gina=4'>→</a>", URL, URL + "?p%C3%A1gina=4"),
        ("<a href='?start=20'>Show more news</a>", URL, URL + "?start=20"),
        ("<a href='/campaigns/'>Show more</a>", URL, ""),
        (pager("<b>1</b><a href='?page=2'>2</a><a href='?page=11'>다음</a>"), URL, URL + "?page=2"),
        (pager("<b>²</b><a href='?page=2'>2</a><a href='?page=3'>3</a>"), URL, URL + "?page=2"),
        (pager("<a href='?page=2'><img src=r.gif alt='Next page'></a>"), URL, URL + "?page=2"),
        ("<a href='?sivu=2'>Seuraava sivu</a>", URL, URL + "?sivu=2"),
        (pager("<a href='?p=2'>הבא</a>"), URL, URL + "?p=2"),
        (pager("<a href='?p=2'>ถัดไป</a>"), URL, URL + "?p=2"),
        ("<a href='?p=2'>次の10件</a>", URL, URL + "?p=2"),
        ("<a href='aktuell-2.html'>Ältere Meldungen</a>", URL, URL + "aktuell-2.html"),
        ("<a href='?updated-max=2024-10-01'>Entradas antiguas</a>", URL, URL + "?updated-max=2024-10-01"),
        ("<button data-url='?page=2'>Load more</button>", URL, URL + "?page=2"),
        ("<div data-infinite-scroll data-next-url='/news/?page=2'></div>", URL, URL + "?page=2"),
        ("<div hx-get='/news/?page=2' hx-trigger=revealed></div>", URL, URL + "?page=2"),
        ("<turbo-frame id=p2 src='/news/page/2' loading=lazy></turbo-frame>", URL, URL + "page/2"),
        ("<button data-url='/share?u=2'>Share</button>", URL, ""),
        ("<div hx-get='/weather' hx-trigger=load></div>", URL, ""),
        ("<select><option value=list_1.html>1<option value=list_2.html>2</select>", URL, URL + "list_2.html"),
        (
            "<select><option value=?p=1>Page 1<option value=?p=2 selected>Page 2<option value=?p=3>Page 3</select>",
            URL + "?p=2",
            URL + "?p=3",
        ),
        ("<select><option value=2023.html>2023<option value=2022.html>2022</select>", URL, ""),
        (pager("<li class=active><b>2</b><li class=disabled><a href='?p=3'>Next</a>"), URL + "?p=2", ""),
        (pager("<a href='?p=3' aria-disabled=true class=next>›</a>"), URL + "?p=2", ""),
        ("<div class=slider><a href=b.html>›</a></div>", URL, ""),
        ("<a href='/news/'>下一页</a>", URL, ""),
        ("<a href='https://elsewhere.test/2'>下一页</a>", URL, ""),
        ("<p>Chapter <a href=/law/1>1</a> and <b>nothing</b></p>", URL, ""),
    ],
)
def test_the_next_page_is_found(html: str, url: str, following: str) -> None:
    document = open_document(f"<body>{html}".encode(), url)
    assert find_next(document.tree, document.text, url, document.base) == following


@pytest.mark.parametrize(
    ("url", "following"),
    [
        ("https://u.example/api?page=1&size=20", "https://u.example/api?page=2&size=20"),
        ("https://u.example/api?pageNo=9", "https://u.example/api?pageNo=10"),
        ("https://u.example/api?offset=20&limit=20", "https://u.example/api?offset=40&limit=20"),
        ("https://u.example/api?offset=20", ""),
        ("https://u.example/api?pagina=1&id=7", "https://u.example/api?pagina=2&id=7"),
        ("https://u.example/api?p%C3%A1gina=1", "https://u.example/api?p%C3%A1gina=2"),
        ("https://u.example/api?sivu=9", "https://u.example/api?sivu=10"),
        ("https://u.example/api?%24top=10&%24skip=20", "https://u.example/api?%24top=10&%24skip=30"),
        ("https://u.example/api?startIndex=0&count=25", "https://u.example/api?startIndex=25&count=25"),
        ("https://u.example/api?from=20260101&limit=10", ""),
        ("https://u.example/api", ""),
        ("https://u.example/api?page=all", ""),
        ("https://u.example/api?page=²&size=³", ""),
    ],
)
def test_json_is_paged_by_its_counter(url: str, following: str) -> None:
    assert count_up(url) == following


@pytest.mark.parametrize(
    ("beside", "url", "following"),
    [
        ({"next_page_url": "https://u.example/news?page=2"}, "https://u.example/news", "https://u.example/news?page=2"),
        ({"next": "https://u.example/api?cursor=cD0y"}, "https://u.example/api", "https://u.example/api?cursor=cD0y"),
        ({"links": {"next": {"href": "/api?page%5Bnumber%5D=2"}}}, "https://u.example/api",
         "https://u.example/api?page%5Bnumber%5D=2"),
        ({"@odata.nextLink": "/api?$skiptoken=20"}, "https://u.example/api", "https://u.example/api?$skiptoken=20"),
        ({"next": None}, "https://u.example/api?page=9", ""),
        ({"next": {"title": "Strike lost", "url": "/news/7"}}, "https://u.example/news", ""),
        ({"next": "https://elsewhere.test/api?page=2"}, "https://u.example/api", ""),
        ({"total": 7}, "https://u.example/api?page=1", "https://u.example/api?page=2"),
    ],
)  # fmt: skip
def test_json_names_its_next_page_beside_its_items(beside: dict[str, object], url: str, following: str) -> None:
    """In an answer, and in the state of a page that a script draws."""
    rows = [
        {"title": f"Strike {n} at the port is won", "url": f"/news/{n}", "date": f"2024-12-{n}"} for n in (18, 12, 11)
    ]
    answer = json.dumps({"news": {"data": rows, **beside}})
    told = discover_page(answer.encode(), url, content_type="application/json")
    shown = f"<div id=app></div><script type='application/json'>{answer}</script>"
    assert (len(told.links), told.next) == (3, following)
    assert discover_page(shown.encode(), url).next == following


@pytest.mark.parametrize(
    ("links", "url", "plain"),
    [
        (["?id=7&page=1", "?id=8&page=1", "?id=9&page=1"], "", ["?id=7", "?id=8", "?id=9"]),
        (["7?pageIndex=1", "8?pageIndex=1", "9?pageIndex=1", "10"], "", ["7", "8", "9", "10"]),
        (["?id=7&page=3#top"], "?page=3", ["?id=7#top"]),
        (["?id=7&page=1", "?id=8&page=1"], "", None),
        (["?page=7&id=1", "?page=8&id=1", "?page=9&id=1"], "", None),
        (["?id=7&page=1", "?id=7&page=1", "?id=7&page=2"], "", None),
        (["?page=7", "?page=7", "?page=7"], "?page=7", ["", "", ""]),
        (["?page_id=7&x=1", "?page_id=7&x=2", "?page_id=7&x=3"], "", None),
        (["?id=7&page=a", "?id=8&page=a", "?id=9&page=a"], "", None),
    ],
)
def test_the_list_page_that_an_item_was_found_on_is_no_part_of_its_address(
    links: list[str], url: str, plain: list[str] | None
) -> None:
    """A notice stands on every page of a board, and what was on the first page is on the second tomorrow."""
    found = without_place([Link(URL + link, link) for link in links], URL + url)
    assert [link.url for link in found] == [URL + link for link in (links if plain is None else plain)]
