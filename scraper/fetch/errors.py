"""Why a page could not be fetched.

FetchError               `.kind` names the reason, `.url` the address, `.status` the server's answer (0: there was none)
├── Unavailable          try later; `.retry_at` is the earliest sensible time, where one is known
│     dns · connect · timeout · tls · protocol · too_large · encoding · server · proxy · paused
└── Rejected             give up for now; a person, or the site, has to change something
      address · robots · blocked · login · gone · redirect · refused

`paused` is our own patience, not the network's: the host asked for rest (Retry-After) or its circuit is open.
`refused` is a 4xx status that none of the other words fits.
"""

from datetime import datetime


class FetchError(Exception):
    """A page that did not come. `str(error)` is a sentence for people: what, where, what next."""

    def __init__(self, kind: str, message: str, *, url: str = "", status: int = 0) -> None:
        super().__init__(message)
        self.kind = kind
        self.url = url
        self.status = status


class Unavailable(FetchError):
    """It may come later."""

    def __init__(
        self, kind: str, message: str, *, url: str = "", status: int = 0, retry_at: datetime | None = None
    ) -> None:
        super().__init__(kind, message, url=url, status=status)
        self.retry_at = retry_at


class Rejected(FetchError):
    """It will not come by asking again soon."""
