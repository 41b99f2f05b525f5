"""Posts and pages become items: whole, with what was altered on the way."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, tzinfo
from html import unescape
from typing import Any, Final, Literal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rotativa.importers.languages import language_code
from rotativa.importers.records import Item, MediaReference, Notice, Record, State
from rotativa.importers.systems.ghost.addresses import USUAL, parts_of_date, path_of
from rotativa.importers.systems.ghost.bodies import is_partly_for_members, read_body, read_html
from rotativa.importers.systems.ghost.comments import read_comments
from rotativa.importers.systems.ghost.names import Names, Tagging, identity_of, slug_of
from rotativa.importers.systems.ghost.rows import Row
from rotativa.importers.systems.ghost.survey import Survey
from rotativa.lib.html import text_of

STATES: Final = {
    "published": State.PUBLISHED,
    "scheduled": State.SCHEDULED,
    "draft": State.DRAFT,
    "sent": State.DRAFT,
}
KEPT: Final = (
    "canonical_url", "meta_title", "meta_description", "og_title", "og_description",
    "twitter_title", "twitter_description", "email_subject", "custom_template",
)  # fmt: skip
CODE: Final = ("codeinjection_head", "codeinjection_foot")
OPEN: Final = (None, "", "public")
SENT_ONLY = gettext_lazy("It was only mailed, and never on the site: imported as a draft.")
FOR_MEMBERS = gettext_lazy("Only members could read it: imported as a draft.")
PARTLY_FOR_MEMBERS = gettext_lazy("Only members could read parts of it: imported as a draft.")
NO_DATE = gettext_lazy("The file has none that can be read.")


@dataclass(slots=True)
class Articles:
    survey: Survey
    names: Names
    language: str
    pattern: str
    zone: tzinfo
    in_menu: frozenset[str] = frozenset()
    is_private: bool = False
    """Whether the old site asked everybody for a password."""
    withheld: int = 0
    """Texts that became drafts for that reason alone."""
    _told: set[str] = field(default_factory=set)

    def read(self, post: Row) -> Iterator[Record]:
        """The item, after the authors and terms that it is the first to name."""
        identity = post.text("uuid", "id", "slug")
        if not identity or identity in self._told:
            why = _("The same text stands in the file before: the first one counts.")
            why = why if identity else _("It has neither a number nor an address.")
            yield Notice("skipped", f"“{post.text('title')}”", why, identity, post.place)
            return
        self._told.add(identity)
        tagging = self.names.tagging(post.text("id"))
        language = tagging.language or self._language(post)
        users = self.names.signing(post)
        if not is_page(post):
            yield from self.names.news_of_terms(tagging, language, post.place)
            yield from self.names.news_of_authors(users, language, post.place)
        yield self._item(post, identity, tagging, users, language)

    def _language(self, post: Row) -> str:
        code = language_code(post.text("locale"))
        return code if code in self.names.languages else self.language

    def _item(
        self, post: Row, identity: str, tagging: Tagging, users: list[Row], language: str
    ) -> Item:
        number = post.text("id")
        meta = self.survey.meta_of(number)
        kind: Literal["page", "article"] = "page" if is_page(post) else "article"
        notices: list[Notice] = []
        html, report = read_html(post)
        body = read_body(html, report, site=self.survey.site, cites=kind == "article")
        state = state_of(post, meta, html, notices)
        if self.is_private and state is not State.DRAFT:
            self.withheld += 1
            state = State.DRAFT
        picture = self.names.picture(post.text("feature_image", "image"))
        tell_code(post, notices)
        return Item(
            kind=kind,
            identity=identity,
            title=post.text("title"),
            slug=post.text("slug"),
            deck=post.text("custom_excerpt"),
            body=body.blocks,
            sources=body.sources,
            language=language,
            state=state,
            published_at=published_at(post, notices),
            updated_at=post.moment("updated_at"),
            authors=tuple(identity_of("author", user) for user in users),
            section=identity_of("section", tagging.section) if tagging.section else "",
            tags=tuple(identity_of("tag", tag) for tag in tagging.tags),
            lead_image=MediaReference(picture, picture) if picture else None,
            lead_image_alt=meta.text("feature_image_alt"),
            lead_image_caption=unescape(text_of(meta.text("feature_image_caption"))).strip(),
            is_pinned=post.is_set("featured"),
            in_menu=kind == "page" and post.text("slug") in self.in_menu,
            old_urls=self._old_urls(post, kind, tagging, users),
            comments=read_comments(self.survey.comments.pop(number, []), self.survey),
            extra=extra_of(post, meta),
            notices=tuple(
                replace(each, identity=identity, place=post.place)
                for each in (*notices, *body.notices)
            ),
            place=post.place,
        )

    def _old_urls(
        self, post: Row, kind: str, tagging: Tagging, users: list[Row]
    ) -> tuple[str, ...]:
        """By the pattern of posts, and at the root, where pages are and posts were before there were patterns."""
        told = {name: post.text(name) for name in ("slug", "id", "uuid") if post.text(name)}
        told |= parts_of_date(post.moment("published_at"), self.zone)
        if tagging.section:
            told["primary_tag"] = slug_of(tagging.section)
        if users:
            told["author"] = told["primary_author"] = slug_of(users[0])
        patterns = (self.pattern, USUAL) if kind == "article" else (USUAL,)
        paths = [path for pattern in patterns if (path := path_of(pattern, told))]
        return tuple(dict.fromkeys(self.survey.site + path for path in paths))


def is_page(post: Row) -> bool:
    return post.text("type") == "page" or post.is_set("page")


def state_of(post: Row, meta: Row, html: str, notices: list[Notice]) -> State:
    """What not everybody could read stays unpublished, and is told of."""
    status = post.text("status")
    state = STATES.get(status)
    why = ""
    if state is None:
        why = _("“%(status)s” means nothing here: imported as a draft.") % {"status": status}
        why = why if status else _("The file names none: imported as a draft.")
    elif status == "sent" or meta.is_set("email_only"):
        why = str(SENT_ONLY)
    elif state is not State.DRAFT and post.values.get("visibility") not in OPEN:
        why = str(FOR_MEMBERS)
    elif state is not State.DRAFT and is_partly_for_members(html):
        why = str(PARTLY_FOR_MEMBERS)
    if why:
        notices.append(Notice("altered", _("state"), why))
        return State.DRAFT
    return state or State.DRAFT


def published_at(post: Row, notices: list[Notice]) -> datetime | None:
    """Of a draft only where it was published once."""
    found = post.moment("published_at")
    if found or post.text("status") == "draft":
        return found
    notices.append(Notice("altered", _("date"), str(NO_DATE)))
    return post.moment("created_at")


def tell_code(post: Row, notices: list[Notice]) -> None:
    for name in CODE:
        if post.text(name):
            why = _("Code for the head or the foot of a page was left out.")
            notices.append(Notice("altered", name, why))


def extra_of(post: Row, meta: Row) -> dict[str, Any]:
    """What has no place of its own: kept with the text, shown nowhere."""
    told = {name: post.text(name) or meta.text(name) for name in KEPT}
    kept = {name: text for name, text in told.items() if text}
    return {"meta": kept} if kept else {}
