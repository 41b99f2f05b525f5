"""What a project's own settings say: languages, addresses, and where its texts are."""

from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any, Literal

from django.utils.translation import gettext as _

from rotativa.importers.languages import language_code
from rotativa.importers.records import Notice
from rotativa.importers.systems.markdown.files import Folder, Unreadable
from rotativa.importers.systems.markdown.front_matter import parse_data
from rotativa.importers.systems.markdown.values import as_map, as_text

HUGO_NAMES = ("hugo", "config")
JEKYLL_NAMES = ("_config",)
ENDINGS = (".toml", ".yaml", ".yml", ".json")
DEEPEST = 2
"""Folders between the given one and the settings."""


@dataclass(slots=True)
class Project:
    system: Literal["hugo", "jekyll", "folder"] = "folder"
    root: str = ""
    """The folder with the settings, inside the given one."""
    title: str = ""
    base_url: str = ""
    language: str = ""
    """The default: as the settings name it, else as the import is told."""
    languages: tuple[str, ...] = ()
    content: dict[str, str] = field(default_factory=lambda: {"": ""})
    settings: dict[str, Any] = field(default_factory=dict)
    """All of them, keys in lower case; Hugo's and Jekyll's addresses read their own from here."""
    files: tuple[str, ...] = ()
    """The settings files themselves."""
    notices: list[Notice] = field(default_factory=list)

    def below(self, path: str) -> str:
        """A path inside the project, as one inside the given folder."""
        return f"{self.root}/{path}".strip("/")


def find_project(folder: Folder) -> Project:
    """The shallowest settings decide; without any, `_posts` is Jekyll's."""
    shallow = sorted(
        (path for path in folder.sizes if path.count("/") <= DEEPEST),
        key=lambda path: (path.count("/"), path),
    )
    for path in shallow:
        at = PurePosixPath(path)
        if at.suffix not in ENDINGS:
            continue
        root = str(at.parent) if str(at.parent) != "." else ""
        if at.parts[-3:-1] == ("config", "_default"):
            return _read_hugo_folder(folder, "/".join(at.parts[:-3]))
        if at.stem in JEKYLL_NAMES:
            return _read_jekyll(folder, root, path)
        if at.stem in HUGO_NAMES and (found := _read_hugo(folder, root, path)):
            return found
    posts = next((path for path in folder.sizes if "_posts/" in f"/{path}"), None)
    if posts is not None:
        return Project("jekyll")
    content = {"content": "", "": ""} if _has_folder(folder, "content") else {"": ""}
    return Project(content=content)


def _read_hugo(folder: Folder, root: str, path: str) -> Project | None:
    project = Project("hugo", root, files=(path,))
    project.settings = _read_settings(folder, path, project.notices)
    is_hugo = PurePosixPath(path).stem == "hugo" or "baseurl" in project.settings
    if not is_hugo and not _has_folder(folder, project.below("content")):
        return None
    return _as_hugo(folder, project)


def _read_hugo_folder(folder: Folder, root: str) -> Project:
    project = Project("hugo", root)
    base = project.below("config/_default")
    project.files = tuple(
        path
        for path in folder.sizes
        if path.startswith(f"{base}/") and PurePosixPath(path).suffix in ENDINGS
    )
    for path in project.files:
        part = PurePosixPath(path).stem.lower()
        settings = _read_settings(folder, path, project.notices)
        project.settings |= settings if part in HUGO_NAMES else {part: settings}
    return _as_hugo(folder, project)


def _as_hugo(folder: Folder, project: Project) -> Project:
    settings = project.settings
    languages = as_map(settings.get("languages"))
    project.title = as_text(settings.get("title"))
    project.base_url = as_text(settings.get("baseurl"))
    project.languages = tuple(code for name in languages if (code := language_code(name)))
    default = as_text(settings.get("defaultcontentlanguage"))
    project.language = language_code(default) or _first_by_weight(languages)
    content = project.below(as_text(settings.get("contentdir")) or "content").rstrip("/")
    project.content = {content: ""} if _has_folder(folder, content) else {project.root: ""}
    for name, language in languages.items():
        at = as_text(as_map(language).get("contentdir"))
        if at and (code := language_code(name)):
            project.content[project.below(at).rstrip("/")] = code
    return project


def _first_by_weight(languages: dict[str, Any]) -> str:
    """Hugo's default without a word on it: English, where the project has it."""
    codes = [code for name in languages if (code := language_code(name))]
    return "en" if "en" in codes else next(iter(codes), "")


def _read_jekyll(folder: Folder, root: str, path: str) -> Project:
    project = Project("jekyll", root, files=(path,))
    settings = project.settings = _read_settings(folder, path, project.notices)
    languages = settings.get("languages")
    named = languages if isinstance(languages, list | dict) else []
    project.title = as_text(settings.get("title"))
    project.base_url = (as_text(settings.get("url")) + as_text(settings.get("baseurl"))).rstrip("/")
    project.languages = tuple(code for name in named if (code := language_code(as_text(name))))
    for key in ("default_lang", "lang", "locale", "language"):
        project.language = project.language or language_code(as_text(settings.get(key)))
    source = as_text(settings.get("source")).removeprefix(".").strip("/")
    project.content = {project.below(source): ""}
    return project


def _read_settings(folder: Folder, path: str, notices: list[Notice]) -> dict[str, Any]:
    try:
        value, altered = parse_data(folder.read(path).value, PurePosixPath(path).suffix)
    except (Unreadable, ValueError) as error:
        why = _("The project's settings were not used: %(reason)s") % {"reason": error}
        notices.append(Notice("skipped", path, why, place=path))
        return {}
    notices += [Notice("altered", path, why, place=path) for why in altered]
    return as_map(lower_keys(value))


def lower_keys(value: Any) -> Any:
    """Hugo does not tell `baseURL` from `baseurl`."""
    if isinstance(value, dict):
        return {key.lower(): lower_keys(item) for key, item in value.items()}
    return value


def _has_folder(folder: Folder, path: str) -> bool:
    return any(name.startswith(f"{path}/") for name in folder.sizes)
