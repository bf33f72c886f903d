"""The parts of a page to an `Article`: the border where dates become aware, HTML safe, titles plain and names unique.

Rules that hold from here on:

- a day without a time is noon in the source's zone (UTC without one) and says so in `published_precision`;
- a title is one line of at most 300 characters; without one, or with one that is the site's or the source's name, the
  list's title stands in, and at last the first words of the text;
- `html` is allow-listed (`feeds.html.seal`), `text` its plain words;
- what the page does not say is taken from the list (title, date), and nothing is invented.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, time

from feeds.html import legal, plain, seal, to_text
from feeds.models import Article, Precision
from scraper.dates.moment import believable, localize, zone
from scraper.extract.lead import shorten
from scraper.extract.stated import squash
from scraper.extract.title import NAME_OF_SITE
from scraper.models import Extract, Link

_TITLE = 300
_FIRST_WORDS = 60
_NOON = time(12)


def normalize(
    extract: Extract,
    *,
    url: str,
    timezone: str | None,
    language: str | None,
    link: Link | None = None,
    source: str = "",
) -> Article:
    """The article. `link` is what the list said of it, used where the page is silent; `source` is the source's name."""
    html = seal(extract.html)
    text = legal(extract.text).strip() or to_text(html)
    evidence = dict(extract.evidence)
    title = _title(extract.title, link, source, text, evidence)
    published, precision = _published(extract, link, timezone, evidence)
    return Article(
        url=url,
        title=title,
        canonical_url=extract.canonical_url,
        published=published,
        published_precision=precision,
        publisher=plain(extract.publisher),
        authors=tuple(_unique(extract.authors)),
        language=extract.language or language or "",
        lead=shorten(plain(extract.lead) or (plain(link.summary) if link else ""), _TITLE),
        html=html,
        text=text,
        images=extract.images,
        attachments=extract.attachments,
        tags=tuple(_unique(extract.tags)),
        confidence=max(0.0, min(1.0, extract.confidence)),
        evidence=evidence,
    )


def _title(title: str, link: Link | None, source: str, text: str, evidence: dict[str, str]) -> str:
    cut = shorten(plain(title), _TITLE)
    of_site = evidence.get("title") == NAME_OF_SITE or squash(cut) == squash(source)
    if cut and not of_site:
        return cut
    if link and (listed := shorten(plain(link.title), _TITLE)):
        evidence["title"] = "list"
        return listed
    if cut:
        return cut
    evidence["title"] = "first words"
    return shorten(plain(text.split("\n")[0]), _FIRST_WORDS)


def _published(
    extract: Extract, link: Link | None, timezone: str | None, evidence: dict[str, str]
) -> tuple[datetime | None, Precision | None]:
    value, precision = believable(extract.published), extract.precision
    if value is None and link is not None and (value := believable(link.published)) is not None:
        precision = link.precision
        evidence["published"] = "list"
    if value is None:
        evidence.pop("published", None)
        return None, None
    if precision == "day":
        return _noon(value, timezone), "day"
    return (value if value.tzinfo else localize(value, zone(timezone))), precision or "minute"


def _noon(value: datetime, timezone: str | None) -> datetime:
    """Noon of the day as it was written, in the zone of the source."""
    return localize(datetime.combine(value.date(), _NOON), zone(timezone) if timezone else value.tzinfo or UTC)


def _unique(values: Iterable[str]) -> Iterable[str]:
    found: dict[str, str] = {}
    for value in values:
        if name := plain(value):
            found.setdefault(name.casefold(), name)
    return found.values()
