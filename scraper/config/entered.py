"""What a person enters in a form or on the command line, checked as the same keys of config.yaml are."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field

from pydantic import ValidationError
from pydantic_core import PydanticCustomError

from scraper.config.build import build_list
from scraper.config.checking import said
from scraper.config.kinds import check_id, check_url
from scraper.config.shape import ListKeys
from scraper.models import ListRules


@dataclass(frozen=True, slots=True)
class Entered:
    """The rules, or what is wrong with each field: a sentence by its name."""

    rules: ListRules
    problems: Mapping[str, str] = field(default_factory=dict)


def url_trouble(text: str) -> str:
    """What is wrong with an address, with the way out; "" if nothing is."""
    return _trouble(check_url, text)


def id_trouble(text: str, taken: Collection[str]) -> str:
    """What is wrong with the id of a new source, likewise."""
    return f"{text!r} is the id of another source; choose another" if text in taken else _trouble(check_id, text)


def _trouble(check: Callable[[str], str], text: str) -> str:
    try:
        check(text)
    except PydanticCustomError as error:
        context = error.context or {}
        return "; ".join(filter(None, (context.get("message"), context.get("hint"))))
    return ""


def entered_rules(values: Mapping[str, str]) -> Entered:
    """Rules from texts by key (`item`, `link` …); empty ones count as not written."""
    written = {key: value for key, value in values.items() if value}
    try:
        return Entered(build_list(ListKeys.model_validate(written)))
    except ValidationError as error:
        problems: dict[str, str] = {}
        for details in error.errors(include_url=False):
            message, hint = said(details)
            problems.setdefault(str(details["loc"][0]), f"{message}; {hint}" if hint else message)
        return Entered(ListRules(), problems)
