"""How sure the reader is of a body: whether a second way of finding it, independent of boxes and names, agrees.

The second way looks at the lines only: the stretch of the page with most prose and fewest links. Agreement, a headline
above, a box named for the purpose and enough text each add to confidence; how much was read from the share of good
readings on public benchmark pages (see the design notes).
"""

from scraper.extract.body import names, weights
from scraper.extract.body.outline import Node, Outline

AGREEMENT = 0.45
HEADLINE = 0.15
NAMED = 0.15
LENGTH = 0.25
ENOUGH = 900  # bytes of prose from which length adds all that it can
SHORT_LINE = 30.0  # what a line that is no prose costs a stretch


def assess(page: Outline, chosen: list[Node]) -> float:
    """0 to 1."""
    within = page.within(chosen)
    inside = {line.order for line in page.lines if within[line.owner.place]}
    prose = sum(line.worth for line in page.lines if line.order in inside and line.worth > 0 and not line.dropped)
    if prose <= 0:
        return 0.0
    stretch = _best_stretch(page)
    shared = sum(line.worth for line in page.lines if line.order in inside and line.order in stretch and line.worth > 0)
    either = sum(
        line.worth for line in page.lines if (line.order in inside or line.order in stretch) and line.worth > 0
    )
    score = AGREEMENT * shared / (either or 1.0) + LENGTH * min(1.0, prose / ENOUGH)
    if page.headline is not None and page.headline.order < max(inside):
        score += HEADLINE
    if any(node.tag == "article" or node.signs & (names.BODY | names.SURELY) for node in chosen):
        score += NAMED
    return round(min(1.0, score), 3)


def _best_stretch(page: Outline) -> range:
    """The stretch of lines with the greatest sum of worth, where short lines and links cost (Kadane)."""
    best = current = 0.0
    begin = 0
    found = range(0)
    for line in page.lines:
        value = line.worth if line.worth != 0 else -SHORT_LINE
        if line.owner.hidden:
            value = -weights.LINK_COST_CAP
        if current <= 0:
            current, begin = 0.0, line.order
        current += value
        if current > best:
            best, found = current, range(begin, line.order + 1)
    return found
