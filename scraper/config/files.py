"""Joins the files of a configuration: those that it includes, and the catalogue's sources that it uses.

Lists (`use`, `sources`, `feeds`) of included files are added in order; any other key may stand in one file only. A
source of the config with the id of a used one changes that: its keys win, those of `list` and `article` one by one.
"""

from collections.abc import Iterator, Mapping
from glob import has_magic
from pathlib import Path

from scraper import catalogue
from scraper.config.problems import ConfigError, Mark, Problem, near_miss, problem
from scraper.config.tree import Node, mapping, parse, sequence
from scraper.config.variables import expand

LISTS = ("use", "sources", "feeds")
MAX_FILES = 500
START = "name it with --config; or see it all with `fedfeed demo`, or start one with `fedfeed add URL`"


def read_all(
    path: Path, environ: Mapping[str, str], problems: list[Problem], text: str | None = None
) -> tuple[Node, tuple[Path, ...]]:
    """The whole tree, and every file of the user's that is in it. `text` stands for what `path` says on disk."""
    files: dict[Path, Node] = {}
    read_into(files, path, environ, problems, Mark(str(path)), text)
    root = join(tuple(files.values()), problems)
    return with_used(root, problems), tuple(files)


def read_into(
    files: dict[Path, Node],
    path: Path,
    environ: Mapping[str, str],
    problems: list[Problem],
    asked_at: Mark,
    text: str | None = None,
) -> None:
    if path.resolve() in {known.resolve() for known in files}:
        return
    if len(files) >= MAX_FILES:
        raise ConfigError([problem(asked_at, "include", f"more than {MAX_FILES} files")])
    tree = read(path, asked_at) if text is None else parse(text.encode("utf-8"), str(path))
    root = expand(tree, environ, problems)
    if not isinstance(root.value, Mapping):
        raise ConfigError([problem(root.mark, "", "must be keys and values, as in 'sources:'")])
    files[path] = root
    include = root.get("include")
    for asked in (include.items or (include,)) if include else ():
        for more in matched(path.parent, asked, problems):
            read_into(files, more, environ, problems, asked.mark)


def read(path: Path, asked_at: Mark) -> Node:
    try:
        body = path.read_bytes()
    except OSError as error:
        said = (error.strerror or str(error)).lower()
        hint = "" if asked_at.file != str(path) else START
        raise ConfigError([problem(asked_at, "", f"cannot read {path}: {said}", hint)]) from error
    return parse(body, str(path))


def matched(folder: Path, asked: Node, problems: list[Problem]) -> list[Path]:
    """The files an entry of `include:` means; a pattern may mean none, a name must be there."""
    name = asked.text
    if not name:
        return []
    if not has_magic(name):
        if not (folder / name).is_file():
            others = [other.name for other in (folder / name).parent.glob("*.y*ml")]
            hint = near_miss(Path(name).name, others) or f"it is looked for in {folder}"
            problems.append(problem(asked.mark, asked.path, f"there is no file {name!r}", hint))
            return []
        return [folder / name]
    if Path(name).is_absolute():
        problems.append(
            problem(asked.mark, asked.path, f"the pattern {name!r} is absolute", "write it from this folder")
        )
        return []
    return sorted(found for found in folder.glob(name) if found.is_file())


def join(roots: tuple[Node, ...], problems: list[Problem]) -> Node:
    first = roots[0]
    value: dict[str, Node] = {}
    keys: dict[str, Mark] = {}
    for root in roots:
        for key, node in root.value.items() if isinstance(root.value, Mapping) else ():
            known = value.get(key)
            if known is None or key == "include":
                value[key], keys[key] = node, root.keys[key]
            elif key in LISTS and known.items and node.items:
                value[key] = sequence(known.mark, known.path, known.items + node.items)
            elif known.value is None:
                value[key], keys[key] = node, root.keys[key]
            elif node.value is not None:
                problems.append(problem(root.keys[key], key, "is given in two files", f"first at {keys[key]}"))
    return mapping(first.mark, first.path, value, keys)


def with_used(root: Node, problems: list[Problem]) -> Node:
    """The tree with the used federations as sources, before the config's own."""
    use, sources = root.get("use"), root.get("sources")
    if not isinstance(root.value, Mapping) or (sources and isinstance(sources.value, str | Mapping)):
        return root  # no list of sources: said elsewhere
    written = sources.items if sources else ()
    changes: dict[str, Node] = {}
    for node in written:
        changes.setdefault(source_id(node), node)
    used: dict[str, Node] = {}
    for asked in (use.items or (use,)) if use else ():
        if asked.text and asked.text not in used and (found := from_catalogue(asked, problems)):
            used[asked.text] = override(found, changes[asked.text]) if asked.text in changes else found
    spent = [changes[name] for name in used if name in changes]
    own = [node for node in written if not any(node is change for change in spent)]
    place = sources or use or root
    joined = sequence(place.mark, "sources", (*used.values(), *without_strays(own, used, problems)))
    return mapping(root.mark, root.path, {**root.value, "sources": joined}, {"sources": place.mark, **root.keys})


def without_strays(own: list[Node], used: Mapping[str, Node], problems: list[Problem]) -> Iterator[Node]:
    """The sources without changes to federations that `use:` does not name, or that were changed before."""
    for node in own:
        name = source_id(node)
        if name in used:
            said, hint = f"{name!r} is the id of another source", f"first at {used[name].mark}"
        elif catalogue.path(name) and not (node.get("url") or node.get("name")):
            said, hint = f"{name!r} of the catalogue is changed, but not used", f"add {name} to use:"
        else:
            yield node
            continue
        problems.append(problem(node.mark, node.path, said, hint))


def source_id(node: Node) -> str:
    found = node.get("id")
    return found.text if found else ""


def from_catalogue(asked: Node, problems: list[Problem]) -> Node | None:
    path = catalogue.path(asked.text)
    if path is None:
        hint = near_miss(asked.text, catalogue.ids()) or "`fedfeed catalogue` lists it"
        problems.append(problem(asked.mark, asked.path, f"{asked.text!r} is not in the catalogue", hint))
        return None
    return catalogue_source(asked.text, path)


def catalogue_source(id_: str, path: Path) -> Node:
    """A federation's file as the source it describes: its id is the file's name."""
    file = f"catalogue/{path.name}"
    root = parse(path.read_bytes(), file, f"catalogue.{id_}")
    value = root.value if isinstance(root.value, Mapping) else {}
    return mapping(root.mark, root.path, {"id": Node(root.mark, f"{root.path}.id", id_), **value}, root.keys)


def override(base: Node, changes: Node) -> Node:
    """The base with the changes over it, mappings key by key; every key keeps its own place."""
    if not isinstance(base.value, Mapping) or not isinstance(changes.value, Mapping):
        return changes
    value = dict(base.value)
    for key, node in changes.value.items():
        value[key] = override(base.value[key], node) if key in base.value else node
    return mapping(changes.mark, changes.path, value, {**base.keys, **changes.keys})
