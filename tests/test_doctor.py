"""`fedfeed doctor` finds what is wrong, says the way out, and ends with 1 only for what keeps feeds from working."""

import asyncio
import json
import os
import socket
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from feeds.store import open_store
from scraper.cli import doctor as module
from scraper.cli import exits
from scraper.cli.doctor import doctor
from scraper.cli.wiring import utc_now

CONFIG = """\
site: {{ title: T, base_url: "http://127.0.0.1:8080/" }}
database: fedfeed.db
output: public/
sources: [{{ id: a, name: A, url: "https://a.example/", timezone: Asia/Shanghai }}]
{more}
"""


class Bench:
    """A folder with a configuration, a resolver that answers as told, and what the doctor says."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self.config, self._capsys = folder, folder / "config.yaml", capsys
        self.address = "93.184.215.14"
        self.configure()

    def configure(self, more: str = "") -> None:
        self.config.write_text(CONFIG.format(more=more))

    def says(self, **options: Any) -> tuple[int, dict[str, str]]:
        """The exit code, and the verdict on each thing, with its words."""
        code = doctor(self.config, json=True, **options)
        found = json.loads(self._capsys.readouterr().out)
        return code, {each["what"]: f"{each['verdict']}: {each['words']}" for each in found}


@pytest.fixture
def bench(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Bench:
    bench = Bench(tmp_path, capsys)

    async def resolve(loop: object, name: str, port: int, **options: Any) -> list[Any]:
        if not bench.address:
            raise socket.gaierror(-2, "Name or service not known")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (bench.address, port))]

    monkeypatch.setattr(asyncio.BaseEventLoop, "getaddrinfo", resolve)
    return bench


def test_a_sound_set_up_is_fine(bench: Bench) -> None:
    code, said = bench.says()
    assert code == exits.FINE
    assert said["output"].startswith("fine")
    assert said["zone data"].startswith("fine")
    assert said["names"] == "fine: 1 name leads to public addresses"


def test_an_address_that_the_operator_opened_is_not_called_public(bench: Bench) -> None:
    bench.address = "10.0.0.7"
    bench.configure("fetch: { allow_networks: [10.0.0.7] }")
    code, said = bench.says()
    assert code == exits.FINE
    assert said["names"] == "fine: 1 name leads to networks that fetch.allow_networks opens"


def test_a_resolver_that_answers_with_private_addresses_is_a_problem(bench: Bench) -> None:
    bench.address = "10.0.0.7"
    code, said = bench.says()
    assert code == exits.NOTHING_WORKED
    assert "a.example is 10.0.0.7 here" in said["names"]
    assert "fetch.allow_networks" in said["names"]
    bench.configure("fetch: { allow_networks: [10.0.0.0/8] }")
    assert bench.says()[0] == exits.FINE


def test_a_name_that_is_not_known_is_a_warning(bench: Bench) -> None:
    bench.address = ""
    code, said = bench.says()
    assert (code, said["names"].partition(":")[0]) == (exits.FINE, "warning")


def test_a_place_that_cannot_be_written_is_named(bench: Bench) -> None:
    (bench.folder / "public").write_text("a file stands where the folder should be")
    code, said = bench.says()
    assert code == exits.NOTHING_WORKED
    assert "public" in said["output"]


def test_a_database_that_is_held_is_said_and_a_damaged_one_is_a_problem(bench: Bench) -> None:
    with open_store(bench.folder / "fedfeed.db", now=utc_now) as store, store.exclusive():
        code, said = bench.says()
        assert (code, "another run holds" in said["lock"]) == (exits.FINE, True)
    (bench.folder / "fedfeed.db").write_bytes(b"no database" * 1000)
    code, said = bench.says()
    assert (code, said["database"].partition(":")[0]) == (exits.NOTHING_WORKED, "problem")


def test_a_clock_that_is_years_or_minutes_off_is_noticed(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_store(bench.folder / "fedfeed.db", now=utc_now):
        pass
    ahead = utc_now().timestamp() + 3600
    os.utime(bench.folder / "fedfeed.db", (ahead, ahead))
    assert "minutes behind the last write" in bench.says()[1]["clock"]
    monkeypatch.setattr(module, "utc_now", lambda: datetime(2001, 1, 1, tzinfo=UTC))
    code, said = bench.says()
    assert (code, "NTP" in said["clock"]) == (exits.NOTHING_WORKED, True)


def test_a_password_that_others_may_read_is_a_warning(bench: Bench) -> None:
    email = "notify: { email: { to: [me@example.org], sender: me@example.org, password: secret } }"
    bench.configure(email)
    bench.config.chmod(0o644)
    assert "chmod 600" in bench.says()[1]["config"]
    bench.config.chmod(0o600)
    assert "config" not in bench.says()[1]


def test_a_test_alert_goes_every_way_and_what_fails_is_a_problem(bench: Bench) -> None:
    bench.configure(f"notify: {{ command: 'cat > {bench.folder}/said' }}")
    code, said = bench.says(tell=True)
    assert (code, said["notify.command"].partition(":")[0]) == (exits.FINE, "fine")
    assert json.loads((bench.folder / "said").read_text())["headline"].startswith("A test alert")
    bench.configure("notify: { command: 'exit 7' }")
    assert bench.says(tell=True)[0] == exits.NOTHING_WORKED
    bench.configure()
    code, said = bench.says(tell=True)
    assert (code, "nobody is told" in said["notify"]) == (exits.FINE, True)
