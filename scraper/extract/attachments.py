"""The files that belong to an article: documents it links to, sound and film it plays.

<a href="./P020240101.pdf">附件1</a>    ->  Attachment("https://…/P020240101.pdf", "application/pdf", title="附件1")
<a href="/system/_content/download.jsp?…">表.doc</a>, <audio src=…>, <div class="wp_pdf_player" pdfsrc="…">
"""

import re
from urllib.parse import unquote

from feeds.filetypes import ATTACHED, ending_of
from feeds.models import Attachment
from feeds.urls import absolute
from scraper.extract.body.outline import PICTURES, Node, Outline, text_of

SIZE = re.compile(r"\s*[(（\[]\s?[\d.,]+\s?[kmg]?i?b?\s?[)）\]]\s*$", re.IGNORECASE)  # 보도자료.hwp (35.5K)
# Addresses of scripts that hand out files: the link's text tells which kind.
HANDS_OUT = re.compile(r"download|attach|getfile|filedown|/_content/")  # in lower case
# Contao's, /press?file=files/paper.pdf
ASKED = re.compile(r"[?&](?:file|filename|datei)=([^&#]+)")
# Press release (PDF, 120 kB)
SAID = re.compile(r"[(（\[]\s?(pdf|docx?|xlsx?|pptx?|hwp|zip)\b[^()（）\[\]]{0,20}[)）\]]\s*$", re.IGNORECASE)
QUOTED = re.compile(r"""["']([^"'<>\\]{3,300})["']""")
LEVELS = 4
SLACK = 600  # bytes of text
# Boda's player, showVsbpdfIframe("/__local/1/23/paper.pdf", …), and the frame of a viewer, viewer.html?file=/paper.pdf
SHOWN = re.compile(r"""showVsbpdfIframe\(\s*["']([^"'\\]{1,300})["']""")
PLAYED = ("src", "pdfsrc", "data-src", "data")


def find_attachments(page: Outline, chosen: tuple[Node, ...], base: str) -> tuple[Attachment, ...]:
    """The files in the article's text and in the box around it, in the page's order, each once.

    Boards list them between the headline and the text as well.
    """
    if not chosen:
        return ()
    around = _around(chosen[-1])
    begin = around.place if page.headline is None else max(around.place, page.headline.owner.place)
    found: dict[str, Attachment] = {}
    for node in page.nodes[min(begin, chosen[0].place) : around.end]:
        if node.dropped:
            continue
        file = _linked(node, base) if node.tag == "a" else _played(node, base)
        if file is not None:
            found.setdefault(file.url, file)
    return tuple(found.values())


def files_of_scripts(text: str, base: str) -> tuple[Attachment, ...]:
    """The files that a script of the page shows in its place."""
    if "showVsbpdfIframe" not in text:
        return ()
    urls = dict.fromkeys(absolute(found, base) for found in SHOWN.findall(text) if kind_of(found))
    return tuple(Attachment(url, ATTACHED[kind_of(url)], title=url.rpartition("/")[2]) for url in urls if url)


def _around(node: Node) -> Node:
    """The box around the text that holds hardly more than the text: lists of files often stand below it."""
    most = 2 * node.bulk + SLACK
    for _ in range(LEVELS):
        if node.parent is None or node.parent.bulk > most:
            break
        node = node.parent
    return node


def _linked(node: Node, base: str) -> Attachment | None:
    href = node.get("href").strip()
    if not href or href[0] == "#" or href[:11].lower() == "javascript:":
        href = _of_call(f"{href} {node.get('onclick')}")
    if not href:
        return None
    kind = kind_of(href)
    if not kind and (asked := ASKED.search(href)) is not None:
        kind = kind_of(asked[1])
    if not kind and not HANDS_OUT.search(href.lower()):
        return None
    title = text_of(node) or node.get("title")
    kind = kind or kind_of(SIZE.sub("", title)) or kind_of(node.get("title")) or kind_of(href.partition("?")[2])
    if not kind and (said := SAID.search(title)) is not None:
        kind = said[1].lower()
    url = absolute(href, base) if kind else ""
    return Attachment(url, ATTACHED[kind], title=title or url.rpartition("/")[2]) if url else None


def _of_call(script: str) -> str:
    """The address of a file that a link's script fetches: `javascript:download('/up/form.doc')`."""
    return (
        next((said for said in QUOTED.findall(script) if kind_of(said)), "") if "'" in script or '"' in script else ""
    )


def _played(node: Node, base: str) -> Attachment | None:
    if node.tag in PICTURES or node.attrs.keys().isdisjoint(PLAYED):
        return None
    for name in PLAYED:
        value = node.attrs.get(name)
        if value and node.tag == "iframe" and (asked := ASKED.search(value)) is not None:
            value = unquote(asked[1])
        if value and (kind := kind_of(value)) and (url := absolute(value, base)):
            return Attachment(url, ATTACHED[kind], title=node.get("title") or url.rpartition("/")[2])
    return None


def kind_of(address: str) -> str:
    """The extension of a file that is worth attaching, in lower case; "" for anything else."""
    ending = ending_of(address)
    return ending if ending in ATTACHED else ""
