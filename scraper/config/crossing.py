"""What only the whole configuration shows: names given twice, names that nothing has.

Works on the tree, not on the models, so that it also speaks when a value elsewhere is wrong.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from scraper import catalogue
from scraper.config.problems import Problem, near_miss, problem
from scraper.config.tree import Node, below

# How people write that a source is not enabled.
NO = ("false", "no", "off", "0", "f", "n")

# Where the archives of a feed stand: below its own name, by month.
ARCHIVE = re.compile(r".+/\d{4}-\d{2}(?:-\d+)?")
# Names of the output folder that stand for something else.
KEPT = {
    "all": "the feed of all sources",
    "index": "the page of all feeds",
    "health": "the feed of the crawler's own health",
    "media": "the folder of copied pictures",
}


def cross_check(root: Node, problems: list[Problem]) -> None:
    """Adds to `problems` what the whole tree shows."""
    sources, feeds = items(root, "sources"), items(root, "feeds")
    problems.extend(given_twice(items(root, "use"), "is used twice"))
    problems.extend(given_twice(ids(sources), "is the id of another source"))
    problems.extend(given_twice(ids(feeds), "is the id of another feed"))
    problems.extend(same_paths(feeds))
    problems.extend(taken_paths(sources, feeds))
    problems.extend(kept_places(sources, feeds))
    problems.extend(reused_ids(sources))
    problems.extend(unknown_sources(sources, feeds))
    problems.extend(unknown_proxies(root, sources))
    problems.extend(without_url(sources))
    problems.extend(two_paces([*sources, *present(root.get("defaults"))]))


def items(root: Node, key: str) -> tuple[Node, ...]:
    """The items of a list, or the one value that stands in its place."""
    node = root.get(key)
    return node.items or ((node,) if node.text else ()) if node else ()


def present(*nodes: Node | None) -> list[Node]:
    return [node for node in nodes if node]


def ids(nodes: tuple[Node, ...]) -> list[Node]:
    return [found for node in nodes if (found := node.get("id")) and found.text]


def given_twice(nodes: Sequence[Node], message: str) -> Iterator[Problem]:
    first: dict[str, Node] = {}
    for node in nodes:
        if node.text and first.setdefault(node.text, node) is not node:
            yield problem(node.mark, node.path, f"{node.text!r} {message}", f"first at {first[node.text].mark}")


def same_paths(feeds: tuple[Node, ...]) -> Iterator[Problem]:
    """Two feeds must not write one file."""
    first: dict[str, Node] = {}
    for feed in feeds:
        path, own = feed.get("path"), feed.get("id")
        place = path if path and path.text else own
        if not place or not place.text:
            continue
        before = first.setdefault(place.text, place)
        if before is not place and not (before.path.endswith(".id") and place.path.endswith(".id")):
            yield problem(
                place.mark, place.path, f"another feed is written to {place.text!r} too", f"first at {before.mark}"
            )


def taken_paths(sources: tuple[Node, ...], feeds: tuple[Node, ...]) -> Iterator[Problem]:
    """A source's own feed stands under its id; another feed may take its place by its id, not by its path."""
    known = {node.text: node for node in ids(sources)}
    for feed in feeds:
        path, own = feed.get("path"), feed.get("id")
        if path and path.text in known and not (own and own.text == path.text):
            hint = f"of the source at {known[path.text].mark}"
            yield problem(path.mark, path.path, f"{path.text!r} is the place of another feed", hint)


def kept_places(sources: tuple[Node, ...], feeds: tuple[Node, ...]) -> Iterator[Problem]:
    """A feed must not stand where the output folder has files of its own."""
    for name in ids(sources):
        if name.text in KEPT:
            hint = f"choose another, such as '{name.text}-news'"
            yield problem(name.mark, name.path, f"{name.text!r} stands for {KEPT[name.text]}", hint)
    for feed in feeds:
        path, own = feed.get("path"), feed.get("id")
        place = path if path and path.text else own
        if place and ARCHIVE.fullmatch(place.text):
            of = place.text.rpartition("/")[0]
            yield problem(
                place.mark,
                place.path,
                f"{place.text!r} is where the feed {of!r} keeps a month",
                "give it another path:",
            )
        top = place.text.partition("/")[0] if place else ""
        if not place or top not in KEPT or (own and own.text == place.text == "all"):
            continue
        if place.text == top or top == "media":
            yield problem(place.mark, place.path, f"{top!r} stands for {KEPT[top]}", "give it another path:")


def reused_ids(sources: tuple[Node, ...]) -> Iterator[Problem]:
    living = {node.text: node for node in ids(sources)}
    claimed: dict[str, Node] = {}
    for source in sources:
        for former in items(source, "previous_ids"):
            first = claimed.setdefault(former.text, former)
            if former.text in living:
                yield problem(
                    former.mark, former.path, f"{former.text!r} is a living source", f"at {living[former.text].mark}"
                )
            elif first is not former:  # its entries can go to one source only, and the order would say to which
                yield problem(former.mark, former.path, f"{former.text!r} is claimed twice", f"first at {first.mark}")


def unknown_sources(sources: tuple[Node, ...], feeds: tuple[Node, ...]) -> Iterator[Problem]:
    known = [node.text for node in ids(sources)]
    for feed in feeds:
        for selection in present(feed.get("include"), feed.get("exclude")):
            for asked in items(selection, "source"):
                if asked.text not in known:
                    hint = near_miss(asked.text, known) or (
                        "add it to use:" if catalogue.path(asked.text) else "sources are " + ", ".join(known[:12])
                    )
                    yield problem(asked.mark, asked.path, f"there is no source {asked.text!r}", hint)


def unknown_proxies(root: Node, sources: tuple[Node, ...]) -> Iterator[Problem]:
    fetch = root.get("fetch")
    proxies = fetch.get("proxies") if fetch else None
    known = list(proxies.value) if proxies and isinstance(proxies.value, Mapping) else []
    for node in [*sources, *present(root.get("defaults"))]:
        via = node.get("via")
        if via and via.text and via.text not in known:
            hint = near_miss(via.text, known) or "name it in fetch.proxies"
            yield problem(via.mark, via.path, f"there is no proxy {via.text!r}", hint)


def two_paces(nodes: list[Node]) -> Iterator[Problem]:
    for node in nodes:
        cron, every = node.get("cron"), node.get("every")
        if cron and every and cron.value is not None and every.value is not None and cron.mark.file == every.mark.file:
            yield problem(cron.mark, cron.path, "stands beside every:", "keep one of the two")


def unreadable_authorities(root: Node, folder: Path) -> Iterator[Problem]:
    """Certificate files that are not there or are none, told before anything is fetched."""
    fetch = root.get("fetch")
    files = items(fetch, "ca_files") if fetch else ()
    if not files:
        return
    import ssl

    for file in files:
        try:
            ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(folder / (file.text or ""))
        except OSError as error:
            reason = "it holds no certificate" if isinstance(error, ssl.SSLError) else error.strerror
            yield problem(file.mark, file.path, f"{file.text!r} cannot be read: {reason}", "a PEM file is needed")


def without_url(sources: tuple[Node, ...]) -> Iterator[Problem]:
    """A source may be listed before its address is known, as long as nothing tries to read it."""
    for source in sources:
        url, enabled = source.get("url"), source.get("enabled")
        reading = not enabled or enabled.text.lower() not in NO
        if reading and isinstance(source.value, Mapping) and (url is None or url.value is None):
            message = "is missing while the source is enabled" if enabled else "is required but missing"
            yield problem(source.mark, below(source.path, "url"), message, "write 'url: …', or 'enabled: false'")
