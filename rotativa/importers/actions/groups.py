"""Sections, tags and authors of a source, in each language in which they are needed."""

import uuid
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from django.utils.text import slugify
from wagtail.models import Locale

from rotativa.articles.models import Author, Section, Tag
from rotativa.articles.models.group import Group
from rotativa.importers import records
from rotativa.importers.languages import Languages
from rotativa.importers.report import Report
from rotativa.lib.html import sanitised, text_of

GroupT = TypeVar("GroupT", bound=Group)
GroupRecord = TypeVar("GroupRecord", records.Author, records.Term)
LONGEST = 200


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
        for record in every:
            locale = self.locale_of(record.language)
            if isinstance(record, records.Author):
                self.author(record.identity, locale)
            elif record.kind == "section":
                self.section(record.identity, locale)
            else:
                self.tag(record.identity, locale)

    def is_foreign(self, term: records.Term) -> bool:
        """Whether the term is in a language of the source in which the paper has nothing."""
        if self.languages.code_of(term.language) is not None:
            return False
        why = f"the paper has no language {term.language!r}"
        self.report.refuse(
            term.kind, records.Notice("skipped", term.name, why, term.identity, term.place)
        )
        return True

    def locale_of(self, language: str) -> Locale:
        return self.locales[self.languages.code_of(language) or self.languages.default]

    def section(self, identity: str, locale: Locale) -> Section:
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
        term = self.term("tag", identity, locale)
        tag = self.group(
            Tag, identity, locale, name=term.name, slug=term.slug, group=term.translation_group
        )
        if tag.pk is None:
            tag.save()
        return tag

    def author(self, identity: str, locale: Locale) -> Author:
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
            author.biography = sanitised(record.biography)
            author.save()
        return author

    def set_portraits(self, find: Callable[[records.MediaReference], Any]) -> None:
        """Pictures are stored after authors; an author without a portrait gets the source's."""
        for (model, identity, _), author in self.made.items():
            portrait = next(
                (one.portrait for one in self.authors.get(identity, []) if one.portrait), None
            )
            kept = find(portrait) if portrait else None
            if model is Author and isinstance(author, Author) and kept and not author.portrait_id:
                author.portrait_id = kept.picture
                author.save(update_fields=["portrait"])

    def term(self, kind: str, identity: str, locale: Locale) -> records.Term:
        """The term as it is in a language: its own record, a translation's, else any."""
        known = self.terms.get((kind, identity))
        if not known:
            return records.Term(kind="section", identity=identity, name=identity)
        record = self.in_language(known, locale)
        if record.translation_group and self.locale_of(record.language) != locale:
            siblings = [
                other
                for (other_kind, _), others in self.terms.items()
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
        key = (model, identity, locale.pk)
        found = self.made.get(key)
        if isinstance(found, model):
            return found
        name = (text_of(name).strip() or identity)[:LONGEST]
        slug = slug or slugify(name, allow_unicode=True) or uuid.uuid5(uuid.NAMESPACE_URL, name).hex
        slug = slug[:LONGEST]
        translation_key = uuid.uuid5(
            uuid.NAMESPACE_URL, f"{self.source.identity}/{model.__name__}/{group or identity}"
        )
        manager = model._default_manager.filter(locale=locale)
        row = (
            manager.filter(translation_key=translation_key).first()
            or manager.filter(slug=slug).first()
        )
        if row is None:
            row = model(name=name, slug=slug, locale=locale, translation_key=translation_key)
        self.made[key] = row
        return row
