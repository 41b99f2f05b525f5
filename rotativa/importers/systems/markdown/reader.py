"""The door: a folder as a stream of records."""

from collections.abc import Iterator
from datetime import UTC, datetime, tzinfo
from pathlib import Path

from django.utils.translation import gettext as _

from rotativa.importers.languages import language_code
from rotativa.importers.records import ImportRefused, MediaReference, Notice, Record, Source
from rotativa.importers.systems.markdown.bodies import as_html, as_plain
from rotativa.importers.systems.markdown.catalogue import make_catalogue
from rotativa.importers.systems.markdown.files import Folder, Unreadable, open_folder
from rotativa.importers.systems.markdown.indexes import (
    DECKS,
    describe_name,
    describe_section,
    described_by,
    is_home,
    section_key,
)
from rotativa.importers.systems.markdown.items import Maker
from rotativa.importers.systems.markdown.leftovers import leftovers, unknown_keys
from rotativa.importers.systems.markdown.links import Shelved
from rotativa.importers.systems.markdown.name_files import read_names
from rotativa.importers.systems.markdown.names import Named, Names, text_in
from rotativa.importers.systems.markdown.pages import Page
from rotativa.importers.systems.markdown.pictures import Pictures, Words
from rotativa.importers.systems.markdown.roles import is_about_project, is_html, why_unused


def read_markdown(
    folder: Path, *, language: str, zone: tzinfo = UTC, at: datetime | None = None
) -> Iterator[Record]:
    """Records of a folder of Markdown, `Source` first.

    `language` is that of texts which say nothing of theirs, `zone` that of dates without one. What
    is dated after `at` (now, when not given) is scheduled. A folder that cannot be read at all is
    `ImportRefused` when the first record is asked for.
    """
    default = language_code(language)
    if not default:
        raise ImportRefused(
            _("%(language)s is no language that is known here: give one such as en or pt-br.")
            % {"language": language}
        )
    yield from _Reading(open_folder(folder), default, zone, at or datetime.now(UTC)).records()


class _Reading:
    """One pass over one folder."""

    def __init__(self, folder: Folder, language: str, zone: tzinfo, at: datetime) -> None:
        self.folder = folder
        self.catalogue = make_catalogue(folder, language, zone)
        self.shelf = self.catalogue.shelf
        self.pictures = Pictures(folder, self.catalogue.project)
        self.names = Names(self.shelf.default, self._portrait)
        shelved = Shelved(self.shelf, [*self.catalogue.texts, *self.catalogue.section_pages])
        self.maker = Maker(self.shelf, shelved, self.names, self.pictures, at)
        self.spoken: dict[str, None] = {self.shelf.default: None}
        """Languages met so far."""
        self.described: dict[str, Page] = {}
        """Section pages, with the values that their description did not need."""

    def records(self) -> Iterator[Record]:
        catalogue = self.catalogue
        yield self._source()
        yield from self.folder.notices
        yield from catalogue.project.notices
        for path, kind in catalogue.name_files.items():
            yield from read_names(path, kind, self.folder, self.names, as_html)
        for path in [*catalogue.name_pages, *catalogue.section_pages]:
            yield from self._read_description(path)
        for path in catalogue.texts:
            yield from self._read_text(path)
        for path in catalogue.section_pages:
            yield from self._read_section_page(path)
        yield from self.names.unused(self.spoken)
        yield from unknown_keys(self.maker.unknown)
        yield from leftovers(self._unused())

    def _source(self) -> Source:
        project = self.catalogue.project
        base = project.base_url.rstrip("/")
        is_known = base.startswith(("http://", "https://"))
        texts = len(self.catalogue.texts) + len(self.catalogue.section_pages)
        return Source(
            system="markdown",
            identity=base if is_known else str(self.folder.root),
            title=project.title,
            base_urls=(base,) if is_known else (),
            language=self.shelf.default,
            expected=texts + self.catalogue.pictures,
        )

    def _read_description(self, path: str) -> Iterator[Notice]:
        """Put what the page says of a section, tag or author into `names`."""
        try:
            page = self.shelf.open(path)
        except Unreadable as error:
            yield _skipped(path, str(error))
            return
        self.spoken[page.language] = None
        described = described_by(page.place)
        if described:
            describe_name(page, *described, self.names, as_plain, as_html)
            yield from (Notice("altered", path, why, path, path) for why in page.altered)
            self.maker.note_unknown(page)
        else:
            describe_section(page, self.names, as_plain)
            self.described[path] = page

    def _read_text(self, path: str) -> Iterator[Record]:
        try:
            page = self.shelf.open(path)
        except Unreadable as error:
            yield _skipped(path, str(error))
            return
        if not page.has_front_matter and is_about_project(path, self.catalogue.project):
            yield _skipped(path, _("It tells about the folder itself."))
        elif not page.has_front_matter and is_html(path):
            yield _skipped(path, _("HTML without front matter is part of the old site's design."))
        else:
            self.spoken[page.language] = None
            yield from self.maker.records(page, keep_back=_why_draft(page))

    def _read_section_page(self, path: str) -> Iterator[Record]:
        """A page where its folder holds no article; else a draft, if it has more than a description."""
        described = self.described.pop(path, None)
        if described is None:
            return
        page = self.shelf.open(path)
        key = section_key(page.place.folders)
        if key not in self.maker.article_folders:
            self.names.forget("section", key)
            yield from self.maker.records(page)
        elif page.values.peek(*DECKS) and page.body.strip():
            why = _("A section shows its description only: its text is kept as a draft.")
            yield from self.maker.records(page, keep_back=why)
        else:
            self.maker.note_unknown(described)
            yield from (Notice("altered", path, why, path, path) for why in described.altered)

    def _portrait(self, named: Named, language: str) -> tuple[MediaReference | None, list[Record]]:
        if not named.portrait:
            return None, []
        words = Words(alt=text_in(named.portrait_alt, language), credit=named.portrait_credit)
        found = self.pictures.find(named.portrait, path=named.place, words=words)
        records: list[Record] = [found.media] if found.media else []
        if found.why:
            records.append(Notice(found.action, named.portrait, found.why, place=named.place))
        return found.reference, records

    def _unused(self) -> Iterator[tuple[str, str]]:
        catalogue = self.catalogue
        opened = {*catalogue.texts, *catalogue.section_pages, *catalogue.name_pages}
        opened |= {*catalogue.name_files, *self.pictures.used}
        for path in self.folder.sizes:
            if path in catalogue.project.files:
                yield path, _("The project's settings were read; they are not stored.")
            elif path in catalogue.left_out:
                yield path, catalogue.left_out[path]
            elif path not in opened:
                yield path, why_unused(path)


def _why_draft(page: Page) -> str:
    """Why a text that the old site showed should not show before an editor has seen it."""
    if is_home(page.place):
        return _("The front page is arranged in the desk: its text is kept as a draft.")
    if page.place.stem == "404":
        return _("The paper says itself what is not there: its text is kept as a draft.")
    if is_html(page.path) and ("{%" in page.body or "{{" in page.body):
        return _("It holds code of the old site's design: it is kept as a draft.")
    return ""


def _skipped(path: str, why: str) -> Notice:
    return Notice("skipped", path, why, path, path)
