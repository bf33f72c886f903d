"""What would stall a parser is seen before the parser sees it, and what people wrote is not taken for it."""

import itertools
import time
from collections.abc import Callable

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from scraper.hostile import MAX_DEPTH, MAX_REOPENED, why_heavy
from scraper.hostile.stack import Stack
from scraper.hostile.tags import tags

MANY = 50_000
ATTRIBUTES = " ".join(f"a{number}=1" for number in range(MANY))
DEEP, WIDE, ANEW = "nested deeper", "attributes", "nobody closes"


def numbered(piece: str, times: int) -> str:
    """A piece many times over, with its number for each %d."""
    return "".join(piece.replace("%d", str(number)) for number in range(times))


@pytest.mark.parametrize(
    ("page", "why"),
    [
        (f"<script {ATTRIBUTES}></script>", WIDE),
        (f"<!--><p {ATTRIBUTES}>-->", WIDE),
        (f"<!-- --!><p {ATTRIBUTES}>-->", WIDE),
        (f'<!x <a b="><p {ATTRIBUTES}>"', WIDE),
        (f'<xmp><a b="</xmp><p {ATTRIBUTES}>"', WIDE),
        (f'<script><!--<script></script><a b="</script><p {ATTRIBUTES}>"', WIDE),
        (f"<svg><style><p {ATTRIBUTES}></style></svg>", WIDE),
        (f'<svg><![CDATA[<a b="]]><p {ATTRIBUTES}>"', WIDE),
        ("<span><div></span></div>" * MANY, DEEP),
        ("<div><table><tr><td></div>" * MANY, DEEP),
        ("<form><object></form>" * MANY, DEEP),
        ("<optgroup>" * MANY, DEEP),
        ("<rt>" * MANY, DEEP),
        ("<svg>" + "<td>" * MANY, DEEP),
        ("<svg><title>" + "<div>" * MANY, DEEP),
        ("<svg a=b/><g>" * MANY, DEEP),
        ("<script-x>" * MANY, DEEP),
        ("<b></desc><desc>" * MANY, DEEP),
        (numbered("<div><b a=%d></div>", MANY), ANEW),
        ("<p>" + numbered("<b a=%d>", 50) + "<p>x" * MANY, ANEW),
        ("<div>" + numbered("<font a=%d>", 50) + "</div>" + "<div>x</div>" * MANY, ANEW),
        ("<p>" + "<b><i><u><s><tt><big><em><code><font><small><strong><strike>" * 3 + "<p>x" * MANY, ANEW),
        (numbered("<p><b><i a=%d></b></p>", 1_900), ANEW),
        ("<em>x<center></em>" * MANY, DEEP),
        (numbered("<body a%d>", MANY), WIDE),
        ("<p " + numbered("a%d ", 1_500) + ">" + numbered("<p " + "a " * 1_500 + ">", 1_000), WIDE),
        ("<select>" + "<option>" * MANY, "options"),
        ("<template>" + "<form>" * MANY, DEEP),
        ("<template>" + "<div><tr>" * MANY, DEEP),
        ("<svg>" + "<g>" * 70 + "</q>" * 250_000 + "<g>" * 3_000, DEEP),
    ],
)
def test_what_would_stall_a_parser_is_seen_in_time(page: str, why: str) -> None:
    began = time.process_time()
    assert why in why_heavy(f"<body>{page}")
    assert time.process_time() - began < 5


@pytest.mark.parametrize(
    "page",
    [
        "<svg>" + "<path d='M0 0h1'/>" * 5_000 + "</svg>",  # the map of an election
        "<svg><g>" + "<path d='M0 0h1'></path>" * 5_000 + "</g></svg>",
        "<div><svg viewBox='0 0 9 9'><title>Share</title><use xlink:href='#share'/></svg></div>" * 3_000,
        "<svg><!-- PLAY --><defs>" + "<svg><path d=M0></svg>" * 900 + "</defs></svg>",
        "<i class='icon icon-share' aria-hidden=true></i>" * 9_000,
        "<i class=icon><svg><path d=M0 /></svg></i>" * 3_000,
        "<p><font size=2>x</p>" * 9_000,
        "<table><tr>" + "<td><font color=red><b>x</td>" * 9_000,
        "<a name=%d><p>x" * 9_000,
        "<li><a href=/x>x<li>" * 9_000,
        "<h1>x</h2>" * 9_000,
        "<select><option>x<option>y</select>" * 3_000,
        "<div><p><span>x</p></div>" * 9_000,
        "<table><tr><td>x<tr><td>y</table>" * 3_000,
        "<math><mi>x</mi><mo>=</mo><mn>1</mn></math>" * 3_000,
        "<script>" + 'document.write("<script src=x><\\/script>")' * 3_000 + "</script>",
        "<div data-html='<div><div>'>x</div>" * 3_000,
        numbered("<font color=%d>x</font>", 9_000),
        "<div><h3>x</h3><p>y</p><a>z</a></div>" * 30_000,
        ("<div>" + "<span>x" * 70 + "</div>") * 40,
        ("<td>" + "<font color=red>x" * 70 + "</td>") * 20,
        ("<select>" + "<optgroup><option>x" * 70 + "</select>") * 40,
        "<select>" + "<option>x" * 15_000 + "</select><select>" + "<option>x" * 15_000 + "</select>",
        "<ruby>x<rp>(</rp><rt>y</rt><rp>)</rp></ruby>" * 30_000,
        numbered("<p><font size=%d>x", 1_000),
        ("<svg>" + "<path d=M0>" * 70 + "</svg>") * 40,
        "<plaintext>" + "<b> at line\n" * 9_000,
        '<div data-props=\'{"t":"it\'s ' + "some words of text " * 800 + "\"}'>",
    ],
)
def test_what_people_wrote_is_no_crime(page: str) -> None:
    assert why_heavy(f"<body>{page}") == ""


NAMES = (
    "div p span b i font a table tr td tbody caption ul li dl dt h1 h2 svg g foreignObject desc title math mi select "
    "option optgroup button object ruby rt form template nobr noscript style script textarea iframe"
)
PIECES = st.one_of(
    st.builds("<{}>".format, st.sampled_from(NAMES.split())),
    st.builds("<{} a=%d>".format, st.sampled_from(NAMES.split())),
    st.builds("<{}/>".format, st.sampled_from(NAMES.split())),
    st.builds("</{}>".format, st.sampled_from(NAMES.split())),
    st.sampled_from(
        ["x", "<!--", "-->", "<!-->", "<!x ", '"', '<a b="', "<p =", ">", "<![CDATA[", "]]>", "<b c=%d>x</b>"]
    ),
)
UNITS = st.lists(PIECES, min_size=1, max_size=9).map("".join)


def measure(page: str) -> tuple[int, int]:
    """How many nodes lexbor makes of a page, and how deep they are."""
    root = LexborHTMLParser(page).root
    nodes = deepest = depth = 0
    current = root
    while current is not None:
        nodes += 1
        deepest = max(deepest, depth)
        if (below := current.first_child) is not None:
            current, depth = below, depth + 1
            continue
        while current is not None and current.next is None and depth:
            current, depth = current.parent, depth - 1
        current = current.next if current is not None and depth else None
    return nodes, deepest


def follow(page: str) -> tuple[int, int, int]:
    """How many tags are followed, how deep they nest, and how many marks are opened anew."""
    stack, deepest, count = Stack(), 0, 0
    for name, closing, attributes, behind in tags(page, stack):
        stack.follow(name, closing, attributes, behind)
        deepest = max(deepest, stack.depth)
        count += 1
    return count, deepest, stack.reopened


@settings(max_examples=150, deadline=None)
@given(UNITS)
@example("<b a=%d><li><li>")
@example("<form><select></form>")
@example("<svg><desc><dd a=%d><svg>")
@example("<a><template><caption></template>")
@example("<font></script><font><script><!--><script></font><script/><font>")
def test_a_tree_is_no_deeper_than_its_tags_are_followed(unit: str) -> None:
    page = "<body>" + numbered(unit, 60)
    count, deepest, reopened = follow(page)
    nodes, depth = measure(page)
    assert depth <= 4 * deepest + 12
    assert nodes <= 8 * page.count("<") + 8 * reopened + 200
    assert count <= page.count("<")


@settings(max_examples=40, deadline=None)
@given(UNITS)
@example("<svg><dl><h2/></svg>")
@example("<i a=%d><table><td></i>")
def test_the_quick_look_passes_no_page_that_the_parser_stalls_on(unit: str) -> None:
    times = next(
        times for times in itertools.count(200, 200) if times * unit.count("<") >= 3 * MAX_DEPTH or times > 6_000
    )
    page = "<body>" + numbered(unit, times)
    if not why_heavy(page):
        nodes, depth = measure(page)
        assert depth <= 8 * MAX_DEPTH
        assert nodes <= 8 * page.count("<") + 8 * MAX_REOPENED


LINEAR: tuple[Callable[[int], str], ...] = (
    lambda times: "<b a=1>" * times,
    lambda times: "<div><b></div>" * times,
    lambda times: "<p" + " a" * times + ">",
    lambda times: "<!--" * times,
    lambda times: "<script><!--<script>" * times,
    lambda times: "<svg><svg>" * times,
    lambda times: "<i a=>" * times,
    lambda times: "<a b='" * times,
    lambda times: "<a =" * times,
    lambda times: "<" * times,
    lambda times: "</" * times,
    lambda times: "<i a>x" * times + "</i>" * times,
    lambda times: "<math></math>" + "<div>" * 1_900 + "<b a></b>" * times,
    lambda times: "<svg><desc>" * 900 + "<form></form>" * times,
    lambda times: "<math></math>" + ("<div>" + "<i a>" * 60) * 30 + "</div>" * 30 + "</b>" * times,
)


@pytest.mark.parametrize("page", LINEAR)
def test_the_look_is_linear_whatever_it_sees(page: Callable[[int], str]) -> None:
    began = time.process_time()
    why_heavy(page(100_000))
    assert time.process_time() - began < 5
