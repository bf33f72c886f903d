"""What the URL gate lets through: addresses of the web, in any spelling, and nothing else."""

import pytest

from scraper.fetch.address import open_networks
from scraper.fetch.check import check
from scraper.fetch.errors import Rejected

REFUSED = [
    # other schemes, and none
    *("file:///etc/passwd", "ftp://example.org/", "gopher://example.org/_x", "data:text/html,x", "javascript:alert(1)"),
    *(
        "view-source:http://example.org/",
        "http+unix://%2Frun%2Fx.sock/",
        "//example.org/",
        "example.org",
        "",
        "http://",
    ),
    # loopback and private, spelled every way a browser understands
    *("http://127.0.0.1/", "http://127.1/", "http://127.0.1/", "http://2130706433/", "http://0x7f000001/"),
    *("http://0x7f.0.0.1/", "http://0177.0.0.1/", "http://017700000001/", "http://0/", "http://127.0.0.1./"),
    *("http://①②⑦.⓪.⓪.①/", "http://127。0。0。1/", "http://１２７.0.0.1/", "http://%31%32%37.0.0.1/"),
    *("http://[::1]/", "http://[::]/", "http://[::ffff:7f00:1]/", "http://[0:0:0:0:0:ffff:10.0.0.1]/"),
    *("http://[64:ff9b::7f00:1]/", "http://[2002:7f00:1::]/", "http://[fe80::1%25eth0]/", "http://[fd00:ec2::254]/"),
    *("http://169.254.169.254/", "http://2852039166/", "http://0xa9fea9fe/", "http://169.254.43518/"),
    *("http://100.100.100.200/", "http://192.0.0.192/", "http://198.18.0.1/", "http://192.168.1.1/"),
    # names for local use
    *("http://localhost/", "http://LOCALHOST./", "http://a.localhost/", "http://nas.local/", "http://intranet/"),
    *("http://metadata.google.internal/", "http://router.home.arpa/", "http://x.onion/", "http://metadata/"),
    # who is who
    *("http://example.org@127.0.0.1/", "http://user:word@example.org/", "http://127.0.0.1\\@example.org/"),
    *("http://127.0.0.1#@example.org/", "http:127.0.0.1/", "http:///127.0.0.1/", "http:\\\\127.0.0.1\\"),
    # what no address holds
    *(
        "http://example.org/a b",
        " http://example.org/",
        "http://exam\tple.org/",
        "http://example.org/\n",
        "http://a\0.org/",
    ),
    *("http://exa%00mple.org/", "http://exa%2fmple.org/", "http://example.org/\x85", "http://1.2.3.256/"),
    *("http://[1::2::3]/", "http://09.1.1.1/", "http://example.org:99999/"),
    # ports
    *("http://example.org:22/", "http://example.org:25/", "http://example.org:6379/", "https://example.org:2375/"),
]


@pytest.mark.parametrize("url", REFUSED)
def test_what_is_no_address_of_the_web_is_refused(url: str) -> None:
    with pytest.raises(Rejected) as caught:
        check(url)
    assert caught.value.kind == "address"


@pytest.mark.parametrize(
    ("url", "href", "host", "port"),
    [
        ("http://example.org", "http://example.org/", "example.org", 80),
        ("HTTPS://Example.ORG:443/A%20b?q=%E7%9C%81#top", "https://example.org/A%20b?q=%E7%9C%81", "example.org", 443),
        ("https://example.org:8443/a?b=c", "https://example.org:8443/a?b=c", "example.org", 8443),
        ("http://中国.cn/新闻", "http://xn--fiqs8s.cn/%E6%96%B0%E9%97%BB", "xn--fiqs8s.cn", 80),
        ("http://93.184.216.34/", "http://93.184.216.34/", "93.184.216.34", 80),
        ("http://[2606:4700::1111]:8080/", "http://[2606:4700::1111]:8080/", "2606:4700::1111", 8080),
        ("http://example.org/a/../b/./c|d?x={1}", "http://example.org/b/c|d?x={1}", "example.org", 80),
        ("http://example.org./", "http://example.org./", "example.org", 80),
        ("http://my_union.example.org/;a=1", "http://my_union.example.org/;a=1", "my_union.example.org", 80),
    ],
)
def test_addresses_of_the_web_pass_as_browsers_write_them(url: str, href: str, host: str, port: int) -> None:
    target = check(url)
    assert (target.href, target.host, target.port) == (href, host, port)


def test_session_tokens_stay_in_the_request() -> None:
    """They leave the key by which an article is known (feeds.urls), not the address that is asked for."""
    url = "http://example.org/a.html?7OkeOa4k=qAc4qAqr.h&utm_source=x&jsessionid=1"
    assert check(url).href == url


def test_the_message_names_the_setting_that_opens_an_address() -> None:
    with pytest.raises(Rejected, match=r"198\.18\.0\.7 is not public .*`fetch: { allow_networks: \[198\.18\.0\.7\] }`"):
        check("http://198.18.0.7/")


def test_an_opened_network_lets_its_addresses_and_local_names_pass() -> None:
    networks = open_networks(["192.168.7.0/24"])
    assert check("http://192.168.7.4/", networks=networks).host == "192.168.7.4"
    assert check("http://wiki.internal/", networks=networks).host == "wiki.internal"
    with pytest.raises(Rejected):
        check("http://192.168.8.4/", networks=networks)


def test_an_origin_is_written_as_a_url_writes_it() -> None:
    assert check("https://[2606:4700::1111]/a").root == "https://[2606:4700::1111]"
    assert check("https://example.org:8443/a").root == "https://example.org:8443"
