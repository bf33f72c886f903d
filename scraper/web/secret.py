"""The key to the operator's pages: random, made at the first start, kept in a file that only its owner can read.

From it come the token that a person pastes once (`?token=…`), the cookie that remembers it, and the word that every
form carries. Removing the file makes all of them invalid at the next start.
"""

import contextlib
import hmac
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

BYTES = 32


@dataclass(frozen=True, slots=True)
class Secret:
    """What the pages ask for. `token` is for people, `cookie` and `form` are derived from it."""

    token: str

    @property
    def cookie(self) -> str:
        return self._derived("cookie")

    @property
    def form(self) -> str:
        return self._derived("form")

    def _derived(self, purpose: str) -> str:
        return hmac.digest(self.token.encode(), purpose.encode(), "sha256").hex()


def same(given: str, wanted: str) -> bool:
    """Compares without telling by time how much is right."""
    return hmac.compare_digest(given.encode(errors="replace"), wanted.encode())


def secret_file(database: str, config_path: Path) -> Path:
    """Where the token lies: beside a SQLite store (`fedfeed.operate-token`), else beside the configuration."""
    store = config_path if "://" in database else Path(database)
    return store.resolve().with_name(f"{store.stem}.operate-token")


def read_secret(path: Path) -> Secret:
    """The secret of a file, made when it is missing. Raises OSError with the path where it can be neither."""
    with contextlib.suppress(FileExistsError):
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(BYTES) + "\n")
    path.chmod(0o600)
    token = path.read_text("ascii", "replace").strip()
    if len(token) < BYTES:
        raise OSError(0, "holds no token; remove it, a new one is made at the next start", str(path))
    return Secret(token)
