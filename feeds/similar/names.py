"""Does a term stand for another name? Good enough to keep two templates apart, not to find names in a text.

A common word for a common word is an editor's hand ("said" for "stated", 表示 for 指出); anything else may be a name.
Where a script has capitals, they say which is which; Chinese and its like need a list of common words.
"""

import re

# The surnames that some 85 % of all Chinese bear.
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金"
    "石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
_PERSON = re.compile(f"[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}")
_PROVINCES = re.compile(
    "北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西|"
    "甘肃|青海|台湾|内蒙|广西|西藏|宁夏|新疆|香港|澳门"
)
_PLACE = re.compile("[\u4e00-\u9fff]{1,4}[省市县区州镇乡村旗盟港]")
_PIECE = re.compile(r"\d+|\D")
# What editors put for each other: words of speech, time, degree, joining and doing, said in any text.
_COMMON_CHARACTERS = (
    "另的了着过地得之其此该这那也还又再就都并且而或与和及同跟但却则若如因由于从自向对把被将让使给为以在是有无不没未已曾"
    "正会能可要应须需说称道讲谈问答看想做办用去来到上下中里内外前后时很更最太非较约近超达等所者们个些每各某本我你他她"
    "它指提谓即乃仍均皆只仅"
)
_COMMON_WORDS = frozenset(
    """
    表示 指出 提出 强调 认为 介绍 透露 称赞 说道 说明 表明 显示 看来 觉得 告诉 讲述 谈到 提到 回忆
    坦言 直言 宣布 通报 报道 近日 日前 最近 近期 目前 眼下 当前 现在 如今 今天 昨天 昨日 今日 此前
    之前 以前 此后 之后 以后 随后 后来 同时 与此 其间 期间 当时 当天 当日 届时 此时 这时 那时 已经
    曾经 正在 即将 将要 刚刚 仍然 依然 一直 始终 经常 往往 通常 有时 不断 逐步 此外 另外 另有 并且
    而且 以及 还有 因为 由于 所以 因此 因而 于是 从而 如果 倘若 假如 要是 一旦 虽然 尽管 但是 不过
    然而 可是 只是 即使 无论 不论 除了 除此 根据 依据 按照 通过 经过 为了 关于 对于 有关 相关 围绕
    随着 作为 进行 开展 实施 实行 推行 推进 推动 举行 举办 召开 展开 组织 加强 强化 增强 提高 提升
    促进 做好 搞好 抓好 完成 实现 达到 获得 取得 得到 赢得 给予 提供 参加 参与 出席 前往 来到 到达
    发生 出现 产生 造成 导致 引起 建立 成立 设立 设置 制定 制订 发布 公布 发表 颁布 开始 启动 继续
    结束 停止 采取 采用 使用 利用 运用 成为 变成 属于 包括 包含 涉及 具有 拥有 存在 需要 必须 应当
    应该 可以 能够 可能 也许 或许 大概 大约 左右 以上 以下 超过 接近 非常 十分 特别 尤其 极其 相当
    比较 更加 越来 很多 许多 不少 大量 多数 部分 一些 有些 所有 全部 全体 各类 各种 多种 一个 一种
    一次 一样 一起 共同 分别 其中 其他 其它 这个 这些 这种 这样 那个 那些 那样 这里 那里 他们 她们
    我们 你们 自己 大家 人们 有人 本人 方面 情况 问题 原因 结果 方式 方法 办法 措施 工作 活动 过程
    内容 作用 意义 重要 主要 关键 重点 基本 一般 普通 新的 良好 优秀 积极 主动 认真 严格 切实 坚决
    全面 深入 广泛 有效 明显 显著 迅速 快速 及时 立即 马上 直接 共有 总计 合计 截至 截止
    """.split()  # noqa: SIM905  -- a column of four hundred quoted words reads worse
)


# Numbers, months and days said in words where they are written small: another of them is another event. Left out are
# words for one, which are articles too.
_COUNTING = frozenset(
    """
    two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty hundred thousand million
    second third fourth fifth monday tuesday wednesday thursday friday saturday sunday january february april june july
    august september october november december
    zwei drei vier fünf sechs sieben acht neun zehn elf zwölf zwanzig dreißig vierzig fünfzig hundert tausend
    deux trois quatre cinq six sept huit neuf dix onze douze vingt trente quarante cinquante cent mille
    deuxième troisième lundi mardi mercredi jeudi vendredi samedi dimanche
    janvier février mars avril mai juin juillet août septembre octobre novembre décembre
    dos tres cuatro cinco seis siete ocho nueve diez once doce veinte treinta cuarenta cincuenta cien ciento
    lunes martes miércoles jueves viernes sábado domingo
    enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
    due tre quattro cinque sei sette otto nove dieci undici dodici venti trenta quaranta cinquanta cento
    lunedì martedì mercoledì giovedì venerdì sabato domenica
    gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre
    dois duas três quatro sete oito dez doze vinte trinta quarenta cinquenta cem
    segunda-feira terça-feira segunda terça quarta quinta sexta
    janeiro fevereiro março maio junho julho setembro outubro novembro dezembro
    twee drie vijf zes zeven negen tien elf twaalf twintig dertig veertig vijftig honderd duizend
    maandag dinsdag woensdag donderdag vrijdag zaterdag zondag januari februari maart mei juni juli augustus oktober
    två tre fyra fem sex sju åtta nio tio tolv måndag tisdag onsdag torsdag fredag lördag söndag augusti
    fire fem seks syv otte mandag tirsdag onsdag torsdag fredag lørdag søndag
    dwa dwie trzy cztery pięć sześć siedem osiem dziewięć dziesięć poniedziałek wtorek środa środę czwartek piątek
    sobota sobotę niedziela niedzielę stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października
    listopada grudnia
    два две двух три трёх трех четыре пять шесть семь восемь девять десять двенадцать двадцать тридцать сорок сто тысяча
    понедельник вторник среда среду четверг пятница пятницу суббота субботу воскресенье
    января февраля марта апреля мая июня июля августа сентября октября ноября декабря
    січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня
    hai ba bốn năm sáu bảy tám chín mười mươi iki üç dört beş altı yedi sekiz dokuz
    dua tiga empat lima enam tujuh delapan sembilan sepuluh senin selasa rabu kamis jumat sabtu minggu
    """.split()  # noqa: SIM905  -- as above
)
# No editor puts one of these for the other: the morning for the afternoon, before for after.
_OPPOSITES = frozenset(("上下", "下上", "前后", "后前", "内外", "外内"))
_COMMON = re.compile("|".join([*sorted(_COMMON_WORDS), f"[{_COMMON_CHARACTERS}]"]))
# A name and the name in its place are about as long; what is much longer was written in besides.
_LONGER = 6


def names_differ(ours: str, theirs: str, unspaced: bool) -> bool:
    """Whether what stands in the other's place may be another name."""
    if not unspaced:
        return bool(_names(ours) - _names(theirs)) and bool(_names(theirs) - _names(ours))
    if ours + theirs in _OPPOSITES:
        return True
    if max(len(ours), len(theirs)) > 2 * min(len(ours), len(theirs)) + _LONGER:
        return False
    left, right = _unlike(_COMMON.sub("", ours), _COMMON.sub("", theirs))
    return bool(left or right) and all(_unlike(ours, theirs))


def is_common(term: str) -> bool:
    """Whether a Chinese term is common words and nothing else."""
    return not _COMMON.sub("", term)


def surely_names(ours: str, theirs: str, our_context: str, their_context: str, unspaced: bool) -> bool:
    """Whether terms that may be names look like persons or places, so that not even one story is likely.

    A context is the term with two units more on each side.
    """
    if not unspaced or set(_PROVINCES.findall(our_context)) != set(_PROVINCES.findall(their_context)):
        return True
    left, right = _unlike(ours, theirs)
    if _PERSON.fullmatch(left) and _PERSON.fullmatch(right):
        return True
    return bool(
        _PLACE.fullmatch(ours + our_context[-2:-1]) and _PLACE.fullmatch(theirs + their_context[-2:-1])
    ) or bool(_PLACE.fullmatch(ours) and _PLACE.fullmatch(theirs))


def _names(term: str) -> set[str]:
    """Words with a capital; in scripts without capitals, every word; and numbers, months and days in words."""
    return {word for word in term.split() if not word.isdecimal() and (not word.islower() or word in _COUNTING)}


def _unlike(ours: str, theirs: str) -> tuple[str, str]:
    """Both terms without the pieces that they begin or end alike."""
    left, right = _PIECE.findall(ours), _PIECE.findall(theirs)
    while left and right and left[-1] == right[-1]:
        left.pop()
        right.pop()
    left.reverse()
    right.reverse()
    while left and right and left[-1] == right[-1]:
        left.pop()
        right.pop()
    return "".join(reversed(left)), "".join(reversed(right))
