"""What a rule of health is given, and what it answers."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal, NamedTuple

from scraper.models import State
from scraper.state import Observation

ENOUGH_RUNS = 3  # good runs before a source's habits count as known
ENOUGH_ITEMS = 4  # items below which shares say nothing
HALF = 0.5  # of the last list, where none ever lost as much as a fifth of its items from one look to the next
USUAL_SHARE = 0.8  # a field that so many articles had is one that the source has
LOST_SHARE = 0.2  # and which so few have now is lost


class Finding(NamedTuple):
    """What a rule found: the state it stands for, the reason for people, and its weight: a `proof` is a state at once,
    a `sight` when the next run sees it again, a `hint` is watched until it becomes more."""

    state: State
    reason: str
    weight: Literal["proof", "sight", "hint"] = "sight"


class Past(NamedTuple):
    """What a run is compared with: the sound runs that read a list, all runs that are remembered, the days that brought
    something new, which reach back further than runs, and the rule `by` which the source is in trouble."""

    good: Sequence[Observation]
    all: Sequence[Observation]
    news_days: Sequence[datetime] = ()
    by: str = ""

    @property
    def habits_known(self) -> bool:
        """Whether the list was seen often enough; "not modified" is a sight of it, too."""
        return bool(self.good) and len(self.good) + self.unchanged >= ENOUGH_RUNS

    @property
    def unchanged(self) -> int:
        """How often the list was still the same, lately."""
        return sum(o.sound and o.outcome == "unchanged" for o in self.all)


def pages(run: Observation) -> int:
    """The articles of a run that say something of how texts are read: files and walls do not."""
    return run.read - run.partial
