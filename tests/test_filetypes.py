"""One table says what an address leads to, for lists, articles and feeds alike."""

import re

import pytest
from newsroom import FEED, emission

import scraper
from feeds.filetypes import ARCHIVES, ATTACHED, DOCUMENTS, MEDIA_TYPES, PICTURES, PLAYED, UNKNOWN, ending_of, naming
from feeds.html import clean
from feeds.models import Attachment
from feeds.render.items import make_item
from scraper.discover.addresses import article_like
from scraper.extract.body import phrases

PROSE = "The union and the employers agreed on a contract for all workers, said the chair on Monday. "


def attached(links: str) -> list[tuple[str, str]]:
    html = f"<title>A contract</title><h1>A contract</h1><div class=content><p>{PROSE * 4}</p><p>{links}</p></div>"
    article = scraper.read_article(html.encode(), "https://union.example/news/5.html")
    return [(file.url, file.type) for file in article.attachments]


@pytest.mark.parametrize(
    ("address", "ending"),
    [
        ("P020240101.pdf", "pdf"),
        ("./files/Report.PDF?v=2#page=3", "pdf"),
        ("https://union.example/a//b.docx ", "docx"),
        ("//union.example/talk.mp3", "mp3"),
        ("附件.ofd", "ofd"),
        ("https://union.org.et", ""),
        (" https://union.org.et?page=2", ""),
        ("//files.zip", ""),
        ("https://union.example/v1.2/report", ""),
        ("https://union.example/download?file=report.pdf", ""),
        ("", ""),
    ],
)
def test_the_ending_is_that_of_the_file_and_never_of_the_host(address: str, ending: str) -> None:
    assert ending_of(address) == ending


def test_a_pattern_finds_a_file_in_path_and_query_and_never_in_the_host() -> None:
    file = naming(DOCUMENTS)
    for address in ("a.pdf", "/a.PDF?x=1", "https://union.org.et/a.et#2", "/viewer.html?file=/a.pdf"):
        assert file.search(address), address
    for address in ("https://union.org.et", "//union.org.et?page=2", "/a.pdf/view", "/pdf", "a.mp3"):
        assert not file.search(address), address


def test_every_kind_has_a_media_type_that_is_one() -> None:
    assert all(re.fullmatch(r"(?:application|audio|video|image)/[a-z0-9.+-]+", kind) for kind in MEDIA_TYPES.values())
    assert len(MEDIA_TYPES) == len(DOCUMENTS) + len(ARCHIVES) + len(PLAYED) + len(PICTURES), "a kind stands twice"


@pytest.mark.parametrize("ending", ATTACHED)
def test_what_may_be_attached_is_attached_and_its_link_keeps_a_box(ending: str) -> None:
    url = f"https://union.example/files/a.{ending}"
    assert attached(f"<a href='{url}'>Paper</a>") == [(url, ATTACHED[ending])]
    assert phrases.names_file(url)
    assert f'href="{url}"' in clean(f"<p>x</p><embed src='{url}'>", "https://union.example/")


@pytest.mark.parametrize("ending", PICTURES)
def test_a_linked_picture_is_no_attachment(ending: str) -> None:
    assert attached(f"<a href=/a.{ending}>Large</a>") == []


@pytest.mark.parametrize("ending", [*DOCUMENTS, *ARCHIVES])
def test_a_document_on_a_list_is_an_article(ending: str) -> None:
    assert article_like(f"/a.{ending}") == 0.9


@pytest.mark.parametrize("ending", PLAYED)
def test_sound_and_film_on_a_list_stand_beside_an_article(ending: str) -> None:
    assert article_like(f"/a.{ending}") < 0.9


@pytest.mark.parametrize("said", ["", UNKNOWN, "pdf", "application/octet-stream; charset=binary"])
def test_a_feed_names_a_file_by_its_ending_where_the_server_does_not(said: str) -> None:
    files = tuple(Attachment(f"https://union.example/a.{ending}", said) for ending in (*MEDIA_TYPES, "dwg"))
    item = make_item(emission(1, attachments=files), FEED)
    assert [file.type for file in item.attachments] == [*MEDIA_TYPES.values(), UNKNOWN]


def test_a_feed_believes_the_server_before_the_ending() -> None:
    file = Attachment("https://union.example/a.wps", "application/vnd.example")
    assert make_item(emission(1, attachments=(file,)), FEED).attachments == (file,)


def test_the_type_of_a_rare_kind_is_not_guessed() -> None:
    """Excel does not open what Kingsoft writes, and no type is registered for it."""
    assert attached("<a href=/a.et>表</a>") == [("https://union.example/a.et", UNKNOWN)]


def test_sites_whose_domain_is_spelled_like_a_file_are_pages() -> None:
    """Ethiopia's domain is .et, as the tables of an office program are."""
    assert attached("<a href=https://cetu.org.et>CETU</a> <a href=https://union.zip/>U</a>") == []
    assert not phrases.names_file("https://cetu.org.et/news/2024")
    assert article_like("https://cetu.org.et") < 0.5
