"""Hugo's addresses."""

import re
import unicodedata
from typing import Any

from rotativa.importers.systems.markdown.addresses import (
    Facts,
    date_parts,
    language_folder,
    with_base,
)
from rotativa.importers.systems.markdown.project import Project
from rotativa.importers.systems.markdown.values import as_list, as_map, as_text

_TOKEN = re.compile(r":([a-z_]+)(?:\[([^\]]*)\])?")
_ALLOWED = frozenset("./\\_#+~-@")


def hugo_address(facts: Facts, project: Project) -> str:
    """The path at which Hugo publishes the text; nothing for the home page."""
    base = language_folder(project, facts.language)
    if facts.url:
        path = facts.url if facts.url.startswith("/") else f"{base}/{facts.url}"
        return with_base(path, project, facts.language)
    path = base + (_from_pattern(facts, project) or _from_place(facts, project))
    return with_base(path, project, facts.language) if path != f"{base}/" else ""


def _from_place(facts: Facts, project: Project) -> str:
    folders = [urlize(folder, project) for folder in facts.place.folders]
    if facts.place.stem == "_index" or facts.place.key == "index":
        return "/" + "".join(f"{folder}/" for folder in folders)
    if facts.place.stem == "index" and folders:
        folders, name = folders[:-1], folders[-1]
    else:
        name = urlize(_stem(facts, project), project)
    if facts.slug:
        name = urlize(facts.slug, project)
    ugly = _setting_for(facts, project.settings.get("uglyurls")) is True
    return "/" + "/".join([*folders, name]) + (".html" if ugly else "/")


def _from_pattern(facts: Facts, project: Project) -> str:
    """By `[permalinks]`, when it has a pattern for the section and everything in it is known."""
    settings = as_map(project.settings.get("permalinks"))
    pattern = as_text(_setting_for(facts, as_map(settings.get("page")) or settings))
    if not pattern or facts.place.stem == "_index":
        return ""
    known = _known(facts, project)
    missing = [found[1] for found in _TOKEN.finditer(pattern) if found[1] not in known]
    if missing:
        return ""
    path = _TOKEN.sub(lambda found: _fill(known[found[1]], found[2]), pattern)
    return re.sub(r"/{2,}", "/", f"/{path}")


def _known(facts: Facts, project: Project) -> dict[str, str | list[str]]:
    folders = [urlize(folder, project) for folder in facts.place.folders]
    stem = facts.place.stem
    if stem == "index" and folders:
        stem = folders.pop()
    base = urlize(_stem(facts, project) if facts.place.stem != "index" else stem, project)
    title = urlize(facts.title, project)
    slug = urlize(facts.slug, project)
    known: dict[str, str | list[str]] = {
        "title": title,
        "slug": slug or title,
        "filename": base,
        "contentbasename": base,
        "slugorfilename": slug or base,
        "slugorcontentbasename": slug or base,
        "section": folders[0] if folders else "",
        "sections": folders,
    }
    return known | (date_parts(facts.date) if facts.date else {})


def _fill(value: str | list[str], part: str | None) -> str:
    """`:sections[1:]` and its like are slices of the folders."""
    if isinstance(value, str):
        return value
    if part is None:
        return "/".join(value)
    first, colon, end = part.partition(":")
    if first == "last":
        return "/".join(value[-1:])
    start = int(first) if first.isdigit() else 0
    if not colon:
        return "/".join(value[start : start + 1])
    stop = {"last": -1, "": len(value)}.get(end, int(end) if end.isdigit() else len(value))
    return "/".join(value[start:stop])


def _setting_for(facts: Facts, setting: Any) -> Any:
    """One value for all, or one by top folder."""
    if not isinstance(setting, dict):
        return setting
    return setting.get(facts.place.folders[0].lower() if facts.place.folders else "/")


def _stem(facts: Facts, project: Project) -> str:
    """The file's name, without its date where the project takes dates from names."""
    if ":filename" in as_list(as_map(project.settings.get("frontmatter")).get("date")):
        return re.sub(r"^\d{4}-\d{2}-\d{2}[-_]?", "", facts.place.stem) or facts.place.stem
    return facts.place.stem


def urlize(text: str, project: Project) -> str:
    """Hugo's own rule: letters, digits and few signs stay, spaces become hyphens."""
    kept: list[str] = []
    is_hyphen = is_waiting = False
    for sign in text:
        if sign.isalnum() or sign in _ALLOWED or _is_mark(sign):
            is_hyphen = sign == "-"
            if is_waiting and not is_hyphen:
                kept.append("-")
            is_waiting = False
            kept.append(sign)
        elif kept and not is_hyphen and sign.isspace():
            is_waiting = True
    path = "".join(kept)
    return path if project.settings.get("disablepathtolower") is True else path.lower()


def _is_mark(sign: str) -> bool:
    return unicodedata.category(sign).startswith("M")
