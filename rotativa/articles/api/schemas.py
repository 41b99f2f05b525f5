"""The shape of answers. A field that is described here is promised: others build on it."""

from datetime import date, datetime

from ninja import Field, FilterSchema, Schema


class GroupAnswer(Schema):
    """A section, an author or a tag, as one language calls it."""

    id: int
    name: str
    slug: str
    language: str = Field(description="The language of the name.")
    url: str = Field(description="Its page for readers.")


class PictureAnswer(Schema):
    url: str
    width: int
    height: int
    alternative: str = Field(description="What is in the picture, in words.")
    credit: str


class TranslationAnswer(Schema):
    id: int
    language: str
    headline: str
    url: str


class ArticleAnswer(Schema):
    id: int
    language: str
    headline: str
    deck: str
    url: str = Field(description="Its page for readers.")
    api_url: str = Field(description="The same article here, with its text and sources.")
    published_at: datetime
    updated_at: datetime | None = Field(description="Set when it changed in substance.")
    section: GroupAnswer | None
    authors: list[GroupAnswer] = Field(description="In the order in which they sign.")
    tags: list[GroupAnswer]
    picture: PictureAnswer | None
    translations: list[TranslationAnswer] = Field(
        description="The same article in other languages, where readers can open it."
    )


class BlockAnswer(Schema):
    type: str = Field(description="paragraph, heading, list, image, statement, video …")
    html: str = Field(description="As it stands on the page.")


class SourceAnswer(Schema):
    type: str = Field(description="statement, video or social")
    words: str = Field(description="What was said, where it is a statement.")
    by: str = Field(description="Who said or posted it, as far as the article tells.")
    url: str = Field(description="Where it can be looked up; may be empty.")
    date: date | None


class QuestionAnswer(Schema):
    text: str
    asked_of: str
    asked_on: date | None
    answer: str
    answered_on: date | None = Field(description="Empty as long as the question is open.")


class FullArticleAnswer(ArticleAnswer):
    body: list[BlockAnswer]
    sources: list[SourceAnswer]
    questions: list[QuestionAnswer]


class ArticleFilter(FilterSchema):
    language: str | None = Field(None, max_length=35, description="A code such as en or es.")
    section: str | None = Field(
        None, max_length=200, description="Slug of a section, in any language."
    )
    author: str | None = Field(
        None, max_length=200, description="Slug of an author, in any language."
    )
    tag: str | None = Field(None, max_length=200, description="Slug of a tag, in any language.")
    since: date | None = Field(None, description="First published on this day or later.")
    until: date | None = Field(None, description="First published on this day or before.")


class GroupFilter(FilterSchema):
    language: str | None = Field(None, max_length=35, description="A code such as en or es.")
