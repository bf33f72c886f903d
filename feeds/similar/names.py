"""Does a term look like a name? Good enough to keep two templates apart, not to find names in a text."""

import re

# The hundred surnames that some 85 % of all Chinese bear.
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金"
    "石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
_PLACES = re.compile(
    "北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西|"
    "甘肃|青海|台湾|内蒙|广西|西藏|宁夏|新疆|香港|澳门|[省市县区州镇乡村旗盟港]"
)
_PERSON = re.compile(f"[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}")
_HAN = re.compile("[\u4e00-\u9fff]+")


def is_name(term: str, context: str, unspaced: bool) -> bool:
    """Whether `term`, read in `context` (the same with two units on each side), may be a person, place or body.

    Where words are spaced a capital says so. In Chinese the term begins with a surname, or is or stands in a place.
    """
    if not unspaced:
        return any(word[:1].isupper() for word in term.split())
    if not _HAN.fullmatch(term):
        return term[:1].isupper()
    return bool(_PLACES.search(context)) or (len(term) <= 3 and bool(_PERSON.search(context)))
