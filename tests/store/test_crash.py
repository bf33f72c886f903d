"""kill -9 at every failpoint and at random moments: nothing lost, nothing twice (reference rows P1 to P3)."""

import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def kills(place: str, rounds: int, seed: int = 7) -> None:
    done = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("crash_driver.py")), place, str(rounds), str(seed)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=1800,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    at_failpoint, planned, at_a_moment = map(int, done.stdout.split())
    assert at_failpoint == planned > 0, "a failpoint did not kill"
    assert at_a_moment > 0, "no run was killed between failpoints"


def test_nothing_is_lost_or_twice_after_a_kill(place: str) -> None:
    kills(place, 18)


@pytest.mark.slow
def test_two_hundred_kills(new_place: Callable[[], str]) -> None:
    """In four stores, two at a time: what is looked at after each kill grows with its store."""
    places = [new_place() for _ in range(4)]
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(kills, places, [50] * 4, range(4)))
