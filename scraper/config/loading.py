"""Loads a configuration: reads, joins, checks, builds."""

import os
import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from scraper import catalogue
from scraper.config.build import build
from scraper.config.checking import check
from scraper.config.crossing import cross_check, unreadable_authorities
from scraper.config.files import read_all, with_used
from scraper.config.problems import ConfigError, Problem
from scraper.config.settings import Config
from scraper.config.tree import parse
from scraper.models import Source


def load(path: Path, *, text: str | None = None, environ: Mapping[str, str] = os.environ) -> Config:
    """The configuration of a file with all it includes and uses; with `text`, as if the file said that. Raises
    ConfigError with all problems."""
    problems: list[Problem] = []
    read_at = time.time()
    root, files = read_all(path, environ, problems, text)
    keys = check(root, problems)
    cross_check(root, problems)
    problems.extend(unreadable_authorities(root, path.parent))
    if problems or keys is None:
        raise ConfigError(in_order(problems, str(path)))
    return replace(build(keys, root, path, files), read_at=read_at)


def load_catalogue() -> tuple[Source, ...]:
    """All federations of the catalogue as sources, whether they can be read or not."""
    problems: list[Problem] = []
    root = with_used(parse(f"use: [{', '.join(catalogue.ids())}]".encode(), "catalogue"), problems)
    keys = check(root, problems)
    if problems or keys is None:
        raise ConfigError(problems)
    return build(keys, root, Path(), ()).sources


def in_order(problems: list[Problem], main: str) -> list[Problem]:
    """By place, the main file first; of what one value has wrong, the first thing said."""
    first: dict[tuple[str, str], Problem] = {}
    for found in problems:
        first.setdefault((found.file, found.path), found)
    return sorted(first.values(), key=lambda found: (found.file != main, found.file, found.line, found.column))
