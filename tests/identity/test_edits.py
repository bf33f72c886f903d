"""When a re-read page says something else, and when only its surroundings moved."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.identity import edit
from feeds.models import Article

TEXT = (
    "7月13日，省总工会召开推进会，总结上半年工作。\n会议指出，全年培训职工12万人次，同比增长1.5%。\n"
    "会议要求，加强新就业形态劳动者权益保障。各市州总工会主席参加会议。"
)
OLD = Article("https://a.org/1", "推进会在长沙召开", text=TEXT, confidence=0.9)


def reread(text: str = TEXT, **fields: object) -> Article:
    return replace(OLD, text=text, **fields)  # type: ignore[arg-type]  # test fields


SURROUNDINGS = {
    "white space": TEXT.replace("，", "， ").replace("\n", "\n\n\u3000\u3000"),
    "punctuation width": TEXT.replace("，", ",").replace("。", "."),
    "digit width": TEXT.replace("12", "１２"),
    "view numbers": TEXT + "\n阅读：1234次",
    "counter in the byline": "来源：省总 2026-07-13 浏览次数：77\n" + TEXT,
    "counter in English": TEXT + "\n1,204 views · 3 comments",
    "a counter as a sentence": TEXT + "\nViewed 20 times.",
    "a counter in Turkish": TEXT + "\n1.345 okunma",
    "relative time": TEXT + "\n3小时前",
    "related links": TEXT + "\n相关阅读\n长沙：驿站里的夏天\n株洲职工技能竞赛开幕",
    "related links in English": TEXT + "\nRead more:\nUnions win pay rise at the port",
    "advertisement": TEXT + "\n广告\n",
    "account to follow": TEXT + "\n扫一扫关注“湖南工会”微信公众号",
    "previous and next": TEXT + "\n上一篇：关于放假的通知\n下一篇：没有了",
    "related links behind their heading": TEXT + "\n相关链接：株洲职工技能竞赛开幕\n长沙：驿站里的夏天",
    "more of the site": TEXT + "\nMore from the CGT\nUnions win pay rise at the port",
    "the page's own buttons": TEXT + "\n【打印】 【关闭】\n字号：大 中 小\n分享到微信",
    "a newsletter": TEXT + "\nSign up for our newsletter",
}


@pytest.mark.parametrize("what", SURROUNDINGS)
def test_surroundings_are_no_edit(what: str) -> None:
    before = reread("来源：省总 2026-07-13 浏览次数：5\n" + TEXT) if what == "counter in the byline" else OLD
    assert edit(before, reread(SURROUNDINGS[what]), same_reader=True).kind == "cosmetic"


def test_links_of_the_page_are_no_text() -> None:
    with_link = reread(TEXT + "\n株洲职工技能竞赛开幕", html='<p>…</p><p><a href="/2">株洲职工技能竞赛开幕</a></p>')
    assert edit(OLD, with_link, same_reader=True).kind == "cosmetic"


MATERIAL = {
    "a number": TEXT.replace("12万", "13万"),
    "a decimal point": TEXT.replace("1.5%", "15%"),
    "a name": TEXT.replace("各市州总工会主席", "各市州总工会副主席"),
    "a sentence more": TEXT + "\n会议还表彰了一批先进集体，并对暑期送清凉工作作了安排。",
    "a sentence that begins as a counter": TEXT + "\nRead 20 times as many books this year.",
    "a counted thing in a sentence": TEXT.replace("培训职工12万人次", "培训职工12万人次，图书阅读100本"),
}


LISTS = {
    "an introduced list": "现将相关事项通知如下，请各单位遵照执行。\n相关内容如下：\n一、时间：7月{}日\n二、地点：长沙",
    "a heading that recommends": "The union has published its wage guide today.\nRecommended rates\nGrade A: {} %",
    "a heading of demands": "The union has published its list today.\nRelated demands\nGrade A: {} %",
    "a line that begins like a button": "关闭煤矿{}座",
    "a line that begins like a printer": "打印机采购{}台",
    "a line that begins like an invitation": "关注职工公众号建设{}家",
    "what the annex holds": "更多内容请见附件，截止7月{}日",
    "an appointment": "Sign up for the rally by {} June",
}


@pytest.mark.parametrize("what", LISTS)
def test_what_only_looks_like_surroundings_is_text(what: str) -> None:
    old, new = (reread(f"{TEXT}\n{LISTS[what].format(number)}") for number in (20, 25))
    assert edit(old, new, same_reader=True).kind == "material"


@pytest.mark.parametrize("what", MATERIAL)
def test_what_readers_should_know_is_material(what: str) -> None:
    assert edit(OLD, reread(MATERIAL[what]), same_reader=True).kind == "material"


def test_a_changed_number_of_readings_in_a_sentence_is_material() -> None:
    sentence = TEXT + "\n职工书屋全年阅读{}次，惠及一线职工。"
    assert edit(reread(sentence.format(100)), reread(sentence.format(200)), same_reader=True).kind == "material"


def test_a_new_title_is_material() -> None:
    assert edit(OLD, reread(title="推进会在株洲召开"), same_reader=True).kind == "material"
    assert edit(OLD, reread(title="推进会在长沙召开 "), same_reader=True).kind == "cosmetic"


@pytest.mark.parametrize("what", MATERIAL)
def test_another_version_of_the_reader_never_makes_an_edit(what: str) -> None:
    assert edit(OLD, reread(MATERIAL[what]), same_reader=False).kind == "cosmetic"


def test_a_reading_that_knows_less_does_not_replace_a_good_one() -> None:
    half = reread(TEXT[: len(TEXT) // 3])
    for same_reader in (True, False):
        assert edit(OLD, half, same_reader=same_reader).kind == "weaker"
        assert edit(OLD, reread(""), same_reader=same_reader).kind == "weaker"
        assert edit(OLD, reread(confidence=0.5), same_reader=same_reader).kind == "weaker"
        assert edit(OLD, reread(title=""), same_reader=same_reader).kind == "weaker"
        assert edit(OLD, reread(TEXT.replace("会议", "会\ufffd")), same_reader=same_reader).kind == "weaker"


def test_a_partial_entry_is_completed_without_an_edit() -> None:
    assert edit(reread(""), OLD, same_reader=True).kind == "cosmetic"


ARTICLES = st.builds(
    Article,
    url=st.just("https://a.org/1"),
    title=st.text(max_size=20),
    html=st.text(max_size=20),
    text=st.text(max_size=80),
    confidence=st.floats(0, 1),
)


@given(ARTICLES)
def test_an_article_is_no_edit_of_itself(article: Article) -> None:
    assert edit(article, replace(article), same_reader=True).kind == "none"


@given(ARTICLES, ARTICLES)
def test_another_reader_is_never_material_whatever_it_reads(old: Article, new: Article) -> None:
    assert edit(old, new, same_reader=False).kind != "material"
