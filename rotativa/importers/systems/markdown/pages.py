"""One text file, opened: its front matter, its language and its old address."""

from dataclasses import dataclass, field
from datetime import datetime, tzinfo

from django.utils.translation import gettext as _

from rotativa.importers.languages import language_code
from rotativa.importers.systems.markdown.addresses import Facts
from rotativa.importers.systems.markdown.cascades import Cascade, handed_down, language_at
from rotativa.importers.systems.markdown.files import Folder
from rotativa.importers.systems.markdown.front_matter import read_front_matter
from rotativa.importers.systems.markdown.hugo import hugo_address
from rotativa.importers.systems.markdown.jekyll import (
    collection_of,
    dated_stem,
    defaults_for,
    jekyll_address,
)
from rotativa.importers.systems.markdown.languages import Languages, Place
from rotativa.importers.systems.markdown.project import Project
from rotativa.importers.systems.markdown.values import (
    Values,
    as_map,
    as_moment,
    as_names,
    as_text,
)

_DATES = ("date", "publish_date", "pub_date", "published_at", "published", "created", "created_at")


@dataclass(slots=True)
class Page:
    path: str
    place: Place
    language: str
    values: Values
    body: str
    address: str
    """The path at which the old system published it; empty for a home page."""
    date: datetime | None
    zone: tzinfo
    slug: str
    altered: list[str] = field(default_factory=list)
    has_front_matter: bool = True


@dataclass(frozen=True, slots=True)
class Shelf:
    """What is needed to open any file of the folder."""

    folder: Folder
    project: Project
    languages: Languages
    default: str
    """The language of what says nothing about its own."""
    zone: tzinfo
    cascades: list[Cascade] = field(default_factory=list)
    """What Hugo's section pages and settings hand down."""

    def open(self, path: str) -> Page:
        """Read the file, or raise `Unreadable`."""
        text = self.folder.read(path)
        matter = read_front_matter(text.value)
        altered = [text.why] if text.why else []
        altered += matter.altered
        place = self.languages.place(path)
        values = Values(self._defaults(path, place) | self._own(matter.values))
        language = self._language(place, values, altered)
        if self.project.system == "hugo":
            values.take("cascade")
        date = self._date(place, values, altered)
        slug = as_text(values.take("slug", "basename"))
        facts = self._facts(place, language, values, date, slug)
        is_jekyll = self.project.system == "jekyll"
        address = (
            jekyll_address(facts, self.project) if is_jekyll else hugo_address(facts, self.project)
        )
        return Page(
            path=path,
            place=place,
            language=language,
            values=values,
            body=matter.body,
            address=address,
            date=date,
            zone=self.zone,
            slug=slug or _own_name(place),
            altered=altered,
            has_front_matter=matter.is_present,
        )

    def _defaults(self, path: str, place: Place) -> dict[str, object]:
        match self.project.system:
            case "jekyll":
                kind = collection_of(Facts(place, ""), self.project) or "pages"
                return defaults_for(path, kind, self.project)
            case "hugo":
                return handed_down(self.cascades, place, language_at(place, self.default))
        return {}

    def _own(self, written: dict[str, object]) -> dict[str, object]:
        """Hugo reads what stands under `params` as if it stood at the top, unless that does."""
        if self.project.system != "hugo" or "params" not in written:
            return written
        rest = {key: value for key, value in written.items() if key != "params"}
        return as_map(written["params"]) | rest

    def _language(self, place: Place, values: Values, altered: list[str]) -> str:
        """By name or folder; Jekyll believes the text itself first."""
        written = as_text(values.take("language", "lang", "locale", "languagecode"))
        said = language_code(written)
        if written and not said:
            why = _("%(name)s is no language that is known here.")
            altered.append(why % {"name": written[:40]})
        if said and place.language and said.partition("-")[0] != place.language.partition("-")[0]:
            why = _("It says its language is %(said)s, and stands where texts in %(place)s are.")
            altered.append(why % {"said": said, "place": place.language})
        if self.project.system == "jekyll":
            return said or place.language or self.default
        return place.language or said or self.default

    def _date(self, place: Place, values: Values, altered: list[str]) -> datetime | None:
        for name in _DATES:
            shared = name in {"published", "publish_date", "pub_date"}
            value = values.peek(name) if shared else values.take(name)
            if value is None or isinstance(value, bool):
                continue
            try:
                moment = as_moment(value, self.zone)
            except (ValueError, OverflowError) as error:
                if not shared:
                    why = _("The date was not understood: %(reason)s.")
                    altered.append(why % {"reason": error})
                continue
            if moment:
                return moment
        written, _rest = dated_stem(place.stem)
        try:
            return as_moment(written, self.zone)
        except ValueError:
            return None

    def _facts(
        self, place: Place, language: str, values: Values, date: datetime | None, slug: str
    ) -> Facts:
        one, several = values.peek("category"), values.peek("categories")
        return Facts(
            place,
            language,
            title=as_text(values.peek("title")),
            slug=slug if self.project.system != "jekyll" else as_text(values.peek("slug")),
            url=as_text(values.peek("url", "permalink")),
            date=date,
            categories=(*as_names(one), *as_names(several, split=True)),
        )


def _own_name(place: Place) -> str:
    """The file's name, its folder's for `index`, without a date."""
    stem = place.stem
    if stem in {"index", "_index"} and place.folders:
        stem = place.folders[-1]
    return dated_stem(stem)[1]
