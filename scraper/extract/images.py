"""Which picture an `<img>` shows, and whether it belongs to the article or to the page around it.

<img src="blank.gif" data-original="./W020240101.jpg">      ->  https://union.example/news/W020240101.jpg
<img srcset="a-400.jpg 400w, a-1200.jpg 1200w">             ->  …/a-1200.jpg
<img src="/images/qrcode.png">, <img width="1" …>           ->  decoration
"""

import re
from collections.abc import Mapping
from html import escape

from feeds.html.prepare import is_tracker
from feeds.models import Image
from feeds.urls import absolute
from scraper.extract.alternatives import alternatives, any_of
from scraper.extract.body.outline import Node

# Where lazy loaders keep the address, most telling first.
LAZY = (
    "data-src",
    "data-original",
    "data-lazy-src",
    "data-lazyload",
    "data-lazy",
    "data-actualsrc",
    "data-echo",
    "data-ks-lazyload",
    "data-original-src",
    "data-hi-res-src",
    "data-full-src",
    "zoomfile",
    "_src",
    "original",
    "lazy-src",
    "real_src",
)
LAZY_SETS = ("data-srcset", "data-lazy-srcset", "srcset")
# These are for addresses and names in lower case.
PLACEHOLDER = re.compile(
    alternatives(
        [
            r"(?<![^/_.-])(?:blank|spacer|placeholder|transparent|loading|lazy(?:load)?|grey|gray|pixel|1x1|white|nopic|"
            r"default_load|dot|trans|empty|s)"
        ]
    )
    + r"(?:[_-]?(?:\d{1,4}(?:x\d{1,4})?|img|image|pic|gif|bg|big|small))*\.(?:gif|png|jpe?g|svg|webp)(?:\?|$)"
)
DECORATION = re.compile(
    alternatives(
        [
            r"(?<![^/_.\s-])(?:qr|qrcode|qr_?code|ewm|erweima|2wm|2dcode|weixin|wechat|wx|icons?|ico|logos?|avatars?|gravatar|"
            r"no_?(?:profile|photo|image)|ads?|share|sharing|sns|bshare|emoji|smil\w*|button|btn|arrow|bullet|pixel|spacer|sprite|badge|favicon|captcha|"
            r"advert|banner|tracking|counter|stat|print|mail|facebook|twitter|whatsapp|linkedin|rss|nav|loading|"
            r"filetypeimages|icon_\w+)"
        ]
    )
    + r"(?=$|[/_.\s\d-])"
)
NAMED = re.compile(
    alternatives([r"(?<![^\s_-])(?:qr|qrcode|ewm|erweima|icons?|ico|logo|avatar|gravatar|emoji|smil\w*|pixel|spacer)"])
    + r"(?=$|[\s_-])"
)
QR = any_of("二维码 扫一扫 扫码 公众号 qr.?code ^logo$ ^avatar")
TRACKER = re.compile(
    r"/(?:share|icons?|qrcode|emoji|smilies)/|//[^/]*(?:scorecardresearch|doubleclick|google-analytics|quantserve|hm\.baidu|cnzz|umeng|51\.la|statcounter|"
    r"gravatar|vgwort|vgw|ioam\.de|facebook\.com/tr|pixel\.|metrika|feedburner|feedsportal|gstatic|adform|adsafe)"
    r"|/(?:count|counter|hits?|click|stat|piwik|matomo)\.(?:php|aspx?|jsp)"
)
NUMBER = re.compile(r"\s*(\d{1,5})")
STYLE_WIDTH = re.compile(r"(?:^|;)\s*(?:width|height)\s*:\s*(\d{1,4})(?:\.\d+)?px", re.IGNORECASE)
DESCRIPTOR = re.compile(r"(\d+(?:\.\d+)?)[wx]")
# WordPress and others write the size of a copy into its name.
SIZE = re.compile(r"-\d{2,4}x\d{2,4}(?=\.\w+$)")
SMALLEST = 90  # a picture declared narrower or lower than this many pixels is an icon
FLATTEST = 40  # … and one that is so flat, whatever its other side, is a line or a button


def picture_url(node: Node, base: str) -> str:
    """The absolute address of the picture itself, whichever attribute it waits in; "" when there is none."""
    for name in LAZY:
        value = node.attrs.get(name)
        if value and ("/" in value or "." in value) and not value.startswith("data:"):
            url = absolute(value, base)
            if url:
                return url
    src = (node.attrs.get("src") or "").strip()
    if src and not src.startswith("data:") and PLACEHOLDER.search(src.lower()) is None:
        return absolute(src, base)
    return _largest(node, base)


def _largest(node: Node, base: str) -> str:
    """The largest candidate of the picture's own set, or of the `<source>` elements before it in a `<picture>`."""
    holders = [node]
    if node.parent is not None and node.parent.tag == "picture":
        holders += [kid for kid in node.parent.kids if isinstance(kid, Node) and kid.tag == "source"]
    for holder in holders:
        for name in LAZY_SETS:
            best, most = "", -1.0
            for address, weight in _candidates(holder.get(name)):
                if weight > most:
                    best, most = address, weight
            if best and (url := absolute(best, base)):
                return url
    return ""


def _candidates(value: str) -> list[tuple[str, float]]:
    """`a.jpg 400w, b.jpg 2x` -> [("a.jpg", 400.0), ("b.jpg", 2.0)]; commas inside an address belong to it."""
    found = []
    words = iter(value.split())
    for word in words:
        address, weight = word.strip(","), 1.0
        if not word.endswith(","):
            match = DESCRIPTOR.match(next(words, ""))
            weight = float(match[1]) if match else 1.0
        if address and not address.startswith("data:"):
            found.append((address, weight))
    return found


def is_decoration(node: Node, url: str) -> bool:
    """Whether the picture is an icon, a QR code, a logo, an avatar, a counting pixel or a share button."""
    low = url.lower()
    if TRACKER.search(low) or QR.search(node.get("alt").lower()) or QR.search(node.get("title").lower()):
        return True
    name = low.partition("?")[0].rpartition("/")[2]
    if DECORATION.search(name) or name.endswith(".svg") or (node.names and NAMED.search(node.names.lower())):
        return True
    return _is_small(node)


def _is_small(node: Node) -> bool:
    sizes = [NUMBER.match(node.get(name)) for name in ("width", "height")]
    known = [int(size[1]) for size in sizes if size and not node.get("width").endswith("%")]
    known += [int(size) for size in STYLE_WIDTH.findall(node.get("style"))]
    return bool(known) and (min(known) < FLATTEST or max(known) < SMALLEST)


class Gallery:
    """The pictures of an article in order, each once. `captions` are by the place of the picture."""

    def __init__(self, captions: Mapping[int, str], base: str) -> None:
        self.images: dict[str, Image] = {}
        self._captions = captions
        self._base = base

    def put(self, node: Node) -> str:
        """The picture as HTML, "" when it is decoration or was there before."""
        url = picture_url(node, self._base)
        if "<" in node.get("src"):  # a page cut in the middle of a tag: no address
            return ""
        key = SIZE.sub("", url.partition("?")[0])
        if not url or key in self.images or is_tracker(url) or (not node.cover and is_decoration(node, url)):
            return ""
        caption = self._captions.get(node.place, "")
        alt = " ".join(node.get("alt").split())
        self.images[key] = Image(url, alt, caption)
        html = f'<img src="{escape(url)}" alt="{escape(alt)}">'
        return f"<figure>{html}<figcaption>{escape(caption, quote=False)}</figcaption></figure>" if caption else html
