"""Was a page edited, or did only its surroundings change?

Not material: white space, the width of punctuation, counters and view numbers, "3 hours ago", lists of related links,
advertisements, calls to follow an account. Those lines are left out on both sides before the texts are compared.
"""

import re
import unicodedata
from dataclasses import dataclass
from hashlib import blake2b
from typing import Literal

from feeds.identity.keys import folded, garbled
from feeds.models import Article

# Below this a reading is too unsure to take a better one's place, whatever it says.
_LESS_SURE = 0.2
_SHORT = 40

_NUMBER = r"[\d,.]{1,12}\s?(?:万|亿|k|m|千)?\+?"
_COUNTED = (
    r"阅读量?|浏览量?|浏览次数|阅读次数|访问量?|访问次数|点击率?|点击量|点击数|点击次数|点赞数?|转发量?|评论数?|收藏数?|人气|热度|"
    r"views?|reads?|hits?|clicks?|likes?|shares?|comments?|kommentare?|aufrufe|commentaires?|vues?|visitas|lecturas|"
    r"просмотр(?:ов|ы|а)?|조회수?|閲覧数|點閱(?:數|次數)?|visite|letture|visualizzazioni|visualizações|visualizaciones|"
    r"wyświetle(?:ń|nia)|odsłon|okunma|görüntülenme|lượt xem"
)
_TIMES = (
    rf"(?:viewed|read|seen|visited|opened|gelesen|angesehen|aufgerufen|consulté|lu|vu|visto|leído|letto)\s?:?\s?{_NUMBER}\s?"
    r"(?:times?|mal|fois|veces|volte|vezes)"
)
_COUNTER = re.compile(
    rf"(?:{_COUNTED})\s?[:：(（\[]?\s?{_NUMBER}\s?[)）\]]?(?:次|人次|条|个)?|{_NUMBER}\s?(?:次|条|个|人次)?\s?(?:{_COUNTED})(?!\w|\s?[:：])|{_TIMES}",
    re.IGNORECASE,
)
_RELATIVE = re.compile(
    r"\d{1,3}\s?(?:秒钟?|分钟|小时|天|周|个月)之?前|\d{1,3} (?:second|minute|hour|day|week|month)s? ago|"
    r"(?:vor|il y a|hace) \d{1,3} \w{1,10}",
    re.IGNORECASE,
)
_COUNTED_LINE = re.compile(r"[^。！？.!?]$")
# A heading over other articles is a line of its own, or has the first of them behind a mark: "Recommended rates" and
# 相关内容如下 begin something that readers came for.
_RELATED = re.compile(
    r"(?:相关(?:阅读|链接|新闻|文章|报道|推荐|稿件|内容)|延伸阅读|推荐阅读|热门(?:推荐|文章|新闻)|猜你喜欢|更多(?:新闻|内容|精彩)|関連記事)"
    r"(?:[\s:：>»›|丨].*|…*)|"
    r"(?:related(?: (?:articles?|stor(?:y|ies)|news|links?|posts?|contents?|topics?|reading|reports?|coverage))?|"
    r"read (?:more|also|next)(?: (?:about|on) .*)?|see also|"
    r"more (?:on this(?: \w+)?|news|stories|news stories|from .*)|"
    r"you may also like|recommended(?: (?:for you|reading|articles|stories))?|"
    r"mehr zum thema|lesen sie auch|weitere (?:artikel|meldungen)|lire aussi|à lire aussi|sur le même sujet|"
    r"leer también|noticias relacionadas|leggi anche|читайте также)(?:\s?[:>»›|].*|[\s….]*)",
    re.IGNORECASE,
)
_PASSING = re.compile(
    r"(?:广告|推广|advertisement|sponsored|anzeige|werbung|publicité|publicidad|реклама)|"
    r"[【\[]?[上下]一[篇条页](?:[\s:：】\]].*)?|扫一扫.*|扫码关注.*|长按识别.*|.{0,4}关注.{0,20}公众号[^\w]*|分享[到至].*|"
    r"(?:[【\[（(]?(?:打印本页|打印|关闭窗口|关闭|纠错)[】\]）)]?[\s|｜]*)+|[【\[]?字号(?:[\s:：】\]].*)?|"
    r"(?:share this|print this|follow us|subscribe to|sign up for)[^\d]*|(?:previous|next)(?: article)?\s?:.*",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[。！？.!?…]['\"”’）)]?$")
# Dots, colons and signs between digits are part of the number: 1.5 is not 15.
_NO_SIGN = re.compile(r"(?<!\d)[\W_]+|[\W_]+(?!\d)|(?<=\d)\s+(?=\d)")
_LINK_TEXT = re.compile(r"<a\s[^>]*>([^<]*)</a>")


@dataclass(frozen=True, slots=True)
class Edit:
    """What a re-read page means for the entry.

    none      it reads the same
    cosmetic  take the new reading; `updated` stays
    material  take it, count a revision, `updated` moves
    weaker    keep the old reading: the new one knows less
    """

    kind: Literal["none", "cosmetic", "material", "weaker"]
    reason: str


def edit(old: Article, new: Article, *, same_reader: bool) -> Edit:
    """How `new`, the same page read again, differs from `old`. Another version of the reader never makes an edit."""
    if old == new:
        return Edit("none", "it reads the same")
    before, after = essence(old), essence(new)
    if reason := _why_weaker(old, new, before, after):
        return Edit("weaker", reason)
    if not before and after:
        return Edit("cosmetic", "the text was found at last")
    if before == after and folded(old.title) == folded(new.title):
        return Edit("cosmetic", "only its surroundings changed")
    if not same_reader:
        return Edit("cosmetic", "another version of the reader reads it differently")
    return Edit("material", "the text changed" if before != after else "the title changed")


def essence(article: Article) -> str:
    """What the article says, without what passes around it. Equal essences are one text."""
    link_texts = {_plain(text) for text in _LINK_TEXT.findall(article.html)} if "<a" in article.html else set()
    kept = []
    below_related = False
    for line in map(_plain, article.text.split("\n")):
        if len(line) <= _SHORT and _RELATED.fullmatch(line):
            below_related = True
            continue
        # A list of titles follows; the first whole sentence ends it.
        below_related = below_related and not (len(line) > _SHORT and _SENTENCE_END.search(line))
        if not (below_related or line in link_texts or (len(line) <= _SHORT and _PASSING.fullmatch(line))):
            kept.append(_uncounted(line))
    return _NO_SIGN.sub("", "\n".join(kept).casefold()) or folded(article.text)


def uncounted(text: str) -> str:
    """A text without what its counters count: two readings that are equal so differ in how often a page was read.

    >>> uncounted("The text.\\nViews: 77") == uncounted("The text.\\nViews: 78")
    True
    """
    return "\n".join(map(_uncounted, text.split("\n")))


def fingerprint(article: Article) -> str:
    """The text as an alias that tells none of it, "" without a text: by it a tombstone knows its article again."""
    said = essence(article)
    return f"text:{blake2b(said.encode('utf-8', 'surrogatepass'), digest_size=16).hexdigest()}" if said else ""


def _uncounted(line: str) -> str:
    """A line about the page without its counters; a sentence is left as it is, unless it counts and says no more."""
    if _COUNTER.fullmatch(line.rstrip(" .。!")):
        return ""
    if len(line) > 2 * _SHORT or not _COUNTED_LINE.search(line):
        return line
    return _RELATIVE.sub("", _COUNTER.sub("", line))


def _plain(line: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", line).split())


def _why_weaker(old: Article, new: Article, before: str, after: str) -> str:
    if (garbled(new.title) and not garbled(old.title)) or new.text.count("\ufffd") > old.text.count("\ufffd"):
        return "the new reading is garbled"
    if old.title and not new.title:
        return "the new reading has no title"
    if before and 2 * len(after) < len(before):
        return f"the new reading has {len(after)} of {len(before)} characters"
    if new.confidence < old.confidence - _LESS_SURE:
        return f"the new reading is less sure: {new.confidence:.2f} after {old.confidence:.2f}"
    return ""
