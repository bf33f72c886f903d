"""What people see: text and progress on stderr, machine-readable results on stdout, one log line per decision.

On a terminal there is colour and a progress bar; in a pipe, under cron or systemd there are plain log lines, as JSON
with `--json`. `NO_COLOR` is honoured by rich.
"""

import json
import logging
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, is_dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

from rich.console import Console
from rich.logging import RichHandler
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

err = Console(stderr=True, highlight=False)


def say(message: str, style: str = "") -> None:
    """A line for people. Names and titles come from strangers, so markup in them stays text."""
    err.print(Text(message), style=style or None, soft_wrap=True)


def table(title: str, columns: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> None:
    """A table for people; cells are text, never markup."""
    grid = Table(title=title or None, title_justify="left", header_style="bold", box=None, pad_edge=False)
    for column in columns:
        grid.add_column(column, overflow="fold")
    for row in rows:
        grid.add_row(*(Text(cell) for cell in row))
    err.print(grid)


def emit_json(value: Any) -> None:
    """The machine-readable result: one JSON document on stdout."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=1, default=_plain) + "\n")


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {name: item for name, item in asdict(value).items() if item not in ("", (), None)}
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, (Path, set, frozenset)):
        return str(value) if isinstance(value, Path) else sorted(value)
    return str(value)


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


def configure_logging(*, verbose: int = 0, as_json: bool = False) -> None:
    """Decisions at INFO, details with --verbose. Libraries speak up from WARNING only."""
    handler: logging.Handler
    if as_json:
        handler = logging.StreamHandler()
        handler.setFormatter(_JsonLines())
    elif err.is_terminal:
        handler = RichHandler(console=err, show_path=False, rich_tracebacks=False, markup=False)
    else:
        handler = logging.StreamHandler()
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    level = logging.DEBUG if verbose > 1 else logging.INFO if verbose or not err.is_terminal else logging.WARNING
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
