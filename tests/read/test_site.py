"""What a page says of its site: the name that `add` proposes for a source."""

import pytest

from scraper.read import read_site


@pytest.mark.parametrize(
    ("title", "url", "name"),
    [
        ("News | Harbour Workers' Union", "https://hwu.example/news/", "Harbour Workers' Union"),
        ("Union of Dockers – All the latest press releases", "https://ud.example/", "Union of Dockers"),
        ("Circulars - AIRF", "https://www.airf.example/circulars", "AIRF"),
        ("工会要闻--吉林省总工会", "https://jl.example/ghyw/", "吉林省总工会"),
        ("要闻_湖南省总工会_首页", "https://hn.example/", "湖南省总工会"),
        ("소식 1 페이지 | 전국금속노동조합", "https://km.example/bbs", "전국금속노동조합"),
        ("Aktuelles", "https://www.dgb.example/aktuelles", "www.dgb.example"),
        ("Pressemitteilungen – Bergbau heute und morgen", "https://b.example/", "Bergbau heute und morgen"),
    ],
)
def test_a_source_is_called_by_the_part_of_the_title_that_names_a_body(title: str, url: str, name: str) -> None:
    assert read_site(f"<title>{title}</title><p>x".encode(), url).name == name


def test_what_the_site_calls_itself_comes_first() -> None:
    page = b'<meta property="og:site_name" content="Dockers"><title>News | Union of Dockers</title><p>x'
    assert read_site(page, "https://d.example/").name == "Dockers"
