"""A number with its noun, as a person would say it: `1 feed`, `2 feeds`."""


def counted(count: int, one: str, many: str = "") -> str:
    """So many of them. `many` is said where an s does not make it of `one`."""
    return f"{count:,} {one if count == 1 else many or f'{one}s'}"
