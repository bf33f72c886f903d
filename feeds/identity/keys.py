"""The names an article may come back under.

    primary     the canonical key of the discovered link; the id is minted from it
    redirect    where the link ended                              strong: the title or the text must agree
    canonical   what the page calls itself                        strong
    mobile      the same path on the desktop host                 strong
    cms         an id that is unique on the whole site            strong
    slug        a number beside a slug, in the same folder        weak: the text must agree, the old link be gone
    path        the same path under another host                  weak
    title       the same title on the same day                    weak, but for a notice that stands in two columns
    text        a fingerprint of the text, all that is left of what was taken out for good; only looked at, never for

Values are plain strings. The first four share one space of URL keys, so that a link is also found as what was once a
redirect target; the others carry their kind in front.
"""

import re
import unicodedata
import uuid
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from typing import Literal

from feeds import urls

AliasKind = Literal["redirect", "canonical", "mobile", "cms", "slug", "path", "title", "text"]

_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:fedfeed:entry")
_WEAK = frozenset(("slug", "path", "title"))
_MIN_TITLE = 6

# Where a site sends links that are gone: no article's address.
_NOWHERE = re.compile(r"/(?:login|signin|logon|error|404|403|notfound|not-found|search|home)(?:\.\w+)?(?:[?#]|$)", re.I)

# Ids that are unique on a whole site, whatever the column: TRS, Hanweb, 32 hex digits, uuid, snowflake numbers.
_TRS = re.compile(r"/t(\d{8})_(\d{3,})\.s?html?$")
_HANWEB = re.compile(r"/art/\d{4}/\d{1,2}/\d{1,2}/art_\d+_(\d{3,})\.html?$")
_HEX = re.compile(r"(?<![0-9A-Za-z])(?:[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?![0-9A-Za-z])", re.I)
_LONG_NUMBER = re.compile(r"(?<![0-9A-Za-z])(?!(?:19|20)\d\d[01]\d[0-3]\d)[1-9]\d{14,19}(?![0-9A-Za-z])")

# A number beside a slug: /544-slug, /slug-12345.html, /12345/slug. Dates are no ids.
_BEFORE_SLUG = re.compile(r"(?P<folder>.*/)(?P<id>\d{2,10})-(?=\D)(?=[^/]{3})[^/]*$")
_AFTER_SLUG = re.compile(r"(?P<folder>.*/)[^/]*[^\W\d_][^/]{2,}[-_](?P<id>\d{3,10})(?:\.\w{2,5})?$")
_FOLDER_OF_SLUG = re.compile(r"(?P<folder>.*/)(?P<id>\d{5,10})/(?![^/]*\d{4})[^\W\d_]{2}[^/]{2,}$")
_DATE = re.compile(r"(?:19|20)\d\d(?:[01]\d(?:[0-3]\d)?)?")
# A path that says enough to be looked for under another host.
_SPECIFIC = re.compile(r"\d{4}|[^/]{12}")
_NO_LETTER = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Alias:
    """One further name. A weak one counts only if the text agrees and the old link has left the list."""

    kind: AliasKind
    value: str
    weak: bool


@dataclass(frozen=True, slots=True)
class Keys:
    """All names of a find. `primary` is "" where there is nothing to know it by: no address, or a garbled one."""

    primary: str
    aliases: tuple[Alias, ...] = ()
    source_id: str = ""

    @property
    def values(self) -> tuple[str, ...]:
        """What to look up: the primary key and every alias."""
        return (self.primary, *(alias.value for alias in self.aliases))


def keys(
    link: str,
    *,
    final_url: str = "",
    canonical_url: str = "",
    source_id: str,
    title: str = "",
    published: datetime | None = None,
) -> Keys:
    """The names of an article found at `link`.

    `final_url` is where redirects ended, `canonical_url` what the page says of itself; both are ignored where they name
    a front page, a folder above the link, or the link without what tells it apart. `published` is the article's own
    date, in its own zone, since its day is part of the name; None when the page has none.
    """
    primary = "" if garbled(link) else urls.canonical_key(link)
    if not primary:
        return Keys("", (), source_id)
    values: dict[str, AliasKind] = {}
    for kind, url in (("redirect", final_url), ("canonical", canonical_url)):
        if value := _other_address(url, primary):
            values.setdefault(value, "redirect" if kind == "redirect" else "canonical")
    values.setdefault(urls.desktop_key(primary), "mobile")
    if value := _site_wide_id(primary):
        values.setdefault(value, "cms")
    if value := _slug_id(primary):
        values.setdefault(value, "slug")
    if value := _hostless(primary):
        values.setdefault(value, "path")
    if value := _title_and_day(title, published):
        values.setdefault(value, "title")
    values.pop(primary, None)
    return Keys(primary, tuple(Alias(kind, value, kind in _WEAK) for value, kind in values.items()), source_id)


def entry_id(source_id: str, key: str) -> str:
    """The id of an entry: `urn:uuid:` version 5 of source and first key, so that a lost store mints most ids again."""
    if not key:
        raise ValueError("no identity without a key: hold the find back until its address can be read")
    return uuid.uuid5(_NAMESPACE, f"{source_id}\n{key}").urn


def garbled(text: str) -> bool:
    """Whether decoding went wrong in it: no identity comes from such text."""
    return "\ufffd" in text or "%ef%bf%bd" in text.lower()


def folded(text: str) -> str:
    """Text without what does not tell: case, width, white space and punctuation."""
    return _NO_LETTER.sub("", unicodedata.normalize("NFKC", text).casefold())


def _other_address(url: str, primary: str) -> str:
    """The key of a redirect target or canonical URL, "" where it names less than the link does."""
    key = "" if garbled(url) else urls.canonical_key(url)
    if not key or _is_front_page(key) or _NOWHERE.search(key):
        return ""
    above = key.rstrip("/")
    return "" if primary.startswith((above + "/", above + "?", above + "#")) else key


def _is_front_page(key: str) -> bool:
    return not key.partition("://")[2].partition("/")[2]


def _site_wide_id(key: str) -> str:
    site = urls.site(urls.host(key))
    path = key.partition("?")[0]
    if found := _TRS.search(path):
        return f"cms:{site}:trs:{found[1]}:{found[2]}"
    if found := _HANWEB.search(path):
        return f"cms:{site}:hanweb:{found[1]}"
    ids = {found[0].lower() for pattern in (_HEX, _LONG_NUMBER) for found in pattern.finditer(key)}
    # With two, one of them is the column's, and nobody knows which.
    return f"cms:{site}:{ids.pop()}" if len(ids) == 1 else ""


def _slug_id(key: str) -> str:
    if "?" in key or "#" in key:
        return ""
    for pattern in (_BEFORE_SLUG, _AFTER_SLUG, _FOLDER_OF_SLUG):
        found = pattern.fullmatch(key)
        if found and not _DATE.fullmatch(found["id"]):
            return f"slug:{found['folder']}{found['id']}"
    return ""


def _hostless(key: str) -> str:
    path = key.partition("://")[2].partition("/")[2]
    return f"path:/{path}" if _SPECIFIC.search(path) else ""


def _title_and_day(title: str, published: datetime | None) -> str:
    plain = folded(title)
    if published is None or len(plain) < _MIN_TITLE or garbled(title):
        return ""
    return f"title:{published.date().isoformat()}:{blake2b(plain.encode(), digest_size=8).hexdigest()}"
