"""Sections, tags and authors of a source, in each language in which they are needed."""

import re
import uuid
from collections.abc import Callable, Iterable, Iterator
from itertools import count
from typing import Any, TypeVar

from django.core.validators import slug_unicode_re
from django.db import transaction
from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.models import Locale

from rotativa.articles.actions import add_groups
from rotativa.articles.models import Author, Section, Tag
from rotativa.articles.models.group import Group
from rotativa.importers import records
from rotativa.importers.languages import Languages
from rotativa.importers.report import Report
from rotativa.lib.html import sanitised, text_of
from rotativa.pages import keys
from rotativa.pages.foreign_html import with_links_for_images
from rotativa.pages.slugs import slug_of

GroupT = TypeVar("GroupT", bound=Group)
GroupRecord = TypeVar("GroupRecord", records.Author, records.Term)
LONGEST = 200
PICTURE = re.compile(r"<img\b[^>]*>", re.IGNORECASE)


class Groups:
    """Finds or makes the groups that records name; one that the paper has already is taken."""

    def __init__(self, source: records.Source, *, languages: Languages, report: Report) -> None:
        self.source = source
        self.report = report
        self.languages = languages
        self.locales = {locale.language_code: locale for locale in Locale.objects.all()}
        self.terms: dict[tuple[str, str], list[records.Term]] = {}
        self.authors: dict[str, list[records.Author]] = {}
        self.made: dict[tuple[type[Group], str, int], Group] = {}
        self.unsaved: list[Group] = []
        self.there: dict[type[Group], dict[tuple[object, int], Group]] = {}
        """Groups of the paper by translation key and by slug, in each language."""
        self.slugs: dict[tuple[uuid.UUID, int], str] = {}
        """What the source itself calls its groups in addresses, by translation key."""

    @transaction.atomic
    def store(self, found: Iterable[records.Author | records.Term]) -> None:
        every = [
            record
            for record in found
            if isinstance(record, records.Author) or not self.is_foreign(record)
        ]
        for record in every:
            if isinstance(record, records.Term):
                self.terms.setdefault((record.kind, record.identity), []).append(record)
            else:
                self.authors.setdefault(record.identity, []).append(record)
            self.remember_slug(record)
        for record in every:
            locale = self.locale_of(record.language)
            if isinstance(record, records.Author):
                self.author(record.identity, locale)
            elif record.kind == "section":
                self.section(record.identity, locale)
            else:
                self.tag(record.identity, locale)
        self.flush()

    def remember_slug(self, record: records.Author | records.Term) -> None:
        if isinstance(record, records.Author):
            model: type[Group] = Author
        else:
            model = Section if record.kind == "section" else Tag
        key = self.key_of(model, record.translation_group or record.identity)
        self.slugs.setdefault((key, self.locale_of(record.language).pk), record.slug)

    def flush(self) -> None:
        """Store the tags and authors that were met since; sections are stored at once."""
        for model in (Tag, Author):
            add_groups([group for group in self.unsaved if isinstance(group, model)])
        self.unsaved.clear()

    def is_foreign(self, term: records.Term) -> bool:
        """Whether the term is in a language of the source in which the paper has nothing."""
        if self.languages.code_of(term.language) is not None:
            return False
        why = _("The paper has no language “%(language)s”.") % {"language": term.language}
        self.report.refuse(
            term.kind, records.Notice("skipped", term.name, why, term.identity, term.place)
        )
        return True

    def locale_of(self, language: str) -> Locale:
        return self.locales[self.languages.code_of(language) or self.languages.default]

    def section(self, identity: str, locale: Locale) -> Section:
        known = self.made.get((Section, identity, locale.pk))
        if isinstance(known, Section):
            return known
        term = self.term("section", identity, locale)
        section = self.group(
            Section, identity, locale, name=term.name, slug=term.slug, group=term.translation_group
        )
        if section.pk is None:
            section.description = text_of(term.description)
            section.is_voice = term.is_voice
            section.position = term.position or 0
            if term.parent and term.parent != identity and self.is_above(term, locale):
                section.parent = self.section(term.parent, locale)
            section.save()
        return section

    def is_above(self, term: records.Term, locale: Locale) -> bool:
        """Whether following the parents ends: some exports hold circles."""
        seen = {term.identity}
        while term.parent:
            if term.parent in seen:
                return False
            seen.add(term.parent)
            term = self.term("section", term.parent, locale)
        return True

    def tag(self, identity: str, locale: Locale) -> Tag:
        """A tag, which has no key before the next `flush` when it is new."""
        known = self.made.get((Tag, identity, locale.pk))
        if isinstance(known, Tag):
            return known
        term = self.term("tag", identity, locale)
        return self.group(
            Tag, identity, locale, name=term.name, slug=term.slug, group=term.translation_group
        )

    def author(self, identity: str, locale: Locale) -> Author:
        """An author, who has no key before the next `flush` when new."""
        made = self.made.get((Author, identity, locale.pk))
        if isinstance(made, Author):
            return made
        known = self.authors.get(identity) or [records.Author(identity=identity, name=identity)]
        record = self.in_language(known, locale)
        author = self.group(
            Author,
            identity,
            locale,
            name=record.name,
            slug=record.slug,
            group=record.translation_group,
        )
        if author.pk is None:
            author.role = record.role[:LONGEST]
            author.biography = biography_of(record.biography, locale)
        return author

    @transaction.atomic
    def set_portraits(self, find: Callable[[records.MediaReference], Any]) -> None:
        """Pictures are stored after authors; an author without a portrait gets the source's."""
        is_news = False
        for (model, identity, _locale), author in self.made.items():
            portrait = next(
                (one.portrait for one in self.authors.get(identity, []) if one.portrait), None
            )
            kept = find(portrait) if portrait else None
            if model is Author and isinstance(author, Author) and kept and not author.portrait_id:
                author.portrait_id = kept.picture
                author.save(update_fields=["portrait"])
                is_news = True
        if is_news:
            keys.announce(keys.SITE)

    def term(self, kind: str, identity: str, locale: Locale) -> records.Term:
        """The term as it is in a language: its own record, a translation's, else any."""
        known = self.terms.get((kind, identity))
        if not known:
            return records.Term(kind="section", identity=identity, name=identity)
        record = self.in_language(known, locale)
        if record.translation_group and self.locale_of(record.language) != locale:
            siblings = [
                other
                for (other_kind, _identity), others in self.terms.items()
                for other in others
                if other_kind == kind and other.translation_group == record.translation_group
            ]
            return self.in_language(siblings, locale)
        return record

    def in_language(self, found: list[GroupRecord], locale: Locale) -> GroupRecord:
        return next((one for one in found if self.locale_of(one.language) == locale), found[0])

    def group(
        self,
        model: type[GroupT],
        identity: str,
        locale: Locale,
        *,
        name: str,
        slug: str,
        group: str,
    ) -> GroupT:
        """A group that is stored already, else a new one that is not."""
        name = (text_of(name).strip() or identity)[:LONGEST]
        fitting = fit_for_addresses(slug) or slug_of(name, locale.language_code)
        fitting = (fitting or uuid.uuid5(uuid.NAMESPACE_URL, name).hex)[:LONGEST]
        translation_key = self.key_of(model, group or identity)
        self.slugs.setdefault((translation_key, locale.pk), slug)
        there = self.groups_there(model)
        row = there.get((translation_key, locale.pk))
        if row is None and slug and self.is_anothers(there.get((fitting, locale.pk)), slug):
            taken = {each for each, pk in there if pk == locale.pk}
            fitting = next(each for each in numbered(fitting) if each not in taken)
        row = row or there.get((fitting, locale.pk))
        if not isinstance(row, model):
            row = model(name=name, slug=fitting, locale=locale, translation_key=translation_key)
            there[translation_key, locale.pk] = there[fitting, locale.pk] = row
            if model is not Section:
                self.unsaved.append(row)
        self.made[model, identity, locale.pk] = row
        return row

    def key_of(self, model: type[Group], identity: str) -> uuid.UUID:
        return uuid.uuid5(uuid.NAMESPACE_URL, f"{self.source.identity}/{model.__name__}/{identity}")

    def is_anothers(self, row: Group | None, slug: str) -> bool:
        """Whether a row has the address of a slug only since signs were left out of its own or of this."""
        if row is None:
            return False
        its_own = self.slugs.get((row.translation_key, row.locale_id)) or row.slug
        return its_own != slug

    def groups_there(self, model: type[Group]) -> dict[tuple[object, int], Group]:
        if model not in self.there:
            rows = list(model._default_manager.order_by("-pk"))
            there = self.there[model] = {}
            there.update({(row.slug, row.locale_id): row for row in rows})
            there.update({(row.translation_key, row.locale_id): row for row in rows})
        return self.there[model]


def numbered(slug: str) -> Iterator[str]:
    yield slug
    yield from (f"{slug[: LONGEST - 10]}-{number}" for number in count(2))


def fit_for_addresses(slug: str) -> str:
    """A group with any other has no address, and the menu of every page leads to sections."""
    return slug if slug_unicode_re.match(slug) else slugify(slug, allow_unicode=True)


def biography_of(html: str, locale: Locale) -> str:
    """It holds no pictures: those of a site become links, those without one lead nowhere here."""
    with translation.override(locale.language_code):
        return PICTURE.sub("", with_links_for_images(sanitised(html)))
