"""Sections, tags and authors: what a folder says of them, and one record per language when used."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from django.utils.text import slugify

from rotativa.importers.records import Author, MediaReference, Record, Term

Kind: TypeAlias = Literal["section", "tag", "author"]
Texts: TypeAlias = dict[str, str]
"""Language → text; under `""` what holds for every language."""


@dataclass(slots=True)
class Named:
    kind: Kind
    key: str
    place: str = ""
    """The data file, or the page that gave the portrait."""
    pages: Texts = field(default_factory=dict)
    """Pages that describe it, by language."""
    name: Texts = field(default_factory=dict)
    slug: Texts = field(default_factory=dict)
    description: Texts = field(default_factory=dict)
    """Of an author, the biography as HTML."""
    role: Texts = field(default_factory=dict)
    portrait_alt: Texts = field(default_factory=dict)
    parent: str = ""
    position: int | None = None
    is_voice: bool = False
    email: str = ""
    portrait: str = ""
    portrait_credit: str = ""

    def name_in(self, language: str, default: str) -> str:
        names = (self.name.get(code) for code in (language, "", default))
        return next(filter(None, names), None) or next(iter(self.name.values()), self.key)

    def identity_in(self, language: str) -> str:
        return f"{self.kind}/{self.key}/{language}"

    def all_names(self) -> Iterator[str]:
        yield self.key
        yield from self.name.values()
        yield from self.slug.values()


def text_in(texts: Texts, language: str) -> str:
    return texts.get(language) or texts.get("", "")


class Names:
    """Finds what an article names by key, slug or name, and gives each record out once."""

    def __init__(
        self,
        default: str,
        portrait: Callable[[Named, str], tuple[MediaReference | None, list[Record]]],
    ) -> None:
        self._default = default
        self._portrait = portrait
        self._named: dict[tuple[Kind, str], Named] = {}
        self._keys: dict[tuple[Kind, str], str] = {}
        self._given: set[str] = set()

    def describe(self, kind: Kind, key: str, *, place: str = "") -> Named:
        """The entry of that key, to be filled in; call `index` when it is."""
        known = self._keys.get((kind, _squashed(key)), key)
        named = self._named.setdefault((kind, known), Named(kind, known))
        named.place = named.place or place
        return named

    def index(self, named: Named) -> None:
        for name in named.all_names():
            self._keys.setdefault((named.kind, _squashed(name)), named.key)

    def forget(self, kind: Kind, key: str) -> None:
        """Nothing came of what describes it, unless something used it."""
        if named := self._named.get((kind, key)):
            named.place = ""
            named.pages = {}

    def is_described(self, kind: Kind, name: str) -> bool:
        return (kind, _squashed(name)) in self._keys

    def use(
        self, kind: Kind, name: str, language: str, *, email: str = ""
    ) -> tuple[str, list[Record]]:
        """Identity of what is named, and the records that nobody has been given yet."""
        key = self._keys.get((kind, _squashed(name)))
        if key is None:
            key = slugify(name, allow_unicode=True) or name
            named = self.describe(kind, key)
            named.name.setdefault("", name)
            self.index(named)
        named = self._named[kind, key]
        named.email = named.email or email
        return named.identity_in(language), list(self._records(named, language))

    def unused(self, languages: Iterable[str]) -> Iterator[Record]:
        """What files describe and no article named, in each language in which it has a name."""
        spoken = list(languages)
        for named in list(self._named.values()):
            for language in spoken:
                if language in named.pages or (named.place and {language, ""} & named.name.keys()):
                    yield from self._records(named, language)

    def _records(self, named: Named, language: str) -> Iterator[Record]:
        identity = named.identity_in(language)
        if identity in self._given:
            return
        self._given.add(identity)
        if named.kind == "author":
            yield from self._author(named, language)
            return
        parent = self._named.get(
            (named.kind, self._keys.get((named.kind, _squashed(named.parent)), ""))
        )
        if parent and parent is not named:
            yield from self._records(parent, language)
        yield Term(
            kind=named.kind,
            identity=identity,
            name=named.name_in(language, self._default),
            slug=text_in(named.slug, language),
            description=text_in(named.description, language),
            parent=parent.identity_in(language) if parent and parent is not named else "",
            position=named.position,
            is_voice=named.is_voice,
            language=language,
            translation_group=f"{named.kind}/{named.key}",
            place=named.pages.get(language) or named.place,
        )

    def _author(self, named: Named, language: str) -> Iterator[Record]:
        portrait, records = self._portrait(named, language)
        yield from records
        yield Author(
            identity=named.identity_in(language),
            name=named.name_in(language, self._default),
            slug=text_in(named.slug, language),
            email=named.email,
            biography=text_in(named.description, language),
            role=text_in(named.role, language),
            portrait=portrait,
            language=language,
            translation_group=f"author/{named.key}",
            place=named.pages.get(language) or named.place,
        )


def _squashed(name: str) -> str:
    return slugify(name, allow_unicode=True) or name.strip().lower()
