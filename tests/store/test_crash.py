"""kill -9 at every failpoint and at random moments: nothing lost, nothing twice (reference rows P1 to P3)."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def rounds(place: str, count: int) -> int:
    done = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("crash_driver.py")), place, str(count)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return int(done.stdout)


def test_nothing_is_lost_or_twice_after_a_kill(place: str) -> None:
    assert rounds(place, 9) >= 6


@pytest.mark.slow
def test_two_hundred_kills(place: str) -> None:
    assert rounds(place, 200) >= 150
