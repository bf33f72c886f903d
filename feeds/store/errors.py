"""What can go wrong with the store, named by what the caller may do.

StoreError           exit code 74 at the command line
├── Locked           another run or a backup holds it: try later (exit code 75)
├── Unavailable      the PostgreSQL server is gone: try later
├── Full             disk full, over quota or failing: make room; what was committed is safe
├── ReadOnly         file or folder may not be written: fix the permissions
├── Corrupt          the file is damaged: restore a backup, or recover; it is never deleted
├── Unusable         there is no store to open at this place: fix the configuration
├── NewerSchema      made by a newer fedfeed: upgrade the program
├── OlderSchema      a PostgreSQL store waits for `fedfeed db upgrade`
├── Refused          the store is well, but this is not done to it: ask for it another way (exit code 2)
└── BadExport        an export, or a feed to restore from, that cannot be read: name another (exit code 2)
"""


class StoreError(Exception):
    """A failure of the store. `str(error)` names the place and the way out; `exit_code` is what cron should see."""

    exit_code = 74


class Locked(StoreError):
    """Somebody else holds the database for longer than we wait."""

    exit_code = 75


class Unavailable(StoreError):
    """The database server cannot be reached, even after several tries."""


class Full(StoreError):
    """The database cannot grow: disk full, over quota, or a failing disk. Nothing half-written remains."""


class ReadOnly(StoreError):
    """The database or its folder may not be written."""


class Corrupt(StoreError):
    """The database file is damaged. It is left as it is."""


class Unusable(StoreError):
    """No store can be opened at the configured place."""


class NewerSchema(StoreError):
    """The database was made by a newer version of the program."""


class OlderSchema(StoreError):
    """The database needs an explicit upgrade."""


class Refused(StoreError):
    """Neither disk nor database is at fault: what was asked for would spoil what is there, or cannot be done here."""

    exit_code = 2


class BadExport(StoreError):
    """An export or a published feed that cannot be read back. Nothing of it was taken in."""

    exit_code = 2
