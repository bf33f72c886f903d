"""Articles over several pages: the address of the next page.

    https://…/c14739-40237861.html   with 【1】【2】【3】      ->  https://…/c14739-40237861-2.html   (People's Daily)
    https://…/t20200929_547180.html  createPageHTML(3, 0, …)  ->  https://…/t20200929_547180_1.html    (TRS)
    https://…/slug/                  <a rel="next" href="2/"> ->  https://…/slug/2/                    (WordPress)

The next page is a page of the same article only if its address says so: it differs from this one in a page number and
in nothing else. "Next article" links and the pagers of comments differ in more.
"""

import re

from feeds.urls import absolute
from scraper.document import Document
from scraper.extract.body.outline import Node, Outline, Text, text_of

# A page number before the extension: `_2`, `-2`; ids are longer than two digits.
NUMBERED = re.compile(r"(?P<stem>.*?[^_-])(?:[_-](?P<number>\d{1,2}))?(?P<extension>\.\w{2,5})")
TRS_PAGER = re.compile(
    r"createPage(?:HTML|Html|)\(\s*['\"]?(?P<count>\d{1,3})['\"]?\s*,\s*['\"]?(?P<current>\d{1,3})['\"]?\s*,"
    r"\s*['\"](?P<name>[\w./-]{1,120})['\"]\s*,\s*['\"](?P<extension>\w{2,5})['\"]"
)
TRS_ADDRESS = re.compile(r"\d\.\w{2,5}(?:[?#]|$)")
PARAMETER = re.compile(
    r"(?:^|(?<=[&;]))(?:page|p|pn|pg|seite|curpage|pageno|pagenum|page_no|paged)=(\d{1,3})(?=&|$)", re.IGNORECASE
)
NUMBER = re.compile(r"[\[【(（]?\d{1,2}[\]】)）]?")
NEXT = re.compile(
    r"[\s\[【(（]*(?:下一页|下页|后一页|次のページ|次へ|다음 ?페이지|next(?: page)?|nächste seite|weiter|"
    r"page suivante|"
    r"siguiente|próxima)[\s\]】)）>»›→]*",
    re.IGNORECASE,
)
# An address without such a number names no page.
LIKELY = re.compile(r"[_=/-]\d{1,3}(?:\D|$)|^\d{1,2}/?$")
LONGEST = 20  # a pager's link says no more than this
MOST = 40  # pages of one article


def find_next(document: Document, page: Outline) -> str:
    """The address of the article's next page, "" when there is none."""
    url = document.url
    number = page_number(url)
    found: dict[int, str] = {}
    for node in page.nodes:
        if node.tag != "a" or len(node.kids) != 1 or not (_says_page(node) or node.attrs.get("rel") == "next"):
            continue
        href = node.get("href")
        target = absolute(href, document.base) if LIKELY.search(href) else ""
        if target and continues(url, target) and number < page_number(target) <= number + 2:
            found.setdefault(page_number(target), target)
    return found[min(found)] if found else _scripted(document)


def _says_page(link: Node) -> bool:
    """Whether a link is one of a pager: "next page" or a page number."""
    only = link.kids[0]
    text = " ".join(only.data.split()) if isinstance(only, Text) else text_of(link)
    return len(text) < LONGEST and (NUMBER.fullmatch(text) is not None or NEXT.fullmatch(text) is not None)


def _scripted(document: Document) -> str:
    """The next page where only a script of TRS writes the pager: page k+1 of `name.html` is `name_k.html`."""
    # A search through the whole page: only where the address is one that TRS gives.
    if not TRS_ADDRESS.search(document.url) or "createPage" not in document.text:
        return ""
    pager = TRS_PAGER.search(document.text)
    if pager is None or int(pager["current"]) + 1 >= min(int(pager["count"]), MOST):
        return ""
    target = absolute(f"{pager['name']}_{int(pager['current']) + 1}.{pager['extension']}", document.base)
    return target if continues(document.url, target) else ""


def continues(url: str, target: str) -> bool:
    """Whether an address is the same as another but for a page number."""
    return url != target and _without_number(url)[0] == _without_number(target)[0]


def page_number(url: str) -> int:
    """The page number in an address, 0 without one. TRS calls the second page `_1`, others `_2`."""
    return _without_number(url)[1]


def _without_number(url: str) -> tuple[str, int]:
    address, _, query = url.partition("#")[0].partition("?")
    if (found := PARAMETER.search(query)) is not None:
        rest = (query[: found.start()] + query[found.end() :]).strip("&").replace("&&", "&")
        return f"{address}?{rest}", int(found[1])
    folder, slash, name = address.rpartition("/")
    if not name and (parent := re.fullmatch(r"(.*/[^/]*[^\d/][^/]*)/(\d{1,2})", folder)):
        return f"{parent[1]}/?{query}", int(parent[2])
    if (parts := NUMBERED.fullmatch(name)) is not None:
        return f"{folder}{slash}{parts['stem']}{parts['extension']}?{query}", int(parts["number"] or 0)
    return f"{address}?{query}", 0
