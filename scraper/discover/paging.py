"""The address of a list's next page.

In this order: `rel=next`; a pager's "next" link; the number after the current one; pagers that only a script draws (TRS
`createPageHTML(25, 0, "index", "html")`, whose second page is `index_1.html`; Hanweb `dataproxy.jsp`). Sites that count
down (Boda: `tzgg.htm`, then `tzgg/25.htm`) need nothing special: their "next" link says so.
"""

import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from feeds.urls import absolute, canonical_key, same_site
from scraper.discover.addresses import DIGITS, address, is_blank
from scraper.discover.runs import squash, words
from scraper.models import Link

# Words for the next page that mean nothing else, and words that mean it in a pager only.
NEXT_PAGE = re.compile(
    r"[\W_]*(?:next page|older (?:posts?|entries|articles)|下一?[页頁]|后一页|nächste seite|page suivante"
    r"|p[aá]gina (?:siguiente|seguinte)|siguiente p[aá]gina|pr[oó]xima p[aá]gina"
    r"|pagina successiva|volgende pagina|następna strona|следующая страница"
    r"|предыдущие записи|sonraki sayfa|trang (?:sau|tiếp)|次の(?:ページ|\d+件)|次へ|다음 ?페이지|(?:الصفحة )?التالية?"
    r"|nästa sida|næste side|neste side|seuraava sivu|další str[áa]nka|következő oldal|halaman berikutnya"
    r"|pagina următoare|наступна сторінка|следваща страница|(?:sljedeća|sledeća) stranica|επόμενη σελίδα|pàgina següent"
    r"|ältere (?:beiträge|meldungen|artikel|einträge|nachrichten|posts)|(?:articles|billets|messages) plus anciens"
    r"|(?:articles|billets) précédents|entradas (?:más antiguas|anteriores|antiguas)|(?:post|articoli) più vecchi"
    r"|postagens (?:mais )?antigas|oudere (?:berichten|artikelen)|äldre (?:inlägg|nyheter)|eldre innlegg|ældre indlæg"
    r"|vanhemmat (?:viestit|artikkelit)|starsze (?:wpisy|posty|artykuły)|starší (?:příspěvky|články)"
    r"|régebbi bejegyzések|(?:старые|более ранние|ранние) (?:записи|сообщения)|(?:eski|önceki) (?:yazılar|kayıtlar)"
    r"|(?:以前|過去)の(?:記事|投稿)"
    r"|(?:ל?עמוד|ל?דף) הבא|صفحه (?:بعدی?)|หน้าถัดไป|अगला (?:पृष्ठ|पेज))[\W_]*",
    re.IGNORECASE,
)
NEXT = re.compile(
    r"[\W_]*(?:next|older|nächste|weiter|suivante?s?|siguientes?|pr[oó]xim[ao]s?|seguinte|avanti|successiv[aoi]|volgende"
    r"|następn[ae]|далее|следующая|след|вперед|вперёд|sonraki|tiếp(?: theo)?|다음|nästa|neste|næste|seuraava|další"
    r"|ďalšia|következő|επόμεν[ηο]|berikutnya|selanjutnya|наступн[аі]|следваща|sljedeć[ae]|sledeć[ae]|следећа|següent"
    r"|următo(?:area|rul)|järgmine|nākam[āa]|kitas|næsta|הבא|بعدی?|ถัดไป|अगला|अगले|>{1,2}|›|»|→)[\W_]*|[>›»→]+",
    re.IGNORECASE,
)
# What may lead to the rest of the list, if its address says so, and to anything else.
MORE = re.compile(
    r"[\W_]*(?:(?:load|show|view|see) more(?: \w+)?|more (?:news|posts|articles|entries)|mehr (?:laden|anzeigen)"
    r"|weitere \w+|(?:voir|charger|afficher) plus|(?:ver|cargar|mostrar) más|(?:mostra|carica) altr[ie]"
    r"|(?:ver|carregar) mais|meer (?:laden|tonen)|(?:показать|загрузить) ещ[её]|加载更多|更多|더 ?보기|もっと見る)"
    r"[\W_]*",
    re.IGNORECASE,
)
# Where a script, htmx or Turbo finds what it shows below the list when a reader asks for more.
LOADED = ("data-next-url", "data-next-page", "data-next", "data-next-href", "hx-get", "data-url", "data-href", "src")
LOADING = (
    "[data-next-url], [data-next-page], [data-next], [data-next-href], [hx-get], button[data-url], a[data-url],"
    "button[data-href], turbo-frame[src][loading=lazy]"
)
# Arrows and words that lead to the next ten pages where the pages have numbers.
GROUP = re.compile(r"[>»]{1,2}|다음")
# What is added to a list's address, and the names of counters in a query.
ADDED = re.compile(
    r"(?:/?(?:page|seite|pagina|página|p|sida|side|sivu|strona|strana|stran|stranica|oldal|sayfa|trang|halaman)[/_-]?|/?(?:index|list|default)[_-]?|[_-])\d{1,4}(?:\.\w+)?/?"
    r"|/\d{1,2}/?"
)
COUNTER = re.compile(
    r"pag|p[aá]gina|seite|sayfa|sida|\bside\b|sivu|stran|oldal|trang|halaman|start|offset|from|skip|\bpn?\b",
    re.IGNORECASE,
)
CURSOR = re.compile(r"cursor|token|\bafter\b", re.IGNORECASE)
TRS = re.compile(
    r"createPageHTML\w*\(\s*(?:['\"][\w#.-]+['\"]\s*,\s*)?(\d{1,5})\s*,\s*(\d{1,5})\s*,\s*['\"]([\w./-]*)['\"]\s*,\s*['\"](\w+)['\"]"
)
TRS_NAMED = re.compile(r"createPageHTML\w*\(\s*['\"][\w#.-]+['\"]\s*,")
PAGE_COUNT = re.compile(r"\bvar\s+(?:countPage|pageCount|totalPage)\s*=\s*(\d{1,5})", re.IGNORECASE)
PAGE_NOW = re.compile(r"\bvar\s+(?:currentPage|pageIndex|nowPage)\s*=\s*(\d{1,5})", re.IGNORECASE)
NEXT_GROUP = re.compile(r"<nextgroup>(.{0,2000}?)</nextgroup>", re.DOTALL | re.IGNORECASE)
# A percent sign that was itself percent-encoded.
TWICE = re.compile(r"%25(?=[0-9A-Fa-f]{2})")
HREF = re.compile(r"href\s*=\s*[\"']?([^\"'\s>]+)", re.IGNORECASE)
PAGER_WORDS = re.compile(
    r"pag(?:e|er|ing|ination|inator|es|elist)|fenye|fanye|nav-?links|wp-pagenavi|seiten", re.IGNORECASE
)
CURRENT = re.compile(r"\b(?:current|active|cur|on|selected|thisclass|hover|now)\b", re.IGNORECASE)
# Names of counters in the query of a JSON list, without case and separators.
COUNTERS = (
    "page", "pagenum", "pageno", "pagenumber", "pageindex", "currentpage", "curpage", "p", "pn", "paged", "pagina",
    "página", "seite", "sida", "side", "sivu", "strona", "strana", "stran", "stranica", "oldal", "sayfa", "trang",
    "halaman",
)  # fmt: skip
# Those of items go on by the size of a page.
OFFSETS = ("offset", "start", "skip", "startindex", "startrow", "firstresult", "inicio")
SIZES = ("limit", "size", "pagesize", "rows", "perpage", "count", "take", "top", "num")
# What an item's link says of the list page that it was found on, so that "back to the list" leads there.
PLACE = re.compile(r"(?:go|now|cur|current|c)?_?page_?(?:no|num|number|index)?|pg|pn", re.IGNORECASE)
PLACED = 3  # items with one number in their links: fewer may be pages of one article

# No pager has more links; a page that has is not searched for ever.
MAX_NUMBERS, MAX_DOUBTFUL = 60, 20


@dataclass(frozen=True, slots=True)
class Numbered:
    """A link to a page by its number."""

    number: int
    url: str
    node: LexborNode


def without_place(links: Sequence[Link], url: str) -> tuple[Link, ...]:
    """Items without the number of the list page in their links: `?wr_id=7&page=2` is `?wr_id=7`, wherever it is listed.

    The number is the same in all links that have one, they differ in something else, and they are several or the list's
    own address has it, too.
    """
    placed = [[pair for pair in _parameters(link.url) if PLACE.fullmatch(pair[0])] for link in links]
    pairs = {pair for found in placed for pair in found}
    if len(pairs) != 1 or not (sum(map(bool, placed)) >= PLACED or pairs <= set(_parameters(url))):
        return tuple(links)
    (place,) = pairs
    if not place[1].isdigit():
        return tuple(links)
    plain = tuple(replace(link, url=_without(link.url, "=".join(place))) for link in links)
    same = len({canonical_key(link.url) for link in plain}) < len({canonical_key(link.url) for link in links})
    return tuple(links) if same else plain


def _parameters(url: str) -> list[tuple[str, str]]:
    return parse_qsl(urlsplit(url).query, keep_blank_values=True)


def _without(url: str, pair: str) -> str:
    """An address without one parameter, all else as it was written."""
    rest, mark, fragment = url.partition("#")
    path, _, query = rest.partition("?")
    kept = "&".join(part for part in query.split("&") if part != pair)
    return f"{path}?{kept}{mark}{fragment}" if kept else f"{path}{mark}{fragment}"


def find_next(tree: LexborHTMLParser, text: str, url: str, base: str) -> str:
    """The next page's absolute address on the same site, or ""."""
    here = canonical_key(url)
    for candidate in _candidates(tree, text, url, base):
        if candidate and not is_blank(candidate) and canonical_key(candidate) != here and same_site(candidate, url):
            return candidate
    return ""


def _candidates(tree: LexborHTMLParser, text: str, url: str, base: str) -> Iterable[str]:
    for node in tree.css("link[rel~=next], a[rel~=next]"):
        yield absolute(node.attributes.get("href") or "", base)
    anchors = tree.css("a")
    yield from _named(anchors, url, base)
    yield from _numbered(anchors, url, base)
    yield from _chosen(tree, url, base)
    yield from _loaded(tree, url, base)
    yield _drawn_by_trs(text, url)
    yield next_of_hanweb(text, base)


def _named(anchors: Sequence[LexborNode], url: str, base: str) -> Iterable[str]:
    """Links that say "next". A bare arrow or "weiter" counts only in a pager, or if it leads to a page of this list:
    slides and items have them too."""
    doubtful = 0
    for node in anchors:
        attributes = node.attributes
        label = squash((node.text() or "")[:200]) or squash(
            attributes.get("title") or attributes.get("aria-label") or _alt(node)
        )
        if len(label) > 24:
            continue
        if not NEXT_PAGE.fullmatch(label):
            if doubtful >= MAX_DOUBTFUL or label.isdecimal():
                continue
            following = NEXT.fullmatch(label) is not None or "next" in words(attributes)
            more = not following and MORE.fullmatch(label) is not None
            if not following and not more:
                continue
            if _is_disabled(node):
                continue
            doubtful += 1
            if not is_page_of(absolute(address(node), base), url) and (more or not _in_pager(node)):
                continue
        if href := address(node):
            if GROUP.fullmatch(label):
                yield from (one for one in _numbered(anchors, url, base) if _alike(one, absolute(href, base)))
            yield absolute(href, base)


def _is_disabled(node: LexborNode) -> bool:
    """Whether a link, or the item of the pager that it stands in, is shown and leads nowhere: on the last page."""
    boxes = (node, node.parent) if node.parent is not None else (node,)
    return any(
        box.attributes.get("aria-disabled") == "true" or "disabled" in (box.attributes.get("class") or "").split()
        for box in boxes
    )


def _chosen(tree: LexborHTMLParser, url: str, base: str) -> Iterable[str]:
    """The page behind the chosen one in a <select> of pages by their numbers."""
    for box in tree.css("select")[:MAX_DOUBTFUL]:
        options = box.css("option[value]")[:MAX_NUMBERS]
        if len(options) > 1 and all(DIGITS.search(option.text() or "") for option in options):
            now = next((n for n, option in enumerate(options) if "selected" in option.attributes), 0)
            following = [absolute(option.attributes.get("value") or "", base) for option in options[now + 1 : now + 2]]
            yield from (target for target in following if is_page_of(target, url))


def _loaded(tree: LexborHTMLParser, url: str, base: str) -> Iterable[str]:
    """Pages of this list that something on it loads."""
    for node in tree.css(LOADING)[:MAX_DOUBTFUL]:
        told = next((value for name in LOADED if (value := node.attributes.get(name))), "")
        if is_page_of(target := absolute(told, base), url):
            yield target


def _alt(node: LexborNode) -> str:
    """What a link says that is only a picture."""
    picture = node.css_first("img[alt]")
    return (picture.attributes.get("alt") or "") if picture is not None else ""


def is_page_of(target: str, url: str) -> bool:
    """Whether an address is a list's own with a page's number or a cursor more, or another one."""
    there, here = urlsplit(target), urlsplit(url)
    if not target or there.netloc != here.netloc:
        return False
    new = set(parse_qsl(there.query)) - set(parse_qsl(here.query))
    counted = any((COUNTER.search(name) and value.isdigit()) or CURSOR.search(name) for name, value in new)
    if there.path.rstrip("/") == here.path.rstrip("/"):
        return counted
    if not there.path.startswith(here.path.rstrip("/")):
        return _is_next_number(there.path, here.path)
    added = there.path.removeprefix(here.path.rstrip("/"))
    return counted or ADDED.fullmatch(added) is not None or _is_next_number(there.path, here.path)


def _is_next_number(there: str, here: str) -> bool:
    """Whether one number of an address is one more, and nothing else is another."""
    pairs = [(int(a), int(b)) for a, b in zip(DIGITS.findall(there), DIGITS.findall(here), strict=False) if a != b]
    return _alike(there, here) and len(pairs) == 1 and pairs[0][0] == pairs[0][1] + 1


def _alike(one: str, other: str) -> bool:
    """Whether two addresses differ in their numbers only."""
    return DIGITS.sub("N", one) == DIGITS.sub("N", other)


def _in_pager(node: LexborNode) -> bool:
    """Whether a link stands in a pager: something is called so, or numbers stand beside it."""
    above: LexborNode | None = node
    for _ in range(4):
        if above is None or above.tag in ("body", "main"):
            return False
        attributes = above.attributes
        if PAGER_WORDS.search(f"{attributes.get('class') or ''} {attributes.get('id') or ''}"):
            return True
        above = above.parent
        beside = above.css("a") if above is not None else []
        if len(beside) <= 30 and sum(squash(other.text()).isdigit() for other in beside) >= 2:
            return True
    return False


def _numbered(anchors: Iterable[LexborNode], url: str, base: str) -> Iterable[str]:
    pages = []
    for node in anchors:
        label = squash((node.text() or "")[:40]).strip("[]()-· ")
        if label.isascii() and label.isdigit() and len(label) <= 4 and (href := address(node)):
            target = absolute(href, base)
            if target and same_site(target, url):
                pages.append(Numbered(int(label), target, node))
    pages = pages[:MAX_NUMBERS]
    if not pages or not any(_in_pager(page.node) or _beside(page, pages) for page in pages):
        return
    now = _current(pages, url)
    following = sorted((page for page in pages if page.number > now), key=lambda page: page.number)
    if following and following[0].number == now + 1:
        yield following[0].url


def _beside(page: Numbered, pages: list[Numbered]) -> bool:
    """Whether two numbers that follow one another stand in the same place: a pager, whatever it is called."""
    parent = page.node.parent
    above = parent.parent if parent else None
    for other in pages:
        if other.number == page.number + 1 and other.node.parent and parent:
            beside = other.node.parent
            if beside.mem_id == parent.mem_id or (above and beside.parent and beside.parent.mem_id == above.mem_id):
                return True
    return False


def _current(pages: list[Numbered], url: str) -> int:
    """The number of this page: its link is marked or leads here, or it is the number without a link; else 1."""
    here = canonical_key(url)
    for page in pages:
        parent = page.node.parent
        marks = f"{page.node.attributes.get('class') or ''} {(parent.attributes.get('class') or '') if parent else ''}"
        if canonical_key(page.url) == here or CURRENT.search(marks):
            return page.number
    numbers = {page.number for page in pages}
    holder = pages[0].node.parent
    for _ in range(2):
        if holder is None:
            break
        for node in holder.css("span, strong, b, em, li, font, i"):
            label = squash(node.text())
            if label.isdecimal() and len(label) <= 4 and int(label) not in numbers and node.css_first("a") is None:
                return int(label)
        holder = holder.parent
    return 1


def _drawn_by_trs(text: str, url: str) -> str:
    call = TRS.search(text)
    if call:
        total, now, name, extension = int(call[1]), int(call[2]), call[3] or "index", call[4]
        # With the id of its box the pager is of the new kind, which counts from one.
        following = now + 1
        last = total if TRS_NAMED.match(call[0]) else total - 1
    elif "createPage" in text:
        count, index = PAGE_COUNT.search(text), PAGE_NOW.search(text)
        if not count or not index:
            return ""
        following, last, name, extension = int(index[1]) + 1, int(count[1]) - 1, "index", "html"
    else:
        return ""
    return absolute(f"{name}_{following}.{extension}", url) if following <= last else ""


def next_of_hanweb(text: str, base: str) -> str:
    """The link in Hanweb's `<nextgroup>`, where everything is escaped once too often."""
    group = NEXT_GROUP.search(text)
    href = HREF.search(group[1]) if group else None
    if not href:
        return ""
    return absolute(TWICE.sub("%", html.unescape(html.unescape(href[1]))), base)


def count_up(url: str) -> str:
    """The same address with its page counter one higher; "" if it has none. For JSON that is loaded page by page.

    >>> count_up("https://union.example/api/list?page=1&size=20")
    'https://union.example/api/list?page=2&size=20'
    """
    parts = urlsplit(url)
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    names = [re.sub(r"[\W_]+", "", name.lower()) for name, _ in pairs]
    sizes = [int(value) for name, (_, value) in zip(names, pairs, strict=True) if name in SIZES and value.isdecimal()]
    for index, (name, value) in enumerate(pairs):
        if not value.isdecimal():
            continue
        step = 1 if names[index] in COUNTERS else sizes[0] if names[index] in OFFSETS and sizes else 0
        if step:
            pairs[index] = (name, str(int(value) + step))
            return urlunsplit(parts._replace(query=urlencode(pairs)))
    return ""
