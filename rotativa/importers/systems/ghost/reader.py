"""Reads an export of Ghost (JSON) and yields records, post by post, from a file of any size."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rotativa.importers.languages import language_code
from rotativa.importers.records import Notice, Record, Source
from rotativa.importers.systems.ghost.addresses import USUAL, site_of, zone_of
from rotativa.importers.systems.ghost.articles import Articles
from rotativa.importers.systems.ghost.cutting import open_json
from rotativa.importers.systems.ghost.names import Names
from rotativa.importers.systems.ghost.rows import SITE, Damaged
from rotativa.importers.systems.ghost.survey import Survey

IDENTITY = "ghost"
"""Of each site: the file names none, its texts have numbers that no other has, and a run with --url and
one without it must find the same."""
LEFT = {
    "members": gettext_lazy(
        "Members are no part of this: bring their list in with `rotativa newsletter import`."
    ),
    "snippets": gettext_lazy("They belong to the old editor."),
}
"""Tables whose rows somebody may look for; all others are the workings of the old site."""


def read_ghost(
    path: Path, *, language: str, languages: Sequence[str] = (), url: str = "", permalink: str = ""
) -> Iterator[Record]:
    """The records of one export.

    `language` is that of what names none, `languages` are the paper's; `url` says where the site was, which
    the file does not, and `permalink` the form of the addresses of posts. Raises ImportRefused before
    the first record when there is nothing to read; what is damaged further on becomes a notice.
    """
    site = site_of(url)
    with open_json(path) as export:
        survey = Survey(export, site)
        survey.look()
        yield Source(
            system="ghost",
            identity=IDENTITY,
            title=survey.setting("title"),
            base_urls=(site,) if site else (),
            language=language,
            expected=len(survey.posts),
        )
        names = Names(survey, tuple(languages))
        articles = Articles(
            survey=survey,
            names=names,
            language=language,
            pattern=permalink or survey.setting("permalinks") or USUAL,
            zone=zone_of(survey.setting("timezone", "active_timezone", "activeTimezone")),
            in_menu=frozenset(slugs_in_menus(survey)),
            is_private=survey.setting("is_private").lower() in {"true", "1"},
        )
        yield from survey.damaged
        yield from about_site(survey, language)
        yield from posts(survey, articles)
        yield from withheld(articles)
        yield from names.notices()
        yield from leftovers(survey)


def posts(survey: Survey, articles: Articles) -> Iterator[Record]:
    for span in survey.posts:
        place = survey.export.place(span.start)
        try:
            post = survey.row(span, place=place)
        except Damaged as error:
            yield Notice("skipped", _("a post"), str(error), place=place)
        else:
            yield from articles.read(post)


def about_site(survey: Survey, language: str) -> Iterator[Notice]:
    if not survey.site and survey.export.data.find(SITE) >= 0:
        why = _(
            "The file does not say where the site was. Name it with --url, and its pictures and links "
            "are found."
        )
        yield Notice("skipped", _("addresses"), why, place=survey.export.name)
    told = language_code(survey.setting("locale", "lang", "default_locale", "defaultLang"))
    if told and told.partition("-")[0] != language.partition("-")[0]:
        why = _("The export says “%(told)s”; everything was read as “%(taken)s”: see --language.")
        yield Notice("altered", _("language"), why % {"told": told, "taken": language})


def withheld(articles: Articles) -> Iterator[Notice]:
    if articles.withheld:
        why = _(
            "The old site asked everybody for a password, so its texts come as drafts. To have them "
            "published, open it there and export it once more, before they are imported."
        )
        yield Notice("altered", _("state"), why, identity="private", count=articles.withheld)


def slugs_in_menus(survey: Survey) -> Iterator[str]:
    for name in ("navigation", "secondary_navigation"):
        for entry in survey.listed(name):
            url = entry.get("url")
            if isinstance(url, str):
                yield url.removeprefix(survey.site).strip("/")


def leftovers(survey: Survey) -> Iterator[Notice]:
    lost = sum(map(len, survey.comments.values()))
    if lost:
        what, why = _("comments"), _("The texts that they stood under are not in the file.")
        yield Notice("skipped", what, why, identity="comments", count=lost)
    for table, why_left in LEFT.items():
        if count := survey.counts[table]:
            what = _("rows of the table “%(table)s”") % {"table": table}
            yield Notice("skipped", what, str(why_left), identity=table, count=count)
