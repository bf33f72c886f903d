"""`fedfeed report SOURCE`: one file with what a maintainer needs, which is also a case that can be replayed.

    hunan/case.json, list.page, article-1.page, expected.json     a case (`scraper.cases`): unpack it into cases/
    hunan/list-bad.page                                           the last list that could not be read
    hunan/report.json                                             the source, its state, its last runs, versions

Nothing of the configuration but this source goes in, without its proxy, and addresses without what may be a secret.
"""

import asyncio
import contextlib
import io
import json
import platform
import re
import zipfile
from collections.abc import Sequence
from dataclasses import asdict
from importlib import metadata
from pathlib import Path
from typing import Any

from feeds.models import Article
from feeds.store import RawPage, Store
from scraper import READER
from scraper.cases import case_files
from scraper.cli import exits
from scraper.cli.console import emit_json, say
from scraper.cli.wiring import source_named, store_of, utc_now
from scraper.config import load
from scraper.errors import ReadError
from scraper.models import Listing, Source
from scraper.replay import kept_list, reread_page
from scraper.worker import Reader

ARTICLES = 3
RUNS = 10
LIBRARIES = ("fedfeed", "httpx", "selectolax", "feedgen", "apscheduler", "sqlalchemy", "dateparser", "nh3", "ada-url")
USERINFO = re.compile(r"(?<=://)[^/@\s\"]*@")
SECRET = re.compile(r"(?i)([?&;][^=&\s\"]*(?:key|token|secret|passw|auth|sig|session)[^=&\s\"]*=)[^&#\s\"]+")


def report(config_path: Path, source_id: str, *, out: Path | None, json: bool) -> int:
    """Packs the report of one source."""
    config = load(config_path)
    source = source_named(config, source_id)
    if source is None:
        return exits.USAGE
    target = out or Path(f"report-{source.id}-{utc_now():%Y%m%d}.zip")
    with store_of(config) as store:
        files = contents(source, store)
    target.write_bytes(packed(source.id, files))
    if json:
        emit_json({"file": str(target), "contents": sorted(files)})
    else:
        say(f"{target}: {', '.join(sorted(files))}", "green")
        say("look it through before you send it: it holds pages of the site as they were served to you")
    return exits.FINE


def contents(source: Source, store: Store) -> dict[str, bytes]:
    """The files of a report by name."""
    lists = store.raw.lists(source.id)
    good = kept_list(source, store) or next((page for page in lists if page.good), None)
    bad = next((page for page in lists if not page.good), None)
    files = {"report.json": _json(_told(source, store, bad))}
    if bad is not None:
        files["list-bad.page"] = bad.body
    page = good or bad
    if page is None:
        return files
    return files | asyncio.run(_case(source, page, store.raw.articles(source.id)[:ARTICLES]))


def packed(folder: str, files: dict[str, bytes]) -> bytes:
    """The files as a zip, the same bytes for the same files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            archive.writestr(zipfile.ZipInfo(f"{folder}/{name}"), files[name], zipfile.ZIP_DEFLATED)
    return out.getvalue()


async def _case(source: Source, page: RawPage, articles: Sequence[RawPage]) -> dict[str, bytes]:
    """A case of the kept pages, with what is read of them now as its expectation; what cannot be read is none."""
    zone, language, now = source.timezone or None, source.language or None, page.fetched_at
    async with Reader() as reader:
        listing = await reread_page(source, page, reader) or Listing(())
        links = {link.url: link for link in listing.links}
        readings: list[tuple[RawPage, Article]] = []
        for kept in articles:
            parts = [(kept.body, kept.final_url, kept.content_type)]
            with contextlib.suppress(ReadError):
                found = await reader.pages(
                    parts,
                    rules=source.article,
                    link=links.get(kept.final_url),
                    timezone=zone,
                    language=language,
                    now=now,
                )
                readings.append((kept, found.article))
    files = case_files(source, page, listing, readings)
    return files | {"case.json": without_secrets(files["case.json"].decode()).encode()}


def _told(source: Source, store: Store, bad: RawPage | None) -> dict[str, Any]:
    block = {key: value for key, value in asdict(source).items() if value and key not in ("via", "where")}
    return {
        "source": block | {"every": str(source.every)},
        "state": store.source_state(source.id),
        "runs": [asdict(run) for run in store.runs(source.id, RUNS)],
        "bad list": {"url": bad.final_url, "content_type": bad.content_type, "fetched_at": bad.fetched_at}
        if bad
        else None,
        "versions": {"reader": READER, "python": platform.python_version(), "system": platform.platform()}
        | {name: _version(name) for name in LIBRARIES},
    }


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:  # run from a checkout
        return "not installed"


def without_secrets(text: str) -> str:
    """Text without the user's part of addresses and without the values of what may be keys in them."""
    return SECRET.sub(r"\1…", USERINFO.sub("", text))


def _json(value: Any) -> bytes:
    return without_secrets(json.dumps(value, ensure_ascii=False, indent=1, default=str)).encode()
