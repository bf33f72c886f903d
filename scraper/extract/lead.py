"""The lead: a sentence or two that say what the article tells, for lists and excerpts.

The editor's description, where it is about this article (many templates describe the site on every page); else the
first paragraph, cut at a sentence.
"""

import re

from scraper.extract.metadata import Metadata, text_of

_TOKENS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]{2}|[^\W\d_]{4,}")
_SENTENCE = re.compile(r"(?<=[。！？])|(?<=[.!?])\s+")
_SHARED = 0.4  # of a description's words, that the article must have as well
_SHORTEST, _LONGEST = 20, 300  # characters of a lead


def find_lead(metadata: Metadata, title: str, text: str) -> str:
    """The lead as plain text."""
    of_article = next((found for node in metadata.articles if (found := text_of(node.get("description")))), "")
    for description in (of_article, metadata.first("og:description"), metadata.first("description", "dc.description")):
        if len(description) > _SHORTEST and _is_about(description, title, text):
            return shorten(description, _LONGEST)
    first = next((line for line in text.split("\n") if len(line) > _SHORTEST), text.split("\n")[0] if text else "")
    return shorten(first, _LONGEST)


def _is_about(description: str, title: str, text: str) -> bool:
    tokens = _TOKENS.findall(description.casefold())
    told = f"{title}\n{text[:6000]}".casefold()
    return bool(tokens) and sum(token in told for token in tokens) >= _SHARED * len(tokens) and description != title


def shorten(text: str, most: int) -> str:
    """The text up to `most` characters: whole sentences if they fill half of that, else whole words and an ellipsis."""
    if len(text) <= most:
        return text
    kept = ""
    for sentence in _SENTENCE.split(text[: most + 1]):
        if len(kept) + len(sentence) > most or not text.startswith(sentence, len(kept)):
            break
        kept = text[: text.find(sentence, len(kept)) + len(sentence)]
    if len(kept) >= most // 2 and kept[-1] in "。！？.!?":
        return kept
    cut = text[: most - 1]
    space = cut.rfind(" ")
    return (cut[:space] if space > most * 0.6 else cut).rstrip(" ,;:，；：、") + "…"
