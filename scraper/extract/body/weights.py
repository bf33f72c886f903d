"""Every number that the body reader weighs with.

They were set by hand on public benchmark pages and hardly move the result when they are changed by a third; the design
notes tell the leave-one-site-out figures.
"""

# Sizes are bytes of UTF-8: a Chinese character weighs 3, about as much as the half word that it is.
PROSE = 90  # a line this long is prose even without a stop
SENTENCE = 36  # a line this long with a stop is prose
DATELINE = 240  # a line of date, source and author is no longer than this
INVITATION = 160  # a line that asks to read, share or subscribe is no longer than this …
LABELLED = 400  # … and one that names editors and sources, or links, no longer than this
LINKY = 0.5  # share of linked text from which a line is a link
LINK_COST = 0.6  # what a byte of linked text takes away from its container …
LINK_COST_CAP = 120  # … up to this many bytes a line
NAMED = 1.35  # a container named like an article body counts this much more
FADE = 0.5  # what a box of paragraphs counts in its parent, where other boxes stand beside it
CHAIN = 0.95  # a child with this share of the prose is no branch: its parent only wraps it
AWAY_COUNTS = 0.25  # what prose counts in a part that is named like something beside the article …
NEVER_COUNTS = 0.1  # … or like what is hardly ever an article: footers, comments, cookie notices
OVERALL = 0.5  # a part with this share of all prose is the article whatever its name …
HEADED = 0.3  # … or with this one and the headline …
MOST = 0.85  # … and with this one even in a footer
HIDDEN = 0.03  # what hidden prose counts
WHOLE_PAGE = 0.6  # what the whole page counts against a box in it
ARTICLE_TAG = (
    0.25  # one of several <article>s with this share of all prose is it, where only the whole page scores more
)
TITLE = 15  # a linked line this long can be a title …
TITLED = 0.6  # … with this share of it in the link: beside it stands the day
CARDS = 3  # so many boxes of one shape, each with a linked title and little text, are teasers
CARD = 900  # a teaser is no longer than this
LEAD_LINE = 60  # a heading this long below the headline is a lead
CJK = 2.2  # bytes a character from which a text is Chinese, Japanese or Korean
BEFORE_HEADLINE = 0.3  # what prose above the headline counts
SHORT = 300  # a text shorter than this may not be the article …
SHORTISH = 1500  # … and one shorter than this, if a part that was left out holds more
NEARER = (
    0.15  # a box nearer to the headline than comments or small print is the article with this share of their score …
)
NEAR = 150  # … and this much prose
SMALL_PRINT = 0.15  # paragraphs about cookies and rights are this share of a cookie notice
SIBLING_LINKS = 0.3  # a sibling with more linked text than this share is no part of the article
SIBLING_ALIKE = 0.05  # a sibling of the same shape joins with this share of the core's worth …
SIBLING_OTHER = 0.2  # … any other with this one …
SIBLING_PROSE = 0.7  # … if its text is prose to this share
