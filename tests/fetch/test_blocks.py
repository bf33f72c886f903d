"""N16: pages of shields are recognised, named and backed off from; pages that merely carry their scripts are read."""

from datetime import timedelta
from typing import Literal

import pytest
from loopback import START, Clock, Web, opened, reply

from scraper.fetch.blocks import is_gone, is_login
from scraper.fetch.errors import Rejected, Unavailable
from scraper.fetch.settings import FetchSettings
from scraper.fetch.state import Memory

pytestmark = pytest.mark.anyio
QUICK = FetchSettings(spacing=0)
RUISHU = (
    b'<!DOCTYPE html><html><head><meta id="9DhefwqGPrzGxEp9hPaoag" content="{2qwx" r="m">'
    b"<script>$_ts=window['$_ts'];if(!$_ts)$_ts={};</script></head><body></body></html>"
)
JIASULE = (
    b"<script>document.cookie=('_')+('_')+('j')+('s')+'l';location.href=location.pathname+location.search</script>"
)
ALIYUN = b"<html><script>var arg1='A1B2';function setCookie(a){document.cookie='acw_sc__v2='+a}</script></html>"
CLOUDFLARE = (
    b"<html><head><title>Just a moment...</title></head><script src='/cdn-cgi/challenge-platform/h/b'></script>"
)
DATADOME = b"<html><script src='https://ct.captcha-delivery.com/c.js'></script></html>"


@pytest.mark.parametrize(
    ("shield", "answer"),
    [
        ("Ruishu", reply(RUISHU, status="412 Precondition Failed")),
        ("Ruishu", reply(RUISHU)),
        ("Ruishu", reply(RUISHU, status="202 Accepted")),
        ("Jiasule", reply(JIASULE, status="521 ", Set_Cookie="__jsluid_s=1; max-age=31536000")),
        ("Jiasule", reply(JIASULE, status="521 ")),
        ("Aliyun", reply(ALIYUN)),
        ("Cloudflare", reply(CLOUDFLARE, status="403 Forbidden", cf_mitigated="challenge")),
        ("Cloudflare", reply(CLOUDFLARE, status="503 Service Unavailable")),
        ("Cloudflare", reply(CLOUDFLARE)),
        ("DataDome", reply(DATADOME, status="403 Forbidden")),
        ("DataDome", reply(b"", status="403 Forbidden", x_datadome="protected")),
        ("Vercel", reply(b"", status="429 Too Many Requests", x_vercel_mitigated="challenge")),
        ("AWS", reply(b"", status="202 Accepted", x_amzn_waf_action="challenge")),
        ("captcha", reply("<html><body>请完成安全验证</body></html>".encode())),
    ],
)
async def test_a_shield_s_page_is_blocked_and_the_host_left_alone(
    web: Web, clock: Clock, shield: str, answer: bytes
) -> None:
    await web.site("union.test", answer)
    memory = Memory()
    async with opened(web, clock, QUICK, state=memory) as fetcher:
        with pytest.raises(Rejected, match=f"a page of {shield}.*it is not evaded") as caught:
            await fetcher.fetch("http://union.test/1")
        with pytest.raises(Rejected, match="left alone") as again:
            await fetcher.fetch("http://union.test/2")
    assert caught.value.kind == again.value.kind == "blocked"
    assert caught.value.retry_at is not None
    assert timedelta(minutes=11) <= caught.value.retry_at - START <= timedelta(minutes=15)
    assert len(web.log) == 1
    assert memory.hosts["union.test"].blocked


@pytest.mark.parametrize("status", ["403 Forbidden", "412 Precondition Failed", "405 Not Allowed", "521 "])
async def test_a_bare_refusal_is_blocked_but_pauses_only_after_five(web: Web, clock: Clock, status: str) -> None:
    """One forbidden article among many is no reason to leave the site."""
    await web.site("union.test", reply(b"<p>no</p>", status=status))
    async with opened(web, clock, QUICK) as fetcher:
        for number in range(5):
            with pytest.raises(Rejected) as caught:
                await fetcher.fetch(f"http://union.test/{number}")
            assert caught.value.kind == "blocked"
            assert (caught.value.retry_at is not None) == (number == 4)


@pytest.mark.parametrize("body", [RUISHU, CLOUDFLARE, DATADOME])
async def test_a_page_that_carries_a_shield_s_script_is_a_page(web: Web, clock: Clock, body: bytes) -> None:
    await web.site("union.test", reply(body + b"<p>Delegates met.</p>" * 5))
    async with opened(web, clock, QUICK) as fetcher:
        assert (await fetcher.fetch("http://union.test/1")).status == 200


NEWS = "骗子冒充工会发送链接，页面上写着“请完成安全验证”。"


@pytest.mark.parametrize(
    ("kind", "content_type", "body"),
    [
        ("article", "text/html", f"<title>{NEWS}</title><div>{NEWS * 9}</div>"),
        ("article", "text/html", f"<title>{NEWS}</title><div>" + "".join(f"<p>{NEWS}" for _ in range(5))),
        ("list", "application/rss+xml", f"<rss><channel><item><title>{NEWS}</title></item>" + "<item/>" * 9 + NEWS * 9),
        ("list", "application/json", f'{{"rows": ["captcha-delivery.com", "{NEWS * 9}"]}}'),
        ("article", "text/html", "<title>captcha-delivery.com and _pxAppId explained</title><div>" + "word " * 200),
    ],
)
async def test_news_about_a_captcha_are_news(
    web: Web, clock: Clock, kind: Literal["article", "list"], content_type: str, body: str
) -> None:
    await web.site("union.test", reply(body.encode(), Content_Type=content_type))
    async with opened(web, clock, QUICK) as fetcher:
        assert (await fetcher.fetch("http://union.test/1", kind=kind)).body


@pytest.mark.parametrize(
    ("wish", "least"), [("7200", timedelta(hours=2)), ("5", timedelta(minutes=11)), ("", timedelta(minutes=11))]
)
async def test_a_shield_s_wish_for_a_longer_rest_is_kept(web: Web, clock: Clock, wish: str, least: timedelta) -> None:
    answer = reply(CLOUDFLARE, status="429 Too Many Requests", cf_mitigated="challenge", Retry_After=wish)
    await web.site("union.test", answer)
    async with opened(web, clock, QUICK) as fetcher:
        with pytest.raises(Rejected) as caught:
            await fetcher.fetch("http://union.test/1")
    assert caught.value.retry_at is not None
    assert least <= caught.value.retry_at - START <= max(least, timedelta(minutes=15))


async def test_a_shield_before_robots_txt_is_a_shield(web: Web, clock: Clock) -> None:
    """A bare 403 there allows everything; a challenge would meet the page as well."""
    await web.site(
        "union.test", reply(b"<p>x</p>"), robots=reply(b"", status="403 Forbidden", cf_mitigated="challenge")
    )
    async with opened(web, clock, QUICK) as fetcher:
        with pytest.raises(Rejected, match="Cloudflare") as caught:
            await fetcher.fetch("http://union.test/1")
    assert caught.value.kind == "blocked"
    assert web.log == []


async def test_cloudflare_s_521_is_a_server_that_is_down(web: Web, clock: Clock) -> None:
    await web.site("union.test", reply(b"", status="521 Web Server Is Down", Server="cloudflare"))
    async with opened(web, clock, QUICK) as fetcher:
        with pytest.raises(Unavailable) as caught:
            await fetcher.fetch("http://union.test/1")
    assert caught.value.kind == "server"


@pytest.mark.parametrize(
    ("path", "login"),
    [
        ("/login", True),
        ("/user/Login.aspx", True),
        ("/sso/auth", True),
        ("/passport/index", True),
        ("/oauth2/authorize", True),
        ("/news/login-for-members-opens.html", False),
        ("/passports-for-workers/1.html", False),
        ("/news/2026/1.html", False),
    ],
)
def test_login_pages_are_known_by_their_path(path: str, login: bool) -> None:
    assert is_login(path) is login


@pytest.mark.parametrize(
    ("path", "gone"),
    [("/404.html", True), ("/a/Error.jsp", True), ("/page-not-found/", False), ("/news/404-jobs.html", False)],
)
def test_not_found_pages_are_known_by_their_path(path: str, gone: bool) -> None:
    assert is_gone(path) is gone
