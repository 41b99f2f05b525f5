"""Reads exports of WordPress (WXR) and yields records, item by item, from files of any size."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rotativa.importers.body import Attachments
from rotativa.importers.files import Export
from rotativa.importers.records import ImportRefused, Notice, Record, Source
from rotativa.importers.systems.wordpress.articles import Articles
from rotativa.importers.systems.wordpress.channel import is_closed
from rotativa.importers.systems.wordpress.entries import Entries, Entry, Fields
from rotativa.importers.systems.wordpress.files import open_wxr
from rotativa.importers.systems.wordpress.identities import Identities
from rotativa.importers.systems.wordpress.labels import labels_of
from rotativa.importers.systems.wordpress.languages import Languages
from rotativa.importers.systems.wordpress.leftovers import Leftovers
from rotativa.importers.systems.wordpress.media import read_media
from rotativa.importers.systems.wordpress.people import People
from rotativa.importers.systems.wordpress.survey import TRANSLATED, Survey
from rotativa.importers.systems.wordpress.terms import Terms
from rotativa.importers.systems.wordpress.wording import plain

NOT_KEPT = {
    "trash": gettext_lazy("It lies in the bin."),
    "auto-draft": gettext_lazy("It was never saved."),
}


def read_wxr(paths: Sequence[Path], *, language: str) -> Iterator[Record]:
    """The records of one site's export, which may be split into several files.

    `language` is that of everything for which the files name none. Raises ImportRefused before the
    first record when there is nothing to read; what is damaged further on becomes a notice.
    """
    if not paths:
        raise ImportRefused(_("No file was named: name the XML files that WordPress exported."))
    with ExitStack() as stack:
        exports = [stack.enter_context(open_wxr(path)) for path in paths]
        survey = Survey(Languages(language.lower().replace("_", "-")))
        for export in exports:
            survey.look_at(export)
        yield _source(survey)
        yield from Reading(survey).records(exports)


def _source(survey: Survey) -> Source:
    return Source(
        system="wordpress",
        identity=survey.channel.identity,
        title=survey.channel.title,
        base_urls=survey.channel.base_urls,
        language=survey.languages.default,
        expected=survey.expected,
    )


class Reading:
    """The second walk over the files; holds what has been told of, over all of them."""

    def __init__(self, survey: Survey) -> None:
        self._survey = survey
        self._people = People(survey.guests)
        self._terms = Terms(survey.languages)
        self._identities = Identities()
        self._leftovers = Leftovers()
        self._articles = Articles(
            survey=survey,
            people=self._people,
            terms=self._terms,
            leftovers=self._leftovers,
            attachments=Attachments(survey.attachments),
        )

    def records(self, exports: Sequence[Export]) -> Iterator[Record]:
        yield from self._about_language()
        for export in exports:
            if export.declared:
                why = _("The file says that it is in %(encoding)s, and it is in UTF-8.")
                why %= {"encoding": export.declared}
                yield Notice("altered", _("encoding"), why, place=export.name)
            for entry in Entries(export):
                yield from self._entry(entry)
            if not is_closed(export):
                why = _("It ends without its closing tags: if items are missing, export it again.")
                yield Notice("altered", _("the end of the file"), why, place=export.name)
        yield from self._leftovers.notices()

    def _about_language(self) -> Iterator[Notice]:
        told, default = self._survey.channel.language, self._survey.languages.default
        mine, its = default.partition("-")[0], told.partition("-")[0].lower()
        if its and its != mine and not self._survey.languages.are_told:
            why = _(
                "The export says “%(told)s”; everything was read as “%(taken)s”: see --language."
            )
            yield Notice("altered", _("language"), why % {"told": told, "taken": default})

    def _entry(self, entry: Entry) -> Iterator[Record]:
        fields = entry.fields
        if fields is None:
            yield _unreadable(entry)
        elif entry.tag == "item":
            yield from self._item(entry, fields)
        elif entry.tag in {"wp:author", "wp:wp_author"}:
            yield from self._people.introduce(entry, fields)
        elif entry.tag in {"wp:category", "wp:tag"}:
            yield from self._terms.introduce(entry, fields)
        elif entry.tag == "wp:term":
            yield from self._term(entry, fields)

    def _term(self, entry: Entry, fields: Fields) -> Iterator[Record]:
        taxonomy = fields["wp:term_taxonomy"]
        if taxonomy in TRANSLATED:
            yield from self._terms.introduce(entry, fields)
        else:
            self._leftovers.put_header_term(taxonomy, entry.place)

    def _item(self, entry: Entry, fields: Fields) -> Iterator[Record]:
        kind = fields["wp:post_type"] or "post"
        if kind not in {"post", "page", "attachment"}:
            yield from self._other(kind, entry, fields)
            return
        identity = self._identities.claim(fields)
        if not identity:
            why = _("The same item stands in the files before: the first one counts.")
            yield _skipped(entry, fields, why)
        elif fields["wp:status"] in NOT_KEPT:
            yield _skipped(entry, fields, str(NOT_KEPT[fields["wp:status"]]), identity)
        elif kind == "attachment":
            yield from self._attachment(entry, fields, identity)
        else:
            yield from self._articles.read(entry, fields, identity)

    def _other(self, kind: str, entry: Entry, fields: Fields) -> Iterator[Record]:
        if kind == "guest-author":
            yield from self._guest(entry, fields)
            return
        notice = self._leftovers.put(
            kind, _name(fields), fields["wp:post_id"], labels_of(fields), entry.place
        )
        if notice:
            yield notice

    def _guest(self, entry: Entry, fields: Fields) -> Iterator[Record]:
        login = fields["wp:post_name"].removeprefix("cap-")
        news = self._people.resolve(login, plain(fields["title"]), entry.place)[1]
        yield from news or [_skipped(entry, fields, _("This author was named before."))]

    def _attachment(self, entry: Entry, fields: Fields, identity: str) -> Iterator[Record]:
        author = ""
        if fields["dc:creator"]:
            author, news = self._people.resolve(fields["dc:creator"], "", entry.place)
            yield from news
        site = next(iter(self._survey.channel.base_urls), "")
        media = read_media(fields, identity=identity, author=author, site=site, place=entry.place)
        why = _("It does not say where its file is.")
        yield media or _skipped(entry, fields, why, identity)


def _name(fields: Fields) -> str:
    return plain(fields["title"]) or fields["wp:post_name"] or f"#{fields['wp:post_id']}"


def _skipped(entry: Entry, fields: Fields, why: str, identity: str = "") -> Notice:
    identity = identity or fields["wp:post_id"]
    return Notice("skipped", f"“{_name(fields)}”", why, identity=identity, place=entry.place)


def _unreadable(entry: Entry) -> Notice:
    kinds = {"item": _("an item"), "wp:author": _("an author"), "wp:wp_author": _("an author")}
    what = f"“{entry.title}”" if entry.title else kinds.get(entry.tag, _("a category or tag"))
    why = entry.problem
    if entry.is_cut_off:
        why = f"{why} {_('The export may have been cut off: make it again.')}"
    return Notice("skipped", what, why, place=entry.place)
