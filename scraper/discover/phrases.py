"""What links say that is no title: "read more", "3 comments", "next page", in the languages that federations write."""

import re

# No such text is longer.
MAX_COMMON = 60
# Link texts that all items have.
COMMON = re.compile(
    r"""\W*(?:
      (?:read|learn|find\ out|view|see|show)\ more.* | (?:view|see|show)\ all(?:\ \w+)?
    | more(?:\ info.*|\ details)? | continue(?:\ reading.*)? | details?
    | full\ (?:story|article) | weiter(?:\ ?lesen.*)? | mehr(?:\ (?:lesen|erfahren|infos?).*)? | lesen | zum\ artikel
    | lire\ (?:la\ suite|plus|l.article).* | en\ savoir\ plus.* | leer\ m[aá]s.* | m[aá]s(?:\ info.*)? | ver\ m[aá]s
    | leggi(?:\ (?:tutto|di\ pi[uù]|l.articolo).*)? | continua(?:\ a\ leggere)? | ler\ mais | leia\ mais | saiba\ mais
    | lees\ (?:meer|verder).* | подробнее | читать\ (?:далее|полностью|дальше|комментари.*) | далее
    | czytaj\ (?:więcej|dalej)
    | wi[eę]cej | devam[ıi]? | xem\ (?:thêm|tiếp)
    | l[æeä]s\ mera?.* | lesa\ meira | lue\ lis[äa]{2} | loe\ (?:edasi|l[äa]hemalt|rohkem) | lasīt\ (?:vairāk|tālāk)
    | skaityti\ (?:daugiau|plačiau) | č[ií]st\ (?:dále|více) | celý\ článek | čítať\ (?:viac|ďalej)
    | preberi(?:te)?\ več | opširnije | опширније | (?:pročitaj|saznaj)(?:te)?\ više | прочитај(?:те)?\ више
    | прочети\ (?:още|повече) | виж\ (?:още|повече) | cite[sșş]te\ (?:mai\ (?:mult|departe)|tot) | mai\ multe?
    | tovább(?:\ olvasom)? | bővebben | részletek | διαβάστε\ (?:περισσότερα|εδώ) | περισσότερα | devamını\ oku
    | daha\ fazla | detay(?:lar)? | baca\ (?:selengkapnya|lebih\ lanjut) | selengkapnya | lleg(?:ir|eix)(?:-ne)?\ més
    | irakurri\ gehiago | ler\ máis | детальніше | докладніше | читати\ (?:далі|більше) | zobacz\ więcej
    | dowiedz\ się\ więcej | chi\ tiết | xem\ chi\ tiết | đọc\ tiếp | อ่านต่อ | อ่านเพิ่มเติม
    | اقرأ\ المزيد | المزيد | التفاصيل | קרא(?:ו)?\ עוד | המשך\ קריאה | לקריאה | ادامه\ مطلب | بیشتر
    | click\ (?:here|to).* | here | seguir\ leyendo | continue\ lendo
    | 続きを読む | もっと見る | 詳しくは?(?:こちら)? | 더\ ?보기 | 자세히(?:\ 보기)?
    | 更多 | 查看(?:更多|详情|全文)? | 详细 | 详情
    | 阅读(?:全文|更多)? | 全文 | 了解更多 | 点击查看(?:更多|详情)? | 下载 | 下載 | 詳情 | 查看詳情 | 閱讀更多 | 全部
    | (?:download|pdf|docx?|file|datei|télécharger|herunterladen|descargar|baixar|scarica|скачать)(?:\W*(?:pdf|docx?))?
      (?:\W*\d[\d.,]*\ ?[kmкм]i?[bбo])?
    | (?-i:EN|FR|DE|ES|IT|PT|NL|RU|AR|ZH|JA)
    | english | fran[cç]ais | french | deutsch | german | espa[nñ]ol | spanish | italiano | italian | portugu[eê]s
    | portuguese | русский | russian | العربية | arabic | 中文 | chinese
    | print | e-?mail | share | tweet | teilen | partager | permalink
    | (?:\d+|no|leave\ a|add|post\ a|write\ a)?\W*
      (?:comments?|repl(?:y|ies)|kommentare?|commentaires?|comentarios?|commenti|комментар\w+|评论|留言)\W*\d*
    )\W*""",
    re.IGNORECASE | re.VERBOSE,
)
PAGER = re.compile(
    r"""\W*(?:\d{1,4} | (?:next|prev|previous|older|newer|first|last)(?:\ (?:page|posts?|entries))?
    | 上一?页 | 下一?页 | 首页 | 尾页 | 末页 | 第?\d+页 | 下\d+页 | weiter | zurück | vor
    | (?:page\ )?suivante? | pr[eé]c[eé]dente?
    | (?:p[aá]gina\ )?(?:siguiente|anterior|successiva|precedente|seguinte) | далее | назад | следующая | предыдущая
    | 次へ | 前へ | 다음 | 이전 )\W* | \W+""",
    re.IGNORECASE | re.VERBOSE,
)


def says_nothing(text: str) -> bool:
    """Whether all items of a list may have a link of this text."""
    return len(text) <= MAX_COMMON and COMMON.fullmatch(text) is not None


def is_pager(text: str) -> bool:
    """Whether a link's text is a page's number or a word for another page."""
    return len(text) <= MAX_COMMON and PAGER.fullmatch(text) is not None
