"""A text as it is compared: shingles, numbers, and the few hashes by which the store finds its like."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from zlib import crc32

from feeds.models import Article

# Longer articles are compared by their beginning; nothing of a repost hides behind 20,000 characters.
MAX_TEXT = 20_000
# Hashes an article is found by: the lowest of its clauses' hashes, so that a part finds the whole.
POSTINGS = 8
CHARACTERS = 5
WORDS = 3

_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_NO_LETTER = re.compile(r"[\W_]+")
_WORD = re.compile(r"[^\W_]+(?:[.,][0-9]+)*")
_CLAUSE_END = re.compile(r"[。！？；，、：!?;:,\n\r…—“”\"«»()（）【】]+|\.\s")
_NUMBER = re.compile(r"[0-9]+(?:[.,][0-9]+)*|[一二三四五六七八九十百千万亿零〇两]{2,}")
_CLAUSE_CHARACTERS = 6
_CLAUSE_LETTERS = 18


@dataclass(frozen=True)
class Sketch:
    """A text made ready. `postings` go into the store; the rest is worked out when it is compared, and once."""

    title: str
    text: str
    unspaced: bool
    postings: tuple[int, ...]

    @cached_property
    def units(self) -> list[str] | str:
        """What shingles are made of: a string of characters, or a list of words in their own case."""
        return _NO_LETTER.sub("", self.text) if self.unspaced else _WORD.findall(self.text)

    @cached_property
    def shingles(self) -> list[str]:
        """Every shingle in its order, case folded."""
        if self.unspaced:
            plain = str(self.units).casefold()
            return [plain[i : i + CHARACTERS] for i in range(len(plain) - CHARACTERS + 1)]
        words = [word.casefold() for word in self.units]
        return [" ".join(three) for three in zip(words, words[1:], words[2:], strict=False)]

    @cached_property
    def shingle_set(self) -> frozenset[str]:
        return frozenset(self.shingles)

    @cached_property
    def places(self) -> dict[str, int]:
        """Where each shingle stands first."""
        return {shingle: place for place, shingle in reversed(list(enumerate(self.shingles)))}

    @cached_property
    def numbers(self) -> frozenset[str]:
        return numbers(self.text)


def sketch(article: Article) -> Sketch:
    """The sketch of an article. A garbled text has no postings: it finds nothing and is not found."""
    return sketch_text(article.text, article.title)


def sketch_text(text: str, title: str = "") -> Sketch:
    text = unicodedata.normalize("NFKC", text[:MAX_TEXT])
    unspaced = _is_unspaced(text)
    postings = () if "\ufffd" in text else _postings(text, unspaced)
    return Sketch(unicodedata.normalize("NFKC", title), text, unspaced, postings)


def numbers(text: str) -> frozenset[str]:
    """The numbers of a text, without the commas of thousands."""
    return frozenset(number.replace(",", "") for number in _NUMBER.findall(text))


def _is_unspaced(text: str) -> bool:
    beginning = text[:2000]
    return 4 * len(_UNSPACED.findall(beginning)) > len(beginning)


def _postings(text: str, unspaced: bool) -> tuple[int, ...]:
    """Hashes of whole clauses: few edits touch them all, and unlike shingles there are not a thousand to hash."""
    least = _CLAUSE_CHARACTERS if unspaced else _CLAUSE_LETTERS
    clauses = {_NO_LETTER.sub("", clause) for clause in _CLAUSE_END.split(text.casefold())}
    encoded = [clause.encode("utf-8", "replace") for clause in clauses if len(clause) >= least]
    encoded = encoded or [clause.encode("utf-8", "replace") for clause in clauses if clause]
    lowest = sorted((crc32(clause), clause) for clause in encoded)[:POSTINGS]
    return tuple(sorted(int.from_bytes(blake2b(clause, digest_size=6).digest()) for _, clause in lowest))
