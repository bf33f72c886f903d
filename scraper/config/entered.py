"""List rules as a person enters them in a form, checked as the same keys of config.yaml are."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pydantic import ValidationError

from scraper.config.build import build_list
from scraper.config.checking import said
from scraper.config.shape import ListKeys
from scraper.models import ListRules


@dataclass(frozen=True, slots=True)
class Entered:
    """The rules, or what is wrong with each field: a sentence by its name."""

    rules: ListRules
    problems: Mapping[str, str] = field(default_factory=dict)


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
