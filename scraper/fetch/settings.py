"""How the fetcher behaves: the `fetch:` part of config.yaml as a frozen value.

`allow_networks` opens parts of the address space that the guard refuses (see `address.py`); `proxies` maps a name
that a source's `via:` uses to a proxy's URL (http, https, socks5, socks5h). Times are seconds, sizes are bytes.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

WEB_PORTS = (80, 443, 8080, 8443)
# In bytes. A list, feed or article of this size is still read within the time and memory of `scraper.worker.Reader`.
LARGEST_PAGE = 10_000_000


@dataclass(frozen=True, slots=True)
class FetchSettings:
    """Every default is meant to be right for a small federation's server and for a crawler with a thousand sources.

    `timeout` is the deadline of a whole fetch without the polite waiting before it; `spacing` counts from the end of a
    host's last response to the start of the next request; `patience` is how long a fetch waits for a paused host before
    it gives up with `retry_at`; `connections` bounds the open sockets of the program.
    """

    allow_networks: tuple[str, ...] = ()
    proxies: Mapping[str, str] = field(default_factory=dict)
    trust_env: bool = False
    user_agent: str = ""
    spacing: float = 1.0
    per_host: int = 1
    timeout: float = 30.0
    connect_timeout: float = 10.0
    dns_timeout: float = 5.0
    patience: float = 60.0
    max_bytes: int = 5_000_000
    max_redirects: int = 5
    connections: int = 64
    ca_files: tuple[str, ...] = ()
    ports: tuple[int, ...] = WEB_PORTS
