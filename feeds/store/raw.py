"""Pages as they were fetched, in a file of their own beside the store: so that rules can be replayed over the past.

Kept are the last 60 articles of a source, each with the pages it continues on, and of its lists the last that could be
read and the last that could not. The file is a cache: losing it loses nothing that feeds carry, so it commits without
waiting for the disk, and a crawl goes on without it (`spared`).

Pages of one site are mostly the same frame, so each is packed with an earlier page of its source as the dictionary:
pages of 26 real sites, only five of each, came down to 12 % of their size instead of 17 %. A dictionary that no longer
fits (a redesigned site) is replaced by the page it failed on, and goes when the last page that needs it has gone.
"""

import contextlib
import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import zstandard

from feeds.store.care import quick_check
from feeds.store.codec import LARGEST, to_moment, to_number
from feeds.store.database import Database, Row, Transaction
from feeds.store.errors import Corrupt, NewerSchema, StoreError
from feeds.store.models import RawPage
from feeds.urls import canonical_key

log = logging.getLogger(__name__)

KEEP = 60
LISTS = 6  # pages of a list that runs over several
VERSION = 2
_DICTIONARY_BYTES = 128 * 1024
_FITS = 0.25  # a page that packs to more of itself may need another dictionary
_WORTH = 0.8

_BY_ARTICLE = "CREATE INDEX pages_by_article ON pages (part_of) WHERE part_of <> ''"
_TABLES = (
    """CREATE TABLE pages (n INTEGER PRIMARY KEY, source_id TEXT NOT NULL, kind TEXT NOT NULL, url TEXT NOT NULL,
    final_url TEXT NOT NULL, content_type TEXT NOT NULL, status INTEGER NOT NULL, fetched_at INTEGER NOT NULL,
    good INTEGER NOT NULL, dictionary_n INTEGER, body BLOB NOT NULL, part_of TEXT NOT NULL DEFAULT '')""",
    "CREATE UNIQUE INDEX pages_by_source ON pages (source_id, kind, good, url)",
    "CREATE INDEX pages_by_url ON pages (url)",
    _BY_ARTICLE,
    """CREATE TABLE dictionaries (n INTEGER PRIMARY KEY, source_id TEXT NOT NULL, kind TEXT NOT NULL, url TEXT NOT NULL,
    body BLOB NOT NULL)""",
)
# What a file of an earlier version lacks.
_SINCE = {1: ("ALTER TABLE pages ADD COLUMN part_of TEXT NOT NULL DEFAULT ''", _BY_ARTICLE)}
_COLUMNS = "source_id, kind, url, final_url, content_type, status, fetched_at, good, body, dictionary_n, part_of"
PART = "part"  # the kind of an article's later pages: they come and go with the first


def _choose(condition: str) -> str:
    return f"SELECT {_COLUMNS} FROM pages WHERE {condition} ORDER BY fetched_at DESC, n DESC"  # noqa: S608  # our own words


_OF_SOURCE = _choose("source_id = ? AND kind = ? AND good >= ?")
_OF_URL = _choose("url = ? OR final_url = ?")
_OF_ARTICLE = "part_of <> '' AND part_of = ? AND source_id = ?"
_PARTS = f"SELECT {_COLUMNS} FROM pages WHERE {_OF_ARTICLE} ORDER BY n"  # noqa: S608  # our own words
_ADDRESSES = "SELECT url, final_url FROM pages UNION SELECT url, url FROM dictionaries"
_INSERT = (
    "INSERT INTO pages "
    "(source_id, kind, url, final_url, content_type, status, fetched_at, good, dictionary_n, body, part_of) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_TOO_MANY = """
DELETE FROM pages WHERE source_id = ? AND kind = ? AND good = ? AND n NOT IN
(SELECT n FROM pages WHERE source_id = ? AND kind = ? AND good = ? ORDER BY fetched_at DESC, n DESC LIMIT ?)
"""
_PARTS_OF_URL = """
DELETE FROM pages WHERE part_of <> '' AND part_of IN (SELECT url FROM pages WHERE url = ? OR final_url = ?)
"""
_LOOSE = """
DELETE FROM pages WHERE source_id = ? AND part_of <> '' AND part_of NOT IN
(SELECT url FROM pages WHERE source_id = ? AND kind = 'article' AND good = 1)
"""
_UNUSED = """
DELETE FROM dictionaries WHERE n NOT IN (SELECT dictionary_n FROM pages WHERE dictionary_n IS NOT NULL)
AND n NOT IN (SELECT max(n) FROM dictionaries GROUP BY source_id, kind)
"""


class RawPages:
    """The raw pages of a store; with no place to keep them it keeps nothing. Safe to use from any thread."""

    def __init__(self, path: Path | None, *, keep: int = KEEP, filesystem: Callable[[Path], str] | None = None) -> None:
        self.keep = keep
        self.path = path if keep > 0 else None
        self._filesystem = filesystem
        self._opened: Database | None = None
        self._opening = threading.Lock()
        self._damage = ""
        self._warned: set[type[StoreError]] = set()

    @property
    def _database(self) -> Database | None:
        """The file, opened when it is first needed: most commands never look at a raw page."""
        with self._opening:
            if self._opened is None and self.path is not None:
                if self._damage and self.path.exists():  # looking through it takes too long to do it for each page
                    raise Corrupt(self._damage)
                try:
                    self._opened = _open(self.path, self._filesystem)
                except Corrupt as error:
                    self._damage = f"{self.path} is damaged; it only keeps raw pages: remove it, and it is made anew"
                    raise Corrupt(self._damage) from error
            return self._opened

    @contextlib.contextmanager
    def spared(self) -> Iterator[None]:
        """For what goes on without raw pages: a failure of their file is no more than a warning, and each kind is one
        warning."""
        try:
            yield
        except StoreError as error:
            if type(error) not in self._warned:
                self._warned.add(type(error))
                log.warning(
                    "raw pages are not kept, so that rules cannot be tried on them; articles are not affected: %s",
                    error,
                )

    def close(self) -> None:
        """Close the file."""
        if self._opened:
            self._opened.close()

    def save(self, page: RawPage, parts: Sequence[RawPage] = ()) -> None:
        """Keep a page, with the later pages of its article, in the place of an earlier one from the same address, and
        let the oldest go."""
        if database := self._database:
            database.write(lambda tx: _save(tx, page, parts, self.keep))

    def articles(self, source_id: str) -> tuple[RawPage, ...]:
        """The kept article pages of a source, newest first."""
        return self._pages(_OF_SOURCE, (source_id, "article", 0))

    def parts(self, page: RawPage) -> tuple[RawPage, ...]:
        """The later pages of an article, in their order."""
        return self._pages(_PARTS, (page.url, page.source_id))

    def lists(self, source_id: str) -> tuple[RawPage, ...]:
        """The kept list pages of a source, readable and not, newest first."""
        return self._pages(_OF_SOURCE, (source_id, "list", 0))

    def good_list(self, source_id: str) -> RawPage | None:
        """The last list page of a source that could be read."""
        return next(iter(self._pages(_OF_SOURCE, (source_id, "list", 1))), None)

    def find(self, url: str) -> tuple[RawPage, ...]:
        """The kept pages of an address, newest first."""
        return self._pages(_OF_URL, (url, url))

    def withdraw(self, urls: set[str]) -> int:
        """Remove the pages of these addresses for good, however they were spelled, also from the dictionaries that
        others are packed with. How many there were."""
        if not (database := self._database):
            return 0
        removed = database.write(lambda tx: sum(_withdraw(tx, url) for url in sorted(urls | _spellings(tx, urls))))
        database.empty_journal()
        return removed

    def prune(self, sources: set[str]) -> int:
        """Remove the pages of all sources but these. How many there were."""
        if not (database := self._database):
            return 0

        def work(tx: Transaction) -> int:
            gone = [row for row in tx.rows("SELECT DISTINCT source_id FROM pages") if row[0] not in sources]
            removed = sum(tx.run("DELETE FROM pages WHERE source_id = ?", row) for row in gone)
            for row in gone:
                tx.run("DELETE FROM dictionaries WHERE source_id = ?", row)
            return removed

        return database.write(work)

    def _pages(self, sql: str, parameters: tuple[Any, ...]) -> tuple[RawPage, ...]:
        if not (database := self._database):
            return ()
        with database.read(snapshot=True) as tx:
            return tuple(_page(tx, row) for row in tx.rows(sql, parameters))


def beside(store: Path) -> Path:
    """`fedfeed.db` keeps its pages in `fedfeed.raw.db`."""
    return store.with_name(f"{store.stem}.raw{store.suffix or '.db'}")


def _open(path: Path, filesystem: Callable[[Path], str] | None) -> Database:
    database = Database(str(path), durable=False, filesystem=filesystem)
    try:
        quick_check(database)
        database.write(lambda tx: _make(tx, path))
    except BaseException:
        database.close()
        raise
    return database


def _make(tx: Transaction, path: Path) -> None:
    version = int(tx.value("PRAGMA user_version"))
    if version > VERSION:
        raise NewerSchema(f"{path} has version {version}, made by a newer fedfeed; this one knows {VERSION}")
    for statement in _TABLES if version == 0 else _SINCE.get(version, ()):
        tx.run(statement)
    if version < VERSION:
        tx.run(f"PRAGMA user_version = {VERSION}")


def _save(tx: Transaction, page: RawPage, parts: Sequence[RawPage], keep: int) -> None:
    of = (page.source_id, page.kind, int(page.good))
    _put(tx, page)
    if page.good:  # what could not be read once takes nothing from what could
        tx.run(f"DELETE FROM pages WHERE {_OF_ARTICLE}", (page.url, page.source_id))  # noqa: S608  # our own words
        for part in parts:
            _put(tx, replace(part, kind=PART, part_of=page.url))
    if tx.run(_TOO_MANY, (*of, *of, LISTS if page.kind == "list" else keep)):
        tx.run(_LOOSE, (page.source_id, page.source_id))
        tx.run(_UNUSED)


def _put(tx: Transaction, page: RawPage) -> None:
    good = int(page.good)
    tx.run(
        "DELETE FROM pages WHERE source_id = ? AND kind = ? AND good = ? AND url = ?",
        (page.source_id, page.kind, good, page.url),
    )
    dictionary_n, packed = _pack(tx, page)
    tx.run(
        _INSERT,
        (page.source_id, page.kind, page.url, page.final_url, page.content_type, page.status,
         to_number(page.fetched_at), good, dictionary_n, packed, page.part_of),
    )  # fmt: skip


def _pack(tx: Transaction, page: RawPage) -> tuple[int | None, bytes]:
    """The page packed, with the number of the dictionary it needs. Its parts share an article's frame and its name."""
    kind, named = ("article", page.part_of) if page.part_of else (page.kind, page.url)
    latest = tx.row(
        "SELECT n, body FROM dictionaries WHERE source_id = ? AND kind = ? ORDER BY n DESC LIMIT 1",
        (page.source_id, kind),
    )
    if latest:
        packed = zstandard.ZstdCompressor(level=3, dict_data=_dictionary(latest[1])).compress(page.body)
        if len(packed) <= _FITS * len(page.body):
            return int(latest[0]), packed
    plain = zstandard.ZstdCompressor(level=3).compress(page.body)
    if latest and len(packed) < _WORTH * len(plain):
        return int(latest[0]), packed
    tx.run(
        "INSERT INTO dictionaries (source_id, kind, url, body) VALUES (?, ?, ?, ?)",
        (page.source_id, kind, named, zstandard.compress(page.body[:_DICTIONARY_BYTES])),
    )
    return None, plain


def _dictionary(body: bytes) -> zstandard.ZstdCompressionDict:
    try:
        plain = zstandard.decompress(body, max_output_size=_DICTIONARY_BYTES)
    except zstandard.ZstdError as error:
        raise Corrupt(f"what raw pages are packed with is damaged: {error}") from error
    return zstandard.ZstdCompressionDict(plain, dict_type=zstandard.DICT_TYPE_RAWCONTENT)


def _page(tx: Transaction, row: Row) -> RawPage:
    source_id, kind, url, final_url, content_type, status, fetched_at, good, packed, dictionary_n, part_of = row
    return RawPage(
        source_id=source_id,
        kind=kind,
        url=url,
        final_url=final_url,
        content_type=content_type,
        status=status,
        fetched_at=to_moment(fetched_at),
        good=bool(good),
        body=_unpack(tx, url, packed, dictionary_n),
        part_of=part_of,
    )


def _unpack(tx: Transaction, url: str, packed: bytes, dictionary_n: int | None) -> bytes:
    body = tx.value("SELECT body FROM dictionaries WHERE n = ?", (dictionary_n,)) if dictionary_n else None
    try:
        reader = zstandard.ZstdDecompressor(dict_data=_dictionary(body)) if body else zstandard.ZstdDecompressor()
        return reader.decompress(packed, max_output_size=LARGEST)
    except zstandard.ZstdError as error:
        raise Corrupt(f"the raw page of {url} is damaged: {error}; it is fetched again with the next change") from error


def _spellings(tx: Transaction, urls: set[str]) -> set[str]:
    """The addresses in the file that have the key of one of these."""
    keys = {canonical_key(url) for url in urls} - {""}
    return {url for row in tx.rows(_ADDRESSES) for url in row if canonical_key(url) in keys}


def _withdraw(tx: Transaction, url: str) -> int:
    removed = tx.run(_PARTS_OF_URL, (url, url))
    removed += tx.run("DELETE FROM pages WHERE url = ? OR final_url = ?", (url, url))
    for (dictionary_n,) in tx.rows("SELECT n FROM dictionaries WHERE url = ?", (url,)):
        for n, packed in tx.rows("SELECT n, body FROM pages WHERE dictionary_n = ?", (dictionary_n,)):
            plain = zstandard.ZstdCompressor(level=3).compress(_unpack(tx, url, packed, dictionary_n))
            tx.run("UPDATE pages SET dictionary_n = NULL, body = ? WHERE n = ?", (plain, n))
        tx.run("DELETE FROM dictionaries WHERE n = ?", (dictionary_n,))
    return removed
