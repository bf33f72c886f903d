"""The command `fedfeed`: see `scraper.cli.app` for the commands, `scraper.cli.wiring` for how the parts are joined."""


def main() -> None:
    """Runs the command line and ends with one of the exit codes of `scraper.cli.exits`."""
    from scraper.cli.app import start

    start()
