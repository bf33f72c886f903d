"""What a browser would find active in HTML: parsed again by html5lib, an engine that the cleaner does not use."""

import re

import html5lib

FORBIDDEN = {
    "applet", "base", "button", "dialog", "embed", "form", "frame", "frameset", "iframe", "input", "link", "math",
    "meta", "noembed", "noframes", "noscript", "object", "param", "plaintext", "script", "select", "slot", "style",
    "svg", "template", "textarea", "title", "xmp",
}  # fmt: skip
ADDRESSES = {"href", "src", "cite", "poster", "background", "action", "formaction", "data", "longdesc"}
HTML = "{http://www.w3.org/1999/xhtml}"
PICTURE = re.compile(r"data:image/(gif|png|jpe?g|webp|avif)[;,]")


def active(html: str) -> list[str]:
    """Every element, attribute or address that could act; empty for safe HTML."""
    found = []
    for element in html5lib.parseFragment(html).iter():
        if element.tag == "DOCUMENT_FRAGMENT":
            continue
        if not isinstance(element.tag, str) or not element.tag.startswith(HTML):
            found.append(f"foreign {element.tag}")
            continue
        tag = element.tag.removeprefix(HTML)
        if tag in FORBIDDEN:
            found.append(f"<{tag}>")
        for name, value in element.attrib.items():
            if name.startswith("on") or name in ("style", "srcdoc", "id", "class", "name"):
                found.append(f"<{tag} {name}>")
            if name in ADDRESSES and not _is_quiet(tag, name, value):
                found.append(f"<{tag} {name}={value[:60]!r}>")
            if name == "srcset" and not all(part.strip().startswith("http") for part in value.split(", ")):
                found.append(f"<{tag} srcset={value[:60]!r}>")
    return found


def _is_quiet(tag: str, name: str, value: str) -> bool:
    if value.startswith(("http://", "https://")):
        return True
    if tag == "a" and value.lower().startswith("mailto:"):
        return True
    return tag == "img" and name == "src" and PICTURE.match(value) is not None
