"""config.yaml to frozen values; every problem at once, each with its place, the key's path and a hint.

    config = load(Path("config.yaml"))        # raises ConfigError, whose .problems render as
    config.yaml:14:5 sources[1].strat: unknown key; did you mean 'start'?

The way of a value: `tree` (YAML with places) -> `variables` (${VAR}) -> `files` (include:, use: from the catalogue) ->
`shape` and `kinds` (pydantic: which keys, which values) -> `crossing` (what only the whole shows) -> `build` (values).
"""

from scraper.config.loading import load, load_catalogue
from scraper.config.problems import ConfigError, Problem
from scraper.config.settings import Config, Email, Notify, Raw, Serve

__all__ = ["Config", "ConfigError", "Email", "Notify", "Problem", "Raw", "Serve", "load", "load_catalogue"]
