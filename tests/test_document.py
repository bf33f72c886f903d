"""Hostile and broken pages are refused before the parser sees them; honest ones are opened."""

import contextlib
import os
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scraper.document import open_document
from scraper.errors import Unreadable
from scraper.hostile import MAX_ATTRIBUTES

URL = "https://union.example/news/"


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        pytest.param(b"", "empty", id="empty"),
        pytest.param(b" \r\n\t", "empty", id="white space"),
        pytest.param(b"%PDF-1.7\n", "PDF", id="pdf"),
        pytest.param(b"\x89PNG\r\n\x1a\n", "picture", id="png"),
        pytest.param(b"PK\x03\x04", "archive", id="zip"),
        pytest.param(b"\0\0\0\x18ftypmp42", "film", id="film"),
        pytest.param(b"\x01\x02\x03\x04" * 500, "binary", id="controls"),
        pytest.param(bytes(range(256)) * 200, "binary", id="all bytes"),
        pytest.param(b"<div>" * 100_000, "nested deeper", id="100,000 divs"),
        pytest.param(b"<div>" * 2_100, "nested deeper", id="few tags, all nested"),
        pytest.param(b"<div><a href=/x>x</a>" * 2_100, "nested deeper", id="links between nested divs"),
        pytest.param(b"<div><b>x</b>" * 2_100, "nested deeper", id="closed elements between nested divs"),
        pytest.param(b"<div>x</b>" * 2_100, "nested deeper", id="divs closed by another name"),
        pytest.param(b"<p><ul><li>" * 20_000, "nested deeper", id="lists without end"),
        pytest.param(b"<div></x>" * 20_000, "nested deeper", id="end tags of another name"),
        pytest.param(
            b"<div><!-- </div> --><script></div></script>" * 3_000, "nested deeper", id="end tags out of sight"
        ),
        pytest.param(
            b"<p " + b" ".join(b"a%d=1" % n for n in range(50_000)) + b">", "attributes", id="50,000 attributes"
        ),
        pytest.param(b"<p " + b" ".join(b"a%d='>'" % n for n in range(50_000)) + b">", "attributes", id="quoted ends"),
        pytest.param(b"<p " + b"a " * 5_100 + b">", "attributes", id="bare attributes"),
        pytest.param(b"<p " + b"a='b' c d " * 1_800 + b">", "attributes", id="attributes of both kinds"),
        pytest.param(b"<p " + (b'a="b"' + b" c" * 30) * 170 + b">", "attributes", id="bare attributes between others"),
        pytest.param(b"<p" + b" " * 200 + (b"a" + b" " * 200) * 5_100 + b">", "attributes", id="white space between"),
        pytest.param(b"<p=a" + b"/b" * 5_100 + b">", "attributes", id="a name with an equals sign"),
        pytest.param(b"<p =a" + b"/b" * 5_100 + b">", "attributes", id="a value without its name"),
        pytest.param(b"<p>hello</p>" * 4_200_000, r"bytes.* fetch\.max_bytes", id="50 MB"),
    ],
)
def test_what_would_hurt_is_refused_in_time(body: bytes, reason: str) -> None:
    began = time.process_time()
    with pytest.raises(Unreadable, match=reason) as refused:
        open_document(body, URL)
    assert time.process_time() - began < 5
    assert URL in str(refused.value)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(["a", "a=", "=", " ", "/", "'", '"', "b=c", "='d'", '="e"', "\n" * 90, "<", "-"]), min_size=1
    )
)
def test_no_tag_of_an_opened_page_has_more_attributes_than_are_read(pieces: list[str]) -> None:
    """The quick look, which sees no single attribute, never passes what the slow one would refuse."""
    tag = "".join(f"{piece}{number}" if piece[0] in "ab" else piece for number, piece in enumerate(pieces * 5_200))
    try:
        document = open_document(f"<p{tag}><b>".encode()[: 2 * MAX_ATTRIBUTES * 20], URL)
    except Unreadable:
        return
    assert max((len(node.attributes) for node in document.tree.css("*")), default=0) <= MAX_ATTRIBUTES


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(["<b>", "</b>", "<i a=b>", "x", "<", "</", "<!--", "-->", "<b c='", "<style>"])))
def test_a_page_of_very_many_tags_is_opened_or_unreadable(pieces: list[str]) -> None:
    """The quick look at such pages is a long pattern, and patterns that long have met bugs of `re`."""
    with contextlib.suppress(Unreadable):
        open_document(("<b>x</b>" * 2_100 + "".join(pieces)).encode(), URL)


@pytest.mark.parametrize("size", [500, 5_000, 1_000_000])
def test_random_bytes_are_unreadable(size: int) -> None:
    with pytest.raises(Unreadable):
        open_document(os.urandom(size), URL)


@pytest.mark.parametrize(
    "body",
    [
        b"<ul>" + b"<li><a href=x>x</a>" * 20_000,
        b"<table>" + b"<tr><td>x<td>y" * 20_000,
        b"<div><font>x</div>" * 20_000,
        b"<p>a<br>" * 20_000,
        b"<div>" * 1_900,
        b"<script>" + b"<div>" * 20_000 + b"</script>",
        b"<!--" * 100_000,
        b"<" * 1_000_000,
        b"<b></b>" * 2_100 + b"<",
        b"<p>one NUL\0 does not make it binary</p>",
        b"no markup at all",
    ],
)
def test_untidy_pages_are_no_crime(body: bytes) -> None:
    assert open_document(body, URL).text


@pytest.mark.parametrize(
    ("href", "base"),
    [
        ("/de/", "https://union.example/de/"),
        ("https://www.union.example/x/", "https://www.union.example/x/"),
        ("//union.example/y/", "https://union.example/y/"),
        ("https://evil.example/", URL),
        ("javascript:alert(1)", URL),
        ("data:text/html,x", URL),
        ("ftp://union.example/", URL),
        ("http://[broken/", URL),
        ("", URL),
    ],
)
def test_base_counts_only_on_the_same_site(href: str, base: str) -> None:
    assert open_document(f'<base href="{href}"><p>x'.encode(), URL).base == base


def test_the_charset_and_its_losses_are_kept() -> None:
    body = "<meta charset=gb2312><p>" + "总工会" * 99
    document = open_document(body.encode("gbk") + b"\xff", URL)
    assert (document.charset, document.replaced) == ("gb18030", 1)
    assert "总工会" in document.tree.text()
