"""The texts that bench/dedup.py makes reposts of: labelled pages of a data folder, and notices of our own."""

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from feeds.models import Article
from feeds.similar import sketch

# Shorter texts are formulas ("notice, see attachment"), which nobody should join by their text.
SHORTEST = {"zh": 120, "other": 300}

_ZH_SUBJECTS = ["省总工会", "市总工会", "机冶建材工会", "教科文卫体工会", "女职工委员会", "县总工会", "产业园区工会"]
_ZH_SENTENCES = [
    "{day}，{who}召开{n}届{m}次全委会，听取并审议工作报告。",
    "会议指出，过去一年新建基层工会{n}家，发展会员{m}人。",
    "{who}主席{name}主持会议并讲话。",
    "会议强调，要把职工群众的所思所盼作为工作的出发点，用心用情做好服务。",
    "截至目前，{place}已建成户外劳动者驿站{n}个，覆盖街道{m}个。",
    "活动现场，志愿者为职工提供了义诊、理发、法律咨询等服务。",
    "“驿站里有热水、有空调，歇脚方便多了。”环卫工人{name}告诉记者。",
    "来自{place}的{n}名选手参加了焊工、电工、钳工三个项目的比赛。",
    "经过两天的角逐，{name}获得一等奖，奖金{m}元。",
    "{who}将落实帮扶资金{n}万元，惠及困难职工{m}户。",
    "下一步，{who}将推动集体协商提质增效，推行能级工资协商。",
    "培训班邀请了高校教授、劳模工匠和一线法律工作者授课。",
    "据了解，该行动自{day}启动以来，共走访企业{n}家，解决问题{m}件。",
    "各级工会要加强组织领导，细化责任分工，确保各项任务落地见效。",
    "劳模代表{name}分享了自己扎根车间的经历，赢得阵阵掌声。",
    "与会人员还参观了{place}职工文化活动中心。",
]
_EN_SUBJECTS = ["Transport Workers' Union", "Teachers' Federation", "Dockers' Council", "Nurses' Association"]
_EN_SENTENCES = [
    "Members of the {who} voted by {n} percent to accept the offer after {m} days of talks.",
    "The agreement covers {n} workers in {place} and raises the lowest wage by {m} cents an hour.",
    "“Nobody gave us this, we won it together,” said shop steward {name}.",
    "General secretary {name} called the result a step towards safe staffing in every ward.",
    "The employer had threatened to close the depot in {place} unless shifts were extended.",
    "A hardship fund of {n} euros was set up for the {m} families who lost their income.",
    "Delegates from {place} will meet again next month to decide on further action.",
    "The {who} also asked the ministry to publish the inspection reports of the past year.",
    "Under the new rota no one works more than {n} hours without a break of {m} minutes.",
    "On {day} pickets stood in the rain from dawn while passing drivers sounded their horns.",
    "The federation reminds all branches that nominations close on {day}.",
    "Apprentices from {place} took {n} of the {m} medals at the national skills contest.",
    "Talks about pensions remain open, and both sides agreed to bring in a mediator.",
    "{name}, who has driven the same route for a decade, said the change came late but was welcome.",
]


@dataclass(frozen=True)
class Text:
    """One original: `group` is "zh" for scripts without spaces, "other" for the rest."""

    name: str
    group: str
    article: Article


def corpus(data: Path | None) -> list[Text]:
    """Every usable text once."""
    found = [*_own(), *(_labelled(data) if data else ()), *(_pages(data) if data else ())]
    texts: dict[str, Text] = {}
    for name, article in found:
        group = "zh" if sketch(article).unspaced else "other"
        if len(article.text) >= SHORTEST[group] and "\ufffd" not in article.text:
            texts.setdefault(article.text, Text(name, group, article))
    return list(texts.values())


def _labelled(data: Path) -> Iterator[tuple[str, Article]]:
    for path in sorted(data.glob("extraction/*/truth.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            row = json.loads(line)
            if isinstance(row.get("text"), str):
                name = f"{path.parent.name}/{row['id']}"[:60]
                yield name, Article(row.get("url", ""), row.get("title") or "", text=row["text"])


def _pages(data: Path) -> Iterator[tuple[str, Article]]:
    from scraper import ReadError, read_article

    for path in sorted(data.glob("pages/*/page.html")):
        try:
            article = read_article(path.read_bytes(), f"https://{path.parent.name}.example/")
        except ReadError:  # a list page, a block page: nothing to repost
            continue
        yield path.parent.name, article


def _own() -> Iterator[tuple[str, Article]]:
    """Notices put together from the same stock of sentences: as alike as one union's news are."""
    chance = random.Random("own texts")
    for number in range(30):
        yield f"own/zh-{number}", _notice(chance, _ZH_SENTENCES, _ZH_SUBJECTS, "zh")
        yield f"own/en-{number}", _notice(chance, _EN_SENTENCES, _EN_SUBJECTS, "en")


def _notice(chance: random.Random, stock: list[str], subjects: list[str], language: str) -> Article:
    who = chance.choice(subjects)
    places, names = (_ZH_PLACES, _ZH_NAMES) if language == "zh" else (_EN_PLACES, _EN_NAMES)
    place, name = chance.choice(places), chance.choice(names)
    sentences = [
        sentence.format(
            who=who,
            place=place,
            name=name,
            n=chance.randrange(3, 980),
            m=chance.randrange(3, 9800),
            day=f"{chance.randrange(1, 12)}月{chance.randrange(1, 28)}日"
            if language == "zh"
            else f"{chance.randrange(1, 28)} May",
        )
        for sentence in chance.sample(stock, 9)
    ]
    title = (
        f"{place}{who}{chance.randrange(2, 90)}项工作有新进展"
        if language == "zh"
        else f"{who} in {place} reports progress"
    )
    lines = ["".join(sentences[i : i + 3]) if language == "zh" else " ".join(sentences[i : i + 3]) for i in (0, 3, 6)]
    return Article("", title, text="\n".join(lines))


_ZH_PLACES = ["岳塘", "临武县", "益阳市", "渭滨区", "定西市", "通河县", "南浔", "如皋市", "宝坻区", "河源市"]
_ZH_NAMES = ["黄丽萍", "彭志刚", "周海燕", "莫小军", "贺文", "孟祥林", "佘美玲", "覃国栋"]
_EN_PLACES = ["Hartwell", "Port Dinsmore", "Ellonby", "Saint Corvin", "Mirefield", "Tarragh", "Lower Aske"]
_EN_NAMES = ["Maeve Tolan", "Piet Aldous", "Ines Carrow", "Rufus Ombe", "Greta Lindahl", "Tom Askew"]
