"""What went wrong on the network, in our words: httpcore's and ssl's exceptions stop here."""

import ssl

import httpcore

from scraper.fetch.errors import FetchError, Rejected, Unavailable
from scraper.fetch.guard import AddressRefused, NameUnanswered, NameUnknown, NoWayOut, ProxyDead
from scraper.fetch.stream import HandshakeFailed

NETWORK_ERRORS = (
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpcore.ProxyError,
    httpcore.TimeoutException,
    httpcore.UnsupportedProtocol,
    httpcore.ConnectionNotAvailable,
)
NO_ANSWER = "disconnected without sending a response"


def explain(error: Exception, url: str) -> FetchError:
    """The error of a request that got no complete answer."""
    place = f"{url}: "
    if isinstance(error, AddressRefused):
        return Rejected("address", place + str(error), url=url)
    if isinstance(error, ProxyDead):
        return Unavailable("proxy", place + str(error), url=url)
    if isinstance(error, NoWayOut):
        return Unavailable("offline", place + str(error), url=url)
    if isinstance(error, NameUnanswered):
        return Unavailable("resolver", place + str(error), url=url)
    if isinstance(error, NameUnknown):
        return Unavailable("dns", place + str(error), url=url)
    if reason := _tls(error):
        return Unavailable("tls", place + reason, url=url)
    if isinstance(error, httpcore.TimeoutException):
        return Unavailable("timeout", place + str(error), url=url)
    if isinstance(error, httpcore.ProxyError):
        return Unavailable("proxy", f"{place}the proxy refused: {error}", url=url)
    if isinstance(error, httpcore.ConnectError):
        return Unavailable("connect", place + str(error), url=url)
    if isinstance(error, httpcore.NetworkError) or broke_early(error):
        return Unavailable("connect", f"{place}the connection broke: {error or 'reset'}", url=url)
    return Unavailable("protocol", f"{place}this is not HTTP as it should be: {error}", url=url)


def broke_early(error: Exception) -> bool:
    """Whether a request failed because its connection was closed before an answer came: worth one fresh connection."""
    if isinstance(error, httpcore.RemoteProtocolError):
        return NO_ANSWER in str(error)
    return isinstance(error, (httpcore.ReadError, httpcore.WriteError, httpcore.ConnectionNotAvailable))


def _tls(error: BaseException) -> str:
    """The certificate's or the handshake's fault, and the way out; "" where TLS was not the matter."""
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, ssl.SSLError):
        cause = cause.__cause__
    if isinstance(cause, ssl.SSLCertVerificationError):
        return (
            f"the certificate is not valid: {cause.verify_message}; if the site's own authority signed it, add its "
            f"certificate to fetch.ca_files (or set tls: off for this source, and read the page as unproven)"
        )
    if cause or isinstance(error, HandshakeFailed):
        reason = (cause.reason if isinstance(cause, ssl.SSLError) else "") or error
        return f"no TLS connection: {reason}; an old server may need tls: legacy for this source"
    return ""
