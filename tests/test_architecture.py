"""The house rules of docs/design-notes.md, held with the `ast` module: arrow, homes, purity, no cycles."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for package in ("scraper", "feeds")
    for path in sorted((ROOT / package).rglob("*.py"))
}

NAMED = re.compile(r"`((?:scraper|feeds|tests|bench|deploy|docs)/[\w/.-]+)`")

# A third-party library and the places where its types and exceptions may stand.
HOMES = {
    "ada_url": ("feeds.urls",),
    "alembic": ("feeds.store",),
    "apscheduler": ("scraper.schedule",),
    "cchardet": ("scraper.fetch.charset",),
    "dateparser": ("scraper.dates",),
    "feedgen": ("feeds.render",),
    "httpcore": ("scraper.fetch",),
    "httpx": ("scraper.fetch",),
    "markdown_it": ("scraper.extract",),
    "jinja2": ("feeds.render", "scraper.web"),
    "nh3": ("feeds.html",),
    "prometheus_client": ("scraper.web",),
    "protego": ("scraper.fetch",),
    "psycopg": ("feeds.store",),
    "pydantic": ("scraper.config",),
    "rich": ("scraper.cli",),
    "ruamel": ("scraper.config",),
    "selectolax": ("scraper.document", "scraper.selectors", "scraper.discover", "scraper.extract", "feeds.html"),
    "sqlalchemy": ("feeds.store",),
    "starlette": ("feeds.serve", "scraper.web"),
    "typer": ("scraper.cli",),
    "uvicorn": ("feeds.serve", "scraper.web"),
    "watchfiles": ("scraper.schedule",),
    "zstandard": ("feeds.store",),
}

PURE = (
    "feeds.filetypes",
    "feeds.html",
    "feeds.identity",
    "feeds.models",
    "feeds.render",
    "feeds.similar",
    "feeds.urls",
    "scraper.dates",
    "scraper.discover",
    "scraper.document",
    "scraper.embedded",
    "scraper.errors",
    "scraper.extract",
    "scraper.fetch.charset",
    "scraper.models",
    "scraper.normalize",
    "scraper.read",
    "scraper.selectors",
)
IMPURE_IMPORTS = {
    "asyncio",
    "logging",
    "multiprocessing",
    "os",
    "random",
    "secrets",
    "socket",
    "subprocess",
    "threading",
    "time",
}
CLOCKS = {"now", "utcnow", "today"}


def within(module: str, places: tuple[str, ...]) -> bool:
    return any(module == place or module.startswith(place + ".") for place in places)


def imports(path: Path) -> Iterator[tuple[str, int]]:
    """Every module that a file imports, wherever the import stands, with its line."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}:{node.lineno}: relative import"
            yield node.module or "", node.lineno
            yield from ((f"{node.module}.{alias.name}", node.lineno) for alias in node.names)


def top_level_imports(module: str) -> set[str]:
    """Our own modules that a module needs while it is loaded (an import inside a function makes no cycle)."""
    found = set()
    for node in ast.parse(MODULES[module].read_text("utf-8")).body:
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {f"{node.module}.{alias.name}" for alias in node.names} | {node.module or ""}
    return {name for name in found if name in MODULES and name != module and not module.startswith(name + ".")}


@pytest.mark.parametrize("module", MODULES)
def test_imports_point_one_way(module: str) -> None:
    """The scraper imports feeds; feeds never imports the scraper; nothing is imported relatively."""
    names = [name for name, _ in imports(MODULES[module])]
    if module.startswith("feeds"):
        assert not [name for name in names if name.split(".")[0] == "scraper"]


@pytest.mark.parametrize("module", MODULES)
def test_each_library_stays_in_its_home(module: str) -> None:
    strays = [
        f"{MODULES[module]}:{line}: {name} lives in {HOMES[name.split('.')[0]]}"
        for name, line in imports(MODULES[module])
        if name.split(".")[0] in HOMES and not within(module, HOMES[name.split(".")[0]])
    ]
    assert not strays, "\n".join(strays)


@pytest.mark.parametrize("module", [m for m in MODULES if within(m, PURE)])
def test_the_middle_is_pure(module: str) -> None:
    """No network, no clock, no log, no chance: what is decided depends on the arguments alone."""
    path = MODULES[module]
    strays = [f"{path}:{line}: {name}" for name, line in imports(path) if name.split(".")[0] in IMPURE_IMPORTS]
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CLOCKS:
            owner = ast.unparse(node.func.value)
            if owner.split(".")[-1] in ("datetime", "date"):
                strays.append(f"{path}:{node.lineno}: reads the clock")
    assert not strays, "\n".join(strays)


def test_no_cycles() -> None:
    graph = {module: top_level_imports(module) for module in MODULES}
    done: set[str] = set()

    def visit(module: str, trail: tuple[str, ...]) -> None:
        assert module not in trail, " -> ".join([*trail[trail.index(module) :], module])
        if module not in done:
            for needed in sorted(graph[module]):
                visit(needed, (*trail, module))
            done.add(module)

    for module in graph:
        visit(module, ())


def test_every_module_says_what_it_is() -> None:
    silent = [
        str(path)
        for path in MODULES.values()
        if path.stat().st_size and not ast.get_docstring(ast.parse(path.read_text("utf-8")))
    ]
    assert not silent


def test_every_file_that_the_docs_name_is_there() -> None:
    pages = (ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").glob("*.md"))
    named = {name for page in pages for name in NAMED.findall(page.read_text("utf-8"))}
    assert "scraper/crawl/__init__.py" in named
    assert not [name for name in named if not (ROOT / name).exists()]
