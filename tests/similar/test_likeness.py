"""What makes two texts one story, what keeps two stories apart, and by what an article is found."""

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.models import Article, Origin
from feeds.similar import POSTINGS, Likeness, compare, names_source, same_text, sketch

ZH = (
    "7月13日，长沙市总工会在开福区启动“夏送清凉”活动，为一线职工送去防暑用品。活动现场，志愿者为环卫工人、快递员提供了"
    "义诊、理发和法律咨询。据了解，全市已建成户外劳动者驿站860个，覆盖街道172个，今年计划投入资金320万元。\n"
    "“驿站里有热水、有空调，歇脚方便多了。”环卫工人周海燕告诉记者。市总工会主席张志刚表示，下一步将扩大驿站覆盖面，"
    "推动更多单位开放共享，让职工群众感受到实实在在的关怀。"
)
EN = (
    "Dockers in Hartwell voted by 87 percent to accept an offer that raises the lowest wage by 45 cents an hour, "
    "their union said on Monday. The agreement covers 3200 workers and ends 19 days of talks. “Nobody gave us this, we "
    "won it together,” said shop steward Maeve Tolan. The employer had threatened to close the north terminal unless "
    "shifts were extended, a plan that is now off the table. Delegates will meet again in September to decide on "
    "pensions.\nA hardship fund set up for families who lost their income will stay open until the end of May, and "
    "donations may still be made through every branch office of the federation."
)
TEXTS = {"zh": ZH, "en": EN}


def like(a: str, b: str, title: str = "", other_title: str = "") -> Likeness:
    likeness = compare(sketch(Article("", title, text=a)), sketch(Article("", other_title, text=b)))
    assert likeness == compare(sketch(Article("", other_title, text=b)), sketch(Article("", title, text=a)))
    return likeness


def both(zh: str, en: str) -> list[tuple[str, str]]:
    return [(ZH, zh), (EN, en)]


REPOSTS = {
    "the same": both(ZH, EN),
    "header": both("潇湘职工网 > 新闻 > 2026-07-14 09:31\n" + ZH, "Labour Wire > News > 14 July\n" + EN),
    "footer": both(ZH + "\n（责任编辑：小陶）阅读：1204", EN + "\nEdited by the newsroom. 1204 views."),
    "cut": both(ZH[: len(ZH) // 2], EN[: len(EN) // 2]),
    "white space and widths": both(ZH.replace("，", ",").replace("。", ". "), EN.replace(" ", "  ").replace("“", '"')),
    "full-width digits": both(ZH.translate(str.maketrans("0123456789", "０１２３４５６７８９")), EN),
    "a sentence more": both(
        ZH.replace("据了解", "本网将持续关注此事进展。据了解"),
        EN.replace("Delegates", "We keep following it. Delegates"),
    ),
    "other common words": both(ZH.replace("表示", "指出"), EN.replace("said on", "announced on")),
}


@pytest.mark.parametrize("kind", REPOSTS)
def test_a_repost_is_linked_and_folded(kind: str) -> None:
    for original, copy in REPOSTS[kind]:
        assert like(original, copy).fold, like(original, copy)


TWINS = {
    "another number": both(ZH.replace("860", "790"), EN.replace("3200", "2900")),
    "another decimal": both(ZH.replace("320万", "3.20万"), EN.replace("45 cents", "4.5 cents")),
    "another person": both(ZH.replace("张志刚", "李国强"), EN.replace("Maeve Tolan", "Ines Carrow")),
    "another person of the same family name": both(ZH.replace("张志刚", "张国强"), EN.replace("Tolan", "Carrow")),
    "another province": both(ZH.replace("长沙市", "湖北省"), EN.replace("Hartwell", "Ellonby")),
    "another place at the very beginning": both(ZH.replace("长沙市", "株洲市"), "Nurses" + EN.removeprefix("Dockers")),
}


@pytest.mark.parametrize("kind", TWINS)
def test_the_same_form_filled_in_for_others_is_never_folded(kind: str) -> None:
    for original, twin in TWINS[kind]:
        assert not like(original, twin).fold, like(original, twin)


def test_many_replaced_numbers_or_names_are_not_even_one_story() -> None:
    zh = ZH.replace("860", "790").replace("172", "96").replace("320", "118").replace("13日", "21日")
    en = EN.replace("87", "61").replace("45", "30").replace("3200", "950").replace("19", "44")
    assert not like(ZH, zh).link
    assert not like(EN, en).link
    assert not like(EN, EN.replace("September", "Ostrava").replace("Maeve Tolan", "Ines Carrow")).link


def test_reports_of_two_months_share_their_form_only() -> None:
    """More than half is the same, and in place of one paragraph of numbers stands another."""
    form = "This report is made every month by the labour inspectors and sent to all branches of the federation. " * 2
    may = (
        "In May there were 312 visits to 87 yards, 41 warnings, 9 fines of 2500 euros and 3 closures for want of rails."
    )
    june = "Inspectors saw 95 sites; 12 were shut, 28 told to mend scaffolds within 14 days, and 1 case went to court."
    assert not like(f"{form}\n{may}\n{EN}", f"{form}\n{june}\n{EN}").fold
    assert not like(f"{form}\n{may}\n{may[3:]}\n{form}", f"{form}\n{june}\n{june[4:]}\n{form}").link


def test_a_term_replaced_throughout_keeps_stories_apart_even_when_nobody_knows_what_it_is() -> None:
    story = ZH + "\n“桔梗行动”由此展开，参加“桔梗行动”的单位表示，“桔梗行动”将持续到年底。"
    assert like(story, story.replace("桔梗", "芦笛", 1)).link
    assert not like(story, story.replace("桔梗", "芦笛")).link


def test_stock_sentences_in_another_order_are_no_story() -> None:
    sentences = EN.replace("\n", " ").split(". ")
    own = "Cooks of the canteen in Ellonby baked pies for all who came, and the band of the brewery played until dark"
    assert not like(EN, ". ".join([*reversed(sentences[1:5]), own])).link


def test_a_moved_paragraph_is_not_folded() -> None:
    """Nobody has compared it in its new place, so it may hold another name."""
    first, last = EN.split("\n")
    likeness = like(EN, f"{last}\n{first}")
    assert likeness.link
    assert not likeness.fold


def test_in_scripts_without_capitals_every_replaced_word_may_be_a_name() -> None:
    text = (
        "민주노총 서울본부는 13일 기자회견을 열고 최저임금 인상을 요구했다. 김영호 본부장은 노동자의 생활 안정을 위해 "
        "정부가 대화에 나서야 한다고 말했다. 이날 회견에는 조합원 삼백여 명이 참석해 구호를 외치고 행진을 이어 갔다."
    )
    assert like(text, text).fold
    assert not like(text, text.replace("김영호", "박철수")).fold


NOTICE_FR = (
    "Le syndicat appelle à une grève le 5 juillet dans tous les ports. La réunion de l'union locale se tiendra mardi à "
    "la bourse du travail, et trois délégués y présenteront le bilan de la campagne pour les salaires des terminaux."
)
NOTICE_RU = (
    "Профсоюз объявил забастовку 5 июля во всех портах области. Собрание областного совета пройдёт во вторник, и три "
    "делегата представят итоги кампании за повышение заработной платы и прекращение подряда на терминалах."
)
SPOKEN = [
    (NOTICE_FR, "juillet", "août"),
    (NOTICE_FR, "mardi", "jeudi"),
    (NOTICE_FR, "trois", "cinq"),
    (NOTICE_RU, "июля", "августа"),
    (NOTICE_RU, "три", "пять"),
    (EN.replace("87", "three"), "three", "five"),
    (ZH + "上午十时开幕。", "上午", "下午"),
]


@pytest.mark.parametrize(("text", "one", "other"), SPOKEN, ids=[f"{one} {other}" for _, one, other in SPOKEN])
def test_numbers_months_and_days_in_words_are_numbers(text: str, one: str, other: str) -> None:
    """Most languages write them small, so that no capital tells them from what editors exchange."""
    assert like(text, text).fold
    assert not like(text, text.replace(one, other)).fold


def test_other_years_in_the_titles_are_other_editions() -> None:
    assert not like(ZH, ZH, "关于表彰2025年度先进集体的决定", "关于表彰2026年度先进集体的决定").fold
    assert like(ZH, ZH, "夏送清凉", "【聚焦】2026夏送清凉").fold


def test_a_digest_that_holds_the_story_is_linked_but_not_folded() -> None:
    filler = {
        "zh": "".join(
            f"第{n}则：各级工会组织{n * 7}名代表参观了第{n}届成果展览并座谈交流经验体会。" for n in range(60)
        ),
        "en": " ".join(f"Item {n}: a visit of {n * 7} guests took place in hall {n} with music." for n in range(80)),
    }
    for group, text in TEXTS.items():
        likeness = like(text, f"{filler[group]}\n{text}\n{filler[group]}")
        assert likeness.link
        assert not likeness.fold


def test_different_stories_are_not_linked() -> None:
    assert not like(ZH, EN).link
    assert not like(ZH, ZH[::-1]).link
    assert not like(EN, " ".join(reversed(EN.split()))).link


def test_short_notices_are_one_only_when_title_and_text_are_equal() -> None:
    assert like("请各单位遵照执行。", "请各单位遵照执行。", "关于放假的通知", "关于放假的通知").fold
    assert not like("请各单位遵照执行。", "请各单位遵照执行。", "关于放假的通知", "关于加班的通知").link
    assert not like("", "").link


def test_the_end_of_a_very_long_text_may_contradict_a_fold() -> None:
    long = "\n".join(f"Paragraph {n} tells of a meeting in hall {n} and of what was said there." for n in range(400))
    assert like(long, "Labour Wire\n" + long).fold
    assert not like(long, long[: len(long) - 4000] + long[-4000:].replace("meeting", "quarrel")).fold


def test_a_part_finds_the_whole_by_its_postings() -> None:
    for text in TEXTS.values():
        whole = sketch(Article("", "", text=text)).postings
        part = sketch(Article("", "", text=text[: len(text) // 2])).postings
        assert set(whole) & set(part)


@given(st.text(max_size=400))
def test_postings_are_few_small_and_ordered(text: str) -> None:
    found = sketch(Article("", "", text=text)).postings
    assert len(found) <= POSTINGS
    assert list(found) == sorted(set(found))
    assert all(0 <= posting < 2**48 for posting in found)


def test_a_garbled_text_finds_nothing() -> None:
    assert sketch(Article("", "", text=ZH.replace("工会", "\ufffd"))).postings == ()


@pytest.mark.parametrize("seed", ["0", "1", "4242"])
def test_postings_are_the_same_in_every_process(seed: str) -> None:
    """They are stored: `hash()` with its seed of the day would lose them over night."""
    code = (
        "import sys; from feeds.models import Article; from feeds.similar import sketch;"
        "print(sketch(Article('', '', text=sys.stdin.buffer.read().decode())).postings)"
    )
    printed = subprocess.run(
        [sys.executable, "-c", code],
        input=ZH.encode(),
        capture_output=True,
        check=True,
        env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(Path(__file__).parents[2])},
    ).stdout.decode()
    assert printed.strip() == str(sketch(Article("", "", text=ZH)).postings)


@given(st.text(max_size=300), st.text(max_size=300))
def test_any_two_texts_can_be_compared(a: str, b: str) -> None:
    likeness = like(a, b)
    assert likeness.link or not likeness.fold
    assert 0 <= likeness.containment <= 1


@pytest.mark.parametrize("phrase", ["的", "工会", "a ", "1 ", "aaaa bbbb cccc "])
def test_a_text_of_one_phrase_takes_no_time(phrase: str) -> None:
    """A page may be made to be slow; nothing here is quadratic in its length."""
    first, second = phrase * 20_000, (phrase * 7 + "x") * 3_000
    assert like(first, second).containment <= 1


def test_same_text_wants_nearly_all_of_it() -> None:
    """For identity: a part of a text is no reason to take two entries for one."""
    assert same_text(ZH, ZH.replace("。", "．"))
    assert same_text(EN, EN + " Corrected on Tuesday.")
    assert not same_text(ZH, ZH[: len(ZH) // 2])
    assert not same_text(ZH, ZH.replace("860", "861"))
    assert not same_text("", "")


ORIGINS = (
    Origin("hunan", "湖南省总工会", "https://a.example/"),
    Origin("changsha", "长沙市总工会", "https://b.example/"),
    Origin("itf", "International Transport Workers' Federation", "https://c.example/"),
)


@pytest.mark.parametrize(
    ("article", "source"),
    [
        (Article("", "t", text=ZH, publisher="湖南省总工会"), "hunan"),
        (Article("", "t", text="来源：湖南省总工会　作者：小陶\n" + ZH), "hunan"),
        (Article("", "t", text=ZH + "\n（来源：长沙市总工会网站）"), "changsha"),
        (Article("", "t", text=EN + "\nSource: International Transport Workers’ Federation"), "itf"),
        (Article("", "t", text=ZH), None),
        (Article("", "t", text="湖南省总工会召开会议。\n" + ZH), None),
    ],
)
def test_a_repost_may_name_its_source(article: Article, source: str | None) -> None:
    """Only after a label or as the printed publisher: being told about is not being the source."""
    named = names_source(article, ORIGINS)
    assert (named.id if named else None) == source
