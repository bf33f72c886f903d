"""From a URL to a trusted source, as a new user does it, on the demo's sites."""

import json
from pathlib import Path

import pytest

from scraper.cases import replay_cases
from scraper.cli import exits
from scraper.cli.add import add
from scraper.cli.check import check
from scraper.config import load
from scraper.demo import truth, write_config
from scraper.draft import country, source_id

COMMENT = "# my own words, which no program may touch\n"


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """A demo configuration without sources of its own."""
    path = write_config(tmp_path)
    text = path.read_text("utf-8")
    path.write_text(text[: text.index("sources:")] + COMMENT, "utf-8")
    return path


def said(config: Path, url: str, capsys: pytest.CaptureFixture[str], **options: object) -> dict[str, object]:
    add(config, url, **{"articles": (), "source_id": "", "yes": True, "json": True, "verbose": 0} | options)  # type: ignore[arg-type]
    return json.loads(capsys.readouterr().out)  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    ("url", "source", "name", "zone"),
    [
        ("http://hnszgh.test/news/", "hunan", "Hunan", ""),
        ("http://jngh.test/xwzx/ghyw/", "jiangnan", "江南省总工会", "Asia/Shanghai"),
        ("http://yggh.test/col/col101/index.html?uid=18462&pageNum=1", "yungang", "云港", "Asia/Shanghai"),
        ("http://harbourworkers.test/news/", "harbour", "Harbour Workers' Union", ""),
        ("http://wanderverband.test/aktuelles/", "wanderverband", "Wanderverband Nordmark", "Europe/Berlin"),
        ("http://worldtransport.test/en/news/", "worldtransport", "", ""),
    ],
)
def test_a_list_page_becomes_a_right_source_without_any_rule(
    config: Path, capsys: pytest.CaptureFixture[str], url: str, source: str, name: str, zone: str
) -> None:
    found = said(config, url, capsys)
    assert found["good"], found
    titles = {item["url"]: item["title"] for item in found["items"]}  # type: ignore[attr-defined]
    expected = truth().of(source, act=2)
    listed = [article for article in expected if article.url in titles]
    assert len(listed) >= 0.95 * min(len(expected), len(titles))
    assert [titles[article.url] for article in listed] == [article.title for article in listed]
    block = found["source"]
    assert name in block["name"]  # type: ignore[index]
    assert block.get("timezone", "").startswith(zone)  # type: ignore[attr-defined]
    assert "list" not in block  # type: ignore[operator]


def test_a_home_page_leads_to_its_news(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = said(config, "http://harbourworkers.test/", capsys)
    assert found["good"]
    assert len(found["items"]) == 6  # type: ignore[arg-type]


def test_the_file_keeps_what_a_person_wrote_and_stays_valid(config: Path) -> None:
    before = config.read_text("utf-8")
    assert add(config, "http://jngh.test/xwzx/ghyw/", articles=(), source_id="jn", yes=True, json=False, verbose=0) == 0
    assert config.read_text("utf-8").startswith(before)
    assert [source.id for source in load(config).sources] == ["jn"]


def test_a_second_source_of_a_site_gets_an_id_of_its_own(config: Path) -> None:
    for _ in range(2):
        add(config, "http://jngh.test/xwzx/ghyw/", articles=(), source_id="", yes=True, json=False, verbose=0)
    assert [source.id for source in load(config).sources] == ["jngh", "jngh-2"]


def test_its_pages_are_a_case_that_check_reads_again_for_ever(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    add(config, "http://hnszgh.test/news/", articles=(), source_id="hunan", yes=True, json=False, verbose=0)
    assert list(replay_cases(config.parent)) == []
    assert check(config, json=False) == exits.FINE
    page = config.parent / "cases" / "hunan" / "article-1.page"
    page.write_bytes(page.read_bytes().replace(b"Heat Inspection", b"Peat Inspection"))
    assert any("title was" in difference for difference in replay_cases(config.parent))
    assert check(config, json=False) == exits.USAGE
    assert "title was" in capsys.readouterr().err


def test_named_articles_lead_to_a_rule(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    articles = [article.url for article in truth().of("wanderverband") if article.kind == "article"][:3]
    found = said(config, "http://wanderverband.test/aktuelles/", capsys, articles=articles)
    assert found["good"]
    assert found["source"]["list"]["item"]  # type: ignore[index]
    assert "3 of 3" in found["evidence"]["list"]  # type: ignore[index]


def test_what_cannot_be_read_is_refused_with_the_reason(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = add(config, "http://hnszgh.test/nowhere/", articles=(), source_id="", yes=True, json=False, verbose=0)
    assert code == exits.NOTHING_WORKED
    assert "404" in capsys.readouterr().err
    assert load(config).sources == ()


def test_the_operators_own_network_is_not_looked_at(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = add(config, "http://169.254.169.254/latest/", articles=(), source_id="", yes=True, json=False, verbose=0)
    assert code == exits.NOTHING_WORKED
    assert "allow_networks" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://www.industriall-union.org/news", "industriall-union"),
        ("https://www.hnszgh.org.cn/", "hnszgh"),
        ("https://news.dgb.de/", "dgb"),
        ("https://总工会.中国/", "xn--"),
    ],
)
def test_ids_come_from_the_telling_part_of_the_host(url: str, expected: str) -> None:
    assert source_id(url).startswith(expected)


def test_the_country_of_a_domain() -> None:
    assert (country("https://a.co.uk/"), country("https://a.de/"), country("https://a.org/")) == (
        "Britain (UK)",
        "Germany",
        "",
    )
