"""The only ways to a thread and to a comment: what a reader may see, and what is their own."""

from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language

from rotativa.articles.models import Article
from rotativa.comments.models import Comment, comment_rules
from rotativa.comments.models.comment import CommentQuerySet
from rotativa.pages.addresses import local_url
from rotativa.people.models import User


def article_of(thread: UUID) -> Article:
    """The one in the language of the page, that readers can open."""
    articles = Article.objects.published().filter(translation_key=thread)
    found = (
        articles.filter(locale__language_code=get_language())
        .select_related("locale", "section")
        .first()
    )
    if found is None:
        raise Http404
    return found


def languages_of(article: Article) -> list[str]:
    articles = Article.objects.published().filter(translation_key=article.translation_key)
    codes = articles.exclude(pk=article.pk).order_by("pk")
    return list(codes.values_list("locale__language_code", flat=True))


def comments_to_read(article: Article) -> CommentQuerySet:
    """Where each language has its own thread, that of the article's only."""
    language = comment_rules().language_of(article)
    return Comment.objects.of(article.translation_key, language=language).approved()


def comment_to_read(pk: int, article: Article) -> Comment:
    return get_object_or_404(comments_to_read(article), pk=pk)


def own_comment(pk: int, thread: UUID, reader: User) -> Comment:
    return get_object_or_404(Comment.objects.of(thread).by(reader.pk), pk=pk)


def own_comments(thread: UUID, reader: User) -> list[Comment]:
    """The latest that its writer still has."""
    rows = Comment.objects.of(thread).by(reader.pk).exclude(text="")
    return list(rows.order_by("-created_at", "-pk")[:20])


def address_of_comments(article: Article) -> str:
    return f"{local_url(article)}#comments"
