"""What a reader of another system's export yields: plain records, free of that system and of ours.

A reader reads its file as a stream and yields `Term`, `Author`, `Media` and `Item` records in the
file's order, with a `Notice` for whatever it altered, left out or could not understand. It touches
no table. `rotativa.importers.actions` alone stores records.

An `identity` names a thing within one source (a blog, a folder) and stays the same in each export of
it; references between records are by identity and may point forwards or to nothing.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Literal, TypeAlias

Block: TypeAlias = dict[str, Any]
"""One StreamField child in raw form, `{"type": …, "value": …}`; a picture or file that is not stored
yet stands in it as a `MediaReference`."""


class State(StrEnum):
    PUBLISHED = "published"
    SCHEDULED = "scheduled"
    DRAFT = "draft"
    PENDING = "pending"
    PRIVATE = "private"


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing that an editor should know was skipped, altered or kept in another form."""

    action: Literal["skipped", "altered", "kept"]
    what: str
    why: str
    identity: str = ""
    place: str = ""
    """Where in the source: a file and line, or a path inside the folder."""
    count: int = 1
    """How many things of the source it stands for, where many are told in one line."""


@dataclass(frozen=True, slots=True)
class MediaReference:
    """Points at a picture or file by its address in the old system, or by identity when known."""

    url: str = ""
    identity: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The first record of every reader: where the rest comes from."""

    system: str
    identity: str
    """Stable name of the source: the old site's base URL, or the folder's resolved path."""
    title: str = ""
    base_urls: tuple[str, ...] = ()
    language: str = ""
    expected: int | None = None
    """How many `Item` and `Media` records follow at most, where the reader can tell beforehand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    identity: str
    name: str
    slug: str = ""
    email: str = ""
    biography: str = ""
    role: str = ""
    portrait: MediaReference | None = None
    language: str = ""
    """Of `role` and `biography`; one record per language when the source has them in several."""
    translation_group: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A section (from categories) or a tag."""

    kind: Literal["section", "tag"]
    identity: str
    name: str
    slug: str = ""
    description: str = ""
    parent: str = ""
    """Identity of the parent term."""
    position: int | None = None
    """Sections only: place in the menu, where the source says so."""
    is_voice: bool = False
    """Sections only: opinion."""
    language: str = ""
    translation_group: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Media:
    """A picture or file. `path` is set when it lies on disk; else `url` is fetched."""

    identity: str
    url: str = ""
    path: str = ""
    filename: str = ""
    title: str = ""
    alt: str = ""
    caption: str = ""
    credit: str = ""
    description: str = ""
    taken_at: datetime | None = None
    author: str = ""
    place: str = ""
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """What somebody said under an item, in the HTML of the old system."""

    identity: str
    parent: str = ""
    kind: Literal["comment", "pingback", "trackback"] = "comment"
    state: Literal["approved", "pending", "rejected", "spam", "deleted"] = "approved"
    author_name: str = ""
    author_email: str = ""
    author_url: str = ""
    created_at: datetime | None = None
    body: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    text: str
    asked_of: str = ""
    asked_on: date | None = None
    answer: str = ""
    answered_on: date | None = None
    answered_by: str = ""
    """The article that answers, named as in `Item.earlier`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """Something that an article leans on; the marks in its body name it by `key` in place of an id."""

    key: str
    url: str = ""
    title: str = ""
    publisher: str = ""
    speaker: str = ""
    day: date | None = None
    """Of what it says."""
    language: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An article or a plain page."""

    kind: Literal["article", "page"]
    identity: str
    title: str
    slug: str = ""
    deck: str = ""
    body: list[Block] = field(default_factory=list)
    language: str = ""
    translation_group: str = ""
    """Items with the same non-empty group are translations of each other."""
    state: State = State.PUBLISHED
    password: str = ""
    published_at: datetime | None = None
    updated_at: datetime | None = None
    authors: tuple[str, ...] = ()
    """Identities of `Author` records; an unknown one is taken as a name."""
    section: str = ""
    tags: tuple[str, ...] = ()
    lead_image: MediaReference | None = None
    lead_image_alt: str = ""
    lead_image_caption: str = ""
    lead_image_credit: str = ""
    is_pinned: bool = False
    in_menu: bool = False
    earlier: tuple[str, ...] = ()
    """Earlier coverage: identities, slugs or old addresses of other items."""
    questions: tuple[Question, ...] = ()
    sources: tuple[Cited, ...] = ()
    """In the order in which they are numbered; one without a mark in the body gets one at its end."""
    old_urls: tuple[str, ...] = ()
    """Paths or absolute addresses that should lead here."""
    comments: tuple[Comment, ...] = ()
    extra: dict[str, Any] = field(default_factory=dict)
    """Kept for later issues, JSON only: `claims`, unknown meta worth keeping."""
    notices: tuple[Notice, ...] = ()
    place: str = ""


Record: TypeAlias = Source | Author | Term | Media | Item | Notice


class ImportRefused(Exception):
    """The source cannot be read at all: one line that names file and place and says what to do."""
