"""Long tables of words as patterns that are quick to search for.

Where each alternative begins with a letter, `re` skips in C to the places where one of them can begin; a group, a
boundary or a look behind in front of any of them makes it try all of them at each letter, ten times slower. So a group
in front is written out, and what must not stand before a word is asked for behind its first letter.

    (?:content_)?source    ->  content source|source
    \\bvia                  ->  v(?<!\\wv)ia
    ^(?:my|your)           ->  m(?<![\\s\\S]m)y|y(?<![\\s\\S]y)our
    (?<!图)来源            ->  来(?<!图来)源
"""

import re
from collections.abc import Iterable, Iterator

_BEFORE = re.compile(r"\\b|\^|\(\?<!(?P<what>(?:\[[^\]]*\]|[^()])+)\)")
_NOT_BEFORE = {r"\b": r"\w", "^": r"[\s\S]"}
_SPECIAL = frozenset("^$\\.[](){}*+?|")
_ANYWHERE = "*?{"


def alternatives(words: Iterable[str]) -> str:
    """Patterns as the alternatives of a group, in their order.

    Raises ValueError for one that begins with no letter even so, for then the whole group is slow.
    """
    return "(?:" + "|".join(quick for word in words for quick in _quick(word)) + ")"


def in_table(table: str) -> list[str]:
    """The patterns of a table, separated by white space; `_` is a space."""
    return [word.replace("_", " ") for word in table.split()]


def any_of(table: str) -> re.Pattern[str]:
    """The pattern of a table, for texts in the case in which the table is written."""
    return re.compile(alternatives(in_table(table)))


def _quick(alternative: str) -> Iterator[str]:
    before = _BEFORE.match(alternative)
    rest = alternative[before.end() :] if before is not None else alternative
    for word in _written_out(rest):
        first, more = word[:1], word[1:]
        if not first or first in _SPECIAL or (more and more[0] in _ANYWHERE):
            raise ValueError(f"{alternative!r} begins with no letter that all its matches have")
        if before is None:
            yield word
        else:
            yield f"{first}(?<!{before['what'] or _NOT_BEFORE[before[0]]}{first}){more}"


def _written_out(word: str) -> Iterator[str]:
    """`(?:a|b)c` as `ac` and `bc`; with a `?` behind the group also as `c`."""
    if not word.startswith("(?:"):
        yield word
        return
    depth, parts, begin = 0, [], 3
    for place, sign in enumerate(word):
        depth += (sign == "(") - (sign == ")")
        if (sign == "|" and depth == 1) or (sign == ")" and depth == 0):
            parts.append(word[begin:place])
            begin = place + 1
            if depth == 0:
                break
    rest = word[begin:]
    if optional := rest.startswith("?"):
        rest = rest[1:]
    for part in parts:
        yield from _written_out(part + rest)
    if optional:
        yield from _written_out(rest)
