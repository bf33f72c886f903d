"""The allow-list: what may stand in a feed at all. nh3 is the last to touch the tree.

Never allow iframe, svg, math or style here: every published mutation-XSS advisory against the engine needs one of them.
A tag that is both allowed and in `DROPPED` makes the engine panic; the tests compare the two.
"""

import re
from collections.abc import Callable, Mapping

import nh3

_TAGS_NAMES = """
p br hr h1 h2 h3 h4 h5 h6 a img figure figcaption picture source blockquote q cite ul ol li dl dt dd table thead
tbody tfoot tr td th caption colgroup col pre code kbd samp var em strong b i u s del ins sub sup small mark abbr
time span div section article aside header footer main address ruby rt rp wbr bdi bdo audio video track details
summary
"""
TAGS = frozenset(_TAGS_NAMES.split())
_DROPPED_NAMES = """
script style noscript template object embed svg math form textarea select title noembed noframes xmp iframe
"""
DROPPED = frozenset(_DROPPED_NAMES.split())
_SIZE = frozenset({"width", "height"})
_ATTRIBUTES: dict[str, set[str]] = {
    "*": {"lang", "dir"},
    "a": {"href", "hreflang", "title"},
    "abbr": {"title"},
    "audio": {"src", "controls", "preload"},
    "blockquote": {"cite"},
    "col": {"span"},
    "colgroup": {"span"},
    "del": {"cite", "datetime"},
    "details": {"open"},
    "img": {"src", "srcset", "sizes", "alt", "title", "loading", "referrerpolicy", *_SIZE},
    "ins": {"cite", "datetime"},
    "li": {"value"},
    "ol": {"start", "reversed", "type"},
    "q": {"cite"},
    "source": {"src", "srcset", "sizes", "type", "media", *_SIZE},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "time": {"datetime"},
    "track": {"src", "kind", "srclang", "label"},
    "video": {"src", "poster", "controls", "preload", *_SIZE},
}
_NUMBERS = frozenset({"width", "height", "colspan", "rowspan", "span", "start", "value"})
_NUMBER = re.compile(r"[0-9]{1,4}", re.ASCII)
_WORD = re.compile(r"[A-Za-z0-9-]{1,35}", re.ASCII)
_WORDS = frozenset({"lang", "dir", "hreflang", "scope", "loading", "referrerpolicy", "preload", "kind", "srclang"})

LARGEST_DATA = 64 * 1024 * 4 // 3
_PICTURE_DATA = re.compile(r"data:image/(?:png|jpe?g|gif|webp|avif)[;,]", re.IGNORECASE | re.ASCII)


def is_picture_data(url: str) -> bool:
    """Whether a `data:` address is a small raster picture (an SVG can carry script)."""
    return len(url) <= LARGEST_DATA and _PICTURE_DATA.match(url) is not None


def _filter(tag: str, attribute: str, value: str) -> str | None:
    if attribute in _NUMBERS:
        return value if _NUMBER.fullmatch(value) else None
    if attribute in _WORDS:
        return value if _WORD.fullmatch(value) else None
    if value[:5].lower() == "data:" and not (tag == "img" and attribute == "src" and is_picture_data(value)):
        return None
    return value


# A site sees no address of its readers' feeds, and one that refuses foreign pages its pictures has no page to refuse.
NO_REFERRER = ("referrerpolicy", "no-referrer")


def _cleaner(
    judge: Callable[[str, str, str], str | None], always: Mapping[str, Mapping[str, str]] | None = None
) -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=set(TAGS),
        clean_content_tags=set(DROPPED),
        attributes=_ATTRIBUTES,
        attribute_filter=judge,
        strip_comments=True,
        link_rel="noopener noreferrer nofollow",
        url_schemes={"http", "https", "mailto", "data"},
        url_relative="deny",
        set_tag_attribute_values={tag: dict(values) for tag, values in (always or {}).items()},
    )


_CLEANER = _cleaner(_filter)
_SHOWN = {"img": dict([NO_REFERRER])}
_SHOWER = _cleaner(_filter, _SHOWN)


# For HTML that our own writer made: nothing of it needs a look at its values.
_WRITTEN = nh3.Cleaner(
    tags=set(TAGS),
    clean_content_tags=set(DROPPED),
    attributes={"a": {"href"}, "img": {"src", "alt"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}},
    strip_comments=True,
    link_rel="noopener noreferrer nofollow",
    url_schemes={"http", "https"},
    url_relative="deny",
)


def allow_written(html: str) -> str:
    """The same for HTML with absolute addresses and no attributes but the few that the article's writer knows."""
    return _WRITTEN.clean(html)


def allow(html: str) -> str:
    """The HTML with only what the lists of this module name."""
    return _CLEANER.clean(html)


def show(html: str, pictures: Mapping[str, str] | None = None) -> str:
    """The HTML as a feed shows it: `allow`, pictures asked for without a Referer, and copies in the place of those
    pictures that `pictures` maps to one. With a copy beside them, other sizes of a picture would undo it: they leave.
    """
    if not pictures:
        return _SHOWER.clean(html)

    def judge(tag: str, attribute: str, value: str) -> str | None:
        if attribute in ("srcset", "sizes"):
            return None
        if tag == "img" and attribute == "src":
            value = pictures.get(value, value)
        return _filter(tag, attribute, value)

    return _cleaner(judge, _SHOWN).clean(html)
