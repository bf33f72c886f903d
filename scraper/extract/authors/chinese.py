"""Bylines in Chinese: 记者, 通讯员, 作者 at the headline, in the dateline, at the end; and who is only the editor."""

import re
from collections.abc import Iterable, Iterator

from scraper.extract.alternatives import alternatives, in_table
from scraper.extract.around import Around, text_of
from scraper.extract.authors.names import HAN, is_han, is_person

_EDITORS = re.compile(
    rf"(?:责任编辑|责编|编辑|编审|审核|校对|值班主任)\s?[:：]?\s?((?:[{HAN}]{{2,4}}[\s、,，]*){{1,4}})"
)
# What separates the word from the name, where the word alone is too common.
_COLON = r"\s?[:：|｜丨/／・＝=](?!\s?图)"
_REPORTERS = re.compile(
    alternatives(
        (
            rf"(?:采写|摄影报道|撰写|撰稿|编写|文字|图文|供稿人?|投稿|作者|记者|通讯员|执笔){_COLON}",
            rf"(?<![{HAN}])文{_COLON}",
            rf"(?:文、图|图、文){_COLON}",
            *in_table(r"记者 記者 通讯员 实习生(?=[\s:：]) 特约撰稿人? 撰稿人? 撰文"),
            *in_table(r"作\s?者(?=[\s:：]) 文[/／|｜]图? 图[/／]文 文图"),
            *in_table("供稿人 执笔人? 整理"),
        )
    )
    + rf"[\s:：]*(?:[/／]图|文[/／:：])?\s*(?P<names>[{HAN}·][{HAN}·\s、,，]{{0,40}}?)"
    r"(?=\s*(?:[(（)）【】〕\[\]」|｜,，／/]|通讯员|记者|[实见]习|报道|報導|图片|摄影|攝影|摄$|摄[)）]|[文图][/／:：]|供图|编辑|责编|责任"
    rf"|来\s?源|时\s?间|发布|日期|更新|[{HAN}]{{2}}(?:\d{{1,2}}月)?\d{{1,2}}日[电電訊讯]"
    r"|浏览|点击|阅读|访问|次数|字号|字体|打印|分享|审核|校对|版权|摄像|视频|终审|编审|审定|签发"
    r"|\d|$))"
)
_PHOTOGRAPHER = re.compile(r"\s*[摄攝](?!像|影\s?[:：])")  # who took a picture, and did not write
_AFFILIATION = re.compile(
    r"^.+(?:大学|学院|研究所|研究院|研究中心|公司|委员会|日报|晚报|时报|周刊|新闻|报社|杂志社|电视台|协会|学会"
    r"|总工会|工会|医院|中学|网)(?=.{2,4}$)"
)
# In a paragraph only what stands in brackets is a byline: （记者 张三 通讯员 李四）.
_OPEN_BRACKET = re.compile(r"[(（【\[][^)）】\]]{0,30}\Z")
# 人民网北京4月30日电 记者盛卉报道：…
_WIRED, _REPORTS = re.compile(r"日[电讯]\s*(?:[本人][\u4e00-\u9fff]{1,3})?\Z"), re.compile(r"\s?(?:摄影)?报道")
# The hundred commonest family names: nine of ten names begin with one, and hardly a button does.
_FAMILY = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜"
    "崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
_ALONE = re.compile(rf"[{_FAMILY}][{HAN}]{{1,2}}\Z")
_SIGNED = re.compile(
    rf"[(（](?:记者|通讯员|[{HAN}]{{0,14}}[室会部科处局委心司院报社网]\s)?\s?"
    rf"(?P<names>[{_FAMILY}][{HAN}]{{1,2}}(?:[\s、]+[{_FAMILY}][{HAN}]{{1,2}}){{0,3}})"
    rf"(?:\s[{HAN}]{{2,3}}报道|\s?[供撰]稿)?\s?[)）]\Z"
)
# Two characters of a name that were set apart to be as wide as three: 何　静.
_SPACED = re.compile(rf"(?<![{HAN}])([{HAN}])\s+([{HAN}])(?![{HAN}])")
# （中央社記者吳欣紜台北19日電）: behind the names stands the place, without a space.
_AGENCY = re.compile(
    rf"[记記]者(?P<names>(?:[{HAN}]{{2,3}}、)*(?:[{HAN}]{{2,3}}?(?=(?:[台臺][北中南東]|新北|桃園|高雄|基隆|新竹|苗栗|彰化"
    rf"|南投|雲林|嘉義|屏東|宜蘭|花蓮|澎湖|金門|馬祖|綜合|[北東]京|香港|上海|華盛頓)[{HAN}]{{0,4}}\d{{1,2}}日)|[{HAN}]{{3}}))"
    rf"[{HAN}/]{{2,10}}\d{{1,2}}日[電电]"
)
# 中新网长沙12月19日电 (王一一 李二): names in brackets without a word for what they are.
_DATELINED = re.compile(
    rf"日[电電讯訊]\s?[(（]\s?(?P<names>[{_FAMILY}][{HAN}]{{1,2}}(?:[\s、，]+[{_FAMILY}][{HAN}]{{1,2}}){{0,5}})\s?[)）]"
)
_WECHAT = "rich_media_meta_text"  # what its pages call the author above the text, and the date
_PARTS = re.compile(r"[\s、,，]+")
_LONG = 200
_HEAD = 120  # characters of a line of date and source with all its buttons


def editors(around: Around) -> Iterator[str]:
    """责任编辑 and the like: their names are no authors."""
    for line in around.lines[max(0, around.start - 10) :]:
        if line.size < 400 and "编" in line.text:
            for match in _EDITORS.finditer(line.text):
                yield from _PARTS.split(match[1].strip())


def reporters(around: Around, near: Iterable[int]) -> Iterator[str]:
    """The names that stand with 记者, 通讯员 or 作者 at these places."""
    for place in [*near, *range(around.start + 3, min(around.start + 10, around.end))]:
        text = around.lines[place].text
        if place >= around.start and len(text) > _LONG:
            text = f"{text[:80]}\n{text[-60:]}"
        if place >= around.start and "日" in text and (agency := _AGENCY.search(text) or _DATELINED.search(text)):
            yield from _names(agency["names"])
            return
        alone = len(text) < (_HEAD if place < around.start else 60)
        for match in _REPORTERS.finditer(text):
            if _PHOTOGRAPHER.match(text, match.end()):
                continue
            before = text[: match.start()]
            wired = _REPORTS.match(text, match.end()) and _WIRED.search(before)
            if alone or wired or _OPEN_BRACKET.search(before) or len(before) < 6:
                yield from _names(match["names"])


def _names(written: str) -> Iterator[str]:
    for part in _PARTS.split(_SPACED.sub(r"\1\2", written.strip())):
        if is_person(name := _AFFILIATION.sub("", part)):
            yield name


def signatures(around: Around, head: int) -> Iterator[str]:
    """A name alone between headline and body, or in brackets at the end of the last paragraph: （张三）."""
    for node in around.elements:
        if _WECHAT in node.names and is_han(name := text_of(node)) and is_person(name):
            yield name
    for line in around.lines[max(0, head + 1) : around.start]:
        if not line.linked and _ALONE.match(name := _SPACED.sub(r"\1\2", line.text)) and is_person(name):
            yield name
    for line in around.lines[max(around.start, around.end - 3) : around.end + 1]:
        if signed := _SIGNED.search(line.text):
            yield from _names(signed["names"])
