"""A list of news as JSON: by rules, or by finding the array that looks like one.

    {"data": {"rows": [{"id": 7, "title": "Strike won", "publishTime": "2024-12-19 08:00"}]}}

    list: { json: { url: "https://…/api/list?page=1", items: data.rows, title: title, date: publishTime,
                    link: "https://…/#/detail?id={id}" } }

The same search reads the state that script-driven pages carry with them (`scraper.discover.state`).
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser

from feeds.html import legal
from feeds.urls import absolute, canonical_key, same_site
from scraper.counted import counted
from scraper.discover.addresses import article_like, below
from scraper.discover.dates import read_date
from scraper.discover.item import MAX_SUMMARY, Origin, tidy_title
from scraper.discover.paging import count_up, is_page_of
from scraper.discover.places import units
from scraper.discover.runs import squash
from scraper.embedded.keys import ADDRESSES, DATES, IMAGES, SUMMARIES, TITLES, first, key_of, keys_of, opened, string
from scraper.embedded.keys import plain as plain_key
from scraper.errors import NoItems, Unreadable
from scraper.models import JsonRules, Link, Listing

# What says where the next page is, and in which object beside the items.
NEXTS = frozenset(("nextpageurl", "nexturl", "nextlink", "odatanextlink", "nexthref", "next"))
PAGINGS = ("links", "_links", "meta", "pagination", "paging", "pageInfo", "page")
ROLES = {"link": ADDRESSES, "title": TITLES, "date": DATES, "summary": SUMMARIES, "image": IMAGES}
JSONP = re.compile(r"\s*[\w$.]{1,80}\s*\(\s*(?=[\[{])")
PLACE = re.compile(r"\{([\w.\-\[\]]+)\}")
# What holds links that are no news, by the keys above them.
MENU = re.compile(
    r"menu|nav|footer|header|breadcrumb|setting|config|options|social|language|locale|categor|tags?\b|filter|pages\b"
    r"|links\b|authors?\b",
    re.IGNORECASE,
)
# What stands beside a list of news, unless the page is called so, too.
BESIDE = re.compile(
    r"events?\b|upcoming|jobs?\b|vacanc|comments?\b|gallery|media\b|images?\b|related|popular|trending|most-?read"
    r"|recommended|topics?\b|team\b|people\b",
    re.IGNORECASE,
)
# What an item has several of, or every page.
PARTS = re.compile(
    r"(?:.*\.)?(topics|tags|categories|authors|images|gallery|photos|comments|menu|navigation|nav|breadcrumbs|facets|team"
    r"|people)(?:\.(?:items|data|nodes|edges))?",
    re.IGNORECASE,
)
PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp|svg|avif|mp4|mp3)(?:\?|\Z)", re.IGNORECASE)
DRAFTS = frozenset(("draft", "unpublished", "private", "pending", "trash"))
NO_PAGE = re.compile(r"/(?:json)?api/|/wp-json/")
PATHS = ("slug", "full_slug", "fullSlug", "path", "uri")
# A step of a path that is a number: the arrays at months.0.items and months.1.items are parts of one list.
PLACE_IN_LIST = re.compile(r"(?<![^.])\d+(?![^.])")
DIGIT = re.compile(r"\d")
FRACTION = re.compile(r"(\d{9,13})\.\d+")
TITLE = 4  # units of a title, below which an item does not tell that it is one
SCORED = 500  # items of an array by which it is compared with others
MOST_ITEMS = 5_000  # of all arrays together
SLUG = re.compile(r"[^\s/?#.]+")
HREF = re.compile(r"(?:https?:/)?\S*/\S*|\S+\.(?:s?html?|aspx?|php|jsp)\S*")
WRITTEN_DAY = re.compile(r"(?:19|20)\d\d[-/.年]\s?\d{1,2}[-/.月]\s?\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.](?:19|20)\d\d")
KIND = re.compile(r"(?<=:)\S+\Z|\A\d+\Z|\A[0-9a-fA-F-]{16,}\Z")
FEW_KEYED = 3  # items under keys of their own, or rows without keys, are a list
MAX_NODES = 200_000
MAX_DEPTH = 40
ROOT = 3  # slashes in the address of a site's first page


def read_json(text: str, url: str) -> Any:
    """The value of a JSON text, with or without a JSONP call around it."""
    call = JSONP.match(text)
    body = text[call.end() :].rstrip().rstrip(";").rstrip().removesuffix(")") if call else text
    try:
        return json.loads(body.lstrip("\ufeff"))
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"{url}: this begins like JSON and is none ({error})") from error


def json_list(value: Any, url: str, origin: Origin, rules: JsonRules | None = None) -> Listing:
    """The items of a JSON value."""
    if rules is not None and (rules.items or rules.link):
        return _by_rules(value, url, origin, rules)
    _, path, array = _best_array([value], url, origin, asked=True)
    links = _links(array, url, origin, least=1)
    if not links:
        raise NoItems(
            f"{url}: no array of items with a title and an address in this JSON; name them under list.json, "
            "as docs/add-a-source.md shows"
        )
    following = next_of(value, path, url)
    return Listing(tuple(links), following, "json", 0.7, json=_keys(path, array, links, value, url, origin))


def _keys(path: str, array: list[Any], links: Sequence[Link], value: Any, url: str, origin: Origin) -> JsonRules | None:
    """The keys by which the items were found, if by them alone the same ones are: later readings need not guess."""
    named = {role: _usual(array, names) for role, names in ROLES.items()}
    if named["link"].lower() == "slug":
        named["link"] = f"{below(url)}{{{named['link']}}}"
    rules = JsonRules(url, items=path, **{role: name for role, name in named.items() if name})
    try:
        again = _by_rules(value, url, origin, rules).links if rules.link else ()
    except NoItems:
        return None
    same = [(link.url, link.title, link.published) for link in links]
    return rules if [(link.url, link.title, link.published) for link in again] == same else None


def _usual(array: list[Any], names: Sequence[str]) -> str:
    """The key, as it is written there, that serves most items in this role."""
    found = Counter(key for item in array if isinstance(item, Mapping) and (key := key_of(item, names)))
    return found.most_common(1)[0][0] if found else ""


def _by_rules(value: Any, url: str, origin: Origin, rules: JsonRules) -> Listing:
    items = walk(value, rules.items) if rules.items else value
    if isinstance(items, Mapping):
        items = list(items.values())
    if not isinstance(items, list):
        keys = ", ".join(list(value)[:8]) if isinstance(value, Mapping) else type(value).__name__
        raise NoItems(f"{url}: the rule list.json.items {rules.items!r} names no array; at the top there is: {keys}")
    links: dict[str, Link] = {}
    for item in items:
        link = _ruled_link(item, origin, rules)
        if link is not None:
            links.setdefault(canonical_key(link.url), link)
    if not links:
        raise NoItems(
            f"{url}: {counted(len(items), 'item')} at {rules.items!r}, none with a title and an address by the rules"
        )
    return Listing(tuple(links.values()), next_of(value, rules.items, url), "json", 1.0)


def _ruled_link(item: Any, origin: Origin, rules: JsonRules) -> Link | None:
    if not isinstance(item, Mapping):
        return None
    if PLACE.search(rules.link):
        parts = {name: walk(item, name) for name in PLACE.findall(rules.link)}
        if any(part in (None, "") for part in parts.values()):
            return None
        href = PLACE.sub(lambda place: quote(legal(str(parts[place[1]])), safe="/:?=&%~,;@+$!*()-._"), rules.link)
    else:
        href = string(walk(item, rules.link)) if rules.link else first(item, ADDRESSES)
    url = absolute(href, origin.base)
    title = tidy_title(plain(string(walk(item, rules.title or "title"))))
    if not url or not title:
        return None
    stamps = [string(walk(item, rules.date))] if rules.date else _stamps(item)
    return _made(
        url,
        title,
        stamps,
        string(walk(item, rules.summary)) if rules.summary else first(item, SUMMARIES),
        string(walk(item, rules.image)) if rules.image else first(item, IMAGES),
        origin,
    )


def walk(value: Any, path: str) -> Any:
    """What stands at a dotted path; a number indexes an array. None where it leads nowhere.

    >>> walk({"data": [{"rows": 7}]}, "data.0.rows")
    7
    """
    for step in path.replace("[", ".").replace("]", "").split("."):
        if not step:
            continue
        if isinstance(value, Mapping):
            value = value.get(step)
        elif isinstance(value, list) and step.lstrip("-").isdigit() and -len(value) <= int(step) < len(value):
            value = value[int(step)]
        else:
            return None
    return value


def find_items(values: Iterable[Any], url: str, origin: Origin) -> tuple[list[Link], str]:
    """The items of the array that most looks like a list of articles, in what a page carries with it, and the address
    of the next page that stands beside them."""
    value, path, array = _best_array(values, url, origin)
    return _links(array[:SCORED], url, origin), next_of(value, path, url) if array else ""


def _is_item(value: Any) -> bool:
    """Whether what is called the next is another article."""
    return isinstance(value, Mapping) and bool(first(value, TITLES))


def next_of(value: Any, path: str, url: str) -> str:
    """The next page's address, as what holds the items of this path says it, else by the counter in this page's own.

    Laravel's `next_page_url`, `next` of Django and JSON:API, `@odata.nextLink`; one that is null ends the list.
    """
    steps = path.split(".") if path else []
    for depth in range(len(steps), -1, -1):
        holder = walk(value, ".".join(steps[:depth])) if depth else value
        if not isinstance(holder, Mapping):
            continue
        for box in (holder, *(holder[key] for key in PAGINGS if isinstance(holder.get(key), Mapping))):
            told = [box[key] for key in box if plain_key(str(key)) in NEXTS and not _is_item(box[key])]
            if told:
                following = absolute(string(told[0]), url)
                return following if same_site(following, url) and is_page_of(following, url) else ""
    return count_up(url)


def _best_array(values: Iterable[Any], url: str, origin: Origin, *, asked: bool = False) -> tuple[Any, str, list[Any]]:
    """The array that most looks like a list of articles, behind the value it is in and its path there. Where a person
    `asked` for this JSON, its titles may be short and without dates."""
    best: tuple[Any, str, list[Any]] = (None, "", [])
    best_score = 0.0
    parts: list[tuple[list[Any], set[str]]] = []
    read = 0
    for value in values:
        groups: dict[str, list[tuple[list[Any], set[str]]]] = {}
        for path, array in _arrays(value):
            seen = array[:SCORED]
            read += len(seen)
            links = _links(seen, url, origin) if read < MOST_ITEMS else []
            if not links or len(links) < 0.6 * len(seen) or (not asked and _are_parts(path, url)):
                continue
            dated = sum(link.published is not None for link in links)
            telling = sum(min(units(link.title), 40) / 40 + article_like(link.url) for link in links)
            sure = dated or telling >= 1.2 * len(links) or (asked and _may_be_news(path, links))
            score = (dated + telling) * _fitting(path, links, url) if sure else 0.0
            group = groups.setdefault(PLACE_IN_LIST.sub("#", path), [])
            if score:
                group.append((array, _folders(links)))
            if score > best_score:
                best, best_score, parts = (value, path, array), score, group
    value, path, array = best
    if len(parts) < 2 or not PLACE_IN_LIST.search(path):
        return best
    # A list in parts, by month or by page; the search meets the last of them first.
    folders = next(folders for part, folders in parts if part is array)
    return value, path, [item for part, others in reversed(parts) if folders & others for item in part]


def _folders(links: Sequence[Link]) -> set[str]:
    """The topmost folders that items lie in, whatever their year."""
    return {DIGIT.sub("0", urlsplit(link.url).path.split("/", 2)[1]) for link in links}


def _are_parts(path: str, url: str) -> bool:
    named = PARTS.fullmatch(path)
    return named is not None and named[1].lower() not in url.lower()


def _fitting(path: str, links: Sequence[Link], url: str) -> float:
    """How well a list goes with the page it is found in: /news has pages of /news/, and its menu beside them."""
    folder = urljoin(url, below(url))
    within = sum(link.url.startswith(folder) for link in links) / len(links) if folder.count("/") > ROOT else 0.0
    beside = MENU.search(path) or (BESIDE.search(path) and not BESIDE.search(url))
    return (1 + 2 * within) * (0.5 if beside else 1)


def _may_be_news(path: str, links: Sequence[Link]) -> bool:
    """Whether undated items can be news by where they stand and lead to: no menu, no settings, nor one page's name."""
    within = sum(article_like(link.url) >= 0.3 for link in links)
    titles = len({link.title for link in links})
    return not MENU.search(path) and len(links) >= 2 and min(within, titles) >= 0.8 * len(links)


def _arrays(value: Any) -> Iterator[tuple[str, list[Any]]]:
    """Every array of objects in a value, with the path to it."""
    waiting, seen = [(value, "", 0)], set[int]()
    while waiting and len(seen) < MAX_NODES:
        value, path, depth = waiting.pop()
        if depth > MAX_DEPTH or id(value) in seen or not isinstance(value, list | Mapping):
            continue
        seen.add(id(value))
        if isinstance(value, list):
            if value and sum(isinstance(item, Mapping) for item in value) >= 0.8 * len(value):
                yield path, value
            elif named := _as_objects(value):
                yield path, named
            waiting.extend((item, f"{path}.{n}".lstrip("."), depth + 1) for n, item in enumerate(value))
        elif isinstance(value, Mapping):
            # Items by their number: {"12": {"title": …}, "13": {"title": …}}, {"Article:12": {…}, "Image:3": {…}}
            kinds: dict[str, list[Any]] = {}
            for key, item in value.items():
                if isinstance(item, Mapping):
                    kinds.setdefault(KIND.sub("", str(key)), []).append(item)
            yield from ((path, items) for items in kinds.values() if len(items) >= FEW_KEYED)
            waiting.extend((item, f"{path}.{key}".lstrip("."), depth + 1) for key, item in value.items())


def _as_objects(rows: list[Any]) -> list[Any]:
    """Rows that say by their order what they hold: [["/news/1.html", "Strike won", "2024-12-19"], …]."""
    if len(rows) < FEW_KEYED or any(not isinstance(row, list) or len(row) < 2 for row in rows):
        return []
    columns = [[string(value) for value in column] for column in zip(*rows[:SCORED], strict=False)]
    named: dict[str, int] = {}
    for place, texts in enumerate(columns):
        if all(HREF.fullmatch(text) for text in texts):
            named.setdefault("url", place)
        elif all(WRITTEN_DAY.match(text) for text in texts):
            named.setdefault("date", place)
        elif all(texts) and min(units(text) for text in texts) >= TITLE:
            named.setdefault("title", place)
    if not {"url", "title"} <= named.keys():
        return []
    return [{name: row[place] for name, place in named.items()} for row in rows if len(row) > max(named.values())]


def _links(array: list[Any], url: str, origin: Origin, *, least: int = TITLE) -> list[Link]:
    here = canonical_key(url)
    links: dict[str, Link] = {}
    for entry in array:
        if not isinstance(entry, Mapping) or _is_draft(item := opened(entry)):
            continue
        target = absolute(_href(item, url) or string(item.get("@id")), origin.base)
        title = tidy_title(plain(first(item, TITLES)))
        if not target or PICTURE.search(target) or not title or units(title) < least or canonical_key(target) == here:
            continue
        link = _made(target, title, _stamps(item), first(item, SUMMARIES), first(item, IMAGES), origin)
        links.setdefault(canonical_key(target), link)
    return list(links.values())


def _href(item: Mapping[str, Any], url: str) -> str:
    """Where an item leads to. A bare slug is the name of its page below the list's, whatever the list ends with; one of
    several folders begins at the top, or where the list's address has the first of them."""
    addresses = ((key, string(item[key])) for key in keys_of(item, ADDRESSES))
    key, href = next(((key, href) for key, href in addresses if not NO_PAGE.search(href)), ("", ""))
    if key not in PATHS or href.startswith(("/", ".")) or "." in href.rpartition("/")[2] or ":" in href:
        return href
    if "/" not in href:
        return below(url) + href if key == "slug" and SLUG.fullmatch(href) else href
    above, found, _ = f"{urlsplit(url).path}/".partition(f"/{href.partition('/')[0]}/")
    return f"{above if found else ''}/{href}"


def _stamps(item: Mapping[str, Any]) -> list[str]:
    return [string(item[key]) for key in keys_of(item, DATES)]


def _is_draft(item: Mapping[str, Any]) -> bool:
    if item.get("draft") is True or item.get("published") is False:
        return True
    return string(item.get("status")).lower() in DRAFTS or string(item.get("_id")).startswith("drafts.")


def _made(url: str, title: str, stamps: Iterable[str], summary: str, image: str, origin: Origin) -> Link:
    days = (read_date(FRACTION.sub(r"\1", stamp[:80]), origin.clues) for stamp in stamps)
    day = next((day for day in days if day is not None), None)
    summary = plain(summary[: 4 * MAX_SUMMARY])
    return Link(
        url,
        title,
        day.value if day else None,
        day.precision if day else None,
        summary if len(summary) <= MAX_SUMMARY else summary[:MAX_SUMMARY].rstrip() + "…",
        absolute(image, origin.base) if image else "",
    )


def plain(text: str) -> str:
    """A field that may be HTML, as text. JSON can escape what no text may hold: half a surrogate pair, a NUL."""
    text = legal(text)
    if "<" in text or "&" in text:
        text = LexborHTMLParser(f"<body>{text}").text() or ""
    return squash(text)
