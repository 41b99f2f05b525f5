"""Jekyll's addresses and its defaults for front matter."""

import re
from fnmatch import fnmatch
from typing import Any

from rotativa.importers.systems.markdown.addresses import (
    Facts,
    date_parts,
    language_folder,
    with_base,
)
from rotativa.importers.systems.markdown.project import Project
from rotativa.importers.systems.markdown.values import (
    as_list,
    as_map,
    as_names,
    as_text,
)

DATED = re.compile(r"^(\d{2,4}-\d{1,2}-\d{1,2})-(.+)$")
_TOKEN = re.compile(r":([a-z_]+)")
_STYLES = {
    "date": "/:categories/:year/:month/:day/:title:output_ext",
    "pretty": "/:categories/:year/:month/:day/:title/",
    "ordinal": "/:categories/:year/:y_day/:title:output_ext",
    "weekdate": "/:categories/:year/W:week/:short_day/:title:output_ext",
    "none": "/:categories/:title:output_ext",
}


def jekyll_address(facts: Facts, project: Project) -> str:
    """The path at which Jekyll publishes the text; nothing for the home page."""
    base = language_folder(project, facts.language)
    path = _path(facts, project)
    return with_base(base + path, project, facts.language) if path not in {"", "/"} else ""


def collection_of(facts: Facts, project: Project) -> str:
    """`posts`, `drafts`, the name of a collection, or nothing for a page."""
    for folder in facts.place.folders:
        if folder.startswith("_"):
            name = folder.removeprefix("_")
            if name in {"posts", "drafts"} or name in collections(project):
                return name
    return ""


def collections(project: Project) -> dict[str, Any]:
    named = project.settings.get("collections")
    return as_map(named) or {name: {} for name in as_names(named)}


def defaults_for(path: str, kind: str, project: Project) -> dict[str, Any]:
    """Front matter that `defaults` in the settings gives to a file that does not say otherwise."""
    values: dict[str, Any] = {}
    below = path.removeprefix(f"{project.root}/") if project.root else path
    for entry in map(as_map, as_list(project.settings.get("defaults"))):
        if _is_in(below, kind, as_map(entry.get("scope"))):
            values |= as_map(entry.get("values"))
    return values


def _is_in(path: str, kind: str, scope: dict[str, Any]) -> bool:
    wanted = scope.get("type") or kind
    if wanted != kind and (wanted, kind) != ("drafts", "posts"):
        return False
    where = str(scope.get("path") or "").strip("/")
    if "*" in where:
        return fnmatch(path, where) or fnmatch(path, f"{where}/*")
    return not where or path == where or path.startswith(f"{where}/")


def _path(facts: Facts, project: Project) -> str:
    name = collection_of(facts, project)
    style = as_text(project.settings.get("permalink")) or "date"
    if facts.url:
        pattern = facts.url
    elif name in {"posts", "drafts"}:
        pattern = _STYLES.get(style, style)
    elif name:
        own = as_text(as_map(collections(project).get(name)).get("permalink"))
        pattern = own or "/:collection/:path" + ("/" if _is_pretty(style) else ":output_ext")
    else:
        return _page_path(facts, is_pretty=_is_pretty(style))
    known = _known(facts, name)
    if any(found[1] not in known for found in _TOKEN.finditer(pattern)):
        return ""
    path = _TOKEN.sub(lambda found: known[found[1]], pattern)
    return re.sub(r"/{2,}", "/", f"/{path}")


def _is_pretty(style: str) -> bool:
    return style == "pretty" or style.endswith("/")


def _page_path(facts: Facts, *, is_pretty: bool) -> str:
    folders = [folder for folder in facts.place.folders if folder != "_pages"]
    if facts.place.stem == "index":
        return "/" + "".join(f"{folder}/" for folder in folders)
    return "/" + "/".join([*folders, facts.place.stem]) + ("/" if is_pretty else ".html")


def _known(facts: Facts, collection: str) -> dict[str, str]:
    dated = DATED.match(facts.place.stem)
    name = facts.slug or (dated[2] if dated else facts.place.stem)
    folders = list(facts.place.folders)
    at = next((n for n, folder in enumerate(folders) if folder == f"_{collection}"), len(folders))
    before = folders[:at] if collection in {"posts", "drafts"} else []
    categories = list(dict.fromkeys([*before, *facts.categories]))
    known = {
        "title": slugify(name, pretty=True),
        "slug": slugify(name).lower(),
        "name": slugify(facts.place.stem).lower(),
        "basename": facts.place.stem,
        "path": "/".join([*folders[at + 1 :], facts.place.stem]),
        "collection": collection,
        "categories": "/".join(category.lower() for category in categories),
        "slugified_categories": "/".join(slugify(category).lower() for category in categories),
        "output_ext": ".html",
    }
    return known | (date_parts(facts.date) if facts.date else {})


def slugify(text: str, *, pretty: bool = False) -> str:
    kept = r"[^\w.~!$&'()+,;=@]+" if pretty else r"[^\w]+|_+"
    return re.sub(kept, "-", text).strip("-")


def dated_stem(stem: str) -> tuple[str, str]:
    """`2020-01-02-slug` as its date and slug; no date, and the whole stem, otherwise."""
    dated = DATED.match(stem)
    return (dated[1], dated[2]) if dated else ("", stem)
