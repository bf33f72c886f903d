"""What the HTML standard says of elements, as far as it decides how deep a tree becomes (13.2.4 and 13.2.6)."""


def words(names: str) -> frozenset[str]:
    return frozenset(names.split())


# What holds nothing, and what a parser opens once.
FLAT = words("""
    area base basefont bgsound br col embed frame hr image img input keygen link meta param source track wbr
    html head body frameset colgroup
""")
MERGED = words("html body")  # there is one of each, with the attributes of all
# Opened anew in the next block if nobody closed them; but no more than three that are the same.
MARKS = words("a b big code em font i nobr s small strike strong tt u")
ALIKE = 3
# Within these, what was left open around them is not opened anew, nor around them what was left open within.
MARKERS = words("applet caption marquee object td template th")
# The end tag of an ordinary element closes none of these.
SPECIAL = words("""
    address applet article aside blockquote button caption center dd details dialog dir div dl dt fieldset figcaption
    figure footer form h1 header hgroup iframe li listing main marquee menu nav noembed noframes noscript object ol p
    plaintext pre search section select summary table tbody td template tfoot th thead tr ul xmp
""")
# The end tags of these close whatever stands in them.
ENDED = SPECIAL - words("iframe noembed noframes noscript xmp")
HEADINGS = words("h1 h2 h3 h4 h5 h6")
# The elements of a drawing have a sign before their names, those of a formula another. HTML stands in these …
FOREIGN = {"svg": "*", "math": "+"}
SIGNS = frozenset(FOREIGN.values())
HOLDS_HTML = words("*foreignobject *desc *title +mi +mn +mo +ms +mtext")
# … and these end it.
BREAKS_OUT = words("""
    b big blockquote body br center code dd div dl dt em embed h1 h2 h3 h4 h5 h6 head hr i img li listing menu meta nobr
    ol p pre ruby s small span strong strike sub sup table tt u ul var
""")
FONT = words("color face size")  # a <font> with one of these ends it, too
# An end tag closes nothing beyond these.
SCOPES = HOLDS_HTML | words("applet caption marquee object select table td template th")
PARTS = {
    "td": words("td th"),
    "th": words("td th"),
    "tr": words("tr td th"),
    **dict.fromkeys(("tbody", "thead", "tfoot", "caption"), words("tbody thead tfoot caption tr td th")),
}
TABLE_SCOPES = words("table template")
CELLS = words("caption td template th")  # only within these a table is one in another
ITEMS = {"li": words("li"), "dd": words("dd dt"), "dt": words("dd dt")}
PASSED_BY_ITEMS = words("address div p")
ENDS_PARAGRAPH = SPECIAL - words("applet button caption iframe marquee noembed noframes noscript object select") - {
    *PARTS, "table", "template", "plaintext",
}  # fmt: skip
RUBY = words("rb rp rt rtc")
OPTIONS = words("option")
IMPLIED = RUBY | words("dd dt li optgroup option p")
# What begins without opening anew what was left open.
PLAINLY = ENDS_PARAGRAPH | RUBY | {*PARTS, *words("iframe noembed noframes script style table template textarea title")}
# What a tokenizer does not look into, but for their end tag; not so in drawings.
RAW = words("script style textarea title xmp iframe noembed noframes")
