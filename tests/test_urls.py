"""What feeds.urls promises about addresses, spellings and sites."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds import urls

BASE = "https://www.example.org/xwdt/ghyw/index.html"


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("./202009/t20200929_5.html", "https://www.example.org/xwdt/ghyw/202009/t20200929_5.html"),
        ("../a.html", "https://www.example.org/xwdt/a.html"),
        ("/a b/省.html", "https://www.example.org/a%20b/%E7%9C%81.html"),
        ("?page=2", "https://www.example.org/xwdt/ghyw/index.html?page=2"),
        ("//m.example.org/1", "https://m.example.org/1"),
        (" \n\thttps://EXAMPLE.org:443/x\r\n", "https://example.org/x"),
        ("\u3000\ufeffhttps://example.org/x\u200b", "https://example.org/x"),
        ("https:\\\\example.org\\x", "https://example.org/x"),
        ("http://省总.中国/", "http://xn--h9tv02c.xn--fiqs8s/"),
        ("/a/./b/%2e%2e/c", "https://www.example.org/a/c"),
        ("#/newsDetail?id=3", "https://www.example.org/xwdt/ghyw/index.html#/newsDetail?id=3"),
    ],
)
def test_absolute_resolves_as_a_browser_does(href: str, expected: str) -> None:
    assert urls.absolute(href, BASE) == expected


@pytest.mark.parametrize(
    "href",
    [
        "",
        "  \n",
        "javascript:void(0)",
        " java\nscript:alert(1)",
        "data:text/html,x",
        "mailto:a@example.org",
        "file:///etc/passwd",
        "ftp://example.org/a",
        "http://",
        "http://exa mple.org/",
        "http://[::1",
        "http://a:99999/",
        "http://\ud800.example/",
        "http://example.org/" + "a" * urls.MAX_LENGTH,
    ],
)
def test_absolute_gives_nothing_for_what_is_no_web_address(href: str) -> None:
    assert urls.absolute(href, BASE) == ""


@given(st.text(max_size=60), st.sampled_from(["", BASE, "http://a/", "mailto:x@y", "\ud800"]))
def test_absolute_never_gives_anything_but_http(href: str, base: str) -> None:
    assert urls.absolute(href, base).startswith(("http://", "https://")) or urls.absolute(href, base) == ""


def test_parse_gives_what_the_address_guard_asks() -> None:
    """Scheme, host, port and credentials are those that the connection would use, however they were written."""
    url = urls.parse("HTTP://user:p%40ss@0x7f.1:080/a?b#c")
    assert url is not None
    assert (url.scheme, url.hostname, url.port, url.path, url.query, url.fragment) == (
        *("http", "127.0.0.1", 80, "/a", "b", "c"),
    )
    assert (url.username, url.password, url.has_credentials) == ("user", "p%40ss", True)
    assert urls.parse("not a url") is None


@pytest.mark.parametrize(
    ("url", "hostname", "port", "origin"),
    [
        ("https://[::FFFF:1.2.3.4]:8443/", "::ffff:102:304", 8443, "https://[::ffff:102:304]:8443"),
        ("http://２１３.1/", "213.0.0.1", 80, "http://213.0.0.1"),
        ("https://evil.example\\@good.example/", "evil.example", 443, "https://evil.example"),
        ("https://good.example@evil.example/", "evil.example", 443, "https://evil.example"),
        ("mailto:a@example.org", "", None, ""),
    ],
)
def test_host_and_port_cannot_be_disguised(url: str, hostname: str, port: int | None, origin: str) -> None:
    parts = urls.parse(url)
    assert parts is not None
    assert (parts.hostname, parts.port, urls.origin(url)) == (hostname, port, origin)


def test_same_origin_is_scheme_host_and_port() -> None:
    assert urls.same_origin("https://example.org/a", "https://EXAMPLE.org:443/b")
    assert not urls.same_origin("https://example.org/", "http://example.org/")
    assert not urls.same_origin("nonsense", "nonsense")


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("https://www.acftu.org/", "https://ghpf.acftu.org/x", True),
        ("https://m.example.org/1", "http://example.org/1", True),
        ("https://zgh.hunan.gov.cn/", "https://www.hunan.gov.cn/", True),
        ("https://zgh.hunan.gov.cn/", "https://zgh.hubei.gov.cn/", False),
        ("https://www.gov.cn/", "https://gov.cn/", True),
        ("https://a.bj.cn/", "https://b.bj.cn/", False),
        ("https://www.tuc.org.uk/", "https://www.unison.org.uk/", False),
        ("https://one.wordpress.com/", "https://two.wordpress.com/", False),
        ("http://10.0.0.1/", "http://10.0.0.2/", False),
        ("http://[2001:db8::1]/", "http://[2001:db8::1]/", True),
        ("", "", False),
    ],
)
def test_same_site_is_one_publisher(a: str, b: str, same: bool) -> None:
    assert urls.same_site(a, b) is same


# Spellings of one address: each row is one article.
SPELLINGS = {
    "http and https": ("http://example.org/a.html", "https://example.org/a.html"),
    "www": ("https://www.example.org/a", "https://example.org/a", "https://www.example.org./a"),
    "default port": ("http://example.org:80/a", "https://example.org:443/a", "https://example.org/a"),
    "trailing slash": ("https://example.org/news/slug", "https://example.org/news/slug/"),
    "index page": ("https://example.org/n/", "https://example.org/n/index.html", "https://example.org/n/Default.aspx"),
    "doubled slash": ("https://example.org//art//2022/1.html", "https://example.org/art/2022/1.html"),
    "parameter order": (
        "https://example.org/v?a=1&b=2",
        "https://example.org/v?b=2&a=1",
        "https://example.org/v?b=2&&a=1",
    ),
    "escaped ampersand": ("https://example.org/v?a=1&amp;b=2", "https://example.org/v?a=1&b=2"),
    "tracking": (
        "https://example.org/v?id=5",
        "https://example.org/v?id=5&utm_source=rss&UTM_Medium=x",
        "https://example.org/v?fbclid=abc&id=5&gclid=1&spm=a2c4e.1.0.0",
        "https://example.org/v?id=5&from=singlemessage&isappinstalled=0",
        "https://example.org/v?id=5&ref=rss#comments",
    ),
    "session": (
        "https://example.org/v.jsp?id=5",
        "https://example.org/v.jsp;jsessionid=0A1B2C.node1?id=5",
        "https://example.org/v.jsp?id=5&PHPSESSID=q8d7f6",
        "https://example.org/v.jsp?id=5&sessionid=8f14e45fceea167a5a36",
    ),
    "session in the path": ("http://example.org/(S(lit3py55t21z5v55vlm25s55))/a.aspx", "http://example.org/a.aspx"),
    "Ruishu token": (
        "https://ghpf.example.org/flfg/202009/t20200929_5.html",
        "https://ghpf.example.org/flfg/202009/t20200929_5.html?7OkeOa4k=qAc4q",
        "https://ghpf.example.org/flfg/202009/t20200929_5.html?y7bRbp=qqqqqqqZx0Hk1s9dLw3mPbV7nRtYcUeJ",
    ),
    "cache buster": ("https://example.org/l?id=5", "https://example.org/l?id=5&_=1690000000123&r=0.73490012"),
    "checksum": ("https://example.org/d?news=5&cHash=0a1b2c", "https://example.org/d?news=5"),
    "percent-encoding": (
        "https://example.org/%e7%9c%81/(a)~b",
        "https://example.org/省/%28a%29%7Eb",
        "https://example.org/%E7%9C%81/(a)%7eb",
    ),
    "percent-encoded parameters": (
        "https://example.org/?tx_news_pi1%5Bnews%5D=3&q=a+b",
        "https://example.org/?q=a%20b&tx_news_pi1[news]=3",
    ),
    "fragment": ("https://example.org/a#top", "https://example.org/a", "https://example.org/a#:~:text=x"),
    "route": (
        "https://example.org/#/newsDetail?type=imp_news&id=33",
        "https://www.example.org/index.html#/newsDetail?id=33&type=imp_news&utm_source=x",
    ),
    "WeChat": (
        "http://mp.weixin.qq.com/s?__biz=MzA3==&mid=26&idx=1&sn=0f&chksm=84&scene=21#wechat_redirect",
        "https://mp.weixin.qq.com/s?idx=1&__biz=MzA3%3D%3D&mid=26#rd",
        "https://mp.weixin.qq.com/mp/appmsg/show?__biz=MzA3==&appmsgid=26&itemidx=1&sign=9",
    ),
    "WeChat, short": ("https://mp.weixin.qq.com/s/AbC_d-1?scene=1", "http://mp.weixin.qq.com/s/AbC_d-1"),
}


@pytest.mark.parametrize("rule", SPELLINGS)
def test_spellings_of_one_address_have_one_key(rule: str) -> None:
    keys = {urls.canonical_key(url) for url in SPELLINGS[rule]}
    assert len(keys) == 1
    assert "" not in keys


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("https://example.org/v?id=1", "https://example.org/v?id=2"),
        ("https://example.org/v?sid=0a1b", "https://example.org/v?sid=0a1c"),
        ("https://example.org/v?t=123", "https://example.org/v?t=124"),
        ("https://example.org/v?from=2024", "https://example.org/v?from=2025"),
        ("https://example.org/v?sessionid=1", "https://example.org/v?sessionid=2"),
        ("https://example.org/#/newsDetail?id=1", "https://example.org/#/newsDetail?id=2"),
        ("https://example.org/#!/a", "https://example.org/#!/b"),
        ("https://example.org/a%2Fb", "https://example.org/a/b"),
        ("https://example.org/A.html", "https://example.org/a.html"),
        ("https://example.org:8080/a", "https://example.org/a"),
        ("https://m.example.org/a", "https://example.org/a"),
        ("https://example.org/v?docId=e9e23982df5248e3b0d82d180c368996", "https://example.org/v?docId=aa"),
        ("https://mp.weixin.qq.com/s?__biz=MzA3&mid=26&idx=1", "https://mp.weixin.qq.com/s?__biz=MzA3&mid=26&idx=2"),
        ("https://mp.weixin.qq.com/s/AbC", "https://mp.weixin.qq.com/s/AbD"),
        ("https://example.org/papers/2026/07/13/4/news-6.html", "https://example.org/papers/2026/07/14/4/news-6.html"),
    ],
)
def test_what_may_be_another_article_has_another_key(a: str, b: str) -> None:
    assert urls.canonical_key(a) != urls.canonical_key(b)


@pytest.mark.parametrize("url", ["", "tag:example.org,2024:1", "mailto:a@b", "/relative", "http://./a", "http://[::1"])
def test_what_is_no_address_has_no_key(url: str) -> None:
    assert urls.canonical_key(url) == ""


PIECES = st.sampled_from(
    [
        *"/?#&=.;%省 '\"`^@\\+|x",
        *("..", "//", "/index.html", "www.", "%2F", "%2e", "%25", "%3B", "%7b", ":80", "(S(", "#/", "#!/"),
        *("a=1", "b=2", "utm_source=1", "&amp;", "amp;", ";jsessionid=1", "7OkeOa4k=", "_=1690000000000"),
        *("mp.weixin.qq.com/s?__biz=a&mid=1&idx=2", "__biz=%26", "mid=%23"),
    ]
)


@given(st.lists(PIECES, max_size=12).map("".join), st.sampled_from(["http://a.b/", "http://www.", "https://", "//"]))
def test_a_key_is_its_own_key(tail: str, head: str) -> None:
    key = urls.canonical_key(head + tail)
    assert urls.canonical_key(key) == key


@pytest.mark.parametrize(
    ("found", "shown"),
    [
        ("http://www.example.org/a/?utm_source=x&b=2&a=%e7#top", "http://www.example.org/a/?b=2&a=%e7#top"),
        ("https://example.org/a?fbclid=1", "https://example.org/a"),
        ("https://example.org/a;jsessionid=0A1B?x=1", "https://example.org/a?x=1"),
        ("https://example.org/t.html?7OkeOa4k=qAc4q#/x?utm_id=1&id=2", "https://example.org/t.html#/x?id=2"),
        ("https://example.org/d?news=5&cHash=0a1b2c&_=1690000000123",) * 2,
        ("https://example.org/list_5?", "https://example.org/list_5?"),
        ("https://example.org/省/x",) * 2,
    ],
)
def test_links_for_subscribers_lose_tracking_and_nothing_else(found: str, shown: str) -> None:
    assert urls.strip_tracking(found) == shown


def test_a_mobile_key_reads_as_on_the_desktop() -> None:
    assert urls.desktop_key(urls.canonical_key("http://m.example.org/a")) == "https://example.org/a"
    assert urls.desktop_key("https://m.org/a") == "https://m.org/a"
