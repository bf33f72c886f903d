"""Under which keys content systems keep what an article has; without case and separators, in order of trust."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from feeds.html import legal

TITLES = ("headline", "title", "name", "subject", "articletitle", "newstitle", "infotitle", "doctitle", "bt", "biaoti")
ADDRESSES = (
    "url", "link", "href", "permalink", "canonicalurl", "articleurl", "pcurl", "docpuburl", "linkurl", "infourl",
    "weburl", "fullurl", "path", "uri", "fullslug", "slug", "staticurl", "accessurl", "htmlurl",
)  # fmt: skip
DATES = (
    "datepublished", "firstpublishedat", "firstpublicationdate", "published", "publishedat", "publisheddate",
    "publishdate", "publishtime", "pubdate", "pubtime", "releasedate", "releasetime", "issuetime", "docreltime",
    "deploytime", "fbsj", "date", "displaydate", "showdate", "createdat", "createtime", "createdate", "datecreated",
    "time", "addtime", "inputtime", "postedat", "postdate", "posted", "publishedon", "publicationdate", "newsdate",
    "datetime", "created", "createdon", "timestamp", "ts", "unixtime", "epoch", "datum", "fecha", "datapublicacao",
    "datahora", "pubtimestamp",
)  # fmt: skip
SUMMARIES = (
    "description", "summary", "abstract", "excerpt", "teaser", "standfirst", "digest", "intro", "zy", "content",
)  # fmt: skip
IMAGES = (
    "image", "thumbnail", "thumbnailurl", "imageurl", "img", "cover", "picture", "thumb", "titleimg", "photo", "pic",
    "mainimage", "coverimage", "featuredimage", "heroimage", "teaserimage",
)  # fmt: skip
AUTHORS = ("author", "authors", "byline", "authorname", "writer")
TEXTS = (
    "rendered", "url", "href", "src", "value", "text", "@value", "basic", "@id", "current", "alias", "sourceUrl",
    "filename", "iso", "date", "file", "data", "attributes", "fields", "node", "responsiveImage",
)  # fmt: skip
# Where an item has what it is, and where a part of it.
WHOLE = ("item", "node")
PART = ("attributes", "fields", "frontmatter", "acf", "data", "content")
FURTHER_IN = frozenset((*WHOLE, *PART))


def opened(item: Mapping[str, Any]) -> Mapping[str, Any]:
    """An item as one object, though its system keeps what it has a step or two further in.

    >>> opened({"cursor": "a", "node": {"id": 7, "attributes": {"title": "Strike won"}}})["title"]
    'Strike won'
    """
    for _ in range(2):
        if FURTHER_IN.isdisjoint(item):
            break
        whole = next((inner for key in WHOLE if isinstance(inner := item.get(key), dict)), None)
        parts = [inner for key in PART if isinstance(inner := item.get(key), dict)]
        if whole is not None:
            item = whole
        elif parts:
            item = {key: value for part in (*reversed(parts), item) for key, value in part.items() if value is not None}
        else:
            break
    return item


def first(item: Mapping[str, Any], names: Sequence[str]) -> str:
    """The first of the named fields that holds something."""
    key = key_of(item, names)
    return string(item[key]) if key else ""


def key_of(item: Mapping[str, Any], names: Sequence[str]) -> str:
    """The key of that field, as it is written."""
    return next(keys_of(item, names), "")


def keys_of(item: Mapping[str, Any], names: Sequence[str]) -> Iterator[str]:
    """The keys of all those fields, the most trusted first."""
    fields: dict[str, str] = {}
    for key in item:
        fields.setdefault(plain(str(key)), key)
    return (fields[name] for name in names if name in fields and string(item[fields[name]]))


@lru_cache(4096)
def plain(key: str) -> str:
    """A key without case and separators."""
    return re.sub(r"[\W_]+", "", key).lower()


def string(value: Any) -> str:
    """A field's text: a string, a number, or the text in the small object or array that CMSs wrap it in."""
    for _ in range(4):
        if isinstance(value, list):
            value = value[0] if value else ""
        elif isinstance(value, Mapping):
            value = next((value[key] for key in TEXTS if value.get(key)), "")
        else:
            break
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return legal(str(value)).strip()
