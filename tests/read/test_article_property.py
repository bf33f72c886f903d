"""A property over mutated real-shaped pages: whatever strangers send, reading ends in an article or a `ReadError`."""

import contextlib
import random
import re
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import scraper

PAGES = [
    (folder / "page.html").read_bytes()
    for folder in sorted((Path(__file__).parent.parent / "cases" / "articles").iterdir())
]
URL = "https://union.example/news/2024/12.html"
SNIPPETS = [
    b"<script>alert(1)</script>",
    b"<img src=x onerror=alert(1)>",
    b"<a href='javascript:alert(1)'>x</a>",
    b"<svg onload=alert(1)>",
    b"<base href='//evil.example/'>",
    b"<iframe src=javascript:1>",
    b"<p style='background:url(javascript:1)'>",
    b"<table><tr><td>",
    b"</div></div></div>",
    b"<!--",
    b"-->",
    b"<![CDATA[",
    b"\x00",
    b"\xff\xfe",
    b"&#0;&#xD800;&#x110000;",
    b"<p hidden>",
    b"<form>",
    b"<a href='../../..//x'>",
    b"<img srcset=', ,a 1x,,b 9999999999999w'>",
    b"<img src='http://[::1'>",
    b"<a href='http://%00/'>",
    b"<math><mi><mglyph><style><img src onerror=1>",
    b"<noscript><p title='</noscript><img src=x onerror=1>'>",
    b"\xe4\xb8",
    b"<li><ul><li><ol><dl><dt>",
    b"<td colspan=99999999999>",
    b"<title>",
    b"</title>",
    b"<body>",
    b"</html>",
    b"<h1></h1>",
    b"<frameset>",
]
ACTIVE = re.compile(
    r"<(?:script|style|iframe|object|embed|form|svg|math|link|meta|base)\b|\son\w+\s*=|[\"']\s*javascript:",
    re.IGNORECASE,
)
ADDRESS = re.compile(r"<[^>]*\s(?:href|src|cite|poster)=\"([^\"]*)\"")


def mutate(page: bytes, seed: int) -> bytes:
    """Cuts, doubles, swaps and soils parts of a page."""
    chance = random.Random(seed)
    for _ in range(chance.randint(1, 8)):
        at = chance.randint(0, len(page))
        to = min(len(page), at + chance.randint(0, 400))
        page = chance.choice(
            (
                page[:at] + page[to:],
                page[:at] + chance.choice(SNIPPETS) + page[at:],
                page[:to] + page[at:],
                page[:at] + page[at:to].swapcase() + page[to:],
                page[:at] + chance.choice(PAGES)[:to] + page[to:],
                page[:at],
            )
        )
    return page


def test_a_headline_above_a_text_in_no_box_is_read() -> None:
    """As where a page was cut and sent on: what stands behind its end repeats the text, and has no box of its own."""
    text = "因系统升级，三月二日零时至六时职工服务平台暂停服务，升级完成后请重新登录，由此带来不便敬请谅解。"
    head = "<title>关于系统升级的通知</title><div><form><input type=password><a>登录</a></form></div>"
    body = f"<h1>关于系统升级的通知</h1><p>2024-03-01</p><div class=TRS_Editor><p>{text}</p></div>"
    page = f"{head}<div class=con>{body}</div></body></html>{text[8:]}"
    article = scraper.read_article(page.encode(), URL)
    assert (article.title, article.text) == ("关于系统升级的通知", text)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(PAGES), st.integers(0, 2**32))
@example(b"", 0)
def test_reading_never_breaks_and_never_lets_anything_active_through(page: bytes, seed: int) -> None:
    """Never an exception other than ReadError, never a relative address, never active content, and always legal XML."""
    try:
        article = scraper.read_article(mutate(page, seed), URL)
    except scraper.ReadError:
        return
    assert ACTIVE.search(re.sub(r">[^<]*<", "><", article.html)) is None
    for address in ADDRESS.findall(article.html):
        assert address.startswith(("http://", "https://", "mailto:", "data:image/")), address
    for url in (*(image.url for image in article.images), *(file.url for file in article.attachments)):
        assert url.startswith(("http://", "https://"))
    assert not re.search(
        r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", article.text + article.html + article.title
    )
    assert 0 <= article.confidence <= 1


@pytest.mark.parametrize(
    "head",
    [
        '<script type="application/ld+json">{"@type":' + " " * 60_000 + "x</script>",
        '<script type="application/ld+json">' + "//" * 60_000 + "<![CDATA[</script>",
        '<script type="application/ld+json">{' + ", " * 60_000 + "</script>",
        '<script type="application/ld+json">' + '{"headline":"' * 20_000 + "</script>",
        "<title>" + " | " * 60_000 + "</title>",
        "<title>" + "2020-1" * 30_000 + "</title>",
        f'<meta name="author" content="{"by A " * 30_000}">',
        f'<meta name="pubdate" content="{"1 " * 60_000}">',
        f'<script>var ct = "{"1" * 100_000}</script>',
        "<figure><img src=1.jpg><figcaption>The strike</figcaption></figure>" * 7_000,
    ],
)
def test_no_page_takes_more_than_a_moment(head: str) -> None:
    """Well under the deadline of the reading process, on the clock of this process."""
    began = time.process_time()
    with contextlib.suppress(scraper.ReadError):
        scraper.read_article(f"{head}<h1>Strike</h1><p>Lashers at four quays walked out.".encode(), URL)
    assert time.process_time() - began < 5
