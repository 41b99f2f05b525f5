"""A thread as a page shows it: the first comments of an article, or any page of all of them."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import get_language

from rotativa.articles.models import Article
from rotativa.comments.actions import thread_key
from rotativa.comments.models import CommentRules, comment_rules, mode_of
from rotativa.comments.rules import Mode
from rotativa.comments.thread import (
    PAGE_SIZE,
    Said,
    in_order,
    nested,
    read_thread,
    with_words,
)
from rotativa.pages import keys


@dataclass(frozen=True, slots=True)
class Conversation:
    article: Article
    rules: CommentRules
    comments: list[Said]
    """Those of this page, each with its replies below it."""
    count: int
    order: str
    page: int
    pages: int
    mode: str
    language: str
    """Of the page around it: comments in others say theirs."""

    @property
    def is_closed(self) -> bool:
        return self.mode == Mode.CLOSED

    @property
    def is_shown(self) -> bool:
        """Where nobody has said anything and nobody may, nothing is said of comments either."""
        return bool(self.comments) or not self.is_closed


def conversation_under(article: Article) -> Conversation:
    """Of the article's own page: read once, however many parts of the page ask."""
    known = article.__dict__
    if "_conversation" not in known:
        known["_conversation"] = conversation_of(article)
    found: Conversation = known["_conversation"]
    return found


def conversation_of(article: Article, *, order: str = "", page: int = 1) -> Conversation:
    rules = comment_rules()
    keys.declare(thread_key(article.translation_key))
    order = order or rules.order
    row = in_order(read_thread(article.translation_key, language=rules.language_of(article)), order)
    pages = max(1, -(-len(row) // PAGE_SIZE))
    page = min(max(1, page), pages)
    part = row[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    mode = mode_of(article, rules, today=timezone.localdate())
    if rules.closes_after_days is not None and mode != Mode.CLOSED:
        keys.declare(keys.DAY)
    return Conversation(
        article=article,
        rules=rules,
        comments=nested(with_words(part, shown=row), depth=rules.depth),
        count=sum(turn.is_approved for turn in row),
        order=order,
        page=page,
        pages=pages,
        mode=mode,
        language=get_language() or "",
    )


def is_closed(article: Article) -> bool:
    return mode_of(article, comment_rules(), today=timezone.localdate()) == Mode.CLOSED


def page_of(article: Article, comment_pk: int) -> int:
    """On which page a comment stands in the order of the house; 0 where nobody finds it."""
    rules = comment_rules()
    thread = read_thread(article.translation_key, language=rules.language_of(article))
    for place, said in enumerate(in_order(thread, rules.order)):
        if said.pk == comment_pk:
            return place // PAGE_SIZE + 1
    return 0
