"""The demo: six federation sites that ship with the program and are crawled through the real pipeline.

    hnszgh.test            a provincial federation in English: dotted dates, captions as paragraphs (the first example)
    jngh.test              a TRS site in GBK that declares gb2312, its list on two pages
    yggh.test              a Hanweb site, the records of its list in a script
    harbourworkers.test    an English union on WordPress: lazy pictures, JSON-LD, a feed and a comments feed
    wanderverband.test     a German association: <base href>, a cookie banner, a PDF among the news
    worldtransport.test    an international confederation

In act 2 an article of the harbour workers has been corrected, the confederation reposts another one, Hunan has news,
and the hiking association has redesigned its list. All of it is invented, except the first federation and its article
of 19 December 2024.
"""

from scraper.demo.files import Act2, Expected, Truth, truth, write_config
from scraper.demo.server import Sites

__all__ = ["Act2", "Expected", "Sites", "Truth", "truth", "write_config"]
