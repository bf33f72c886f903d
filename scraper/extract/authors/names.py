"""Names of people: taken apart, freed of what stands around them, told from names of offices and media."""

import re
from collections.abc import Iterator

from scraper.extract.authors.labels import LEAD
from scraper.extract.metadata import plain
from scraper.extract.stated import squash

HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_HAN_NAME = re.compile(rf"[{HAN}]{{2,4}}\Z|[{HAN}]{{1,8}}·[{HAN}·]{{1,10}}\Z")
# Words that follow 记者 in a sentence and look like a name.
_NOT_NAMES = re.compile(
    r"^(?:从|在|了解|获悉|日前|近日|今日|昨日|看到|采访|发现|注意|表示|说|问|来到|走进|就|对|于|据|及|与|为|本人"
    r"|观点|团队|编辑|佚名|匿名|未知|网友|本站"
    r"|本网|原创|小编|不详|暂无|综合|通讯|报道|摄影|新闻|媒体|其他|文章|看|成文|供图|提供|关注|来自|举报|粉丝|网易"
    r"|管理[员員者]|新浪|搜狐|腾讯|凤凰|新华|人民|央视|中新)|(?:无|财经|站|部|社|报|网|局|者"
    r"|委|会|院|办|处|室|的|了|[摄攝])$"
)
_LEAD_WORDS = re.compile(
    rf"^(?:(?:{LEAD}|Text|Autor(?:in|en)?|Authors?|Auteur|Autore|Foto(?:s)?|Bild"
    r"|Interview(?: von)?|Über den Autor|About the author|Redaktion|Reporter|作者|记者|文)\s?[:：]?(?:\s+"
    r"|(?<=[:：]))|[:：]\s*|(?-i:Von|By)(?=[A-ZÄÖÜ]))+",
    re.IGNORECASE,
)
_FROM = re.compile(r"(?:[Ee]m|[Ii]n|[Aa]us|[Ff]rom|Do|Da|[Dd]esde)\s")
_HANGING = re.compile(r"(?:\s|^)(?:am|on|in|le|um|at|the|el|il|den|a|-)$|\s(?:Stand|Follow|Twitter|Email)$")
_TAIL = re.compile(
    r"\s*(?:,?\s(?:The\s)?(?:Associated|Canadian)\sPress.*|\s[Ff]or\s(?=[A-Z]).*"
    r"|@[\w.]+|\shttps?\b.*|\S+@\S+|[|•·–—/»].*|\s-\s.*|\(.*|\[.*|,?\s(?:\d{1,2}[. ]|on\s|am\s|vor\s\d"
    r"|in\s(?=[A-Z])|Updated"
    r"|Published|Veröffentlicht|Aktualisiert|Posted|Staff Writer"
    r"|Redakteur|Redaktion$|Reporter$|Correspondent|Corresponsal|Correspondante?|Corrispondente|Korrespondent|Contributor|Editor|기자|記者).*)$",
)
_JOINERS = re.compile(
    r"\s*(?:[;,，、](?:\s(?:and|und|et|y|e|en|och|og)(?=\s))?|\s(?:and|und|et|y|e|en|och|og|&|with|avec|mit|con|sowie|ve)\s|\s&\s|/)\s*",
    re.IGNORECASE,
)
# Words that a byline leaves behind when it names nobody.
_NOBODY = re.compile(
    r"(?:by|von|par|por|di|posted|author|autor|autorin|veröffentlicht|published|written|red|agencies)\Z", re.IGNORECASE
)
_PARTICLE = re.compile(
    r"(?:d[aeo]|d[ao]s|d[iu]|del|della|v[ao]n|der|den|te[rn]|zur?|al|el|l[ae]|bin|ibn|[ye]|and|a[fv]|dr|prof)\.?\Z"
)
_NO_PERSON = re.compile(
    r"\b(?:GmbH|AG|e\.\s?V|Inc|LLC|Ltd|Verlag|Redaktion|Editorial|Team|Editors?|Agentur|Agency|Staff|News|Nachrichten"
    r"|Service|Press|Presse|Office|Secretariat|Communications|Admin|Administrator|Web\s?master"
    r"|Redakcja|Redakce|Redaktionen|Redaksi|Redação|Redactia|Redacția|Toimitus|Szerkesztőség|Uredništvo|Redakcija"
    r"|Редакци[яи]|Редакція|Пресс-служба|Συντακτική|ΣΥΝΤΑΚΤΙΚΗ"
    r"|Γραφείο|ΓΡΑΦΕΙΟ|Humas|Biuro|Ufficio|Gabinete|Pressestelle|Prensa|Imprensa|Pers(?:dienst|afdeling)"
    r"|Log (?:In|Out)|Sign (?:In|Up|Out)|Basın|Editör|Tòa soạn|Ban biên tập|تحریریه|التحرير"
    r"|Redazione|Redacción|Rédaction|Reuters|Magazin|Zeitung|Online|Desk|User|Guest|Gast|Copyright"
    r"|Anonym\w*|An[oó]nim\w*|Anoniem|Аноним\w*"
    r"|Kommentare?|Comments?|Share|Follow|Read|More|Mehr"
    r"|Newsletter|Login|Datum|Uhr|Minuten|Lesezeit|Artikel|Impressum|Cookie|Datenschutz|Home|Menu|Foto|Image|dpa"
    r"|AFP|AP|APA|SDA|EFE|ANSA|sid|epd|KNA|TT|NTB|Ritzau|STT|PAP|ČTK|ANP|Getty|Shutterstock"
    r"|iStock|Facebook\w*|Twitter\w*|Abo|Kontakt|Suche|Taboola|Outbrain|Beiträge|Person|Profil|Posts|Archiv|Autoren"
    r"|Quelle|Fuente|Fonte|Gründer(?:in)?|Founder|Journalist(?:in)?|Korrespondent(?:in)?|Correspondent|(?:Chef)?[Rr]edakteur(?:in)?"
    r"|Volontär(?:in)?|Periodista|Giornalista)\b"
    r"|\.(?:de|com|org|net|ch|at)\b|https?:|www\.",
    re.IGNORECASE,
)
# What somebody is, beside the name: `Mia Muster, General Secretary`.
_ROLE = re.compile(
    r"\b(?:Secretary|President|Director|Officer|Manager|Chair(?:man|woman|person)?|Correspondent|Reporter|Writer|Journalist"
    r"|Columnist|Economist|Adviser|Advisor|Analyst|Spokes(?:man|woman|person)|Journalistin|Ökonom(?:in)?|Referent(?:in)?|Präsident(?:in)?|Vorsitzende[rn]?|Geschäftsführer(?:in)?|Redakteur(?:in)?|Sekretär(?:in)?"
    r"|(?:Presse)?[Ss]precher(?:in)?|Président|Présidente|Secrétaire|Journaliste|Secretari[oa]|Presidente|Presidenta"
    r"|Directora?|Periodista|Segretari[oa]|Giornalista|Redaktør|Redaktör|Sekretarz|Przewodnicząc[ya]|Başkanı?|Editörü)\b"
)
# The same behind a comma, which a list of names would take for one more: `Mia Muster, political correspondent`.
_TITLED = re.compile(
    r",\s(?:(?!\s(?:and|und|et|y|e|en|och|og)\s)[^,;|&\d]){0,40}?\b(?:(?:news|staff|chief|senior)\s)?(?:correspondent|reporter|editor"
    r"|writer|columnist|producer|journalist(?:in)?|korrespondent(?:in)?|journaliste|correspondante?|periodista"
    r"|corresponsal|redactora?|giornalista|corrispondente|jornalista|redacteur|verslaggever|correspondente|dziennikar(?:z|ka)"
    r"|redaktor(?:ka)?|reporterin|(?:chef)?redakteur(?:in)?)\b[^,;|&]*?(?=[,;|&]|\s(?:and|und|et|y|e|en|och|og)\s|\Z)",
    re.IGNORECASE,
)
# Who keeps the site: a login and no name.
_LOGIN = re.compile(
    r"(?:wp|wordpress|site|web)?[-_ ]?(?:admin|administrator|master|root|user|test|editor|office|press|info)\d*\Z"
    r"|[a-z]{2,12}[-_.]?\d{1,4}\Z"
    r"|ผู้ดูแล(?:ระบบ|เว็บ(?:ไซต์)?)\Z|แอดมิน\Z|(?:최고)?관리자\Z|운영자\Z",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]")
_ANY_HAN = re.compile(rf"[{HAN}：]")


def split(value: str) -> Iterator[str]:
    """`By Mia Muster and Max Muster | Paper` as its names."""
    text = plain(value).lstrip(" –—-|·•")
    if ", " in text:
        text = _TITLED.sub("", text)
    text = _TAIL.sub("", _LEAD_WORDS.sub("", text)).strip()
    for part in _JOINERS.split(text):
        if _FROM.match(part):
            continue  # `Mia Muster, in Porto Alegre`: where, not who
        part = part.partition(" @")[0]  # the name of an account, and what follows it
        name = _HANGING.sub("", _TAIL.sub("", _LEAD_WORDS.sub("", part)).strip(" .,:;|-–—\"'“”"))
        if name and _WORD.search(name) and len(name) <= 60 and not name.startswith(("http", "@")):
            yield name


def is_han(text: str) -> bool:
    """Whether a name is written in Chinese characters, at least in part."""
    return _ANY_HAN.search(text) is not None


def is_person(name: str, site: frozenset[str] = frozenset()) -> bool:
    """Two to five words that begin with capitals, or one that stands as a pen name; nothing that names an office."""
    words = name.split()
    if is_han(name):
        return _HAN_NAME.match(name) is not None and not _NOT_NAMES.search(name) and squash(name) not in site
    if not 1 <= len(words) <= 6 or len(name) > 50 or squash(name) in site or _NO_PERSON.search(name):
        return False
    if any(c.isdigit() for c in name) or name[-1] in "?!" or not name[0].isalpha():
        return False
    if len(words) > 1 and words[0].isupper() and squash(words[0]) in site:  # an office: `MDR Thüringen` at mdr.de
        return False
    if len(words) == 1:
        return len(name) > 1 and not _NOBODY.match(name) and not is_login(name)
    lower = [word for word in words if not word[:1].isupper() and word[:1] != word[:1].upper()]
    return len(lower) < len(words) and all(_PARTICLE.match(word) for word in lower)


def is_role(name: str) -> bool:
    """Whether a name is what somebody is, and not who."""
    return _ROLE.search(name) is not None


def without_title(name: str) -> str:
    """A name without what somebody is behind a comma: `Mia Muster` of `Mia Muster, political correspondent`."""
    return _TITLED.sub("", name) if ", " in name else name


def is_login(name: str) -> bool:
    """Whether a name is that of the account that keeps the site."""
    return _LOGIN.match(name) is not None


def is_account(name: str) -> bool:
    """Whether a name is a word without a capital, where others have one: `shijing`."""
    return " " not in name and name.isascii() and name.islower()


def is_office(name: str) -> bool:
    """Whether a name is that of an office, an agency or a site."""
    return _NO_PERSON.search(name) is not None
