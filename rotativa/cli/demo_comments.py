"""What readers say in the demo, by the doors that readers and editors have; and a reader to say more.

Imported after the site is known, since it needs the site's settings.
"""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any
from uuid import uuid4

from rotativa.articles.models import Article, Author
from rotativa.comments.actions import Sent, decide_on, mark_comment, write_comment
from rotativa.comments.models import Comment, Deed
from rotativa.people.models import User

ArticleOf = Callable[[str, str], Article]


def fill_comments(
    told: Mapping[str, Any], *, article_of: ArticleOf, by: User, password: str
) -> str:
    """The address of the reader with whom a newcomer to the demo signs in."""
    name_editor(by, told["editor"])
    readers = {name: add_reader(**each) for name, each in told["others"].items()}
    made: dict[str, Comment] = {}
    for name, each in told["comments"].items():
        writer = readers.get(each["by"], by)
        made[name] = say(
            each, made, article_of(told["article"], each["language"]), by=writer, editor=by
        )
    reader = add_reader(**told["reader"])
    reader.set_password(password)
    reader.save(update_fields=["password"])
    return reader.email


def name_editor(editor: User, name: str) -> None:
    """Who need choose no password: the demo says the first one each time it begins."""
    editor.take_name(name)
    editor.first_name, _, editor.last_name = name.partition(" ")
    editor.has_one_time_password = False
    editor.save()
    Author.objects.filter(name=name).update(account=editor)


def add_reader(*, email: str, name: str, language: str = "") -> User:
    reader = User(email=email, language=language)
    reader.take_name(name)
    reader.set_unusable_password()
    reader.save()
    return reader


def say(
    told: Mapping[str, Any],
    made: Mapping[str, Comment],
    article: Article,
    *,
    by: User,
    editor: User,
) -> Comment:
    at = article.first_published_at + timedelta(hours=told["hours"])
    sent = Sent(told["text"], form_key=uuid4(), parent=made.get(told.get("answers", "")))
    comment = write_comment(article, sent, by=by, at=at)
    if not told.get("waits"):
        decide_on([comment], Deed.APPROVE, by=editor, at=at)
    if told.get("pick"):
        mark_comment(comment, Deed.PICK, by=editor, at=at)
    return comment
