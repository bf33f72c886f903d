"""The whole store as lines of JSON and back, without loss, between SQLite and PostgreSQL too.

    {"kind": "fedfeed", "version": 1, "schema": "0001"}              first, so that nothing else is taken for an export
    {"kind": "source", "id": "hunan"}
    {"kind": "entry", "id": "urn:uuid:…", "source": "hunan", …}      with article, aliases and former texts, by arrival
    {"kind": "member", "entry": "urn:uuid:…", "story": …, …}         who tells the same story
    {"kind": "feed", "id": "all", "revision": 7, …}
    {"kind": "emission", "feed": "all", "entry": …, "seq": 1, …}
    {"kind": "miss" | "state" | "run", …}                            what the crawler remembers
    {"kind": "end", "lines": 12345}                                  last, so that half an export is not taken for one

Moments are RFC 3339 in UTC, to the microsecond. Nothing is written of postings: they follow from the texts. An import
is one transaction into an empty store: all of it, or nothing. Raw pages are a cache and stay behind.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from feeds import similar
from feeds.models import Article
from feeds.store import schema
from feeds.store.codec import (
    article_of,
    article_record,
    digest,
    from_text,
    pack,
    to_json,
    to_text,
    unpack,
)
from feeds.store.database import Row, Transaction
from feeds.store.errors import BadExport, Refused

VERSION = 1
_PORTION = 500

_ENTRY_COLUMNS = (
    "n, source_n, id, link, title, language, first_seen, published, updated, revision, withdrawn, why_withdrawn, "
    "purged, partial, reader, checked, next_check, failures, etag, last_modified"
)
_MOMENTS = frozenset(("first_seen", "published", "updated", "withdrawn", "purged", "checked", "next_check"))
_COLUMNS = tuple(name.strip() for name in _ENTRY_COLUMNS.split(","))
_SPOKEN = _COLUMNS[2:]  # the numbers are this store's own

_ENTRIES = """
SELECT e.n, s.id, e.id, e.link, e.title, e.language, e.first_seen, e.published, e.updated, e.revision, e.withdrawn,
       e.why_withdrawn, e.purged, e.partial, e.reader, e.checked, e.next_check, e.failures, e.etag, e.last_modified,
       b.data
FROM entries e JOIN sources s ON s.n = e.source_n LEFT JOIN bodies b ON b.entry_n = e.n
WHERE e.n > ? ORDER BY e.n LIMIT ?
"""
_MEMBERS = """
SELECT e.id, story.id, m.joined, via.id, fold.id, m.containment, m.reason
FROM members m JOIN entries e ON e.n = m.entry_n JOIN entries story ON story.n = m.story_n
LEFT JOIN entries via ON via.n = m.via_n LEFT JOIN entries fold ON fold.n = m.fold_n ORDER BY m.entry_n
"""
_EMISSIONS = """
SELECT f.id, e.id, x.kind, x.seq, x.at, lead.id
FROM emissions x JOIN feeds f ON f.n = x.feed_n JOIN entries e ON e.n = x.entry_n
LEFT JOIN entries lead ON lead.n = x.lead_n WHERE x.feed_n = ? ORDER BY x.seq
"""
_MISSES = (
    "SELECT s.id, m.value, m.count, m.first_at, m.last_at, m.reason FROM misses m JOIN sources s ON s.n = m.source_n"
)

Line = dict[str, Any]


def export(tx: Transaction) -> Iterator[str]:
    """The store line by line, without line ends. Read it to its end within one snapshot."""
    count = 0
    for count, line in enumerate(_lines(tx), 1):  # noqa: B007  # the last count is written below
        yield to_json(line)
    yield to_json({"kind": "end", "lines": count})


def _lines(tx: Transaction) -> Iterator[Line]:
    yield {"kind": "fedfeed", "version": VERSION, "schema": schema.VERSION}
    for (source_id,) in tx.rows("SELECT id FROM sources ORDER BY n"):
        yield {"kind": "source", "id": source_id}
    yield from _entries(tx)
    for entry, story, joined, via, fold, containment, reason in tx.each(_MEMBERS):
        yield {
            "kind": "member",
            "entry": entry,
            "story": story,
            "joined": to_text(joined),
            "via": via,
            "fold": fold,
            "containment": containment,
            "reason": reason,
        }
    yield from _feeds(tx)
    for source_id, value, tries, first_at, last_at, reason in tx.each(f"{_MISSES} ORDER BY s.id, m.value"):
        moments = {"first_at": to_text(first_at), "last_at": to_text(last_at)}
        yield {"kind": "miss", "source": source_id, "value": value, "count": tries, "reason": reason, **moments}
    for kind, key, at, record in tx.each("SELECT kind, key, at, record FROM states ORDER BY kind, key"):
        yield {"kind": "state", "of": kind, "key": key, "at": to_text(at), "record": json.loads(record)}
    for source_id, n, started, state, record in tx.each(
        "SELECT source_id, n, started, state, record FROM runs ORDER BY source_id, n"
    ):
        said = {"n": n, "started": to_text(started), "state": state, "record": json.loads(record)}
        yield {"kind": "run", "source": source_id, **said}


def _entries(tx: Transaction) -> Iterator[Line]:
    after = 0
    while rows := tx.rows(_ENTRIES, (after, _PORTION)):
        numbers = [row[0] for row in rows]
        aliases = _by_entry(
            tx, "SELECT entry_n, kind, value, weak FROM aliases WHERE entry_n IN (…) ORDER BY entry_n, i", numbers
        )
        former = _by_entry(
            tx,
            "SELECT entry_n, revision, at, reason, data FROM revisions WHERE entry_n IN (…) ORDER BY entry_n, revision",
            numbers,
        )
        for row in rows:
            yield _entry(row, aliases.get(row[0], []), former.get(row[0], []))
        after = numbers[-1]


def _by_entry(tx: Transaction, sql: str, numbers: list[int]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = {}
    for row in tx.among(sql, numbers):
        found.setdefault(row[0], []).append(row[1:])
    return found


def _entry(row: Row, aliases: list[Row], former: list[Row]) -> Line:
    _, source_id, *values, data = row
    line: Line = {"kind": "entry", "source": source_id}
    line |= {name: to_text(value) if name in _MOMENTS else value for name, value in zip(_SPOKEN, values, strict=True)}
    line["aliases"] = [[kind, value, weak] for kind, value, weak in aliases]
    line["article"] = _spoken(unpack(data)) if data else None
    line["former"] = [
        {"revision": number, "at": to_text(at), "reason": reason, "article": _spoken(unpack(old))}
        for number, at, reason, old in former
    ]
    return line


def _spoken(article: Article) -> Line:
    return {**article_record(article), "html": article.html, "text": article.text}


def _feeds(tx: Transaction) -> Iterator[Line]:
    for n, feed_id, cursor, seq, newest, revision, written in tx.rows(
        "SELECT n, id, cursor, seq, newest, revision, written FROM feeds ORDER BY n"
    ):
        seen = tx.value("SELECT id FROM entries WHERE n <= ? ORDER BY n DESC LIMIT 1", (cursor,))
        counts = {"seq": seq, "revision": revision, "written": written, "newest": to_text(newest)}
        yield {"kind": "feed", "id": feed_id, "seen": seen, **counts}
        for feed, entry, how, at_seq, at, lead in tx.each(_EMISSIONS, (n,)):
            told = {"how": how, "seq": at_seq, "at": to_text(at), "lead": lead}
            yield {"kind": "emission", "feed": feed, "entry": entry, **told}


def refuse_filled(tx: Transaction, name: str, what: str) -> None:
    """Raise `Refused` where the store called `name` holds something already."""
    entries, feeds = tx.value("SELECT count(*) FROM entries"), tx.value("SELECT count(*) FROM feeds")
    if entries or feeds:
        raise Refused(
            f"{name} is not empty (entries: {entries}, feeds: {feeds}) and stays as it is: {what} only into an empty "
            "store; name a new `database:` in the configuration, then say it again"
        )


def load(tx: Transaction, lines: Iterable[str], name: str) -> int:
    """Take in an export; how many entries it had. The store, called `name`, must be empty."""
    refuse_filled(tx, name, "an export is taken")
    loading = _Loading(tx)
    for number, text in enumerate(lines, 1):
        if text.strip():
            loading.take(number, text)
    return loading.finish()


class _Loading:
    """An import under way: which numbers the names in the export have got here."""

    def __init__(self, tx: Transaction) -> None:
        self.tx = tx
        self.sources: dict[str, int] = {}
        self.entries: dict[str, int] = {}
        self.feeds: dict[str, int] = {}
        self.lines = 0
        self.ended = False
        self.takers = {
            "fedfeed": self._head,
            "source": self._source,
            "entry": self._entry,
            "member": self._member,
            "feed": self._feed,
            "emission": self._emission,
            "miss": self._miss,
            "state": self._state,
            "run": self._run,
            "end": self._end,
        }

    def take(self, number: int, text: str) -> None:
        try:
            line = json.loads(text)
            if not self.lines and line["kind"] != "fedfeed":
                raise BadExport("this is no export of fedfeed: its first line does not say so")
            self.takers[line["kind"]](line)
        except (ValueError, KeyError, TypeError, IndexError) as error:
            raise BadExport(f"line {number} of the export cannot be read ({error!r}): {text[:80]}") from error
        self.lines += 1

    def finish(self) -> int:
        if not self.ended:
            raise BadExport(f"the export ends after {self.lines} lines without its last line: it was cut off")
        return len(self.entries)

    def _head(self, line: Line) -> None:
        if line["version"] > VERSION:
            raise BadExport(f"the export has version {line['version']}, this fedfeed reads {VERSION}: upgrade fedfeed")

    def _end(self, line: Line) -> None:
        if line["lines"] != self.lines:
            raise BadExport(f"the export has {self.lines} lines where it had {line['lines']}: some were lost")
        self.ended = True

    def _source(self, line: Line) -> None:
        n = self.sources[line["id"]] = len(self.sources) + 1
        self.tx.run("INSERT INTO sources (n, id) VALUES (?, ?)", (n, line["id"]))

    def _entry(self, line: Line) -> None:
        n = self.entries[line["id"]] = len(self.entries) + 1
        values = [from_text(line[name]) if name in _MOMENTS else line[name] for name in _SPOKEN]
        source_n = self.sources[line["source"]]
        self.tx.run(_INSERT_ENTRY, (n, source_n, *values))
        aliases = [
            (n, i, source_n, digest(value), kind, value, weak) for i, (kind, value, weak) in enumerate(line["aliases"])
        ]
        self.tx.many(_INSERT_ALIAS, aliases)
        if line["article"] is None:
            return
        article = _heard(line["article"])
        self.tx.run("INSERT INTO bodies (entry_n, data) VALUES (?, ?)", (n, pack(article)))
        texts = [article]
        for old in line["former"]:
            texts.append(_heard(old["article"]))
            row = (n, old["revision"], from_text(old["at"]), old["reason"], pack(texts[-1]))
            self.tx.run("INSERT INTO revisions (entry_n, revision, at, reason, data) VALUES (?, ?, ?, ?, ?)", row)
        hashes = {posting for text in texts for posting in similar.sketch(text).postings}
        self.tx.many("INSERT INTO postings (hash, entry_n) VALUES (?, ?)", [(posting, n) for posting in sorted(hashes)])

    def _member(self, line: Line) -> None:
        via, fold = (line[name] and self.entries[line[name]] for name in ("via", "fold"))
        story, n = self.entries[line["story"]], self.entries[line["entry"]]
        self.tx.run(
            "INSERT INTO members (entry_n, story_n, joined, via_n, fold_n, containment, reason) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            (n, story, from_text(line["joined"]), via, fold, line["containment"], line["reason"]),
        )

    def _feed(self, line: Line) -> None:
        n = self.feeds[line["id"]] = len(self.feeds) + 1
        seen = self.entries[line["seen"]] if line["seen"] else 0
        self.tx.run(
            "INSERT INTO feeds (n, id, cursor, seq, newest, revision, written) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (n, line["id"], seen, line["seq"], from_text(line["newest"]), line["revision"], line["written"]),
        )

    def _emission(self, line: Line) -> None:
        lead = self.entries[line["lead"]] if line["lead"] else None
        n, feed_n = self.entries[line["entry"]], self.feeds[line["feed"]]
        self.tx.run(
            "INSERT INTO emissions (feed_n, kind, seq, entry_n, at, lead_n) VALUES (?, ?, ?, ?, ?, ?)",
            (feed_n, line["how"], line["seq"], n, from_text(line["at"]), lead),
        )

    def _miss(self, line: Line) -> None:
        self.tx.run(
            "INSERT INTO misses (source_n, value, count, first_at, last_at, reason) VALUES (?, ?, ?, ?, ?, ?)",
            (self.sources[line["source"]], line["value"], line["count"], from_text(line["first_at"]),
             from_text(line["last_at"]), line["reason"]),
        )  # fmt: skip

    def _state(self, line: Line) -> None:
        self.tx.run(
            "INSERT INTO states (kind, key, at, record) VALUES (?, ?, ?, ?) ON CONFLICT (kind, key) DO NOTHING",
            (line["of"], line["key"], from_text(line["at"]), to_json(line["record"])),
        )

    def _run(self, line: Line) -> None:
        self.tx.run(
            "INSERT INTO runs (source_id, n, started, state, record) VALUES (?, ?, ?, ?, ?)",
            (line["source"], line["n"], from_text(line["started"]), line["state"], to_json(line["record"])),
        )


_INSERT_ENTRY = f"INSERT INTO entries ({_ENTRY_COLUMNS}) VALUES ({', '.join('?' * len(_COLUMNS))})"  # noqa: S608  # our own names
_INSERT_ALIAS = "INSERT INTO aliases (entry_n, i, source_n, digest, kind, value, weak) VALUES (?, ?, ?, ?, ?, ?, ?)"


def _heard(record: Mapping[str, Any]) -> Article:
    return article_of(record, record["html"], record["text"])
