"""The characters a feed may carry: XML 1.0 Char, without controls, noncharacters and direction tricks."""

import re

# XML 1.0 Char without C1 controls and noncharacters, which are legal there but mean nothing and trouble some readers.
# Written as what is allowed, the commonest first: this way the scan costs a fourteenth (it runs over every text).
_PLANES = "".join(f"{chr(plane << 16)}-{chr((plane << 16) + 0xFFFD)}" for plane in range(1, 17))
_ILLEGAL = re.compile(f"[^ -~\u3000-\ud7ff\n\xa0-\u2fff\t\r\x85\ue000-\ufdcf\ufdf0-\ufffd{_PLANES}]")
# Bidirectional controls can make a title read as another one (faults C4); zero-width and soft hyphens only hide in it.
# The joiners U+200C and U+200D stay: Persian and emoji need them.
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\u202a-\u202e\u2066-\u2069\ufeff]")


def legal(text: str) -> str:
    """The text without what XML 1.0 cannot carry; line ends become newlines."""
    if "\r" in text or "\x85" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x85", "\n")
    # Nothing to look for in most texts: "printable" excludes more than what is illegal, and asks in half the time.
    return text if text.replace("\n", " ").isprintable() else _ILLEGAL.sub("", text)


def plain(text: str) -> str:
    """One line of legal text: white space of every kind collapsed, direction controls and invisible characters out."""
    if text.isprintable():  # no control, format, surrogate or unassigned character, and no space but the common one
        return " ".join(text.split()) if "  " in text else text.strip()
    return " ".join(_INVISIBLE.sub("", legal(text)).split())
