"""The words of pages that stand in another's place: challenges, logins, cookie walls, "not found".

Each table holds patterns separated by white space; `_` is a space. All but the marks of a source are for texts in lower
case: a search that ignores case costs three times as much.
"""

import re

from scraper.extract.alternatives import any_of, in_table

# What only a challenge's source carries, and whose it is.
MARKS = (
    ("Ruishu", ("$_ts=window", "$_ts.cd=", "$_ts.nsd=", "_$jsvmprt(", "FSSBBIl1UgzbN7N")),
    ("Jiasule", ("__jsl_clearance", "document.cookie=('_')+('_')+('j')", "/cdn-cgi/bm/cv/")),
    ("Cloudflare", ("_cf_chl_opt", "cf-browser-verification", "__cf_chl_", "cf-error-details")),
    ("DataDome", ("captcha-delivery.com/captcha", "geo.captcha-delivery.com", "ct.captcha-delivery.com")),
    ("Vercel", ("/.well-known/vercel/security", "Vercel Security Checkpoint")),
    ("Imperva", ("_Incapsula_Resource", "Incapsula incident ID")),
    ("Akamai", ("sec-if-cpt-container", "errors.edgesuite.net")),
    ("Sucuri", ("sucuri_cloudproxy_js", "Sucuri WebSite Firewall")),
    ("AWS", ("AwsWafIntegration", "awswaf.com/", "aws-waf-token")),
    ("PerimeterX", ("px-captcha", "_pxAppId")),
    ("DDoS-Guard", ("check.ddos-guard.net", "/.well-known/ddos-guard")),
    ("Anubis", ("anubis_challenge", "/.within.website/x/cmd/anubis")),
    ("Aliyun", ("aliyunwaf_", "acw_sc__v2", "x5secdata", "_waf_bd8ce2ce37")),
    ("WTS", ("WTS-WAF", "YUNSUO", "security_session_verify", "security_session_mid_verify")),
)


def _any(table: str) -> re.Pattern[str]:
    """As `any_of`, for patterns that may begin with something else than a letter."""
    return re.compile("|".join(in_table(table)))


CHALLENGE_TITLE = any_of(r"""
just_a_moment attention_required checking_your_browser verify(?:ing)?_(?:that_)?you_are are_you_(?:a_)?(?:human|robot)
security_check access_(?:to_this_page_has_been_)?denied ddos.guard bot_verification request_(?:blocked|rejected)
403_forbidden not_a_(?:bot|robot) human_verification captcha pardon_our_interruption ^please_wait\W*$ ^blocked\b
安全验证 人机验证 访问验证 验证码 请求被拦截 访问被(?:拦截|拒绝) 访问受限 访问过于频繁 网站防火墙 滑动验证 云防护
拦截提示
zugriff_verweigert accès_refusé acceso_denegado
""")
CHALLENGE_TEXT = any_of(r"""
checking_(?:if_the_site_connection_is_secure|your_browser) verify_(?:that_)?you_are_(?:a_)?(?:human|not_a_robot)
enable_javascript_and_cookies_to_continue unusual_traffic_from complete_the_security_check
press_(?:&|and)_hold you_have_been_blocked automated_access_to_this you_don't_have_permission_to_access
your_request_has_been_blocked the_requested_url_was_rejected reference_#\d+\.
(?:请|需要?)完成(?:下列|以下|安全|人机)?.{0,4}验证 环境异常 完成验证后 访问过于频繁
(?:请求|访问).{0,12}(?:被拦截|被阻断)
拖动.{0,8}滑块 请开启_?javascript 访问行为异常 您的访问请求可能对网站造成安全威胁
""")
GONE_TITLE = _any(r"""
^\W*(?:error\W*)?404\b(?:\W*not_found)? \b404\W*(?:not_found|error|$)
(?:page|article|content)_(?:was_|could_)?not_(?:be_)?found
(?:page|article|content)_(?:no_longer_exists|not_available|does_not_exist) ^nothing_found ^not_found\b
^\W*(?:error\W*)?410(?:\W+gone\b|_[-–—·|]_|\W*$)
页面(?:不存在|未找到|没有找到|找不到|已删除) 找不到(?:页面|网页|您)
(?:文章|信息|内容|网页)(?:不存在|已(?:被)?删除|已下线)
您访问的页面 访问出错 ^出错(?:了|啦)? 无法找到 seite_(?:wurde_)?nicht_gefunden seite_existiert_nicht
page_(?:introuvable|non_trouvée) página_no_encontrada pagina_non_trovata página_não_encontrada pagina_niet_gevonden
strona_nie_(?:została_)?znaleziona страница_не_найдена ページが見つかりません 페이지를_찾을_수_없
ページは見つかりません сторінку_не_знайдено stránka_nenalezena stránka_nebyla_nalezena stránka_sa_nenašla
az_oldal_nem_található pagina_nu_a_fost_găsită η_σελίδα_δεν_βρέθηκε sivua_ei_löy(?:dy|tynyt)
sidan_hittades_inte sidan_kunde_inte_hittas siden_(?:blev_|ble_)?ikke_fundet siden_(?:ble_)?ikke_funnet sayfa_bulunamadı
halaman_tidak_ditemukan không_tìm_thấy_trang الصفحة_غير_موجودة صفحه_(?:مورد_نظر_)?(?:یافت|پیدا)_نشد הדף_לא_נמצא
stranica_nije_(?:pronađena|nađena) stran_ni_najdena страницата_не_е_намерена
""")
GONE_TEXT = any_of(r"""
(?:page|article|document|file|url|content)\b.{0,60}\b(?:(?:could|can)_?not_be_found|was_not_found|not_found\b)
(?:page|article|document|file|content)\b.{0,60}\b(?:does(?:_not|n['’]t)_exist|no_longer_(?:exists?|available))
(?:page|article|document|content)\b.{0,40}\bhas_been_(?:removed|deleted) nothing_was_found_at_this_location
(?<!\d)404\W{0,3}(?:error|not_found|page) (?:http_)?error_404
(?:访问|查看|浏览|请求|要找|查找|寻找)的.{0,6}(?:页面|网页|内容|文章|信息|资源|文件|网址).{0,12}(?:不存在|删除|找不到|未找到|无法访问|下线|失效)
(?:内容|文章|信息|页面|网页).{0,6}(?:已被(?:发布者)?删除|不存在|已下线|没有找到) 此内容因违规无法查看
此帐号已被屏蔽 找不到(?:该|您|此|页面|网页)
(?:seite|artikel)\b.{0,60}(?:nicht_gefunden|existiert_nicht|nicht_mehr_verfügbar)
page\b.{0,60}(?:n['’]existe_(?:pas|plus)|introuvable) página\b.{0,60}no_(?:existe|encontrad|se_encuentra)
página\b.{0,60}não_(?:existe|encontrad|foi_encontrad) страница\b.{0,40}не_(?:найдена|существует)
pagina\b.{0,60}(?:non_(?:esiste|è_stata_trovata|trovata)|niet_gevonden|bestaat_niet|nu_(?:există|a_fost_găsită))
(?:strona|artykuł)\b.{0,60}nie_(?:istnieje|została_znaleziona) stránka\b.{0,60}(?:nebyla_nalezena|neexistuje)
(?:новость|статья|элемент|раздел)_не_найден сторінк\w+\b.{0,40}не_(?:знайдено|існує)
oldal\b.{0,40}nem_(?:található|létezik) σελίδα\b.{0,60}δεν_(?:βρέθηκε|υπάρχει)
(?:sivua|sivu)\b.{0,60}ei_(?:löy|ole_olemassa)
(?:sidan|siden)\b.{0,60}(?:hittades_inte|finns_inte|ikke_(?:fundet|funnet)|(?:finnes|findes|eksisterer)_ikke)
sayfa\b.{0,40}bulunamadı halaman\b.{0,60}tidak_(?:ditemukan|ada) trang\b.{0,60}không_tồn_tại
الصفحة\b.{0,60}(?:غير_موجودة|لم_يتم_العثور) صفحه\b.{0,40}(?:یافت|پیدا|وجود)_ن הדף\b.{0,40}(?:לא_נמצא|אינו_קיים)
(?:글|게시물|게시글|페이지)(?:이|가|을|를)?\s(?:존재하지_않|삭제되었거나|찾을_수_없)
ページ(?:は|が).{0,20}(?:移動|削除|見つかりません|存在しません)
stranica\b.{0,40}(?:nije_pronađena|ne_postoji)
""")
LOGIN_TITLE = _any(r"""
^\W*(?:(?:user|member|members|please|portal)\W+)?(?:log_?in|sign_?in)\b single_sign.?on \blog_?in$
^\W*(?:anmelden|anmeldung|einloggen|connexion|se_connecter|identification|iniciar_sesión|accedi|logowanie|вход)(?:\W|$)
авторизация ログイン 로그인 (?:用户|会员|系统|管理员|职工)?登[录入](?:$|\W|页面|系统|平台) 统一身份认证 身份认证
单点登录
""")
LOGIN_TEXT = any_of(r"""
you_(?:must|need_to|have_to)_(?:be_logged_in|log_?in|sign_?in) please_(?:log_?in|sign_?in) members?_only
(?:log_?in|sign_?in)_(?:is_required|required|to_(?:view|read|continue|access|your))
请先?(?:登录|登入) (?:登录|登入)后.{0,4}(?:查看|阅读|可见|访问|继续) 需要登录 尚未登录 仅限(?:会员|内部)
(?:bitte|müssen_sie_sich).{0,30}(?:anmelden|einloggen) nur_für_mitglieder
(?:veuillez|devez).{0,30}(?:connect(?:er|é)|identifi(?:er|é)) (?:debe|debes|por_favor).{0,20}iniciar_sesión
réservée?s?_aux_(?:adhérents|membres|abonnés) (?:devi|bisogna|occorre).{0,20}(?:accedere|effettuare_il_login)
tylko_dla_(?:zalogowanych|członków) zaloguj_się,?_aby (?:faça|precisa_fazer|necessário_fazer)_(?:o_)?login
(?:необходимо|требуется)_(?:авторизоваться|войти|авторизация) (?:inloggen|logg(?:a|e)?_in)_(?:om_te|för_att|for_å)
giriş_yapma(?:nız|lısınız) (?:회원만|로그인_후) ログインが必要 ログインしてください
""")
CONSENT_TITLE = any_of(r"""
we_(?:value|care_about|respect)_your_privacy ^your_privacy\b privacy_(?:choices|settings|preferences|center)
cookie.?(?:consent|settings|preferences|policy|notice|einstellungen|zustimmung) ^cookies?$ ^consent\b
before_you_continue
datenschutz.?einstellungen ^einwilligung zustimmung_(?:erforderlich|zu) votre_(?:vie_privée|consentement)
gestion_des_cookies su_privacidad configuración_de_cookies
wir_(?:schätzen|respektieren|achten)_(?:ihre|deine)_privatsphäre ^(?:ihre|deine)_privatsphäre
privatsphäre.?einstellungen
nous_respectons_votre_vie_privée ^le_respect_de_votre_vie_privée paramètres_des_cookies
(?:valoramos|respetamos)_(?:tu|su)_privacidad nos_importa_(?:tu|su)_privacidad
^(?:tu|su)_privacidad(?:_(?:nos_importa|es_importante(?:_para_nosotros)?))?
(?:aviso|configuración)_de_(?:cookies|privacidad)
(?:teniamo|tieniamo)_alla_(?:tua|vostra)_privacy rispettiamo_la_(?:tua|vostra)_privacy
^(?:la_)?(?:tua|vostra)_privacy(?:_è_importante(?:_per_noi)?)? ^il_rispetto_della_(?:tua_|vostra_)?privacy
impostazioni_(?:dei_|sui_)?cookie informativa_sui_cookie
(?:dbamy_o|szanujemy|cenimy(?:_sobie)?)_(?:twoją|państwa|waszą)_prywatność ^(?:twoja|państwa)_prywatność
ustawienia_(?:prywatności|(?:plików_)?cookies?) zgoda_na_(?:pliki_)?cookies?
(?:valorizamos|respeitamos|damos_valor_à)_(?:a_)?(?:sua_)?privacidade
^(?:a_)?sua_privacidade(?:_é_importante(?:_para_nós)?)?
(?:definições|configurações)_de_(?:cookies|privacidade)
(?:waarderen|respecteren|hechten_(?:veel_)?(?:waarde|belang)_aan)_(?:uw|je|jouw)_privacy
^(?:uw|je|jouw)_privacy(?:_is_(?:voor_ons_)?belangrijk(?:_voor_ons)?)? (?:privacy|cookie).?(?:instellingen|voorkeuren)
(?:arvostamme|kunnioitamme)_yksityisyyttäsi välitämme_yksityisyydestäsi ^yksityisyytesi(?:_on_meille_tärkeää)?
(?:eväste|yksityisyys|tietosuoja)-?asetukset
vi_(?:värdesätter|värnar_om|respekterar|bryr_oss_om)_din_(?:personliga_)?integritet ^din_(?:personliga_)?integritet
(?:cookie|integritets)-?inställningar
vi_(?:verdsetter|respekterer|bryr_oss_om)_(?:ditt_personvern|personvernet_ditt) ^(?:ditt_personvern|personvernet_ditt)
vi_(?:værdsætter|respekterer)_(?:dit_privatliv|din_fortrolighed) ^dit_privatliv cookie.?indstillinger
gizliliğinize_(?:önem_veriyoruz|değer_veriyoruz|saygı_duyuyoruz) ^gizliliğiniz(?:_bizim_için_önemli(?:dir)?)?
çerez_(?:ayarları|tercihleri|onayı|politikası)
vážíme_si_vašeho_soukromí na_vašem_soukromí_nám_záleží ^vaše_soukromí nastavení_(?:soukromí|(?:souborů_)?cookies?)
vážime_si_vaše_súkromie záleží_nám_na_vašom_súkromí ^vaše_súkromie nastavenia_(?:súkromia|(?:súborov_)?cookies?)
(?:fontos|értékeljük).{0,20}(?:adatvédelme|adatvédelmét|magánéletét) (?:cookie|süti).?beállítások
(?:apreciem|respectăm|prețuim|ne_pasă_de)_confidențialitatea_(?:ta|dvs\.?|dumneavoastră)
^confidențialitatea_(?:ta|dvs|dumneavoastră)
мы_(?:ценим|уважаем)_вашу_(?:конфиденциальность|приватность) ^ваша_(?:конфиденциальность|приватность)
настройки_(?:конфиденциальности|(?:файлов_)?cookies?)
ми_(?:цінуємо|поважаємо)_вашу_(?:конфіденційність|приватність) ^ваша_(?:конфіденційність|приватність)
(?:εκτιμούμε|σεβόμαστε)_(?:την_ιδιωτικότητά|το_απόρρητό|την_ιδιωτική_ζωή)_σας ^(?:το_απόρρητό|η_ιδιωτικότητά)_σας
(?:cijenimo|poštujemo)_vašu_privatnost ^vaša_privatnost cenimo_vašo_zasebnost ^vaša_zasebnost
kami_menghargai_privasi_anda chúng_tôi_(?:coi_trọng|tôn_trọng)_quyền_riêng_tư نحن_نقدر_خصوصيتك (?:重视|尊重)您的隐私
""")
CONSENT_TEXT = any_of(r"""
we_and_our_(?:\d+_)?partners.{0,80}(?:store|access|cookies)
stor(?:e|ing)_(?:and/or|and|or)_access(?:ing)?_information_on_a_device
(?:accept|agree_to|consent_to|allow)\b.{0,40}\bcookies.{0,60}\b(?:continue|proceed|access|enter)
(?:to_continue|before_you_continue).{0,80}\b(?:cookies|consent)\b
wir_und_unsere_(?:\d+_)?(?:partner|dienstleister).{0,80}(?:speichern|cookies|informationen)
(?:um_fortzufahren|weiterlesen|weiter).{0,60}(?:cookies|zustimm|einwillig) mit_werbung_und_tracking
(?:nous_et_nos|avec_nos)_(?:\d+_)?partenaires.{0,80}(?:stock|cookies|informations) pour_continuer.{0,60}cookies
nosotros_y_nuestros_(?:[\d.,]+_)?(?:socios|proveedores) para_continuar.{0,60}cookies?
almacen\w+_(?:y/o|y|o|,)_?acce\w+.{0,12}información_(?:de|en)_un_dispositivo
noi_e_(?:i_)?(?:[\d.,]+_)?(?:nostri_)?(?:[\d.,]+_)?(?:partner|fornitori)\b per_(?:continuare|proseguire).{0,60}cookie
(?:archivi|memorizz|conserv)\w+_(?:e/o|e|o)_(?:acced|access|l['’]access)\w+.{0,12}informazioni
my_i_(?:nasi|nasze)_(?:[\d.,]+_)?(?:zaufani_)?partner aby_(?:kontynuować|przejść).{0,60}(?:cookie|zgod)
(?:przechow\w+|zapis\w+).{0,40}informacj\w+_na_(?:twoim_)?urządzeni
nós_e_(?:os_)?(?:[\d.,]+_)?nossos_(?:[\d.,]+_)?(?:parceiros|fornecedores)
armazen\w+_(?:e/ou|e|ou)_ac[ec]\w+.{0,12}informações
(?:wij|we)_en_onze_(?:[\d.,]+_)?partners om_(?:door|verder)_te_gaan.{0,60}cookies
informatie_op_(?:een|uw|je)_apparaat_(?:op_te_slaan|opslaan|te_bewaren|openen)
me_ja_(?:[\d.,]+_)?kumppanimme jatkaaksesi.{0,60}eväste tallen\w+.{0,40}tietoja.{0,20}laitteel
vi_och_våra_(?:[\d.,]+_)?(?:samarbets)?partner för_att_fortsätta.{0,60}(?:cookies|kakor)
lagra\w*_(?:och/eller|och|eller)_.{0,20}information_på_en_enhet
vi_(?:og_våre|og_vores)_(?:[\d.,]+_)?(?:samarbeids|samarbejds)?partner for_at_fortsætte.{0,60}cookies
biz_ve_(?:[\d.,]+_)?(?:iş_)?orta[kğ] devam_etmek_için.{0,60}çerez cihaz\w*.{0,30}bilgi\w*.{0,30}(?:depola|sakla|eriş)
my_a_(?:naši|našich)_(?:[\d.,]+_)?(?:partne|obchodn) pro_pokračování.{0,60}(?:cookie|souhlas)
(?:uklád|ukladat)\w*.{0,40}v_zařízení
pre_pokračovanie.{0,60}(?:cookie|súhlas) mi_és_(?:a_)?(?:[\d.,]+_)?partner a_folytatáshoz.{0,60}(?:cookie|süti)
noi_și_(?:cei_)?(?:[\d.,]+_)?(?:de_)?parteneri pentru_a_continua.{0,60}cookie
мы_и_наши_(?:[\d.,]+_)?партн[её]р (?:чтобы|для)_продолж\w+.{0,60}(?:cookie|соглас)
хран\w+.{0,40}на_(?:вашем_)?устройстве
ми_(?:та|і|й)_наші_(?:[\d.,]+_)?партнер (?:щоб|для)_продовж\w+.{0,60}(?:cookie|згод)
εμείς_και_οι_(?:[\d.,]+_)?(?:συνεργάτες|εταίροι) mi_(?:i|in)_naši_(?:[\d.,]+_)?partner
kami_dan_(?:[\d.,]+_)?mitra chúng_tôi_và_(?:[\d.,]+_)?(?:các_)?đối_tác نحن_وشركاؤنا
""")
# What a paragraph of such a wall is about, where nothing else stands on the page.
_ABOUT_CONSENT = """
cookie consent privacy gdpr eväste çerez kakor süti einwillig privatsphäre datenschutz données_personnelles vie_privée
privacidad datos_personales legítimo consenso privacidade consentimento dados_pessoais zgod prywatnoś danych_osobowych
toestemming suostum henkilötie samtyck samtykk integritet personvern privatliv onay gizlilik soukromí souhlas súkromi
súhlas hozzájárul adatvéd confidențialit consimț согласи конфиденц згод конфіденц συγκατάθεσ απόρρητ privatnost
zasebnost privasi riêng_tư خصوصي 隐私
"""
CONSENT_WORDS = tuple(word.replace("_", " ") for word in _ABOUT_CONSENT.split())
# Beside a form for members, which may stand in the header of any page.
LOGIN_FORM = any_of(
    "forgot(?:ten)?_(?:your_)?password 忘记密码 passwort_vergessen mot_de_passe_oublié contraseña_olvidada"
)
TO_LOGIN = re.compile(
    r"(?:location(?:\.href)?\s*=|location\.replace\(|url=)\s*[\"']?[^\"'>\s]{0,120}(?:login|signin|passport|/cas/|/sso/)",
    re.IGNORECASE,
)
