"""N11: certificates and old protocols. A fault says what is wrong and what a source may set."""

import asyncio
import contextlib
import ssl
import warnings
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
import trustme
from loopback import Clock, Web, opened, reply

from scraper.fetch.errors import Rejected, Unavailable
from scraper.fetch.settings import FetchSettings
from scraper.fetch.stream import HandshakeFailed, connect
from scraper.fetch.tls import make_context
from scraper.models import Source

pytestmark = pytest.mark.anyio
SOURCE = Source(id="u", name="Union", url="https://union.test/")


def server_context(cert: trustme.LeafCert) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    cert.configure_cert(context)
    return context


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def trusting(authority: trustme.CA, tmp_path: Path) -> FetchSettings:
    """Settings that trust the test's own authority beside the public ones."""
    path = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(str(path))
    return FetchSettings(ca_files=(str(path),), timeout=20)


async def test_an_institution_s_own_authority_can_be_trusted(
    web: Web, clock: Clock, authority: trustme.CA, trusting: FetchSettings
) -> None:
    """The certificate is checked by name, although the guard dials an address."""
    await web.site("union.test", reply(b"<p>x</p>"), context=server_context(authority.issue_cert("union.test")))
    async with opened(web, clock, trusting) as fetcher:
        assert (await fetcher.fetch("https://union.test/")).body == b"<p>x</p>"
        assert (await fetcher.fetch("https://union.test/", kind="list")).body == b"<p>x</p>"
    assert web.connections == 1


async def test_a_self_signed_certificate_is_refused(web: Web, clock: Clock, authority: trustme.CA) -> None:
    await web.site("union.test", reply(b""), context=server_context(authority.issue_cert("union.test")))
    async with opened(web, clock) as fetcher:
        with pytest.raises(Unavailable, match=r"the certificate is not valid: .*fetch\.ca_files .*tls: off") as caught:
            await fetcher.fetch("https://union.test/")
    assert caught.value.kind == "tls"


async def test_another_name_s_certificate_is_refused(
    web: Web, clock: Clock, authority: trustme.CA, trusting: FetchSettings
) -> None:
    await web.site("union.test", reply(b""), context=server_context(authority.issue_cert("other.test")))
    async with opened(web, clock, trusting) as fetcher:
        with pytest.raises(Unavailable, match=r"not valid for 'union\.test'") as caught:
            await fetcher.fetch("https://union.test/")
    assert caught.value.kind == "tls"


async def test_an_expired_certificate_is_refused(
    web: Web, clock: Clock, authority: trustme.CA, trusting: FetchSettings
) -> None:
    expired = authority.issue_cert("union.test", not_after=datetime(2020, 1, 1, tzinfo=UTC))
    await web.site("union.test", reply(b""), context=server_context(expired))
    async with opened(web, clock, trusting) as fetcher:
        with pytest.raises(Unavailable, match="certificate has expired") as caught:
            await fetcher.fetch("https://union.test/", source=replace(SOURCE, tls="legacy"))
    assert caught.value.kind == "tls"


async def test_tls_off_reads_what_cannot_be_proven(web: Web, clock: Clock, authority: trustme.CA) -> None:
    await web.site("union.test", reply(b"<p>x</p>"), context=server_context(authority.issue_cert("other.test")))
    async with opened(web, clock) as fetcher:
        page = await fetcher.fetch("https://union.test/", source=replace(SOURCE, tls="off"))
    assert page.body == b"<p>x</p>"


async def test_an_old_protocol_needs_tls_legacy(
    web: Web, clock: Clock, authority: trustme.CA, trusting: FetchSettings
) -> None:
    """The message says so; the certificate is verified all the same."""
    context = server_context(authority.issue_cert("union.test"))
    context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
    context.set_ciphers("DEFAULT:@SECLEVEL=0")
    with warnings.catch_warnings():  # the deprecated protocol is the point
        warnings.simplefilter("ignore", DeprecationWarning)
        context.options |= ssl.OP_NO_TLSv1_2 | ssl.OP_NO_TLSv1_3
    await web.site("union.test", reply(b"<p>x</p>"), context=context)
    async with opened(web, clock, trusting) as fetcher:
        with pytest.raises(Unavailable, match="tls: legacy") as caught:
            await fetcher.fetch("https://union.test/", source=SOURCE)
        page = await fetcher.fetch("https://union.test/", source=replace(SOURCE, tls="legacy"))
    assert caught.value.kind == "tls"
    assert page.body == b"<p>x</p>"


async def test_plain_http_on_the_tls_port_is_a_tls_fault(web: Web, clock: Clock) -> None:
    async def answer(asked: object) -> None:
        raise AssertionError("no request can arrive")

    await web.site("union.test", answer)
    async with opened(web, clock, FetchSettings(timeout=0.5)) as fetcher:
        with pytest.raises(Unavailable) as caught:
            await fetcher.fetch("https://union.test/")
    assert caught.value.kind in ("tls", "connect", "timeout")


async def test_https_does_not_lead_down_to_http(
    web: Web, clock: Clock, authority: trustme.CA, trusting: FetchSettings
) -> None:
    down = reply(b"", status="302 Found", Location="http://union.test/plain")
    await web.site("union.test", down, context=server_context(authority.issue_cert("union.test")))
    async with opened(web, clock, trusting) as fetcher:
        with pytest.raises(Rejected, match="from https down to http") as caught:
            await fetcher.fetch("https://union.test/")
    assert caught.value.kind == "redirect"


def test_a_missing_authority_file_is_named() -> None:
    with pytest.raises(ValueError, match=r"fetch\.ca_files: /nowhere/ca\.pem"):
        make_context("strict", ["/nowhere/ca.pem"])


def test_legacy_verifies_and_off_does_not() -> None:
    legacy, off = make_context("legacy"), make_context("off")
    assert (legacy.verify_mode, legacy.check_hostname) == (ssl.CERT_REQUIRED, True)
    assert (off.verify_mode, off.check_hostname) == (ssl.CERT_NONE, False)


async def test_what_comes_before_the_handshake_is_not_taken_for_encrypted() -> None:
    """Whoever sits between could else put an answer of his own before that of the server."""
    gone = asyncio.Event()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(reply(b"<p>not from the server</p>"))
        with contextlib.suppress(ConnectionError):
            await reader.read()
        writer.close()
        gone.set()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with server:
        wire = await connect("127.0.0.1", server.sockets[0].getsockname()[1])
        while not wire._protocol.buffer:  # noqa: ASYNC110 -- what arrives wakes who reads, and nobody reads yet
            await asyncio.sleep(0.01)
        with pytest.raises(HandshakeFailed, match="spoke before the handshake"):
            await wire.start_tls(ssl.create_default_context(), "union.test")
        await gone.wait()
