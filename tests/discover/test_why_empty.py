"""A list page without items still says what it has: text, and the site's own feeds."""

import pickle

import pytest

from scraper.discover import discover
from scraper.document import open_document
from scraper.errors import NoItems
from scraper.models import ListRules

PAGE = (
    '<html><head><link rel="alternate" type="application/rss+xml" href="/feed/"></head><body><h1>News</h1><p>'
    + "We have moved our news to another place, and this text says so at length. " * 10
    + "</p></body></html>"
).encode()


def test_an_empty_list_tells_how_full_its_page_is_and_which_feeds_it_names() -> None:
    document = open_document(PAGE, "https://union.example/news/", content_type="text/html; charset=utf-8")
    with pytest.raises(NoItems) as caught:
        discover(document, rules=ListRules(item="li.gone"))
    assert caught.value.words > 100
    assert caught.value.feeds == ("https://union.example/feed/",)
    again = pickle.loads(pickle.dumps(caught.value))
    assert (again.words, again.feeds, str(again)) == (caught.value.words, caught.value.feeds, str(caught.value))


@pytest.mark.parametrize(
    ("body", "loaded"),
    [
        ("<script>fetch('/api/news?page=1').then(show)</script>", ("https://union.example/api/news?page=1",)),
        ('<script>$.ajax({type: "GET", url: "list.do", success: show})</script>', ("https://union.example/news/list.do",)),
        ('<script>x.open("GET", "/data/articles.json")</script>', ("https://union.example/data/articles.json",)),
        ("<script>const API_URL = `/wp-json/wp/v2/posts`;</script>", ("https://union.example/wp-json/wp/v2/posts",)),
        ("<div data-url='/news.json'></div>", ("https://union.example/news.json",)),
        ("<script>fetch('/api/settings'); fetch('/api/news')</script>",
         ("https://union.example/api/news", "https://union.example/api/settings")),
        ("<script>fetch('/api/news/' + id)</script>", ()),
        ("<script>fetch(`/api/news/${id}`)</script>", ()),
        ("<script>fetch('https://tracker.test/api/news')</script>", ()),
        ("<script>$.post('/api/login.do'); fetch('/assets/app.js'); fetch('/api/visit.php')</script>", ()),
    ],
)  # fmt: skip
def test_an_empty_list_tells_what_its_scripts_load(body: str, loaded: tuple[str, ...]) -> None:
    page = f"<title>News</title><div id=app></div>{body}".encode()
    with pytest.raises(NoItems) as caught:
        discover(open_document(page, "https://union.example/news/"))
    again = pickle.loads(pickle.dumps(caught.value))
    assert caught.value.requests == again.requests == loaded
    assert (f"it loads {loaded[0]}: try that address" if loaded else "name its JSON under list.json") in str(again)


def board(call: str) -> bytes:
    rows = "".join(
        f'<tr><td>{n}<td class=subject><a href="#none" onclick="{call.format(n)}">Strike of the {n} dockers won</a>'
        f"<td class=date>2024.12.{n}"
        for n in (19, 18, 17)
    )
    pages = "".join(f'<a href="#none" onclick="fn_page({n})">{n}</a>' for n in range(1, 9))
    menu = "<a href=/intro.do>About</a><a href=/board/list.do>News</a><script>function fn_view(){}</script>"
    return f"<html><body>{menu}<table class=board>{rows}</table>{pages}</body></html>".encode()


BOARD = "https://union.example/board/list.do"
CALLS = {
    "fn_view('{}');": "?seq={1}",
    "return fn_view( 'news', {} )": "?seq={2}",
    "javascript:go.view('{}', \"x y\")": "?seq={1}",
}


@pytest.mark.parametrize("call", CALLS)
def test_rows_that_call_a_script_are_named_and_read_by_a_template_of_their_address(call: str) -> None:
    document = open_document(board(call.replace('"', "&quot;")), BOARD)
    with pytest.raises(NoItems, match=r"call a script \(.*19.*address: \"/board/view.do\?seq=\{1\}\""):
        discover(document)
    address = f"/board/view.do{CALLS[call]}"
    for rules in (
        ListRules(item="table.board tr", link="td.subject a", address=address, date="td.date"),
        ListRules(item="table.board tr", link="td.subject a@onclick", address=address, date="td.date"),
        ListRules(item="table.board tr", address=address, date="td.date"),
    ):
        links = discover(document, rules=rules).links
        assert [link.url for link in links] == [f"https://union.example/board/view.do?seq={n}" for n in (19, 18, 17)]
        assert links[0].title == "Strike of the 19 dockers won"
        assert links[0].published is not None


@pytest.mark.parametrize("link", ["td.subject a@onclick", "td.subject a"])
@pytest.mark.parametrize("item", ["table.board tr", ""])
def test_a_call_is_never_taken_for_an_address(item: str, link: str) -> None:
    with pytest.raises(NoItems, match="call a script"):
        discover(open_document(board("fn_view('{}')"), BOARD), rules=ListRules(item=item, link=link))


def test_a_call_without_the_values_of_the_template_is_no_item() -> None:
    rules = ListRules(item="tr", link="a", address="/view.do?a={1}&b={2}")
    with pytest.raises(NoItems):
        discover(open_document(board("fn_view('{}')"), BOARD), rules=rules)


def test_items_that_stand_on_the_page_itself_are_called_so() -> None:
    items = "".join(
        f"<div id=news-{n}><h3><a href='#news-{n}'>Der Streik Nummer {n} ist beendet</a></h3><p>Text.</p></div>"
        for n in (12, 11, 10)
    )
    page = f"<html><body><a href=/>Start</a><a href=/satzung.html>Satzung</a>{items}</body></html>".encode()
    with pytest.raises(NoItems, match=r"places on the page itself \(#news-12\)"):
        discover(open_document(page, "https://union.example/aktuell.html"))
