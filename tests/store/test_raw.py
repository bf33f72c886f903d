"""Raw pages: kept beside the store, bounded, packed with their like; losing them loses nothing else."""

import contextlib
import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import zstandard

from feeds.store import Corrupt, NewerSchema, RawPage, Store
from feeds.store.codec import to_number
from feeds.store.database import Database
from feeds.store.raw import _TABLES, RawPages, beside
from tests.store.samples import HUNAN, START, article, find

FRAME = bytes(random.Random(3).randbytes(30_000))


def page(n: int, *, source: str = "hunan", kind: str = "article", good: bool = True, body: bytes = b"") -> RawPage:
    url = f"https://hunan.example.org/{kind}/{n}.html"
    made = body or FRAME + f"<p>Article {n}</p>".encode() * 5
    return RawPage(source, kind, url, url, "text/html; charset=gbk", 200, START + timedelta(minutes=n), good, made)


@pytest.fixture
def raw(tmp_path: Path) -> Iterator[RawPages]:
    with contextlib.closing(RawPages(tmp_path / "fedfeed.raw.db", keep=5)) as pages:
        yield pages


def test_pages_come_back_as_they_were_newest_first(raw: RawPages) -> None:
    for n in range(3):
        raw.save(page(n))
    assert raw.articles("hunan") == (page(2), page(1), page(0))
    assert raw.find(page(1).url) == (page(1),)
    assert raw.articles("ituc") == ()


def test_the_oldest_go(raw: RawPages) -> None:
    for n in range(12):
        raw.save(page(n))
    assert [kept.url for kept in raw.articles("hunan")] == [page(n).url for n in (11, 10, 9, 8, 7)]


def test_the_last_good_list_outlives_any_number_of_bad_ones(raw: RawPages) -> None:
    raw.save(page(0, kind="list", body=b"<ul>good</ul>"))
    for n in range(20):
        raw.save(page(n, kind="list", good=False, body=b"<p>sorry</p>"))
    good = raw.good_list("hunan")
    assert good is not None
    assert good.body == b"<ul>good</ul>"
    assert len(raw.lists("hunan")) == 7


def test_a_page_fetched_again_takes_the_earlier_ones_place(raw: RawPages) -> None:
    raw.save(page(1, body=b"old"))
    raw.save(page(1, body=b"new"))
    assert [kept.body for kept in raw.articles("hunan")] == [b"new"]


def test_pages_of_one_frame_share_it(raw: RawPages, tmp_path: Path) -> None:
    for n in range(5):
        raw.save(page(n))
    assert raw._database is not None
    with raw._database.read() as tx:
        sizes = [row[0] for row in tx.rows("SELECT length(body) FROM pages ORDER BY n")]
    assert sizes[0] > 30_000
    assert max(sizes[1:]) < 500


def test_a_redesigned_site_gets_a_new_dictionary_and_the_old_one_goes(raw: RawPages) -> None:
    other = bytes(random.Random(4).randbytes(30_000))
    for n in range(20):
        raw.save(page(n, body=(FRAME if n < 10 else other) + str(n).encode() * 9))
    assert raw._database is not None
    with raw._database.read() as tx:
        assert tx.value("SELECT count(*) FROM dictionaries") == 1
        assert tx.value("SELECT max(length(body)) FROM pages") < 500
    assert raw.articles("hunan")[0].body.endswith(b"19" * 9)


def parts(n: int, count: int, *, source: str = "hunan") -> list[RawPage]:
    """The later pages of article `n`."""
    url = page(n).url
    first = page(n, source=source)
    later = [replace(first, url=f"{url}_{i}", final_url=f"{url}_{i}", body=FRAME + b"%d" % i) for i in range(count)]
    return [replace(each, kind="part", part_of=url) for each in later]


def test_the_later_pages_of_an_article_come_in_their_order_and_are_no_articles(raw: RawPages) -> None:
    raw.save(page(1), parts(1, 3))
    raw.save(page(2))
    assert raw.articles("hunan") == (page(2), page(1))
    assert list(raw.parts(page(1))) == parts(1, 3)
    assert raw.parts(page(2)) == raw.parts(page(1, source="ituc")) == ()


def test_later_pages_are_replaced_with_the_first_unless_it_could_not_be_read(raw: RawPages) -> None:
    raw.save(page(1), parts(1, 3))
    raw.save(page(1, good=False))
    assert list(raw.parts(page(1))) == parts(1, 3)
    raw.save(page(1), parts(1, 1))
    assert list(raw.parts(page(1))) == parts(1, 1)
    raw.save(page(1))
    assert raw.parts(page(1)) == ()


def test_later_pages_go_with_the_first(raw: RawPages) -> None:
    """The bound counts articles, and nothing of one that is gone stays."""
    for n in range(12):
        raw.save(page(n), parts(n, 3))
    assert [len(raw.parts(page(n))) for n in range(12)] == [0] * 7 + [3] * 5
    assert raw._database is not None
    with raw._database.read() as tx:
        assert tx.value("SELECT count(*) FROM pages") == 5 * 4
    assert raw.withdraw({page(9).url.replace("https://", "http://www.")}) == 4
    assert raw.parts(page(9)) == ()
    assert len(raw.parts(page(10))) == 3
    assert raw.prune(set()) == 4 * 4


def test_a_later_page_that_became_a_dictionary_goes_with_its_article(raw: RawPages) -> None:
    other = bytes(random.Random(5).randbytes(30_000))
    (secret,) = parts(1, 1)
    raw.save(page(1), [replace(secret, body=other + b"secret" * 9)])
    raw.save(page(2, body=other))
    raw.withdraw({page(1).url})
    assert raw.articles("hunan") == (page(2, body=other),)
    assert raw._database is not None
    with raw._database.read() as tx:
        urls = [row[0] for row in tx.rows("SELECT url FROM dictionaries")]
    assert page(1).url not in urls
    assert secret.url not in urls


def test_a_file_of_the_first_version_is_read_and_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    old = Database(str(path))
    old.write(
        lambda tx: [
            tx.run(statement.replace(", part_of TEXT NOT NULL DEFAULT ''", ""))
            for statement in (*_TABLES, "PRAGMA user_version = 1")
            if "pages_by_article" not in statement
        ]
    )
    row = ("hunan", "article", page(1).url, page(1).url, "text/html; charset=gbk", 200, to_number(page(1).fetched_at))
    columns = "source_id, kind, url, final_url, content_type, status, fetched_at, good, body"
    old.write(
        lambda tx: tx.run(
            f"INSERT INTO pages ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?, 1, ?)",
            (*row, zstandard.compress(page(1).body)),
        )
    )
    old.close()
    for _ in range(2):  # opened once more it is one of this version
        with contextlib.closing(RawPages(path)) as pages:
            assert pages.articles("hunan")[-1] == page(1)
            assert pages.parts(page(1)) == ()
            pages.save(page(2), parts(2, 2))
            assert len(pages.parts(page(2))) == 2


def test_unconfigured_sources_lose_their_pages(raw: RawPages) -> None:
    raw.save(page(1))
    raw.save(page(1, source="ituc"))
    assert raw.prune({"ituc"}) == 1
    assert raw.articles("hunan") == ()
    assert len(raw.articles("ituc")) == 1


def test_nothing_is_kept_where_there_is_no_place(tmp_path: Path) -> None:
    for nowhere in (RawPages(None), RawPages(tmp_path / "x.db", keep=0)):
        nowhere.save(page(1))
        assert nowhere.articles("hunan") == ()
        assert nowhere.good_list("hunan") is None
        assert nowhere.withdraw({page(1).url}) == nowhere.prune(set()) == 0
    assert list(tmp_path.iterdir()) == []


def test_the_file_lies_beside_the_store_and_is_made_when_needed(store: Store) -> None:
    path = store.database.path
    if path is None:
        assert store.raw.path is None
        return
    assert store.raw.path == beside(path) == path.parent / "fedfeed.raw.db"
    assert not store.raw.path.exists()
    store.raw.save(page(1))
    assert store.raw.path.exists()


def test_a_damaged_page_is_said_to_be_and_the_others_are_read(raw: RawPages) -> None:
    raw.save(page(1))
    raw.save(page(2))
    database = raw._database
    assert database is not None
    database.write(lambda tx: tx.run("UPDATE pages SET body = ? WHERE url = ?", (b"(\xb5/\xfd no", page(2).url)))
    with pytest.raises(Corrupt, match="raw page"):
        raw.find(page(2).url)
    assert raw.find(page(1).url) == (page(1),)


def test_a_damaged_dictionary_is_said_to_be(raw: RawPages) -> None:
    raw.save(page(1))
    database = raw._database
    assert database is not None
    database.write(lambda tx: tx.run("UPDATE dictionaries SET body = ?", (b"(\xb5/\xfd no",)))
    with pytest.raises(Corrupt, match="packed with"):
        raw.save(page(2))


def test_what_was_withdrawn_stays_out_though_its_raw_pages_cannot_be_reached(store: Store) -> None:
    store.save(HUNAN, [find(1)], at=START)
    assert store.withdraw(article(1).url)
    if store.raw.path is not None:
        store.raw.close()
        store.raw = RawPages(store.raw.path)
        store.raw.path.write_bytes(b"garbage" * 1000)
    assert store.save(HUNAN, [find(1)], at=START).refused


def test_a_newer_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    with contextlib.closing(RawPages(path)) as pages:
        pages.save(page(1))
    database = Database(str(path))
    database.write(lambda tx: tx.run("PRAGMA user_version = 9"))
    database.close()
    with pytest.raises(NewerSchema, match="9"):
        RawPages(path).save(page(1))
