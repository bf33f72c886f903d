"""How well pages are read that say less of themselves, or more of others: `python bench/stripped.py --data DIR`.

Many a site of a federation has no metadata, names its boxes by chance or prints its headline in a <div>. So the pages
of public sets (see bench/reading.py; traf and hdate as well) are read again without one kind of evidence each:

    meta       no <meta> but its charset, no JSON-LD, no itemprop, property or datetime attributes
    names      every class and id is a word without meaning
    tags       article, main, section, header, footer, nav and aside are <div>
    headings   h1 to h6 are <div>
    title      <title> is the name of the site alone, and no metadata or JSON-LD gives a title

or with their text in other boxes:

    boxes      paragraphs are <div>
    breaks     paragraphs end with two <br> and have no element
    tables     <div>, <section>, <article> and <main> are tables of one cell
    wrapped    all of the page stands in a dozen more boxes

or with what stands beside articles, in boxes without telling names:

    visit      the day of the visit at the top of the page
    teasers    six other articles with their days above everything
    comments   five comments with names and times below everything
    notice     a notice of cookies below everything
    later, latest, signed, signup, writer, foot, give, share, events, next, legend, read also, answers, site, section,
    edition, zh …: other articles, rows of them, or with their authors, a box that asks for an address, who wrote it,
        the foot of a page, a call for donations, buttons, an agenda, the next meeting, a picture with its legend, a
        link, comments without a heading, headings of the site and of a section, a paper's day, and the like in Chinese,
        none named so; alone above or below everything, `in` between the first two paragraphs, `end` behind the last
    adverts, one each   an advertisement behind, or boxes around each paragraph
    all        ten of these at once, also without metadata (unsaid) and without names (nameless)

Printed are the means over all pages that have a truth for it: F1 of the text, shares of right titles, of right and of
wrong days, F1 of the authors' names. A truth that stands in what was taken away only cannot be found, so the first line
is no goal for the others; what counts is that a line does not fall behind itself.
"""

import argparse
import collections
import gzip
import hashlib
import json
import re
import sys
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import mean
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import scraper
from bench.reading import agreement

SETS = ("gne", "cwce", "magic", "scr", "fun", "fut", "traf", "hdate")
LINKED_DATA = re.compile(rb"(?is)<script[^>]*ld\+json[^>]*>.*?</script>")
NAMES = re.compile(rb"(?i)\s(class|id)\s*=\s*(\"[^\"<>]*\"|'[^'<>]*'|[^\s<>\"']+)(?=[^<>]*>)")
DAY = re.compile(r"\s*(\d{4})\D(\d{1,2})\D(\d{1,2})")


def without_meta(page: bytes) -> bytes:
    page = LINKED_DATA.sub(b"", re.sub(rb"(?is)<meta(?![^>]*charset)[^>]*>", b"", page))
    return re.sub(rb"(?i)\s(?:itemprop|datetime|property)\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s>]+)", b"", page)


def without_names(page: bytes) -> bytes:
    def meaningless(found: re.Match[bytes]) -> bytes:
        words = (b"x" + hashlib.md5(word).hexdigest()[:6].encode() for word in found[2].strip(b"\"'").split())
        return b" " + found[1] + b'="' + b" ".join(words) + b'"'

    return NAMES.sub(meaningless, page)


def without_tags(page: bytes) -> bytes:
    return re.sub(rb"(?i)<(/?)(?:article|main|section|header|footer|nav|aside)(?=[\s>])", rb"<\1div", page)


def without_headings(page: bytes) -> bytes:
    return re.sub(rb"(?i)<(/?)h[1-6](?=[\s>])", rb"<\1div", page)


def without_title(page: bytes) -> bytes:
    page = re.sub(rb"(?is)<title([^>]*)>.*?</title>", rb"<title\1>Union Online</title>", page, count=1)
    return LINKED_DATA.sub(b"", re.sub(rb"(?is)<meta[^>]*(?:title|headline)[^>]*>", b"", page))


APART = re.compile(rb"(?is)(<(script|style|textarea|pre)\b.*?</\2>|<!--.*?-->)")
SAID = b"I have read this and do not agree, because where I live things are quite different. We should all think of it."


def markup(change: Callable[[bytes], bytes]) -> Callable[[bytes], bytes]:
    """A change of a page's elements, which leaves scripts, styles and comments alone."""

    def changed(page: bytes) -> bytes:
        done, at = b"", 0
        for apart in APART.finditer(page):
            done, at = done + change(page[at : apart.start()]) + apart[0], apart.end()
        return done + change(page[at:])

    return changed


def in_boxes(page: bytes) -> bytes:
    return re.sub(rb"(?i)<(/?)p(?=[\s>])", rb"<\1div", page)


def in_breaks(page: bytes) -> bytes:
    return re.sub(rb"(?i)<p(?=[\s>])[^>]*>", b"", re.sub(rb"(?i)</p\s*>", b"<br><br>", page))


def in_tables(page: bytes) -> bytes:
    page = re.sub(rb"(?i)</(?:div|section|article|main)\s*>", b"</td></tr></tbody></table>", page)
    return re.sub(rb"(?i)<(?:div|section|article|main)((?=[\s>])[^>]*)>", rb"<table\1><tbody><tr><td>", page)


def above(html: bytes) -> Callable[[bytes], bytes]:
    def added(page: bytes) -> bytes:
        body = re.search(rb"(?i)<body[^>]*>", page)
        at = body.end() if body else 0
        return page[:at] + html + page[at:]

    return added


def below(html: bytes) -> Callable[[bytes], bytes]:
    def added(page: bytes) -> bytes:
        at = page.lower().rfind(b"</body")
        return page[:at] + html + page[at:] if at >= 0 else page + html

    return added


VISIT = b"<div><span>Monday, November 30, 2026</span> <a href=/login>Log in</a></div>"
TEASERS = b"<div><h2>More</h2>%s</div>" % b"".join(
    b"<div><a href=/n/%d><h3>Workers at plant number %d go home</h3></a><p>November %d, 2025</p><p>%s</p></div>"
    % (n, n, n + 10, SAID)
    for n in range(6)
)
COMMENTS = b"<div><h3>5 comments</h3>%s</div>" % b"".join(
    b"<div><b>Jane Roe %d</b> <span>November %d, 2025 at 10:%02d</span><p>%s</p></div>" % (n, n + 10, n + 10, SAID)
    for n in range(5)
)


def within(html: bytes) -> Callable[[bytes], bytes]:
    """Between the first two paragraphs that stand side by side and are long enough for a text."""
    first = re.compile(rb"(?is)<p(?=[\s>])[^>]*>(?:(?!</?(?:p|div|script|style)\b).){200,}?</p>\s*(?=<p[\s>])")

    def added(page: bytes) -> bytes:
        found = first.search(page)
        return page if found is None else page[: found.end()] + html + page[found.end() :]

    return added


def behind(html: bytes) -> Callable[[bytes], bytes]:
    """Behind the last paragraph that is long enough for a text and stands right behind another."""
    last = re.compile(rb"(?is)</p>\s*<p(?=[\s>])[^>]*>(?:(?!</?(?:p|div|script|style)\b).){100,}?</p>")

    def added(page: bytes) -> bytes:
        at = max((found.end() for found in last.finditer(page)), default=-1)
        return page if at < 0 else page[:at] + html + page[at:]

    return added


NOTICE = b"""<div><div><h2>We value your privacy</h2><p>We and our partners store and access information on a device,
such as cookies, and process personal data, to show you content and measure how it is used.</p><p>You may click to agree
to our processing. Some of it may not require your consent, but you have a right to object to it. Your choices apply to
this site only.</p><p>You can change them at any time by coming back to this page.</p></div></div>"""
LATER = b"<div><h3>You may also like</h3>%s</div>" % b"".join(
    b"<div><a href=/n/%d><img src=/n/%d.jpg><h4>Workers at plant number %d go home</h4></a>"
    b"<p>%s</p><p>November %d, 2025</p></div>" % (n, n, n, SAID, n + 10)
    for n in range(4)
)
SIGNUP = b"""<div><h3>Stay in touch</h3><p>Every Friday we send the news of the week to more than forty thousand
readers, and you can stop it with one click.</p><form><input type=email name=mail placeholder=you@example.org>
<button>Subscribe</button></form><p>By signing up you agree to our terms of use, and to receive messages of the
federation and its partners.</p></div>"""
WRITER = b"""<div><img src=/jane.jpg><h4>About the author</h4><p><a href=/people/jane>Jane Roe</a></p><p>Jane Roe has
reported on work and wages since 2003. She is the author of two books, and lives in Leeds with her family.</p></div>"""
FOOT = b"""<div><p>The federation is the voice of two million members in forty countries. It was founded on 3 May 1921
and has its seat in Geneva, where its staff work in four languages for the rights of working people.</p><p>12 Lake
Street, 1201 Geneva &middot; Tel. +41 22 555 01 02 &middot; Last updated: November 12, 2025</p><p>&copy; 2025 The
Federation</p></div>"""
READ_ALSO = b"<div><b>Read also:</b> <a href=/n/9>Workers at plant number 9 go home after a week of talks</a></div>"
LEGEND = b"""<div><img src=/p.jpg width=800 height=500><div>Delegates of the federation in the hall, where the congress
met for three days.</div></div>"""
GIVE = b"""<div><h3>Support our work</h3><p>Independent reporting on work and wages costs money, and we have no rich
owners. If what you read here is worth something to you, please give what you can, from 3 euros a month.</p>
<a href=/give>Donate now</a></div>"""
SHARE = b"""<div><span>Share:</span> <a href=#><i></i></a> <a href=#>Facebook</a> <a href=#>WhatsApp</a>
<a href=#>Copy link</a></div>"""
EVENTS = b"<div><h3>Coming up</h3><ul>%s</ul></div>" % b"".join(
    b"<li><b>%d December 2025</b> Meeting of the board, <a href=/e/%d>Hall %d</a></li>" % (n + 3, n, n)
    for n in range(3)
)
EDITION = b"<div>Friday edition, November 14, 2025 &middot; No. 263 &middot; 2.40</div>"
LATEST = b"<div><b>Latest</b>%s</div>" % b"".join(
    b"<div>%d Nov 2025 <a href=/n/%d>Workers at plant number %d go home after talks</a></div>" % (n + 10, n, n)
    for n in range(5)
)
SIGNED = b"<div><h3>More</h3>%s</div>" % b"".join(
    b"<div><a href=/n/%d><h4>Workers at plant number %d go home</h4></a><p>By John Doe, November %d, 2025</p></div>"
    % (n, n, n + 10)
    for n in range(4)
)
ANSWERS = b"<div>%s</div>" % b"".join(
    b"<div><p>Posted by Jane Roe %d on November %d, 2025</p><p>%s</p><p><a href=#r>Reply</a></p></div>"
    % (n, n + 10, SAID)
    for n in range(4)
)
SITE = b"<div><a href=/><h1>Union Online</h1></a><p>The paper of those who work</p></div>"
SECTION = b"<div><h1>News and views</h1></div>"
NEXT = b"<div>Next meeting: 12 December 2025, 6 p.m., Hall 3</div>"


AS_REFERENCES = "ascii", "xmlcharrefreplace"  # in pages of any charset
ZH_TITLES = (
    "职工书屋送书进车间",
    "春送岗位活动走进乡镇",
    "劳动竞赛启动仪式举行",
    "困难职工帮扶资金发放到位",
    "工匠学院开班授课",
)
ZH_SAID = "说得有道理，不过我们那里的情况不太一样，希望有关部门能多听听一线职工的意见，把好事办好。"
ZH_LATER = "<div><div>相关阅读</div>{}</div>".format(
    "".join(
        f"<div><a href=/n/{n}.html>{title}</a><span>2025-11-{n + 10}</span></div>" for n, title in enumerate(ZH_TITLES)
    )
).encode(*AS_REFERENCES)
ZH_ROWS = "<div>{}</div>".format(
    "".join(f"<p>2025-11-{n + 10} <a href=/n/{n}.html>{title}</a></p>" for n, title in enumerate(ZH_TITLES))
).encode(*AS_REFERENCES)
ZH_COMMENTS = "<div><h3>网友评论</h3>{}</div>".format(
    "".join(f"<div><b>江边小王{n}</b><i>2025-11-{n + 10} 10:1{n}</i><p>{ZH_SAID}{n}</p></div>" for n in range(4))
).encode(*AS_REFERENCES)
ZH_END = """<p>（责任编辑：王小二）</p><div><img src=/qr.png><p>扫一扫，关注我们的微信公众号，获取更多资讯</p></div>
<div>上一篇：<a href=/n/1.html>职工书屋送书进车间</a></div>
<div>下一篇：<a href=/n/2.html>春送岗位活动走进乡镇</a></div>""".encode(*AS_REFERENCES)
ZH_RIGHTS = """<div><p>免责声明：本网站转载的文章均已注明出处，版权归原作者所有，如涉及侵权请与我们联系，我们将及时
删除有关内容。</p><p>联系电话：010-12345678　邮箱：news@union.test</p></div>""".encode(*AS_REFERENCES)


def adverts(page: bytes) -> bytes:
    """An advertisement behind each paragraph that is long enough for a text."""
    place = b"<div><span>Advertisement</span><div><iframe src=https://ads.test/></iframe></div></div>"
    return re.sub(rb"(?is)(<p(?=[\s>])[^>]*>(?:(?!</?(?:p|div|script|style)\b).){100,}?</p>)", rb"\1" + place, page)


def one_each(page: bytes) -> bytes:
    """Each paragraph in boxes of its own, as page builders have them."""
    boxed = rb"<div><div><div>\1</div></div></div>"
    return re.sub(rb"(?is)(<p(?=[\s>])[^>]*>(?:(?!</?(?:p|div|script|style)\b).){20,}?</p>)", boxed, page)


PAGES: dict[str, Callable[[bytes], bytes]] = {
    "nothing": lambda page: page,
    "meta": without_meta,
    "names": without_names,
    "tags": without_tags,
    "headings": without_headings,
    "title": without_title,
    "boxes": markup(in_boxes),
    "breaks": markup(in_breaks),
    "tables": markup(in_tables),
    "wrapped": above(b"<div>" * 12),
    "visit": above(VISIT),
    "teasers": above(TEASERS),
    "comments": below(COMMENTS),
    "notice": below(NOTICE),
    "later": below(LATER),
    "signup": below(SIGNUP),
    "writer": below(WRITER),
    "foot": below(FOOT),
    "read also": within(READ_ALSO),
    "signup in": within(SIGNUP),
    "later in": within(LATER),
    "legend in": within(LEGEND),
    "give in": within(GIVE),
    "events in": within(EVENTS),
    "signup end": behind(SIGNUP),
    "writer end": behind(WRITER),
    "later end": behind(LATER),
    "comments end": behind(COMMENTS),
    "give end": behind(GIVE),
    "share end": behind(SHARE),
    "events": above(EVENTS),
    "edition": above(EDITION),
    "latest": above(LATEST),
    "latest in": within(LATEST),
    "latest end": behind(LATEST),
    "latest below": below(LATEST),
    "signed": above(SIGNED),
    "signed below": below(SIGNED),
    "signed end": behind(SIGNED),
    "answers": below(ANSWERS),
    "answers end": behind(ANSWERS),
    "site": above(SITE),
    "section": above(SECTION),
    "next": above(NEXT),
    "next below": below(NEXT),
    "next end": behind(NEXT),
    "zh later in": within(ZH_LATER),
    "zh later end": behind(ZH_LATER),
    "zh later below": below(ZH_LATER),
    "zh rows": above(ZH_ROWS),
    "zh rows end": behind(ZH_ROWS),
    "zh comments end": behind(ZH_COMMENTS),
    "zh comments below": below(ZH_COMMENTS),
    "zh end": behind(ZH_END),
    "zh rights end": behind(ZH_RIGHTS),
    "zh rights below": below(ZH_RIGHTS),
    "all": lambda page: above(SITE + EVENTS + LATEST)(below(LATER + COMMENTS + FOOT + NOTICE)(page)),
    "all nameless": lambda page: without_names(without_tags(PAGES["all"](page))),
    "all unsaid": lambda page: without_meta(PAGES["all"](page)),
    "all unsaid nameless": lambda page: without_meta(PAGES["all nameless"](page)),
    "adverts": adverts,
    "one each": one_each,
}


def plain(text: str) -> str:
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).casefold())


def people(value: list[str] | str) -> set[str]:
    names = [value] if isinstance(value, str) else value
    return {known for name in names for part in re.split(r"[;,、，]| and | und ", name) if (known := plain(part))}


def score(truth: dict[str, Any], page: bytes) -> Iterator[tuple[str, float]]:
    """What was read of a page against its truth."""
    try:
        article = scraper.read_article(page, truth.get("url") or "http://example.org/")
        title, text, authors, published = article.title, article.text, list(article.authors), article.published
    except scraper.ReadError:
        title, text, authors, published = "", "", [], None
    if "text" in truth:
        yield "text", agreement(truth["text"], text)[0]
    if truth.get("title"):
        yield "title", plain(truth["title"]) == plain(title)
    if (wanted := DAY.match(truth.get("date") or "")) is not None:
        day = published.date().isoformat() if published else ""
        right = day == "-".join(part.zfill(2) for part in wanted.groups())
        yield "day", right
        yield "wrong day", bool(day) and not right
    if truth.get("author"):
        a, b = people(truth["author"]), people(authors)
        yield "authors", 2 * len(a & b) / (len(a) + len(b)) if a or b else 1.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder with extraction/")
    parser.add_argument("--sets", nargs="*", default=list(SETS))
    parser.add_argument("--pages", nargs="*", default=list(PAGES), metavar="KIND", help="of these kinds only")
    args = parser.parse_args()
    columns = ("text", "title", "day", "wrong day", "authors")
    print(f"{'pages':20}" + "".join(f"{column:>10}" for column in columns))
    for name in args.pages:
        change = PAGES[name]
        scores: dict[str, list[float]] = collections.defaultdict(list)
        for folder in (args.data / "extraction" / one for one in args.sets):
            for line in (folder / "truth.jsonl").read_text("utf-8").splitlines():
                truth = json.loads(line)
                for column, value in score(
                    truth, change(gzip.decompress((folder / "html" / truth["file"]).read_bytes()))
                ):
                    scores[column].append(value)
        print(f"{name:20}" + "".join(f"{mean(scores[column]):10.3f}" for column in columns if scores[column]))


if __name__ == "__main__":
    main()
