"""Keys: one string for all spellings of one address, so that an article is known again.

What is dropped must never part two articles, because a wrong merge is a lost article and a duplicate only a nuisance.
So a parameter goes when its name is known to follow readers or sessions (`utm_source`, `jsessionid`), or when name and
value together leave no doubt (`from=singlemessage`, `_=1690000000000`, `7OkeOa4k=qAc4q…`). A plain `id`, `sid`, `t`
or `from` stays.
"""

import re

from feeds.urls.parts import serialise, split_port


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_TRACKING = _words("""
    fbclid gclid gclsrc dclid gbraid wbraid msclkid yclid ysclid twclid ttclid li_fat_id igshid igsh mc_cid mc_eid
    _hsenc _hsmi __hstc __hssc __hsfp hsctatracking mkt_tok vero_id oly_anon_id oly_enc_id rb_clickid
    _ga _gl _openstat spm nsukey isappinstalled wickedid wt_mc wt.mc_id xtor at_medium at_campaign
    pk_campaign pk_kwd pk_source pk_medium mtm_campaign mtm_source mtm_medium piwik_campaign cmpid
    fb_action_ids fb_action_types fb_ref fb_source share_token wxshare_count bd_vid ref_src ref_url
""")
_TRACKING_PREFIXES = ("utm_", "hsa_")
_SESSION = _words("jsessionid phpsessid aspsessionid oscsid zenid cftoken")
# These are sessions when the value is a token, and a session of a congress when it is a number.
_PERHAPS_SESSION = _words("sessionid session_id cfid")
# Names that carry identity on one site and the way a reader came on another: only these values are noise.
_CAME_FROM = _words("from ref source src share sharefrom via")
_SHARED_BY = _words("""
    rss feed atom twitter facebook weibo weixin wechat qq qzone timeline groupmessage singlemessage newsletter
    social share sharing email mail app
""")
_CLOCKS = _words("_ t _t ts timestamp rnd rand random r nocache _dc")
_CLOCK = re.compile(r"1[4-9]\d{8}(?:\d{3})?|0\.\d{6,}")
# Ruishu's dynamic tokens: a name no person would choose, a value no id looks like.
_RUISHU_NAMES = frozenset(("7OkeOa4k", "MmEwMD"))
_RUISHU_NAME = re.compile(r"(?=[^a-z]*[a-z])(?=[^A-Z]*[A-Z])[A-Za-z0-9]{0,6}[0-9][A-Za-z][A-Za-z0-9]{0,6}")
_RUISHU_VALUE = re.compile(r"[A-Za-z0-9._~-]{24,}")
_PATH_SESSION = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/;]*", re.IGNORECASE)
_FOLDER_SESSION = re.compile(r"/\([SAF]\([a-z0-9]{20,}\)\)(?=/)", re.IGNORECASE)
# A checksum over the other parameters (TYPO3): tells nothing apart, but the site demands it of a link.
_CHECKSUMS = _words("chash")

_INDEX = frozenset(
    f"{name}.{suffix}"
    for name in ("index", "default")
    for suffix in ("html", "htm", "shtml", "shtm", "php", "jsp", "asp", "aspx", "do")
)
_MOBILE = _words("m wap mobile 3g touch h5")

_UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
_SLASHES = re.compile(r"//+")


def _escapes(plain: str) -> dict[str, str]:
    """Each two hex digits as found, to the one spelling of that byte."""
    table = {}
    for code in range(256):
        digits = f"{code:02X}"
        spelled = chr(code) if chr(code) in plain else f"%{digits}"
        for form in {digits, digits.lower(), digits[0] + digits[1].lower(), digits[0].lower() + digits[1]}:
            table[form] = spelled
    return table


_IN_PATH = _escapes(_UNRESERVED + "!$'()*,:@;&=+[]|")
_IN_QUERY = _escapes(_UNRESERVED + "!$'()*,:@/?[]|{}^`")


def canonical_key(url: str) -> str:
    """One key for all spellings of one address; "" for what is no http(s) URL. A key is a URL and its own key.

    >>> canonical_key("http://www.example.org:80/news/index.html?b=2&utm_source=x&a=%e7%9c%81#top")
    'https://example.org/news?a=%E7%9C%81&b=2'
    >>> canonical_key("https://zxfw.example.cn/qlgh/#/newsDetail?type=imp_news&id=33")
    'https://zxfw.example.cn/qlgh#/newsDetail?id=33&type=imp_news'
    """
    href = serialise(url)
    if not href.startswith(("http://", "https://")):
        return ""
    rest, _, fragment = href.partition("#")
    rest, _, query = rest.partition("?")
    authority, _, path = rest.partition("://")[2].partition("/")
    address = _address(authority)
    if not address:
        return ""
    if address == "mp.weixin.qq.com" and (message := _wechat(path, query)):
        return message
    path = _path("/" + path)
    query = _query(query)
    return f"https://{address}{path or '/'}{query and '?' + query}{_route(fragment)}"


def desktop_key(key: str) -> str:
    """A key of `m.example.org` as it would read on the desktop host; any other key unchanged."""
    address, slash, path = key.removeprefix("https://").partition("/")
    first, _, rest = address.partition(".")
    return f"https://{rest}{slash}{path}" if first in _MOBILE and "." in rest else key


def strip_tracking(url: str) -> str:
    """The link as found, without tracking and session parameters: what subscribers open."""
    rest, mark, fragment = url.partition("#")
    if fragment.startswith(("/", "!")):
        fragment = _without_noise(fragment)
    return _without_noise(rest) + mark + fragment


def _without_noise(url: str) -> str:
    path, mark, query = url.partition("?")
    if ";" in path or "/(" in path:
        path = _FOLDER_SESSION.sub("", _PATH_SESSION.sub("", path))
    kept = [part for part in query.split("&") if not _is_noise(*_pair(_ESCAPE.sub(_query_escape, part)))]
    return path + mark + "&".join(kept) if kept else path


def _address(authority: str) -> str:
    """Host and port: no user, no `www.`, no default port of either scheme (http and https are one)."""
    name, port = split_port(authority.rpartition("@")[2])
    name = name.rstrip(".")
    while name.startswith("www.") and "." in name[4:]:
        name = name[4:]
    return f"{name}:{port}" if port and port not in ("80", "443") else name


def _path(path: str) -> str:
    """One spelling of a path: escapes, no session, no doubled or closing slash, no index page. "" is the root."""
    if "%" in path:
        path = _ESCAPE.sub(lambda found: _IN_PATH[found[1]], path)
    if ";" in path or "/(" in path:
        path = _FOLDER_SESSION.sub("", _PATH_SESSION.sub("", path))
        path = "/".join(step for step in path.split("/") if step not in (".", ".."))
    if "//" in path:
        path = _SLASHES.sub("/", path)
    while True:
        path = path.rstrip("/")
        head, _, last = path.rpartition("/")
        if last.lower() not in _INDEX:
            return path
        path = head


def _query(query: str) -> str:
    """The parameters that tell articles apart, ordered by name; repeated names keep their order."""
    if not query:
        return ""
    if "%" in query:
        query = _ESCAPE.sub(_query_escape, query)
    parts = query.replace("+", "%20").split("&")
    if "amp;" in query:
        parts = [_unescaped_twice(part) for part in parts]
    pairs = [_pair(part) for part in parts if part.strip("=")]
    kept = [pair for pair in pairs if not _is_noise(*pair) and not _is_passing(*pair)]
    kept.sort(key=_name)
    return "&".join(f"{name}={value}" if value else name for name, value in kept)


def _unescaped_twice(part: str) -> str:
    """Templates that escape an escaped link leave `&amp;` between parameters."""
    while part.startswith("amp;"):
        part = part[4:]
    return part


def _query_escape(found: re.Match[str]) -> str:
    return _IN_QUERY[found[1]]


def _name(pair: tuple[str, str]) -> str:
    return pair[0]


def _pair(part: str) -> tuple[str, str]:
    name, _, value = part.partition("=")
    return name, value


def _is_noise(name: str, value: str) -> bool:
    """Whether a parameter follows the reader or the session, whatever the article."""
    lower = name.lower()
    return (
        lower in _TRACKING
        or lower in _SESSION
        or lower.startswith(_TRACKING_PREFIXES)
        or (lower in _CAME_FROM and value.lower() in _SHARED_BY)
        or name in _RUISHU_NAMES
        or lower.startswith("aspsessionid")
        or (len(value) >= 16 and lower in _PERHAPS_SESSION)
        or (len(value) >= 24 and _is_token(name, value))
    )


def _is_token(name: str, value: str) -> bool:
    return bool(_RUISHU_NAME.fullmatch(name)) and 6 <= len(name) <= 8 and bool(_RUISHU_VALUE.fullmatch(value))


def _is_passing(name: str, value: str) -> bool:
    """Whether a parameter tells nothing apart although a link may need it: cache busters, checksums."""
    lower = name.lower()
    return lower in _CHECKSUMS or (lower in _CLOCKS and bool(_CLOCK.fullmatch(value)))


def _route(fragment: str) -> str:
    """`#/…` and `#!/…` name a page of a script application; every other fragment is a place on the page."""
    if not fragment.startswith(("/", "!")):
        return ""
    path, _, query = fragment.partition("?")
    path, query = _path(path), _query(query)
    return f"#{path or '/'}{query and '?' + query}" if path.strip("!") or query else ""


def _wechat(path: str, query: str) -> str:
    """A WeChat article is its account, message and place in it; sn, chksm and scene change with each share."""
    values = dict(map(_pair, query.replace("&amp;", "&").split("&")))
    account = values.get("__biz", "")
    message = values.get("mid") or values.get("appmsgid", "")
    place = values.get("idx") or values.get("itemidx", "")
    if not (account and message and place):
        return f"https://mp.weixin.qq.com/{path}" if path.startswith("s/") else ""
    account = _ESCAPE.sub(_query_escape, account).replace("%3D", "=")
    return f"https://mp.weixin.qq.com/s?__biz={account}&idx={place}&mid={message}"
