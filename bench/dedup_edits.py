"""The edits of bench/dedup.py: what reposting sites do to a text, and what makes a template twin of it."""

import random
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace

from feeds.models import Article
from feeds.similar import sketch

_SENTENCE = re.compile(r"[^\n]+?(?:[。！？]+[”’]?|[.!?]+[”\"’]?(?=\s|$)|$|(?=\n))|\n", re.MULTILINE)
_WORD = re.compile(r"[^\W\d_]+")
_NUMBER = re.compile(r"\d+")
_HAN_PLACE = re.compile("[\u4e00-\u9fff]{2}[省市县区州镇]")
_HAN_RUN = re.compile("[\u4e00-\u9fff]+")
_INNER_WORD = re.compile(r"(?<=[^\W\d_] )[^\W\d_]{3,}")
_SYNONYMS = {
    "表示": "说",
    "指出": "提出",
    "近日": "日前",
    "目前": "眼下",
    "同时": "与此同时",
    "此外": "另外",
    "因为": "由于",
    "如果": "倘若",
    "但是": "不过",
    "进行": "开展",
    "非常": "十分",
    "已经": "已",
    "以及": "和",
    "said": "stated",
    "also": "too",
    "but": "yet",
    "about": "around",
    "because": "since",
    "after": "following",
    "und": "sowie",
    "auch": "ebenfalls",
    "aber": "jedoch",
}
_SITES = {
    "zh": ["潇湘职工网", "江淮工会在线", "职工之家"],
    "other": ["Labour Wire", "The Union Herald", "Solidarity Online"],
}
_INSERTED = {
    "zh": [
        "本网将持续关注此事进展。",
        "有业内人士认为，这一做法值得推广。",
        "多位网友在留言区表达了看法。",
        "更多详情可查阅官方发布的文件。",
        "此前，本网曾对相关情况作过报道。",
    ],
    "other": [
        "We will keep following the story.",
        "Readers have sent us many comments on the matter.",
        "Our correspondent was on the spot that morning.",
        "This site has reported on the background before.",
        "Observers regard this as an important signal.",
    ],
}
_NEW_PLACES = ["澄江市", "罗田县", "双清区", "玉门市", "上杭县", "仙居县"]
_NEW_NAMES = ["Brannock", "Ostrava", "Kelmarsh", "Vidal", "Thornbury", "Lemaire"]
_NEW_HAN = ["郁峰", "甄洛", "桐柏", "凌川", "阚平"]

Edit = Callable[[str, str, random.Random], str]


def repost(article: Article, kind: str, chance: random.Random) -> Article:
    """The article as another site shows it after one kind of edit."""
    group = "zh" if sketch(article).unspaced else "other"
    text = KINDS[kind](article.text, group, chance)
    return replace(article, text=text, title=_title(article.title, group, chance) if "title" in kind else article.title)


def twins(article: Article, chance: random.Random) -> Iterator[tuple[str, Article]]:
    """The same form filled in for others; kinds that the text gives no hold for are left out."""
    group = "zh" if sketch(article).unspaced else "other"
    renumbered = _renumber(article.text, chance)
    renamed = _rename(article.text, group, chance)
    if renumbered != article.text and len(set(_NUMBER.findall(article.text))) >= 3:
        yield "numbers", replace(article, text=renumbered)
    if renamed != article.text:
        yield "names", replace(article, text=renamed)
    if (respoken := _respeak(article.text)) != article.text:
        yield "a number or month in words", replace(article, text=respoken)
    both = _rename(renumbered, group, chance)
    if both not in (renumbered, renamed):
        yield "both", replace(article, text=both)


_SPOKEN = [
    row.split()
    for row in (
        "two three four five six seven eight",
        "deux trois quatre cinq sept huit",
        "janvier février avril juin juillet août septembre octobre novembre décembre",
        "zwei drei vier fünf sechs sieben acht",
        "dos tres cuatro cinco siete ocho",
        "enero febrero abril junio julio agosto septiembre octubre noviembre diciembre",
        "gennaio febbraio aprile giugno luglio agosto settembre ottobre novembre dicembre",
        "janeiro fevereiro abril junho julho setembro outubro novembro dezembro",
        "января февраля апреля июня июля августа сентября октября ноября декабря",
        "три четыре пять шесть семь",
        "monday tuesday wednesday thursday friday",
        "lundi mardi mercredi jeudi vendredi samedi",
    )
]


def _respeak(text: str) -> str:
    """The first number, month or day that is written in small letters, and all its like, as the next one."""
    for row in _SPOKEN:
        for word, other in zip(row, [*row[1:], row[0]], strict=True):
            changed = re.sub(rf"\b{word}\b", other, text)
            if changed != text:
                return changed
    return text


def _header(text: str, group: str, chance: random.Random) -> str:
    site = chance.choice(_SITES[group])
    day = f"2026-0{chance.randrange(1, 9)}-1{chance.randrange(0, 9)}"
    section = "新闻" if group == "zh" else "News"
    return f"{site} > {section} > {day} {chance.randrange(7, 22)}:3{chance.randrange(9)}\n{text}"


def _footer(text: str, group: str, chance: random.Random) -> str:
    views = chance.randrange(20, 4000)
    if group == "zh":
        return (
            f"{text}\n（责任编辑：小陶）\n阅读：{views}\n声明：转载此文是出于传递信息之目的，版权归原作者。\n上一篇：无"
        )
    return f"{text}\nEdited by the newsroom. {views} views.\nAll rights remain with the author. Share this page."


def _source(text: str, group: str, chance: random.Random) -> str:
    site = chance.choice(_SITES[group])
    if group == "zh":
        return f"来源：{site}　作者：本网综合　时间：2026-05-1{chance.randrange(9)}\n{text}\n（来源：{site}）"
    return f"Source: {site}, 1{chance.randrange(9)} May 2026\n{text}\nThis article first appeared in {site}."


def _retitled(text: str, group: str, chance: random.Random) -> str:
    """The site's own headline stands above the text as well."""
    return f"{'【聚焦】一线传来好消息' if group == 'zh' else 'In focus: news from the ground'}\n{text}"


def _inserted(text: str, group: str, chance: random.Random) -> str:
    sentences = _SENTENCE.findall(text)
    for extra in chance.sample(_INSERTED[group], min(4, 1 + len(sentences) // 6)):
        sentences.insert(chance.randrange(len(sentences) + 1), extra if group == "zh" else f" {extra}")
    return "".join(sentences)


def _copy_edited(text: str, group: str, chance: random.Random) -> str:
    """An editor's hand: other words for plain ones, some left out, about one change in thirty words or characters."""
    return _edit_characters(text, chance) if group == "zh" else _edit_words(text, chance)


def _edit_characters(text: str, chance: random.Random) -> str:
    for plain, other in _SYNONYMS.items():
        if chance.random() < 0.5:
            text = text.replace(plain, other)
    pieces = re.split("(的|了|，|将|等|并)", text)
    return "".join(piece for piece in pieces if piece not in ("的", "了", "将", "并") or chance.random() < 0.75)


def _edit_words(text: str, chance: random.Random) -> str:
    small = [word for word in _WORD.findall(text) if word.islower()]

    def change(found: re.Match[str]) -> str:
        word = found[0]
        if word in _SYNONYMS and chance.random() < 0.5:
            return _SYNONYMS[word]
        if not word.islower() or chance.random() > 0.05:
            return word
        return chance.choice(["", f"{word} indeed", chance.choice(small)])

    return _WORD.sub(change, text)


def _truncated(text: str, group: str, chance: random.Random) -> str:
    sentences = _SENTENCE.findall(text)
    kept = max(2, round(len(sentences) * chance.uniform(0.45, 0.8)))
    return "".join(sentences[:kept]) + ("……" if group == "zh" else " …")


def _reset(text: str, group: str, chance: random.Random) -> str:
    """Other paragraphs, other widths, other quotes."""
    text = "\n\n".join(line.strip() for line in re.split(r"(?<=[。！？])|(?<=[.!?]) ", text) if line.strip())
    if group == "zh":
        return text.translate(str.maketrans("，：；（）０１２３４５６７８９", ",:;()0123456789"))
    return text.replace("“", '"').replace("”", '"').replace("’", "'").replace("–", "-")


def _shortened(text: str, group: str, chance: random.Random) -> str:
    return "".join(sentence for sentence in _SENTENCE.findall(text) if chance.random() > 0.15) or text


def _chain(*edits: Edit) -> Edit:
    def edit(text: str, group: str, chance: random.Random) -> str:
        for one in edits:
            text = one(text, group, chance)
        return text

    return edit


KINDS: dict[str, Edit] = {
    "header": _header,
    "footer": _footer,
    "source line": _source,
    "title": _retitled,
    "inserted sentences": _inserted,
    "copy-edits": _copy_edited,
    "truncation": _truncated,
    "typography": _reset,
    "mix, whole": _chain(_copy_edited, _inserted, _header, _footer),
    "mix, cut": _chain(_shortened, _truncated, _source),
}


def _title(title: str, group: str, chance: random.Random) -> str:
    if not title:
        return ""
    return f"聚焦｜{title[: max(6, len(title) * 2 // 3)]}" if group == "zh" else f"In focus: {title}"


def _renumber(text: str, chance: random.Random) -> str:
    """Every number another one of its length, the same one everywhere."""
    others: dict[str, str] = {}

    def change(found: re.Match[str]) -> str:
        number = found[0]
        while others.setdefault(number, number) == number:
            others[number] = str(chance.randrange(1, 10)) + "".join(str(chance.randrange(10)) for _ in number[1:])
        return others[number]

    return _NUMBER.sub(change, text)


def _rename(text: str, group: str, chance: random.Random) -> str:
    """The two or three names that are said most, replaced wherever they stand."""
    if group == "other":
        inner = [word for word in _INNER_WORD.findall(text) if not word.islower()]
        names = [name for name, _ in Counter(inner).most_common(3)]
        for name, other in zip(names, chance.sample(_NEW_NAMES, len(names)), strict=True):
            text = re.sub(rf"\b{re.escape(name)}\b", other, text)
        return text
    names = [name for name, _ in Counter(_HAN_PLACE.findall(text)).most_common(3)] or _frequent(text)
    others = chance.sample(_NEW_PLACES if _HAN_PLACE.search(text) else _NEW_HAN, len(names))
    for name, other in zip(names, others, strict=True):
        text = text.replace(name, other)
    return text


def _frequent(text: str) -> list[str]:
    """Two characters said at least four times: what the text is about."""
    pairs = Counter(run[i : i + 2] for run in _HAN_RUN.findall(text) for i in range(len(run) - 1))
    return [pair for pair, count in pairs.most_common(2) if count >= 4]
