"""What the class and id of an element say about its part of the page.

A list names whole words (`footer`), beginnings (`relat*`) and two words in a row (`article_body`); a class is read as
words, wherever it is hyphenated, underscored or in camel case: `article-body`, `articleBody`, `article_body__main`.
"""

import re
from collections.abc import Callable

AWAY, NEVER, BODY, SURELY, CAPTION, LEAD, SUBTITLE, PICTURE, ADVERT, AUTHOR, UNSEEN, PLAYER, LABEL = (
    1 << bit for bit in range(13)
)

_LISTS = {
    # Beside the article, perhaps.
    AWAY: """
    ad ads adv advert* advertis* adbox adsense adslot reklam reklama werbung publicidad publicite banner*
    sponsor* promo promos promotion* outbrain taboola
    comment comments commentlist commentary disqus* respond reply replies pinglun comentario* commentaire* commenti
    kommentare kommentarer komentar* komentarze yorum* reacties binhluan binh_luan
    relacionad* similaires correlat* verwandt* aehnlich* ilgili powiazane lienquan lien_quan
    leia_mais leia_tambem saiba_mais veja_mais veja_tambem lee_tambien leer_mas lire_aussi a_lire leggi_anche lees_ook
    czytaj_takze weitere_artikel weitere_meldungen mehr_zum
    compartir compartilh* partag* condividi teilen udostepnij paylas* chiase chia_se
    schlagwort* etiquetas mots_cles brotkrumen brotkrume fil_ariane migas okruszki seitenleiste barra_lateral
    block_query latest_posts
    related* relat relevant recommend* recirc* read_more readmore more_news more_stories more_from see_also also_read
    teaser* excerpt* trending popular most_read mostread latest hot hotnews rank ranking xgyd xgxw tuijian
    share* sharing bshare bdsharebuttonbox social* addthis* sns follow
    sidebar* side_bar rightbar aside rail right_rail side
    newsletter* subscribe subscribes subscribebox subscribeform subscribeto subscription*
    suscri* assinatura* signup sign_up register registration login donat* spende*
    onetrust* ot_sdk ot_pc usercentrics* didomi* qc_cmp cookie* consent* gdpr privacy
    modal* popup* overlay tooltip toast
    breadcrumb* crumb crumbs bread position location weizhi dqwz
    pagination pager pagenav page_nav paging prev_next prevnext nextprev post_navigation navigation nav navbar menu
    menus submenu dropdown toolbar tools tool toolbox topbar
    footer foot footnav copyright copy_right colophon imprint legal disclaimer
    tags tag_list taglist tag keywords topics categories category_list catlinks
    author_box author_bio about_author authorbox author_info biography byline* author authors meta metadata
    post_meta entry_meta postmeta article_meta article_info post_info info_bar pubdate timestamp published date
    print printer fontsize font_size qrcode qr_code ewm erweima wechat_qr saoyisao
    skip screen_reader* sr_only visually_hidden visuallyhidden assistive noprint hidden_print
    widget widgets search* rating ratings vote voting poll quiz survey feedback app_download download_app
    mw_editsection editsection navbox reflist toc jump loading placeholder weather
    article_editor zebian zrbj bianji jiucuo cta slider* carousel* swiper*
    tjyd xgyd xgwz xgbd xgtj rmtj wntj jctj pl unfeedback uninterested*
    """,
    # Hardly ever an article.
    NEVER: """
    footer foot footnav copyright onetrust* ot_sdk ot_pc cookie* consent* gdpr comments commentlist comment_list
    comments_container disqus* respond sidebar* flyout* related_posts relatedposts newsletter* modal* popup*
    breadcrumb*
    flyout* factbox* infobox* info_box footer_disclaimer author_bio author_box sharing share_buttons
    most_read recommend* tuijian
    nav navbar navigation menu menus submenu dropdown
    """,
    # The box of an article's text …
    BODY: """
    article_body articlebody* article_content articlecontent* article_text articletext article_main article_txt
    article_contents article_detail article_con artibody art_content article artikel
    entry_content post_content postcontent post_body postbody post_text story_body storybody story_content story_text
    story body_text bodytext body_copy news_content newscontent news_text newstext news_body news_detail
    main_text maintext text_content content_text content_body content_detail detail_content content
    trs_editor trs_ueditor trs_preappend ucapcontent v_news_content vsb_content wp_articlecontent
    rwb_zw text_con js_content rich_media zoom zoomcon detail_con p_detail main_aticle cont_con content_con
    endtext end_text nr neirong zhengwen zw name_body rich_text richtext rte type_text ce_bodytext
    wysiwyg prose txt text
    """,
    # … beyond doubt, whatever else the name says.
    SURELY: """
    article_body articlebody article_content articlecontent article_text articletext artibody entry_content
    post_content
    postcontent post_body postbody story_body storybody news_content newscontent body_text bodytext trs_editor
    trs_ueditor trs_preappend ucapcontent v_news_content vsb_content wp_articlecontent rwb_zw text_con js_content
    endtext zoomcon name_body
    """,
    CAPTION: """
    caption figcaption image_caption img_caption wp_caption imgcaption media_caption photo_credit image_credit
    img_desc image_desc photo_desc photo_description image_description
    credit bildunterschrift bildtext bildlegende bu legend legende leyenda didascalia pie_de_foto
    """,
    # Between the headline and the text, a part of this name is the lead.
    LEAD: """
    teaser* excerpt* lead lede intro* summary abstract standfirst dek deck subtitle subheadline sub_headline
    subline spot
    sapo chapo chapeau vorspann description desc entradilla bajada sommario catenaccio kicker
    """,
    # A short line of this name below the headline is a part of the lead, even without a stop.
    SUBTITLE: """
    subtitle* sub_title subheadline sub_headline subhead subheading subdeck subline standfirst dek deck untertitel
    unterzeile soustitre sous_titre subtitulo bajada entradilla catenaccio ondertitel underrubrik summary
    """,
    # A picture in a part of this name is none of the article's, even if no text stands beside it.
    ADVERT: """
    ad ads adv advert* adbox adsense adslot banner* sponsor* promo* share* sharing social* sns bshare* qrcode
    qr_code ewm erweima logo* avatar* author* icon icons weixin wechat donat* spende* newsletter* related* recommend*
    app_download
    """,
    AUTHOR: """
    author authors authorname authorbold byline by_line autor autoren autorin writer verfasser reporter redacteur auteur
    autore
    autorenzeile autorzeile authorline vcard user_name contributor contributors redactor redaktor posted_by
    """,
    # A few words of this name say who, when and where else, even if a paragraph of the article holds them.
    LABEL: """
    byline* by_line dateline date_line pubdate timestamp meta metadata postmeta post_meta entry_meta article_meta
    info_bar
    share* sharing related* read_more readmore read_also also_read see_also feedback
    """,
    # Its labels and times are no text; its file and its picture are the article's.
    PLAYER: """
    player videoplayer audioplayer jwplayer* videojs video_js vjs* plyr* mejs* mplayer xgplayer* dplayer* prism_player
    """,
    # Read aloud and not shown: "opens in a new tab".
    UNSEEN: """
    sr_only screen_reader* visually_hidden visuallyhidden hidden_visually visuallyhide* a11y_hidden assistive
    """,
    PICTURE: """
    image* img* pic* photo* foto* bild* media* figure* thumb* gallery*
    """,
}


def _tables() -> tuple[dict[str, int], dict[str, int], dict[str, int]]:
    words: dict[str, int] = {}
    pairs: dict[str, int] = {}
    beginnings: dict[str, int] = {}
    for flag, names in _LISTS.items():
        for name in names.split():
            if name.endswith("*"):
                beginnings[name[:-1]] = beginnings.get(name[:-1], 0) | flag
            elif "_" in name:
                pair = name.replace("_", " ")
                pairs[pair] = pairs.get(pair, 0) | flag
            else:
                words[name] = words.get(name, 0) | flag
    return words, pairs, beginnings


_WORDS, _PAIRS, _BEGINNINGS = _tables()
_FIRSTS = frozenset(pair.partition(" ")[0] for pair in _PAIRS)
_SHORTEST = min(map(len, _BEGINNINGS))
_BEGINS = {
    start: [beginning for beginning in _BEGINNINGS if beginning.startswith(start)]
    for start in {beginning[:_SHORTEST] for beginning in _BEGINNINGS}
}
LONGEST = 100  # characters: the atomic classes of style frameworks say nothing, and run long
MOST_REMEMBERED, LONGEST_REMEMBERED = 8192, 500
# `with-sidebar` is what a part has, not what it is.
_QUALIFIERS = frozenset(("has", "have", "with", "no", "without", "not"))
# Page builders call all their blocks widgets, those of the text as well.
_BUILT = ("sow-editor", "siteorigin")
# Not a placeholder, but what takes the place of one.
_HELD = frozenset(("inline", "hide"))
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def words_of(names: str) -> list[str]:
    """The words of a class and id, in lower case."""
    if not names.islower():
        names = _CAMEL.sub(" ", names).lower()
    return names.replace("-", " ").replace("_", " ").split()


class _Memory(dict[str, int]):
    """What was read before. When it is full it forgets everything: to keep what is used most would cost more."""

    def __init__(self, read: Callable[[str], int]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, text: str) -> int:
        flags = self._read(text)
        if len(text) <= LONGEST_REMEMBERED:
            if len(self) >= MOST_REMEMBERED:
                self.clear()
            self[text] = flags
        return flags


def _flags_of_word(word: str) -> int:
    flags = _WORDS.get(word, 0)
    for beginning in _BEGINS.get(word[:_SHORTEST], ()):
        if word.startswith(beginning):
            flags |= _BEGINNINGS[beginning]
    return flags


_OF_WORD = _Memory(_flags_of_word)


def _flags(names: str) -> int:
    flags = 0
    before = ""
    for word in words_of(names[:LONGEST]):
        if (of_word := _OF_WORD[word]) and before not in _QUALIFIERS and not _is_idle(word, before, names):
            flags |= of_word
        if before in _FIRSTS:
            flags |= _PAIRS.get(f"{before} {word}", 0)
        before = word
    return flags & ~AWAY if flags & SURELY else flags


def _is_idle(word: str, before: str, names: str) -> bool:
    """Whether a word does not mean what it says elsewhere."""
    if word == "widget":
        return before == "elementor" or any(built in names for built in _BUILT)
    return word == "placeholder" and before in _HELD


SIGNS = _Memory(_flags)  # the flags of a class and id
