"""Which known entry a find is."""

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from feeds import similar, urls
from feeds.identity.edits import fingerprint
from feeds.identity.keys import Alias, Keys, folded, keys
from feeds.models import Article, Find

# Articles that must have come along before the move of a host, or of a folder, is believed.
_ENOUGH_TO_MOVE = 3
_NAMES = {
    "redirect": "redirect target",
    "canonical": "canonical address",
    "mobile": "path on the mobile host",
    "cms": "id in the site's system",
    "slug": "number beside another slug",
    "path": "path under another host",
    "title": "title and day",
}


@dataclass(frozen=True, slots=True)
class Sighting:
    """An article as just found, with every name it may be known by."""

    keys: Keys
    article: Article

    @classmethod
    def of(cls, find: Find, source_id: str) -> "Sighting":
        """The sighting a find of the crawl makes."""
        article = find.article
        names = keys(
            find.link,
            final_url=find.final_url,
            canonical_url=article.canonical_url,
            source_id=source_id,
            title=article.title,
            published=article.published,
        )
        return cls(names, article)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A known entry that shares a name with the find. `listed` says that its link still stands in the newest list;
    `closed` that it was taken out for good and has nothing left to compare with but digests among its aliases."""

    entry_id: str
    primary: str
    aliases: tuple[Alias, ...]
    article: Article
    listed: bool
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """The entry a find is, None for a new one. `reason` explains either; `kind` names what it was known by."""

    entry_id: str | None
    reason: str
    kind: str = ""


@dataclass(slots=True)
class _Pair:
    """A find beside one candidate; the texts are compared only when a rule asks, and once."""

    find: Sighting
    known: Candidate
    _text: bool | None = field(default=None)

    @property
    def same_title(self) -> bool:
        if self.known.closed:
            return any(alias.kind == "title" and alias.value in self._known_as for alias in self.find.keys.aliases)
        title = folded(self.find.article.title)
        return bool(title) and title == folded(self.known.article.title)

    @property
    def agrees(self) -> bool:
        """Whether title and text bear a strong name out: the text does, or the title does and the text says nothing
        against it. A site may give all its pages one title and one canonical address."""
        return self.same_text or (self.same_title and _nothing_against(self.find.article, self.known.article))

    @property
    def same_text(self) -> bool:
        if self._text is None:
            if self.known.closed:
                self._text = fingerprint(self.find.article) in self._known_as
            else:
                self._text = _agree(self.find.article, self.known.article)
        return self._text

    @property
    def in_two_columns(self) -> bool:
        """Whether the find is the known notice in another column of the site: its address ends alike, and nothing else
        is told there. What is asked for beyond title and day is strict, for both addresses stand in the list."""
        return (
            _host_and_file(self.find.keys.primary) == _host_and_file(self.known.primary)
            and (self.known.closed or _files(self.find.article) == _files(self.known.article))
            and fingerprint(self.find.article) in {fingerprint(self.known.article), *self._known_as} - {""}
        )

    @property
    def _known_as(self) -> set[str]:
        return {alias.value for alias in self.known.aliases}


def match(
    find: Sighting,
    candidates: Iterable[Candidate],
    *,
    moves: frozenset[tuple[str, str]] = frozenset(),
) -> Match:
    """The entry that `find` is, or None.

    `candidates` come in the order of their arrival, `moves` from `moved`. The link itself decides alone; every other
    name must be borne out by what the article says. Two entries with an equal claim on a weak name: neither.
    """
    pairs = [_Pair(find, candidate) for candidate in candidates]
    for pair in pairs:
        if find.keys.primary and find.keys.primary == pair.known.primary:
            return Match(pair.known.entry_id, "the same link", "link")
    claims = [(pair, alias) for pair in pairs for alias in _shared(find.keys, pair.known)]
    for pair, alias in claims:
        if not alias.weak and pair.agrees:
            return Match(pair.known.entry_id, _reason(pair, alias), alias.kind)
    return _weakly(claims, moves)


def moved(finds: Sequence[Sighting], candidates: Sequence[Candidate]) -> frozenset[tuple[str, str]]:
    """The moves of a source that are proven: several articles came along with their texts, from an old host to a new
    one with their paths, or from an old folder to a new one with their file names, titles and days."""
    old_names = {alias.value: known for known in candidates for alias in known.aliases if alias.kind in _MOVES}
    proofs: dict[tuple[str, str], int] = {}
    for find in finds:
        for alias in find.keys.aliases:
            known = old_names.get(alias.value)
            if known and (move := _move(find, known, alias.kind)) and _agree(find.article, known.article):
                proofs[move] = proofs.get(move, 0) + 1
    return frozenset(move for move, count in proofs.items() if count >= _ENOUGH_TO_MOVE)


def _weakly(claims: list[tuple[_Pair, Alias]], moves: frozenset[tuple[str, str]]) -> Match:
    borne_out = [(pair, alias) for pair, alias in claims if alias.weak and _holds(pair, alias, moves)]
    entries = {pair.known.entry_id for pair, _ in borne_out}
    if len(entries) == 1:
        pair, alias = borne_out[0]
        return Match(entries.pop(), _reason(pair, alias), alias.kind)
    if entries:
        return Match(None, f"new: {len(entries)} entries have an equal claim on its {_NAMES[borne_out[0][1].kind]}")
    if claims:
        pair, alias = claims[0]
        why = "still stands in the list" if alias.weak and pair.known.listed else "tells something else"
        return Match(None, f"new: {pair.known.entry_id} has the same {_NAMES[alias.kind]}, but {why}")
    return Match(None, "new: nothing known by its link or any other name")


def _holds(pair: _Pair, alias: Alias, moves: frozenset[tuple[str, str]]) -> bool:
    if pair.known.listed:
        return alias.kind == "title" and pair.in_two_columns
    if _move(pair.find, pair.known, alias.kind) in moves and pair.same_title:
        return True  # edited on the day of the move, it may be: the text need not agree
    return pair.same_text


def _shared(find: Keys, known: Candidate) -> list[Alias]:
    """The names both go by. A primary key on one side meets an alias on the other; strong names come first."""
    theirs = {known.primary} | {alias.value for alias in known.aliases}
    ours = [alias for alias in find.aliases if alias.value in theirs]
    ours += [alias for alias in known.aliases if alias.value == find.primary]
    return sorted(ours, key=_is_weak)


def _is_weak(alias: Alias) -> bool:
    return alias.weak


def _move(find: Sighting, known: Candidate, kind: str) -> tuple[str, str] | None:
    """From where to where an article would have moved that goes by this kind of name."""
    places = _MOVES.get(kind)
    old, new = places(known.primary, find.keys.primary) if places else ("", "")
    return (old, new) if old != new else None


def _hosts(old: str, new: str) -> tuple[str, str]:
    return urls.host(old), urls.host(new)


def _folders(old: str, new: str) -> tuple[str, str]:
    """What differs of two addresses on one host that end alike: nothing where the file names differ."""
    a, b = old.split("/"), new.split("/")
    if a[:3] != b[:3]:
        return "", ""
    alike = sum(1 for _ in itertools.takewhile(lambda pair: pair[0] == pair[1], zip(a[::-1], b[::-1], strict=False)))
    return ("/".join(a[:-alike]), "/".join(b[:-alike])) if alike else ("", "")


# By which name an article comes along, and what is compared of its addresses.
_MOVES = {"path": _hosts, "title": _folders}


def _reason(pair: _Pair, alias: Alias) -> str:
    if alias.weak and pair.known.listed:
        return f"the same {_NAMES[alias.kind]}, file name and text: it stands in two columns"
    borne_out = "text" if pair.same_text else "title"
    gone = ", and the old link has left the list" if alias.weak else ""
    return f"the same {_NAMES[alias.kind]}, borne out by the {borne_out}{gone}"


def _host_and_file(key: str) -> tuple[str, str]:
    """What two columns of a site leave alike in an address: `/news/strike-won` and `/press/strike-won`."""
    return urls.host(key), key.rstrip("/").rpartition("/")[2]


def _files(article: Article) -> set[str]:
    """What an article hands out: a notice may say no more than "see the attachment"."""
    return {attachment.url for attachment in article.attachments}


def _agree(a: Article, b: Article) -> bool:
    """Whether two readings are one text: nothing of note added, and every number and name kept."""
    if "\ufffd" in a.text or "\ufffd" in b.text:
        return False
    return similar.same_text(a.text, b.text)


def _nothing_against(a: Article, b: Article) -> bool:
    """Whether one of two articles of one title may be an edit of the other: it has its day, half of its text and most
    of its numbers, or no text. A bulletin has one title and one form, every week."""
    if a.published and b.published and a.published.date() != b.published.date():
        return False
    if not a.text.strip() or not b.text.strip():
        return True
    first, second = similar.sketch(a), similar.sketch(b)
    return first.units == second.units or similar.compare(first, second).link
