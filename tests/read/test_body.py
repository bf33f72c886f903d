"""What the body reader keeps and what it leaves out, on small pages in the shape of real ones."""

import json
import re

import pytest

import scraper
from feeds.models import Article, Attachment, Image
from scraper.document import open_document
from scraper.extract.body import names, read_body
from scraper.extract.metadata import gather
from scraper.extract.pages import continues, page_number
from scraper.join import join
from scraper.models import ArticleRules, Reading
from scraper.read import read_pages

URL = "https://union.example/news/2024/t20240612_5471.html"
PROSE = "The union and the employers agreed on a contract for all workers, said the chair on Monday. "
BETWEEN = "<p>Between the text and its copy stands this line, which is neither of both.</p>"
HAN = "12月17日，县总工会联合县融媒体中心走进城东工业园区，为一线职工送去新年的祝福和慰问品。"
MORE = "Members vote on the contract until the end of the month, and the result is published in July. "


def read(html: str, url: str = URL) -> Article:
    return scraper.read_article(html.encode(), url)


def page(body: str, title: str = "A new contract") -> str:
    return (
        f"<title>{title} - Union</title><h1>{title}</h1><div class=content><p>{PROSE * 2}</p>{body}<p>{MORE}</p></div>"
    )


def test_the_text_is_the_prose_below_the_headline() -> None:
    html = f"""<title>A new contract - Union</title><nav><a href=/>Home</a></nav><h1>A new contract</h1>
      <div class=content><p>{PROSE * 2}</p><p>{PROSE}It ends here.</p></div><footer>{PROSE}</footer>"""
    assert read(html).text.splitlines() == [(PROSE * 2).strip(), PROSE + "It ends here."]


@pytest.mark.parametrize(
    "noise",
    [
        "<p>（责任编辑：综合处）</p>",
        "<p>海量资讯、精准解读，尽在某某APP</p>",
        "<p>更多精彩，尽在江河新闻客户端</p>",
        "<p>分享让更多人看到</p>",
        "<p>本文为作者在江河号上传并发布，仅代表该作者观点，不代表江河新闻的观点或立场。</p>",
        "<p>原标题：签了！</p>",
        "<p>来源：工人日报</p>",
        "<p>编辑丨小石榴</p>",
        "<p>平台声明：该文观点仅代表作者本人，江河号仅提供信息存储空间服务。</p>",
        "<p>相关热词搜索：招商 考察</p>",
        "<p>本文为江河频道原创文章，转载请附上原文出处链接和本声明。</p>",
        "<p>友情链接：国家体育总局 中国奥委会</p>",
        "<p>[返回] [关闭]</p>",
        "<p>阅读下一篇</p>",
        "<p>语音播报</p>",
        "<p>以下文章来源于江河职工维权 ，作者桑晓燕</p>",
        "<p>点个在看，你最好看</p>",
        "<p>本文地址 http://news.union.example/1.html</p>",
        "<p><a href=/other>READ ALSO: THE CONTRACT OF LAST YEAR AND WHAT CAME OF IT</a></p>",
        "<div class='share-buttons'><a href=#>Facebook</a> <a href=#>Mail</a></div>",
        "<div class='newsletter-box'><p>Subscribe to our newsletter and read first what we achieve for you.</p></div>",
        "<div class='chamada-assinatura'><p>O nosso jornal precisa de quem o leia e o assine, todos os dias.</p></div>",
        "<form><p>By signing up you agree that we write to you about what we do.</p><input name=mail></form>",
        "<p>【1】【2】【3】</p>",
        "<p>2 of 4</p>",
        "<p>1 2 3 下一页</p>",
        "<p>Temps de lecture 3 min.</p>",
        "<p>Lesezeit: ca. 4 Minuten</p>",
        "<p>5 min read</p>",
        "<div><a>Print Friendly, PDF &amp; Email</a></div>",
        "<div class=blurb><h4>Join the union today</h4><p>We are the voice of all who work here. So be it.</p></div>",
        "<p>媒体声明：本网所有自采新闻（含图片），未经允许不得转载或镜像；授权转载应在授权范围内使用，并注明来源。</p>",
        "<div class='video-js'><span>00:00</span> <span>1.5X</span><div class=tip>Playback speed set</div></div>",
        "<p>（原题为《签了！》）</p>",
        "<p>Titelbild: J. Muster / Verband</p>",
        "<p>(Credit: J. Doe / Union)</p>",
        "<p>Crédits photos : Agence</p>",
        "<p>安装本报客户端第一时间阅读最新消息</p>",
        "<p>稿件来源：秀水县融媒体中心</p>",
        "<p>来源 | 宣传教育部</p>",
        "<p>更多消息！欢迎扫描左方二维码关注工会官方微信</p>",
        "<p>↑点击蓝字关注“江河工会”↑</p>",
        "<p>欢迎关注、点赞、在看、分享</p>",
        "<p>— END —</p>",
        "<p>字体：[大 中 小]</p>",
        "<p>初审：李一</p>",
        "<p>时间：2024-12-19 10:11</p>",
        "<p>发表于：12-19 10:11</p>",
        "<p>請繼續往下閱讀...</p>",
        "<p>不用抽 不用搶 現在用APP看新聞 點我下載APP 按我看活動辦法</p>",
        "<p>加入工會新聞雲官方帳號LINE</p>",
        "<p>본 저작물은 '공공누리 제4유형:출처표시' 조건에 따라 이용 할 수 있습니다.</p>",
        "<p>もどる</p>",
        "<p>发布者：机关工会 发布日期：2024年12月19日 浏览次数：</p>",
        "<p>共 3 页</p>",
        "<p>记者：李一　编辑：王二</p>",
        "<p>供稿丨宣教部　文/图丨李一　审核丨王二</p>",
        "<p>發布單位：勞動條件及就業平等司</p>",
        "<p>資料更新日期：113-12-23</p>",
        "<p>投稿者 kumiai : 2009年3月12日 18:30</p>",
        "<p>- Copyrights ⓒ 노동신문. 무단 전재 및 재배포 금지 -</p>",
        "<p>评选火热进行中！【点击投票】选出你心目中的年度工会主席，也可以转告你的同事和家人。</p>",
        "<p>延伸閱讀：上一份合約</p>",
        "<p>Просмотров: 44</p>",
        "<p>Visitas: 1.203</p>",
        "<p>345 okunma</p>",
        "<p>조회 1,233회</p>",
        "<p>Répondre à cet article</p>",
        "<p>작성자 최고관리자 댓글 3건 조회 1,233회 작성일 26-11-23 10:42</p>",
        "<h2>첨부파일</h2>",
        "<p>We may earn a commission from links on this page.</p>",
        "<div><h3>The Friday letter</h3><p>What moves us at work, in your mailbox every Friday morning at eight.</p>"
        "<p>By signing up you agree to our terms of use.</p></div>",
        "<aside><p>Background: the sector has forty thousand workers and two employers' associations.</p></aside>",
        "<div style='display: none'><p>Text for nobody, in a box that no script ever opens on this page.</p></div>",
        "<div class='cookie-notice'><p>This site uses cookies. By using the site you accept them.</p></div>",
        "<script>var text = 'never';</script><style>p { color: red }</style>",
    ],
)
def test_what_pages_put_into_a_text_is_left_out(noise: str) -> None:
    assert read(page(noise)).text.splitlines() == [(PROSE * 2).strip(), MORE.strip()]


@pytest.mark.parametrize(
    "line",
    [
        "供稿：权益保障部",
        "图片：王磊",
        "文、图：李一",
        "（文字：李一）",
        "撰文/李一",
        "海报设计：李一",
        "供稿人：李一",
        "撰稿人：李一",
        "图源：江河新闻网",
        "初审编辑：李一",
        "视频拍摄：李一",
        "2024年06月19日 06版",
        "기사입력 : 2008년 07월 02일 14:22",
    ],
)
def test_who_did_what_for_an_article_is_left_out_below_it(line: str) -> None:
    html = page("").replace("</div>", f"<p>{line}</p></div>")
    assert read(html).text.splitlines() == [(PROSE * 2).strip(), MORE.strip()]


@pytest.mark.parametrize("line", ["记者：谢谢您接受采访！", "图为会议现场", "特此公告", "联系人：李一"])
def test_a_line_that_says_something_else_is_kept_below_it(line: str) -> None:
    html = page("").replace("</div>", f"<p>{line}</p></div>")
    assert read(html).text.splitlines() == [(PROSE * 2).strip(), MORE.strip(), line]


@pytest.mark.parametrize("day", ["令和6年12月19日", "民國113年12月19日", "2024年12月19日"])
def test_the_headline_right_above_the_day_is_no_text_below_the_name_of_a_section(day: str) -> None:
    html = f"""<title>トピックス | 組合</title><h2>トピックス</h2>
      <div class=topic><h3>勧告の完全実施を求める集会を開催</h3>
      <p>{day}</p><p>{PROSE * 2}</p><p>{MORE}</p></div>"""
    assert read(html).text.splitlines() == [(PROSE * 2).strip(), MORE.strip()]


@pytest.mark.parametrize(
    ("content", "lines"),
    [
        ("<h2>What comes next</h2>", ["What comes next"]),
        ("<p>扫码入会方式：打开微信，选择城市。</p>", ["扫码入会方式：打开微信，选择城市。"]),
        ("<p>打印准考证时间：12月20日起。</p>", ["打印准考证时间：12月20日起。"]),
        ("<p>字体要求：仿宋三号，单倍行距。</p>", ["字体要求：仿宋三号，单倍行距。"]),
        ("<p>初审合格的人员参加面试。</p>", ["初审合格的人员参加面试。"]),
        ("<p>值班地点：职工服务中心一楼。</p>", ["值班地点：职工服务中心一楼。"]),
        ("<p>时间：2024年12月5日</p><p>地点：三楼会议厅</p>", ["时间：2024年12月5日", "地点：三楼会议厅"]),
        ("<ul><li>Four per cent more.</li><li>One free day.</li></ul>", ["Four per cent more.", "One free day."]),
        ("<blockquote><p>We are proud.</p></blockquote>", ["We are proud."]),
        ("<p>One line<br>and another</p>", ["One line", "and another"]),
        (
            "<div style='visibility: hidden'><p>It waits for a script, and is text.</p></div>",
            ["It waits for a script, and is text."],
        ),
        ("<p><a href=/files/contract.pdf>The contract</a></p>", ["The contract"]),
        ("<pre>Art. 1   Pay</pre>", ["Art. 1 Pay"]),
        ("<div class=cmp-text>From a component, not a consent.</div>", ["From a component, not a consent."]),
        (
            f"<p>More from the talks: {MORE * 2}It is long, so it is text.</p>",
            [f"More from the talks: {MORE * 2}It is long, so it is text."],
        ),
    ],
)
def test_what_belongs_to_a_text_is_kept(content: str, lines: list[str]) -> None:
    assert read(page(content)).text.splitlines() == [(PROSE * 2).strip(), *lines, MORE.strip()]


@pytest.mark.parametrize(
    "line",
    [
        "Artikel drucken",
        "« Vorheriger Beitrag",
        "Schlagwörter: Lohn, Streik",
        "Partager cet article",
        "Mots-clés : salaires",
        "Compartir en Facebook",
        "Etiquetas: salarios, huelga",
        "Próxima notícia »",
        "Articoli correlati",
        "Udostępnij:",
        "Похожие новости",
        "Теги: зарплата",
        "Önceki Haber",
        "Baca juga: Serikat menuntut upah",
        "Tin liên quan",
        "ข่าวที่เกี่ยวข้อง",
        "أخبار ذات صلة",
        "برچسب‌ها: دستمزد",
        "댓글 쓰기",
        "前の記事",
        "タグ：賃金",
        "Terug naar overzicht",
        "Läs också: Facket kräver",
        "Aiheeseen liittyvää",
        "Kapcsolódó cikkek",
        "Související články",
        "返回列表",
    ],
)
def test_buttons_and_fields_of_a_page_are_no_text_in_any_language(line: str) -> None:
    assert read(page(f"<p>{line}</p>")).text == read(page("")).text


@pytest.mark.parametrize(
    "line",
    [
        "Partager les richesses, voilà la demande.",
        "Zurück zur Übersicht fehlte ihnen die Kraft.",
        "Compartir es vivir, dijo la secretaria.",
        "Назад пути нет, сказала председатель.",
        "Paylaş diyenlere katıldık.",
        "Promoted to chief negotiator in 2020, she led the talks.",
        "Recommended wages rise by two per cent.",
        "Sponsored children go to school in the city for free now.",
        "Zum Thema Lohn sagte sie nichts.",
        "Members met on WhatsApp to follow the talks.",
    ],
)
def test_a_sentence_that_begins_as_a_button_is_text(line: str) -> None:
    assert line in read(page(f"<p>{line}</p>")).text.splitlines()


def test_an_invitation_to_read_another_article_does_not_end_this_one() -> None:
    html = page(f"<h3>Lee también</h3><p><a href=/other>{MORE}</a></p><p>{PROSE}It goes on.</p>")
    assert f"{PROSE}It goes on." in read(html).text


def test_who_wrote_it_in_a_box_below_is_no_text_of_it() -> None:
    """A paragraph of the article about a journalist is one."""
    about = "Jane Doe is a reporter at the Times who covers work, pay and the people who fight for both of them."
    html = page("").replace("</div>", f"<p>{MORE}And this.</p></div><div><b>Jane Doe</b><p>{about}</p></div>")
    assert read(html).text.splitlines()[-1] == f"{MORE}And this."
    assert read(page(f"<p>{MORE}So.</p><p>{about}</p>").replace(f"<p>{MORE}</p></div>", "</div>")).text.endswith(about)


@pytest.mark.parametrize(
    ("between", "paragraphs", "whole"),
    [
        ("", 4, True),  # no other text
        (f"<div class=note><p>{PROSE * 4}</p></div>", 40, True),  # most of the text
        (f"<div class=content><p>{PROSE * 4}</p></div>", 8, False),  # more than a short article, as many footers have
    ],
)
def test_a_part_named_as_frame_is_the_article_where_most_of_the_text_stands_in_it(
    between: str, paragraphs: int, whole: bool
) -> None:
    framed = "".join(f"<p>{place}: {MORE}</p>" for place in range(paragraphs))
    html = f"<title>A new contract</title><h1>A new contract</h1>{between}<div class=sidebar-layout>{framed}</div>"
    lines = read(html).text.splitlines()
    assert (len(lines) >= paragraphs) is whole
    assert (f"1: {MORE.strip()}" in lines) is whole


def test_what_names_say_is_remembered_within_bounds() -> None:
    for n in range(2 * names.MOST_REMEMBERED):
        assert names.SIGNS[f"box-{n} article-body"] & names.SURELY
    assert not names.SIGNS["x" * 10_000]
    assert len(names.SIGNS) <= names.MOST_REMEMBERED
    assert max(map(len, names.SIGNS)) <= names.LONGEST_REMEMBERED


def test_a_box_that_is_named_after_the_sidebar_in_it_is_none() -> None:
    """The Enfold theme calls the box around everything `sidebar_right`."""
    paragraphs = [f"{n}. {PROSE * 3}It ends here." for n in range(3)]
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    said = "".join(f"<div><b>Jane</b><p>{MORE}{n}</p></div>" for n in range(5))
    html = f"""<title>Signed</title><h1>Signed</h1><div class='wrap main_color sidebar_right'><main>{text}</main>
    <aside class=sidebar><p>{MORE}</p></aside></div><div>{said}</div>"""
    assert read(html).text.splitlines() == paragraphs


SAID = "I have read this and do not agree, because where I live things are quite different, and always were."
CONSENT = (
    "<p>We and our partners access information on a device, such as cookies, and process personal data.</p>"
    f"<p>{'You may object to it at any time, and your choices apply to this site only. ' * 2}</p>"
)


@pytest.mark.parametrize(
    "beside",
    [
        "<div class=x1>"
        + "".join(f"<div><b>Jane {n}</b> <i>12:1{n}</i><p>{SAID}</p></div>" for n in range(5))
        + "</div>",
        f"<div class=x1><div>{CONSENT}</div></div>",
        f"<div class=x1><h2>Stay with us</h2><p>{SAID}</p><p>{SAID}</p><p>{SAID}</p></div>",
    ],
)
def test_a_box_beside_those_that_wrap_the_text_does_not_join_it(beside: str) -> None:
    text = f"<div class=content><p>{PROSE * 2}</p><p>{MORE}</p><p>{PROSE}It ends here.</p></div>"
    html = f"<title>Signed</title><div class=page><div class=main><h1>Signed</h1>{text}</div></div>{beside}"
    assert read(html).text.splitlines() == [(PROSE * 2).strip(), MORE.strip(), f"{PROSE}It ends here."]


@pytest.mark.parametrize("tag", ["div", "center", "blockquote"])
@pytest.mark.parametrize("end", ["", "</{tag}>"])
def test_paragraphs_in_boxes_that_nobody_closed_are_one_text(tag: str, end: str) -> None:
    paragraphs = [f"{n}: {MORE.strip()}" for n in range(20)]
    text = "".join(f"<{tag}>{paragraph}" for paragraph in paragraphs) + end.format(tag=tag) * 20
    html = f"<title>Signed</title><div class=top><a href=/>Home</a></div><div class=main><h1>Signed</h1>{text}</div>"
    assert read(html).text.splitlines() == paragraphs


@pytest.mark.parametrize("boxes", [0, 1, 12])
def test_a_page_in_one_more_box_is_read_the_same(boxes: int) -> None:
    news = f"<article><p>{PROSE}</p><p>{MORE}</p><p>{PROSE}It ends here.</p></article>"
    others = "".join(
        f"<section id=s{n}><div>Somebody says that more happened, day {n}.</div></section>" for n in range(20)
    )
    html = f"<title>Signed</title><body>{'<div>' * boxes}<h1>Signed</h1>{others}<main>{news}</main>{others}"
    assert read(html).text.splitlines() == [PROSE.strip(), MORE.strip(), f"{PROSE}It ends here."]


@pytest.mark.parametrize(
    "path",
    [
        "Sie sind hier: Startseite / Aktuelles / A contract that all members of the union waited for",
        "You are here: Home » News » A new contract",
        "Vous êtes ici : Accueil > Actualités",
        "Usted está aquí: Inicio / Noticias",
        "Вы здесь: Главная / Новости",
        "当前位置：首页 > 新闻中心 > 工会要闻",
        "현재위치 : 홈 > 뉴스",
    ],
)
def test_where_a_page_says_that_it_stands_is_no_text(path: str) -> None:
    html = f"<title>Signed</title><h1>Signed</h1><div><p>{path}</p><p>{PROSE * 2}</p><p>{MORE}</p></div>"
    assert read(html).text.splitlines() == [(PROSE * 2).strip(), MORE.strip()]


def test_short_news_among_teasers_is_its_article() -> None:
    teasers = "".join(
        f"<section id=s{n}><div>Somebody says that more happened, day {n}.</div></section>" for n in range(20)
    )
    news = f"<article><p>{PROSE}</p><p>{MORE}</p><p>{PROSE}It ends here.</p></article>"
    html = f"<title>Signed</title><header><h1>Signed</h1></header>{teasers}<main>{news}</main>{teasers}"
    assert read(html).text.splitlines() == [PROSE.strip(), MORE.strip(), f"{PROSE}It ends here."]


def test_a_part_is_weighed_without_what_stands_beside_the_article_in_it() -> None:
    """A box of links in it, named so, neither joins nor keeps the part's own prose from joining."""
    links = "".join(f"<li><a href=/day/{n}>Book a seat for day {n}</a></li>" for n in range(30))
    details = f"<section class=details><p>{MORE * 2}</p><ul class=booking-widget>{links}</ul><p>{MORE}So.</p></section>"
    html = f"<title>Tour</title><h1>Tour</h1><div class=content><p>{PROSE * 2}</p><p>{PROSE}</p></div>{details}"
    assert read(html).text.splitlines()[2:] == [(MORE * 2).strip(), f"{MORE}So."]


def test_the_first_of_several_parts_may_open_with_the_headline() -> None:
    """A box of another shape is the page's head."""
    first = f"<div class=part><h1>Signed</h1>{''.join(f'<p>{n}. {MORE}</p>' for n in range(6))}</div>"
    second = f"<div class=part><p>{PROSE * 6}</p><p>{PROSE * 6}It ends here.</p></div>"
    html = f"<title>Signed</title><div>{first}<div class=ad-box>Advert</div>{second}</div>"
    assert len(read(html).text.splitlines()) == 8
    assert len(read(html.replace("part><h1", "head><h1")).text.splitlines()) == 2


def test_parts_told_apart_by_a_number_are_of_one_shape() -> None:
    first = f"<section class=part1>{''.join(f'<p>{n}. {MORE}</p>' for n in range(6))}</section>"
    second = f"<section class=part2><p>{PROSE * 20}</p><p>{PROSE * 20}It ends here.</p></section>"
    html = f"<title>Signed</title><h1>Signed</h1><div>{first}<figure><img src=a.jpg></figure>{second}</div>"
    assert len(read(html).text.splitlines()) == 8


def test_what_goes_on_beside_the_wrappers_of_a_text_is_found() -> None:
    """A live blog's posts stand in tabs of a grid, its summary beside the grid."""
    summary = f"<div class=summary>{''.join(f'<p>{n}. {MORE}</p>' for n in range(6))}</div>"
    posts = f"<article><p>{PROSE * 6}</p><p>{PROSE * 6}It ends here.</p></article>"
    wrapped = f"<div class=grid><div class=tabs><div><div class=live><div>{posts}</div></div></div></div></div>"
    html = f"<title>Live</title><h1>Live</h1><main>{summary}{wrapped}</main>"
    assert len(read(html).text.splitlines()) == 8


def test_a_title_that_the_head_does_not_know_stands_above_the_line_of_date_and_author() -> None:
    title = "<div class=top>主题： 新的集体合同对全体职工到底有什么好处？</div>"
    date = "<div class=info>发布时间：2024-06-12 10:09:11</div>"
    text = f"<p>{'职工代表说，新的合同对全体职工都有好处。' * 6}</p>"
    html = "<title>论坛</title><div class=content>{}</div>"
    assert read(html.format(title + date + text)).text.startswith("职工代表说")
    assert read(html.format(title + text)).text.startswith("主题")


@pytest.mark.parametrize("heading", ["<h2>{}</h2>", "<p>2024-06-12</p><h2>{}</h2>", "<h3>{}</h3><p>2024-06-12</p>"])
def test_a_title_that_the_head_does_not_begin_with_is_the_only_heading_of_its_rank(heading: str) -> None:
    title = heading.format("A new contract for the docks")
    html = f"<title>Union: statements 2024</title><div class=content>{title}<p>{PROSE * 2}</p><p>{MORE}</p></div>"
    assert read(html).text.splitlines() == [(PROSE * 2).strip(), MORE.strip()]


def test_a_heading_above_the_text_that_is_one_of_several_is_a_part_of_it() -> None:
    parts = f"<h2>At the docks</h2><p>{PROSE * 2}</p><h2>At the mills</h2><p>{MORE}</p>"
    html = f"<title>Union: statements 2024</title><div class=content>{parts}</div>"
    assert read(html).text.splitlines() == ["At the docks", (PROSE * 2).strip(), "At the mills", MORE.strip()]


def test_a_stamp_below_the_lead_is_no_text() -> None:
    html = page("<p>Sist oppdatert 20. desember 2024. Publisert 19. desember 2024</p>")
    assert read(html).text.splitlines() == [(PROSE * 2).strip(), MORE.strip()]


@pytest.mark.parametrize("line", ["Szerző: Kovács Anna", "Autor: Ana Horvat", "Von Mia Muster", "Yazan: Mia Muster"])
def test_who_wrote_it_right_below_the_text_is_no_text(line: str) -> None:
    html = f"<title>Signed</title><h1>Signed</h1><div><p>{PROSE * 2}</p><p>{MORE}</p><p>{line}</p></div>"
    assert read(html).text.splitlines() == [(PROSE * 2).strip(), MORE.strip()]


def test_the_days_of_a_life_are_text() -> None:
    html = f"<title>Signed</title><h1>Signed</h1><div><p>* 12.03.1938 † 15.12.2024</p><p>{PROSE * 2}</p></div>"
    assert read(html).text.startswith("* 12.03.1938")


def test_parts_told_apart_behind_the_letters_of_their_system_are_of_no_shape() -> None:
    """A board's parts, `bo_v_info`, `bo_v_con` and `bo_v_file`, are not parts of one text."""
    info = "<section id=bo_v_info>Written by the office, read 123 times since 24-12-19</section>"
    file = "<section id=bo_v_file><p>12 downloads, DATE : 2024-12-19 10:21:33, of the file</p></section>"
    text = f"<section id=bo_v_atc><div id=bo_v_con><p>{PROSE * 4}</p><p>{MORE}</p></div></section>"
    html = f"<title>Signed</title><article><h1>Signed</h1>{info}{text}{file}</article>"
    assert read(html).text.splitlines()[-2:] == [(PROSE * 4).strip(), MORE.strip()]


def test_of_a_page_without_prose_the_box_named_for_it_is_read() -> None:
    """A post of a few words stands beside notices that have whole sentences."""
    post = "<article><div class=article_content><p>出租单车，面议</p></div></article>"
    notice = "".join(f"<p>{n}. 余额是钱包充值的虚拟货币，可以用于支付全部的金额。</p>" for n in (1, 2))
    html = f"<title>出租单车</title><h1>出租单车</h1>{post}<div class=pay><div class=pay-content>{notice}</div></div>"
    assert read(html).text == "出租单车，面议"
    assert read(html.replace(post, "") + post).text.endswith("全部的金额。")
    assert "余额" in read(html.replace(post, "")).text


def test_of_a_blog_with_several_posts_the_first_is_read() -> None:
    """Under a headline of their own, dated parts are one article: a live blog."""
    post = "<div><b>{title}</b><p class=when>2024-06-{day} 10:30</p><p>{text}</p></div>"
    posts = "".join(post.format(title=f"Post {day}", day=day, text=f"{PROSE * 4}Day {day}.") for day in (12, 11, 10))
    blog = f"<title>My blog</title><div class=posts>{posts}</div>"
    assert read(blog).text.splitlines()[-1] == f"{PROSE * 4}Day 12."
    live = f"<title>The strike, live</title><h1>The strike, live</h1><div class=posts>{posts}</div>"
    assert all(f"Day {day}." in read(live).text for day in (12, 11, 10))


def test_a_verse_in_a_box_of_its_own_is_text() -> None:
    verse = ("深夜看书须尽欢，", "明月照亮浊酒案。", "一杯美酒空对月，", "酌酒吟诗五千年。")
    box = "<div>" + "".join(f"<div>{line}</div>" for line in verse) + "</div>"
    note = f"<div class=note><p>{'夜深人静时，是自己一天最轻松的时刻。' * 6}</p></div>"
    html = f"<title>静夜思</title><h1>静夜思</h1><div class=content>{box}{note}</div>"
    assert read(html).text.splitlines()[:4] == list(verse)


def test_words_for_who_cannot_see_a_link_are_no_part_of_it() -> None:
    for hidden in ("class=sr-only", "style='position:absolute;clip:rect(0 0 0 0);width:1px'"):
        html = read(page(f"<p>Read <a href=/c>the contract<span {hidden}>, opens new tab</span></a> in full.</p>")).html
        assert ">the contract</a> in full." in html


def test_how_long_a_notice_is_shown_is_text() -> None:
    period = "公示时间：2024年4月10日至4月16日"
    html = f"<title>公示</title><h1>公示</h1><div class=content><p>{HAN * 2}</p><p>{period}</p><p>{HAN * 3}</p></div>"
    assert read(html).text.splitlines() == [HAN * 2, period, HAN * 3]


def test_the_headline_in_other_words_is_no_lead() -> None:
    html = f"""<title>Works council: a new contract for all workers - Union</title>
      <h1>Works council: a new contract for all workers</h1>
      <h2>The works council: a new contract for all workers is signed now</h2>
      <p>{MORE}It leads.</p><div class=content><p>{PROSE * 2}</p><p>{PROSE}It ends here.</p></div>"""
    assert read(html).text.splitlines()[0] == f"{MORE}It leads."


def test_the_small_print_of_a_platform_is_no_text_below_it() -> None:
    notice = (
        "Notice: The content above is posted by a user, and this platform only provides information storage services."
    )
    html = page("").replace("</div>", f"<div>特别声明：以上内容为用户上传。<p>{notice}</p></div></div>")
    assert read(html).text.splitlines() == [(PROSE * 2).strip(), MORE.strip()]


@pytest.mark.parametrize("name", ["intro", "top"])
@pytest.mark.parametrize("inside", [True, False])
def test_the_beginning_of_the_text_is_no_lead(name: str, *, inside: bool) -> None:
    lead = f"<div class={name}><p>{PROSE}{MORE[:40]}…</p></div>"
    lead = f"<div class=content>{lead}" if inside else f"{lead}<div class=content>"
    html = f"<title>Signed</title><h1>Signed</h1>{lead}<p>{PROSE}{MORE}</p><p>{PROSE}It ends here.</p></div>"
    assert read(html).text.splitlines() == [f"{PROSE}{MORE}".strip(), f"{PROSE}It ends here."]


def test_a_summary_that_begins_as_the_text_is_no_lead() -> None:
    html = f"""<title>合同</title><h1>合同</h1><div class=s><b>摘要</b>: {HAN[:30]} ...</div>
      <div class=content><p>{HAN * 2}</p><p>{HAN * 3}</p></div>"""
    assert read(html).text.splitlines() == [HAN * 2, HAN * 3]


def test_of_a_title_that_begins_with_a_decorated_name_of_the_site_the_rest_is_the_headline() -> None:
    html = f"""<title>-=滨海晚报=- 我市表彰“安康杯”竞赛先进</title>
      <table><tr><td><b>我市表彰“安康杯”竞赛先进</b></td></tr>
      <tr><td>http://www.daily.example　2005-12-08 08:46　滨海晚报</td></tr>
      <tr><td>{HAN * 2}<br><br>{HAN * 3}</td></tr></table>"""
    assert read(html).text.splitlines() == [HAN * 2, HAN * 3]


@pytest.mark.parametrize("line", ["江河新闻记者 | 宋佳", "江河新闻编辑丨文琪"])
def test_who_did_what_for_an_article_is_left_out_above_it(line: str) -> None:
    html = f"<title>合同</title><h1>合同</h1><div class=content><p>{line}</p><p>{HAN * 2}</p><p>{HAN * 3}</p></div>"
    assert read(html).text.splitlines() == [HAN * 2, HAN * 3]


def test_the_headline_in_other_words_is_no_lead_where_words_stand_without_spaces() -> None:
    html = f"""<title>工会与企业签订新的集体合同</title><h1>工会与企业签订新的集体合同</h1>
      <div class=top><div>工会企业签订新集体合同 职工怎么看？企业怎么说？</div></div>
      <div class=content><p>{"职工代表说，新的合同对全体职工都有好处。" * 6}</p></div>"""
    assert read(html).text.startswith("职工代表说")


@pytest.mark.parametrize(
    "label",
    [
        "<div class=stamp>Updated Jun 12, 6:55 AM; posted Jun 11, 6:51 PM</div>",
        "<p>Publié le 28 nov., par Service presse</p>",
        "<p class=byline>Jane Doe, Labour Correspondent of the Daily</p>",
        "<div class=hero-image><img src=a.jpg><p>The two chairs shake hands after the talks, on Monday.</p></div>",
    ],
)
def test_what_names_a_picture_an_author_or_an_hour_is_no_lead(label: str) -> None:
    lead = f"<p class=lead>{MORE}It leads.</p>"
    head = f"<div class=head><h1>Signed</h1>{label}{lead}</div>"
    html = f"<title>Signed</title>{head}<div class=content><p>{PROSE * 2}</p><p>{PROSE}It ends here.</p></div>"
    assert read(html).text.splitlines()[0] == f"{MORE}It leads."


@pytest.mark.parametrize(
    "stamp",
    [
        "Published 29 November 2026",
        "Date Released: 19 December 2024",
        "19 grudnia 2024 Autor: M. Nowak",
        "厂矿子弟老何 2023-02-11 20:15:38",
        "文章字数：356 作者：本报记者 桑晓燕",
        "本报记者 张翀 本报通讯员 侯亚明",
        "□江河在线记者 桑晓燕 实习生 祁雨",
        "December 19, 2024 | 4 min read",
        "19. Dezember 2024 – Lesezeit: 3 Minuten",
        "Text: Mia Muster, Fotos: Max Muster",
        "26 November 2026",
        "Jeudi 26 novembre 2026 à 14h30",
        "November 3rd, 2026",
        "Publié le 1er octobre",
        "Posted on Monday 3 November",
        "Senast uppdaterad: 27 november 2026 | Publicerad: 20 november 2026",
        "Sist oppdatert: 27. november 2026 kl. 16.24 – Publisert: 20. november 2026",
        "Senest opdateret: 2026-11-27 | Offentliggjort: 2026-11-20",
        "Päivitetty: 27. marraskuuta 2026 | Julkaistu: 20. marraskuuta 2026",
        "Aktualizováno: 27. 11. 2026 15:24 | Zveřejněno: 20. 11. 2026 12:00",
        "Frissítve: 2026. november 27. | Közzétéve: 2026. november 20.",
        "Τελευταία ενημέρωση: 27/11/2026 | Δημοσιεύθηκε: 20/11/2026",
        "Actualizat: 27.11.2026 | Publicat: 20.11.2026",
        "Оновлено: 27 листопада 2026 | Опубліковано: 20 листопада 2026",
        "Ostatnia aktualizacja: 27.11.2026",
        "Son güncelleme: 27.11.2026",
        "Laatst gewijzigd op: 27-11-2026",
        "수정일: 2026-11-27 | 등록일: 2026-11-20",
        "更新日：2026年11月27日",
        "12-19 来源：湖北工会网 字体：大 中 小",
        "댓글 0건 조회 123회 작성일 26-11-27 10:21",
        "jeudi 26 novembre 2026, par Mia Muster",
        "By Mia Muster and Max Muster",
        "19 दिसंबर 2026",
        "Escrito por: Redação CUT | Editado por: Mia Muster",
    ],
)
def test_the_day_above_the_text_is_no_text(stamp: str) -> None:
    """Nor is it the lead, in whatever box it stands."""
    for body in (f"<p>{stamp}</p>{{}}", f"<p class=d>{stamp}</p><div class=b>{{}}</div>"):
        html = f"<title>Signed</title><h1>Signed</h1>{body.format(f'<p>{PROSE * 2}</p><p>{MORE}</p>')}"
        article = read(f"<article>{html}</article>")
        assert article.text.splitlines() == [(PROSE * 2).strip(), MORE.strip()]
        assert article.lead.startswith(PROSE.strip()[:30])


@pytest.mark.parametrize(
    "line",
    [
        "On 3 November 2026 we all signed.",
        "Our 10 demands 2026",
        "By 12 votes to three",
        "Publication 12 of our series is out",
    ],
)
def test_a_line_with_numbers_above_the_text_is_text(line: str) -> None:
    html = f"<title>Signed</title><article><h1>Signed</h1><p>{line}</p><p>{PROSE * 2}</p><p>{MORE}</p></article>"
    assert read(html).text.splitlines() == [line, (PROSE * 2).strip(), MORE.strip()]


@pytest.mark.parametrize(
    ("post", "text"),
    [
        ("<p><img src=/poster.jpg width=800 height=1200 alt=Poster></p>", []),
        ("<p><a href=/files/poster.pdf>Download the poster (PDF, 2 MB)</a></p>", ["Download the poster (PDF, 2 MB)"]),
        ("<p>Watch it!</p>", ["Watch it!"]),
    ],
)
def test_a_post_without_prose_has_no_text_of_the_page_around_it(post: str, text: list[str]) -> None:
    """Neither its menu and footer, nor its headline and day."""
    nav, foot = "<nav><a href=/>Home</a> <a href=/news/>News</a></nav>", "<footer>Contact | Imprint</footer>"
    article = f"<main><article><h1>Our poster</h1><p class=date>3 November 2026</p>{post}</article></main>"
    found = read(f"<title>Our poster – Union</title>{nav}{article}{foot}")
    assert found.text.splitlines() == text
    assert len(found.images) == post.count("<img")


@pytest.mark.parametrize(
    ("frame", "link"),
    [
        (
            "src='https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?rel=0' title='The march'",
            '<p><a href="https://www.youtube.com/watch?v=dQw4w9WgXcQ"{}>The march</a></p>',
        ),
        (
            "data-src=//player.vimeo.com/video/7?dnt=1",
            '<p><a href="https://player.vimeo.com/video/7?dnt=1"{}>player.vimeo.com</a></p>',
        ),
        (
            "src=https://tube.union.example/videos/embed/9f3c",
            '<p><a href="https://tube.union.example/videos/embed/9f3c"{}>tube.union.example</a></p>',
        ),
        ("src=https://ads.example/frame?id=7", ""),
        ("src=https://www.google.com/maps/embed?pb=1", ""),
        ("src='javascript:alert(1)//www.youtube.com/embed/dQw4w9WgXcQ'", ""),
    ],
)
def test_a_film_that_another_site_plays_is_a_link(frame: str, link: str) -> None:
    article = read(page(f"<iframe {frame}></iframe>"))
    assert article.text.splitlines() == [(PROSE * 2).strip(), MORE.strip()]
    assert article.html.count("<a ") == bool(link)
    assert link.format(' rel="noopener noreferrer nofollow"') in article.html


def test_a_formula_is_text_unless_it_is_drawn_beside() -> None:
    formula = "<math><mi>E</mi><mo>=</mo><mi>m</mi><msup><mi>c</mi><mn>2</mn></msup></math>"
    assert read(page(f"<p>It says {formula} there.</p>")).text.splitlines()[1] == "It says E=mc2 there."
    drawn = f"<span class=katex-mathml>{formula}</span><span class=katex-html>E=mc²</span>"
    assert read(page(f"<p>It says {drawn} there.</p>")).text.splitlines()[1] == "It says E=mc² there."


def test_of_many_lines_above_the_text_the_nearest_lead() -> None:
    """Dialogs for fonts, voices and languages stand between headline and text, the lead in the box around the text."""
    dialogs = "".join(f"<div><p>Choose one of the {n} voices, and the page will be read.</p></div>" for n in range(5))
    text = f"<div class=content><p>{PROSE * 2}</p><p>{PROSE}It ends here.</p></div>"
    html = f"<title>Signed</title><h1>Signed</h1>{dialogs}<div><strong>{MORE}</strong>{text}</div>"
    assert read(html).text.splitlines()[0] == MORE.strip()


def test_a_box_that_only_wraps_a_quotation_is_text_whatever_its_name() -> None:
    post = "<blockquote><p>We signed it tonight, all of us, at last.</p>&mdash; The chair, June 12, 2024</blockquote>"
    kept = ["We signed it tonight, all of us, at last.", "— The chair, June 12, 2024"]
    assert read(page(f"<div class=social-embed><div>{post}</div></div>")).text.splitlines()[1:-1] == kept
    assert read(page(f"<div class=social-embed><p>{MORE}</p>{post}</div>")).text.splitlines()[1:-1] == []


@pytest.mark.parametrize(
    ("content", "said", "kept"),
    [
        ("<p class=article__byline>{}</p>", "Jane Doe and the desk of the Daily", False),
        ("<p class=entry-meta>{}</p>", "June 12, 2024 / 1:07 AM / The Daily", False),
        ("<p class=related-story>{}</p>", "In the Daily: What the contract of last year was worth", False),
        ("<p class=related-story>{}</p>", (MORE * 2).strip(), True),
        ("<div class=quotebox><p>We are proud.</p><p class=author>{}</p></div>", "The chair", True),
        (
            f"<div class=blockquote-style><p class=share-text>{{}}</p><p>{MORE * 10}</p></div>",
            "Sharing is caring!",
            False,
        ),
    ],
)
def test_a_short_paragraph_is_what_its_name_says(content: str, said: str, kept: bool) -> None:
    """But who said what is quoted stays with the quotation."""
    assert (said in read(page(content.format(said))).text.splitlines()) is kept


def test_a_list_below_the_last_paragraph_keeps_its_headings() -> None:
    """A heading that nothing follows stood over what was left out."""
    winners = "<h3>Best strike</h3><ul><li>The night shift</li></ul><h3>Best song</h3><ul><li>The choir</li></ul>"
    html = page("").replace("</div>", f"{winners}<h3>More for you</h3></div>")
    assert read(html).text.splitlines()[2:] == ["Best strike", "The night shift", "Best song", "The choir"]


def test_a_linked_cell_names_the_row_of_a_table_of_data() -> None:
    """A row of a linked title with its source and date is an item of a list of links."""
    record = (
        "<tr><td><a href=/c/{n}>The works council of plant {n}</a></td><td>{n}0 %</td><td>12</td><td>signed</td></tr>"
    )
    item = "<tr><td><a href=/n/{n}>What else was signed in plant {n}</a></td><td>Daily</td><td>June {n}</td></tr>"
    for row, kept in ((record, 4), (item, 0)):
        table = f"<table>{''.join(row.format(n=n) for n in range(1, 5))}</table>"
        lines = read(page(table)).text.splitlines()
        assert sum("plant" in line and "\t" in line for line in lines) == kept


def test_a_heading_over_a_picture_is_no_caption() -> None:
    slide = "<div class=image-slide><h2>{text}</h2><figure><img src={n}.jpg></figure></div>"
    told = ["The chair opened the rally at ten.", "Then forty thousand members walked to the ministry, and it rained."]
    slides = "".join(slide.format(text=text, n=n) for n, text in enumerate(told))
    assert read(page(slides)).text.splitlines()[1:-1] == told
    assert read(page("").replace("</div>", f"{slides}</div>")).text.splitlines()[2:] == told


@pytest.mark.parametrize(
    ("content", "lines"),
    [
        (f"<div class=phone><p>{PROSE * 2}</p></div>", 2),  # right upon the first paragraph
        (f"<p>{MORE * 2}</p><p>{PROSE}So.</p><div class=phone><p>{PROSE * 2}</p><p>{MORE * 2}</p></div>", 6),
        (f"<p>{MORE * 2}</p><p>{PROSE}So.</p>{BETWEEN}<p>{PROSE * 2}</p><p>{MORE * 2}</p><p>{PROSE}So.</p>", 5),
        (f"<img src=a.jpg><p>{MORE * 2}</p><img src=b.jpg><p>{MORE * 2}</p>", 4),
    ],
)
def test_a_copy_of_a_text_is_left_out_and_a_line_said_again_is_not(content: str, lines: int) -> None:
    """A copy has several paragraphs in their order, or follows right upon what it copies."""
    html = page(content)
    assert len(read(html).text.splitlines()) == lines


def test_a_table_of_data_is_text_above_the_first_paragraph_and_below_the_last() -> None:
    """A table of links is none."""
    rows = (("Group", "2024", "2025"), ("Trainees", "1,120", "1,180"), ("<p>Drivers</p>", "3,120", "3,380"))
    table = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    links = "".join(f"<tr><td><a href=/{n}>Home {n}</a></td><td><a href=/p/{n}>Print {n}</a></td></tr>" for n in "123")
    text = f"<p>{PROSE * 2}</p><p>{MORE}</p>"
    html = "<title>Pay</title><h1>Pay</h1><div class=content><table>{}</table>{}<table>{}</table></div>"
    kept = ["Group\t2024\t2025", "Trainees\t1,120\t1,180", "Drivers\t3,120\t3,380"]
    assert read(html.format(table, text, links)).text.splitlines()[:-2] == kept
    assert read(html.format(links, text, table)).text.splitlines()[2:] == kept


@pytest.mark.parametrize(
    ("content", "lines"),
    [
        ("<dl><dt>When</dt><dd>June 12, at ten</dd></dl>", ["When", "June 12, at ten"]),
        ("<ol><li><p>More pay</p></li><li><p>Fewer hours</p></li></ol>", ["More pay", "Fewer hours"]),
        ("<blockquote><p>We are proud</p></blockquote>", ["We are proud"]),
        ("<h3>Demands</h3><p>More pay</p>", ["Demands", "More pay"]),
        ("<div><div>Seen by 1,200</div></div>", []),
        ("<ul><li><a href=/n/1><img src=a.jpg></a><p>2024.06.12</p></li></ul>", []),
        ("<ul><li><p>June 12</p><p><a href=/n/1>What else was signed this week</a></p></li></ul>", []),
    ],
)
def test_lists_and_quotations_end_a_text_and_a_box_of_a_few_words_does_not(content: str, lines: list[str]) -> None:
    assert read(page("").replace("</div>", f"{content}</div>")).text.splitlines()[2:] == lines


def test_structure_stays_and_boxes_go() -> None:
    """Paragraphs, headings, lists and emphasis stay; classes, styles, fonts and the page's own boxes do not."""
    html = read(
        page("<div class=x><font color=red>Pay <b>rises</b></font></div><h3 id=a>How</h3><ol><li>first</li></ol>")
    ).html
    assert "<p>Pay <strong>rises</strong></p>" in html
    assert "<h3>How</h3>" in html
    assert "<ol><li>first</li>\n</ol>" in html
    assert not any(mark in html for mark in ("class=", "style=", "<font", "<div", "id="))


@pytest.mark.parametrize(
    ("image", "url"),
    [
        ("<img src=./W02.jpg>", "https://union.example/news/2024/W02.jpg"),
        ("<img src=blank.gif data-original=/a.jpg>", "https://union.example/a.jpg"),
        ("<img src=data:image/gif;base64,R0lGOD data-src=//cdn.example/a.jpg>", "https://cdn.example/a.jpg"),
        ("<img srcset='a-400.jpg 400w, a-1200.jpg 1200w'>", "https://union.example/news/2024/a-1200.jpg"),
        ("<picture><source srcset='/a.webp 2x'><img src=/img/loading.gif></picture>", "https://union.example/a.webp"),
        ("<noscript><img src=/a.jpg></noscript>", "https://union.example/a.jpg"),
        ("<div class=placeholder role=button><img src=/a.jpg></div>", "https://union.example/a.jpg"),
        ("<img src=/a.jpg class='wp-image share-img'>", "https://union.example/a.jpg"),
        ("<img src=/a.jpg><img src=/a.jpg><img src=/a-300x200.jpg>", "https://union.example/a.jpg"),
    ],
)
def test_a_picture_is_found_wherever_its_address_waits(image: str, url: str) -> None:
    article = read(page(image))
    assert [found.url for found in article.images] == [url]
    assert f'src="{url}"' in article.html


@pytest.mark.parametrize(
    "image",
    [
        "<img src=/images/qrcode.png>",
        "<img src=/a.jpg alt=扫一扫关注公众号>",
        "<img src=/a.gif width=1 height=1>",
        "<img src=/icons/mail.png>",
        "<img src=/u/avatar-12.jpg>",
        "<img src=/u/no_profile.gif>",
        "<div class='banner-ad'><a href=/shop><img src=/a.jpg></a></div>",
        "<img src=https://vg01.met.vgwort.example.de/count.php?x=1>",
        "<img src='javascript:alert(1)'>",
        "<img>",
    ],
)
def test_decoration_is_no_picture_of_the_article(image: str) -> None:
    article = read(page(image))
    assert article.images == ()
    assert "<img" not in article.html


def test_a_block_of_pictures_beside_blocks_of_text_is_of_the_article() -> None:
    text, picture = "<div class='block html-block'><p>{}</p></div>", "<div class='block image-block'>{}</div>"
    blocks = [
        text.format(f"{PROSE * 2}<p>{PROSE * 3}<p>{PROSE * 4}"),
        picture.format("<img src=/a.jpg>"),
        text.format(f"{MORE}<p>{MORE * 2}<p>{MORE * 3}"),
        picture.format("<figure><img src=/b.jpg><figcaption>The crane</figcaption></figure>"),
        picture.format("<a href=/shop><img src=/c.jpg></a>"),
        "<div class='block ad-block'><img src=/d.jpg></div>",
    ]
    html = f"<title>Signed</title><h1>Signed</h1><div class=page>{''.join(blocks)}</div>"
    assert [image.url.rpartition("/")[2] for image in read(html).images] == ["a.jpg", "b.jpg"]


@pytest.mark.parametrize(
    ("stamp", "kept"),
    [("Erschienen am: 19.12.2024", False), ("Last updated 20 November 2026", False), ("19 December 2024", True)],
)
def test_a_stamp_below_the_text_is_no_text_and_the_day_of_a_signature_is(stamp: str, kept: bool) -> None:
    html = page("").replace("</p></div>", f"</p><p>{stamp}</p></div>")
    assert read(html).text.endswith(stamp) is kept


def test_an_invitation_to_become_a_member_is_no_part_of_the_article() -> None:
    part = "<section class=part>{}</section>"
    text = part.format(f"<p>{PROSE * 2}</p><h2>Mitglied werden</h2><p>{PROSE * 3}</p><p>{MORE * 2}</p>")
    invitation = part.format(f"<h2>Not a member yet?</h2><p>{PROSE}Be one of us.</p><p>Yes</p>")
    lines = read(f"<title>Signed</title><h1>Signed</h1><div class=page>{text}{invitation}</div>").text.splitlines()
    assert (lines[1], lines[-1]) == ("Mitglied werden", (MORE * 2).strip())


def test_the_line_of_date_and_author_above_a_few_words_is_no_text() -> None:
    told = "<p>Forty of us trained on Saturday at ten.</p><p>Thanks!</p>"
    html = f"<h2>Training</h2><p>geschrieben von Karl Huber am 19.12.2024</p>{told}"
    lines = read(f"<title>Training - Union</title><div id=content>{html}</div>").text.splitlines()
    assert lines == ["Forty of us trained on Saturday at ten.", "Thanks!"]


def test_a_byline_between_the_lead_and_the_text_is_no_text() -> None:
    html = page("").replace("<p>", f"<p>{MORE}</p><p>Text: Mia Muster, Fotos: Max Muster</p><p>", 1)
    assert read(html).text.splitlines() == [MORE.strip(), (PROSE * 2).strip(), MORE.strip()]


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("von Mia Muster, NORD Aktuell", False),
        ("Von Mia Muster, Nord-Hauptstadtstudio in Berlin", False),
        ("Von Mia Muster war nichts in Berlin zu sehen", True),
    ],
)
def test_a_preposition_with_names_below_the_lead_is_no_text(line: str, kept: bool) -> None:
    html = page("").replace("<p>", f"<p>{MORE}</p><div><p>{line}</p></div><p>", 1)
    assert (line in read(html).text) is kept


def test_the_heading_over_a_biography_is_no_text() -> None:
    life = (
        "<div><h3>Contributor</h3><p>Mia Muster is a journalist from Minneapolis who covers the unions there.</p></div>"
    )
    text = "".join(f"<p>{PROSE}{word}</p>" for word in ("One.", "Two.", "Three."))
    html = f"<title>Signed</title><article><h1>Signed</h1>{text}{life}</article>"
    assert read(html).text.splitlines()[-1] == PROSE + "Three."


def test_a_picture_in_the_box_of_the_headline_is_of_the_article_whatever_that_is_named() -> None:
    head = "<div class=post_meta_wrapper><h1>Signed</h1><p class=post-meta>Dec 19</p><img src=/a.jpg></div>"
    html = (
        f"<title>Signed</title><article>{head}<div class=entry-content><p>{PROSE * 2}</p><p>{MORE}</p></div></article>"
    )
    assert [image.url for image in read(html).images] == ["https://union.example/a.jpg"]


def test_a_picture_between_the_lead_and_the_text_is_of_the_article() -> None:
    picture = "<div class=foto><img src=/a.jpg><div class=pie>The rally in Lyon</div></div>"
    away = "<div class='foto promo'><img src=/b.jpg></div>"
    text = f"<p class=preamble>{MORE}</p>{picture}{away}<div class=text><p>{PROSE * 2}</p><p>{PROSE}So.</p></div>"
    html = f"<title>Signed</title><h1>Signed</h1><div class=page>{text}</div>"
    assert read(html).images == (Image("https://union.example/a.jpg", "", "The rally in Lyon"),)


@pytest.mark.parametrize(
    ("box", "found"),
    [("post-thumb", True), ("author-photo", False), ("box", False)],
    ids=["named", "author", "unnamed"],
)
def test_a_picture_above_the_headline_is_of_the_article_that_holds_both(box: str, found: bool) -> None:
    text = f"<h1>Signed</h1><div class=entry-content><p>{PROSE * 2}</p><p>{MORE}</p></div>"
    html = f"<title>Signed</title><article><div class={box}><img src=/a.jpg></div>{text}</article>"
    assert bool(read(html).images) is found


def test_the_blocks_of_a_page_builder_are_of_one_text() -> None:
    """It calls all of them widgets; a heading between two of them is kept."""
    block = "<div class='elementor-element elementor-widget-{}'><div class=elementor-widget-container>{}</div></div>"
    blocks = [
        block.format("heading", "<h1>Signed</h1>"),
        block.format("text-editor", f"<p>{PROSE * 3}</p>"),
        block.format("heading", "<h2>What comes next</h2>"),
        block.format("image", "<img src=/a.jpg>"),
        block.format("text-editor", f"<p>{MORE * 2}</p>"),
        block.format("posts", "<article><a href=/x><h3>Another contract for the mills</h3></a></article>"),
    ]
    article = read(f"<title>Signed</title>{''.join(blocks)}")
    assert article.text.splitlines() == [(PROSE * 3).strip(), "What comes next", (MORE * 2).strip()]
    assert [image.url.rpartition("/")[2] for image in article.images] == ["a.jpg"]


def test_the_text_of_a_page_builder_is_text_in_all_its_widgets() -> None:
    editor = "<div class='siteorigin-widget-tinymce textwidget'>{}</div>"
    block = f"<div class=panel-grid><div class='so-panel widget widget_sow-editor'>{editor}</div></div>"
    blocks = block.format(f"<p>{PROSE * 3}</p>") + block.format(f"<p>{MORE * 2}</p>")
    html = f"<title>Signed</title><h1>Signed</h1><div class=panel-layout>{blocks}</div>"
    assert read(html).text.splitlines() == [(PROSE * 3).strip(), (MORE * 2).strip()]


def test_the_headline_below_a_section_is_what_the_picture_beside_it_is_described_by() -> None:
    headline = "Members accept a contract of three years"
    text = f"<img src=/a.jpg alt='{headline}'><span>19.12.2024</span><h3>{headline}</h3>{PROSE * 2}<br><br>{MORE}"
    article = read(f"<title>Our news</title><h1>Our news</h1><div class=news-detail>{text}</div>")
    assert article.title == headline
    assert article.text.splitlines() == [(PROSE * 2).strip(), MORE.strip()]


def test_a_caption_goes_with_its_picture() -> None:
    """It stands in `images` and in the figure, and is no paragraph of the text."""
    article = read(page("<figure><img src=/a.jpg alt=Rally><figcaption>The rally on Monday</figcaption></figure>"))
    assert article.images == (Image("https://union.example/a.jpg", "Rally", "The rally on Monday"),)
    assert "<figcaption>The rally on Monday</figcaption>" in article.html
    assert "The rally on Monday" not in article.text


def test_files_are_attached_wherever_they_play_or_stand() -> None:
    article = read(
        page("<p>See <a href=a.pdf>the paper</a>.</p><audio><source src=/b.mp3></audio><iframe src=/c.pdf></iframe>")
    )
    assert [(file.url, file.type) for file in article.attachments] == [
        ("https://union.example/news/2024/a.pdf", "application/pdf"),
        ("https://union.example/b.mp3", "audio/mpeg"),
        ("https://union.example/c.pdf", "application/pdf"),
    ]


def test_the_button_behind_the_name_of_a_file_is_no_text() -> None:
    article = read(page("<div><a href=/a.pdf>The paper</a><a href=/a.pdf download>Download</a></div>"))
    assert "The paper\n" in article.text
    assert [file.title for file in article.attachments] == ["The paper"]


def test_a_list_of_more_posts_that_follows_upon_the_text_is_no_part_of_it() -> None:
    post = "<li><h3><a href=/{0}>Post {0}</a></h3><p>{1}</p><time>Nov {0}, 2026</time></li>"
    posts = "<h2>{}</h2><ul>" + "".join(post.format(n, MORE) for n in (1, 2)) + "</ul>"
    text = f"<div class=entry-content><p>{PROSE * 5}</p><p>{PROSE}So.</p></div>"
    for others in (
        f"<div class=box>{posts.format('More posts')}</div>",
        f"<div class=wp-block-query>{posts.format('Hi')}</div>",
    ):
        html = f"<title>Signed</title><main><h1>Signed</h1>{text}{others}</main>"
        assert read(html).text.splitlines() == [(PROSE * 5).strip(), PROSE + "So."]


def test_a_script_that_hands_out_a_file_tells_its_kind_in_its_name_with_or_without_its_size() -> None:
    article = read(page("<p><a href=/bbs/download.php?no=0>보도자료.hwp (35.5K)</a> <a href=/download/7>plan</a></p>"))
    assert [(file.url, file.type) for file in article.attachments] == [
        ("https://union.example/bbs/download.php?no=0", "application/x-hwp")
    ]


@pytest.mark.parametrize(
    "link",
    [
        "<a href=/DownloadFile/?id=7.pdf>The press release</a>",
        "<a href=/download/7>Press release (PDF, 120 kB)</a>",
        "<a href='/press?file=files/7.pdf'>Press release</a>",
    ],
)
def test_a_script_that_hands_out_a_file_tells_its_kind_in_its_question_or_beside_its_size(link: str) -> None:
    assert [file.type for file in read(page(f"<p>{link}</p>")).attachments] == ["application/pdf"]


def test_the_files_that_a_board_lists_above_the_text_are_attached() -> None:
    files = "<div class=file><span>첨부파일</span><a href=/a.hwp>성명서.hwp</a></div>"
    html = f"<h1>Signed</h1>{files}<div class=text><p>{PROSE * 2}</p><p>{MORE}</p></div>"
    article = read(f"<title>Signed</title><a href=/form.pdf>Join</a><div class=view>{html}</div>")
    assert [file.title for file in article.attachments] == ["성명서.hwp"]


def test_a_title_that_the_head_does_not_know_stands_above_a_day_with_slashes() -> None:
    title, day = "Mineros rechazan el “paquete” laboral", "28/11/2026 | Visitas: 123"
    text = [
        f"Lima.- La federación informó que «{title}» fue aprobado por 24 delegados en asamblea del sector minero.",
        "“No daremos ni un paso atrás”, dijo el secretario general Íñigo Muñoz, base 0.",
    ]
    rows = "".join(f"<tr><td><span>{row}</span></td></tr>" for row in (title, day, "<br><br>".join(text)))
    article = read(f"<title>SNTM - Federación Minera</title><h2>Menú</h2><table width=760>{rows}</table>")
    assert article.text.splitlines() == text


def test_a_rule_that_fits_nothing_leaves_the_reading_automatic() -> None:
    """A redesign must not empty a feed that the automatic reader can still fill; nor must a selector that is none."""
    html = page("").encode()
    for selector in (".gone", "p:::["):
        article = read_pages([(html, URL, None)], rules=ArticleRules(body=selector)).article
        assert article.text.splitlines()[0] == (PROSE * 2).strip()


def test_a_body_is_doubted_when_two_texts_compete() -> None:
    """Confidence is agreement: a page with one text is sure, one with two texts of equal weight is not."""
    sure = read(page(f"<p>{PROSE}</p>" * 3)).confidence
    cells = (PROSE * 3, f"<a href=/1>{'link ' * 30}</a>", MORE * 3)
    torn = read(f"<title>Union</title><table><tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr></table>")
    assert sure > torn.confidence


@pytest.mark.parametrize(
    ("url", "target", "same"),
    [
        ("https://x.cn/2024/c14739-40237861.html", "https://x.cn/2024/c14739-40237861-2.html", True),
        ("https://x.cn/t20200929_547180.html", "https://x.cn/t20200929_547180_1.html", True),
        ("https://x.org/slug/", "https://x.org/slug/2/", True),
        ("https://x.org/a?id=3", "https://x.org/a?id=3&page=2", True),
        ("https://x.org/a?id=3", "https://x.org/a?id=4&page=2", False),
        ("https://x.org/2024/12/", "https://x.org/2024/13/", False),
        ("https://x.org/532601.html", "https://x.org/532602.html", False),
        ("https://x.org/a.html", "https://x.org/a.html", False),
    ],
)
def test_a_page_continues_another_when_only_a_page_number_differs(url: str, target: str, same: bool) -> None:
    assert continues(url, target) is same
    assert page_number(url) < page_number(target) or not same


def test_joined_pages_are_one_article_in_order() -> None:
    """The first page's title holds, what later pages tell again is left out, the last page knows what is next."""
    one, two = Image("https://x.org/1.jpg"), Image("https://x.org/2.jpg")
    file = Attachment("https://x.org/a.pdf")
    first = Article("https://x.org/1", "T", html="<p>a</p>", text="lead\na", images=(one,), confidence=0.9)
    second = Article(
        "https://x.org/2", "2", html="<p>b</p>", text="lead\nb", images=(two, one), attachments=(file,), confidence=0.8
    )
    joined = join([Reading(first, next="https://x.org/2"), Reading(second)])
    article = joined.article
    assert (article.url, article.title) == ("https://x.org/1", "T")
    assert (article.text, article.html) == ("lead\na\nb", "<p>a</p>\n<p>b</p>")
    assert (article.images, article.attachments) == ((one, two), (file,))
    assert (joined.next, article.confidence) == ("", 0.8)


def test_pages_are_read_as_one_article() -> None:
    """Each page is read under its own address, and the article stands under the first."""
    pages = [
        (page("<a href=t20240612_5471_1.html>下一页</a>").encode(), URL, None),
        (page("<p>" + PROSE.replace("workers", "trainees") + "</p>").encode(), URL.replace("5471", "5471_1"), None),
    ]
    assert read_pages(pages[:1]).next == pages[1][1]
    reading = read_pages(pages)
    assert reading.article.url == URL
    assert reading.article.text.splitlines() == [
        (PROSE * 2).strip(),
        MORE.strip(),
        PROSE.replace("workers", "trainees").strip(),
    ]
    assert reading.next == ""


CHINESE = (
    "会议指出，各级工会要深入基层，了解职工所思所盼，完善技能培训体系，搭建劳动和技能竞赛平台，提供有力的人才支撑。"
)


@pytest.mark.parametrize(
    "field",
    [
        f"<textarea id=text style='display:none'>&lt;p&gt;{CHINESE * 2}&lt;/p&gt;</textarea><div id=shown></div>",
        f'<input type=hidden id=text value="&lt;p&gt;{CHINESE * 2}&lt;/p&gt;"><div id=shown></div>',
    ],
)
def test_a_text_in_a_field_that_a_script_writes_into_the_page_is_read(field: str) -> None:
    article = read(f"<title>新闻内容</title><h1>改革推进会召开</h1><p>发布时间：2024/12/19</p>{field}")
    assert (article.text, article.title) == (CHINESE * 2, "改革推进会召开")


def test_the_title_stands_beside_the_text_in_the_state_of_a_page() -> None:
    html = f"""<title>工会新闻</title><div id=app></div><script>window.__STATE__={{"menu":[{{"title":"首页栏目"}}],
      "news":{{"id":33,"title":"改革推进会召开","author":"","content":"<p>{CHINESE * 8}</p>"}}}};</script>"""
    article = read(html)
    assert (article.text, article.title) == (CHINESE * 8, "改革推进会召开")


@pytest.mark.parametrize(
    "player",
    [
        """<script>showVsbpdfIframe("/files/rules.pdf","100%","600","0","","1234567","vsb");</script>""",
        "<iframe src='/pdfjs/web/viewer.html?file=%2Ffiles%2Frules.pdf'></iframe>",
    ],
)
def test_a_file_that_a_player_shows_in_the_place_of_a_text_is_attached(player: str) -> None:
    html = f"""<title>Rules - Union</title><div class=article><h2>Rules</h2><p>2024-12-19</p>
      <div id=vsb_content><div class=v_news_content><p>See the rules, which the members decided upon:</p>
      <p>{player}</p></div></div></div>"""
    assert [file.url for file in read(html).attachments] == ["https://union.example/files/rules.pdf"]


def test_an_icon_in_the_line_of_date_and_source_is_no_picture_of_the_article() -> None:
    html = f"""<title>A new contract - Union</title><div class=article><h1>A new contract</h1>
      <div class=time>2024年12月19日 11:08 来源：工人日报 <a><img src=/files/ly.png></a></div>
      <img src=/files/talks.jpg><div class=content><p>{PROSE * 2}</p><p>{MORE}</p></div></div>"""
    assert [image.url for image in read(html).images] == ["https://union.example/files/talks.jpg"]


def test_the_line_of_paper_day_and_page_is_no_text() -> None:
    html = f"""<title>改革推进会召开</title><div><h1>改革推进会召开</h1><h2>各级工会深入基层</h2>
      <div>西南工人报 2024-12-19 A3版：工会</div><p>{CHINESE}</p><p>{CHINESE[:40]}。</p></div>"""
    assert read(html).text.splitlines()[-2:] == [CHINESE, CHINESE[:40] + "。"]
    assert "A3版" not in read(html).text


FOOTER = "<div class=ft>版权所有：总工会 技术支持：某某公司 ICP备案</div>"


def test_a_page_that_only_shows_pictures_below_its_headline_is_read_as_them() -> None:
    html = f"""<title>一图读懂</title><ul><li><a href=/1>首页</a></ul><div class=wz><h1>一图读懂：疗休养办法</h1>
      <div>2024-12-19 09:30 来源：总工会</div><div><p><img src=a.jpg></p><p><img src=b.jpg></p></div></div>{FOOTER}"""
    article = read(html.replace("<title>一图读懂", "<title>一图读懂：疗休养办法"))
    assert (article.text, len(article.images), str(article.published)[:10]) == ("", 2, "2024-12-19")


def test_a_page_that_only_plays_a_film_below_its_headline_keeps_its_day() -> None:
    menu = "".join(f"<li><a href=/{n}>栏目{n}</a></li>" for n in range(10))
    html = f"""<title>奔跑的力量</title><ul>{menu}</ul><div class=wz><h1>奔跑的力量</h1><p>2024-12-19 来源：总工会</p>
      <div><iframe src="https://v.qq.com/txp/iframe/player.html?vid=a1b2c3"></iframe>
      <p>出品：总工会</p><p>策划：宣教部</p><p>拍摄：李一</p><p>剪辑：王二</p></div></div>{FOOTER}"""
    article = read(html, "https://union.example/xw/37.html")
    assert (article.publisher, str(article.published)[:10]) == ("总工会", "2024-12-19")


def test_a_gallery_that_is_all_of_the_article_is_read() -> None:
    said = [f"12月18日，在高铁站建设工地，工人在第{one}班作业。" for one in "一二三"]
    slides = "".join(f"<div class=swiper-slide><img src={n}.jpg><p>{text}</p></div>" for n, text in enumerate(said))
    article = read(f"<title>工地即景</title><h1>工地即景</h1><p>2024-12-19</p><div class=swiper>{slides}</div>")
    assert (article.text.splitlines(), len(article.images)) == (said, 3)


@pytest.mark.parametrize("day", ["19 ธ.ค. 2567 120", "19 ธันวาคม 2567", "2024.12.19"])
def test_the_first_line_above_the_day_is_the_headline_of_a_page_that_names_none(day: str) -> None:
    html = f"""<title>รายละเอียดข่าว</title><div class=content><h4>แรงงานจังหวัดรับหนังสือจากสหพันธ์</h4><p>{day}</p>
      <p>{PROSE * 2}</p><p>{MORE}</p></div>"""
    assert read(html).text.splitlines() == [(PROSE * 2).strip(), MORE.strip()]


def test_other_news_in_thai_is_left_out_below_its_heading() -> None:
    more = "<p>อ่านข่าวที่เกี่ยวข้อง</p><ul><li><a href=/1>ขึ้นค่าแรง 400 บาท</a></ul>"
    assert read(page("").replace("</div>", f"{more}</div>")).text.splitlines() == [(PROSE * 2).strip(), MORE.strip()]


def test_a_text_that_repeats_its_headline_is_read_without() -> None:
    pasted = "<p align=center><b>A new contract</b></p><p align=center>(19 December)</p>"
    html = f"<title>A new contract - Union</title><h1>A new contract</h1><div class=c>{pasted}<p>{PROSE * 2}</p></div>"
    assert "A new contract" not in read(html).text


def test_the_logo_is_no_headline() -> None:
    html = f"""<title>详情页</title><h1 class=logo><a href=/>临江市总工会</a></h1><div class=box>
      <div>省总工会“送温暖”活动走进临江</div><div>2024-12-19 10:11</div><div class=con><p>{CHINESE}</p></div></div>"""
    assert read(html).text == CHINESE


@pytest.mark.parametrize(
    "link",
    [
        """<a href="javascript:download('/files/form.doc')">附件：报名表</a>""",
        """<a href="#" onclick="downFile('/files/form.doc', 12)">附件：报名表</a>""",
    ],
)
def test_a_file_that_a_script_of_its_link_fetches_is_attached(link: str) -> None:
    assert [file.url for file in read(page(f"<p>{link}</p>")).attachments] == ["https://union.example/files/form.doc"]


def test_a_picture_above_the_text_stays_with_the_line_below_it_in_its_table() -> None:
    table = "<table><tr><td><img src=a.jpg></td></tr><tr><td>Who came to the talks</td></tr></table>"
    html = f"<title>A new contract - Union</title><h1>A new contract</h1><div class=c>{table}<p>{PROSE * 2}</p></div>"
    article = read(html)
    assert [(image.url[-5:], image.caption) for image in article.images] == [("a.jpg", "Who came to the talks")]
    assert article.text == (PROSE * 2).strip()


NOTICE = "因系统升级，职工服务中心定于12月21日至22日暂停办理帮扶业务，给您带来不便，敬请谅解。"


@pytest.mark.parametrize(
    "foot",
    [
        "<div class=ft>地址：建设路9号　邮编：411000　电话：0731-5550111</div>",
        "<div class=w><div>总工会主办　服务中心承办　电话：0731-5550111（工作日9:00-17:00）</div>"
        "<div>建议使用IE9以上浏览器浏览本站</div></div>",
        "<table><tr><td>地址：建设路9号 邮政编码：411000 联系电话：0731-5550111 传真：0731-5550112</td></tr></table>",
    ],
)
def test_the_foot_of_a_page_is_no_part_of_a_short_notice(foot: str) -> None:
    html = f"""<title>暂停办理业务的公告</title><div class=w><h2>暂停办理业务的公告</h2><div>2024-12-19</div>
      <div class=c><div>{NOTICE}</div><div>特此公告。</div></div></div>{foot}"""
    assert read(html).text.splitlines() == [NOTICE, "特此公告。"]


def test_the_short_paragraphs_below_a_lone_one_belong_to_it() -> None:
    html = f"""<title>暂停办理业务的公告</title><center><h3>暂停办理业务的公告</h3><p>2024-12-19</center><p>{NOTICE}</p>
      <p>特此公告。</p><p>职工服务中心</p><hr><center>版权所有：总工会 网站管理员邮箱：web@union.example</center>"""
    assert read(html).text.splitlines() == [NOTICE, "特此公告。", "职工服务中心"]


def test_a_page_of_a_few_short_lines_is_read() -> None:
    html = f"""<title>法律援助值班表</title><ul><li><a href=/1>首页</a></ul><div class=w><h1>法律援助值班表</h1>
      <div>2024-12-19</div><div class=c><p>咨询地点：中心一楼</p><p>每周二上午9:00</p></div></div>{FOOTER}"""
    assert read(html).text.splitlines() == ["咨询地点：中心一楼", "每周二上午9:00"]


def test_a_heading_that_leads_home_is_not_the_headline_and_what_stands_below_it_no_lead() -> None:
    home = (
        "<h1><a href='https://union.example/'>Harbour Watch</a></h1><p>Ships, boats and people of the port, daily.</p>"
    )
    text = f"<div class=post-body><p>{PROSE * 2}</p><p>{MORE}</p></div>"
    html = (
        f"<title>Harbour Watch: Signed!</title><meta property=og:title content='Signed!'>{home}<h3>Signed!</h3>{text}"
    )
    assert read(html).text.splitlines() == [(PROSE * 2).strip(), MORE.strip()]


def test_paragraphs_in_boxes_that_are_named_for_who_may_read_them_are_text() -> None:
    boxes = "".join(f"<div class=subscriber-only><p>{PROSE}{word}</p></div>" for word in ("One.", "Two.", "Three."))
    html = f"<title>Signed</title><article><h1>Signed</h1><div class='subscriber-only'>{boxes}</div></article>"
    assert read(html).text.splitlines() == [PROSE + word for word in ("One.", "Two.", "Three.")]


def test_what_takes_the_place_of_a_placeholder_is_text() -> None:
    points = (
        "<ul><li class=inline-placeholder>Four per cent more.</li><li class=inline-placeholder>Free days.</li></ul>"
    )
    assert "Four per cent more.\nFree days." in read(page(points)).text
    picture = (
        "<div class='image image__hide-placeholder'><img src=/a.jpg><div class=image__caption>The hall.</div></div>"
    )
    assert read(page(picture)).images == (Image("https://union.example/a.jpg", "", "The hall."),)


@pytest.mark.parametrize("inside", [True, False], ids=["in the box of the text", "above it"])
@pytest.mark.parametrize(
    ("subtitle", "kept"),
    [
        ("<h2 class=article-subtitle>The members vote in June</h2>", True),
        ("<p class=sub-title>The members vote in June</p>", True),
        ("<div class=topper__standfirst>The members vote in June</div>", True),
        ("<div class=standfirst><p>The members vote in June</p></div>", True),
        ("<h2>The members vote in June</h2>", False),
        ("<p class=subtitle><a href=/pay>All that we know of pay</a></p>", False),
        ("<p class=subtitle>Pay</p>", False),
    ],
)
def test_what_is_named_for_a_subtitle_is_text_without_a_stop(subtitle: str, kept: bool, inside: bool) -> None:
    head = f"<header><h1>Signed</h1>{subtitle}</header>"
    text = f"<div class=entry-content><p>{PROSE * 2}</p><p>{MORE}</p></div>"
    html = f"<title>Signed</title><article>{head}{text}</article>" if inside else f"<title>Signed</title>{head}{text}"
    assert read(html).text.splitlines() == ["The members vote in June"] * kept + [(PROSE * 2).strip(), MORE.strip()]


def test_a_summary_in_points_above_the_first_paragraph_is_text() -> None:
    points = "<ul><li>new rules apply from January</li><li>fines of up to half a million</li></ul>"
    tools = "<ul><li><a href=#>Send it to somebody by mail</a></li><li>Print</li></ul>"
    html = f"<title>Signed</title><h1>Signed</h1><div>{tools}{points}<p>{PROSE * 2}</p><p>{MORE}</p></div>"
    lines = ["new rules apply from January", "fines of up to half a million", (PROSE * 2).strip(), MORE.strip()]
    assert read(html).text.splitlines() == lines


def test_a_short_point_of_a_summary_outside_of_the_box_of_the_text_is_text() -> None:
    point = "The union will ask each of its members by letter before then, and tell them what it advises."
    points = f"<ul><li>They vote in June</li><li>{point}</li></ul>"
    text = f"<div class=by>News desk</div><div class=body><p>{PROSE * 2}</p><p>{MORE}</p></div>"
    lines = read(f"<title>Signed</title><div><h1>Signed</h1>{points}{text}</div>").text.splitlines()
    assert lines[:2] == ["They vote in June", point]


@pytest.mark.parametrize(
    "line",
    [
        "By Mia Muster | mia@union.example | Union News",
        "Eine Analyse von Mia Muster, Stuttgart",
        "Kommentar von Mia Muster • Hohenfels",
    ],
)
def test_a_byline_with_more_than_the_name_is_no_text(line: str) -> None:
    html = f"<title>Signed</title><h1>Signed</h1><p>{line}</p><div><p>{PROSE * 2}</p><p>{MORE}</p></div>"
    assert read(html).text.splitlines() == [(PROSE * 2).strip(), MORE.strip()]


def test_a_line_of_days_below_the_lead_is_no_text() -> None:
    head = "<h1>Signed</h1><p class=teaser>The members vote in June, and all of them are asked by letter.</p>"
    days = "<p>By Mia Muster</p><p>19.11.2024, 18:00 Uhr, aktualisiert 22:40 Uhr</p>"
    page = f"<title>Signed</title><article>{head}{days}<div class=body><p>{PROSE * 2}</p><p>{MORE}</p></div></article>"
    assert "2024" not in read(page).text


def test_the_first_post_of_a_live_blog_keeps_its_title() -> None:
    post = "<div class=live-post><h3 class=live-title>{}</h3><div class=live-body><p>{}</p></div></div>"
    posts = "".join(post.format(title, PROSE + title) for title in ("They vote", "They count", "They meet"))
    html = f"<title>The vote, live</title><article><h1>The vote, live</h1><div class=posts>{posts}</div></article>"
    assert read(html).text.splitlines()[::2] == ["They vote", "They count", "They meet"]


@pytest.mark.parametrize(
    "noise",
    [
        "<div class=internal><h3>Business</h3><h3><a href=/x>What higher rates mean for your savings</a></h3></div>",
        "<div class=internal><p>Czytajcie dalej</p><ul><li><a href=/x>Umowa z ubiegłego roku</a></li></ul></div>",
        "<div><a href=/x><h4>The contract of last year and what came of it</h4><p>union.example</p></a></div>",
        "<p><a class='button primary' href=/share>Share Tides</a></p>",
        "<p><a href=#note-1>1</a></p>",
        "<p>Already a subscriber? Log in and read on.</p>",
        "<div><p>اقرأ أيضا</p><span>list of 2 items</span><ul><li>1 of 2 <a href=/x>The contract of last "
        "year, and what came of it in all plants</a></li></ul><span>end of list</span></div>",
        "<p>이도윤 기자 dy@union.example</p>",
        "<p>SCROLL TO CONTINUE WITH CONTENT</p>",
        "<p>When you purchase through links on our site, we may earn an affiliate commission.</p>",
        "<p>Why you can trust Union News: our experts spend hours with what they test, so that you choose well.</p>",
        "<p>This entry was posted on Monday, March 4th, 2024 at 6:12 pm and is filed under Pay.</p>",
        "<p>La suite après cette publicité</p>",
        "<p>Artiklen fortsætter under annoncen</p>",
        "<p>Weiterlesen nach der Anzeige</p>",
        "<p>Dieser Inhalt kann aufgrund Ihrer Datenschutzeinstellungen nicht geladen werden.</p>",
        "<p>+++ Alle News gibt es auch per WhatsApp – jetzt Kanal abonnieren +++</p>",
        "<p>Kommentare (4)</p>",
        "<p>Bewerten Sie diesen Artikel</p>",
        "<p>Bekijk ook: <a href=/x>Boeren boos</a></p>",
        "<p>Tekst loopt door onder de foto</p>",
        "<p>Artikeln fortsätter under annonsen</p>",
        "<p>Folgen Sie uns auf Instagram und Facebook!</p>",
        "<p>5 commentaires</p>",
        "<p>Signaler une erreur</p>",
        "<p>Masz temat, o którym powinniśmy napisać? Skontaktuj się z nami: redakcja@union.example</p>",
        "<p>Have you been affected by this? Email news@union.example</p>",
        "<p>An dieser Stelle finden Sie einen externen Inhalt von YouTube, der den Artikel ergänzt. Sie können ihn "
        "sich mit einem Klick anzeigen lassen und wieder ausblenden, wenn Sie wollen, und mehr davon lesen.</p>",
        "<p>Über dieses Thema berichtete die Landesschau am 12. März 2024 um 18:00 Uhr.</p>",
        "<p>This post may contain affiliate links, for which we are paid if you buy.</p>",
        "<p>Follow the Union Opinion section on Facebook, Instagram and TikTok.</p>",
        "<div class=reklam>REKLAM</div>",
        "<p>PUBLICIDAD</p>",
        "<p><b>MÁS SOBRE EL TEMA:</b><br><a href=/x>La patronal responde a todo</a></p>",
        "<p>Siga o canal do Jornal no WhatsApp e receba notícias no celular</p>",
        "<p>👉 Join our WhatsApp community for alerts straight to your phone</p>",
        "<p>Підпишіться на наш Telegram</p>",
        "<p>Якщо ви помітили помилку, виділіть її та натисніть Ctrl+Enter</p>",
        "<p>Нашли ошибку? Выделите её и нажмите Ctrl+Enter.</p>",
        "<p>本網站之文字、圖片及影音，非經授權，不得轉載、公開播送或公開傳輸及利用。</p>",
        "<p>Последвайте ни във Facebook</p>",
        "<p>تابعنا على واتساب</p>",
        "<p>מצאתם טעות? דווחו לנו</p>",
        "<p>İlginizi çekebilir: <a href=/x>Emekliye ek zam</a></p>",
        "<p>हमारे व्हाट्सएप चैनल से जुड़ें</p>",
        "<p>ติดตามข่าวสารได้ที่ LINE Official</p>",
        "<p>انتهای پیام/</p>",
        "<p>[Gambas:Video 20detik]</p>",
        "<p>(rns/idn)</p>",
        "<p>Este artículo es exclusivo para suscriptores. Entra en tu cuenta.</p>",
        "<p>Ten artykuł jest dostępny tylko dla naszych subskrybentów.</p>",
        f"<p>A version of this article appears in print on Nov. 27, Section B, with the headline: {MORE}{MORE}</p>",
    ],
)
def test_teasers_buttons_and_barriers_are_no_text(noise: str) -> None:
    assert read(page(noise)).text.splitlines() == [(PROSE * 2).strip(), MORE.strip()]


@pytest.mark.parametrize(
    "content",
    [
        "<h2>The contract</h2><p><a href=/files/contract.pdf>The contract as it was signed in June</a></p>",
        "<h2>How it began</h2><p><a href=/x>More in our history of the plant</a></p><p>It began in May, too.</p>",
        "<a href=#one><h2>It began</h2></a><div id=one><p>It began in May, and was over in June.</p></div>",
    ],
    ids=["over a file", "over text below a link", "that opens the text below"],
)
def test_a_heading_over_more_than_links_is_text(content: str) -> None:
    assert "<h2>" in read(page(content)).html


SIGNED = {"@type": "NewsArticle", "author": {"@type": "Person", "name": "Mia Muster"}}
WRITER = f'<script type="application/ld+json">{json.dumps(SIGNED)}</script>'


def test_a_line_that_begins_with_who_wrote_it_is_no_text_near_the_headline() -> None:
    line = (
        "<div class=sc-1x><span>Mia Muster</span><span>Labour correspondent, in Port Ellis, for the Union</span></div>"
    )
    text = f"<div class=text><p>{PROSE * 2}</p><p>Mia Muster: how was it?</p><p>{MORE}</p></div>"
    lines = read(f"<title>Signed</title>{WRITER}<h1>Signed</h1>{line}{text}").text.splitlines()
    assert lines == [(PROSE * 2).strip(), "Mia Muster: how was it?", MORE.strip()]


@pytest.mark.parametrize(
    "life",
    [
        "<p>Mia Muster covers pay and plants. <a href=/mia>More about Mia Muster</a></p>",
        "<h2>Sobre la firma</h2><a href=/mia><h3>Mia Muster</h3></a><p>Periodista especializada en empleo.</p>",
    ],
)
def test_what_stands_below_about_who_wrote_it_is_no_text(life: str) -> None:
    text = "".join(f"<p>{PROSE}{word}</p>" for word in ("One.", "Two.", "Three."))
    html = f"<title>Signed</title>{WRITER}<article><h1>Signed</h1>{text}<section>{life}</section></article>"
    assert read(html).text.splitlines() == [PROSE + word for word in ("One.", "Two.", "Three.")]


@pytest.mark.parametrize(
    ("box", "caption"),
    [
        ("<div role=button><span>Click to view the picture in full size</span><img src=/a.jpg></div>", ""),
        ("<div class=media><img src=/a.jpg><p class=media__description>The hall — Photo</p></div>", "The hall — Photo"),
    ],
)
def test_a_picture_stays_beside_few_words(box: str, caption: str) -> None:
    article = read(page(box))
    assert article.images == (Image("https://union.example/a.jpg", "", caption),)
    assert article.text.splitlines() == [(PROSE * 2).strip(), MORE.strip()]


def test_a_picture_stays_beside_the_agency_that_it_is_from() -> None:
    picture = "<div class=sc-1><img src=/a.jpg><div class=sc-2>ANP</div></div>"
    text = f"<article><h1>Signed</h1>{picture}<p>{PROSE * 2}</p><p>{MORE}</p></article>"
    assert [image.url for image in read(f"<title>Signed</title>{text}").images] == ["https://union.example/a.jpg"]


def test_a_time_between_the_lead_and_the_text_is_no_text() -> None:
    html = page("").replace("<p>", f"<p>{MORE}</p><time datetime=2026-11-25T08:00>25.11. 08:00</time><p>", 1)
    assert read(html).text.splitlines() == [MORE.strip(), (PROSE * 2).strip(), MORE.strip()]


def test_fields_that_only_style_parts_are_apart() -> None:
    head = "<span>Mia Muster</span><span>Labour desk</span> <a href=/x>Nov 25, 2026</a><a href=/y>Pay</a>"
    html = (
        f"<title>Signed</title><h1>Signed</h1><p>{head}</p><p><b>i</b>Phones and <span>Mc</span>Donald. {PROSE * 2}</p>"
    )
    document = open_document(html.encode(), URL)
    lines = [line.text for line in read_body(document, gather(document)).page.lines]
    assert lines[1] == "Mia Muster Labour desk Nov 25, 2026 Pay"
    assert lines[2].startswith("iPhones and McDonald.")


def test_a_caption_within_the_line_of_its_picture_is_no_part_of_the_text_behind_it() -> None:
    text = f"<span class=photo><img src=/a.jpg><em class=img_desc>The march.</em></span>{PROSE * 2}<br><br>{MORE}"
    article = read(f"<title>Signed</title><h2>Signed</h2><div class=article_content>{text}</div>")
    assert article.images == (Image("https://union.example/a.jpg", "", "The march."),)
    assert article.text.splitlines() == [(PROSE * 2).strip(), MORE.strip()]


def test_what_a_chinese_page_marks_up_as_a_caption_is_one() -> None:
    prose = (
        "全國產業總工會今天上午前往勞動部陳情，要求政府正視過勞問題，並儘速修正勞動基準法，落實週休二日與加班費的規定。"
    )
    picture = "<figure><img src=/a.jpg><figcaption>勞團到勞動部陳情，要求落實週休二日。</figcaption></figure>"
    article = read(
        f"<title>勞團陳情</title><h1>勞團陳情</h1><div class=text><p>{prose}</p>{picture}<p>{prose}又。</p></div>"
    )
    assert article.text.splitlines() == [prose, prose + "又。"]
    assert article.images[0].caption == "勞團到勞動部陳情，要求落實週休二日。"


def test_the_state_of_a_page_is_read_without_quotes_around_its_keys() -> None:
    said = "".join(f"<p>{PROSE}{word}<\\u002Fp>" for word in ("One.", "Two.", "Three."))
    state = f'window.__NUXT__={{data:[{{article:{{title:"Signed",content:"{said}"}}}}]}}'
    html = f"<title>Signed</title><div id=__nuxt></div><script>{state}</script>"
    assert read(html).text.splitlines() == [PROSE + word for word in ("One.", "Two.", "Three.")]


def test_the_small_box_around_a_field_for_a_mail_address_is_no_text() -> None:
    box = "<div class=card><h3>Poczta poranna</h3><p>Codziennie o siódmej wszystko, co ważne.</p><div>{}</div></div>"
    asking = box.format("<input type=email><button>OK</button>")
    assert read(page(asking)).text.splitlines() == [(PROSE * 2).strip(), MORE.strip()]
    assert "Codziennie" in read(page(box.format("<input type=search>"))).text


def test_the_link_to_edit_a_part_is_no_text_of_its_heading() -> None:
    edit = "<span class=mw-editsection><span>[</span><a href=/edit>edit</a><span>]</span></span>"
    heading = f"<h2><span class=mw-headline>Inquiry</span>{edit}</h2>"
    assert read(page(heading)).text.splitlines() == [(PROSE * 2).strip(), "Inquiry", MORE.strip()]


def test_a_heading_over_a_list_that_begins_the_text_is_text() -> None:
    points = f"<h2>What's Changed</h2><ul><li>{PROSE}</li><li>{MORE}</li></ul>"
    html = f"<title>v4.2.0</title><h1>v4.2.0</h1><div>{points}<h2>Upgrade</h2><p>{PROSE * 2}</p></div>"
    assert read(html).text.splitlines()[0] == "What's Changed"


def test_a_note_of_the_editors_is_text_and_who_asked_is_none() -> None:
    note = "<div class=editors-note><p>An earlier version of this story gave a wrong day.</p></div>"
    assert "An earlier version" in read(page(note)).text
    asked = "<div class=details itemprop=author><a href=/u/1>traveller</a></div>"
    assert read(page(asked)).text.splitlines() == [(PROSE * 2).strip(), MORE.strip()]


def test_a_button_behind_a_paragraph_is_no_text() -> None:
    box = f"<div class=slide><p>{PROSE}</p><a class=btn href=https://shop.example>Book now</a></div>"
    assert "Book now" not in read(page(box)).text


def test_a_headline_that_no_heading_marks_is_what_the_title_ends_with_behind_the_name_of_the_site() -> None:
    text = f"<font size=5><b>Ferry is free</b></font><br><i>Von Karl Brehm</i><br><br>{PROSE * 2}<br><br>{MORE}"
    html = f"<title>Courier - Ferry is free</title><table><tr><td><b>Home</b><td>{text}</table>"
    assert read(html).text.splitlines() == [(PROSE * 2).strip(), MORE.strip()]


def test_a_quotation_in_a_box_of_its_own_between_two_parts_is_text() -> None:
    part = "<div class='component rich-text'><div><p>{}</p><p>{}</p></div></div>"
    quote = "<div class='component quote'><blockquote>“We will stay.”</blockquote></div>"
    html = f"<title>Signed</title><h1>Signed</h1>{part.format(PROSE, MORE)}{quote}{part.format(PROSE + 'So.', MORE)}"
    assert read(html).text.splitlines()[2] == "“We will stay.”"


def test_a_ticker_of_long_entries_is_the_article() -> None:
    entry = "<div class=ticker-entry><div class=ticker-time>27.11.2026, 13:05 Uhr</div><h2>{}</h2><p>{}</p></div>"
    entries = "".join(entry.format(title, PROSE + title) for title in ("They vote", "They count", "They meet"))
    html = f"<title>The vote</title><h1>The vote</h1><p>{MORE}</p><div class=ticker>{entries}</div>"
    lines = read(html).text.splitlines()
    assert [line for line in lines if not line.startswith("27.")][1::2] == ["They vote", "They count", "They meet"]


def test_a_step_of_what_to_do_is_no_invitation() -> None:
    steps = ["1.下载安装“工会云”APP，完成实名认证。", "2.打开首页“职工服务”，填写申请表并提交。"]
    html = f"""<title>申领指南</title><h1>申领指南</h1><div class=c><p>{CHINESE}</p>
      <p>{steps[0]}</p><p>{steps[1]}</p><p>下载工会云APP，看更多新闻</p></div>"""
    assert read(html).text.splitlines() == [CHINESE, *steps]


def test_time_and_place_of_an_event_above_the_text_belong_to_it() -> None:
    html = f"""<title>公开课开讲</title><h1>公开课开讲</h1><div>2024-12-10</div><div class=c>
      <p>时间：2024年12月19日 14:30</p>
      <p>地点：职工之家二楼</p><p>{CHINESE}</p><p>{CHINESE[:40]}。</p></div>"""
    assert read(html).text.splitlines()[:2] == ["时间：2024年12月19日 14:30", "地点：职工之家二楼"]


@pytest.mark.parametrize(
    "fields",
    [
        ("Date: 20 January 2025, 10:00-16:00", "Venue: Union House"),
        ("Ort: Gewerkschaftshaus", "Wann: 20. Januar 2025, 10 Uhr"),
        ("Fecha: 20 de enero de 2025", "Lugar: Casa del Pueblo"),
        ("日時：2025年1月20日 10:00", "会場：労働会館"),
    ],
)
def test_date_and_venue_of_an_event_above_the_text_belong_to_it(fields: tuple[str, str]) -> None:
    above = "".join(f"<p>{field}</p>" for field in fields)
    html = f"<title>Safety</title><div><h1>Safety</h1>{above}<p>{PROSE}</p><p>{MORE}</p><p>Posted 11 December 2024</p>"
    assert read(html).text.splitlines() == [*fields, PROSE.strip(), MORE.strip()]


@pytest.mark.parametrize(
    "signed",
    [
        *("al/bp/cw", "kmö/dpa", "(eb/dpa)", "/ritzau/", "(ANSA)", "Źródło: PAP"),
        *("© 2024 AFP", "© RIPRODUZIONE RISERVATA", "Copyright 2024 Union News. All rights reserved."),
        *("© dpa-infocom, dpa:241002-930-249871/1", "dpa-infocom, dpa:241002-930-249871/1"),
    ],
)
def test_initials_and_rights_below_a_text_are_none_of_it(signed: str) -> None:
    html = f"<title>Signed</title><div><h1>Signed</h1><p>{PROSE}</p><p>{MORE}</p><p>{signed}</p></div>"
    assert read(html).text.splitlines() == [PROSE.strip(), MORE.strip()]


def test_a_file_among_the_last_lines_of_a_text_keeps_its_line() -> None:
    files = "<p>附件：1.<a href=/f/1.docx>推荐表</a></p><p>2.<a href=/f/2.xlsx>汇总表</a></p>"
    html = f"<title>征集</title><div><h1>征集</h1><p>{HAN}</p><p>{HAN}工会</p>{files}</div>"
    assert read(html).text.splitlines()[2:] == ["附件：1.推荐表", "2.汇总表"]


@pytest.mark.parametrize(
    "quote",
    [
        "<blockquote class=pullquote>“{}”</blockquote>",
        "<aside class='pull-quote left'><p>{}</p></aside>",
        "<div class=wp-block-pullquote><p>{}</p></div>",
    ],
)
def test_a_sentence_that_is_pulled_out_of_the_text_is_read_once(quote: str) -> None:
    pulled = quote.format("The union and the employers agreed on a contract")
    html = f"<title>Signed</title><h1>Signed</h1><div class=c><p>{PROSE}</p>{pulled}<p>{MORE}</p></div>"
    assert read(html).text.splitlines() == [PROSE.strip(), MORE.strip()]


def test_a_quotation_of_its_own_in_large_type_is_text() -> None:
    said = "<blockquote class=pullquote>We said no, and we will say it again.</blockquote>"
    assert "We said no" in read(page(said)).text


def test_the_menu_in_a_cell_beside_the_text_is_no_text() -> None:
    menu = "<a href=/>Home</a><br><a href=/news>News</a><br><a href=/join>Join us</a>"
    head = "<font size=5><b>Signed: a new contract for the port</b></font><br>Published on 19 December 2024<br><br>"
    foot = "<tr><td colspan=2><center><a href=/imprint>Imprint</a> - <a href=/privacy>Privacy</a></center></td></tr>"
    rows = f"<tr><td>{menu}</td><td>{head}{PROSE}<br><br>{MORE}</td></tr>{foot}"
    assert read(f"<title>Signed</title><table>{rows}</table>").text.splitlines() == [PROSE.strip(), MORE.strip()]


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("Press release | Brussels, 12 December 2024", False),
        ("Pressemitteilung Nr. 12 vom 3. April 2024", False),
        ("Interview: Mia Muster | 20. Dezember 2024", False),
        ("Communiqué de presse du 12 décembre 2024", False),
        ("<span class=author>Tomasz Zieliński</span> <span class=date>17 grudnia 2024, 16:40</span>", False),
        ("<span>News</span> <span>12 Dec 2024</span> <span>School of Medicine</span>", False),
        ("<span>17 декабря 2024</span> <span>Просмотров: 312</span>", False),
        ("Interview: Lena Osei", False),
        ("By Ann Lowe in Geneva", False),
        ("Door: Jan van den Berg", False),
        ("von Karin Boll, Jens Otto und Miriam Al-Sayed", False),
        ("Ann Lowe / 11 Dec 2024 / News", False),
        ("Propos recueillis par : Lena Osei", False),
        ("Press release of the employers on 12 December 2024 and what we say to it", True),
        ("We meet in Kiel on <span>12 December 2024</span>, at noon.", True),
        ("When: <span>12 December 2024</span>, at noon in the great hall of the port of Kiel", True),
    ],
)
def test_the_line_of_kind_or_author_and_day_above_a_text_is_none_of_it(line: str, kept: bool) -> None:
    html = f"<title>Signed</title><div><h1>Signed</h1><p>{line}</p><p>{PROSE}</p><p>{MORE}</p></div>"
    shown = re.sub("<[^>]*>", "", line)
    assert read(html).text.splitlines() == [shown] * kept + [PROSE.strip(), MORE.strip()]


def test_what_says_by_whom_a_document_was_adopted_is_text() -> None:
    adopted = "（2024年12月17日县总工会第十二届委员会第四次全体会议通过）"
    text = f"<p>时间：2024-12-18</p><p>{adopted}</p><p>{HAN}</p><p>{HAN}工会</p>"
    html = f"<title>公报</title><div><h1>公报</h1>{text}</div>"
    assert read(html).text.splitlines()[0] == adopted


@pytest.mark.parametrize("heading", ["往期推荐", "往期回顾", "往期精选内容"])
def test_earlier_issues_below_a_text_are_none_of_it(heading: str) -> None:
    text = f"<p>{HAN}</p><p>{HAN}工会</p><p>{heading}</p><p><a href=/1>医疗互助</a></p>"
    html = f"<title>送法</title><div><h1>送法</h1>{text}</div>"
    assert read(html).text.splitlines() == [HAN, HAN + "工会"]


def test_a_legend_below_a_picture_is_its_caption() -> None:
    legend = "Delegates vote in the great hall of the conference centre in Geneva on Wednesday."
    body = read(page(f"<div class=photo><img src=/a.jpg><p class=legend>{legend}</p></div>"))
    assert legend not in body.text
    assert [image.caption for image in body.images] == [legend]


@pytest.mark.parametrize(
    "heading",
    ["<h3>5 comments</h3>", "<h3>评论</h3>", "<div><h4>Kommentare (5)</h4></div>", "<p>5 thoughts on “Ship”</p>"],
)
def test_what_stands_behind_a_heading_over_comments_is_no_text_even_where_it_is_longer(heading: str) -> None:
    said = (
        "I have read this and do not agree, because where I live things are quite different. We should all think of it."
    )
    comments = "".join(
        f"<div><b>Jane Roe</b> <span>November {n + 10}, 2025</span><p>{said[n:]}</p></div>" for n in range(5)
    )
    html = f"<h1>A new contract</h1><div><p>{PROSE * 2}</p></div><div>{heading}{comments}</div>"
    assert read(html).text == (PROSE * 2).strip()


def test_a_heading_over_comments_without_any_ends_no_text() -> None:
    heading = "<h2>Comments</h2>"
    html = page(f"{heading}<p>{PROSE}</p><p>They are due by 3 March 2024.</p><p>{MORE}{PROSE}</p>")
    assert f"They are due by 3 March 2024.\n{MORE}{PROSE}".strip() in read(html).text


ROUND = "".join(
    f"<div><a href=/n/{n}><h4>Workers at plant {n} go home</h4></a><p>{PROSE}</p><p>November {n + 10}, 2025</p></div>"
    for n in range(4)
)
ALSO = f"<div><h3>You may also like</h3>{ROUND}</div>"


def test_teasers_with_days_in_a_text_make_no_comments_of_it() -> None:
    points = f"<li>{PROSE}</li><li>{MORE}</li>"
    text = f"<p>One: {MORE * 4}</p>{ALSO}<p>Two: {MORE * 4}</p><p>Three: {MORE * 2}</p>"
    found = read(f"<h1>A new contract</h1><div><ul>{points}</ul></div><div>{text}</div>", "https://union.example/12")
    assert [line[:4] for line in found.text.splitlines()[2:]] == ["One:", "Two:", "Thre"]
    assert found.published is None


def test_what_to_read_next_within_a_part_of_a_text_ends_where_its_box_does() -> None:
    parts = "".join(f"<div class=part><p>Part {n}: {MORE * 3}</p></div>" for n in range(4))
    html = (
        f"<h1>A new contract</h1><div class=part><p>{PROSE}</p>{ALSO}<p>It ends here, said the chair.</p></div>{parts}"
    )
    text = read(html).text
    assert "It ends here" in text
    assert "You may also like" not in text
    assert "go home" not in text


@pytest.mark.parametrize(
    "beside",
    [
        "<h3>Support our work</h3><p>Reporting costs money, and we have no rich owners: please give.</p>{0}",
        "<h3>Bleiben Sie auf dem Laufenden</h3><p>Jeden Freitag schicken wir Ihnen, was in der Woche war.</p>{0}",
        "<img src=/m.jpg><h4>About the author</h4><p>Mia Muster has reported on wages for twenty years.</p>",
        "<h4>作者简介</h4><p>李明，长期关注职工权益与基层工会工作，著有两部报告文学，现居长沙。</p>",
    ],
)
def test_a_small_box_that_asks_to_give_or_says_who_wrote_is_no_text(beside: str) -> None:
    html = page(f"<p>{MORE * 4}</p><div>{beside.format('<a href=/give>Donate now</a>')}</div><p>{MORE * 4}Done.</p>")
    assert read(html).text.splitlines() == [(PROSE * 2).strip(), (MORE * 4).strip(), MORE * 4 + "Done.", MORE.strip()]


def test_a_heading_about_support_in_the_row_of_a_text_is_text() -> None:
    html = page(f"<h2>Support us</h2><p>{MORE * 2}Write to your council.</p>")
    assert f"Support us\n{MORE * 2}Write" in read(html).text


@pytest.mark.parametrize(
    ("box", "legend"),
    [
        ("<div><img src=/a.jpg><div>Delegates in the hall, where they met for three days.</div></div>", True),
        ("<div><img src=/a.jpg><p>Delegates in the hall.</p></div>", True),
        (
            "<div><img src=/a.jpg><div>Delegates in the hall, where they met.</div><div>Image: M. Muster</div></div>",
            True,
        ),
        ("<div><img src=/a.jpg><div>Delegates</div><div>came</div><div>and went.</div></div>", False),
        (
            "<div><img src=/a.jpg><p>“We will not give in”, said a delegate in the hall, and all clapped.</p></div>",
            False,
        ),
        ("<p><img src=/a.jpg>The delegates stayed in the hall, where they had met for three days.</p>", False),
    ],
)
def test_a_line_or_two_beside_a_picture_in_a_box_among_paragraphs_are_its_legend(box: str, legend: bool) -> None:
    article = read(page(f"<p>{MORE * 2}</p>{box}"))
    assert ("elegate" not in article.text) is legend
    assert [bool(image.caption) for image in article.images] == [legend]


ANSWERS = "".join(
    f"<div><p>Posted by Jane Roe on November {n + 10}, 2025</p><p>{PROSE * 2}</p><p><a href=#{n}>Reply</a></p></div>"
    for n in range(3)
)


def test_what_readers_answer_is_no_text_without_a_heading_over_it() -> None:
    found = read(f"<h1>A new contract</h1><div><p>{PROSE}{MORE}</p>{ANSWERS}</div>", "https://union.example/12")
    assert (found.text, found.published, found.authors) == (f"{PROSE}{MORE}".strip(), None, ())


def test_the_first_post_of_a_thread_is_its_text() -> None:
    found = read(f"<h1>A new contract</h1><div>{ANSWERS.replace(PROSE * 2, MORE * 3, 1)}</div>")
    assert found.text == (MORE * 3).strip()


def test_rows_of_a_day_and_a_linked_title_within_a_text_are_none_of_it() -> None:
    rows = "".join(f"<div>{n + 10} Nov 2025 <a href=/n/{n}>Workers at plant {n} go home</a></div>" for n in range(4))
    html = f"<h1>A new contract</h1><div><p>{PROSE * 2}</p><div><b>Latest</b>{rows}</div><p>{MORE}{PROSE}</p></div>"
    found = read(html, "https://union.example/12")
    assert (found.text.splitlines(), found.published) == ([(PROSE * 2).strip(), f"{MORE}{PROSE}".strip()], None)


def test_a_short_text_in_a_box_that_is_named_as_beside_is_read_whatever_readers_wrote_below_it() -> None:
    text = f"<div class=latest-news><h1>A new contract</h1><p>{PROSE * 2}</p><p>{MORE}</p></div>"
    html = f"<title>A new contract</title>{text}<div>{ANSWERS}</div><div><p>{BETWEEN * 2}</p></div>"
    assert (PROSE * 2).strip() in read(html).text


@pytest.mark.parametrize(
    "day",
    ["Villanorte, a 5 de noviembre de 2013", "Bruxelles, le 5 novembre 2013", "Genève, mardi 5 novembre 2013 à 14h30"],
)
def test_place_and_day_above_the_text_are_no_text(day: str) -> None:
    html = page("").replace("<p>", f"<p>{day}</p><p>", 1)
    assert day not in read(html).text


def test_when_an_article_was_put_online_is_no_text() -> None:
    stamp = "Article mis en ligne le mardi 7 avril 2015, dernière mise à jour le lundi 13 avril 2015"
    assert read(page("").replace("</p></div>", f"</p><p>{stamp}</p></div>")).text.endswith(MORE.strip())


@pytest.mark.parametrize(
    "contact",
    [
        "<p><b>ENDS</b></p><h3>Notes to editors</h3><ul><li>For interviews call Dana Reed on 020 7946 0123</li></ul>",
        "<h4>Media contact</h4><p>Dana Reed, Officer<br>Tel. +41 22 555 01 02<br>d@u.example</p>",
        "<p><b>Pressekontakt:</b><br>Bund der Bäcker<br>Heike Sommer<br>Telefon: 030 555 12-345</p>",
        "<p><b>Contacts presse :</b></p><p>Julie Marchal – 06 12 34 56 78</p><p>Paul Girard – 06 98 76 54 32</p>",
        "<p>Ufficio stampa Federazione Fornai<br>Tel. 06 5550123 – stampa@fornai.example</p>",
        "<p>-30-</p>",
        "<p>V.i.S.d.P.: Heike Sommer, Bund der Bäcker, Mühlenweg 4, 10115 Berlin</p>",
    ],
)
def test_whom_the_press_may_ask_at_the_end_of_a_release_is_no_text(contact: str) -> None:
    assert read(page("").replace("</p></div>", f"</p>{contact}</div>")).text.endswith(MORE.strip())


@pytest.mark.parametrize(
    "told",
    [
        f"<h4>Media contact</h4><p>{MORE}</p>",
        f"<p>ENDS</p><h3>Notes to editors</h3><p>{MORE}</p><p>{PROSE}</p>",
        "<p>Press office staff voted, too, and their ballot box came back full.</p>",
    ],
)
def test_what_says_more_than_whom_the_press_may_ask_is_text(told: str) -> None:
    kept = read(page("").replace("</p></div>", f"</p>{told}</div>")).text
    assert kept.endswith(re.sub(r"<[^>]+>", "\n", told).strip().split("\n")[-1].strip())


@pytest.mark.parametrize(
    "stamp",
    [
        "Eingetragen am 3. Juni 2013 unter Aktuelles",
        "Online seit 7. August 2018",
        "Rédigé le 22 novembre 2016 par Lucie Fabre",
        "Dernière modification le 9 octobre 2017",
    ],
)
def test_since_when_an_article_is_there_is_no_text(stamp: str) -> None:
    assert stamp not in read(page("").replace("</p></div>", f"</p><p>{stamp}</p></div>")).text


@pytest.mark.parametrize(
    "told", ["FOR IMMEDIATE RELEASE", "Pour diffusion immédiate", "Zur sofortigen Veröffentlichung:"]
)
def test_when_a_release_may_be_printed_is_no_text(told: str) -> None:
    html = page("").replace("<p>", f"<p>{told}<br>September 17, 2026</p><p>", 1)
    assert read(html).text.splitlines()[0] == (PROSE * 2).strip()
