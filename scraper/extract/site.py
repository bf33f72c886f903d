"""What a page says of the site it stands on: its name, its language, and where its news are.

<meta property="og:site_name" content="Harbour Workers' Union">
<title>News | Harbour Workers' Union</title>                       ->  SiteFacts("Harbour Workers' Union", "en", …)
"""

import re

from feeds.urls import absolute, canonical_key, host, same_site
from scraper.document import Document
from scraper.extract.metadata import plain
from scraper.extract.place import place_of
from scraper.extract.stated import DASHES, squash
from scraper.models import SiteFacts

# Words of a link that leads to news, in the languages of the catalogue.
NEWS = re.compile(
    r"\b(?:news|newsroom|latest|press|press releases?|media cent(?:re|er)|aktuelles|nachrichten|neuigkeiten|presse"
    r"|meldungen|actualit[eé]s?|communiqu[eé]s?|noticias|prensa|actualidad|not[ií]cias|notizie|comunicati|nieuws|nyheter|aktualno[sś]ci"
    r"|haberler|новости|tin tức)\b|新闻|要闻|动态|资讯|头条|新聞|ニュース|お知らせ|소식|뉴스|أخبار",
    re.IGNORECASE,
)
SEPARATOR = re.compile(r"\s+[-–—|·•:»«_]+\s+|[_|｜]|" + DASHES)
# A part of a title with one of these words names a body, and no page of it.
BODY = re.compile(
    r"\b(?:unions?|(?:con)?federations?|congress|council|association|society|committee|\w*gewerkschaft\w*|\w*bund|\w*verband"
    r"|(?:con)?fédérations?|syndicats?|(?:con)?federaci[oó]n|sindica(?:to|l)\w*|(?:con)?federa[cz]\w+|vakbond\w*|związ\w+"
    r"|sendika\w*|профсоюз\w*|liên đoàn)\b"
    r"|联合会|工会|妇联|协会|学会|总会|工會|協會|總會|연맹|노총|노동조합|협회|連合|組合|連盟",
    re.IGNORECASE,
)
MOST_LINKS = 6


def describe_site(document: Document) -> SiteFacts:
    """The site behind a page, as far as the page tells."""
    body = document.tree.body
    place = place_of(body.text(separator=" ")) if body is not None else ""
    return SiteFacts(name=_name(document), language=_language(document), news=_news(document), place=place)


def _meta(document: Document, *names: str) -> str:
    for name in names:
        node = document.tree.css_first(f'meta[property="{name}"], meta[name="{name}"]')
        if node is not None and (said := plain(node.attributes.get("content") or "")):
            return said
    return ""


def _name(document: Document) -> str:
    """What the site calls itself, else the part of the title that its pages share: the one that names a body or the
    host, else the longer of the last two."""
    said = _meta(document, "og:site_name", "application-name", "SiteName")
    if said:
        return said
    title = document.tree.css_first("title")
    parts: list[str] = []
    if title is not None:
        parts = [part.strip() for part in SEPARATOR.split(plain(title.text())) if part.strip()]
    unlike = [part for part in parts if not NEWS.fullmatch(part)]
    address = squash(host(document.url))
    for part in reversed(unlike):
        if BODY.search(part) or (len(word := squash(part)) > 2 and word in address):
            return part
    return max(unlike[-2:], key=len, default=host(document.url))


def _language(document: Document) -> str:
    root = document.tree.css_first("html")
    said = (root.attributes.get("lang") or root.attributes.get("xml:lang") or "") if root is not None else ""
    return said.replace("_", "-").strip()


def _news(document: Document) -> tuple[str, ...]:
    """Links of this site that promise news, in the page's order; the page itself is none."""
    found: dict[str, str] = {}
    here = canonical_key(document.url)
    for node in document.tree.css("a[href]"):
        text = plain(node.text())
        if len(text) > 40 or not NEWS.search(text):
            continue
        url = absolute(node.attributes.get("href") or "", document.base)
        if url and same_site(url, document.url) and canonical_key(url) != here:
            found.setdefault(canonical_key(url), url)
        if len(found) == MOST_LINKS:
            break
    return tuple(found.values())
