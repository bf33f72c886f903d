"""kill -9 of `fedfeed crawl` at every failpoint, again and again: nothing lost, nothing twice, feeds valid.

    python bench/crash.py                  200 rounds, some ten minutes
    python bench/crash.py --rounds 24      fewer

Each round crawls the demo's sites for real, dies at one of the six failpoints, at a passing drawn by lot, and is
started again; every other round begins with what the demo's first crawl has left, so that there are edits to make.
What is looked at stands in `tests/killing.py`. Exit code 1 if anything is wrong.
"""

import argparse
import os
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.killing import PLACES, crash, starts


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--seed", type=int, default=9)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    died: Counter[str] = Counter()
    wrong = 0
    begun = time.perf_counter()
    with tempfile.TemporaryDirectory(dir=os.environ.get("TMPDIR", "/var/tmp")) as name:
        folder = Path(name)
        begins = list(starts(folder / "starts").values())
        for turn in range(options.rounds):
            place, often = list(PLACES.items())[turn % len(PLACES)]
            count = chance.randint(1, often)
            try:
                died[place] += crash(begins[turn // len(PLACES) % 2], place, count, folder / "work")
            except AssertionError as error:
                wrong += 1
                print(f"round {turn}, {place}:kill@{count}: {error}", flush=True)
            shutil.rmtree(folder / "work")
    seconds = time.perf_counter() - begun
    told = ", ".join(f"{place} {died[place]}" for place in PLACES)
    print(f"{options.rounds} rounds in {seconds:.0f} s, {died.total()} of them killed ({told}); {wrong} went wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
