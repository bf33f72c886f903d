"""What labels of charsets mean on the web (WHATWG Encoding), and the points that GB18030-2022 moved."""

import codecs
import re

# Labels whose meaning on the web (WHATWG Encoding) is not what Python's codec of that name does.
LABELS = {
    "unicode-1-1-utf-8": "utf-8",
    "unicode11utf8": "utf-8",
    "x-unicode20utf8": "utf-8",
    "x-user-defined": "windows-1252",
    "iso88591": "windows-1252",
    "x-cp1250": "windows-1250",
    "x-cp1251": "windows-1251",
    "x-cp1252": "windows-1252",
    "x-cp1253": "windows-1253",
    "x-cp1254": "windows-1254",
    "iso-8859-8-i": "iso-8859-8",
    "iso-8859-8-e": "iso-8859-8",
    "logical": "iso-8859-8",
    "visual": "iso-8859-8",
    "koi": "koi8-r",
    "koi8": "koi8-r",
    "koi8-ru": "koi8-u",
    "dos-874": "windows-874",
    "x-mac-roman": "macintosh",
    "mac": "macintosh",
    "x-mac-cyrillic": "x-mac-cyrillic",
    "x-mac-ukrainian": "x-mac-cyrillic",
    "maccyrillic": "x-mac-cyrillic",
    "chinese": "gb18030",
    "csgb2312": "gb18030",
    "csiso58gb231280": "gb18030",
    "gb_2312": "gb18030",
    "gb_2312-80": "gb18030",
    "x-gbk": "gb18030",
    "cn-gb": "gb18030",
    "iso-ir-58": "gb18030",
    "cn-big5": "big5",
    "x-x-big5": "big5",
    "ms_kanji": "shift_jis",
    "windows-31j": "shift_jis",
    "x-sjis": "shift_jis",
    "x-euc-jp": "euc-jp",
    "korean": "euc-kr",
    "csksc56011987": "euc-kr",
    "ks_c_5601-1989": "euc-kr",
    "windows-949": "euc-kr",
    "unicode": "utf-16le",
    "csunicode": "utf-16le",
    "iso-10646-ucs-2": "utf-16le",
    "ucs-2": "utf-16le",
    "unicodefeff": "utf-16le",
    "unicodefffe": "utf-16be",
    "utf-16": "utf-16le",
}
# What Python's codec lookup answers, as the name the web uses for it (or for the charset that contains it).
NAMES = {
    "ascii": "windows-1252",
    "iso8859-1": "windows-1252",
    "cp1252": "windows-1252",
    "iso8859-9": "windows-1254",
    "iso8859-11": "windows-874",
    "tis-620": "windows-874",
    "cp874": "windows-874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "hz": "gb18030",
    "cp949": "euc-kr",
    "euc_kr": "euc-kr",
    "johab": "euc-kr",
    "shift_jis": "shift_jis",
    "shift_jis_2004": "shift_jis",
    "shift_jisx0213": "shift_jis",
    "cp932": "shift_jis",
    "euc_jp": "euc-jp",
    "euc_jis_2004": "euc-jp",
    "euc_jisx0213": "euc-jp",
    "iso2022_jp": "iso-2022-jp",
    "big5hkscs": "big5",
    "cp950": "big5",
    "mac-roman": "macintosh",
    "mac-cyrillic": "x-mac-cyrillic",
    "cp866": "ibm866",
    "utf-8-sig": "utf-8",
    "utf-7": "windows-1252",
} | {f"cp125{digit}": f"windows-125{digit}" for digit in "01345678"}
# The Python codec that reads a charset as browsers do.
CODECS = {
    "euc-kr": "cp949",
    "shift_jis": "cp932",
    "big5": "big5hkscs",
    "windows-874": "cp874",
    "macintosh": "mac-roman",
    "x-mac-cyrillic": "mac-cyrillic",
    "ibm866": "cp866",
}

LABEL = re.compile(r"[a-z0-9][a-z0-9._:+-]{0,40}")
# GB18030-2022 where Python's codec still follows the edition of 2000, which put these into the private use area.
GB18030_2022 = {
    0xE78D: 0xFE10,
    0xE78E: 0xFE12,
    0xE78F: 0xFE11,
    0xE790: 0xFE13,
    0xE791: 0xFE14,
    0xE792: 0xFE15,
    0xE793: 0xFE16,
    0xE794: 0xFE17,
    0xE795: 0xFE18,
    0xE796: 0xFE19,
    0xE816: 0x20087,
    0xE817: 0x20089,
    0xE818: 0x200CC,
    0xE81E: 0x9FB4,
    0xE826: 0x9FB5,
    0xE82B: 0x9FB6,
    0xE82C: 0x9FB7,
    0xE831: 0x215D7,
    0xE832: 0x9FB8,
    0xE83B: 0x2298F,
    0xE843: 0x9FB9,
    0xE854: 0x9FBA,
    0xE855: 0x241FE,
    0xE864: 0x9FBB,
    # The edition of 2005 exchanged these two.
    0xE7C7: 0x1E3F,
    0x1E3F: 0xE7C7,
}
MOVED = re.compile("[" + "".join(map(chr, GB18030_2022)) + "]")


def charset_of(label: str) -> str:
    """The charset that browsers understand by a label, under its name on the web; "" for an unknown label."""
    label = label.strip("\t\n\f\r ").lower()
    if label in LABELS:
        return LABELS[label]
    if not LABEL.fullmatch(label):  # Python's look-up ignores punctuation, browsers do not
        return ""
    try:
        info = codecs.lookup(label)
    except LookupError:
        return ""
    if not info._is_text_encoding:  # noqa: SLF001  # the only sign that tells "rot13" from a charset
        return ""
    return NAMES.get(info.name, info.name.replace("iso8859", "iso-8859").replace("koi8_", "koi8-"))


def as_written(charset: str) -> str:
    """A declaration that can be read as ASCII cannot be in UTF-16, whatever it says."""
    return "utf-8" if charset.startswith("utf-16") else charset
