"""feedgen as we know it. A failure here means that upstream changed: read what `feeds/render/generator.py` mends."""

from importlib.metadata import version

import pytest
from feedgen.feed import FeedGenerator
from lxml import etree

ATOM = "{http://www.w3.org/2005/Atom}"


def generator() -> FeedGenerator:
    feed = FeedGenerator()
    feed.id("urn:x")
    feed.title("t")
    feed.description("d")
    feed.link(href="https://x.example/", rel="alternate")
    return feed


def entry(feed: FeedGenerator, name: str) -> object:
    made = feed.add_entry(order="append")
    made.id(name)
    made.title(name)
    made.link(href="https://x.example/1", rel="alternate")
    return made


def test_the_version_is_the_one_we_know() -> None:
    assert version("feedgen") == "1.0.0"


def test_entry_links_still_lose_everything_but_their_address() -> None:
    """F1: mended in atom.py by building them anew."""
    feed = generator()
    made = feed.add_entry()
    made.id("urn:1")
    made.title("t")
    made.link(href="https://x.example/a.mp3", rel="enclosure", type="audio/mpeg", length="1")
    made.content("x")
    (link,) = etree.fromstring(feed.atom_str()).findall(f"{ATOM}entry/{ATOM}link")
    assert dict(link.attrib) == {"href": "https://x.example/a.mp3"}


def test_the_channel_link_is_still_the_last_link() -> None:
    """F2: so only the alternate link is given to feedgen."""
    feed = generator()
    feed.link(href="https://x.example/feed", rel="self")
    assert etree.fromstring(feed.rss_str()).findtext("channel/link") == "https://x.example/feed"


def test_entries_are_still_put_first_by_default() -> None:
    """F4: so they are added with order="append"."""
    feed = generator()
    for name in ("urn:1", "urn:2"):
        made = feed.add_entry()
        made.id(name)
        made.title(name)
        made.content("x")
    assert [each.text for each in etree.fromstring(feed.rss_str()).iterfind("channel/item/guid")] == ["urn:2", "urn:1"]


def test_control_characters_still_break_a_whole_feed() -> None:
    """F6: so all text is made legal before."""
    feed = generator()
    entry(feed, "a\x00b")
    with pytest.raises(ValueError, match="XML compatible"):
        feed.rss_str()


def test_the_hooks_still_receive_the_finished_elements() -> None:
    from feedgen.ext.base import BaseEntryExtension, BaseExtension

    seen = []

    class Hook(BaseExtension):  # type: ignore[misc]
        def extend_rss(self, feed: etree._Element) -> etree._Element:
            seen.append(("rss", feed.tag, feed[0].tag))
            return feed

        def extend_atom(self, feed: etree._Element) -> etree._Element:
            seen.append(("atom", feed.tag, feed[0].tag))
            return feed

    class EntryHook(BaseEntryExtension):  # type: ignore[misc]
        def extend_rss(self, item: etree._Element) -> etree._Element:
            seen.append(("rss", item.tag, item[0].tag))
            return item

        def extend_atom(self, item: etree._Element) -> etree._Element:
            seen.append(("atom", item.tag, item[0].tag))
            return item

    feed = generator()
    feed.register_extension("x", Hook, EntryHook)
    entry(feed, "urn:1")
    feed.rss_str()
    feed.atom_str()
    assert seen == [
        ("rss", "rss", "channel"),
        ("rss", "item", "title"),
        ("atom", "feed", "id"),
        ("atom", "entry", "id"),
    ]
