"""Short news about captchas, errors and log-ins are news; notices with a time on them are notices."""

import pytest

import scraper
from scraper.errors import Blocked, Gone, LoginWall, ReadError

URL = "https://union.example/news/1.html"


def page(title: str, text: str, line: str = "", extra: str = "") -> bytes:
    body = f"<h1>{title}</h1><div class=meta>{line}</div><div class=content>{text}</div>{extra}"
    return f"<html><head><title>{title} - Example Union</title></head><body>{body}</body></html>".encode()


@pytest.mark.parametrize(
    ("title", "text"),
    [
        (
            "谨防“请完成安全验证”骗局",
            "<p>近日，有职工收到短信，点开后页面显示“请完成安全验证”，随后被骗。请勿点击。</p>",
        ),
        (
            "Are you human? Captchas and gig workers",
            "<p>“Verify you are human” is their daily work, the union says.</p>",
        ),
        ("Attention required: Cloudflare lays off workers", "<p>“You have been blocked”, read the office doors.</p>"),
        ("Access denied: court rejects the complaint", "<p>The court did not hear the union.</p>"),
        ("404 jobs cut at Opel", "<p>Opel cuts 404 jobs in Rüsselsheim; the union protests.</p>"),
        (
            "404 Not Found: where did the pensions go?",
            "<p>The page of the report has been deleted, the union says.</p>",
        ),
        ("访问出错的工会网站修好了", "<p>本会网站今日恢复访问，欢迎浏览。</p>"),
        ("Login to your future: a portal opens", "<p>You must log in with your card number.</p>"),
        ("全国总工会会员登录平台今日上线", "<p>会员登录后可查看福利。请先登录平台再申请。</p>"),
    ],
)
@pytest.mark.parametrize("line", ["2026-03-02 来源：工会网", "2 March 2026", "March 2, 2026", "02.03.2026"])
def test_short_news_about_notices_are_news(title: str, text: str, line: str) -> None:
    form = "<form><input name=u><input type=password name=p></form>" if "og" in title or "登录" in title else ""
    assert scraper.read_article(page(title, text, line, form), URL).title.startswith(title[:9])


def test_news_that_begin_with_the_number_of_an_answer_are_news() -> None:
    """Without a date line, too: only a number alone, or with its word, is an answer."""
    text = "<p>The foundry in the old town closes in June, and with it go 410 jobs, the union says in a short note.</p>"
    assert scraper.read_article(page("410 jobs go in the old town", text), URL).title.startswith("410 jobs")
    for title in ("410", "410 Gone", "Error 410: Gone"):
        with pytest.raises(Gone):
            scraper.read_article(page(title, "<p>Sorry.</p>"), URL)


@pytest.mark.parametrize("form", ["", "<form><input name=u><input type=password name=p></form>"])
@pytest.mark.parametrize(
    "title",
    [
        "404 nurses on strike in the north",
        "Not found wanting: stewards at work",
        "Access denied: union barred from the plant",
        "Captcha stops members from joining",
        "Login: how our members get into the new portal",
    ],
)
def test_undated_news_whose_title_has_the_words_of_a_notice_is_news(title: str, form: str) -> None:
    """A title refuses a page alone only where it says nothing else."""
    text = "<p>The union said on its page that its members meet on Friday in the town hall to talk about it all.</p>"
    assert scraper.read_article(page(title, text, "", form), URL).title == title


@pytest.mark.parametrize(
    ("title", "text", "line", "error"),
    [
        ("Attention Required! | Cloudflare", "<p>Sorry, you have been blocked</p>", "2026-03-02 11:22:33 UTC", Blocked),
        ("百度安全验证", "<p>请完成下方验证后继续操作</p>", "2026-03-02 11:22:33", Blocked),
        ("404 Not Found", "<p>The page you asked for was not found.</p>", "March 2, 2026", Gone),
        ("页面不存在", "<p>抱歉，您访问的页面不存在或已被删除！</p>", "2026年3月2日", Gone),
        ("页面不存在", "<p>五秒后返回首页</p>", "今天是 2026年3月2日", Gone),
        ("Log in", "<p>Please log in to view this page.</p>", "2 March 2026", LoginWall),
    ],
)
def test_notices_with_a_date_on_them_are_notices(title: str, text: str, line: str, error: type[ReadError]) -> None:
    with pytest.raises(error):
        scraper.read_article(page(title, text, line, "<input type=password>"), URL)


BOX = "<form><input name=u><input type=password name=p> Forgot your password? <button>Log in</button></form>"


@pytest.mark.parametrize("count", [5, 12])
def test_a_list_below_a_box_for_members_is_a_list(count: int) -> None:
    items = "".join(f'<li><a href="/n/{n}.html">Union wins pay deal at plant {n}</a></li>' for n in range(count))
    html = f"<title>Example Union</title>{BOX}<h1>News</h1><ul>{items}</ul>"
    assert len(scraper.read_listing(html.encode(), URL)) == count


def test_short_news_below_a_box_for_members_are_news() -> None:
    text = "Workers in all plants walked out today. " * 3
    html = f"<title>Strike at Opel</title>{BOX}<h1>Strike at Opel</h1><p>{text}</p>"
    assert "walked out" in scraper.read_article(html.encode(), URL).text


def test_a_form_and_nothing_to_read_is_a_login() -> None:
    with pytest.raises(LoginWall):
        scraper.read_article(f"<title>Example Union</title><a href=/>Home</a>{BOX}".encode(), URL)


WALLS = {
    "es": ("Tu privacidad nos importa", "Con su acuerdo, nosotros y nuestros 812 socios usamos cookies."),
    "it": (
        "La tua privacy è importante per noi",
        "Noi e i nostri 750 partner archiviamo informazioni sul dispositivo.",
    ),
    "pl": ("Dbamy o Twoją prywatność", "My i nasi 843 partnerzy przechowujemy informacje na urządzeniu."),
    "pt": ("Valorizamos a sua privacidade", "Nós e os nossos 1.022 parceiros armazenamos informações."),
    "nl": ("Wij waarderen uw privacy", "Wij en onze 754 partners slaan informatie op een apparaat op."),
    "fi": ("Arvostamme yksityisyyttäsi", "Me ja 215 kumppanimme tallennamme tietoja laitteelle."),
    "sv": ("Vi värdesätter din integritet", "Vi och våra 754 partner lagrar och får åtkomst till information."),
    "no": ("Vi verdsetter ditt personvern", "Vi og våre 754 partnere lagrer informasjon på enheten."),
    "da": ("Vi værdsætter dit privatliv", "Vi og vores 1.022 partnere gemmer oplysninger på enheden."),
    "tr": ("Gizliliğinize önem veriyoruz", "Biz ve 754 iş ortağımız bir cihazdaki bilgileri depoluyoruz."),
    "cs": ("Vážíme si vašeho soukromí", "My a naši 754 partneři ukládáme informace v zařízení."),
    "hu": ("Fontos számunkra az Ön adatvédelme", "Mi és 754 partnerünk információkat tárolunk az eszközön."),
    "ro": ("Respectăm confidențialitatea dumneavoastră", "Noi și cei 754 de parteneri stocăm informații."),
    "ru": ("Мы ценим вашу конфиденциальность", "Мы и наши 754 партнёра храним информацию на устройстве."),
    "uk": ("Ми цінуємо вашу приватність", "Ми та наші 754 партнери зберігаємо інформацію на пристрої."),
    "el": ("Σεβόμαστε την ιδιωτικότητά σας", "Εμείς και οι 754 συνεργάτες μας αποθηκεύουμε πληροφορίες."),
    "hr": ("Cijenimo vašu privatnost", "Mi i naši 754 partneri pohranjujemo informacije na uređaju."),
}
MORE = "You may withdraw your consent to cookies or object to legitimate interests at any time in our settings. "


@pytest.mark.parametrize("title", ["", "Sindicato Unitario", "Members accept the deal - Example Union"])
@pytest.mark.parametrize("language", WALLS)
def test_a_wall_of_consent_is_no_article_in_any_language(language: str, title: str) -> None:
    """Its <title> may be the wall's, the site's or the article's; what it says may be long."""
    heading, text = WALLS[language]
    more, box = MORE * (8 if title else 1), "cookie-consent" if title else "box"
    wall = f"<title>{title or heading}</title><div class={box}><h2>{heading}</h2><p>{text}</p><p>{more}</p></div>"
    with pytest.raises(Blocked, match="consent"):
        scraper.read_article(f"{wall}<button>OK</button>".encode(), URL)


@pytest.mark.parametrize("language", WALLS)
def test_news_below_a_box_that_asks_for_consent_are_news(language: str) -> None:
    heading, text = WALLS[language]
    news = "<h1>Strike at Opel</h1><p>Workers in all plants walked out on Monday, and the company gave in.</p>"
    html = f"<title>Strike at Opel</title><div><h2>{heading}</h2><p>{text}</p></div>{news}"
    assert scraper.read_article(html.encode(), URL).title == "Strike at Opel"


@pytest.mark.parametrize("language", WALLS)
def test_news_about_walls_of_consent_are_news(language: str) -> None:
    heading, text = WALLS[language]
    told = f"“{heading}”: union sues an advertiser"
    html = (
        f"<title>{told}</title><h1>{told}</h1><p>“{text}” So it reads on the screens, and the court did not agree.</p>"
    )
    assert scraper.read_article(html.encode(), URL).title == told


GONE = {
    "ar": ("الصفحة غير موجودة", "الصفحة التي تبحث عنها غير موجودة أو تم حذفها."),
    "cs": ("Stránka nenalezena", "Požadovaná stránka neexistuje."),
    "da": ("Siden blev ikke fundet", "Siden findes ikke længere."),
    "el": ("Η σελίδα δεν βρέθηκε", "Η σελίδα που ζητήσατε δεν υπάρχει."),
    "fi": ("Sivua ei löytynyt", "Hakemaasi sivua ei löytynyt."),
    "hu": ("Az oldal nem található", "A keresett oldal nem létezik."),
    "id": ("Halaman tidak ditemukan", "Halaman yang Anda cari tidak ditemukan."),
    "it": ("Errore", "La pagina richiesta non esiste."),
    "ja": ("エラー", "お探しのページは移動または削除された可能性があります。"),
    "ko": ("오류안내", "글이 존재하지 않습니다. 글이 삭제되었거나 이동된 경우입니다."),
    "nl": ("Oeps", "De pagina die u zoekt is niet gevonden: de pagina bestaat niet meer."),
    "no": ("Siden ble ikke funnet", "Beklager, siden finnes ikke."),
    "pl": ("Ups", "Strona, której szukasz, nie istnieje."),
    "ro": ("Eroare", "Pagina căutată nu a fost găsită."),
    "ru": ("Новости", "Новость не найдена."),
    "sv": ("Sidan hittades inte", "Sidan du söker finns inte."),
    "tr": ("Sayfa bulunamadı", "Aradığınız sayfa bulunamadı."),
    "uk": ("Сторінку не знайдено", "Такої сторінки не існує."),
    "vi": ("Không tìm thấy trang", "Trang bạn tìm không tồn tại."),
}
LOGIN = {
    "fr": ("Espace adhérents", "Vous devez être connecté pour accéder à cette page."),
    "it": ("Area riservata", "Per leggere devi effettuare il login."),
    "ko": ("회원 전용", "회원만 열람할 수 있습니다."),
    "pl": ("Strefa członka", "Treść tylko dla zalogowanych."),
    "pt": ("Área restrita", "Faça login para ler esta notícia."),
    "ru": ("Личный кабинет", "Для просмотра необходимо авторизоваться."),
    "sv": ("Medlemssidor", "Logga in för att läsa artikeln."),
}


@pytest.mark.parametrize("language", GONE)
def test_a_page_that_is_gone_says_so_in_any_language(language: str) -> None:
    title, text = GONE[language]
    with pytest.raises(Gone):
        scraper.read_article(page(title, f"<p>{text}</p>"), URL)


@pytest.mark.parametrize("language", LOGIN)
def test_a_wall_for_members_is_no_article_in_any_language(language: str) -> None:
    title, text = LOGIN[language]
    with pytest.raises(LoginWall):
        scraper.read_article(page(title, f"<p>{text}</p>", extra="<form><input type=password></form>"), URL)


@pytest.mark.parametrize(("title", "text"), [*GONE.values(), *LOGIN.values()])
def test_short_news_that_quote_a_notice_are_news_in_any_language(title: str, text: str) -> None:
    """A dated line, and a title that says more than the notice."""
    told = page(f"{title}: who pays for the strike at the four quays", f"<p>{text}</p>", "2026-03-02 10:30")
    assert "quays" in scraper.read_article(told, URL).title
