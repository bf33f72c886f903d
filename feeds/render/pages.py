"""Pages for people: an overview of all feeds, and for each feed its newest articles to read.

Plain HTML with one style sheet and one small script; everything but searching and copying works without the script.
Templates stand in `templates/`, what they link to in `static/`.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from feeds import __version__
from feeds.html import legal
from feeds.models import Site
from feeds.render.addresses import feed_path
from feeds.render.document import FeedDocument

if TYPE_CHECKING:
    from feeds.render import Format

STYLE = "fedfeed.css"
SCRIPT = "fedfeed.js"
ITEMS = 24
# Articles that can be opened on the page itself; the others lead to their source.
READABLE = 8

_HEADING = re.compile(r"<(/?)h([1-6])(?=[\s>])")
_TABLE = re.compile(r"<table(?=[\s>])")
_NO_ALT = re.compile(r"<img (?![^>]*\balt=)")
_LANGUAGES = {
    "ar": "العربية",
    "de": "Deutsch",
    "en": "English",
    "es": "Español",
    "fr": "Français",
    "it": "Italiano",
    "ja": "日本語",
    "ko": "한국어",
    "pt": "Português",
    "ru": "Русский",
    "tr": "Türkçe",
    "vi": "Tiếng Việt",
    "zh": "中文",
}


_RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "syr", "ug", "ur", "yi"})


@dataclass(frozen=True, slots=True)
class Row:
    """A feed on the overview. `page` and `addresses` (by format title) are complete; `health` is a word or ""."""

    title: str
    description: str
    page: str
    addresses: Mapping[str, str]
    items: int
    updated: datetime | None
    levels: tuple[str, ...]
    regions: tuple[str, ...]
    languages: tuple[str, ...]
    sources: tuple[str, ...]
    latest: str = ""
    health: str = ""
    private: bool = False


def render_page(document: FeedDocument, formats: Sequence["Format"]) -> bytes:
    """The page of one feed: how to subscribe, and its newest articles."""
    return _render(
        "feed.html",
        root="../" * feed_path(document.feed).count("/"),
        site=document.site,
        document=document,
        addresses=[(row, document.address(row.extension)) for row in formats],
        items=document.items[:ITEMS],
        readable=READABLE,
        more=max(0, len(document.items) - ITEMS),
        private=document.feed.audience == "private",
        regions=list(dict.fromkeys(origin.region for origin in document.origins if origin.region)),
        languages=document.languages,
    )


def render_index(site: Site, rows: Sequence[Row], *, opml: str, root: str, private: bool) -> bytes:
    """The overview of all feeds; `root` leads from the page to the style sheet."""
    return _render(
        "index.html",
        root=root,
        site=site,
        rows=rows,
        opml=opml,
        private=private,
        levels=_choices(rows, "levels"),
        regions=_choices(rows, "regions"),
        languages=_choices(rows, "languages"),
    )


def static(name: str) -> bytes:
    """The style sheet or the script."""
    return (files("feeds.render") / "static" / name).read_bytes()


def _render(template: str, **values: Any) -> bytes:
    return legal(_environment().get_template(template).render(**values)).encode()


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("feeds.render"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters |= {
        "day": _day,
        "tame": _tame,
        "language": _language,
        "direction": _direction,
        "colour": _colour,
    }
    environment.globals |= {"style": STYLE, "script": SCRIPT, "version": __version__}
    return environment


def _choices(rows: Sequence[Row], name: str) -> list[str]:
    """What a filter offers: every value of the rows, if there is a choice at all."""
    values = sorted({value for row in rows for value in getattr(row, name)})
    return values if len(values) > 1 else []


def _day(moment: datetime) -> str:
    """`2024-12-19`: the same for readers of every language."""
    return f"{moment:%Y-%m-%d}"


def _language(tag: str) -> str:
    """The language's name for itself."""
    return _LANGUAGES.get(tag.partition("-")[0].lower(), tag)


def _direction(tag: str) -> str:
    """The `dir` of what is written in a language. `auto` would look past all parts that have a `dir` of their own."""
    return "auto" if not tag else "rtl" if tag.partition("-")[0].lower() in _RIGHT_TO_LEFT else "ltr"


def _colour(health: str) -> str:
    """The class of a health word: "7 of 9 healthy" is sound only if the numbers agree."""
    healthy, of, rest = health.partition(" of ")
    if of:
        return "healthy" if rest.startswith(f"{healthy} ") else "degraded"
    return health


def _tame(html: str) -> str:
    """An article inside a page: its headings below the page's own, pictures without a text marked as decoration, tables
    within reach of the keyboard (a wide one is scrolled)."""
    html = _HEADING.sub(lambda match: f"<{match[1]}h{min(6, int(match[2]) + 2)}", html)
    html = _TABLE.sub('<table tabindex="0"', html)
    return _NO_ALT.sub('<img alt="" ', html)
