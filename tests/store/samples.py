"""Articles, sources and feeds for the store's tests, and a clock that stands until it is moved."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from feeds.models import Article, Attachment, Feed, Find, Image, Origin, Selection

START = datetime(2026, 7, 1, 8, 0, tzinfo=UTC)
HUNAN = Origin(
    id="hunan",
    name="Hunan Provincial Federation of Trade Unions",
    url="https://hunan.example.org/",
    language="zh",
    timezone="Asia/Shanghai",
    level="regional",
    region="Hunan, China",
    categories=("unions",),
)
ITUC = Origin(id="ituc", name="ITUC", url="https://ituc.example.org/", language="en", level="international")
ORIGINS = {origin.id: origin for origin in (HUNAN, ITUC)}
ALL = Feed(id="all", title="All news")
PLAIN = Feed(id="plain", title="Everything, also what others told", fold=False)
OWN = Feed(id="hunan", title="Hunan", include=Selection(source=("hunan",)))


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.time = START

    def __call__(self) -> datetime:
        return self.time

    def pass_(self, **span: float) -> datetime:
        self.time += timedelta(**span)
        return self.time


def text(number: int) -> str:
    """Paragraphs that share nothing with those of another number but their language."""
    said = [
        f"In case {number * 7919 + k} the delegates of group {number}-{k} agreed upon point {k * number + 3}."
        for k in range(6)
    ]
    return "\n".join(said)


def article(number: int, **changes: Any) -> Article:
    body = text(number)
    made = Article(
        url=f"https://hunan.example.org/news/2026/story-{number}.html",
        title=f"Report number {number} of the federation",
        published=START - timedelta(hours=number),
        published_precision="minute",
        publisher="Workers' News",
        authors=("Li Hua",),
        language="zh",
        lead=f"What happened in case {number}",
        html="".join(f"<p>{line}</p>" for line in body.split("\n")),
        text=body,
        images=(Image("https://hunan.example.org/a.jpg", "alt", "caption"),),
        attachments=(Attachment("https://hunan.example.org/a.pdf", "application/pdf", 1234, "Notice"),),
        tags=("labour",),
        confidence=0.9,
        evidence={"title": "h1"},
    )
    return replace(made, **changes)


def find(number: int, *, position: int | None = None, partial: Any = "", reader: str = "1", **changes: Any) -> Find:
    """A find whose number is its place in the list, 0 the newest, unless said otherwise."""
    made = article(number, **changes)
    place = number if position is None else position
    return Find(link=made.url, article=made, position=place, partial=partial, reader=reader, final_url=made.url)


def finds(count: int, start: int = 0) -> list[Find]:
    return [find(start + i, position=i) for i in range(count)]


def edited(number: int, words: str = "A whole new paragraph was added by the office.", **changes: Any) -> Article:
    """The article with something new said in it."""
    old = article(number)
    return replace(old, text=f"{old.text}\n{words}", html=f"{old.html}<p>{words}</p>", **changes)
