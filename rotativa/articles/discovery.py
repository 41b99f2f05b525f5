"""What the head of a page leads machines to: feeds, and the article as Markdown."""

from django.template import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from rotativa.articles.feeds.addresses import ATOM, JSON, feeds_at, markdown_at, markdown_url
from rotativa.articles.models import Article, FrontPage
from rotativa.articles.sitemaps import INDEX, news_path
from rotativa.pages import keys
from rotativa.pages.addresses import absolute, local_url
from rotativa.pages.frame import Frame
from rotativa.pages.keys import Address, Kind

TYPES = ((ATOM, "application/atom+xml"), (JSON, "application/feed+json"))


def head_links(context: Context) -> SafeString:
    """Nothing on a page that has no address of its own, such as that of an error."""
    frame: Frame | None = context.get("frame")
    if frame is None or not frame.canonical:
        return SafeString("")
    feeds = [(frame.home, frame.name)]
    if "listing" in context:
        lead_to_feeds(context["address"], frame.language)
        feeds.insert(0, (context["address"], f"{context['title']} · {frame.name}"))
    links = format_html_join(
        "\n",
        '<link rel="alternate" type="{}" title="{}" href="{}">',
        (
            (media_type, title, absolute(path + name))
            for path, title in feeds
            for name, media_type in TYPES
        ),
    )
    return links + of_page(context.get("page"), frame)


def of_page(page: object, frame: Frame) -> SafeString:
    if isinstance(page, Article) and page.live and not page.alias_of_id:
        url = local_url(page)
        keys.lead_to(markdown_at(url, frame.language))
        link = '\n<link rel="alternate" type="text/markdown" href="{}">'
        return format_html(link, absolute(markdown_url(url)))
    if isinstance(page, FrontPage):
        lead_to_feeds(frame.home, frame.language)
        keys.lead_to(Address(INDEX, Kind.SITEMAP))
        keys.lead_to(Address(news_path(frame.language), Kind.SITEMAP, frame.language))
    return SafeString("")


def lead_to_feeds(path: str, language: str) -> None:
    for address in feeds_at(path, language):
        keys.lead_to(address)
