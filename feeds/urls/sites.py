"""Hosts and sites: which addresses belong to one publisher."""

import re

from feeds.urls.parts import DEFAULT_PORTS, parse

# The public suffix list would be exact and 300 KB of changing data; these are the shapes federations live under.
_SECOND_LEVEL = frozenset(
    ("com", "net", "org", "gov", "edu", "ac", "co", "or", "go", "ne", "mil", "info", "asso", "gouv", "gob", "nom", "re")
)
_CHINESE_PROVINCES = frozenset(re.findall("..", "bjshtjcqhesxnmlnjlhljszjahfjjxsdhahbhngdgxhiscgzynxzsngsqhnxxjtwhkmo"))
# Below these every name is somebody else.
_PLATFORMS = frozenset(
    (
        *("blogspot.com", "wordpress.com", "github.io", "gitlab.io", "wixsite.com", "weebly.com", "jimdofree.com"),
        *("substack.com", "tumblr.com", "netlify.app", "vercel.app", "pages.dev", "webflow.io", "over-blog.com"),
        *("herokuapp.com", "azurewebsites.net", "aliyuncs.com", "myqcloud.com", "sinaapp.com"),
    )
)


def host(url: str) -> str:
    """The host name: lower case, ASCII, without port and brackets. "" when there is none."""
    parts = parse(url)
    return parts.hostname if parts else ""


def origin(url: str) -> str:
    """`scheme://host:port`, the port only where it is not the scheme's own. "" without a host."""
    parts = parse(url)
    if parts is None or not parts.hostname:
        return ""
    name = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    port = "" if parts.port in (None, DEFAULT_PORTS.get(parts.scheme)) else f":{parts.port}"
    return f"{parts.scheme}://{name}{port}"


def same_origin(a: str, b: str) -> bool:
    """Whether scheme, host and port agree."""
    return bool(first := origin(a)) and first == origin(b)


def site(hostname: str) -> str:
    """The name somebody registered: `ghpf.acftu.org` gives `acftu.org`, `zgh.hunan.gov.cn` gives `hunan.gov.cn`."""
    hostname = hostname.rstrip(".")
    labels = hostname.split(".")
    if ":" in hostname or labels[-1].isdigit():
        return hostname
    name = ".".join(labels[-_suffix_length(labels) - 1 :])
    return name.removeprefix("www.")


def same_site(a: str, b: str) -> bool:
    """Whether two URLs belong to one publisher: `https://m.example.org/1` and `http://news.example.org/2` do."""
    first = host(a)
    return bool(first) and site(first) == site(host(b))


def _suffix_length(labels: list[str]) -> int:
    if len(labels) < 3:
        return 1
    second, top = labels[-2:]
    shared = len(top) == 2 and (second in _SECOND_LEVEL or (top == "cn" and second in _CHINESE_PROVINCES))
    return 2 if shared or f"{second}.{top}" in _PLATFORMS else 1
