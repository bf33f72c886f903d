"""What stands in the output folder is whole, judged, and no newer than it must be."""

import gzip
import json
import os
import signal
import stat
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from newsroom import FEED, HUNAN, ITUC, MERGED, NOON, ORIGINS, SITE, FakeShelf, emission

from feeds.models import Emission, Feed, Month, Origin
from feeds.publish import Published, publish, publish_beside
from feeds.publish.files import File, alone, replace_files
from feeds.publish.manifest import read_manifest
from feeds.render import FORMATS, Problem
from feeds.store.errors import Corrupt

FEEDS = (FEED, MERGED)


@pytest.fixture
def shelf() -> FakeShelf:
    shelf = FakeShelf()
    shelf.put("hunan", emission(2), emission(1))
    shelf.put("all", emission(3, ITUC), emission(2), emission(1))
    return shelf


def run(shelf: FakeShelf, out: Path, feeds: Sequence[Feed] = FEEDS, **options: object) -> Published:
    return publish(shelf, feeds, ORIGINS, SITE, out, **options)  # type: ignore[arg-type]


def snapshot(out: Path) -> dict[str, tuple[bytes, int]]:
    return {
        str(path.relative_to(out)): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in sorted(out.rglob("*"))
        if path.is_file() and path.name != "lock"
    }


def test_everything_is_written(shelf: FakeShelf, tmp_path: Path) -> None:
    published = run(shelf, tmp_path)
    names = {f"{name}{ending}" for name in ("hunan", "all") for ending in (".rss", ".atom", ".json", ".html")}
    around = {"index.html", "feeds.opml", "fedfeed.css", "fedfeed.js"}
    assert set(published.written) == names | around
    on_disk = {path.name for path in tmp_path.iterdir() if path.is_file()}
    assert on_disk == {ending for name in names | around for ending in (name, name + ".gz")}
    assert not published.failed
    assert not published.skipped
    assert shelf.written == {"hunan": 1, "all": 1}


def test_files_can_be_read_by_a_web_server(shelf: FakeShelf, tmp_path: Path) -> None:
    run(shelf, tmp_path)
    assert {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir() if path.is_file()} == {0o644}


def test_compressed_files_say_the_same(shelf: FakeShelf, tmp_path: Path) -> None:
    """Requirement 26: made once, and equal bytes give equal bytes."""
    run(shelf, tmp_path)
    for packed in tmp_path.glob("*.gz"):
        assert gzip.decompress(packed.read_bytes()) == packed.with_suffix("").read_bytes()
        assert packed.read_bytes()[4:8] == b"\0\0\0\0"
        assert packed.stat().st_mtime_ns == packed.with_suffix("").stat().st_mtime_ns


def test_nothing_new_touches_nothing(shelf: FakeShelf, tmp_path: Path) -> None:
    run(shelf, tmp_path)
    before, reads = snapshot(tmp_path), shelf.reads
    published = run(shelf, tmp_path)
    assert snapshot(tmp_path) == before
    assert shelf.reads == reads
    assert published == Published(unchanged=("hunan", "all"))


def test_equal_bytes_keep_their_date(shelf: FakeShelf, tmp_path: Path) -> None:
    """A new revision that shows nothing new (an entry of another window, say) is no change for subscribers."""
    run(shelf, tmp_path)
    before = snapshot(tmp_path)
    shelf.touch("hunan")
    published = run(shelf, tmp_path)
    after = snapshot(tmp_path)
    del before[".fedfeed/manifest.json"], after[".fedfeed/manifest.json"]
    assert after == before
    assert published.written == ()
    assert shelf.written["hunan"] == 2


def test_only_the_changed_feed_is_written(shelf: FakeShelf, tmp_path: Path) -> None:
    run(shelf, tmp_path)
    shelf.put("hunan", emission(4), emission(2), emission(1))
    published = run(shelf, tmp_path)
    assert {name.partition(".")[0] for name in published.written} == {"hunan", "index", "feeds"}
    assert published.unchanged == ("all",)


def test_two_folders_from_one_store_are_equal(shelf: FakeShelf, tmp_path: Path) -> None:
    run(shelf, tmp_path / "a")
    run(shelf, tmp_path / "b")
    assert snapshot(tmp_path / "a") == snapshot(tmp_path / "b")


def test_files_are_dated_by_their_content(shelf: FakeShelf, tmp_path: Path) -> None:
    """So that any web server's Last-Modified is true."""
    run(shelf, tmp_path)
    newest = emission(2).entry.updated
    assert (tmp_path / "hunan.rss").stat().st_mtime == newest.timestamp()


def test_changed_bytes_are_always_newer(shelf: FakeShelf, tmp_path: Path) -> None:
    """Also when the change moved no date: a reader that sends only If-Modified-Since must see it."""
    run(shelf, tmp_path)
    before = (tmp_path / "hunan.rss").stat().st_mtime
    shelf.put("hunan", emission(2, tags=("other",)), emission(1))
    run(shelf, tmp_path)
    assert (tmp_path / "hunan.rss").stat().st_mtime == before + 1


def test_a_mark_that_fell_behind_its_files_is_set_right(shelf: FakeShelf, tmp_path: Path) -> None:
    """After a database came back from a backup: else the feed would be looked at for ever."""
    run(shelf, tmp_path)
    shelf.written["all"] = 0
    run(shelf, tmp_path)
    assert shelf.written == {"hunan": 1, "all": 1}


def test_a_damaged_or_missing_file_is_written_again(shelf: FakeShelf, tmp_path: Path) -> None:
    run(shelf, tmp_path)
    good = (tmp_path / "hunan.rss").read_bytes()
    (tmp_path / "hunan.rss").write_bytes(good[:100])
    (tmp_path / "hunan.json").unlink()
    run(shelf, tmp_path)
    assert (tmp_path / "hunan.rss").read_bytes() == good
    assert (tmp_path / "hunan.json").exists()


def test_a_lost_manifest_only_costs_a_rewrite(shelf: FakeShelf, tmp_path: Path) -> None:
    run(shelf, tmp_path)
    (tmp_path / ".fedfeed" / "manifest.json").write_text("{ half a manif")
    assert run(shelf, tmp_path).written == ()
    assert set(read_manifest(tmp_path).feeds) == {"hunan", "all"}


def test_a_configuration_edit_is_published(shelf: FakeShelf, tmp_path: Path) -> None:
    run(shelf, tmp_path)
    published = run(shelf, tmp_path, (replace(FEED, title="New title"), MERGED))
    assert "hunan.rss" in published.written
    assert "New title" in (tmp_path / "hunan.rss").read_text()


def test_one_bad_article_is_left_out_told_and_counted(shelf: FakeShelf, tmp_path: Path) -> None:
    """Requirement 4: it never costs the feed."""
    shelf.put("hunan", emission(3, entry={"link": "ftp://x.example/1"}), emission(2))
    published = run(shelf, tmp_path, (FEED,))
    (skipped,) = published.skipped
    assert skipped.link == "ftp://x.example/1"
    assert "no absolute http(s) address" in skipped.reason
    assert (tmp_path / "hunan.rss").read_text().count("<item>") == 1
    assert read_manifest(tmp_path).feeds["hunan"].skipped


def test_what_is_left_out_again_is_known(shelf: FakeShelf, tmp_path: Path) -> None:
    """So that people hear of it once, and not whenever the feed has news."""
    bad = emission(3, entry={"link": "ftp://x.example/1"})
    shelf.put("hunan", bad, emission(2))
    assert [each.known for each in run(shelf, tmp_path, (FEED,)).skipped] == [False]
    shelf.put("hunan", emission(4), bad, emission(2))
    assert [each.known for each in run(shelf, tmp_path, (FEED,)).skipped] == [True]


def test_a_feed_that_can_be_written_again_is_no_longer_told_as_failing(
    shelf: FakeShelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setitem(FORMATS, "rss", replace(FORMATS["rss"], check=lambda data: [Problem("", "is broken")]))
        run(shelf, tmp_path)
    assert set(read_manifest(tmp_path).failed) == {"hunan", "all"}
    assert not run(shelf, tmp_path).failed
    assert read_manifest(tmp_path).failed == {}


def test_an_article_that_breaks_rendering_is_found_and_left_out(
    shelf: FakeShelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    atom = FORMATS["atom"]

    def breaks(document: object) -> bytes:
        if any(item.id == emission(2).entry.id for item in document.items):  # type: ignore[attr-defined]
            raise ValueError("cannot be written")
        return atom.render(document)  # type: ignore[arg-type]

    monkeypatch.setitem(FORMATS, "atom", replace(atom, render=breaks))
    published = run(shelf, tmp_path, (FEED,))
    assert [skipped.entry_id for skipped in published.skipped] == [emission(2).entry.id]
    assert "cannot be written" in published.skipped[0].reason
    for name in ("hunan.rss", "hunan.atom", "hunan.json"):
        assert emission(2).entry.id not in (tmp_path / name).read_text()


def test_an_article_that_a_check_names_leaves_every_format(
    shelf: FakeShelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def strict(data: bytes) -> list[Problem]:
        return [Problem(emission(2).entry.id, "is bad")] if emission(2).entry.id.encode() in data else []

    monkeypatch.setitem(FORMATS, "json", replace(FORMATS["json"], check=strict))
    published = run(shelf, tmp_path, (FEED,))
    assert published.skipped[0].reason == "JSON Feed: is bad"
    assert emission(2).entry.id not in (tmp_path / "hunan.rss").read_text()


def test_a_feed_that_fails_its_check_keeps_its_last_good_files(
    shelf: FakeShelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(shelf, tmp_path)
    before = {name: data for name, data in snapshot(tmp_path).items() if name.startswith("hunan")}
    monkeypatch.setitem(FORMATS, "rss", replace(FORMATS["rss"], check=lambda data: [Problem("", "is broken")]))
    shelf.put("hunan", emission(5))
    published = run(shelf, tmp_path)
    assert published.failed[0].feed_id == "hunan"
    assert "is broken" in published.failed[0].reason
    assert read_manifest(tmp_path).failed == {"hunan": published.failed[0].reason}
    assert {name: data for name, data in snapshot(tmp_path).items() if name.startswith("hunan")} == before
    assert shelf.written["hunan"] == 1


@pytest.mark.parametrize("error", [OverflowError("date value out of range"), Corrupt("entry 5: damaged")])
def test_a_feed_whose_entries_cannot_be_read_keeps_no_other_from_being_written(
    shelf: FakeShelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    run(shelf, tmp_path)
    before = (tmp_path / "hunan.rss").read_bytes()
    window = shelf.window

    def torn(feed: Feed, origins: Mapping[str, Origin]) -> tuple[Emission, ...]:
        if feed.id == "hunan":
            raise error
        return window(feed, origins)

    monkeypatch.setattr(shelf, "window", torn)
    shelf.put("hunan", emission(5))
    shelf.put("all", emission(5))
    published = run(shelf, tmp_path)
    assert [failed.feed_id for failed in published.failed] == ["hunan"]
    assert str(error) in published.failed[0].reason
    assert (tmp_path / "hunan.rss").read_bytes() == before
    assert "all.rss" in published.written
    assert shelf.written == {"hunan": 1, "all": 2}


def test_a_lost_database_empties_no_feed(shelf: FakeShelf, tmp_path: Path) -> None:
    """Requirement 29: an empty crawl or store keeps the last good feed, and says so."""
    run(shelf, tmp_path)
    before = (tmp_path / "hunan.rss").read_bytes()
    published = run(FakeShelf(), tmp_path)
    assert (tmp_path / "hunan.rss").read_bytes() == before
    assert {failed.feed_id for failed in published.failed} == {"hunan", "all"}


def test_withdrawn_articles_leave_even_if_they_were_the_last(shelf: FakeShelf, tmp_path: Path) -> None:
    run(shelf, tmp_path)
    for number in (1, 2):
        shelf.withdraw("hunan", emission(number).entry.id, NOON + timedelta(days=2))
    run(shelf, tmp_path)
    assert "<item>" not in (tmp_path / "hunan.rss").read_text()


def test_archives_are_written_one_after_another(
    shelf: FakeShelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A feed of years that is written anew never stands in memory as a whole."""
    for month in (1, 2, 3):
        shelf.put_archive("hunan", Month(2026, month), emission(month))
    written: list[int] = []
    archive = FakeShelf.archive

    def looked(self: FakeShelf, feed: Feed, month: Month, origins: Mapping[str, Origin]) -> tuple[Emission, ...]:
        written.append(len(list(tmp_path.glob("hunan/*.rss"))))
        return archive(self, feed, month, origins)

    monkeypatch.setattr(FakeShelf, "archive", looked)
    run(shelf, tmp_path)
    assert written == [0, 1, 2]


def test_archives_are_written_once(shelf: FakeShelf, tmp_path: Path) -> None:
    """Requirement 21: a month that nothing touches is not written, and not even read, again."""
    shelf.put_archive("hunan", Month(2026, 1), emission(1))
    shelf.put_archive("hunan", Month(2026, 2), emission(2))
    published = run(shelf, tmp_path)
    assert {"hunan/2026-01.rss", "hunan/2026-02.atom", "hunan/2026-02.json"} <= set(published.written)
    shelf.put("hunan", emission(9), emission(2))
    reads = shelf.reads
    assert not [name for name in run(shelf, tmp_path).written if "/" in name]
    assert shelf.reads == reads + 1
    shelf.put_archive("hunan", Month(2026, 3), emission(3))
    changed = {name for name in run(shelf, tmp_path).written if name.endswith(".rss")}
    assert changed == {"hunan.rss", "hunan/2026-02.rss", "hunan/2026-03.rss"}


def test_removed_feeds_are_gone_and_renamed_ones_have_moved(shelf: FakeShelf, tmp_path: Path) -> None:
    """Requirement 28."""
    run(shelf, tmp_path)
    public = replace(FEED, path="unions/hunan", audience="public")
    run(shelf, tmp_path, (replace(FEED, audience="public"), MERGED))
    published = run(shelf, tmp_path, (public,))
    assert {"hunan.rss", "all.rss"} <= set(published.removed)
    assert not (tmp_path / "hunan.rss").exists()
    assert not (tmp_path / "all.rss.gz").exists()
    manifest = read_manifest(tmp_path)
    assert manifest.moved["hunan.rss"] == "unions/hunan.rss"
    assert {"all.rss", "all.atom", "all.json", "all.html"} <= set(manifest.gone)
    run(shelf, tmp_path, (replace(public, path="regions/hunan"),))
    assert read_manifest(tmp_path).moved["hunan.rss"] == "regions/hunan.rss"
    run(shelf, tmp_path, (public, MERGED))
    manifest = read_manifest(tmp_path)
    assert not set(manifest.gone) & {"all.rss", "unions/hunan.rss"}
    assert manifest.moved["regions/hunan.rss"] == "unions/hunan.rss"


def test_the_feed_of_a_source_that_may_come_back_stays_as_it_is(shelf: FakeShelf, tmp_path: Path) -> None:
    """faults.md P12: a line that is commented out for a day must not have readers unsubscribe (410)."""
    run(shelf, tmp_path)
    before = (tmp_path / "hunan.rss").read_bytes()
    published = run(shelf, tmp_path, (MERGED,), keep=["hunan", "never-published"])
    assert (published.removed, (tmp_path / "hunan.rss").read_bytes()) == ((), before)
    assert "hunan.rss" not in read_manifest(tmp_path).gone
    assert "hunan" in read_manifest(tmp_path).feeds
    assert "hunan.rss" not in (tmp_path / "index.html").read_text()
    run(shelf, tmp_path, (MERGED,))
    assert "hunan.rss" in read_manifest(tmp_path).gone


def test_a_feed_that_stays_goes_with_its_token(shelf: FakeShelf, tmp_path: Path) -> None:
    secret = replace(FEED, path="oldtoken/hunan"), replace(MERGED, path="oldtoken/all")
    run(shelf, tmp_path, secret)
    run(shelf, tmp_path, (replace(MERGED, path="newtoken/all"),), keep=["hunan"])
    assert not (tmp_path / "oldtoken" / "hunan.rss").exists()


def test_a_format_that_a_feed_no_longer_has_is_gone(shelf: FakeShelf, tmp_path: Path) -> None:
    """Requirement 28: 410 tells a reader to stop asking, 404 does not."""
    run(shelf, tmp_path)
    run(shelf, tmp_path, (replace(FEED, formats=("rss", "atom")), MERGED))
    assert set(read_manifest(tmp_path).gone) == {"hunan.json"}
    run(shelf, tmp_path)
    assert read_manifest(tmp_path).gone == ()


def test_previous_paths_of_the_configuration_redirect(shelf: FakeShelf, tmp_path: Path) -> None:
    run(shelf, tmp_path, (replace(FEED, previous_paths=("old/hunan",)),))
    assert read_manifest(tmp_path).moved["old/hunan.atom"] == "hunan.atom"


def test_web_servers_get_the_moves_as_lines(shelf: FakeShelf, tmp_path: Path) -> None:
    run(shelf, tmp_path)
    run(shelf, tmp_path, (replace(FEED, previous_paths=("old",)),))
    caddy = (tmp_path / ".fedfeed" / "Caddyfile").read_text()
    assert 'redir "/old.rss" "/hunan.rss" permanent' in caddy
    assert 'respond "/all.rss" 410' in caddy
    assert '@private path "/feeds.*" "/feeds/*" "/hunan.*" "/hunan/*" "/index.*" "/index/*" "/"' in caddy
    assert 'header @feeds Cache-Control "public, max-age=3600"' in caddy
    assert 'header @feeds Link `<https://feeds.example.org{path}>; rel="self"`' in caddy
    assert "header @pages Content-Security-Policy \"default-src 'none';" in caddy
    nginx = (tmp_path / ".fedfeed" / "nginx.conf").read_text()
    assert 'if ($uri ~ "^/hunan[./]") { set $fedfeed_robots "noindex, nofollow"; set $fedfeed_for private; }' in nginx
    assert 'set $fedfeed_age 3600; set $fedfeed_link "<https://feeds.example.org$uri>; rel=self";' in nginx
    assert 'add_header Cache-Control "$fedfeed_for, max-age=$fedfeed_age";' in nginx
    assert "gzip_vary on;" in nginx
    assert 'location = "/old.rss" { return 301 "/hunan.rss"; }' in nginx
    assert 'location = "/all.rss" { return 410; }' in nginx


def test_a_file_beside_the_feeds_stays_with_them_and_moves_without_a_trail(shelf: FakeShelf, tmp_path: Path) -> None:
    beside = File("health.atom", b"<feed/>", NOON)
    publish_beside(tmp_path, SITE, beside)
    run(shelf, tmp_path)
    assert (tmp_path / "health.atom").exists()
    before = snapshot(tmp_path)
    publish_beside(tmp_path, SITE, beside)
    assert snapshot(tmp_path) == before
    publish_beside(tmp_path, SITE, replace(beside, name="token/health.atom"))
    shelf.put("hunan", emission(5))
    run(shelf, tmp_path)
    assert (tmp_path / "token" / "health.atom").read_bytes() == b"<feed/>"
    assert not list(tmp_path.glob("health.*"))
    for name in ("Caddyfile", "nginx.conf"):
        lines = (tmp_path / ".fedfeed" / name).read_text()
        assert "token/health" in lines
        assert "/health.atom" not in lines
    assert "health" not in (tmp_path / "index.html").read_text().replace('class="health', "")


@pytest.mark.parametrize("name", ["nginx.conf", "Caddyfile"])
def test_the_shipped_site_says_nothing_that_the_written_lines_say(shelf: FakeShelf, tmp_path: Path, name: str) -> None:
    """nginx refuses to start over a directive that stands there twice."""
    run(shelf, tmp_path)

    def directives(text: str) -> set[str]:
        lines = (line.strip() for line in text.splitlines())
        return {line.split()[0] for line in lines if line and line[0] not in "#}@"} - {"location"}

    shipped = Path(__file__).parents[2] / "deploy" / name
    assert not directives(shipped.read_text()) & directives((tmp_path / ".fedfeed" / name).read_text())


def test_a_changed_token_leaves_no_trail(shelf: FakeShelf, tmp_path: Path) -> None:
    run(shelf, tmp_path, (replace(FEED, path="oldtoken/hunan"),))
    run(shelf, tmp_path, (replace(FEED, path="newtoken/hunan"),))
    manifest = read_manifest(tmp_path)
    assert manifest.moved == {}
    assert "oldtoken/hunan.rss" in manifest.gone
    assert not (tmp_path / "oldtoken").exists()


def test_private_feeds_with_a_token_are_listed_only_beside_themselves(shelf: FakeShelf, tmp_path: Path) -> None:
    """DESIGN decision 15."""
    secret = replace(FEED, path="s3cret-token/hunan")
    public = replace(MERGED, audience="public")
    run(shelf, tmp_path, (secret, public))
    for name in ("index.html", "feeds.opml"):
        assert "s3cret" not in (tmp_path / name).read_text()
        assert "all.rss" in (tmp_path / name).read_text()
        assert "s3cret-token/hunan.rss" in (tmp_path / "s3cret-token" / name).read_text()
        assert "all.rss" in (tmp_path / "s3cret-token" / name).read_text()
    assert 'name="robots" content="noindex, nofollow"' in (tmp_path / "s3cret-token" / "hunan.html").read_text()
    assert "noindex" not in (tmp_path / "all.html").read_text()
    folder = tmp_path / ".fedfeed"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}


@pytest.mark.parametrize("path", ["../up", "/root", "a//b", ".hidden", "a/../b", "a\\b", "a\nb", 'a" {', "a;b"])
def test_no_path_leaves_the_output_folder(shelf: FakeShelf, tmp_path: Path, path: str) -> None:
    published = run(shelf, tmp_path / "out", (replace(FEED, path=path), MERGED))
    assert "names separated by '/'" in published.failed[0].reason
    assert [each.name for each in tmp_path.iterdir()] == ["out"]
    assert (tmp_path / "out" / "all.rss").exists()


def test_what_a_killed_run_left_is_swept(shelf: FakeShelf, tmp_path: Path) -> None:
    """faults.md P1."""
    (tmp_path / ".hunan.rss.abc.tmp").write_text("half")
    (tmp_path / "keep.txt").write_text("not ours")
    run(shelf, tmp_path)
    assert not list(tmp_path.rglob("*.tmp"))
    assert (tmp_path / "keep.txt").exists()


def test_what_the_first_run_left_in_a_new_folder_is_swept(shelf: FakeShelf, tmp_path: Path) -> None:
    """It was killed before it wrote a manifest that could name the folder."""
    (tmp_path / "union").mkdir()
    (tmp_path / "union" / ".hunan.rss.abc.tmp").write_text("half")
    run(shelf, tmp_path, (replace(FEED, path="union/hunan"), MERGED))
    assert (tmp_path / "union" / "hunan.rss").exists()
    assert not list(tmp_path.rglob("*.tmp"))


def test_a_full_disk_leaves_the_old_feed(shelf: FakeShelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """faults.md P4."""
    run(shelf, tmp_path)
    before = snapshot(tmp_path)
    shelf.put("hunan", emission(7))

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space") as caught:
        run(shelf, tmp_path)
    assert str(tmp_path) in caught.value.filename
    assert snapshot(tmp_path) == before
    assert shelf.written["hunan"] == 1


_WRITE = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from feeds.publish.files import File, replace_files
out = Path(sys.argv[1])
print("go", flush=True)
number = 0
while True:
    number += 1
    body = f"<x>{number}</x>".encode() * 40_000
    replace_files(out, [File("feed.rss", body, datetime.now(UTC))])
"""


@pytest.mark.slow
def test_a_kill_in_the_middle_leaves_a_whole_file(tmp_path: Path) -> None:
    """faults.md P1: old or new, never torn."""
    for delay in range(12):
        with subprocess.Popen([sys.executable, "-c", _WRITE, str(tmp_path)], stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            process.stdout.readline()
            with pytest.raises(subprocess.TimeoutExpired):
                process.wait(0.02 + delay * 0.007)
            process.send_signal(signal.SIGKILL)
            process.wait()
        if (tmp_path / "feed.rss").exists():
            body = (tmp_path / "feed.rss").read_bytes()
            assert body == body[: body.index(b"</x>") + 4] * 40_000


def test_a_compressed_file_that_a_kill_left_behind_its_plain_one_is_made_good(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Web servers prefer it: their readers would see the old feed until the next change."""
    replace_files(tmp_path, [File("feed.rss", b"old", NOON)])
    replace = Path.replace

    def killed_at_the_second(self: Path, target: Path) -> Path:
        if target.suffix == ".gz":
            raise KeyboardInterrupt
        return replace(self, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", killed_at_the_second)
        with pytest.raises(KeyboardInterrupt):
            replace_files(tmp_path, [File("feed.rss", b"new", NOON)])
    before = (tmp_path / "feed.rss").stat().st_mtime_ns
    assert replace_files(tmp_path, [File("feed.rss", b"new", NOON)]) == ()
    assert gzip.decompress((tmp_path / "feed.rss.gz").read_bytes()) == b"new"
    assert {(tmp_path / name).stat().st_mtime_ns for name in ("feed.rss", "feed.rss.gz")} == {before}


def test_a_linked_file_is_replaced_where_it_really_stands(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "feed.rss").write_bytes(b"old")
    (tmp_path / "feed.rss").symlink_to(tmp_path / "real" / "feed.rss")
    replace_files(tmp_path, [File("feed.rss", b"new", NOON)])
    assert (tmp_path / "feed.rss").is_symlink()
    assert (tmp_path / "real" / "feed.rss").read_bytes() == b"new"


def test_the_hub_is_told_what_changed_and_nothing_else(shelf: FakeShelf, tmp_path: Path) -> None:
    told: list[tuple[str, ...]] = []
    run(shelf, tmp_path, send=lambda addresses: told.append(tuple(addresses)))
    run(shelf, tmp_path, send=lambda addresses: told.append(tuple(addresses)))
    assert len(told) == 1
    assert set(told[0]) == {
        f"https://feeds.example.org/{name}{row.extension}" for name in ("hunan", "all") for row in FORMATS.values()
    }


def test_health_stands_on_the_overview(shelf: FakeShelf, tmp_path: Path) -> None:
    run(shelf, tmp_path, health={"hunan": "healthy", "ituc": "broken"})
    page = (tmp_path / "index.html").read_text()
    assert 'class="health healthy"' in page
    assert '<li class="health degraded">1 of 2 healthy</li>' in page
    before = snapshot(tmp_path)
    run(shelf, tmp_path, health={"hunan": "healthy", "ituc": "healthy"})
    changed = {name for name, data in snapshot(tmp_path).items() if before[name] != data}
    assert changed == {"index.html", "index.html.gz", ".fedfeed/manifest.json"}


def test_no_character_of_the_configuration_costs_a_page(shelf: FakeShelf, tmp_path: Path) -> None:
    nasty = "a\x00\x1b\ufffe\ud800]]>&<b>"
    origins = {key: replace(origin, name=nasty, region=nasty) for key, origin in ORIGINS.items()}
    feeds = (replace(FEED, title=nasty, description=nasty), replace(MERGED, title=nasty))
    published = publish(shelf, feeds, origins, replace(SITE, title=nasty), tmp_path)
    assert not published.failed
    assert "a]]&gt;&amp;&lt;b&gt;" in (tmp_path / "index.html").read_text()
    assert "a]]&gt;&amp;&lt;b&gt;" in (tmp_path / "feeds.opml").read_text()


def test_opml_lists_every_feed(shelf: FakeShelf, tmp_path: Path) -> None:
    """Requirement 33."""
    run(shelf, tmp_path)
    from lxml import etree

    root = etree.parse(tmp_path / "feeds.opml").getroot()
    assert (root.tag, root.get("version")) == ("opml", "2.0")
    assert root.findtext("head/title") == SITE.title
    outlines = root.findall("body/outline")
    assert [outline.get("xmlUrl") for outline in outlines] == [
        "https://feeds.example.org/hunan.rss",
        "https://feeds.example.org/all.rss",
    ]
    assert [outline.get("text") for outline in outlines] == ["湖南工会", "All federations"]
    assert not [outline.text for outline in outlines if outline.text]
    assert outlines[0].get("htmlUrl") == "https://feeds.example.org/hunan.html"
    assert {outline.get("type") for outline in outlines} == {"rss"}


def test_a_feed_tells_the_operator_about_itself(shelf: FakeShelf, tmp_path: Path) -> None:
    """Requirement 36."""
    run(shelf, tmp_path)
    record = json.loads((tmp_path / ".fedfeed" / "manifest.json").read_text())["feeds"]["hunan"]
    assert (record["items"], record["newest"], record["skipped"]) == (2, "2026-03-02T14:00:00+00:00", [])
    assert record["files"]["hunan.rss"][0] == (tmp_path / "hunan.rss").stat().st_size


def test_how_a_source_is_crawled_is_no_change_of_its_feed(shelf: FakeShelf, tmp_path: Path) -> None:
    """The crawler's sources are origins with more to them."""
    run(shelf, tmp_path)
    published = publish(shelf, FEEDS, {**ORIGINS, "other": replace(HUNAN, id="hunan")}, SITE, tmp_path)
    assert published.written == ()


def test_two_processes_that_publish_at_once_wait_for_one_another(tmp_path: Path) -> None:
    """Each sweeps away staged files: without a lock on the folder, the other's too."""
    entered: list[str] = []

    def second() -> None:
        with alone(tmp_path):
            entered.append("second")

    with alone(tmp_path):
        thread = threading.Thread(target=second)
        thread.start()
        thread.join(0.2)
        entered.append("first")
    thread.join(60)
    assert entered == ["first", "second"]
