"""The ways to an author, tried from the surest: JSON-LD, bylines, microdata, meta elements, a signature."""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from selectolax.lexbor import LexborNode

from feeds.urls import host, site
from scraper.document import Document
from scraper.extract.around import Around, is_full
from scraper.extract.authors.byline import printed
from scraper.extract.authors.chinese import editors, reporters, signatures
from scraper.extract.authors.names import (
    is_account,
    is_han,
    is_login,
    is_office,
    is_person,
    is_role,
    split,
    without_title,
)
from scraper.extract.body.outline import Line, ancestors
from scraper.extract.metadata import SITE_NAMES, Metadata, text_of, types_of
from scraper.extract.scripted import scripted_authors
from scraper.extract.stated import squash
from scraper.extract.title import Found
from scraper.models import ArticleRules
from scraper.selectors import texts

# Drupal's line in its translations: who saved a page, and when.
_SUBMITTED = re.compile(
    r"(?i:submitted by|(?:gespeichert|verfasst|eingetragen) von|soumis par|enviado por|submetido por|enviat per"
    r"|(?:inviato|inserito) da|(?:ingediend|ingezonden|geplaatst) door|(?:skickat|inskickat|sendt inn) av|indsendt af"
    r"|(?:wysłane|zgłoszone) przez|trimis de|опубликовано|отправлено)"
    r"\s(?P<names>[^\d|<>:]{2,90})\s(?:on|am|le|el|em|il|op|den|w|dnia|la|pe|в|[-–])\s"
    r"(?:[^\W\d_]{2,12}\.?,?\s){0,2}\d"
)
# What stands above the name of whom to ask, who seldom is who wrote.
_CONTACT = re.compile(r"kontakt|contact|ansprechpartner|rückfragen|contatt|enquir|inquir|pressestelle", re.IGNORECASE)
# What WordPress tells cards of the author, in the language of the site.
_LABELS = """
written by|verfasst von|geschrieben von|von|écrit par|escrito por|scritto da|geschreven door|skriven av
skrevet av|skrevet af|napisane przez|автор|написано автором|написав|yazan|yazar|ditulis oleh
執筆者|作者|글쓴이|kirjoittanut|kirjoittaja|szerző|autor
napsal|scris de|συντάκτης|כתב|מאת|كُتب بواسطة|كتبه|نوشته شده توسط|được viết bởi|เขียนโดย|napisao|written by author
"""
_WRITTEN_BY = frozenset(label for line in _LABELS.split("\n") for label in line.split("|") if label)
# The names of other meta elements for an author.
_AUTHOR_META = re.compile(r"(?:^|[:._-])(?:authors?|byline|creator)(?:[._-]?name)?\Z")
# The box of an article, whose foot is not the page's.
_ARTICLE_BOX = re.compile(r"(?:^|[\s_-])(?:article|news|post|entry|item|hentry)(?:$|[\s_-])")
_NAMED = 'a[rel="author"], [itemprop="author"], .vcard .fn, [class$="-author"]'
# Boxes of what others wrote, below an article.
_OTHERS = re.compile(
    r" (?:comments?|commentlist|kommentare?|comentarios?|respond|replies|recommend\w*) |\A (?:related|teasers?) "
)
_LEVELS = 6
_TITLE = 36  # bytes of what somebody is for the paper, on a line of its own
# With what a line begins that is no name, though all its words have capitals.
_NO_NAME = frozenset(
    ("fot", "foto", "photo", "theo", "the", "der", "die", "das", "les", "los", "las", "el", "de", "од", "от")
)
# A date and what separates it from the name, before it or after it.
_DATED = re.compile(
    r"^\d{1,2}[./]\s?\d{1,2}[./]\s?(?:19|20)\d\d(?:,?\s\d{1,2}:\d\d)?\s[-–—|•·]\s|\s[-–—"
    r"|•·]\s\d{1,2}[./]\s?\d{1,2}[./]\s?(?:19|20)\d\d.*$"
)


def find_authors(
    document: Document, metadata: Metadata, around: Around, title: Found, rules: ArticleRules
) -> tuple[tuple[str, ...], str]:
    """The authors in their order, and where they came from."""
    if rules.authors:
        ruled = (name for text in texts(document.tree, rules.authors) for name in split(text))
        return tuple(_unique(ruled)), "rule"
    edited_by = frozenset(editors(around))
    names_of_site = _site(metadata, document.url)
    persons, organisations = _linked(metadata, title)
    full = [name for name in persons if squash(name) not in names_of_site and is_full(name) and not is_role(name)]
    full = [name for name in full if not is_office(name)] or full
    near = _near(around, title, above=8, below=10)
    ways: tuple[tuple[str, Iterable[str]], ...] = (
        ("json-ld", full),
        ("byline", reporters(around, near)),
        ("microdata", _from_values(metadata.items.get("author", ()), names_of_site)),
        ("byline", printed(around, near, title.line, names_of_site)),
        ("byline", _submitted(around, title, names_of_site)),
        ("meta", _from_values(_signed(metadata), names_of_site | {squash(name) for name in edited_by})),
        ("signature", signatures(around, around.index(title.line))),
        ("aside", _beside(around, names_of_site)),
        ("signature", _signature(around, title, names_of_site)),
        ("json-ld", [name for name in persons or organisations if not is_login(name)]),
        ("state", _in_state(document, title, names_of_site)),
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
    names = [*(metadata.first(name) for name in SITE_NAMES), metadata.first("publisher"), address]
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
            named = _names_of(author)
            if any("Organization" in kind for kind in kinds):
                for said in named:  # "Department for Transport" is one
                    organisations += [said] if " for " in said.lower() else split(said)
            else:
                persons += (name for said in named for name in split(said))
        if persons or organisations:
            break
    return persons, organisations


def _in_state(document: Document, title: Found, names_of_site: frozenset[str]) -> Iterator[str]:
    """The persons that the state of a script credits for the article."""
    for credited in scripted_authors(document, title.value):
        for one in credited if isinstance(credited, list) else [credited]:
            for name in (name for said in _names_of(one) for name in split(said)):
                if is_full(name) and not is_role(name) and squash(name) not in names_of_site:
                    yield name


def _names_of(author: object) -> list[str]:
    """The names of one author; some systems write those of all of them into one node."""
    named = author.get("name") if isinstance(author, Mapping) else None
    return [text_of(one) for one in named] if isinstance(named, list) else [text_of(author)]


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
    if (label := metadata.first("twitter:label1")) and label.casefold().strip(" :") in _WRITTEN_BY:
        yield metadata.first("twitter:data1")
        return
    for name, others in metadata.metas.items():
        if _AUTHOR_META.search(name) and not name.startswith("twitter"):
            yield from (_turned(value) for value in others if not value.startswith(("http", "@")))
            return


def _signed(metadata: Metadata) -> Iterator[str]:
    """What meta elements say, less what is an account: `shijing`, a word without a capital."""
    return (value for value in _stated(metadata) if not is_account(value))


def _turned(value: str) -> str:
    """`Muster, Mia` of a citation as it is said."""
    last, comma, first = value.partition(", ")
    return f"{first} {last}" if comma and "," not in first and " " not in last else value


def _from_values(values: Iterable[str], site: frozenset[str]) -> Iterator[str]:
    for value in values:
        for name in split(value):
            if is_han(name):
                if is_person(name, site) and len(name) != 4:  # four characters are a medium's name more often
                    yield name
            elif squash(name) not in site and not is_office(name) and not is_login(name):
                yield name


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
    return [
        place
        for place in (*top, *bottom)
        if not around.lines[place].owner.others
        and ((place in top and place < end) or not _is_of_another(around, around.lines[place]))
    ]


def _is_of_another(around: Around, line: Line) -> bool:
    """Whether a line below the body stands in a box of comments or teasers, or in an <article> that begins there."""
    if any(_OTHERS.search(box.hint) for box in islice((line.owner, *ancestors(line.owner)), _LEVELS)):
        return True
    if not (line.owner.in_article and around.end):
        return False
    box = next((box for box in (line.owner, *ancestors(line.owner)) if box.tag == "article"), None)
    return box is not None and box.place > around.lines[around.end - 1].owner.place


def _beside(around: Around, site: frozenset[str]) -> Iterator[str]:
    """Who is named for the author in a part of the page that was not walked into, as <address> is, or the foot of an
    article's box."""
    for node in around.skipped:
        box = node.parent
        inner = node.tag != "footer" and box is not None and _ARTICLE_BOX.search(box.attributes.get("class") or "")
        for link in node.css(_NAMED if inner else 'a[rel="author"], [itemprop="author"]'):
            yield from (name for name in split(link.text()) if " " in name and is_person(name, site))


def _signature(around: Around, title: Found, site: frozenset[str]) -> Iterator[str]:
    """A name alone below the last paragraph, alone with the date: `25.10.2022 - Mia Muster`, or above the text with
    what she is for the paper: `Mia Muster, political editor`."""
    for place in _near(around, title, above=3, below=1):
        line = around.lines[place]
        if line.size > 60 or line.owner.hidden or line.owner.tag[0] == "h" or line is title.line:
            continue
        if place and _CONTACT.search(around.lines[place - 1].text[-40:]):
            continue
        name = _DATED.sub("", line.text)
        dated = name != line.text
        if place < around.start:
            name, below = without_title(name), around.lines[place + 1]
            titled = below.size < _TITLE and without_title(f"{name}, {below.text}") == name
            dated = titled or name != line.text
        if ":" in name or is_han(name) or not (dated or (place >= around.end - 1 and not line.linked)):
            continue
        words = name.split()
        if words and words[0].casefold().rstrip(".") in _NO_NAME:
            continue
        if 2 <= len(words) <= 4 and is_person(name, site) and all(len(one) > 1 and one[0].isupper() for one in words):
            yield name
            return
