"""Which text of a page is the article.

    outline   one walk over the tree: elements, lines of text, pictures
    judge     what each line is worth, what stands beside the article, where the headline is
    choose    the elements that hold the article
    prune     what inside them is no text of it: source lines, teasers, captions, share boxes
    opening   what of it stands above its text: the lead, the picture it opens with
    write     what remains as tidy HTML and plain paragraphs

What class names say is in `names`, what words say in `phrases`, and every number in `weights`.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from feeds.models import Attachment, Image
from feeds.urls import absolute
from scraper.document import Document
from scraper.extract import wechat
from scraper.extract.attachments import files_of_scripts, find_attachments
from scraper.extract.body import weights
from scraper.extract.body.assess import assess
from scraper.extract.body.choose import choose, settle
from scraper.extract.body.judge import judge
from scraper.extract.body.opening import find_lead, lead_pictures
from scraper.extract.body.outline import Node, Outline, ancestors, bytes_of, outline
from scraper.extract.body.prune import prune, prune_chosen
from scraper.extract.body.write import Writer, data_tables
from scraper.extract.images import Gallery
from scraper.extract.metadata import Metadata, text_of, types_of
from scraper.extract.pages import find_next
from scraper.extract.scripted import Scripted, scripted_article, unshown_html
from scraper.extract.stated import squash_once
from scraper.hostile import why_heavy
from scraper.models import ArticleRules

NO_RULES = ArticleRules()
NOTHING = Scripted()
RULED = 0.95  # confidence where the source's rules named the body
SCRIPTED = 0.6  # and where it stands only in a script
RESCUED = 250  # a text shorter than this (in characters) is compared with what the scripts say …
MUCH_MORE = 2.0  # … and gives way to so many times its length
SAYING = 60  # a text longer than this says something, which a script that keeps the article says, too
LONGEST = 1_000_000
NAMES, LONGEST_NAME = (1, 2, 3), 60  # spaces in a name, and its characters


@dataclass(frozen=True, slots=True)
class Body:
    """The article's text. `html` has absolute addresses and is not sanitized; `text` has no captions."""

    html: str = ""
    text: str = ""
    headline: str = ""
    images: tuple[Image, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    next: str = ""
    confidence: float = 0.0
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """A body and what led to it, for those who ask why."""

    body: Body
    page: Outline
    chosen: tuple[Node, ...] = ()
    scripted: Scripted = NOTHING


def read_body(document: Document, metadata: Metadata, *, rules: ArticleRules = NO_RULES, listed: str = "") -> Reading:
    """The text of the article on a page, with the page as it was judged."""
    root = document.tree.body
    if root is None:
        return Reading(Body(), Outline(Node("html", {}, None, 0)))
    # What the page's head calls the article, and what a list does.
    stated = (metadata.title, metadata.first("og:title"), metadata.first("articletitle"), listed)
    titles = [title for title in stated if title]
    ruled = _ruled(document, root, rules, titles)
    page, chosen = ruled or _automatic(root, titles, _writers(metadata))
    gallery = Gallery(page.captions, document.base)
    writer = Writer(gallery.put, lambda node: _link(node, document.base), data_tables(page.nodes))
    if ruled is None:
        for picture in lead_pictures(page, chosen, metadata.first("og:image")):
            writer.picture(picture)
        for line in find_lead(page, chosen):
            writer.paragraph(line.text)
    for node in chosen:
        writer.write(node)
    html, text = "".join(writer.html), "\n".join(writer.lines)
    said = NOTHING
    core = page.core or page.root
    confidence, evidence = assess(page, chosen), f"{core.tag} {core.names}".strip()
    if ruled is not None:
        confidence, evidence = RULED, "rules"
    elif len(text) < RESCUED and (rescued := _rescue(document, titles, text)) is not None:
        html, text, images, evidence, said = rescued
        gallery.images.update(images)
        confidence = SCRIPTED
    body = Body(
        html=html,
        text=text,
        headline=page.headline.text if page.headline is not None else "",
        images=tuple(gallery.images.values()),
        attachments=_files(document, page, tuple(chosen), text),
        next=find_next(document, page),
        confidence=confidence,
        evidence=evidence,
    )
    return Reading(body, page, tuple(chosen), said)


def _files(document: Document, page: Outline, chosen: tuple[Node, ...], text: str) -> tuple[Attachment, ...]:
    """The files of the article, each once. Scripts are searched where they may say it all, or in a page of Boda's."""
    found = find_attachments(page, chosen, document.base)
    if len(text) >= RESCUED and not any("vsb" in box.names for node in chosen[:1] for box in (node, *ancestors(node))):
        return found
    known = {file.url for file in found}
    return found + tuple(file for file in files_of_scripts(document.text, document.base) if file.url not in known)


def _link(node: Node, base: str) -> str:
    """Where a link leads; markup within an address is that of a page cut in the middle of a tag, and no address."""
    href = node.get("href")
    return "" if "<" in href else absolute(href, base)


def _rescue(
    document: Document, titles: Sequence[str], text: str
) -> tuple[str, str, dict[str, Image], str, Scripted] | None:
    """The text that waits in a script, when it is much more than what the page shows and no other article's."""
    begins = squash_once(text)[: weights.TITLE] if len(text) > SAYING else ""
    ways: tuple[tuple[str, Callable[[], Scripted]], ...] = (
        ("wechat script", lambda: Scripted(wechat.scripted_html(document), named=True)),
        ("script", lambda: scripted_article(document, titles)),
        ("fragment", lambda: Scripted(unshown_html(document))),
    )
    for evidence, find in ways:
        if (said := find()).html:
            html, lines, images = _tidy(said.html, document.base)
            if len(lines) > MUCH_MORE * len(text) and (said.named or begins in squash_once(lines)):
                return html, lines, images, evidence, said
    return None


def _tidy(html: str, base: str) -> tuple[str, str, dict[str, Image]]:
    """HTML from a script, written as HTML from the page is."""
    html = html[:LONGEST]
    root = LexborHTMLParser(html).body if not why_heavy(html) else None
    if root is None:
        return "", "", {}
    page = outline(root)
    gallery = Gallery(page.captions, base)
    writer = Writer(gallery.put, lambda node: _link(node, base), data_tables(page.nodes))
    writer.write(page.root)
    page.release()
    return "".join(writer.html), "\n".join(writer.lines), gallery.images


def _writers(metadata: Metadata) -> tuple[str, ...]:
    """The persons of first name and surname who the page's head says wrote the article, in lower case."""
    named = [metadata.first("author")]
    for node in metadata.articles[:1]:
        credited = node.get("author")
        people = (metadata.named(one) for one in (credited if isinstance(credited, list) else [credited]))
        named += [text_of(one) for one in people if not any("Organization" in kind for kind in _kinds(one))]
    return tuple({name.lower() for name in named if name.count(" ") in NAMES and len(name) < LONGEST_NAME})


def _kinds(node: object) -> tuple[str, ...]:
    return types_of(node) if isinstance(node, Mapping) else ()


def _automatic(root: LexborNode, titles: Sequence[str], writers: tuple[str, ...]) -> tuple[Outline, list[Node]]:
    page = outline(root)
    page.writers = writers
    judge(page, titles)
    chosen = choose(page)
    if left_out := _left_out(page, chosen, titles):
        page.release()
        page = outline(root, within=frozenset(node.mem_id for node in left_out))
        page.writers = writers
        judge(page, titles)
        chosen = choose(page)
    prune(page, chosen)
    return page, chosen


def _left_out(page: Outline, chosen: list[Node], titles: Sequence[str]) -> list[LexborNode]:
    """The parts that were not walked into because of their names, and in which the article may stand."""
    prose = sum(node.prose for node in chosen)
    if prose < weights.SHORT:
        return page.skipped
    wanted = [squash_once(title) for title in titles]
    shown = squash_once(page.headline.text) if page.headline is not None else ""
    if not shown or not any(title.startswith(shown) or shown.startswith(title) for title in wanted if title):
        texts = ((node, squash_once(node.text())) for node in page.skipped)
        beginnings = [title[: weights.TITLE] for title in wanted if title]
        headed = [node for node, text in texts if any(begins in text for begins in beginnings)]
        if headed or not shown:
            return headed
    # A part named as frame is the article only if most of the prose stands in it, see `judge.own_weight`.
    most = page.root.total * weights.MOST / (1 - weights.MOST)
    return [node for node in page.skipped if _paragraphs(node) > most] if prose < weights.SHORTISH else []


def _paragraphs(node: LexborNode) -> int:
    """How much text stands in the paragraphs of a part, in bytes; menus have none."""
    return sum(bytes_of(paragraph.text()) for paragraph in node.css("p"))


def _ruled(
    document: Document, root: LexborNode, rules: ArticleRules, titles: Sequence[str]
) -> tuple[Outline, list[Node]] | None:
    """The page as its rules say, None when they name no body that is there.

    `remove` alone refines the automatic reading: what it names counts as if it were not on the page.
    """
    if not rules.body and not rules.remove:
        return None
    bodies = _select(document, [rules.body]) if rules.body else []
    removed = _select(document, rules.remove)
    page = outline(root, thorough=True, marked=frozenset(bodies + removed))
    for identity in removed:
        if (node := page.marked.get(identity)) is not None:
            page.drop(node)
    judge(page, titles)
    chosen = [page.marked[identity] for identity in bodies if identity in page.marked]
    if rules.body and not chosen:
        return None
    if chosen:
        chosen = settle(page, chosen)
        prune_chosen(page, chosen)
    else:
        chosen = choose(page)
        prune(page, chosen)
    return page, chosen


def _select(document: Document, selectors: Iterable[str]) -> list[int]:
    """The lexbor identities of what the selectors name; one that is no CSS names nothing (`check` tells its owner)."""
    found: list[int] = []
    for selector in selectors:
        try:
            found += [node.mem_id for node in document.tree.css(selector)]
        except (SelectolaxError, ValueError):
            continue
    return found
