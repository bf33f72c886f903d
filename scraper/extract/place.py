"""From which place that writes Chinese a page comes: Taiwan, Hong Kong or Macau, where more than its script says so.

中華民國115年3月2日, 統一編號 12345678, 10048 臺北市中正區林森南路4號, +886 2 2321 1234    ->  "TW"
九龍彌敦道405號, (852) 2770 8668                                                      ->  "HK"

The traditional script is written in all three and by communities abroad, so it only opens the question. A year of the
republic from 100 on is printed nowhere else; an older one may be history, and (02) is an area code of Sydney, too.
"""

import re

# Characters of everyday news that the traditional script alone has, and what the simplified one has for them.
_TRADITIONAL = frozenset("國會體學專勞總聯權團黨對發經實關點應來這們")
_SIMPLIFIED = frozenset("国会体学专劳总联权团党对发经实关点应来这们")
_FEWEST = 5
_LONGEST = 200_000
_STREET = r"[^\s，。；、]{1,14}(?:路|街|道|巷)[^\s，。；、]{0,8}?\s?[\d一二三四五六七八九十]{1,4}\s?[號号]"
_CITY = (
    r"(?:[台臺][北中南]市|新北市|桃園市|高雄市|基隆市|新竹[市縣]|嘉義[市縣]|(?:苗栗|彰化|南投|雲林|屏東|宜蘭|花蓮|[台臺]東|澎湖"
    r"|金門|連江)縣)"
)
_SIGNS = {
    "TW": re.compile(rf"民國\s?1\d\d\s?年|統一?編號?\s?[:：]?\s?\d{{8}}|(?:\+|\()886\W{{0,2}}\d|{_CITY}{_STREET}"),
    "HK": re.compile(rf"(?:\+|\()852\W{{0,2}}\d|(?:香港|九龍|新界){_STREET}"),
    "MO": re.compile(rf"(?:\+|\()853\W{{0,2}}\d|澳門{_STREET}"),
}

# Days with years of the republic: 115-03-02, 115.02.27, 115/02/26. One alone may be a version or a file's number.
_YEARS = re.compile(r"(?<!\d)1[0-4]\d([-./])(?:0[1-9]|1[0-2])\1[0-3]\d(?!\d)")
_FEW_DAYS = 3


def is_traditional(text: str) -> bool:
    """Whether a Chinese text is written in the traditional script."""
    traditional = sum(map(_TRADITIONAL.__contains__, text))
    return traditional >= _FEWEST and traditional > 9 * sum(map(_SIMPLIFIED.__contains__, text))


def place_of(text: str) -> str:
    """The one place (ISO 3166) that a page in the traditional script names as its own; "" for none or several."""
    text = text[:_LONGEST]
    if not is_traditional(text):
        return ""
    named = [code for code, signs in _SIGNS.items() if signs.search(text)]
    if "TW" not in named and len(_YEARS.findall(text)) >= _FEW_DAYS:
        named.append("TW")
    return named[0] if len(named) == 1 else ""
