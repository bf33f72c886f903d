"""The ways to an author, tried from the surest: JSON-LD, bylines, microdata, meta elements, a signature."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from selectolax.lexbor import LexborNode

from feeds.urls import host, site
from scraper.document import Document
from scraper.extract.around import Around
from scraper.extract.authors.chinese import editors, reporters, signatures
from scraper.extract.authors.names import is_han, is_office, is_person, split
from scraper.extract.metadata import Metadata, text_of, types_of
from scraper.extract.title import Found, squash
from scraper.models import ArticleRules

_BY = re.compile(
    r"(?:^|[|•·–—>]\s?|[(（]|\d,?\s|\bMin(?:uten)?\.?\s|\b(?i:posted|geschrieben|verfasst|written|erstellt"
    r"|veröffentlicht|published)\s)"
    r"(?:By|BY|by|Von|von|VON|Par|par|Por|por|POR|Di|di|Door|door|Av|Af|Text|TEXT|[Aa]utor(?:in|en|ka)?|AUTOR|[Aa]uthor"
    r"|Auteur|Autore|Escrito por|Redactado por|Scritto da|Écrit par|Rédigé par|Geschreven door|Автор(?:ы)?|Текст|بقلم"
    r"|Story by|Words by"
    r"|Ein Gastbeitrag von|Ein Beitrag von|Interview(?: von)?|Yazar|Autorin/Autor"
    r"|(?:Eine? )?(?:Kolumne|Kommentar|Analyse|Essay|Glosse|Reportage|Bericht|Porträt|Rezension|Kritik|Protokoll) von"
    r"|(?:Analysis|Column|Comment|Commentary|Essay|Opinion|Report|Review|Interview) by"
    r"|(?:Opinión|Columna|Análisis|Crónica|Entrevista) de|(?:Chronique|Analyse|Tribune|Reportage) de"
    r"|(?:Commento|Analisi|Intervista|Opinione) di)\s?[:：]?\s+(?P<names>[^\d|•·()\[\]<>:;–—]{2,90})"
)
# A label in an element of its own; the name stands in the next.
_BY_ALONE = re.compile(
    r"(?:By|Von|Par|Por|Di|Door|Af|Av|Text|Autor(?:in|en|ka)?|Author|Auteur|Autore|Yazar|Автор)\s?:?", re.IGNORECASE
)
# 김철수 기자, 기자명 김철수
_KOREAN = re.compile(
    r"(?:^|[\s|=(\[/])(?:기자명\s?(?P<after>[가-힣]{2,4})|(?P<before>[가-힣]{2,4})\s?(?:선임|전문)?기자)(?![가-힣])"
)
# Drupal's line in its translations: who saved a page, and when.
_SUBMITTED = re.compile(
    r"(?i:submitted by|(?:gespeichert|verfasst|eingetragen) von|soumis par|enviado por|submetido por|enviat per"
    r"|(?:inviato|inserito) da|(?:ingediend|ingezonden|geplaatst) door|(?:skickat|inskickat|sendt inn) av|indsendt af"
    r"|(?:wysłane|zgłoszone) przez|trimis de|опубликовано|отправлено)"
    r"\s(?P<names>[^\d|<>:]{2,90})\s(?:on|am|le|el|em|il|op|den|w|dnia|la|pe|в|[-–])\s"
    r"(?:[^\W\d_]{2,12}\.?,?\s){0,2}\d"
)
# The label of the next field, which ends the names.
_NEXT = re.compile(
    r"\s(?:Datum|Date|Fecha|Data|Дата|Veröffentlicht|Erstellt|Published|Publicado|Publié|Quelle|Source|Fuente|Fonte"
    r"|Источник|Fotos?|Views|Hits|Kategorie|Category)\s*\Z"
)


# What stands above the name of whom to ask, who seldom is who wrote.
_CONTACT = re.compile(r"kontakt|contact|ansprechpartner|rückfragen|contatt|enquir|inquir|pressestelle", re.IGNORECASE)
# Who translated or drew is not who wrote.
_OTHERS = re.compile(r"übersetz|translat|traduc|traduit|foto\b|photo|illustration|bild:")
_LABEL = 40  # characters
# A date and what parts it from the name, before it or after it.
_DATED = re.compile(
    r"^\d{1,2}[./]\s?\d{1,2}[./]\s?(?:19|20)\d\d(?:,?\s\d{1,2}:\d\d)?\s[-–—|•·]\s|\s[-–—"
    r"|•·]\s\d{1,2}[./]\s?\d{1,2}[./]\s?(?:19|20)\d\d.*$"
)


def find_authors(
    document: Document, metadata: Metadata, around: Around, title: Found, rules: ArticleRules
) -> tuple[tuple[str, ...], str]:
    """The authors in their order, and where they came from."""
    if rules.authors:
        return tuple(_unique(_ruled(document, rules.authors))), "rule"
    edited_by = frozenset(editors(around))
    names_of_site = _site(metadata, document.url)
    persons, organisations = _linked(metadata, title)
    full = [name for name in persons if squash(name) not in names_of_site and (" " in name or not name.isascii())]
    ways: tuple[tuple[str, Iterable[str]], ...] = (
        ("json-ld", full),
        ("byline", reporters(around, _near(around, title, above=8, below=10))),
        ("microdata", _from_values(metadata.items.get("author", ()), names_of_site)),
        ("byline", _printed(around, title, names_of_site)),
        ("byline", _submitted(around, title, names_of_site)),
        ("meta", _from_values(_stated(metadata), names_of_site | {squash(name) for name in edited_by})),
        ("signature", signatures(around, around.index(title.line))),
        ("aside", _beside(around, names_of_site)),
        ("signature", _signature(around, title, names_of_site)),
        ("json-ld", persons or organisations),
    )
    for evidence, names in ways:
        found = [name for name in _unique(names) if name not in edited_by]
        if found:
            return tuple(found[:12]), evidence
    return (), ""


def _unique(names: Iterable[str]) -> Iterator[str]:
    seen: set[str] = set()
    for name in names:
        if (known := squash(name)) and known not in seen:
            seen.add(known)
            yield name


def _site(metadata: Metadata, url: str) -> frozenset[str]:
    """What the site calls itself: no author."""
    address = host(url)
    names = [metadata.first("og:site_name"), metadata.first("publisher"), metadata.first("application-name"), address]
    names += [site(address), *address.split(".")[:-1]]
    names += [text_of(node.get("publisher")) for node in metadata.articles]
    return frozenset(squash(name) for name in names if name)


def _linked(metadata: Metadata, title: Found) -> tuple[list[str], list[str]]:
    """The persons and the organisations that JSON-LD credits."""
    persons: list[str] = []
    organisations: list[str] = []
    for node in _titled(metadata, title):
        credited = node.get("author") or node.get("creator")
        for one in credited if isinstance(credited, list) else [credited]:
            author = metadata.named(one)
            kinds = types_of(author) if isinstance(author, Mapping) else ()
            target = organisations if any("Organization" in kind for kind in kinds) else persons
            target += split(text_of(author))
        if persons or organisations:
            break
    return persons, organisations


def _titled(metadata: Metadata, title: Found) -> list[Mapping[str, Any]]:
    wanted = squash(title.value)[:30]
    return sorted(metadata.articles, key=lambda node: squash(text_of(node.get("headline")))[:30] != wanted)


def _stated(metadata: Metadata) -> Iterator[str]:
    names = (
        "article:author",
        "og:article:author",
        "parsely-author",
        "sailthru.author",
        "byl",
        "article_author",
        "articleauthor",
        "dc.creator",
        "dcterms.creator",
        "author",
    )
    for name in names:
        if values := [value for value in metadata.metas.get(name, ()) if not value.startswith("http")]:
            yield from values
            return


def _from_values(values: Iterable[str], site: frozenset[str]) -> Iterator[str]:
    for value in values:
        for name in split(value):
            if is_han(name):
                if is_person(name, site) and len(name) != 4:  # four characters are a medium's name more often
                    yield name
            elif squash(name) not in site and not is_office(name):
                yield name


def _printed(around: Around, title: Found, site: frozenset[str]) -> Iterator[str]:
    """A line `By …`, or an element named for the author, near headline or end."""
    near = frozenset(_near(around, title, above=8, below=10))
    if credited := _credited(around, near, title, site):
        yield from credited
        return
    for place in sorted(near):
        line = around.lines[place]
        if line.owner.tag == "figcaption":
            continue
        if _BY_ALONE.fullmatch(line.text) and place + 1 < len(around.lines):
            names = [
                name for name in split(around.lines[place + 1].text[:100]) if " " in name and is_person(name, site)
            ]
            if names:
                yield from names
                return
        if line.owner.hidden or len(line.text) > 200:
            texts = [line.text[-60:]] if not line.owner.hidden and place >= around.start else []
        else:
            texts = [line.text]
        for text in texts:
            if match := _BY.search(text):
                names = [name for name in split(_NEXT.sub("", match["names"])) if is_person(name, site)]
                if names:
                    yield from names
                    return
            if "기자" in text and (match := _KOREAN.search(text)):
                yield match["after"] or match["before"]
                return


def _credited(around: Around, near: Collection[int], title: Found, site: frozenset[str]) -> list[str]:
    """The names in the first elements that are named for an author, those of one line together."""
    headline = squash(title.value)
    found: list[str] = []
    first = -1
    for place, text in around.credits:
        line = around.lines[place]
        if place not in near or line.owner.hidden or (found and place > first) or _OTHERS.search(line.low[:_LABEL]):
            continue
        if headline and headline in squash(text):  # a box of more than the author: the article's head, its path
            continue
        if "기자" in text:
            names = [match["after"] or match["before"] for match in _KOREAN.finditer(text)]
        else:
            names = [name for name in split(text) if is_person(name, site)]
            # Several single words are a list of something.
            names = [name for name in names if " " in name] or (names if len(names) == 1 and not found else [])
        if names and not found:
            first = place
        found += names
    return found


def _submitted(around: Around, title: Found, site: frozenset[str]) -> Iterator[str]:
    """`Submitted by Mia Muster on Mon, 03/25/2024`, at the head of a page; below it stand its comments. Most names of
    accounts are no person's: only first name and surname together are believed."""
    head = around.index(title.line)
    first = head if 0 <= head <= around.start else max(0, around.start - 8)
    near = around.lines[first : min(first + 8, around.start) + 1]
    lines = [line.text for line in near if not line.owner.hidden]
    lines += [node.text(separator=" ") for node in around.skipped if node.tag == "footer" and not _is_comment(node)]
    for line in lines:
        if match := _SUBMITTED.match(" ".join(line[:400].split())):
            yield from (name for name in split(match["names"]) if " " in name and is_person(name, site))
            return


def _is_comment(node: LexborNode) -> bool:
    """Whether a part of a page is called a comment, or stands in one."""
    above: LexborNode | None = node
    while above is not None and above.tag != "body":
        if "comment" in (above.attributes.get("class") or "") + (above.attributes.get("id") or ""):
            return True
        above = above.parent
    return False


def _near(around: Around, title: Found, *, above: int, below: int) -> list[int]:
    """Places where a byline may stand: from above the headline to the first lines of the body, and around its end."""
    start, end = around.start, around.end
    head = around.index(title.line)
    first = max(0, min(head if 0 <= head <= start else start, start) - above)
    middle = max(start + 3, head + 4 if head <= start + 6 else 0)
    top = range(first, min(middle, len(around.lines)))
    bottom = range(max(middle, end - 3), min(end + below, len(around.lines)))
    return [*top, *bottom]


def _beside(around: Around, site: frozenset[str]) -> Iterator[str]:
    """A link to the author in a part of the page that was not walked into, as <address> is."""
    for node in around.skipped:
        for link in node.css('a[rel="author"], [itemprop="author"]'):
            yield from (name for name in split(link.text()) if " " in name and is_person(name, site))


def _signature(around: Around, title: Found, site: frozenset[str]) -> Iterator[str]:
    """A name alone below the last paragraph, or alone with the date: `25.10.2022 - Mia Muster`."""
    for place in _near(around, title, above=3, below=1):
        line = around.lines[place]
        if line.size > 60 or line.owner.hidden or line.owner.tag[0] == "h" or line is title.line:
            continue
        if place and _CONTACT.search(around.lines[place - 1].text[-40:]):
            continue
        name = _DATED.sub("", line.text)
        dated = name != line.text
        if ":" in name or is_han(name) or not (dated or (place >= around.end - 1 and not line.linked)):
            continue
        words = name.split()
        if 2 <= len(words) <= 4 and is_person(name, site) and all(len(one) > 1 and one[0].isupper() for one in words):
            yield name
            return


def _ruled(document: Document, selector: str) -> Iterator[str]:
    selector, _, attribute = selector.partition("@")
    for node in document.tree.css(selector):
        yield from split((node.attributes.get(attribute) or "") if attribute else node.text())
