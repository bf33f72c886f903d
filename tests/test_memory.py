"""What is remembered, told and cared for from the command line."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from feeds.render import FORMATS, Problem
from feeds.store import BadExport, StoreError, open_store
from feeds.store.models import Picture
from scraper.cli import exits, memory
from scraper.cli.app import app
from scraper.cli.crawl import crawl
from scraper.cli.publish import publish, serve
from scraper.cli.wiring import utc_now
from scraper.pictures import pictures_of

TUG = "http://harbourworkers.test/2025/05/tug-crews-win-rest-rule/"
REPOST = "http://worldtransport.test/en/news/saltmarsh-terminal-strike-settled"


@pytest.fixture
def config(played: tuple[Path, int], tmp_path: Path) -> Path:
    """A copy of a demo's folder that a test may change."""
    folder = tmp_path / "demo"
    shutil.copytree(played[0], folder)
    return folder / "config.yaml"


def token_of(public: Path) -> str:
    """The name below which private feeds lie."""
    (token,) = [path.name for path in public.iterdir() if path.is_dir() and path.name not in (".fedfeed", "media")]
    return token


def items_of(config: Path, feed: str) -> list[dict[str, str]]:
    found: list[dict[str, str]] = json.loads((config.parent / "public" / f"{feed}.json").read_text("utf-8"))["items"]
    return found


def ids(config: Path, feed: str) -> list[str]:
    return [item["id"] for item in items_of(config, feed)]


def test_why_tells_the_evidence_the_edit_and_the_feeds(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert memory.why(config, TUG, json=False) == exits.FINE
    said = capsys.readouterr().err
    for part in (
        "json-ld",
        "revision 1, edited: the text changed",
        "-In a ballot of members, 1,420",
        "+In a ballot of members, 1,240",
        "feed harbour",
    ):
        assert part in said


def test_why_explains_a_story(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    memory.why(config, REPOST, json=False)
    said = " ".join(capsys.readouterr().err.split())
    assert "which it names as its source" in said
    assert "folded since" in said


def test_why_says_that_nothing_is_known(config: Path) -> None:
    assert memory.why(config, "http://harbourworkers.test/2019/nothing/", json=False) == exits.NOTHING_WORKED


def test_what_could_not_be_published_is_said_with_the_way_out_and_is_no_success(
    config: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """By whichever command wrote the feeds; a withdrawal above all may not claim what was not done."""
    monkeypatch.setitem(FORMATS, "rss", replace(FORMATS["rss"], check=lambda data: [Problem("", "is broken")]))
    assert memory.withdraw(config, TUG) == exits.NOT_WRITTEN
    said = " ".join(capsys.readouterr().err.split())
    assert "feed harbour is not written, its last good files stay: the RSS file is broken" in said
    assert "the feeds are written without them" not in said
    for command in (
        lambda: publish(config, out=None, json=False, verbose=0),
        lambda: crawl(config, (), strict=False, json=False, verbose=0, quiet=True),
    ):
        assert command() == exits.NOT_WRITTEN
        assert "feed harbour is not written" in " ".join(capsys.readouterr().err.split())


def test_a_withdrawal_that_cannot_reach_the_files_says_that_they_still_show_it(
    config: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its pictures are forgotten all the same: afterwards nothing would tell whose they were."""
    link = "http://hnszgh.test/news/1086.html"
    with open_store(config.parent / "fedfeed.db", now=utc_now) as store:
        pictures = pictures_of(store.find(link))
        store.save_pictures([Picture(url, f"media/{at}.jpg") for at, url in enumerate(pictures)])
        assert store.picture_names(pictures)

    def refused(*_: object) -> None:
        raise PermissionError(13, "Permission denied", "public/.fedfeed/lock")

    with monkeypatch.context() as patched:
        patched.setattr(memory, "write_feeds", refused)
        assert memory.withdraw(config, link) == exits.STORAGE
    said = capsys.readouterr().err
    assert "withdrawn from the store, but what is published still shows them" in said
    assert "public/.fedfeed/lock: Permission denied" in said
    with open_store(config.parent / "fedfeed.db", now=utc_now) as store:
        assert store.picture_names(pictures) == {}


def test_an_article_that_a_feed_is_written_without_is_said(
    config: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (bad,) = [item for item in items_of(config, "harbour") if item["url"] == TUG]
    check = FORMATS["json"].check
    monkeypatch.setitem(
        FORMATS,
        "json",
        replace(
            FORMATS["json"],
            check=lambda data: [Problem(bad["id"], "is bad")] if bad["id"].encode() in data else check(data),
        ),
    )
    assert publish(config, out=config.parent / "other", json=False, verbose=0) == exits.FINE
    said = " ".join(capsys.readouterr().err.split())
    assert f"feed harbour is written without {TUG}: JSON Feed: is bad" in said
    assert f"fedfeed why {TUG}" in said


def test_a_withdrawn_article_leaves_the_feeds_and_never_returns(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = ids(config, "harbour")
    assert memory.withdraw(config, TUG) == exits.FINE
    after = ids(config, "harbour")
    assert len(after) == len(before) - 1
    crawl(config, (), strict=False, json=False, verbose=0)
    assert ids(config, "harbour") == after
    raw = (config.parent / "fedfeed.raw.db").read_bytes() + (config.parent / "fedfeed.db").read_bytes()
    assert b"Resolute back at the quay" not in raw


def test_an_export_imported_elsewhere_gives_the_same_feeds(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    memory.export(config)
    lines = config.parent / "export.jsonl"
    lines.write_text(capsys.readouterr().out, "utf-8")
    before = ids(config, "all")
    for name in ("fedfeed.db", "fedfeed.db-wal", "fedfeed.db-shm"):
        (config.parent / name).unlink(missing_ok=True)
    shutil.rmtree(config.parent / "public")
    assert memory.import_(config, lines) == exits.FINE
    crawl(config, (), strict=False, json=False, verbose=0)
    assert ids(config, "all") == before


def test_an_export_is_utf_8_whatever_the_locale_and_says_so_if_it_was_converted(config: Path) -> None:
    command = [sys.executable, "-m", "scraper", "export", "--config", str(config)]
    done = subprocess.run(
        command, env={**os.environ, "PYTHONIOENCODING": "gb18030"}, capture_output=True, check=True, timeout=300
    )
    lines = config.parent / "export.jsonl"
    lines.write_bytes(done.stdout.decode("utf-8").encode("gb18030"))
    for name in ("fedfeed.db", "fedfeed.db-wal", "fedfeed.db-shm"):
        (config.parent / name).unlink(missing_ok=True)
    with pytest.raises(BadExport, match=r"export\.jsonl: line \d+ is no UTF-8"):
        memory.import_(config, lines)
    lines.write_bytes(done.stdout)
    assert memory.import_(config, lines) == exits.FINE


def test_a_lost_database_is_restored_from_ones_own_feeds(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """No reader sees an old item as new (DESIGN decision 1)."""
    before = {feed: ids(config, feed) for feed in ("all", "hunan", "jiangnan", "harbour")}
    for name in ("fedfeed.db", "fedfeed.db-wal", "fedfeed.db-shm", "fedfeed.raw.db"):
        (config.parent / name).unlink(missing_ok=True)
    capsys.readouterr()
    assert memory.restore(config, None) == exits.FINE
    assert " entries, feeds unions, china, all, hunan" in capsys.readouterr().err
    crawl(config, (), strict=False, json=False, verbose=0)
    assert {feed: ids(config, feed) for feed in before} == before


@pytest.mark.parametrize("command", ["import", "restore", "import no export", "import nothing", "db backup"])
def test_a_store_that_is_well_is_not_said_to_fail(config: Path, command: str) -> None:
    """74 sends a person to the disk; here another file has to be named, or another database."""
    existing = config.parent / "public" / "all.json"
    words = {
        "import": ["import", str(config.parent / "export.jsonl")],
        "import no export": ["import", str(existing)],
        "import nothing": ["import", str(config.parent / "nothing.jsonl")],
        "restore": ["restore"],
        "db backup": ["db", "backup", str(existing)],
    }[command]
    (config.parent / "export.jsonl").write_text(json.dumps({"kind": "fedfeed", "version": 1, "schema": "0001"}))
    if command == "import no export":
        config.write_text(config.read_text("utf-8").replace("database: fedfeed.db", "database: other.db"), "utf-8")
    done = CliRunner().invoke(app, [*words, "--config", str(config)])
    code = getattr(done.exception, "exit_code", done.exit_code)
    said = str(done.exception) if isinstance(done.exception, StoreError) else done.stderr
    assert code == exits.USAGE, said
    place = "fedfeed.db" if command in ("import", "restore") else Path(words[-1]).name
    assert place in said


def test_parts_of_a_month_are_read_back_in_their_order(tmp_path: Path) -> None:
    names = ("2026-04-10", "2026-04-2", "2026-04", "2026-03")
    (tmp_path / "all").mkdir()
    for name in ("../all", *names):
        (tmp_path / "all" / f"{name}.rss").touch()
    assert [path.stem for path in memory.own_files(tmp_path, "all")] == ["all", *names]


def test_a_backup_is_a_store(config: Path, tmp_path: Path) -> None:
    assert memory.backup(config, tmp_path / "copy.db") == exits.FINE
    assert memory.check_store(config) == exits.FINE
    assert (tmp_path / "copy.db").stat().st_size > 0


def test_prune_forgets_sources_that_left_the_config(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = config.read_text("utf-8")
    start, end = text.index("  - id: worldtransport"), text.index("feeds:")
    config.write_text(text[:start] + text[end:], "utf-8")
    assert publish(config, out=None, json=True, verbose=0) == exits.FINE
    feed = config.parent / "public" / "worldtransport.rss"
    assert feed.exists()  # faults.md P12: until it is pruned
    capsys.readouterr()
    assert memory.prune(config, older_than=None, source="", json=True) == exits.FINE
    told = json.loads(capsys.readouterr().out)
    assert told["sources"] == ["worldtransport"]
    assert told["runs"] >= 1
    assert publish(config, out=None, json=True, verbose=0) == exits.FINE
    assert not feed.exists()


def beyond_loopback(config: Path) -> None:
    text = config.read_text("utf-8")
    config.write_text(text.replace("http://127.0.0.1:8080/", "https://feeds.example.org/"), "utf-8")


def test_private_feeds_beyond_loopback_lie_below_a_name_nobody_can_guess(config: Path) -> None:
    beyond_loopback(config)
    crawl(config, (), strict=False, json=False, verbose=0)
    public = config.parent / "public"
    token = token_of(public)
    assert len(token) >= 22
    assert (public / token / "hunan.atom").exists()
    assert not (public / "hunan.atom").exists()
    assert token not in (public / "index.html").read_text("utf-8")
    before = (public / token / "hunan.atom").read_bytes()
    crawl(config, (), strict=False, json=False, verbose=0)
    assert (public / token / "hunan.atom").read_bytes() == before


def test_a_server_open_to_others_hides_private_feeds_whatever_the_base_url(config: Path) -> None:
    """The shipped base_url names this machine; in a container the server listens everywhere."""
    config.write_text(config.read_text("utf-8") + '\nserve: { listen: "0.0.0.0:8080" }\n', "utf-8")
    crawl(config, ("hunan",), strict=False, json=True, verbose=0)
    public = config.parent / "public"
    token = token_of(public)
    assert (public / token / "hunan.atom").exists()
    assert not (public / "hunan.atom").exists()


def test_private_feeds_that_lie_in_the_open_are_not_served_to_others(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert serve(config, listen="0.0.0.0:0", verbose=0) == exits.USAGE
    assert "others could read your private feeds" in capsys.readouterr().err


def test_no_former_place_leads_a_stranger_to_a_private_feed(config: Path) -> None:
    """A redirect from a name that can be guessed would tell the token, and with it every private feed."""
    text = config.read_text("utf-8")
    config.write_text(text.replace("  - id: china\n", "  - id: china\n    previous_paths: [old-china]\n"), "utf-8")
    beyond_loopback(config)
    public = config.parent / "public"
    assert (public / "health.atom").exists()
    crawl(config, ("hunan",), strict=False, json=True, verbose=0)
    token = token_of(public)
    lines = (public / ".fedfeed" / "Caddyfile").read_text("utf-8").splitlines()
    redirects = [line for line in lines if "redir" in line]
    assert redirects
    assert all(line.startswith(f'redir "/{token}/old-china.') for line in redirects)
    assert not (public / "health.atom").exists()
    assert (public / token / "health.atom").exists()


def test_publishing_alone_hides_the_feed_of_the_crawler_s_own_health(config: Path) -> None:
    beyond_loopback(config)
    public = config.parent / "public"
    publish(config, out=None, json=True, verbose=0)
    assert not (public / "health.atom").exists()
    assert (public / token_of(public) / "health.atom").exists()


def test_a_restored_store_keeps_the_addresses_that_readers_have(config: Path) -> None:
    beyond_loopback(config)
    crawl(config, (), strict=False, json=False, verbose=0)
    public = config.parent / "public"
    token = token_of(public)
    before = ids(config, f"{token}/all")
    for name in ("fedfeed.db", "fedfeed.db-wal", "fedfeed.db-shm", "fedfeed.raw.db"):
        (config.parent / name).unlink(missing_ok=True)
    assert memory.restore(config, None) == exits.FINE
    crawl(config, (), strict=False, json=False, verbose=0)
    assert ids(config, f"{token}/all") == before


def test_prune_takes_old_entries_and_they_never_return(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Those that a feed still shows stay: the demo's feeds are short, so all do."""
    before = ids(config, "all")
    assert memory.prune(config, older_than=0, source="", json=False) == exits.FINE
    crawl(config, (), strict=False, json=True, verbose=0)
    assert json.loads(capsys.readouterr().out)["articles"]["new"] == 0
    assert ids(config, "all") == before
    assert memory.prune(config, older_than=1, source="nobody", json=False) == exits.USAGE
