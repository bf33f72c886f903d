"""What lines below and around an article say in many languages, word for word: buttons, fields, headings over others.

All is lower case, separated by "|", and looked up whole, so that a language more costs nothing.
"""

import re

# A line that says only this, with or without a colon or an arrow, is a button or a link of the page.
_BUTTONS = """
share|share this|share this article|share this post|share on facebook|share on twitter|share on x
share on linkedin
share on whatsapp|share via email|share by email|previous article|next article|previous post
next post|previous news
next news|previous|next|print this page|print this article|print page|back to list|back to news
back to the list
back to all news|back to overview|back to top|go back|download pdf|download as pdf|save as pdf
print friendly, pdf & email|print friendly|print friendly & pdf
email this|email article
all news|all articles|view all|view all news|leave a comment|leave a reply|post a comment
add a comment|no comments
no comments yet|comments are closed|like this|follow us|contact us|read the full article
scroll to top|skip to content
for immediate release|zur sofortigen veröffentlichung|pour diffusion immédiate|para difusión inmediata
para publicación inmediata
artikel kommentieren|artikel bewerten|bewerten sie diesen artikel|startseite|zum artikel
vis kommentarer|dela artikel
segnala un refuso|comenta esta noticia|lire les commentaires|partager l'article sur facebook|join the discussion
publicitate|oceń jakość naszego artykułu|contenu externe
fehler melden|fehler gefunden|réagir à cet article|réagir|signaler une erreur|reportar un error
informar de un error|segnala un errore|zgłoś błąd|rapportera fel|dela
diesen artikel teilen|diesen beitrag teilen|artikel teilen|beitrag teilen|seite teilen|jetzt teilen
teilen|teilen auf
teilen mit|auf facebook teilen|auf twitter teilen|auf x teilen|auf whatsapp teilen
auf linkedin teilen|per e-mail senden
per mail senden|per e-mail teilen|vorheriger beitrag|nächster beitrag|vorheriger artikel
nächster artikel
voriger beitrag|voriger artikel|vorherige meldung|nächste meldung|vorherige seite|nächste seite
artikel drucken
seite drucken|beitrag drucken|drucken|druckversion|zurück|zurück zur übersicht|zurück zur liste
zurück zur startseite
zurück zu aktuelles|zurück zu den meldungen|zurück zu den news|zur übersicht|nach oben
zum seitenanfang|seitenanfang
mehr lesen|mehr erfahren|weiterlesen|alle meldungen|alle news|alle beiträge|alle nachrichten
zum archiv
kommentar schreiben|kommentar verfassen|schreiben sie einen kommentar|schreibe einen kommentar
keine kommentare
kommentare|pdf herunterladen|als pdf herunterladen|als pdf speichern|vorlesen|text vorlesen
partager|partager cet article|partager l'article|partager sur|partager sur facebook
partager sur twitter|partager par mail
partager par e-mail|article précédent|article suivant|actualité précédente|actualité suivante
précédent|suivant
imprimer|imprimer cette page|imprimer l'article|imprimer cet article|retour|retour à la liste
retour aux actualités
retour à l'accueil|retour en haut|haut de page|laisser un commentaire|aucun commentaire|commentaires
toutes les actualités|toute l'actualité|voir toutes les actualités|télécharger le pdf
télécharger en pdf|envoyer par mail
compartir|compartir este artículo|compartir en|compartir en facebook|compartir en twitter
compartir en whatsapp
compartir por correo|comparte|comparte esto|comparte esta noticia|artículo anterior
artículo siguiente|noticia anterior
noticia siguiente|siguiente noticia|anterior|siguiente|entrada anterior|entrada siguiente|imprimir
imprimir página
imprimir esta página|volver|volver al listado|volver a noticias|volver atrás|volver arriba
volver al inicio|ir arriba
deja un comentario|deja una respuesta|dejar un comentario|sin comentarios|comentarios|ver más
ver todas
ver todas las noticias|todas las noticias|descargar pdf|descargar en pdf|enviar por correo
compartilhar|compartilhe|compartilhe esta notícia|compartilhe isso|compartilhar isso
compartilhar no facebook
compartilhar no twitter|compartilhar no whatsapp|compartilhar por e-mail|partilhar|partilhe
notícia anterior
próxima notícia|notícia seguinte|próximo artigo|artigo anterior|próximo|seguinte|imprimir notícia
voltar
voltar para a lista|voltar ao topo|voltar para notícias|voltar para o topo|deixe um comentário
deixe uma resposta|nenhum comentário|comentários|saiba mais|leia mais|ver todas as notícias
todas as notícias|baixar pdf
condividi|condividi questo articolo|condividi l'articolo|condividi su|condividi su facebook
condividi su twitter
condividi su whatsapp|condividi via email|articolo precedente|articolo successivo|notizia precedente
notizia successiva|precedente|successivo|stampa|stampa questa pagina|stampa la pagina|stampa pagina
torna indietro
torna alla lista|torna alle news|torna su|torna all'elenco|indietro|lascia un commento
nessun commento|commenti
tutte le notizie|tutte le news|scarica il pdf|scarica pdf|invia per email
udostępnij|udostępnij artykuł|udostępnij na facebooku|udostępnij na twitterze|podziel się
poprzedni artykuł
następny artykuł|poprzedni wpis|następny wpis|poprzednia|następna|poprzedni|następny|drukuj
drukuj stronę|wydrukuj
powrót|powrót do listy|powrót do aktualności|wróć|wróć do listy|do góry|dodaj komentarz
brak komentarzy|komentarze
wszystkie aktualności|więcej aktualności|czytaj więcej|pobierz pdf|zapisz jako pdf
поделиться|поделиться новостью|поделиться ссылкой|поделиться в соцсетях|поделитесь новостью
предыдущая новость
следующая новость|предыдущая статья|следующая статья|предыдущая запись|следующая запись|предыдущая
следующая|версия для печати
печать|распечатать|назад|назад к списку|к списку новостей|вернуться назад|вернуться к списку|наверх
вверх
оставить комментарий|добавить комментарий|комментарии|комментариев нет|нет комментариев|все новости
скачать pdf
читать далее|подробнее|подписаться
поділитися|поділитися новиною|попередня новина|наступна новина|попередній запис|наступний запис
друкувати|роздрукувати
версія для друку|назад до списку|догори|коментарі|залишити коментар|додати коментар|усі новини
всі новини
paylaş|bu haberi paylaş|haberi paylaş|facebook'ta paylaş|twitter'da paylaş|whatsapp'ta paylaş
önceki haber|sonraki haber
önceki yazı|sonraki yazı|önceki|sonraki|yazdır|sayfayı yazdır|geri|geri dön|listeye dön|tüm haberler
yukarı çık|başa dön
yorum yap|yorum yaz|yorumlar|yorum yok|pdf indir|daha fazla|devamını oku
bagikan|bagikan ini|bagikan artikel|bagikan berita|bagikan ke facebook|bagikan ke twitter
bagikan ke whatsapp
berita sebelumnya|berita selanjutnya|berita berikutnya|artikel sebelumnya|artikel selanjutnya
sebelumnya|selanjutnya|cetak
cetak halaman|kembali|kembali ke atas|kembali ke daftar|tinggalkan komentar|tulis komentar
tidak ada komentar|komentar
selengkapnya|lihat semua|unduh pdf|kongsi|kongsikan
chia sẻ|chia sẻ bài viết|chia sẻ facebook|chia sẻ lên facebook|bài trước|bài sau|bài viết trước
bài viết sau|tin trước
tin sau|bài tiếp theo|trang trước|trang sau|in trang|in bài viết|in bài này|gửi email|quay lại
trở lại|về đầu trang
lên đầu trang|bình luận|gửi bình luận|ý kiến bạn đọc|viết bình luận|xem thêm|đọc thêm|xem tiếp
xem tất cả|lưu bài viết
แชร์|แชร์บทความ|แชร์หน้านี้|แชร์ข่าวนี้|แบ่งปัน|ก่อนหน้า|ถัดไป|ข่าวก่อนหน้า|ข่าวถัดไป|พิมพ์
พิมพ์หน้านี้|ย้อนกลับ|กลับ|กลับหน้าหลัก
กลับด้านบน|แสดงความคิดเห็น|ความคิดเห็น|อ่านเพิ่มเติม|อ่านต่อ|ดูทั้งหมด|ดาวน์โหลด
مشاركة|شارك|شارك المقال|شارك الخبر|شارك على فيسبوك|مشاركة على فيسبوك|المقال السابق|المقال التالي
الخبر السابق|الخبر التالي
السابق|التالي|طباعة|اطبع|العودة|رجوع|العودة إلى القائمة|العودة للأعلى|أضف تعليقا|أضف تعليق
اترك تعليقا|اترك تعليقاً|التعليقات
لا توجد تعليقات|المزيد|اقرأ المزيد|قراءة المزيد|جميع الأخبار|كل الأخبار|تحميل|أرسل
اشتراک گذاری|اشتراک‌گذاری|به اشتراک بگذارید|خبر قبلی|خبر بعدی|مطلب قبلی|مطلب بعدی|قبلی|بعدی|چاپ
نسخه چاپی|بازگشت
بازگشت به لیست|نظر شما|ارسال نظر|نظرات|دیدگاه‌ها|بیشتر بخوانید|ادامه مطلب|همه اخبار|ارسال به دوستان
دانلود
인쇄|인쇄하기|공유|공유하기|기사공유하기|이전글|다음글|이전 글|다음 글|이전기사|다음기사|이전|다음|목록|목록보기
목록으로|맨위로|위로|댓글
댓글 쓰기|댓글쓰기|댓글달기|댓글 0|댓글을 입력해주세요|글자크기|글자크기 조절|스크랩|기사저장|더보기|전체보기
다운로드|수정|삭제
シェア|シェアする|共有|共有する|ツイート|facebookでシェア|facebookでシェアする|xでシェア|前の記事|次の記事
前の記事へ|次の記事へ|前へ|次へ
前のページ|次のページ|印刷|印刷する|このページを印刷|このページを印刷する|戻る|もどる|一覧へ戻る|一覧に戻る|一覧へ
一覧を見る|お知らせ一覧へ|ニュース一覧へ
記事一覧へ|トップへ戻る|ページトップへ|ページの先頭へ|このページの先頭へ|ページの先頭へ戻る|コメント
コメントを書く|コメントする|続きを読む|もっと見る|ブックマーク
delen|deel dit|deel dit artikel|deel dit bericht|deel op facebook|deel op twitter|deel via
vorig artikel|volgend artikel
vorig bericht|volgend bericht|vorige|volgende|printen|afdrukken|terug|terug naar overzicht
terug naar nieuws
terug naar boven|naar boven|naar overzicht|reageer|reageren|reacties|geef een reactie
plaats een reactie|alle nieuws
al het nieuws|meer nieuws|lees meer|download pdf
dela artikeln|dela sidan|dela på facebook|dela på twitter|dela på linkedin|dela med e-post
föregående artikel
nästa artikel|föregående|nästa|skriv ut|skriv ut sidan|tillbaka|tillbaka till nyheter|till toppen
till sidans topp
kommentera|kommentarer|lämna en kommentar|läs mer|alla nyheter|fler nyheter|ladda ner pdf|tipsa
del artiklen|del denne artikel|del på facebook|del på twitter|del på linkedin|del saken
del artikkelen|forrige artikel
næste artikel|forrige|næste|neste|forrige artikkel|neste artikkel|udskriv|skriv ut|tilbage|tilbake
til toppen|læs mere
les mer|kommentér|kommenter|kommentarer|alle nyheder|alle nyheter|flere nyheder|flere nyheter
jaa|jaa artikkeli|jaa sivu|jaa facebookissa|jaa twitterissä|edellinen artikkeli|seuraava artikkeli
edellinen|seuraava
tulosta|tulosta sivu|takaisin|takaisin listaan|sivun alkuun|kommentoi|kommentit|lue lisää
lisää uutisia|kaikki uutiset
megosztás|megosztom|oszd meg|megosztás facebookon|előző cikk|következő cikk|előző|következő
előző bejegyzés
következő bejegyzés|nyomtatás|vissza|vissza a listához|vissza a hírekhez|az oldal tetejére
hozzászólások|hozzászólás
szólj hozzá|tovább|összes hír|minden hír|letöltés
sdílet|sdílet článek|sdílet na facebooku|zdieľať|zdieľať článok|předchozí článek|další článek
následující článek
předchozí|další|následující|predchádzajúci článok|ďalší článok|tisk|vytisknout|tisknout|zpět
zpět na seznam|zpět nahoru
späť|nahoru|přidat komentář|komentáře|všechny aktuality|všechny zprávy|více|číst dál|stáhnout pdf
distribuie|distribuiți|distribuie pe facebook|articolul anterior|articolul următor
articolul precedent|anteriorul|următorul
tipărește|printează|înapoi|înapoi la listă|înapoi la știri|lasă un comentariu|comentarii
niciun comentariu
toate știrile|citește mai mult|citește mai multe|descarcă pdf
κοινοποίηση|κοινοποιήστε|μοιραστείτε|προηγούμενο άρθρο|επόμενο άρθρο|προηγούμενο|επόμενο|εκτύπωση
εκτυπώστε|επιστροφή|πίσω
σχόλια|αφήστε ένα σχόλιο|περισσότερα|διαβάστε περισσότερα|όλα τα νέα
podijeli|podijelite|podijeli članak|podeli|podelite|prethodni članak|sljedeći članak|sledeći članak
prethodna vijest
sljedeća vijest|prethodno|sljedeće|sledeće|ispis|ispiši|štampaj|natrag|nazad|povratak|komentari
ostavi komentar|sve vijesti
sve vesti|opširnije|pročitaj više|deli|natisni|nazaj|prejšnja|naslednja
сподели|споделете|предишна новина|следваща новина|предишна статия|следваща статия|предишна|следваща
печат|отпечатай
коментари|добави коментар|всички новини|прочетете повече|сподели статията|подели|печати
שתפו|שיתוף|שתף|שתפו בפייסבוק|הקודם|הבא|לכתבה הבאה|לכתבה הקודמת|הדפסה|הדפס|חזרה|חזרה לרשימה|תגובות
הוסף תגובה|קרא עוד|קראו עוד
शेयर करें|साझा करें|पिछला|अगला|पिछली खबर|अगली खबर|प्रिंट|प्रिंट करें|वापस|टिप्पणी करें|टिप्पणियां
और पढ़ें|सभी खबरें
返回列表|返回上一页|返回上页|返回上级|返回顶部|返回首页|返回目录|返回栏目|我要纠错|附件下载|我要评论|发表评论
打印|打印文章|关闭|关闭本页|关闭页面
收藏本页|分享到微信|分享到微博|微信扫码|微信扫一扫|上一页|下一页|回到顶部|大中小|大 中 小|字号|列印|友善列印
回上一頁|回上頁|回列表|回首頁|轉寄
分享|分享至|加入收藏
"""
# A line that opens with this and a colon names a field of the page: its tags, its column, its source.
_FIELDS = """
you are here|sie sind hier|sie befinden sich hier|du bist hier|vous êtes ici|usted está aquí|estás aquí|te encuentras en
você está aqui|você está em|está em|sei qui|ti trovi qui|ti trovi in|u bent hier|je bent hier|jesteś tutaj|tu jesteś
nacházíte se|nacházíte se zde|nachádzate sa|du är här|du er her|olet tässä|olet täällä|ön itt áll|ön itt van
sunteți aici|te afli aici|βρίσκεστε εδώ|είστε εδώ|nalazite se ovdje|ovdje ste|вы здесь|вы находитесь здесь|ви тут
ви знаходитесь|вие сте тук|buradasınız|şu an buradasınız|anda di sini|anda berada di sini|bạn đang ở đây|bạn đang ở
คุณอยู่ที่|أنت هنا|انت هنا|أنت الآن هنا|شما اینجا هستید|מיקומך באתר|אתה כאן|현재위치|현재 위치|現在位置|現在のページ
当前位置|您的位置|您的当前位置|您现在的位置|你的位置|你现在的位置|您所在的位置|您当前的位置|所在位置|目前位置|您現在的位置|目前所在位置
tags|tag|tagged|tagged in|tagged with|keywords|categories|category|filed under|posted in
published in|topics|topic|share
share this|views|read also|also read|see also
related|related news
schlagwörter|schlagworte|schlagwort|stichwörter|kategorie|kategorien|rubrik|themen

teilen|lesen sie auch|lesen sie hierzu|auch spannend|auch interessant|siehe auch|mehr zum thema|weitere informationen
aufrufe|zugriffe
mots-clés|mots clés|étiquettes|étiquette|catégorie|catégories|rubrique|thèmes|thématiques|partager

à lire également|à lire aussi|lire également|lire aussi|voir aussi
lea más|lee más|archivado en|etiquetas|etiqueta|etiquetado como|palabras clave|categoría|categorías
sección|temas|compartir
comparte
lea también|lee también|le puede interesar|te puede interesar|ver también|más información
palavras-chave|categoria|categorias|editoria|assuntos|compartilhar|compartilhe|partilhar
leia também|leia mais|veja também
tag|parole chiave|categoria|categorie|argomenti|condividi|leggi anche|vedi anche
potrebbe interessarti
tagi|słowa kluczowe|kategoria|kategorie|udostępnij|czytaj także|czytaj też|przeczytaj także
przeczytaj też|przeczytaj również
zobacz także|zobacz też|źródło
теги|тэги|метки|ключевые слова|рубрика|рубрики|категория|раздел|поделиться|читайте также
смотрите также|по теме|источник
ключові слова|категорія|поділитися|читайте також|дивіться також|джерело
etiketler|etiket|anahtar kelimeler|kategori|kategoriler|paylaş|ayrıca okuyun
bunu da okuyun|ilgili haber|kaynak|bu haberi paylaş|haberi paylaş|sayfayı paylaş
tag|tagar|kata kunci|kategori|bagikan|baca juga|baca|simak juga|lihat juga|berita terkait|editor
sumber
từ khóa|từ khoá|thẻ|chuyên mục|danh mục|chia sẻ|xem thêm|đọc thêm|nguồn|nguồn tin
theo dõi chúng tôi trên
แท็ก|คำค้น|หมวดหมู่|ประเภท|แชร์|ที่มา|แหล่งที่มา|อ่านเพิ่มเติม
ข่าวที่เกี่ยวข้อง
الكلمات المفتاحية|كلمات مفتاحية|الوسوم|وسوم|التصنيف|التصنيفات|القسم|شارك|مشاركة
اقرأ أيضا|اقرأ أيضاً|إقرأ أيضا
شاهد أيضا|شاهد أيضاً|المصدر|عدد المشاهدات
برچسب|برچسب‌ها|برچسب ها|کلیدواژه‌ها|کلیدواژه|کلید واژه ها|دسته|دسته‌بندی|اشتراک گذاری
بیشتر بخوانید|منبع|کد خبر
تعداد بازدید
태그|키워드|카테고리|분류|관련기사|관련 기사|관련뉴스|출처|공유|해시태그
タグ|キーワード|カテゴリ|カテゴリー|関連記事|関連リンク|関連ニュース|出典|シェア
trefwoorden|categorie|onderwerpen|delen|deel|lees ook|zie ook|bekijk ook|bekijk meer van|bron
taggar|etiketter|nyckelord|ämnen|kategorier|dela|läs också|läs även|läs mer|se även|källa
emner|emneord|nøkkelord|kategorier|del|læs også|les også|se også|kilde
avainsanat|aiheet|kategoriat|jaa|jaa artikkeli|lue myös|katso myös|lähde
címkék|címke|kulcsszavak|kategória|kategóriák|megosztás|olvassa el|olvasd el|lásd még
kapcsolódó|forrás
štítky|štítek|klíčová slova|kľúčové slová|rubriky|sdílet|čtěte také|čtěte též|čtěte více|přečtěte si
přečtěte si také|viz také|zdroj
etichete|cuvinte cheie|categorie|categorii|distribuie|citește și|citiți și|vezi și|sursa foto|sursa|sursă
ετικέτες|λέξεις κλειδιά|κατηγορία|κατηγορίες|κοινοποίηση|διαβάστε επίσης
δείτε επίσης|πηγή
oznake|ključne riječi|kategorija|kategorije|podijeli|pročitajte i|pročitajte još
vidi još|izvor|tagovi
тагове|етикети|ключови думи|сподели|прочетете още|вижте още|източник
תגיות|מילות מפתח|קטגוריה|שתפו|קראו גם|קרא גם|מקור
टैग|श्रेणी|शेयर करें|यह भी पढ़ें|ये भी पढ़ें|स्रोत|संबंधित
"""
# An invitation between two paragraphs, with the link to another article in it or below.
_INVITATIONS = """
read also|see also|also read|siehe auch|lesen sie auch|voir aussi|à lire aussi|à lire également
lire aussi
ver también|lea también|lee también|veja também|leia também|vedi anche|leggi anche|zobacz także
zobacz również
zobacz też|czytaj także|смотрите также|читайте также|дивіться також|читайте також|lihat juga
baca juga
شاهد أيضا|شاهد أيضاً|اقرأ أيضا|اقرأ أيضاً|lees ook|läs också|läs även|læs også|les også|lue myös
citește și
vezi și|δείτε επίσης|διαβάστε επίσης|further reading
"""
# A short line that says only this opens a part with other articles.
_OTHERS = """
related|related articles|related posts|related news|related stories|related content|related links
more news|latest news
other news|recent posts|recent news|you might also like|you may also like
weitere beiträge|weitere artikel|weitere meldungen|weitere nachrichten|weitere news|weitere themen
ähnliche beiträge
ähnliche artikel|verwandte beiträge|verwandte artikel|neueste beiträge|aktuelle meldungen
neueste nachrichten|mehr news
das könnte sie auch interessieren|das könnte dich auch interessieren|auch interessant
articles similaires|articles liés|articles connexes|articles récents|actualités liées
sur le même sujet|dans la même rubrique
dernières actualités|autres actualités|derniers articles
noticias relacionadas|artículos relacionados|entradas relacionadas|contenido relacionado
relacionadas|otras noticias
últimas noticias|más noticias|también te puede interesar|te puede interesar|te podría interesar
quizás te interese
notas relacionadas
notícias relacionadas|artigos relacionados|matérias relacionadas|conteúdo relacionado|relacionados
outras notícias
últimas notícias|mais notícias|posts relacionados|você também pode gostar
articoli correlati|notizie correlate|contenuti correlati|articoli simili|altre notizie
ultime notizie|altri articoli
potrebbe interessarti|potrebbe interessarti anche|ti potrebbe interessare
powiązane artykuły|podobne artykuły|podobne wpisy|powiązane
najnowsze wiadomości|inne aktualności|inne artykuły|najnowsze|polecane|może cię zainteresować
похожие новости|похожие статьи|похожие записи|похожие материалы|другие новости|последние новости
материалы по теме|по теме
новости по теме|ещё по теме|еще по теме|другие материалы|рекомендуем
схожі новини|схожі записи|інші новини|останні новини|за темою|новини за темою
ilgili haberler|benzer haberler|diğer haberler|son haberler|ilgili yazılar|benzer yazılar
ilginizi çekebilir|bunlar da ilginizi çekebilir
berita terkait|artikel terkait|berita lainnya|berita terbaru|artikel lainnya|terkait|terkini
tin liên quan|bài viết liên quan|tin khác|các tin khác|tin tức khác|tin mới nhất|tin cùng chuyên mục
bài viết khác
bài viết cùng chuyên mục|có thể bạn quan tâm|tin mới hơn|tin cũ hơn|tin đã đưa|các bài đã đăng
cùng chuyên mục
ข่าวที่เกี่ยวข้อง|อ่านข่าวที่เกี่ยวข้อง|บทความที่เกี่ยวข้อง|ข่าวล่าสุด|ข่าวอื่นๆ|ข่าวอื่น ๆ|เรื่องที่เกี่ยวข้อง
บทความล่าสุด|ข่าวแนะนำ
أخبار ذات صلة|مقالات ذات صلة|مواضيع ذات صلة|موضوعات ذات صلة|ذات صلة|آخر الأخبار
أخبار متعلقة|قد يعجبك أيضا|أخبار أخرى
اخبار مرتبط|مطالب مرتبط|مطالب مشابه|خبرهای مرتبط|آخرین اخبار|سایر اخبار|مرتبط|پربازدیدترین
پربیننده ترین|اخبار پیشنهادی
관련기사|관련 기사|관련뉴스|관련 뉴스|관련글|관련 글|최신 기사|최신기사|최신뉴스|많이 본 기사|인기기사|추천기사
다른 기사|이 기사와 함께 많이 본 뉴스
トラックバック|トラックバック(0)|関連記事|関連ニュース|関連情報|関連リンク|関連コンテンツ|最新記事|最新ニュース|新着記事|新着情報
その他のニュース|こちらもおすすめ|おすすめ記事|人気記事
あわせて読みたい|他の記事
gerelateerde artikelen|gerelateerd nieuws|gerelateerde berichten|gerelateerd|ander nieuws
laatste nieuws|meer nieuws
relaterade artiklar|relaterade nyheter|relaterat|relaterat innehåll|fler nyheter|senaste nytt
senaste nyheterna
relaterede artikler|relaterede nyheder|relateret|flere nyheder|seneste nyt|seneste nyheder
relaterte artikler|siste nytt
siste nyheter|flere nyheter|relatert
aiheeseen liittyvää|aiheeseen liittyviä uutisia|uusimmat uutiset|muita uutisia|lisää aiheesta
lisää uutisia
kapcsolódó cikkek|kapcsolódó hírek|kapcsolódó tartalom|további hírek|legfrissebb hírek
további cikkek|kapcsolódó anyagok
související články|souvisící články|súvisiace články|další zprávy|další články|další aktuality
nejnovější|nejnovější články
podobné články|mohlo by vás zajímat
articole similare|știri similare|articole conexe|alte știri|alte articole|ultimele știri
articole recente
σχετικά άρθρα|σχετικές ειδήσεις|σχετικά νέα|τελευταία νέα|άλλα νέα
povezani članci|povezane vijesti|vezane vijesti|ostale vijesti|najnovije vijesti|slične vijesti
povezane vesti|najnovije vesti
slični članci|najnovije|sorodne novice|zadnje novice
свързани новини|свързани статии|още новини|последни новини|подобни статии|други новини
поврзани вести|останати вести
כתבות קשורות|כתבות נוספות|עוד בנושא|חדשות אחרונות|חדשות נוספות|אולי יעניין אותך
संबंधित खबरें|ताजा खबरें|अन्य खबरें|संबंधित समाचार|और खबरें
"""
# A line that opens with this and a colon says who wrote the article.
_AUTHORS = """
author|authors|by|written by|posted by|autor|autorin|autoren|verfasser|verfasserin|auteur|auteure|auteurs|autora|autores
escrito por|publicado por|texto de|autore|autrice|autori|scritto da|auteurs|geschreven door|skribent|forfatter
skriven av|skrevet av|skrevet af|kirjoittaja|kirjoittanut|szerző|írta|napsal|autorka|scris de|συντάκτης|автор
автор статьи|автор текста|автор матеріалу|yazar|yazan|haber|penulis|tác giả|الكاتب|بقلم|نویسنده|מאת|piše
interview|entretien|propos recueillis par|entrevista|intervista|interjú|rozmawiał|rozmawiała|rozmowa|rozhovor
haastattelu|röportaj|интервью|беседовал|беседовала|записал|записала|подготовил|подготовила|розмовляв|розмовляла
napisao|napisala|text|texte|texto|testo|tekst|teksti|text und foto|text und fotos|text & foto|text och bild
text och foto|tekst og foto|words
"""
# A heading that says only this, with or without how many there are, stands over what readers wrote.
_COMMENTS = """
comments|comment|reader comments|readers' comments|your comments|latest comments|all comments|comments so far
responses|replies|discussion|join the discussion|join the conversation|thoughts on|thought on|one thought on
responses to|comments on|replies to|kommentare|kommentar|leserkommentare|alle kommentare|neueste kommentare
kommentare zu|antworten|leserbriefe|diskussion|commentaires|commentaire|vos commentaires|vos réactions
réactions|tous les commentaires|réponses|comentarios|comentario|respuestas|comentarios de los lectores
comentários|comentário|commenti|commento|i commenti dei lettori|reacties|reactie|kommentarer|kommentaari
kommentit|kommenttia|komentarze|komentarz|komentarzy|komentáře|komentářů|komentáre|diskuze|diskuse
hozzászólások|hozzászólás|comentarii|комментарии|комментария|комментариев|комментарий|обсуждение|коментарі
коментарів|коментари|σχόλια|yorumlar|yorum|yorumları|komentar|bình luận|ý kiến bạn đọc|ความคิดเห็น|التعليقات
تعليقات|نظرات|תגובות|टिप्पणियां|评论|條評論|条评论|全部评论|网友评论|網友評論|最新评论|热门评论|精彩评论
评论区|读者评论|用户评论|文章评论|发表评论|留言|全部留言|网友留言|读者留言|回應|迴響|コメント|件のコメント
コメント一覧|댓글|개의 댓글|의견
"""
# A link that says only this stands in each comment.
_REPLY = """
reply|reply to this|reply to comment|respond|quote|report|report comment|report abuse|permalink|antworten
antwort|zitieren|kommentar melden|melden|répondre|signaler|responder|denunciar|reportar|rispondi|segnala
beantwoorden|reageer|svar|svara|vastaa|odpowiedz|zgłoś|odpovědět|odpovedať|válasz|răspunde|ответить
пожаловаться|відповісти|отговор|απάντηση|yanıtla|cevapla|balas|trả lời|ตอบกลับ|رد|پاسخ|הגב|回复|回覆|回應|举报
返信|返信する|답글|답글쓰기
"""
# A heading that says only this stands over an invitation to become a member …
_JOIN = """
become a member|join|join us|join now|join today|join us today|join our union|join the union|join your union
join a union|not a member|not a member yet|not yet a member|get involved|why join
mitglied werden|jetzt mitglied werden|werde mitglied|mitglied werden lohnt sich|noch kein mitglied|werden sie mitglied
mach mit|jetzt eintreten|jetzt beitreten
adhérer|adhérez|nous rejoindre|rejoignez-nous|se syndiquer|syndiquez-vous|adhérez en ligne
afíliate|afiliate|afíliate ya|únete|hazte socio|afiliación|filie-se|associe-se|sindicalize-se|sindicaliza-te
iscriviti|iscriviti al sindacato|unisciti a noi|tesserati|lid worden|word lid|word nu lid|nog geen lid
bli medlem|bli medlem i dag|bli medlem nu|bliv medlem|meld dig ind|liity jäseneksi|liity nyt
zapisz się do związku|dołącz do nas|wstąp do związku|вступить в профсоюз|вступай в профсоюз|csatlakozz|lépj be
přidej se k nám|staňte se členem|üye ol|sendikaya üye ol
"""
# … to give money, to subscribe …
_GIVE = """
support us|support our work|support our journalism|support independent journalism|help us|donate|donate now|donate today
make a donation|give now|give today|spenden|jetzt spenden|ihre spende|unterstützen sie uns|unterstütze uns
unterstützen sie unsere arbeit|faites un don|faire un don|je fais un don|soutenez-nous|soutenir|soutenez notre travail
dona|dona ahora|haz una donación|apóyanos|apoya nuestro trabajo|colabora|sostienici|sostieni il nostro lavoro|dona ora
apoie|apoie-nos|apoie o nosso trabalho|doe agora|faça uma doação|doneer|doneer nu|steun ons|steun ons werk|stötta oss
støtt oss|støt os|tue meitä|wesprzyj nas|wspieraj nas|přispějte|podpořte nás|támogass|поддержите нас|поддержать
помочь проекту|підтримайте нас|bağış yap|destek ol|支持我们|赞赏|打赏|ご寄付|寄付する|후원하기
subscribe|subscribe now|subscribe today|stay in touch|stay informed|keep in touch|keep up to date|never miss a story
auf dem laufenden bleiben|bleiben sie auf dem laufenden|bleiben sie informiert|restez informé|restez informés
mantente informado|resta aggiornato|fique por dentro|blijf op de hoogte|håll dig uppdaterad
bądź na bieżąco|будьте в курсе
"""
# … or over who wrote the article.
_WRITER = """
about the author|about the authors|about the writer|meet the author|about the contributor|über den autor
über die autorin|über die autoren|über die autorinnen|zur person|zum autor|zur autorin|zu den autoren
à propos de l'auteur|à propos de l'autrice|à propos des auteurs|l'auteur|l'autrice|les auteurs|sobre el autor
sobre la autora|acerca del autor|acerca de la autora|sobre los autores|sobre la firma|sobre o autor|sobre a autora
l'autore|l'autrice|sull'autore|sull'autrice|over de auteur|over de auteurs|om författaren|om forfatteren|kirjoittajasta
o autorze|o autorce|o autorovi|o autorce článku|a szerzőről|despre autor|об авторе|об авторах|про автора|yazar hakkında
tentang penulis|về tác giả|作者简介|作者介绍|作者介紹|关于作者|關於作者|著者紹介|筆者紹介|筆者プロフィール
저자 소개|필자 소개
"""
_JOINED = 4  # "Join the firefighters today"
EDGES = " \t:：»›>→▶▲△↑←«‹<+|•·-–—.…!"


def _words(table: str) -> frozenset[str]:
    return frozenset(word for line in table.split("\n") for word in line.split("|") if word)


OTHERS = _words(_OTHERS)
BUTTONS = _words(_BUTTONS) | _words(_INVITATIONS) | OTHERS
BESIDE = _words(_JOIN) | _words(_GIVE) | _words(_WRITER)
COMMENTS = _words(_COMMENTS)
REPLY = _words(_REPLY)
FIELDS = _words(_FIELDS)
AUTHORS = _words(_AUTHORS)
_LONGEST = max(map(len, BUTTONS))
_LONGEST_FIELD = max(map(len, FIELDS))
_LONGEST_AUTHOR = max(map(len, AUTHORS))
_LONGEST_REPLY = max(map(len, REPLY))
_COMMENTS_BEGIN = frozenset(word[:2] for word in COMMENTS)
_LONGEST_HEADING = 240  # characters: WordPress has "3 thoughts on “The whole headline”"
_COUNTED = re.compile(r"[(（\[]?\d{1,4}[)）\]]?\+?|[“\"„«「『].*", re.DOTALL)


def says_button(low: str) -> bool:
    """Whether a line in lower case is a button's word and nothing else."""
    return len(low) <= _LONGEST + 6 and low.strip(EDGES) in BUTTONS


def says_field(low: str) -> bool:
    """Whether a line in lower case opens with the name of a field and a colon."""
    colon = low.find(":", 1, _LONGEST_FIELD + 2)
    if colon < 0:
        colon = low.find("：", 1, _LONGEST_FIELD + 2)
    return colon > 0 and low[:colon].strip(EDGES) in FIELDS


def says_author(low: str) -> bool:
    """Whether a line in lower case opens with a word for an author and a colon."""
    colon = low.find(":", 1, _LONGEST_AUTHOR + 2)
    return colon > 0 and low[:colon].strip(EDGES) in AUTHORS


def says_beside(low: str) -> bool:
    """Whether a line in lower case is a heading over an invitation to become a member, to give or to subscribe, or over
    who wrote the article."""
    said = low.strip(EDGES + "?")
    return len(low) <= _LONGEST and (said in BESIDE or (said.startswith("join ") and said.count(" ") < _JOINED))


def opens_comments(low: str) -> bool:
    """Whether a line in lower case is a heading over what readers wrote."""
    if not (low[:2] in _COMMENTS_BEGIN or low[:1].isdecimal()) or len(low) > _LONGEST_HEADING:
        return False
    return _COUNTED.sub("", low).strip(EDGES) in COMMENTS


def says_reply(low: str) -> bool:
    """Whether a line in lower case is the link to answer or to report a comment."""
    return len(low) <= _LONGEST_REPLY + 6 and low.strip(EDGES) in REPLY


def opens_others(low: str) -> bool:
    """Whether a line in lower case is a heading over other articles."""
    return len(low) <= _LONGEST + 6 and low.strip(EDGES) in OTHERS
