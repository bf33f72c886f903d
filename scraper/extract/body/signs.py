"""What names and phrases say about a part of a page. Every word list and every weight of the body reader stands here.

Names are classes and ids as `outline.hint_of` writes them: lower-case words parted by spaces. A list names whole
words,
`relat*` any word that begins so, and `article_body` two words in a row.
"""

import re
from functools import lru_cache

# --- weights ---
# Sizes are bytes of UTF-8: a Chinese character weighs 3, about as much as the half word that it is.
PROSE = 90  # a line this long is prose even without a stop
SENTENCE = 36  # a line this long with a stop is prose
LINKY = 0.5  # share of linked text from which a line is a link
LINK_COST = 0.6  # what a byte of linked text takes away from its container …
LINK_COST_CAP = 120  # … up to this many bytes a line
NAMED = 1.35  # a container named like an article body counts this much more
FADE = 0.5  # what a box of paragraphs counts in its parent, where other boxes stand beside it
CHAIN = 0.95  # a child with this share of the prose is no branch: its parent only wraps it
OVERALL = 0.5  # a part with this share of all prose is never boilerplate because of its name …
OVERALL_HEADED = 0.3  # … with this share if the headline stands in it
MOST = 0.85  # the same for names and elements that are never an article: footers, comments, cookie notices
MOST_HEADED = 0.6
BEFORE_HEADLINE = 0.3  # what prose above the headline counts


def _words(words: str) -> frozenset[str]:
    return frozenset(words.split())


def _names(words: str) -> re.Pattern[str]:
    alternatives = "|".join(word.replace("_", " ").replace("*", r"\w*") for word in words.split())
    return re.compile(rf" (?:{alternatives})(?= )")


# --- names of parts ---
AWAY = _names(r"""
    ad ads adv advert* advertis* adbox adsense adslot banner* sponsor* promo promos promotion* outbrain taboola
    comment comments commentlist commentary disqus* respond reply replies pinglun
    related* relat relevant recommend* recirc* read_more readmore more_news more_stories more_from see_also also_read
    teaser* trending popular most_read mostread latest hot hotnews rank ranking xgyd xgxw tuijian
    share* sharing bshare bdsharebuttonbox social* addthis* sns follow
    sidebar* side_bar rightbar aside rail right_rail side
    newsletter* subscri* signup sign_up register registration login paywall piano donat* spende*
    onetrust* ot_sdk* ot_pc* usercentrics* didomi* qc_cmp* cmp cookie* consent* gdpr privacy
    modal* popup* overlay lightbox tooltip toast
    breadcrumb* crumb crumbs bread position location weizhi dqwz
    pagination pager pagenav page_nav paging prev_next prevnext nextprev post_navigation navigation nav navbar menu
    menus submenu dropdown toolbar tools tool toolbox topbar
    footer foot footnav copyright copy_right colophon imprint legal disclaimer
    tags tag_list taglist tag keywords topics categories category_list catlinks
    author_box author_bio about_author authorbox author_info biography byline* author authors meta metadata post_meta
    entry_meta postmeta article_meta article_info post_info info_bar pubdate dateline_time timestamp published date
    print printer fontsize font_size qrcode qr_code ewm erweima wechat_qr saoyisao
    skip screen_reader* sr_only visually_hidden visuallyhidden assistive noprint no_print hidden_print
    widget widgets search* rating ratings vote voting poll quiz survey feedback app_download download_app
    mw_editsection editsection navbox reflist toc jump loading placeholder weather ticker
    editor zebian zrbj bianji jiucuo
""")
NEVER = _names(r"""
    footer foot footnav copyright onetrust* ot_sdk* ot_pc* cookie* consent* gdpr comments commentlist comment_list
    comments_container disqus* respond sidebar* related_posts relatedposts newsletter* modal* popup* breadcrumb*
    pagination footer_disclaimer author_bio author_box sharing share_buttons most_read recommend* tuijian
""")
BODY = _names(r"""
    article_body* articlebody* article_content* articlecontent* article_text articletext article_main article_txt
    article_contents article_detail article_con artibody art_content article artikel
    entry_content post_content postcontent post_body postbody post_text story_body* storybody story_content story_text
    story body_text bodytext body_copy news_content newscontent news_text newstext news_body news_detail
    news_text_wrap main_text maintext text_content content_text content_body content_detail detail_content content
    trs_editor trs_ueditor trs_preappend ucapcontent view_trs_editor v_news_content vsb_content* wp_articlecontent
    rwb_zw text_con js_content rich_media_content zoom zoomcon detail_con p_detail main_aticle cont_con content_con
    endtext end_text nr neirong zhengwen zw field_name_body rich_text richtext rte frame_type_text ce_bodytext
    wysiwyg prose txt text
""")
CAPTION = _names(r"""
    caption figcaption image_caption img_caption wp_caption_text imgcaption media_caption photo_credit image_credit
    credit bildunterschrift bu
""")
AWAY_ROLES = _words(
    "navigation banner contentinfo complementary search menu menubar dialog alertdialog toolbar tablist button form"
)
AWAY_TAGS = _words("nav footer aside address menu")

# --- phrases ---
_PHRASES = r"""
责任编辑 责编 编辑[:：] 原标题 本文原标题 文章来源[:：] 本文来源[:：] 来源[:：] 稿源[:：] 信息来源 免责声明
版权声明 声明[:：] 特别声明
郑重声明 本站声明 纠错 点击进入 点击查看 点击下载 扫一扫 扫描二维码 扫码 长按 关注微信 分享到 分享[:：] 打印
关闭窗口 返回首页
上一篇 下一篇 上一条 下一条 相关阅读 相关新闻 相关链接 相关推荐 推荐阅读 延伸阅读 热门推荐 更多新闻 阅读原文
点击阅读 查看原文
网友评论 新闻评论 发表评论 文章关键词 关键词[:：] 标签[:：] 审核[:：] 终审 校对[:：] 值班 初审 复审 一审 浏览次数
阅读次数 点击次数
点击数 发布日期[:：] 发布时间[:：] 时间[:：] 作者[:：] 字号 字体 【字体 更多精彩 转载请 本文系 未经授权 新浪声明
返回搜狐 查看更多
展开全文 阅读全文 此前报道[:：]
read_more\b read_next read_also also_read see_also related: related_stories more_on_this more_from more_like_this
recommended you_may_also you_might_also sign_up subscribe\b share_this share_on follow_us follow_[\w.]+_on click_here
advertisement\b advert\b sponsored promoted get_the_latest listen_to_.*_weekdays have_a_tip image_copyright
image_caption getty_images$ photo: photograph: this_slideshow_requires tell_us_what comments?$
leave_a_(?:comment|reply)
lesen_sie_auch mehr_zum_thema auch_interessant das_könnte_sie weitere_(?:artikel|nachrichten|informationen_zum)
teilen$ drucken$ anzeige$ newsletter zurück zum_thema
lire_aussi à_lire_aussi lea_también leia_também leggi_anche читайте_также czytaj_też lees_ook baca_juga ayrıca
xem_thêm
"""
# A line that begins like this is no text of the article.
PHRASE = re.compile(r"^[\s（(【\[《*※—·>-]*(?:" + "|".join(_PHRASES.split()).replace("_", " ") + ")", re.IGNORECASE)
_WHOLES = r"""
纠错 打印本页 关闭窗口 收起 展开 更多 详细 分享 收藏 举报 点赞 评论 \d+条?评论 \d+_comments? print share tweet
email copy_link
facebook twitter whatsapp linkedin advertisement anzeige × \W*
"""
# A short line that says only this.
WHOLE = re.compile(
    r"[【\[]{0,2}(?:" + "|".join(_WHOLES.split()).replace("_", " ") + r")[】\]]{0,2}|(?:【\d+】)+.*", re.IGNORECASE
)
# A line with a day in numbers: above the text it is the line of date and source.
DATED = re.compile(
    r"\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}|\d{1,2}\.\s?\d{1,2}\.\s?\d{4}"
    r"|(?:19|20)\d\d.{0,30}?\d{1,2}:\d\d|\d{1,2}:\d\d.{0,30}?(?:19|20)\d\d"
)


@lru_cache(maxsize=8192)
def is_away(hint: str) -> bool:
    """Whether a class or id names something beside the article."""
    return AWAY.search(hint) is not None


@lru_cache(maxsize=8192)
def is_never(hint: str) -> bool:
    """Whether a class or id names what is hardly ever an article."""
    return NEVER.search(hint) is not None


@lru_cache(maxsize=8192)
def is_body(hint: str) -> bool:
    """Whether a class or id names the box of an article's text."""
    return BODY.search(hint) is not None
