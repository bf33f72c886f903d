"""Which way a request leaves the house: straight through the guard, or through a proxy the operator named.

Straight is the rule. `via:` of a source picks a proxy from `fetch.proxies`; the environment's proxies count only with
`fetch.trust_env`. What the guard can promise with a proxy is less: URLs and literal addresses are judged as always,
and a name is refused if it resolves here to an address that is not public; but the proxy looks the name up again by
itself and dials what it gets, so the proxy is then the border of what can be reached.
"""

import resource
import ssl
import urllib.request
from collections.abc import Collection, Mapping
from functools import lru_cache

import httpcore
import httpx

from feeds.urls import parse
from scraper.fetch.address import open_networks
from scraper.fetch.check import Target, check
from scraper.fetch.errors import Rejected, Unavailable
from scraper.fetch.guard import AddressRefused, Guard, NameUnknown, NoWayOut, ProxyDial, Resolve, Resolver
from scraper.fetch.settings import FetchSettings
from scraper.fetch.tls import make_context
from scraper.fetch.transport import ProxyTransport, Transport
from scraper.models import TLS, Source

PROXY_SCHEMES = ("http", "https", "socks5", "socks5h")
PROXY_PORTS = {"http": 80, "https": 443, "socks5": 1080, "socks5h": 1080}
MOST_IDLE = 1000  # connections
PROBES = ("127.0.0.1", "169.254.169.254", "10.0.0.1", "192.168.0.1", "224.0.0.1")


class Doors:
    """The guard and the transports of a process, each made at its first use."""

    def __init__(
        self, settings: FetchSettings, *, resolve: Resolve | None, hosts: Mapping[str, tuple[str, int]]
    ) -> None:
        self._settings = settings
        self._networks = open_networks(settings.allow_networks)
        self._hosts = hosts
        self._own_resolver = Resolver(settings.connections) if resolve is None else None
        self._resolve: Resolve = resolve or self._own_resolver or Resolver(settings.connections)
        self.guard = Guard(
            networks=self._networks,
            ports=settings.ports,
            resolve=self._resolve,
            hosts=hosts,
            dns_timeout=settings.dns_timeout,
        )
        self._transports: dict[tuple[TLS, str], httpx.AsyncBaseTransport] = {}

    def check(self, url: str, source: Source | None = None) -> Target:
        """The URL gate with this configuration; a source may use the port that its own URL (or its JSON
        list's) names, on that host."""
        common = self._settings.ports
        if source is None:
            return self._check(url, common)
        own = {_port_of(source.url), _port_of(source.list.json.url if source.list.json else "")} - {("", 0)}
        self.guard.own_ports |= own
        target = self._check(url, {*common, *(port for _, port in own)})
        return target if target.port in common or (target.host, target.port) in own else self._check(url, common)

    def _check(self, url: str, ports: Collection[int]) -> Target:
        return check(url, ports=ports, networks=self._networks, hosts=self._hosts)

    async def transport(self, target: Target, source: Source | None = None) -> httpx.AsyncBaseTransport:
        """The transport for a target. Raises `AddressRefused` where a proxied name is known here as not public."""
        tls: TLS = source.tls if source else "strict"
        proxy = self._proxy(target, source)
        key = (tls, proxy)
        if proxy:
            await self._judge_behind_proxy(target)
        if key not in self._transports:
            self._transports[key] = self._make(tls, proxy)
        return self._transports[key]

    def _make(self, tls: TLS, proxy: str) -> httpx.AsyncBaseTransport:
        settings = self._settings
        context = make_context(tls, settings.ca_files, trust_env=settings.trust_env)
        if not proxy:
            return Transport(self.guard, context, idle=_room())
        parsed = parse_proxy(proxy)
        endpoint = (parsed.url.raw_host.decode("ascii"), parsed.url.port or PROXY_PORTS[parsed.url.scheme])
        backend = ProxyDial(*endpoint, self._resolve, settings.dns_timeout)
        return ProxyTransport(parsed, backend, context, connections=settings.connections)

    def _proxy(self, target: Target, source: Source | None) -> str:
        if source and source.via:
            if source.via not in self._settings.proxies:
                known = ", ".join(self._settings.proxies) or "none"
                raise Unavailable(
                    "proxy", f"{source.where or source.id}: via: {source.via!r} is not in fetch.proxies ({known})"
                )
            return self._settings.proxies[source.via]
        if self._settings.trust_env and not urllib.request.proxy_bypass(target.host):
            proxies = urllib.request.getproxies()
            return _checked(proxies.get(target.scheme) or proxies.get("all") or "")
        return ""

    async def _judge_behind_proxy(self, target: Target) -> None:
        try:
            await self.guard.addresses(target.host, target.port)
        except (NameUnknown, NoWayOut):
            return  # behind some proxies the outside has no names here; the proxy is the border then

    async def self_test(self) -> None:
        """Prove before the first fetch that the guard stands: a request to an address nobody opened must be refused.

        Raises RuntimeError otherwise, and then the program must not run; ValueError for settings that make no sense.
        """
        for url in self._settings.proxies.values():
            parse_proxy(url)
        if self._settings.ca_files:
            make_context("strict", self._settings.ca_files)
        probe = next((probe for probe in PROBES if not self._opened(probe)), "")
        if not probe:
            raise RuntimeError("fetch.allow_networks opens every private network; name the one you need")
        request = httpx.Request("GET", f"http://{probe}/")
        transport = Transport(self.guard, ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT), idle=0)
        try:
            await transport.handle_async_request(request)
        except AddressRefused:
            return
        except httpcore.ConnectError as error:
            raise RuntimeError(f"the address guard let {probe} through to the network ({error})") from error
        finally:
            await transport.aclose()
        raise RuntimeError(f"the address guard let a request to {probe} through; it must not run like this")

    def _opened(self, probe: str) -> bool:
        try:
            self._check(f"http://{probe}/", self._settings.ports)
        except Rejected:
            return False
        return True

    async def aclose(self) -> None:
        for transport in self._transports.values():
            await transport.aclose()
        self._transports.clear()
        if self._own_resolver:
            self._own_resolver.close()


def _checked(url: str) -> str:
    """A proxy of the environment, which nobody has checked at the start."""
    if url:
        try:
            parse_proxy(url)
        except ValueError as error:
            raise Unavailable("proxy", f"the environment's proxy: {error}") from error
    return url


def _room() -> int:
    """How many unused connections may stay open: a quarter of the process's file descriptors at most."""
    limit, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return max(8, min(MOST_IDLE, limit // 4))


def parse_proxy(url: str) -> httpx.Proxy:
    """A proxy's URL from the configuration. Raises ValueError with a sentence, which never tells the password."""
    shown = url.rpartition("@")[2]
    try:
        parsed = httpx.URL(url)
    except httpx.InvalidURL as error:
        raise ValueError(f"fetch.proxies: {shown!r} is no URL") from error
    if parsed.scheme not in PROXY_SCHEMES or not parsed.host:
        raise ValueError(f"fetch.proxies: {shown!r}: write for example http://10.0.0.2:8080 or socks5h://10.0.0.2:1080")
    return httpx.Proxy(parsed)


@lru_cache(maxsize=4096)
def _port_of(url: str) -> tuple[str, int]:
    """Host and port of a source's own URL; ("", 0) for what is none."""
    parsed = parse(url)
    return (parsed.hostname.rstrip("."), parsed.port) if parsed and parsed.hostname and parsed.port else ("", 0)
