"""Tidies foreign HTML before the allow-list: addresses made absolute, lazy pictures restored, frames turned into links.

nh3 can refuse an attribute but not the element that needs it, so whatever must leave as a whole (tracking pixels,
pictures without an address, hidden parts) leaves here.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from feeds.filetypes import ATTACHED, naming
from feeds.html.allow import DROPPED, is_picture_data
from feeds.urls import absolute

_HIDDEN = "[hidden],[style*='display']"
_VISIBLE = "img,video,audio"
_HIDING = re.compile(r"display\s*:\s*none", re.IGNORECASE)

_LAZY = (
    "data-src",
    "data-original",
    "data-lazy-src",
    "data-lazyload",
    "data-lazy",
    "data-actualsrc",
    "data-echo",
    "data-original-src",
    "_src",
    "original",
    "lazy-src",
)
_LAZY_SETS = ("data-srcset", "data-lazy-srcset")
_PLACEHOLDER = re.compile(
    r"(?:^|[/_.-])(?:blank|spacer|placeholder|transparent|loading|lazy(?:load)?|grey|gray|pixel|1x1|white|nopic|default_load)"
    r"[\w-]{0,20}\.(?:gif|png|jpe?g|svg|webp)(?:\?|$)",
    re.IGNORECASE | re.ASCII,
)
_TINY_DATA = 200
_PIXEL_HOSTS = re.compile(
    r"(?:^|\.)(?:google-analytics\.com|googletagmanager\.com|doubleclick\.net|scorecardresearch\.com|quantserve\.com"
    r"|hm\.baidu\.com|cnzz\.com|umeng\.com|51\.la|stats\.wordpress\.com|pixel\.wp\.com|statcounter\.com|mc\.yandex\.ru"
    r"|counter\.yadro\.ru|top-fwz1\.mail\.ru|px\.ads\.linkedin\.com|bat\.bing\.com|chartbeat\.net|hotjar\.com"
    r"|feeds\.feedburner\.com|feedsportal\.com|pixel\.facebook\.com|analytics\.twitter\.com|mmstat\.com|clicky\.com)$",
    re.IGNORECASE | re.ASCII,
)
_PIXEL_PATHS = re.compile(
    r"//(?:www\.)?facebook\.com/tr\b|/(?:piwik|matomo)\.php\b|/ga\.php\b|/__utm\.gif\b|/pixel\.gif\b", re.IGNORECASE
)
_STYLE_SIZE = re.compile(r"(?:^|;)\s*(?:width|height)\s*:\s*([0-9.]{1,6})px", re.IGNORECASE | re.ASCII)
_DOCUMENT = naming(ATTACHED)
_LEADING_NUMBER = re.compile(r"\s*([0-9]{1,5})(?:px)?\s*", re.IGNORECASE | re.ASCII)
_DESCRIPTOR = re.compile(r"([0-9.]{1,8})[wx]", re.ASCII)
_ADDRESS = re.compile(r"[./]")
_ALLOWED_LINK = re.compile(r"\s*mailto:[^\s<>\"']{3,200}\s*", re.IGNORECASE | re.ASCII)
# What a form must say before it is read as a page's wrapper (ASP.NET puts whole articles into one) and not as a form.
_WRAPPER_TEXT = 200


@dataclass(frozen=True, slots=True)
class _Page:
    """What the handlers share: the tree, the address of the page, and the pictures already shown (without query)."""

    tree: LexborHTMLParser
    base: str
    shown: set[str] = field(default_factory=set)


def prepare(html: str, base: str) -> str:
    """The HTML with absolute addresses and without what must leave whole. Not safe yet: `allow` comes after."""
    tree = LexborHTMLParser("<body>" + html)
    body = tree.body
    if body is None:
        return ""
    page = _Page(tree, base)
    for node in body.css(_HIDDEN):
        _drop_if_hidden(node)
    for node in body.css(_HANDLED):
        # A part of something already dropped has no parent any more.
        if node.parent is not None:
            _HANDLERS[node.tag or ""](node, page)
    for paragraph in body.css("p"):
        _drop_if_empty(paragraph)
    return body.inner_html or ""


def _attribute(node: LexborNode, name: str) -> str:
    return node.attrs.get(name, "") or ""


def _drop(node: LexborNode, _page: _Page) -> None:
    node.decompose()


def _drop_if_hidden(node: LexborNode) -> None:
    if node.parent is None or node.tag == "img":
        return
    if "hidden" in node.attrs or _HIDING.search(_attribute(node, "style")):
        node.decompose()


def _resolve(node: LexborNode, attribute: str, base: str) -> str:
    """Makes the attribute absolute, or takes it away; returns what stands there now."""
    value = _attribute(node, attribute)
    if not value:
        return ""
    url = absolute(value, base)
    if url:
        node.attrs[attribute] = url
    else:
        del node.attrs[attribute]
    return url


def _link(node: LexborNode, page: _Page) -> None:
    href = _attribute(node, "href")
    if _ALLOWED_LINK.fullmatch(href):
        return
    if not _resolve(node, "href", page.base):
        node.unwrap()


def _cite(node: LexborNode, page: _Page) -> None:
    _resolve(node, "cite", page.base)


def _drop_if_empty(paragraph: LexborNode) -> None:
    """Editors use empty paragraphs as spacing; so do frames and pixels leave them behind."""
    if not paragraph.text(strip=True) and paragraph.css_first(_VISIBLE) is None:
        paragraph.decompose()


def _form(node: LexborNode, _page: _Page) -> None:
    if len(node.text()) > _WRAPPER_TEXT:
        node.unwrap()
    else:
        node.decompose()


def _frame(node: LexborNode, page: _Page) -> None:
    """`<iframe src="https://video.example/embed/1" title="Talk">` becomes `<p><a href="…">Talk</a></p>`."""
    url = absolute(_attribute(node, "src") or _attribute(node, "data-src"), page.base)
    if not url or _is_tiny(node) or is_tracker(url):
        node.decompose()
    else:
        _put_link(node, page, url)


def _plugin(node: LexborNode, page: _Page) -> None:
    """A document or film shown through `<object>` or `<embed>` becomes a link to it."""
    url = absolute(_attribute(node, "data") or _attribute(node, "src"), page.base)
    if not url and (inner := node.css_first("embed[src]")) is not None:
        url = absolute(_attribute(inner, "src"), page.base)
    if url and (_DOCUMENT.search(url) or _attribute(node, "type") in ("application/pdf", "video/mp4")):
        _put_link(node, page, url)
    else:
        node.decompose()


def _put_link(node: LexborNode, page: _Page, url: str) -> None:
    paragraph, link = page.tree.create_node("p"), page.tree.create_node("a")
    link.attrs["href"] = url
    link.insert_child(_attribute(node, "title").strip() or urlsplit(url).hostname or url)
    paragraph.insert_child(link)
    node.replace_with(paragraph)


def _noscript(node: LexborNode, page: _Page) -> None:
    """Keeps the pictures of a lazy loader's fallback that are not shown yet, and nothing else."""
    for image in node.css("img"):
        url = absolute(_attribute(image, "src"), page.base)
        if url and _without_query(url) not in page.shown:
            node.insert_before(image)
            copy = node.prev
            if copy is not None:
                _image(copy, page)
    node.decompose()


def _without_query(url: str) -> str:
    return url.partition("?")[0]


def _image(node: LexborNode, page: _Page) -> None:
    if _is_tiny(node):
        node.decompose()
        return
    candidates = _candidates(node, page.base)
    url = _picture_url(node, candidates, page.base)
    if not url or is_tracker(url):
        node.decompose()
        return
    page.shown.add(_without_query(url))
    node.attrs["src"] = url
    _set_candidates(node, candidates)
    for size in ("width", "height"):
        _tidy_size(node, size)


def _picture_url(node: LexborNode, candidates: list[tuple[str, str]], base: str) -> str:
    """The picture itself: a lazy loader's attribute, else a real `src`, else the largest candidate."""
    for name in _LAZY:
        value = _attribute(node, name)
        if _ADDRESS.search(value) and (url := absolute(value, base)):
            return url
    src = _attribute(node, "src").strip()
    if src[:5].lower() == "data:":
        if is_picture_data(src) and len(src) > _TINY_DATA:
            return src
    elif src and not (_PLACEHOLDER.search(src) and candidates):
        if _PLACEHOLDER.search(src) and "loading" in src.lower():
            return ""
        return absolute(src, base)
    return max(candidates, key=_weight)[0] if candidates else ""


def _weight(candidate: tuple[str, str]) -> float:
    match = _DESCRIPTOR.fullmatch(candidate[1])
    try:
        return float(match[1]) if match else 1.0
    except ValueError:
        return 1.0


def _candidates(node: LexborNode, base: str) -> list[tuple[str, str]]:
    for name in (*_LAZY_SETS, "srcset"):
        if found := _parse_srcset(_attribute(node, name), base):
            return found
    return []


def _parse_srcset(value: str, base: str) -> list[tuple[str, str]]:
    """`a.jpg 1x, b.jpg 2x` as absolute (address, descriptor) pairs. A comma inside an address belongs to it."""
    found: list[tuple[str, str]] = []
    words = iter(value.split())
    for word in words:
        address, descriptor = word.strip(","), ""
        if not word.endswith(","):
            descriptor = next(words, "").rstrip(",")
        if address and address[:5].lower() != "data:" and (url := absolute(address, base)):
            found.append((url, descriptor))
    return found


def _set_candidates(node: LexborNode, candidates: list[tuple[str, str]]) -> None:
    if candidates:
        node.attrs["srcset"] = ", ".join(" ".join(filter(None, pair)) for pair in candidates)
    elif "srcset" in node.attrs:
        del node.attrs["srcset"]


def _source(node: LexborNode, page: _Page) -> None:
    candidates = _candidates(node, page.base)
    _set_candidates(node, candidates)
    if not _resolve(node, "src", page.base) and not candidates:
        node.decompose()


def _track(node: LexborNode, page: _Page) -> None:
    if not _resolve(node, "src", page.base):
        node.decompose()


def _player(node: LexborNode, page: _Page) -> None:
    _resolve(node, "poster", page.base)
    sources = (absolute(_attribute(source, "src"), page.base) for source in node.css("source"))
    if not _resolve(node, "src", page.base) and not any(sources):
        node.decompose()
    else:
        node.attrs["controls"] = ""  # without it an audio is invisible in a reader


def _tidy_size(node: LexborNode, name: str) -> None:
    """`width="640px"` becomes `width="640"`; "100%" and "auto" leave."""
    value = _attribute(node, name)
    if not value or value.isdecimal():
        return
    match = _LEADING_NUMBER.fullmatch(value)
    if match:
        node.attrs[name] = match[1]
    else:
        del node.attrs[name]


def _is_tiny(node: LexborNode) -> bool:
    for name in ("width", "height"):
        match = _LEADING_NUMBER.fullmatch(_attribute(node, name))
        if match and int(match[1]) <= 2:
            return True
    return any(_number(size) <= 2 for size in _STYLE_SIZE.findall(_attribute(node, "style")))


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 3.0


def is_tracker(url: str) -> bool:
    """Whether an address is that of a pixel that counts readers."""
    if _PIXEL_PATHS.search(url):
        return True
    try:
        host = urlsplit(url).hostname
    except ValueError:
        return False
    return bool(host and _PIXEL_HOSTS.search(host))


_HANDLERS: dict[str, Callable[[LexborNode, _Page], None]] = {
    **dict.fromkeys((*DROPPED, "area", "button", "input"), _drop),
    "a": _link,
    "audio": _player,
    "blockquote": _cite,
    "del": _cite,
    "embed": _plugin,
    "form": _form,
    "iframe": _frame,
    "img": _image,
    "ins": _cite,
    "noscript": _noscript,
    "object": _plugin,
    "q": _cite,
    "source": _source,
    "track": _track,
    "video": _player,
}
_HANDLED = ",".join(sorted(_HANDLERS))
