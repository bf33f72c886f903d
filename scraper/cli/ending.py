"""How a command ends: with its exit code, after a sentence on what went wrong, whoever listens."""

import contextlib
import errno
import os
import sys
from collections.abc import Callable
from typing import Any

import typer
from typer.core import TyperGroup

from scraper.cli import exits

NO_ADDRESS = (errno.EADDRINUSE, errno.EADDRNOTAVAIL)


class Commands(TyperGroup):
    """The commands, where a result that nobody reads to its end (`| head`) is no failure: typer would say 1."""

    def invoke(self, ctx: Any) -> Any:  # a context, whose type typer does not show
        code = exits.FINE
        try:
            super().invoke(ctx)
        except BrokenPipeError:  # in the middle: what was still to come was for a reader who has left
            pass
        except typer.Exit as end:
            code = end.exit_code
        try:
            if sys.stdout is not None:  # as under `>&-`
                sys.stdout.flush()  # at the end of the interpreter its failure would be the exit code
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(code)


def ending(app: Callable[[], object]) -> None:
    """Runs the command line to its end; what goes wrong is said in a sentence and becomes the exit code."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError, ValueError):
            stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]  # a replaced stream may lack it
    try:
        app()
    except KeyboardInterrupt:
        sys.exit(exits.INTERRUPTED)
    except Exception as error:
        code = known_failure(error)
        if code is None:
            raise
        sys.exit(code)


def known_failure(error: Exception) -> int | None:
    """The exit code of an expected failure, after saying it; None for a bug, which keeps its traceback."""
    from feeds.store.errors import StoreError
    from scraper.cli.console import say
    from scraper.config import ConfigError

    if isinstance(error, ConfigError):
        for problem in error.problems:
            say(str(problem), "red")
        return exits.USAGE
    if isinstance(error, StoreError):
        say(str(error), "red")
        return error.exit_code
    if isinstance(error, OSError) and error.errno in NO_ADDRESS:
        say(f"{error.strerror}; name another with --listen, or serve.listen in the config", "red")
        return exits.USAGE
    if isinstance(error, OSError):
        say(f"{error.filename}: {error.strerror}" if error.filename else str(error.strerror or error), "red")
        say("what is stored and published stays; next: `fedfeed doctor` looks at folders, rights and space")
        return exits.STORAGE
    return None
