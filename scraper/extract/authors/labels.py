"""The words that stand before a name in a byline, in the languages that federations write.

BY       a preposition, on which the name follows: `By Mia Muster`, `oleh Budi Santoso`
SAID     what may stand before it: `Posted by …`, `Publié par …`
WRITERS  a noun or verb before a colon, with the words that may stand between: `Text und Foto: …`, `Автор статьи: …`
"""

import re
from collections.abc import Mapping

BY = frozenset(["by", "von", "par", "por", "di", "door", "af", "av", "oleh", "przez", "από", "بقلم", "โดย", "מאת"])
# Nouns that need no colon before a full name: `Text Mia Muster`.
_NOUNS = """
text tekst teksti autor autorin autoren autorka author auteur autore автор авторы автори текст текста yazar szerző
interview
"""
NOUNS = frozenset(_NOUNS.split())
_PHRASES = """
a cura di|Story by|Words by|Entretien réalisé par
Van onze verslaggever|Van onze verslaggeefster|Van onze redacteur|Van onze correspondent
dal nostro inviato|dalla nostra inviata|dal nostro corrispondente|dalla nostra corrispondente
De notre envoyé spécial|De notre envoyée spéciale|De notre correspondant|De notre correspondante
De nuestro corresponsal|De nuestra corresponsal|Von unserem Redakteur|Von unserer Redakteurin
Von unserem Korrespondenten|Von unserer Korrespondentin|Von unserem Redaktionsmitglied
Das Gespräch führte|Das Gespräch führten|Das Interview führte|Das Interview führten|Die Fragen stellte
Ein Gastbeitrag von|Gastbeitrag von|Ein Beitrag von|Guest post by|Guest column by
Interview von|Propos recueillis par|Scritto da
Pubblicato da|Inserito da|Texto de|Scris de|Publicat de|Postat de|Γράφει ο|Γράφει η|Kirjoittanut|Piše|Írta|به قلم|نوشته
Материал подготовил|Материал подготовила|เขียนโดย
"""
PHRASES = tuple(phrase for line in _PHRASES.split("\n") for phrase in line.split("|") if phrase)
SAID = """
posted submitted written published created contributed reported reporting article report story text
geschrieben verfasst erstellt veröffentlicht eingestellt gespeichert bericht beitrag
publié posté rédigé écrit ecrit soumis texte publicado enviado escrito redactado reportaje
articolo testo geplaatst gepubliceerd geschreven ingediend skriven publicerad skrevet
opublikowane opublikowany dodane napisane ditulis
kolumne kommentar analyse essay glosse reportage porträt rezension kritik protokoll
analysis column comment commentary opinion review chronique tribune commento analisi intervista
"""
_AUTHORS = """
author authors autor autorin autorinnen autoren autorka autorica autori autore autrice autores autora autoras auteur
auteure auteurs автор авторы автори авторка συντάκτης συντάκτρια συγγραφέας γράφει
yazar yazan muhabir hazırlayan penulis pewarta oleh reporter verfasser verfasserin kirjoittaja kirjoittanut toimittaja
forfatter skribent författare journalist journaliste periodista корреспондент журналист журналіст подготовил подготовила
szerző szerzők írta napsal napsala napisał napisała napisao napisala piše opracował opracowała oprac opracowanie
dodał dodała redactor scris skriven skrevet
الكاتب المؤلف كتب كتبت بقلم إعداد نویسنده خبرنگار نگارنده लेखक लेखिका ผู้เขียน โดย เขียนโดย מאת כתב כתבה
執筆 執筆者 著者 筆者 投稿者 ライター tác người
"""
_TEXTS = """
text texts texto textos texte textes tekst teksty teksti testo testi текст words bericht reportagem reportaje reportage
bài tin 文 取材
"""
_OF_IT = """
in innen of the article post des der artikels beitrags berichts textes článku příspěvku textu tekstu artykułu wpisu
текста статьи публикации материала новости заметки статті новини матеріалу del de la do da dell l artículo texto matéria
articolo article cikk giả viết
"""
_AND_PHOTO = """
und u and och og y e et i и та і ja en dan și và a foto fotos photo photos bild bilder kuva kuvat zdjęcia fotografie
фото ảnh bài viết slike fotografije 写真 文 撮影
"""
WRITERS: Mapping[str, frozenset[str]] = {
    word.casefold(): frozenset(between.split())
    for words, between in ((_AUTHORS, _OF_IT), (_TEXTS, _AND_PHOTO))
    for word in words.split()
}


def _written(words: frozenset[str] | tuple[str, ...]) -> str:
    """The words as they begin a byline: `by`, `By`, `BY`."""
    forms = {form for word in words for form in (word, word[:1].upper() + word[1:], word.upper())}
    return "|".join(sorted(map(re.escape, forms), key=lambda form: (-len(form), form)))


BEFORE_NAMES = rf"(?:(?P<by>{_written(PHRASES)}|{_written(BY)})|{_written(NOUNS)})"
SAID_BEFORE = "|".join(SAID.split())
# One of these stands in every line that BEFORE_NAMES finds.
SIGNS = BY | NOUNS | {max(phrase.split(), key=len).casefold() for phrase in PHRASES}
# What a value or a named element says before its name.
LEAD = (
    rf"(?:(?:{SAID_BEFORE})\s)?(?:{'|'.join([*sorted(BY), *PHRASES])})"
    rf"|(?:{'|'.join(_AUTHORS.split())})(?:\s(?:{'|'.join(_OF_IT.split())})){{0,3}}(?=\s?[:：])"
    rf"|(?:{'|'.join(_TEXTS.split())})(?:\s?(?:{'|'.join(_AND_PHOTO.split())})){{0,3}}(?=\s?[:：])"
)
