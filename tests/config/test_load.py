"""What a configuration means once nothing is wrong with it."""

import random
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from feeds.models import Feed, Selection
from scraper.config import Config, ConfigError, Problem, load

SLIPS = [
    "[",
    "]",
    "{",
    "}",
    ": ",
    "- ",
    "\n",
    "  ",
    '"',
    "'",
    "~",
    "1e9",
    "*a",
    "&a ",
    "!!x ",
    "<<: ",
    "${",
    "${X}",
    "",
    "\t",
    "é",
    "\0",
]


def loaded(folder: Path, text: str, **environ: str) -> Config:
    file = folder / "config.yaml"
    file.write_text(text, "utf-8")
    return load(file, environ=environ)


def feed(config: Config, feed_id: str) -> Feed:
    return next(feed for feed in config.feeds if feed.id == feed_id)


TWO = """
sources:
  - { id: hunan, name: Hunan, url: "https://a.test/", level: regional, region: "Hunan, China", language: zh }
  - { id: jiangsu, name: Jiangsu, url: "https://b.test/", level: regional, region: "Jiangsu, China", language: zh }
  - { id: tuc, name: Union Congress, url: "https://c.test/", level: national, region: Arcadia, language: en }
"""


def test_the_smallest_config_is_one_source(tmp_path: Path) -> None:
    config = loaded(tmp_path, "sources: [{ id: a, name: A, url: 'https://a.test/' }]")
    assert config.database == str(tmp_path / "fedfeed.db")
    assert config.output == tmp_path / "public"
    assert config.site.base_url == "http://127.0.0.1:8080/"
    assert [source.every for source in config.sources] == [timedelta(hours=1)]
    assert not config.demo


def test_a_source_says_it_or_the_defaults_do(tmp_path: Path) -> None:
    text = """
    defaults: { every: 30m, timezone: Asia/Shanghai, max_new: 5, content: excerpt }
    sources:
      - { id: a, name: A, url: "https://a.test/" }
      - { id: b, name: B, url: "https://b.test/", cron: "0 8 * * mon-fri", content: full, timezone: Europe/Berlin }
    """
    first, second = loaded(tmp_path, text).sources
    assert (first.every, first.timezone, first.max_new, first.content) == (
        timedelta(minutes=30),
        "Asia/Shanghai",
        5,
        "excerpt",
    )
    assert (second.cron, second.timezone, second.max_new, second.content) == (
        "0 8 * * mon-fri",
        "Europe/Berlin",
        5,
        "full",
    )
    assert second.where.endswith("config.yaml:5:9")


def test_rules_reach_the_source(tmp_path: Path) -> None:
    text = """
    sources:
      - id: a
        name: A
        url: https://a.test/
        list: { item: "ul.list li", title: "a@title", link: "@href" }
        article: { body: .TRS_Editor, remove: .related }
      - id: b
        name: B
        url: https://b.test/
        list: { json: { url: "https://b.test/api", items: data.rows, link: "https://b.test/#/d?id={id}" } }
    """
    first, second = loaded(tmp_path, text).sources
    assert (first.list.item, first.list.title, first.list.link) == ("ul.list li", "a@title", "@href")
    assert (first.article.body, first.article.remove) == (".TRS_Editor", (".related",))
    assert second.list.json is not None
    assert (second.list.json.items, second.list.json.title) == ("data.rows", "title")


def test_feeds_that_are_always_there(tmp_path: Path) -> None:
    """One for each source, one with everything, and cuts that are unlike both."""
    config = loaded(tmp_path, TWO)
    ids = [feed.id for feed in config.feeds]
    assert ids == ["all", "hunan", "jiangsu", "tuc", "level-regional", "language-zh", "region-china"]
    assert feed(config, "region-china").include == Selection(region=("China",))
    assert feed(config, "region-china").language == "zh"
    assert not feed(config, "hunan").fold


def test_configured_feeds_replace_the_cuts(tmp_path: Path) -> None:
    text = (
        TWO
        + """
feeds:
  - id: unions-china
    title: Trade unions in China
    include: { region: China, level: [national, regional] }
    exclude: { title: ["招标", "/公示$/"] }
    formats: rss
  - { id: hunan, title: My Hunan, include: { source: hunan } }
"""
    )
    config = loaded(tmp_path, text)
    assert [feed.id for feed in config.feeds] == ["unions-china", "hunan", "all", "jiangsu", "tuc"]
    china = feed(config, "unions-china")
    assert china.include == Selection(region=("China",), level=("national", "regional"))
    assert china.exclude == Selection(title=("招标", "/公示$/"))
    assert (china.formats, china.path, china.language) == (("rss",), "unions-china", "zh")
    assert feed(config, "hunan").title == "My Hunan"


def test_the_catalogue_is_used_and_changed_by_id(tmp_path: Path) -> None:
    text = """
    use: [ituc, acftu]
    sources:
      - { id: acftu, every: 20m, list: { item: "li.news" } }
      - { id: mine, name: Mine, url: "https://m.test/" }
    """
    config = loaded(tmp_path, text)
    assert [source.id for source in config.sources] == ["ituc", "acftu", "mine"]
    acftu = config.sources[1]
    assert acftu.name == "All-China Federation of Trade Unions"
    assert (acftu.every, acftu.list.item, acftu.timezone) == (timedelta(minutes=20), "li.news", "Asia/Shanghai")


@pytest.mark.parametrize("sources", ["", "sources:", "sources: []", "sources: [{ id: acftu, every: 20m }]"])
def test_what_is_used_needs_no_sources_of_ones_own(tmp_path: Path, sources: str) -> None:
    assert [source.id for source in loaded(tmp_path, f"use: acftu\n{sources}\n").sources] == ["acftu"]


def test_included_files_add_to_the_lists(tmp_path: Path) -> None:
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "b.yaml").write_text("sources: [{ id: b, name: B, url: 'https://b.test/' }]\n", "utf-8")
    (tmp_path / "c.yaml").write_text("include: config.yaml\nuse: ituc\nraw: { keep: 3 }\n", "utf-8")
    text = "include: ['more/*.yaml', c.yaml, 'none/*.yaml']\nsources: [{ id: a, name: A, url: 'https://a.test/' }]\n"
    config = loaded(tmp_path, text)
    assert [source.id for source in config.sources] == ["ituc", "a", "b"]
    assert config.raw.keep == 3
    assert [file.name for file in config.files] == ["config.yaml", "b.yaml", "c.yaml"]


def test_variables_are_filled_after_reading(tmp_path: Path) -> None:
    """What stands in a variable cannot add keys; $${ writes ${ itself."""
    text = """
    site: { title: "${TITLE}", contact: "${NOBODY:-mailto:me@example.org}" }
    notify: { webhook: "https://h.test/${TOKEN}", command: "echo $${HOME}" }
    sources: []
    """
    config = loaded(tmp_path, text, TITLE="A: b\nuse: [acftu]", TOKEN="t", NOBODY="")
    assert config.site.title == "A: b\nuse: [acftu]"
    assert config.site.contact == "mailto:me@example.org"
    assert config.notify.webhook == "https://h.test/t"
    assert config.notify.command == "echo ${HOME}"
    assert config.sources == ()


def test_fetch_notify_and_the_rest(tmp_path: Path) -> None:
    text = """
    fetch: { allow_networks: 10.0.0.0/8, proxies: { tunnel: "socks5://10.0.0.2:1080" }, spacing: 3s, ports: [80, 443] }
    notify: { email: { to: me@example.org, sender: feeds@example.org, server: "mail.test:465", starttls: false } }
    serve: { listen: "[::1]:9000" }
    database: postgresql://localhost/news
    sources: [{ id: a, name: A, url: "https://a.test/", via: tunnel }]
    demo: true
    """
    config = loaded(tmp_path, text)
    assert config.fetch.allow_networks == ("10.0.0.0/8",)
    assert config.fetch.proxies == {"tunnel": "socks5://10.0.0.2:1080"}
    assert (config.fetch.spacing, config.fetch.ports) == (3.0, (80, 443))
    assert config.notify.email is not None
    assert (config.notify.email.sender, config.notify.email.starttls) == ("feeds@example.org", False)
    assert config.site.base_url == "http://[::1]:9000/"
    assert config.database == "postgresql://localhost/news"
    assert config.demo


@pytest.mark.parametrize(
    ("text", "length"),
    [("90s", 90), ("30m", 1800), ("30min", 1800), ("1h", 3600), ("1h30m", 5400), ("1 h 30 m", 5400), ("2d", 172_800)],
)
def test_durations(tmp_path: Path, text: str, length: int) -> None:
    config = loaded(tmp_path, f"defaults: {{ every: {text} }}\nsources: [{{ id: a, name: A, url: 'https://a.test/' }}]")
    assert config.sources[0].every == timedelta(seconds=length)


def test_former_ids_find_their_source(tmp_path: Path) -> None:
    config = loaded(tmp_path, "sources: [{ id: a, name: A, url: 'https://a.test/', previous_ids: [old] }]")
    assert config.source("old") is config.source("a") is config.sources[0]
    assert config.source("other") is None


def test_a_variable_that_is_empty_counts_as_not_written(tmp_path: Path) -> None:
    text = """
    include: "${MORE:-}"
    site: { title: "${TITLE:-}" }
    notify: { webhook: "${HOOK:-}" }
    """
    config = loaded(tmp_path, text, TITLE="")
    assert (config.site.title, config.notify.webhook) == ("fedfeed", "")


def test_keys_without_values_count_as_not_written(tmp_path: Path) -> None:
    config = loaded(tmp_path, "use:\ninclude:\nsources:\nfeeds:\nfetch:\nsite: { contact: ~ }\n")
    assert config.sources == ()
    assert [feed.id for feed in config.feeds] == ["all"]


def test_loading_imports_neither_the_web_nor_the_store() -> None:
    """`fedfeed check` starts fast: what it does not need is not loaded."""
    heavy = ("httpx", "asyncio", "sqlalchemy", "apscheduler", "dateparser", "selectolax", "rich", "jinja2")
    code = (
        "import sys; from pathlib import Path; from scraper.config import load; load(Path('config.yaml'), environ={});"
        f"print(*[name for name in {heavy} if name in sys.modules])"
    )
    root = Path(__file__).parent.parent.parent
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_a_federation_that_is_enabled_has_no_reason_against_it(tmp_path: Path) -> None:
    text = """
    use: hunan
    sources: [{ id: hunan, url: "https://hunan.test/news/", enabled: true }]
    """
    (source,) = loaded(tmp_path, text).sources
    assert (source.url, source.enabled, source.reason) == ("https://hunan.test/news/", True, "")


def test_whatever_a_slip_makes_of_a_config_is_told_as_a_problem(tmp_path: Path) -> None:
    """Nothing but ConfigError, and every problem with a line and words, for hundreds of mangled files."""
    chance = random.Random(11)
    whole = (Path(__file__).parent / "problems" / "kinds" / "config.yaml").read_text("utf-8")
    told: list[Problem] = []
    for _ in range(300):
        text = whole
        for _ in range(chance.randint(1, 2)):
            at = chance.randrange(len(text))
            text = text[:at] + chance.choice(SLIPS) + text[at + chance.randint(0, 9) :]
        with pytest.raises(ConfigError) as caught:
            loaded(tmp_path, text)
        told += caught.value.problems
    assert len(told) > 1000
    assert all(problem.line > 0 and problem.message for problem in told)
