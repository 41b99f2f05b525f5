"""Sorts the files of a folder by what they are there for, before any text is opened."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import tzinfo

from rotativa.importers.systems.markdown.cascades import Cascade, cascades_in, language_at
from rotativa.importers.systems.markdown.files import Folder, Unreadable
from rotativa.importers.systems.markdown.front_matter import read_front_matter
from rotativa.importers.systems.markdown.indexes import described_by, is_section_index
from rotativa.importers.systems.markdown.languages import find_languages
from rotativa.importers.systems.markdown.name_files import kind_of
from rotativa.importers.systems.markdown.names import Kind
from rotativa.importers.systems.markdown.pages import Shelf
from rotativa.importers.systems.markdown.project import Project, find_project
from rotativa.importers.systems.markdown.roles import is_picture, is_text, why_not_content


@dataclass(slots=True)
class Catalogue:
    project: Project
    shelf: Shelf
    texts: list[str] = field(default_factory=list)
    section_pages: list[str] = field(default_factory=list)
    """`_index.md` of folders: a section or a page, as their folder turns out."""
    name_pages: list[str] = field(default_factory=list)
    name_files: dict[str, Kind] = field(default_factory=dict)
    pictures: int = 0
    left_out: dict[str, str] = field(default_factory=dict)
    """Text files that the old system did not publish → why."""


def make_catalogue(folder: Folder, language: str, zone: tzinfo) -> Catalogue:
    """`language` is that of texts which say nothing of theirs, unless the project's settings do."""
    project = find_project(folder)
    texts = [path for path in folder.sizes if is_text(path)]
    left_out = {path: why for path in texts if (why := why_not_content(path, project))}
    texts = [path for path in texts if path not in left_out]
    project.language = project.language or language
    languages = find_languages(
        texts, content=project.content, declared=project.languages, default=project.language
    )
    shelf = Shelf(folder, project, languages, project.language, zone)
    if project.system == "hugo":
        shelf.cascades.extend(_cascades(texts, shelf))
    catalogue = Catalogue(project, shelf, left_out=left_out)
    for path in texts:
        _sort_in(path, catalogue)
    bases = {"", *project.content, *(project.below(at) for at in ("", "data", "_data"))}
    for path in folder.sizes:
        if kind := kind_of(path, bases):
            catalogue.name_files[path] = kind
        catalogue.pictures += is_picture(path)
    return catalogue


def _sort_in(path: str, catalogue: Catalogue) -> None:
    place = catalogue.shelf.languages.place(path)
    if described_by(place):
        catalogue.name_pages.append(path)
    elif is_section_index(place):
        catalogue.section_pages.append(path)
    else:
        catalogue.texts.append(path)


def _cascades(texts: list[str], shelf: Shelf) -> Iterator[Cascade]:
    """A page that cannot be read hands nothing down, and is named when it is opened."""
    yield from cascades_in(shelf.project.settings.get("cascade"), (), None)
    for path in texts:
        place = shelf.languages.place(path)
        if place.stem != "_index":
            continue
        try:
            matter = read_front_matter(shelf.folder.read(path).value)
        except Unreadable:
            continue
        written = {key.lower(): value for key, value in matter.values.items()}
        language = language_at(place, shelf.default)
        yield from cascades_in(written.get("cascade"), place.folders, language)
