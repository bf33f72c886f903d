"""Words and patterns that filters look for, matched in time linear in the text whatever the pattern.

A plain word is found anywhere, without regard to case. Between slashes stands a pattern: `/招标.*公告/`,
`/^(open|free) day/`, with `.`, classes `[a-z]`, `\\d \\w \\s`, groups, `|`, `* + ? {2,4}`, `^` and `$`. Back
references and look-around are not known: they are what makes patterns explode. A pattern becomes a finite automaton
(Thompson's construction, its states joined as they are met), so no text can make it slow.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

MAX_LENGTH = 500
MAX_STATES = 2_000
MAX_DEPTH = 40
MAX_COPIES = 20_000
MAX_KNOWN = 4_000  # transitions kept for reuse; more are met only by texts made for it
REPEAT = re.compile(r"\{(\d{1,3})(,(\d{0,3}))?\}")
SETS: dict[str, Callable[[str], bool]] = {
    "d": str.isdecimal,
    "D": lambda char: not char.isdecimal(),
    "w": lambda char: char.isalnum() or char == "_",
    "W": lambda char: not (char.isalnum() or char == "_"),
    "s": str.isspace,
    "S": lambda char: not char.isspace(),
}
CONTROLS = {"n": "\n", "t": "\t"}

Test = Callable[[str], bool]
Kind = str  # "char" | "split" | "start" | "end" | "match"


class PatternError(ValueError):
    """A pattern that is not understood; the message says what in it."""


def check(words: str) -> str | None:
    """What is wrong with a word or `/pattern/`, as the rest of a sentence; None if nothing is."""
    if not words.strip():
        return "is empty"
    try:
        finder(words)
    except PatternError as error:
        return str(error)
    return None


def found(words: Iterable[str], text: str) -> bool:
    """Whether any of the words or `/patterns/` stands in the text."""
    folded = text.casefold()
    return any(finder(word)(folded) for word in words)


@lru_cache(maxsize=512)
def finder(words: str) -> Callable[[str], bool]:
    """The test of one word or `/pattern/` on case-folded text. Raises PatternError."""
    if len(words) > 2 and words.startswith("/") and words.endswith("/"):
        return Automaton(Parser(words[1:-1]).automaton()).search
    folded = words.casefold()
    return lambda text: folded in text


@dataclass(slots=True)
class State:
    kind: Kind
    next: list[int]
    test: Test | None = None


Part = Callable[[int], int]  # given the state that follows, adds its own states and returns its first


class Parser:
    """Reads a pattern into states, from its last to its first."""

    def __init__(self, pattern: str) -> None:
        if len(pattern) > MAX_LENGTH:
            raise PatternError(f"is longer than {MAX_LENGTH} characters")
        self.pattern = pattern
        self.at = 0
        self.states: list[State] = []
        self.depth = 0
        self.copies = 0

    def automaton(self) -> tuple[list[State], int]:
        part = self.alternatives()
        if self.at < len(self.pattern):
            raise PatternError("has a ) that closes nothing")
        first = part(self.add(State("match", [])))
        return self.states, first

    def add(self, state: State) -> int:
        if len(self.states) >= MAX_STATES:
            raise PatternError("repeats too much: smaller numbers in { }")
        self.states.append(state)
        return len(self.states) - 1

    def peek(self) -> str:
        return self.pattern[self.at : self.at + 1]

    def take(self) -> str:
        char = self.peek()
        if not char:
            raise PatternError("ends too early")
        self.at += 1
        return char

    def alternatives(self) -> Part:
        parts = [self.sequence()]
        while self.peek() == "|":
            self.at += 1
            parts.append(self.sequence())
        if len(parts) == 1:
            return parts[0]
        return lambda after: self.add(State("split", [part(after) for part in parts]))

    def sequence(self) -> Part:
        parts: list[Part] = []
        while self.peek() not in ("", "|", ")"):
            parts.append(self.repeated(self.atom()))

        def chain(after: int) -> int:
            for part in reversed(parts):
                after = part(after)
            return after

        return chain

    def repeated(self, part: Part) -> Part:
        least_most = self.counts()
        if least_most is None:
            return part
        if self.peek() == "?":  # lazy or greedy: whether it is found is the same
            self.at += 1
        if self.peek() in ("*", "+", "?", "{"):
            raise PatternError("repeats a repeat: put the inner one in ( )")
        return self.times(part, *least_most)

    def counts(self) -> tuple[int, int | None] | None:
        signs: dict[str, tuple[int, int | None]] = {"*": (0, None), "+": (1, None), "?": (0, 1)}
        if self.peek() in signs:
            return signs[self.take()]
        if self.peek() != "{":
            return None
        match = REPEAT.match(self.pattern, self.at)
        if not match:
            raise PatternError("has a { without numbers: write {2,4}, or \\{ for the sign itself")
        self.at = match.end()
        least = int(match[1])
        most = least if not match[2] else int(match[3]) if match[3] else None
        if most is not None and most < least:
            raise PatternError("has a { } whose second number is the smaller")
        return least, most

    def times(self, part: Part, least: int, most: int | None) -> Part:
        def repeat(after: int) -> int:
            self.copies += least + (most or least)
            if self.copies > MAX_COPIES:  # an empty group adds no states
                raise PatternError("repeats too much: smaller numbers in { }")
            if most is None:
                loop = self.add(State("split", [after]))
                self.states[loop].next.append(part(loop))
                first = loop
            else:
                first = after
                for _ in range(most - least):
                    first = self.add(State("split", [after, part(first)]))
            for _ in range(least):
                first = part(first)
            return first

        return repeat

    def atom(self) -> Part:
        char = self.take()
        if char == "(":
            return self.group()
        if char in "*+?{":
            raise PatternError(f"repeats nothing: a {char!r} stands without a sign before it")
        if char == "^":
            return lambda after: self.add(State("start", [after]))
        if char == "$":
            return lambda after: self.add(State("end", [after]))
        if char == ".":
            return self.one(lambda _: True)
        if char == "[":
            return self.one(self.klass())
        if char == "\\":
            return self.one(self.escaped())
        return self.word(char.casefold())

    def word(self, chars: str) -> Part:
        """A sign; a few fold to two (ß to ss)."""

        def chain(after: int) -> int:
            for char in reversed(chars):
                after = self.add(State("char", [after], char.__eq__))
            return after

        return chain

    def one(self, test: Test) -> Part:
        return lambda after: self.add(State("char", [after], test))

    def group(self) -> Part:
        if self.peek() == "?":
            if not self.pattern.startswith("?:", self.at):
                raise PatternError("uses look-around or flags, which cannot be matched in linear time")
            self.at += 2
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise PatternError(f"nests deeper than {MAX_DEPTH}")
        part = self.alternatives()
        self.depth -= 1
        if self.peek() != ")":
            raise PatternError("has a ( that is not closed")
        self.at += 1
        return part

    def escaped(self) -> Test:
        char = self.take()
        if char in SETS:
            return SETS[char]
        if char.isdigit():
            raise PatternError("uses a back reference, which cannot be matched in linear time")
        if char in CONTROLS:
            return CONTROLS[char].__eq__
        if char.isalpha():
            raise PatternError(f"uses \\{char}, which is not known here")
        return char.casefold().__eq__

    def klass(self) -> Test:
        negated = self.peek() == "^"
        self.at += negated
        tests: list[Test] = []
        while self.peek() != "]" or not tests:
            if not self.peek():
                raise PatternError("has a [ that is not closed")
            tests.append(self.member())
        self.at += 1
        return lambda char: any(test(char) for test in tests) is not negated

    def member(self) -> Test:
        char = self.take()
        if char == "\\":
            return self.escaped()
        if self.peek() != "-" or self.pattern[self.at + 1 : self.at + 2] in ("", "]"):
            return char.casefold().__eq__
        self.at += 1
        low, high = char, self.take()
        if high < low:
            raise PatternError(f"has a range that runs backwards: {low}-{high}")
        return lambda met: low <= met <= high or low <= met.upper() <= high


class Automaton:
    """Follows all ways through the states at once; sets of states are met again and again, so steps are remembered."""

    def __init__(self, made: tuple[list[State], int]) -> None:
        self.states, self.first = made
        self.known: dict[tuple[frozenset[int], str], frozenset[int]] = {}
        self.again = self.closure({self.first}, start=False)

    def search(self, text: str) -> bool:
        now = self.closure({self.first}, start=True)
        for char in text:
            if self.done(now):
                return True
            now = self.step(now, char)
        return self.done(now) or self.done(self.closure(now, start=not text, end=True))

    def done(self, now: frozenset[int]) -> bool:
        return any(self.states[at].kind == "match" for at in now)

    def step(self, now: frozenset[int], char: str) -> frozenset[int]:
        known = self.known.get((now, char))
        if known is None:
            into = {self.states[at].next[0] for at in now if (test := self.states[at].test) is not None and test(char)}
            known = self.closure(into, start=False) | self.again
            if len(self.known) >= MAX_KNOWN:
                self.known.clear()
            self.known[now, char] = known
        return known

    def closure(self, entered: Iterable[int], *, start: bool, end: bool = False) -> frozenset[int]:
        """The states reached without reading a sign."""
        waiting, seen = list(entered), set(entered)
        while waiting:
            state = self.states[waiting.pop()]
            if state.kind == "split" or (state.kind == "start" and start) or (state.kind == "end" and end):
                fresh = [at for at in state.next if at not in seen]
                seen.update(fresh)
                waiting.extend(fresh)
        return frozenset(seen)
