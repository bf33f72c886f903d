"""What people see: text and progress on stderr, machine-readable results on stdout, one log line per decision.

On a terminal there is colour and a progress bar; in a pipe or under cron there are plain log lines, which a person may
read as mail, and a row of a table is one line, however long; those of the daemon are JSON. `NO_COLOR` is honoured by
rich. Names and messages may come from strangers: markup in them stays text, and control characters, which a terminal
would obey, are left out.
"""

import io
import json
import logging
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

from rich.console import Console
from rich.logging import RichHandler
from rich.table import Table
from rich.text import Text


class Told(Console):
    """Whoever stops listening (`2>&1 | head`) ends no work that is under way, and changes no exit code."""

    def on_broken_pipe(self) -> None:
        self.quiet = True


err = Told(stderr=True, highlight=False)

OBEYED = dict.fromkeys((*range(9), *range(11, 32), *range(127, 160)))  # all control characters but tab and line feed
SHORT = 20  # cells: a column of words up to here is never broken, `international` stays one word
ONE_LINE = 100_000  # cells


def harmless(text: str) -> str:
    """Text without what a terminal would obey."""
    return text.translate(OBEYED)


def say(message: str, style: str = "") -> None:
    """A line for people."""
    err.print(Text(harmless(message)), style=style or None, soft_wrap=True)


def table(title: str, columns: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> None:
    """A table for people."""
    cells = [[Text(harmless(cell)) for cell in row] for row in rows]
    widths = [max((row[at].cell_len for row in cells), default=0) for at in range(len(columns))]
    wide = not err.is_terminal and "COLUMNS" not in os.environ
    short = [width <= SHORT for width in widths]
    room = err.width - sum(width + 2 for width, keep in zip(widths, short, strict=True) if keep)
    grid = Table(header_style="bold", box=None, pad_edge=False)
    for column, keep in zip(columns, short, strict=True):
        grid.add_column(column, overflow="fold", no_wrap=keep and room > SHORT)  # cut off is worse than broken
    for row in cells:
        grid.add_row(*row)
    if title:
        say(title, "italic")  # as a part of the table it would be broken to its width, and the address in it
    if not wide:
        err.print(grid)
        return
    page = Console(file=io.StringIO(), width=ONE_LINE, color_system=None)
    with page.capture() as drawn:
        page.print(grid)
    for line in drawn.get().splitlines():
        say(line.rstrip())


def items(rows: Sequence[tuple[str, str, str]]) -> None:
    """News for people: a day (with a source, perhaps), a title, and the address on a line of its own, to be copied
    whole."""
    for when, title, link in rows:
        say(f"{when}  {title}")
        say(f"{' ' * len(when)}  {link}", "dim")


def emit_json(value: Any) -> None:
    """The machine-readable result: one JSON document on stdout. A key is there whether it has a value or not."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=1, default=_plain) + "\n")


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: getattr(value, field.name) for field in fields(value)}  # asdict cannot copy all mappings
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, (Path, set, frozenset)):
        return str(value) if isinstance(value, Path) else sorted(value)
    return str(value)


class _Lines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        return harmless(super().format(record))


class _JsonLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def configure_logging(*, verbose: int = 0, as_json: bool = False, quiet: bool = False) -> None:
    """Decisions at INFO, details with --verbose, with --quiet only what is not as usual. Libraries speak up from
    WARNING only."""
    handler: logging.Handler
    if as_json:
        handler = logging.StreamHandler()
        handler.setFormatter(_JsonLines())
    elif err.is_terminal:
        handler = RichHandler(
            console=err, show_path=False, rich_tracebacks=False, markup=False, log_time_format="%Y-%m-%d %H:%M:%S"
        )
        handler.setFormatter(_Lines("%(message)s"))
    else:
        handler = logging.StreamHandler()
        handler.setFormatter(_Lines("%(asctime)s %(levelname)s %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    level = logging.DEBUG if verbose > 1 else logging.INFO if verbose or not err.is_terminal else logging.WARNING
    if quiet and not verbose:
        level = logging.WARNING
    for name in ("scraper", "feeds"):
        logging.getLogger(name).setLevel(level)


class Bar(Protocol):
    """Progress of a run: called for each source with what is done of how many."""

    def __call__(self, source_id: str, done: int, of: int) -> None: ...


@contextmanager
def progress(total: int) -> Iterator[Bar]:
    """A progress bar over `total` sources on a terminal; silent elsewhere."""
    if not err.is_terminal:
        yield lambda source_id, done, of: None
        return
    # Bars cost every command 40 ms to load, and few of them show one.
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

    columns = (
        TextColumn("[progress.description]{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=err, transient=True) as bar:
        whole = bar.add_task("sources", total=total)
        tasks: dict[str, TaskID] = {}

        def show(source_id: str, done: int, of: int) -> None:
            if source_id not in tasks:
                tasks[source_id] = bar.add_task(source_id[:30], total=of or None)
            bar.update(tasks[source_id], completed=done, total=of or 1)
            if done >= of:
                bar.remove_task(tasks.pop(source_id))
                bar.advance(whole)

        yield show
