"""kill -9 of a whole crawl at each of the six failpoints: nothing lost, nothing twice, feeds whole and complete."""

from pathlib import Path

import killing
import pytest
from killing import Start

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def starts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Start]:
    return killing.starts(tmp_path_factory.mktemp("starts"))


@pytest.mark.parametrize(
    ("place", "start", "count"),
    [
        ("crawl.after_fetch", "new", 20),
        ("crawl.after_parse", "new", 20),
        ("store.before_commit", "again", 12),
        ("store.after_commit", "new", 25),
        ("publish.after_temp", "new", 3),
        ("publish.after_rename", "again", 2),
    ],
)
def test_a_killed_crawl_is_made_good_by_the_next(
    starts: dict[str, Start], tmp_path: Path, place: str, start: str, count: int
) -> None:
    assert killing.crash(starts[start], place, count, tmp_path / "work"), "the crawl did not pass there so often"
