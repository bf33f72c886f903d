"""What is wrong with a configuration: every problem at once, each with its place and the way out."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """A place in a file; lines and columns count from 1, as editors do."""

    file: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to repair. `path` is the key's place in the configuration (`sources[1].url`), "" for the file itself;
    `hint` is the next step, "" where the message says it all."""

    file: str
    line: int
    column: int
    path: str
    message: str
    hint: str = ""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}"
        said = f"{place} {self.path}: {self.message}" if self.path else f"{place} {self.message}"
        return f"{said}; {self.hint}" if self.hint else said


class ConfigError(Exception):
    """A configuration that cannot be used: `problems` holds all that is wrong, in the order of the files."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


def problem(mark: Mark, path: str, message: str, hint: str = "") -> Problem:
    return Problem(mark.file, mark.line, mark.column, path, message, hint)


def near_miss(word: str, known: Iterable[str]) -> str:
    """The hint for a word that was probably another one: "did you mean 'start'?", or ""."""
    close = get_close_matches(word.lower(), list(known), n=1, cutoff=0.6)
    return f"did you mean {close[0]!r}?" if close else ""
