"""What commands cost before they do anything: CPU seconds of whole processes, the median of several.

    python bench/startup.py [--times 7]

`fedfeed --help` and `fedfeed check` must stay within 0.4 s; a config with a typo must be explained within 0.5 s.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from scraper.demo import write_config

ROOT = Path(__file__).resolve().parent.parent


def cpu(arguments: list[str], folder: Path) -> float:
    """User and system time of one run."""
    before = os.times()
    subprocess.run(
        [sys.executable, "-m", "scraper", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=False,
    )
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--times", type=int, default=7)
    args = parser.parse_args()
    slow = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        text = write_config(folder).read_text("utf-8")
        (folder / "typo.yaml").write_text(text.replace("language: zh", "langauge: zh", 1), "utf-8")
        commands = ((["--help"], 0.4), (["check"], 0.4), (["check", "--config", "typo.yaml"], 0.5))
        for arguments, limit in commands:
            spent = sorted(cpu(arguments, folder) for _ in range(args.times))
            middle = statistics.median(spent)
            slow += middle > limit
            print(f"fedfeed {' '.join(arguments):28} {middle:.2f} s CPU (best {spent[0]:.2f}, at most {limit})")
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
