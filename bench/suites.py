"""Public test suites, run against this project: an optional check, for the data is not part of it.

    python bench/suites.py PART --data DIR

PART is a module beside this one, `suite_<part>.py`, with `run(data: Path) -> list[str]`.

Each part prints what it hits and returns the inputs it neither reads as expected nor refuses with a reason in
`bench/floors/<part>.json`; any such input makes the exit status 1.
"""

import argparse
import importlib
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]


def main() -> int:
    parts = sorted(path.stem.removeprefix("suite_") for path in HERE.glob("suite_*.py"))
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("part", nargs="*", default=parts, help=f"of {', '.join(parts)} (all when left out)")
    parser.add_argument("--data", type=Path, required=True, help="folder with suites/, or that one")
    args = parser.parse_args()
    data = args.data / "suites" if (args.data / "suites").is_dir() else args.data
    missed = [f"{part}: {line}" for part in args.part for line in importlib.import_module(f"suite_{part}").run(data)]
    print("\n".join(missed))
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
