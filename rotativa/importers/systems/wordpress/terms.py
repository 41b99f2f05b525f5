"""Categories become sections, tags stay tags; an article has one section, so further ones become tags."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from rotativa.importers.records import Notice, Term
from rotativa.importers.systems.wordpress.entries import Entry, Fields, Meta, first
from rotativa.importers.systems.wordpress.labels import Label, Labels, term_slug
from rotativa.importers.systems.wordpress.languages import Languages
from rotativa.importers.systems.wordpress.wording import mended, plain

CATCH_ALL = re.compile(r"uncategorized(-[a-z]{2})?")
"""WordPress's own first category; Polylang makes one for each language."""
PRIMARY = ("_yoast_wpseo_primary_category", "rank_math_primary_category")


@dataclass(frozen=True, slots=True)
class Grouping:
    """Where an item belongs, with the terms that nobody has told of yet."""

    section: str = ""
    tags: tuple[str, ...] = ()
    new: tuple[Term, ...] = ()
    moved: tuple[str, ...] = ()
    """Names of the further categories that became tags."""


@dataclass(slots=True)
class Terms:
    languages: Languages
    _told: set[str] = field(default_factory=set)

    def introduce(self, entry: Entry, fields: Fields) -> Iterator[Term | Notice]:
        """The term of a `wp:category`, `wp:tag` or `wp:term` in the head; the first of a slug counts."""
        taxonomy, slug, name, parent, description = _told_in_head(entry.tag, fields)
        if not slug and not name:
            yield Notice("skipped", _("a category or tag"), _("It has no name."), place=entry.place)
            return
        label = Label(term_slug(slug or name), plain(name) or slug)
        if self._is_new(taxonomy, label.slug):
            parent = term_slug(parent)
            yield self._term(
                taxonomy, label, entry.place, parent=parent, description=plain(description)
            )

    def group(self, labels: Labels, meta: Meta, place: str) -> Grouping:
        """The section and the tags of an item."""
        categories = list(labels.get("category", ()))
        main = self._main(categories, meta)
        new: list[Term] = []
        tags = [self._refer("post_tag", label, place, new) for label in labels.get("post_tag", ())]
        further = [label for label in categories if label != main and not _says_nothing(label)]
        tags += [self._refer_as_tag(label, place, new) for label in further]
        return Grouping(
            section=self._refer("category", main, place, new) if main else "",
            tags=tuple(dict.fromkeys(tags)),
            new=tuple(new),
            moved=tuple(label.name for label in further),
        )

    def _main(self, categories: list[Label], meta: Meta) -> Label | None:
        """The one that an SEO plugin calls primary, or the first that says anything."""
        chosen = {first(meta.get(key)) for key in PRIMARY} - {""}
        for label in categories:
            if self.languages.term_ids.get(("category", label.slug)) in chosen:
                return label
        telling = [label for label in categories if not _says_nothing(label)]
        return next(iter(telling or categories), None)

    def _refer(self, taxonomy: str, label: Label, place: str, new: list[Term]) -> str:
        if self._is_new(taxonomy, label.slug):
            new.append(self._term(taxonomy, label, place))
        return _identity(taxonomy, label.slug)

    def _refer_as_tag(self, label: Label, place: str, new: list[Term]) -> str:
        """A tag of the same slug if the files have one, else a tag made from the category."""
        if self.languages.is_term(("post_tag", label.slug)):
            return self._refer("post_tag", label, place, new)
        identity = f"tag-of-{_identity('category', label.slug)}"
        if identity not in self._told:
            self._told.add(identity)
            key = ("category", label.slug)
            group = self.languages.group_of_term(key)
            new.append(
                Term(
                    kind="tag",
                    identity=identity,
                    name=mended(label.name)[0],
                    slug=label.slug,
                    language=self.languages.of_term(key),
                    translation_group=f"tag-of-{group}" if group else "",
                    place=place,
                )
            )
        return identity

    def _is_new(self, taxonomy: str, slug: str) -> bool:
        identity = _identity(taxonomy, slug)
        if identity in self._told:
            return False
        self._told.add(identity)
        return True

    def _term(
        self, taxonomy: str, label: Label, place: str, *, parent: str = "", description: str = ""
    ) -> Term:
        key = (taxonomy, label.slug)
        return Term(
            kind="section" if taxonomy == "category" else "tag",
            identity=_identity(taxonomy, label.slug),
            name=mended(label.name)[0],
            slug=label.slug,
            description=mended(description)[0],
            parent=_identity(taxonomy, parent) if parent and parent != label.slug else "",
            language=self.languages.of_term(key),
            translation_group=self.languages.group_of_term(key),
            place=place,
        )


def _says_nothing(label: Label) -> bool:
    return CATCH_ALL.fullmatch(label.slug) is not None


def _identity(taxonomy: str, slug: str) -> str:
    return f"{'category' if taxonomy == 'category' else 'tag'}:{slug}"


def _told_in_head(tag: str, fields: Fields) -> tuple[str, str, str, str, str]:
    """Taxonomy, slug, name, parent's slug and description, from any of the three blocks."""
    if tag == "wp:category":
        names = (
            "wp:category_nicename",
            "wp:cat_name",
            "wp:category_parent",
            "wp:category_description",
        )
        taxonomy = "category"
    elif tag == "wp:tag":
        names = ("wp:tag_slug", "wp:tag_name", "wp:tag_parent", "wp:tag_description")
        taxonomy = "post_tag"
    else:
        names = ("wp:term_slug", "wp:term_name", "wp:term_parent", "wp:term_description")
        taxonomy = fields["wp:term_taxonomy"]
    slug, name, parent, description = (fields[name] for name in names)
    return taxonomy, slug, name, parent, description
