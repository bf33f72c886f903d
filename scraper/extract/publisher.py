"""Whom an article comes from, as the page prints it: 来源：新华网, Quelle: dpa, Taipei, Nov. 17 (CNA).

The printed label wins over what the markup says (a meta `source` is often the agency behind the paper). A label with
nothing after it, or with the next label after it, is empty, and then only the page's own `ContentSource` may fill it.
"""

import re
from collections.abc import Iterator, Sequence

from scraper.document import Document
from scraper.extract.alternatives import alternatives, in_table
from scraper.extract.around import Around
from scraper.extract.around import text_of as text_of_node
from scraper.extract.body.outline import Line
from scraper.extract.metadata import Metadata, plain, text_of
from scraper.extract.title import Found
from scraper.models import ArticleRules
from scraper.selectors import texts

_TABLE = r"""
(?:信息|稿件|文章|内容|新闻|消息|原文)来源(?:单位)? 来源单位 信息提供 供稿单位 发文机关 转载?自(?=[:：])
来自(?=\s?[:：])
(?:新聞|文章|消息|發布)來源 (?<![圖片據照料資])來源 發布單位 發佈單位 发布单位 发布机构
(?<![图片频据照料息件章容闻文资])来\s?源 稿源 (?:文章)?出处 転載元 出典
출처 \bQuellen? \b(?:Content_)?(?:S|s)ource \bSOURCE \bFuente \bFonte \bBron \bKaynak \bNguồn \b(?:Ź|ź)ródło
\bZdroj \bИсточник المصدر \bДжерело \bКрыніца \bИзточник \bИзвор \bSumber \bKälla \bKilde \bLähde \bForrás
\bSursa \bΠηγή \bIzvor \bVir \bAllikas \bAvots \bŠaltinis \bMənbə \bIturria \bVia
แหล่งที่มา (?<!แหล่ง)ที่มา منبع स्रोत מקור 情報元 情報提供 引用元 자료\s?제공 자료\s?출처
"""
_WORDS = alternatives(in_table(_TABLE))
_LABEL = re.compile(_WORDS + r"(?:于|自)?\s?[:：]\s?")
# A label that is a cell of its own needs no colon; nor does 来源 that opens a line.
_CELL = re.compile(_WORDS + r"\s?\Z")
_BARE = re.compile(r"(?:信息|稿件|文章|内容)?来源(?P<bar>\s?[|｜丨]|\s)")
# Who sent it in: an office is its source, a person its author.
_SENT_IN = re.compile(
    r"(?<!\w)供稿\s?[:：]\s?(?P<name>[\u4e00-\u9fff]{2,30}(?:社|局|委|部|办|会|室|厅|处|院|校|司|中心|大学|集团))(?![\u4e00-\u9fff])"
)
# A field ends where the next label, a date, a counter or a button begins.
_END = re.compile(
    r"\s?(?:作\s?者|记者|記者|日期|點閱|瀏覽|編輯|通讯员|编\s?辑|责任编辑|责编|审核|校对|签发|时\s?间|日期|更新|浏览|点击|阅读|访问|(?:我要)?评论"
    r"|查看|次数|字体|字号|打印|分享|收藏|关闭"
    # Offices call their accounts so: 长沙发布.
    r"|(?<=\s)(?:[发發][布佈]|[发發]表)|(?:[发發][布佈]|[发發]表)(?=\s?[:：\d]|[时時][间間]|日期|[人者于於]|单位|單位|機構)"
    r"|关注|大\s中\s小|【|〖|原创稿|版权|摄影|供稿|转载|Author|Autor|Date|Datum|Foto|Views)|\s?(?:19"
    r"|20)\d\d\s?[-/.年]|\s[|｜丨·•/]+\s|\s?[|｜]|\s-{1,2}\s"
)
_NEXT_LABEL = re.compile(r"\s[^\s:：]{2,6}\s?[:：]|(?:\s\S{2,4})?\s举报")
_PICTURES = re.compile(r"iStock|Getty|Shutterstock|123RF|Pixabay|Adobe Stock|Unsplash|Pexels|视觉中国", re.IGNORECASE)
_VERIFIED = re.compile(r"官方[帐账]号\Z")  # what platforms say behind the name of an account
# What a system writes where nobody named a source.
_NOBODY = frozenset(("未知", "未知来源", "佚名", "不详", "来源不详", "暂无", "无", "admin", "未填写"))
_TRIM = " \t\u3000:：;；,，|/\\-–—[]【】()（）<>《》\"'“”。."
# Wien, 19.12.2024 (KAP) Die …; Taipei, Nov. 17 (CNA) The ministry …; GENEVA (AP) — The ministry …
_DATELINE = re.compile(
    r"^[A-Z][\w.’' -]{1,30}(?:,\s[A-Z][\w.’' -]{1,30}){0,2}?"
    r"(?:,?\s\d{1,2}\.\s?\d{1,2}\.(?:\s?(?:20)?\d\d)?\s\((?P<day>[A-Z][A-Za-z]{1,5}(?:/[A-Za-z]{2,6})?)\)\s"
    r"|,?\s(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?\s\d{1,2}\s\((?P<dated>[A-Z][A-Z/-]{1,11})\)\s"
    r"|\s\((?P<dashed>[A-Z][A-Za-z/-]{1,11})\)\s?[—–-]\s)"
)
_PAPER = re.compile(
    r"^[(（](?P<name>[A-Z][^()（）\d]{1,40})[)）]\s?(?=\d{1,2}:\d\d|[A-Z][a-z]{2,8}\.?\s\d)"
)  # (Xinhua) 10:12, May 5, 2024
_DATE = re.compile(r"(?:19|20)\d\d\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}日?\s?(?:\d{1,2}:\d\d(?::\d\d)?)?")
_HAN_NAME = re.compile(
    r"[\u4e00-\u9fffA-Za-z0-9·-]{2,16}(?:网|报|社|台|刊|日报|晚报|新闻|在线|频道|杂志|中心|周刊|时报|局|委|部|办|会|室|处|厅"
    r"|政府)\Z"
)
# Whose document it is: where it was taken from says more.
_OFFICE = ("发文机关", "发布机构", "发布单位")
_LONGEST = 90
_SHORT_LABEL = 20
# 工人日报　记者 张三; 长河云客户端 | 记者 张三
_FIELD_ENDS = re.compile(r"[\s|｜丨·•]+")
_MEDIUM = re.compile(
    r"[\u4e00-\u9fff]{2,12}(?:[日晚时周工人]报|新闻网|日报社|通讯社|电视台|广播台|融媒体中心|客户端|周刊|杂志|(?<!互联)网)"
)
_HAN_TEXT = re.compile(r"(?=.*[\u4e00-\u9fff])[\w“”·-]+")
_FIELDS = 16  # cells
_LONGEST_SOURCE = 24
_ACCOUNT = "js_name"  # what WeChat calls the account that publishes a message


def find_publisher(
    document: Document, metadata: Metadata, around: Around, title: Found, rules: ArticleRules
) -> tuple[str, str]:
    """The content source as printed, and where it came from."""
    if rules.publisher:
        return _clean(next(texts(document.tree, rules.publisher), "")), "rule"
    empty = False
    office = ""
    for place, line in _places(around, title):
        for value in _labelled(around, place, line):
            if value and line.text.startswith(_OFFICE):
                office = office or value
            elif value:
                return value, "label"
            empty = True
        if "供稿" in line.text and (sent := _SENT_IN.search(line.text)):
            return sent["name"], "label"
    if office:
        return office, "label"
    stated = _clean(metadata.first("contentsource", "articlesource", "sourcename", "dc.source"))
    stated = stated or _clean(metadata.first("source"))
    if stated:
        return stated, "meta"
    if empty:
        return "", ""
    value, evidence = _unlabelled(around)
    return (value, evidence) if value else _owner(metadata)


def without_authors(publisher: str, authors: Sequence[str]) -> str:
    """`来源：中国新闻网 王帆` names the reporter in the same field: what is known as an author is no publisher."""
    words = publisher.split(" ")
    while len(words) > 1 and words[-1] in authors:
        words.pop()
    return " ".join(words)


def _places(around: Around, title: Found) -> Iterator[tuple[int, Line]]:
    """Lines that may hold the source: between headline and body, right above, then right below the body."""
    lines, start, end = around.lines, around.start, around.end
    head = around.index(title.line)
    first = max(0, min(head if 0 <= head <= start else start, start) - 8)
    above = range(first, min(start + 4, len(lines)))
    below = range(max(start + 4, end - 4), min(end + 10, len(lines)))
    yield from ((place, lines[place]) for place in above if lines[place].size < 300)
    yield from ((place, lines[place]) for place in below if lines[place].size < 300)
    # Offices put a table of fields above the headline.
    yield from ((place, lines[place]) for place in range(max(0, first - _FIELDS), first) if _is_cell(lines[place]))
    for place in range(end - 5, start + 3, -1):  # a line of the body that is nothing but its source
        line = lines[place]
        if line.size < 100 and _has_colon(line) and line.owner.tag != "figcaption" and _LABEL.match(line.text):
            yield place, line


def _is_cell(line: Line) -> bool:
    """Whether a short line stands in a cell of a table."""
    owner = line.owner
    return line.size < _LONGEST and "td" in (owner.tag, owner.parent.tag if owner.parent is not None else "")


def _has_colon(line: Line) -> bool:
    """Whether there may be a label at all: hardly a line has a colon, and the pattern is long."""
    return ":" in line.text or "：" in line.text


def _labelled(around: Around, place: int, line: Line) -> Iterator[str]:
    if not _has_colon(line):
        yield from _unmarked(around, place, line)
        return
    for match in _LABEL.finditer(line.text):
        rest = line.text[match.end() :]
        end = _END.search(rest)
        written = rest[: end.start()] if end else rest
        if _PICTURES.search(written):
            continue
        value = _clean(written)
        if not value and not rest and (cell := _next_cell(around.lines, place)):
            value = cell
        yield value


def _unmarked(around: Around, place: int, line: Line) -> Iterator[str]:
    """The value behind a label without a colon."""
    if line.size < _SHORT_LABEL and _CELL.match(line.text):
        if value := _next_cell(around.lines, place):
            yield value
    elif line.size < 60 and (bare := _BARE.match(line.text)) and (place < around.start or bare["bar"].strip()):
        yield _clean(line.text[bare.end() :])


def _next_cell(lines: Sequence[Line], place: int) -> str:
    """The value that stands in an element of its own after a label that ends its line."""
    after = lines[place + 1] if place + 1 < len(lines) else None
    if after is not None and after.text in (":", "：") and place + 2 < len(lines):
        after = lines[place + 2]
    if after is None or after.size > 60 or after.owner.parent is not lines[place].owner.parent:
        return ""
    return (
        ""
        if _END.match(after.text) or _LABEL.search(after.text) or ":" in after.text or "：" in after.text
        else _clean(after.text)
    )


def _clean(text: str) -> str:
    """A name without the label that some pages write into the value, without brackets, editors' notes and addresses."""
    text = _LABEL.sub("", plain(text))
    for pattern in (_END, _NEXT_LABEL):
        if end := pattern.search(text):
            text = text[: end.start()]
    whole, text = text, text.strip(_TRIM)
    if "”" in text and "“" not in text:
        text = whole[whole.find("“") :].rstrip(_TRIM) if "“" in whole else text  # “Steel”, its account elsewhere
    for opened, closed in ("《》", "（）", "()"):  # 人民网－《工人日报》
        if opened in text and text + closed in whole:
            text += closed
    return (
        ""
        if len(text) > _LONGEST
        or text.isdecimal()
        or text in _NOBODY
        or _PICTURES.search(text)
        or text.startswith(("http:", "https:", "www."))
        else text
    )


def _unlabelled(around: Around) -> tuple[str, str]:
    """A name in an element that is called its source, beside the date, or the agency of a dateline."""
    for node in around.elements:
        if node.get("id") == _ACCOUNT and (name := _clean(text_of_node(node, _LONGEST_SOURCE))):
            return name, "account"
        if " source " in node.hint and _is_plain(name := _VERIFIED.sub("", text_of_node(node, _LONGEST_SOURCE))):
            return name, "element"
    for line in around.lines[max(0, around.start - 3) : around.start + 2]:
        if match := _DATELINE.match(line.text):
            return match["dated"] or match["dashed"] or match["day"], "dateline"
        if line.size < 120 and (paper := _PAPER.match(line.text)):
            return paper["name"], "beside the date"
        if line.size < 120 and (date := _DATE.search(line.text)):
            rest = (line.text[: date.start()] + " " + line.text[date.end() :]).strip(_TRIM)
            if _HAN_NAME.match(rest):
                return rest, "beside the date"
            if medium := next((part for part in _FIELD_ENDS.split(rest) if _MEDIUM.fullmatch(part)), ""):
                return medium, "beside the date"
    return "", ""


def _is_plain(name: str) -> bool:
    """Whether a text is a name in Chinese: no label, no date, no sentence. Elsewhere pictures have sources, too."""
    return len(name) > 1 and _clean(name) == name and _HAN_TEXT.fullmatch(name) is not None


def _owner(metadata: Metadata) -> tuple[str, str]:
    """Who publishes the page, by its markup: weaker, for nothing of it is printed."""
    named = metadata.first("dcterms.publisher", "dc.publisher", "dcterms.creator", "og:article:author")
    if named := _clean(named.split("|")[0]):
        return named, "meta publisher"
    owners = (metadata.named(node.get("publisher")) for node in metadata.articles)
    owner = next((text for named in owners if (text := _clean(text_of(named)))), "")
    return owner, "json-ld publisher" if owner else ""
