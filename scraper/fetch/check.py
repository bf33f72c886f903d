"""The URL gate: what may be asked for at all, judged before anything is resolved or dialled.

Every address passes here: a configured list, each hop of a redirect, robots.txt, a picture, a webhook. It is parsed
once, by the WHATWG rules that browsers keep, and what was judged is what is sent: `Target.href`.
"""

from collections.abc import Collection
from dataclasses import dataclass
from ipaddress import ip_address

from feeds.urls import parse
from scraper.fetch.address import Networks, local_name, why_not
from scraper.fetch.errors import Rejected
from scraper.fetch.settings import WEB_PORTS

DEFAULT_PORTS = {"http": 80, "https": 443}
NO_NETWORKS = Networks()
_SUSPECT = frozenset(chr(code) for code in (*range(0x21), 0x5C, *range(0x7F, 0xA0)))


@dataclass(frozen=True, slots=True)
class Target:
    """An address that passed the gate. `href` has no fragment; `host` has no brackets and is lower-case ASCII."""

    href: str
    scheme: str
    host: str
    port: int

    @property
    def origin(self) -> tuple[str, str, int]:
        return self.scheme, self.host, self.port

    @property
    def root(self) -> str:
        """The origin as it stands in a URL: `https://news.example:8443`."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}" + ("" if self.port == DEFAULT_PORTS[self.scheme] else f":{self.port}")


def check(
    url: str,
    *,
    ports: Collection[int] = WEB_PORTS,
    networks: Networks = NO_NETWORKS,
    hosts: Collection[str] = (),
) -> Target:
    """The target of a URL, or `Rejected("address")` with the reason. `hosts` are the names of the demo's own sites."""

    def refuse(reason: str) -> Rejected:
        return Rejected("address", f"{url[:200]!r} is not fetched: {reason}", url=url)

    if not _SUSPECT.isdisjoint(url):
        raise refuse("it holds a space, a control character or a backslash")
    parsed = parse(url)
    if parsed is None:
        raise refuse("it is no URL")
    if parsed.scheme not in DEFAULT_PORTS:
        raise refuse(f"only http and https are, not {parsed.scheme}")
    if parsed.has_credentials:
        raise refuse("it carries a user name or password")
    host, port = parsed.hostname.rstrip("."), parsed.port or 0
    if port not in ports:
        raise refuse(f"port {port} is not among the ports under `fetch:`")
    if host not in hosts and (reason := _bad_host(host, networks)):
        raise refuse(reason)
    return Target(parsed.href.partition("#")[0], parsed.scheme, host, port)


def _bad_host(host: str, networks: Networks) -> str:
    """Why a host name or literal address is refused before any look-up; "" where it is not."""
    try:
        address = ip_address(host)
    except ValueError:
        if local_name(host) and not networks.names:
            return f"{host!r} is a name for local use; list its network as allow_networks under `fetch:`"
        return ""
    reason = why_not(address)
    if reason and not networks.hold(address):
        return f"{address} is not public ({reason}); allow it with `fetch: {{ allow_networks: [{address}] }}`"
    return ""
