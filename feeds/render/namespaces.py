"""The XML namespaces of our feeds, and small helpers to write elements in them."""

from datetime import datetime
from email.utils import format_datetime

from lxml import etree

ATOM = "http://www.w3.org/2005/Atom"
CONTENT = "http://purl.org/rss/1.0/modules/content/"
DC = "http://purl.org/dc/elements/1.1/"
FH = "http://purl.org/syndication/history/1.0"
MEDIA = "http://search.yahoo.com/mrss/"
SY = "http://purl.org/rss/1.0/modules/syndication/"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def put(parent: etree._Element, name: str, text: str = "", **attributes: str) -> etree._Element:
    """Appends `<name …>text</name>`; attributes without a value are left out."""
    element = etree.SubElement(parent, name)
    for key, value in attributes.items():
        if value:
            element.set(key, value)
    if text:
        element.text = text
    return element


def rfc822(moment: datetime) -> str:
    """`Thu, 19 Dec 2024 04:00:00 GMT`: English under every locale, four-digit year, whole seconds."""
    return format_datetime(moment, usegmt=True)


def rfc3339(moment: datetime) -> str:
    """`2024-12-19T04:00:00Z`."""
    return f"{moment.isoformat()[:19]}Z"
