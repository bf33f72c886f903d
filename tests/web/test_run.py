"""`fedfeed run` serves the operator's pages beside the daemon and the feeds."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from loopback import free_port

pytestmark = pytest.mark.slow


def until(what: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        try:
            if what():
                return
        except httpx.TransportError:
            pass
        time.sleep(0.2)
    pytest.fail("never came true")


def start(folder: Path, serve: str) -> subprocess.Popen[str]:
    path = folder / "config.yaml"
    path.write_text(f"serve: {serve}\n{path.read_text()}")
    command = [sys.executable, "-m", "scraper", "run", "--config", str(path)]
    return subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env={**os.environ, "NO_COLOR": "1"})


def test_the_daemon_serves_its_pages_and_tells_a_faulty_edit(folder: Path) -> None:
    """faults.md P11: the edit is shown, with its line; the daemon goes on."""
    feeds, operate = free_port(), free_port()
    with start(folder, f'{{ listen: "127.0.0.1:{feeds}", operate: "127.0.0.1:{operate}" }}') as process:
        try:
            home = f"http://127.0.0.1:{operate}"
            until(lambda: "crawling and serving from this process" in httpx.get(home).text)
            assert httpx.get(f"http://127.0.0.1:{feeds}/").status_code == 200
            path = folder / "config.yaml"
            good = path.read_text()
            path.write_text(good.replace("level: national", "levle: national"))
            until(lambda: "did you mean &#39;level&#39;?" in httpx.get(f"{home}/config").text)
            assert "Harbour" in httpx.get(home).text
            path.write_text(good)
            until(lambda: "The file is sound" in httpx.get(f"{home}/config").text)
        finally:
            process.send_signal(signal.SIGTERM)
            _, said = process.communicate(timeout=120)
    assert process.returncode == 0, said
    assert (folder / "fedfeed.operate-token").exists()


def test_an_edit_that_brings_items_back_waits_for_a_word(folder: Path) -> None:
    """The daemon holds it, every page tells of it, and a button of the page (or a restart) applies it."""
    feeds, operate = free_port(), free_port()
    with start(folder, f'{{ listen: "127.0.0.1:{feeds}", operate: "127.0.0.1:{operate}" }}') as process:
        try:
            home = f"http://127.0.0.1:{operate}"
            until(lambda: httpx.get(home).status_code == 200)
            path = folder / "config.yaml"
            rules = "    list: { item: div, link: a }\n"
            path.write_text(
                path.read_text().replace("    region: Hunan, China\n", f"    region: Hunan, China\n{rules}")
            )
            until(lambda: "waits for your word" in httpx.get(home).text)
            shown = httpx.get(f"{home}/config").text
            assert "source hunan" in shown
            word = re.search(r'name="word" value="([0-9a-f]+)"', shown)
            assert word
            form = {"word": word[1], "do": "allow"}
            answer = httpx.post(f"{home}/config", data=form, headers={"Origin": home}, timeout=60)
            assert answer.status_code == 303
            until(lambda: "The file is sound and in force" in httpx.get(f"{home}/config").text)
            assert 'value="div"' in httpx.get(f"{home}/source/hunan/rules").text
        finally:
            process.send_signal(signal.SIGTERM)
            _, said = process.communicate(timeout=120)
    assert process.returncode == 0, said


def test_a_taken_port_costs_the_pages_and_not_the_daemon(folder: Path) -> None:
    feeds = free_port()
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with start(folder, f'{{ listen: "127.0.0.1:{feeds}", operate: "127.0.0.1:{port}" }}') as process:
            try:
                until(lambda: httpx.get(f"http://127.0.0.1:{feeds}/").status_code == 200)
                time.sleep(1)
                assert process.poll() is None
            finally:
                process.send_signal(signal.SIGTERM)
                _, said = process.communicate(timeout=120)
    assert process.returncode == 0, said
    assert "the operator's pages are not served: cannot listen at" in said
    assert "serve.operate" in said
