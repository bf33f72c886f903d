"""Parsing: a string to the parts of a URL, a link on a page to an absolute address."""

from dataclasses import dataclass

import ada_url

# Longer ones no server accepts; a page full of them is hostile.
MAX_LENGTH = 16_384
DEFAULT_PORTS = {"http": 80, "https": 443, "ws": 80, "wss": 443, "ftp": 21}
# What editors paste around an address and browsers do not strip: byte order mark, zero width and direction marks.
_INVISIBLE = "\ufeff\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069"
_AROUND = (
    _INVISIBLE
    + "".join(map(chr, range(0x21)))
    + "\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006"
    + ("\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000")
)


@dataclass(frozen=True, slots=True)
class URL:
    """The parts of a serialised URL, as ada parsed them.

    `hostname` is lower case and ASCII (punycode), an IPv6 address without its brackets; `port` is the one to connect
    to, None for schemes without a default; `username` and `password` stay percent-encoded; `query` and `fragment`
    come without `?` and `#`.
    """

    href: str
    scheme: str
    hostname: str
    port: int | None
    path: str
    query: str
    fragment: str
    username: str = ""
    password: str = ""

    @property
    def has_credentials(self) -> bool:
        """Whether somebody's name or password stands before the host."""
        return bool(self.username or self.password)


def serialise(url: str, base: str | None = None) -> str:
    """The URL as the standard writes it, "" when it is none."""
    url = url.strip(_AROUND)  # U+3000 and U+FEFF too: editors paste them, browsers would escape them
    if len(url) > MAX_LENGTH:
        return ""
    try:
        return ada_url.join_url(base, url) if base else ada_url.normalize_url(url)
    except ValueError:
        return ""


def parse(url: str, base: str | None = None) -> URL | None:
    """The parts of a URL of any scheme, resolved against `base` where given. None when it is no URL."""
    href = serialise(url, base)
    return _split(href) if href else None


def absolute(href: str, base: str) -> str:
    """What `href` on the page `base` points to: an absolute http(s) URL, or "" for everything else.

    An empty href names nothing and gives "" too, although a browser would take it for the page itself.

    >>> absolute(" ./t20200929_547180.html\\n", "https://www.example.org/xwdt/index.html")
    'https://www.example.org/xwdt/t20200929_547180.html'
    >>> absolute("javascript:void(0)", "https://www.example.org/")
    ''
    """
    if not href or href.isspace():
        return ""
    resolved = serialise(href, base)
    return resolved if resolved.startswith(("http://", "https://")) else ""


def _split(href: str) -> URL:
    """Cut a serialised URL. Safe by plain search, because the standard escapes every delimiter inside a part."""
    scheme, _, rest = href.partition(":")
    rest, _, fragment = rest.partition("#")
    rest, _, query = rest.partition("?")
    if not rest.startswith("//"):
        return URL(href, scheme, "", None, rest, query, fragment)
    authority, slash, path = rest[2:].partition("/")
    userinfo, _, address = authority.rpartition("@")
    username, _, password = userinfo.partition(":")
    hostname, port = split_port(address)
    number = int(port) if port else DEFAULT_PORTS.get(scheme)
    return URL(href, scheme, hostname.strip("[]"), number, slash + path, query, fragment, username, password)


def split_port(address: str) -> tuple[str, str]:
    """`host:port` to its two parts; the colons of an IPv6 address stand in brackets."""
    if address.endswith("]") or ":" not in address:
        return address, ""
    hostname, _, port = address.rpartition(":")
    return hostname, port
