"""Tags and authors, told of in each language when the first text in it names them."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from typing import Literal, TypeAlias

from django.utils.translation import gettext as _

from rotativa.importers.body.ghost import original
from rotativa.importers.body.html import whole_address
from rotativa.importers.languages import language_code
from rotativa.importers.records import Author, Media, MediaReference, Notice, Term
from rotativa.importers.systems.ghost.rows import Row
from rotativa.importers.systems.ghost.survey import Survey

Kind: TypeAlias = Literal["section", "tag"]


def is_internal(tag: Row) -> bool:
    return tag.text("visibility") == "internal" or tag.text("name").startswith("#")


@dataclass(slots=True)
class Tagging:
    """What the tags of a text say, in their order."""

    language: str = ""
    section: Row | None = None
    tags: list[Row] = field(default_factory=list)


@dataclass(slots=True)
class Names:
    survey: Survey
    languages: tuple[str, ...]
    """Of the paper: an internal tag that names one of them says what language a text is in."""
    left_out: Counter[str] = field(default_factory=Counter)
    """Other internal tags, and how many texts they were on."""
    _told: set[tuple[str, str, str]] = field(default_factory=set)

    def tagging(self, post: str) -> Tagging:
        found = Tagging()
        for identity in dict.fromkeys(self.survey.linked("posts_tags", post)):
            tag = self.survey.tags.get(identity)
            if tag is None or not tag.text("name", "slug"):
                continue
            if not is_internal(tag):
                found.tags.append(tag)
            elif code := self._language(tag):
                found.language = found.language or code
            else:
                self.left_out[tag.text("name", "slug")] += 1
        if found.tags:
            found.section = found.tags.pop(0)
        return found

    def _language(self, tag: Row) -> str:
        """`es` for `#es`."""
        code = language_code(tag.text("name", "slug").removeprefix("#").removeprefix("hash-"))
        return code if code in self.languages else ""

    def news_of_terms(self, tagging: Tagging, language: str, place: str) -> Iterator[Term]:
        named: list[tuple[Kind, Row]] = [("tag", tag) for tag in tagging.tags]
        if tagging.section is not None:
            named.append(("section", tagging.section))
        for kind, tag in named:
            if self._is_new(kind, slug_of(tag), language):
                yield Term(
                    kind=kind,
                    identity=identity_of(kind, tag),
                    name=tag.text("name", "slug"),
                    slug=tag.text("slug"),
                    description=tag.text("description"),
                    language=language,
                    place=place,
                )

    def signing(self, post: Row) -> list[Row]:
        """Who wrote a post, in the order of their names under it."""
        wrote = self.survey.linked("posts_authors", post.text("id"))
        wrote = wrote or [post.text("author_id")]
        found = (self.survey.users.get(identity) for identity in dict.fromkeys(wrote))
        return [user for user in found if user is not None and user.text("name", "slug")]

    def news_of_authors(
        self, users: list[Row], language: str, place: str
    ) -> Iterator[Author | Media]:
        for user in users:
            if not self._is_new("author", slug_of(user), language):
                continue
            address = self.picture(user.text("profile_image", "image"))
            if address and self._is_new("portrait", address, ""):
                yield Media(identity=address, url=address, title=user.text("name"), place=place)
            biography = user.text("bio")
            yield Author(
                identity=identity_of("author", user),
                name=user.text("name", "slug"),
                slug=user.text("slug"),
                email=user.text("email"),
                biography=f"<p>{escape(biography)}</p>" if biography else "",
                portrait=MediaReference(address, address) if address else None,
                language=language,
                place=place,
            )

    def picture(self, address: str) -> str:
        """Whole, where it is known what the site was."""
        return original(whole_address(address, self.survey.site))

    def notices(self) -> Iterator[Notice]:
        for name, count in self.left_out.items():
            why = _(
                "Readers never saw internal tags, and they were left out; one that is called after a "
                "language of the paper, such as #es, says what language a text is in."
            )
            yield Notice("skipped", name, why, identity=f"tag:{name}", count=count)

    def _is_new(self, kind: str, slug: str, language: str) -> bool:
        key = (kind, slug, language)
        is_new = key not in self._told
        self._told.add(key)
        return is_new


def slug_of(row: Row) -> str:
    return row.text("slug", "name")


def identity_of(kind: str, row: Row) -> str:
    """By the slug, which stays when a site moves to another server and its ids change."""
    return f"{kind}:{slug_of(row)}"
