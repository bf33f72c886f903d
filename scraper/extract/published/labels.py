"""The words around a printed date: do they say published, edited or an event, and what is the date worth by them?"""

import re
from dataclasses import dataclass

from scraper.extract.around import Around
from scraper.extract.body.prune import ENDS

PUBLISHED = re.compile(
    r"发布|发表|时间|日期|发稿|刊发|發布|發佈|發表|時間|刊登|上版|Ver(?:ö|oe)ffentlich(?:t|ung)|Erschienen|Erstellt"
    r"|Publiziert|Publi(?:shed|cation|cat|cēt|cer|sert)"
    r"|Posted|Publié|Mis en ligne|Publicado|Pubblicato|Publikov[aá]n|Gepubliceerd|Опубликовано|Opublikowano|Yayın"
    r"|Ngày đăng|掲載日|公開日|更新日時|입력|등록|نشر|\bDat(?:e|um|a)\b|\bFecha\b"
    r"|\b(?:Presse(?:mitteilung|meldung|information)|M(?:eld|itteil)ung)(?:\s(?:Nr\.?\s?)?\d[\d/.-]*)? vom\b"
    r"|Geschrieben|Eingestellt|\b(?:Beitrag|Artikel|Eintrag) wurde"
    r"|投稿日|登録日|配信日|発表日|作成日|掲載日時|公開日時|작성일|게시일|발행일|승인|เผยแพร่|วันที่|โพสต์|تاريخ|تاریخ|انتشار|प्रकाशित|פורסם|תאריך"
    r"|Δημοσι|Közzét|Megjelent|Objavljeno|Објављено|Публикуван|Опубліковано|Розміщено|\bBirt\b|Julkaistu|Udgivet|Offentliggjort"
    r"|Diterbitkan|Dipublikasikan|\bTanggal\b|\bTarihi?\b|Zveřejněno|Zverejnené|Vydáno|Vloženo|Paskelbta|Avaldatud"
    r"|Дата публикации",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"[^。.\d]{0,40}(?:发表|发布|刊登|發表|發布|gepostet|veröffentlicht|geschrieben|publié|posted)", re.IGNORECASE
)
_EDITED = re.compile(
    r"更新(?!日時)|修改|異動|编辑时间|Updated?\b|Last (?:modified|changed|edited)|Modified|aktualisiert|Aktualisierung"
    r"|Letzte Änderung|\bmodificat[oa]\b|\bmodifica il\b"
    r"|zuletzt|ge(?:ä|ae)ndert|bearbeitet|\bStand\b|mis à jour|Actualizad[oa]|Aggiornat[oa]|Atualizado|bijgewerkt"
    r"|Обновлено"
    r"|Güncelle|수정|تحديث|geändert|최종편집|업데이트"
    r"|Päivitetty|Muokattu|Uppdaterad|Senast ändrad|Opdateret|Sidst ændret|Oppdatert|Sist endret|Zaktualiz|Aktualizacja"
    r"|Ostatnia zmiana|Aktualizov|Upraveno|Změněno|Frissít|Módosít|Actualizat|Modific(?:at|ad)[oa]?|Ažurir|Izmijenjeno"
    r"|Ενημερώ|Измен[её]н|Обновлени|Оновлено|Змінено|Обновен|Uppfært|עודכן|แก้ไข|อัปเดต|ปรับปรุง|روزرسانی|ویرایش"
    r"|Cập nhật|Diperbarui|Diubah"
    r"|Modifié|Dernière modification|Última (?:actualización|modificación|atualização|modificação)"
    r"|Ultim[oa] (?:aggiornamento|modifica)|Gewijzigd",
    re.IGNORECASE,
)
# Words that mean publication and nothing else: 成文日期 and Datum may be another day's.
_SURE = re.compile(
    r"发布|发表|刊发|發布|發佈|發表|刊登|ffentlich|Erschienen|Publi|Posted"
    r"|Mis en ligne|Опублик|Опублік|掲載|公開|投稿日|등록|입력|작성일|게시일|Ngày đăng|เผยแพร่|نشر|انتشار"
    r"|प्रकाशित|פורסם|Δημοσι|Közzét|Objavlj|Julkais|Diterbit",
    re.IGNORECASE,
)
_EVENT = re.compile(
    r"(?:会议|活动|报名|举办|举行|截止|考试|开标|投标|比赛|演出|讲座|培训|成立|施行|实施|生效|开始|结束|出生|會議"
    r"|活動|截止|Beginn|Event|Termin|Wann|Deadline"
    r"|schluss|Start|Birth|geboren|Born"
    r"|Début|Clôture|Date limite|Échéance|Inscriptions?|Inicio|Cierre|Plazo|Fecha límite|Scadenza|Inizio|Prazo|Início"
    r"|Początek|Termin|Начало|Окончание|Срок|Başlangıç|Bitiş|Son başvuru"
    r"|締切日?|締め切り|期限|開催日?時?|(?<!\w)日時"
    r"|시작|마감|접수|행사|개최|일시|기간|مهلت|موعد|بداية|\bWhen|Closing|Evento|проведения|Hạn chót|Batas waktu"
    r"|\b(?:du|from|vom|dal|del|od|с)\s\d{1,2}\.?(?:\s[^\W\d]+\.?)?\s?(?:bis|au|to|al|do|по|–|-)"
    r"|今天是?|今日是?|现在是|当前|Today(?: is)?|Heute(?: ist)?)"
    r"\s?(?:时间|日期|時間|date|datum)?\s?[:：]?\s?(?:am|on)?\s?\Z",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[。！？]|(?<!\b[A-Z])[.!?]\s")  # but no initial: "Markus M. Muster"
_SAYING = 45  # so much text beside a date says something
_BEFORE = 30


@dataclass(frozen=True, slots=True)
class Label:
    """What stands around a date. `rest` is how much text shares its line, `prose` whether that is a sentence."""

    published: bool
    sure: bool
    edited: bool
    event: bool
    rest: int
    prose: bool

    @classmethod
    def of(cls, around: Around, place: int, span: tuple[int, int]) -> "Label":
        """The label of the date at `span` in the line at `place`."""
        line = around.lines[place]
        begin, end = span
        before = line.text[max(0, begin - _BEFORE) : begin]
        if begin <= 2 and place and len(cell := around.lines[place - 1].text) < 24 and cell.endswith((":", "：")):
            before = cell + before  # the label stands in a cell of its own
        rest = line.text[:begin] + line.text[end:]
        event = _EVENT.search(before) is not None
        return cls(
            not event and (says_published(before) or _AFTER.match(line.text, end) is not None),
            _SURE.search(before) is not None,
            _last(_EDITED, before) > _last(PUBLISHED, before),
            event,
            len(rest),
            line.worth > 0 and (_says_more(rest) if place >= around.start else _says_when(line.text, begin)),
        )


def _says_more(rest: str) -> bool:
    """Whether what stands beside a date in the body is a sentence, and no label."""
    return len(rest) > _SAYING or _SENTENCE.search(rest) is not None


def _says_when(text: str, begin: int) -> bool:
    """Whether a line above the body is a sentence with a date towards its end: "On the radio on 14.04.2026."."""
    return begin > _BEFORE and text.endswith(ENDS)


def says_published(before: str) -> bool:
    """Whether the last label before a date says published, not edited."""
    return _last(PUBLISHED, before) > _last(_EDITED, before)


def worth(weight: float, label: Label, span: tuple[int, int], dated: bool, source: str) -> float:
    """What a printed date is worth: alone or labelled most, in a sentence nearly nothing."""
    if label.event:
        return 1.0
    if label.edited:
        near = source == "line" or weight > 6  # right above the headline
        weight = 2.5 if near and not label.prose else 1.0
    elif label.prose and not (label.published and (span[0] < 40 or label.rest < 60)):
        weight = 2.0
    elif label.published or span[0] <= 2:
        weight += 1.5 if label.sure else 1.0
    elif label.rest > 60 and not dated:
        weight = 2.5 if label.rest > 120 else weight - 2.0
    if source == "below" and not label.published:
        weight -= 2.5 if label.rest > 30 else 1.5
    return weight


def _last(pattern: re.Pattern[str], text: str) -> int:
    return max((match.start() for match in pattern.finditer(text)), default=-1)
