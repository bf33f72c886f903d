"""Short news about captchas, errors and log-ins are news; notices with a time on them are notices."""

import pytest

import scraper
from scraper.errors import Blocked, Gone, LoginWall, ReadError

URL = "https://union.example/news/1.html"


def page(title: str, text: str, line: str = "", extra: str = "") -> bytes:
    body = f"<h1>{title}</h1><div class=meta>{line}</div><div class=content>{text}</div>{extra}"
    return f"<html><head><title>{title} - Example Union</title></head><body>{body}</body></html>".encode()


@pytest.mark.parametrize(
    ("title", "text"),
    [
        (
            "谨防“请完成安全验证”骗局",
            "<p>近日，有职工收到短信，点开后页面显示“请完成安全验证”，随后被骗。请勿点击。</p>",
        ),
        (
            "Are you human? Captchas and gig workers",
            "<p>“Verify you are human” is their daily work, the union says.</p>",
        ),
        ("Attention required: Cloudflare lays off workers", "<p>“You have been blocked”, read the office doors.</p>"),
        ("Access denied: court rejects the complaint", "<p>The court did not hear the union.</p>"),
        ("404 jobs cut at Opel", "<p>Opel cuts 404 jobs in Rüsselsheim; the union protests.</p>"),
        (
            "404 Not Found: where did the pensions go?",
            "<p>The page of the report has been deleted, the union says.</p>",
        ),
        ("访问出错的工会网站修好了", "<p>本会网站今日恢复访问，欢迎浏览。</p>"),
        ("Login to your future: a portal opens", "<p>You must log in with your card number.</p>"),
        ("全国总工会会员登录平台今日上线", "<p>会员登录后可查看福利。请先登录平台再申请。</p>"),
    ],
)
@pytest.mark.parametrize("line", ["2026-03-02 来源：工会网", "2 March 2026", "March 2, 2026", "02.03.2026"])
def test_short_news_about_notices_are_news(title: str, text: str, line: str) -> None:
    form = "<form><input name=u><input type=password name=p></form>" if "og" in title or "登录" in title else ""
    assert scraper.read_article(page(title, text, line, form), URL).title.startswith(title[:9])


@pytest.mark.parametrize(
    ("title", "text", "line", "error"),
    [
        ("Attention Required! | Cloudflare", "<p>Sorry, you have been blocked</p>", "2026-03-02 11:22:33 UTC", Blocked),
        ("百度安全验证", "<p>请完成下方验证后继续操作</p>", "2026-03-02 11:22:33", Blocked),
        ("404 Not Found", "<p>The page you asked for was not found.</p>", "March 2, 2026", Gone),
        ("页面不存在", "<p>抱歉，您访问的页面不存在或已被删除！</p>", "2026年3月2日", Gone),
        ("页面不存在", "<p>五秒后返回首页</p>", "今天是 2026年3月2日", Gone),
        ("Log in", "<p>Please log in to view this page.</p>", "2 March 2026", LoginWall),
    ],
)
def test_notices_with_a_date_on_them_are_notices(title: str, text: str, line: str, error: type[ReadError]) -> None:
    with pytest.raises(error):
        scraper.read_article(page(title, text, line, "<input type=password>"), URL)


BOX = "<form><input name=u><input type=password name=p> Forgot your password? <button>Log in</button></form>"


@pytest.mark.parametrize("count", [5, 12])
def test_a_list_below_a_box_for_members_is_a_list(count: int) -> None:
    items = "".join(f'<li><a href="/n/{n}.html">Union wins pay deal at plant {n}</a></li>' for n in range(count))
    html = f"<title>Example Union</title>{BOX}<h1>News</h1><ul>{items}</ul>"
    assert len(scraper.read_listing(html.encode(), URL)) == count


def test_short_news_below_a_box_for_members_are_news() -> None:
    text = "Workers in all plants walked out today. " * 3
    html = f"<title>Strike at Opel</title>{BOX}<h1>Strike at Opel</h1><p>{text}</p>"
    assert "walked out" in scraper.read_article(html.encode(), URL).text


def test_a_form_and_nothing_to_read_is_a_login() -> None:
    with pytest.raises(LoginWall):
        scraper.read_article(f"<title>Example Union</title><a href=/>Home</a>{BOX}".encode(), URL)
