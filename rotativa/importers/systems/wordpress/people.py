"""Authors: from their blocks in the head, from items that name somebody else, from guests."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from rotativa.importers.records import Author, Notice
from rotativa.importers.systems.wordpress.entries import Entry, Fields, Meta, first
from rotativa.importers.systems.wordpress.labels import Labels
from rotativa.importers.systems.wordpress.wording import mended, plain, slug_of

GUEST_PREFIX = "cap-"


@dataclass(slots=True)
class People:
    """Knows whom it has told of; asked for a name, it says the identity and what is new."""

    guests: dict[str, Meta]
    _known: dict[str, str] = field(default_factory=dict)
    """Login, in lower case → identity."""
    _by_slug: dict[str, str] = field(default_factory=dict)
    """Login as the plugin for co-authors writes it → identity."""

    def introduce(self, entry: Entry, fields: Fields) -> Iterator[Author | Notice]:
        login = fields["wp:author_login"] or fields["wp:author_display_name"]
        if not login:
            what, why = _("an author"), _("The block names nobody.")
            yield Notice("skipped", what, why, place=entry.place)
        elif login.lower() not in self._known:
            yield self._author(login, _name(fields, login), entry.place, fields)

    def signing(self, creator: str, labels: Labels) -> list[tuple[str, str]]:
        """Who signed an item, as login and name: its co-authors, or whoever created it."""
        if "author" in labels:
            return [(label.slug, label.name) for label in labels["author"]]
        return [(creator, "")] if creator else []

    def resolve(self, login: str, name: str, place: str) -> tuple[str, list[Author | Notice]]:
        """The identity of an author, with a record if this is the first that is heard of them.

        A login may be written with stray brackets, or a guest's with the prefix of the plugin.
        """
        for spelling in (login, login.strip("<> "), login.removeprefix(GUEST_PREFIX)):
            if spelling.lower() in self._known:
                return self._known[spelling.lower()], []
        login = login.removeprefix(GUEST_PREFIX)
        if login in self._by_slug:
            return self._by_slug[login], []
        guest = self.guests.get(login)
        if guest is not None:
            return self._guest(login, guest, place)
        author = self._author(login, name or login, place)
        notice = Notice(
            "altered",
            _("author “%(name)s”") % {"name": author.name},
            _(
                "Items name this author, but the file does not describe them: only the name is known."
            ),
            identity=author.identity,
            place=place,
        )
        return author.identity, [author, notice]

    def _know(self, login: str) -> str:
        identity = f"author:{login.lower()}"
        self._known[login.lower()] = identity
        self._by_slug.setdefault(slug_of(login), identity)
        return identity

    def _author(self, login: str, name: str, place: str, fields: Fields | None = None) -> Author:
        identity = self._know(login)
        return Author(
            identity=identity,
            name=mended(plain(name))[0] or login,
            slug=slug_of(login.partition("@")[0]),
            email=fields["wp:author_email"] if fields else "",
            biography=fields["wp:author_description"] if fields else "",
            place=place,
        )

    def _guest(self, login: str, meta: Meta, place: str) -> tuple[str, list[Author | Notice]]:
        identity = self._know(login)
        return identity, [
            Author(
                identity=identity,
                name=plain(first(meta.get("cap-display_name"))) or login,
                slug=slug_of(login),
                email=first(meta.get("cap-user_email")),
                biography=first(meta.get("cap-description")),
                place=place,
            )
        ]


def _name(fields: Fields, login: str) -> str:
    names = (fields["wp:author_first_name"], fields["wp:author_last_name"])
    return fields["wp:author_display_name"] or " ".join(filter(None, names)) or login
