"""Pages that every site has, by the last part of their address: about us, contact, legal notice, privacy, log in.

Only names that could pass for an article's stand here; one short word never does.
"""

import re
import unicodedata
from urllib.parse import unquote

# Without accents, `-` between words.
NAMES = frozenset(
    """
    about-us about-the-union about-our-union who-we-are our-mission our-history our-team our-structure
    contact-us contact-form contact-info contact-information contact-details press-contact press-contacts get-in-touch
    find-us how-to-find-us legal-notice legal-notices legal-information legal-info terms-of-use terms-of-service
    terms-and-conditions terms-conditions terms-and-privacy privacy-policy privacy-notice privacy-statement
    privacy-and-cookies privacy-and-cookie-policy privacy-cookies data-protection data-protection-policy
    data-privacy cookie-policy cookies-policy cookie-notice cookie-statement cookie-settings cookie-preferences
    site-map accessibility accessibility-statement log-in log-out sign-in sign-up sign-out my-account lost-password
    forgot-password reset-password create-account search-results advanced-search site-search join-us join-the-union
    become-a-member home-page front-page website-terms copyright-notice newsletter-signup newsletter-sign-up
    subscribe-newsletter thank-you work-with-us page-not-found

    ueber-uns uber-uns wir-ueber-uns wir-uber-uns wer-wir-sind kontakt-impressum impressum-datenschutz
    impressum-und-datenschutz kontakt-und-anfahrt kontaktformular datenschutzerklarung datenschutzerklaerung
    datenschutzhinweise datenschutzhinweis datenschutzbestimmungen datenschutz-impressum nutzungsbedingungen
    rechtliche-hinweise rechtlicher-hinweis barrierefreiheit barrierefreiheitserklarung barrierefreiheitserklaerung
    erklarung-zur-barrierefreiheit erklaerung-zur-barrierefreiheit cookie-richtlinie cookie-einstellungen
    cookie-hinweis inhaltsverzeichnis seitenubersicht mitglied-werden newsletter-anmeldung suchergebnisse
    passwort-vergessen leichte-sprache

    a-propos a-propos-de-nous qui-sommes-nous nous-connaitre nous-contacter contactez-nous nous-rejoindre
    mentions-legales mentions-legales-et-credits politique-de-confidentialite politique-confidentialite
    politique-de-protection-des-donnees protection-des-donnees protection-des-donnees-personnelles
    donnees-personnelles vie-privee politique-de-cookies politique-des-cookies politique-cookies gestion-des-cookies
    conditions-generales conditions-d-utilisation conditions-generales-d-utilisation plan-du-site
    declaration-d-accessibilite mot-de-passe-oublie se-connecter resultats-de-recherche

    quienes-somos sobre-nosotros aviso-legal aviso-de-privacidad politica-de-privacidad politica-privacidad
    politica-de-cookies politica-cookies proteccion-de-datos politica-de-proteccion-de-datos mapa-del-sitio mapa-web
    mapa-del-web iniciar-sesion terminos-y-condiciones terminos-de-uso condiciones-de-uso contacta-con-nosotros
    declaracion-de-accesibilidad qui-som avis-legal politica-de-privacitat
    quem-somos sobre-nos fale-conosco contacte-nos contactos politica-de-privacidade termos-de-uso
    termos-e-condicoes mapa-do-site declaracao-de-acessibilidade

    chi-siamo dove-siamo note-legali informativa-privacy informativa-sulla-privacy privacy-e-cookie informativa-cookie
    informativa-sui-cookie mappa-del-sito mappa-sito dichiarazione-di-accessibilita termini-e-condizioni
    despre-noi politica-de-confidentialitate termeni-si-conditii

    over-ons wie-zijn-wij privacybeleid privacyverklaring privacy-verklaring cookiebeleid cookieverklaring
    toegankelijkheid toegankelijkheidsverklaring algemene-voorwaarden lid-worden wachtwoord-vergeten

    om-oss om-os om-webbplatsen kontakt-oss kontakta-oss kontakt-os integritetspolicy personuppgifter
    behandling-av-personuppgifter personvern personvernerklaering privatlivspolitik cookiepolitik om-cookies
    tillganglighetsredogorelse tilgjengelighetserklaering tilgaengelighedserklaering logga-in logg-inn bli-medlem
    tietoa-meista ota-yhteytta yhteystiedot tietosuojaseloste saavutettavuusseloste evasteet

    o-nas o-nama o-nas-kontakt kim-jestesmy polityka-prywatnosci polityka-cookies deklaracja-dostepnosci
    mapa-strony mapa-stranek ochrana-osobnich-udaju ochrana-osobnych-udajov prohlaseni-o-pristupnosti
    vyhlasenie-o-pristupnosti politika-privatnosti pravila-privatnosti politika-konfidencialnosti politika-zasebnosti
    izjava-o-dostopnosti rolunk adatvedelem adatvedelmi-tajekoztato adatkezelesi-tajekoztato

    hakkimizda bize-ulasin gizlilik-politikasi gizlilik-sozlesmesi kisisel-verilerin-korunmasi cerez-politikasi
    gioi-thieu lien-he chinh-sach-bao-mat tentang-kami hubungi-kami kebijakan-privasi
    """.split()  # noqa: SIM905  # a list of words is read, and added to, as words
)
EXTENSION = re.compile(r"\.(?:s?html?|php\d?|aspx?|jspx?)$")
# Letters that are one of their own, and no letter with an accent.
PLAIN = str.maketrans({"ø": "o", "æ": "ae", "ł": "l", "ı": "i", "ß": "ss", "đ": "d", "_": "-", " ": "-", "'": "-"})


def is_site_page(last: str) -> bool:
    """Whether the last part of an address is the name of a page that every site has.

    >>> is_site_page("Mentions-l%C3%A9gales.html")
    True
    """
    word = EXTENSION.sub("", unquote(last).lower())
    folded = unicodedata.normalize("NFKD", word.translate(PLAIN))
    return "".join(letter for letter in folded if not unicodedata.combining(letter)) in NAMES
