"""What goes between the crawler and a reading process: a length, then a pickle.

Pages go to the process over a pipe, values come back as pickles of frozen dataclasses, read by an unpickler that knows
these classes and nothing else, and of no more than `LARGEST_ANSWER`: a page that makes its process answer something
else calls nothing in ours. It is no sandbox: whoever runs code of their own in the process has the rights of the user.
"""

import copyreg
import io
import pickle
import struct
from typing import IO, Any
from zoneinfo import ZoneInfo

FRAME = struct.Struct(">I")
LARGEST_ANSWER = 128 * 2**20  # bytes; the largest page has ten million, and an article says its text twice
KNOWN_MODULES = frozenset({"feeds.models", "scraper.models", "scraper.errors", "datetime"})
KNOWN_NAMES = frozenset({("zoneinfo", "ZoneInfo"), ("builtins", "dict")})
# A zone as its name: left alone it would come as a call of `getattr`.
ZONES = copyreg.dispatch_table | {ZoneInfo: lambda zone: (ZoneInfo, (zone.key,))}


class ReadingFailed(RuntimeError):
    """Reading raised what is no `ReadError`: a fault of ours. The message holds the traceback of the process."""


class _Unpickler(pickle.Unpickler):
    """Knows the values that reading answers with, and nothing that acts."""

    def find_class(self, module: str, name: str) -> Any:
        plain = module in KNOWN_MODULES and not name.startswith("_") and "." not in name
        if plain or (module, name) in KNOWN_NAMES:
            return super().find_class(module, name)
        raise ReadingFailed(f"the reading process answered with a {module}.{name}")


def opened(answer: bytes) -> tuple[str, object]:
    """What kind of answer it is, and the answer. Raises `ReadingFailed` for what is none."""
    try:
        kind, value = _Unpickler(io.BytesIO(answer)).load()
    except ReadingFailed:
        raise
    except Exception as error:  # a broken pickle may raise anything
        raise ReadingFailed(f"the reading process answered with what is no value: {error!r}") from error
    return kind, value


def send(sink: IO[bytes], value: object) -> None:
    """Writes an answer: its kind, and the answer."""
    packed = io.BytesIO()
    pickler = pickle.Pickler(packed, protocol=5)
    pickler.dispatch_table = ZONES
    pickler.dump(value)
    answer = packed.getvalue()
    sink.write(FRAME.pack(len(answer)) + answer)
    sink.flush()
