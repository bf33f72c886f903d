"""Who wrote an article: persons as the page names them, no editors, agencies' hotlines or numbers.

JSON-LD names persons best; a printed byline comes next (`By Mia Muster`, `（记者 张三 通讯员 李四）`, an element
named for the author); meta elements last, for many put the site, the web agency or the editor there. Where the page
credits only an organisation as its author, that is the answer.
"""

from scraper.extract.authors.find import find_authors

__all__ = ["find_authors"]
