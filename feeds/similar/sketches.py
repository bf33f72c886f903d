"""A text as it is compared: shingles, numbers, and the few hashes by which the store finds its like."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from zlib import crc32

from feeds.models import Article

# Of longer articles shingles are made up to here; the rest must only not contradict a fold.
LONGEST = 12_000
# Hashes an article is found by: the lowest of its clauses' hashes, so that a part finds the whole.
POSTINGS = 12
Shingle = str | tuple[str, str, str]
CHARACTERS = 5
WORDS = 3

_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_SAMPLE = 400
# Normalizing costs as much as all the rest, and full-width punctuation is dropped anyway: only where one of these is.
_NEEDS_NORMALIZING = "０１２３４５６７８９－．Ａａ①②\u0300\u0301\u0303\u0308\u0327ﬁﬂ"
# A full stop within a number stays, as 1.5 is not 15; other marks have two widths, and go.
_LETTERS = re.compile(r"[^\W_]+(?:\.(?=\d))?")
_WORD = re.compile(r"[^\W_]+(?:[.,][0-9]+)*")
_CLAUSE_END = re.compile(r"[。！？；，、：!?;:,\n\r…—“”\"«»()（）【】]+|\.\s")
_NUMBER = re.compile(r"[0-9]+(?:[.,][0-9]+)*|[一二三四五六七八九十百千万亿零〇两]{2,}")
_CLAUSE_CHARACTERS = 6
_CLAUSE_LETTERS = 20


@dataclass(frozen=True)
class Sketch:
    """A text made ready to be compared. Each part is worked out when it is asked for, and once."""

    title: str
    text: str
    rest: str = ""

    @cached_property
    def unspaced(self) -> bool:
        """Whether its script puts no space between words."""
        sample = self.text[:: max(1, len(self.text) // _SAMPLE)]
        return 4 * len(_UNSPACED.findall(sample)) > len(sample)

    @cached_property
    def postings(self) -> tuple[int, ...]:
        """What the store finds it by. Whole clauses: few edits touch them all, and they are far fewer than shingles.

        A garbled text has none: it finds nothing and is not found.
        """
        if "\ufffd" in self.text:
            return ()
        least = _CLAUSE_CHARACTERS if self.unspaced else _CLAUSE_LETTERS
        clauses = _CLAUSE_END.split(self.text.casefold())
        telling = {clause.strip() for clause in clauses if len(clause) >= least} or {"".join(clauses)} - {""}
        by_hash = {crc32(encoded): encoded for encoded in (clause.encode("utf-8", "replace") for clause in telling)}
        lowest = sorted(by_hash)[:POSTINGS]
        return tuple(sorted(int.from_bytes(blake2b(by_hash[low], digest_size=6).digest()) for low in lowest))

    @cached_property
    def units(self) -> list[str] | str:
        """What shingles are made of: a string of characters, or a list of words in their own case."""
        return "".join(_LETTERS.findall(self.text)) if self.unspaced else _WORD.findall(self.text)

    @cached_property
    def folded(self) -> str:
        """The units as one string, case folded."""
        return (self.units if isinstance(self.units, str) else " ".join(self.units)).casefold()

    @cached_property
    def tokens(self) -> list[str] | str:
        """The units, case folded."""
        return self.folded if self.unspaced else self.folded.split(" ")

    @cached_property
    def count(self) -> int:
        """How many shingles it has."""
        return max(0, len(self.folded) - CHARACTERS + 1 if self.unspaced else len(self._threes))

    @cached_property
    def places(self) -> dict[Shingle, int]:
        """Where each shingle stands first."""
        backwards = range(self.count - 1, -1, -1)
        if self.unspaced:
            plain = self.folded
            return {plain[place : place + CHARACTERS]: place for place in backwards}
        return dict(zip(reversed(self._threes), backwards, strict=True))

    def shingle(self, place: int) -> Shingle:
        return self.folded[place : place + CHARACTERS] if self.unspaced else self._threes[place]

    def missing_from(self, other: "Sketch") -> list[int]:
        """The places of the shingles that the other text has nowhere."""
        known = other.places
        if self.unspaced:
            plain = self.folded
            return [place for place in range(self.count) if plain[place : place + CHARACTERS] not in known]
        return [place for place, three in enumerate(self._threes) if three not in known]

    @cached_property
    def _threes(self) -> list[tuple[str, str, str]]:
        words = self.tokens
        return list(zip(words, words[1:], words[2:], strict=False))


def sketch(article: Article) -> Sketch:
    """The sketch of an article: nearly free until something is asked of it."""
    return sketch_text(article.text, article.title)


def sketch_text(text: str, title: str = "") -> Sketch:
    """The sketch of a text without an article around it."""
    if not text.isascii() and any(mark in text for mark in _NEEDS_NORMALIZING):
        text = unicodedata.normalize("NFKC", text)
    return Sketch(title, text[:LONGEST], text[LONGEST:])


def clauses(text: str) -> list[str]:
    """The clauses of a text that are long enough to tell something."""
    return [clause for clause in map(str.strip, _CLAUSE_END.split(text)) if len(clause) >= _CLAUSE_CHARACTERS]


def numbers(text: str) -> frozenset[str]:
    """The numbers of a text, without the commas of thousands."""
    return frozenset(number.replace(",", "") for number in _NUMBER.findall(text))
