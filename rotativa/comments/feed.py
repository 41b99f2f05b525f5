"""What was said lately, as a feed: under one article, or in the whole paper."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from rotativa.articles.feeds.entry import MOST, Entry, Named, lasting_id
from rotativa.articles.feeds.feed import Feed, name_of
from rotativa.articles.models import Article, FrontPage
from rotativa.comments.actions import LATEST, thread_key
from rotativa.comments.models import Comment, comment_rules
from rotativa.comments.models.comment import CommentQuerySet
from rotativa.lib.xml_text import as_xml
from rotativa.pages import keys
from rotativa.pages.addresses import absolute, home_url, local_url
from rotativa.pages.models import Paper


@dataclass(frozen=True, slots=True)
class CommentFeed(Feed):
    at: str
    """Its own address: that of its page is the article's, or the front page's."""

    @property
    def hub(self) -> str:
        """None is told of comments: they come all day, and each would be news to it."""
        return ""

    def as_atom(self) -> str:
        context = {"feed": self, "self_url": absolute(self.at)}
        return render_to_string("articles/feeds/atom.xml", context)


def path_of_all() -> str:
    return reverse("comments_feed")


def path_of(thread: UUID) -> str:
    return reverse("thread_feed", args=[thread])


def feed_of_article(article: Article) -> CommentFeed:
    thread, language = article.translation_key, article.locale.language_code
    keys.declare(thread_key(thread))
    rows = Comment.objects.of(thread, language=comment_rules().language_of(article))
    return CommentFeed(
        id=lasting_id(thread, language, "comments "),
        title=as_xml(gettext("Comments on “%(title)s”") % {"title": article.title}),
        subtitle="",
        paper=name_of(Paper.objects.in_language(language)),
        language=language,
        path=local_url(article),
        entries=entries_of(latest_of(rows), {thread: article}),
        at=path_of(thread),
    )


def feed_of_all(front: FrontPage) -> CommentFeed:
    """Of the articles that can be read in the language of a front page."""
    keys.declare(LATEST)
    language = front.locale.language_code
    articles = Article.objects.published_in(front.locale)
    rows = Comment.objects.filter(thread__in=articles.values("translation_key"))
    latest = latest_of(rows if comment_rules().is_shared else rows.filter(language=language))
    about = articles.filter(translation_key__in={comment.thread for comment in latest})
    name = name_of(Paper.objects.in_language(language))
    return CommentFeed(
        id=lasting_id(front.translation_key, language, "comments "),
        title=f"{gettext('Comments')} · {name}",
        subtitle=gettext("What readers have said lately under our articles."),
        paper=name,
        language=language,
        path=home_url(language),
        entries=entries_of(
            latest, {each.translation_key: each for each in about.select_related("locale")}
        ),
        at=path_of_all(),
    )


def latest_of(rows: CommentQuerySet) -> list[Comment]:
    return list(rows.approved().order_by("-published_at", "-pk")[:MOST])


def entries_of(comments: Iterable[Comment], articles: Mapping[UUID, Article]) -> list[Entry]:
    return [
        entry_of(comment, articles[comment.thread])
        for comment in comments
        if comment.thread in articles
    ]


def entry_of(comment: Comment, article: Article) -> Entry:
    name = comment.name or gettext("Deleted reader")
    title = gettext("%(name)s on “%(title)s”") % {"name": name, "title": article.title}
    published_at = comment.published_at or comment.created_at
    return Entry(
        id=lasting_id(comment.thread, str(comment.pk), "comment "),
        url=absolute(reverse("comment", args=[comment.thread, comment.pk])),
        title=as_xml(title),
        deck="",
        published_at=published_at,
        updated_at=max(published_at, comment.edited_at or published_at),
        authors=(Named(as_xml(name), "", ""),),
        categories=(),
        enclosures=(),
        html=format_html(
            '<div lang="{}" dir="auto">{}</div>',
            comment.language,
            SafeString(as_xml(comment.html)),  # made safe when it was stored
        ),
    )
