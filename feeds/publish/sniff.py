"""What a file is, by its own first bytes: PNG, JPEG, GIF, WebP or AVIF, and how large it will be on a screen.

What a server says of a picture is not asked: an SVG or a web page called image/png is refused here, and so is a small
file that unfolds into a picture larger than any reader's memory.
"""

from collections.abc import Callable

LARGEST = 100_000_000  # pixels: four bytes each in the memory of whoever shows it
_HEAD = 64 * 1024  # bytes in which an AVIF file says its size

Size = tuple[int, int]


class NotAPicture(ValueError):
    """What was fetched may not stand among the pictures; `str(error)` says why."""


def sniff(data: bytes) -> str:
    """The ending for a picture's name. Raises NotAPicture."""
    for ending, is_one, measure in _KINDS:
        if is_one(data):
            size = measure(data)
            if size is None or 0 in size:
                raise NotAPicture(f"a broken {ending} picture: it does not say its size")
            if size[0] * size[1] > LARGEST:
                raise NotAPicture(f"a {ending} picture of {size[0]} x {size[1]} pixels, more than a reader can hold")
            return ending
    raise NotAPicture("no PNG, JPEG, GIF, WebP or AVIF picture, whatever its Content-Type says")


def _is_png(data: bytes) -> bool:
    return data.startswith(b"\x89PNG\r\n\x1a\n")


def _png(data: bytes) -> Size | None:
    return (_big(data, 16, 4), _big(data, 20, 4)) if data[12:16] == b"IHDR" and len(data) > 24 else None


def _is_gif(data: bytes) -> bool:
    return data.startswith((b"GIF87a", b"GIF89a"))


def _gif(data: bytes) -> Size | None:
    return (_little(data, 6, 2), _little(data, 8, 2)) if len(data) > 10 else None


def _is_jpeg(data: bytes) -> bool:
    return data.startswith(b"\xff\xd8\xff")


def _jpeg(data: bytes) -> Size | None:
    """The size in the first start-of-frame segment; segments are walked by their lengths."""
    at = 2
    while at + 9 < len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xFF:  # padding
            at += 1
        elif 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            return _big(data, at + 7, 2), _big(data, at + 5, 2)
        elif marker == 0xDA:
            return None
        else:
            at += 2 + _big(data, at + 2, 2)
    return None


def _is_webp(data: bytes) -> bool:
    return data.startswith(b"RIFF") and data[8:12] == b"WEBP"


def _webp(data: bytes) -> Size | None:
    if len(data) < 30:
        return None
    match data[12:16]:
        case b"VP8X":
            return _little(data, 24, 3) + 1, _little(data, 27, 3) + 1
        case b"VP8L":
            bits = _little(data, 21, 4)
            return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
        case b"VP8 ":
            return _little(data, 26, 2) & 0x3FFF, _little(data, 28, 2) & 0x3FFF
    return None


def _is_avif(data: bytes) -> bool:
    brands = data[8 : max(_big(data, 0, 4), 8)][:256]
    return data[4:8] == b"ftyp" and (b"avif" in brands or b"avis" in brands)


def _avif(data: bytes) -> Size | None:
    """The largest of the sizes (`ispe`) that its items have."""
    head = data[:_HEAD]
    sizes = []
    at = head.find(b"ispe")
    while at >= 0 and at + 16 <= len(head):
        sizes.append((_big(head, at + 8, 4), _big(head, at + 12, 4)))
        at = head.find(b"ispe", at + 4)
    return max(sizes, key=lambda size: size[0] * size[1], default=None)


def _big(data: bytes, at: int, count: int) -> int:
    return int.from_bytes(data[at : at + count], "big")


def _little(data: bytes, at: int, count: int) -> int:
    return int.from_bytes(data[at : at + count], "little")


_KINDS: tuple[tuple[str, Callable[[bytes], bool], Callable[[bytes], Size | None]], ...] = (
    ("png", _is_png, _png),
    ("jpg", _is_jpeg, _jpeg),
    ("gif", _is_gif, _gif),
    ("webp", _is_webp, _webp),
    ("avif", _is_avif, _avif),
)
