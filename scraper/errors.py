"""Why a page could not be read.

ReadError
├── NoItems      a list page without items: says why (script template, really empty)
├── Blocked      a challenge or block page stands in the page's place
├── LoginWall    the page asks for a login
├── Gone         a "not found" page, whatever its status
└── Unreadable   no HTML to read: binary, too deep, too large, undecodable
"""


class ReadError(Exception):
    """A page that cannot be read as asked. `str(error)` is a sentence for people."""


class NoItems(ReadError):
    """A list page without items; the message says whether they wait for a script or the list is really empty.

    `words` is about how much readable text the page has all the same, `feeds` are the site's own feeds that it names,
    `requests` the addresses that its scripts load.
    """

    words: int = 0
    feeds: tuple[str, ...] = ()
    requests: tuple[str, ...] = ()


class Blocked(ReadError):
    """A challenge or block page. It is reported and backed off from, never evaded."""


class LoginWall(ReadError):
    """The page asks for a login."""


class Gone(ReadError):
    """The page says that there is no such page (a soft 404)."""


class Unreadable(ReadError):
    """Bytes that are no readable page: binary, empty, nested too deep, too many attributes, too large."""
