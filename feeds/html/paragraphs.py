"""HTML as plain text: every paragraph, list item and table row on a line of its own, cells separated by tabs."""

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from feeds.html.characters import legal
from feeds.html.hostile import is_hostile, strip_markup

_SILENT_NAMES = """
script style noscript template object embed svg math textarea select title noembed noframes xmp iframe head rt rp
audio video
"""
_SILENT = frozenset(_SILENT_NAMES.split())
_BLOCKS_NAMES = """
address article aside blockquote body br caption center dd details dialog div dl dt fieldset figcaption figure
footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section summary table tbody tfoot thead tr ul
"""
_BLOCKS = frozenset(_BLOCKS_NAMES.split())
_CELLS = frozenset({"td", "th"})
_CELL = "\x1f"  # cannot stand in legal text, so it survives the collapsing of white space
_SPACE = re.compile(r"[^\S\x1f]+")
_CELL_RUN = re.compile(r" *\x1f[ \x1f]*")


def to_text(html: str) -> str:
    """`<p>One<br>two</p><ul><li>three</ul>` becomes "One\\ntwo\\nthree"."""
    html = legal(html)
    if is_hostile(html):
        html = strip_markup(html)
    body = LexborHTMLParser("<body>" + html).body
    if body is None:
        return ""
    lines: list[str] = []
    for line in "".join(_pieces(body)).split("\n"):
        tidy = _CELL_RUN.sub("\t", _SPACE.sub(" ", line)).strip()
        if tidy:
            lines.append(tidy)
    return "\n".join(lines)


def _pieces(root: LexborNode) -> list[str]:
    """The text in order, with a newline at both edges of every block; without recursion, since pages are deep."""
    pieces: list[str] = []
    node: LexborNode | None = root.first_child
    while node is not None:
        tag = node.tag or ""
        if tag == "-text":
            pieces.append(_text_of(node))
        elif tag in _BLOCKS:
            pieces.append("\n")
        child = None if tag in _SILENT else node.first_child
        if child is not None:
            node = child
            continue
        while node is not None and node.mem_id != root.mem_id:
            _leave(node.tag or "", pieces)
            following = node.next
            if following is not None:
                node = following
                break
            node = node.parent
        else:
            node = None
    return pieces


def _text_of(node: LexborNode) -> str:
    text = node.text_content or ""
    parent = node.parent
    return text if parent is not None and parent.tag == "pre" else text.replace("\n", " ")


def _leave(tag: str, pieces: list[str]) -> None:
    if tag in _BLOCKS:
        pieces.append("\n")
    elif tag in _CELLS:
        pieces.append(_CELL)
