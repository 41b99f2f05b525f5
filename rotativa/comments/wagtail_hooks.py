"""What comments show on the pages of articles."""

from django.template import Context
from django.template.loader import render_to_string
from wagtail import hooks

from rotativa.articles.models import Article
from rotativa.comments.conversation import conversation_of, count_of


@hooks.register("rotativa_slot_article_signature", order=200)
def count(context: Context) -> str:
    article = context["page"]
    number = count_of(article) if is_public(article) else 0
    return render_to_string("comments/parts/count.html", {"count": number}) if number else ""


@hooks.register("rotativa_slot_article_after_body", order=200)
def thread(context: Context) -> str:
    article = context["page"]
    if not is_public(article):
        return ""
    conversation = conversation_of(article)
    if not conversation.is_shown:
        return ""
    return render_to_string(
        "comments/parts/thread.html",
        {"conversation": conversation, "frame": context["frame"], "page_address": ""},
    )


def is_public(article: Article) -> bool:
    """Nobody talks about a draft, nor about what is shown to a few."""
    return isinstance(article, Article) and article.listed_in_id is not None
