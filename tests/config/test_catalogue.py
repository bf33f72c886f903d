"""The catalogue is honest: every federation says where its address was learned, and what nobody knows."""

from pathlib import Path

import pytest

from scraper import catalogue
from scraper.config import load, load_catalogue

ROOT = Path(__file__).parent.parent.parent
CHINA = ["acftu", "jiangsu", "sichuan", "gansu", "ningxia", "shandong", "zhejiang", "shanghai", "hunan", "workercn"]
WORLD = ["ituc", "industriall", "uni-global", "aflcio", "etuc", "ilo", "labornotes"]


@pytest.mark.parametrize("federation", catalogue.ids())
def test_every_federation_can_be_used(federation: str, tmp_path: Path) -> None:
    file = tmp_path / "config.yaml"
    file.write_text(f"use: [{federation}]\n", "utf-8")
    (source,) = load(file, environ={}).sources
    assert source.id == federation
    assert all((source.name, source.level, source.region, source.language, source.timezone, source.learned_from))
    assert source.verified == "never"
    assert source.enabled or source.reason
    assert source.url or not source.enabled
    assert "#/" not in source.url or not source.enabled


def test_the_catalogue_is_listed_whole() -> None:
    assert [source.id for source in load_catalogue()] == list(catalogue.ids())


def test_the_catalogue_has_the_federations_people_ask_for() -> None:
    assert {*CHINA, *WORLD} <= set(catalogue.ids())


def test_the_shipped_config_is_right() -> None:
    config = load(ROOT / "config.yaml", environ={})
    assert {"acftu", "ituc", "hunan"} <= {source.id for source in config.sources}
    assert {"unions-china", "all", "acftu"} <= {feed.id for feed in config.feeds}
