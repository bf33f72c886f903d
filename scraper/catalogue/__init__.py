"""Federations as data: one YAML file each, shipped with the program, so that upgrades bring repaired rules.

A file is a source as in config.yaml without its `id`, which is the file's name. `use: [acftu]` takes it; a source of
the same id in config.yaml changes it. Each says where its address was learned and when it was last seen to work.
"""

from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent


@cache
def ids() -> tuple[str, ...]:
    """All federations of the catalogue, by id."""
    return tuple(sorted(file.stem for file in FOLDER.glob("*.yaml")))


def path(federation: str) -> Path | None:
    """The file of a federation, None if the catalogue has none of that id."""
    return FOLDER / f"{federation}.yaml" if federation in ids() else None
