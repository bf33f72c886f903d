"""How the daemon is doing, for machines: `/healthz` for a watchdog, `/metrics` for Prometheus, beside the feeds.

    GET /healthz    200 while the daemon ticks and its database answers, 503 otherwise; JSON says which
    GET /metrics    the figures of `DOCUMENTED`, in the text format of Prometheus

Both are for this machine only, whatever address the feeds are served at: to others, and to what comes through a proxy,
they are 404.
"""

import ipaddress
from collections import Counter as Count
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import asdict

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.types import ASGIApp

from scraper.fetch.state import HostState
from scraper.models import State
from scraper.schedule import Daemon, Pulse
from scraper.web.gate import FORWARDED

STATES: tuple[State, ...] = ("healthy", "degraded", "broken", "blocked", "unreachable", "unknown")
DOCUMENTED = {
    "fedfeed_up": "1 while the daemon ticks and its database answers",
    "fedfeed_tick_age_seconds": "seconds since the scheduler last looked for what is due",
    "fedfeed_running": "sources that are read right now",
    "fedfeed_config_refused": "1 while the configuration on disk is faulty and an older one is in use",
    "fedfeed_config_read_timestamp_seconds": "when the configuration in use was read",
    "fedfeed_sources": "sources by state",
    "fedfeed_source_last_ok_timestamp_seconds": "when a source was last read well",
    "fedfeed_runs_total": "runs of sources since the start",
    "fedfeed_articles_total": "articles since the start, by what became of them: new, edited, partial",
    "fedfeed_alerts_total": "changes of state that people were told since the start",
    "fedfeed_requests_total": "requests sent, all hosts, since the ledger began",
    "fedfeed_not_modified_total": "requests answered with 304",
    "fedfeed_request_errors_total": "requests that failed",
    "fedfeed_received_bytes_total": "bytes of bodies received",
}


def create_app(daemon: Daemon, ledger: Callable[[], Iterable[HostState]], feeds: ASGIApp) -> Starlette:
    """The feeds' application with the daemon's own two addresses before it."""

    async def healthz(request: Request) -> Response:
        pulse = await daemon.pulse()
        record = asdict(pulse) | {"config_read": pulse.config_read.isoformat()}
        return JSONResponse(record, 200 if pulse.ok else 503, headers={"Cache-Control": "no-store"})

    async def metrics(request: Request) -> Response:
        registry = CollectorRegistry()
        registry.register(_Figures(daemon, await daemon.pulse(), ledger()))
        return Response(generate_latest(registry), media_type="text/plain; version=0.0.4; charset=utf-8")

    return Starlette(
        routes=[
            Route("/healthz", here_only(healthz)),
            Route("/metrics", here_only(metrics)),
            Mount("/", feeds),
        ]
    )


Endpoint = Callable[[Request], Awaitable[Response]]


def here_only(endpoint: Endpoint) -> Endpoint:
    """The endpoint for this machine, nothing for all others."""

    async def guarded(request: Request) -> Response:
        if is_from_here(request):
            return await endpoint(request)
        return Response("There is nothing here.\n", 404, media_type="text/plain")

    return guarded


def is_from_here(request: Request) -> bool:
    """Whether a request comes from this machine, and not for somebody else."""
    if request.client is None or any(name in request.headers for name in FORWARDED):
        return False
    try:
        return ipaddress.ip_address(request.client.host).is_loopback
    except ValueError:
        return False


class _Figures(Collector):
    """One look at the daemon, as Prometheus's metrics."""

    def __init__(self, daemon: Daemon, pulse: Pulse, ledger: Iterable[HostState]) -> None:
        self.daemon, self.pulse, self.ledger = daemon, pulse, tuple(ledger)

    def collect(self) -> Iterable[Metric]:
        pulse, counts, standing = self.pulse, self.daemon.counts, self.daemon.standing
        yield gauge("fedfeed_up", pulse.ok)
        yield gauge("fedfeed_tick_age_seconds", pulse.tick_age)
        yield gauge("fedfeed_running", len(pulse.running))
        yield gauge("fedfeed_config_refused", bool(pulse.config_error))
        yield gauge("fedfeed_config_read_timestamp_seconds", pulse.config_read.timestamp())
        states = Count(each.state for each in standing.values())
        yield gauges("fedfeed_sources", "state", {state: states[state] for state in STATES})
        last_ok = {name: each.last_ok.timestamp() for name, each in standing.items() if each.last_ok}
        yield gauges("fedfeed_source_last_ok_timestamp_seconds", "source", last_ok)
        yield counter("fedfeed_runs_total", counts["runs"])
        articles = CounterMetricFamily("fedfeed_articles", DOCUMENTED["fedfeed_articles_total"], labels=["outcome"])
        for outcome in ("new", "edited", "partial"):
            articles.add_metric([outcome], counts[outcome])
        yield articles
        yield counter("fedfeed_alerts_total", counts["alerts"])
        yield counter("fedfeed_requests_total", sum(host.requests for host in self.ledger))
        yield counter("fedfeed_not_modified_total", sum(host.not_modified for host in self.ledger))
        yield counter("fedfeed_request_errors_total", sum(host.errors for host in self.ledger))
        yield counter("fedfeed_received_bytes_total", sum(host.bytes for host in self.ledger))


def gauge(name: str, value: float) -> Metric:
    return GaugeMetricFamily(name, DOCUMENTED[name], value=float(value))


def gauges(name: str, label: str, values: dict[str, float] | dict[State, int]) -> Metric:
    family = GaugeMetricFamily(name, DOCUMENTED[name], labels=[label])
    for key, value in values.items():
        family.add_metric([key], value)
    return family


def counter(name: str, value: float) -> Metric:
    return CounterMetricFamily(name.removesuffix("_total"), DOCUMENTED[name], value=value)
