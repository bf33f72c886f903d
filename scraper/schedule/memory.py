"""What a day's largest feed took, given back to the system.

The C library keeps freed memory for later. A parsed feed of thousands of items takes a hundred megabytes for a second,
and a process of years would hold its largest moments for ever.
"""

import ctypes
import sys


def give_back() -> None:
    """Hand what is free to the system, where the C library can (glibc's `malloc_trim`)."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None) if sys.platform == "linux" else None
    if trim is not None:
        trim(0)
