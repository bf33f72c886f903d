"""In a whole run nothing reaches for the network but the fetcher's guard."""

from pathlib import Path

import pytest
from one_door import one_door

from scraper.cli.demo import demo


@pytest.mark.slow
def test_a_run_has_one_door_to_the_web(tmp_path: Path) -> None:
    """The demo: sites crawled, articles and robots.txt fetched, alerts told, feeds published."""
    with one_door() as door:
        demo(tmp_path, once=True, listen="", json=False, verbose=0)
    assert len({where for where in door.passed if where.startswith("socket.connect")}) > 1
