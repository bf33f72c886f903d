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
