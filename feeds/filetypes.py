"""The kinds of files that federations publish, by the ending of a name, each with its media type.

Everything that asks whether an address leads to a file, or what that file is, asks here: which links of an article are
its attachments, which items of a list are documents, what a feed says of an enclosure. What a system's own table says
differs from machine to machine, and the bytes of a feed with it.
"""

import re
from collections.abc import Iterable

UNKNOWN = "application/octet-stream"  # what a feed says of bytes that it cannot name
DOCUMENTS = {
    "pdf": "application/pdf",
    "doc": "application/msword",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xls": "application/vnd.ms-excel",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ppt": "application/vnd.ms-powerpoint",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "rtf": "application/rtf",
    "wps": "application/vnd.ms-works",
    "et": UNKNOWN,  # Kingsoft's tables: no type is registered, and Excel does not open them
    "ofd": "application/ofd",
    "hwp": "application/x-hwp",
    "hwpx": "application/hwp+zip",
    "epub": "application/epub+zip",
}
ARCHIVES = {
    "zip": "application/zip",
    "rar": "application/vnd.rar",
    "7z": "application/x-7z-compressed",
}
PLAYED = {
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
    "ogg": "audio/ogg",
    "wav": "audio/wav",
    "mp4": "video/mp4",
    "webm": "video/webm",
    "m3u8": "application/vnd.apple.mpegurl",
}
PICTURES = {
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "gif": "image/gif",
    "webp": "image/webp",
    "avif": "image/avif",
}
# What an article may have beside its text and pictures.
ATTACHED = {**DOCUMENTS, **ARCHIVES, **PLAYED}
MEDIA_TYPES = {**ATTACHED, **PICTURES}
# An address up to its path, to begin a pattern with: the names of hosts end like files, too (.et, .zip).
HOST = r"^\s*(?:(?:[a-z][a-z\d+.-]*:)?//[^/?#]*)?+"
_HOST = re.compile(HOST, re.IGNORECASE)


def ending_of(address: str) -> str:
    """The ending of the file's name that an address or a name has, in lower case; "" where there is none.

    >>> ending_of("https://union.example/files/Report.PDF?v=2")
    'pdf'
    >>> ending_of("https://union.org.et")
    ''
    """
    path = _HOST.sub("", address.partition("?")[0].partition("#")[0], count=1)
    _, dot, ending = path.rpartition("/")[2].rpartition(".")
    return ending.strip().lower() if dot else ""


def naming(endings: Iterable[str]) -> re.Pattern[str]:
    """The pattern to search an address for a file's name in: at its end, or at that of its path.

    >>> bool(naming(["pdf"]).search("/viewer.html?file=/2024/report.pdf"))
    True
    """
    return re.compile(HOST + r".*\.(?:" + "|".join(endings) + r")(?:$|[?#])", re.IGNORECASE)
