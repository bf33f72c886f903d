"""Who wrote an article: persons as the page names them, no editors, agencies' hotlines or numbers.

JSON-LD names persons best; a printed byline comes next (`By Mia Muster`, `（记者 张三 通讯员 李四）`, an element
named for the author); meta elements last, for many put the site, the web agency or the editor there. Where the page
credits only an organisation as its author, that is the answer.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from feeds.urls import host, site
from scraper.document import Document
from scraper.extract.around import Around
from scraper.extract.metadata import Metadata, plain, text_of, types_of
from scraper.extract.title import Found, squash
from scraper.models import ArticleRules

_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_EDITORS = re.compile(
    rf"(?:责任编辑|责编|编辑|编审|审核|校对|值班主任)\s?[:：]?\s?((?:[{_HAN}]{{2,4}}[\s、,，]*){{1,4}})"
)
_REPORTERS = re.compile(
    rf"(?:记者|記者|通讯员|特约撰稿人?|撰稿人?|撰文|作者(?=[\s:：])|文[/／|｜]图?|图[/／]文|文图|供稿人"
    rf"|整理)[\s:：]*(?:[/／]图)?\s*"
    rf"(?P<names>[{_HAN}·][{_HAN}·\s、,，]{{0,40}}?)"
    rf"(?=\s*(?:[)）】\]」|｜,，]|通讯员|记者|实习|报道|報導|摄影|摄$|摄[)）]|文/|图/|编辑|责编|责任|来源|时间|发布"
    rf"|\d|$))"
)
_AFFILIATION = re.compile(
    r"^.+(?:大学|学院|研究所|研究院|研究中心|公司|委员会|日报|晚报|时报|周刊|新闻|报社|杂志社|电视台|协会|学会"
    r"|总工会|工会|医院|中学|网)(?=.{2,4}$)"
)
_HAN_NAME = re.compile(rf"[{_HAN}]{{2,4}}\Z|[{_HAN}]{{1,8}}·[{_HAN}·]{{1,10}}\Z")
# In a paragraph only what stands in brackets is a byline: （记者 张三 通讯员 李四）.
_OPEN_BRACKET = re.compile(r"[(（【\[][^)）】\]]{0,30}\Z")
# Words that follow 记者 in a sentence and look like a name.
_NOT_NAMES = re.compile(
    r"^(?:从|在|了解|获悉|日前|近日|今日|昨日|看到|采访|发现|注意|表示|说|问|来到|走进|就|对|于|据|及|与|为|本人"
    r"|观点|团队|编辑|佚名|匿名|未知|网友|本站"
    r"|本网|原创|小编|不详|暂无|综合|通讯|报道|摄影|新闻|媒体|其他|文章|看|成文|供图|提供|关注|来自|举报|粉丝|网易"
    r"|新浪|搜狐|腾讯|凤凰|新华|人民|央视|中新)|(?:无|财经|站|部|社|报|网|局"
    r"|委|会|院|办|处|室|的|了|摄)$"
)
_BY = re.compile(
    r"(?:^|[|•·–—>]\s?|[(（]|\d,?\s|\bMin(?:uten)?\.?\s|\b(?i:posted|geschrieben|verfasst|written|erstellt"
    r"|veröffentlicht|published)\s)"
    r"(?:By|BY|by|Von|von|VON|Par|par|Por|por|POR|Di|di|Door|door|Av|Af|Text|TEXT|Autor(?:in|en)?|AUTOR|Author"
    r"|Auteur|Autore|Story by|Words by"
    r"|Ein Gastbeitrag von|Ein Beitrag von|Interview(?: von)?|Yazar)\s?[:：]?\s+(?P<names>[^\d|•·()\[\]<>:;–—]{2,90})"
)
_LEAD_WORDS = re.compile(
    r"^(?:(?:By|Von|Par|Por|Di|Door|Af|Av|Text|Autor(?:in|en)?|Author(?:s)?|Auteur|Autore|Written by|Posted by"
    r"|Verfasst von|Geschrieben von|Foto(?:s)?|Bild"
    r"|Interview(?: von)?|Über den Autor|About the author|Redaktion|Reporter|作者|记者|文)\s?[:：]?(?:\s+"
    r"|(?<=[:：]))|[:：]\s*|(?-i:Von|By)(?=[A-ZÄÖÜ]))+",
    re.IGNORECASE,
)
_FROM = re.compile(r"(?:[Ee]m|[Ii]n|[Aa]us|[Ff]rom|Do|Da|[Dd]esde)\s")
_HANGING = re.compile(r"\s(?:am|on|in|le|um|at|the|el|il|den|a|-)$|\s(?:Stand|Follow|Twitter|Email)$")
_ALONE = frozenset(
    (
        "by",
        "von",
        "par",
        "por",
        "di",
        "posted",
        "author",
        "autor",
        "autorin",
        "veröffentlicht",
        "published",
        "written",
        "red",
        "agencies",
    )
)
_TAIL = re.compile(
    r"\s*(?:@[\w.]+|\S+@\S+|[|•·–—/].*|\s-\s.*|\(.*|\[.*|,?\s(?:\d{1,2}[. ]|on\s|am\s|vor\s\d|in\s(?=[A-Z])|Updated"
    r"|Published|Veröffentlicht|Aktualisiert|Posted|Staff Writer"
    r"|Redakteur|Redaktion$|Reporter$|Correspondent|Contributor|Editor|기자|記者).*)$",
)
_JOINERS = re.compile(
    r"\s*(?:[;,，、]|\s(?:and|und|et|y|e|en|och|og|&|With|with|sowie|ve)\s|\s&\s|/)\s*", re.IGNORECASE
)
_PARTICLE = frozenset(
    (
        "de",
        "da",
        "do",
        "dos",
        "das",
        "di",
        "del",
        "della",
        "du",
        "van",
        "von",
        "der",
        "den",
        "ter",
        "ten",
        "zu",
        "zur",
        "al",
        "el",
        "la",
        "le",
        "bin",
        "ibn",
        "y",
        "e",
        "and",
        "af",
        "av",
        "dr",
        "prof",
    )
)
_NO_PERSON = re.compile(
    r"\b(?:GmbH|AG|e\.\s?V|Inc|LLC|Ltd|Verlag|Redaktion|Editorial|Team|Agentur|Agency|Staff|News|Nachrichten"
    r"|Service|Press|Presse|Admin|Administrator|Webmaster"
    r"|Redazione|Redacción|Rédaction|Reuters|Magazin|Zeitung|Online|Desk|User|Guest|Gast|Anonymous|Copyright"
    r"|Kommentare?|Comments?|Share|Follow|Read|More|Mehr"
    r"|Newsletter|Login|Datum|Uhr|Minuten|Lesezeit|Artikel|Impressum|Cookie|Datenschutz|Home|Menu|Foto|Image|dpa"
    r"|AFP|AP|APA|SDA|EFE|ANSA|sid|epd|KNA|Getty|Shutterstock"
    r"|iStock|Facebook|Twitter|Abo|Kontakt|Suche)\b|\.(?:de|com|org|net|ch|at)\b|https?:|www\.",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]")
_ANY_HAN = re.compile(rf"[{_HAN}：]")


def find_authors(
    document: Document, metadata: Metadata, around: Around, title: Found, rules: ArticleRules
) -> tuple[tuple[str, ...], str]:
    """The authors in their order, and where they came from."""
    if rules.authors:
        return tuple(_unique(_ruled(document, rules.authors))), "rule"
    editors = frozenset(_editors(around))
    names_of_site = _site(metadata, document.url)
    persons, organisations = _linked(metadata, title)
    full = [name for name in persons if squash(name) not in names_of_site and (" " in name or not name.isascii())]
    ways: tuple[tuple[str, Iterable[str]], ...] = (
        ("json-ld", full),
        ("byline", _printed_han(around, title)),
        ("microdata", _from_values(metadata.items.get("author", ()), names_of_site)),
        ("byline", _printed(around, title, names_of_site)),
        ("meta", _from_values(_stated(metadata), names_of_site | {squash(name) for name in editors})),
        ("signature", _signature(around, title, names_of_site)),
        ("json-ld", persons or organisations),
    )
    for evidence, names in ways:
        found = [name for name in _unique(names) if name not in editors]
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


# JSON-LD


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
            target += _split(text_of(author))
        if persons or organisations:
            break
    return persons, organisations


def _titled(metadata: Metadata, title: Found) -> list[Mapping[str, Any]]:
    wanted = squash(title.value)[:30]
    return sorted(metadata.articles, key=lambda node: squash(text_of(node.get("headline")))[:30] != wanted)


# Meta elements and microdata


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
        for name in _split(value):
            if _ANY_HAN.search(name):
                if _is_person(name, site) and len(name) != 4:  # four characters are a medium's name more often
                    yield name
            elif squash(name) not in site and not _NO_PERSON.search(name):
                yield name


def _split(value: str) -> Iterator[str]:
    """`By Mia Muster and Max Muster | Paper` as its names."""
    text = _TAIL.sub("", _LEAD_WORDS.sub("", plain(value))).strip()
    for part in _JOINERS.split(text):
        if _FROM.match(part):
            continue  # `Mia Muster, in Porto Alegre`: where, not who
        name = _HANGING.sub("", _TAIL.sub("", _LEAD_WORDS.sub("", part)).strip(" .,:;|-–—\"'“”"))
        if name and _WORD.search(name) and len(name) <= 60 and not name.startswith(("http", "@")):
            yield name


# Bylines in Chinese


def _editors(around: Around) -> Iterator[str]:
    for line in around.lines[max(0, around.start - 10) :]:
        if line.size < 400 and "编" in line.text:
            for match in _EDITORS.finditer(line.text):
                yield from re.split(r"[\s、,，]+", match[1].strip())


def _printed_han(around: Around, title: Found) -> Iterator[str]:
    """记者, 通讯员, 作者 beside the headline, in the dateline, at the end of the body."""
    for place in [
        *_near(around, title, above=8, below=10),
        *range(around.start + 3, min(around.start + 10, around.end)),
    ]:
        text = around.lines[place].text
        if place >= around.start and len(text) > 200:
            text = f"{text[:80]}\n{text[-60:]}"
        for match in _REPORTERS.finditer(text):
            if len(text) < 60 or _OPEN_BRACKET.search(text[: match.start()]) or match.start() < 6:
                yield from _han_names(match["names"])


def _han_names(written: str) -> Iterator[str]:
    for part in re.split(r"[\s、,，]+", written.strip()):
        name = _AFFILIATION.sub("", part)
        if _HAN_NAME.match(name) and not _NOT_NAMES.search(name):
            yield name


# Bylines in other languages


def _printed(around: Around, title: Found, site: frozenset[str]) -> Iterator[str]:
    """A line `By …`, or an element named for the author, near headline or end."""
    near = frozenset(_near(around, title, above=8, below=6))
    for place, text in around.credits:
        if place in near and not around.lines[place].owner.hidden:
            names = [name for name in _split(text) if _is_person(name, site)]
            if names:
                yield from [name for name in names if " " in name] or names
                return
    for place in sorted(near):
        line = around.lines[place]
        if line.owner.hidden or len(line.text) > 200:
            texts = [line.text[-60:]] if not line.owner.hidden and place >= around.start else []
        else:
            texts = [line.text]
        for text in texts:
            if match := _BY.search(text):
                names = [name for name in _split(match["names"]) if _is_person(name, site)]
                if names:
                    yield from names
                    return


def _near(around: Around, title: Found, *, above: int, below: int) -> list[int]:
    """Places where a byline may stand: from above the headline to the first lines of the body, and around its end."""
    start, end = around.start, around.end
    head = around.index(title.line)
    first = max(0, min(head if 0 <= head <= start else start, start) - above)
    top = range(first, min(start + 3, len(around.lines)))
    bottom = range(max(start + 3, end - 3), min(end + below, len(around.lines)))
    return [*top, *bottom]


def _is_person(name: str, site: frozenset[str]) -> bool:
    """Two to five words that begin with capitals, or one that stands as a pen name; nothing that names an office."""
    words = name.split()
    if _ANY_HAN.search(name):
        return _HAN_NAME.match(name) is not None and not _NOT_NAMES.search(name) and squash(name) not in site
    if not 1 <= len(words) <= 6 or len(name) > 50 or squash(name) in site or _NO_PERSON.search(name):
        return False
    if any(c.isdigit() for c in name) or name[-1] in "?!":
        return False
    if len(words) == 1:
        return len(name) > 1 and name.casefold() not in _ALONE
    lower = [word for word in words if not word[:1].isupper() and word[:1] != word[:1].upper()]
    return len(lower) < len(words) and all(word.rstrip(".") in _PARTICLE for word in lower)


def _signature(around: Around, title: Found, site: frozenset[str]) -> Iterator[str]:
    """A name alone below the last paragraph, or before the date."""
    for place in _near(around, title, above=3, below=1):
        line = around.lines[place]
        if line.size > 60 or line.owner.hidden or line.owner.tag[0] == "h" or line is title.line:
            continue
        name, _, rest = line.text.partition(" | ")
        if ":" in name or _ANY_HAN.search(line.text):
            continue
        dated = bool(rest) and any(c.isdigit() for c in rest[:6])
        alone = place >= around.end - 1 and not rest and not line.linked
        words = name.split()
        if (
            (dated or alone)
            and 2 <= len(words) <= 4
            and _is_person(name, site)
            and all(len(word) > 1 for word in words)
        ):
            yield name
            return


def _ruled(document: Document, selector: str) -> Iterator[str]:
    selector, _, attribute = selector.partition("@")
    for node in document.tree.css(selector):
        yield from _split((node.attributes.get(attribute) or "") if attribute else node.text())
