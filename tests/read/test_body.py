"""What the body reader keeps and what it leaves out, on small pages in the shape of real ones."""

import scraper

PROSE = "The union and the employers agreed on a contract for all workers, said the chair on Monday. "


def read(html: str, url: str = "https://union.example/news/1.html") -> str:
    return scraper.read_article(html.encode(), url).text


def test_the_text_is_the_prose_below_the_headline() -> None:
    html = f"""<title>A new contract - Union</title><nav><a href=/>Home</a></nav><h1>A new contract</h1>
      <div class=content><p>{PROSE * 2}</p><p>{PROSE}It ends here.</p></div><footer>{PROSE}</footer>"""
    assert read(html).splitlines() == [(PROSE * 2).strip(), PROSE + "It ends here."]
