"""Pictures as small as they can be: just enough of each kind for its size to be read."""

PNG_HEAD = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"


def png(width: int = 640, height: int = 480, mark: bytes = b"") -> bytes:
    return PNG_HEAD + width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\x02\x00\x00\x00" + mark


def jpeg(width: int = 640, height: int = 480) -> bytes:
    exif = b"\xff\xe1\x00\x08Exif\x00\x00"
    frame = b"\xff\xc0\x00\x11\x08" + height.to_bytes(2, "big") + width.to_bytes(2, "big") + bytes(10)
    return b"\xff\xd8" + exif + frame + b"\xff\xda"


def gif(width: int = 640, height: int = 480) -> bytes:
    return b"GIF89a" + width.to_bytes(2, "little") + height.to_bytes(2, "little") + b"\x00\x00\x00;"


def webp(kind: bytes = b"VP8X", width: int = 640, height: int = 480) -> bytes:
    if kind == b"VP8X":
        size = bytes(4) + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    elif kind == b"VP8L":
        size = b"\x2f" + ((width - 1) | (height - 1) << 14).to_bytes(4, "little") + bytes(8)
    else:
        size = b"\x00\x00\x00\x9d\x01\x2a" + width.to_bytes(2, "little") + height.to_bytes(2, "little")
    return b"RIFF\x40\x00\x00\x00WEBP" + kind + b"\x20\x00\x00\x00" + size + bytes(4)


def avif(width: int = 640, height: int = 480) -> bytes:
    brands = b"\x00\x00\x00\x1cftypavif\x00\x00\x00\x00mif1avifmiaf"
    return brands + b"\x00\x00\x00\x14ispe" + bytes(4) + width.to_bytes(4, "big") + height.to_bytes(4, "big")
