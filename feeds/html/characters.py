"""The characters a feed may carry: XML 1.0 Char, without controls, noncharacters and direction tricks."""

import re

# Everything outside XML 1.0 Char would make a feed unreadable as a whole; C1 controls and noncharacters are legal
# there but mean nothing, and some readers refuse them.
_ILLEGAL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    + "".join(f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(1, 17))
    + "]"
)
# Bidirectional controls can make a title read as another one (faults C4); zero-width and soft hyphens only hide in it.
# The joiners U+200C and U+200D stay: Persian and emoji need them.
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\u202a-\u202e\u2066-\u2069\ufeff]")


def legal(text: str) -> str:
    """The text without what XML 1.0 cannot carry; line ends become newlines."""
    if "\r" in text or "\x85" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x85", "\n")
    return _ILLEGAL.sub("", text)


def plain(text: str) -> str:
    """One line of legal text: white space of every kind collapsed, direction controls and invisible characters out."""
    return " ".join(_INVISIBLE.sub("", legal(text)).split())
