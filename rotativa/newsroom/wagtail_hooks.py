"""What the newsroom adds to Wagtail's admin."""

from wagtail import hooks
from wagtail.snippets.models import register_snippet

from rotativa.newsroom.viewsets.articles import ArticleListing
from rotativa.newsroom.viewsets.groups import PaperGroup

register_snippet(PaperGroup)


@hooks.register("register_admin_viewset")
def register_article_listing() -> ArticleListing:
    return ArticleListing()
