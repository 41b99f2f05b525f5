"""Articles and plain pages of a source, a batch at a time, each batch whole or not at all."""

import hashlib
import json
import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import fields, is_dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from typing import Any, NamedTuple

from django.db import transaction
from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.models import Page, PageViewRestriction

from rotativa.articles.actions import add_many, index_stored, list_anew
from rotativa.articles.models import Article, ArticleAuthor, FrontPage, Question
from rotativa.importers.actions.answers import keep_answers
from rotativa.importers.actions.bodies import references_in, resolved
from rotativa.importers.actions.citing import Sources
from rotativa.importers.actions.comments import CommentStore, left_over
from rotativa.importers.actions.groups import Groups
from rotativa.importers.actions.links import hosts_of, links_in
from rotativa.importers.actions.media import MediaStore
from rotativa.importers.actions.redirects import add_redirects
from rotativa.importers.languages import Languages
from rotativa.importers.models import ImportedThing
from rotativa.importers.records import Item, Notice, Source, State
from rotativa.importers.report import Report
from rotativa.lib.rows import insert_rows
from rotativa.pages import keys
from rotativa.pages.addresses import fixed_parts
from rotativa.pages.models import BasePage, PlainPage
from rotativa.pages.slugs import slug_of

LONGEST_TITLE = 255
LONGEST_SLUG = 200
UPDATED_AFTER = timedelta(hours=1)
"""Changes sooner after publication are no update that readers need to know of."""


class Known(NamedTuple):
    """By what an item that was imported before is known again; there are as many as there are items."""

    title: str
    published_at: datetime | None
    digest: str


class ItemStore:
    def __init__(
        self,
        source: Source,
        *,
        languages: Languages,
        groups: Groups,
        media: MediaStore,
        report: Report,
        at: datetime,
    ) -> None:
        self.source = source
        self.languages = languages
        self.groups = groups
        self.media = media
        self.report = report
        self.at = at
        self.sources = Sources(at=at)
        self.comments = CommentStore(source, report=report, at=at)
        self.hosts = hosts_of(source)
        self.fronts = {front.locale.language_code: front for front in FrontPage.objects.all()}
        self.slugs = {
            code: set(Page.objects.child_of(front).values_list("slug", flat=True))
            for code, front in self.fronts.items()
        }
        things = ImportedThing.objects.of_source(source.system, source.identity)
        self.known = {
            (kind, identity): Known(*mark)
            for kind, identity, *mark in things.values_list("kind", "identity", *Known._fields)
        }
        self.translation_keys = set(
            Page.objects.values_list("translation_key", "locale__language_code")
        )
        self.pairs: dict[uuid.UUID, int] = defaultdict(int)

    def store(self, items: Sequence[Item]) -> None:
        known: list[Item] = []
        new: list[Item] = []
        for item in map(self.with_own_identity, items):
            (new if self.is_new(item) else known).append(item)
        self.media.fetch_missing(
            [reference for item in new for reference in references_in([item.body, item.lead_image])]
        )
        self.comments.store_known(known)
        with transaction.atomic():
            pages: dict[tuple[str, type[BasePage]], list[tuple[Item, BasePage]]] = defaultdict(list)
            for item in new:
                self.provide_groups(item)
            self.groups.flush()
            for item in new:
                language = self.language_of(item)
                page = self.page_of(item, language)
                pages[language, type(page)].append((item, page))
            for (language, _model), made in pages.items():
                articles = [(item, page) for item, page in made if isinstance(page, Article)]
                keep_answers(articles)
                add_many(self.fronts[language], [page for _, page in made], at=self.at)
                self.remember(made)
                self.comments.store(articles)
            if new:
                keys.announce(keys.SITE)

    def language_of(self, item: Item) -> str:
        return self.languages.code_of(item.language) or self.languages.default

    def provide_groups(self, item: Item) -> None:
        """Have what an article is grouped by in its language, for the whole batch at once."""
        if item.kind == "article":
            locale = self.fronts[self.language_of(item)].locale
            for identity in item.authors:
                self.groups.author(identity, locale)
            for identity in item.tags:
                self.groups.tag(identity, locale)

    def with_own_identity(self, item: Item) -> Item:
        """Two sites that were exported under one address may give one number to two texts."""
        known = self.known.get((item.kind, item.identity))
        if known is None or is_same(known, item):
            return item
        mark = f"{item.title}\0{item.published_at}"
        return replace(
            item, identity=f"{item.identity} {hashlib.sha256(mark.encode()).hexdigest()[:12]}"
        )

    def is_new(self, item: Item) -> bool:
        known = self.known.get((item.kind, item.identity))
        if known is None:
            return True
        self.report.unchanged[item.kind] += 1
        if not has_digest(known, item):
            self.note(
                item,
                "skipped",
                _("It was imported before and has changed in the source since: the paper’s stays."),
            )
        return False

    def page_of(self, item: Item, language: str) -> BasePage:
        notices: list[Notice] = []
        body = resolved(item.body, media=self.media, notices=notices)
        body = self.sources.with_ids(body, item.sources, notices=notices)
        common: dict[str, Any] = {
            "title": self.title_of(item, language),
            "slug": self.free_slug(item, language),
            "locale": self.fronts[language].locale,
            "deck": self.deck_of(item),
            "body": [{**block, "id": str(uuid.uuid4())} for block in body],
            "translation_key": self.translation_key(item, language),
            "show_in_menus": item.in_menu,
            **self.state_of(item),
        }
        self.report.note(
            *(replace(notice, identity=item.identity, place=item.place) for notice in notices)
        )
        if item.kind == "page":
            return PlainPage(**common)
        return self.article_of(item, language, common)

    def article_of(self, item: Item, language: str, common: dict[str, Any]) -> Article:
        locale = self.fronts[language].locale
        lead = self.media.find(item.lead_image) if item.lead_image else None
        article = Article(
            **common,
            section=self.groups.section(item.section, locale) if item.section else None,
            lead_image_id=lead.picture if lead else None,
            lead_image_alt=item.lead_image_alt[:500],
            lead_image_caption=item.lead_image_caption[:1000],
            lead_image_credit=item.lead_image_credit[:200],
            is_pinned=item.is_pinned,
            updated_at=updated_at(item),
        )
        authors = unique(self.groups.author(one, locale) for one in item.authors)
        article.article_authors = [ArticleAuthor(author=author) for author in authors]
        article.tags = unique(self.groups.tag(one, locale) for one in item.tags)
        article.questions = [
            Question(
                locale=locale,
                translation_key=uuid.uuid5(article.translation_key, f"question {number}"),
                text=question.text[:500],
                asked_of=question.asked_of[:200],
                asked_on=question.asked_on,
            )
            for number, question in enumerate(item.questions)
        ]
        return article

    def title_of(self, item: Item, language: str) -> str:
        title = " ".join(item.title.split())
        if not title:
            with translation.override(language):
                title = _("Untitled")
            self.note(item, "altered", _("It had no title."))
        if len(title) > LONGEST_TITLE:
            self.note(item, "altered", _("Its title was cut: %(title)s") % {"title": title})
            title = title[: LONGEST_TITLE - 1] + "…"
        return title

    def deck_of(self, item: Item) -> str:
        """As long as the desk takes it: with a longer one no editor could save the text."""
        model = PlainPage if item.kind == "page" else Article
        longest = int(model._meta.get_field("deck").max_length or 0)
        if len(item.deck) <= longest:
            return item.deck
        self.note(item, "altered", _("Its deck was cut: %(deck)s") % {"deck": item.deck})
        return item.deck[: longest - 1] + "…"

    def free_slug(self, item: Item, language: str) -> str:
        """The item's slug, or one like it that no page of the language has."""
        wanted = slugify(item.slug, allow_unicode=True) or slug_of(item.title, language)
        wanted = wanted[:LONGEST_SLUG]
        wanted = wanted or uuid.uuid5(uuid.NAMESPACE_URL, item.identity).hex[:12]
        taken = self.slugs[language]
        is_fixed = item.kind == "page" and wanted in fixed_parts()
        slug, number = wanted, 1
        while slug in taken or (is_fixed and slug == wanted):
            number += 1
            slug = f"{wanted}-{number}"
        if slug != wanted:
            why = _("Another page has the slug %(wanted)s: its slug is %(slug)s.")
            if is_fixed:
                why = _("The paper has a page of its own at %(wanted)s: its slug is %(slug)s.")
            self.note(item, "altered", why % {"wanted": wanted, "slug": slug})
        taken.add(slug)
        return slug

    def translation_key(self, item: Item, language: str) -> uuid.UUID:
        """Shared by the items of one translation group, each in a language of its own."""
        if not item.translation_group:
            return uuid.uuid4()
        name = f"{self.source.identity}/{item.kind}/{item.translation_group}"
        key = uuid.uuid5(uuid.NAMESPACE_URL, name)
        if (key, language) in self.translation_keys:
            why = _("Another text is the translation into its language already.")
            self.note(item, "altered", why)
            return uuid.uuid4()
        self.translation_keys.add((key, language))
        self.pairs[key] += 1
        return key

    def count_pairs(self) -> int:
        """How many articles and pages have at least one translation after this import."""
        return sum(1 for count in self.pairs.values() if count > 1)

    def state_of(self, item: Item) -> dict[str, Any]:
        published_at = item.published_at
        match item.state:
            case State.PUBLISHED if published_at is None or published_at <= self.at:
                last = max(published_at or self.at, min(item.updated_at or self.at, self.at))
                return {
                    "live": True,
                    "first_published_at": published_at or self.at,
                    "last_published_at": last,
                }
            case State.PUBLISHED | State.SCHEDULED if published_at and published_at > self.at:
                return {"live": False, "go_live_at": published_at}
            case State.PRIVATE:
                self.note(item, "altered", _("It was private, and is a draft now."))
            case State.SCHEDULED:
                why = _("Its time had passed unpublished, and it is a draft now.")
                self.note(item, "altered", why)
        return {"live": False}

    def note(self, item: Item, action: Any, why: str) -> None:
        self.report.note(
            Notice(action, item.title or item.identity, why, item.identity, item.place)
        )

    def remember(self, made: Iterable[tuple[Item, BasePage]]) -> None:
        made = list(made)
        things = [
            ImportedThing(
                system=self.source.system,
                source=self.source.identity,
                kind=item.kind,
                identity=item.identity,
                title=item.title[:255],
                published_at=item.published_at,
                digest=digest_of(item),
                page_id=page.pk,
                is_linked=not needs_links(item, hosts=self.hosts),
                kept=kept_of(item),
                imported_at=self.at,
            )
            for item, page in made
        ]
        insert_rows(things)
        self.known |= {
            (thing.kind, thing.identity): Known(thing.title, thing.published_at, thing.digest)
            for thing in things
        }
        protect(made)
        add_redirects(made)
        for item, _page in made:
            self.report.stored[item.kind] += 1
            self.comments.tell_of_left(item)


def protect(made: Iterable[tuple[Item, BasePage]]) -> None:
    """Ask for the passwords that texts had, of readers and before their lists name them."""
    passwords = {page.pk: item.password for item, page in made if item.password}
    PageViewRestriction.objects.bulk_create(
        [
            PageViewRestriction(
                page_id=pk, restriction_type=PageViewRestriction.PASSWORD, password=password
            )
            for pk, password in passwords.items()
        ]
    )
    if passwords:
        list_anew(Article.objects.filter(pk__in=passwords))
        index_stored(list(passwords))


def unique(found: Iterable[Any]) -> list[Any]:
    return list({one.pk: one for one in found}.values())


def updated_at(item: Item) -> datetime | None:
    if (
        item.updated_at
        and item.published_at
        and item.updated_at - item.published_at > UPDATED_AFTER
    ):
        return item.updated_at
    return None


def is_same(known: Known, item: Item) -> bool:
    return (
        known.title == item.title[:255]
        or known.published_at == item.published_at
        or has_digest(known, item)
    )


def has_digest(known: Known, item: Item) -> bool:
    return known.digest == digest_of(item) or known.digest == digest_of(item, with_comments=True)


def digest_of(item: Item, *, with_comments: bool = False) -> str:
    """Changes whenever the source's words, dates or pictures do; where the item stood does not count.

    What was imported before a field was added has the digest that it had, where the field is empty.
    Before comments were stored as such, they counted.
    """
    content = plain(item) | {"place": "", "notices": []}
    if not with_comments:
        content["comments"] = ()
    if not item.sources:
        del content["sources"]
    return hashlib.sha256(
        json.dumps(content, sort_keys=True, default=plain, ensure_ascii=False).encode()
    ).hexdigest()


def plain(value: Any) -> Any:
    """What is no JSON, as JSON; quicker than `asdict`, which copies all that is in it."""
    if is_dataclass(value):
        kind: Any = type(value)
        return {name: getattr(value, name) for name in names_of(kind)}
    return str(value)


@cache
def names_of(record: Any) -> list[str]:
    """Of the fields of a class of records."""
    return [field.name for field in fields(record)]


def needs_links(item: Item, *, hosts: set[str]) -> bool:
    names_others = bool(item.earlier) or any(question.answered_by for question in item.questions)
    return names_others or bool(links_in(item.body, hosts=hosts))


def kept_of(item: Item) -> dict[str, Any]:
    """What waits for tables of its own, as plain JSON."""
    kept: dict[str, Any] = {"extra": item.extra} if item.extra else {}
    if left := left_over(item):
        kept["comments"] = left
    if item.earlier:
        kept["earlier"] = list(item.earlier)
    if any(question.answered_by for question in item.questions):
        kept["answered_by"] = [question.answered_by for question in item.questions]
    return json.loads(json.dumps(kept, default=plain, ensure_ascii=False)) if kept else kept
