"""Pages that stand in a page's place: challenges and blocks, recognised by status, headers and the first bytes.

They are reported, never evaded. What only the whole document can tell (a login form, a "not found" text) is judged
after the parse in `scraper/extract/refusals.py`; here it is the cheap part, before anything is read or parsed.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

PREFIX = 4096  # bytes in which a shield's page shows what it is
# In bytes, in any encoding: what a challenge says of itself is a sentence or two.
NOTICE = 600
READ = 300_000  # bytes of a page in which text is looked for
_LINES = (b"<p", b"<li", b"<br", b"<td")
_UNREAD = re.compile(rb"<(script|style)\b.*?(?:</\1|\Z)|<!--.*?(?:-->|\Z)", re.DOTALL | re.IGNORECASE)
_TAGS = re.compile(rb"<[^<>]*>|\s+")


@dataclass(frozen=True, slots=True)
class Mark:
    """How a shield shows itself: a header (with a word in its value, if one is given), or words among the first bytes.

    `headers` are alternatives; `words` must all stand among the first bytes; `statuses` limits both, if given.
    """

    shield: str
    headers: tuple[tuple[str, str], ...] = ()
    words: tuple[bytes, ...] = ()
    statuses: tuple[int, ...] = ()


REFUSALS = (202, 403, 405, 406, 412, 418, 429, 503, 521, 567)
MARKS = (
    Mark("Cloudflare", headers=(("cf-mitigated", "challenge"),)),
    Mark("Cloudflare", words=(b"/cdn-cgi/challenge-platform/", b"<title>Just a moment...")),
    Mark("Cloudflare", words=(b"Attention Required! | Cloudflare",), statuses=REFUSALS),
    Mark("Vercel", headers=(("x-vercel-mitigated", ""),)),
    Mark("AWS WAF", headers=(("x-amzn-waf-action", ""),)),
    Mark("DataDome", headers=(("x-datadome", ""), ("x-dd-b", ""), ("set-cookie", "datadome=")), statuses=REFUSALS),
    Mark("DataDome", words=(b"captcha-delivery.com",)),
    Mark("Imperva", words=(b"_Incapsula_Resource", b"<iframe")),
    Mark("Imperva", headers=(("x-iinfo", ""),), statuses=REFUSALS),
    Mark("Sucuri", headers=(("x-sucuri-block", ""),)),
    Mark("Akamai", headers=(("server", "akamaighost"),), statuses=(403,)),
    Mark("PerimeterX", words=(b"_pxAppId",)),
    Mark("Ruishu (瑞数)", words=(b"$_ts=window['$_ts']",)),
    Mark("Ruishu (瑞数)", words=(b"$_ts=window",), statuses=REFUSALS),
    Mark("Ruishu (瑞数)", words=(b'r="m"', b"<meta content="), statuses=(202, 412)),
    Mark("Jiasule (加速乐)", headers=(("set-cookie", "__jsluid"),), statuses=(521,)),
    Mark("Jiasule (加速乐)", words=(b"__jsl_clearance",)),
    Mark("Jiasule (加速乐)", words=(b"<script>document.cookie=", b"location.href=location.pathname"), statuses=(521,)),
    Mark("Aliyun WAF (阿里云)", words=(b"acw_sc__v2", b"arg1=")),
    Mark("Aliyun WAF (阿里云)", words=(b"errors.aliyun.com",), statuses=(403, 405)),
    Mark("360 (网站卫士)", words=(b"wzws-waf-cgi",)),
    Mark("360 (网站卫士)", headers=(("set-cookie", "wzws_"),), statuses=REFUSALS),
    Mark("Yunsuo (云锁)", words=(b"yunsuo_session_verify",)),
    Mark("Safedog (安全狗)", headers=(("x-powered-by", "waf/2.0"), ("server", "safedog")), statuses=REFUSALS),
    Mark("Tencent EdgeOne", headers=(("eo-log-uuid", ""),), statuses=(566, 567)),
    Mark("captcha", words=(b"g-recaptcha", b"<title>"), statuses=REFUSALS),
    Mark("captcha", words=(b"h-captcha", b"<title>"), statuses=REFUSALS),
    Mark("captcha", words=("请完成安全验证".encode(),)),
)

LOGIN_STEPS = frozenset(["login", "signin", "sign-in", "sign_in", "logon", "passport", "sso", "cas", "oauth", "oauth2"])
GONE_FILES = ("404", "error", "notfound", "not-found", "not_found", "nopage", "errorpage", "pagenotfound")


def recognise(status: int, headers: Mapping[str, str], start: bytes = b"") -> str:
    """The name of the shield whose page this is; "" for none that is known. Header names are lower-case."""
    for mark in MARKS:
        if mark.statuses and status not in mark.statuses:
            continue
        if any(name in headers and word in headers[name].lower() for name, word in mark.headers):
            return mark.shield
        if start and mark.words and all(word in start for word in mark.words):
            return mark.shield
    return ""


def has_text(body: bytes) -> bool:
    """Whether a page has more to read than a notice: several paragraphs or items, or simply many words."""
    return sum(map(body.count, _LINES)) >= 5 or len(_TAGS.sub(b"", without_scripts(body[:READ]))) > NOTICE


def without_scripts(html: bytes) -> bytes:
    """HTML without what nobody reads: scripts, styles, comments."""
    return _UNREAD.sub(b"", html)


def is_login(path: str) -> bool:
    """Whether a redirect's target is a login page, by its path."""
    *folders, _ = path.lower().strip("/").split("/")
    return not LOGIN_STEPS.isdisjoint(folders) or _file(path.lower()) in LOGIN_STEPS


def is_gone(path: str) -> bool:
    """Whether a redirect's target is the site's "not found" page, by its path."""
    return _file(path.lower()) in GONE_FILES


def _file(path: str) -> str:
    """`error` of `/sys/error.html`."""
    return path.rstrip("/").rpartition("/")[2].partition(".")[0]
