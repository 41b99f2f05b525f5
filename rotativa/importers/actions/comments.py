"""Comments of the old system become comments of the paper, under the articles they stood under."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Literal, NamedTuple
from uuid import UUID, uuid5

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rotativa.articles.models import Article
from rotativa.comments.actions import Brought, bring_in, known_keys
from rotativa.comments.foreign_text import LONGEST_KEPT, as_markdown
from rotativa.comments.rules import Status
from rotativa.comments.text import cleaned
from rotativa.importers.models import ImportedThing
from rotativa.importers.records import Comment, Item, Notice, Source
from rotativa.importers.report import Report
from rotativa.pages import keys

LONGEST_NAME = 200
STATES = {
    "approved": Status.APPROVED,
    "pending": Status.PENDING,
    "rejected": Status.REJECTED,
    "spam": Status.SPAM,
    "deleted": Status.DELETED,
}


class Place(NamedTuple):
    """Where an article's comments stand."""

    thread: UUID
    language: str


class CommentStore:
    def __init__(self, source: Source, *, report: Report, at: datetime) -> None:
        self.source = source
        self.report = report
        self.at = at

    def store(self, made: Iterable[tuple[Item, Article]]) -> None:
        self.bring([(item, place_of(article)) for item, article in made])

    def store_known(self, items: Sequence[Item]) -> None:
        """Of articles that were imported before: what has been said there since."""
        things = ImportedThing.objects.of_source(self.source.system, self.source.identity).filter(
            kind=ImportedThing.Kind.ARTICLE,
            identity__in=[item.identity for item in items if conversation(item)],
        )
        names = ("identity", "page__translation_key", "page__locale__language_code")
        places = {row[0]: Place(*row[1:]) for row in things.values_list(*names)}
        placed = [(item, places[item.identity]) for item in items if item.identity in places]
        with transaction.atomic():
            if self.bring(placed):
                keys.announce(keys.SITE)

    def bring(self, placed: Sequence[tuple[Item, Place]]) -> int:
        """How many are new here."""
        told = [each for item, place in placed for each in self.of_item(item, place)]
        if not told:
            return 0
        new = bring_in(told)
        self.tell(new=new, told=len(told))
        return new

    def tell(self, *, new: int, told: int) -> None:
        self.report.stored += Counter(comment=new)
        self.report.unchanged += Counter(comment=told - new)

    def of_item(self, item: Item, place: Place) -> Iterator[Brought]:
        known_as = {each.identity: self.key(each, place) for each in conversation(item)}
        for each in conversation(item):
            text = as_markdown(each.body)
            if not text and each.state != "deleted":
                self.note("skipped", item, each, _("It says nothing that can be shown."))
                continue
            if len(text) == LONGEST_KEPT:
                self.note("altered", item, each, _("It was cut: it is very long."))
            yield Brought(
                key=known_as[each.identity],
                thread=place.thread,
                language=place.language,
                status=STATES[each.state],
                text=text,
                created_at=min(each.created_at or item.published_at or self.at, self.at),
                name=name_of(each, place.language),
                address=each.author_email,
                parent=known_as.get(each.parent),
            )

    def key(self, comment: Comment, place: Place) -> UUID:
        """An article that was deleted, and imported again, has its comments again."""
        source = self.source
        return uuid5(place.thread, f"{source.system} {source.identity} {comment.identity}")

    def note(
        self, action: Literal["skipped", "altered"], item: Item, comment: Comment, why: str
    ) -> None:
        what = _("a comment by %(name)s on “%(title)s”") % {
            "name": comment.author_name,
            "title": item.title,
        }
        self.report.note(Notice(action, what, why, comment.identity, item.place))

    def tell_of_left(self, item: Item) -> None:
        """It stays with the text (`kept_of`), and shows nowhere."""
        left = left_over(item)
        self.report.comments_kept += len(left)
        said = sum(each.kind == "comment" for each in left)
        if said:
            why = ngettext(
                "It has %(count)d comment, and plain pages have none here: kept with the page, shown nowhere.",
                "It has %(count)d comments, and plain pages have none here: kept with the page, shown nowhere.",
                said,
            ) % {"count": said}
            what = item.title or item.identity
            self.report.note(Notice("kept", what, why, item.identity, item.place, count=said))

    def count(self, item: Item) -> None:
        """What a real run would store."""
        thing = ImportedThing.objects.of_source(self.source.system, self.source.identity)
        names = ("page__translation_key", "page__locale__language_code")
        row = thing.filter(kind=item.kind, identity=item.identity).values_list(*names).first()
        wanted = conversation(item)
        known = len(known_keys(self.key(each, Place(*row)) for each in wanted)) if row else 0
        self.tell(new=len(wanted) - known, told=len(wanted))


def conversation(item: Item) -> list[Comment]:
    """What people said under an article; other sites' links to it are none of it."""
    return [each for each in item.comments if item.kind == "article" and each.kind == "comment"]


def left_over(item: Item) -> list[Comment]:
    """What has no place here: links from other sites, and what was said under plain pages."""
    said = {each.identity for each in conversation(item)}
    return [each for each in item.comments if each.identity not in said]


def place_of(article: Article) -> Place:
    return Place(article.translation_key, str(article.locale.language_code))


def name_of(comment: Comment, language: str) -> str:
    name = " ".join(cleaned(comment.author_name).split())[:LONGEST_NAME]
    if name:
        return name
    with translation.override(language):
        return _("Anonymous")
