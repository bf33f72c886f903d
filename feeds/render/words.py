"""The few words that fedfeed adds to an item, in the item's own language where we know it."""

from dataclasses import dataclass

from feeds.models import Partial


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language: templates take what stands in braces."""

    also: str
    attachments: str
    source: str
    partial: str
    file: str


_ENGLISH = Words(
    also="Also published by",
    attachments="Attachments",
    source="Source",
    partial="The text stands at the source only.",
    file="The text stands in the attached file.",
)
_WORDS = {
    "en": _ENGLISH,
    "zh": Words("另见", "附件", "来源", "正文请见原文页面。", "正文请见附件。"),
    "fr": Words(
        "Publié aussi par",
        "Pièces jointes",
        "Source",
        "Le texte ne se trouve qu'à la source.",
        "Le texte se trouve dans le fichier joint.",
    ),
    "de": Words(
        "Auch veröffentlicht von",
        "Anhänge",
        "Quelle",
        "Der Text steht nur bei der Quelle.",
        "Der Text steht in der angehängten Datei.",
    ),
    "es": Words(
        "También publicado por",
        "Archivos adjuntos",
        "Fuente",
        "El texto solo está en la fuente.",
        "El texto está en el archivo adjunto.",
    ),
}
_FILES: frozenset[Partial] = frozenset({"pdf", "file"})


def words(language: str) -> Words:
    """The words for a BCP 47 tag, English for languages we have none of."""
    return _WORDS.get(language.lower().partition("-")[0], _ENGLISH)


def partial_note(partial: Partial, language: str) -> str:
    """Why an item has no text, in one sentence; "" for a whole one."""
    if not partial:
        return ""
    chosen = words(language)
    return chosen.file if partial in _FILES else chosen.partial
