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
    updated_at: datetime | None = Field(
        description="When it changed in substance or was corrected."
    )
    section: GroupAnswer | None
    authors: list[GroupAnswer] = Field(description="In the order in which they sign.")
    tags: list[GroupAnswer]
    picture: PictureAnswer | None
    translations: list[TranslationAnswer] = Field(
        description="The same article in other languages, where readers can open it."
    )


class BlockAnswer(Schema):
    type: str = Field(description="paragraph, heading, list, image, statement, video …")
    html: str = Field(description="For elsewhere: addresses are whole, nothing runs.")


class SourceAnswer(Schema):
    type: str = Field(description="statement, video or social")
    words: str = Field(description="What was said, where it is a statement.")
    by: str = Field(description="Who said or posted it, as far as the article tells.")
    url: str = Field(description="Where it can be looked up; may be empty.")
    date: date | None


class QuoteAnswer(Schema):
    words: str = Field(description="What the article relies on; may be empty.")
    place: str = Field(description="Where in the source: a page, a minute; may be empty.")


class CitedAnswer(Schema):
    number: int = Field(description="As the marks in the text have it.")
    type: str = Field(description="page, post, video, data or statement …")
    name: str
    publisher: str
    speaker: str
    date: date | None
    url: str = Field(description="Empty for what is on no page.")
    state: str = Field(
        description="alive, changed, quote (the words relied on are missing), gone, usurped (another’s "
        "page stands there), unreachable or blocked; empty where nobody has looked yet."
    )
    state_since: datetime | None
    copy_url: str = Field(description="The page that shows our copy of it; may be empty.")
    quotes: list[QuoteAnswer]


class ClaimStatusAnswer(Schema):
    status: str = Field(description="reported, confirmed, disputed or retracted")
    date: date
    note: str = Field(
        description="Why, in the words of the article’s language where there are any."
    )
    source: str = Field(description="Address of whose word that is; may be empty.")


class ClaimAnswer(Schema):
    id: int
    text: str
    language: str = Field(description="The language of these words.")
    speaker: str
    said_on: date | None
    source: str = Field(description="Address of where it was said first; may be empty.")
    history: list[ClaimStatusAnswer] = Field(description="The last one holds.")


class CorrectionAnswer(Schema):
    kind: str = Field(description="correction, clarification or update")
    text: str
    at: datetime


class QuestionAnswer(Schema):
    text: str
    asked_of: str
    asked_on: date | None
    answer: str
    answered_on: date | None = Field(description="Empty as long as the question is open.")
    answered_by: str = Field(description="Address of the article that answers; may be empty.")


class FullArticleAnswer(ArticleAnswer):
    body: list[BlockAnswer]
    sources: list[SourceAnswer] = Field(description="Statements, films and posts in the text.")
    cited: list[CitedAnswer] = Field(description="What the marks in the text lead to.")
    claims: list[ClaimAnswer]
    corrections: list[CorrectionAnswer] = Field(description="The latest first.")
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
