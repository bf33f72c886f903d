"""WeChat official-account articles that carry their text in a script.

An ordinary article (`#js_content`, hidden until a script shows it) reads like any other page. Picture and text messages
(`item_show_type` 8 and 10) have an empty box and their words in a script:

    window.item_show_type = '10'; … content_noencode: '第一行\\x0a第二行', …   ->  <p>第一行</p><p>第二行</p>
    picture_page_info_list = [{cdn_url: 'https://mmbiz.qpic.cn/…'}, …]        ->  <img src="https://mmbiz.qpic.cn/…">
"""

import re
from html import escape, unescape

from feeds.urls import absolute, host
from scraper.document import Document

HOSTS = frozenset(("mp.weixin.qq.com", "weixin.qq.com"))
TEXT = re.compile(
    r"\b(?:content_noencode|text_page_info\s*=\s*\{\s*content)\s*[:=]\s*(?:JsDecode\()?'((?:[^'\\\n]|\\.){1,60000})'"
)
DESCRIPTION = re.compile(r"\bdesc\s*[:=]\s*(?:JsDecode\()?'((?:[^'\\\n]|\\.){1,20000})'")
PICTURES = re.compile(r"picture_page_info_list\s*[:=]\s*\[(.{1,100000}?)\]\s*[,;]", re.DOTALL)
PICTURE = re.compile(r"\bcdn_url\s*:\s*(?:JsDecode\()?'(https?:(?:[^'\\\n]|\\.){10,1000})'")
ESCAPE = re.compile(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|(.))", re.DOTALL)
LETTERS = {"n": "\n", "r": "\n", "t": " "}


def is_wechat(document: Document) -> bool:
    """Whether the page is one of WeChat's, by its address or by what only its pages carry."""
    return host(document.url) in HOSTS or 'id="js_article"' in document.text[:200_000]


def scripted_html(document: Document) -> str:
    """The message that stands in the page's script as HTML, "" where there is none."""
    if not is_wechat(document):
        return ""
    found = TEXT.search(document.text) or DESCRIPTION.search(document.text)
    text = unescape(_unquote(found[1])) if found is not None else ""
    paragraphs = [f"<p>{escape(line.strip(), quote=False)}</p>" for line in text.split("\n") if line.strip()]
    listed = PICTURES.search(document.text)
    urls = [unescape(_unquote(url)) for url in PICTURE.findall(listed[1])] if listed is not None else []
    pictures = [f'<img src="{escape(url)}" alt="">' for url in dict.fromkeys(urls) if absolute(url, document.base)]
    return "\n".join(paragraphs + pictures)


def _unquote(text: str) -> str:
    """A JavaScript string without its escapes; `\\x26amp;` and the like are left to HTML's."""

    def one(found: re.Match[str]) -> str:
        code = found[1] or found[2]
        return chr(int(code, 16)) if code else LETTERS.get(found[3], found[3])

    return ESCAPE.sub(one, text)
