"""Which addresses may be dialled: our own tables, because the standard library's answer differs from release to
release.

An IPv4 address is public unless a row of `SPECIAL` holds it (IANA special-purpose registry, RFC 6890 and later, and the
multicast and reserved blocks). An IPv6 address is public only inside 2000::/3 and outside the rows there; an
IPv4-mapped or NAT64 address is judged by the IPv4 address inside it; one with a scope id is never public.

`Networks` is what the user opens on purpose (`fetch.allow_networks`), e.g. 198.18.0.0/15 where a local proxy's
"fake IP" DNS answers every name from there.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

SPECIAL: tuple[tuple[Network, str], ...] = tuple(
    (ip_network(network), name)
    for network, name in (
        ("0.0.0.0/8", "this network"),
        ("10.0.0.0/8", "private network"),
        ("100.64.0.0/10", "carrier-grade NAT, and some clouds' metadata"),
        ("127.0.0.0/8", "loopback"),
        ("169.254.0.0/16", "link-local, and the clouds' metadata"),
        ("172.16.0.0/12", "private network"),
        ("192.0.0.0/24", "protocol assignments, and some clouds' metadata"),
        ("192.0.2.0/24", "documentation"),
        ("192.88.99.0/24", "6to4 relays"),
        ("192.168.0.0/16", "private network"),
        ("198.18.0.0/15", "benchmarks, and the fake-IP DNS of local proxies"),
        ("198.51.100.0/24", "documentation"),
        ("203.0.113.0/24", "documentation"),
        ("224.0.0.0/4", "multicast"),
        ("240.0.0.0/4", "reserved"),
        ("2001::/23", "protocol assignments, Teredo"),
        ("2001:db8::/32", "documentation"),
        ("2002::/16", "6to4"),
        ("3fff::/20", "documentation"),
    )
)
GLOBAL_V6 = IPv6Network("2000::/3")
LOCAL_SUFFIXES = (".localhost", ".local", ".internal", ".home.arpa", ".onion")
NAT64 = IPv6Network("64:ff9b::/96")
FAKE_IP = IPv4Network("198.18.0.0/15")

# An opened network wider than this would turn the guard off rather than open a network.
WIDEST = {4: 8, 6: 7}


def why_not(address: Address) -> str:
    """Why an address is not public: the name of the range it lies in; "" for a public one."""
    if isinstance(address, IPv6Address):
        if address.scope_id:
            return "an address with a scope"
        inner = address.ipv4_mapped or (IPv4Address(int(address) & 0xFFFFFFFF) if address in NAT64 else None)
        if inner:
            return why_not(inner)
        if address not in GLOBAL_V6:
            return "not a global unicast address"
    for network, name in SPECIAL:
        if address.version == network.version and address in network:
            return name
    return ""


def public(text: str) -> bool:
    """Whether a literal address may be dialled by default."""
    try:
        return not why_not(ip_address(text))
    except ValueError:
        return False


def local_name(host: str) -> bool:
    """Whether a host name is one for local use, that no public name server should answer."""
    return ("." not in host and ":" not in host) or host.endswith(LOCAL_SUFFIXES)


@dataclass(frozen=True, slots=True)
class Networks:
    """The networks that the user opened. `names` tells whether names for local use (`nas`, `wiki.internal`) may be
    looked up: only where a real local network is open, never for the sake of the fake-IP range alone."""

    networks: tuple[Network, ...] = ()

    @property
    def names(self) -> bool:
        return any(network.version == 6 or not network.subnet_of(FAKE_IP) for network in self.networks)

    def hold(self, address: Address) -> bool:
        """Whether an address was opened; a mapped or NAT64 address counts as the IPv4 address inside it."""
        if isinstance(address, IPv6Address):
            if address.ipv4_mapped:
                return self.hold(address.ipv4_mapped)
            if address in NAT64:
                return self.hold(IPv4Address(int(address) & 0xFFFFFFFF))
        return any(address.version == network.version and address in network for network in self.networks)


def open_networks(texts: Iterable[str]) -> Networks:
    """`fetch.allow_networks` as networks. Raises ValueError with a sentence that names the faulty entry."""
    networks = []
    for text in texts:
        try:
            network = ip_network(text, strict=False)
        except ValueError:
            raise ValueError(
                f"fetch.allow_networks: {text!r} is no network; write for example 192.168.1.0/24"
            ) from None
        if network.prefixlen < WIDEST[network.version]:
            raise ValueError(
                f"fetch.allow_networks: {text} would turn the address guard off; name the networks you need"
            )
        networks.append(network)
    return Networks(tuple(networks))
