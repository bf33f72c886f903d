"""The words around a printed date: do they say published, edited or an event, and what is the date worth by them?"""

import re
from dataclasses import dataclass

from scraper.dates.words import WEEKDAYS, key
from scraper.extract.alternatives import alternatives, any_of, in_table
from scraper.extract.around import Around
from scraper.extract.body.outline import HEADINGS, Line
from scraper.extract.body.prune import ENDS

# All of these are for texts in lower case.
PUBLISHED = any_of(r"""
发布 发表 时间 日(?<!成文日)(?<!印发日)期
发稿 刊发 發布 發佈 發表 時間 刊登 上版 ver(?:ö|oe)ffentlich(?:t|ung) erschienen erstellt publiziert
publi(?:shed|cation|cat|cēt|cer|sert) posted publié mis_en_ligne publicado pubblicato publikov[aá]n publikacj
gepubliceerd
опубликовано opublikowano utworzono yay[ıi]n ngày_đăng 掲載日 公開日 更新日時 입력 등록 نشر
\bdat(?:e|um|a)\b(?!\slimite) \bfecha\b
\b(?:presse(?:mitteilung|meldung|information)|m(?:eld|itteil)ung)(?:\s(?:nr\.?\s?)?\d[\d/.-]*)?_vom\b
geschrieben eingestellt \b(?:beitrag|artikel|eintrag)_wurde
投稿日 登録日 配信日 発表日 作成日 掲載日時 公開日時 작성일 게시일 발행일 승인 เผยแพร่ วันที่ โพสต์
تاريخ تاریخ انتشار प्रकाशित פורסם תאריך
δημοσι közzét megjelent objavljeno објављено публикуван опубліковано розміщено \bbirt\b julkaistu udgivet
offentliggjort diterbitkan dipublikasikan \btanggal\b \btarihi?\b zveřejněno zverejnené vydáno vloženo paskelbta
avaldatud дата_публикации
""")
_AFTER = re.compile(r"[^。.\d]{0,40}(?:发表|发布|刊登|發表|發布|gepostet|veröffentlicht|geschrieben|publié|posted)")
_EDITED = any_of(r"""
更新(?!日時) 成文日期 印发日期
修改 異動 编辑时间 updated?\b last_(?:modified|changed|edited) modified aktualisiert aktualisierung
letzte_änderung \bmodificat[oa]\b \bmodifica_il\b
zuletzt ge(?:ä|ae)ndert bearbeitet \bstand\b mis_à_jour actualizad[oa] aggiornat[oa] atualizado bijgewerkt обновлено
güncelle 수정 تحديث 최종편집 업데이트
päivitetty muokattu uppdaterad senast_ändrad opdateret sidst_ændret oppdatert sist_endret zaktualiz aktualizacja
ostatnia_zmiana aktualizov upraveno změněno frissít módosít actualizat modific(?:at|ad)[oa]? ažurir izmijenjeno
ενημερώ измен[её]н обновлени оновлено змінено обновен uppfært עודכן แก้ไข อัปเดต ปรับปรุง روزرسانی ویرایش
cập_nhật diperbarui diubah
modifié dernière_modification última_(?:actualización|modificación|atualização|modificação)
ultim[oa]_(?:aggiornamento|modifica) gewijzigd poprawiono last_reviewed
""")
# Words that mean publication and nothing else: 成文日期 and Datum may be another day's.
_SURE = any_of("""
发布 发表 刊发 發布 發佈 發表 刊登 ffentlich erschienen publi posted mis_en_ligne опублик опублік 掲載 公開 投稿日 등록
입력 작성일 게시일 ngày_đăng เผยแพร่ نشر انتشار प्रकाशित פורסם δημοσι közzét objavlj julkais diterbit
""")
_EVENTS = r"""
会议 活动 报名 举办 举行 截止 考试 开标 投标 比赛 演出 讲座 培训 成立 施行 实施 生效 开始 结束 出生 會議 活動
(?:面试|笔试|报到|公示|截稿|征集|领取|预约|开庭|上课|开班|交易)(?:时间|日期|期限?)
(?:register|apply|rsvp|reply|respond)_by rendez-vous
beginn event termin wann deadline schluss start birth geboren born
meeting session webinar sitzung treffen versammlung réunion séance assemblée reunión sesión asamblea riunione assemblea
reunião assembleia vergadering sammanträde spotkanie posiedzenie заседание собрание совещание toplantı rapat
début clôture date_limite échéance inscriptions? inicio cierre plazo fecha_límite scadenza inizio prazo início
początek начало окончание срок başlang[ıi]ç bitiş son_başvuru
締切日? 締め切り 期限 開催日?時? (?<!\w)日時
시작 마감 접수 행사 개최 일시 기간 مهلت موعد بداية \bwhen closing evento проведения hạn_chót batas_waktu
\b(?:du|from|vom|dal|del|od|с)\s\d{1,2}\.?(?:\s[^\W\d]+\.?)?\s?(?:bis|au|to|al|do|по|–|-)
今天是? 今日是? 现在是 当前 today(?:_is)? heute(?:_ist)?
\b(?:says|wrote|schrieb|escribió|schreef) \ba_écrit \bha_scritto
\b(?:urteil|beschluss|entscheidung|fassung|foto|bild)_vom printed_on judgment_of arrêt_du sentenza_del sentencia_del?
\b(?:gültig_)?ab valid_from valable_à_partir_du à_(?:partir|compter)_du válido_desde
"""
# "更新时间" is where much is published on, but not beside "发布时间".
_OF_EDIT = re.compile(r"(?:更新|修改)(?:时间|日期|時間)[:：]?\s*\Z")
# What says where something takes place, beside when it does; and what parts the first day of a period from its last.
_PLACE = re.compile(
    r"\W*(?:[一二三四五六七八九十\d]{1,2}[、.．]\s?)?"
    r"(?:地\s{0,2}[点點]|会场|會場|場所|会場|장소|địa điểm|venue|location|place|where|ort|wo|lieu|lugar|luogo"
    r"|plaats|sted|plats|miejsce|место|yer)\s?[:：]",
    re.IGNORECASE,
)
_FROM = re.compile(r"(?:\d日|\d[./-]\d{1,2}[./-]\d{2,4})\s?(?:—{1,2}|–|-|－|~|～|至|到|bis|to)\s*\Z")
_PERIOD = re.compile(r"\s?[上下]?午?\s?(?:至|到|～|~)\s?\d|日?\s?(?:-|–|—|－|——)\s?\d{1,2}[月日]")
_EVENT = re.compile(
    alternatives(in_table(_EVENTS)) + r"\s?(?:时间|日期|時間|date|datum)?\s?[:：]?\s?(?:am|on|le|el|il|em|op)?\s?\Z"
)
# The hour at which something ends: what begins at the hour before is no day of publication.
_UNTIL = re.compile(r"\s?(?:[-–—]|to|bis|until|à|a|alle|til|do)\s?\d{1,2}(?:[:.h]\d\d\b|\s?(?:Uhr|[ap]\.?m)\b)")
_HOURS = re.compile(r",?\s\d{1,2}(?:[:.]\d\d)?\s?[–-]\s?\d{1,2}(?:[:.]\d\d)?\s?(?:[Uu]hr|[Hh]\b|[ap]\.?m\b)")
_CLOCK = re.compile(r"\d[:.h]\d\d\s?(?:Uhr|[ap]\.?m\.?)?\s?\Z")
_SENTENCE = re.compile(r"[。！？]|(?<!\b[A-Z])[.!?]\s")  # but no initial: "Markus M. Muster"
_STOP = re.compile("[。！？；]")
_SAYING = 45  # so much text beside a date says something
_BEFORE, _REACH = 30, 60
_CELL = 24  # characters of a label in a cell of its own
_LABEL_CELLS = ("td", "th", "dt")
EDIT = 2.3  # what the day of an edit below the body is worth: it counts where nothing else is
# Between a place or a name and its day; and before who wrote it.
_ARTICLES = frozenset(["a", "am", "den", "der", "el", "il", "le", "on", "op", "em", "o"])
_BY = frozenset(["by", "von", "par", "por", "di", "da", "door", "af", "av", "przez"])
_LABEL = 1  # word before a date, or behind it, is its label


@dataclass(frozen=True, slots=True)
class Label:
    """What stands around a date. `rest` is how much text shares its line, `prose` whether that is a sentence."""

    published: bool
    sure: bool
    edited: bool
    event: bool
    of_edit: bool
    rest: int
    prose: bool

    @classmethod
    def of(cls, around: Around, place: int, span: tuple[int, int]) -> "Label":
        """The label of the date at `span` in the line at `place`."""
        line = around.lines[place]
        begin, end = span
        before = line.text[max(0, begin - _BEFORE) : begin]
        if begin <= 2 and place and _is_label(around.lines[place - 1], line):
            before = around.lines[place - 1].text + before  # the label stands in a cell of its own
        before = _STOP.split(_low(before))[-1]  # what a sentence before this one says is no label
        rest = line.text[:begin] + line.text[end:]
        until = _UNTIL.match(line.text, end) is not None and _CLOCK.search(line.text[begin:end]) is not None
        event = until or _HOURS.match(line.text, end) is not None or _EVENT.search(before) is not None
        event = event or _FROM.search(before) is not None or _PERIOD.match(line.text, end) is not None
        sure = _SURE.search(before) is not None
        event = event or (not sure and begin < _BEFORE and _tells_where(around, place, end))
        published, edited = _last(PUBLISHED, before), _last(_EDITED, before)
        below = (
            place > around.start and published == edited and _is_mentioned(line.text[max(0, begin - _BEFORE) : begin])
        )
        return cls(
            not event and (published > edited or _AFTER.match(_low(line.text[end : end + _REACH])) is not None),
            sure,
            edited > published,
            event,
            _OF_EDIT.search(before) is not None,
            len(rest),
            below or _is_prose(line, span, inside=place >= around.start),
        )


def _is_mentioned(before: str) -> bool:
    """Whether a date below the first paragraph belongs to the words before it: "Applications by", "Founded:",
    "Inscriptions jusqu'au"; but not to those of a signature: "Porto, le", "von admin am"."""
    words = before.replace(" :", ":").split()
    if any(word.lower() in _BY for word in words[:-1]):
        return False
    while words and (words[-1].lower() in _ARTICLES or key(words[-1].strip(",.").lower()) in WEEKDAYS):
        words.pop()
    last = words[-1] if words else ""
    return "©" in words or (last[:1].isalpha() and (last.endswith(":") or (last[:1].islower() and last[-1:].islower())))


def _tells_where(around: Around, place: int, end: int) -> bool:
    """Whether a place is named behind the date in its line, or at the beginning of the next."""
    line = around.lines[place]
    if any(_PLACE.match(part) for part in re.split(r"[,;|，；。.]\s?|\s{2,}", line.text[end : end + _REACH])):
        return True
    return place + 1 < len(around.lines) and _PLACE.match(around.lines[place + 1].text) is not None


def _is_label(cell: Line, line: Line) -> bool:
    """Whether a short line is the label of the next: it ends with a colon, or is the cell before in the same row."""
    if len(cell.text) >= _CELL:
        return False
    row = cell.owner.parent
    alone = cell.owner.tag in _LABEL_CELLS and row is not None and row is line.owner.parent
    return cell.text.endswith((":", "：")) or (alone and not any(c.isdigit() for c in cell.text))


def _is_prose(line: Line, span: tuple[int, int], *, inside: bool) -> bool:
    """Whether the line around a date is a sentence; a heading is one where it ends with a stop."""
    if line.owner.tag in HEADINGS:
        return line.text.endswith(ENDS) and _says_more(line.text, span)
    return line.worth > 0 and (_says_more(line.text, span) if inside else _says_when(line.text, span[0]))


def _says_more(text: str, span: tuple[int, int]) -> bool:
    """Whether what stands beside a date in the body is a sentence, and no label."""
    before, after = text[: span[0]], text[span[1] :]
    if len(before) + len(after) > _SAYING or _SENTENCE.search(before + after) is not None:
        return True
    return text.endswith(ENDS) and min(len(before.split()), len(after.split())) > _LABEL


def _says_when(text: str, begin: int) -> bool:
    """Whether a line above the body is a sentence with a date towards its end: "On the radio on 14.04.2026."."""
    return begin > _BEFORE and text.endswith(ENDS)


def says_published(before: str) -> bool:
    """Whether the last label before a date says published, not edited."""
    before = _low(before)
    return _last(PUBLISHED, before) > _last(_EDITED, before)


def worth(weight: float, label: Label, span: tuple[int, int], dated: bool, source: str) -> float:
    """What a printed date is worth: alone or labelled most, in a sentence nearly nothing."""
    if label.event:
        return 1.0
    if label.edited and source == "below":
        return 1.0 if label.prose else EDIT
    if label.edited:
        near = source == "line" or weight > 6  # right above the headline
        weight = 2.5 if near and not label.prose else 1.0
    elif label.prose and not (label.published and (span[0] < 40 or label.rest < 60)):
        weight = 2.0
    elif label.published or span[0] <= 2:
        weight += 1.5 if label.sure else 0.5 if label.of_edit else 1.0
    elif label.rest > 60 and not dated:
        weight = 2.5 if label.rest > 120 else weight - 2.0
    if source == "below" and not label.published:
        weight -= 2.5 if label.rest > 30 else 1.5
    return weight


def _low(text: str) -> str:
    """In lower case; of the Turkish capital İ without the dot that it keeps."""
    return text.lower().replace("i\u0307", "i")


def _last(pattern: re.Pattern[str], text: str) -> int:
    return max((match.start() for match in pattern.finditer(text)), default=-1)
