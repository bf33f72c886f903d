"""Why a page could not be fetched.

FetchError               `.kind` names the reason, `.url` the address, `.status` the answer (0: there was none),
│                        `.retry_at` the earliest sensible time for another try, where one is known
├── Unavailable          try later
│     offline · resolver · dns · connect · timeout · tls · protocol · too_large · encoding · server · proxy · paused
└── Rejected             give up for now; a person, or the site, has to change something
      address · robots · blocked · login · gone · redirect · refused

`offline` is this machine's own trouble: it has no route anywhere; `resolver` may be: no name server answered.
`paused` is our own patience, not the network's: the host asked for rest (Retry-After) or its circuit is open.
`refused` is a 4xx status that none of the other words fits.
"""

from datetime import datetime


class FetchError(Exception):
    """A page that did not come. `str(error)` is a sentence for people: what, where, what next."""

    def __init__(
        self, kind: str, message: str, *, url: str = "", status: int = 0, retry_at: datetime | None = None
    ) -> None:
        super().__init__(message)
        self.kind = kind
        self.url = url
        self.status = status
        self.retry_at = retry_at


class Unavailable(FetchError):
    """It may come later."""


class Rejected(FetchError):
    """It will not come by asking again soon."""
