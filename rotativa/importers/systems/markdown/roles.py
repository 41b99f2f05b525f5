"""What each file of the folder is there for."""

from fnmatch import fnmatch
from pathlib import PurePosixPath
from posixpath import splitext

from django.utils.translation import gettext as _

from rotativa.importers.systems.markdown.jekyll import collections
from rotativa.importers.systems.markdown.project import Project
from rotativa.importers.systems.markdown.values import as_names

MARKDOWN = frozenset({".md", ".markdown", ".mdown", ".mkd", ".mkdn"})
HTML = frozenset({".html", ".htm"})
_TEXTS = MARKDOWN | HTML
OTHER_TEXTS = frozenset(
    {".adoc", ".asciidoc", ".org", ".rst", ".pdc", ".mdx", ".textile", ".ipynb"}
)
_PICTURES = frozenset({".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".svg", ".heic", ".tiff"})
_DESIGN = frozenset({"archetypes", "i18n", "layouts", "themes"})
_BUILT = frozenset({"public", "resources"})
_OURS = frozenset({"posts", "drafts", "pages"})
_PROJECT_TEXTS = frozenset(
    {"readme", "license", "licence", "contributing", "changelog", "code_of_conduct", "security"}
)


def is_text(path: str) -> bool:
    return _ending(path) in _TEXTS


def is_html(path: str) -> bool:
    return _ending(path) in HTML


def is_picture(path: str) -> bool:
    return _ending(path) in _PICTURES


def _ending(path: str) -> str:
    return splitext(path)[1].lower()


def is_about_project(path: str, project: Project) -> bool:
    """A read-me at the top, which tells programmers about the folder."""
    at = PurePosixPath(path)
    top = {"", *project.content, project.root}
    parent = str(at.parent) if at.parent.name else ""
    return parent in top and at.stem.lower() in _PROJECT_TEXTS


def why_not_content(path: str, project: Project) -> str:
    """Why a text file is none that the old system published, or nothing."""
    below = path.removeprefix(f"{project.root}/") if project.root else path
    if project.root and below == path:
        return _("It stands outside the project's folder.")
    folders = tuple(below.split("/")[:-1])
    if project.system == "jekyll":
        return _why_not_jekyll(below, folders, project)
    if project.system == "hugo":
        return _why_not_hugo(path, folders, project)
    return ""


def _why_not_hugo(path: str, folders: tuple[str, ...], project: Project) -> str:
    if not any(not base or path.startswith(f"{base}/") for base in project.content):
        return _("It stands outside the content folder.")
    if folders and folders[0] in _DESIGN | _BUILT:
        return _("It belongs to the old site's design or was made by it.")
    return ""


def _why_not_jekyll(below: str, folders: tuple[str, ...], project: Project) -> str:
    included = set(as_names(project.settings.get("include")))
    for folder in folders:
        known = folder.removeprefix("_")
        if folder.startswith("_") and folder not in included:
            if known in _OURS or known in collections(project):
                continue
            return _("It belongs to the old site's design or was made by it.")
    for pattern in as_names(project.settings.get("exclude")):
        if fnmatch(below, pattern) or below.startswith(pattern.rstrip("/") + "/"):
            return _("The project's settings leave it out.")
    return ""


def why_unused(path: str) -> str:
    """Why a file that no text led to was not taken over."""
    if _ending(path) in OTHER_TEXTS:
        return _("Texts of this kind cannot be read.")
    return _("No text leads to it.")
