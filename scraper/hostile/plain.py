"""Pages of ordinary tags, told from others by one pattern, which makes no object for any tag.

They cannot stall a parser: of their tags no more nest than may be open at once, none has room for many attributes, and
no mark stays open.
"""

import re
from functools import cache

from scraper.hostile.elements import BREAKS_OUT, FOREIGN, HOLDS_HTML, MARKERS, MARKS, MERGED, RAW
from scraper.hostile.tags import AFTER_NAME, BOGUS, COMMENT, SPACE, any_case

MOST = 2_000  # tags that nest
_LONGEST_MARK = 30  # tags in a mark
# An ordinary tag has at most 40 values, with at most 80 characters before each but for one run of white space, the room
# of 1,700 attributes; a value without quotes is one only right behind a name.
_NAME = rf"""[^ \t\n\f\r/>"'=]*+{AFTER_NAME}"""
_BETWEEN = rf"""{SPACE}*+[^>"'=]{{0,80}}+"""
_VALUE = rf"""="[^"]*+"|=(?:(?<=[\w-]=)[^ \t\n\f\r>"'=]++|{SPACE}*+(?:"[^"]*+"|'[^']*+')?+)"""
_REST = rf"""{_BETWEEN}(?:(?:{_VALUE}|["']){_BETWEEN}){{0,40}}+>"""
_NOT_PLAIN = rf"(?!(?i:svg|math|{'|'.join(sorted(RAW))}){AFTER_NAME})"


def _raw(name: str) -> str:
    """An element that is not looked into, up to its end tag."""
    end = rf"(?i:{name})[ \t\n\f\r/>]"
    if name != "script":
        return rf"(?i:{name[1:]}){AFTER_NAME}{_REST}[^<]*+(?:<(?!/{end})[^<]*+)*+"
    # Behind `<!--` a script may hold another's tags; what is both is left to `_script_end`.
    closed = rf"!--(?:-*+>|[^<-]*+(?:(?:-(?!->)|<(?!/?{end}))[^<-]*+)*+-->)"
    return (
        rf"(?i:{name[1:]}){AFTER_NAME}{_REST}[^<]*+(?:<(?:{closed}|(?!/{end}|!--))[^<]*+)*+"
        rf"(?:<!--[^<]*+(?:<(?!/?{end})[^<]*+)*+)?+(?=</{end}|\Z)"
    )


def _drawing(within: str) -> str:
    """A drawing is one leaf: what it holds is not much, and no HTML, and no raw text with tags."""
    names = {*RAW, *MARKERS, *FOREIGN, *BREAKS_OUT, *(name[1:] for name in HOLDS_HTML), "font", "select"}
    end = r"/(?!(?i:svg|p|br)[ \t\n\f\r/>])[a-zA-Z][a-zA-Z0-9]*+>"
    leaf = rf"(?i:style|title|desc){AFTER_NAME}{_REST}(?<!/>)[^<]*+(?=</(?i:style|title|desc)>)"
    nothing = rf"[^<]*+(?:<(?:{end}|{leaf}|{COMMENT}|{within})[^<]*+)*+"
    shape = rf"<(?!(?i:{'|'.join(sorted(names))}){AFTER_NAME})[a-zA-Z]{_NAME}{_REST}"
    return (
        rf"""[sS][vV][gG]{AFTER_NAME}{_REST}(?:(?<=["'\s]/>)|(?<!/>)"""
        rf"{nothing}(?:{shape}{nothing}){{0,{MOST}}}+</[sS][vV][gG]>)"
    )


_ONE_DRAWING = _drawing("(?!)")
_DRAWING = _drawing(_ONE_DRAWING)
_HIDDEN = rf"""{COMMENT}|{BOGUS}
    |[sS](?:{_raw("script")}|{_raw("style")})|{_DRAWING}|[tT](?:{_raw("title")}|{_raw("textarea")})|[iI]{_raw("iframe")}"""
_END_TAG = rf"/[a-zA-Z](?:[a-zA-Z0-9]*+>|{_NAME}{_REST})"
# Most tags by their first letters: none of what is hidden or foreign begins so.
_COMMON = r"(?![sS][cCtTvV]|[tT][eEiI]|[iI][fF]|[mM][aA]|[xX][mM]|[nN][oO])"
_NESTS_NOT = rf"(?:a|p|li|img|br|td|tr|meta|link|input|source){AFTER_NAME}{_REST}"


_MARK = "|".join(any_case(name) + AFTER_NAME for name in sorted(MARKS - {"a", "nobr"}))
# The attributes of all tags of these go to one element.
_MERGED = "|".join(any_case(name) + AFTER_NAME for name in sorted(MERGED))
# No mark begins with the first letters, nor anything that is hidden or foreign.
_NESTS = rf"<(?:[adgjklopqrvwyzADGJKLOPQRVWYZ]|(?!{_MARK}|{_MERGED})(?:{_COMMON}|{_NOT_PLAIN})[a-zA-Z]){_NAME}{_REST}"


def _bare(name: str) -> str:
    """An element that is closed behind a text."""
    return rf"{any_case(name)}{AFTER_NAME}{_REST}[^<]*+</{any_case(name)}>"


_IN_MARKS = "|".join(map(_bare, ("b", "em", "font", "i", "span", "strong", "u")))


def _closed(name: str) -> str:
    """A mark that is closed before many other tags, none of which nests or may stay open."""
    flat = rf"(?:a|p|li|img|br|input|source){AFTER_NAME}{_REST}"
    end = rf"(?!/{any_case(name)}{AFTER_NAME}){_END_TAG}"
    drawing = f"|{_ONE_DRAWING}" if name in ("i", "b", "em") else ""  # icons
    within = rf"(?:{end}|{flat}|{_IN_MARKS}{drawing})"
    return rf"{any_case(name)}{AFTER_NAME}{_REST}[^<]*+(?:<{within}[^<]*+){{0,{_LONGEST_MARK}}}+</{any_case(name)}>"


_CLOSED = "|".join(_closed(name) for name in sorted(MARKS - {"a", "nobr"}))


def _plain(leaf: str = "") -> re.Pattern[str]:
    """A page of ordinary tags, of which few nest, and no mark stays open. `leaf` is what else stands for itself."""
    nothing = rf"[^<]*+(?:<(?:{_END_TAG}|{_NESTS_NOT}|{_HIDDEN}{leaf}|(?![a-zA-Z/!?]))[^<]*+)*+"
    return re.compile(f"{nothing}(?:(?:{_NESTS}|<(?:{_CLOSED})){nothing}){{0,{MOST}}}+", re.VERBOSE)


FEW = _plain()


@cache
def many() -> re.Pattern[str]:
    """The same for pages of very many tags, slower: an element with nothing but text, which it closes itself, nests
    nothing. Compiled for the first page that needs it.

    Each name is written out, because CPython's `re` loses count of a group within a possessive repeat (SystemError).
    """
    names = "span div b i em strong h2 h3 h4 button label cite sup path use"
    return _plain("".join(rf"|{name}(?=[ \t\n\f\r>]){_REST}[^<]*+</{name}>" for name in names.split()) + f"|{_CLOSED}")
