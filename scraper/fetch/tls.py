"""How a server's certificate and protocol are judged: strictly, leniently for old servers, or not at all.

`strict` is httpx's own context. `legacy` still verifies the certificate, but speaks what servers of ten years ago
speak: TLS 1.0 and 1.1, unsafe renegotiation, small keys and SHA-1. `off` verifies nothing: anybody on the way may
read and change the page, so status shows it.
"""

import ssl
from collections.abc import Sequence

import httpx

from scraper.models import TLS

# ssl.OP_LEGACY_SERVER_CONNECT has a name only from Python 3.12.
OP_LEGACY_SERVER_CONNECT = 0x4


def make_context(mode: TLS, ca_files: Sequence[str] = (), *, trust_env: bool = False) -> ssl.SSLContext:
    """The context of a mode. `ca_files` are certificates trusted beside the public ones, for institutions with their
    own.

    Raises ValueError with the file's name where one cannot be read.
    """
    context = httpx.create_ssl_context(verify=True, trust_env=trust_env)
    for path in ca_files:
        try:
            context.load_verify_locations(cafile=path)
        except (OSError, ssl.SSLError) as error:
            raise ValueError(f"fetch.ca_files: {path}: {error}; a PEM file of certificates is needed") from error
    if mode != "strict":
        context.options |= OP_LEGACY_SERVER_CONNECT
        context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
        context.set_ciphers("DEFAULT:@SECLEVEL=0")
    if mode == "off":
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context
