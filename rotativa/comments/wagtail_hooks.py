"""What comments show on the pages of articles, and at the desk."""

from datetime import datetime
from uuid import UUID

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.template import Context
from django.template.loader import render_to_string
from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSet

from rotativa.articles.models import Article
from rotativa.comments.conversation import conversation_under
from rotativa.comments.counts import remarks_on
from rotativa.comments.feed import path_of, path_of_all
from rotativa.comments.models import Comment, comment_rules
from rotativa.comments.printed import all_addresses, feed_at
from rotativa.comments.views.desk import ApproveMany, RejectMany, SpamMany
from rotativa.comments.viewsets.desk import CommentsDeskViewSet, OtherModes
from rotativa.pages import keys


@hooks.register("rotativa_slot_article_signature", order=200)
def count(context: Context) -> str:
    article = context["page"]
    number = conversation_under(article).count if is_public(article) else 0
    return render_to_string("comments/parts/count.html", {"count": number}) if number else ""


hooks.register("rotativa_teaser_remarks", remarks_on)
hooks.register("register_printed_addresses", all_addresses)


@hooks.register("rotativa_slot_account_pages", order=200)
def reply_mails(context: Context) -> str:
    current = context.get("current", "")
    return render_to_string("comments/parts/account_page.html", {"current": current})


@hooks.register("rotativa_slot_feeds")
def feed_of_comments(_context: Context) -> str:
    return render_to_string("comments/parts/feeds.html", {"url": path_of_all()})


@hooks.register("rotativa_slot_article_after_body", order=200)
def thread(context: Context) -> str:
    article = context["page"]
    if not is_public(article):
        return ""
    conversation = conversation_under(article)
    if not conversation.is_shown:
        return ""
    feed = path_of(article.translation_key) if conversation.count else ""
    if feed:
        keys.lead_to(feed_at(feed, article.locale.language_code))
    return render_to_string(
        "comments/parts/thread.html",
        {
            "conversation": conversation,
            "frame": context["frame"],
            "feed": feed,
        },
    )


@hooks.register("register_most_discussed")
def most_discussed(
    language: str, *, since: datetime, until: datetime, most: int
) -> list[tuple[UUID, int]]:
    """For newsletters, which never learn of comments."""
    told = {"since": since, "until": until}
    among = "" if comment_rules().is_shared else language
    return Comment.objects.all().most_discussed(among, **told, most=most)


def is_public(article: Article) -> bool:
    """Nobody talks about a draft, nor about what is shown to a few."""
    return isinstance(article, Article) and article.listed_in_id is not None


@hooks.register("register_admin_viewset")
def register_desk() -> list[ViewSet]:
    return [CommentsDeskViewSet(), OtherModes()]


@hooks.register("register_permissions")
def register_moderating() -> QuerySet[Permission]:
    """Lets administrators give it to a group at the desk."""
    return Permission.objects.filter(
        content_type__app_label="comments", codename="moderate_comment"
    )


for action in (ApproveMany, RejectMany, SpamMany):
    hooks.register("register_bulk_action", action)
