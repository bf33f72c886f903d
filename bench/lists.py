"""Saved list pages with their truth, as the benches of editing use them.

A folder holds page.html, meta.json (url, site, language, timezone) and truth.json (`items`: url, title, date). The
articles behind the items are made up here, with the title and day of the truth. Hosts get `.test` behind their names,
for only such names may be led to loopback, and `https:` becomes `http:`.
"""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin

ADDRESS = re.compile(
    r"https?:(\\?/\\?/)(?!www\.w3\.org|schema\.org|ogp\.me|purl\.org|www\.sitemaps\.org)([A-Za-z0-9.-]*[A-Za-z0-9])"
)
TEXTS = {
    "zh": "本次会议在省总工会召开，来自各市州工会的代表参加了会议，并就产业工人队伍建设改革进行了深入交流。",
    "de": "Die Gewerkschaft hat am Dienstag mit den Arbeitgebern verhandelt; ein Ergebnis kommt bald. ",
    "it": "Il sindacato ha incontrato martedì i rappresentanti delle imprese; un accordo è atteso a breve. ",
    "ru": "Профсоюз провёл во вторник переговоры с работодателями; соглашение ожидается на следующей неделе. ",
    "en": "The union met the employers on Tuesday to talk about wages and hours; a result is expected soon. ",
}


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a list as it should be read; `day` is "" where the list prints none."""

    url: str
    title: str
    day: str


@dataclass(frozen=True, slots=True)
class SavedList:
    """A list page as it was served, and its items."""

    name: str
    url: str
    body: bytes
    language: str
    timezone: str
    items: tuple[Item, ...]


def saved_lists(data: Path) -> list[SavedList]:
    """Every list page below `data` that has items in the page."""
    return [found for folder in sorted(data.iterdir()) if (folder / "truth.json").exists() and (found := _load(folder))]


def _load(folder: Path) -> SavedList | None:
    truth = json.loads((folder / "truth.json").read_text("utf-8"))
    meta = json.loads((folder / "meta.json").read_text("utf-8"))
    if not truth.get("items"):
        return None
    site = re.sub(r"[^A-Za-z0-9.-]", "", (meta.get("site") or "").partition("/")[0])
    real = meta.get("url") or f"http://{site or 'site'}/"
    body = pretended((folder / "page.html").read_bytes().decode("latin-1")).encode("latin-1")
    items = tuple(
        Item(pretended(urljoin(real, item["url"])), item["title"], (item.get("date") or "")[:10])
        for item in truth["items"]
    )
    language = (meta.get("language") or "en").partition("-")[0]
    return SavedList(folder.name, pretended(real), body, language, meta.get("timezone") or "UTC", items)


def pretended(text: str) -> str:
    """Addresses as the pretended web has them."""
    return ADDRESS.sub(r"http:\1\2.test", text)


def article(item: Item, language: str) -> str:
    """The page behind an item."""
    text = TEXTS.get(language, TEXTS["en"])
    paragraphs = "".join(f"<p>{text * 2}{item.title} ({number}).</p>" for number in range(1, 6))
    day = f'<div class="info"><span class="date">{item.day}</span></div>' if item.day else ""
    head = f'<meta charset="utf-8"><title>{item.title}</title>'
    main = f'<h1>{item.title}</h1>{day}<div class="content">{paragraphs}</div>'
    return f'<!DOCTYPE html><html lang="{language}"><head>{head}</head><body>{main}</body></html>'


def same_title(found: str, wanted: str) -> bool:
    """The title of the truth, or the whole of one that the page cuts."""
    found, wanted = (re.sub(r"\s+", "", title) for title in (found, wanted))
    cut = wanted.rstrip(".…")
    return found == wanted or (cut != wanted and len(cut) > 20 and found.startswith(cut))
