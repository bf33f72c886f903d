"""An HTML list page: the ways to read it, weighed against one another."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from urllib.parse import urljoin, urlsplit

from feeds.urls import canonical_key
from scraper.counted import counted
from scraper.discover.addresses import article_like, below
from scraper.discover.automatic import automatic
from scraper.discover.cms import commented, hanweb, unshown
from scraper.discover.columns import in_one_column
from scraper.discover.dates import Clues
from scraper.discover.item import Origin
from scraper.discover.own_feed import find_feed
from scraper.discover.paging import find_next, without_place
from scraper.discover.rules import by_rules, has_rules, script_of
from scraper.discover.runs import squash
from scraper.discover.state import embedded, linked_data
from scraper.document import Document, with_shadow
from scraper.embedded.requests import requested
from scraper.errors import NoItems
from scraper.models import Link, Listing, ListRules

# A list found with less is compared with what else the page carries.
GOOD = 0.6
TEMPLATE = re.compile(
    r"text/x-(?:handlebars|template|tmpl|jquery-tmpl|mustache)|text/(?:ng-template|template|html)[\"']"
    r"|\{\{[^{}]{1,80}\}\}|\bv-for=|\bng-repeat="
)
APPLICATION = re.compile(
    r"<div[^>]{1,200}id=[\"']?(?:app|root|__next|__nuxt|main-app)[\"']?[^>]{0,200}>\s*</div>", re.IGNORECASE
)
LOADER = re.compile(
    r"\bloadPageData\b|dataproxy\.jsp|\bajax\s*\(|\$\.(?:get|post|getJSON)\(|\bfetch\(|axios", re.IGNORECASE
)
LETTERS_A_WORD = 5
LIKE_ARTICLES = 0.7  # of addresses, on an average
SEVERAL_PLACES = 3  # with a number: menus lead to places on a page, too
NO_RULES = ListRules()


def discover(
    document: Document,
    *,
    rules: ListRules = NO_RULES,
    timezone: str | None = None,
    language: str | None = None,
    now: datetime | None = None,
) -> Listing:
    """The items of a list page, and the site's own feeds it names. Raises `NoItems`."""
    feeds = tuple(find_feed(document))
    try:
        found = _discover(document, rules, timezone, language, now)
        links = in_one_column(without_place(found.links, document.url))
        return replace(found, links=links, feeds=feeds)
    except NoItems as error:
        if (whole := with_shadow(document)) is not None:
            return discover(whole, rules=rules, timezone=timezone, language=language, now=now)
        body = document.tree.body
        error.feeds, error.requests = feeds, requested(document)
        error.words = len(squash(body.text(separator=" "))) // LETTERS_A_WORD if body else 0
        raise


def _discover(
    document: Document, rules: ListRules, timezone: str | None, language: str | None, now: datetime | None
) -> Listing:
    origin = Origin(document.base, Clues(timezone, language or _declared(document), now))
    tree, text, url = document.tree, document.text, document.url
    if has_rules(rules):
        found = by_rules(tree, url, rules, origin)
        return found if rules.next or found.next else replace(found, next=find_next(tree, text, url, document.base))
    found = hanweb(text, url, origin)
    if not found.links:
        found = _best(document, origin)
    if not found.links:
        raise NoItems(_reason(document))
    found = _completed(found, linked_data(tree, url, origin).links)
    return found if found.next else replace(found, next=find_next(tree, text, url, document.base))


def _declared(document: Document) -> str | None:
    """The language that the page declares, for its dates; not English, which templates say over lists of any other."""
    root = document.tree.root
    tag = ((root.attributes.get("lang") or "") if root is not None else "").strip().replace("_", "-")
    return None if tag.lower() in ("", "en", "en-us") else tag


def _best(document: Document, origin: Origin) -> Listing:
    """What the page shows, unless what it carries out of sight is clearly more of a list."""
    shown = automatic(document.tree, document.url, origin)
    remarked = commented(document.text, document.url, origin)
    if shown.confidence >= GOOD:
        # Hot news can stand beside the comment that a script makes the list of; what was left in one long ago is none.
        return remarked if _is_more(remarked, shown) and _is_as_new(remarked, shown) else shown
    if (whole := with_shadow(document)) is not None:
        return max(shown, _best(whole, origin), key=_worth)
    hidden = [
        remarked,
        linked_data(document.tree, document.url, origin),
        embedded(document, origin),
        unshown(document, origin),
    ]
    best = max(hidden, key=_worth)
    return best if _is_more(best, shown) and not _is_another(best, shown, document.url) else shown


def _is_another(listing: Listing, shown: Listing, url: str) -> bool:
    """Whether a state has another list than the page shows: jobs beside /news, guides beside a home page's articles."""
    known = {canonical_key(link.url) for link in listing.links}
    if listing.via != "state" or any(canonical_key(link.url) in known for link in shown.links):
        return False
    folder = urljoin(url, below(url))
    inside = folder if urlsplit(folder).path != "/" else "none"  # on a home page everything is
    if any(link.url.startswith(inside) for link in listing.links):
        return False
    within = sum(link.url.startswith(inside) for link in shown.links)
    telling = sum(article_like(link.url) for link in shown.links)
    return within > len(shown.links) / 2 or telling > LIKE_ARTICLES * len(shown.links)


def _is_more(listing: Listing, shown: Listing) -> bool:
    return _worth(listing) > 1.2 * _worth(shown)


def _is_as_new(listing: Listing, shown: Listing) -> bool:
    newest = max((link.published for link in listing.links if link.published), default=None)
    return newest is not None and all(link.published <= newest for link in shown.links if link.published)


def _worth(listing: Listing) -> float:
    dated = sum(link.published is not None for link in listing.links)
    return (len(listing.links) + dated) * listing.confidence


def _completed(found: Listing, others: Iterable[Link]) -> Listing:
    """The items with what another way knows of them."""
    known = {canonical_key(link.url): link for link in others}
    if not known:
        return found
    return replace(found, links=tuple(_filled(link, known.get(canonical_key(link.url))) for link in found.links))


def _filled(link: Link, other: Link | None) -> Link:
    if other is None:
        return link
    if link.published is None:
        link = replace(link, published=other.published, precision=other.precision)
    return replace(link, summary=link.summary or other.summary, image=link.image or other.image)


def _place_on_page(document: Document) -> str:
    """One of the places on this page that its links lead to, where several do and each has its text there."""
    ids = {node.attributes.get("id") or "" for node in document.tree.css("[id]")}
    hrefs = [node.attributes.get("href") or "" for node in document.tree.css("a[href^='#']")]
    places = list(dict.fromkeys(href for href in hrefs if re.search(r"\d", href) and href[1:] in ids))
    return places[0] if len(places) >= SEVERAL_PLACES else ""


def is_frame(document: Document) -> bool:
    """Whether a page is the empty frame of an application that a script fills."""
    return APPLICATION.search(document.text) is not None


def _source_of(document: Document) -> str:
    """Where the items that a script draws come from, as far as the page tells."""
    loaded = requested(document)
    return f"it loads {loaded[0]}: try that address" if loaded else "name its JSON under list.json"


def _reason(document: Document) -> str:
    """Why a page has no items, in a sentence for the one who must do something about it."""
    text, links = document.text, len(document.tree.css("a[href]"))
    if scripted := script_of(document.tree.css("body")):
        why = scripted
    elif place := _place_on_page(document):
        why = (
            f"its links lead to places on the page itself ({place}), and no item has a page of its own, which an entry "
            "needs; look for the site's feed, or for another list"
        )
    elif is_frame(document):
        why = f"the items are drawn by a script (an empty application frame); {_source_of(document)}"
    elif TEMPLATE.search(text) or LOADER.search(text):
        why = f"the items are loaded by a script (a template is there, no item); {_source_of(document)}"
    elif document.tree.css_first("frameset, frame, iframe[src]:not([src^='about:'])") is not None:
        why = "the list may stand in a frame; use that frame's address"
    elif not links:
        why = "a page without any link"
    else:
        why = f"{counted(links, 'link')} and none of them repeats like a list of articles: really empty, or redesigned"
    return f"{document.url}: {why}"
