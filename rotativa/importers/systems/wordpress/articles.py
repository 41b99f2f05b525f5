"""Posts and pages become items: whole, with what was altered on the way."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from django.utils.translation import gettext as _

from rotativa.importers.body import Attachments, convert_wordpress
from rotativa.importers.records import Item, MediaReference, Record, State
from rotativa.importers.systems.wordpress.addresses import old_addresses, split
from rotativa.importers.systems.wordpress.comments import Comments
from rotativa.importers.systems.wordpress.content import whole_content
from rotativa.importers.systems.wordpress.dates import moment
from rotativa.importers.systems.wordpress.entries import Entry, Fields, Meta, first
from rotativa.importers.systems.wordpress.labels import Labels, labels_of
from rotativa.importers.systems.wordpress.leftovers import Leftovers
from rotativa.importers.systems.wordpress.log import Log
from rotativa.importers.systems.wordpress.people import People
from rotativa.importers.systems.wordpress.survey import Survey
from rotativa.importers.systems.wordpress.terms import Grouping, Terms
from rotativa.importers.systems.wordpress.wording import decoded_slug, opening_words, plain

STATES = {
    "publish": State.PUBLISHED,
    "future": State.SCHEDULED,
    "draft": State.DRAFT,
    "pending": State.PENDING,
    "private": State.PRIVATE,
}
NOT_PUBLISHED = frozenset({State.DRAFT, State.PENDING})
TAKEN_META = frozenset({"footnotes"})
"""Their content stands in the body."""
KEPT_META = frozenset({"_yoast_wpseo_title", "_yoast_wpseo_metadesc", "_wp_page_template"})
META_LIMIT = 10_000


@dataclass(slots=True)
class Articles:
    survey: Survey
    people: People
    terms: Terms
    leftovers: Leftovers
    attachments: Attachments
    comments: Comments = field(default_factory=Comments)
    _translations: set[tuple[str, str]] = field(default_factory=set)

    def read(self, entry: Entry, fields: Fields, identity: str) -> Iterator[Record]:
        """The item, after the authors and terms that it is the first to name."""
        labels, meta = labels_of(fields), fields.meta()
        log = Log(identity, entry.place)
        log.repairs(entry.repairs)
        authors = []
        for login, name in self.people.signing(fields["dc:creator"], labels):
            author, news = self.people.resolve(login, name, entry.place)
            authors.append(author)
            yield from news
        grouping = self.terms.group(labels, meta, entry.place)
        yield from grouping.new
        yield self._item(fields, labels, meta, grouping, tuple(authors), log)

    def _item(
        self,
        fields: Fields,
        labels: Labels,
        meta: Meta,
        grouping: Grouping,
        authors: tuple[str, ...],
        log: Log,
    ) -> Item:
        post = fields["wp:post_id"]
        state = _state(fields, log)
        language, group = self._translation(fields, labels, meta, log)
        comments, refused = self.comments.read(
            fields.children("wp:comment"), log.identity, log.place
        )
        log.notices += refused
        content = whole_content(
            log.mended(fields["content:encoded"]), post=post, survey=self.survey
        )
        notes = log.mended(first(meta.get("footnotes")))
        kind: Literal["page", "article"] = "page" if fields["wp:post_type"] == "page" else "article"
        body = convert_wordpress(
            content, attachments=self.attachments, footnotes=notes, cites=kind == "article"
        )
        log.notices += body.notices
        if grouping.moved:
            names = ", ".join(f"“{name}”" for name in grouping.moved)
            why = _("An article has one section; the others became tags: %(names)s.")
            log.altered(_("categories"), why % {"names": names})
        return Item(
            kind=kind,
            identity=log.identity,
            title=_title(fields, log),
            slug=decoded_slug(fields["wp:post_name"]),
            deck=log.mended(plain(fields["excerpt:encoded"])),
            body=body.blocks,
            sources=body.sources,
            language=language,
            translation_group=group,
            state=state,
            password=fields["wp:post_password"],
            published_at=_published_at(fields, state, log),
            updated_at=moment(fields["wp:post_modified_gmt"], local=fields["wp:post_modified"]),
            authors=tuple(dict.fromkeys(authors)),
            section=grouping.section,
            tags=grouping.tags,
            lead_image=self._lead_image(meta, log),
            is_pinned=fields["wp:is_sticky"] == "1",
            in_menu=fields["wp:post_type"] == "page" and post in self.survey.pages_in_menus,
            old_urls=self._old_urls(fields, meta),
            comments=comments,
            extra=self._extra(fields, labels, meta, log),
            notices=log.told(),
            place=log.place,
        )

    def _translation(self, fields: Fields, labels: Labels, meta: Meta, log: Log) -> tuple[str, str]:
        languages, post = self.survey.languages, fields["wp:post_id"]
        language = languages.of_item(post, labels, meta, fields["link"])
        group = languages.group_of_item(post, labels, meta)
        if group and (group, language) in self._translations:
            why = _("There is one in “%(language)s” already: this one is left on its own.")
            log.altered(_("translation"), why % {"language": language})
            return language, ""
        if group:
            self._translations.add((group, language))
        return language, group

    def _lead_image(self, meta: Meta, log: Log) -> MediaReference | None:
        identity = first(meta.get("_thumbnail_id"))
        if identity in {"", "0", "-1"}:
            return None
        if identity not in self.survey.attachments:
            why = _("Attachment %(id)s is not in the files: left without one.")
            log.altered(_("lead image"), why % {"id": identity})
            return None
        return MediaReference(url=self.survey.attachments[identity], identity=identity)

    def _old_urls(self, fields: Fields, meta: Meta) -> tuple[str, ...]:
        base = next(iter(self.survey.channel.base_urls), "")
        link, guid, post = fields["link"], fields["guid"], fields["wp:post_id"]
        query = "page_id" if fields["wp:post_type"] == "page" else "p"
        return old_addresses(
            link=link,
            guid=guid if _same_host(guid, link or base) else "",
            shortlink=f"{base}/?{query}={post}" if base and post.isdecimal() else "",
            old_slugs=meta.get("_wp_old_slug", []),
        )

    def _extra(self, fields: Fields, labels: Labels, meta: Meta, log: Log) -> dict[str, Any]:
        """What has no place of its own yet, for what comes later; WordPress's own workings stay out."""
        kept, long = _kept_meta(meta)
        if long:
            what = _("custom fields: %(names)s") % {"names": ", ".join(long)}
            log.skipped(what, _("Longer than %(limit)d characters.") % {"limit": META_LIMIT})
        formats = [
            label.slug.removeprefix("post-format-") for label in labels.get("post_format", ())
        ]
        extra = {
            "format": formats[0] if formats else "",
            "meta": kept,
            "terms": self.leftovers.put_terms(labels, log.place),
            "parent": fields.id("wp:post_parent"),
            "comments": "closed" if fields["wp:comment_status"] == "closed" else "",
        }
        return {key: value for key, value in extra.items() if value}


def _state(fields: Fields, log: Log) -> State:
    status = fields["wp:status"]
    if status not in STATES:
        why = _("“%(status)s” means nothing here: imported as a draft.") % {"status": status}
        log.altered(_("state"), why if status else _("The file names none: imported as a draft."))
    return STATES.get(status, State.DRAFT)


def _published_at(fields: Fields, state: State, log: Log) -> datetime | None:
    """A draft has a date only if it was given one on purpose."""
    given = moment(fields["wp:post_date_gmt"])
    if given or state in NOT_PUBLISHED:
        return given
    found = moment("", rss=fields["pubDate"], local=fields["wp:post_date"])
    if not found:
        log.altered(_("date"), _("The file has none that can be read."))
    elif not moment("", rss=fields["pubDate"]):
        log.altered(_("date"), _("The file has it without a time zone: taken as UTC."))
    return found


def _title(fields: Fields, log: Log) -> str:
    title = log.mended(plain(fields["title"]))
    if title:
        return title
    words = log.mended(opening_words(fields["content:encoded"]))
    title = words or decoded_slug(fields["wp:post_name"]) or f"#{log.identity}"
    why = _("There was none: “%(title)s” was put in its place.")
    log.altered(_("title"), why % {"title": title})
    return title


def _kept_meta(meta: Meta) -> tuple[dict[str, list[str]], list[str]]:
    kept: dict[str, list[str]] = {}
    long = []
    for key, values in meta.items():
        if key in KEPT_META or (key and not key.startswith("_") and key not in TAKEN_META):
            if sum(map(len, values)) > META_LIMIT:
                long.append(key[:100])
            elif any(values):
                kept[key] = values
    return kept, long


def _same_host(address: str, other: str) -> bool:
    parts, others = split(address), split(other)
    return bool(parts and others and parts.hostname == others.hostname)
