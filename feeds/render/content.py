"""What stands inside an item: its plain summary, and its HTML with what belongs beside the text.

The article's own HTML goes through the allow-list once more, because it was stored by whatever version of fedfeed read
it, and the list may have become stricter since.
"""

import re
from collections.abc import Mapping, Sequence
from html import escape

from feeds.html import legal, plain
from feeds.html.allow import NO_REFERRER, show
from feeds.models import Attachment, Emission, Image
from feeds.render.words import partial_note, words

LONGEST_SUMMARY = 300
_SENTENCE_END = re.compile(r"[。！？!?…]|\.(?=\s)")


def summarize(lead: str, text: str, longest: int = LONGEST_SUMMARY) -> str:
    """Plain text of at most `longest` characters: the lead, else the beginning, cut at a sentence or a word."""
    # A summary is short and a text may be long: what is cut off need not be cleaned first.
    whole = plain(lead) or plain(text[: 4 * longest])
    if len(whole) <= longest:
        return whole
    cut = whole[:longest]
    ends = [match.end() for match in _SENTENCE_END.finditer(cut)]
    if ends and ends[-1] >= longest // 2:
        return cut[: ends[-1]].rstrip()
    space = cut.rfind(" ", longest // 2, longest - 1)
    return cut[: space if space > 0 else longest - 1].rstrip(" ,;:，、；：") + "…"


def compose_full(
    emission: Emission,
    image: Image | None,
    attachments: Sequence[Attachment],
    language: str,
    pictures: Mapping[str, str] | None = None,
) -> str:
    """The article with its lead picture (once), its attachments, who else tells it, and where it comes from.

    `pictures` maps addresses of pictures to those of our copies; `image` has its own already.
    """
    body = _safe(emission.entry.article.html, pictures)
    return "\n".join(
        filter(
            None,
            (
                _figure(image, body),
                body,
                _note(emission, language),
                _attachments([each for each in attachments if not _stands_in(each.url, body)], language),
                _also(emission, language),
                _source(emission, language),
            ),
        )
    )


def _safe(html: str, pictures: Mapping[str, str] | None) -> str:
    try:
        return legal(show(html, pictures)) if html else ""
    except UnicodeEncodeError:  # a lone surrogate, which no store of ours holds
        return legal(show(legal(html), pictures))


def compose_excerpt(emission: Emission, summary: str, language: str) -> str:
    """HTML for an excerpt only where it says more than the plain summary: a note, or who else tells the story."""
    more = "\n".join(filter(None, (_note(emission, language), _also(emission, language))))
    if not more:
        return ""
    return f"<p>{_text(summary)}</p>\n{more}" if summary else more


def _text(text: str) -> str:
    return escape(plain(text), quote=False)


def _link(url: str, text: str) -> str:
    return f'<a href="{escape(url)}">{_text(text)}</a>'


def _stands_in(url: str, html: str) -> bool:
    return url in html or escape(url) in html


def _figure(image: Image | None, body: str) -> str:
    if image is None or _stands_in(image.url, body):
        return ""
    caption = f"<figcaption>{_text(image.caption)}</figcaption>" if image.caption else ""
    policy = '{}="{}"'.format(*NO_REFERRER)
    return f'<figure><img src="{escape(image.url)}" alt="{escape(plain(image.alt))}" {policy}>{caption}</figure>'


def _note(emission: Emission, language: str) -> str:
    note = partial_note(emission.entry.partial, language)
    return f"<p><em>{_text(note)}</em> {_link(emission.entry.link, emission.origin.name)}</p>" if note else ""


def _attachments(attachments: Sequence[Attachment], language: str) -> str:
    if not attachments:
        return ""
    items = "".join(f"<li>{_link(each.url, each.title or _name(each.url))}</li>" for each in attachments)
    return f"<p>{words(language).attachments}</p>\n<ul>{items}</ul>"


def _name(url: str) -> str:
    return url.partition("?")[0].rpartition("/")[2] or url


def _also(emission: Emission, language: str) -> str:
    if not emission.also:
        return ""
    links = ", ".join(_link(each.link, each.name) for each in emission.also)
    return f"<p>{words(language).also} {links}</p>"


def _source(emission: Emission, language: str) -> str:
    rights = f" – {_text(emission.origin.rights)}" if emission.origin.rights else ""
    link = _link(emission.entry.link, emission.origin.name)
    printed = printed_source(emission)
    whose = f"{_text(printed)} ({link})" if printed else link
    return f"<p><small>{words(language).source}: {whose}{rights}</small></p>"


def printed_source(emission: Emission) -> str:
    """The content source that the page prints, "" where it is the source itself or only the markup's word for it."""
    article = emission.entry.article
    name = plain(article.publisher)
    unprinted = article.evidence.get("publisher") in ("json-ld publisher", "meta publisher")
    return "" if unprinted or name.casefold() == plain(emission.origin.name).casefold() else name
