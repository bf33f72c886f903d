"""Which pictures stand in an article's HTML."""

from selectolax.lexbor import LexborHTMLParser


def picture_addresses(html: str) -> tuple[str, ...]:
    """The addresses of the pictures of clean HTML, each once, in order; pictures in the HTML itself left out."""
    if "<img" not in html:
        return ()
    found = (node.attributes.get("src") or "" for node in LexborHTMLParser(html).css("img"))
    return tuple(dict.fromkeys(url for url in found if url.startswith(("http://", "https://"))))
