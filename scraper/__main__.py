"""`python -m scraper` is `fedfeed`."""

from scraper.cli import main

if __name__ == "__main__":
    main()
