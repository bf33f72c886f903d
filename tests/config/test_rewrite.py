"""A program that writes config.yaml loses nothing of what stands there, and never leaves half a file."""

import os
import re
from pathlib import Path

import pytest

from scraper.cli import exits
from scraper.cli.add import add
from scraper.cli.catalogue import catalogue
from scraper.config import ConfigError, load
from scraper.config.edit import NotEditable, add_source
from scraper.config.rewrite import BOM, edited, rewrite
from scraper.demo import write_config

WRITTEN = "# mine\nsources:\n  - id: one\n    name: Eins\n    url: https://one.example/\n"
NEW = {"id": "two", "name": "Zwei", "url": "https://two.example/"}


def with_two(text: str) -> str:
    return add_source(text, NEW)


@pytest.mark.parametrize("mark", ["", BOM])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_line_ends_and_byte_order_mark_stay(tmp_path: Path, mark: str, end: str) -> None:
    path = tmp_path / "config.yaml"
    before = (mark + WRITTEN.replace("\n", end)).encode()
    path.write_bytes(before)
    assert [source.id for source in rewrite(path, with_two).sources] == ["one", "two"]
    after = path.read_bytes()
    assert after.startswith(before)
    assert after.count(b"\n") == after.count(end.encode())
    assert after.count(BOM.encode()) == bool(mark)
    assert load(path).source("two")


def test_one_line_of_another_end_changes_no_other(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    path.write_bytes(WRITTEN.replace("# mine\n", "# mine\r\n").encode())
    assert edited(path, with_two).startswith("# mine\r\nsources:\n")


def test_permissions_and_links_stay(tmp_path: Path) -> None:
    real = tmp_path / "real.yaml"
    real.write_text(WRITTEN, "utf-8")
    real.chmod(0o640)
    link = tmp_path / "config.yaml"
    link.symlink_to(real)
    rewrite(link, with_two)
    assert link.is_symlink()
    assert load(real).source("two")
    assert real.stat().st_mode & 0o777 == 0o640
    assert sorted(path.name for path in tmp_path.iterdir()) == ["config.yaml", "real.yaml"]


def test_a_crash_while_writing_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "config.yaml"
    path.write_text(WRITTEN, "utf-8")

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        rewrite(path, with_two)
    assert path.read_text("utf-8") == WRITTEN
    assert [each.name for each in tmp_path.iterdir()] == ["config.yaml"]


def test_where_nothing_can_be_renamed_the_file_is_written_in_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "config.yaml"
    path.write_text(WRITTEN, "utf-8")

    def busy(self: Path, target: Path) -> Path:
        raise OSError(16, "Device or resource busy")

    monkeypatch.setattr(Path, "replace", busy)
    rewrite(path, with_two)
    assert load(path).source("two")
    assert [each.name for each in tmp_path.iterdir()] == ["config.yaml"]


def test_an_edit_that_makes_no_valid_configuration_is_not_written(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    path.write_text(WRITTEN, "utf-8")
    with pytest.raises(ConfigError, match="two"):
        rewrite(path, lambda text: with_two(with_two(text)))
    path.write_bytes(WRITTEN.replace("Eins", "Fédération").encode("latin-1"))
    with pytest.raises(NotEditable, match="UTF-8"):
        rewrite(path, with_two)
    assert b"two" not in path.read_bytes()


def test_what_was_saved_while_add_was_reading_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config = write_config(tmp_path)

    def person(question: str, **options: object) -> bool:
        config.write_text(config.read_text("utf-8") + "\n# written meanwhile\n", "utf-8")
        return True

    monkeypatch.setattr("typer.confirm", person)
    code = add(config, "http://jngh.test/", articles=(), source_id="more", yes=False, json=False, verbose=0)
    assert code == exits.FINE
    assert "# written meanwhile" in config.read_text("utf-8")
    assert load(config).source("more")


def test_a_faulty_file_is_told_by_its_own_name(tmp_path: Path) -> None:
    config = tmp_path / "config.yaml"
    config.write_text("sauces: []\n", "utf-8")
    told = f"{config}:1:1 sauces: unknown key"
    with pytest.raises(ConfigError, match=re.escape(told)):
        add(config, "http://jngh.test/", articles=(), source_id="", yes=True, json=False, verbose=0)
    where = {"level": "", "region": "", "language": ""}
    with pytest.raises(ConfigError, match=re.escape(told)):
        catalogue(config, ("ituc",), **where, probe=True, yes=False, json=False, verbose=0)
