"""What the words of a line say: that it is a source line, an invitation, a heading over other articles, a date.

What is called `low` is a line in lower case: to ignore case costs a search three times as much.
"""

import re

from feeds.filetypes import ATTACHED, HOST
from scraper.dates.words import MONTHS, key
from scraper.extract.alternatives import any_of
from scraper.extract.body.sayings import opens_others, says_author, says_button, says_field

_PHRASES = r"""
责任编辑 责编 编辑\s?[:：|｜丨] 原标题 本文原标题 (?:文章|稿件|新闻|内容|消息)来源[:：]
本文来源[:：] 来源\s?[:：|｜丨] 稿源[:：] 信息来源 免责声明
版权声明 声明[:：] 特别声明 (?:媒体|本网|网站|平台)声明[:：] 相关热词 友情链接
郑重声明 本站声明 纠错 点击进入 点击查看 点击下载 扫一扫 扫描二维码
扫码(?:关注|查看|阅读|观看|下载|分享|进入|打开) 长按.{0,6}(?:识别|二维码|关注|图片|保存|复制) 关注微信 分享到 分享[:：]
打印(?:本[页文]|此[页文]|文章|页面|预览|\W|$)
关闭窗口 返回首页
上一篇 (?:阅读)?下一篇 本文(?:地址|链接|网址) 上一条 下一条 以下文章来源于 20\d\d年\d{1,2}月\d{1,2}日.{0,12}\d_?版\W*$
相关阅读 相关新闻 相关链接 相关推荐 推荐阅读 延伸阅读 热门推荐 更多新闻 阅读原文
点击阅读 查看原文 往期(?:推荐|回顾|精选|精彩|文章|热文)
网友评论 新闻评论 发表评论 文章关键词 关键词[:：] 标签[:：] 审核[:：] 校对[:：] [初复一二三终]审(?:人|编辑)?[_:：|｜丨/]
值班(?:主任|编辑|编委|编审|总编|主编|领导|审核|校对|[:：]) 浏览次数
阅读次数 点击次数
責任編輯 責編 編輯[:：] 原標題 文章來源[:：] 本文來源[:：] 來源[:：] 資料來源[:：] 免責聲明 版權聲明 聲明[:：] 相關閱讀
相關新聞 相關報導 相關文章 相關連結 延伸閱讀 推薦閱讀 閱讀更多 看更多 更多新聞 點擊 分享到 發布時間[:：] 發布日期[:：]
上一則 下一則 原题[为:：] 点击投票 ☞ 請繼續往下閱讀
본_저작물은.{0,10}공공누리 投稿者[_:：] 發布[單者][位:：] 发布[单者人][位:：] 資料(?:更新|維護|檢視)(?:日期)?[:：]
copyrights?_?ⓒ 無断転載 このエントリーのトラックバック
点击数 发布日期[:：] 发布时间[:：]
(?:发[表布]|更新|发稿|刊发|录入|添加|上传)(?:于|时间|日期)[:：]
时间[:：] 作者[:：]
字[体号](?:大小|调整|选择|设置|缩放|[\s:：\[【(（<]{0,4}(?:[大中小特加放缩]|[+-]|a[+-]|t_?\||$))
【字[体号] 更多精彩 转载请 本文系 本文为.{0,16}原创(?:文章|内容|作品|稿件|\W*$) 未经授权 新浪声明
返回搜狐 查看更多 海量资讯 [^。]{0,20}尽在.{2,12}(?:app|客户端)\W*$ 分享让更多人
(?:本文|以上|该文|文章)(?:内容|观点)?[为系由均]?.{0,40}(?:仅代表|不代表).{0,30}(?:观点|立场|意见)
展开全文 阅读全文 此前报道[:：]
(?:content_)?source: quelle:
read_more\b read_next read_also also_read see_also related: related_stories more_on_this more_from more_like_this
recommended(?:_for_you|_(?:articles?|stories|reading|videos?))?\W*$ you_may_also you_might_also sign_up subscribe\b
share_this share_on follow_.{2,60}_on_(?:facebook|instagram|twitter|x|threads|tiktok|youtube)\b follow_us
follow_[\w.]+_on click_here
advertisement\b advert\b
sponsored(?:_(?:by|content|posts?|links?|stories)\b.{0,40})?$
promoted(?:_(?:by|content|posts?|stories)\b.{0,40})?$
get_the_latest listen_to_.*_weekdays have_a_tip image_copyright
image_caption getty_images$ photo: photograph: photo_credits?: credits?:
crédits?_photos?\s*: fotos?: foto_?credits?: titelbild: beitragsbild: bildnachweise?:
this_slideshow_requires tell_us_what comments?$ leave_a_(?:comment|reply)
lesen_sie_auch mehr_zum_thema auch_interessant das_könnte_sie weitere_(?:artikel|nachrichten|informationen_zum)
teilen$ drucken$ anzeige$ newsletter zurück(?:_zu[rm]?_[\w-]+)?\W*$ zum_thema\W*$
lire_aussi à_lire_aussi lea_también lee_también leia_(?:também|mais) leggi_anche читайте_также смотрите_также
czytaj_(?:też|także|również|więcej) zobacz_(?:też|także|również|wideo) źródło_artykułu lees_ook baca_juga simak_juga
ayrıca_(?:bkz|bakınız) xem_thêm čtěte_(?:také|též) viz_také
link_zum_\S+-inhalt ein_klick_für_den_datenschutz
sponsor_message scroll_to_continue tonton_juga we_may_(?:earn|receive)_(?:a|an)\b.{0,20}commission
(?:when|if)_you_(?:buy|purchase|click|shop)\b.{0,50}\bwe_may_(?:earn|receive) why_you_can_trust\b.{2,30}:_
this_(?:article|post|page|story)_(?:may_)?contains?_affiliate (?:©_?)?[\w.-]{2,20},?_dpa:\d{6}
article_continues_(?:below|after) articolul_continuă_după l['’]articolo_continua_(?:dopo|sotto)
la_suite_après_cette_pub continua_a_leggere_dopo_la_pub continua_(?:após|depois)_d?a_publicidade
(?:de_)?(?:tekst|artikel)_(?:loopt|gaat)_(?:door|verder)_(?:onder|na)
dals(?:za_część|zy_ciąg)_(?:artykułu|tekstu|materiału)_(?:pod|po) weiterlesen_nach_der_(?:anzeige|werbung)
(?:artikel[ne]n?|artiklen|texten|teksten)_(?:fortsätter|fortsetter|fortsætter)_(?:under|efter|etter) juttu_jatkuu
(?:der_)?artikel_geht_(?:unter|nach) (?:el_)?artículo_continúa_(?:después|debajo|tras) článek_pokračuje
folg(?:en_sie|t|e)_uns_auf suivez-nous_sur seguici_su síguenos_en siga-nos_n[oa] volg_ons_(?:op|ook|via) polub_nas
obserwuj_nas_na följ_oss_på følg_oss?_på seuraa_meitä sledujte_nás urmări(?:ți|ește)-ne
\+\+\+\s.{0,120}(?:whatsapp|newsletter|telegram|abonn).{0,60}\+\+\+ rubriklistenbild:
(?:dieser|der)_inhalt_kann_.{0,60}datenschutz ce_contenu_est_bloqué tipsa_oss missa_inga
meld_je_aan_voor_(?:onze|de) download_the_free\b originally_published: get_our_free\b
don['’]t_miss_the_latest for_more_(?:stories|news)_like our_standards:_ 이_기사를_공유
작성자\b 작성일\b 글쓴이\b 등록일\b 첨부파일$ 페이지_정보$ 댓글목록$ (?:이전|다음)글\b 목록(?:으로|보기)?$
répondre_à_cet_article возврат_к_списку версия_для_печати powrót_do_listy torna_(?:alla_lista|indietro)$ listeye_dön
(?:一覧|トップ|前のページ)[へに]戻る 無断転載
本(?:網站|網|報)之?(?:文字|圖片|內容).{0,40}不得轉載 (?:если|якщо)_(?:вы|ви)_.{4,20}_(?:ошибку|помилку)\b.{0,90}ctrl
(?:(?:если|якщо)_)?(?:заметили|нашли|помітили|знайшли)_(?:ошибку|помилку)\b.{0,90}ctrl انتهای_پیام\W*$
हमारे_(?:व्हाट्सएप|व्हाट्सऐप|व्हाट्स_ऐप|टेलीग्राम)_(?:चैनल|ग्रुप) ติดตามข่าวสาร.{0,40}(?:line\b|facebook|ไลน์|เฟซบุ๊ก)
последвайте_ни_във?_ i̇?lginizi_çekebilir מצאתם_טעות\?
"""
# A line that begins like this is no text of the article.
PHRASE = re.compile(r"[\s（(【\[《*※—·>-]*(?:" + "|".join(_PHRASES.split()).replace("_", " ") + ")")
# A paragraph that begins so stands before what only those may read who pay for it or let others know that they do,
# or tells of the paper of today, of the broadcast, or of the entry of a blog.
_BARRED = r"""
this_entry_was_posted_(?:on|in|by)
dieser_(?:beitrag|eintrag)_wurde_(?:am|unter|in|von)_.{0,80}(?:veröffentlicht|abgelegt|verfasst)
(?:empfohlener|externer)_(?:externer_|redaktioneller_)?inhalt externe[rn]?_inhalte?_(?:anzeigen|laden|von)
an_dieser_stelle_(?:finden_sie|befindet_sich|steht)_(?:(?:einen?|ein)_)?(?:externer?n?_|relevanter_)?inhalte?
ich_bin_(?:damit_)?einverstanden,?_dass_mir_(?:externe_)?inhalte (?:über_)?dieses_thema_(?:berichtet|im_programm)
a_version_of_this_(?:article|story)_(?:appear|was|first|originally) already_a_(?:subscriber|member)
to_(?:continue|keep)_reading,? continue_reading_with
this_(?:article|story|content)_is_(?:only_)?(?:for|available_(?:only_)?to|exclusive(?:ly)?_(?:for|to)|reserved_for)_.{0,30}(?:subscrib|member)
il_vous_reste_\d la_suite_est_réservée (?:cet_|l['’])article_est_réservé (?:vous_êtes_)?déjà_abonné
(?:dieser|der)_(?:artikel|beitrag|inhalt)_ist_(?:nur_|exklusiv_)für_.{0,20}abonn
(?:sie_haben_)?bereits_(?:ein_abo|abonnent|abonniert) jetzt_weiterlesen weiterlesen_mit
(?:contenido|artículo)_exclusivo_para este_(?:artículo|contenido)_es_exclusivo para_(?:seguir|continuar)_leyendo
ya_(?:eres|es)_suscriptor conteúdo_exclusivo_para já_é_assinante para_continuar_(?:a_ler|lendo)
contenuto_(?:riservato|esclusivo) (?:sei_)?già_abbonat dit_artikel_is_(?:alleen|exclusief)_voor al_abonnee
(?:ten_)?artykuł_(?:jest_)?dostępny_(?:tylko|wyłącznie) pozostało_\d+%
(?:den_här_|denna_)artikeln?_är_(?:låst|för) redan_prenumerant 残り\d+文字 この記事は(?:有料|会員) 有料会員限定
"""
BARRED = re.compile(r"[\s¿]*(?:" + "|".join(_BARRED.split()).replace("_", " ") + ")")
_RELATED = r"""
相关(?:阅读|新闻|链接|推荐|报道|文章|专题) 推荐(?:阅读|新闻|文章) 延伸阅读 热门(?:推荐|文章|新闻|点击) 为你推荐
往期(?:推荐|回顾|精选|精彩|文章|热文)(?:内容)?
猜你喜欢 你可能(?:会|还)?喜欢 更多(?:新闻|精彩|相关) 精彩(?:推荐|图集|图片) 最新(?:评论|文章|新闻) 网友评论
related\b.{0,20} you_(?:may|might)_also.{0,20} more_(?:from|on|news|stories|like|posts|articles)\b.{0,30}
read_(?:more|next)
recommended.{0,20} most_(?:read|popular) latest_(?:news|stories) trending.{0,20} don't_miss
what_to_read_next top_stories
mehr_zum_thema lesen_sie_auch auch_interessant das_könnte_sie.{0,30} weitere_(?:artikel|nachrichten|meldungen|themen)
ähnliche_(?:artikel|beiträge) verwandte_(?:artikel|nachrichten|themen) meistgelesen
lire_aussi à_lire_aussi sur_le_même_(?:sujet|thème) articles_liés te_puede_interesar
más_(?:leídas|noticias|información) leia_(?:também|mais) leggi_anche potrebbe_interessarti.{0,20}
lees_ook czytaj_(?:także|też) читайте_также 関連記事 おすすめ記事 あわせて読みたい 관련_?기사 많이_본_뉴스
"""
# A short line that says only this opens a part with other articles.
RELATED = re.compile(r"[\s【\[]*(?:" + "|".join(_RELATED.split()).replace("_", " ") + r")[\s:：】\]>»]*")
_WHOLES = r"""
(?:[【\[][\u4e00-\u9fff]{2,6}[】\]]_?){2,9} 语音(?:播报|朗读)
纠错 打印本页 关闭窗口 收起 展开 更多 详细 分享 收藏 举报 点赞 评论 \d+条?评论 \d+_comments? print share tweet
email copy_link поделиться распечатать imprimir compartir volver stampa condividi udostępnij drukuj paylaş yazdır
인쇄 공유하기
(?:page_)?(?:views|hits|reads|visitas|lecturas|visite|letture|vues|aufrufe|zugriffe|(?:количество_)?(?:просмотр(?:ов|ы)|показов)|wyświetleń|wyświetlenia|odsłon|okunma|görüntülenme|lượt_xem|조회수?|閲覧数|點閱(?:數|次數)?|点击量|浏览量)_?[:：]?_?\d[\d.,]{0,9}_?(?:회|次|times|mal)?
(?:comments?|kommentare?r?|commentaires|comentarios|commenti|reacties|komentarze|comentarii|diskuse)_\(\d{1,5}\)
\d{1,5}_(?:commentaires?|kommentare?|comentários?|comentarios?|commenti?|reacties|komentarzy|kommentarer)
\d[\d.,]{0,9}_(?:views|hits|visitas|visite|vues|просмотр(?:ов|а)?|wyświetleń|odsłon|okunma|görüntülenme|lượt_xem)
(?:page_|seite_|página_|pagina_|strona_)?\d{1,2}_(?:of|von|de|sur|di|z|dari|van|av)_\d{1,2}(?:_(?:halaman|pages?|seiten))?
(?:\w+_)?(?:les|lese|lees|läs|læs|luku)(?:zeit|dauer|tijd|tid|aika)\W{0,3}(?:[^\W\d]+\W{1,2}){0,2}\d{1,2}_?\w{0,8}\.?
(?:temps_de_lecture|tiempo_(?:estimado_)?de_lectura|tempo_(?:estimado_)?d[ei]_(?:lettura|leitura)|reading_time|read_time)\W{0,3}(?:[^\W\d]+\W{1,2}){0,2}\d{1,2}_?\w{0,8}\.?
(?:czas_czytania|doba_čtení|время_(?:на_)?чтени[яе]|час_читання|okuma_süresi)\W{0,3}(?:[^\W\d]+\W{1,2}){0,2}\d{1,2}_?\w{0,8}\.?
\d{1,2}[_-]?min(?:\.|uten?|utes?|utos|uti|uten)?[_-](?:reading_time|read|lesezeit|lesedauer|leestijd|de_lectura|de_lecture|di_lettura|de_leitura|lästid|lesetid|læsetid)
(?:(?:首页|上一页|previous|prev)_)?(?:\d{1,2}_){1,9}(?:下一页|尾页|next|weiter|suivante?|siguiente|successiva|próxima|»)(?:_(?:尾页|末页))?
[가-힣]{2,4}_?(?:선임|인턴|객원)?_?(?:기자|특파원)\W{0,3}[\w.-]+@[\w.-]+\W? \([a-z]{2,4}/[a-z]{2,4}\)
\[[^\]]{0,20}(?:video|gambas)[^\]]{0,20}\] haberin_devamı
(?:第\d{1,2}页[\s/／,，]*)?共_?\d{1,2}_?页 [-—–·_]*end[-—–·_]* \$\$\w+\$\$ \[/?[a-z_]+_[a-z]+=.*
facebook twitter whatsapp linkedin 上一页 下一页 首页 尾页 next_page previous_page advertisement anzeige reklam reklama
publicidad publicité pubblicità publicidade werbung
advertentie reclame annons annonse annonce hirdetés реклама διαφήμιση 広告 광고 iklan quảng_cáo × \W*
"""
# A short line that says only this.
WHOLE = re.compile(r"[【\[]{0,2}(?:" + "|".join(_WHOLES.split()).replace("_", " ") + r")[】\]]{0,2}|(?:【\d+】)+.*")
_DATED = re.compile(
    r"\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}|\d{1,2}(?:\.\s?\d{1,2}\.\s?|/\d{1,2}/|-\d{1,2}-)\d{4}"
    r"|(?:19|20)\d\d.{0,30}?\d{1,2}:\d\d|\d{1,2}:\d\d.{0,30}?(?:19|20)\d\d"
)
# 令和6年12月19日, 民國113年12月19日
_ERA = re.compile(r"(?:令和|平成|昭和|民[国國])\s?(?:元|\d{1,3})\s?年\s?\d{1,2}\s?月\s?\d{1,2}")
_DIGITS = re.compile(r"\d\d")  # every date has them, and hardly a line
_FOUR_DIGITS = re.compile(r"\d{4}")
KANA_HANGUL = re.compile(r"[\u3041-\u30ff\uac00-\ud7a3]")
# A picture's link that leads to a larger copy of it.
ENLARGED = re.compile(
    r"\.(?:jpe?g|png|gif|webp)\b|showpic|lightbox|fancybox|swipebox|magnific|zoom|gallery|view_?image", re.IGNORECASE
)
_FILE = re.compile(rf"{HOST}.*\.(?:{'|'.join(ATTACHED)})\b", re.DOTALL)

# An item of a list of other articles: "·标题（2004-12-30 07:31AM）".
_DATED_ITEM = re.compile(r"[·•]\s?.{4,120}[（(]\d{4}-\d{1,2}-\d{1,2}[^（()）]{0,12}[)）]")
_COOKIES = (
    "site", "browser", "consent", "accept", "zustimm", "akzept", "zgod", "navigation", "navega", "our partners",
    "personal data", "unsere partner", "personenbezogen", "nos partenaires", "données personnelles",
    "datos personales", "dati personali", "dados pessoais", "persoonsgegevens", "dane osobowe", "danych osobowych",
)  # fmt: skip
_LEGAL = (
    "privacy policy", "datenschutzerklärung", "politique de confidentialité", "terms of use", "terms of service",
    "all rights reserved", "zaufani partnerzy", "gdpr", "access information on a device",
    "informationen auf einem gerät", "informations sur un appareil", "informations sur un terminal",
    "información en un dispositivo",
    "informazioni su un dispositivo", "informações em um dispositivo", "informatie op een apparaat",
    "only provides information storage services",
    "版权所有", "版權所有", "icp备", "公网安备", "技术支持", "主办单位", "网站标识码", "copyright ©", "建议使用",
    "邮编：", "邮编:", "邮政编码", "사업자등록번호",
)  # fmt: skip
# A step of what to do: 1.下载安装“工会云”APP，完成实名认证。
_STEP = re.compile(r"[（(]?(?:[一二三四五六七八九十]{1,2}|\d{1,2})[）)、.．:：]|第[一二三四五六七八九十]步|[①-⑳]")
_IMPRINT = any_of("版权所有 版權所有 icp备 公网安备 网站标识码 技术支持[:：] 建议使用.{0,12}浏览 本站支持 网站管理员")
_INVITATIONS = (
    "newsletter", "sign up for", "sign up to", "subscribe to", "jetzt abonnieren", "abonnieren sie", "download our app",
    "download the app", "follow us", "follow him", "follow her", "follow them", "email us", "get in touch with",
    "enable javascript", "inscrivez-vous", "suscríbete", "iscriviti", "转载请注明",
)  # fmt: skip
# "Do you have a story? Get in touch: news@union.example".
_ASKING = re.compile(r"[^.!?]{5,90}\?\s[^.!?]{0,80}?[\w.+-]+@[\w-]+\.\w")
# Where readers are asked to follow a site, and the words that ask them.
_CHANNELS = (
    "whatsapp",
    "telegram",
    "google news",
    "google notícias",
    "google noticias",
    "google haberler",
    "viber",
    "واتساب",
)
_FOLLOW = re.compile(
    r"\W*(?:(?:para|to|um|pour|per)\s)?(?:"
    r"follow|join|get\b|subscribe|click|add\s|siga|sigue|síg[ua]|segui|unisciti|iscriviti|clicca|inscreva|"
    r"receba|entre\b|clique|participe|únete|unite|suscríb|recibe|haz\sclic|suivez|rejoignez|abonnez|retrouvez|"
    r"cliquez|folge|hier\sklicken|abonnier|jetzt\b|volg|meld\sje|ontvang|dołącz|obserwuj|zapisz|śledź|sledujte|"
    r"přidejte|kövess|kövesd|csatlakozz|urmăriți|urmărește|abonați|abonează|подпи[сш]|підпи[сш]|читайте|"
    r"следите|стежте|приєднуй|присоединяй|ikuti|bergabung|dapatkan|mari\b|takip|katıl|theo\sdõi|tham\sgia|följ|"
    r"følg|seuraa|ακολουθ|pratite|zapratite|последвайте|تابع|انضم|اشترك|עקבו|הצטרפו|bizi\b|ติดตาม)"
)
_INVITATIONS_ZH = any_of(r"""
关注.{0,12}(?:公众号|官方微[信博])
点击[上下]方.{0,12}关注 点击.{0,4}蓝字 点[赞讚].{0,8}在看 点个.{0,3}在看 【点击.{2,6}】
(?:下载|安装|打开).{0,12}(?:客户端|app\b) 未经.{0,8}授权 扫描[上下左右]方
平台仅提供信息存储 點擊.{0,8}訂閱 點我.{0,4}(?:下載|訂閱|加入) 加入.{0,14}line
""")
# What stands in a box that asks for a mail address.
_SIGNING = re.compile(
    r"\bby_(?:signing_up|subscribing|submitting|registering|entering_your|providing_your|clicking)\b.{0,80}\b(?:agree|accept|consent|"
    r"acknowledge)|mit_(?:der|ihrer|deiner)_anmeldung\b.{0,80}(?:stimm|akzeptier|erkl)|en_vous_(?:inscrivant|abonnant)|"
    r"al_(?:suscribir|registrar)(?:te|se|me)\b.{0,60}acept".replace("_", r"\s+")
)
# One of these words is in all that the pattern finds; to look for them costs a tenth of it.
_SIGNERS = (
    "signing", "subscribing", "submitting", "registering", "entering", "providing", "clicking", "anmeldung",
    "inscrivant", "abonnant", "suscribir", "registrar",
)  # fmt: skip
# "Jane Doe is a reporter at the Times": who wrote it, below what she wrote.
_BIOGRAPHY = re.compile(
    r"(?:[A-Z][\w.'’-]*\s+){1,4}(?:is|was)\s+(?:an?|the|our|now)\b[^.]{0,90}?\b(?:reporter|writer|editor|journalist|columnist|"
    r"correspondent|blogger|podcaster|contributor|commentator)\b"
)


_LABELS = any_of(r"""
来源 发布 时间 日期 作者 浏览 阅读 字[体号] 点击 稿源 编辑 published posted updated submitted date: source: \bby\b views
veröffentlicht stand: erstellt autor publié publicado дата автор
""")

# 工人日报 2024-12-19 A3版：工会; http://www.example.com 2005-12-08 08:46 晚报
_MEDIUM = re.compile(r"https?://\S{4,60}\s+|[\u4e00-\u9fff“”·]{1,14}[报報网網社台刊]\s*[|｜:：]?\s*")

_UNTIL = re.compile(r"日?\s?[至到]\s?\d")  # the first of two days: of an event, of a notice that is shown
# A moment to the second at the end of a line, as only systems write it.
_MOMENT = re.compile(r"\d\s\d{1,2}:\d\d:\d\d\W*\Z")
# Two of these, each with its colon, are the line below a headline even if its date has no year.
_LABELLED_FIELD = any_of(r"""
来源[:：] 发布(?:时间|日期)?[:：] 时间[:：] 日期[:：] 作者[:：] 浏览(?:次数|量)?[:：] 阅读[:：] 字[体号数][:：]
点击(?:数|量|次数)?[:：] 编辑[:：] 작성자 글쓴이 작성일 등록일 조회(?:수|\s수)? 댓글\s?\d
""")

# "Updated 5:27 am, Wednesday, November 20, 2019".
_STAMPED = re.compile(
    r"(?:last )?(?:published|updated|posted|written|by|veröffentlicht|aktualisiert|erstellt|stand|publié|mis à jour|"
    r"publicado|actualizado|pubblicato|aggiornato|gepubliceerd|opublikowano)\b(?:.*(?:\b(?:19|20)\d\d\b|\d:\d\d)|"
    r"(?:\s(?:on|am|le|el|il|em|op|dnia))?(?:\s[^\W\d_]+day|\s(?:lun|mar|mercre|jeu|vendre|same)di|\sdimanche)?,?"
    r"\s\d{1,2}(?:er|º|\.|st|nd|rd|th)?\s(?:de\s)?(?P<month>[^\W\d_]{3,10})(?:[\s.,|]|\Z))"
)
_FIRST = (  # words before it: "last updated", "article mis en ligne"
    "last zuletzt letzte dernière última ultimo ultima laatst laatste senast senest sist sidst viimeksi ostatnia "
    "ostatnio naposledy poslední utoljára последнее останнє последно τελευταία son zadnja posljednja terakhir "
    "article articolo artículo artikel beitrag artykuł статья"
)
_STAMPS_OF = """
published posted updated modified edited reviewed (?:date_)?(?:released|issued) (?:release|issue|publication)_date
date_(?:published|posted|of_(?:publication|issue))
veröffentlicht aktualisiert aktualisierung geändert änderung bearbeitet
erschienen eingestellt eingetragen erstellt online_seit
publié publiée mis_en_ligne mis_à_jour mise_à_jour modifié modifiée modification rédigé date_de_publication
publicado publicada publicación actualizado actualizada actualización modificado modificación fecha_de_publicación
publicação atualizado atualizada atualização data_de_publicação
pubblicato pubblicata pubblicazione aggiornato aggiornata aggiornamento modificato modifica data_(?:di_)?pubblicazione
gepubliceerd geplaatst bijgewerkt gewijzigd opublikowano publikacja zaktualizowano aktualizacja modyfikacja
data_(?:publikacji|aktualizacji|dodania|utworzenia) utworzono poprawiono
publicerad publicerat uppdaterad uppdaterat ändrad udgivet offentliggjort opdateret ændret publisert oppdatert endret
julkaistu päivitetty muokattu zveřejněno publikováno datum_vydání vydáno vloženo aktualizováno aktualizace
upraveno změněno zverejnené publikované aktualizované upravené közzétéve megjelent publikálva frissítve frissítés
módosítva publicat publicată data_publicării postat actualizat actualizată actualizare modificat
actualitzat uppfært birt
publicēts atjaunots paskelbta atnaujinta avaldatud uuendatud
objavljeno objavljen ažurirano izmijenjeno posodobljeno објављено ажурирано
опубликовано опубликована публикация размещено обновлено обновление изменено дата_(?:публикации|обновления)
опубліковано розміщено оновлено оновлення змінено дата_публікації публикуван[оа]? обновен[оа]?
δημοσιεύθηκε δημοσιεύτηκε δημοσίευση ενημέρωση ενημερώθηκε
yayınlandı yayımlandı yayınlanma yayın_tarihi güncellendi güncelleme güncellenme güncelleme_tarihi yayınlanma_tarihi
diterbitkan dipublikasikan diperbarui ngày_đăng cập_nhật เผยแพร่ โพสต์ อัปเดต ปรับปรุง
نشر تاريخ_النشر تحديث آخر_تحديث انتشار تاریخ_انتشار به‌روزرسانی بروزرسانی
更新日 更新日時 最終更新日? 公開日?時? 配信日?時? 掲載日?時? 投稿日?時? 登録日
(?:기사|최초)(?:입력|등록) 수정일? 최종수정 등록일? 작성일 게시일 입력 승인 업데이트
"""
# "Senast uppdaterad: 2026-11-27 | Publicerad: 20 november 2026": the word, and right behind it the beginning of a date.
_STAMP = (
    rf"(?:(?:{'|'.join(_FIRST.split())})\s)?(?:{'|'.join(_STAMPS_OF.split())})(?![^\W\d])".replace("_", r"\s")
    + r"(?:\s(?:on|am|le|el|il|em|op|dnia|den|la|в))?\s?[:：]?\s?(?:[^\W\d]{2,12}\.?,?\s)?(?:[^\W\d]{3,10}\.?\s)?"
    r"(?:(?:19|20)\d\d\s?[-/.年년]|\d{1,2}(?:[./-]|\S{0,3}\s[^\W\d]))"
)
_LABELLED = re.compile(rf"\W*{_STAMP}")
# "Av Karin Wall | Publicerad 27 feb 2024", "Le 5 mars 2024, mis à jour le 6 mars 2024": the same behind a field.
_LABELLED_LATER = re.compile(rf"[|•·–—,-]\s{_STAMP}")
# "26 November 2026", "Jeudi 26 novembre 2026 à 14h30", "November 26, 2026": a line that is a day and nothing else.
_DAY = re.compile(
    r"\W*(?:[^\W\d_]{1,12}\.?,?\s)?(?:\d{1,2}(?:st|nd|rd|th|er|º|\.)?\s(?:de\s|of\s)?(?P<month>[^\s\d.,]{3,14})\.?,?\s(?:de\s)?"
    r"|(?P<first>[^\s\d.,]{3,14})\.?\s\d{1,2}(?:st|nd|rd|th)?,?\s)(?:19|20)\d\d(?:\W{1,3}(?:[^\W\d_]{1,4}\.?\s)?\d{1,2}[:.h]\d\d.{0,8})?"
    r"(?:\W{1,3}(?:par|by|von|por|di|door|af|av|przez)(?:\s[^\W\d].{0,60})?"
    r"|\W{1,3}(?:author|autor(?:in|ka)?|auteure?|autore|автор|szerző|yazar|forfatter|skribent):\s[^\W\d].{0,60}"
    r"|\W{1,3}(?:[^\W\d]{2,12}\W{1,2}){0,3}\d{1,2}\smin[^\W\d]*\.?(?:\s[^\W\d]{2,9}){0,2})?\W*"
)
# "Mercoledì 18 Dicembre 2024, 10:30 - Ultimo agg. 19 Dicembre": a line that begins with a day and its hour.
_DAY_AND_HOUR = re.compile(
    r"(?:[^\W\d_]{2,12}\.?,?\s)?\d{1,2}\.?\s(?:de\s)?(?P<month>[^\s\d.,]{3,14})\.?\s(?:de\s)?(?:19|20)\d\d"
    r"\W{1,3}(?:[^\W\d_]{1,4}\.?\s)?\d{1,2}[:.h]\d\d"
)


_WHEN = re.compile(
    r"[一二三四五、\s]*(?:时间|時間|日時|일시|(?:date|when|time|datum|wann|zeit|termin|date et heure|quand"
    r"|fecha|cuándo|hora|data|quando|orario|wanneer|tid|kdy|kiedy|когда|дата)\s?:)"
)
_WHERE = re.compile(
    r"[一二三四五、\s]*(?:地点|地點|場所|会場|장소|(?:venue|place|where|location|ort|wo|treffpunkt|veranstaltungsort|lieu|où"
    r"|lugar|dónde|local|onde|luogo|dove|sede|plaats|locatie|waar|plats|sted|paikka|kde|místo|gdzie|miejsce|где|место)\s?:)"
)
_INITIALS = re.compile(
    r"[^\W\d_]{1,4}(?:/[^\W\d_]{1,8}){1,5}\.?|[(（\[][^\W\d_]{1,4}(?:/[^\W\d_]{1,8}){1,5}[)）\]]"
    r"|/[^\W\d_]{2,8}/|\([A-Z]{2,6}\)"
    r"|(?:©|\([cC]\)|[Cc]opyright)\s[^.!?]{2,40}(?:[.,]?\s(?i:all rights reserved|alle rechte vorbehalten"
    r"|tous droits réservés|todos los derechos reservados|tutti i diritti riservati|alle rechten voorbehouden"
    r"|wszelkie prawa zastrzeżone)\.?)?"
    r"|©.{0,10}"
)
# A day with its month in words that is a field of its line: "Geneva, 11 December 2024", "Ann Lowe / 11 Dec 2024".
_NAMED_DAY = re.compile(
    r"(?:\A|[|/·•–—,:-]\s?)(?:\d{1,2}(?:st|nd|rd|th|er|º|\.)?\s(?:de\s|of\s)?(?P<month>[^\W\d_]{3,12})\.?,?\s(?:de\s)?"
    r"|(?P<first>[^\W\d_]{3,12})\.?\s\d{1,2}(?:st|nd|rd|th)?,?\s)(?:19|20)\d\d(?=\s?(?:\Z|[|/·•–—,;(-]|\d{1,2}:\d\d))"
)
# "Media contact", "Pressekontakt: Mia Muster": whom the press may ask, below a press release …
_CONTACT = re.compile(
    r"(?:press|media)\s(?:and\s(?:press|media)\s)?(?:contacts?|office|enquir(?:y|ies)|inquir(?:y|ies))(?![^\W\d])"
    r"|(?:contacts?|for)\s(?:for\s)?(?:the\s)?(?:press|media)(?:\s(?:inquiries|enquiries|interviews))?\s?[:,]"
    r"|(?:presse|medien)(?:kontakte?|stelle|ansprechpartner(?:in)?)(?![^\W\d])"
    r"|(?:kontakt|ansprechpartner(?:in)?|rückfragen)\s(?:für|der)\s(?:die\s)?(?:presse|medien)"
    r"|contacts?\s(?:de\s)?(?:presse|médias?)(?![^\W\d])|service\s(?:de\s)?presse\s?:"
    r"|contactos?\s(?:de\s|para\s)?(?:prensa|medios)|contatos?\s(?:de\s|para\s(?:a\s)?)?imprensa|assessoria\sde\simprensa"
    r"|(?:gabinete|oficina)\sde\s(?:prensa|comunicación)|ufficio\sstampa|contatti\s(?:per\sla\s)?stampa"
    r"|(?:pers|media)contact(?![^\W\d])|presskontakt|pressekontakt|kontakt\sdla\s(?:mediów|prasy)|biuro\sprasowe"
)
# … how to reach them, and what says that the release ends above.
_REACHED = re.compile(r"@|\d[\d\s()/.–-]{5,}\d")
_END = re.compile(r"[-–—*#\s]*ends[-–—*#.\s]*|[-–—]\s?(?:30|ende?)\s?[-–—]|#\s?#\s?#|v\.\s?i\.\s?s\.\s?d\.\s?p\b.*")
_ADOPTED = re.compile(r"[（(].{6,90}(?:通过|通過|修订|修正|批准|公布|印发|施行)[）)]")
# "Press release | Brussels, 12 December 2024", "Interview: Mia Muster | 20. Dezember 2024": of which kind, and when.
_OF_KIND = re.compile(
    r"(?:(?:press|news|media) (?:release|statement)|(?:presse|medien)(?:mitteilung|meldung|information|erklärung)"
    r"|communiqué de presse|(?:nota|comunicado) de prensa|nota à imprensa|comunicato stampa|persbericht|pressmeddelande"
    r"|pressemelding|pressemeddelelse|tiedote|interview|entretien|propos recueillis|entrevista|intervista)\b.{0,60}?"
    r"(?<!\d)(?:\d{1,2}[./-]\d{1,2}[./-](?:19|20)?\d\d"
    r"|\d{1,2}(?:er|º|\.|st|nd|rd|th)?\s(?:de\s)?(?P<month>[^\W\d_]{3,10})\.?,?\s(?:de\s)?(?:19|20)\d\d)\W*"
)
_WRITTEN = re.compile(
    r"(?:(?:geschrieben|verfasst|erstellt|eingestellt) von|écrit par|rédigé par|escrito por|scritto da|geschreven door"
    r"|skrevet a[fv]|skriven av|written by|posted by)\s"
)
# "By Mia Muster and Max Muster", "Eine Analyse von Mia Muster, Stuttgart".
_BYLINE = re.compile(
    r"(?:(?:Eine?\s)?(?:Analyse|Kommentar|Gastbeitrag|Reportage|Essay|Kolumne|Glosse|Rezension|Analysis|Opinion|Review)\s)?"
    r"(?:[Bb]y|BY|[Vv]on|[Pp]ar|[Pp]or|[Dd]i|[Dd]oor|A[fv]|[Oo]leh):?(?:\s(?:(?:and|und|et|y|e|og|och|en|&|d[aeiu]|del|v[ao]n|de[nr]|te[nr]|la)\s)*[A-ZÀ-Þ][^\W\d_]*[.,]?(?:[-'’][^\W\d_]+)?,?){2,8}"
    r"(?:\s(?:in|aus|from|à|en|em|da)\s[A-ZÀ-Þ][^\W\d_]+(?:\s[A-ZÀ-Þ][^\W\d_]+)?)?(?:\s[|•·]\s.{2,80})?"
)


# 编辑：王一　审核：李二; 文/王一 图/李二; 供稿丨宣教部: who did what for it, and nothing else.
_CREDIT = (
    r"(?:本期|今日|本文|执行|新媒体|责任|特约|见习|实习|总|主任|助理|海报|视频|图片|版式|美术|文字)?(?:编辑|編輯|编审|主编|副主编"
    r"|校对|校對|审核|審核|审校|审稿|[一二三初复终]审|签发"
    r"|监制|監製|监审|策划|策劃|统筹|制作|製作|排版|美编|设计|制图|海报|剪辑|后期|配音|播音|朗诵|拍摄|出品人?|值班编[辑委]|供稿人?|供图|图源"
    r"|来稿|投稿|撰稿人?|撰文|采写|文字|图片|图文|摄影|攝影|摄像|视频|记者|記者|通讯员|作者|来源|來源|文案|文|图"
    r"|[\u4e00-\u9fff]{2,6}(?:记者|編輯|编辑)(?=\s?[|｜丨]))"
)
_CREDIT = rf"{_CREDIT}(?:[/、·&]{_CREDIT})*\s?[:：|｜丨/]\s?[^:：|｜丨。！？!?]{{0,30}}"
_CREDITS = re.compile(rf"[(（【\[]?\s?{_CREDIT}(?P<more>[\s,，;；、]+{_CREDIT})*[)）】\]]?")


# 本报记者 张翀 通讯员 侯亚明: who wrote it, and no sentence, which has no space behind its 记者.
_NAMES = r"[\u4e00-\u9fff·]{2,4}(?:[\s、][\u4e00-\u9fff·]{2,4}){0,3}"
_REPORTER = rf"[\u4e00-\u9fff]{{0,10}}(?:记者|通讯员|实习生)\s{_NAMES}"
_REPORTERS = re.compile(rf"[□■●◎\s]*{_REPORTER}(?:\s{_REPORTER}){{0,2}}")


def is_reporters(text: str) -> bool:
    """Whether a line says in Chinese who reported, and nothing else."""
    return ("记者" in text or "通讯员" in text) and _REPORTERS.fullmatch(text) is not None


def is_credit(text: str, least: int = 1) -> bool:
    """Whether a line says who did what for an article in Chinese, in so many fields or more, and nothing else."""
    found = _CREDITS.fullmatch(text) if not text.isascii() else None
    return found is not None and (least < 2 or found["more"] is not None)


def find_day(text: str) -> re.Match[str] | None:
    """A day in numbers: above the text, the line that has one is that of date and source, unless it is a life's."""
    if _FOUR_DIGITS.search(text) is not None and "†" not in text:
        return _DATED.search(text)
    return _ERA.search(text) if "年" in text else None


def says_day(text: str) -> bool:
    """Whether a day stands in a line, in numbers or as a field with its month in words."""
    if find_day(text) is not None:
        return True
    named = _NAMED_DAY.search(text) if _FOUR_DIGITS.search(text) is not None and "†" not in text else None
    return named is not None and key((named["month"] or named["first"]).lower()) in MONTHS


def names_file(href: str) -> bool:
    """Whether a link leads to a file that may be attached."""
    low = href.lower()
    return "download" in low or _FILE.match(low) is not None


def is_stamped(low: str) -> bool:
    """Whether a line says when something was published, with the month in words, or is a day and nothing else but the
    kind of what was published then."""
    if _DIGITS.search(low) is not None and _LABELLED.match(low) is not None:
        return True
    if (labelled := _STAMPED.match(low)) is not None:
        return labelled["month"] is None or key(labelled["month"]) in MONTHS
    if _DIGITS.search(low) is None:
        return False
    if (of_kind := _OF_KIND.fullmatch(low)) is not None:
        return of_kind["month"] is None or key(of_kind["month"]) in MONTHS
    alone = _DAY.fullmatch(low)
    return alone is not None and key(alone["month"] or alone["first"]) in MONTHS


def is_adopted(text: str) -> bool:
    """Whether a line says in brackets when a document was adopted: （2024年12月17日第四次全体会议通过）."""
    return _ADOPTED.fullmatch(text) is not None


def is_contact(low: str) -> bool:
    """Whether a line says whom the press may ask."""
    return _CONTACT.match(low) is not None


def says_number(low: str) -> bool:
    """Whether a line has the number of a telephone or a mail address."""
    return _REACHED.search(low) is not None


def is_end(low: str) -> bool:
    """Whether a line is the mark below a press release, "ENDS", "-30-", or who answers for it by law."""
    return _END.fullmatch(low) is not None


def says_when(low: str) -> bool:
    """Whether a line is a field for the time of an event."""
    return _WHEN.match(low) is not None


def says_where(low: str) -> bool:
    """Whether a line is a field for the place of an event."""
    return _WHERE.match(low) is not None


def is_initials(text: str) -> bool:
    """Whether a line is how agencies sign: al/bp/cw, kmö/dpa, /ritzau/, or who holds the rights: © 2024 AFP."""
    return _INITIALS.fullmatch(text) is not None


def is_day(text: str) -> bool:
    """Whether a text is a day with its month in words, and perhaps its time."""
    alone = _DAY.fullmatch(text) if _DIGITS.search(text) is not None else None
    return alone is not None and key((alone["month"] or alone["first"]).lower()) in MONTHS


def is_written(low: str) -> bool:
    """Whether a line says who wrote something, and on which day: "geschrieben von Karl Huber am 19.12.2024"."""
    return _WRITTEN.match(low) is not None and find_day(low) is not None and low[-1:].isdigit()


def is_labelled_stamp(low: str) -> bool:
    """Whether a line says when something was published; a day alone below a text may belong to who signs there."""
    return is_stamped(low) and (_STAMPED.match(low) is not None or _DAY.fullmatch(low) is None)


def is_byline(text: str) -> bool:
    """Whether a short line says who wrote the article, and nothing else: "By Mia Muster", "Autor: Mia Muster"."""
    return says_author(text.lower()) or _BYLINE.fullmatch(text) is not None


def is_signed_by(text: str) -> bool:
    """Whether a line is a preposition with names in capitals, as no sentence is: "Von Mia Muster, Nord-Studio"."""
    return _BYLINE.fullmatch(text) is not None


def is_dateline(text: str) -> bool:
    """Whether a short line is the date of an article with its source and author, and no sentence.

    "2024.12.19 Federation of Trade Unions", "发布时间：2024-12-19 来源：工人日报", "Published on 3.4.2024 by us"
    """
    if _DIGITS.search(text) is None:
        return False
    low = text.lower()
    if _LABELLED.match(low) is not None and (text[-1:] not in ".!?。" or text[-2:-1].isdigit()):
        return True
    if text[-1:] not in ".!?。" and _DIGITS.search(text) is not None:
        if _LABELLED_LATER.search(low) is not None:
            return True
        if (begun := _DAY_AND_HOUR.match(low)) is not None and key(begun["month"]) in MONTHS:
            return True
    found = find_day(text)
    if found is None and text[-1:] not in ".!?。！？":
        return len(_LABELLED_FIELD.findall(low)) > 1
    if (
        found is None
        or text.endswith(("。", ".", "！", "!", "？", "?", "”", "；", "："))
        or "，" in text[found.end() :]
        or _UNTIL.match(text, found.end()) is not None
    ):
        return False
    if found.start() < 4 or _MOMENT.search(text) is not None or _LABELS.search(low) is not None:
        return True
    return _MEDIUM.fullmatch(text, 0, found.start()) is not None


def asks_consent(low: str) -> bool:
    """Whether a paragraph is about cookies, terms and rights: the page's law, not its news."""
    if "cookie" in low and any(word in low for word in _COOKIES):
        return True
    for word in _LEGAL:  # noqa: SIM110  # `any` would make a generator for each line
        if word in low:
            return True
    return False


def is_imprint(low: str) -> bool:
    """Whether a short line says what stands at the foot of a page in China: who runs it, with which licence."""
    return not low.isascii() and _IMPRINT.search(low) is not None


def is_foreign(low: str) -> bool:
    """Whether a short line says what only pages say: who edited it, what else to read, how to share it."""
    if says_field(low) or PHRASE.match(low) is not None or _DATED_ITEM.fullmatch(low) is not None:
        return True
    for word in _INVITATIONS:
        if word in low:
            return True
    for word in _CHANNELS:
        if word in low:
            return _FOLLOW.match(low) is not None
    if _INVITATIONS_ZH.search(low) is not None:
        return _STEP.match(low) is None
    return is_credit(low, 2)


def is_barred(low: str) -> bool:
    """Whether a paragraph invites to pay or to log in for the rest of the article."""
    return BARRED.match(low) is not None


def asks_readers(text: str) -> bool:
    """Whether a line asks readers something and gives the address to write to."""
    return "@" in text and _ASKING.match(text) is not None


def is_signing(low: str) -> bool:
    """Whether a line is the small print of a box that asks for a mail address."""
    for word in _SIGNERS:
        if word in low:
            return _SIGNING.search(low) is not None
    return False


def is_biography(text: str) -> bool:
    """Whether a paragraph says of somebody that she is a journalist: "Jane Doe is a reporter at the Times"."""
    return _BIOGRAPHY.match(text) is not None


def is_button(low: str) -> bool:
    """Whether a short line is nothing but a button's label: print, share, next page."""
    return says_button(low) or WHOLE.fullmatch(low) is not None


def is_related(low: str) -> bool:
    """Whether a short line opens a part with other articles."""
    return opens_others(low) or RELATED.fullmatch(low) is not None
