"""What an issue says, kept as it was composed: of it the mail, its text and its page are made.

Titles and other words of articles are kept; words of ours are found anew, in the issue's language.
"""

from datetime import date
from typing import Self

from pydantic import BaseModel, ConfigDict

from rotativa.newsletters.models import Issue


class Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Photo(Part):
    url: str
    width: int
    height: int
    alt: str


class Story(Part):
    article: int
    title: str
    path: str
    language: str = ""
    """Of the article, where it is another than the issue's."""
    deck: str = ""
    section: str = ""
    authors: tuple[str, ...] = ()
    photo: Photo | None = None
    """This, sources and claims are gathered of the lead only."""
    is_voice: bool = False
    sources: int = 0
    claims: int = 0
    open_questions: int = 0


class OpenQuestion(Part):
    text: str
    days: int
    asked_of: str = ""
    again: int = 0
    """How often it was asked again."""
    article: int | None = None
    """Where it was asked, if readers can open that."""
    path: str = ""
    language: str = ""
    """Of that article, where it is another."""


class Answered(Part):
    text: str
    answer: str = ""
    days: int | None = None
    article: int | None = None
    path: str = ""
    language: str = ""


class Corrected(Part):
    article: int
    kind: str
    text: str
    title: str
    path: str


class Discussed(Part):
    article: int
    title: str
    path: str
    comments: int


class Contents(Part):
    note: str = ""
    stories: tuple[Story, ...] = ()
    """The first is the lead."""
    left_out: tuple[Story, ...] = ()
    """By an editor."""
    more: int = 0
    """How many further ones there were."""
    still_open: tuple[OpenQuestion, ...] = ()
    answered: tuple[Answered, ...] = ()
    corrections: tuple[Corrected, ...] = ()
    discussed: tuple[Discussed, ...] = ()
    gathered_on: date | None = None
    """The day from which the days of questions are counted."""

    @classmethod
    def of(cls, issue: Issue) -> Self:
        return cls.model_validate(issue.contents)

    @property
    def lead(self) -> Story | None:
        return self.stories[0] if self.stories else None

    @property
    def known(self) -> tuple[Story, ...]:
        """Also those that an editor has left out."""
        return (*self.stories, *self.left_out)

    @property
    def also(self) -> tuple[Story, ...]:
        return self.stories[1:]

    @property
    def told(self) -> set[int]:
        """The articles of its news."""
        told: tuple[Story | Answered | Corrected, ...] = (
            *self.stories,
            *self.answered,
            *self.corrections,
        )
        return {each.article for each in told if each.article is not None}

    @property
    def has_news(self) -> bool:
        return bool(self.stories or self.answered or self.corrections)

    def kept(self) -> dict[str, object]:
        return self.model_dump(mode="json")
