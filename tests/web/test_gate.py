"""Who is let in, from where a form may come, and that what strangers wrote stays text."""

import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest

from feeds.models import Article, Find, Origin
from feeds.store import Store
from scraper.web.gate import COOKIE, is_loopback
from scraper.web.secret import Secret, read_secret, secret_file
from scraper.web.words import outward

pytestmark = pytest.mark.anyio

SECRET = Secret("t" * 43)
FORM = "/source/hunan/rules"


async def test_beyond_loopback_a_token_is_asked_for_once(folder, opener) -> None:
    async with opener(folder, listen="0.0.0.0:8081", home="http://feeds.example.org") as pages:
        refused = await pages.client.get("/")
        assert refused.status_code == 401
        assert "Hunan" not in refused.text
        wrong = await pages.client.get("/?token=guess")
        assert wrong.status_code == 401
        assert "Set-Cookie" not in wrong.headers
        entered = await pages.client.get(f"/stories?token={SECRET.token}")
        cookie = entered.headers["Set-Cookie"]
        for word in (COOKIE, "HttpOnly", "SameSite=strict", "Path=/"):
            assert word in cookie
        assert SECRET.token not in cookie
        assert 'href="/stories"' in entered.text
        assert "Hunan" in (await pages.client.get("/")).text


@pytest.mark.parametrize("header", ["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "Via"])
async def test_through_a_proxy_the_token_is_asked_for_too(pages, header: str) -> None:
    assert (await pages.client.get("/", headers={header: "127.0.0.1"})).status_code == 401


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8081", "127.0.0.1.evil.example", "", "10.0.0.1"])
async def test_another_name_for_this_machine_is_a_stranger(pages, host: str) -> None:
    """DNS rebinding: a page elsewhere lets its own name lead here."""
    assert (await pages.client.get("/", headers={"Host": host})).status_code == 401


@pytest.mark.parametrize("host", ["localhost:8081", "127.0.0.1", "[::1]:8081"])
async def test_this_machine_is_at_home(pages, host: str) -> None:
    assert (await pages.client.get("/", headers={"Host": host})).status_code == 200


async def test_secure_behind_tls(folder, opener) -> None:
    async with opener(folder, home="https://feeds.example.org") as pages:
        assert "Secure" in (await pages.client.get(f"/?token={SECRET.token}")).headers["Set-Cookie"]


async def test_the_way_in_leads_nowhere_else(folder, opener) -> None:
    async with opener(folder, home="http://feeds.example.org") as pages:
        for path in ("//evil.example/", '/"><script>'):
            answer = await pages.client.get(f"http://feeds.example.org{path}?token={SECRET.token}")
            assert "url=//" not in answer.text
            assert "<script" not in answer.text


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": ""},
        {"Origin": "http://127.0.0.1:8080"},  # the feeds' own server is another site
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {},
    ],
)
async def test_a_form_of_another_site_does_nothing(pages, headers: dict[str, str]) -> None:
    before = (pages.folder / "config.yaml").read_text()
    fields = {"word": SECRET.form, "do": "save", "item": "ul li", "allow": "yes"}
    answer = await pages.client.post(FORM, data=fields, headers=headers)
    assert answer.status_code == 403
    assert (pages.folder / "config.yaml").read_text() == before


@pytest.mark.parametrize("word", ["", "x", SECRET.token])
async def test_a_form_without_our_word_does_nothing(pages, word: str) -> None:
    answer = await pages.send(FORM, {"word": word, "do": "try"})
    assert answer.status_code == 403
    assert "Reload the page" in answer.text


async def test_forms_are_small_and_plain(pages) -> None:
    assert (await pages.send(FORM, {"item": "x" * 70_000})).status_code == 413
    many = {f"f{n}": "1" for n in range(100)}
    assert (await pages.send(FORM, many)).status_code == 400
    headers = {"Origin": "http://127.0.0.1:8081"}
    assert (await pages.client.post(FORM, json={"word": SECRET.form}, headers=headers)).status_code == 415
    assert (await pages.client.request("DELETE", FORM, headers=headers)).status_code == 405


async def test_hostile_names_and_titles_are_text(folder, opener) -> None:
    """faults.md C17: what is configured or read is shown, never run and never linked but to the web."""
    path = folder / "config.yaml"
    text = path.read_text()
    name = '<script>alert(1)</script>\\"><img src=x onerror=alert(2)>'
    text = text.replace("name: Harbour Workers' Union", f'name: "{name}"')
    text = text.replace("title: Federation news (demo)", f'title: "{name}"')
    text = text.replace("title: Trade unions (demo)", f'title: "{name}"')
    path.write_text(text)
    async with opener(folder) as pages:
        poison(pages.store)
        entry = pages.store.recent("hunan")[0]
        paths = ("/", "/source/harbour", "/source/hunan", "/source/harbour/rules", "/feeds", "/stories", "/config")
        for shown in (
            *paths,
            f"/entry/{entry.id}",
            "/why?q=<script>alert(3)</script>",
            "/preview?url=javascript:alert(4)",
        ):
            answer = await pages.client.get(shown)
            assert "<script>alert" not in answer.text
            assert "<img src=x" not in answer.text
            assert 'href="javascript:' not in answer.text.lower()
        assert "&lt;script&gt;alert(9)" in (await pages.client.get("/source/hunan")).text


def poison(store: Store) -> None:
    """An article whose every field is an attack."""
    attack = '"><script>alert(9)</script><img src=x onerror=alert(9)>'
    article = Article(
        url="javascript:alert(9)",
        title=attack,
        publisher=attack,
        text=f"{attack}\n{attack}",
        language='en" onmouseover="alert(9)',
        evidence={"title": attack},
    )
    find = Find("http://hnszgh.test/news/evil.html", article, 0)
    store.save(Origin("hunan", attack, "http://hnszgh.test/news/"), [find], at=datetime.now(UTC))


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "//evil.example", "http:", ""]
)
def test_only_the_web_is_linked(url: str) -> None:
    assert "<a" not in outward(url, "<b>")


def test_a_link_is_escaped() -> None:
    assert outward('http://a.test/"><script>', "<b>").count("<") == 2


def test_the_token_is_random_and_its_owners_alone(tmp_path: Path) -> None:
    path = secret_file(str(tmp_path / "fedfeed.db"), tmp_path / "config.yaml")
    assert path == tmp_path / "fedfeed.operate-token"
    made = read_secret(path)
    assert len(made.token) >= 43
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert read_secret(path) == made
    path.unlink()
    assert read_secret(path) != made
    path.write_text("short")
    with pytest.raises(OSError, match="holds no token"):
        read_secret(path)


def test_with_a_database_server_the_token_lies_beside_the_configuration(tmp_path: Path) -> None:
    place = secret_file("postgresql://db.example/feeds", tmp_path / "config.yaml")
    assert place == tmp_path / "config.operate-token"


def test_cookie_and_form_word_do_not_tell_the_token() -> None:
    assert len({SECRET.token, SECRET.cookie, SECRET.form}) == 3


@pytest.mark.parametrize("name", ["localhost", "127.0.0.1", "127.1.2.3", "::1"])
def test_loopback_names(name: str) -> None:
    assert is_loopback(name)


@pytest.mark.parametrize("name", ["", "0.0.0.0", "127.0.0.1.evil.example", "localhost.evil.example", "10.0.0.1", "::"])
def test_names_beyond_loopback(name: str) -> None:
    assert not is_loopback(name)
